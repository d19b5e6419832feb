// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// prototypes are the kinds that are judged.
var prototypes = map[string]client.Object{
	namespaces: &corev1.Namespace{}, pods: &corev1.Pod{}, quotas: &corev1.ResourceQuota{}, services: &corev1.Service{},
	bindings: &rbacv1.RoleBinding{}, cohortRoles: &rbacv1.ClusterRole{}, policies: &networkingv1.NetworkPolicy{},
	grants: &v1alpha1.DeveloperGrant{}, agreements: &v1alpha1.OperationAgreement{}, resources: &v1alpha1.DataResource{},
	decisions: &v1alpha1.Decision{}, editions: &v1alpha1.Jurisdiction{}, parties: &v1alpha1.Organization{}, classKinds: &v1alpha1.SandboxClass{},
	calendars: &v1alpha1.WorkCalendar{}, plans: &v1alpha1.ImplementationPlan{}, calls: &v1alpha1.Selection{}, objections: &v1alpha1.Objection{},
}

// state is a domain at one revision.
type state struct {
	objects map[reflect.Type]map[client.ObjectKey]client.Object
}

var _ client.Reader = &state{}

func newState() *state {
	return &state{objects: map[reflect.Type]map[client.ObjectKey]client.Object{}}
}

// stateOf is what a record ends in.
func stateOf(record []*change) (*state, error) {
	s := newState()
	for _, kind := range recorded {
		for _, c := range fold(record, kind, 0) {
			if _, err := s.apply(c); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// apply makes a change and returns the object, or nil where the kind is of no
// matter.
func (s *state) apply(c *change) (client.Object, error) {
	object, err := c.object()
	if object == nil || err != nil {
		return nil, err
	}
	of := reflect.TypeOf(object)
	if s.objects[of] == nil {
		s.objects[of] = map[client.ObjectKey]client.Object{}
	}
	if c.deleted {
		delete(s.objects[of], client.ObjectKeyFromObject(object))
	} else {
		s.objects[of][client.ObjectKeyFromObject(object)] = object
	}
	return object, nil
}

// Get reads an object.
func (s *state) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	found, ok := s.objects[reflect.TypeOf(into)][key]
	if !ok {
		return apierrors.NewNotFound(schema.GroupResource{}, key.String())
	}
	reflect.ValueOf(into).Elem().Set(reflect.ValueOf(found).Elem())
	return nil
}

// List lists Decisions, by the name of their subject, objections, by that of what
// they are against, and organisations.
func (s *state) List(_ context.Context, into client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	switch list := into.(type) {
	case *v1alpha1.OrganizationList:
		for _, o := range all[*v1alpha1.Organization](s) {
			list.Items = append(list.Items, *o)
		}
	case *v1alpha1.DecisionList:
		for _, d := range all[*v1alpha1.Decision](s) {
			if selects(&options, d.Namespace, fields.Set{kube.SubjectNameField: string(d.Spec.Subject.Name)}) {
				list.Items = append(list.Items, *d)
			}
		}
	case *v1alpha1.ObjectionList:
		for _, o := range all[*v1alpha1.Objection](s) {
			if selects(&options, o.Namespace, fields.Set{kube.AgainstNameField: string(o.Spec.Against.Name)}) {
				list.Items = append(list.Items, *o)
			}
		}
	default:
		if options.FieldSelector == nil || options.FieldSelector.Requirements()[0].Field != kube.RevisesField {
			return fmt.Errorf("the record lists no %T", into)
		} // no plan of faults revises anything
	}
	return nil
}

func selects(options *client.ListOptions, namespace string, set fields.Set) bool {
	return namespace == options.Namespace && (options.FieldSelector == nil || options.FieldSelector.Matches(set))
}

// all are the objects of a kind, by name.
func all[T client.Object](s *state) []T {
	var found []T
	for _, o := range s.objects[reflect.TypeFor[T]()] {
		found = append(found, o.(T))
	}
	sort.Slice(found, func(i, j int) bool { return path(found[i]) < path(found[j]) })
	return found
}

func path(o client.Object) string { return o.GetNamespace() + "/" + o.GetName() }

// one is the object of a name, or nil.
func one[T client.Object](s *state, namespace, name string) (found T, ok bool) {
	o, ok := s.objects[reflect.TypeFor[T]()][client.ObjectKey{Namespace: namespace, Name: name}]
	if !ok {
		return found, false
	}
	return o.(T), true
}

// proven is what is known of the guards in all plans: it is not they that fail.
type proven struct{}

func (proven) Guards() authorization.Guards { return authorization.Guards{Proven: true} }

// verdict is what holds of a grant in the state; one that does not exist is
// denied.
func (s *state) verdict(grant *v1alpha1.DeveloperGrant, now time.Time) (authorization.Verdict, *authorization.Facts) {
	if grant == nil {
		return authorization.Verdict{}, authorization.NewFacts()
	}
	facts, _ := kube.Observer{Reader: s, Guards: proven{}}.Grant(context.Background(), grant) // only what is missing is not found
	return authorization.DecideGrant(facts, now), facts
}

func (s *state) verdictOnAgreement(agreement *v1alpha1.OperationAgreement, now time.Time) (authorization.Verdict, *authorization.Facts) {
	facts, _ := kube.Observer{Reader: s, Guards: proven{}}.Agreement(context.Background(), agreement)
	return authorization.DecideAgreement(facts, now), facts
}

// podsOf are the labels of the pods that serve a resource, or nil while its
// Service is missing or unfit.
func (s *state) podsOf(resource *v1alpha1.DataResource) map[string]string {
	facts := authorization.NewFacts()
	if named := resource.Spec.Endpoint.Service; named != nil {
		if service, ok := one[*corev1.Service](s, resource.Namespace, named.Name); ok {
			facts.Services[named.Name] = authorization.Found(service)
		}
	}
	target, _ := sandbox.TargetOf(facts, resource)
	return target.MatchLabels
}

// sandboxes are the sandbox namespaces.
func (s *state) sandboxes() []*corev1.Namespace {
	return slices.DeleteFunc(all[*corev1.Namespace](s), func(n *corev1.Namespace) bool { return n.Labels[v1alpha1.SandboxLabel] == "" })
}

// grantOf is the grant that a sandbox was made for, or nil.
func (s *state) grantOf(box *corev1.Namespace) *v1alpha1.DeveloperGrant {
	namespace, name, _ := strings.Cut(box.Annotations[v1alpha1.GrantAnnotation], "/")
	grant, ok := one[*v1alpha1.DeveloperGrant](s, namespace, name)
	if !ok || string(grant.UID) != box.Labels[v1alpha1.GrantUIDLabel] {
		return nil
	}
	return grant
}
