// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/handler"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// underDecided are the grants under the agreements that a Decision bears on.
func (r *Reconciler) underDecided(a kube.Affected) handler.MapFunc {
	return r.under(a, a.AgreementsDecided)
}

// underReferring are the grants under the agreements that refer to an object.
func (r *Reconciler) underReferring(a kube.Affected, kind string) handler.MapFunc {
	return r.under(a, a.AgreementsBy(kind))
}

func (r *Reconciler) under(a kube.Affected, agreements handler.MapFunc) handler.MapFunc {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		var grants []reconcile.Request
		for _, agreement := range agreements(ctx, o) {
			grants = append(grants, a.GrantsUnder(ctx, &metav1.PartialObjectMetadata{
				ObjectMeta: metav1.ObjectMeta{Namespace: agreement.Namespace, Name: agreement.Name},
			})...)
		}
		return grants
	}
}

// grantOfSandbox is the grant that a sandbox namespace was made for.
func (r *Reconciler) grantOfSandbox(_ context.Context, o client.Object) []reconcile.Request {
	return kube.GrantOf(o)
}

// grantsOfCohort are the grants of a cohort's agreement, unless the cohort is
// closed: what closed it tells the grants itself.
func (r *Reconciler) grantsOfCohort(ctx context.Context, o client.Object) []reconcile.Request {
	if o.GetAnnotations()[v1alpha1.ClosedByAnnotation] != "" {
		return nil
	}
	sandboxes, err := r.sandboxesOf(ctx, o.GetLabels()[v1alpha1.AgreementUIDLabel])
	if err != nil {
		return nil
	}
	var grants []reconcile.Request
	for i := range sandboxes {
		if !sameEnd(&sandboxes[i], o) {
			continue
		}
		grants = append(grants, r.grantOfSandbox(ctx, &sandboxes[i])...)
	}
	return grants
}

// sameEnd says whether a sandbox ends with a cohort; a sandbox carries whole
// seconds.
func sameEnd(box, cohort metav1.Object) bool {
	ends, err := time.Parse(time.RFC3339Nano, cohort.GetAnnotations()[v1alpha1.NotAfterAnnotation])
	return err != nil || box.GetAnnotations()[v1alpha1.NotAfterAnnotation] == ends.UTC().Format(time.RFC3339)
}

func (r *Reconciler) sandboxesOf(ctx context.Context, agreementUID string) ([]metav1.PartialObjectMetadata, error) {
	list := &metav1.PartialObjectMetadataList{}
	list.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("NamespaceList"))
	err := r.Client.List(ctx, list, client.MatchingLabels{v1alpha1.AgreementUIDLabel: agreementUID}, client.UnsafeDisableDeepCopy)
	return list.Items, err
}
