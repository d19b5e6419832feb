// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// tale is a record that is made by hand: of the grant g over visits and labs, of
// which the latter are served through a Service.
type tale struct {
	t        *testing.T
	revision uint64
	// base is how it stood, record what came since.
	base, record []*change

	grant                  *v1alpha1.DeveloperGrant
	agreement              *v1alpha1.OperationAgreement
	resource, laboratories *v1alpha1.DataResource
	suspends               *v1alpha1.Decision

	box                                         *corev1.Namespace
	room, door                                  *rbacv1.RoleBinding
	role                                        *rbacv1.ClusterRole
	quota                                       *corev1.ResourceQuota
	egress, labs, route, baseline, labsBaseline *networkingv1.NetworkPolicy
}

// told is when everything in a tale happens.
var told = builder.Instant("2026-06-01T00:00:00Z")

// standing is a domain in which the grant is in force, at rest.
func standing(t *testing.T) *tale {
	t.Helper()
	x := &tale{
		t:            t,
		grant:        builder.Grant("g").Under("health").Input("visits").Input("labs").Term("2026-01-01", "2026-12-31").Obj(),
		agreement:    builder.Agreement("health").Over("visits", "labs").Term("2026-01-01", "2026-12-31").Obj(),
		resource:     builder.Resource("visits").Obj(),
		laboratories: builder.Resource("labs").Service("labs", 5432).OtherConsumers(reports).Obj(),
	}
	x.suspends = x.act("s").Suspends(onGrant, "g").Obj()
	facts := []client.Object{
		builder.Jurisdiction("demo", 1).Obj(), builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(), builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		x.holder("developer", "colleague"), builder.Class(builder.StandardClass).Obj(), builder.Service("labs").Obj(),
		x.resource, x.laboratories, x.agreement, x.grant,
	}
	x.put(facts...).make().tell()
	x.base, x.record = x.record, nil
	return x
}

// make puts what a grant in force has.
func (x *tale) make() *tale {
	verdict, facts := x.state().verdict(x.grant, told)
	plan := sandbox.PlanGrant(facts, verdict)
	if plan.Namespace == nil {
		x.t.Fatalf("the grant is not in force: %s", verdict.Message())
	}
	x.box, x.role = plan.Namespace, plan.Role
	x.door, x.room = plan.Access[0].(*rbacv1.RoleBinding), plan.Access[1].(*rbacv1.RoleBinding)
	for _, o := range plan.Guards {
		switch o := o.(type) {
		case *corev1.ResourceQuota:
			x.quota = o
		case *networkingv1.NetworkPolicy:
			switch o.Labels[v1alpha1.ResourceUIDLabel] {
			case string(x.resource.UID):
				x.egress = o
			case string(x.laboratories.UID):
				x.labs = o
			}
		}
	}
	for _, resource := range []*v1alpha1.DataResource{x.resource, x.laboratories} {
		target, _ := sandbox.TargetOf(facts, resource)
		baseline, route := sandbox.Baseline(resource, target), sandbox.Allow(x.agreement.UID, resource, target, true)
		if resource == x.resource {
			x.baseline, x.route = baseline, route
		} else {
			x.labsBaseline = baseline
			route = selectsNone(route) // so that the baseline alone isolates
		}
		x.put(baseline, route)
	}
	return x.put(x.role).open()
}

// open puts the sandbox as it is in force, and cut as it is once it was cut.
func (x *tale) open() *tale { return x.put(x.box, x.egress, x.labs, x.quota, x.door, x.room) }

func (x *tale) cut() *tale {
	empty := marked(x.quota)
	empty.Spec.Hard = sandbox.EmptyQuota()
	x.put(frozen(x.box)).gone(x.room).gone(x.door)
	return x.put(marked(shut(x.egress)), marked(shut(x.labs)), empty)
}

// tell has the grant, the agreement and the acts say what the verdicts are.
func (x *tale) tell() *tale {
	now := x.state()
	verdict, _ := now.verdict(x.grant, told)
	grant := x.grant.DeepCopy()
	grant.Status.Inputs = conditions.Inputs(verdict)
	ready := conditions.Is(v1alpha1.SandboxReadyCondition, true, v1alpha1.OpenReason, "")
	grant.Status.Conditions = append(says(verdict), conditions.Set(nil, 1, told, ready)...)
	agreement := x.agreement.DeepCopy()
	verdict, _ = now.verdictOnAgreement(agreement, told)
	agreement.Status.Conditions = says(verdict)
	return x.put(grant, agreement)
}

func says(verdict authorization.Verdict) []metav1.Condition {
	progress, reason, message := conditions.Of(verdict)
	return conditions.Set(nil, 1, told, append([]conditions.State{conditions.Active(verdict)}, conditions.Ready(progress, reason, message)...)...)
}

func (x *tale) holder(people ...string) *v1alpha1.Organization {
	b := builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper)
	for _, name := range people {
		b = b.User(name)
	}
	return b.Obj()
}

// act is an act of the bureau; each is said to count.
func (x *tale) act(name string) *builder.DecisionBuilder {
	return builder.Decision(name).UID(builder.UIDOf("Decision", builder.Domain, name))
}

func (x *tale) lifts() *v1alpha1.Decision { return x.act("l").On("2026-04-01").Lifts(x.suspends).Obj() }

// isolates is a baseline of labs for other pods.
func (x *tale) isolates(app string) *networkingv1.NetworkPolicy {
	policy := x.labsBaseline.DeepCopy()
	policy.Name += "-" + app
	policy.Spec.PodSelector.MatchLabels = map[string]string{"app": app}
	return policy
}

// put records that objects were written, and gone that one was deleted.
func (x *tale) put(objects ...client.Object) *tale {
	for _, o := range objects {
		if d, ok := o.(*v1alpha1.Decision); ok && d.Name != "n" {
			d.Status.Conditions = conditions.Set(nil, 1, told, conditions.Is(v1alpha1.CountsCondition, true, v1alpha1.EffectiveReason, ""))
		}
		x.note(o, false)
	}
	return x
}

func (x *tale) gone(o client.Object) *tale {
	x.note(o, true)
	return x
}

func (x *tale) note(o client.Object, deleted bool) {
	x.t.Helper()
	x.revision++
	o = o.DeepCopyObject().(client.Object)
	o.SetResourceVersion(strconv.FormatUint(x.revision, 10))
	raw, err := json.Marshal(o)
	if err != nil {
		x.t.Fatal(err)
	}
	for kind, prototype := range prototypes {
		if reflect.TypeOf(prototype) != reflect.TypeOf(o) {
			continue
		}
		c, err := newChange(kind, deleted, raw)
		if err != nil {
			x.t.Fatal(err)
		}
		c.seen = told.Add(time.Duration(x.revision) * time.Millisecond) //nolint:gosec // a few dozen
		x.record = append(x.record, c)
		return
	}
	x.t.Fatalf("no kind of %T is judged", o)
}

func (x *tale) state() *state {
	x.t.Helper()
	now, err := stateOf(append(append([]*change(nil), x.base...), x.record...))
	if err != nil {
		x.t.Fatal(err)
	}
	return now
}

func (x *tale) unsettled() error { return x.state().unsettled(told) }

func (x *tale) isAtRest(when string) *tale {
	x.t.Helper()
	if err := x.unsettled(); err != nil {
		x.t.Errorf("%s: %v", when, err)
	}
	return x
}

func (x *tale) judge() *replay {
	x.t.Helper()
	judged, err := judge(x.base, x.record)
	if err != nil {
		x.t.Fatal(err)
	}
	return judged
}

// finds asserts that the record is violated as wanted, or, with nothing wanted,
// by nothing that says so much.
func (x *tale) finds(check, want string) {
	x.t.Helper()
	found := strings.Join(x.judge().found, "\n")
	switch {
	case want != "" && !strings.Contains(found, want):
		x.t.Errorf("found %q, want %s", found, want)
	case want == "" && found != "" && strings.Contains(found, check):
		x.t.Errorf("found %s, want nothing", found)
	}
}
