// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conformance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/conformance/matrix"
)

// responsible are the fields that say who does what the texts make somebody
// responsible for, with who stands there in a chain that is in force. Who
// collects and holds data is who supplies them.
var responsible = map[string]struct{ field, who string }{
	"采集": {"spec.sourceUnit", builder.SourceUnit},
	"持有": {"spec.sourceUnit", builder.SourceUnit},
	"提供": {"spec.sourceUnit", builder.SourceUnit},
	"授权": {"spec.grantor", builder.Bureau},
	"运营": {"spec.operator", builder.Operator},
	"使用": {"spec.holder", builder.Holder},
}

var eachResponsible = regexp.MustCompile(`谁(..)谁负责`)

// responsibleRows, and those of the other lists of this package, are the rows that
// their test is about: no edition has a line for what holds under all of them.
var responsibleRows = []string{"NX-4.2", "GS-OP-33.1", "YZ-5.责任.1"}

// TestResponsible takes each of those away whom a row makes responsible, and
// finds that nothing is in force without somebody in that place, and that what is
// said names the field. How many they are is what the matrix says.
func TestResponsible(t *testing.T) {
	for _, id := range responsibleRows {
		t.Run(id, func(t *testing.T) {
			row := matrix.Row(id)
			all := eachResponsible.FindAllStringSubmatch(row.Terms[0], -1)
			if want := fmt.Sprintf("%d responsible parties", len(all)); row.Parameters != want {
				t.Fatalf("the row is of %s, and its words name %s", row.Parameters, want)
			}
			if v := authorization.DecideGrant(builder.Health().OfGrant("g"), midyear); v.Force != authorization.InForce {
				t.Fatalf("with everybody there the grant is %v", v.Finding)
			}
			for _, match := range all {
				there, known := responsible[match[1]]
				if !known {
					t.Fatalf("nothing says who does %s", match[1])
				}
				v := authorization.DecideGrant(builder.Health().Drop("Organization", there.who).OfGrant("g"), midyear)
				if v.Force == authorization.InForce || !strings.Contains(v.Finding.Text(), there.field) ||
					!strings.Contains(v.Finding.Text(), "Organization \""+there.who+"\" does not exist") {
					t.Errorf("without who does %s the grant is %s: %s", match[1], v.Reason(), v.Finding.Text())
				}
			}
		})
	}
}

// midyear is an instant of the chain's term.
var midyear = time.Date(2026, time.June, 1, 4, 0, 0, 0, time.UTC)

var applicabilityRows = []string{"HA-2.2", "GS-OP-41.1", "GS-OP-41.2", "YZ-7.其他.1"}

// TestApplicability asks the rules of the data of a unit which they do not bind of
// itself: the same is found as of any other, until the data is cleared; then it is
// in force, and says by which way the rules apply. Without the field it says
// nothing of the kind.
func TestApplicability(t *testing.T) {
	labels := map[v1alpha1.Applicability]string{v1alpha1.AppliesByReference: "by reference", v1alpha1.AppliesOptionally: "of its own choice"}
	for _, id := range applicabilityRows {
		t.Run(id, func(t *testing.T) {
			row := matrix.Row(id)
			applies := v1alpha1.AppliesByReference
			if strings.Contains(row.How, "Optional") {
				applies = v1alpha1.AppliesOptionally
			}
			under := rulesOf(editions(t)[row.Regulation()])
			asked := decided(under, applies)
			if bound := decided(under, ""); asked.Force == authorization.InForce || asked.Reason() != bound.Reason() || asked.Finding.Text() != bound.Finding.Text() {
				t.Errorf("of a unit that applies them %s the rules find %q, and of one that they bind %q", applies, asked.Finding.Text(), bound.Finding.Text())
			}
			free := builder.Jurisdiction("demo", 1).Obj()
			if said := decided(free, applies).Message(); !strings.Contains(said, labels[applies]) {
				t.Errorf("what is in force says %q, want %q", said, labels[applies])
			}
			if said := decided(free, "").Message(); strings.Contains(said, labels[applies]) {
				t.Errorf("without the field what is in force says %q", said)
			}
		})
	}
}

// rulesOf are the rules of an edition about data, in effect, for the builder's
// chain.
func rulesOf(edition *v1alpha1.Jurisdiction) *v1alpha1.Jurisdiction {
	demo := builder.Jurisdiction("demo", 1).Obj()
	demo.Spec.Procedures = edition.DeepCopy().Spec.Procedures
	return demo
}

func decided(edition *v1alpha1.Jurisdiction, applies v1alpha1.Applicability) authorization.Verdict {
	unit := builder.Organization(builder.SourceUnit).Roles(v1alpha1.RoleSourceUnit).Obj()
	unit.Spec.Applicability = applies
	return authorization.DecideResource(builder.Health().Put(edition, unit).OfResource("visits"), "visits", midyear)
}
