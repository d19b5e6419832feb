// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package uninstall answers one question: does the walk of docs/uninstall.md
// take Mandate off a real cluster, is every shortcut refused with words that
// help, and can what was done by break-glass be read in the audit log?
package uninstall

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	ctrl "sigs.k8s.io/controller-runtime"
	"sigs.k8s.io/controller-runtime/pkg/log/zap"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// patience bounds every wait.
const patience = 90 * time.Second

// domain is the data domain of the samples.
const domain = "demo-health"

// walk is an installation that is taken down.
type walk struct {
	t         *testing.T
	installed *install.Installation
	cluster   *cluster.Cluster
	audit     string
	rescuer   string // the kubeconfig of a member of break-glass
	operator  *cluster.Process
	cutoff    *cluster.Process
}

// begin brings Mandate up as it is shipped, with the samples, on a control plane
// that keeps an audit log by the sample policy.
func begin(t *testing.T) *walk {
	t.Helper()
	w := installed(t)
	var err error
	if w.operator, err = w.installed.StartOperator(t.Context(), "operator"); err != nil {
		t.Fatal(err)
	}
	if w.cutoff, err = w.installed.StartCutoff(t.Context(), "cutoff"); err != nil {
		t.Fatal(err)
	}
	if err := w.installed.ApplySamples(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// installed is such a control plane before any process of ours runs.
func installed(t *testing.T) *walk {
	t.Helper()
	ctrl.SetLogger(zap.New(zap.WriteTo(t.Output())))
	root, err := cluster.RepositoryRoot()
	if err != nil {
		t.Fatal(err)
	}
	w := &walk{t: t, audit: filepath.Join(t.TempDir(), "audit.log"), rescuer: filepath.Join(t.TempDir(), "rescuer.kubeconfig")}
	w.cluster, err = cluster.Start(t.Context(), cluster.Options{Fast: true, APIServerArgs: []string{
		"--audit-policy-file=" + filepath.Join(root, "config", "audit", "policy.yaml"), "--audit-log-path=" + w.audit,
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.cluster.Stop(); err != nil {
			t.Error(err)
		}
	})
	if w.installed, err = install.Apply(t.Context(), w.cluster, install.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := w.cluster.KubeconfigFor(w.rescuer, "rescuer", "system:masters", v1alpha1.BreakGlassGroup); err != nil {
		t.Fatal(err)
	}
	return w
}

// eventually asks until there is no error.
func (w *walk) eventually(what string, ask func() error) {
	w.t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(w.t.Context(), 250*time.Millisecond, patience, true, func(context.Context) (bool, error) {
		last = errors.Join(w.failures(), ask())
		return last == nil, nil
	})
	if err != nil {
		w.t.Fatalf("not so within %s: %s: %v", patience, what, last)
	}
}

// failures are those of our processes, where they run.
func (w *walk) failures() error {
	if w.operator == nil {
		return nil
	}
	return errors.Join(w.operator.Failure(), w.cutoff.Failure())
}

// kubectl runs a command as the administrator, which has to succeed.
func (w *walk) kubectl(args ...string) string {
	w.t.Helper()
	out, err := w.installed.Kubectl(w.t.Context(), "", args...)
	if err != nil {
		w.t.Fatalf("kubectl %s: %v", strings.Join(args, " "), err)
	}
	return out
}

// byRescuer is a command run as a member of break-glass.
func (w *walk) byRescuer(args ...string) []string {
	return append(args, "--kubeconfig="+w.rescuer)
}

// refused runs a command that has to be refused with words.
func (w *walk) refused(words []string, args ...string) {
	w.t.Helper()
	out, err := w.installed.Kubectl(w.t.Context(), "", args...)
	if err == nil {
		w.t.Fatalf("kubectl %s was let through: %s", strings.Join(args, " "), out)
	}
	for _, word := range words {
		if said := out + err.Error(); !strings.Contains(said, word) {
			w.t.Errorf("kubectl %s says %s, want %q in it", strings.Join(args, " "), said, word)
		}
	}
}

// names are the objects of a kind, but for some.
func (w *walk) names(args ...string) []string {
	return strings.Fields(w.kubectl(append([]string{"get", "-o", "name"}, args...)...))
}

// goes deletes a kind whole, as soon as each of it is let go.
func (w *walk) goes(args ...string) {
	w.t.Helper()
	w.eventually("deleted: "+strings.Join(args, " "), func() error {
		_, err := w.installed.Kubectl(w.t.Context(), "", append([]string{"delete", "--wait=false", "--all"}, args...)...)
		return err
	})
	w.eventually("gone: "+strings.Join(args, " "), func() error {
		if left := w.names(args...); len(left) > 0 {
			return fmt.Errorf("%v is left", left)
		}
		return nil
	})
}

func TestMandateIsTakenOffACluster(t *testing.T) {
	w := begin(t)
	w.eventually("some sandbox is open", w.someAreOpen)
	shortcuts(w)

	w.shell(t, "1. *End the access.*")
	sandboxes := w.frozen()
	w.refused([]string{"is a sandbox and cannot be deleted", "Dispose"}, "delete", sandboxes[0])

	// 3. Let the sandboxes go. 4. Take the chain down from its end.
	w.kubectl(w.byRescuer(append([]string{"delete", "--wait=false"}, sandboxes...)...)...)
	w.goes("operationagreements", "-n", domain)
	w.goes("selections", "-n", domain)
	w.goes("implementationplans", "-n", domain)
	w.goes("dataresources", "-n", domain)
	w.goes("organizations")
	w.goes("sandboxclasses")
	w.goes("jurisdictions")
	w.eventually("the domain is let go", func() error {
		_, err := w.installed.Kubectl(t.Context(), "", "delete", "namespace", domain, "--wait=false")
		return err
	})
	w.kubectl("wait", "--for=delete", "namespace/"+domain, "--timeout=60s")

	w.shell(t, "5. *Stop the processes*")
	// 6. Mark the kinds. 7. Delete the rest.
	w.operator.Kill()
	w.cutoff.Kill()
	w.kubectl(w.byRescuer(append(append([]string{"annotate"}, crds(w)...), v1alpha1.DisposableAnnotation+"=true")...)...)
	w.kubectl(w.byRescuer("delete", "--timeout=120s", "-k", filepath.Join(w.installed.Root, "config", "default"))...)
	if left := crds(w); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
	if left := w.names("validatingadmissionpolicies,mutatingadmissionpolicies,namespaces", "--ignore-not-found"); strings.Contains(fmt.Sprint(left), "mandate") {
		t.Errorf("%v are left", left)
	}
	w.auditTells(sandboxes[0])
}

// frozen are the sandboxes, once each is frozen and retained.
func (w *walk) frozen() []string {
	w.t.Helper()
	var sandboxes []string
	w.eventually("every sandbox is frozen and retained", func() error {
		sandboxes = w.names("namespaces", "-l", v1alpha1.SandboxLabel+"=true,"+v1alpha1.GrantUIDLabel)
		marks := w.kubectl("get", "namespaces", "-l", v1alpha1.SandboxLabel+"=true,"+v1alpha1.GrantUIDLabel, "-o",
			`jsonpath={range .items[*]}{.metadata.annotations.mandate\.publicdata\.io/retained-until}{"\n"}{end}`)
		if kept := len(strings.Fields(marks)); kept == 0 || kept != len(sandboxes) {
			return fmt.Errorf("%d of %d are", kept, len(sandboxes))
		}
		return nil
	})
	return sandboxes
}

func crds(w *walk) []string {
	var ours []string
	for _, name := range w.names("crd") {
		if strings.HasSuffix(name, "."+v1alpha1.GroupVersion.Group) {
			ours = append(ours, name)
		}
	}
	return ours
}

// shortcuts are what somebody in a hurry tries first.
func shortcuts(w *walk) {
	w.t.Helper()
	w.refused([]string{"cannot be deleted by", "kubectl annotate crd decisions.mandate.publicdata.io " + v1alpha1.DisposableAnnotation + "=true", "docs/uninstall.md"},
		"delete", "crd", "decisions.mandate.publicdata.io")
	w.refused([]string{"is a data domain and cannot be deleted"}, "delete", "namespace", domain)
	w.refused([]string{"is the registry of Decisions"}, "delete", "namespace", v1alpha1.RegistryNamespace)
	w.eventually("it is known who refers to the class", func() error {
		if by := w.kubectl("get", "sandboxclass", "standard", "-o", "jsonpath={.status.usedBy}"); by == "" {
			return errors.New("nobody does yet")
		}
		return nil
	})
	w.refused([]string{"SandboxClass standard cannot be deleted: DeveloperGrant " + domain + "/", "status.usedBy"}, "delete", "sandboxclass", "standard")
}

// auditTells looks for what break-glass did in the audit log.
func (w *walk) auditTells(sandbox string) {
	w.t.Helper()
	name := strings.TrimPrefix(sandbox, "namespace/")
	for _, want := range []string{
		`"mandate-namespaces-retained/break-glass":"rescuer deletes Namespace ` + name + `, which is a sandbox (grant ` + domain + `/`,
		`"mandate-crds-retained/break-glass":"rescuer marks CustomResourceDefinition decisions.mandate.publicdata.io disposable true"`,
		`"mandate-crds-retained/break-glass":"rescuer deletes CustomResourceDefinition decisions.mandate.publicdata.io, and with it every object of its kind"`,
		`"groups":["system:masters","` + v1alpha1.BreakGlassGroup + `"`,
	} {
		log, err := os.ReadFile(w.audit)
		if err != nil {
			w.t.Fatal(err)
		}
		if !strings.Contains(string(log), want) {
			w.t.Errorf("the audit log does not hold %s", want)
		}
	}
}
