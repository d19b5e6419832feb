// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/digest"
	"github.com/publicdata-io/mandate/test/builder"
)

const officers = "bureau:officers"

// office makes what an officer acts in: a domain of the test's own with a
// grant, its edition and class, and the officer's organisation.
type office struct {
	t          *testing.T
	namespace  string
	edition    *v1alpha1.Jurisdiction
	class      *v1alpha1.SandboxClass
	grant      *v1alpha1.DeveloperGrant
	kubeconfig string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	name := "office-" + strings.ToLower(strings.TrimPrefix(t.Name(), "Test"))
	o := &office{t: t, namespace: name, kubeconfig: kubeconfigOf(t, "zhang.san", officers)}
	o.edition = builder.Jurisdiction(name, 1).SilentOn(v1alpha1.LinkDeveloperGrant).Procedure(v1alpha1.Procedure{
		Name: "grant", Of: v1alpha1.LinkDeveloperGrant, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "approve", Act: v1alpha1.ActionApprove, Covers: v1alpha1.PartApplication,
			By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	}).SilentOn(v1alpha1.LinkObjection).Procedure(v1alpha1.Procedure{
		Name: "objection", Of: v1alpha1.LinkObjection, Effect: v1alpha1.EffectDisposed,
		Steps: []v1alpha1.Step{{
			Name: "dispose", Act: v1alpha1.ActionDispose,
			By: []v1alpha1.Party{{Role: "DataAuthority", Level: v1alpha1.LevelAny}}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	}).Obj()
	o.class = builder.Class(name).Obj()
	o.grant = builder.Grant("g").In(name).Edition(o.edition.Name).Under("health").Input("visits").Term("2025-01-01", "2026-12-31").Class(name).Obj()
	bureau := builder.Organization(name).Roles("DataAuthority").Obj()
	bureau.Spec.Subjects = []v1alpha1.Subject{{Kind: v1alpha1.SubjectGroup, Name: officers}}
	o.make(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}, o.edition, o.class, bureau, o.grant)
	o.make(&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: []rbacv1.PolicyRule{{
		APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"*"}, Verbs: []string{"get", "list", "create"},
	}, {
		APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"},
		Verbs: []string{"approve", "publish", "clear", "dispose", "lift", "release", "annul", "receive", "transcribe"},
	}}}, &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
		Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: officers}},
	})
	return o
}

func (o *office) make(objects ...client.Object) {
	o.t.Helper()
	for _, object := range objects {
		if err := world.admin.Create(o.t.Context(), object); err != nil {
			o.t.Fatal(err)
		}
		o.t.Cleanup(func() { _ = world.admin.Delete(context.WithoutCancel(o.t.Context()), object) })
	}
}

func (o *office) call(args ...string) told {
	o.t.Helper()
	return call(o.t, append(args, "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", "en")...)
}

// recorded is what was stored, as far as the test is about it.
func (o *office) recorded(got told) v1alpha1.DecisionSpec {
	o.t.Helper()
	if got.failed != nil {
		o.t.Fatal(got.failed)
	}
	var list v1alpha1.DecisionList
	if err := world.admin.List(o.t.Context(), &list, client.InNamespace(o.namespace)); err != nil {
		o.t.Fatal(err)
	}
	for i := range list.Items {
		if strings.Contains(got.out, list.Items[i].Name) {
			return list.Items[i].Spec
		}
	}
	o.t.Fatalf("no Decision is stored that the plugin names: %s", got.out)
	return v1alpha1.DecisionSpec{}
}

func TestAHaltAndItsRelease(t *testing.T) {
	o := newOffice(t)
	halt := o.recorded(o.call("halt", "dg/g", "--ground", "NX-21.4a"))
	want := v1alpha1.DecisionSpec{
		Subject: v1alpha1.ActSubject{DecisionSubject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"}},
		Action:  v1alpha1.ActionHalt, Organization: v1alpha1.ObjectName(o.namespace), ActedOn: halt.ActedOn, Ground: "NX-21.4a", DecidedBy: "zhang.san",
	}
	if diff := cmp.Diff(want, halt); diff != "" {
		t.Errorf("halt (-want +got):\n%s", diff)
	}
	release := o.recorded(o.call("release", "developergrant/g"))
	if release.Regarding == nil || !strings.HasPrefix(string(release.Regarding.Name), "g-halt-") {
		t.Errorf("the release regards %v, want the halt", release.Regarding)
	}
	if got := o.call("release", "dg/g"); got.failed == nil || !strings.Contains(got.failed.Error(), "nothing on DeveloperGrant "+o.namespace+"/g is open to one") {
		t.Errorf("a second release said %v, want that nothing is open to it", got.failed)
	}
}

func TestAnApproval(t *testing.T) {
	o := newOffice(t)
	got := o.recorded(o.call("decide", "grant/approve", "dg/g", "--on", "2025-10-28", "--document", "宁数函〔2025〕7号"))
	digests := digest.Grant(o.grant, digest.Edition(o.edition), digest.Class(o.class))
	want := v1alpha1.ActSubject{
		DecisionSubject: v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: "g"},
		Part:            v1alpha1.PartApplication, Digest: digests[v1alpha1.PartApplication],
	}
	if diff := cmp.Diff(want, got.Subject); diff != "" {
		t.Errorf("subject (-want +got):\n%s", diff)
	}
	if got.Action != v1alpha1.ActionApprove || got.Step != "grant/approve" || got.ActedOn != "2025-10-28" || got.Document.Number != "宁数函〔2025〕7号" {
		t.Errorf("recorded %+v, want an Approve on grant/approve of 2025-10-28 with its paper", got)
	}
}

// TestADisposalTakesTheEditionOfWhatItIsAgainst: an objection pins none.
func TestADisposalTakesTheEditionOfWhatItIsAgainst(t *testing.T) {
	o := newOffice(t)
	o.make(builder.Objection("ob1").In(o.namespace).Against(v1alpha1.LinkDeveloperGrant, "g").Obj(),
		builder.Objection("ob2").In(o.namespace).Against(v1alpha1.LinkDeveloperGrant, "gone").Obj())
	got := o.recorded(o.call("decide", "objection/dispose", "objn/ob1", "--organization", o.namespace, "--ground", "policy"))
	if got.Action != v1alpha1.ActionDispose || got.Step != "objection/dispose" || got.Subject.Digest == "" {
		t.Errorf("recorded %+v, want a Dispose on objection/dispose with the digest of the objection", got)
	}
	if said := errorOf(o.call("decide", "objection/dispose", "objn/ob2", "--organization", o.namespace)); !strings.Contains(said, "DeveloperGrant "+o.namespace+"/gone") {
		t.Errorf("of an objection against what is not there it says %q", said)
	}
}

// TestAPaperWithItsAddress records a paper with its digest, and where it can be read.
func TestAPaperWithItsAddress(t *testing.T) {
	o := newOffice(t)
	minutes := filepath.Join(t.TempDir(), "minutes.pdf")
	if err := os.WriteFile(minutes, []byte("decided"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := o.recorded(o.call("decide", "grant/approve", "dg/g", "--evidence", "minutes="+minutes, "--evidence-uri", "minutes=https://www.nx.example/2025/7"))
	want := []v1alpha1.Evidence{{
		Name: "minutes", SHA256: fmt.Sprintf("%x", sha256.Sum256([]byte("decided"))), URI: "https://www.nx.example/2025/7",
	}}
	if diff := cmp.Diff(want, got.Evidence); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

func TestALookBeforeTheAct(t *testing.T) {
	o := newOffice(t)
	for _, how := range []string{"client", "server"} {
		got := o.call("suspend", "dg/g", "--dry-run", how, "-o", "yaml")
		if got.failed != nil || !strings.Contains(got.out, "action: Suspend") {
			t.Errorf("--dry-run=%s: %v, printed %q", how, got.failed, got.out)
		}
	}
	var list v1alpha1.DecisionList
	if err := world.admin.List(t.Context(), &list, client.InNamespace(o.namespace)); err != nil || len(list.Items) > 0 {
		t.Errorf("%d Decisions were stored (%v), want none of a dry run", len(list.Items), err)
	}
}

func TestWhatIsNoSubject(t *testing.T) {
	for _, word := range []string{"pods/x", "dg", "dg/", "/x"} {
		got := call(t, "halt", word)
		if got.failed == nil || !strings.Contains(got.failed.Error(), "is no KIND/NAME") {
			t.Errorf("halt %s: %v, want that it is no KIND/NAME", word, got.failed)
		}
	}
}

// TestAnActWithoutEffect is told beforehand, in either language, and recorded
// where that is asked for; what takes away is recorded all the same.
func TestAnActWithoutEffect(t *testing.T) {
	o := newOffice(t)
	stranger := builder.Organization(o.namespace + "-other").Roles("SourceUnit").Obj()
	o.make(stranger)
	line := []string{"decide", "grant/approve", "dg/g", "--organization", stranger.Name}
	got := o.call(line...)
	for _, words := range []string{"would have no effect (NotEntitled)", "it is for DataAuthority of anywhere", "[policy]", "--anyway"} {
		if got.failed == nil || !strings.Contains(got.failed.Error(), words) {
			t.Errorf("an approval of a stranger's says %v, want %q", got.failed, words)
		}
	}
	if zh := call(t, append(line, "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", "zh")...); zh.failed == nil || !strings.Contains(zh.failed.Error(), "该“批准”不会产生效力（无权办理 NotEntitled）") {
		t.Errorf("in Chinese it says %v", zh.failed)
	}
	if spec := o.recorded(o.call(append(line, "--anyway")...)); string(spec.Organization) != stranger.Name {
		t.Errorf("with --anyway %+v is recorded", spec)
	}
	suspend := []string{"suspend", "dg/g", "--organization", "nobody"}
	if said := errorOf(o.call(suspend...)); !strings.Contains(said, "Organization nobody of --organization does not exist. Nothing was recorded.") {
		t.Errorf("of a suspension by nobody it says %q", said)
	}
	got = o.call(append(suspend, "--anyway")...)
	if spec := o.recorded(got); spec.Action != v1alpha1.ActionSuspend || !strings.Contains(got.err, "does not exist. It is recorded all the same.") {
		t.Errorf("a suspension is held up: %+v, %s", spec, got.err)
	}
}

// TestAnActOnWhatIsNotThere is refused, since it would stay for ever and take
// nothing; with --anyway it is recorded, and binds the name.
func TestAnActOnWhatIsNotThere(t *testing.T) {
	o := newOffice(t)
	for _, line := range [][]string{{"suspend", "dg/mistyped"}, {"suspend", "dg/mistyped", "--dry-run", "server"}, {"halt", "org/mistyped"}} {
		if got := o.call(line...); !strings.Contains(errorOf(got), "mistyped does not exist") || !strings.Contains(errorOf(got), "nothing was recorded") {
			t.Errorf("%v ends with %v", line, got.failed)
		}
	}
	got := o.call("suspend", "dg/mistyped", "--anyway")
	if spec := o.recorded(got); spec.Subject.Name != "mistyped" {
		t.Errorf("%+v is recorded, want a suspension of the name", spec)
	}
	if want := `(SubjectMissing): DeveloperGrant "mistyped" does not exist; the act binds the name`; !strings.Contains(got.err, want) {
		t.Errorf("it is told %q, want %q", got.err, want)
	}
	if got := o.call("suspend", "dg/g"); strings.Contains(got.err, "SubjectMissing") {
		t.Errorf("of what is there it is told %q", got.err)
	}
	got = o.call("halt", "dg/g", "--input", "mistyped")
	if spec := o.recorded(got); spec.Scope == nil || !strings.Contains(got.err, `(SubjectMissing): spec.scope.inputs mistyped: DeveloperGrant "g" holds none of these`) {
		t.Errorf("of an input that is not there it is told %q", got.err)
	}
}
