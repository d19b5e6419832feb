// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
)

func TestEveryTextCanBeShown(t *testing.T) {
	scenes := map[string]Scene{"nothing known": {}, "all known": open().change(func(s *Scene) {
		s.Reason, s.Message, s.File, s.Args, s.Lost = "Suspended", "paused", "/tmp/a b", []string{"--context=work"}, []string{"lab (Halted): fire"}
		s.Designates = true
	})}
	for language, in := range texts {
		for _, text := range in.Templates() {
			for name, scene := range scenes {
				if err := text.Execute(io.Discard, scene); err != nil {
					t.Errorf("%s, %s, %s: %v", language, text.Name(), name, err)
				}
			}
		}
	}
}

// Whatever is said in one language is said in the other.
func TestBothLanguagesHaveTheSameTexts(t *testing.T) {
	names := map[acting.Language][]string{}
	for language, in := range texts {
		for _, text := range in.Templates() {
			names[language] = append(names[language], text.Name())
		}
		slices.Sort(names[language])
	}
	if diff := cmp.Diff(names[acting.English], names[acting.Chinese]); diff != "" {
		t.Errorf("names of texts, English and Chinese (-en +zh):\n%s", diff)
	}
}

func TestARefusalReadsInChinese(t *testing.T) {
	suspended := open().change(func(s *Scene) { s.Reason, s.Message = "Suspended", "suspended by demo-data-bureau" })
	want := `开发利用授权 demo-health/drug-safety 未生效（暂停 Suspended）：其沙箱没有门。
  原因：  suspended by demo-data-bureau
          （中文说明请看：kubectl mandate why dg/drug-safety -n demo-health --lang zh）
  期限：  自 2024-12-31T16:00:00Z 至 2035-12-31T16:00:00Z
  下一步：由谁恢复（Lift），请看：kubectl mandate why dg/drug-safety -n demo-health --lang zh；由所有者自行暂停的，请其将 spec.suspend 改为 false；然后重新登录。`
	if diff := cmp.Diff(want, Refuse("inactive", suspended).Text(acting.Chinese)); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

// Each reason of Active but InForce has a word of its own on what to do next.
// TestTheReasonOfARefusalIsChinese where it was reckoned to be the same, and in one
// line whatever was written in it.
func TestTheReasonOfARefusalIsChinese(t *testing.T) {
	suspended := grant()
	suspended.Status.Conditions[0] = metav1.Condition{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionFalse, Reason: v1alpha1.SuspendedReason, Message: "suspended on the ground a\nb"}
	_, refusal := Judge(suspended)
	for name, tc := range map[string]struct {
		refusal *Refusal
		want    string
		pointer bool
	}{
		"the same":         {refusal.Saying(v1alpha1.SuspendedReason, "已被暂停，事由 a\nb"), `  原因：  已被暂停，事由 a\nb` + "\n", false},
		"another":          {refusal.Saying(v1alpha1.HaltedReason, "已被紧急停止"), `  原因：  suspended on the ground a\nb` + "\n", true},
		"nothing reckoned": {refusal.Saying("", ""), `  原因：  suspended on the ground a\nb` + "\n", true},
	} {
		said := tc.refusal.Text(acting.Chinese)
		if !strings.Contains(said, tc.want) || strings.Contains(said, "中文说明请看") != tc.pointer {
			t.Errorf("%s: it says:\n%s", name, said)
		}
		if !strings.Contains(tc.refusal.Text(acting.English), `suspended on the ground a\nb`) {
			t.Errorf("%s: in English it says:\n%s", name, tc.refusal.Text(acting.English))
		}
	}
}

func TestEveryReasonHasANextStep(t *testing.T) {
	reasons := []string{
		v1alpha1.NotYetEffectiveReason, v1alpha1.TermEndedReason, v1alpha1.HaltedReason, v1alpha1.SuspendedReason,
		v1alpha1.TerminatedReason, v1alpha1.DisqualifiedReason, v1alpha1.AncestorNotInForceReason,
		v1alpha1.ReferenceMissingReason, v1alpha1.UnlawfulReason, v1alpha1.NoInputLeftReason,
		v1alpha1.IsolationUnprovenReason, v1alpha1.UndeterminedReason, v1alpha1.DeletingReason,
	}
	seen := map[string]string{Text("next", open()): "(unknown)"}
	for _, reason := range reasons {
		next := Text("next", open().change(func(s *Scene) { s.Reason = reason }))
		if other, ok := seen[next]; ok {
			t.Errorf("%s has the next step of %s: %s", reason, other, next)
		}
		seen[next] = reason
	}
}

func TestARefusalReads(t *testing.T) {
	suspended := open().change(func(s *Scene) {
		s.Reason, s.Message = "Suspended", "suspended by demo-data-bureau (Decision suspend-1)"
	})
	want := `DeveloperGrant demo-health/drug-safety is not in force (Suspended): its sandbox has no door.
  Why:  suspended by demo-data-bureau (Decision suspend-1)
  Term: from 2024-12-31T16:00:00Z until 2035-12-31T16:00:00Z
  Next: whose Lift is awaited says kubectl mandate why dg/drug-safety -n demo-health (where the owner paused it, let the owner set spec.suspend to false); log in again after it.`
	if diff := cmp.Diff(want, Refuse("inactive", suspended).Error()); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

func TestWhoIsNotDesignatedIsToldSo(t *testing.T) {
	shut := open().change(func(s *Scene) { s.Designates, s.Message = true, "forbidden" })
	want := `the door of sandbox sandbox-0123456789abcdef0123 is not open to you.
  Why:  forbidden
        The grant designates persons (spec.subjects), and you are not one of them, or its holder does
        not list you so.
  Next: ask for your user to be added to spec.subjects of DeveloperGrant demo-health/drug-safety,
        and to that of Organization demo-pharma.`
	if diff := cmp.Diff(want, Refuse("closed", shut).Error()); diff != "" {
		t.Errorf("refusal (-want +got):\n%s", diff)
	}
}

// Where kubectl shows two columns that end in NAMESPACE, that of the sandbox is named.
func TestTheColumnOfTheSandboxIsNamed(t *testing.T) {
	told := Refuse("sandboxName", Scene{Sandbox: "drug-safety"})
	for language, want := range map[acting.Language]string{acting.English: "column SANDBOX NAMESPACE", acting.Chinese: "的 SANDBOX NAMESPACE 列"} {
		if text := told.Text(language); !strings.Contains(text, want) {
			t.Errorf("%s: %s, want %q in it", language, text, want)
		}
	}
}

func TestALoginReads(t *testing.T) {
	s := open().change(func(s *Scene) {
		s.Verified, s.File, s.Lost = true, "/home/li/g.yaml", []string{"claims (Halted): halted by demo-data-bureau"}
	})
	want := `The door of sandbox sandbox-0123456789abcdef0123 is open to you.

  Grant    demo-health/drug-safety
  Until    2035-12-31T16:00:00Z, or at once when the grant is suspended or halted
  Inputs   visits: fields drug, date
           lab
  Without  claims (Halted): halted by demo-data-bureau
  You are  system:serviceaccount:sandbox-0123456789abcdef0123:developer
  Tokens   live ten minutes; kubectl gets new ones by itself while the door is open
  Written  /home/li/g.yaml`
	if diff := cmp.Diff(want, Text("done", s)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
}

func TestAnswersOfTheAPIServer(t *testing.T) {
	accounts := schema.GroupResource{Resource: "serviceaccounts"}
	grants := schema.GroupResource{Group: "mandate.publicdata.io", Resource: "developergrants"}
	unknownKind := apierrors.NewGenericServerResponse(404, "get", grants, "drug-safety", "404 page not found", 0, true)
	policy := errors.New("ValidatingAdmissionPolicy 'mandate-sandbox-tokens' with binding 'b' denied request: Token: it ends at noon")
	tests := map[string]struct {
		tell func(error, Scene) *Refusal
		err  error
		want string // part of the refusal; none where the error speaks for itself
	}{
		"grant: no right":             {Unread, apierrors.NewForbidden(grants, "drug-safety", errors.New(`User "li" cannot get`)), "Why:  User \"li\" cannot get\n"},
		"grant: unknown person":       {Unread, apierrors.NewUnauthorized("Unauthorized"), "renew your own credentials"},
		"grant: none":                 {Unread, apierrors.NewNotFound(grants, "drug-safety"), "there is no DeveloperGrant drug-safety in namespace demo-health"},
		"grant: no such kind":         {Unread, unknownKind, "Mandate is not installed"},
		"grant: no answer":            {Unread, errors.New("connection refused"), ""},
		"door: no right":              {Shut, apierrors.NewForbidden(accounts, "developer", errors.New(`User "li" cannot create`)), "Why:  User \"li\" cannot create\n"},
		"door: refused by the policy": {Shut, apierrors.NewForbidden(accounts, "developer", policy), "Why:  Token: it ends at noon\n"},
		"door: unknown person":        {Shut, apierrors.NewUnauthorized("Unauthorized"), "renew your own credentials"},
		"door: no sandbox":            {Shut, apierrors.NewNotFound(accounts, "developer"), "there is no sandbox " + box},
		"door: no answer":             {Shut, apierrors.NewTimeoutError("slow", 1), ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			refusal := tc.tell(tc.err, open())
			switch {
			case tc.want == "" && refusal != nil:
				t.Errorf("told as %v", refusal)
			case tc.want != "" && (refusal == nil || !strings.Contains(refusal.Error(), tc.want)):
				t.Errorf("told as %v, want %q in it", refusal, tc.want)
			}
		})
	}
	if !apierrors.HasStatusCause(unknownKind, metav1.CauseTypeUnexpectedServerResponse) {
		t.Error("the answer for an unknown kind is not the one that an API server gives")
	}
}

func TestShutThough(t *testing.T) {
	forbidden := apierrors.NewForbidden(schema.GroupResource{Resource: "serviceaccounts"}, "developer", errors.New("no right"))
	tests := map[string]struct {
		change func(*v1alpha1.DeveloperGrant)
		want   *Refusal
	}{
		"in force, for others": {func(*v1alpha1.DeveloperGrant) {}, Shut(forbidden, open())},
		"not in force": {func(g *v1alpha1.DeveloperGrant) { g.Status.Conditions[0].Status = metav1.ConditionFalse },
			Refuse("inactive", open().change(func(s *Scene) { s.Reason = "InForce" }))},
		"made again": {func(g *v1alpha1.DeveloperGrant) { g.Status.Sandbox.Namespace = "sandbox-ffffffffffffffffffff" },
			Refuse("moved", open().change(func(s *Scene) { s.Sandbox, s.Message = "sandbox-ffffffffffffffffffff", box }))},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			g := grant()
			tc.change(g)
			if diff := cmp.Diff(tc.want.Error(), ShutThough(forbidden, open(), g).Error()); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
		})
	}
}
