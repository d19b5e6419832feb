// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatIsSaidBeforehand is of names that nobody knows: they keep what gives from
// being recorded, unless it is asked for, and of what takes away only whose act it is.
func TestWhatIsSaidBeforehand(t *testing.T) {
	names := func(of ...v1alpha1.ObjectName) []v1alpha1.ObjectName { return of }
	on := func(points ...v1alpha1.PointName) (found []v1alpha1.PointFinding) {
		for _, p := range points {
			found = append(found, v1alpha1.PointFinding{Point: p, Result: v1alpha1.PointClear})
		}
		return found
	}
	const mend, borne = " Nothing was recorded. Look at the name, or record it all the same with --anyway.", " It is recorded all the same."
	tests := map[string]struct {
		order    acting.Order
		en, zh   string
		recorded bool
	}{
		"nobody is told":                {acting.Order{Subject: grant, Step: "grant/sign", To: names("nobody", "bureau")}, "Organization nobody of --to does not exist." + mend, "--to 所写的组织机构 nobody 不存在。未作记录。", false},
		"nobody is told, all the same":  {acting.Order{Subject: grant, Step: "grant/sign", To: names("nobody"), Anyway: true}, "Organization nobody of --to does not exist." + borne, "仍予记录。", true},
		"nobody is told of a halt":      {acting.Order{Subject: grant, Action: v1alpha1.ActionHalt, To: names("nobody")}, "Organization nobody of --to does not exist." + borne, "仍予记录。", true},
		"a halt of nobody's":            {acting.Order{Subject: grant, Action: v1alpha1.ActionHalt, Organization: "nobody"}, "Organization nobody of --organization does not exist." + mend, "--organization 所写的组织机构 nobody 不存在。未作记录。", false},
		"a clerk of nobody's":           {acting.Order{Subject: grant, Step: "grant/sign", TranscribedBy: "nobody"}, "Organization nobody of --transcribed-by does not exist." + mend, "--transcribed-by", false},
		"a point that is asked for":     {acting.Order{Subject: grant, Step: "grant/approve", Findings: on("privacy")}, "", "", true},
		"a point that is not":           {acting.Order{Subject: grant, Step: "grant/approve", Findings: on("privacy", "privcy")}, "Step grant/approve asks for no finding on privcy of --finding, which changes nothing; it asks for privacy [NX-14.3 (article 14)]." + mend, "不要求 --finding 所写要点 privcy 的结论，该结论不起作用；其要求的要点：privacy〔NX-14.3（第十四条）〕。未作记录。", false},
		"a point of a halt":             {acting.Order{Subject: grant, Action: v1alpha1.ActionHalt, Findings: on("privacy")}, "This Halt, of no step, asks for no finding on privacy of --finding, which changes nothing; it asks for none." + borne, "不属于任何步骤的“紧急停止”不要求 --finding 所写要点 privacy 的结论，该结论不起作用；其要求的要点：无。仍予记录。", true},
		"a paper that is asked for":     {acting.Order{Subject: grant, Step: "grant/approve", Evidence: []v1alpha1.Evidence{{Name: "minutes"}}}, "", "", true},
		"a paper that is not":           {acting.Order{Subject: grant, Step: "grant/sign", Evidence: []v1alpha1.Evidence{{Name: "minutes"}}}, "Step grant/sign does not ask for minutes of --evidence, which is recorded beside; it asks for no paper.", "不要求 --evidence 所写材料 minutes，仅作附录；其要求的材料：无。", true},
		"a major risk, of an order":     {acting.Order{Subject: grant, Step: "rectify/order", Findings: on("majorRisk"), DueDate: "2026-01-01"}, "", "", true},
		"a risk that is mistyped":       {acting.Order{Subject: grant, Step: "rectify/order", Findings: on("majorrisk"), DueDate: "2026-01-01"}, "Step rectify/order asks for no finding on majorrisk of --finding, which changes nothing; it asks for majorRisk." + borne, "", true},
		"inputs of an order to rectify": {acting.Order{Subject: grant, Step: "rectify/order", Inputs: names("visits"), DueDate: "2026-01-01"}, "", "", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := scene()
			approve := &named(&s, "grant").Steps[0]
			approve.Points, approve.Evidence, approve.Basis = []v1alpha1.PointName{"privacy"}, []v1alpha1.PointName{"minutes"}, []v1alpha1.BasisID{"NX-14.3"}
			s.Edition.Spec.Procedures = append(s.Edition.Spec.Procedures, procedureOf("rectify", v1alpha1.LinkDeveloperGrant, v1alpha1.EffectRectification,
				v1alpha1.Step{Name: "order", Act: v1alpha1.ActionOrder}))
			s.Unknown = names("nobody")
			var en, zh []string
			for _, said := range acting.Beforehand(tc.order, s) {
				en, zh = append(en, said.Text(acting.English)), append(zh, said.Text(acting.Chinese))
			}
			if diff := cmp.Diff(tc.en, strings.Join(en, "\n")); diff != "" {
				t.Errorf("it says (-want +got):\n%s", diff)
			}
			if !strings.Contains(strings.Join(zh, "\n"), tc.zh) {
				t.Errorf("in Chinese it says %q, want %q", zh, tc.zh)
			}
			if _, err := acting.Compose(tc.order, s); (err == nil) != tc.recorded {
				t.Errorf("Compose: %v, want that it is recorded: %v", err, tc.recorded)
			}
		})
	}
}

// TestADutyIsFulfilledByItsName is an act that is of no procedure.
func TestADutyIsFulfilledByItsName(t *testing.T) {
	s := scene()
	s.Edition.Spec.Duties = []v1alpha1.Duty{
		{Name: "open", Of: v1alpha1.LinkDeveloperGrant, Until: v1alpha1.UntilSandboxReady},
		{Name: "tell", Of: v1alpha1.LinkDeveloperGrant, Act: v1alpha1.ActionPublish},
	}
	d, err := acting.Compose(acting.Order{Subject: grant, Step: "tell"}, s)
	if err != nil || d.Spec.Action != v1alpha1.ActionPublish || d.Spec.Step != "tell" || d.Spec.Subject.Digest != "" {
		t.Errorf("it makes %+v, %v", d, err)
	}
	if _, err := acting.Compose(acting.Order{Subject: grant, Step: "open"}, s); err == nil || !strings.Contains(err.Error(), "has no step open") || !strings.Contains(err.Error(), "tell (Publish)") {
		t.Errorf("of a duty that no act fulfils it says %v", err)
	}
}

// TestWhatALiftCouldBeOf names each act once, and none that could not be meant.
func TestWhatALiftCouldBeOf(t *testing.T) {
	s := scene()
	order := builder.Decision("order").Does(v1alpha1.ActionOrder, v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("o").Obj()
	idle := builder.Decision("idle").Does(v1alpha1.ActionOrder, v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("i").Obj()
	s.Acts, s.Standing = []*v1alpha1.Decision{order, idle}, []*v1alpha1.Decision{order, order}
	d, err := acting.Compose(acting.Order{Subject: grant, Action: v1alpha1.ActionLift}, s)
	if err != nil || d.Spec.Regarding.Name != "order" {
		t.Errorf("of an order from which two things followed it makes %+v, %v", d, err)
	}
	_, err = acting.Compose(acting.Order{Subject: grant, Action: v1alpha1.ActionLift, Regarding: "mistyped"}, s)
	if err == nil || !strings.Contains(err.Error(), "There are: order (Order") || slices.Contains(strings.Fields(err.Error()), "idle") {
		t.Errorf("of an act that is not there it says %v", err)
	}
}

// TestWhatHasNoEffectIsNotAnswered: an order of who may not give one opens no run.
func TestWhatHasNoEffectIsNotAnswered(t *testing.T) {
	s := scene()
	opening := func(name string) *v1alpha1.Decision {
		d := builder.Decision(name).Does(v1alpha1.ActionRequest, v1alpha1.OnOperationAgreement, "a").By("bureau").UID(types.UID(name)).Obj()
		d.Spec.Step = "stop-agreement/report"
		return d
	}
	s.Acts, s.Idle = []*v1alpha1.Decision{opening("idle"), opening("counts")}, map[types.UID]bool{"idle": true}
	for name, order := range map[string]acting.Order{
		"the next act of the run": {Subject: agreement, Step: "stop-agreement/consent"},
		"a receipt":               {Subject: agreement, Step: "stop-agreement/report", Action: v1alpha1.ActionReceive},
		"an annulment":            {Subject: agreement, Action: v1alpha1.ActionAnnul, Regarding: "counts"},
	} {
		d, err := acting.Compose(order, s)
		if err != nil || d.Spec.Regarding == nil || d.Spec.Regarding.Name != "counts" {
			t.Errorf("%s is %+v, %v, want that it answers what counts", name, d, err)
		}
	}
	s.Acts = s.Acts[:1]
	if _, err := acting.Compose(acting.Order{Subject: agreement, Step: "stop-agreement/consent"}, s); err == nil || !strings.Contains(err.Error(), "is open to one") {
		t.Errorf("where nothing counts it says %v", err)
	}
	if d, err := acting.Compose(acting.Order{Subject: agreement, Step: "stop-agreement/consent", Regarding: "idle"}, s); err != nil || d.Spec.Regarding.Name != "idle" {
		t.Errorf("where it is named it is %+v, %v", d, err)
	}
}
