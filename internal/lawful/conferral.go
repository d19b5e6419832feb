// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// conferrals are the steps by which one of the roles is conferred on an
// organisation; none where they are not known.
func (c *Case) conferrals(name v1alpha1.ObjectName, roles []v1alpha1.Role) []procedure.Conferral {
	if c.Conferrals == nil {
		return nil
	}
	return c.Conferrals(name, roles)
}

// claimed are the roles of a rule that an organisation claims and that were not
// conferred on it.
func (c *Case) claimed(name v1alpha1.ObjectName, among []v1alpha1.PartyChoice) []v1alpha1.Role {
	org, _ := c.organization(name)
	claiming := org.Claiming(c.Edition)
	var roles []v1alpha1.Role
	for _, choice := range among {
		if choice.Role != "" && !org.HasRole(c.Edition, choice.Role) && claiming.HasRole(c.Edition, choice.Role) {
			roles = append(roles, choice.Role)
		}
	}
	return roles
}
