// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"strings"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/content"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// DecideGrant is the verdict on a grant, input by input, over its whole chain.
func DecideGrant(f *Facts, now time.Time) Verdict {
	f = f.hearing()
	g := f.Grant
	switch {
	case g == nil && f.GrantUnread:
		found := finding.Unread(v1alpha1.OnDeveloperGrant, "in question")
		return Verdict{Force: forceOf(found), Finding: found}
	case g == nil:
		return Verdict{Finding: finding.New(v1alpha1.ReferenceMissingReason, nil, "the grant does not exist")}
	}
	v := grantWhole(f, g, now)
	for i := range g.Spec.Inputs {
		found := finding.First(v.Finding, grantInput(f, g, &g.Spec.Inputs[i], now))
		v.Inputs = append(v.Inputs, InputVerdict{Resource: g.Spec.Inputs[i].Resource, Force: forceOf(found), Finding: found})
	}
	return withoutInputsDenied(v, linkOfGrant(g))
}

// grantWhole decides what concerns the grant as a whole. The order is the
// order in which reasons are shown: cuts and terms before content.
func grantWhole(f *Facts, g *v1alpha1.DeveloperGrant, now time.Time) Verdict {
	edition := f.Jurisdictions[g.Spec.Jurisdiction]
	own, ownFound := span(f, g.Spec.Jurisdiction, g.Spec.Term, g.Spec.Window)
	subject := subjectOf(v1alpha1.OnDeveloperGrant, g.Name)
	above, ancestor := f.ancestor(g, now)
	tier, _ := f.tier(g)
	found := finding.First(
		// Make sure that terms that have ended come first, for nothing brings
		// those back, then people's acts; all rest on the chain alone.
		beingDeleted(g.DeletionTimestamp, linkOfGrant(g)),
		f.termEnded(own, ownFound, now, linkOfGrant(g)),
		f.agreementEnded(now),
		f.stands(subject, now),
		f.replaced(linkOfGrant(g), subject, now),
		pausedByOwner(g),
		// Make sure that what is given would hold.
		f.guarded(now),
		// Make sure that the link above holds, and the holder stands. An edition
		// that is not there is the grant's own to await, whatever is above it.
		absent(edition, "Jurisdiction", string(g.Spec.Jurisdiction), "spec.jurisdiction"),
		ancestor,
		f.party(g.Spec.Holder, "spec.holder", now),
		// Make sure that the edition is in effect and the content lawful.
		f.edition(g.Spec.Jurisdiction, now),
		grantContent(f, g, own, ownFound, now, now),
		// Make sure that there is a class to make the sandbox of.
		f.class(g),
		f.notYet(own, now, linkOfGrant(g)),
	)
	v := Verdict{Force: forceOf(found), Finding: found, Remark: f.runsOn(edition.Get(), now), Interval: own, Tier: tier}
	v.Next = f.next(now, own, above.Interval)
	if above.Interval != (calendar.Interval{}) && own != (calendar.Interval{}) {
		v.Interval = own.Intersect(above.Interval)
	}
	return v
}

// grantContent finds what the grant itself lacks: nothing that people took from
// it, and nothing of the links above. at is when its term is asked.
func grantContent(f *Facts, g *v1alpha1.DeveloperGrant, own calendar.Interval, unknown *finding.Finding, at, now time.Time) *finding.Finding {
	edition := f.Jurisdictions[g.Spec.Jurisdiction].Get()
	subject := subjectOf(v1alpha1.OnDeveloperGrant, g.Name)
	_, tierFound := f.tier(g)
	return finding.First(
		unknown,
		f.sameCodeAsAgreement(g),
		tierFound,
		f.lapsed(subject, linkOfGrant(g), g.CreationTimestamp, now),
		f.lawfulTerm(subject, edition, own, at, now),
		f.lawful(subject, own, now),
		f.earlierGrants(g, own),
		f.entered(subject, v1alpha1.EffectEnter, now),
		contains(edition, linkOfGrant(g), func() content.Subject { return content.OfGrant(&g.Spec) }),
		f.tierConferred(g, edition, now),
	)
}

// ancestor decides the agreement above the grant as a whole; its resources are
// asked one by one.
func (f *Facts) ancestor(g *v1alpha1.DeveloperGrant, now time.Time) (Verdict, *finding.Finding) {
	agreement := f.Agreement.Get()
	if agreement == nil {
		return Verdict{}, noneAbove(f, f.Agreement, v1alpha1.OnOperationAgreement, string(g.Spec.Agreement), "spec.agreement", now)
	}
	v := agreementWhole(f, agreement, now)
	return v, aboveNotInForce(agreement.Name, v.Finding)
}

// agreementEnded finds that the term above is over.
func (f *Facts) agreementEnded(now time.Time) *finding.Finding {
	a := f.Agreement.Get()
	if a == nil {
		return nil
	}
	span, unknown := agreementSpan(f, a)
	return aboveNotInForce(a.Name, f.agreementOver(a, span, unknown, now))
}

func aboveNotInForce(name string, found *finding.Finding) *finding.Finding {
	return ancestorNotInForce("OperationAgreement", name, found)
}

// ancestorNotInForce is what stands against a link above, told of the link below.
func ancestorNotInForce(kind, name string, found *finding.Finding) *finding.Finding {
	if found == nil || found.Undecided {
		return found
	}
	return finding.New(v1alpha1.AncestorNotInForceReason, found.Basis, "%s %q is not in force (%s): %s", kind, name, found.Reason, found.Said)
}

// Paused finds that the owner of a grant paused it, which rests on the grant alone:
// whatever else could not be read, it is not in force.
func (f *Facts) Paused(subject v1alpha1.DecisionSubject) *finding.Finding {
	if subject.Kind != v1alpha1.OnDeveloperGrant || f.Grant == nil {
		return nil
	}
	return pausedByOwner(f.Grant)
}

func pausedByOwner(g *v1alpha1.DeveloperGrant) *finding.Finding {
	if g.Spec.Suspend == nil || !*g.Spec.Suspend {
		return nil
	}
	return finding.New(v1alpha1.SuspendedReason, nil, "spec.suspend of DeveloperGrant %q is true: its owner paused it; set it to false to go on", g.Name)
}

func (f *Facts) sameCodeAsAgreement(g *v1alpha1.DeveloperGrant) *finding.Finding {
	a := f.Agreement.Get()
	if a == nil {
		return nil
	}
	return f.sameCode(linkOfGrant(g), linkOfAgreement(a))
}

func (f *Facts) tier(g *v1alpha1.DeveloperGrant) (int32, *finding.Finding) {
	j, holder, agreement := f.Jurisdictions[g.Spec.Jurisdiction].Get(), f.Organizations[g.Spec.Holder].Get(), f.Agreement.Get()
	if j == nil || holder == nil || agreement == nil {
		return 0, nil // another check says what is missing
	}
	tier, found := jurisdiction.TierUnder(j, holder, string(agreement.Spec.Operator), agreement.Spec.Level)
	if found != nil {
		return 0, found
	}
	return tier.Tier, nil
}

// tierConferred finds that the role which the grant's tier asks of its holder was
// not conferred.
func (f *Facts) tierConferred(g *v1alpha1.DeveloperGrant, edition *v1alpha1.Jurisdiction, now time.Time) *finding.Finding {
	agreement := f.Agreement.Get()
	if agreement == nil {
		return nil // another check says what is missing
	}
	role := v1alpha1.RoleDeveloper
	if agreement.Spec.Operator == g.Spec.Holder {
		role = jurisdiction.OperatorRole(edition, agreement.Spec.Level)
	}
	return f.conferred(g.Spec.Holder, role, edition, "spec.holder", now)
}

func (f *Facts) class(g *v1alpha1.DeveloperGrant) *finding.Finding {
	if found := absent(f.Class, "SandboxClass", string(g.Spec.Sandbox.Class), "spec.sandbox.class"); found != nil {
		return found
	}
	if class := f.Class.Get(); class.Spec.Isolation == v1alpha1.IsolationProven {
		return finding.New(v1alpha1.IsolationUnprovenReason, nil,
			"SandboxClass %q asks for proven isolation, and the network engine %s was not seen to isolate on this cluster; choose a class with isolation: Unproven, or have it proved", class.Name, class.Spec.NetworkEngine)
	}
	return nil
}

// grantInput decides what concerns one input of the grant.
func grantInput(f *Facts, g *v1alpha1.DeveloperGrant, input *v1alpha1.Input, now time.Time) *finding.Finding {
	subject := subjectOf(v1alpha1.OnDeveloperGrant, g.Name)
	found := f.standsAgainstInput(subject, input.Resource, now)
	agreement := f.Agreement.Get()
	if agreement == nil {
		return found
	}
	return finding.First(
		found,
		f.lawfulInput(subject, input.Resource, now),
		insideAgreement(agreement, input.Resource),
		agreementInput(f, agreement, input.Resource, "spec.inputs", now),
		f.fieldsKnown(input),
	)
}

func insideAgreement(a *v1alpha1.OperationAgreement, resource v1alpha1.ObjectName) *finding.Finding {
	if slices.Contains(a.Spec.DataResources, resource) {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"spec.inputs: DataResource %q is not among spec.dataResources of OperationAgreement %q; choose an input of the agreement", resource, a.Name)
}

func (f *Facts) fieldsKnown(input *v1alpha1.Input) *finding.Finding {
	resource := f.Resources[input.Resource].Get()
	if resource == nil {
		return nil
	}
	var unknown []string
	for _, name := range input.Fields {
		if !slices.ContainsFunc(resource.Spec.Fields, func(known v1alpha1.Field) bool { return known.Name == name }) {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"spec.inputs: DataResource %q has no field %s; ask for fields it has", resource.Name, strings.Join(unknown, ", "))
}
