// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// barred finds that what is applied for or submitted falls on a day on which the
// organisation, or by the edition one affiliated with it, is barred (D15). The
// legal day and, for who benefits, the day of recording must both be free. What
// answers an order to rectify is no new submission.
func barred(e *engine, a *act, s *stepState) *finding.Finding {
	rule := e.refusesBarred(a)
	if rule == nil {
		return nil
	}
	org := a.d.Spec.Organization
	for _, name := range e.together(rule, org) {
		bars, reading := e.world.Bars(name)
		if reading == Unread {
			found := finding.New(v1alpha1.BarredReason, rule.Basis, "it could not be read whether Organization %q is barred; the act counts once it can be", name)
			found.Undecided = true
			return found
		}
		for i := range bars {
			if days := bars[i].Days; days.Holds(a.day) || days.Holds(e.timely(a)) {
				return finding.New(v1alpha1.BarredReason, rule.Basis,
					"Organization %q may not act on step %s/%s: Organization %q is barred from %s to %s by Decision %q; it may from %s on", org, a.procedure.Name, s.rule.Name, name, days.First, days.Last, bars[i].Act.Name, days.Last+1)
			}
		}
	}
	return nil
}

// refusesBarred is the rule by which the edition refuses an act of who is barred,
// or nil where it is no submission, or none refuses it.
func (e *engine) refusesBarred(a *act) *v1alpha1.CheckRule {
	submits := a.d.Spec.Action == v1alpha1.ActionApply || a.d.Spec.Action == v1alpha1.ActionSubmit
	if !submits || RunsAgain(a.procedure.Effect) || e.world.Bars == nil {
		return nil
	}
	for i := range e.edition.Spec.Checks {
		if rule := &e.edition.Spec.Checks[i]; rule.Check == v1alpha1.CheckNotBarred && e.holds(rule.When) {
			return rule
		}
	}
	return nil
}

// together are the organisations whose bars an act must be free of.
func (e *engine) together(rule *v1alpha1.CheckRule, org v1alpha1.ObjectName) []v1alpha1.ObjectName {
	names := []v1alpha1.ObjectName{org}
	if rule.Affiliates == v1alpha1.AffiliatesDeny {
		if o, _ := e.organization(org); o != nil {
			names = append(names, o.Affiliates...)
		}
	}
	return names
}
