// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import "testing"

func TestAChildOpensNoOtherWay(t *testing.T) {
	const grants = "procedures: [{name: grant, of: DeveloperGrant, effect: Enter}"
	const suspends = "procedures: [{name: suspend, of: DeveloperGrant, effect: Suspended}"
	check(t, map[string]under{
		"a procedure left out": {
			"procedures: [{name: file, of: DeveloperGrant, effect: Filed}]", "{}",
			"spec.procedures[file]: is left out, and the parent test.1 has it; a child may add procedures",
		},
		"one more that must be complete":          {grants + "]", grants + ", {name: consent, of: DeveloperGrant, effect: Enter}]", ""},
		"one more that clears":                    {"procedures: [{name: clear, of: DataResource, effect: Cleared}]", "procedures: [{name: clear, of: DataResource, effect: Cleared}, {name: check, of: DataResource, effect: Cleared}]", ""},
		"one more that is filed":                  {"procedures: [{name: file, of: Selection, effect: Filed}]", "procedures: [{name: file, of: Selection, effect: Filed}, {name: report, of: Selection, effect: Filed}]", ""},
		"one more that takes away":                {suspends + "]", suspends + ", {name: stop, of: DeveloperGrant, effect: Suspended}]", ""},
		"a selection, where its parent asks none": {grants + "]", grants + ", {name: select, of: Selection, effect: Selected}]", ""},
		"a renewal of what another text renews not": {
			"procedures: [{name: renew, of: OperationAgreement, effect: Renewed}]",
			"procedures: [{name: renew, of: OperationAgreement, effect: Renewed}, {name: again, of: DeveloperGrant, effect: Renewed}]", "",
		},
		"a lift, where its parent suspends nothing": {grants + "]", grants + ", {name: lift, of: DeveloperGrant, effect: Lifted}]", ""},
		"a lift, where its parent suspends another kind": {
			suspends + "]", suspends + ", {name: lift, of: OperationAgreement, effect: Lifted}]", "",
		},
		"a renewal, where its parent suspends": {suspends + "]", suspends + ", {name: renew, of: DeveloperGrant, effect: Renewed}]", ""},
		"an exception": {
			grants + "]", grants + ", {name: except, of: DeveloperGrant, effect: Excepted}]",
			"spec.procedures[except]: admits exceptions, and the parent test.1 knows none; a child opens none",
		},
		"an adoption": {
			grants + "]", grants + ", {name: adopt, of: OperationAgreement, effect: Adopted}]",
			"spec.procedures[adopt]: adopts what was signed before the rules held, and the parent test.1 lets nobody; a child opens no such way",
		},
	})
}

func TestAChildKeepsWhatAProcedureIsFor(t *testing.T) {
	row := func(parent, child, want string) under {
		return under{"procedures: [{name: p, of: DeveloperGrant, " + parent + "}]", "procedures: [{name: p, of: DeveloperGrant, " + child + "}]", want}
	}
	const requires = "plan: InForce, selection: Selected, method: Competitive, grantor: Appointed, operator: Recognised, holder: Authorised, rectification: Accepted, grounds: [breach]"
	check(t, map[string]under{
		"another kind and another effect": {
			"procedures: [{name: p, of: DeveloperGrant, effect: Enter}]", "procedures: [{name: p, of: Selection, effect: Selected}]",
			`spec.procedures[p].of: is "Selection", and the parent test.1 has "DeveloperGrant"; a child keeps it; ` +
				`spec.procedures[p].effect: is "Selected", and the parent test.1 has "Enter"; a child keeps it`,
		},
		"of some inputs alone":                row("effect: Suspended", "effect: Suspended, scope: Inputs", `spec.procedures[p].scope: is "Inputs", and the parent test.1 has unset; a child keeps it`),
		"none is needed":                      row("effect: Enter", "effect: Enter, none: true", "spec.procedures[p].none: is true, and the parent test.1 has unset; a child keeps the steps"),
		"none is needed, as under its parent": row("effect: Enter, none: true", "effect: Enter, none: true", ""),
		"for all":                             row("effect: Enter, when: {tier: 2}", "effect: Enter", ""),
		"for some alone":                      row("effect: Enter", "effect: Enter, when: {tier: 2}", `spec.procedures[p].when: is {"tier":2}, and the parent test.1 has unset; a child may let it hold for all, where it gives`),
		"taking from all": row("effect: Terminated, when: {tier: 2}", "effect: Terminated",
			`spec.procedures[p].when: is unset, and the parent test.1 has {"tier":2}; a child may let it hold for all, where it gives`),
		"something required before it takes away": row("effect: Terminated", "effect: Terminated, requires: {rectification: Overdue}",
			`spec.procedures[p].requires: is {"rectification":"Overdue"}, and the parent test.1 has unset; a child puts nothing more before what takes away`),
		"nothing required before it takes away": row("effect: Terminated, requires: {rectification: Overdue}", "effect: Terminated",
			`spec.procedures[p].requires: is unset, and the parent test.1 has {"rectification":"Overdue"}; a child puts nothing more before what takes away`),
		"something required before an order to rectify": row("effect: Rectification", "effect: Rectification, requires: {plan: InForce}",
			`spec.procedures[p].requires: is {"plan":"InForce"}, and the parent test.1 has unset; a child puts nothing more before what takes away`),
		"something required where nothing was": row("effect: Enter", "effect: Enter, requires: {plan: InForce}", ""),
		"more required":                        row("effect: Enter, requires: {plan: InForce}", "effect: Enter, requires: {plan: InForce, selection: Selected, grounds: [breach]}", ""),
		"nothing required": row("effect: Enter, requires: {plan: InForce}", "effect: Enter",
			`spec.procedures[p].requires: is unset, and the parent test.1 has {"plan":"InForce"}; a child may add to it`),
		"all that is required, as under its parent": row("effect: Enter, requires: {"+requires+"}", "effect: Enter, requires: {"+requires+"}", ""),
		"orders on other grounds": row("effect: Enter, requires: {rectification: Accepted, grounds: [breach]}", "effect: Enter, requires: {rectification: Accepted, grounds: [risk]}",
			`spec.procedures[p].requires.grounds: is ["risk"], and the parent test.1 has ["breach"]; a child asks for every order that the parent asks for`),
		"all of it left out but its list": row("effect: Enter, requires: {"+requires+"}", "effect: Enter, requires: {grounds: [breach]}",
			`spec.procedures[p].requires.plan: is unset, and the parent test.1 has "InForce"; a child keeps it; `+
				`spec.procedures[p].requires.selection: is unset, and the parent test.1 has "Selected"; a child keeps it; `+
				`spec.procedures[p].requires.method: is unset, and the parent test.1 has "Competitive"; a child keeps it; `+
				`spec.procedures[p].requires.grantor: is unset, and the parent test.1 has "Appointed"; a child keeps it; `+
				`spec.procedures[p].requires.operator: is unset, and the parent test.1 has "Recognised"; a child keeps it; `+
				`spec.procedures[p].requires.holder: is unset, and the parent test.1 has "Authorised"; a child keeps it; `+
				`spec.procedures[p].requires.rectification: is unset, and the parent test.1 has "Accepted"; a child keeps it`),
	})
}

// A step of the child rests on policy here, so that only what it says is told.
func TestAChildMakesStepsStricter(t *testing.T) {
	row := func(parent, child, field, want string) under {
		r := under{parent: "procedures: [{name: p, steps: [{name: s, basis: [NX-1.1], " + parent + "}]}]", child: "procedures: [{name: p, steps: [{name: s, basis: [policy], " + child + "}]}]"}
		if want != "" {
			r.want = "spec.procedures[p].steps[s]." + field + ": " + want
		}
		return r
	}
	check(t, map[string]under{
		"another act":                row("act: Approve", "act: Guide", "act", `is "Guide", and the parent test.1 has "Approve"; a child keeps it`),
		"other people":               row("by: [{ref: Grantor}]", "by: [{ref: Operator}]", "by", `is [{"ref":"Operator"}], and the parent test.1 has [{"ref":"Grantor"}]; a child may add to them`),
		"before its turn":            row("after: [submit]", "after: []", "after", `is [], and the parent test.1 has ["submit"]; a child may add to them`),
		"of some alone":              row("act: Approve", "act: Approve, when: {tier: 2}", "when", `is {"tier":2}, and the parent test.1 has unset; a child may let it hold for all`),
		"not of each":                row("each: Input", "", "each", `is unset, and the parent test.1 has "Input"; a child keeps it`),
		"covering a part":            row("covers: Application", "covers: Contract", "covers", `is "Contract", and the parent test.1 has "Application"; a child may let the act cover all`),
		"covering the same part":     row("covers: Application", "covers: Application", "", ""),
		"covering all, as unsaid":    row("covers: Application", "", "", ""),
		"covering all":               row("covers: Application", "covers: All", "", ""),
		"approving":                  row("outcomes: [Reject]", "outcomes: [Approve, Reject]", "outcomes", `is ["Approve","Reject"], and the parent test.1 has ["Reject"]; a child keeps them`),
		"no reason for rejecting":    row("rejectNeeds: [Reason]", "", "rejectNeeds", `is unset, and the parent test.1 has ["Reason"]; a child may add to them`),
		"a point less":               row("points: [need, risk]", "points: [need]", "points", `is ["need"], and the parent test.1 has ["need","risk"]; a child may add to them`),
		"a paper less":               row("evidence: [report]", "", "evidence", `is unset, and the parent test.1 has ["report"]; a child may add to them`),
		"a day less":                 row("dated: [report]", "", "dated", `is unset, and the parent test.1 has ["report"]; a child may add to them`),
		"an end less":                row("expires: [licence]", "", "expires", `is unset, and the parent test.1 has ["licence"]; a child may add to them`),
		"an address less":            row("addressed: [page]", "", "addressed", `is unset, and the parent test.1 has ["page"]; a child may add to them`),
		"after a choice, too":        row("before: [choose]", "", "before", `is unset, and the parent test.1 has ["choose"]; a child may add to them`),
		"a paper that must be valid": row("act: Attest", "act: Attest, expires: [licence]", "", ""),
		"a ground more":              row("grounds: [a]", "grounds: [a, b]", "grounds", `is ["a","b"], and the parent test.1 has ["a"]; a child may leave some of them out`),
		"no day stated":              row("dueDate: Required", "", "dueDate", `is unset, and the parent test.1 has "Required"; a child keeps it`),
		"nobody told":                row("to: [{ref: Holder}]", "", "to", `is unset, and the parent test.1 has [{"ref":"Holder"}]; a child may add to them`),
		"no receipt":                 row("receipt: Required", "", "receipt", `is unset, and the parent test.1 has "Required"; a child keeps it`),
		"at any time":                row("window: ApplicationWindow", "", "window", `is unset, and the parent test.1 has "ApplicationWindow"; a child keeps it`),
		"late after all":             row("late: Exclude", "", "late", `is unset, and the parent test.1 has "Exclude"; a child keeps it`),
		"starting nothing anew":      row("restarts: [submit]", "", "restarts", `is unset, and the parent test.1 has ["submit"]; a child keeps them`),
		"no gate":                    row("act: Approve", "gate: false, act: Approve", "gate", "is false, and the parent test.1 has unset; a child may make a duty a gate, and no gate a duty"),
		"no gate where one is said":  row("gate: true", "gate: false", "gate", "is false, and the parent test.1 has true; a child may make a duty a gate, and no gate a duty"),
		"no gate as ever":            row("gate: false", "gate: false", "", ""),
		"a gate, which is said":      row("act: Approve", "act: Approve, gate: true", "", ""),
		"not together":               row("collective: true", "collective: false", "collective", "is false, and the parent test.1 has true; a child keeps it"),
		"together":                   row("collective: true", "collective: true", "", ""),
		"more than once":             row("once: true", "", "once", "is unset, and the parent test.1 has true; a child keeps it"),
		"once":                       row("once: true", "once: true", "", ""),
		"by one who did it before":   row("distinctFrom: [Grantor]", "", "distinctFrom", `is unset, and the parent test.1 has ["Grantor"]; a child may add to them`),
		"publicity more":             row("act: Publish", "act: Publish, publicity: {workingDays: 5}", "", ""),
		"publicity left out":         row("publicity: {workingDays: 5}", "", "publicity", `is unset, and the parent test.1 has {"workingDays":5}; a child keeps it`),
		"publicity of fewer days":    row("publicity: {workingDays: 5}", "publicity: {workingDays: 4}", "publicity.workingDays", "is 4, and the parent test.1 has 5; a child may make it longer"),
		"publicity of as many days":  row("publicity: {workingDays: 5}", "publicity: {workingDays: 5}", "", ""),
		"publicity of no days":       row("publicity: {workingDays: 5, channel: web}", "publicity: {channel: web}", "publicity.workingDays", "is unset, and the parent test.1 has 5; a child may make it longer"),
		"publicity elsewhere":        row("publicity: {channel: web}", "publicity: {channel: gate}", "publicity.channel", `is "gate", and the parent test.1 has "web"; a child keeps it`),
		"objections that block not":  row("publicity: {openObjections: Block}", "publicity: {openObjections: Record}", "publicity.openObjections", `is "Record", and the parent test.1 has "Block"; a child may let them block`),
		"objections that block":      row("publicity: {openObjections: Record}", "publicity: {openObjections: Block}", "", ""),
		"objections on record":       row("publicity: {openObjections: Record}", "publicity: {openObjections: Record}", "", ""),
		"a deadline more":            row("act: Approve", "act: Approve, due: {days: 5}", "", ""),
		"a deadline left out":        row("due: {days: 5}", "", "due", `is unset, and the parent test.1 has {"days":5}; a child keeps it`),
		"a clock from later on":      row("due: {from: submit}", "due: {from: forward}", "due.from", `is "forward", and the parent test.1 has "submit"; a child keeps it`),
		"another day":                row("due: {at: order.dueDate}", "due: {at: plan.dueDate}", "due.at", `is "plan.dueDate", and the parent test.1 has "order.dueDate"; a child keeps it`),
		"a duty of others":           row("due: {dutyOf: {ref: Grantor}}", "due: {dutyOf: {ref: Operator}}", "due.dutyOf", `is {"ref":"Operator"}, and the parent test.1 has {"ref":"Grantor"}; a child keeps it`),
		"more working days":          row("due: {workingDays: 5}", "due: {workingDays: 6}", "due.workingDays", "is 6, and the parent test.1 has 5; a child may make it shorter"),
		"more days":                  row("due: {days: 5}", "due: {days: 6}", "due.days", "is 6, and the parent test.1 has 5; a child may make it shorter"),
		"more months":                row("due: {months: 1}", "due: {months: 2}", "due.months", "is 2, and the parent test.1 has 1; a child may make it shorter"),
	})
}

func TestAChildMakesNoCutHarder(t *testing.T) {
	row := func(parent, child, want string) under {
		return under{
			"procedures: [{name: end, of: DeveloperGrant, effect: Terminated, steps: [{name: end, act: Terminate, basis: [NX-1.1]" + parent + "}]}]",
			"procedures: [{name: end, of: DeveloperGrant, effect: Terminated, steps: [{name: end, act: Terminate" + child + "}]}]", want,
		}
	}
	check(t, map[string]under{
		"on other rows":      row("", ", basis: [policy]", ""),
		"a shorter deadline": row(", due: {days: 5}", ", due: {days: 4}", ""),
		"a longer deadline":  row(", due: {days: 5}", ", due: {days: 6}", "spec.procedures[end].steps[end].due.days: is 6, and the parent test.1 has 5; a child may make it shorter"),
		"a point to confirm": row("", ", points: [need]",
			`spec.procedures[end].steps[end]: is {"name":"end","act":"Terminate","points":["need"]}, and the parent test.1 has {"name":"end","act":"Terminate","basis":["NX-1.1"]}; a child makes a step that takes away no harder and no other`),
	})
}

func TestAChangedStepRestsOnMore(t *testing.T) {
	step := func(basis, more string) string {
		return "procedures: [{name: grant, steps: [{name: approve, basis: [" + basis + "]" + more + "}]}]"
	}
	const flaw = "spec.procedures[grant].steps[approve].basis: is that of the parent test.1, and the step is not; cite what the change rests on, or policy"
	check(t, map[string]under{
		"one unchanged cites what it likes": {step("NX-1.1, NX-1.2", ""), step("NX-1.1", ""), ""},
		"one changed cites policy":          {step("NX-1.1", ""), step("NX-1.1, policy", ", points: [need]"), ""},
		"one changed cites nothing more":    {step("NX-1.1, NX-1.2", ""), step("NX-1.1", ", points: [need]"), flaw},
	})
}
