// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/login"
)

const (
	domain     = "demo-health"
	readers    = "readers"             // may read grants
	developers = "demo-pharma:develop" // the holder's people
)

// house is one grant and its sandbox, as the operator makes them.
type house struct {
	t       *testing.T
	grant   *v1alpha1.DeveloperGrant
	sandbox string
}

// newHouse makes a grant in force with an open sandbox whose term ends then.
func newHouse(t *testing.T, until time.Time) *house {
	t.Helper()
	digest := sha256.Sum256([]byte(t.Name()))
	id := hex.EncodeToString(digest[:10])
	h := &house{t: t, sandbox: "sandbox-" + id, grant: grantOf("g-"+id, until)}
	h.make(
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
			Name:   h.sandbox,
			Labels: map[string]string{v1alpha1.SandboxLabel: "true"},
			Annotations: map[string]string{
				v1alpha1.NotAfterAnnotation: until.UTC().Format(time.RFC3339),
				v1alpha1.GrantAnnotation:    domain + "/" + h.grant.Name,
			},
		}},
		&corev1.ServiceAccount{ObjectMeta: h.in("developer")},
		&corev1.ConfigMap{ObjectMeta: h.in("mandate-grant"), Data: map[string]string{
			"grant": domain + "/" + h.grant.Name, "until": until.UTC().Format(time.RFC3339),
			"inputs": "visits: visits.demo-health.svc:5432 fields drug",
		}},
		&rbacv1.Role{ObjectMeta: h.in("room"), Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{""}, Resources: []string{"pods", "configmaps"}, Verbs: []string{"get", "list"}},
		}},
		h.binding("mandate-room", "Role", "room", rbacv1.Subject{Kind: "ServiceAccount", Namespace: h.sandbox, Name: "developer"}),
		h.binding("mandate-door", "ClusterRole", "mandate-door", rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "Group", Name: developers}),
		h.grant,
	)
	h.report(v1alpha1.InForceReason, "in force")
	h.await("")
	return h
}

func grantOf(name string, until time.Time) *v1alpha1.DeveloperGrant {
	end := metav1.NewTime(until.Truncate(time.Second))
	return &v1alpha1.DeveloperGrant{
		ObjectMeta: metav1.ObjectMeta{Namespace: domain, Name: name},
		Spec: v1alpha1.DeveloperGrantSpec{
			Jurisdiction: "demo.1", Agreement: "health", Holder: "demo-pharma",
			Scenario: v1alpha1.Scenario{Name: "s", Description: "d"},
			Inputs:   []v1alpha1.Input{{Resource: "visits", Necessity: "n"}, {Resource: "lab", Necessity: "n"}},
			Window:   &v1alpha1.Window{NotBefore: metav1.NewTime(end.AddDate(-1, 0, 0)), NotAfter: end},
			Sandbox:  v1alpha1.SandboxRequest{Class: "standard"},
		},
	}
}

func (h *house) in(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: h.sandbox, Name: name}
}

func (h *house) binding(name, kind, role string, subject rbacv1.Subject) *rbacv1.RoleBinding {
	return &rbacv1.RoleBinding{
		ObjectMeta: h.in(name), Subjects: []rbacv1.Subject{subject},
		RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: kind, Name: role},
	}
}

func (h *house) make(objects ...client.Object) {
	h.t.Helper()
	for _, object := range objects {
		if err := world.admin.Create(h.t.Context(), object); err != nil {
			h.t.Fatal(err)
		}
	}
}

// report writes the grant's status as the operator does.
func (h *house) report(reason, message string) {
	h.t.Helper()
	active := metav1.Condition{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionFalse, Reason: reason, Message: message}
	ready := metav1.Condition{Type: v1alpha1.SandboxReadyCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.OpenReason}
	yes, no := true, false
	if reason == v1alpha1.InForceReason {
		active.Status = metav1.ConditionTrue
	}
	active.LastTransitionTime, ready.LastTransitionTime = h.grant.CreationTimestamp, h.grant.CreationTimestamp
	h.grant.Status = v1alpha1.DeveloperGrantStatus{
		ObservedGeneration: h.grant.Generation,
		Conditions:         []metav1.Condition{active, ready},
		Effective:          &v1alpha1.Interval{NotBefore: h.grant.Spec.Window.NotBefore, NotAfter: h.grant.Spec.Window.NotAfter},
		Inputs: []v1alpha1.InputStatus{
			{Resource: "visits", InForce: &yes, Reason: v1alpha1.InForceReason},
			{Resource: "lab", InForce: &no, Reason: v1alpha1.HaltedReason, Message: "halted by demo-data-bureau"},
		},
		Sandbox: &v1alpha1.SandboxStatus{Namespace: h.sandbox},
	}
	if err := world.admin.Status().Update(h.t.Context(), h.grant); err != nil {
		h.t.Fatal(err)
	}
}

// shut takes the door away.
func (h *house) shut() {
	h.t.Helper()
	door := &rbacv1.RoleBinding{ObjectMeta: h.in("mandate-door")}
	if err := world.admin.Delete(h.t.Context(), door); err != nil {
		h.t.Fatal(err)
	}
	h.await("cannot create resource")
}

// close marks the sandbox as cutoff does.
func (h *house) close(by string) {
	h.t.Helper()
	h.annotate(v1alpha1.ClosedByAnnotation, by)
	h.await("closed-by: " + by)
}

// endIn moves the end of the term, and returns it as people read it.
func (h *house) endIn(rest time.Duration) string {
	h.t.Helper()
	ends := time.Now().Add(rest).UTC().Format(time.RFC3339)
	h.annotate(v1alpha1.NotAfterAnnotation, ends)
	h.await("it ends at " + ends)
	return ends
}

func (h *house) annotate(key, value string) {
	h.t.Helper()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: h.sandbox}}
	patch := fmt.Sprintf(`{"metadata": {"annotations": {%q: %q}}}`, key, value)
	if err := world.admin.Patch(h.t.Context(), namespace, client.RawPatch(types.MergePatchType, []byte(patch))); err != nil {
		h.t.Fatal(err)
	}
}

// await waits until the API server, whose authorizer and policies read from
// caches, refuses a token at the door with these words; with none, gives one.
func (h *house) await(words string) {
	h.t.Helper()
	kubeconfig := kubeconfigOf(h.t, "waiting", developers)
	var said string
	err := wait.PollUntilContextTimeout(h.t.Context(), 50*time.Millisecond, 20*time.Second, true, func(ctx context.Context) (bool, error) {
		command := exec.CommandContext(ctx, world.cluster.Kubectl(), "--kubeconfig", kubeconfig, "-n", h.sandbox, "create", "token", "developer", "--duration=600s")
		out, err := command.CombinedOutput()
		said = string(out)
		return (err == nil) == (words == "") && strings.Contains(said, words), nil
	})
	if err != nil {
		h.t.Fatalf("the door never says %q, but: %s", words, said)
	}
}

// kubeconfigOf writes the kubeconfig of somebody known by a client certificate.
func kubeconfigOf(t *testing.T, name string, groups ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".kubeconfig")
	if err := world.cluster.KubeconfigFor(path, name, groups...); err != nil {
		t.Fatal(err)
	}
	return path
}

// told is what the plugin wrote.
type told struct {
	out, err string
	failed   error
}

// call runs the plugin in this process, with the built one on the path.
func call(t *testing.T, args ...string) told {
	t.Helper()
	t.Setenv("PATH", world.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	var out, errOut bytes.Buffer
	command := NewCommand("v0.0.0-test", genericiooptions.IOStreams{In: &bytes.Buffer{}, Out: &out, ErrOut: &errOut})
	command.SetArgs(args)
	failed := command.ExecuteContext(t.Context())
	return told{out: out.String(), err: errOut.String(), failed: failed}
}

// kubectl runs the real kubectl, which runs the built plugin.
func kubectl(t *testing.T, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), world.cluster.Kubectl(), args...)
	command.Env = append(os.Environ(), "PATH="+world.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// isRefusal fails the test unless the plugin refused with all of the words.
func (r told) isRefusal(t *testing.T, words ...string) {
	t.Helper()
	refusal, ok := r.failed.(*login.Refusal) //nolint:errorlint // the very type that main prints
	if !ok {
		t.Fatalf("failed with %v (%T), want a refusal; wrote %q", r.failed, r.failed, r.out)
	}
	for _, word := range words {
		if !strings.Contains(refusal.Error(), word) {
			t.Errorf("refusal has no %q:\n%s", word, refusal)
		}
	}
	if r.out != "" {
		t.Errorf("standard output is %q, want none with a refusal", r.out)
	}
}
