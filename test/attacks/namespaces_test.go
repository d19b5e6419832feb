// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// namespaces are the ways by what a namespace is called and carries.
func (w *world) namespaces() []row {
	marks, shape, retained := policy("namespaces"), policy("namespaces-shape"), policy("namespaces-retained")
	box, domain := namespace(w.box), namespace(builder.Domain)
	label := func(key string, value any) fields { return fields{"metadata": fields{"labels": fields{key: value}}} }
	note := func(key string, value any) fields {
		return fields{"metadata": fields{"annotations": fields{key: value}}}
	}
	input := sandbox.InputLabel(w.agreement.UID, w.visits.UID)
	alone := "keys under mandate.publicdata.io/ on a namespace are written by Mandate alone"
	refused := func(way string, attack attempt, says string) row {
		return row{way: way, who: tenant, attack: attack, closed: marks, says: []string{says}}
	}
	none := func(way, verb string, attack attempt, beside layer) row {
		return row{way: way, who: developer, attack: attack, beside: []layer{beside}, closed: w.unless(developer, rule("", "namespaces", verb))}
	}
	return []row{
		refused("the sandbox label taken off, so that no selector finds the sandbox", patching(box, label(v1alpha1.SandboxLabel, nil)), alone),
		none("the sandbox label taken off, so that no selector finds the sandbox", "patch", patching(box, label(v1alpha1.SandboxLabel, nil)), marks),
		refused("the sandbox label taken off by namespaces/status", patchingStatus(box, label(v1alpha1.SandboxLabel, nil)), alone),
		{way: "the sandbox label taken off by namespaces/finalize", who: tenant, closed: marks, beside: []layer{shape}, says: []string{alone},
			attack: finalizing(w.box, func(n *corev1.Namespace) { delete(n.Labels, v1alpha1.SandboxLabel) })},
		refused("another input's label put on", patching(box, label(v1alpha1.InputLabelPrefix+"0123456789abcdef0123", "true")), alone),
		refused("an input's label put on a namespace of one's own", creating(labelled("attack", input)), "label "+input),
		refused("an input's label put on a namespace that is there", patching(namespace("default"), label(input, "true")), alone),
		refused("the end of the term moved", patching(box, note(v1alpha1.NotAfterAnnotation, "2099-01-01T00:00:00Z")), alone),
		refused("the allow-list of registries widened", patching(box, note(v1alpha1.RegistriesAnnotation, "docker.io")), alone),
		refused("the allow-list widened by namespaces/status", patchingStatus(box, note(v1alpha1.RegistriesAnnotation, "docker.io")), alone),
		refused("a namespace made a sandbox of one's own", creating(labelled("attack", v1alpha1.SandboxLabel)), "label "+v1alpha1.SandboxLabel),
		refused("the domain's label taken off", patching(domain, label(v1alpha1.DomainLabel, nil)), "a data domain is one from its creation to its end"),
		{way: "Pod Security taken off", who: tenant, closed: shape, says: []string{"label pod-security.kubernetes.io/enforce of a sandbox"},
			attack: patching(box, label("pod-security.kubernetes.io/enforce", "privileged"))},
		{way: "Pod Security taken off by namespaces/status", who: tenant, closed: shape, says: []string{"label pod-security.kubernetes.io/enforce of a sandbox"},
			attack: patchingStatus(box, label("pod-security.kubernetes.io/enforce", nil))},
		{way: "Pod Security pinned to an old version", who: tenant, closed: shape, says: []string{"label pod-security.kubernetes.io/enforce-version"},
			attack: patching(box, label("pod-security.kubernetes.io/enforce-version", "v1.0"))},
		{way: "the namespace's finalizers emptied", who: tenant, closed: shape, says: []string{"spec.finalizers cannot be emptied"},
			attack: finalizing(w.box, func(n *corev1.Namespace) { n.Spec.Finalizers = nil })},
		{way: "a squatted name", who: tenant, attack: creating(namespace("sandbox-0123456789abcdef0123")), closed: shape,
			says: []string{"metadata.name has the form of a sandbox"}},
		{way: "the sandbox deleted with its evidence", who: tenant, attack: deleting(box), closed: retained, says: []string{"is a sandbox and cannot be deleted"}},
		{way: "the domain deleted with its Decisions", who: tenant, attack: deleting(domain), closed: retained, says: []string{"is a data domain and cannot be deleted"}},
	}
}

func namespace(name string) *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
}

func labelled(name, label string) *corev1.Namespace {
	n := namespace(name)
	n.Labels = map[string]string{label: "true"}
	return n
}

// finalizing changes a namespace through its subresource finalize.
func finalizing(name string, change func(*corev1.Namespace)) attempt {
	return func(ctx context.Context, a *access) error {
		n := &corev1.Namespace{}
		if err := admin.Get(ctx, types.NamespacedName{Name: name}, n); err != nil {
			return err
		}
		change(n)
		_, err := a.clients.CoreV1().Namespaces().Finalize(ctx, n, metav1.UpdateOptions{DryRun: dry})
		return err
	}
}
