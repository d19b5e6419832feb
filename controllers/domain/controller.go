// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package domain marks data domains that hold nothing of Mandate any more:
// admission lets only those be deleted.
package domain

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/builder"
	"sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller"
	"sigs.k8s.io/controller-runtime/pkg/event"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/predicate"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"
	"sigs.k8s.io/controller-runtime/pkg/source"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// Reconciler reconciles data domains.
type Reconciler struct {
	Client client.Client
	// Live reads from the API server what must be certain.
	Live client.Reader
	// domains are the domains' namespaces, which the cache of the manager does
	// not hold: it holds what is ours.
	domains client.Reader
}

// +kubebuilder:rbac:groups="",resources=namespaces,verbs=get;list;watch;patch

// settling is how long a look at a domain waits after something in it changed.
const settling = 500 * time.Millisecond

// Reconcile marks one domain, or takes the mark off it. That something is kept
// in it, the cache may say; that nothing is is read live before it is written.
func (r *Reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	domain := namespace()
	if err := r.domains.Get(ctx, types.NamespacedName{Name: req.Name}, domain); err != nil {
		return ctrl.Result{}, client.IgnoreNotFound(err)
	}
	marked := domain.Annotations[v1alpha1.DisposableAnnotation] == "true"
	holds, err := holds(ctx, r.Client, req.Name, client.MatchingLabels{})
	if err == nil && !holds && !marked {
		holds, err = holdsLive(ctx, r.Live, req.Name)
	}
	if err != nil || holds != marked {
		return ctrl.Result{}, err
	}
	return kube.Finish(time.Time{}, time.Time{}, r.mark(ctx, domain, !holds))
}

func namespace() *metav1.PartialObjectMetadata {
	object := &metav1.PartialObjectMetadata{}
	object.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	return object
}

func holdsLive(ctx context.Context, live client.Reader, domain string) (bool, error) {
	return holds(ctx, live, domain, client.MatchingLabels{v1alpha1.SandboxLabel: "true"})
}

// holds says whether anything of Mandate is kept in a domain, or a sandbox of a
// grant that was made in it.
func holds(ctx context.Context, reader client.Reader, domain string, sandboxes client.MatchingLabels) (bool, error) {
	for _, list := range []client.ObjectList{
		&v1alpha1.DecisionList{}, &v1alpha1.DeveloperGrantList{}, &v1alpha1.OperationAgreementList{}, &v1alpha1.DataResourceList{},
		&v1alpha1.ImplementationPlanList{}, &v1alpha1.SelectionList{}, &v1alpha1.ObjectionList{},
	} {
		if err := reader.List(ctx, list, client.InNamespace(domain), client.Limit(1)); err != nil {
			return true, fmt.Errorf("look for what domain %s holds: %w", domain, err)
		}
		if meta.LenList(list) > 0 {
			return true, nil
		}
	}
	boxes := &metav1.PartialObjectMetadataList{}
	boxes.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("NamespaceList"))
	if err := reader.List(ctx, boxes, sandboxes, client.UnsafeDisableDeepCopy); err != nil {
		return true, fmt.Errorf("look for sandboxes of domain %s: %w", domain, err)
	}
	for i := range boxes.Items {
		if strings.HasPrefix(boxes.Items[i].Annotations[v1alpha1.GrantAnnotation], domain+"/") {
			return true, nil
		}
	}
	return false, nil
}

func (r *Reconciler) mark(ctx context.Context, domain *metav1.PartialObjectMetadata, disposable bool) error {
	var value any
	if disposable {
		value = "true"
	}
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"resourceVersion": domain.ResourceVersion,
		"annotations":     map[string]any{v1alpha1.DisposableAnnotation: value},
	}})
	if err != nil {
		return fmt.Errorf("encode the mark of domain %s: %w", domain.Name, err)
	}
	object := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: domain.Name}}
	if err := r.Client.Patch(ctx, object, client.RawPatch(types.MergePatchType, patch)); client.IgnoreNotFound(err) != nil {
		return fmt.Errorf("mark domain %s: %w", domain.Name, err)
	}
	return nil
}

// SetupWithManager watches domains, whatever of Mandate is in them, and
// sandboxes.
func (r *Reconciler) SetupWithManager(mgr ctrl.Manager) error {
	domains, err := domainCache(mgr)
	if err != nil {
		return err
	}
	r.domains = domains
	in := kube.After(settling, func(_ context.Context, o client.Object) []reconcile.Request {
		return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: o.GetNamespace()}}}
	})
	b := ctrl.NewControllerManagedBy(mgr).
		Named("domain").
		WithOptions(controller.Options{RateLimiter: kube.Retries()}).
		WatchesRawSource(source.Kind[client.Object](domains, namespace(), handler.EnqueueRequestsFromMapFunc(kube.Itself))).
		WatchesMetadata(&corev1.Namespace{}, kube.After(settling, domainOf))
	for _, object := range []client.Object{
		&v1alpha1.Decision{}, &v1alpha1.DeveloperGrant{}, &v1alpha1.OperationAgreement{}, &v1alpha1.DataResource{},
		&v1alpha1.ImplementationPlan{}, &v1alpha1.Selection{}, &v1alpha1.Objection{},
	} {
		b = b.Watches(object, in, comesOrGoes)
	}
	if err := b.Complete(r); err != nil {
		return fmt.Errorf("set up the controller of data domains: %w", err)
	}
	return nil
}

// comesOrGoes passes no update: what is in a domain stays in it.
var comesOrGoes = builder.WithPredicates(predicate.Funcs{UpdateFunc: func(event.UpdateEvent) bool { return false }})

// domainCache holds the namespaces of data domains.
func domainCache(mgr ctrl.Manager) (cache.Cache, error) {
	domains, err := cache.New(mgr.GetConfig(), cache.Options{
		HTTPClient: mgr.GetHTTPClient(), Scheme: mgr.GetScheme(), Mapper: mgr.GetRESTMapper(),
		DefaultTransform:     cache.TransformStripManagedFields(),
		DefaultLabelSelector: labels.SelectorFromSet(labels.Set{v1alpha1.DomainLabel: "true"}),
	})
	if err == nil {
		err = mgr.Add(domains)
	}
	if err != nil {
		return nil, fmt.Errorf("watch the namespaces of data domains: %w", err)
	}
	return domains, nil
}

// domainOf is the domain of the grant that a sandbox was made for.
func domainOf(_ context.Context, o client.Object) []reconcile.Request {
	for _, grant := range kube.GrantOf(o) {
		return []reconcile.Request{{NamespacedName: types.NamespacedName{Name: grant.Namespace}}}
	}
	return nil
}
