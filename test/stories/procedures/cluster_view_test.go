// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// sees is a day of a story as the cluster shows it, in the words of the story:
// each act with its effect, and every link that is told of.
func (h *house) sees(ctx context.Context, d *domain, is *day) (string, error) {
	w := &lines{}
	for _, e := range is.acts {
		text, err := h.effect(ctx, e.act)
		if err != nil {
			return "", err
		}
		w.act(e.act, text)
	}
	for i := range is.links {
		l, err := h.shows(ctx, d, is.links[i].subject)
		if err != nil {
			return "", err
		}
		w.link(l)
	}
	return w.String(), nil
}

// expects is the same day as the story tells it.
func (is *day) expects() string {
	w := &lines{}
	for _, e := range is.acts {
		w.act(e.act, e.text)
	}
	for i := range is.links {
		w.link(&is.links[i])
	}
	return w.String()
}

// effect is what the cluster says has become of an act.
func (h *house) effect(ctx context.Context, act *v1alpha1.Decision) (string, error) {
	there := &v1alpha1.Decision{}
	if err := h.admin.Get(ctx, client.ObjectKeyFromObject(act), there); err != nil {
		return "", fmt.Errorf("read %s: %w", act.Name, err)
	}
	counts := meta.FindStatusCondition(there.Status.Conditions, v1alpha1.CountsCondition)
	switch {
	case counts == nil:
		return "was not judged yet", nil
	case counts.Reason == v1alpha1.EffectiveReason:
		return "counts", nil
	}
	return counts.Reason + ": " + counts.Message, nil
}

// shows is what the cluster shows of a link.
func (h *house) shows(ctx context.Context, d *domain, subject v1alpha1.DecisionSubject) (*link, error) {
	o := bare(d.find(string(subject.Kind) + "/" + string(subject.Name)))
	if err := h.admin.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
		return nil, fmt.Errorf("read %s %s: %w", subject.Kind, subject.Name, err)
	}
	l := &link{subject: subject}
	var err error
	switch o := o.(type) {
	case *v1alpha1.Organization:
		l.active = activeOf(o.Status.Conditions)
	case *v1alpha1.DataResource:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
	case *v1alpha1.ImplementationPlan:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
	case *v1alpha1.Selection:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
	case *v1alpha1.Objection:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
	case *v1alpha1.OperationAgreement:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
		l.inputs, l.effective = o.Status.Inputs, o.Status.Effective
		l.open, err = h.routes(ctx, o)
	case *v1alpha1.DeveloperGrant:
		l.active, l.duties, l.ProcedureReport = activeOf(o.Status.Conditions), dutiesOf(o.Status.Conditions), o.Status.ProcedureReport
		l.inputs, l.effective = o.Status.Inputs, o.Status.Effective
		l.box, err = h.box(ctx, o)
	}
	return l, err
}

func activeOf(all []metav1.Condition) conditions.State {
	return stateOf(all, v1alpha1.ActiveCondition)
}

func dutiesOf(all []metav1.Condition) conditions.State {
	return stateOf(all, v1alpha1.DutiesDoneCondition)
}

func stateOf(all []metav1.Condition, kind string) conditions.State {
	c := meta.FindStatusCondition(all, kind)
	if c == nil {
		return conditions.State{Message: "was not looked at yet"}
	}
	return conditions.State{Type: c.Type, Status: c.Status, Reason: c.Reason, Message: c.Message}
}

// resources are the names of the data of a domain by their UIDs.
func (h *house) resources(ctx context.Context, namespace string) (map[string]string, error) {
	var list v1alpha1.DataResourceList
	if err := h.admin.List(ctx, &list, client.InNamespace(namespace)); err != nil {
		return nil, fmt.Errorf("list the data: %w", err)
	}
	names := map[string]string{}
	for i := range list.Items {
		names[string(list.Items[i].UID)] = list.Items[i].Name
	}
	return names, nil
}

// routes are the data whose pods let the sandboxes of an agreement in.
func (h *house) routes(ctx context.Context, agreement *v1alpha1.OperationAgreement) ([]string, error) {
	names, err := h.resources(ctx, agreement.Namespace)
	if err != nil {
		return nil, err
	}
	var list networkingv1.NetworkPolicyList
	if err := h.admin.List(ctx, &list, client.InNamespace(agreement.Namespace), client.MatchingLabels{v1alpha1.AgreementUIDLabel: string(agreement.UID)}); err != nil {
		return nil, fmt.Errorf("list the routes: %w", err)
	}
	var open []string
	for i := range list.Items {
		if len(list.Items[i].Spec.Ingress) > 0 {
			open = append(open, names[list.Items[i].Labels[v1alpha1.ResourceUIDLabel]])
		}
	}
	slices.Sort(open)
	return open, nil
}

// box is the sandbox of a grant: closed once its mark, its people's rights and
// its ways out are gone, and open once they are there with the room filled.
func (h *house) box(ctx context.Context, grant *v1alpha1.DeveloperGrant) (*box, error) {
	namespace := &corev1.Namespace{}
	err := h.admin.Get(ctx, client.ObjectKey{Name: sandbox.NamespaceName(grant.UID)}, namespace)
	if client.IgnoreNotFound(err) != nil {
		return nil, fmt.Errorf("read the sandbox of %s: %w", grant.Name, err)
	}
	if err != nil {
		return &box{}, nil
	}
	is := &box{made: true}
	if is.notAfter, err = time.Parse(time.RFC3339, namespace.Annotations[v1alpha1.NotAfterAnnotation]); err != nil {
		return nil, fmt.Errorf("read the end of the sandbox of %s: %w", grant.Name, err)
	}
	if is.ways, err = h.ways(ctx, grant.Namespace, namespace.Name); err != nil {
		return nil, err
	}
	var roomIs string
	if is.doors, roomIs, err = h.rights(ctx, namespace.Name); err != nil {
		return nil, err
	}
	closed := namespace.Annotations[v1alpha1.ClosedByAnnotation] != ""
	is.closed = closed && len(is.ways) == 0 && len(is.doors) == 0 && roomIs == ""
	if !is.closed && (closed || roomIs != "filled") {
		is.doors = append(is.doors, "nobody yet: closed-by "+namespace.Annotations[v1alpha1.ClosedByAnnotation]+", the room is "+roomIs)
	}
	return is, nil
}

// ways are the data that a sandbox is let out to.
func (h *house) ways(ctx context.Context, domain, namespace string) ([]string, error) {
	names, err := h.resources(ctx, domain)
	if err != nil {
		return nil, err
	}
	var list networkingv1.NetworkPolicyList
	if err := h.admin.List(ctx, &list, client.InNamespace(namespace), client.MatchingLabels{v1alpha1.PartLabel: sandbox.PartEgress}); err != nil {
		return nil, fmt.Errorf("list the ways out of %s: %w", namespace, err)
	}
	var ways []string
	for i := range list.Items {
		if len(list.Items[i].Spec.Egress) > 0 {
			ways = append(ways, names[list.Items[i].Labels[v1alpha1.ResourceUIDLabel]])
		}
	}
	slices.Sort(ways)
	return ways, nil
}

// rights are who may come into a sandbox, and whether its room is filled, empty
// or, with the empty text, not bound.
func (h *house) rights(ctx context.Context, namespace string) (who []string, room string, err error) {
	var list rbacv1.RoleBindingList
	if err := h.admin.List(ctx, &list, client.InNamespace(namespace)); err != nil {
		return nil, "", fmt.Errorf("list the rights in %s: %w", namespace, err)
	}
	for i := range list.Items {
		switch binding := &list.Items[i]; binding.Name {
		case sandbox.DoorName:
			who = doors(binding)
		case sandbox.RoomName:
			role := &rbacv1.ClusterRole{}
			if err := h.admin.Get(ctx, client.ObjectKey{Name: binding.RoleRef.Name}, role); err != nil {
				return nil, "", fmt.Errorf("read the room of %s: %w", namespace, err)
			}
			if room = "filled"; len(role.Rules) == 0 {
				room = "empty"
			}
		}
	}
	return who, room, nil
}
