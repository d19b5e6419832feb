// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction_test

import (
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

func TestAChildRequiresAllContentStill(t *testing.T) {
	lacks := func(of v1alpha1.LinkKind, key string) string {
		return `spec.content.` + string(of) + `: lacks "` + key + `", which the parent test.1 requires; a child may add to them`
	}
	tests := map[string]under{
		"content where its parent asks for none": {"{}", "content: {DataResource: [{key: a}]}", ""},
		"all content left out":                   {"content: {DataResource: [{key: a}]}", "{}", lacks("DataResource", "a")},
		"content of another part": {
			"content: {DeveloperGrant: [{key: a, part: Contract}]}", "content: {DeveloperGrant: [{key: a, part: Application}]}", lacks("DeveloperGrant", "a"),
		},
		"content of some alone": {
			"content: {DeveloperGrant: [{key: a}]}", "content: {DeveloperGrant: [{key: a, when: {tier: 2}}]}", lacks("DeveloperGrant", "a"),
		},
		"content of others": {
			"content: {DeveloperGrant: [{key: a, when: {tier: 1}}]}", "content: {DeveloperGrant: [{key: a, when: {tier: 2}}]}", lacks("DeveloperGrant", "a"),
		},
		"content of the same": {
			"content: {DeveloperGrant: [{key: a, when: {tier: 1}}]}", "content: {DeveloperGrant: [{key: a, when: {tier: 1}}]}", "",
		},
		"content of all": {"content: {DeveloperGrant: [{key: a, when: {tier: 1}}]}", "content: {DeveloperGrant: [{key: a}]}", ""},
	}
	for _, of := range []v1alpha1.LinkKind{
		v1alpha1.LinkImplementationPlan, v1alpha1.LinkSelection, v1alpha1.LinkOperationAgreement, v1alpha1.LinkDataResource, v1alpha1.LinkDeveloperGrant,
	} {
		one, two := "content: {"+string(of)+": [{key: a}]}", "content: {"+string(of)+": [{key: a}, {key: b}]}"
		tests["more content of "+string(of)] = under{one, two, ""}
		tests["less content of "+string(of)] = under{two, one, lacks(of, "b")}
	}
	check(t, tests)
}

func TestAChildMakesNoCheckMoreLenient(t *testing.T) {
	row := func(parent, child string, lacks bool) under {
		r := under{parent: "checks: [" + parent + "]", child: "checks: [" + child + "]"}
		if lacks {
			r.want = "spec.checks: lack " + parent + ", which the parent test.1 makes; a child may add checks and make them stricter"
		}
		return r
	}
	const ban = `{"check":"RedevelopmentBan","of":"Holder","scope":"DeliveredProducts","affiliates":"Deny"}`
	const forms = `{"check":"LegalForm","legalForms":["LegalPerson"]}`
	check(t, map[string]under{
		"all of them left out":   row(ban, "", true),
		"another check":          row(ban, `{"check":"NotBarred","of":"Holder","scope":"DeliveredProducts","affiliates":"Deny"}`, true),
		"of another party":       row(ban, `{"check":"RedevelopmentBan","of":"Operator","scope":"DeliveredProducts","affiliates":"Deny"}`, true),
		"of some alone":          row(ban, `{"check":"RedevelopmentBan","of":"Holder","scope":"DeliveredProducts","affiliates":"Deny","when":{"tier":2}}`, true),
		"of all that there is":   row(ban, `{"check":"RedevelopmentBan","of":"Holder","scope":"AllInScope","affiliates":"Deny"}`, false),
		"of less":                row(`{"check":"RedevelopmentBan","scope":"AllInScope"}`, `{"check":"RedevelopmentBan","scope":"DeliveredProducts"}`, true),
		"affiliates flagged":     row(ban, `{"check":"RedevelopmentBan","of":"Holder","scope":"DeliveredProducts","affiliates":"Flag"}`, true),
		"affiliates looked at":   row(`{"check":"RedevelopmentBan"}`, `{"check":"RedevelopmentBan","affiliates":"Flag"}`, false),
		"a legal form more":      row(forms, `{"check":"LegalForm","legalForms":["LegalPerson","PublicInstitution"]}`, true),
		"a legal form less":      row(`{"check":"LegalForm","legalForms":["LegalPerson","PublicInstitution"]}`, forms, false),
		"legal forms left out":   row(forms, `{"check":"LegalForm"}`, true),
		"a class of source more": row(`{"check":"SourceClass","sourceClasses":["StateOrgan"]}`, `{"check":"SourceClass","sourceClasses":["StateOrgan","PublicService"]}`, true),
		"a party more to choose": row(`{"check":"PartyAmong","among":[{"ref":"Grantor"}]}`, `{"check":"PartyAmong","among":[{"ref":"Grantor"},{"ref":"Operator"}]}`, true),
	})
}

func TestAChildKeepsGroundsAndBars(t *testing.T) {
	bar := func(child, shown string) under {
		want := "spec.grounds[breach].bar: is " + shown + `, and the parent test.1 has {"years":3}; a child may make it longer`
		return under{"grounds: [{id: breach, act: Terminate, bar: {years: 3}}]", "grounds: [{id: breach, act: Terminate" + child + "}]", want}
	}
	const lack = "spec.grounds: lack breach for Terminate, which the parent test.1 names; a child may add grounds"
	check(t, map[string]under{
		"a ground left out":      {"grounds: [{id: breach, act: Terminate, of: DeveloperGrant}]", "{}", lack},
		"a ground of other acts": {"grounds: [{id: breach, act: Terminate}]", "grounds: [{id: breach, act: Suspend}]", lack},
		"a ground of other name": {"grounds: [{id: breach, act: Terminate}]", "grounds: [{id: risk, act: Terminate}]", lack},
		"a ground of other objects": {
			"grounds: [{id: breach, act: Terminate, of: DeveloperGrant}]", "grounds: [{id: breach, act: Terminate, of: DataResource}]",
			`spec.grounds[breach].of: is "DataResource", and the parent test.1 has "DeveloperGrant"; a child keeps it`,
		},
		"a bar where there was none":  {"grounds: [{id: breach, act: Terminate}]", "grounds: [{id: breach, act: Terminate, bar: {years: 1}}]", ""},
		"a shorter bar":               bar(", bar: {years: 2}", `{"years":2}`),
		"a bar left out":              bar("", "unset"),
		"a bar as long as is decided": bar(", bar: {byDecision: true}", `{"byDecision":true}`),
		"a bar of years for one of which is decided": {
			"grounds: [{id: breach, act: Terminate, bar: {byDecision: true}}]", "grounds: [{id: breach, act: Terminate, bar: {years: 1}}]", "",
		},
		"no bar where its length is to be decided": {
			"grounds: [{id: breach, act: Terminate, bar: {byDecision: true}}]", "grounds: [{id: breach, act: Terminate}]",
			`spec.grounds[breach].bar: is unset, and the parent test.1 has {"byDecision":true}; a child may make it longer`,
		},
		"a consequence left out": {
			`consequences: [{"on": RectificationOverdue, effect: Suspended}]`, "{}",
			`spec.consequences: is unset, and the parent test.1 has [{"on":"RectificationOverdue","effect":"Suspended"}]; a child may add to them`,
		},
		"a consequence of another effect": {
			`consequences: [{"on": RectificationOverdue, effect: Terminated}]`, `consequences: [{"on": RectificationOverdue, effect: Suspended}]`,
			`spec.consequences: is [{"on":"RectificationOverdue","effect":"Suspended"}], and the parent test.1 has [{"on":"RectificationOverdue","effect":"Terminated"}]; a child may add to them`,
		},
	})
}

func TestAChildKeepsDuties(t *testing.T) {
	const parent = "duties: [{name: other}, {name: open, of: DeveloperGrant, 'on': grant/approve, act: Publish, until: SandboxReady, dutyOf: {ref: Operator}, due: {days: 5}}]"
	check(t, map[string]under{
		"a duty left out": {parent, "duties: [{name: other}]", "spec.duties[open]: is left out, and the parent test.1 has it; a child may add duties"},
		"a duty of all else": {
			parent, "duties: [{name: other}, {name: open, of: DataResource, 'on': resource/clear, act: File, until: Filed, dutyOf: {ref: Holder}, due: {days: 6}}]",
			`spec.duties[open].of: is "DataResource", and the parent test.1 has "DeveloperGrant"; a child keeps it; ` +
				`spec.duties[open].on: is "resource/clear", and the parent test.1 has "grant/approve"; a child keeps it; ` +
				`spec.duties[open].act: is "File", and the parent test.1 has "Publish"; a child keeps it; ` +
				`spec.duties[open].until: is "Filed", and the parent test.1 has "SandboxReady"; a child keeps it; ` +
				`spec.duties[open].dutyOf: is {"ref":"Holder"}, and the parent test.1 has {"ref":"Operator"}; a child keeps it; ` +
				"spec.duties[open].due.days: is 6, and the parent test.1 has 5; a child may make it shorter",
		},
		"a later month": {
			"duties: [{name: open, due: {months: 1}}]", "duties: [{name: open, due: {months: 2}}]",
			"spec.duties[open].due.months: is 2, and the parent test.1 has 1; a child may make it shorter",
		},
		"a duty of nobody": {
			"duties: [{name: open, dutyOf: {ref: Operator}}]", "duties: [{name: open}]",
			`spec.duties[open].dutyOf: is unset, and the parent test.1 has {"ref":"Operator"}; a child keeps it`,
		},
		"no number of days": {
			"duties: [{name: open, due: {workingDays: 5}}]", "duties: [{name: open}]",
			"spec.duties[open].due.workingDays: is unset, and the parent test.1 has 5; a child may make it shorter",
		},
		"any number for one that is only recommended": {
			"duties: [{name: open, due: {workingDays: 5, soft: true}}]", "duties: [{name: open, due: {workingDays: 6}}]", "",
		},
	})
}

func TestAChildKeepsWhenToRenew(t *testing.T) {
	const parent = "renewal: {months: 3, early: Allowed, of: [OperationAgreement], to: {role: DataAuthority}}"
	check(t, map[string]under{
		"a renewal where there was none": {"{}", parent, ""},
		"the renewal of its parent":      {parent, parent, ""},
		"a renewal left out": {
			"renewal: {months: 3}", "{}", `spec.renewal: is unset, and the parent test.1 has {"months":3}; a child keeps it`,
		},
		"another renewal": {
			parent, "renewal: {months: 4, early: Never, of: [DeveloperGrant], to: {role: Operator}}",
			"spec.renewal.months: is 4, and the parent test.1 has 3; a child may make it shorter; " +
				`spec.renewal.early: is "Never", and the parent test.1 has "Allowed"; a child keeps it; ` +
				`spec.renewal.of: is ["DeveloperGrant"], and the parent test.1 has ["OperationAgreement"]; a child keeps it; ` +
				`spec.renewal.to: is {"role":"Operator"}, and the parent test.1 has {"role":"DataAuthority"}; a child keeps it`,
		},
	})
}

// TestAChildLetsNoMoreRunOn: what was signed since the rules of its parent hold
// follows those of the child too.
func TestAChildLetsNoMoreRunOn(t *testing.T) {
	const held = "effectiveFrom: \"2025-04-01\"\ntransition: {basis: [policy]}"
	const lets = `spec.transition.before: is "2025-06-01", and the parent test.1 has "2025-04-01"; a child may give an earlier day`
	check(t, map[string]under{
		"nothing, where its parent does":         {held, "effectiveFrom: \"2025-04-01\"", ""},
		"what its parent does":                   {held, held, ""},
		"from the day that its parent leaves":    {"transition: {basis: [policy]}", held + "\neffectiveFromBasis: [policy]", ""},
		"where its parent does nothing":          {"effectiveFrom: \"2025-04-01\"", held, "spec.transition: lets run on what was signed before the rules held, and the parent test.1 lets nothing; a child opens no such way"},
		"what was signed before it began itself": {held, "effectiveFrom: \"2025-06-01\"\ntransition: {basis: [policy]}", lets},
		"of a later day":                         {"transition: {before: \"2025-04-01\", basis: [policy]}", "transition: {before: \"2025-06-01\", basis: [policy]}", lets},
		"of an earlier day":                      {held, "effectiveFrom: \"2025-06-01\"\ntransition: {before: \"2025-03-01\", basis: [policy]}", ""},
	})
}

func TestAChildHindersNobodyWhoStops(t *testing.T) {
	check(t, map[string]under{
		"who stops, where its parent is silent": {"{}", "halt: {by: [{ref: Operator}]}", ""},
		"who stops left out as a whole": {
			"halt: {by: [{ref: Operator}]}", "{}", `spec.halt: is unset, and the parent test.1 has {"by":[{"ref":"Operator"}]}; a child keeps it`,
		},
		"everybody":         {"halt: {by: [{ref: Operator}]}", "halt: {by: []}", ""},
		"everybody as ever": {"halt: {by: []}", "halt: {by: []}", ""},
		"somebody else": {
			"halt: {by: [{ref: Operator}]}", "halt: {by: [{ref: Grantor}]}",
			`spec.halt.by: is [{"ref":"Grantor"}], and the parent test.1 has [{"ref":"Operator"}]; a child may add to them`,
		},
		"one alone, where everybody could": {
			"halt: {by: []}", "halt: {by: [{ref: Grantor}]}",
			`spec.halt.by: is [{"ref":"Grantor"}], and the parent test.1 has []; a child lets everybody stop still`,
		},
		"nobody who is told": {
			"halt: {reportTo: [{ref: Grantor}]}", "halt: {by: []}", `spec.halt.reportTo: is unset, and the parent test.1 has [{"ref":"Grantor"}]; a child may add to them`,
		},
	})
}
