// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// B.2: a call fails or is cancelled by whoever calls, the reason recorded. Nothing
// rests on it any more, and another call may follow.
func TestNingxiaCallFails(t *testing.T) {
	ningxiaCallFails(t, home).compare(t, "ningxia-call-fails")
}

func ningxiaCallFails(t *testing.T, at place) *story {
	t.Helper()
	const again = "Selection/health-selection-2"
	d := health(t, at)
	d.appointed()
	d.planned()
	d.approved()
	d.act(theSelection, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-08-15", noticed)
	s := tell(d, "A call fails, and another follows 遴选失败与重新遴选", "Whoever calls says that a call has failed or is cancelled, and why; it is over for good, and nothing can\nrest on it. Another call is another object (B.2).", theSelection, again, theAgreement).after("2025-08-15 12:00")
	another(d, theSelection, "health-selection-2", func(c *v1alpha1.Selection) {
		c.Spec.ApplicationWindow = &v1alpha1.Term{From: "2025-09-15", To: "2025-09-30"}
	})
	other := d.act(theSelection, "selection-end/end", v1alpha1.ActionTerminate, "nx-data-bureau", "2025-09-08", ground("B.2-failed"), papers("reason"))
	bare := d.act(theSelection, "selection-end/end", v1alpha1.ActionTerminate, "nx-info-centre", "2025-09-08", ground("B.2-failed"))
	s.at("2025-09-08 12:00", "Nobody has applied in time. The data bureau says that the call has failed, which is not for it; the\ninformation centre says so without a reason.")
	s.fails(other, "2025-09-08 12:00", v1alpha1.NotEntitledReason, "nx-data-bureau", "B.2")
	s.fails(bare, "2025-09-08 12:00", v1alpha1.EvidenceMissingReason, "reason", "B.2")
	d.act(theSelection, "selection-end/end", v1alpha1.ActionTerminate, "nx-info-centre", "2025-09-09", ground("B.2-failed"), papers("reason"))
	s.at("2025-09-09 12:00", "With its reason the call is over, and an agreement that names it never comes into force.")
	s.stands(theSelection, "2025-09-09 12:00", v1alpha1.TerminatedReason)
	s.stands(theAgreement, "2025-09-09 12:00", v1alpha1.AncestorNotInForceReason)
	d.act(again, "selection/notice", v1alpha1.ActionPublish, "nx-info-centre", "2025-09-12", noticed)
	apply := d.act(again, "selection/apply", v1alpha1.ActionApply, "nx-data-group", "2025-09-22", papers("goodStanding", "qualification", "talent", "serviceCapability"))
	for _, by := range []string{"nx-info-centre", "nx-health-commission"} {
		d.act(again, "selection/review", v1alpha1.ActionAssess, by, "2025-10-10", regarding(apply), papers("expertReview"))
	}
	d.act(again, "selection/publicity", v1alpha1.ActionPublish, "nx-info-centre", "2025-10-13", onWebsite)
	d.act(again, "selection/select", v1alpha1.ActionSelect, "nx-info-centre", "2025-10-21", regarding(apply))
	s.at("2025-10-21 12:00", "The information centre calls again, and chooses an operator; the first call stays as it ended.")
	s.stands(again, "2025-10-21 12:00", v1alpha1.InForceReason)
	s.stands(theSelection, "2025-10-21 12:00", v1alpha1.TerminatedReason)
	late := d.act(again, "selection-end/end", v1alpha1.ActionTerminate, "nx-info-centre", "2025-10-23", ground("B.2-cancelled"), papers("reason"))
	s.at("2025-10-23 12:00", "Once somebody is chosen the call can be cancelled no more: what rests on it ends by its own rules.")
	s.fails(late, "2025-10-23 12:00", v1alpha1.OutOfOrderReason, "before selection/select", "B.2")
	s.stands(again, "2025-10-23 12:00", v1alpha1.InForceReason)
	return s
}
