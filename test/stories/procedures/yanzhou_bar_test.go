// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// E29: a unit revoked 2025-05-10 may apply from 2028-05-11.
func TestYanzhouBar(t *testing.T) {
	yanzhouBar(t, home).compare(t, "yanzhou-bar")
}

func yanzhouBar(t *testing.T, at place) *story {
	t.Helper()
	d := yanzhou(t, at).underColdChain()
	d.put(freightCredit).developing(freightCredit, "weifang-analytics").committed(freightCredit, "weifang-analytics", "2025-03-07")
	s := tell(d, "Barred for three years 3年内不得重新申请", "Who was revoked for unlawful use of the data may not apply anew for three years, from the day after the\nrevocation to its third anniversary (YZ-3.退出.2, YZ-3.退出.8, D15).", freightCredit).after("2025-05-09 12:00")
	bare := d.act(freightCredit, "agreement-end/end", v1alpha1.ActionTerminate, "yz-data-group", "2025-05-09", ground("YZ-3.退出.2"), papers("ground"))
	s.at("2025-05-09 12:00", "The operator wants the developer out for unlawful use. That is for the authority alone.")
	s.fails(bare, "2025-05-09 12:00", v1alpha1.NotEntitledReason, "YZ-3.退出.0")
	d.act(freightCredit, "agreement-end/end", v1alpha1.ActionTerminate, "yz-data-bureau", "2025-05-10", ground("YZ-3.退出.2"), papers("ground"))
	s.at("2025-05-10 12:00", "The authority revokes it.")
	s.stands(freightCredit, "2025-05-10 12:00", v1alpha1.TerminatedReason, "YZ-3.退出.0")

	const again = "Selection/developer-call-2"
	later := d.prolonged("2026-12-01")
	another(d, developerCall, "developer-call-2", func(c *v1alpha1.Selection) {
		c.Spec.Jurisdiction, c.Spec.Agreement, c.Spec.ApplicationWindow = later, "", &v1alpha1.Term{From: "2028-05-08", To: "2028-05-19"}
	})
	s.turnTo(again)
	for _, by := range []string{"yz-data-bureau", "yz-data-group"} {
		d.act(again, "developer-selection/notice", v1alpha1.ActionPublish, by, "2028-05-08")
	}
	plans := append([]v1alpha1.PointName{"qualification", "preliminaryPlan"}, eligible...)
	barred := d.act(again, "developer-selection/apply", v1alpha1.ActionApply, "weifang-analytics", "2028-05-10", papers(plans...))
	s.at("2028-05-10 12:00", "Three years later there is another call, under the rules as they were prolonged. The developer applies on\nthe third anniversary, its last barred day.")
	s.fails(barred, "2028-05-10 12:00", v1alpha1.BarredReason, "2028-05-11", "YZ-3.退出.8")
	free := d.act(again, "developer-selection/apply", v1alpha1.ActionApply, "weifang-analytics", "2028-05-11", papers(plans...))
	s.at("2028-05-11 12:00", "From the next day on it may.")
	s.counts(free, "2028-05-11 12:00")
	return s
}

// prolonged is the name of a next edition with the same rules, in effect from a day
// on: those of the text lapse after two years (YZ-7.实施.1), and a new call is made
// under rules that hold.
func (d *domain) prolonged(from v1alpha1.Date) v1alpha1.ObjectName {
	d.t.Helper()
	next := d.edition.DeepCopy()
	next.Name, next.Spec.Edition, next.Spec.EffectiveFrom = d.moved("yanzhou-pilot.2"), 2, &from
	d.apply(next)
	return v1alpha1.ObjectName(next.Name)
}
