// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// Role is a cohort's ClusterRole, filled with the class's rules.
func Role(cohort Cohort, class *v1alpha1.SandboxClass) *rbacv1.ClusterRole {
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{
		Name: cohort.RoleName(),
		Labels: map[string]string{
			v1alpha1.PartLabel:         PartRoom,
			v1alpha1.AgreementUIDLabel: string(cohort.Agreement),
		},
		Annotations: map[string]string{
			v1alpha1.NotAfterAnnotation: cohort.Ends.UTC().Format(time.RFC3339Nano),
			v1alpha1.ClassAnnotation:    class.Name,
		},
	}}
	for _, rule := range class.Spec.Rules {
		verbs := make([]string, len(rule.Verbs))
		for i, v := range rule.Verbs {
			verbs[i] = string(v)
		}
		group := ""
		if rule.APIGroup != nil {
			group = *rule.APIGroup
		}
		role.Rules = append(role.Rules, rbacv1.PolicyRule{APIGroups: []string{group}, Resources: rule.Resources, Verbs: verbs})
	}
	return role
}

// account is a ServiceAccount whose token is mounted nowhere.
func (b builder) account(name string) Object {
	mount := false
	return &corev1.ServiceAccount{ObjectMeta: b.meta(name, PartAccount), AutomountServiceAccountToken: &mount}
}

// door gives the holder's people their one right: to ask for a token of the
// developer account.
func (b builder) door() Object {
	binding := &rbacv1.RoleBinding{
		ObjectMeta: b.meta(DoorName, PartDoor),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: DoorName},
	}
	binding.Subjects = People(b.grant, b.holder)
	return binding
}

// People are whom the door of a grant lets in, as a binding names them: those of
// its holder, and where it designates persons 专人, of them these alone.
func People(grant *v1alpha1.DeveloperGrant, holder *v1alpha1.Organization) []rbacv1.Subject {
	var subjects []rbacv1.Subject
	for _, s := range holder.Spec.Subjects {
		if len(grant.Spec.Subjects) > 0 && !slices.Contains(grant.Spec.Subjects, s) {
			continue
		}
		subject := rbacv1.Subject{Kind: string(s.Kind), Name: s.Name}
		if s.Kind == v1alpha1.SubjectServiceAccount {
			subject.Namespace = s.Namespace
		} else {
			subject.APIGroup = rbacv1.GroupName
		}
		subjects = append(subjects, subject)
	}
	return subjects
}

// Outside are those whom a grant designates and its holder does not list: nobody
// lets them in.
func Outside(grant *v1alpha1.DeveloperGrant, holder *v1alpha1.Organization) []v1alpha1.Subject {
	return slices.DeleteFunc(slices.Clone(grant.Spec.Subjects), func(s v1alpha1.Subject) bool {
		return slices.Contains(holder.Spec.Subjects, s)
	})
}

// Staying are those of a door whom the grant lets in still, and whether anybody
// else is in it. It lets nobody in.
func Staying(door *rbacv1.RoleBinding, grant *v1alpha1.DeveloperGrant, holder *v1alpha1.Organization) (stay []rbacv1.Subject, left bool) {
	belong := People(grant, holder)
	for _, subject := range door.Subjects {
		if slices.Contains(belong, subject) {
			stay = append(stay, subject)
		}
	}
	return stay, len(stay) < len(door.Subjects)
}

// room gives the developer account, never a person, the cohort's rules.
func (b builder) room(cohort Cohort) Object {
	return &rbacv1.RoleBinding{
		ObjectMeta: b.meta(RoomName, PartRoom),
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: cohort.RoleName()},
		Subjects:   []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Namespace: NamespaceName(b.grant.UID), Name: DeveloperName}},
	}
}

// config tells the developer what was granted, until when, and what to do.
func (b builder) config() Object {
	return &corev1.ConfigMap{ObjectMeta: b.meta(GrantConfigName, PartGrant), Data: map[string]string{
		"grant":     b.grant.Namespace + "/" + b.grant.Name,
		"agreement": b.agreement.Name,
		"holder":    fmt.Sprintf("%s (%s)", b.holder.Spec.DisplayName, b.holder.Name),
		"scenario":  b.grant.Spec.Scenario.Name,
		"purpose":   b.grant.Spec.Scenario.Description,
		"until":     b.verdict.Interval.NotAfter.UTC().Format(time.RFC3339),
		"inputs":    b.inputs(),
		"rules":     "Raw data never leaves this namespace. Pods run as the service account " + WorkloadName + ". What you make leaves only after review: hand its image or artifact, by digest, to the operator of the agreement.",
	}}
}

func (b builder) inputs() string {
	var lines []string
	for i, input := range b.verdict.Inputs {
		resource := b.facts.Resources[input.Resource].Get()
		if resource == nil || input.Force != authorization.InForce {
			continue
		}
		line := fmt.Sprintf("%s: %s", input.Resource, address(resource))
		if fields := b.grant.Spec.Inputs[i].Fields; len(fields) > 0 {
			line += " fields " + strings.Join(fields, ", ")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// address says where a resource is reached from a sandbox.
func address(resource *v1alpha1.DataResource) string {
	endpoint := resource.Spec.Endpoint
	switch {
	case endpoint.Service != nil:
		return fmt.Sprintf("%s.%s.svc:%d", endpoint.Service.Name, resource.Namespace, endpoint.Service.Port)
	case endpoint.CIDR != nil:
		return endpoint.CIDR.Block
	case endpoint.Pods != nil:
		labels := make([]string, 0, len(endpoint.Pods.MatchLabels))
		for k, v := range endpoint.Pods.MatchLabels {
			labels = append(labels, k+"="+v)
		}
		slices.Sort(labels)
		return "pods " + strings.Join(labels, ",") + " in " + resource.Namespace
	}
	return ""
}
