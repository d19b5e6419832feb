// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// dataAuthorityUnique allows one data authority per division: of two that claim
// to be it, the one that was registered later is no party as such. What it does
// by that role does not count either.
func dataAuthorityUnique(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	for _, ref := range []v1alpha1.PartyRef{v1alpha1.PartyGrantor, v1alpha1.PartyCoGrantor, v1alpha1.PartyOperator, v1alpha1.PartyDrafter, v1alpha1.PartyOrganiser} {
		if homes[ref] != c.Subject.Kind || c.Authority == nil {
			continue
		}
		for _, name := range c.Subject.Parties[ref] {
			first, known := c.Authority(v1alpha1.ObjectName(name))
			switch {
			case !known:
				return finding.Unread("the other data authorities beside Organization", name)
			case first != "":
				return unlawful(rule.Basis, "the %s %q of %s %q claims the role %s of a division of which Organization %q was registered as that earlier; there is one, name it",
					ref, name, c.Subject.Kind, c.Subject.Name, v1alpha1.RoleDataAuthority, first)
			}
		}
	}
	return nil
}

// catalogueCodeUnique allows one resource per code of the catalogue: one datum
// has one source.
func catalogueCodeUnique(c *Case, rule *v1alpha1.CheckRule) *finding.Finding {
	if c.Subject.Kind != v1alpha1.LinkDataResource || c.Resource == nil || c.Entered == nil {
		return nil
	}
	first, known := c.Entered()
	switch {
	case !known:
		return finding.Unread("the other entries of the catalogue beside DataResource", c.Resource.Name)
	case first == nil:
		return nil
	}
	return unlawful(rule.Basis, "spec.catalogue.code %q of DataResource %q is that of DataResource %q, which was entered earlier; one entry is one resource with one source, give this one its own code or use the other",
		c.Resource.Spec.Catalogue.Code, c.Resource.Name, first.Namespace+"/"+first.Name)
}

// FirstAuthorities are, for each division, who of those that claim to be its data
// authority was registered first.
func FirstAuthorities(organizations []v1alpha1.Organization) map[string]v1alpha1.ObjectName {
	first := map[string]*v1alpha1.Organization{}
	for i := range organizations {
		o := &organizations[i]
		if !slices.Contains(o.Spec.Roles, v1alpha1.RoleDataAuthority) {
			continue
		}
		if other := first[o.Spec.Division]; other == nil || before(o, other) {
			first[o.Spec.Division] = o
		}
	}
	names := map[string]v1alpha1.ObjectName{}
	for division, o := range first {
		names[division] = v1alpha1.ObjectName(o.Name)
	}
	return names
}

// Bearers are, for each organisation whose unified social credit code others bear
// too, all who bear it, in the order of their registration: they are one body. An
// organisation without a code shares it with nobody.
func Bearers(organizations []v1alpha1.Organization) map[v1alpha1.ObjectName][]v1alpha1.ObjectName {
	first, several := map[string]*v1alpha1.Organization{}, map[string][]*v1alpha1.Organization{}
	for i := range organizations {
		o := &organizations[i]
		switch other := first[o.Spec.USCC]; {
		case o.Spec.USCC == "":
		case other == nil:
			first[o.Spec.USCC] = o
		case several[o.Spec.USCC] == nil:
			several[o.Spec.USCC] = []*v1alpha1.Organization{other, o}
		default:
			several[o.Spec.USCC] = append(several[o.Spec.USCC], o)
		}
	}
	bearers := map[v1alpha1.ObjectName][]v1alpha1.ObjectName{}
	for _, all := range several {
		names := inOrder(all)
		for _, name := range names {
			bearers[name] = names
		}
	}
	return bearers
}

// inOrder are the names of organisations in the order of their registration.
func inOrder(organizations []*v1alpha1.Organization) []v1alpha1.ObjectName {
	slices.SortFunc(organizations, func(a, b *v1alpha1.Organization) int {
		if before(a, b) {
			return -1
		}
		return 1
	})
	names := make([]v1alpha1.ObjectName, 0, len(organizations))
	for _, o := range organizations {
		names = append(names, v1alpha1.ObjectName(o.Name))
	}
	return names
}

func before(a, b *v1alpha1.Organization) bool {
	if !a.CreationTimestamp.Equal(&b.CreationTimestamp) {
		return a.CreationTimestamp.Before(&b.CreationTimestamp)
	}
	return a.Name < b.Name
}

// FirstEntered is the resource that was entered first under the catalogue code of
// another one, by editions of one code; nil where that is the other one itself.
func FirstEntered(edition *v1alpha1.Jurisdiction, of *v1alpha1.DataResource, resources []v1alpha1.DataResource) *v1alpha1.DataResource {
	first := of
	for i := range resources {
		if r := &resources[i]; r.Spec.Catalogue.Code == of.Spec.Catalogue.Code && OfOneCode(edition, r.Spec.Jurisdiction) && entered(r, first) {
			first = r
		}
	}
	if first.Namespace == of.Namespace && first.Name == of.Name {
		return nil
	}
	return first
}

func entered(a, b *v1alpha1.DataResource) bool {
	if !a.CreationTimestamp.Equal(&b.CreationTimestamp) {
		return a.CreationTimestamp.Before(&b.CreationTimestamp)
	}
	return a.Namespace+"/"+a.Name < b.Namespace+"/"+b.Name
}

// OfOneCode says whether a name is that of an edition of the code of another one:
// it begins with the code, and a child's goes on with a word.
func OfOneCode(edition *v1alpha1.Jurisdiction, name v1alpha1.ObjectName) bool {
	pinned, _, _ := strings.Cut(string(name), ".")
	return pinned == edition.Spec.Code || strings.HasPrefix(pinned, edition.Spec.Code+"-")
}

// Switches says whether an edition switches a check on.
func Switches(edition *v1alpha1.Jurisdiction, name v1alpha1.CheckName) bool {
	return Rule(edition, name) != nil
}

// Rule is the rule by which an edition switches a check on, or nil.
func Rule(edition *v1alpha1.Jurisdiction, name v1alpha1.CheckName) *v1alpha1.CheckRule {
	if edition == nil {
		return nil
	}
	for i := range edition.Spec.Checks {
		if edition.Spec.Checks[i].Check == name {
			return &edition.Spec.Checks[i]
		}
	}
	return nil
}
