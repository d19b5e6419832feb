// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package acting_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/chinese"
	"github.com/publicdata-io/mandate/test/builder"
)

var (
	approved  = v1alpha1.Digest("sha256:" + strings.Repeat("a", 64))
	signed    = v1alpha1.Digest("sha256:" + strings.Repeat("b", 64))
	grant     = v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}
	agreement = v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: "a"}

	organization = v1alpha1.DecisionSubject{Kind: v1alpha1.OnOrganization, Name: "o"}
)

// editions are some by these clocks.
func editions(zones ...string) []v1alpha1.Jurisdiction {
	var all []v1alpha1.Jurisdiction
	for _, zone := range zones {
		all = append(all, *builder.Jurisdiction("demo", 1).Zone(zone).Obj())
	}
	return all
}

func procedureOf(name string, of v1alpha1.LinkKind, effect v1alpha1.Effect, steps ...v1alpha1.Step) v1alpha1.Procedure {
	return v1alpha1.Procedure{Name: name, Of: of, Effect: effect, Steps: steps}
}

// scene is an edition in which a grant is approved on its application and
// signed as a whole, is suspended by one body, and an agreement by two.
func scene() acting.Scene {
	edition := builder.Jurisdiction("demo", 1).
		Procedure(procedureOf("grant", v1alpha1.LinkDeveloperGrant, v1alpha1.EffectEnter,
			v1alpha1.Step{Name: "approve", Act: v1alpha1.ActionApprove, Covers: v1alpha1.PartApplication},
			v1alpha1.Step{Name: "sign", Act: v1alpha1.ActionSign, After: []v1alpha1.StepReference{"approve"}},
			v1alpha1.Step{Name: "file", Act: v1alpha1.ActionFile, After: []v1alpha1.StepReference{"sign"}})).
		Procedure(procedureOf("stop-grant", v1alpha1.LinkDeveloperGrant, v1alpha1.EffectSuspended,
			v1alpha1.Step{Name: "suspend", Act: v1alpha1.ActionSuspend})).
		Procedure(procedureOf("stop-agreement", v1alpha1.LinkOperationAgreement, v1alpha1.EffectSuspended,
			v1alpha1.Step{Name: "report", Act: v1alpha1.ActionRequest},
			v1alpha1.Step{Name: "consent", Act: v1alpha1.ActionConsent, After: []v1alpha1.StepReference{"report"}})).Obj()
	return acting.Scene{
		Edition: edition, Digests: map[v1alpha1.Part]v1alpha1.Digest{v1alpha1.PartApplication: approved, v1alpha1.PartAll: signed},
		User: "zhang.san", Organizations: []v1alpha1.ObjectName{"bureau"}, Now: time.Date(2025, 10, 29, 23, 0, 0, 0, time.UTC),
	}
}

// named is a procedure of the scene's edition.
func named(s *acting.Scene, name string) *v1alpha1.Procedure {
	of := s.Edition.Spec.Procedures
	return &of[slices.IndexFunc(of, func(p v1alpha1.Procedure) bool { return p.Name == name })]
}

func TestCompose(t *testing.T) {
	halt := builder.Decision("halt").Halts(v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("h").Obj()
	suspend := builder.Decision("stop").Suspends(v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("s").Obj()
	report := builder.Decision("report").Suspends(v1alpha1.OnOperationAgreement, "a").By("bureau").UID("r").Obj()
	report.Spec.Step, report.Spec.Action = "stop-agreement/report", v1alpha1.ActionRequest
	tests := map[string]struct {
		order acting.Order
		scene func(*acting.Scene)
		want  string
	}{
		"an approval covers the part of its step, on the day by the edition's clocks": {
			order: acting.Order{Subject: grant, Step: "grant/approve"},
			want:  "{action: Approve, step: grant/approve, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, subject: {kind: DeveloperGrant, name: g, part: Application, digest: " + string(approved) + "}}",
		},
		"a step may be named alone, and covers the whole where it names no part": {
			order: acting.Order{Subject: grant, Step: "sign", ActedOn: "2025-10-01"},
			want:  "{action: Sign, step: grant/sign, organization: bureau, actedOn: '2025-10-01', decidedBy: zhang.san, subject: {kind: DeveloperGrant, name: g, part: All, digest: " + string(signed) + "}}",
		},
		"a suspension takes the step that the edition has for it, and no digest": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionSuspend, Inputs: []v1alpha1.ObjectName{"visits"}},
			scene: func(s *acting.Scene) { named(s, "stop-grant").Scope = v1alpha1.ScopeInputs },
			want:  "{action: Suspend, step: stop-grant/suspend, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, scope: {inputs: [visits]}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"a suspension of the whole that names inputs is recorded where that is asked for": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionSuspend, Inputs: []v1alpha1.ObjectName{"visits"}, Anyway: true},
			want:  "{action: Suspend, step: stop-grant/suspend, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, scope: {inputs: [visits]}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"a suspension of inputs is not held up where the edition is not known": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionSuspend, Inputs: []v1alpha1.ObjectName{"visits"}},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "{action: Suspend, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, scope: {inputs: [visits]}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"an approval of one input where the step is for each": {
			order: acting.Order{Subject: grant, Step: "grant/approve", Inputs: []v1alpha1.ObjectName{"visits"}},
			scene: func(s *acting.Scene) { named(s, "grant").Steps[0].Each = v1alpha1.EachInput },
			want:  "{action: Approve, step: grant/approve, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, scope: {inputs: [visits]}, subject: {kind: DeveloperGrant, name: g, part: Application, digest: " + string(approved) + "}}",
		},
		"a halt is of no step": {
			order: acting.Order{Subject: agreement, Action: v1alpha1.ActionHalt, Organization: "operator"},
			want:  "{action: Halt, organization: operator, actedOn: '2025-10-30', decidedBy: zhang.san, subject: {kind: OperationAgreement, name: a}}",
		},
		"a release answers the one halt that stands": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionRelease},
			scene: func(s *acting.Scene) { s.Standing = []*v1alpha1.Decision{halt, suspend} },
			want:  "{action: Release, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: halt, uid: h}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"a lift answers the one suspension that stands": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionLift},
			scene: func(s *acting.Scene) { s.Standing = []*v1alpha1.Decision{halt, suspend} },
			want:  "{action: Lift, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: stop, uid: s}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"a lift answers the consent that completed a suspension, and nothing that ended for good": {
			order: acting.Order{Subject: agreement, Action: v1alpha1.ActionLift},
			scene: func(s *acting.Scene) {
				consent, end := report.DeepCopy(), report.DeepCopy()
				consent.Name, consent.UID, consent.Spec.Action = "consent", "c", v1alpha1.ActionConsent
				end.Spec.Action = v1alpha1.ActionTerminate
				s.Standing = []*v1alpha1.Decision{end, consent}
			},
			want: "{action: Lift, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: consent, uid: c}, subject: {kind: OperationAgreement, name: a}}",
		},
		"an annulment takes back the one act that is one's own": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionAnnul},
			scene: func(s *acting.Scene) {
				other := builder.Decision("theirs").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").By("ministry").UID("t").Obj()
				own := builder.Decision("ours").Does(v1alpha1.ActionApprove, v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("o").Obj()
				s.Acts = []*v1alpha1.Decision{other, own}
			},
			want: "{action: Annul, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: ours, uid: o}, subject: {kind: DeveloperGrant, name: g}}",
		},
		"what was annulled, gave back or takes away is not offered to an annulment": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionAnnul},
			scene: func(s *acting.Scene) {
				act := func(name string, action v1alpha1.Action) *v1alpha1.Decision {
					return builder.Decision(name).Does(action, v1alpha1.OnOrganization, "o").By("bureau").UID(types.UID(name)).Obj()
				}
				s.Edition = nil
				s.Acts = []*v1alpha1.Decision{act("gone", v1alpha1.ActionAppoint), act("ours", v1alpha1.ActionAppoint), act("stop", v1alpha1.ActionHalt), act("back", v1alpha1.ActionRelease), act("before", v1alpha1.ActionAnnul)}
				s.Acts[1].Spec.Jurisdiction = "demo.1"
				s.Acts[4].Spec.Regarding = &v1alpha1.DecisionReference{Name: "gone", UID: "gone"}
			},
			want: "{action: Annul, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, jurisdiction: demo.1, regarding: {name: ours, uid: ours}, subject: {kind: Organization, name: o}}",
		},
		"a bar is under the edition that is named": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, DueDate: "2028-10-29"},
			scene: func(s *acting.Scene) {
				s.Edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred}}
			},
			want: "{action: Bar, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, dueDate: '2028-10-29', jurisdiction: demo.1, subject: {kind: Organization, name: o}}",
		},
		"a bar of nobody is recorded where that is asked for": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, Anyway: true},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "{action: Bar, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, subject: {kind: Organization, name: o}}",
		},
		"a bar is under the edition that is named, which could not be read": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, DueDate: "2028-10-29", Jurisdiction: "demo.1", Anyway: true},
			scene: func(s *acting.Scene) { s.Edition, s.Editions = nil, editions("Asia/Shanghai") },
			want:  "{action: Bar, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, dueDate: '2028-10-29', jurisdiction: demo.1, subject: {kind: Organization, name: o}}",
		},
		"so is what takes an act back": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionAnnul, Regarding: "ours", Jurisdiction: "demo.1"},
			scene: func(s *acting.Scene) {
				s.Edition, s.Acts = nil, []*v1alpha1.Decision{builder.Decision("ours").Does(v1alpha1.ActionAppoint, v1alpha1.OnOrganization, "o").UID("ours").Obj()}
			},
			want: "{action: Annul, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, jurisdiction: demo.1, regarding: {name: ours, uid: ours}, subject: {kind: Organization, name: o}}",
		},
		"a disqualification and a disposal are of no step": {
			order: acting.Order{Subject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnNamespace, Name: "sandbox-0"}, Action: v1alpha1.ActionDispose},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "{action: Dispose, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, subject: {kind: Namespace, name: sandbox-0}}",
		},
		"an action takes its only step, and what that covers": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionApprove},
			want:  "{action: Approve, step: grant/approve, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, subject: {kind: DeveloperGrant, name: g, part: Application, digest: " + string(approved) + "}}",
		},
		"a later act of a run names the act that opened it": {
			order: acting.Order{Subject: agreement, Step: "consent"},
			scene: func(s *acting.Scene) { s.Acts = []*v1alpha1.Decision{report} },
			want:  "{action: Consent, step: stop-agreement/consent, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: report, uid: r}, subject: {kind: OperationAgreement, name: a}}",
		},
		"a receipt answers the act that it receives, and carries no digest": {
			order: acting.Order{Subject: agreement, Step: "report", Action: v1alpha1.ActionReceive},
			scene: func(s *acting.Scene) { s.Acts = []*v1alpha1.Decision{report} },
			want:  "{action: Receive, step: stop-agreement/report, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, regarding: {name: report, uid: r}, subject: {kind: OperationAgreement, name: a}}",
		},
		"without an edition the day is where it begins last": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionSuspend},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "{action: Suspend, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, subject: {kind: DeveloperGrant, name: g}}",
		},
		"without an edition a halt is of the day by the clocks on which all editions agree": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionHalt},
			scene: func(s *acting.Scene) { s.Edition, s.Editions = nil, editions("Asia/Shanghai", "Asia/Shanghai") },
			want:  "{action: Halt, organization: bureau, actedOn: '2025-10-30', decidedBy: zhang.san, subject: {kind: Organization, name: o}}",
		},
		"where the editions differ it is of the day where it begins last": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionHalt},
			scene: func(s *acting.Scene) { s.Edition, s.Editions = nil, editions("Asia/Shanghai", "Asia/Urumqi") },
			want:  "{action: Halt, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, subject: {kind: Organization, name: o}}",
		},
		"what gives is read where days begin last, and dated so: a release would wait until then": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionRelease},
			scene: func(s *acting.Scene) {
				s.Edition, s.Editions, s.Standing = nil, editions("Asia/Shanghai"), []*v1alpha1.Decision{halt}
			},
			want: "{action: Release, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, regarding: {name: halt, uid: h}, subject: {kind: Organization, name: o}}",
		},
		"and so it is where the user names an edition that the record does not": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionRelease},
			scene: func(s *acting.Scene) { s.Standing = []*v1alpha1.Decision{halt} },
			want:  "{action: Release, organization: bureau, actedOn: '2025-10-29', decidedBy: zhang.san, regarding: {name: halt, uid: h}, subject: {kind: Organization, name: o}}",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := scene()
			if tc.scene != nil {
				tc.scene(&s)
			}
			got, err := acting.Compose(tc.order, s)
			if err != nil {
				t.Fatalf("Compose: %v", err)
			}
			var want v1alpha1.DecisionSpec
			if err := yaml.UnmarshalStrict([]byte(tc.want), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got.Spec); diff != "" {
				t.Errorf("Decision (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	one := builder.Decision("one").Halts(v1alpha1.OnDeveloperGrant, "g").By("bureau").UID("1").On("2025-10-01").Obj()
	two := builder.Decision("two").Halts(v1alpha1.OnDeveloperGrant, "g").By("operator").UID("2").On("2025-10-02").Obj()
	tests := map[string]struct {
		order acting.Order
		scene func(*acting.Scene)
		want  string
	}{
		"a step that the edition has not": {
			order: acting.Order{Subject: grant, Step: "grant/aprove"},
			want:  "Jurisdiction demo.1 has no step grant/aprove for a DeveloperGrant. It has: grant/approve (Approve), grant/sign (Sign), grant/file (File), stop-grant/suspend (Suspend).",
		},
		"an action that is written small": {
			order: acting.Order{Subject: agreement, Step: "annul"},
			want:  "Jurisdiction demo.1 has no step annul for an OperationAgreement. It has: stop-agreement/report (Request), stop-agreement/consent (Consent). The action is written Annul.",
		},
		"a suspension of one input where the edition takes the whole": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionSuspend, Inputs: []v1alpha1.ObjectName{"visits"}},
			scene: func(s *acting.Scene) { named(s, "stop-grant").Steps[0].Basis = []v1alpha1.BasisID{"NX-16.1"} },
			want:  "Jurisdiction demo.1 takes a DeveloperGrant as a whole by its step stop-grant/suspend: --input visits narrows nothing, and every other input would be taken too [NX-16.1 (article 16)]. Nothing was recorded. Leave --input out to take the whole; to stop these inputs alone, at once and with nobody's consent, use kubectl mandate halt with the same --input. With --anyway it is recorded as it stands, and takes the whole.",
		},
		"an approval of one input where the step is on the whole": {
			order: acting.Order{Subject: grant, Namespace: "health", Step: "grant/approve", Inputs: []v1alpha1.ObjectName{"visits"}},
			want:  "The step grant/approve of Jurisdiction demo.1 is on the whole of DeveloperGrant health/g: --input visits narrows nothing. Nothing was recorded. Leave --input out to act on the whole, or record it as it stands with --anyway.",
		},
		"another act than the step's": {
			order: acting.Order{Subject: grant, Step: "sign", Action: v1alpha1.ActionApprove},
			want:  "The step grant/sign is a Sign, not an Approve: leave --action out.",
		},
		"a suspension that takes several bodies": {
			order: acting.Order{Subject: agreement, Action: v1alpha1.ActionSuspend},
			want:  "Jurisdiction demo.1 asks for more than one Suspend of an OperationAgreement: its steps are stop-agreement/report (Request), stop-agreement/consent (Consent). Take the first that is yours with kubectl mandate decide STEP. To stop everything at once, which nobody's consent delays, use kubectl mandate halt.",
		},
		"an action that no step is of": {
			order: acting.Order{Subject: agreement, Action: v1alpha1.ActionApprove},
			want:  "An Approve is an act of a procedure, and Jurisdiction demo.1 has no step of it for an OperationAgreement. It has: stop-agreement/report (Request), stop-agreement/consent (Consent).",
		},
		"a bar without its last day": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar},
			want:  "A Bar gives the last barred day, without which it bars nobody: name it with --due YYYY-MM-DD. With --anyway it is recorded without one.",
		},
		"a bar under no edition": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, DueDate: "2028-10-29"},
			scene: func(s *acting.Scene) {
				s.Edition, s.Editions = nil, editions("Asia/Shanghai", "Asia/Shanghai")
				s.Editions[1].Name, s.Editions[1].Spec.Checks = "other.1", []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred}}
			},
			want: "A Bar is under one edition, without which it bars nobody: name it with --jurisdiction. Of those applied, these refuse whom it bars: other.1. With --anyway it is recorded without one.",
		},
		"a bar under an edition that could not be read": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, DueDate: "2028-10-29", Jurisdiction: "demo.2"},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "Jurisdiction demo.2 does not exist or cannot be read, so that nobody can tell whether it refuses whom this Bar bars. With --anyway it is recorded under demo.2, and bars nobody unless that has the check NotBarred.",
		},
		"a bar under an edition that bars nobody": {
			order: acting.Order{Subject: organization, Action: v1alpha1.ActionBar, DueDate: "2028-10-29"},
			want:  "A Bar under Jurisdiction demo.1 bars nobody: that edition does not have the check NotBarred. Name another with --jurisdiction; Suspend or Halt takes away at once. With --anyway it is recorded all the same.",
		},
		"a person of no organisation": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionHalt},
			scene: func(s *acting.Scene) { s.Organizations = nil },
			want:  "User zhang.san is listed in no Organization. Say whose act it is with --organization, if RBAC gives you the verb on it.",
		},
		"a person of several": {
			order: acting.Order{Subject: grant, Action: v1alpha1.ActionHalt},
			scene: func(s *acting.Scene) { s.Organizations = []v1alpha1.ObjectName{"a", "b"} },
			want:  "User zhang.san belongs to several Organizations: a, b. Say whose act it is with --organization.",
		},
		"a release of nothing": {
			order: acting.Order{Subject: grant, Namespace: "health", Action: v1alpha1.ActionRelease},
			want:  "A Release answers an earlier act, and nothing on DeveloperGrant health/g is open to one. See kubectl mandate why, or name the act with --regarding.",
		},
		"a release of one of two": {
			order: acting.Order{Subject: grant, Namespace: "health", Action: v1alpha1.ActionRelease},
			scene: func(s *acting.Scene) { s.Standing = []*v1alpha1.Decision{one, two} },
			want:  "A Release answers one earlier act, and on DeveloperGrant health/g it could be any of: one (Halt, bureau, 2025-10-01), two (Halt, operator, 2025-10-02). Name it with --regarding.",
		},
		"an act that is not there": {
			order: acting.Order{Subject: grant, Namespace: "health", Action: v1alpha1.ActionRelease, Regarding: "three"},
			scene: func(s *acting.Scene) { s.Acts = []*v1alpha1.Decision{one} },
			want:  "No Decision three acts on DeveloperGrant health/g. There are: one (Halt, bureau, 2025-10-01).",
		},
		"a step without an edition": {
			order: acting.Order{Subject: grant, Namespace: "health", Step: "sign"},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "The step sign cannot be looked up: the edition that DeveloperGrant health/g pins does not exist or cannot be read. Apply the Jurisdiction first; an Organization pins none, name it with --jurisdiction.",
		},
		"a step on an objection without an edition": {
			order: acting.Order{Subject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnObjection, Name: "o"}, Namespace: "health", Step: "dispose"},
			scene: func(s *acting.Scene) { s.Edition = nil },
			want:  "The step dispose cannot be looked up: the edition pinned by what Objection health/o is against does not exist or cannot be read. Apply the Jurisdiction first; an Organization pins none, name it with --jurisdiction.",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := scene()
			if tc.scene != nil {
				tc.scene(&s)
			}
			_, err := acting.Compose(tc.order, s)
			var refusal *acting.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("Compose: %v, want a refusal", err)
			}
			if diff := cmp.Diff(tc.want, refusal.Text(acting.English)); diff != "" {
				t.Errorf("refusal (-want +got):\n%s", diff)
			}
			// The other language speaks of the same things.
			for _, word := range append(refusal.Choices, refusal.Value) {
				name, _, _ := strings.Cut(word, " (")
				if other := refusal.Text(acting.Chinese); !strings.Contains(other, chinese.Word(name)) {
					t.Errorf("in Chinese nothing is said of %q: %s", word, other)
				}
			}
		})
	}
}

func TestLanguageOf(t *testing.T) {
	tests := map[string]struct {
		values []string
		want   acting.Language
	}{
		"nothing set":           {nil, acting.English},
		"the flag":              {[]string{"zh", "en_US.UTF-8"}, acting.Chinese},
		"the environment":       {[]string{"", "zh_CN.UTF-8", "en_US.UTF-8"}, acting.Chinese},
		"the first that is set": {[]string{"", "C", "zh_CN.UTF-8"}, acting.English},
		"another language":      {[]string{"fr"}, acting.English},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := acting.LanguageOf(tc.values...); got != tc.want {
				t.Errorf("LanguageOf(%q) = %q, want %q", tc.values, got, tc.want)
			}
		})
	}
}
