// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// access is one way in or out that a sandbox has or has not: the room, the
// door, or the way to an input. Several objects make it, and each of them alone
// ends it.
type access struct {
	// name is "room", "door", "door/<who does not belong>" or "data/<resource UID>".
	box, name string
	// there says that every object of it stands open.
	there bool
	// denied says that the verdict denies it, and why.
	denied bool
	why    string
	// rests are the objects that it rests on, by kind and key.
	rests []string
}

// accesses are those of every sandbox in the state.
func (s *state) accesses(now time.Time) []access {
	var found []access
	for _, box := range s.sandboxes() {
		verdict, facts := s.verdict(s.grantOf(box), now)
		denied := verdict.Force == authorization.Denied
		room, door := s.room(box), s.door(box)
		for _, a := range []*access{&room, &door} {
			a.denied, a.why = denied, verdict.Message()
			found = append(found, *a)
		}
		found = append(found, s.strangers(box, door, facts)...)
		found = append(found, s.data(box, verdict, facts)...)
	}
	return found
}

// room is what the developer account may do: the binding, and the cohort's rules.
func (s *state) room(box *corev1.Namespace) access {
	a := access{box: box.Name, name: "room", rests: []string{bindings + box.Name + "/" + sandbox.RoomName}}
	binding, ok := one[*rbacv1.RoleBinding](s, box.Name, sandbox.RoomName)
	if !ok {
		return a
	}
	a.rests = append(a.rests, cohortRoles+"/"+binding.RoleRef.Name)
	role, ok := one[*rbacv1.ClusterRole](s, "", binding.RoleRef.Name)
	a.there = ok && len(role.Rules) > 0
	return a
}

// door is the holder's right to ask for a token, which a closed sandbox refuses.
func (s *state) door(box *corev1.Namespace) access {
	_, ok := one[*rbacv1.RoleBinding](s, box.Name, sandbox.DoorName)
	return access{
		box: box.Name, name: "door", there: ok && box.Annotations[v1alpha1.ClosedByAnnotation] == "",
		rests: []string{bindings + box.Name + "/" + sandbox.DoorName, namespaces + "/" + box.Name},
	}
}

// strangers are those whom a door lets in and who do not belong to the holder, each
// of them denied whatever the verdict on the grant.
func (s *state) strangers(box *corev1.Namespace, door access, facts *authorization.Facts) []access {
	binding, ok := one[*rbacv1.RoleBinding](s, box.Name, sandbox.DoorName)
	if !ok || facts.Grant == nil {
		return nil
	}
	holder := facts.Organizations[facts.Grant.Spec.Holder].Get()
	if holder == nil {
		return nil // nobody is let in, and the door is denied
	}
	stay, _ := sandbox.Staying(binding, facts.Grant, holder)
	var found []access
	for _, subject := range binding.Subjects {
		if !slices.Contains(stay, subject) {
			found = append(found, access{
				box: box.Name, name: "door/" + subject.Name, there: door.there, rests: door.rests,
				denied: true, why: fmt.Sprintf("%s does not belong to Organization %s", subject.Name, holder.Name),
			})
		}
	}
	return found
}

// data are the ways to the inputs that the sandbox has a label or a policy for.
func (s *state) data(box *corev1.Namespace, verdict authorization.Verdict, facts *authorization.Facts) []access {
	allowed, why := map[string]bool{}, map[string]string{}
	for _, input := range verdict.Inputs {
		if resource := facts.Resources[input.Resource].Get(); resource != nil {
			allowed[string(resource.UID)] = verdict.Force != authorization.Denied && input.Force != authorization.Denied
			why[string(resource.UID)] = verdict.Message() + "; " + input.Message()
		}
	}
	var found []access
	for _, egress := range all[*networkingv1.NetworkPolicy](s) {
		uid := egress.Labels[v1alpha1.ResourceUIDLabel]
		if egress.Namespace != box.Name || egress.Labels[v1alpha1.PartLabel] != sandbox.PartEgress {
			continue
		}
		label := s.inputLabel(box, uid)
		a := access{
			box: box.Name, name: "data/" + uid, denied: !allowed[uid], why: why[uid],
			there: len(egress.Spec.Egress) > 0 && box.Labels[label] != "",
			rests: []string{policies + egress.Namespace + "/" + egress.Name, namespaces + "/" + box.Name},
		}
		if a.why == "" {
			a.why = verdict.Message()
		}
		route := s.route(box, label)
		if route != nil {
			a.rests = append(a.rests, policies+route.Namespace+"/"+route.Name)
		}
		a.there = a.there && route != nil && len(route.Spec.Ingress) > 0
		found = append(found, a)
	}
	return found
}

// inputLabel is the label that opens a resource to a sandbox.
func (s *state) inputLabel(box *corev1.Namespace, resource string) string {
	for _, policy := range s.routes(box) {
		if policy.Labels[v1alpha1.ResourceUIDLabel] == resource {
			return v1alpha1.InputLabelPrefix + strings.TrimPrefix(policy.Name, "mandate-allow-")
		}
	}
	return ""
}

// routes are the allow policies of the agreement of a sandbox.
func (s *state) routes(box *corev1.Namespace) []*networkingv1.NetworkPolicy {
	return slices.DeleteFunc(all[*networkingv1.NetworkPolicy](s), func(p *networkingv1.NetworkPolicy) bool {
		return p.Labels[v1alpha1.PartLabel] != sandbox.PartAllow || p.Labels[v1alpha1.AgreementUIDLabel] != box.Labels[v1alpha1.AgreementUIDLabel]
	})
}

func (s *state) route(box *corev1.Namespace, label string) *networkingv1.NetworkPolicy {
	for _, policy := range s.routes(box) {
		if strings.HasSuffix(policy.Name, strings.TrimPrefix(label, v1alpha1.InputLabelPrefix)) && label != "" {
			return policy
		}
	}
	return nil
}

func (a access) String() string { return fmt.Sprintf("%s of %s", a.name, a.box) }
