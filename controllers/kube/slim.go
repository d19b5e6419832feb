// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
	"unique"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/tools/cache"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// lastApplied is where kubectl keeps a second copy of what was applied.
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

// slim drops from an object what nobody reads from a cache, and lets equal text
// be held once. There are eleven cached objects for each grant in force; what
// they weigh is what the process weighs.
func slim(in any) (any, error) {
	if tombstone, ok := in.(cache.DeletedFinalStateUnknown); ok {
		return tombstone, nil
	}
	object, err := meta.Accessor(in)
	if err != nil {
		return nil, fmt.Errorf("read the metadata of an object for the cache: %w", err)
	}
	object.SetManagedFields(nil)
	slimMeta(object)
	switch o := in.(type) {
	case *v1alpha1.DeveloperGrant:
		slimGrant(o)
	case *v1alpha1.Decision:
		slimDecision(o)
	}
	return in, nil
}

func slimMeta(object metav1.Object) {
	object.SetNamespace(once(object.GetNamespace()))
	if annotations := object.GetAnnotations(); annotations[lastApplied] != "" {
		kept := maps.Clone(annotations)
		delete(kept, lastApplied)
		object.SetAnnotations(kept)
	}
	labels := object.GetLabels()
	if labels[v1alpha1.SandboxLabel] == "" {
		return
	}
	object.SetName(once(object.GetName()))
	object.SetAnnotations(sharedWords(object.GetAnnotations()))
	if object.GetNamespace() == "" {
		object.SetLabels(sharedWords(labels))
		return
	}
	// The grant of what lies in a sandbox is read from the sandbox. Without
	// it the labels of ten thousand objects are a handful of maps.
	object.SetLabels(sharedLabels.of(labels))
}

// alone are the keys whose values one sandbox has, and no other.
var alone = []string{
	v1alpha1.GrantUIDLabel, v1alpha1.GrantAnnotation, v1alpha1.OpenedByAnnotation, v1alpha1.EvictBeforeAnnotation,
}

// sharedWords is a map of the same content: a sandbox carries more than twenty
// keys, which all have in common, and values that most have.
func sharedWords(words map[string]string) map[string]string {
	if words == nil {
		return nil
	}
	shared := make(map[string]string, len(words))
	for key, value := range words {
		if !slices.Contains(alone, key) {
			value = once(value)
		}
		shared[once(key)] = value
	}
	return shared
}

// informers leave out the index by namespace of kinds that a process only ever
// gets by name: it weighs more than half of what it finds. A list of them within
// a namespace fails and says so. Of these kinds, and of Decisions, they hold what
// is one object's own beside what others say too.
func informers(gotByName ...schema.GroupKind) func(cache.ListerWatcher, runtime.Object, time.Duration, cache.Indexers) cache.SharedIndexInformer {
	return func(from cache.ListerWatcher, of runtime.Object, resync time.Duration, by cache.Indexers) cache.SharedIndexInformer {
		byName := slices.Contains(gotByName, of.GetObjectKind().GroupVersionKind().GroupKind())
		if byName {
			delete(by, cache.NamespaceIndex)
		}
		informer := cache.NewSharedIndexInformer(from, of, resync, by)
		if _, ok := of.(*v1alpha1.Decision); ok {
			return holdActs(informer)
		}
		if byName {
			return holdParts(informer)
		}
		return informer
	}
}

// gotByCutoff and gotByOperator are the kinds of which there are a few in each
// sandbox and that the process never lists within one.
var (
	gotByCutoff = []schema.GroupKind{
		corev1.SchemeGroupVersion.WithKind("ResourceQuota").GroupKind(),
		rbacv1.SchemeGroupVersion.WithKind("RoleBinding").GroupKind(),
	}
	gotByOperator = append([]schema.GroupKind{
		corev1.SchemeGroupVersion.WithKind("LimitRange").GroupKind(),
		corev1.SchemeGroupVersion.WithKind("ServiceAccount").GroupKind(),
		corev1.SchemeGroupVersion.WithKind("ConfigMap").GroupKind(),
		networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy").GroupKind(),
	}, gotByCutoff...)
)

// decisionKind is listed within a namespace by the operator alone.
var decisionKind = v1alpha1.GroupVersion.WithKind("Decision").GroupKind()

// slimGrant lets grants share the names that they have in common.
func slimGrant(grant *v1alpha1.DeveloperGrant) {
	spec := &grant.Spec
	for _, name := range []*v1alpha1.ObjectName{&spec.Jurisdiction, &spec.Agreement, &spec.Holder, &spec.Sandbox.Class} {
		*name = once(*name)
	}
	for i := range spec.Inputs {
		spec.Inputs[i].Resource = once(spec.Inputs[i].Resource)
	}
	for i := range grant.Status.Conditions {
		c := &grant.Status.Conditions[i]
		c.Type, c.Status, c.Reason = once(c.Type), once(c.Status), once(c.Reason)
	}
}

// there stands for a text of which all that is asked is whether there is one.
const there = "-"

// slimDecision keeps of the papers of an act that there are any: what is in them
// was read by who admitted the act, and is by who looks at it.
func slimDecision(d *v1alpha1.Decision) {
	texts := []*string{&d.Spec.DecidedBy, &d.Spec.Note}
	if paper := d.Spec.Document; paper != nil {
		texts = append(texts, &paper.Number, &paper.Body, &paper.SHA256)
	}
	for i := range d.Spec.Evidence {
		texts = append(texts, &d.Spec.Evidence[i].SHA256, &d.Spec.Evidence[i].URI)
	}
	for i := range d.Spec.Findings {
		texts = append(texts, &d.Spec.Findings[i].Score, &d.Spec.Findings[i].Note)
	}
	for _, text := range texts {
		if *text != "" {
			*text = there
		}
	}
}

// withoutStatus is slim for who decides by what stands in the spec alone.
func withoutStatus(in any) (any, error) {
	switch o := in.(type) {
	case *v1alpha1.DeveloperGrant:
		o.Status = v1alpha1.DeveloperGrantStatus{}
	case *v1alpha1.Decision:
		o.Status = v1alpha1.DecisionStatus{}
	}
	return slim(in)
}

// once is the one copy of a text.
func once[T ~string](text T) T { return unique.Make(text).Value() }

// labelSets holds each set of labels once. The maps are shared by cached
// objects, which nobody may change.
type labelSets struct {
	mu    sync.Mutex
	known map[string]map[string]string
}

// mostLabelSets bounds what strangers could make us remember: there is one for
// each part and each resource.
const mostLabelSets = 1 << 12

var sharedLabels labelSets

// of is the shared copy of the labels of what lies in a sandbox.
func (s *labelSets) of(labels map[string]string) map[string]string {
	var text strings.Builder
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		if key != v1alpha1.GrantUIDLabel {
			fmt.Fprintf(&text, "%s=%s\n", key, labels[key])
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if shared, ok := s.known[text.String()]; ok {
		return shared
	}
	if s.known == nil || len(s.known) >= mostLabelSets {
		s.known = map[string]map[string]string{}
	}
	kept := maps.Clone(labels)
	delete(kept, v1alpha1.GrantUIDLabel)
	s.known[text.String()] = kept
	return kept
}
