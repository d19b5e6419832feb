// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"net/http"
	"time"

	admissionregistrationv1 "k8s.io/api/admissionregistration/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Who takes away has to begin also where the API server lacks a kind, because its
// definition was deleted or Kubernetes was rolled back: otherwise nobody cuts, just
// when what access rests on is gone. It begins with none of that kind.

// absentFor is how long the API server says that it lacks a kind before that is
// believed: one that has just begun to serve may say so for a moment.
const absentFor = 5 * time.Second

// mayLack are the kinds that cutoff watches, by whether they lie in namespaces,
// that a cluster may lack.
var mayLack = map[schema.GroupVersionKind]meta.RESTScope{
	v1alpha1.GroupVersion.WithKind("Jurisdiction"):                                        meta.RESTScopeRoot,
	v1alpha1.GroupVersion.WithKind("WorkCalendar"):                                        meta.RESTScopeRoot,
	v1alpha1.GroupVersion.WithKind("Organization"):                                        meta.RESTScopeRoot,
	v1alpha1.GroupVersion.WithKind("SandboxClass"):                                        meta.RESTScopeRoot,
	v1alpha1.GroupVersion.WithKind("Heartbeat"):                                           meta.RESTScopeRoot,
	v1alpha1.GroupVersion.WithKind("DataResource"):                                        meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("ImplementationPlan"):                                  meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("Selection"):                                           meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("OperationAgreement"):                                  meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("DeveloperGrant"):                                      meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("Objection"):                                           meta.RESTScopeNamespace,
	v1alpha1.GroupVersion.WithKind("Decision"):                                            meta.RESTScopeNamespace,
	admissionregistrationv1.SchemeGroupVersion.WithKind("MutatingAdmissionPolicy"):        meta.RESTScopeRoot,
	admissionregistrationv1.SchemeGroupVersion.WithKind("MutatingAdmissionPolicyBinding"): meta.RESTScopeRoot,
}

// mapper knows where those kinds would be served, too.
type mapper struct {
	meta.RESTMapper
	known meta.RESTMapper
}

// CutoffMapper asks the API server where it serves a kind, and says where it would
// serve what it lacks. It is a manager's MapperProvider.
func CutoffMapper(config *rest.Config, through *http.Client) (meta.RESTMapper, error) {
	asking, err := apiutil.NewDynamicRESTMapper(config, through)
	if err != nil {
		return nil, fmt.Errorf("ask for the kinds that are served: %w", err)
	}
	known := meta.NewDefaultRESTMapper(nil)
	for kind, scope := range mayLack {
		known.Add(kind, scope)
	}
	return mapper{RESTMapper: asking, known: known}, nil
}

// RESTMapping is where a kind is served or would be.
func (m mapper) RESTMapping(kind schema.GroupKind, versions ...string) (*meta.RESTMapping, error) {
	found, err := m.RESTMapper.RESTMapping(kind, versions...)
	if !meta.IsNoMatchError(err) {
		return found, err //nolint:wrapcheck // callers ask what kind of error it is
	}
	if known, unknown := m.known.RESTMapping(kind, versions...); unknown == nil {
		return known, nil
	}
	return nil, err //nolint:wrapcheck // the same
}

// newInformer is how a cache makes its informers.
type newInformer func(cache.ListerWatcher, runtime.Object, time.Duration, cache.Indexers) cache.SharedIndexInformer

// absentIsNone lets informers show none of a kind that the API server lacks.
func absentIsNone(next newInformer, paced clock.PassiveClock) newInformer {
	return func(from cache.ListerWatcher, of runtime.Object, resync time.Duration, by cache.Indexers) cache.SharedIndexInformer {
		lister := &noneIfAbsent{ListerWatcherWithContext: cache.ToListerWatcherWithContext(from), of: fmt.Sprintf("%T", of), clock: paced}
		return next(&cache.ListWatch{ListWithContextFunc: lister.list, WatchFuncWithContext: lister.WatchWithContext}, of, resync, by)
	}
}

// noneIfAbsent lists none once the API server has said for a while that it lacks
// the kind. Asked for all objects of a kind, it says "not found" for no other
// reason. The watch that follows fails, so that it is listed again, until the kind
// is back. One goroutine lists.
type noneIfAbsent struct {
	cache.ListerWatcherWithContext
	of    string
	clock clock.PassiveClock
	// since is when it was first said; zero is that it is not said.
	since time.Time
}

func (l *noneIfAbsent) list(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
	found, err := l.ListWithContext(ctx, options)
	if !apierrors.IsNotFound(err) {
		l.since = time.Time{}
		return found, err //nolint:wrapcheck // the reflector asks what kind of error it is
	}
	if l.since.IsZero() {
		l.since = l.clock.Now()
	}
	if l.clock.Since(l.since) < absentFor {
		return nil, err //nolint:wrapcheck // the same
	}
	ctrl.Log.Error(err, "the API server lacks a kind: what rests on it is cut", "kind", l.of)
	return &metav1.PartialObjectMetadataList{}, nil
}
