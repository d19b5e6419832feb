// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package stories_test

import (
	"github.com/publicdata-io/mandate/test/builder"
)

// stories are all stories, by the name of their file.
func stories() map[string]story {
	return map[string]story{
		"life-of-a-grant":            lifeOfAGrant(),
		"suspension-and-lift":        suspensionAndLift(),
		"two-suspensions":            twoSuspensions(),
		"one-of-two-inputs":          oneOfTwoInputs(),
		"halt-and-release":           haltAndRelease(),
		"operator-disqualified":      operatorDisqualified(),
		"agreement-ends-first":       agreementEndsFirst(),
		"missing-reference-appears":  missingReferenceAppears(),
		"made-again-while-suspended": madeAgainWhileSuspended(),
		"paused-by-its-owner":        pausedByItsOwner(),
		"terminated-agreement":       terminatedAgreement(),
	}
}

func lifeOfAGrant() story {
	return story{
		title: "The life of a grant, from before its term to its end 授权期限",
		about: "A term of civil dates holds both its days: it begins at the midnight that begins the\nfirst and ends at the midnight that ends the last. Nobody has to do anything for either.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2025-12-15 10:00", tells: "Agreement and grant are applied. Neither term has begun."},
			{at: "2026-01-01 00:00", tells: "The agreement's term begins; the grant's has not."},
			{at: "2026-01-31 23:59", tells: "A minute before the grant's term."},
			{at: "2026-02-01 00:00", tells: "The grant's term begins."},
			{at: "2026-10-31 23:59", tells: "The last minute of the last day."},
			{at: "2026-11-01 00:00", tells: "The term has ended: access is cut. The agreement goes on."},
			{at: "2027-01-01 00:00", tells: "The agreement's term has ended too."},
		},
	}
}

func suspensionAndLift() story {
	suspend := builder.Decision("suspend-1").Suspends(onGrant, "heart-risk").On("2026-03-02").Because("overdue security report 安全报告逾期").Obj()
	return story{
		title: "A suspension and its lift 暂停与解除",
		about: "What one organisation took, that organisation gives back. An act that gives opens\nnothing before its legal day, nor before it was recorded; one that takes waits for nothing.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-01 09:00", tells: "The grant is in force."},
			{at: "2026-03-02 09:00", tells: "The data bureau suspends it.", does: records(suspend)},
			{at: "2026-03-09 09:00", tells: "The cyberspace office, which did not suspend it, lifts it: that does not count.", does: records(builder.Decision("lift-of-another").By("cyberspace-office").Lifts(suspend).On("2026-03-09T09:00:00+08:00").Obj())},
			{at: "2026-03-10 09:00", tells: "The data bureau lifts it as of 16 March.", does: records(builder.Decision("lift-1").Lifts(suspend).On("2026-03-10T09:00:00+08:00").ActedOn("2026-03-16").Obj())},
			{at: "2026-03-15 23:59", tells: "The last minute before the legal day of the lift."},
			{at: "2026-03-16 00:00", tells: "The legal day of the lift has begun."},
			{at: "2026-03-17 09:00", tells: "The data bureau lifts it once more: that was done already.", does: records(builder.Decision("lift-2").Lifts(suspend).On("2026-03-17T09:00:00+08:00").Obj())},
			{at: "2026-04-01 09:00", tells: "The data bureau records a suspension dated the 1st of June: it counts from now on.", does: records(builder.Decision("suspend-2").Suspends(onGrant, "heart-risk").On("2026-04-01T09:00:00+08:00").ActedOn("2026-06-01").Obj())},
		},
	}
}

func twoSuspensions() story {
	first := builder.Decision("suspend-by-bureau").Suspends(onGrant, "heart-risk").On("2026-03-02").Obj()
	second := builder.Decision("suspend-by-cyberspace").By("cyberspace-office").Suspends(onGrant, "heart-risk").On("2026-03-04").Obj()
	return story{
		title: "Two suspensions need two lifts 两次暂停须分别解除",
		about: "Each suspension stands until it is lifted itself; no order of dates matters.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-02 09:00", tells: "The data bureau suspends the grant.", does: records(first)},
			{at: "2026-03-04 09:00", tells: "The cyberspace office suspends it too, on a ground of its own.", does: records(second)},
			{at: "2026-03-09 09:00", tells: "The data bureau lifts its own.", does: records(builder.Decision("lift-by-bureau").Lifts(first).On("2026-03-09T09:00:00+08:00").Obj())},
			{at: "2026-03-10 09:00", tells: "The cyberspace office lifts one, but names a UID that no Decision has.", does: records(builder.Decision("lift-mistaken").By("cyberspace-office").Lifts(second).RegardingUID("0000").On("2026-03-10T09:00:00+08:00").Obj())},
			{at: "2026-03-11 09:00", tells: "The cyberspace office lifts its own.", does: records(builder.Decision("lift-by-cyberspace").By("cyberspace-office").Lifts(second).On("2026-03-11T09:00:00+08:00").Obj())},
		},
	}
}

func oneOfTwoInputs() story {
	partial := builder.Decision("suspend-labs").Suspends(onGrant, "heart-risk").Only("labs").On("2026-03-02").Obj()
	halt := builder.Decision("halt-visits").Halts("DataResource", "visits").On("2026-03-20").Because("suspected leak 疑似泄露").Obj()
	return story{
		title: "One of two inputs is taken away 部分暂停",
		about: "A grant that loses one input keeps the other, on the sandbox's side and on the data's.\nWhen none is left, it is not in force.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-01 09:00", tells: "The grant is in force over both inputs."},
			{at: "2026-03-02 09:00", tells: "The data bureau suspends the grant for the laboratory results alone.", does: records(partial)},
			{at: "2026-03-20 09:00", tells: "The data bureau halts the visits themselves, for whoever works on them.", does: records(halt)},
			{at: "2026-03-23 09:00", tells: "The laboratory results are given back.", does: records(builder.Decision("lift-labs").Lifts(partial).On("2026-03-23T09:00:00+08:00").Obj())},
			{at: "2026-03-25 09:00", tells: "The visits are released.", does: records(builder.Decision("release-visits").Releases(halt).On("2026-03-25T09:00:00+08:00").Obj())},
		},
	}
}

func haltAndRelease() story {
	halt := builder.Decision("halt-1").By("data-group").Halts(onAgreement, "health").On("2026-03-02").Because("suspected leak 疑似泄露").Obj()
	return story{
		title: "A safety stop, and who lets things go on 紧急停止与解除",
		about: "In this edition the operator and every data authority may halt, at once and with nobody's\nconsent; the grantor and every data authority release, and the operator does not.",
		chain: health().Put(pharmas().Obj()), grants: []string{"heart-risk", "drug-safety"},
		days: []day{
			{at: "2026-03-02 08:00", tells: "The developer medtech halts the agreement: the edition does not let it.", does: records(builder.Decision("halt-by-medtech").By("medtech").Halts(onAgreement, "health").On("2026-03-02T08:00:00+08:00").Obj())},
			{at: "2026-03-02 09:00", tells: "The operator halts the agreement: every grant under it is cut.", does: records(halt)},
			{at: "2026-03-03 09:00", tells: "The operator would release it itself: the edition does not let it.", does: records(builder.Decision("release-by-operator").By("data-group").Releases(halt).On("2026-03-03T09:00:00+08:00").Obj())},
			{at: "2026-03-05 09:00", tells: "The data bureau, another body that is entitled, releases it.", does: records(builder.Decision("release-by-bureau").Releases(halt).On("2026-03-05T09:00:00+08:00").Obj())},
			{at: "2026-03-09 09:00", tells: "A body that nobody registered halts the grant heart-risk: in doubt, things stay closed.", does: records(builder.Decision("halt-by-unknown").By("unregistered-body").Halts(onGrant, "heart-risk").On("2026-03-09T09:00:00+08:00").Obj())},
		},
	}
}

func operatorDisqualified() story {
	disqualify := builder.Decision("disqualify-data-group").Disqualifies("data-group").On("2026-03-02").Because("data traded outside the agreement 违规交易数据").Obj()
	return story{
		title: "The operator is disqualified 取消运营机构资格",
		about: "A link holds only while the one above it holds, and an agreement only while its parties\nstand. A disqualification is for good.",
		chain: health().Put(pharmas().Obj()), grants: []string{"heart-risk", "drug-safety"},
		days: []day{
			{at: "2026-03-01 09:00", tells: "Two developers work under the agreement."},
			{at: "2026-03-02 09:00", tells: "The data bureau disqualifies the operator.", does: records(disqualify)},
			{at: "2026-03-09 09:00", tells: "The data bureau would lift that: a disqualification is not lifted.", does: records(builder.Decision("lift-1").Lifts(disqualify).On("2026-03-09").Obj())},
		},
	}
}

func agreementEndsFirst() story {
	return story{
		title: "The agreement ends before the grant 协议先于授权届满",
		about: "No grant outlives its agreement, whatever its own term says.",
		chain: health().Put(medtechs().Term("2026-02-01", "2028-01-31").Obj()), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-06-01 09:00", tells: "The grant says 2028; it is in force to the end of the agreement."},
			{at: "2026-12-31 23:59", tells: "The last minute of the agreement."},
			{at: "2027-01-01 00:00", tells: "The agreement has ended, and the grant with it."},
			{at: "2027-01-05 09:00", tells: "A suspension is recorded: what is shown is the end, which no lift brings back.", does: records(builder.Decision("suspend-late").Suspends(onGrant, "heart-risk").On("2027-01-05T09:00:00+08:00").Obj())},
		},
	}
}

func missingReferenceAppears() story {
	return story{
		title: "What is referred to appears later 所引对象后来出现",
		about: "What refers to something missing is accepted, stays out of force, says what is missing,\nand comes into force when that appears.",
		chain: health().Drop("SandboxClass", "standard").Drop("DataResource", "labs").Drop("Organization", "medtech"), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-01 09:00", tells: "The grant is applied before its holder, its class and one of its inputs."},
			{at: "2026-03-02 09:00", tells: "The holder is registered.", does: func(c *builder.Chain) {
				c.Put(builder.Organization("medtech").Roles("Developer").Group("medtech:developers").Obj())
			}},
			{at: "2026-03-03 09:00", tells: "The class is applied: the grant is in force over what there is.", does: func(c *builder.Chain) { c.Put(builder.Class("standard").Obj()) }},
			{at: "2026-03-04 09:00", tells: "The laboratory results are catalogued.", does: func(c *builder.Chain) { c.Put(builder.Resource("labs").Obj()) }},
		},
	}
}

func madeAgainWhileSuspended() story {
	suspend := builder.Decision("suspend-1").Suspends(onAgreement, "health").On("2026-03-02").Obj()
	again := builder.Agreement("health").UID("made-again").Over("visits", "labs", "drugs").Term("2026-01-01", "2026-12-31").Obj()
	return story{
		title: "An agreement is deleted and made again while suspended 暂停期间删除重建",
		about: "An act that takes away binds its subject by kind and name, whatever the content, also\nafter it was deleted and made again.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-02 09:00", tells: "The data bureau suspends the agreement.", does: records(suspend)},
			{at: "2026-03-03 09:00", tells: "Somebody deletes the agreement.", does: func(c *builder.Chain) { c.Drop("OperationAgreement", "health") }},
			{at: "2026-03-03 10:00", tells: "And makes it again, under the same name.", does: func(c *builder.Chain) { c.Put(again) }},
			{at: "2026-03-09 09:00", tells: "The data bureau lifts the suspension.", does: records(builder.Decision("lift-1").Lifts(suspend).On("2026-03-09T09:00:00+08:00").Obj())},
		},
	}
}

func pausedByItsOwner() story {
	suspend := builder.Decision("suspend-1").Suspends(onGrant, "heart-risk").On("2026-03-03").Obj()
	paused := func(is bool) func(*builder.Chain) {
		return func(c *builder.Chain) { c.Put(medtechs().Paused(is).Obj()) }
	}
	return story{
		title: "The owner's pause neither hides nor lifts a suspension 所有者自行暂停",
		about: "spec.suspend is the owner's own switch. It takes at once, and gives back only what it took.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-02 09:00", tells: "The owner pauses the grant.", does: paused(true)},
			{at: "2026-03-03 09:00", tells: "The data bureau suspends it: that is told first.", does: records(suspend)},
			{at: "2026-03-04 09:00", tells: "The owner takes the pause back: the suspension stands.", does: paused(false)},
			{at: "2026-03-09 09:00", tells: "The data bureau lifts it.", does: records(builder.Decision("lift-1").Lifts(suspend).On("2026-03-09T09:00:00+08:00").Obj())},
		},
	}
}

func terminatedAgreement() story {
	return story{
		title: "A terminated agreement does not come back 终止协议",
		about: "A termination is for good; a new agreement under another name begins anew.",
		chain: health(), grants: []string{"heart-risk"},
		days: []day{
			{at: "2026-03-02 09:00", tells: "The data bureau terminates the agreement.", does: records(builder.Decision("terminate-1").Terminates(onAgreement, "health").On("2026-03-02").Because("breach 违约").Obj())},
			{at: "2026-03-05 09:00", tells: "A new agreement is made, and a grant under it.", does: func(c *builder.Chain) {
				c.Put(builder.Agreement("health-2").Over("visits", "labs").Term("2026-03-05", "2026-12-31").Obj(),
					medtechs().UID("made-again").Under("health-2").Obj())
			}},
		},
	}
}
