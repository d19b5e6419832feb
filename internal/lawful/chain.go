// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package lawful

import (
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// check finds that a link breaks one rule.
type check func(c *Case, rule *v1alpha1.CheckRule) *finding.Finding

// whole are the checks of a link as a whole. A check that is not in a table is
// about facts that are not read yet, or is made elsewhere.
var whole = map[v1alpha1.CheckName]check{
	// Make sure that the link stays inside the one above it.
	v1alpha1.CheckPlanMode:             planMode,
	v1alpha1.CheckTermWithinPlan:       termWithinPlan,
	v1alpha1.CheckGrantWithinAgreement: grantWithinAgreement,
	// Make sure that the parties are those whom the law wants there.
	v1alpha1.CheckSelectedOperator:     selectedOperator,
	v1alpha1.CheckPartyAmong:           partyAmong,
	v1alpha1.CheckTerritory:            territory,
	v1alpha1.CheckLegalForm:            legalForm,
	v1alpha1.CheckSourceClass:          sourceClass,
	v1alpha1.CheckRedevelopmentBan:     redevelopmentBan,
	v1alpha1.CheckOperatorNotDeveloper: operatorNotDeveloper,
	// Make sure that there is one of what the law wants once.
	v1alpha1.CheckDataAuthorityUnique: dataAuthorityUnique,
	v1alpha1.CheckCatalogueCodeUnique: catalogueCodeUnique,
	// Make sure that what is declared was declared.
	v1alpha1.CheckGuidancePrice: guidancePrice,
	v1alpha1.CheckFeeStated:     feeStated,
	v1alpha1.CheckDesensitised:  desensitised,
}

// ofInput are the checks of one resource under an agreement.
var ofInput = map[v1alpha1.CheckName]check{
	v1alpha1.CheckDataWithinPlan:      dataWithinPlan,
	v1alpha1.CheckSectorsWithinField:  sectorsWithinField,
	v1alpha1.CheckDataWithinAgreement: dataWithinAgreement,
	v1alpha1.CheckPartyAmong:          sourceAmong,
}

// Against finds the first rule of the edition that the link as a whole breaks,
// in the edition's order, or that the edition is of another place.
func Against(c *Case) *finding.Finding {
	if c.Edition == nil {
		return nil
	}
	return finding.First(mode(c), grantor(c), coGrantors(c), tierInputs(c), c.first(whole, c.Subject), governs(c))
}

// Breaches are all rules that Against finds one of, but that of the place.
func Breaches(c *Case) []*finding.Finding {
	return append([]*finding.Finding{mode(c), grantor(c), coGrantors(c), tierInputs(c)}, c.all(whole, c.Subject)...)
}

// InputBreaches are all rules that AgainstInput finds one of.
func InputBreaches(c *Case) []*finding.Finding { return c.all(ofInput, c.about()) }

func (c *Case) all(checks map[v1alpha1.CheckName]check, of *procedure.Subject) []*finding.Finding {
	var found []*finding.Finding
	for i := range c.Edition.Spec.Checks {
		rule := &c.Edition.Spec.Checks[i]
		if made, ok := checks[rule.Check]; ok && procedure.Holds(c.Edition, of, c.World, rule.When) {
			found = append(found, made(c, rule))
		}
	}
	return found
}

// OfThePlace finds that the edition is of another place than the link.
func OfThePlace(c *Case) *finding.Finding { return governs(c) }

// AgainstInput finds the first rule that one resource under the link breaks:
// the rest of the link goes on.
func AgainstInput(c *Case) *finding.Finding {
	if c.Edition == nil {
		return nil
	}
	return c.first(ofInput, c.about())
}

// about is the subject as if the resource in question were its only one: a rule on
// one resource is asked by that one, whatever the others are.
func (c *Case) about() *procedure.Subject {
	subject := *c.Subject
	subject.Inputs = slices.DeleteFunc(slices.Clone(subject.Inputs), func(in procedure.Input) bool {
		return c.Resource == nil || string(in.Resource) != c.Resource.Name
	})
	return &subject
}

func (c *Case) first(checks map[v1alpha1.CheckName]check, of *procedure.Subject) *finding.Finding {
	var undecided *finding.Finding
	for i := range c.Edition.Spec.Checks {
		rule := &c.Edition.Spec.Checks[i]
		made, ok := checks[rule.Check]
		if !ok || !procedure.Holds(c.Edition, of, c.World, rule.When) {
			continue
		}
		found := made(c, rule)
		if found != nil && !found.Undecided {
			return found
		}
		undecided = finding.First(undecided, found)
	}
	return undecided
}

func unlawful(basis []v1alpha1.BasisID, format string, args ...any) *finding.Finding {
	return finding.New(v1alpha1.UnlawfulReason, basis, format, args...)
}
