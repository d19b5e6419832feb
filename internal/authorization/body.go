// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"slices"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Bearers are all organisations with the unified social credit code of one, in the
// order of their registration, the one among them.
func (f *Facts) Bearers(name v1alpha1.ObjectName) []v1alpha1.ObjectName {
	if all := f.Bodies[name]; all != nil {
		return all
	}
	return []v1alpha1.ObjectName{name}
}

// Together are an organisation and all that are affiliated with it: whose bars an
// edition may hold against it.
func (f *Facts) Together(name v1alpha1.ObjectName) []v1alpha1.ObjectName {
	return append([]v1alpha1.ObjectName{name}, f.affiliatesOf(name)...)
}

// registeredBefore is who was registered first with the code of an organisation,
// where that is another one, or empty.
func (f *Facts) registeredBefore(name v1alpha1.ObjectName) v1alpha1.ObjectName {
	if all := f.Bodies[name]; all != nil && all[0] != name {
		return all[0]
	}
	return ""
}

// party finds that a party is missing or in bad standing, or is a body that was
// registered before under another name.
func (f *Facts) party(name v1alpha1.ObjectName, field string, now time.Time) *finding.Finding {
	return finding.First(
		absentOrTaken(f.Organizations[name], "Organization", string(name), field, f.bodyStands(name, now)),
		f.anotherName(name, field),
	)
}

// bodyStands finds what Decisions have taken from a party, by whichever name they
// were on.
func (f *Facts) bodyStands(name v1alpha1.ObjectName, now time.Time) *finding.Finding {
	own := f.stands(subjectOf(v1alpha1.OnOrganization, string(name)), now)
	if len(f.Bodies[name]) == 0 {
		return own
	}
	found := []*finding.Finding{own}
	for _, other := range f.Bodies[name] {
		if other != name {
			found = append(found, besides(name, other, f.stands(subjectOf(v1alpha1.OnOrganization, string(other)), now)))
		}
	}
	return finding.First(found...)
}

// besides is what stands against an organisation, told of another one of its code.
func besides(name, other v1alpha1.ObjectName, found *finding.Finding) *finding.Finding {
	if found == nil || found.Undecided {
		return found
	}
	return finding.New(found.Reason, found.Basis, "Organization %q bears the spec.uscc of Organization %q: %s", other, name, found.Said)
}

// anotherName finds that an organisation bears the code of one that was registered
// first, which alone is a party: one body would else be two, where an edition keeps
// one from what the other does.
func (f *Facts) anotherName(name v1alpha1.ObjectName, field string) *finding.Finding {
	o, first := f.Organizations[name].Get(), f.registeredBefore(name)
	switch {
	case o == nil:
		return nil // another check says what is missing
	case f.Bodies == nil:
		return f.bearersUnread(name)
	case first == "":
		return nil
	}
	return finding.New(v1alpha1.UnlawfulReason, nil,
		"%s: Organization %q bears the spec.uscc %s of Organization %q, which was registered first; one body is one Organization, name %q", field, name, o.Spec.USCC, first, first)
}

func (f *Facts) bearersUnread(name v1alpha1.ObjectName) *finding.Finding {
	return finding.Unread(finding.Say("the credit codes beside that of %s", v1alpha1.OnOrganization), string(name))
}

// givesInAnotherName finds that an act which gives is of an organisation whose code
// was registered first under another name. What takes away counts all the same, and
// who took gives that back. acts are all on its subject.
func (f *Facts) givesInAnotherName(d *v1alpha1.Decision, acts []*v1alpha1.Decision, edition *v1alpha1.Jurisdiction) *finding.Finding {
	org := d.Spec.Organization
	first := f.registeredBefore(org)
	switch {
	case f.Bodies != nil && first == "", takesAway(d, edition), givesBackItsOwn(d, acts, edition):
		return nil
	case f.Bodies == nil:
		return f.bearersUnread(org)
	}
	code := ""
	if o := f.Organizations[org].Get(); o != nil {
		code = o.Spec.USCC
	}
	return finding.New(v1alpha1.NotEntitledReason, nil,
		"Organization %q bears the spec.uscc %s of Organization %q, which was registered first; one body is one Organization, and gives by its acts as %q alone: let that one act", org, code, first, first)
}

// inOneName are the acts without those that give in another name.
func (f *Facts) inOneName(acts []*v1alpha1.Decision, edition *v1alpha1.Jurisdiction) []*v1alpha1.Decision {
	if len(f.Bodies) == 0 {
		return acts
	}
	return slices.DeleteFunc(slices.Clone(acts), func(d *v1alpha1.Decision) bool { return f.givesInAnotherName(d, acts, edition) != nil })
}
