// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// TestALineThatIsWrongRecordsNothing: what was recorded stays, so that all of the
// line is judged before.
func TestALineThatIsWrongRecordsNothing(t *testing.T) {
	o := newOffice(t)
	tests := map[string]struct {
		line []string
		want string
	}{
		"an output that is none":   {[]string{"-o", "json"}, `--output "json" is neither yaml nor name`},
		"a dry run that is none":   {[]string{"--dry-run", "maybe"}, `--dry-run "maybe" is none of`},
		"a name before it is made": {[]string{"--dry-run", "client", "-o", "name"}, "--output name has nothing to print with --dry-run=client"},
		"a file without a number":  {[]string{"--document-file", filepath.Join(t.TempDir(), "none.pdf")}, "none.pdf is of a paper without a number: give that with --document"},
		"a body without a number":  {[]string{"--body", "bureau"}, "--body bureau is of a paper without a number"},
		"a digest without one":     {[]string{"--document-sha256", strings.Repeat("a", 64)}, "--document-sha256"},
		"a day without a number":   {[]string{"--document-issued", "2025-10-01"}, "--document-issued 2025-10-01"},
		"two digests of one paper": {[]string{"--document", "1", "--document-file", "x", "--document-sha256", strings.Repeat("a", 64)}, "both say the digest"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := o.call(append([]string{"halt", "dg/g"}, tc.line...)...)
			if got.failed == nil || !strings.Contains(got.failed.Error(), tc.want) {
				t.Errorf("it says %v, want %q", got.failed, tc.want)
			}
		})
	}
	var list v1alpha1.DecisionList
	if err := world.admin.List(t.Context(), &list, client.InNamespace(o.namespace)); err != nil || len(list.Items) > 0 {
		t.Errorf("%d Decisions were recorded (%v), want none", len(list.Items), err)
	}
}

// TestNothingUnreadHoldsUpWhatTakesAway: who may record, and read nothing, halts
// and suspends, and is told what was not seen.
func TestNothingUnreadHoldsUpWhatTakesAway(t *testing.T) {
	o := newOffice(t)
	o.only("create")
	for _, verb := range []string{"halt", "suspend"} {
		got := o.call(verb, "dg/g", "--organization", o.namespace)
		if spec := o.recorded(got); !strings.EqualFold(string(spec.Action), verb) {
			t.Errorf("%s recorded %+v", verb, spec)
		}
		if want := "This could not be read, which does not hold up what takes away: read DeveloperGrant " + o.namespace + "/g"; !strings.Contains(got.err, want) {
			t.Errorf("%s says beside it %q, want %q", verb, got.err, want)
		}
	}
	if got := o.call("release", "dg/g", "--organization", o.namespace); got.failed == nil || !strings.Contains(got.failed.Error(), "read DeveloperGrant") {
		t.Errorf("a release says %v, want that the grant could not be read", got.failed)
	}
	if got := o.call("halt", "dg/g"); got.failed == nil || !strings.Contains(got.failed.Error(), "may not list the Organizations") {
		t.Errorf("without --organization it says %v, want that the Organizations may not be listed", got.failed)
	}
}

// TestWhyOfWhatCouldNotBeRead does not say that it does not exist.
func TestWhyOfWhatCouldNotBeRead(t *testing.T) {
	o := newOffice(t)
	o.only("create")
	for word, want := range map[string]string{"dg/g": `DeveloperGrant "g" could not be read`, "oa/x": `OperationAgreement "x" could not be read`} {
		got := o.call("why", word)
		if !strings.Contains(got.out, "cannot be told") || !strings.Contains(got.out, want) {
			t.Errorf("why %s says %q, want %q", word, got.out, want)
		}
		if got.failed == nil || !strings.Contains(got.failed.Error(), "could not be read: nothing can be told of it") {
			t.Errorf("why %s ends with %v, want a failure", word, got.failed)
		}
	}
}

// only leaves the officers one verb.
func (o *office) only(verb string) {
	o.t.Helper()
	role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: o.namespace}}
	role.Rules = []rbacv1.PolicyRule{{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"*"}, Verbs: []string{verb}}}
	if err := world.admin.Update(o.t.Context(), role); err != nil {
		o.t.Fatal(err)
	}
	o.await(func() bool { return strings.Contains(o.call("tree").err+errorOf(o.call("tree")), "forbidden") })
}

func errorOf(got told) string {
	if got.failed == nil {
		return ""
	}
	return got.failed.Error()
}

// TestASuspensionThatTakesNothing ends with a code of its own, and speaks of no
// next step.
func TestASuspensionThatTakesNothing(t *testing.T) {
	o := newOffice(t)
	edition := &v1alpha1.Jurisdiction{}
	edition.Name = o.namespace + ".2"
	o.edition.DeepCopyInto(edition)
	edition.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	edition.Spec.Edition = 2
	edition.Spec.Procedures = append(edition.Spec.Procedures, v1alpha1.Procedure{
		Name: "suspension", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended,
		Steps: []v1alpha1.Step{{
			Name: "order", Act: v1alpha1.ActionSuspend, Grounds: []string{"policy"}, Basis: []v1alpha1.BasisID{"policy"},
			By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}},
		}},
	})
	grant := o.grant.DeepCopy()
	grant.ObjectMeta = metav1.ObjectMeta{Name: "h", Namespace: o.namespace}
	grant.Spec.Jurisdiction = v1alpha1.ObjectName(edition.Name)
	o.make(edition, grant)
	got := o.call("suspend", "dg/h")
	exit := (*Exit)(nil)
	if !errors.As(got.failed, &exit) || exit.Code != withoutEffect {
		t.Fatalf("it ends with %v, want the code %d", got.failed, withoutEffect)
	}
	for _, words := range []string{"has no effect and will have none (GroundMissing)", "record another act"} {
		if !strings.Contains(got.failed.Error(), words) {
			t.Errorf("it says %q, want %q", got.failed, words)
		}
	}
	if !strings.Contains(got.out, "Decision "+o.namespace+"/h-suspend-") || strings.Contains(got.out, "next:") {
		t.Errorf("it wrote %q, want the record and no next step", got.out)
	}
	dry := o.call("suspend", "dg/h", "--dry-run", "server")
	if !errors.As(dry.failed, &exit) || exit.Code != withoutEffect || !strings.Contains(dry.failed.Error(), "would have no effect, now or later (GroundMissing)") {
		t.Errorf("a dry run ends with %v, want what the act itself would end with", dry.failed)
	}
}

// TestASuspensionOfOneInputWhereTheWholeIsTaken is told before it is recorded: it is
// refused, with what to do, and recorded with --anyway, which says so first.
func TestASuspensionOfOneInputWhereTheWholeIsTaken(t *testing.T) {
	o := newOffice(t)
	edition := &v1alpha1.Jurisdiction{}
	o.edition.DeepCopyInto(edition)
	edition.ObjectMeta = metav1.ObjectMeta{Name: o.namespace + ".2"}
	edition.Spec.Edition = 2
	edition.Spec.Procedures = append(edition.Spec.Procedures, v1alpha1.Procedure{
		Name: "suspension", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectSuspended,
		Steps: []v1alpha1.Step{{
			Name: "order", Act: v1alpha1.ActionSuspend, Basis: []v1alpha1.BasisID{"NX-16.1"},
			By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}},
		}},
	})
	grant := o.grant.DeepCopy()
	grant.ObjectMeta = metav1.ObjectMeta{Name: "h", Namespace: o.namespace}
	grant.Spec.Jurisdiction = v1alpha1.ObjectName(edition.Name)
	o.make(edition, grant)
	line := []string{"suspend", "dg/h", "--input", "visits"}
	for lang, words := range map[string]string{
		"en": "takes a DeveloperGrant as a whole by its step suspension/order: --input visits narrows nothing, and every other input would be taken too [NX-16.1 (article 16)]. Nothing was recorded.",
		"zh": "的步骤 suspension/order 针对整项开发利用授权：--input visits 不起限定作用，其余数据资源也会一并停用〔NX-16.1（第十六条）〕。未作记录。",
	} {
		got := call(t, append(line, "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", lang)...)
		if !strings.Contains(errorOf(got), words) || got.out != "" {
			t.Errorf("it ends with %v and writes %q, want %s", got.failed, got.out, words)
		}
	}
	got := o.call(append(line, "--anyway")...)
	if spec := o.recorded(got); spec.Scope == nil || !strings.Contains(got.err, "It is recorded all the same, and takes the whole.") {
		t.Errorf("with --anyway %+v is recorded, and it says %q", spec, got.err)
	}
	if spec := o.recorded(o.call("suspend", "dg/h")); spec.Scope != nil {
		t.Errorf("without --input %+v is recorded", spec)
	}
	if spec := o.recorded(o.call("halt", "dg/h", "--input", "visits")); spec.Scope == nil {
		t.Errorf("a halt of one input is recorded as %+v", spec)
	}
}

// TestNamesOfNothing are said to be that, and do not pass for an empty domain.
func TestNamesOfNothing(t *testing.T) {
	o := newOffice(t)
	o.make(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: o.namespace + "-look"}, Rules: []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"namespaces"}, Verbs: []string{"get"}}}},
		&rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: o.namespace + "-look"}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: o.namespace + "-look"},
			Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: officers}},
		})
	nowhere := func(line ...string) string {
		return errorOf(call(t, append(line, "-n", "nowhere", "--kubeconfig", o.kubeconfig, "--lang", "en")...))
	}
	o.await(func() bool { return strings.Contains(nowhere("tree"), "namespace nowhere does not exist") })
	if said := nowhere("simulate", "--at", "2030-01-01"); !strings.Contains(said, "namespace nowhere does not exist") {
		t.Errorf("simulate says %q", said)
	}
	if said := errorOf(o.call("why", "org/"+o.namespace, "--jurisdiction", "nope")); !strings.Contains(said, "Jurisdiction nope of --jurisdiction does not exist") {
		t.Errorf("why says %q", said)
	}
	if said := errorOf(o.call("decide", "x", "org/"+o.namespace, "--jurisdiction", "nope")); !strings.Contains(said, "Jurisdiction nope of --jurisdiction does not exist") {
		t.Errorf("decide says %q", said)
	}
}

// TestThePastKnowsNoLaterActs: a halt of today stands against today.
func TestThePastKnowsNoLaterActs(t *testing.T) {
	o := newOffice(t)
	if got := o.call("halt", "dg/g"); got.failed != nil {
		t.Fatal(got.failed)
	}
	for _, verb := range []string{"why", "tree"} {
		if now := o.call(verb, "dg/g"); !strings.Contains(now.out, "Halted") {
			t.Errorf("%s of today says:\n%s", verb, now.out)
		}
		if then := o.call(verb, "dg/g", "--at", "2025-12-01"); strings.Contains(then.out, "Halted") {
			t.Errorf("%s of a day before the halt says:\n%s", verb, then.out)
		}
	}
}

// await waits for what the caches of the authorizer let through.
func (o *office) await(done func() bool) {
	o.t.Helper()
	for range 200 {
		if done() {
			return
		}
		if o.t.Context().Err() != nil {
			break
		}
	}
	o.t.Fatal("the authorizer never learned the change", context.Cause(o.t.Context()))
}
