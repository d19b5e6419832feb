// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/tools/events"
	clocktesting "k8s.io/utils/clock/testing"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/reconcile"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/controllers/workcalendar"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/install"
)

// watched is the calendar of the samples on a real API server, reported on by
// the operator's controller under the operator's account, by a clock of ours.
type watched struct {
	*testing.T
	controller *workcalendar.Reconciler
	clock      *clocktesting.FakeClock
	told       *events.FakeRecorder
	client     client.Client
}

const china = "china"

func watchChina(t *testing.T) *watched {
	t.Helper()
	account, err := admin.installation.AccountConfig(t.Context(), install.OperatorAccount)
	if err != nil {
		t.Fatal(err)
	}
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	c, err := client.New(account, client.Options{Scheme: scheme})
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{T: t, clock: clocktesting.NewFakeClock(time.Time{}), told: events.NewFakeRecorder(9), client: c}
	w.controller = &workcalendar.Reconciler{Client: c, Clock: w.clock, Events: w.told}
	return w
}

// on is what is reported on a day, what is told, and when it is looked at next.
func (w *watched) on(instant string) string {
	w.Helper()
	w.clock.SetTime(builder.Instant(instant))
	result, err := w.controller.Reconcile(w.Context(), reconcile.Request{NamespacedName: types.NamespacedName{Name: china}})
	if err != nil {
		w.Fatalf("reconcile on %s: %v", instant, err)
	}
	object := &v1alpha1.WorkCalendar{}
	if err := w.client.Get(w.Context(), types.NamespacedName{Name: china}, object); err != nil {
		w.Fatal(err)
	}
	active := meta.FindStatusCondition(object.Status.Conditions, v1alpha1.ActiveCondition)
	if active == nil || object.Status.ObservedGeneration != object.Generation ||
		!meta.IsStatusConditionTrue(object.Status.Conditions, v1alpha1.ReadyCondition) {
		w.Fatalf("on %s: reported %+v", instant, object.Status)
	}
	horizon := "none"
	if object.Status.Horizon != nil {
		horizon = string(*object.Status.Horizon)
	}
	return fmt.Sprintf("%s %s, known to %s, %s%s", active.Status, active.Reason, horizon, soon(result), w.heard())
}

func soon(result ctrl.Result) string {
	if result.RequeueAfter > 0 && result.RequeueAfter <= 12*time.Hour {
		return "looked at again"
	}
	return "not looked at again"
}

func (w *watched) heard() string {
	select {
	case event := <-w.told.Events:
		kind, rest, _ := strings.Cut(event, " ")
		reason, _, _ := strings.Cut(rest, " ")
		return ", told " + kind + " " + reason
	default:
		return ""
	}
}

// next is the year after the last that the samples know, which no notice has
// given its days yet: those here are made up.
const next = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: WorkCalendar
metadata: {name: china}
spec:
  timeZone: Asia/Shanghai
  years:
  - year: 2027
    document: {number: a notice for this test, title: Days that nobody announced}
    holidays: [{name: 元旦, daysOff: ["2027-01-01"]}]
`

// TestAYearIsAddedByApplying takes a clock past the last year that the shipped
// calendar knows, and adds the next as a user does.
func TestAYearIsAddedByApplying(t *testing.T) {
	w := watchChina(t)
	check := func(instant, want string) {
		t.Helper()
		if diff := cmp.Diff(want, w.on(instant)); diff != "" {
			t.Errorf("on %s (-want +got):\n%s", instant, diff)
		}
	}
	check("2026-05-01T00:00:00+08:00", "True InForce, known to 2026-12-31, looked at again")
	check("2026-11-14T23:59:59+08:00", "True InForce, known to 2026-12-31, looked at again")
	check("2026-11-15T00:00:00+08:00", "True NextYearUnknown, known to 2026-12-31, looked at again, told Warning NextYearUnknown")
	check("2026-12-31T23:59:59+08:00", "True NextYearUnknown, known to 2026-12-31, looked at again")
	check("2027-01-01T00:00:00+08:00", "False UnknownYear, known to none, looked at again, told Warning UnknownYear")
	if out, err := admin.run(next, "apply", "--server-side", "--field-manager=the-year-2027", "-f", "-"); err != nil {
		t.Fatalf("add 2027: %v\n%s", err, out)
	}
	check("2027-01-02T00:00:00+08:00", "True InForce, known to 2027-12-31, looked at again, told Normal InForce")
	// Whoever gave a year does not take it back by leaving it out.
	_, err := admin.run(strings.ReplaceAll(next, "2027", "2028"), "apply", "--server-side", "--field-manager=the-year-2027", "-f", "-")
	if err == nil || !strings.Contains(err.Error(), "year 2027 was given and cannot be taken back") {
		t.Errorf("2027 was left out: got %v, want a refusal that names the year", err)
	}
}
