// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// refusals is the domain of bad input.
const refusals = "demo-refusals"

// mistake is bad input, and the command that it is given to.
type mistake struct {
	title string
	// manifest is what kubectl apply reads; without it, args are what is run.
	manifest *unstructured.Unstructured
	args     []string
}

// TestRefusals holds what people read, when they apply what is wrong, to a file
// that can be read as a whole.
func TestRefusals(t *testing.T) {
	good := established(t)
	var out strings.Builder
	out.WriteString("What kubectl writes when bad input is applied. Written by: go test ./test/attacks -run TestRefusals -update\n")
	for _, m := range mistakes(t, good) {
		fmt.Fprintf(&out, "\n# %s\n%s\n", m.title, m.told(t))
	}
	path := filepath.Join("testdata", "refusals.golden")
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the refusals read otherwise; -update writes them down (-want +got):\n%s", diff)
	}
}

// told is what kubectl writes on refusing.
func (m mistake) told(t *testing.T) string {
	t.Helper()
	args, stdin := m.args, ""
	if m.manifest != nil {
		raw, err := yaml.Marshal(m.manifest)
		if err != nil {
			t.Fatal(err)
		}
		args, stdin = append([]string{"apply", "-f", "-"}, m.args...), string(raw)
	}
	_, err := installed.Kubectl(t.Context(), stdin, args...)
	var refused *exec.ExitError
	if !errors.As(err, &refused) {
		t.Errorf("%s: %v, want a refusal", m.title, err)
		return "accepted"
	}
	_, told, _ := strings.Cut(err.Error(), refused.Error()+": ")
	return passing.Replace(uid.ReplaceAllString(now.ReplaceAllString(told, "it is <now>"), "<uid>"))
}

// What differs from run to run.
var (
	now     = regexp.MustCompile(`it is 20[0-9-]+T[0-9:.]+Z`)
	uid     = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	passing = strings.NewReplacer(tomorrow(), "<tomorrow>")
)

// tomorrow is one day for all of the test, also where it runs over midnight.
var tomorrow = sync.OnceValue(func() string { return time.Now().UTC().Add(48 * time.Hour).Format(time.DateOnly) })

// established applies good input, which the mistakes differ from.
func established(t *testing.T) map[string]*unstructured.Unstructured {
	t.Helper()
	ns := namespace(refusals)
	ns.Labels = map[string]string{v1alpha1.DomainLabel: "true"}
	headless := service(refusals, "no-selector")
	headless.Spec.Selector = nil
	elsewhere := service(refusals, "elsewhere")
	elsewhere.Spec.Selector, elsewhere.Spec.Ports = nil, nil
	elsewhere.Spec.Type, elsewhere.Spec.ExternalName = "ExternalName", "data.example.com"
	create(t, ns, headless, elsewhere)
	act := builder.Decision("suspend-g").In(refusals).Suspends(v1alpha1.OnDeveloperGrant, "g").ActedOn("2026-03-01").Obj()
	act.Spec.DecidedBy, act.Spec.RecordedAt = "kubernetes-admin", nil
	good := map[string]*unstructured.Unstructured{}
	for _, o := range []client.Object{
		builder.Organization("mistaken").Roles(v1alpha1.RoleDeveloper).Obj(),
		builder.Class("mistaken").Obj(),
		builder.Resource("visits").In(refusals).Obj(),
		builder.Agreement("health").In(refusals).Over("visits").Term(begins, ends).Obj(),
		builder.Grant("g").In(refusals).Under("health").Input("visits").Term(begins, ends).Obj(),
		act,
	} {
		u := plain(t, o)
		if u.GetKind() == "Decision" {
			me, err := installed.Kubectl(t.Context(), "", "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
			if err != nil {
				t.Fatal(err)
			}
			u = differing(u, "spec.decidedBy", me)
		}
		good[u.GetKind()] = u
		raw, err := yaml.Marshal(u)
		if err == nil {
			_, err = installed.Kubectl(t.Context(), string(raw), "apply", "-f", "-")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return good
}

// plain is an object as a manifest has it.
func plain(t *testing.T, o client.Object) *unstructured.Unstructured {
	t.Helper()
	kind, err := apiutil.GVKForObject(o, admin.Scheme())
	if err != nil {
		t.Fatal(err)
	}
	content, err := runtime.DefaultUnstructuredConverter.ToUnstructured(o)
	if err != nil {
		t.Fatal(err)
	}
	u := &unstructured.Unstructured{Object: content}
	u.SetGroupVersionKind(kind)
	for _, field := range []string{"uid", "generation", "creationTimestamp"} {
		unstructured.RemoveNestedField(u.Object, "metadata", field)
	}
	delete(u.Object, "status")
	return u
}

// differing is a copy in which fields, by their dotted paths, have other values;
// nil takes one away.
func differing(u *unstructured.Unstructured, pairs ...any) *unstructured.Unstructured {
	u = u.DeepCopy()
	for i := 0; i < len(pairs); i += 2 {
		path := strings.Split(pairs[i].(string), ".")
		if pairs[i+1] == nil {
			unstructured.RemoveNestedField(u.Object, path...)
			continue
		}
		if err := unstructured.SetNestedField(u.Object, pairs[i+1], path...); err != nil {
			panic(err)
		}
	}
	return u
}

// recorders lets a group create Decisions, which by itself decides nothing.
func recorders(t *testing.T) {
	t.Helper()
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "attacks-recorders"}, RoleRef: clusterRole("attacks-recorders"),
		Subjects: []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: "attacks:recorders"}},
	}
	create(t, &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: "attacks-recorders"},
		Rules:      []rbacv1.PolicyRule{rule(ours, "decisions", "create", "get", "list", "patch")},
	}, binding)
}
