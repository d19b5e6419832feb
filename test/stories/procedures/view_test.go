// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"slices"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// link is what a cluster shows of one link of the chain: its status, and what
// the cluster holds for it.
type link struct {
	v1alpha1.ProcedureReport

	subject v1alpha1.DecisionSubject
	// active is the condition Active; its Status is empty where the kind has
	// none.
	active conditions.State
	// duties is the condition DutiesDone; its Status is empty of an organisation,
	// of which its roles alone are told.
	duties conditions.State
	// effective is the term of a grant or agreement inside those above it.
	effective *v1alpha1.Interval
	// inputs are those of a grant.
	inputs []v1alpha1.InputStatus
	// open are the data whose pods let the sandboxes of an agreement in.
	open []string
	box  *box
}

// box is what a cluster holds for a grant. The zero box is none.
type box struct {
	made, closed bool
	// ways are the data that it is let out to, doors who may come in.
	ways, doors []string
	notAfter    time.Time
}

// proven are guards that hold.
type proven struct{}

func (proven) Guards() authorization.Guards { return authorization.Guards{Proven: true} }

// facts are what is known of a subject, read as the operator reads a cluster.
func (d *domain) facts(subject v1alpha1.DecisionSubject) *authorization.Facts {
	d.t.Helper()
	asked := &v1alpha1.Decision{}
	asked.Namespace = d.namespace
	asked.Spec.Subject.DecisionSubject, asked.Spec.Jurisdiction = subject, v1alpha1.ObjectName(d.edition.Name)
	if subject.Kind == v1alpha1.OnOrganization {
		asked.Namespace = v1alpha1.RegistryNamespace
	}
	facts, err := kube.Observer{Reader: d.reader(), Guards: proven{}}.Subject(d.t.Context(), asked)
	if err != nil {
		d.t.Fatalf("observe %s %s: %v", subject.Kind, subject.Name, err)
	}
	return facts
}

// verdict is the answer on a link, with what it rests on.
func (d *domain) verdict(subject v1alpha1.DecisionSubject, now time.Time) (*authorization.Facts, authorization.Verdict) {
	f := d.facts(subject)
	switch subject.Kind {
	case v1alpha1.OnImplementationPlan:
		return f, authorization.DecidePlan(f, subject.Name, now)
	case v1alpha1.OnSelection:
		return f, authorization.DecideSelection(f, subject.Name, now)
	case v1alpha1.OnOperationAgreement:
		return f, authorization.DecideAgreement(f, now)
	case v1alpha1.OnDeveloperGrant:
		return f, authorization.DecideGrant(f, now)
	case v1alpha1.OnDataResource:
		return f, authorization.DecideResource(f, subject.Name, now)
	case v1alpha1.OnObjection:
		return f, authorization.DecideObjection(f, now)
	}
	return f, authorization.DecideOrganization(f, subject.Name, now)
}

// shows is what a cluster would show of a subject at an instant.
func (d *domain) shows(subject v1alpha1.DecisionSubject, now time.Time) link {
	f, v := d.verdict(subject, now)
	l := link{subject: subject, active: conditions.Active(v), ProcedureReport: conditions.Awaiting(v, f.Proceedings(subject, now))}
	switch subject.Kind {
	case v1alpha1.OnOperationAgreement:
		l.effective, l.inputs, l.open = conditions.Effective(v.Interval), conditions.Inputs(v), routes(f, v)
	case v1alpha1.OnDeveloperGrant:
		l.effective, l.inputs = conditions.Effective(v.Interval), conditions.Inputs(v)
		l.box = d.sandboxed(string(subject.Name), f, v)
	}
	if subject.Kind != v1alpha1.OnOrganization {
		l.duties = conditions.DutiesDone(v, furnished(f, l.box, now).Owing(subject, now))
	}
	return l
}

// furnished are the facts on a grant with its sandbox, where one was made.
func furnished(f *authorization.Facts, is *box, now time.Time) *authorization.Facts {
	if is == nil || !is.made {
		return f
	}
	seen := *f
	seen.Grant = f.Grant.DeepCopy()
	seen.Grant.Status.Sandbox = &v1alpha1.SandboxStatus{OpenedAt: new(metav1.NewTime(now))}
	return &seen
}

// routes are the data whose pods let the sandboxes of an agreement in.
func routes(f *authorization.Facts, v authorization.Verdict) []string {
	var open []string
	for _, name := range v.Open() {
		resource := f.Resources[name].Get()
		if resource == nil {
			continue
		}
		target, ok := sandbox.TargetOf(f, resource)
		if policy := sandbox.Allow(f.Agreement.Get().UID, resource, target, true); ok && policy != nil {
			open = append(open, string(name))
		}
	}
	slices.Sort(open)
	return open
}

// sandboxed is the sandbox of a grant: as it is planned, or frozen once it was
// there.
func (d *domain) sandboxed(grant string, f *authorization.Facts, v authorization.Verdict) *box {
	plan := sandbox.PlanGrant(f, v)
	is := box{made: d.boxes[grant].made}
	is.closed = is.made
	if plan.Namespace != nil {
		is = box{made: true, notAfter: plan.Cohort.Ends}
		for _, guard := range plan.Guards {
			if policy, ok := guard.(*networkingv1.NetworkPolicy); ok && len(policy.Spec.Egress) > 0 {
				is.ways = append(is.ways, leadsTo(f, policy.Name))
			}
		}
		for _, access := range plan.Access {
			if door, ok := access.(*rbacv1.RoleBinding); ok && door.Name == sandbox.DoorName {
				is.doors = doors(door)
			}
		}
		slices.Sort(is.ways)
	}
	d.boxes[grant] = is
	return &is
}

// leadsTo is the resource that an egress policy leads to.
func leadsTo(f *authorization.Facts, policy string) string {
	for name, found := range f.Resources {
		if resource := found.Get(); resource != nil && sandbox.EgressName(resource.UID) == policy {
			return string(name)
		}
	}
	return policy
}

func doors(binding *rbacv1.RoleBinding) []string {
	var who []string
	for _, subject := range binding.Subjects {
		who = append(who, strings.TrimSpace(subject.Kind+" "+subject.Name))
	}
	slices.Sort(who)
	return who
}
