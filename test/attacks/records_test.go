// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

const ours = "mandate.publicdata.io"

// records are the ways by what the chain itself says.
func (w *world) records() []row {
	taking, giving := policy("decisions-taking"), policy("decisions-giving")
	grant := builder.Grant("g").Obj()
	grant.UID = ""
	act := func(d *v1alpha1.Decision, who persona) *v1alpha1.Decision {
		d.Spec.DecidedBy, d.Spec.RecordedAt, d.UID = string(who), nil, ""
		return d
	}
	suspend := func(who persona) attempt {
		return creating(act(builder.Decision("attack").Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2026-03-01").Obj(), who))
	}
	lift := creating(act(builder.Decision("attack").Lifts(w.decision).ActedOn("2026-03-01").Obj(), tenant))
	others := act(builder.Decision("attack").Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2026-03-01").Obj(), officer)
	status := patchingStatus(grant, fields{"status": fields{"observedGeneration": 7}})
	holder := &v1alpha1.Organization{ObjectMeta: metav1.ObjectMeta{Name: builder.Holder}}
	bureau := &v1alpha1.Organization{ObjectMeta: metav1.ObjectMeta{Name: builder.Bureau}}
	free := patching(grant, fields{"metadata": fields{"finalizers": nil}})
	return []row{
		{way: "an act recorded without the right to", who: editor, attack: suspend(editor), beside: []layer{taking},
			closed: w.unless(editor, rule(ours, "decisions", "create"))},
		{way: "a suspension without the verb", who: tenant, attack: suspend(tenant), closed: taking, says: []string{"may not suspend for spec.organization data-bureau"}},
		{way: "a lift without the verb", who: tenant, attack: lift, closed: giving, says: []string{"may not lift for spec.organization data-bureau"}},
		{way: "an act in another's name", who: tenant, attack: creating(others), closed: taking, says: []string{"spec.decidedBy officer is not the user who applies it"}},
		{way: "a Decision rewritten", who: tenant, attack: patching(w.decision, fields{"spec": fields{"note": "never mind"}}), closed: immutable("decisions." + ours)},
		{way: "a Decision hidden by its metadata", who: tenant, closed: policy("decisions-immutable"), says: []string{"metadata.annotations cannot be changed"},
			attack: patching(w.decision, fields{"metadata": fields{"annotations": fields{"a": "b"}}})},
		{way: "a Decision deleted", who: tenant, attack: deleting(w.decision), closed: policy("decisions-retained"), says: []string{"status.disposable is not true"}},
		{way: "Decisions deleted as a collection", who: tenant, attack: clearing(w.decision), closed: policy("decisions-retained"), says: []string{"status.disposable is not true"}},
		{way: "a Decision marked as disposable", who: tenant, closed: policy("status"), says: []string{"status is written by the operator alone"},
			attack: patchingStatus(w.decision, fields{"status": fields{"disposable": true}})},
		{way: "the status of a grant", who: editor, attack: status, beside: []layer{policy("status")},
			closed: w.unless(editor, rule(ours, "developergrants/status", "patch"))},
		{way: "the status of a grant", who: tenant, attack: status, closed: policy("status"), says: []string{"status is written by the operator alone, not by tenant"}},
		{way: "a grant that vanishes before its cut", who: editor, attack: free, closed: policy("grants"), says: []string{"metadata.finalizers must keep"}},
		{way: "oneself made a person of the holder", who: tenant, closed: policy("organizations"), says: []string{"holds no verb administer"},
			attack: patching(holder, fields{"spec": fields{"subjects": []any{fields{"kind": "User", "name": "tenant"}}}})},
		{way: "the role by which a suspension counts taken from who suspended", who: tenant, closed: policy("organizations"), says: []string{"spec.roles DataAuthority cannot be taken away by tenant", "Decision demo-health/record is on record"},
			attack: patching(bureau, fields{"spec": fields{"roles": []any{"SourceUnit"}}})},
	}
}

// dataSide are the ways to the data but through a sandbox.
func (w *world) dataSide() []row {
	data := policy("data-policies")
	allow := &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{
		Namespace: builder.Domain, Name: sandbox.AllowName(w.agreement.UID, w.visits.UID),
	}}
	baseline := w.baseline()
	wide := patching(allow, fields{"spec": fields{"ingress": []any{fields{}}}})
	squat := allow.DeepCopy()
	squat.Name = "mandate-allow-attack"
	squat.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	squat.Spec.Ingress = []networkingv1.NetworkPolicyIngressRule{{}}
	inside := builder.Resource("attack").In(w.box).Pods(map[string]string{"app": "work"}, 8080).Obj()
	protects := []string{"in namespace " + builder.Domain, "protect data"}
	return []row{
		{way: "the data's allow policy opened to all", who: editor, attack: wide, beside: []layer{data},
			closed: w.unless(editor, rule("networking.k8s.io", "networkpolicies", "patch"))},
		{way: "the data's allow policy opened to all", who: tenant, attack: wide, closed: data, says: protects},
		{way: "the data's baseline deleted, which opens the data", who: tenant, attack: deleting(baseline), closed: data, says: protects},
		{way: "the data's policies deleted as a collection", who: tenant, attack: clearing(allow), closed: data, says: protects},
		{way: "a policy under a name of ours at the data", who: tenant, attack: creating(squat), closed: data, says: protects},
		{way: "a chain made in a sandbox, which would open it to another", who: developer, attack: creating(inside), beside: []layer{policy("sandbox-chain")},
			closed: w.unless(developer, rule(ours, "dataresources", "create"))},
		{way: "a chain made in a sandbox, which would open it to another", who: tenant, attack: creating(inside), closed: policy("sandbox-chain"),
			says: []string{"DataResource attack in sandbox " + w.box, "live in a data domain"}},
		{way: "a grant of the same names in another domain", who: editor, attack: w.reach, closed: w.uids(), says: []string{"no policy of " + builder.Domain + " lets"}},
	}
}

// baseline is the policy that denies at the pods of visits.
func (w *world) baseline() client.Object {
	var policies networkingv1.NetworkPolicyList
	err := admin.List(context.Background(), &policies, client.InNamespace(builder.Domain),
		client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartBaseline, v1alpha1.ResourceUIDLabel: string(w.visits.UID)})
	if err != nil || len(policies.Items) != 1 {
		panic(fmt.Sprintf("the data has %d baselines: %v", len(policies.Items), err))
	}
	return &networkingv1.NetworkPolicy{ObjectMeta: metav1.ObjectMeta{Namespace: builder.Domain, Name: policies.Items[0].Name}}
}

// reach asks whether the sandbox of the other domain's grant g, on the other
// domain's visits under the other domain's health, is let in at this domain's
// visits. It is put as the API server puts a refusal.
func (w *world) reach(ctx context.Context, _ *access) error {
	foreign := &corev1.Namespace{}
	var policies networkingv1.NetworkPolicyList
	err := errors.Join(admin.Get(ctx, types.NamespacedName{Name: w.foreign}, foreign), admin.List(ctx, &policies, client.InNamespace(builder.Domain)))
	if err != nil {
		return err
	}
	for _, p := range policies.Items {
		for _, in := range p.Spec.Ingress {
			for _, peer := range in.From {
				selector, err := metav1.LabelSelectorAsSelector(peer.NamespaceSelector)
				if err != nil {
					return err
				}
				if selector.Matches(labels.Set(foreign.Labels)) {
					return nil
				}
			}
		}
	}
	return apierrors.NewForbidden(schema.GroupResource{Resource: "namespaces"}, w.foreign, fmt.Errorf("no policy of %s lets it in", builder.Domain))
}

// uids is that the label of an input comes from UIDs; its control puts the
// label of this domain's input on the other's sandbox.
func (w *world) uids() layer {
	input := sandbox.InputLabel(w.agreement.UID, w.visits.UID)
	set := func(value any) func(context.Context) error {
		return func(ctx context.Context) error {
			return byOperatorsHand().Patch(ctx, namespace(w.foreign), merge(fields{"metadata": fields{"labels": fields{input: value}}}))
		}
	}
	return layer{object: "label `mandate.publicdata.io/input-*` of the sandbox, which follows from UIDs", remove: set("true"), restore: set(nil)}
}
