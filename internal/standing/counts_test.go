// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package standing_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
	"github.com/publicdata-io/mandate/internal/standing"
	"github.com/publicdata-io/mandate/test/builder"
)

// register is what is known of organisations.
func register(organization string) ([]v1alpha1.Role, bool) {
	roles, known := map[string][]v1alpha1.Role{
		"data-bureau":       {"DataAuthority"},
		"data-group":        {"Operator"},
		"medtech":           {"Developer"},
		"health-commission": {"SourceUnit"},
	}[organization]
	return roles, known
}

// halting are the rules of an edition in which the grantor, the operator, the
// source unit and every data authority halt, and the grantor and every data
// authority release.
func halting() standing.Rules {
	rules := standing.Rules{
		Halt: &v1alpha1.HaltRule{
			By: []v1alpha1.Party{
				builder.The(v1alpha1.PartyGrantor), builder.The(v1alpha1.PartyOperator),
				builder.The(v1alpha1.PartySourceUnit), builder.Any("DataAuthority"),
			},
			ReleaseBy: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor), builder.Any("DataAuthority")},
			Basis:     []v1alpha1.BasisID{"NX-21.4a"},
		},
		Parties: jurisdiction.Parties{
			v1alpha1.PartyGrantor: {"info-centre"}, v1alpha1.PartyOperator: {"data-group"},
			v1alpha1.PartyHolder: {"medtech"}, v1alpha1.PartySourceUnit: nil,
		},
		Zone: shanghai,
	}
	rules.Is = func(designated []v1alpha1.Party, organization string) (yes, known bool) {
		roles, known := register(organization)
		return slices.ContainsFunc(designated, func(p v1alpha1.Party) bool {
			return slices.Contains(roles, p.Role) || slices.Contains(rules.Parties[p.Ref], organization)
		}), known
	}
	return rules
}

func TestWhoMayHalt(t *testing.T) {
	unreadAgreement := halting()
	unreadAgreement.Parties = jurisdiction.Parties{v1alpha1.PartySourceUnit: nil}
	anybody := halting()
	anybody.Halt = &v1alpha1.HaltRule{ReleaseBy: anybody.Halt.ReleaseBy, Basis: anybody.Halt.Basis}
	unregistered := halting()
	unregistered.Is = nil
	const mayNot = `NotEntitled: Organization "medtech" may not halt DeveloperGrant "g"; the edition lets the Grantor info-centre; the Operator data-group; any DataAuthority [NX-21.4a (article 21)]`
	tests := map[string]struct {
		by    string
		rules standing.Rules
		want  string
	}{
		"a party of the agreement":                                     {by: "data-group", rules: halting()},
		"an organisation by its role":                                  {by: "data-bureau", rules: halting()},
		"the developer that is neither":                                {by: "medtech", rules: halting(), want: mayNot},
		"a source unit halts its resource, which the grant is not":     {by: "health-commission", rules: halting(), want: `NotEntitled: Organization "health-commission" may not halt DeveloperGrant "g"; the edition lets the Grantor info-centre; the Operator data-group; any DataAuthority [NX-21.4a (article 21)]`},
		"an organisation that nobody knows: doubt keeps things closed": {by: "who", rules: halting()},
		"anybody while the agreement cannot be read":                   {by: "medtech", rules: unreadAgreement},
		"anybody while no organisation can be read":                    {by: "medtech", rules: unregistered},
		"anybody where the edition names nobody":                       {by: "medtech", rules: anybody},
		"anybody where there is no edition":                            {by: "medtech", rules: standing.Rules{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			halt := act("halt").By(tc.by).Halts(onGrant, "g").Obj()
			decisions := []*v1alpha1.Decision{halt}
			if diff := cmp.Diff(tc.want, text(standing.Judge(halt, decisions, tc.rules, now))); diff != "" {
				t.Errorf("Judge (-want +got):\n%s", diff)
			}
			stands := standing.Fold(decisions, tc.rules, now).Against() != nil
			if stands != (tc.want == "") {
				t.Errorf("the halt stands: %t, want %t", stands, tc.want == "")
			}
		})
	}
}

func TestASuspensionIsAnybodys(t *testing.T) {
	suspend := act("suspend").By("medtech").Suspends(onGrant, "g").Obj()
	if found := standing.Judge(suspend, []*v1alpha1.Decision{suspend}, halting(), now); found != nil {
		t.Errorf("Judge = %s, want that it counts: the edition names who halts, and not who suspends", text(found))
	}
}

func TestASuspensionIsLiftedByWhoseItWas(t *testing.T) {
	suspend := act("suspend").By("data-group").Suspends(onGrant, "g").Obj()
	lift := act("lift").By("data-group").Lifts(suspend).On("2026-03-05").Obj()
	if found := standing.Judge(lift, []*v1alpha1.Decision{suspend, lift}, halting(), now); found != nil {
		t.Errorf("Judge = %s, want that it counts: the edition names who releases a halt, and not who lifts", text(found))
	}
}

func TestWhoMayRelease(t *testing.T) {
	onlyHalters := halting()
	onlyHalters.Halt = &v1alpha1.HaltRule{By: onlyHalters.Halt.By, Basis: onlyHalters.Halt.Basis}
	onlyAuthorities := halting()
	onlyAuthorities.Halt = &v1alpha1.HaltRule{ReleaseBy: []v1alpha1.Party{builder.Any("DataAuthority")}}
	unregistered := halting()
	unregistered.Is = nil
	const mayNot = ` may not release DeveloperGrant "g"; the edition lets the Grantor info-centre; any DataAuthority [NX-21.4a (article 21)]`
	tests := map[string]struct {
		halted, released string
		rules            standing.Rules
		want             string
	}{
		"another body that the edition entitles":         {"data-group", "data-bureau", halting(), ""},
		"the only one that the edition entitles":         {"data-group", "data-bureau", onlyAuthorities, ""},
		"the body that halted, where it is not entitled": {"data-group", "data-group", halting(), `NotEntitled: Organization "data-group"` + mayNot},
		"the grantor, of which nothing is known":         {"data-group", "info-centre", halting(), `NotEntitled: Organization "info-centre"` + mayNot},
		"an organisation that nobody knows":              {"data-group", "who", halting(), `NotEntitled: Organization "who"` + mayNot},
		"an entitled body while no organisation is read": {"data-group", "data-bureau", unregistered, `NotEntitled: Organization "data-bureau"` + mayNot},
		"where the edition names nobody, who halted":     {"data-group", "data-group", onlyHalters, ""},
		"where the edition names nobody, nobody else":    {"data-group", "data-bureau", onlyHalters, `OtherOrganization: Organization "data-bureau" cannot give back the act of Organization "data-group" (Decision "halt"); that organisation's own Release is awaited [NX-21.4a (article 21)]`},
		"where there is no edition, who halted":          {"who", "who", standing.Rules{Zone: shanghai}, ""},
		"where there is no edition, nobody else":         {"who", "data-bureau", standing.Rules{Zone: shanghai}, `OtherOrganization: Organization "data-bureau" cannot give back the act of Organization "who" (Decision "halt"); that organisation's own Release is awaited`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			halt := act("halt").By(tc.halted).Halts(onGrant, "g").Obj()
			release := act("release").By(tc.released).Releases(halt).On("2026-03-05").Obj()
			decisions := []*v1alpha1.Decision{halt, release}
			if diff := cmp.Diff(tc.want, text(standing.Judge(release, decisions, tc.rules, now))); diff != "" {
				t.Errorf("Judge of the release (-want +got):\n%s", diff)
			}
			stands := standing.Fold(decisions, tc.rules, now).Against() != nil
			if stands != (tc.want != "") {
				t.Errorf("the halt stands: %t, want %t", stands, tc.want != "")
			}
		})
	}
}

// A clerk of the holder's side writes down neither a Release nor a Lift; what takes
// away counts, whoever wrote it down.
func TestNoClerkOfTheHoldersSideGivesBack(t *testing.T) {
	related := halting()
	related.Related = func(a, b v1alpha1.ObjectName) bool { return a == "daughter" && b == "medtech" }
	const side = " or affiliated with it; a clerk of the holder's side writes down no act of another body"
	tests := map[string]struct{ clerk, want string }{
		"the holder":             {"medtech", `NotDistinct: spec.transcribedBy "medtech" is the Holder "medtech"` + side},
		"the operator":           {"data-group", `NotDistinct: spec.transcribedBy "data-group" is the Operator "data-group"` + side},
		"one affiliated with it": {"daughter", `NotDistinct: spec.transcribedBy "daughter" is the Holder "medtech"` + side},
		"another body":           {"info-centre", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			halt, suspend := act("halt").Halts(onGrant, "g").Obj(), act("suspend").Suspends(onGrant, "g").Obj()
			halt.Spec.TranscribedBy = v1alpha1.ObjectName(tc.clerk)
			if found := standing.Judge(halt, []*v1alpha1.Decision{halt}, related, now); found != nil {
				t.Errorf("Judge of the halt = %s, want that it counts", text(found))
			}
			for taking, giving := range map[*v1alpha1.Decision]*v1alpha1.Decision{
				halt: act("release").Releases(halt).On("2026-03-05").Obj(), suspend: act("lift").Lifts(suspend).On("2026-03-05").Obj(),
			} {
				want := tc.want
				if taking == halt && want != "" { // of which the edition has a rule
					want += " [NX-21.4a (article 21)]"
				}
				giving.Spec.TranscribedBy = v1alpha1.ObjectName(tc.clerk)
				decisions := []*v1alpha1.Decision{taking, giving}
				if diff := cmp.Diff(want, text(standing.Judge(giving, decisions, related, now))); diff != "" {
					t.Errorf("Judge of the %s (-want +got):\n%s", giving.Spec.Action, diff)
				}
				if stands := standing.Fold(decisions, related, now).Against() != nil; stands != (tc.want != "") {
					t.Errorf("the %s stands: %t, want %t", taking.Spec.Action, stands, tc.want != "")
				}
			}
		})
	}
}

func TestWhatAGivingActMustName(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").Obj()
	halt := act("halt").Halts(onGrant, "g").Obj()
	elsewhere := act("elsewhere").Suspends(onGrant, "h").Obj()
	nothing := act("lift").Lifts(suspend).Obj()
	nothing.Spec.Regarding = nil
	ofAnotherSubject := act("lift").Lifts(elsewhere).Obj()
	ofAnotherSubject.Spec.Subject.Name = "g"
	misnamed := act("lift").Lifts(suspend).Obj()
	misnamed.Spec.Regarding.Name = "somewhere"
	tests := map[string]struct {
		act  *v1alpha1.Decision
		want string
	}{
		"an act by its UID and another name": {
			misnamed, `RegardingMissing: spec.regarding: no Decision "somewhere" with UID ` + string(suspend.UID) + ` acts on DeveloperGrant "g"; name the act by its name and metadata.uid`,
		},
		"nothing": {nothing, `RegardingMissing: spec.regarding names no Decision; a Lift names the act it gives back`},
		"an act that is not there": {
			act("lift").Lifts(act("forgotten").Suspends(onGrant, "g").UID("123").Obj()).Obj(),
			`RegardingMissing: spec.regarding: no Decision "forgotten" with UID 123 acts on DeveloperGrant "g"; name the act by its name and metadata.uid`,
		},
		"an act on another subject": {
			ofAnotherSubject,
			`RegardingMissing: spec.regarding: no Decision "elsewhere" with UID ` + string(elsewhere.UID) + ` acts on DeveloperGrant "g"; name the act by its name and metadata.uid`,
		},
		"a halt, by a lift":          {act("lift").Answers(v1alpha1.ActionLift, halt).Obj(), `RegardingUnfit: spec.regarding: Decision "halt" is a Halt; a Lift answers a Suspend and a Release answers a Halt [NX-21.4a (article 21)]`},
		"a suspension, by a release": {act("release").Answers(v1alpha1.ActionRelease, suspend).Obj(), `RegardingUnfit: spec.regarding: Decision "suspend" is a Suspend; a Lift answers a Suspend and a Release answers a Halt`},
		"an act that it may give back, but not yet": {
			act("lift").Lifts(suspend).ActedOn("2026-04-01").Obj(),
			`NotYetDue: takes effect at 2026-04-01T00:00:00+08:00: nothing opens before the legal day of the act`,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			decisions := []*v1alpha1.Decision{suspend, halt, elsewhere, tc.act}
			if diff := cmp.Diff(tc.want, text(standing.Judge(tc.act, decisions, halting(), now))); diff != "" {
				t.Errorf("Judge (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALiftedActSaysByWhom(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").Obj()
	lift := act("lift").Lifts(suspend).On("2026-03-05").Obj()
	got := text(standing.Judge(suspend, []*v1alpha1.Decision{suspend, lift}, halting(), now))
	if diff := cmp.Diff(`Lifted: given back by Organization "data-bureau" (Decision "lift", 2026-03-05)`, got); diff != "" {
		t.Errorf("Judge of the suspension (-want +got):\n%s", diff)
	}
}

func TestRepeated(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").UID("new").Restored("old", "2026-03-01T01:00:00Z").Obj()
	lift := act("lift").Lifts(suspend).On("2026-03-05").Obj()
	other := act("other").Suspends(onGrant, "g").Obj()
	regarding := act("later").Suspends(onGrant, "g").On("2026-03-06").Obj()
	regarding.Spec.Regarding = lift.Spec.Regarding
	const repeated = `Repeated: Decision "lift" already gave back what Decision "suspend" took`
	tests := map[string]struct {
		act    *v1alpha1.Decision
		others []*v1alpha1.Decision
		want   string
	}{
		"the first lift is none":                                         {lift, []*v1alpha1.Decision{suspend, act("later").Lifts(suspend).On("2026-03-06").Obj()}, ""},
		"a lift after one that counts":                                   {act("later").Lifts(suspend).On("2026-03-06").Obj(), []*v1alpha1.Decision{suspend, lift}, repeated},
		"a lift by the UID that was, after one by the UID that is":       {act("later").Lifts(suspend).RegardingUID("old").On("2026-03-06").Obj(), []*v1alpha1.Decision{suspend, lift}, repeated},
		"of lifts recorded together the first by name counts":            {act("lift-z").Lifts(suspend).On("2026-03-05").Obj(), []*v1alpha1.Decision{suspend, lift}, repeated},
		"a lift after one of another organisation, which does not count": {lift, []*v1alpha1.Decision{suspend, act("earlier").By("medtech").Lifts(suspend).On("2026-03-02").Obj()}, ""},
		"a lift after one that is not yet due":                           {lift, []*v1alpha1.Decision{suspend, act("earlier").Lifts(suspend).On("2026-03-02").ActedOn("2026-12-01").Obj()}, ""},
		"a lift that regards nothing":                                    {act("lift-z").Lifts(suspend).RegardingUID("another").Obj(), []*v1alpha1.Decision{suspend, lift}, ""},
		"a lift that regards nothing, after one that counts":             {act("lift-z").Lifts(suspend).RegardingUID("another").On("2026-03-06").Obj(), []*v1alpha1.Decision{suspend, lift}, ""},
		"a lift after one of another suspension":                         {act("later").Lifts(other).On("2026-03-06").Obj(), []*v1alpha1.Decision{suspend, other, lift}, ""},
		"of lifts recorded together the first by name is no repetition":  {lift, []*v1alpha1.Decision{suspend, act("lift-z").Lifts(suspend).On("2026-03-05").Obj()}, ""},
		"what takes away repeats nothing, whatever it regards":           {regarding, []*v1alpha1.Decision{suspend, lift}, ""},
		"a suspension is never a repetition":                             {suspend, []*v1alpha1.Decision{act("earlier").Suspends(onGrant, "g").On("2026-02-01").Obj()}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := standing.Repeated(tc.act, append(tc.others, tc.act), halting(), now)
			if diff := cmp.Diff(tc.want, text(got)); diff != "" {
				t.Errorf("Repeated (-want +got):\n%s", diff)
			}
		})
	}
}

// What the Decision's own condition shows is the first of these two.
func TestARepeatedActLeavesTheLiftInPlace(t *testing.T) {
	suspend := act("suspend").Suspends(onGrant, "g").Obj()
	decisions := []*v1alpha1.Decision{
		suspend, act("lift").Lifts(suspend).On("2026-03-05").Obj(), act("again").Lifts(suspend).On("2026-03-06").Obj(),
	}
	if found := standing.Fold(decisions, halting(), now).Against(); found != nil {
		t.Errorf("after a lift and its repetition: %s, want nothing", text(found))
	}
	shown := finding.First(standing.Judge(decisions[2], decisions, halting(), now), standing.Repeated(decisions[2], decisions, halting(), now))
	if shown == nil || shown.Reason != v1alpha1.RepeatedReason {
		t.Errorf("the repetition shows %s, want %s", text(shown), v1alpha1.RepeatedReason)
	}
}

// Whoever suspended lifts; whoever the edition names releases.
func TestWhoseActGivesBack(t *testing.T) {
	nobodySaid := halting()
	nobodySaid.Halt = nil
	tests := map[string]struct {
		act   *v1alpha1.Decision
		rules standing.Rules
		want  string
	}{
		"a suspension":                     {act("s").Suspends(onGrant, "g").Obj(), halting(), "Lift of Organization data-bureau"},
		"a halt":                           {act("h").Halts(onGrant, "g").Obj(), nobodySaid, "Release of Organization data-bureau"},
		"a halt, under a rule of releases": {act("h").Halts(onGrant, "g").Obj(), halting(), "Release of the Grantor info-centre or any DataAuthority [NX-21.4a (article 21)]"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			givings := standing.Fold([]*v1alpha1.Decision{tc.act}, tc.rules, now).Against().Said.Givings()
			if len(givings) != 1 || givings[0].Phrase().String() != tc.want {
				t.Errorf("it is given back by %v, want %s", givings, tc.want)
			}
		})
	}
}

// TestAnAnnulTakesNothingBackWithoutAnEdition: what takes away is never annulled, and
// an act on an organisation is taken back under its edition alone.
func TestAnAnnulTakesNothingBackWithoutAnEdition(t *testing.T) {
	act := func(action v1alpha1.Action) *v1alpha1.Decision {
		return builder.Decision("a").Does(action, v1alpha1.OnOrganization, "medtech").UID("u").Obj()
	}
	recognised := act(v1alpha1.ActionRecognise)
	recognised.Spec.Jurisdiction = "demo.1"
	onGrant := builder.Decision("a").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").UID("u").Obj()
	tests := map[string]struct {
		of   *v1alpha1.Decision
		want string
	}{
		"nothing":           {nil, `RegardingMissing: spec.regarding names no Decision on Organization "medtech"; an Annul names the act that it takes back, by name and uid`},
		"a disqualifying":   {act(v1alpha1.ActionDisqualify), `RegardingUnfit: spec.regarding: Decision "a" is a Disqualify, which is not annulled, and does not come back`},
		"a bar":             {act(v1alpha1.ActionBar), `RegardingUnfit: spec.regarding: Decision "a" is a Bar, which is not annulled, and does not come back`},
		"a suspension":      {act(v1alpha1.ActionSuspend), `RegardingUnfit: spec.regarding: Decision "a" is a Suspend, which is not annulled; what takes away is lifted`},
		"a recognition":     {recognised, `RegardingUnfit: spec.jurisdiction is unset, and Decision "a" is under Jurisdiction "demo.1"; an Annul names the edition of the act that it takes back`},
		"a release":         {act(v1alpha1.ActionRelease), `RegardingUnfit: spec.regarding: Decision "a" is a Release, which is not annulled; what takes away is lifted`},
		"another annulment": {act(v1alpha1.ActionAnnul), `RegardingUnfit: spec.regarding: Decision "a" is an Annul, which is not annulled; what takes away is lifted`},
		"a recognition, under an edition that nobody knows": {recognised, `Undetermined: no edition judges Organization "medtech", so that nothing is taken back`},
		"under no edition": {onGrant, `Undetermined: no edition judges DeveloperGrant "g", so that nothing is taken back`},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			annul := builder.Decision("n").Does(v1alpha1.ActionAnnul, v1alpha1.OnOrganization, "medtech").Obj()
			var all []*v1alpha1.Decision
			if tc.of != nil {
				annul = builder.Decision("n").Answers(v1alpha1.ActionAnnul, tc.of).Obj()
				if strings.Contains(name, "nobody knows") {
					annul.Spec.Jurisdiction = "gone.1"
				}
				all = append(all, tc.of)
			}
			found := standing.Judge(annul, append(all, annul), standing.Rules{}, now)
			if found == nil {
				t.Fatalf("it has its effect, want %s", tc.want)
			}
			if got := found.Reason + ": " + found.Text(); got != tc.want {
				t.Errorf("it has no effect for %s, want %s", got, tc.want)
			}
		})
	}
}

// TestAnActRestsOnItsGround: what stands against who gives an act back cites the ground
// that the edition names for acts of its kind, on subjects of its kind.
func TestAnActRestsOnItsGround(t *testing.T) {
	ground := func(id string, act v1alpha1.Action, of v1alpha1.LinkKind, basis v1alpha1.BasisID) v1alpha1.Ground {
		return v1alpha1.Ground{ID: id, Act: act, Of: of, Basis: []v1alpha1.BasisID{basis}}
	}
	tests := map[string]struct {
		grounds []v1alpha1.Ground
		want    []v1alpha1.BasisID
	}{
		"none that the edition names":     {nil, nil},
		"its own, of any kind":            {[]v1alpha1.Ground{ground("breach", v1alpha1.ActionSuspend, "", "T-1")}, []v1alpha1.BasisID{"T-1"}},
		"its own, of grants":              {[]v1alpha1.Ground{ground("breach", v1alpha1.ActionSuspend, v1alpha1.LinkDeveloperGrant, "T-2")}, []v1alpha1.BasisID{"T-2"}},
		"one of agreements":               {[]v1alpha1.Ground{ground("breach", v1alpha1.ActionSuspend, v1alpha1.LinkOperationAgreement, "T-3")}, nil},
		"one of another act":              {[]v1alpha1.Ground{ground("breach", v1alpha1.ActionTerminate, "", "T-4")}, nil},
		"another one":                     {[]v1alpha1.Ground{ground("risk", v1alpha1.ActionSuspend, "", "T-5")}, nil},
		"the first that is for such acts": {[]v1alpha1.Ground{ground("risk", v1alpha1.ActionSuspend, "", "T-5"), ground("breach", v1alpha1.ActionSuspend, "", "T-6")}, []v1alpha1.BasisID{"T-6"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			suspend := builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").By("data-bureau").Because("breach").UID("u").Obj()
			lift := builder.Decision("l").Lifts(suspend).By("medtech").Obj()
			found := standing.Judge(lift, []*v1alpha1.Decision{suspend, lift}, standing.Rules{Grounds: tc.grounds}, now)
			if found == nil || found.Reason != v1alpha1.OtherOrganizationReason {
				t.Fatalf("another organisation's lift counts: %v", found)
			}
			if diff := cmp.Diff(tc.want, found.Basis); diff != "" {
				t.Errorf("it rests on (-want +got):\n%s", diff)
			}
		})
	}
}
