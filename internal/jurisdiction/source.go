// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// publicForms are the legal forms of bodies whose data is public data under each of
// the texts: they do nothing but their duty or a public service.
var publicForms = []v1alpha1.LegalForm{"StateOrgan", "PublicInstitution"}

// PublicBody says by what an organisation is one whose data is public data 公共数据
// under an edition, such as `spec.legalForm StateOrgan`; nothing where it is none. It
// is one by its legal form, by the class that it states, of those that the edition
// lists (check SourceClass) or any where it lists none, or as it claims to be a
// source unit 数源部门.
func PublicBody(edition *v1alpha1.Jurisdiction, o *v1alpha1.Organization) string {
	class, rule := o.Spec.SourceClass, PublicSources(edition)
	switch {
	case slices.Contains(publicForms, o.Spec.LegalForm):
		return "spec.legalForm " + string(o.Spec.LegalForm)
	case class != "" && (rule == nil || slices.Contains(rule.SourceClasses, class)):
		return "spec.sourceClass " + string(class)
	case HasRole(o, v1alpha1.RoleSourceUnit):
		return "spec.roles " + string(v1alpha1.RoleSourceUnit)
	}
	return ""
}

// PublicSources is the rule by which an edition says whose data is public data, or
// nil where it has none.
func PublicSources(edition *v1alpha1.Jurisdiction) *v1alpha1.CheckRule {
	at := slices.IndexFunc(edition.Spec.Checks, func(c v1alpha1.CheckRule) bool {
		return c.Check == v1alpha1.CheckSourceClass && c.Of == v1alpha1.PartySourceUnit
	})
	if at < 0 {
		return nil
	}
	return &edition.Spec.Checks[at]
}
