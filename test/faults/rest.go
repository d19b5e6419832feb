// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// unsettled is what of a state is not yet, or no more, as the verdict has it:
// access that is denied, access that is due, and what is told of either.
func (s *state) unsettled(now time.Time) error {
	var errs []error
	for _, grant := range all[*v1alpha1.DeveloperGrant](s) {
		errs = append(errs, s.unsettledGrant(grant, now))
	}
	for _, agreement := range all[*v1alpha1.OperationAgreement](s) {
		errs = append(errs, s.unsettledAgreement(agreement, now))
	}
	for _, box := range s.sandboxes() {
		if s.grantOf(box) == nil {
			errs = append(errs, s.uncut(box))
		}
	}
	for _, resource := range all[*v1alpha1.DataResource](s) {
		if pods := s.podsOf(resource); pods != nil {
			errs = append(errs, s.unprotected(resource.Namespace, pods))
		}
	}
	return errors.Join(append(errs, s.orphans(), s.undecided(), s.unpurged(now), s.strays(now))...)
}

func (s *state) unsettledGrant(grant *v1alpha1.DeveloperGrant, now time.Time) error {
	verdict, facts := s.verdict(grant, now)
	name := "grant " + grant.Name
	if grant.DeletionTimestamp != nil {
		return fmt.Errorf("%s is being deleted", name)
	}
	errs := []error{tells(name, grant.Status.Conditions, grant.Generation, verdict)}
	if c := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition); c == nil || c.Status != metav1.ConditionTrue {
		errs = append(errs, fmt.Errorf("%s: SandboxReady is %+v", name, c))
	}
	errs = append(errs, tellsInputs(grant, verdict))
	box, there := one[*corev1.Namespace](s, "", sandbox.NamespaceName(grant.UID))
	switch {
	case verdict.Force == authorization.InForce && !there:
		errs = append(errs, fmt.Errorf("%s has no sandbox", name))
	case verdict.Force == authorization.InForce:
		errs = append(errs, s.notOpen(box, verdict, facts))
	case there:
		errs = append(errs, s.uncut(box))
	}
	return errors.Join(errs...)
}

// tells compares what is said of a link with its verdict.
func tells(name string, said []metav1.Condition, generation int64, verdict authorization.Verdict) error {
	want := conditions.Active(verdict)
	progress, _, _ := conditions.Of(verdict)
	active, ready := meta.FindStatusCondition(said, v1alpha1.ActiveCondition), meta.FindStatusCondition(said, v1alpha1.ReadyCondition)
	switch {
	case active == nil || ready == nil:
		return fmt.Errorf("%s: nothing is said of it", name)
	case active.Status != want.Status || active.Reason != want.Reason || active.ObservedGeneration != generation:
		return fmt.Errorf("%s: Active is %s %s, want %s %s", name, active.Status, active.Reason, want.Status, want.Reason)
	case (ready.Status == metav1.ConditionTrue) != (progress == conditions.Settled):
		return fmt.Errorf("%s: Ready is %s %s: %s", name, ready.Status, ready.Reason, ready.Message)
	}
	return nil
}

// tellsInputs compares what is said of the inputs of a grant with its verdict.
func tellsInputs(grant *v1alpha1.DeveloperGrant, verdict authorization.Verdict) error {
	want := conditions.Inputs(verdict)
	if len(grant.Status.Inputs) != len(want) {
		return fmt.Errorf("grant %s: %d inputs are told of, want %d", grant.Name, len(grant.Status.Inputs), len(want))
	}
	for i, said := range grant.Status.Inputs {
		if said.Reason != want[i].Reason {
			return fmt.Errorf("grant %s: input %s is %s, want %s", grant.Name, said.Resource, said.Reason, want[i].Reason)
		}
	}
	return nil
}

// notOpen is what a sandbox in force lacks, or has beyond what is in force.
func (s *state) notOpen(box *corev1.Namespace, verdict authorization.Verdict, facts *authorization.Facts) error {
	var errs []error
	if room := s.room(box); !room.there {
		errs = append(errs, fmt.Errorf("%s has no room", box.Name))
	}
	if door := s.door(box); !door.there {
		errs = append(errs, fmt.Errorf("%s has no door", box.Name))
	}
	errs = append(errs, s.otherPeople(box, facts))
	open := map[string]bool{}
	for _, a := range s.data(box, verdict, facts) {
		open[strings.TrimPrefix(a.name, "data/")] = a.there
	}
	for _, input := range verdict.Inputs {
		resource := facts.Resources[input.Resource].Get()
		if resource == nil {
			continue
		}
		if want := input.Force == authorization.InForce; open[string(resource.UID)] != want {
			errs = append(errs, fmt.Errorf("%s: input %s is open: %v, want %v", box.Name, input.Resource, !want, want))
		}
		delete(open, string(resource.UID))
	}
	for uid, left := range open {
		if left {
			errs = append(errs, fmt.Errorf("%s still reaches %s", box.Name, uid))
		}
	}
	return errors.Join(errs...)
}

// otherPeople says that a door lets in others than those of the holder.
func (s *state) otherPeople(box *corev1.Namespace, facts *authorization.Facts) error {
	door, ok := one[*rbacv1.RoleBinding](s, box.Name, sandbox.DoorName)
	holder := facts.Organizations[facts.Grant.Spec.Holder].Get()
	if !ok || holder == nil {
		return nil
	}
	if stay, left := sandbox.Staying(door, facts.Grant, holder); left || len(stay) != len(sandbox.People(facts.Grant, holder)) {
		return fmt.Errorf("%s lets in %v, want %v", box.Name, door.Subjects, sandbox.People(facts.Grant, holder))
	}
	return nil
}

// uncut is what is left in a sandbox that is denied.
func (s *state) uncut(box *corev1.Namespace) error {
	var errs []error
	closed := box.Annotations[v1alpha1.ClosedByAnnotation]
	if closed == "" || box.Annotations[v1alpha1.FrozenAnnotation] != closed {
		errs = append(errs, fmt.Errorf("%s is closed by %q, frozen by %q", box.Name, closed, box.Annotations[v1alpha1.FrozenAnnotation]))
	}
	for label := range box.Labels {
		if strings.HasPrefix(label, v1alpha1.InputLabelPrefix) {
			errs = append(errs, fmt.Errorf("%s has the label %s", box.Name, label))
		}
	}
	for _, binding := range all[*rbacv1.RoleBinding](s) {
		if binding.Namespace == box.Name {
			errs = append(errs, fmt.Errorf("%s has the RoleBinding %s", box.Name, binding.Name))
		}
	}
	for _, policy := range all[*networkingv1.NetworkPolicy](s) {
		if policy.Namespace == box.Name && len(policy.Spec.Egress) > 0 {
			errs = append(errs, fmt.Errorf("%s has the egress of %s", box.Name, policy.Name))
		}
	}
	for _, pod := range all[*corev1.Pod](s) {
		if pod.Namespace == box.Name {
			errs = append(errs, fmt.Errorf("%s has the pod %s", box.Name, pod.Name))
		}
	}
	for _, quota := range all[*corev1.ResourceQuota](s) {
		if pods := quota.Spec.Hard[corev1.ResourcePods]; quota.Namespace == box.Name && !pods.IsZero() {
			errs = append(errs, fmt.Errorf("%s has a quota of %s pods", box.Name, pods.String()))
		}
	}
	return errors.Join(errs...)
}

func (s *state) unsettledAgreement(agreement *v1alpha1.OperationAgreement, now time.Time) error {
	verdict, facts := s.verdictOnAgreement(agreement, now)
	errs := []error{tells("agreement "+agreement.Name, agreement.Status.Conditions, agreement.Generation, verdict)}
	for _, input := range verdict.Inputs {
		resource := facts.Resources[input.Resource].Get()
		if resource == nil {
			continue
		}
		want := verdict.Force == authorization.InForce && input.Force == authorization.InForce
		route, there := one[*networkingv1.NetworkPolicy](s, agreement.Namespace, sandbox.AllowName(agreement.UID, resource.UID))
		if is := there && len(route.Spec.Ingress) > 0; is != want {
			errs = append(errs, fmt.Errorf("the route of %s to %s is open: %v, want %v", agreement.Name, input.Resource, is, want))
		}
	}
	return errors.Join(errs...)
}

// orphans are cohorts and routes that stand open and whose agreement is gone, or
// the resource that they lead to.
func (s *state) orphans() error {
	known := map[string]bool{}
	for _, resource := range all[*v1alpha1.DataResource](s) {
		known[string(resource.UID)] = true
	}
	for _, agreement := range all[*v1alpha1.OperationAgreement](s) {
		known[string(agreement.UID)] = true
	}
	var errs []error
	for _, role := range all[*rbacv1.ClusterRole](s) {
		if !known[role.Labels[v1alpha1.AgreementUIDLabel]] && len(role.Rules) > 0 {
			errs = append(errs, fmt.Errorf("cohort %s has rules, and no agreement", role.Name))
		}
	}
	for _, policy := range all[*networkingv1.NetworkPolicy](s) {
		leads := known[policy.Labels[v1alpha1.AgreementUIDLabel]] && known[policy.Labels[v1alpha1.ResourceUIDLabel]]
		if policy.Labels[v1alpha1.PartLabel] == sandbox.PartAllow && !leads && len(policy.Spec.Ingress) > 0 {
			errs = append(errs, fmt.Errorf("route %s is open, and has no agreement or no resource", policy.Name))
		}
	}
	return errors.Join(errs...)
}

// undecided are Decisions of which nothing was said yet.
func (s *state) undecided() error {
	for _, d := range all[*v1alpha1.Decision](s) {
		if meta.FindStatusCondition(d.Status.Conditions, v1alpha1.CountsCondition) == nil {
			return fmt.Errorf("nothing is said of Decision %s", d.Name)
		}
	}
	return nil
}

// unprotected says that pods with these labels are selected by no policy for
// ingress, so that everybody may reach them.
func (s *state) unprotected(namespace string, labels map[string]string) error {
	for _, policy := range all[*networkingv1.NetworkPolicy](s) {
		if policy.Namespace == namespace && isolates(policy, labels) {
			return nil
		}
	}
	return fmt.Errorf("no policy isolates the pods %v of %s", labels, namespace)
}

func isolates(policy *networkingv1.NetworkPolicy, pod map[string]string) bool {
	selector, err := metav1.LabelSelectorAsSelector(&policy.Spec.PodSelector)
	if err != nil || !selector.Matches(labelSet(pod)) {
		return false
	}
	return slices.Contains(policy.Spec.PolicyTypes, networkingv1.PolicyTypeIngress)
}
