// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const head = `# What a stolen token reaches

Somebody holds the token of one of the two ServiceAccounts of Mandate. This page is what that gives, found by trying: every resource and subresource that the API server lists, with every verb, in a sandbox, a data domain, the registry, the system namespace, a foreign namespace, ` + "`kube-system`, `default`" + ` and the whole cluster. First RBAC is asked. Then every write that RBAC lets through is sent, as a dry run, with what the process itself writes and with what would widen it. What is not on this page is refused by RBAC.

A dry run is one write, and some policies judge it otherwise than a real one: dry runs of the operator on the names of its probes and on the status of the Heartbeat count as a stranger's, because the proofs of the guards rest on them. So each account is also tried with real writes, one after another, on things that nobody needs: *One write after another*. Where the two differ, as for ` + "`heartbeats/status`" + `, that is what counts.

A row of a table says of what is there, or of a copy of what is there in the sandbox: *reached* is what went through, *refused* is what our policies, RBAC's rules on giving rights, or the API's own rules refused. Digests in names are written ` + "`*`" + `. Where nothing is reached, the last row of a resource says so.

What it comes to: **the operator's token gives what a grant could give, and no more.** Its holder opens sandboxes and the rooms of classes, binds the door of a sandbox to a user of its own, moves the end of a term, raises a quota, leads a sandbox to a block of addresses, lets another consumer in at a baseline, and lies in a status. It reads no Secret, asks for no token, starts and reads no pod, writes no link of the chain and no Decision, touches no policy, and gives no right outside of a sandbox.

- **A lie in ` + "`heartbeats/status`" + ` ends more than itself.** Cutoff believes the condition ` + "`GuardsProven`" + ` there. Said to be False, and for long, it has cutoff empty every cohort and freeze every sandbox, without the grace; said to be True, it holds back the emptying that follows where a policy stands as shipped and does not bite. A policy that is gone or altered cutoff sees by itself. While the operator runs, it says the truth again within a minute.
- **It deletes no sandbox that cutoff has not frozen**, and none before the end of its retention: cutoff alone marks a sandbox as frozen and dates its retention, and the deletion waits until that date is past by cutoff's last beat (policy ` + "`mandate-sandbox-purge`" + `; an update of a namespace asks for no beat, which would stand in the way of a cut where it is missing). Of a sandbox of which the retention is over, the token writes the mark of the purge and deletes it: no policy reads the ` + "`Dispose`" + ` by which the mark says it was decided. It may also say that the class of a sandbox keeps it for fewer days, and take its date off; cutoff then dates it anew, by those days, from that moment on and for a day at least. So keep a copy of what must outlive the operator's token ([uninstall](uninstall.md)).

**Cutoff's token ends and gives nothing**: its holder closes sandboxes, empties cohorts and deletes pods, and holds back or forges the beat, on which new pods and tokens wait. RBAC alone would let it fill a cohort with what it holds itself, list, watch, patch and delete of pods; its fence refuses that. **Both tokens together** purge any sandbox at once, by a beat of the future.

Written by ` + "`go test ./test/reach -update`" + `, and held to what is found by the same test without ` + "`-update`" + `. A right that is new, or a write that is let through for the first time, fails it.
`

// publish holds the page to what was found.
func publish(t *testing.T, page string) {
	t.Helper()
	path := filepath.Join(installed.Root, "docs", "reach.md")
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	there, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(there), "\n"), strings.Split(page, "\n")); diff != "" {
		t.Errorf("docs/reach.md does not say what is reached; look at what changed, then write it with -update (-there +found):\n%s", diff)
	}
}

// chapter is what one account reaches.
func chapter(account string, given []right, named []string, outcomes []outcome) string {
	var out strings.Builder
	fmt.Fprintf(&out, "\n## The token of %s\n\n### Reading\n\n| resource | verbs | where |\n|---|---|---|\n", account)
	for _, line := range reading(given) {
		out.WriteString(line + "\n")
	}
	out.WriteString("\n### Beside resources\n\nRights by the name of an object, verbs on which other rights rest, and what every authenticated user has:\n\n")
	for _, line := range named {
		out.WriteString("- " + line + "\n")
	}
	out.WriteString("\n### Writing\n\n| resource | verb | where | of what | reached | refused |\n|---|---|---|---|---|---|\n")
	for _, line := range writing(outcomes) {
		out.WriteString(line + "\n")
	}
	return out.String()
}

// reading are the rows of what is read: a place that all is covers the others.
func reading(given []right) []string {
	where := map[string]map[string][]string{} // resource, places, verbs
	for name, byVerb := range placesOf(given) {
		for verb, places := range byVerb {
			if !slices.Contains([]string{"get", "list", "watch"}, verb) {
				continue
			}
			if where[name] == nil {
				where[name] = map[string][]string{}
			}
			where[name][places] = append(where[name][places], verb)
		}
	}
	var rows []string
	for name, byPlaces := range where {
		for places, verbs := range byPlaces {
			rows = append(rows, fmt.Sprintf("| %s | %s | %s |", name, strings.Join(compact(verbs), ", "), places))
		}
	}
	slices.Sort(rows)
	return rows
}

// placesOf says for each resource and verb where it is given.
func placesOf(given []right) map[string]map[string]string {
	seen := map[string]map[string][]string{}
	for _, r := range given {
		if everybodys(r.resource) {
			continue
		}
		if seen[r.String()] == nil {
			seen[r.String()] = map[string][]string{}
		}
		seen[r.String()][r.verb] = append(seen[r.String()][r.verb], r.place.name)
	}
	out := map[string]map[string]string{}
	for name, byVerb := range seen {
		out[name] = map[string]string{}
		for verb, places := range byVerb {
			out[name][verb] = strings.Join(places, ", ")
			if slices.Contains(places, "cluster") {
				out[name][verb] = "everywhere"
			}
		}
	}
	return out
}

// writing are the rows of what is written.
func writing(outcomes []outcome) []string {
	type row struct{ resource, verb, where, object string }
	reached, refused := map[row][]string{}, map[row]map[string][]string{}
	rows := map[row]bool{}
	for _, o := range outcomes {
		r := row{o.String(), o.verb, o.place.name, o.object}
		rows[r] = true
		if o.by == "" {
			reached[r] = append(reached[r], o.body)
			continue
		}
		if refused[r] == nil {
			refused[r] = map[string][]string{}
		}
		refused[r][o.by] = append(refused[r][o.by], o.body)
	}
	var lines []string
	nothing := map[string][]string{}
	for r := range rows {
		if len(reached[r]) == 0 {
			key := fmt.Sprintf("| %s | %s | ", r.resource, r.verb)
			nothing[key] = append(nothing[key], r.where+": "+r.object)
			continue
		}
		var no []string
		for by, bodies := range refused[r] {
			no = append(no, by+": "+strings.Join(compact(bodies), ", "))
		}
		lines = append(lines, fmt.Sprintf("| %s | %s | %s | %s | %s | %s |", r.resource, r.verb, r.where, r.object,
			strings.Join(compact(reached[r]), ", "), strings.Join(compact(no), "; ")))
	}
	for key, what := range nothing {
		lines = append(lines, key+"~ | | **nothing** | "+strings.Join(compact(what), "; ")+" |")
	}
	slices.Sort(lines)
	for i := range lines { // after the others of its resource and verb
		lines[i] = strings.Replace(lines[i], "| ~ |", "| elsewhere |", 1)
	}
	return lines
}

// writers are the rights that write.
func writers(given []right) []right {
	return slices.DeleteFunc(slices.Clone(given), func(r right) bool {
		return everybodys(r.resource) || slices.Contains([]string{"get", "list", "watch"}, r.verb)
	})
}

// placed are the rights in each place; those of the cluster on what is in
// namespaces are those of its places.
func placed(given []right) []right {
	return slices.DeleteFunc(slices.Clone(given), func(r right) bool { return r.namespaced && r.place.namespace == "" })
}
