// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// bare are procedures that leave no kind without one.
const bare = `
procedures:
- {name: resource, of: DataResource, effect: Cleared, none: true, basis: [policy]}
- {name: agreement, of: OperationAgreement, effect: Enter, none: true, basis: [policy]}
- {name: grant, of: DeveloperGrant, effect: Enter, none: true, basis: [policy]}
`

// wrong is what an edition says beside the bare procedures, and what is wrong
// with it; want is empty where nothing is.
type wrong struct{ rules, procedures, want string }

func flawed(t *testing.T, tests map[string]wrong) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := jurisdiction.List(jurisdiction.Flaws(edition(t, tc.rules+bare+tc.procedures)))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s and %s (-want +got):\n%s", tc.rules, tc.procedures, diff)
			}
		})
	}
}

func TestNoneIsNeededOrStepsAre(t *testing.T) {
	const steps = "steps: [{name: approve, act: Approve, by: [{ref: Grantor}]}]"
	const both = "spec.procedures[grant].none: declares that nothing is needed, and procedure also asks for steps; keep one of them, or say by when which holds"
	flawed(t, map[string]wrong{
		"none for any kind":                     {"", "", ""},
		"none, and steps":                       {"", "- {name: also, of: DeveloperGrant, effect: Enter, " + steps + "}", both},
		"none, and steps that are not none":     {"", "- {name: also, of: DeveloperGrant, effect: Enter, none: false, " + steps + "}", both},
		"none, and none of something else":      {"", "- {name: also, of: DeveloperGrant, effect: Enter, none: true, basis: [policy]}", ""},
		"none, and steps of some alone":         {"", "- {name: also, of: DeveloperGrant, effect: Enter, when: {tier: 2}, " + steps + "}", ""},
		"none to begin, and steps to renew":     {"", "- {name: also, of: DeveloperGrant, effect: Renewed, " + steps + "}", ""},
		"none of a grant, and steps of a plan":  {"", "- {name: also, of: ImplementationPlan, effect: Enter, steps: [{name: approve, by: [{ref: Drafter}]}]}", ""},
		"none for some, and steps for the rest": {"", "- {name: direct, of: Selection, effect: Selected, none: true, when: {level: 2}, basis: [policy]}\n- {name: call, of: Selection, effect: Selected, steps: [{name: select, by: [{ref: Organiser}]}]}", ""},
		"none that rests on nothing":            {"", "- {name: direct, of: Selection, effect: Selected, none: true}", "spec.procedures[direct].basis: is unset: that none is needed rests on a rule, or on policy"},
	})
}

func TestWhatIsRequiredCanCome(t *testing.T) {
	const requires = "- {name: renew, of: OperationAgreement, effect: Renewed, requires: {plan: InForce, selection: Selected, rectification: Accepted, grantor: Appointed, operator: Recognised, holder: Authorised}}\n"
	const field = "spec.procedures[renew].requires."
	flawed(t, map[string]wrong{
		"nothing of it": {"", requires, field + "plan: asks for a plan in force, and no procedure brings one into force; " +
			field + "selection: asks for a choice, and no procedure of a Selection makes one; " +
			field + "rectification: asks for an order to rectify, and no procedure of OperationAgreement has the effect Rectification; " +
			field + "grantor: asks for Appointed, and no procedure of an Organization has that effect; " +
			field + "operator: asks for Recognised, and no procedure of an Organization has that effect; " +
			field + "holder: asks for Authorised, and no procedure of an Organization has that effect"},
		"all of it": {"", requires + "- {name: plan, of: ImplementationPlan, effect: Enter}\n- {name: select, of: Selection, effect: Selected}\n- {name: rectify, of: OperationAgreement, effect: Rectification}\n" +
			"- {name: appoint, of: Organization, effect: Appointed}\n- {name: recognise, of: Organization, effect: Recognised}\n- {name: authorise, of: Organization, effect: Authorised}\n", ""},
		"an order of another kind": {
			"", "- {name: renew, of: OperationAgreement, effect: Renewed, requires: {rectification: Accepted}}\n- {name: rectify, of: DeveloperGrant, effect: Rectification}",
			field + "rectification: asks for an order to rectify, and no procedure of OperationAgreement has the effect Rectification",
		},
		"a plan alone": {"", "- {name: renew, of: OperationAgreement, effect: Renewed, requires: {plan: InForce}}\n- {name: plan, of: ImplementationPlan, effect: Enter}", ""},
	})
}

func TestStepsNameWhatIsThere(t *testing.T) {
	row := func(step, want string) wrong {
		w := wrong{procedures: "- {name: renew, of: OperationAgreement, effect: Renewed, steps: [{name: apply, by: [{ref: Operator}], " + step + "}]}", want: want}
		if want != "" {
			w.want = "spec.procedures[renew].steps[apply]." + want
		}
		return w
	}
	flawed(t, map[string]wrong{
		"who was named in a step": {
			"", "- {name: renew, of: OperationAgreement, effect: Renewed, steps: [{name: apply, by: [{ref: Operator, orNamedIn: gone}]}]}",
			`spec.procedures[renew].steps[apply].orNamedIn: "gone" names no step of procedure renew`,
		},
		"steps that start anew":        row("restarts: [gone]", `restarts: "gone" names no step of procedure renew`),
		"who is told of a step":        row("to: [{ref: Operator, orNamedIn: gone}]", `orNamedIn: "gone" names no step of procedure renew`),
		"the day of an act":            row("due: {at: gone.dueDate}", `due.at: "gone" names no step of procedure renew`),
		"a part of what has no parts":  row("covers: Application", "covers: Application is a part of a DeveloperGrant, and the procedure is of OperationAgreement"),
		"all of what has no parts":     row("covers: All", ""),
		"each of no applicants":        row("each: Applicant", "each: only a Selection has applicants, and the procedure is of OperationAgreement"),
		"a window nobody applies in":   row("window: ApplicationWindow", "window: only a Selection has an application window, and the procedure is of OperationAgreement"),
		"a day of no paper":            row("evidence: [record], dated: [record, report]", `dated: "report" is none of its evidence; name it there too`),
		"an end of no paper":           row("evidence: [record], expires: [licence]", `expires: "licence" is none of its evidence; name it there too`),
		"an address of no paper":       row("evidence: [record], addressed: [page]", `addressed: "page" is none of its evidence; name it there too`),
		"before what is not there":     row("before: [gone]", `before: "gone" names no step of procedure renew`),
		"days of papers":               row("evidence: [record, licence], dated: [record], expires: [record, licence], addressed: [licence]", ""),
		"objections that are recorded": row("publicity: {openObjections: Record}", ""),
		"each applicant of a selection": {
			"", "- {name: select, of: Selection, effect: Selected, steps: [{name: assess, by: [{ref: Organiser}], each: Applicant, window: ApplicationWindow}]}", "",
		},
		"a window in which another kind is renewed": {
			"renewal: {of: [DeveloperGrant]}",
			"- {name: again, of: DeveloperGrant, effect: Renewed}\n- {name: agree, of: OperationAgreement, effect: Renewed, steps: [{name: apply, by: [{ref: Operator}], window: RenewalWindow}]}",
			"spec.procedures[agree].steps[apply].window: asks for the renewal window, and spec.renewal says nothing of OperationAgreement",
		},
	})
}

func TestGroundsAreOfAnActAndAKind(t *testing.T) {
	const end = "- {name: end, of: DeveloperGrant, effect: Terminated, steps: [{name: end, act: Terminate, by: [{ref: Grantor}], grounds: [breach]}]}"
	const flaw = `spec.procedures[end].steps[end].grounds: "breach" is no ground of spec.grounds for Terminate of DeveloperGrant; name it there, with its basis`
	flawed(t, map[string]wrong{
		"of every kind":   {"grounds: [{id: breach, act: Terminate}]", end, ""},
		"of the kind":     {"grounds: [{id: breach, act: Terminate, of: DeveloperGrant}]", end, ""},
		"of another kind": {"grounds: [{id: breach, act: Terminate, of: OperationAgreement}]", end, flaw},
		"of other name":   {"grounds: [{id: risk, act: Terminate}]", end, flaw},
	})
}

func TestRulesFollowFromWhatIsThere(t *testing.T) {
	const adopts = "- {name: adopt, of: OperationAgreement, effect: Adopted, steps: [{name: adopt, by: [{ref: Grantor}], evidence: [paper], dated: [paper]}]}"
	flawed(t, map[string]wrong{
		"orders that nobody gives": {
			`consequences: [{"on": RectificationOverdue, of: DeveloperGrant, effect: Suspended}]`, "- {name: rectify, of: OperationAgreement, effect: Rectification}",
			"spec.consequences[0].on: RectificationOverdue follows from an order to rectify, and no procedure of DeveloperGrant has the effect Rectification",
		},
		"an end that is somebody's duty": {
			`consequences: [{"on": RectificationOverdue, of: DeveloperGrant, effect: Terminated, duty: true}]`, "- {name: rectify, of: DeveloperGrant, effect: Rectification}", "",
		},
		"the first level alone":            {"agreementLevels: [{level: 1, modes: [Whole]}]", "", ""},
		"the second level alone":           {"agreementLevels: [{level: 2}]", "", "spec.agreementLevels[2]: stands under level 1, which is missing"},
		"an exception that somebody makes": {"terms: {DeveloperGrant: {exception: Allowed}}", "- {name: except, of: DeveloperGrant, effect: Excepted}", ""},
		"an exception of another kind": {
			"terms: {DeveloperGrant: {exception: Allowed}}", "- {name: except, of: OperationAgreement, effect: Excepted}",
			"spec.terms.DeveloperGrant.exception: is Allowed, and no procedure of DeveloperGrant has the effect Excepted",
		},
		"agreements of before, of which nobody says it": {
			"transition: {basis: [policy]}", "",
			"spec.transition: lets agreements run on that were signed before, and no procedure of OperationAgreement has the effect Adopted, so that nobody could say which were",
		},
		"a day of before after the first one": {
			"effectiveFrom: \"2025-04-01\"\ntransition: {before: \"2025-04-02\", basis: [policy]}", adopts,
			"spec.transition.before: 2025-04-02 lies after spec.effectiveFrom 2025-04-01: what is signed once the rules hold follows them; give an earlier day, or none",
		},
		"a day of before, and somebody who says so by a paper": {"effectiveFrom: \"2025-04-01\"\ntransition: {before: \"2025-04-01\", basis: [policy]}", adopts, ""},
		"somebody who says so, and nothing runs on": {
			"", adopts,
			"spec.procedures[adopt]: adopts what was signed before the rules held, and spec.transition, which lets it run on, is not given, so that no act would count",
		},
		"somebody who says so by no paper with a day": {
			"transition: {basis: [policy]}", "- {name: adopt, of: OperationAgreement, effect: Adopted, steps: [{name: adopt, by: [{ref: Grantor}]}, {name: show, by: [{ref: Grantor}], evidence: [paper], dated: [paper], gate: false}]}",
			"spec.procedures[adopt]: adopts what was signed before the rules held, and no step that it always waits for has a paper in dated which shows the day",
		},
		"somebody who says so by a paper that some need not show": {
			"transition: {basis: [policy]}", "- {name: adopt, of: OperationAgreement, effect: Adopted, steps: [{name: adopt, by: [{ref: Grantor}]}, {name: show, by: [{ref: Grantor}], evidence: [paper], dated: [paper], when: {mode: Whole}}]}",
			"spec.procedures[adopt]: adopts what was signed before the rules held, and no step that it always waits for has a paper in dated which shows the day",
		},
		"a suspension after what was adopted never goes through": {
			"transition: {basis: [policy]}", adopts + "\n- {name: begin, of: OperationAgreement, effect: Enter, when: {level: 2}, steps: [{name: sign, by: [{ref: Grantor}]}]}\n" +
				"- {name: suspend, of: OperationAgreement, effect: Suspended, steps: [{name: suspend, by: [{ref: Grantor}], after: [begin/sign]}]}",
			"spec.procedures[adopt]: adopts what goes through no step of begin, and a step of OperationAgreement comes after one of these, which would never be done of what was adopted; let it come after none",
		},
		"a renewal that is a procedure": {"renewal: {of: [DeveloperGrant]}", "- {name: renew, of: DeveloperGrant, effect: Renewed}", ""},
		"a renewal that is a step": {
			"renewal: {of: [DeveloperGrant]}", "- {name: file, of: DeveloperGrant, effect: Filed, steps: [{name: apply, by: [{ref: Holder}], window: RenewalWindow}]}", "",
		},
	})
}

// TestDataJoinAgreementsAlone: what is asked of data that join is asked where it
// is known which data was there before.
func TestDataJoinAgreementsAlone(t *testing.T) {
	joins := func(field string) string {
		return field + ".when.inputs: Added is asked of the procedures of an OperationAgreement alone, and of their steps; write the rule there"
	}
	tests := map[string]wrong{
		"a procedure of agreements":  {"", "- {name: amend, of: OperationAgreement, effect: Filed, when: {inputs: Added}}", ""},
		"a procedure of grants":      {"", "- {name: amend, of: DeveloperGrant, effect: Filed, when: {inputs: Added}}", joins("spec.procedures[amend]")},
		"a procedure of some grants": {"", "- {name: amend, of: DeveloperGrant, effect: Filed, when: {inputs: OutsideAgreement}}", ""},
	}
	for _, of := range []string{"ImplementationPlan", "Selection", "OperationAgreement", "DataResource", "DeveloperGrant"} {
		tests["content of "+of] = wrong{"content: {" + of + ": [{key: a, when: {inputs: Added}}]}", "", joins("spec.content[a]")}
	}
	flawed(t, tests)
}
