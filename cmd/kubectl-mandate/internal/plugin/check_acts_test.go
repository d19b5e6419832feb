// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/checking"
	"github.com/publicdata-io/mandate/internal/digest"
)

// land is a folder of a whole chain under the pilot edition of Ningxia, and the
// editions beside it.
type land struct {
	t                *testing.T
	folder, editions string
	// edition and plan are those of the chain.
	edition *v1alpha1.Jurisdiction
	plan    *v1alpha1.ImplementationPlan
}

func newLand(t *testing.T) *land {
	t.Helper()
	l := &land{t: t, folder: t.TempDir(), editions: t.TempDir()}
	for _, name := range []string{"ningxia", "ningxia-pilot"} {
		rendered, err := exec.CommandContext(t.Context(), world.cluster.Kubectl(), "kustomize", root+"/config/jurisdictions/"+name).Output()
		if err != nil {
			t.Fatal(err)
		}
		l.write(l.editions, name+".yaml", string(rendered))
	}
	calendar, err := os.ReadFile(root + "/config/calendars/china.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l.write(l.editions, "calendar.yaml", string(calendar))
	chain, err := os.ReadFile(root + "/test/stories/procedures/testdata/ningxia/chain.yaml")
	if err != nil {
		t.Fatal(err)
	}
	l.write(l.folder, "chain.yaml", string(chain))
	for _, o := range l.read(l.editions) {
		if j, ok := o.Object.(*v1alpha1.Jurisdiction); ok && j.Name == "ningxia-pilot.1" {
			l.edition = j
		}
	}
	for _, o := range l.read(l.folder) {
		if p, ok := o.Object.(*v1alpha1.ImplementationPlan); ok {
			l.plan = p
		}
	}
	return l
}

func (l *land) read(folder string) []checking.Object {
	l.t.Helper()
	files, err := (&checkOptions{}).read(folder)
	if err != nil {
		l.t.Fatal(err)
	}
	return checking.Read(files).Objects
}

func (l *land) write(folder, name, text string) {
	l.t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

// replace changes the chain.
func (l *land) replace(old, with string) {
	l.t.Helper()
	path := filepath.Join(l.folder, "chain.yaml")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), old) {
		l.t.Fatalf("the chain has no %q: %v", old, err)
	}
	l.write(l.folder, "chain.yaml", strings.Replace(string(text), old, with, 1))
}

// act is a Decision on the plan with the digest that it has; more are fields of
// its spec, which come in place of those that it has.
func (l *land) act(name, step, action, organization, on, more string) string {
	sum := digest.Plan(l.plan, digest.Edition(l.edition))[v1alpha1.PartAll]
	spec := "  organization: " + organization + "\n  actedOn: \"" + on + "\"\n  decidedBy: zhang\n"
	if !strings.Contains(more, "subject:") {
		spec += "  subject: {kind: ImplementationPlan, name: health-plan, part: All, digest: \"" + string(sum) + "\"}\n"
	}
	if step != "" {
		spec += "  step: " + step + "\n"
	}
	if more != "" {
		spec += "  " + strings.ReplaceAll(strings.TrimSpace(more), "\n", "\n  ") + "\n"
	}
	return "---\napiVersion: mandate.publicdata.io/v1alpha1\nkind: Decision\nmetadata: {namespace: ningxia-health, name: " + name + "}\nspec:\n  action: " + action + "\n" + spec
}

// check is what the command says of the folder, each as `Name field Reason`, and
// the whole.
func (l *land) check() ([]string, checking.Report) {
	l.t.Helper()
	got := call(l.t, "check", "-f", l.folder, "--jurisdictions", l.editions, "-o", "json")
	var report checking.Report
	if err := json.Unmarshal([]byte(got.out), &report); err != nil {
		l.t.Fatalf("%v: %s%v", err, got.out, got.failed)
	}
	if (got.failed != nil) != (len(report.Faults) > 0) {
		l.t.Errorf("with %d faults and %d warnings it ends in %v", len(report.Faults), len(report.Warnings), got.failed)
	}
	var short []string
	for _, f := range append(report.Faults, report.Warnings...) {
		short = append(short, strings.TrimSpace(string(f.Severity)+" "+f.Name+" "+f.Field+" "+f.Reason))
	}
	return short, report
}

func TestCheckJudgesDecisions(t *testing.T) {
	l := newLand(t)
	guide := l.act("guide", "plan/guide", "Guide", "nx-data-bureau", "2025-07-01", "")
	submit := l.act("submit", "plan/submit", "Submit", "nx-data-bureau", "2025-07-08", "")
	tests := map[string]struct {
		acts string
		// chain is what is replaced in the chain.
		chain [2]string
		want  []string
		// text is part of what is said of the first.
		text string
	}{
		"acts in their order": {acts: guide + submit},
		"a step that the edition has not": {
			acts: l.act("a", "plan/sing", "Guide", "nx-data-bureau", "2025-07-01", ""),
			want: []string{"Fault a spec.step NoSuchStep"}, text: "the edition has: plan/guide plan/submit",
		},
		"another action than the step's": {
			acts: l.act("a", "plan/guide", "Approve", "nx-data-bureau", "2025-07-01", ""),
			want: []string{"Fault a spec.action WrongAction"}, text: "asks for Guide; write what the step asks for, or the step that is meant [NX-7.1 (article 7)]",
		},
		"who may not": {
			acts: guide + l.act("a", "plan/submit", "Submit", "nx-info-centre", "2025-07-08", ""),
			want: []string{"Fault a spec.organization NotEntitled"}, text: "it is for DataAuthority of 640000",
		},
		"other content than was acted on": {
			acts: l.act("a", "plan/guide", "Guide", "nx-data-bureau", "2025-07-01", "subject: {kind: ImplementationPlan, name: health-plan, part: All, digest: \"sha256:"+strings.Repeat("0", 64)+"\"}"),
			want: []string{"Fault a spec.subject.digest StaleDigest"}, text: "put the content back",
		},
		"what comes before was not done": {
			acts: submit, want: []string{"Fault submit spec.actedOn OutOfOrder"}, text: "comes after guide, which is not complete; record first what comes first",
		},
		"a day before that of what comes before": {
			acts: guide + l.act("a", "plan/submit", "Submit", "nx-data-bureau", "2025-06-30", ""),
			want: []string{"Fault a spec.actedOn OutOfOrder"}, text: "which is complete from 2025-07-01",
		},
		"the same act twice": {
			acts: guide + l.act("z", "plan/guide", "Guide", "nx-data-bureau", "2025-07-02", ""),
			want: []string{"Fault z spec.step Repeated"}, text: `Decision "guide" of Organization "nx-data-bureau"`,
		},
		"a day that has not come, said once": {
			acts: l.act("a", "plan/guide", "Guide", "nx-data-bureau", "2199-07-01", ""),
			want: []string{"Fault a spec.actedOn"}, text: "2199-07-01 lies in the future",
		},
		"findings that are missing": {
			acts: l.act("a", "resource/clear", "Clear", "nx-health-commission", "2025-07-01", "subject: {kind: DataResource, name: outpatient-visits}"),
			want: []string{"Fault a spec.findings PointMissing"}, text: "lacks the point privacy",
		},
		"a role that nobody has conferred yet": {
			acts: l.act("a", "resource/governance", "Attest", "nx-info-centre", "2025-07-01", "subject: {kind: DataResource, name: outpatient-visits}"),
			want: []string{"Fault a spec.organization NotEntitled"}, text: "it is for ImplementingAgency over 640000",
		},
		"a grant that is not there": {
			acts: l.act("a", "", "Halt", "nx-data-bureau", "2025-07-01", "subject: {kind: DeveloperGrant, name: nobody}"),
			want: []string{"Fault a spec.subject.name"}, text: "refers to DeveloperGrant nobody, which is neither in the folder nor beside it",
		},
		"an objection that is not there": {
			acts: l.act("a", "", "Accept", "nx-data-bureau", "2025-07-01", "step: objection/dispose\nsubject: {kind: Objection, name: nobody}"),
			want: []string{"Fault a spec.subject.name"},
		},
		"an act that is taken back answers by name and uid": {
			acts: guide + l.act("a", "", "Annul", "nx-data-bureau", "2025-07-02", "regarding: {name: guide, uid: 5b5a9b0e-0000-4000-8000-000000000001}\nsubject: {kind: ImplementationPlan, name: health-plan}"),
		},
		"the wrong namespace": {
			acts: strings.Replace(guide, "namespace: ningxia-health", "namespace: mandate-registry", 1),
			want: []string{"Fault guide spec.subject.name", "Fault guide metadata.namespace"},
		},
		"before what it is on was made": {
			chain: [2]string{"metadata: {name: health-plan,", "metadata: {creationTimestamp: \"2025-07-03T01:00:00Z\", name: health-plan,"},
			acts:  guide, want: []string{"Warning guide spec.actedOn"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			l.t = t
			l.write(l.folder, "acts.yaml", tc.acts)
			if tc.chain[0] != "" {
				l.replace(tc.chain[0], tc.chain[1])
				defer l.replace(tc.chain[1], tc.chain[0])
			}
			got, report := l.check()
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Fatalf("it finds (-want +got):\n%s\n%+v", diff, report.Faults)
			}
			if tc.text != "" && !strings.Contains(report.Faults[0].Text, tc.text) {
				t.Errorf("it says %q, want %q in it", report.Faults[0].Text, tc.text)
			}
		})
	}
}

func TestCheckWarnsOfWhatCannotComeIntoForce(t *testing.T) {
	tests := map[string]struct {
		old, with string
		want      []string
		text      string
	}{
		"a term beyond that of what is above": {
			old: `to: "2026-11-09"`, with: `to: "2029-11-09"`, want: []string{"Warning drug-safety spec.term Unlawful"},
			text: "ends after that of OperationAgreement",
		},
		"nobody whom a step is for": {
			old: "roles: [DataAuthority], subjects: [{kind: Group, name: \"nx-data-bureau:officers\"}]", with: "roles: [Consumer], subjects: [{kind: Group, name: \"nx-data-bureau:officers\"}]",
			text: "none of these organisations is that; add it, or correct its roles, division or sectors",
		},
		"data of the agreement outside of its plan": {
			old: "  dataResources: [outpatient-visits, drug-settlements]", with: "  dataResources: [outpatient-visits]", text: "is not among spec.dataResources of ImplementationPlan",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLand(t)
			l.replace(tc.old, tc.with)
			got, report := l.check()
			if tc.want != nil && !cmp.Equal(tc.want, got) {
				t.Errorf("it warns of %q, want %q", got, tc.want)
			}
			if len(report.Faults) > 0 || len(report.Warnings) == 0 {
				t.Fatalf("there are %d faults and %d warnings, want warnings alone: %q", len(report.Faults), len(report.Warnings), got)
			}
			if !strings.Contains(report.Warnings[0].Text, tc.text) {
				t.Errorf("it says %q, want %q in it", report.Warnings[0].Text, tc.text)
			}
		})
	}
}

// A plan that revises what revises an earlier one is no rival of that.
func TestPlansThatReviseEachOtherInARowAreNoRivals(t *testing.T) {
	l := newLand(t)
	plan := func(name, revises string) string {
		as := l.plan.DeepCopy()
		as.Name, as.Spec.Revises = name, v1alpha1.ObjectName(revises)
		as.APIVersion, as.Kind = v1alpha1.GroupVersion.String(), "ImplementationPlan"
		written, err := yaml.Marshal(as)
		if err != nil {
			t.Fatal(err)
		}
		return "---\n" + string(written)
	}
	rivals := func() (n int) {
		_, report := l.check()
		for _, warning := range report.Warnings {
			if strings.Contains(warning.Text, "neither revises the other") {
				n++
			}
		}
		return n
	}
	l.write(l.folder, "revisions.yaml", plan("second", "health-plan")+plan("third", "second"))
	if n := rivals(); n != 0 {
		t.Errorf("of a row of revisions it warns %d times of rivals, want none", n)
	}
	l.write(l.folder, "revisions.yaml", plan("second", "health-plan")+plan("third", "fourth")+plan("fourth", "third"))
	if n := rivals(); n != 2 { // each of the two that go in a circle
		t.Errorf("of a circle beside a revision it warns %d times of rivals, want 2", n)
	}
}

// What may only be referred to is reported apart, and makes nothing fail.
func TestCheckReportsTheFormOfWhatIsBeside(t *testing.T) {
	l := newLand(t)
	l.write(l.editions, "odd.yaml", "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Organization\nmetadata: {name: odd}\nspec: {displayNam: Odd}\n")
	_, report := l.check()
	if len(report.Faults) > 0 || !slices.ContainsFunc(report.Warnings, func(f checking.Fault) bool { return f.Beside && f.Name == "odd" }) {
		t.Errorf("the faults are %+v and the warnings %+v, want no fault, and a warning of what is beside", report.Faults, report.Warnings)
	}
	if pilots := call(t, "check", "-f", filepath.Join(l.editions, "calendar.yaml"), "--jurisdictions", root+"/config/jurisdictions"); pilots.failed != nil || !strings.Contains(pilots.out, "is a patch and no object") {
		t.Errorf("beside the pilots, which are kustomizations, it ends in %v:\n%s", pilots.failed, pilots.out)
	}
	for language, heading := range map[string]string{"en": "in what --jurisdictions names", "zh": "在 --jurisdictions 所指的文件中"} {
		if said := call(t, "check", "-f", l.folder, "--jurisdictions", l.editions, "--lang", language).out; !strings.Contains(said, heading) {
			t.Errorf("in %s it has no heading %q:\n%s", language, heading, said)
		}
	}
}

func TestCheckReadsStandardInput(t *testing.T) {
	var out bytes.Buffer
	object := "apiVersion: mandate.publicdata.io/v1alpha1\nkind: Organization\nmetadata: {name: a}\nspec: {}\n"
	command := NewCommand("v0.0.0-test", genericiooptions.IOStreams{In: strings.NewReader(object), Out: &out, ErrOut: &bytes.Buffer{}})
	command.SetArgs([]string{"check", "-f", "-", "--lang", "en"})
	if err := command.ExecuteContext(t.Context()); err == nil || !strings.Contains(out.String(), "-: Organization a: spec.uscc: is missing, and is required") {
		t.Errorf("of standard input it says %q and ends in %v", out.String(), err)
	}
}
