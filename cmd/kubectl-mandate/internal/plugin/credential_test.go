// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	clientauthenticationv1 "k8s.io/client-go/pkg/apis/clientauthentication/v1"
	"k8s.io/client-go/tools/clientcmd"
)

func TestATokenIsRenewedAMinuteBeforeItsEnd(t *testing.T) {
	h := newHouse(t, far())
	got := call(t, "credential", "--namespace", h.sandbox, "--kubeconfig", kubeconfigOf(t, "wang", developers))
	if got.failed != nil {
		t.Fatal(got.failed)
	}
	var answer clientauthenticationv1.ExecCredential
	if err := json.Unmarshal([]byte(got.out), &answer); err != nil {
		t.Fatalf("%v: %s", err, got.out)
	}
	if answer.APIVersion != "client.authentication.k8s.io/v1" || answer.Kind != "ExecCredential" {
		t.Errorf("answer is a %s %s", answer.APIVersion, answer.Kind)
	}
	claims := claimsOf(t, answer.Status.Token)
	if life := claims.Expires - claims.Issued; life != 600 {
		t.Errorf("the token lives %d s, want 600", life)
	}
	if until := answer.Status.ExpirationTimestamp.Unix(); until != claims.Expires-60 {
		t.Errorf("it is taken as ended %d s before its end, want 60", claims.Expires-until)
	}
}

type claims struct {
	Issued  int64 `json:"iat"`
	Expires int64 `json:"exp"`
}

func claimsOf(t *testing.T, token string) claims {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Fatalf("not a token: %q", token)
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var c claims
	if err := json.Unmarshal(body, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// What kubectl shows once access was cut: the grant's own words to those who
// may read it, the API server's to all others.
func TestKubectlTellsWhyTheDoorIsShut(t *testing.T) {
	h := newHouse(t, far())
	reader, other := filepath.Join(t.TempDir(), "reader"), filepath.Join(t.TempDir(), "other")
	for file, access := range map[string][]string{
		reader: {h.grant.Name, "-n", domain, "--kubeconfig", kubeconfigOf(t, "li", developers, readers)},
		other:  {"--sandbox", h.sandbox, "--kubeconfig", kubeconfigOf(t, "wang", developers)},
	} {
		if got := call(t, append([]string{"login", "-o", file}, access...)...); got.failed != nil {
			t.Fatal(got.failed)
		}
	}
	h.report("Halted", "halted by demo-data-bureau (Decision halt-1); it releases")
	h.shut()
	for file, want := range map[string]string{
		reader: "is not in force (Halted): its sandbox has no door.\n  Why:  halted by demo-data-bureau (Decision halt-1); it releases\n",
		other:  "the door of sandbox " + h.sandbox + " is not open to you.\n  Why:  User \"wang\" cannot create",
	} {
		out, err := kubectl(t, "--kubeconfig", file, "get", "pods")
		if err == nil || !strings.Contains(out, "error: ") || !strings.Contains(out, want) {
			t.Errorf("kubectl ended with %v, want an error and %q in:\n%s", err, want, out)
		}
	}
}

func TestCredentialIsRefused(t *testing.T) {
	li := kubeconfigOf(t, "li", developers)
	call(t, "credential", "--kubeconfig", li).isRefusal(t, `"" is not the name of a sandbox`)
	call(t, "credential", "--kubeconfig", li, "--namespace", "kube-system").isRefusal(t, `"kube-system" is not the name of a sandbox`)
}

// A plugin that took the kubeconfig it is called from for the person's would
// call itself for ever.
func TestADoorIsNoPerson(t *testing.T) {
	h := newHouse(t, far())
	file := filepath.Join(t.TempDir(), "kubeconfig")
	if got := call(t, "login", "--sandbox", h.sandbox, "--kubeconfig", kubeconfigOf(t, "wang", developers), "-o", file); got.failed != nil {
		t.Fatal(got.failed)
	}
	call(t, "credential", "--namespace", h.sandbox, "--kubeconfig", file).isRefusal(t, "that of a sandbox")
	t.Setenv("KUBECONFIG", file)
	isDeveloper(t, h)
	call(t, "login", "--sandbox", h.sandbox).isRefusal(t, "unset KUBECONFIG")
}

func TestThePersonIsFoundAgain(t *testing.T) {
	h := newHouse(t, far())
	dir := t.TempDir()
	admin := filepath.Join(dir, "admin")
	if err := world.cluster.Kubeconfig(admin); err != nil {
		t.Fatal(err)
	}
	named := []string{"--namespace=" + h.sandbox, "--kubeconfig=" + admin, "--context=mandate"}
	tests := map[string]struct {
		env  string
		args []string
		want []string
	}{
		"by a flag":               {"", []string{"--kubeconfig", admin}, named},
		"by a variable":           {admin, nil, named},
		"by one of several files": {filepath.Join(dir, "none") + ":" + admin, nil, named},
		"from where they stand":   {"", []string{"--kubeconfig", "admin"}, named},
		"in another's name": {admin, []string{"--as", "zhao", "--as-group", developers, "--as-group", "more"},
			append(named[:3:3], "--as=zhao", "--as-group="+developers, "--as-group=more")},
		"by several files": {admin + ":" + kubeconfigOf(t, "li", developers), nil, []string{named[0], named[2]}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("KUBECONFIG", tc.env)
			t.Chdir(dir)
			file := filepath.Join(t.TempDir(), "kubeconfig")
			if got := call(t, append([]string{"login", "--sandbox", h.sandbox, "-o", file}, tc.args...)...); got.failed != nil {
				t.Fatal(got.failed)
			}
			config, err := clientcmd.LoadFromFile(file)
			if err != nil {
				t.Fatal(err)
			}
			exec := config.AuthInfos[config.CurrentContext].Exec
			if diff := cmp.Diff(append([]string{"credential"}, tc.want...), exec.Args); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			t.Setenv("KUBECONFIG", "")
			t.Chdir(os.TempDir())
			who, err := kubectl(t, "--kubeconfig", file, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username}")
			if want := "system:serviceaccount:" + h.sandbox + ":developer"; err != nil || who != want {
				t.Errorf("whoami says %q (%v), want %q", who, err, want)
			}
		})
	}
}

func TestVersion(t *testing.T) {
	if got := call(t, "version"); got.failed != nil || got.out != "kubectl-mandate v0.0.0-test\n" {
		t.Errorf("wrote %q (%v)", got.out, got.failed)
	}
}
