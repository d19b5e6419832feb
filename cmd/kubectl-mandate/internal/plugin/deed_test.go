// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestEveryActionCanBeWritten records those for which no verb and no step of its own
// stands, each by one line of decide.
func TestEveryActionCanBeWritten(t *testing.T) {
	o := newOffice(t)
	o.make(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: registry}})
	org, bars := "org/"+o.namespace, o.edition.DeepCopy()
	bars.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	bars.Spec.Edition, bars.Spec.Checks = 2, []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Basis: []v1alpha1.BasisID{"policy"}}}
	o.make(bars)
	approve := o.recorded(o.call("decide", "Approve", "dg/g"))
	if approve.Step != "grant/approve" || approve.Subject.Digest == "" {
		t.Errorf("an Approve is %+v, want it on grant/approve with the digest", approve)
	}
	sandbox := "ns/sandbox-0123456789abcdef0123"
	for _, tc := range []struct {
		namespace string
		line      []string
		holds     func(v1alpha1.DecisionSpec) bool
	}{
		{o.namespace, []string{"Annul", "dg/g"}, func(d v1alpha1.DecisionSpec) bool { return strings.HasPrefix(string(d.Regarding.Name), "g-approve-") }},
		{o.namespace, []string{"Terminate", "dg/g"}, func(d v1alpha1.DecisionSpec) bool { return d.Step == "" }},
		{o.namespace, []string{"Dispose", sandbox}, func(d v1alpha1.DecisionSpec) bool { return d.Subject.Kind == v1alpha1.OnNamespace }},
		{registry, []string{"Bar", org, "--jurisdiction", bars.Name, "--due", "2031-12-31"}, func(d v1alpha1.DecisionSpec) bool {
			return string(d.Jurisdiction) == bars.Name && *d.DueDate == "2031-12-31"
		}},
		{registry, []string{"Disqualify", org}, func(d v1alpha1.DecisionSpec) bool { return d.Jurisdiction == "" }},
	} {
		got := o.call(append([]string{"decide"}, tc.line...)...)
		if got.failed != nil {
			t.Errorf("decide %v: %v", tc.line, got.failed)
			continue
		}
		var list v1alpha1.DecisionList
		if err := world.admin.List(t.Context(), &list, client.InNamespace(tc.namespace), client.MatchingFields{"spec.action": tc.line[0]}); err != nil {
			t.Fatal(err)
		}
		if len(list.Items) != 1 || !tc.holds(list.Items[0].Spec) {
			t.Errorf("decide %v has recorded %+v", tc.line, list.Items)
		}
	}
}

// TestAnActionThatIsNone, or lacks what it needs, is told before anything is recorded.
func TestAnActionThatIsNone(t *testing.T) {
	o := newOffice(t)
	for _, tc := range []struct {
		line   []string
		en, zh string
	}{
		{[]string{"Anull", "dg/g"}, `"Anull" is no action; the actions are Submit, Apply`, "“Anull”不是行为名称；行为有：Submit"},
		{[]string{"Annul", "dg/g", "--action", "Receive"}, "--action Receive is of a step, and the line names the action Annul", "--action 签收 Receive 用于步骤，而命令已写明行为 撤回 Annul"},
		{[]string{"Halt", "ns/sandbox-0"}, "ns/sandbox-0 is a Namespace, on which there is no act but Dispose", "ns/sandbox-0 是命名空间，对其只能作出 Dispose"},
		{[]string{"Annul", "dg/g"}, "An Annul answers an earlier act, and nothing on DeveloperGrant " + o.namespace + "/g is open to one", "“撤回”须针对先前的行为"},
		{[]string{"Annul", "dg/mistyped"}, "DeveloperGrant " + o.namespace + "/mistyped does not exist", "mistyped 不存在"},
		{[]string{"Disqualify", "org/mistyped"}, "Organization mistyped does not exist, so that this Disqualify would take nothing away", "组织机构 mistyped 不存在，该“取消资格”不会收回任何权利"},
		{[]string{"Dispose", "dg/g"}, "(Retained): the Decisions on DeveloperGrant \"g\" are kept for good", "（予以保留 Retained）"},
		{[]string{"Bar", "org/" + o.namespace, "--due", "2031-12-31"}, "A Bar is under one edition, without which it bars nobody: name it with --jurisdiction.", "限制申请须依据一个法规版本"},
		{[]string{"Sign", "dg/g"}, "A Sign is an act of a procedure, and Jurisdiction " + o.edition.Name + " has no step of it for a DeveloperGrant. It has: grant/approve (Approve).", "“签订”属于程序中的行为"},
	} {
		for lang, want := range map[string]string{"en": tc.en, "zh": tc.zh} {
			got := call(t, append(append([]string{"decide"}, tc.line...), "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", lang)...)
			if got.failed == nil || !strings.Contains(In(languageOf(lang), got.failed), want) {
				t.Errorf("decide %v ends with %v, want %s", tc.line, got.failed, want)
			}
		}
	}
}

// strict makes a grant h under an edition in which an approval judges a point, an
// order to rectify is accepted, and a lift carries a paper.
func (o *office) strict() {
	o.t.Helper()
	edition := o.edition.DeepCopy()
	edition.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	edition.Spec.Edition = 2
	by := []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}
	for i := range edition.Spec.Procedures {
		if p := &edition.Spec.Procedures[i]; p.Name == "grant" {
			p.Steps[0].Points = []v1alpha1.PointName{"privacy"}
		}
	}
	edition.Spec.Procedures = append(edition.Spec.Procedures, v1alpha1.Procedure{
		Name: "rectify", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectRectification, Steps: []v1alpha1.Step{
			{Name: "order", Act: v1alpha1.ActionOrder, By: by, Basis: []v1alpha1.BasisID{"policy"}},
			{Name: "accept", Act: v1alpha1.ActionAccept, By: by, After: []v1alpha1.StepReference{"order"}, Basis: []v1alpha1.BasisID{"policy"}},
		},
	}, v1alpha1.Procedure{
		Name: "back", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectLifted,
		Steps: []v1alpha1.Step{{Name: "lift", Act: v1alpha1.ActionLift, By: by, Evidence: []v1alpha1.PointName{"report"}, Basis: []v1alpha1.BasisID{"policy"}}},
	})
	grant := o.grant.DeepCopy()
	grant.ObjectMeta = metav1.ObjectMeta{Name: "h", Namespace: o.namespace}
	grant.Spec.Jurisdiction = v1alpha1.ObjectName(edition.Name)
	o.make(edition, grant)
}

// TestALiftWithItsPapers: the flag is named that gives what is missing.
func TestALiftWithItsPapers(t *testing.T) {
	o := newOffice(t)
	o.strict()
	o.recorded(o.call("suspend", "dg/h"))
	if said := errorOf(o.call("lift", "dg/h")); !strings.Contains(said, "(EvidenceMissing)") || !strings.Contains(said, "Give it with --evidence, --evidence-issued") {
		t.Errorf("a lift without its paper says %q", said)
	}
	if got := call(t, "lift", "dg/h", "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", "zh"); !strings.Contains(errorOf(got), "请用 --evidence、--evidence-issued") && !strings.Contains(errorOf(got), "请用 --evidence,") {
		t.Errorf("in Chinese it says %v", got.failed)
	}
	report := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(report, []byte("mended"), 0o600); err != nil {
		t.Fatal(err)
	}
	if spec := o.recorded(o.call("lift", "dg/h", "--evidence", "report="+report)); len(spec.Evidence) != 1 || spec.Regarding == nil {
		t.Errorf("a lift with its paper is %+v", spec)
	}
}

// TestAnOrderWithoutEffectIsNotAnswered, and one that has its effect is.
func TestAnOrderWithoutEffectIsNotAnswered(t *testing.T) {
	o := newOffice(t)
	o.strict()
	stranger := builder.Organization(o.namespace + "-other").Roles("SourceUnit").Obj()
	o.make(stranger)
	order := []string{"decide", "Order", "dg/h", "--due", "2031-12-31"}
	o.call(append(order, "--organization", stranger.Name)...) // recorded, and without effect
	if said := errorOf(o.call("decide", "Accept", "dg/h")); !strings.Contains(said, "An Accept answers an earlier act, and nothing on DeveloperGrant "+o.namespace+"/h is open to one") {
		t.Errorf("of an order that has no effect it says %q", said)
	}
	ordered := o.recorded(o.call(order...))
	if got := o.call("decide", "Accept", "dg/h", "--dry-run", "client"); got.failed != nil || ordered.Step != "rectify/order" || !strings.Contains(got.out, "name: h-order-") {
		t.Errorf("of the one order that counts it makes %q, %v", got.out, got.failed)
	}
}

// TestAJudgementThatIsNotFavourable is said to block its own step; what is mistyped in
// one is told before it is recorded.
func TestAJudgementThatIsNotFavourable(t *testing.T) {
	o := newOffice(t)
	o.strict()
	for lang, want := range map[string]string{"en": "it blocks: grant/approve: ", "zh": "由此受阻：grant/approve"} {
		got := call(t, "decide", "grant/approve", "dg/h", "--finding", "privacy=NotClear", "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", lang)
		if got.failed != nil || !strings.Contains(got.out, want) {
			t.Errorf("of a judgement that blocks it writes %q, %v", got.out, got.failed)
		}
	}
	if said := errorOf(o.call("decide", "grant/approve", "dg/h", "--finding", "privacy=Yes")); !strings.Contains(said, "a result is one of Clear, NotClear, NotApplicable") {
		t.Errorf("of a result that is none it says %q", said)
	}
	if said := errorOf(o.call("decide", "grant/approve", "dg/h", "--finding", "privacy=Clear", "--to", "nobody")); !strings.Contains(said, "Organization nobody of --to does not exist. Nothing was recorded.") {
		t.Errorf("of somebody told who is not there it says %q", said)
	}
}
