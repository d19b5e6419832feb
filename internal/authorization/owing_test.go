// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization_test

import (
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// dutiful is the edition in which every agreement is signed, and its operator attests
// its controls, which nothing waits for.
func dutiful() *v1alpha1.Jurisdiction {
	gate := false
	return builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{
			{Name: "sign", Act: v1alpha1.ActionSign, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)}, Basis: []v1alpha1.BasisID{"policy"}},
			{Name: "controls", Act: v1alpha1.ActionAttest, By: []v1alpha1.Party{builder.The(v1alpha1.PartyOperator)}, Gate: &gate, Basis: []v1alpha1.BasisID{"NX-26.1"}},
		},
	}).Obj()
}

// TestWhatIsOwedOfALink shows what is left to do of an agreement, and that nobody can
// tell where its edition, the Decisions on it or its calendar are not known. Whether
// it is in force makes no difference.
func TestWhatIsOwedOfALink(t *testing.T) {
	at := builder.Instant("2026-06-01T00:00:00Z")
	health := v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}
	chain := builder.Health().Put(dutiful())
	digest := chain.OfAgreement("health").Proceedings(health, at).Digests[0].Digest
	act := func(name string, action v1alpha1.Action, by string) *v1alpha1.Decision {
		return builder.Decision(name).By(by).ActedOn("2026-03-02").Does(action, v1alpha1.OnOperationAgreement, "health").Step(v1alpha1.StepReference("agreement/"+name)).Covers(v1alpha1.PartAll, digest).Obj()
	}
	signed := func() *authorization.Facts {
		return builder.Health().Put(dutiful()).Put(act("sign", v1alpha1.ActionSign, builder.Bureau)).OfAgreement("health")
	}
	const controls = `step agreement/controls since 2026-03-02: awaits Attest of Operator ` + builder.Operator + ` [NX-26.1 (article 26)]`
	tests := map[string]struct {
		facts            *authorization.Facts
		at               string
		want, wantUnread string
	}{
		"nobody acted":       {chain.OfAgreement("health"), "2026-06-01T00:00:00Z", "", ""},
		"it was signed":      {signed(), "2026-06-01T00:00:00Z", controls, ""},
		"its term has ended": {signed(), "2027-06-01T00:00:00Z", controls, ""},
		"all was done":       {builder.Health().Put(dutiful()).Put(act("sign", v1alpha1.ActionSign, builder.Bureau), act("controls", v1alpha1.ActionAttest, builder.Operator)).OfAgreement("health"), "2026-06-01T00:00:00Z", "", ""},
		"of no procedure":    {builder.Health().OfAgreement("health"), "2026-06-01T00:00:00Z", "", ""},
		"no edition": {less(signed(), func(f *authorization.Facts) {
			f.Jurisdictions["demo.1"] = authorization.Missing[v1alpha1.Jurisdiction]()
		}), "2026-06-01T00:00:00Z", "", v1alpha1.ReferenceMissingReason},
		"an unread edition":   {less(signed(), func(f *authorization.Facts) { delete(f.Jurisdictions, "demo.1") }), "2026-06-01T00:00:00Z", "", v1alpha1.UndeterminedReason},
		"unread Decisions":    {less(signed(), func(f *authorization.Facts) { delete(f.Decisions, health) }), "2026-06-01T00:00:00Z", "", v1alpha1.UndeterminedReason},
		"the data are unread": {less(signed(), func(f *authorization.Facts) { delete(f.Resources, "visits") }), "2026-06-01T00:00:00Z", "", v1alpha1.UndeterminedReason},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := tc.facts.Owing(health, builder.Instant(tc.at))
			var owed []string
			for _, o := range got.Owed {
				owed = append(owed, o.Text())
			}
			unread := ""
			if got.Unread != nil {
				unread = got.Unread.Reason
			}
			if text := strings.Join(owed, "; "); text != tc.want || unread != tc.wantUnread {
				t.Errorf("it owes %q and is unread for %q; want %q and %q", text, unread, tc.want, tc.wantUnread)
			}
		})
	}
}

// less are facts without one of them.
func less(f *authorization.Facts, without func(*authorization.Facts)) *authorization.Facts {
	without(f)
	return f
}

// TestWhatIsOwedOfAnOrganization shows what is left to do on an organisation under the
// codes that confer a role on it.
func TestWhatIsOwedOfAnOrganization(t *testing.T) {
	gate := false
	c := recognising()
	edition := c.OfGrant("g").Jurisdictions["demo.1"].Get().DeepCopy()
	at := len(edition.Spec.Procedures) - 1
	edition.Spec.Procedures[at].Steps = append(edition.Spec.Procedures[at].Steps, v1alpha1.Step{
		Name: "notice", Act: v1alpha1.ActionPublish, By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Gate: &gate, Basis: []v1alpha1.BasisID{"NX-13.2"},
	})
	c.Put(edition)
	read := func() authorization.Owing { return c.OfGrant("g").Party(builder.Holder, now).Owing }
	if got := read(); got.Unread != nil || len(got.Owed) > 0 {
		t.Errorf("before anybody acted it owes %v", got)
	}
	d := builder.Decision("r").By(builder.Bureau).ActedOn("2026-03-02").Recorded("2026-03-02T00:00:00Z").Does(v1alpha1.ActionRecognise, v1alpha1.OnOrganization, builder.Holder).
		Step("recognition/recognise").Covers(v1alpha1.PartAll, c.OfGrant("g").Party(builder.Holder, now).Procedure.Digests[0].Digest).Obj()
	d.Spec.Jurisdiction = "demo.1"
	c.Put(d)
	if got := read(); len(got.Owed) != 1 || !strings.HasPrefix(got.Owed[0].Text(), "step recognition/notice since 2026-03-02: awaits Publish of DataAuthority") {
		t.Errorf("once it was recognised it owes %v, want the notice", got)
	}
	facts := c.OfGrant("g")
	delete(facts.Decisions, v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: builder.Holder})
	if got := facts.Party(builder.Holder, now).Owing; got.Unread == nil {
		t.Error("with unread Decisions it owes nothing, want that nobody can tell")
	}
	for name, tc := range map[string]struct {
		less func(f *authorization.Facts)
		want string
	}{
		"the list of editions": {func(f *authorization.Facts) { f.ConferringUnread = true }, `the editions that confer roles on Organization "` + builder.Holder + `" could not be read`},
		"the calendar":         {func(f *authorization.Facts) { delete(f.Calendars, "days") }, `WorkCalendar "days" could not be read`},
		"an edition above":     {func(f *authorization.Facts) { delete(f.Parents, "above.1") }, `Jurisdiction "above.1" could not be read`},
	} {
		facts := c.OfGrant("g")
		own := facts.Jurisdictions["demo.1"].Get().DeepCopy()
		own.Spec.Calendar, facts.Calendars["days"] = "days", authorization.Missing[v1alpha1.WorkCalendar]()
		above := own.DeepCopy()
		above.Name, own.Spec.Parent = "above.1", "above.1"
		facts.Jurisdictions["demo.1"], facts.Parents["above.1"] = authorization.Found(own), authorization.Found(above)
		if got := facts.Party(builder.Holder, now).Owing; got.Unread != nil {
			t.Errorf("%s is read, and nobody can tell: %s", name, got.Unread.Message)
		}
		tc.less(facts)
		if got := facts.Party(builder.Holder, now).Owing; got.Unread == nil || !strings.HasPrefix(got.Unread.Message, tc.want) || !got.Unread.Undecided {
			t.Errorf("without %s it owes %v and nobody can tell for %v; want %s", name, got.Owed, got.Unread, tc.want)
		}
	}
}
