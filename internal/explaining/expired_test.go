// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining_test

import (
	"strings"
	"testing"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/explaining"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// TestWhatHasRunOutIsTold: a paper that has run out is told with its clause, of what is
// not over; what is owed beside it stands among the steps and duties.
func TestWhatHasRunOutIsTold(t *testing.T) {
	owed := []procedure.Owed{
		{Expired: true, Said: finding.Say("Organization %s", "data-group"), Basis: []v1alpha1.BasisID{"HA-3.6e"}},
		{Said: finding.Say("Organization %s", "medtech")},
	}
	for want, v := range map[string]authorization.Verdict{
		"  expired  Organization data-group [HA-3.6e (article 3)]\n": {Force: authorization.InForce},
		"": {Finding: finding.New(v1alpha1.TermEndedReason, nil, "it has ended")},
	} {
		e := explaining.Of(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, "d", v, v1alpha1.ProcedureReport{}, time.Unix(0, 0), time.UTC)
		e.RunOut(owed)
		text := e.Text(acting.English)
		if want == "" && strings.Contains(text, "expired") || !strings.Contains(text, want) || strings.Contains(text, "medtech") {
			t.Errorf("of %s it tells %q, want %q in it", v.Reason(), text, want)
		}
	}
	e := explaining.Of(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, "d", authorization.Verdict{Force: authorization.InForce}, v1alpha1.ProcedureReport{}, time.Unix(0, 0), time.UTC)
	e.RunOut(owed)
	if text := e.Text(acting.Chinese); !strings.Contains(text, "材料到期") || !strings.Contains(text, "组织机构 data-group") {
		t.Errorf("in Chinese it tells %q", text)
	}
}

// TestWhatAnAdoptedAgreementLacksIsTold: each gap is told with its clause, of what is
// not over, and nothing else that is owed.
func TestWhatAnAdoptedAgreementLacksIsTold(t *testing.T) {
	owed := []procedure.Owed{
		{Gap: true, Said: finding.Say("step %s/%s was not gone through", "agreement", "sign"), Basis: []v1alpha1.BasisID{"GS-OP-19.1a"}},
		{Said: finding.Say("Organization %s", "medtech")},
	}
	of := func(v authorization.Verdict) explaining.Explanation {
		e := explaining.Of(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, "d", v, v1alpha1.ProcedureReport{}, time.Unix(0, 0), time.UTC)
		e.Lack(owed)
		return e
	}
	running := of(authorization.Verdict{Force: authorization.InForce})
	if text := running.Text(acting.English); !strings.Contains(text, "legacy gap  step agreement/sign was not gone through [GS-OP-19.1a (article 19)]\n") || strings.Contains(text, "medtech") {
		t.Errorf("it tells %q", text)
	}
	if text := running.Text(acting.Chinese); !strings.Contains(text, "存量协议差距") || !strings.Contains(text, "未经步骤 agreement/sign〔GS-OP-19.1a（第十九条）〕\n") {
		t.Errorf("in Chinese it tells %q", text)
	}
	if over := of(authorization.Verdict{Finding: finding.New(v1alpha1.TermEndedReason, nil, "it has ended")}); len(over.Gaps) > 0 {
		t.Errorf("of what is over it tells %v", over.Gaps)
	}
}

// TestWhatIsInForceAllTheSameSaysWhy: what the condition Active adds to "in force" is
// told too, with its clause, and not of what is not in force.
func TestWhatIsInForceAllTheSameSaysWhy(t *testing.T) {
	remark := finding.New(v1alpha1.LegacyReason, []v1alpha1.BasisID{"GS-OP-40.2"},
		"Legacy: signed before the rules of Jurisdiction %q held, and adopted by Decision %q; whatever it lacks under them is told in DutiesDone, and denies nothing", "gansu.1", "adopt")
	of := func(v authorization.Verdict) explaining.Explanation {
		return explaining.Of(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "health"}, "d", v, v1alpha1.ProcedureReport{}, time.Unix(0, 0), time.UTC)
	}
	running := of(authorization.Verdict{Force: authorization.InForce, Remark: remark})
	if text := running.Text(acting.English); !strings.Contains(text, `  note  Legacy: signed before the rules of Jurisdiction "gansu.1" held, and adopted by Decision "adopt"; `) || !strings.Contains(text, "denies nothing [GS-OP-40.2 (article 40)]\n") {
		t.Errorf("it tells %q", text)
	}
	if text := running.Text(acting.Chinese); !strings.Contains(text, "  说明  存量协议：") || !strings.Contains(text, "〔GS-OP-40.2（第四十条）〕") {
		t.Errorf("in Chinese it tells %q", text)
	}
	if over := of(authorization.Verdict{Finding: finding.New(v1alpha1.TermEndedReason, nil, "it has ended"), Remark: remark}); over.Remark != nil {
		t.Errorf("of what is over it tells %v", over.Remark)
	}
}
