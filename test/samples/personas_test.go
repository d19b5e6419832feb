// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package samples

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/api/v1alpha1"
)

// personas are the files of config/personas that decide for an organisation.
var personas = []string{"agency", "authority", "clerk", "department", "government", "halting-holder", "holder", "operator", "restorer", "source-unit", "terminating-department"}

// actions are the closed list, in its order.
var actions = []v1alpha1.Action{
	"Submit", "Apply", "Forward", "Guide", "Assess", "Approve", "Consent", "Sign", "File", "Receive", "Publish", "Select", "Appoint",
	"Recognise", "Authorise", "Clear", "Attest", "Request", "Order", "Accept", "Suspend", "Halt", "Release", "Lift", "Terminate",
	"Disqualify", "Bar", "Except", "Annul", "Dispose",
}

func personaText(t *testing.T, persona, organization string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "config", "personas", persona+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "ORGANIZATION", organization)
}

func personaRole(t *testing.T, persona string) *rbacv1.ClusterRole {
	t.Helper()
	role := &rbacv1.ClusterRole{}
	if err := yaml.UnmarshalStrict([]byte(personaText(t, persona, "ORGANIZATION")), role); err != nil {
		t.Fatal(err)
	}
	return role
}

// TestPersonasDecideForOneOrganisationByName holds the roles to their shape.
func TestPersonasDecideForOneOrganisationByName(t *testing.T) {
	for _, persona := range personas {
		role := personaRole(t, persona)
		if len(role.Rules) != 1 {
			t.Fatalf("%s has %d rules", role.Name, len(role.Rules))
		}
		rule := role.Rules[0]
		if diff := cmp.Diff([]string{"ORGANIZATION"}, rule.ResourceNames); diff != "" {
			t.Errorf("%s names other organisations (-want +got):\n%s", role.Name, diff)
		}
		if diff := cmp.Diff([]string{"organizations"}, rule.Resources); diff != "" {
			t.Errorf("%s is of other resources (-want +got):\n%s", role.Name, diff)
		}
		for _, verb := range rule.Verbs {
			known := verb == "transcribe" || verb == "restore" ||
				slices.ContainsFunc(actions, func(a v1alpha1.Action) bool { return strings.ToLower(string(a)) == verb })
			if !known {
				t.Errorf("%s has the verb %s, which is no act", role.Name, verb)
			}
		}
	}
}

// TestWhatPersonasMayDecide asks the cluster's own authorizer what every persona
// may do, of its own organisation and of another.
func TestWhatPersonasMayDecide(t *testing.T) {
	var table strings.Builder
	for _, persona := range personas {
		group := "persona:" + persona
		binding := fmt.Sprintf(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "test:%[1]s"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "mandate:decide:%[1]s:demo-own"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: %[2]q}]
`, persona, group)
		if _, err := admin.run(personaText(t, persona, "demo-own")+"---"+binding, "apply", "--server-side", "-f", "-"); err != nil {
			t.Fatal(err)
		}
		verb := personaRole(t, persona).Rules[0].Verbs[0]
		for organization, want := range map[string]bool{"demo-own": true, "demo-other": false} {
			if got := canDecide(verb, organization, group); got != want {
				t.Errorf("%s may %s for %s: %t, want %t", persona, verb, organization, got, want)
			}
		}
		if canDecide("administer", "demo-own", group) {
			t.Errorf("%s may say who belongs to its organisation", persona)
		}
		fmt.Fprintf(&table, "%s: %s\n", persona, verbsOf(t, group))
	}
	const golden = "testdata/personas.golden"
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("what kubectl auth can-i --list says, against %s (-want +got):\n%s", golden, diff)
	}
}

// TestWhoDecidesReadsWhatItIsDecidedBy shows that an officer with the persona of
// readers reads what `kubectl mandate` reckons with, and writes none of it.
func TestWhoDecidesReadsWhatItIsDecidedBy(t *testing.T) {
	const binding = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: "test:readers"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "mandate:read"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: readers}]
`
	if _, err := admin.run(personaText(t, "reader", "")+"---"+binding, "apply", "--server-side", "-f", "-"); err != nil {
		t.Fatal(err)
	}
	for _, resource := range []string{"jurisdictions", "workcalendars", "organizations", "sandboxclasses"} {
		for verb, want := range map[string]string{"get": "yes", "list": "yes", "create": "no", "update": "no", "delete": "no"} {
			out, _ := admin.run("", "auth", "can-i", verb, resource+".mandate.publicdata.io", "--as", "u", "--as-group", "readers")
			if got := strings.TrimSpace(out); got != want {
				t.Errorf("a reader may %s %s: %s, want %s", verb, resource, got, want)
			}
		}
	}
}

// TestWhoIsConcernedObjectsAndDoesNothingElse shows that who holds the persona of
// objectors in a domain raises an Objection there and sees what became of it, and
// neither changes one, nor reads who else objected, nor writes anything else.
func TestWhoIsConcernedObjectsAndDoesNothingElse(t *testing.T) {
	const binding = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: "test:objectors", namespace: demo-health}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "mandate:object"}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: concerned}]
`
	const objection = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Objection
metadata: {name: too-few-staff, namespace: demo-health}
spec:
  against: {kind: Selection, name: health-operator}
  objector: {name: 王芳}
  raisedOn: "2026-01-05"
  ground: 中选机构不符合通告所列条件
`
	if _, err := admin.run(personaText(t, "objector", "")+"---"+binding, "apply", "--server-side", "-f", "-"); err != nil {
		t.Fatal(err)
	}
	concerned := []string{"-n", "demo-health", "--as", "wang.fang", "--as-group", "concerned"}
	if _, err := admin.run(objection, append(concerned, "create", "--dry-run=server", "-f", "-")...); err != nil {
		t.Errorf("who is concerned may not object: %v", err)
	}
	for _, resource := range []string{"objections", "selections", "operationagreements", "developergrants", "decisions"} {
		for _, verb := range []string{"get", "create", "list", "watch", "update", "patch", "delete"} {
			want := "no"
			if resource == "objections" && (verb == "create" || verb == "get") {
				want = "yes"
			}
			out, _ := admin.run("", append(concerned, "auth", "can-i", verb, resource+".mandate.publicdata.io")...)
			if got := strings.TrimSpace(out); got != want {
				t.Errorf("who is concerned may %s %s: %s, want %s", verb, resource, got, want)
			}
		}
	}
}

var ofOrganizations = regexp.MustCompile(`(?m)^organizations\.mandate\.publicdata\.io +\[\] +\[([^]]*)\] +\[([^]]*)\]`)

// verbsOf are the verbs that a group holds on Organizations, in the order of the
// alphabet, by the cluster's own list.
func verbsOf(t *testing.T, group string) string {
	t.Helper()
	out, err := admin.run("", "auth", "can-i", "--list", "--as", "u", "--as-group", group)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []string
	for _, match := range ofOrganizations.FindAllStringSubmatch(out, -1) {
		if match[1] != "demo-own" {
			t.Errorf("%s holds verbs on %q", group, match[1])
		}
		verbs = append(verbs, strings.Fields(match[2])...)
	}
	slices.Sort(verbs)
	return strings.Join(verbs, " ")
}

// canDecide is kubectl auth can-i, which says no by its exit code too.
func canDecide(verb, organization, group string) bool {
	out, _ := admin.run("", "auth", "can-i", verb, "organizations.mandate.publicdata.io/"+organization, "--as", "u", "--as-group", group)
	return strings.TrimSpace(out) == "yes"
}

// personasOf says which personas stand in the place of a party.
func personasOf(p v1alpha1.Party) []string {
	byRef := map[v1alpha1.PartyRef]string{
		v1alpha1.PartyGrantor: "agency", "CoGrantor": "agency", v1alpha1.PartyOrganiser: "agency", v1alpha1.PartyDrafter: "agency",
		v1alpha1.PartyOperator: "operator", v1alpha1.PartyHolder: "holder", v1alpha1.PartyApplicant: "holder", v1alpha1.PartySubject: "holder",
		v1alpha1.PartySourceUnit: "source-unit", v1alpha1.PartySharedFrom: "source-unit",
	}
	byRole := map[v1alpha1.Role]string{
		"Government": "government", "DataAuthority": "authority", "ImplementingAgency": "agency", "Operator": "operator",
		"Developer": "holder", "SourceUnit": "source-unit",
	}
	switch {
	case p.Ref == v1alpha1.PartyObjector:
		return nil // records nothing: an Objection is no Decision
	case p.Ref != "":
		return []string{byRef[p.Ref]}
	case p.Owner != "":
		return []string{"source-unit"}
	case p.Role != "" && byRole[p.Role] == "":
		return []string{"department"}
	case p.Role != "":
		return []string{byRole[p.Role]}
	}
	var among []string
	for _, choice := range p.Among {
		among = append(among, personasOf(v1alpha1.Party{Ref: choice.Ref, Role: choice.Role, Owner: choice.Owner})...)
	}
	return among
}

// TestPersonasHoldTheActsOfTheEditions walks the editions that are shipped.
func TestPersonasHoldTheActsOfTheEditions(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "config", "jurisdictions", "*", "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var edition v1alpha1.Jurisdiction
		if err := yaml.Unmarshal(text, &edition); err != nil || edition.Kind != "Jurisdiction" {
			continue // a kustomization
		}
		for _, procedure := range edition.Spec.Procedures {
			for _, step := range procedure.Steps {
				for _, party := range step.By {
					holdsAct(t, edition.Name+" "+procedure.Name+"/"+step.Name, step.Act, party)
				}
				for _, party := range step.To {
					if step.Receipt != "" {
						holdsAct(t, edition.Name+" "+procedure.Name+"/"+step.Name, v1alpha1.ActionReceive, party)
					}
				}
			}
		}
		if halt := edition.Spec.Halt; halt != nil {
			for _, party := range halt.By {
				holdsAct(t, edition.Name+" halt", v1alpha1.ActionHalt, party)
			}
			for _, party := range halt.ReleaseBy {
				holdsAct(t, edition.Name+" halt", v1alpha1.ActionRelease, party)
			}
		}
	}
}

// beside are the personas that some editions ask for beside the usual one: what
// they hold would reach too far in the hands of all.
var beside = map[string]string{"holder halt": "halting-holder", "department terminate": "terminating-department"}

// holdsAct says of every persona that stands in the place of a party that it, or
// the one beside it, may do what is that party's.
func holdsAct(t *testing.T, step string, act v1alpha1.Action, party v1alpha1.Party) {
	t.Helper()
	verb := strings.ToLower(string(act))
	for _, persona := range personasOf(party) {
		if other := beside[persona+" "+verb]; other != "" {
			persona = other
		}
		if !slices.Contains(personaRole(t, persona).Rules[0].Verbs, verb) {
			t.Errorf("%s: the persona %s may not %s", step, persona, verb)
		}
	}
}
