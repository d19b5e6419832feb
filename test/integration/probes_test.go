// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"testing"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/guard"
)

// TestEachProbeIsRefusedByItsPolicyAlone makes every request that proves a guard
// as the operator does: the very policy refuses it, and without that policy's
// binding nothing else does.
// Not parallel: there is one set of policies for all domains.
func TestEachProbeIsRefusedByItsPolicyAlone(t *testing.T) {
	probes, err := guard.Probes()
	if err != nil {
		t.Fatal(err)
	}
	api, err := discovery.NewDiscoveryClientForConfig(operator.config)
	if err != nil {
		t.Fatal(err)
	}
	d := newDomain(t).established()
	d.create(d.grant("probed").Input("visits").Obj())
	d.eventually("the guards are proven", guardsAre(metav1.ConditionTrue))
	seen := map[string]bool{}
	// An API server learns of policies once a second: the binding of one comes
	// back as that of the next goes, and bites before the next is asked for.
	bites := func(context.Context) error { return nil }
	restore := func() {}
	for _, probe := range probes {
		if seen[probe.Policy] {
			t.Errorf("%s has two probes", probe.Policy)
		}
		seen[probe.Policy] = true
		if probe.Grant {
			probe = probe.On(d.name, "probed")
		}
		shows := func(want guard.Outcome) func(context.Context) error {
			return func(ctx context.Context) error {
				got, answer := try(ctx, api.RESTClient(), probe)
				if got != want {
					return fmt.Errorf("%s: got outcome %d, want %d: %s", probe.Policy, got, want, answer)
				}
				return nil
			}
		}
		if err := shows(guard.Bites)(t.Context()); err != nil {
			t.Error(err)
		}
		binding := &admissionregistrationv1.ValidatingAdmissionPolicyBinding{}
		if err := admin.Get(t.Context(), types.NamespacedName{Name: probe.Policy}, binding); err != nil {
			t.Fatal(err)
		}
		takenBack := deleted(binding, "ValidatingAdmissionPolicyBinding").do(t)
		restore()
		d.eventually("the policy before "+probe.Policy+" bites again", bites)
		d.eventually("the request comes through without "+probe.Policy, shows(guard.Idle))
		restore, bites = takenBack, shows(guard.Bites)
	}
	restore()
	d.eventually("the last policy bites again", bites)
	d.eventually("the guards are proven again", guardsAre(metav1.ConditionTrue))
	nothingIsStored(t)
}

// guardsAre asks what the operator publishes of the guards.
func guardsAre(want metav1.ConditionStatus) func(context.Context) error {
	return func(ctx context.Context) error {
		heart := &v1alpha1.Heartbeat{}
		if err := admin.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
			return err
		}
		for _, c := range heart.Status.Conditions {
			if c.Type == v1alpha1.GuardsProvenCondition && c.Status == want {
				return nil
			}
		}
		return fmt.Errorf("the Heartbeat says %v", heart.Status.Conditions)
	}
}

func try(ctx context.Context, api rest.Interface, probe guard.Probe) (guard.Outcome, string) {
	kind := "application/json"
	if probe.Method == "PATCH" {
		kind = string(types.MergePatchType)
	}
	var status int
	body, err := api.Verb(probe.Method).AbsPath(probe.Path).Param("dryRun", metav1.DryRunAll).
		SetHeader("Content-Type", kind).Body([]byte(probe.Body)).Do(ctx).StatusCode(&status).Raw()
	return probe.Judge(status, string(body)), fmt.Sprintf("%d %s %v", status, body, err)
}

// nothingIsStored looks for what only a probe asks for.
func nothingIsStored(t *testing.T) {
	t.Helper()
	for _, list := range []client.ObjectList{&corev1.PodList{}, &corev1.LimitRangeList{}, &corev1.ServiceList{}, &corev1.SecretList{}} {
		if err := admin.List(t.Context(), list, client.InNamespace(guard.ProbeSandbox)); err != nil {
			t.Fatal(err)
		}
		if items := meta.LenList(list); items > 0 {
			t.Errorf("%T: %d objects are in the probe sandbox", list, items)
		}
	}
}
