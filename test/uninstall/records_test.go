// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package uninstall

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// acts are Decisions in the registry and in a domain, and an Objection.
const acts = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {namespace: ` + v1alpha1.RegistryNamespace + `, name: disqualify-demo-insurtech}
spec:
  subject: {kind: Organization, name: demo-insurtech}
  action: Disqualify
  organization: demo-data-bureau
  actedOn: "2025-11-03"
  ground: false statements in an application
  decidedBy: officer
---
apiVersion: mandate.publicdata.io/v1alpha1
kind: Decision
metadata: {namespace: ` + domain + `, name: suspend-drug-safety}
spec:
  subject: {kind: DeveloperGrant, name: drug-safety}
  action: Suspend
  organization: demo-info-centre
  actedOn: "2025-06-02"
  ground: overdue security report
  decidedBy: officer
---
` + objection

// records are what has to be there afterwards, with the kinds and places it is in.
var records = [][]string{
	{"decision", "disqualify-demo-insurtech", "-n", v1alpha1.RegistryNamespace},
	{"decision", "suspend-drug-safety", "-n", domain},
	{"objection", "doubt", "-n", domain},
}

// TestTheRecordsStayBehind takes Mandate off a cluster on which acts were
// recorded, by the words of docs/uninstall.md: it skips steps 3, 6 and 7, and runs
// what the page has in their place.
func TestTheRecordsStayBehind(t *testing.T) {
	w := begin(t)
	sandboxes := w.actedAndEnded()
	copied := w.shell(t, "2. *Keep a copy*")
	for _, r := range records {
		if !strings.Contains(copied, "name: "+r[1]) {
			t.Errorf("the copy does not hold %s", r[1])
		}
	}
	w.shell(t, "5. *Stop the processes*")
	w.operator.Kill()
	w.cutoff.Kill()
	w.operator, w.cutoff = nil, nil
	w.shell(t, "### Leaving the records behind")
	w.recordsAreThere(sandboxes)
	w.recordsAreGuarded(sandboxes)
	w.noneIsForged()
}

// actedAndEnded records the acts and ends the access, and returns the sandboxes
// that are frozen by then.
func (w *walk) actedAndEnded() []string {
	w.t.Helper()
	w.eventually("some sandbox is open", w.someAreOpen)
	if _, err := w.installed.Kubectl(w.t.Context(), acts, "create", "--as=officer", "--as-group=system:masters", "-f", "-"); err != nil {
		w.t.Fatal(err)
	}
	w.shell(w.t, "1. *End the access.*")
	sandboxes := w.frozen()
	if marks := w.shell(w.t, "until every grant is cut."); strings.Contains(marks, "<none>") || strings.Count(marks, "\n") != 1+len(sandboxes) {
		w.t.Errorf("not each of %v, and nothing else, shows that it is frozen:\n%s", sandboxes, marks)
	}
	return sandboxes
}

// recordsAreThere finds each record, no deletion of what holds it, and none of
// what was to go.
func (w *walk) recordsAreThere(sandboxes []string) {
	w.t.Helper()
	for _, r := range records {
		w.kubectl(append([]string{"get"}, r...)...)
	}
	for _, held := range append(append(crds(w), sandboxes...), "namespace/"+domain, "namespace/"+v1alpha1.RegistryNamespace) {
		if since := w.kubectl("get", held, "-o", "jsonpath={.metadata.deletionTimestamp}"); since != "" {
			w.t.Errorf("%s is being deleted", held)
		}
	}
	var left []string
	for _, name := range w.names("validatingadmissionpolicies,mutatingadmissionpolicies,clusterroles,clusterrolebindings,flowschemas,namespaces", "-l", "app.kubernetes.io/part-of=mandate") {
		left = append(left, name[strings.LastIndex(name, "/")+1:])
	}
	slices.Sort(left)
	want := []string{"mandate-crds-retained", "mandate-decisions-giving", "mandate-decisions-immutable", "mandate-decisions-restored", "mandate-decisions-retained",
		"mandate-decisions-taking", "mandate-namespaces", "mandate-namespaces-retained", "mandate-objections", v1alpha1.RegistryNamespace, "mandate-status", "mandate-unused"}
	slices.Sort(want)
	if !slices.Equal(left, want) {
		w.t.Errorf("%v are left, want %v", left, want)
	}
}

// recordsAreGuarded tries, with the rights of an administrator, what would take
// the records away, now that no process of ours runs.
func (w *walk) recordsAreGuarded(sandboxes []string) {
	w.t.Helper()
	for _, r := range records {
		w.refused([]string{"cannot be deleted"}, append([]string{"delete"}, r...)...)
	}
	w.refused([]string{"cannot be deleted"}, w.byRescuer(append([]string{"delete"}, records[0]...)...)...)
	w.refused([]string{"is the registry of Decisions"}, "delete", "namespace", v1alpha1.RegistryNamespace)
	w.refused([]string{"is a data domain"}, "delete", "namespace", domain)
	w.refused([]string{"is a sandbox"}, "delete", sandboxes[0])
	w.refused([]string{"cannot be taken off"}, "label", "namespace", domain, v1alpha1.DomainLabel+"-")
	w.refused([]string{"cannot be deleted by"}, "delete", "crd", "decisions.mandate.publicdata.io")
	w.refused([]string{"status is written by the operator alone"},
		append([]string{"patch", "--subresource=status", "--type=merge", "-p", `{"status":{"disposable":true}}`}, records[0]...)...)
}

// forged are Decisions of a user who may record in the domain and holds no verb but
// those of one source unit, with the words that refuse each: such an act would
// count as soon as Mandate is installed again.
var forged = map[string]string{
	"action: Terminate, organization: demo-data-bureau, decidedBy: clerk":                                         "clerk may not terminate",
	"action: Terminate, organization: demo-data-bureau, decidedBy: officer":                                       "decidedBy officer is not the user",
	"action: Dispose, organization: demo-data-bureau, decidedBy: clerk":                                           "clerk may not dispose",
	`action: Suspend, organization: demo-health-commission, decidedBy: clerk, recordedAt: "2025-06-02T00:00:00Z"`: "holds no verb restore",
}

// noneIsForged tries to record what counts later, now that no process of ours runs.
func (w *walk) noneIsForged() {
	w.t.Helper()
	for spec, words := range forged {
		decision := `{apiVersion: mandate.publicdata.io/v1alpha1, kind: Decision, metadata: {namespace: ` + domain + `, name: forged},
  spec: {subject: {kind: DeveloperGrant, name: drug-safety}, actedOn: "2025-06-02", ground: forged, ` + spec + `}}`
		_, err := w.installed.Kubectl(w.t.Context(), decision, "create", "--as=clerk", "--as-group=demo-health-commission:officers", "-f", "-")
		if err == nil || !strings.Contains(err.Error(), words) {
			w.t.Errorf("a Decision with %s is recorded with %v, want %q", spec, err, words)
		}
	}
}

// someAreOpen returns nil once the operator has given something.
func (w *walk) someAreOpen() error {
	if out := w.kubectl("get", "dg", "-A", "-o", "jsonpath={.items[*].status.conditions[?(@.type=='SandboxReady')].reason}"); !strings.Contains(out, "Open") {
		return errors.New(out)
	}
	return nil
}

// shell runs what docs/uninstall.md says at a mark, as it is written there: the
// first command in backquotes after it, or the first block where that is a title.
// It returns what is written.
func (w *walk) shell(t *testing.T, mark string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(w.installed.Root, "docs", "uninstall.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(page), mark)
	begins, ends := "`kubectl", "`"
	if strings.HasPrefix(mark, "#") {
		begins, ends = "```sh\n", "\n```"
	}
	_, after, begun := strings.Cut(after, begins)
	script, _, ended := strings.Cut(after, ends)
	if !found || !begun || !ended {
		t.Fatalf("docs/uninstall.md has no command at %q", mark)
	}
	if !strings.HasPrefix(mark, "#") {
		script = "kubectl" + script
	}
	command := exec.CommandContext(t.Context(), "sh", "-e", "-c", script)
	command.Dir = w.installed.Root
	command.Env = append(os.Environ(), "KUBECONFIG="+w.installed.AdminKubeconfig(),
		"PATH="+filepath.Dir(w.cluster.Kubectl())+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v: %s", script, err, out)
	}
	return string(out)
}
