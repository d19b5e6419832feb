// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// The checks are worth what they find: each is given a record that is bad in one
// way, made by hand, and must find that and nothing where there is none.

// TestAGoodRecordIsNotViolated has a grant suspended, cut, lifted and opened.
func TestAGoodRecordIsNotViolated(t *testing.T) {
	x := standing(t)
	x.isAtRest("open")
	x.put(x.suspends).cut().tell().isAtRest("cut")
	x.put(x.lifts()).open().tell().isAtRest("open again")
	x.finds("", "")
	if judged := x.judge(); judged.revisions == 0 || judged.longest > mostWrites {
		t.Errorf("%d revisions were judged, the longest run is %d", judged.revisions, judged.longest)
	}
}

// TestWhatIsNotAsTheVerdictHasItIsFound is check (a).
func TestWhatIsNotAsTheVerdictHasItIsFound(t *testing.T) {
	denied := func(x *tale) *tale { return x.put(x.suspends).cut() }
	tests := map[string]struct {
		bad  func(x *tale) *tale
		want string
	}{
		"an act that nobody followed":     {func(x *tale) *tale { return x.put(x.suspends) }, "is closed by"},
		"a room that is left":             {func(x *tale) *tale { return denied(x).put(x.room) }, "RoleBinding " + sandbox.RoomName},
		"a door that is left":             {func(x *tale) *tale { return denied(x).put(x.door) }, "RoleBinding " + sandbox.DoorName},
		"a label of an input":             {func(x *tale) *tale { return denied(x).put(marked(x.box)) }, "has the label"},
		"a sandbox that is not marked":    {func(x *tale) *tale { return denied(x).put(x.box) }, "is closed by"},
		"an egress that is left":          {func(x *tale) *tale { return denied(x).put(x.egress) }, "has the egress"},
		"a quota that is left":            {func(x *tale) *tale { return denied(x).put(x.quota) }, "has a quota"},
		"a pod that is left":              {func(x *tale) *tale { return denied(x).put(pod(x.box.Name)) }, "has the pod"},
		"what is said of a grant":         {denied, "Active is True"},
		"no room":                         {func(x *tale) *tale { return x.gone(x.room) }, "has no room"},
		"no door":                         {func(x *tale) *tale { return x.gone(x.door) }, "has no door"},
		"no way to an input":              {func(x *tale) *tale { return x.put(shut(x.egress)) }, "is open: false, want true"},
		"no route":                        {func(x *tale) *tale { return x.put(shut(x.route)) }, "the route of health"},
		"no sandbox":                      {func(x *tale) *tale { return x.gone(x.box) }, "has no sandbox"},
		"who does not belong":             {func(x *tale) *tale { return x.put(x.holder("colleague")) }, "lets in"},
		"who is not let in":               {func(x *tale) *tale { return x.put(x.holder("developer", "colleague", "another")) }, "lets in"},
		"pods that nothing isolates":      {func(x *tale) *tale { return x.gone(x.baseline).put(selectsNone(x.route)) }, "no policy isolates"},
		"a cohort of no agreement":        {func(x *tale) *tale { return x.put(withLabel(x.role, v1alpha1.AgreementUIDLabel, "gone")) }, "has rules, and no agreement"},
		"a route of no agreement":         {func(x *tale) *tale { return x.put(withLabel(x.route, v1alpha1.AgreementUIDLabel, "gone")) }, "has no agreement or no resource"},
		"a route to no resource":          {func(x *tale) *tale { return x.put(withLabel(x.route, v1alpha1.ResourceUIDLabel, "gone")) }, "has no agreement or no resource"},
		"a baseline of no resource":       {func(x *tale) *tale { return x.gone(x.laboratories) }, "lets somebody in, and its DataResource is gone"},
		"a baseline of other pods":        {moved, "lets somebody in, and other pods serve"},
		"one that lets in others":         {func(x *tale) *tale { return x.put(letting(x.labsBaseline, "others")) }, "lets somebody in, and DataResource labs does not ask"},
		"one that keeps readers out":      {func(x *tale) *tale { return x.put(shut(x.labsBaseline)) }, "keeps out whom DataResource labs lets in"},
		"an act of which nothing is told": {func(x *tale) *tale { return x.put(builder.Decision("n").Halts(onGrant, "other").Obj()) }, "nothing is said of Decision"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			x := tc.bad(standing(t))
			if err := x.unsettled(); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("found %v, want %s", err, tc.want)
			}
		})
	}
}

// TestAnOpeningOverACutIsFound is check (b).
func TestAnOpeningOverACutIsFound(t *testing.T) {
	const over = "is opened, over the cut"
	suspended := func(x *tale) *tale { return x.put(x.suspends).cut() }
	agreed := func(x *tale) *tale {
		return x.put(x.act("a").Suspends(onLink, "health").Obj()).cut().put(marked(shut(x.route)), marked(emptied(x.role)))
	}
	tests := map[string]struct {
		opened func(x *tale) *tale
		want   string
	}{
		"a sandbox":              {func(x *tale) *tale { return suspended(x).put(x.box) }, over},
		"an egress policy":       {func(x *tale) *tale { return suspended(x).put(x.egress) }, over},
		"that keeps its mark":    {func(x *tale) *tale { return suspended(x).put(marked(x.egress)) }, over},
		"a quota":                {func(x *tale) *tale { return suspended(x).put(x.quota) }, over},
		"a quota, with its mark": {func(x *tale) *tale { return suspended(x).put(marked(x.quota)) }, over},
		"a cohort":               {func(x *tale) *tale { return agreed(x).put(x.role) }, over},
		"a route":                {func(x *tale) *tale { return agreed(x).put(x.route) }, over},
		"after a Lift":           {func(x *tale) *tale { return suspended(x).put(x.lifts()).open() }, ""},
		"after what it rests on changed": {func(x *tale) *tale {
			return suspended(x).put(x.lifts(), x.act("t").Suspends(onGrant, "g").Obj(), x.egress)
		}, ""},
		"of one input, the other": {func(x *tale) *tale {
			return x.put(x.act("p").Suspends(onGrant, "g").Only("visits").Obj(), marked(shut(x.egress)), marked(shut(x.labs)), x.labs)
		}, ""},
		"of the input": {func(x *tale) *tale {
			return x.put(x.act("p").Suspends(onGrant, "g").Only("visits").Obj(), marked(shut(x.egress)), x.egress)
		}, over},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { tc.opened(standing(t)).finds(over, tc.want) })
	}
}

// TestASandboxThatIsPurgedIsToBe is check (e).
func TestASandboxThatIsPurgedIsToBe(t *testing.T) {
	const deleted = "it is deleted"
	before, after := told.Add(-time.Hour).Format(time.RFC3339), told.Add(time.Hour).Format(time.RFC3339)
	tests := map[string]struct {
		until    string
		disposed bool
		mark     func(by *v1alpha1.Decision) string
		want     string
	}{
		"after its retention, by an act": {before, true, func(by *v1alpha1.Decision) string { return by.Name + " " + string(by.UID) }, ""},
		"within its retention":           {after, true, func(by *v1alpha1.Decision) string { return by.Name + " " + string(by.UID) }, "is to be kept"},
		"of which nobody decided":        {before, false, func(*v1alpha1.Decision) string { return "d 1" }, "is to be kept"},
		"without a mark":                 {before, true, func(*v1alpha1.Decision) string { return "" }, "and marked by \"\""},
		"with the mark of another act":   {before, true, func(*v1alpha1.Decision) string { return "e 1" }, "and marked by \"e 1\""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			x := standing(t)
			x.put(x.act("e").Terminates(onGrant, "g").Obj()).cut()
			box := frozen(x.box)
			box.Annotations[v1alpha1.RetainedUntilAnnotation] = tc.until
			dispose := x.act("d").Disposes(box.Name).On(told.Add(-time.Minute).Format(time.RFC3339)).Obj()
			if tc.disposed {
				x.put(dispose)
			}
			if mark := tc.mark(dispose); mark != "" {
				box.Annotations[v1alpha1.PurgeAnnotation] = mark
			}
			x.put(box)
			stands := x.state().unpurged(told)
			if due := tc.disposed && tc.until == before; due != (stands != nil) {
				t.Errorf("that it stands is told as %v, want one: %v", stands, due)
			}
			goes := box.DeepCopy()
			goes.DeletionTimestamp, goes.Finalizers = &metav1.Time{Time: told}, []string{"x"}
			x.put(goes).finds(deleted, tc.want)
		})
	}
}

// TestAccessThatOutlivesWritesIsFound is check (c).
func TestAccessThatOutlivesWritesIsFound(t *testing.T) {
	const still = "is still there after"
	tests := map[string]struct {
		bad  func(x *tale) *tale
		want string
	}{
		"a room after three writes":   {func(x *tale) *tale { return x.put(x.suspends, x.room, x.room, x.room) }, still},
		"a room after two":            {func(x *tale) *tale { return x.put(x.suspends, x.room, x.room) }, ""},
		"a door":                      {func(x *tale) *tale { return x.put(x.suspends, x.door, x.box, x.door) }, still},
		"a way to data":               {func(x *tale) *tale { return x.put(x.suspends, x.egress, x.route, x.box) }, still},
		"who does not belong":         {func(x *tale) *tale { return x.put(x.holder("colleague"), x.door, x.door, x.door) }, still},
		"writes while it is in force": {func(x *tale) *tale { return x.put(x.room, x.room, x.room, x.room) }, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { tc.bad(standing(t)).finds(still, tc.want) })
	}
}

// TestDataThatIsLaidBareIsFound is check (d).
func TestDataThatIsLaidBareIsFound(t *testing.T) {
	const bare = "no policy isolates"
	tests := map[string]struct {
		bad  func(x *tale) *tale
		want string
	}{
		"a baseline that goes while the route selects nothing": {func(x *tale) *tale { return x.put(selectsNone(x.route)).gone(x.baseline) }, bare},
		"one that isolates others":                             {func(x *tale) *tale { return x.put(selectsNone(x.route), selectsNone(x.baseline)) }, bare},
		"one that goes while another policy selects":           {func(x *tale) *tale { return x.gone(x.baseline) }, ""},
		"the pods that a Service led to before":                {func(x *tale) *tale { return moved(x).gone(x.labsBaseline) }, bare},
		"those that it leads to now":                           {func(x *tale) *tale { return moved(x).gone(x.isolates("elsewhere")) }, bare},
		"a Service that moves":                                 {moved, ""},
		"the pods of a resource that is gone":                  {func(x *tale) *tale { return x.put(selectsNone(x.route)).gone(x.resource).gone(x.baseline) }, bare},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { tc.bad(standing(t)).finds(bare, tc.want) })
	}
}

// TestABaselineThatIsWidenedIsFound is check (f).
func TestABaselineThatIsWidenedIsFound(t *testing.T) {
	const more = "it lets in more than it did"
	suspended := func(x *tale) *tale { return x.put(x.act("d").Suspends(onData, "labs").Obj()) }
	closed := func(x *tale) *tale { return x.put(shut(x.labsBaseline)) }
	tests := map[string]struct {
		bad  func(x *tale) *tale
		want string
	}{
		"of a resource that is gone":       {func(x *tale) *tale { return closed(x).gone(x.laboratories).put(x.labsBaseline) }, more},
		"of one that is suspended":         {func(x *tale) *tale { return suspended(closed(x)).put(x.labsBaseline) }, more},
		"that there was not, of suspended": {func(x *tale) *tale { return suspended(x.gone(x.labsBaseline)).put(x.labsBaseline) }, more},
		"of other pods":                    {func(x *tale) *tale { return moved(closed(x)).put(x.labsBaseline) }, more},
		"to whom nobody asked for":         {func(x *tale) *tale { return x.put(letting(x.labsBaseline, "others")) }, more},
		"while it stood open":              {func(x *tale) *tale { return suspended(x).put(letting(x.labsBaseline, "others")) }, more},
		"that keeps what it lets in":       {func(x *tale) *tale { return suspended(x).put(x.labsBaseline) }, ""},
		"that lets in less":                {func(x *tale) *tale { return closed(suspended(x)) }, ""},
		"of one in force":                  {func(x *tale) *tale { return closed(x).put(x.labsBaseline) }, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { tc.bad(standing(t)).finds(more, tc.want) })
	}
}

// What a writer makes of an object.

// moved has the Service of labs lead to other pods, which a policy isolates.
func moved(x *tale) *tale {
	service := builder.Service("labs").Selecting(map[string]string{"app": "elsewhere"}).Obj()
	return x.put(service, shut(x.isolates("elsewhere")))
}

// letting is a policy that lets in pods of a label app, too.
func letting(policy *networkingv1.NetworkPolicy, app string) *networkingv1.NetworkPolicy {
	open := policy.DeepCopy()
	peer := networkingv1.NetworkPolicyPeer{PodSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": app}}}
	open.Spec.Ingress = append(open.Spec.Ingress, networkingv1.NetworkPolicyIngressRule{From: []networkingv1.NetworkPolicyPeer{peer}})
	return open
}

func marked[T client.Object](o T) T {
	changed := o.DeepCopyObject().(T)
	changed.SetAnnotations(with(changed.GetAnnotations(), v1alpha1.ClosedByAnnotation, "Suspended 0 at 1"))
	return changed
}

func withLabel[T client.Object](o T, label, value string) T {
	changed := o.DeepCopyObject().(T)
	changed.SetLabels(with(changed.GetLabels(), label, value))
	return changed
}

func with(of map[string]string, key, value string) map[string]string {
	out := map[string]string{key: value}
	for k, v := range of {
		if k != key {
			out[k] = v
		}
	}
	return out
}

func shut(policy *networkingv1.NetworkPolicy) *networkingv1.NetworkPolicy {
	shut := policy.DeepCopy()
	shut.Spec.Ingress, shut.Spec.Egress = nil, nil
	return shut
}

func selectsNone(policy *networkingv1.NetworkPolicy) *networkingv1.NetworkPolicy {
	other := policy.DeepCopy()
	other.Spec.PodSelector.MatchLabels = map[string]string{"app": "none"}
	return other
}

func emptied(role *rbacv1.ClusterRole) *rbacv1.ClusterRole {
	empty := role.DeepCopy()
	empty.Rules = nil
	return empty
}

func frozen(box *corev1.Namespace) *corev1.Namespace {
	closed := marked(box)
	closed.Annotations[v1alpha1.FrozenAnnotation] = closed.Annotations[v1alpha1.ClosedByAnnotation]
	for label := range closed.Labels {
		if strings.HasPrefix(label, v1alpha1.InputLabelPrefix) {
			delete(closed.Labels, label)
		}
	}
	return closed
}
