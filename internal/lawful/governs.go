// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/division"
	"github.com/publicdata-io/mandate/internal/finding"
)

// governs keeps whoever writes a link from choosing whose law is for it: an edition
// governs the authorities of its own division, and those above that supply or grant
// there. No edition switches this on, since the one that is chosen would be the one
// that is silent; what an edition itself asks of a territory (Territory) is stricter
// and told first. An edition that names no division is of no place, and is held
// against nobody.
func governs(c *Case) *finding.Finding {
	if c.Registered == nil || c.Edition.Spec.Division == "" {
		return nil
	}
	for _, ref := range []v1alpha1.PartyRef{v1alpha1.PartyGrantor, v1alpha1.PartySourceUnit, v1alpha1.PartyDrafter, v1alpha1.PartyOrganiser} {
		if homes[ref] != c.Subject.Kind {
			continue
		}
		for _, name := range c.Subject.Parties[ref] {
			if found := c.governed(ref, c.Registered(v1alpha1.ObjectName(name))); found != nil {
				return found
			}
		}
	}
	return nil
}

// governed finds that an authority is of a division that has nothing to do with that
// of the edition. That it is not there or not read another check says.
func (c *Case) governed(ref v1alpha1.PartyRef, o *v1alpha1.Organization) *finding.Finding {
	if o == nil || o.Spec.Division == "" || !c.authority(ref, o) || division.Related(c.Edition.Spec.Division, o.Spec.Division) {
		return nil
	}
	return unlawful(nil, "the %s %q of %s %q is of the division %q, and Jurisdiction %q is of %q: neither holds the other, and an edition governs no authority of another place; pin an edition of %q",
		ref, o.Name, c.Subject.Kind, c.Subject.Name, o.Spec.Division, c.Edition.Name, c.Edition.Spec.Division, o.Spec.Division)
}

// authority says whether a party of the link acts there as an authority. A company
// may be registered anywhere: one that operates and grants what stands under its
// agreement, that organises a call, or that brings its own data.
func (c *Case) authority(ref v1alpha1.PartyRef, o *v1alpha1.Organization) bool {
	switch ref {
	case v1alpha1.PartyGrantor:
		return c.Subject.Traits.Level <= 1
	case v1alpha1.PartySourceUnit:
		return c.Resource == nil || c.Resource.Spec.Origin != v1alpha1.OriginSocial
	}
	return slices.ContainsFunc(o.Spec.Roles, func(role v1alpha1.Role) bool {
		return role != v1alpha1.RoleOperator && role != v1alpha1.RoleDeveloper
	})
}
