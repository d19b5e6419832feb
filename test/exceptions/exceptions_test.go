// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package exceptions

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestWhoIsLetThrough shows for each line of the table that whom it names does
// its work, and that somebody else who asks for the same is refused, by the very
// policy.
func TestWhoIsLetThrough(t *testing.T) {
	apart.furnish(t)
	for _, r := range rows() { // while all is there
		t.Run(r.who+" at "+r.policy, func(t *testing.T) { apart.checkAsked(t, r) })
	}
	t.Run("the controllers do it", func(t *testing.T) { apart.checkSeen(t) })
	publish(t)
}

// TestControllersOfOneName lets all controllers of the cluster work as
// system:kube-controller-manager.
func TestControllersOfOneName(t *testing.T) {
	together.furnish(t)
	together.checkSeen(t)
}

// checkAsked asks for what the row names, as a dry run.
func (s *side) checkAsked(t *testing.T, r row) {
	t.Helper()
	refused := func(who string, c client.Client) {
		t.Helper()
		within(t, soon, who+" is refused", func(ctx context.Context) error {
			if err := r.tries(ctx, s, c); err == nil || !strings.Contains(err.Error(), "'mandate-"+r.policy+"'") {
				return fmt.Errorf("got %w, want the refusal of mandate-%s", err, r.policy)
			}
			return nil
		})
	}
	refused("somebody else", s.root)
	refused("an account of another controller", s.as("system:serviceaccount:kube-system:ttl-controller"))
	own := s.as(r.user(), r.groups()...)
	if r.dying {
		refused("whom it names, in a namespace that lives", own)
		return
	}
	within(t, soon, "whom it names is let through", func(ctx context.Context) error { return r.tries(ctx, s, own) })
}

// checkSeen awaits what the real controllers do, and then deletes both namespaces
// as break-glass, which they finish.
func (s *side) checkSeen(t *testing.T) {
	t.Helper()
	for _, r := range rows() {
		if r.seen != nil && r.who != "namespace-controller" {
			s.await(t, r.who+" "+r.does, func(ctx context.Context) error { return r.seen(ctx, s) })
		}
	}
	rescuer := s.as("rescuer", breakGlass)
	for _, name := range []string{s.box, s.domain} {
		s.await(t, "break-glass deletes "+name, func(ctx context.Context) error {
			return client.IgnoreNotFound(rescuer.Delete(ctx, s.object("v1", "Namespace", "", name)))
		})
	}
	s.await(t, "the sandbox is gone with all that was in it", func(ctx context.Context) error { return boxIsGone(ctx, s) })
	s.await(t, "the domain is gone with all that was in it", func(ctx context.Context) error { return domainIsGone(ctx, s) })
}

// elsewhere are exceptions that have their tests with the policy itself, because
// they are no business of a sandbox's, or need what no test has here.
var elsewhere = []row{
	{who: "cilium", policy: "sandbox-network", does: "writes the CiliumEndpoints of pods, where Cilium is the network engine", test: "test/cel TestCiliumWritesItsEndpointsAlone"},
	{who: breakGlass, policy: "namespaces-retained", does: "deletes a sandbox, a domain or the registry by hand", test: "test/cel TestWhoDeletesNamespaces"},
	{who: breakGlass, policy: "namespaces-shape", does: "empties the finalizers of a namespace whose deletion hangs", test: "test/cel TestWhoFinalizesNamespaces"},
	{who: breakGlass, policy: "grants", does: "takes the finalizer off a grant when the operator is gone for good", test: "test/cel TestGrantsBearTheFinalizer"},
	{who: breakGlass, policy: "status", does: "mends a status, but none of a Decision", test: "test/cel TestStatusIsTheOperators"},
	{who: breakGlass, policy: "heartbeats", does: "beats by hand", test: "test/cel TestWhoBeats"},
	{who: breakGlass, policy: "objections", does: "deletes an Objection by hand", test: "test/cel TestTheChainBeforeTheAgreementLivesInDomains"},
	{who: breakGlass, policy: "unused", does: "deletes what something refers to", test: "test/cel TestWhatOthersReferToIsNotDeleted"},
	{who: breakGlass, policy: "organizations", does: "takes from an Organization that acted a role, a sector or its division, by which its acts count", test: "test/cel TestWhatActsCountByStays"},
	{who: masters, policy: "sandbox-pods-placed", does: "names the node of a pod", test: "test/cel TestPodsOfASandboxArePlacedByTheScheduler"},
	{who: breakGlass, policy: "crds-retained", does: "marks a CustomResourceDefinition as disposable, and deletes it", test: "test/cel TestAMarkedKindIsDeleted"},
}

var identity = regexp.MustCompile(`'(system:[a-z0-9:-]+|mandate:break-glass)'`)

// TestNobodyElseIsNamed reads every policy: whom one names is in the table.
func TestNobodyElseIsNamed(t *testing.T) {
	known := map[string]bool{}
	for _, r := range append(rows(), elsewhere...) {
		known[r.policy+" "+r.user()] = true
		known[r.policy+" "+r.who] = true
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "config", "policy", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		policy := strings.TrimSuffix(filepath.Base(file), ".yaml")
		for _, m := range identity.FindAllStringSubmatch(string(text), -1) {
			switch who := m[1]; {
			case strings.HasPrefix(who, "system:serviceaccount:mandate-system:"): // our own, which have fences
			case who == "system:kube-controller-manager", who == "system:nodes": // the same controllers; with the name of a node
			case who == "system:node:" && known[policy+" system:node:n1"]:
			case known[policy+" "+who]:
			default:
				t.Errorf("policy %s lets %s through, and no line of the table says what for", policy, who)
			}
		}
	}
}

// The table lies between these marks of the page.
const (
	tableBegins = "<!-- exceptions: go test ./test/exceptions -update -->\n"
	tableEnds   = "<!-- end of exceptions -->\n"
)

// publish holds the page of the documentation to the rows.
func publish(t *testing.T) {
	t.Helper()
	if t.Failed() {
		return
	}
	path := filepath.Join("..", "..", "docs", "isolation.md")
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begun := strings.Cut(string(page), tableBegins)
	there, after, ended := strings.Cut(rest, tableEnds)
	if !begun || !ended {
		t.Fatalf("%s has no place for the table", path)
	}
	table := tabulate()
	if *update {
		if err := os.WriteFile(path, []byte(before+tableBegins+table+tableEnds+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(there, table); diff != "" {
		t.Errorf("docs/isolation.md does not say who is let through; write it with -update (-there +shown):\n%s", diff)
	}
}

// tabulate is the table in Markdown, a row a line.
func tabulate() string {
	lines := map[string]bool{}
	for _, r := range append(rows(), elsewhere...) {
		shown := "asked for by that very user; refused to another"
		switch {
		case r.tries == nil:
			_, name, _ := strings.Cut(r.test, " ")
			shown = "`" + name + "`: let through; refused to another"
		case r.dying:
			shown = "the real controller does it; before the deletion it is refused too"
		case r.seen != nil:
			shown = "the real controller does it; refused to another"
		}
		who := r.user()
		if r.who == breakGlass || r.who == masters {
			who = "group " + r.who
		}
		who = strings.Replace(who, "system:node:n1", "system:node:*", 1)
		lines[fmt.Sprintf("| `%s` | %s | `mandate-%s` | %s |\n", who, r.does, r.policy, shown)] = true
	}
	return "| who | does | let through by | shown |\n|---|---|---|---|\n" + strings.Join(slices.Sorted(maps.Keys(lines)), "")
}
