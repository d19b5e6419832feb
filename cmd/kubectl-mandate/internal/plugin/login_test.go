// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/login"
)

// far is the end of a term long after the test.
func far() time.Time { return time.Now().AddDate(10, 0, 0) }

func TestLoginOfAReader(t *testing.T) {
	h := newHouse(t, far())
	li := kubeconfigOf(t, "li", developers, readers)
	file := filepath.Join(t.TempDir(), "new", "my sandbox.yaml")

	got := call(t, "login", h.grant.Name, "-n", domain, "--kubeconfig", li, "-o", file)
	if got.failed != nil {
		t.Fatal(got.failed)
	}
	if want := "export KUBECONFIG='" + file + "'\n"; got.out != want {
		t.Errorf("standard output is %q, want %q", got.out, want)
	}
	want := fmt.Sprintf(`The door of sandbox %[1]s is open to you.

  Grant    demo-health/%[2]s
  Until    %[3]s, or at once when the grant is suspended or halted
  Inputs   visits: visits.demo-health.svc:5432 fields drug
  Without  lab (Halted): halted by demo-data-bureau
  You are  system:serviceaccount:%[1]s:developer
  Tokens   live ten minutes; kubectl gets new ones by itself while the door is open
  Written  %[4]s

To work there, run the last line; then see what you may do with: kubectl auth can-i --list
`, h.sandbox, h.grant.Name, h.grant.Status.Effective.NotAfter.UTC().Format(time.RFC3339), file)
	if diff := cmp.Diff(want, got.err); diff != "" {
		t.Errorf("standard error (-want +got):\n%s", diff)
	}
	isDeveloper(t, h, "--kubeconfig", file)
	isPrivate(t, file)
}

// isDeveloper proves with the real kubectl that the kubeconfig opens the room
// of the sandbox, and nothing but the room.
func isDeveloper(t *testing.T, h *house, args ...string) {
	t.Helper()
	who, err := kubectl(t, append(args, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")...)
	if want := "system:serviceaccount:" + h.sandbox + ":developer"; err != nil || who != want {
		t.Errorf("whoami says %q (%v), want %q", who, err, want)
	}
	if out, err := kubectl(t, append(args, "get", "pods")...); err != nil {
		t.Errorf("get pods, which the room allows: %v: %s", err, out)
	}
	if out, err := kubectl(t, append(args, "get", "secrets")...); err == nil || !strings.Contains(out, "Forbidden") {
		t.Errorf("get secrets, which the room does not allow: %v: %s", err, out)
	}
}

func isPrivate(t *testing.T, file string) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 {
		t.Errorf("mode of %s is %o, want 600", file, mode)
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".mandate-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left beside the kubeconfig: %v (%v)", left, err)
	}
}

func TestLoginWithNothingButTheDoor(t *testing.T) {
	h := newHouse(t, far())
	wang := kubeconfigOf(t, "wang", developers)
	file := filepath.Join(t.TempDir(), "kubeconfig")
	call(t, "login", h.grant.Name, "-n", domain, "--kubeconfig", wang, "-o", file).
		isRefusal(t, "you may not read DeveloperGrant demo-health/"+h.grant.Name, "--sandbox SANDBOX", "mandate-viewer")

	tests := map[string]struct {
		args  []string
		entry string
	}{
		"by the sandbox":                  {[]string{"--sandbox", h.sandbox}, "mandate:" + h.sandbox},
		"by the sandbox under its name":   {[]string{h.grant.Name, "-n", domain, "--sandbox", h.sandbox}, "mandate:demo-health/" + h.grant.Name},
		"without opening the door before": {[]string{"--no-verify", "--sandbox", h.sandbox}, "mandate:" + h.sandbox},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kubeconfig")
			got := call(t, append([]string{"login", "--kubeconfig", wang, "-o", file}, tc.args...)...)
			if got.failed != nil {
				t.Fatal(got.failed)
			}
			config, err := clientcmd.LoadFromFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if config.CurrentContext != tc.entry {
				t.Errorf("context is %q, want %q", config.CurrentContext, tc.entry)
			}
			isDeveloper(t, h, "--kubeconfig", file)
		})
	}
	t.Run("by the sandbox under the name of another grant", func(t *testing.T) {
		call(t, "login", "other", "-n", domain, "--sandbox", h.sandbox, "--kubeconfig", wang, "-o", file).
			isRefusal(t, "is that of DeveloperGrant demo-health/"+h.grant.Name+", not of demo-health/other")
	})
}

func TestLoginIsRefused(t *testing.T) {
	h := newHouse(t, far())
	li := kubeconfigOf(t, "li", developers, readers)
	stranger := kubeconfigOf(t, "stranger", readers)
	tests := map[string]struct {
		kubeconfig string
		args       []string
		want       []string
	}{
		"nothing named":          {li, nil, []string{"which sandbox?"}},
		"a path for a name":      {li, []string{"demo-health/x"}, []string{`GRANT "demo-health/x" is not the name of an object`}},
		"a grant that is not":    {li, []string{"none", "-n", domain}, []string{"there is no DeveloperGrant none in namespace demo-health", "-n"}},
		"a namespace for itself": {li, []string{"--sandbox", "kube-system"}, []string{`"kube-system" is not the name of a sandbox`}},
		"a sandbox that is not":  {li, []string{"--sandbox", "sandbox-00000000000000000000"}, []string{"is not open to you", "ask whoever gave you the grant"}},
		"a stranger": {stranger, []string{h.grant.Name, "-n", domain}, []string{
			"the door of sandbox " + h.sandbox + " is not open to you",
			`Why:  User "stranger" cannot create resource "serviceaccounts/token"`,
			"added to spec.subjects of Organization demo-pharma",
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kubeconfig")
			call(t, append([]string{"login", "--kubeconfig", tc.kubeconfig, "-o", file}, tc.args...)...).isRefusal(t, tc.want...)
			if _, err := os.Stat(file); err == nil {
				t.Error("a kubeconfig was written all the same")
			}
		})
	}
}

func TestLoginNeedsACluster(t *testing.T) {
	t.Setenv("KUBECONFIG", filepath.Join(t.TempDir(), "none"))
	call(t, "login", "--sandbox", "sandbox-00000000000000000000").isRefusal(t, "there is no kubeconfig")
}

func TestLoginTellsWhyAGrantIsNotInForce(t *testing.T) {
	h := newHouse(t, far())
	h.report("Suspended", "suspended by demo-data-bureau (Decision suspend-1); it lifts")
	call(t, "login", h.grant.Name, "-n", domain, "--kubeconfig", kubeconfigOf(t, "li", developers, readers)).isRefusal(t,
		"is not in force (Suspended)", "suspended by demo-data-bureau (Decision suspend-1); it lifts", "Lift")
}

func TestLoginTellsWhatThePolicyOnTokensSays(t *testing.T) {
	t.Run("closed", func(t *testing.T) {
		h := newHouse(t, far())
		h.close("DeveloperGrant-demo-4711")
		call(t, "login", "--sandbox", h.sandbox, "--kubeconfig", kubeconfigOf(t, "wang", developers)).
			isRefusal(t, "the door of sandbox "+h.sandbox+" is shut", "Why:  Token of ServiceAccount developer", "the sandbox is closed")
	})
	t.Run("the term ends within ten minutes", func(t *testing.T) {
		h := newHouse(t, far())
		ends := h.endIn(5 * time.Minute)
		call(t, "login", h.grant.Name, "-n", domain, "--kubeconfig", kubeconfigOf(t, "li", developers, readers)).
			isRefusal(t, "it ends at "+ends, "A token lives at least ten minutes", "describe developergrant")
	})
}

func TestWhereALoginIsWritten(t *testing.T) {
	h := newHouse(t, far())
	li := kubeconfigOf(t, "li", developers, readers)
	common := []string{"login", h.grant.Name, "-n", domain, "--kubeconfig", li}
	t.Run("by default under the home folder", func(t *testing.T) {
		home := t.TempDir()
		t.Setenv("HOME", home)
		file := filepath.Join(home, ".kube", "mandate", login.ServerFolder(world.cluster.Config().Host), "demo-health_"+h.grant.Name+".yaml")
		for _, turn := range []string{"first", "again"} {
			got := call(t, common...)
			if want := "export KUBECONFIG=" + file + "\n"; got.failed != nil || got.out != want {
				t.Fatalf("%s: wrote %q (%v), want %q", turn, got.out, got.failed, want)
			}
		}
		isPrivate(t, file)
	})
	t.Run("to standard output", func(t *testing.T) {
		got := call(t, append(common, "-o", "-")...)
		config, err := clientcmd.Load([]byte(got.out))
		if got.failed != nil || err != nil {
			t.Fatalf("%v, %v: %s", got.failed, err, got.out)
		}
		if !login.OnlyDoors(config, world.cluster.Config().Host) {
			t.Errorf("standard output holds more than the door:\n%s", got.out)
		}
		if strings.Contains(got.err, "export") || !strings.Contains(got.err, "to standard output") {
			t.Errorf("standard error is: %s", got.err)
		}
	})
	t.Run("never over a kubeconfig of a person", func(t *testing.T) {
		before, err := os.ReadFile(li)
		if err != nil {
			t.Fatal(err)
		}
		call(t, append(common, "-o", li)...).isRefusal(t, li+" exists", "--merge")
		after, err := os.ReadFile(li)
		if diff := cmp.Diff(string(before), string(after)); err != nil || diff != "" {
			t.Errorf("the file changed (%v; -before +after):\n%s", err, diff)
		}
	})
}

func TestMerge(t *testing.T) {
	h := newHouse(t, far())
	li := kubeconfigOf(t, "li", developers, readers)
	entry := "mandate:demo-health/" + h.grant.Name
	merge := []string{"login", h.grant.Name, "-n", domain, "--kubeconfig", li, "--merge"}
	got := call(t, merge...)
	if want := "kubectl config use-context " + entry + "\n"; got.failed != nil || got.out != want {
		t.Fatalf("wrote %q (%v), want %q", got.out, got.failed, want)
	}
	if current, err := kubectl(t, "--kubeconfig", li, "config", "current-context"); current != "mandate" || err != nil {
		t.Errorf("current context is %q (%v), want the one before, mandate", current, err)
	}
	isDeveloper(t, h, "--kubeconfig", li, "--context", entry)

	if out, err := kubectl(t, "--kubeconfig", li, "config", "use-context", entry); err != nil {
		t.Fatal(out)
	}
	isDeveloper(t, h, "--kubeconfig", li) // asks as li, not as the current context
	call(t, merge...).isRefusal(t, "the current context is that of a sandbox", "--kubeconfig="+li, "--context=mandate")
	if got := call(t, append(merge, "--context=mandate")...); got.failed != nil {
		t.Errorf("with the person's own context: %v", got.failed)
	}

	if out, err := kubectl(t, "--kubeconfig", li, "config", "set-cluster", entry, "--server=https://other.example"); err != nil {
		t.Fatal(out)
	}
	call(t, append(merge, "--context=mandate")...).isRefusal(t, "already has an entry "+entry)
}

// TestAFileWhoseNameIsTooLong is told so, with what to do: a name in Kubernetes may be
// longer than one of a file.
func TestAFileWhoseNameIsTooLong(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	long := strings.Repeat("g", 63) + strings.Repeat("."+strings.Repeat("g", 61), 3)
	for lang, want := range map[string]string{"en": "the name of the file for this sandbox is too long; write it to another with -o FILE", "zh": "该沙箱的文件名过长；请以 -o FILE 写入其他文件"} {
		got := call(t, "login", long, "-n", domain, "--sandbox", "sandbox-0123456789abcdef0123", "--no-verify", "--kubeconfig", kubeconfigOf(t, "li", developers), "--lang", lang)
		if !errors.Is(got.failed, syscall.ENAMETOOLONG) || !strings.Contains(In(languageOf(lang), got.failed), want) {
			t.Errorf("it ends with %v, want %s", got.failed, want)
		}
	}
}

// TestARefusedLoginSpeaksChinese: what the operator reports is English, and is told in
// Chinese where it can be reckoned.
func TestARefusedLoginSpeaksChinese(t *testing.T) {
	o := newOffice(t)
	paused := o.grant.DeepCopy()
	paused.ObjectMeta, paused.Spec.Suspend = metav1.ObjectMeta{Name: "p", Namespace: o.namespace}, new(true)
	o.make(paused)
	now := metav1.Now()
	paused.Status.Conditions = []metav1.Condition{
		{Type: v1alpha1.ActiveCondition, Status: metav1.ConditionFalse, Reason: v1alpha1.SuspendedReason, Message: "its owner paused it", LastTransitionTime: now},
		{Type: v1alpha1.SandboxReadyCondition, Status: metav1.ConditionTrue, Reason: v1alpha1.OpenReason, LastTransitionTime: now},
	}
	if err := world.admin.Status().Update(t.Context(), paused); err != nil {
		t.Fatal(err)
	}
	got := call(t, "login", "p", "-n", o.namespace, "--kubeconfig", o.kubeconfig, "--lang", "zh")
	if said := In(languageOf("zh"), got.failed); strings.Contains(said, "its owner") || !strings.Contains(said, "spec.suspend") || !strings.Contains(said, "（暂停 Suspended）") {
		t.Errorf("it says:\n%s", said)
	}
}
