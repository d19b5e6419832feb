// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package unobstructed

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// lost are the kinds without which a grant falls, and for which reason; empty is
// that it does not.
var lost = map[string]string{
	"jurisdictions": "ReferenceMissing", "organizations": "ReferenceMissing", "sandboxclasses": "ReferenceMissing",
	"operationagreements": "ReferenceMissing", "dataresources": "NoInputLeft",
	"implementationplans": "", "selections": "", "objections": "", "workcalendars": "", "decisions": "", "heartbeats": "",
}

// TestCutoffBeginsWithoutAKind deletes definitions of kinds, starts cutoff again,
// and asks for a cut. What rested on a kind that is gone falls by itself.
// DeveloperGrants are left out: their definition stays until each is cut.
func TestCutoffBeginsWithoutAKind(t *testing.T) {
	tests := map[string][]string{
		"one that grants rest on": {"sandboxclasses"},
	}
	if *each {
		tests["all that none needs to end"] = []string{"implementationplans", "selections", "objections", "workcalendars", "decisions", "heartbeats"}
		for kind := range lost {
			tests[kind] = []string{kind}
		}
	}
	for name, kinds := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScene(t)
			cutoffStops(t)
			withoutKinds(t, kinds)
			began := time.Now()
			cutoffStarts(t)
			grant, err := s.read(t.Context(), "paused")
			if err != nil {
				t.Fatal(err)
			}
			pause := client.RawPatch(types.MergePatchType, []byte(`{"spec":{"suspend":true}}`))
			if err := admin.Patch(t.Context(), grant, pause); err != nil {
				t.Fatal(err)
			}
			whole := cut{name: "paused", mark: "Suspended"}
			s.awaitCut(t, whole)
			t.Logf("who began without %v had cut after %s", kinds, time.Since(began).Round(100*time.Millisecond))
			for _, kind := range kinds {
				if lost[kind] != "" {
					s.awaitCut(t, cut{name: bystander, mark: lost[kind]})
				}
			}
			if err := cutoff.Failure(); err != nil {
				t.Error(err)
			}
		})
	}
}

// awaitCut waits until a cut is complete.
func (s *scene) awaitCut(t *testing.T, c cut) {
	t.Helper()
	eventually(t, c.name+" is cut", func(ctx context.Context) error { return c.done(ctx, s) })
}

// cutoffStops ends the cutoff of the package, and cutoffStarts starts another.
func cutoffStops(t *testing.T) {
	t.Helper()
	if err := cutoff.Failure(); err != nil {
		t.Error(err)
	}
	_ = syscall.Kill(cutoff.PID(), syscall.SIGTERM) // fails only when it has ended
	<-cutoff.Ended()
}

func cutoffStarts(t *testing.T) {
	t.Helper()
	var err error
	if cutoff, err = installed.StartCutoff(context.WithoutCancel(t.Context()), "cutoff"); err != nil {
		t.Fatal(err)
	}
}

// withoutKinds deletes definitions and what is of their kinds, until the end of
// the test.
func withoutKinds(t *testing.T, plurals []string) {
	t.Helper()
	rescuer := as(t, "rescuer", "system:masters", "mandate:break-glass")
	ctx := context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		for _, args := range [][]string{
			{"apply", "--server-side", "--force-conflicts", "-k", installed.Root + "/config/crd"},
			{"wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"},
		} {
			if _, err := installed.Kubectl(ctx, "", args...); err != nil {
				t.Error(err)
			}
		}
	})
	for _, plural := range slices.Sorted(slices.Values(plurals)) {
		definition := &unstructured.Unstructured{}
		definition.SetGroupVersionKind(apiextensionsv1.SchemeGroupVersion.WithKind("CustomResourceDefinition"))
		definition.SetName(plural + "." + v1alpha1.GroupVersion.Group)
		disposable := client.RawPatch(types.MergePatchType, []byte(`{"metadata":{"annotations":{"mandate.publicdata.io/disposable":"true"}}}`))
		if err := rescuer.Patch(ctx, definition, disposable); err != nil {
			t.Fatal(err)
		}
		if err := rescuer.Delete(ctx, definition, client.PropagationPolicy(metav1.DeletePropagationBackground)); err != nil {
			t.Fatal(err)
		}
		eventually(t, plural+" are gone", func(ctx context.Context) error {
			err := rescuer.Get(ctx, client.ObjectKeyFromObject(definition), definition)
			if apierrors.IsNotFound(err) {
				return nil
			}
			return fmt.Errorf("%s are still defined (%w)", plural, err)
		})
	}
}
