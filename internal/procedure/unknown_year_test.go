// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// years is a calendar of 2026 and, where asked for, of 2027, in which New Year is
// off from Friday to Sunday.
func years(next bool) *calendar.Working {
	of := &v1alpha1.WorkCalendar{}
	of.Spec.TimeZone = "Asia/Shanghai"
	of.Spec.Years = []v1alpha1.CalendarYear{{Year: 2026}}
	if next {
		of.Spec.Years = append(of.Spec.Years, v1alpha1.CalendarYear{Year: 2027, Holidays: []v1alpha1.Holiday{
			{Name: "元旦", DaysOff: []v1alpha1.Date{"2027-01-01", "2027-01-02", "2027-01-03"}},
		}})
	}
	return calendar.NewWorking(of)
}

// published is a grant that is signed after a publicity of five working days,
// which began on Monday 28 December 2026.
func published(posted string) *scene {
	s := grantScene(enters(
		v1alpha1.Step{Name: "publish", Act: v1alpha1.ActionPublish, By: by(the(v1alpha1.PartyGrantor)), Basis: basis, Publicity: &v1alpha1.Publicity{WorkingDays: new(int32(5)), OpenObjections: v1alpha1.ObjectionsBlock}},
		v1alpha1.Step{Name: "sign", Act: v1alpha1.ActionSign, By: by(the(v1alpha1.PartyHolder)), After: after("publish")},
	))
	s.on("p/publish", v1alpha1.ActionPublish, "info-centre", posted)
	return s
}

// D2, D6: a publicity that reaches into a year that nobody has listed is not over
// on the days from Monday to Friday of that year. It is once the year is listed,
// on the days that are official then.
func TestAPublicityIsNotOverInAYearThatIsNotListed(t *testing.T) {
	tests := map[string]struct {
		posted, at  string
		listed      bool
		want        v1alpha1.StepState
		wantFrom    string // when it is over, or would be
		provisional bool
	}{
		"within the year, and over with its last day": {posted: "2026-12-24", at: "2027-01-01T00:00:00+08:00", want: v1alpha1.StepDone, wantFrom: "2027-01-01T00:00:00+08:00"},
		"within the year, not over yet":               {posted: "2026-12-24", at: "2026-12-31T23:59:59+08:00", want: v1alpha1.StepPublicity, wantFrom: "2027-01-01T00:00:00+08:00"},
		"one day into the next":                       {posted: "2026-12-25", at: "2027-01-02T00:00:00+08:00", want: v1alpha1.StepPublicity, wantFrom: "2027-01-02T00:00:00+08:00", provisional: true},
		"while it runs":                               {posted: "2026-12-28", at: "2026-12-30", want: v1alpha1.StepPublicity, wantFrom: "2027-01-05T00:00:00+08:00", provisional: true},
		"on the day on which it would be over":        {posted: "2026-12-28", at: "2027-01-05T00:00:00+08:00", want: v1alpha1.StepPublicity, wantFrom: "2027-01-05T00:00:00+08:00", provisional: true},
		"a year later":                                {posted: "2026-12-28", at: "2028-01-05", want: v1alpha1.StepPublicity, wantFrom: "2027-01-05T00:00:00+08:00", provisional: true},
		"listed, on that day":                         {posted: "2026-12-28", listed: true, at: "2027-01-05T00:00:00+08:00", want: v1alpha1.StepPublicity, wantFrom: "2027-01-06T00:00:00+08:00"},
		"listed, on the day after":                    {posted: "2026-12-28", listed: true, at: "2027-01-06T00:00:00+08:00", want: v1alpha1.StepDone, wantFrom: "2027-01-06T00:00:00+08:00"},
		"begun in a year before the first":            {posted: "2025-12-30", at: "2026-06-01", want: v1alpha1.StepPublicity, wantFrom: "2026-01-07T00:00:00+08:00", provisional: true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := published(tc.posted)
			s.world.Calendar = years(tc.listed)
			r := s.evaluate(tc.at)
			step := r.Step("p", "publish")
			if step.State != tc.want || step.Provisional != tc.provisional || !step.CompleteFrom.Equal(instant(tc.wantFrom)) {
				t.Errorf("%s from %s, provisional %t (%s), want %s from %s, %t", step.State, step.CompleteFrom, step.Provisional, step.Message, tc.want, tc.wantFrom, tc.provisional)
			}
		})
	}
}

// What is signed on a guess does not count, so that nothing that was open is
// closed when the year is listed.
func TestNothingIsSignedOnAGuess(t *testing.T) {
	s := published("2026-12-28")
	s.world.Calendar = years(false)
	early := s.on("p/sign", v1alpha1.ActionSign, "medtech", "2027-01-05")
	if r := s.evaluate("2027-01-05"); why(r, early) != v1alpha1.OutOfOrderReason || r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("signed in a year that is not listed: %q, complete %t", why(r, early), r.Effect(v1alpha1.EffectEnter).Complete)
	}
	s.world.Calendar = years(true)
	if r := s.evaluate("2027-01-05"); why(r, early) != v1alpha1.OutOfOrderReason || r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("listed, signed a day too early: %q", why(r, early))
	}
	sign := s.on("p/sign", v1alpha1.ActionSign, "medtech", "2027-01-06")
	if r := s.evaluate("2027-01-06"); why(r, sign) != "" || !r.Effect(v1alpha1.EffectEnter).Complete {
		t.Errorf("listed, signed when it was over: %q, complete %t", why(r, sign), r.Effect(v1alpha1.EffectEnter).Complete)
	}
}

// Who can mend it is told what, and an objection that comes in the meantime comes
// in time.
func TestAPublicityIntoAYearThatIsNotListedSaysSo(t *testing.T) {
	s := published("2026-12-28")
	s.world.Calendar = years(false)
	s.world.Objections = []procedure.Objection{{Name: "o", RaisedAt: instant("2027-01-08T10:00:00+08:00")}}
	r := s.evaluate("2027-01-10")
	const want = `published; the period reaches into 2027, a year that WorkCalendar "china" does not list, and is not over before it is listed ` +
		`(provisional: 2027-01-05T00:00:00+08:00, if the year has no holidays); who keeps the calendar adds the year to its spec.years; open objections: o [T-1]`
	if got := r.Step("p", "publish").Message; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !r.Next.IsZero() {
		t.Errorf("next %s: no instant ends what only the calendar ends", r.Next)
	}
}

// Without a calendar no year is ever listed.
func TestAPublicityWithoutACalendarHasNoEnd(t *testing.T) {
	s := published("2026-12-14")
	s.world.Calendar, s.edition.Spec.Calendar = nil, ""
	r := s.evaluate("2027-06-01")
	step := r.Step("p", "publish")
	if step.State != v1alpha1.StepBlocked || !step.CompleteFrom.IsZero() || !strings.Contains(step.Message, `Jurisdiction "test.1" names no WorkCalendar`) {
		t.Errorf("%s from %s: %s", step.State, step.CompleteFrom, step.Message)
	}
}
