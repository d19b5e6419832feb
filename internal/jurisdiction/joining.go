// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package jurisdiction

import (
	"fmt"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// joining makes sure that only procedures of agreements, and their steps, are for
// data that join: of nothing else is known which data was held before, so that
// what is asked there would never be asked of anybody.
func (c *checker) joining() {
	for i := range c.spec.Procedures {
		p := &c.spec.Procedures[i]
		if p.Of == v1alpha1.LinkOperationAgreement {
			continue
		}
		c.joins(procedureField(p, nil), p.When)
		for k := range p.Steps {
			c.joins(procedureField(p, &p.Steps[k]), p.Steps[k].When)
		}
	}
	for i := range c.spec.Checks {
		c.joins(fmt.Sprintf("spec.checks[%d]", i), c.spec.Checks[i].When)
	}
	rules := c.spec.Content
	if rules == nil {
		return
	}
	for _, of := range [][]v1alpha1.ContentItem{rules.ImplementationPlan, rules.Selection, rules.OperationAgreement, rules.DataResource, rules.DeveloperGrant} {
		for i := range of {
			c.joins(fmt.Sprintf("spec.content[%s]", of[i].Key), of[i].When)
		}
	}
}

func (c *checker) joins(field string, when *v1alpha1.When) {
	if when != nil && when.Inputs == v1alpha1.InputsAdded {
		c.found.add(field+".when.inputs", "Added is asked of the procedures of an OperationAgreement alone, and of their steps; write the rule there")
	}
}
