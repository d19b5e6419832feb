// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// GrantsDecided are the grants that a Decision bears on, but for those under
// an agreement it is on.
func (a Affected) GrantsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withActs(ctx, o, a.GrantsActedOn)
}

// GrantsActedOn are those of GrantsDecided that refer to what a Decision is on. The
// indexes tell them: it looks at no other act.
func (a Affected) GrantsActedOn(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	subject := d.Spec.Subject.DecisionSubject
	switch subject.Kind {
	case v1alpha1.OnDeveloperGrant:
		return a.withEarlier(ctx, v1alpha1.OnDeveloperGrant, a.GrantDecided(ctx, o))
	case v1alpha1.OnDataResource:
		return a.grants(ctx, "DataResource", d.Namespace, subject.Name)
	case v1alpha1.OnOrganization:
		return a.onBody(ctx, d, a.grants)
	case v1alpha1.OnObjection:
		return a.disposed(ctx, d, v1alpha1.LinkDeveloperGrant)
	}
	return nil
}

// AgreementsDecided are the agreements that a Decision bears on, and those that
// rest on them.
func (a Affected) AgreementsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.resting(ctx, a.withEarlier(ctx, v1alpha1.OnOperationAgreement, a.withActs(ctx, o, a.agreementsDecided)))
}

// AgreementsActedOn are those of AgreementsDecided that a Decision is on, or that
// refer to what it is on. The indexes tell them: it looks at no other act, and not
// at what rests on them.
func (a Affected) AgreementsActedOn(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withEarlier(ctx, v1alpha1.OnOperationAgreement, a.agreementsDecided(ctx, o))
}

func (a Affected) agreementsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	subject := d.Spec.Subject.DecisionSubject
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		return request(d.Namespace, string(subject.Name))
	case v1alpha1.OnDataResource:
		return a.agreements(ctx, "DataResource", d.Namespace, subject.Name)
	case v1alpha1.OnOrganization:
		return a.onBody(ctx, d, a.agreements)
	case v1alpha1.OnImplementationPlan, v1alpha1.OnSelection:
		return a.agreements(ctx, string(subject.Kind), d.Namespace, subject.Name)
	case v1alpha1.OnObjection:
		return a.disposed(ctx, d, v1alpha1.LinkOperationAgreement)
	}
	return nil
}

// ResourcesDecided are the resources that a Decision bears on.
func (a Affected) ResourcesDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withActs(ctx, o, a.resourcesDecided)
}

func (a Affected) resourcesDecided(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	switch d.Spec.Subject.Kind {
	case v1alpha1.OnDataResource:
		return request(d.Namespace, string(d.Spec.Subject.Name))
	case v1alpha1.OnOrganization:
		return a.onBody(ctx, d, a.resources)
	}
	return nil
}

// PlansDecided are the plans that a Decision bears on.
func (a Affected) PlansDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withActs(ctx, o, a.plansDecided)
}

func (a Affected) plansDecided(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	switch subject := d.Spec.Subject; subject.Kind {
	case v1alpha1.OnImplementationPlan:
		return a.withEarlier(ctx, v1alpha1.OnImplementationPlan, request(d.Namespace, string(subject.Name)))
	case v1alpha1.OnOrganization:
		return a.onBody(ctx, d, a.plans)
	case v1alpha1.OnObjection:
		return a.disposed(ctx, d, v1alpha1.LinkImplementationPlan)
	}
	return nil
}

// SelectionsDecided are the calls that a Decision bears on.
func (a Affected) SelectionsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withActs(ctx, o, a.selectionsDecided)
}

func (a Affected) selectionsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	d, ok := o.(*v1alpha1.Decision)
	if !ok {
		return nil
	}
	switch subject := d.Spec.Subject; subject.Kind {
	case v1alpha1.OnSelection:
		return request(d.Namespace, string(subject.Name))
	case v1alpha1.OnImplementationPlan, v1alpha1.OnOperationAgreement:
		return a.selections(ctx, string(subject.Kind), d.Namespace, subject.Name)
	case v1alpha1.OnOrganization:
		return a.onBody(ctx, d, a.selections)
	case v1alpha1.OnObjection:
		return a.disposed(ctx, d, v1alpha1.LinkSelection)
	}
	return nil
}

// disposed is what the objection that a Decision is on is against, where that is
// of a kind.
func (a Affected) disposed(ctx context.Context, d *v1alpha1.Decision, kind v1alpha1.LinkKind) []reconcile.Request {
	objection := &v1alpha1.Objection{}
	if err := a.Reader.Get(ctx, types.NamespacedName{Namespace: d.Namespace, Name: string(d.Spec.Subject.Name)}, objection); err != nil {
		return nil
	}
	return a.Objected(kind)(ctx, objection)
}

// ObjectionDecided is the objection that a Decision is on.
func (a Affected) ObjectionDecided(_ context.Context, o client.Object) []reconcile.Request {
	if d, ok := o.(*v1alpha1.Decision); ok && d.Spec.Subject.Kind == v1alpha1.OnObjection {
		return request(d.Namespace, string(d.Spec.Subject.Name))
	}
	return nil
}

func request(namespace, name string) []reconcile.Request {
	return []reconcile.Request{{NamespacedName: types.NamespacedName{Namespace: namespace, Name: name}}}
}

// DecidedBy maps an organisation to what its Decisions bear on, those that were told
// to it, and those of whom it relates to each other: whether an act counts may hang on
// the roles of whoever decided or was told, who need not be a party of the chain. Of
// those on one subject it asks once, but for terminations, which bear on others too.
func (a Affected) DecidedBy(bears func(context.Context, client.Object) []reconcile.Request) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		var requests distinct
		known := map[actedOn]bool{}
		a.whereRolesCount(ctx, o, func(d *v1alpha1.Decision) {
			if of := (actedOn{d.Namespace, d.Spec.Subject.DecisionSubject}); !known[of] || d.Spec.Action == v1alpha1.ActionTerminate {
				known[of] = true
				requests.add(bears(ctx, d)...)
			}
		})
		return requests.all
	}
}

// ActsOf are the Decisions which count by the roles that an organisation has, or by
// whom it relates to each other.
func (a Affected) ActsOf(ctx context.Context, o client.Object) []reconcile.Request {
	var requests distinct
	a.whereRolesCount(ctx, o, func(d *v1alpha1.Decision) { requests.add(request(d.Namespace, d.Name)...) })
	return requests.all
}

// ActsDecided are the Decisions that a Decision bears on: all on the same subject,
// and those on what the acts of an organisation are on whose roles it changes, or of
// those whom it bars.
func (a Affected) ActsDecided(ctx context.Context, o client.Object) []reconcile.Request {
	return a.withActs(ctx, o, func(ctx context.Context, o client.Object) []reconcile.Request {
		d, ok := o.(*v1alpha1.Decision)
		if !ok {
			return nil
		}
		return a.acts(ctx, d.Namespace, d.Spec.Subject.DecisionSubject)
	})
}

// ActsOn are the Decisions on an object of a kind.
func (a Affected) ActsOn(kind v1alpha1.SubjectLinkKind) func(context.Context, client.Object) []reconcile.Request {
	return func(ctx context.Context, o client.Object) []reconcile.Request {
		namespace := o.GetNamespace()
		if kind == v1alpha1.OnOrganization {
			namespace = v1alpha1.RegistryNamespace
		}
		return a.acts(ctx, namespace, v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(o.GetName())})
	}
}

func (a Affected) acts(ctx context.Context, namespace string, subject v1alpha1.DecisionSubject) []reconcile.Request {
	var requests []reconcile.Request
	err := lookAt(ctx, a.Informers, a.Reader, looked{subject: string(subject.Name), namespace: namespace}, func(d *v1alpha1.Decision) {
		if d.Spec.Subject.DecisionSubject == subject {
			requests = append(requests, request(d.Namespace, d.Name)...)
		}
	})
	if err != nil {
		log.FromContext(ctx).Error(err, "cannot tell which Decisions an object has", "kind", subject.Kind, "namespace", namespace, "name", subject.Name)
	}
	return requests
}

// whereRolesCount shows the acts that may count or not by the roles of an organisation,
// and by whom it relates to each other.
func (a Affected) whereRolesCount(ctx context.Context, o client.Object, show func(*v1alpha1.Decision)) {
	names := append(a.authorities(ctx, o), a.related(ctx, o)...)
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		a.eachNaming(ctx, name, func(d *v1alpha1.Decision) {
			if d.Spec.Step != "" || d.Spec.Action == v1alpha1.ActionHalt || d.Spec.Action == v1alpha1.ActionRelease {
				show(d)
			}
		})
	}
}

// GrantDecided is the grant that a Decision is on itself.
func (a Affected) GrantDecided(_ context.Context, o client.Object) []reconcile.Request {
	if d, ok := o.(*v1alpha1.Decision); ok && d.Spec.Subject.Kind == v1alpha1.OnDeveloperGrant {
		return request(d.Namespace, string(d.Spec.Subject.Name))
	}
	return nil
}

// GrantOf is the grant that a sandbox namespace was made for, by its
// annotation, which nobody but Mandate can set.
func GrantOf(box client.Object) []reconcile.Request {
	namespace, name, ok := strings.Cut(box.GetAnnotations()[v1alpha1.GrantAnnotation], "/")
	if !ok {
		return nil
	}
	return request(namespace, name)
}

// GrantOfPart is the grant of the sandbox that an object of ours lies in.
func (a Affected) GrantOfPart(ctx context.Context, o client.Object) []reconcile.Request {
	if o.GetLabels()[v1alpha1.SandboxLabel] == "" {
		return nil
	}
	box := &metav1.PartialObjectMetadata{}
	box.SetGroupVersionKind(corev1.SchemeGroupVersion.WithKind("Namespace"))
	if err := a.Reader.Get(ctx, types.NamespacedName{Name: o.GetNamespace()}, box); err != nil {
		return nil
	}
	return GrantOf(box)
}

// AgreementOf is the agreement whose UID an object of ours carries.
func (a Affected) AgreementOf(ctx context.Context, o client.Object) []reconcile.Request {
	uid := o.GetLabels()[v1alpha1.AgreementUIDLabel]
	if uid == "" {
		return nil
	}
	return a.list(ctx, &v1alpha1.OperationAgreementList{}, "", UIDField, uid)
}

// ResourceOf is the resource whose UID an object of ours carries.
func (a Affected) ResourceOf(ctx context.Context, o client.Object) []reconcile.Request {
	uid := o.GetLabels()[v1alpha1.ResourceUIDLabel]
	if uid == "" {
		return nil
	}
	return a.list(ctx, &v1alpha1.DataResourceList{}, o.GetNamespace(), UIDField, uid)
}

// Itself is the object that changed.
func Itself(_ context.Context, o client.Object) []reconcile.Request {
	return request(o.GetNamespace(), o.GetName())
}
