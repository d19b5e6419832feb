// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// TestOurAccountsStayInTheirPlaces shows that the accounts of Mandate, though
// RBAC lets them through, write in sandboxes and on the policies of data domains
// alone: what passes in a sandbox is refused in every other namespace.
func TestOurAccountsStayInTheirPlaces(t *testing.T) {
	sandbox, domain := newSandbox(t, nil), newDomain(t)
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	const nowhere = "by the operator is refused: the namespace has no label mandate.publicdata.io/sandbox with the value true"
	const named = "in a data domain it writes policies named mandate-baseline- or mandate-allow- and 20 hexadecimal digits alone"
	const parts = "in a sandbox it writes the ConfigMap mandate-grant, the ServiceAccounts workload and developer"
	baseline := set("metadata.name", "mandate-baseline-0123456789abcdef0123")
	tests := map[string]struct {
		base  string
		edits []edit
		// What is said in a sandbox, a domain and elsewhere.
		sandbox, domain, plain string
	}{
		"the record of a grant": {base: configText, domain: "ConfigMap mandate-grant in namespace " + domain + ": CREATE " + nowhere, plain: nowhere},
		"an account":            {base: accountText, edits: []edit{set("metadata.name", "workload")}, domain: nowhere, plain: nowhere},
		"a quota":               {base: quotaText, domain: nowhere, plain: nowhere},
		"limits":                {base: limitsText, domain: nowhere, plain: nowhere},
		"an egress policy":      {base: networkPolicyText, domain: named, plain: nowhere + " and no label mandate.publicdata.io/domain"},
		"an allow policy":       {base: allowText, sandbox: parts, plain: nowhere},
		"a baseline":            {base: allowText, edits: []edit{baseline}, sandbox: parts, plain: nowhere},
		"half a baseline":       {base: allowText, edits: []edit{set("metadata.name", "mandate-baseline-0123")}, sandbox: parts, domain: named, plain: nowhere},
		"another's policy":      {base: allowText, edits: []edit{set("metadata.name", "reports")}, sandbox: parts, domain: named, plain: nowhere},
	}
	for name, tc := range tests {
		for place, want := range map[string]string{sandbox: tc.sandbox, domain: tc.domain, plain.GetName(): tc.plain} {
			t.Run(name+" in "+place, func(t *testing.T) {
				made := edited(parse(t, tc.base), append(tc.edits, set("metadata.namespace", place))...)
				wants(t, dryCreate(t, operator, made), fragments(want)...)
			})
		}
	}
	t.Run("what is others'", func(t *testing.T) {
		config := edited(parse(t, configText), set("metadata.namespace", plain.GetName()))
		create(t, root, config)
		wants(t, dryPatch(t, operator, config, `{"data":{"until":"2099"}}`), "UPDATE "+nowhere)
		wants(t, operator.client(t).Delete(t.Context(), config, client.DryRunAll), "DELETE "+nowhere)
	})
	for _, unfenced := range []*unstructured.Unstructured{
		object("coordination.k8s.io/v1", "Lease", "mandate-system", "mandate-operator", nil),
		edited(parse(t, eventText), set("metadata.namespace", domain), set("regarding.namespace", domain)),
	} {
		t.Run("a "+unfenced.GetKind(), func(t *testing.T) { wants(t, dryCreate(t, operator, unfenced)) })
	}
}

const eventText = `
apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: seen}
type: Normal
reason: Opened
action: Open
note: The sandbox is open
eventTime: "2026-01-01T00:00:00.000000Z"
reportingController: mandate
reportingInstance: mandate-0
regarding: {apiVersion: mandate.publicdata.io/v1alpha1, kind: DeveloperGrant, name: risk-model}
`

// fragments is what wants asks for, of one sentence or of none.
func fragments(want string) []string {
	if want == "" {
		return nil
	}
	return []string{want}
}

// TestCutoffCutsNothingOfOthers makes things of the names that a cut is for, in
// a sandbox and elsewhere.
func TestCutoffCutsNothingOfOthers(t *testing.T) {
	sandbox, domain := podsSandbox(t, nil), newDomain(t)
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	furnish(t, plain.GetName())
	made := func(text, place string) *unstructured.Unstructured {
		u := edited(parse(t, text), set("metadata.namespace", place))
		creator := root
		if place != plain.GetName() {
			creator = operator
		}
		if text == podText {
			creator = root
		}
		create(t, creator, u)
		return u
	}
	guard := edited(parse(t, networkPolicyText), set("metadata.namespace", sandbox), set("metadata.name", "mandate-default-deny"),
		set("spec.policyTypes", []any{"Ingress", "Egress"}), unset("spec.egress"))
	create(t, operator, guard)
	door := edited(parse(t, doorText), set("metadata.namespace", sandbox))
	create(t, operator, door)
	const closing, empty = `{"spec":{"egress":[]}}`, `{"spec":{"hard":{"pods":"0","requests.cpu":"0","requests.memory":"0"}}}`
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string // none deletes
		want  string
	}{
		"a pod of a sandbox":           {made(podText, sandbox), "", ""},
		"a pod of others":              {made(podText, plain.GetName()), "", "Pod train in namespace " + plain.GetName() + ": DELETE by cutoff is refused: it deletes pods of sandboxes and shortens their spec.activeDeadlineSeconds, nothing else"},
		"a pod changed":                {edited(parse(t, podText), set("metadata.namespace", sandbox)), `{"metadata":{"labels":{"a":"b"}}}`, "UPDATE by cutoff is refused"},
		"a pod of a sandbox shortened": {edited(parse(t, podText), set("metadata.namespace", sandbox)), `{"spec":{"activeDeadlineSeconds":60}}`, ""},
		"a pod of others shortened":    {edited(parse(t, podText), set("metadata.namespace", plain.GetName())), `{"spec":{"activeDeadlineSeconds":60}}`, "UPDATE by cutoff is refused"},
		"the way out of a sandbox":     {made(networkPolicyText, sandbox), closing, ""},
		"the way in of a domain":       {made(allowText, domain), `{"spec":{"ingress":[]}}`, ""},
		"the guard of a sandbox":       {guard, `{"spec":{"ingress":[]}}`, shut},
		"a quota of a sandbox":         {made(quotaText, sandbox), empty, ""},
		"a quota of others":            {made(quotaText, plain.GetName()), empty, tight},
		"the door of a sandbox":        {door, "", ""},
		"a binding named like a door":  {made(bindingText, plain.GetName()), "", "by cutoff is refused"},
		"a sandbox closed":             {namespace(sandbox, nil, nil), `{"metadata":{"annotations":{"` + closedByNote + `":"1"}}}`, ""},
		"a domain closed":              {namespace(domain, nil, nil), `{"metadata":{"annotations":{"` + closedByNote + `":"1"}}}`, "UPDATE by cutoff is refused: it is no sandbox"},
		"a namespace of others closed": {plain, `{"metadata":{"annotations":{"` + closedByNote + `":"1"}}}`, "UPDATE by cutoff is refused: it is no sandbox"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.patch != "" {
				wants(t, dryPatch(t, cutoff, tc.of, tc.patch), fragments(tc.want)...)
				return
			}
			wants(t, cutoff.client(t).Delete(t.Context(), tc.of.DeepCopy(), client.GracePeriodSeconds(0), client.DryRunAll), fragments(tc.want)...)
		})
	}
}

const bindingText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mandate-door}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
`

// TestChainsLiveInDomains shows that what a chain of authority is made of is
// refused outside of data domains, and that no act is.
func TestChainsLiveInDomains(t *testing.T) {
	domain := newDomain(t)
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	for name, text := range map[string]string{"DataResource outpatient-visits": resourceText, "OperationAgreement health-2025": agreementText, "DeveloperGrant risk-model": grantText} {
		for _, p := range []person{root, rescuer} {
			wants(t, dryCreate(t, p, edited(parse(t, text), set("metadata.namespace", plain.GetName()))),
				name+": namespace "+plain.GetName()+" is no data domain", "create a namespace with that label in its manifest")
		}
		wants(t, dryCreate(t, root, edited(parse(t, text), set("metadata.namespace", domain))))
	}
	wants(t, dryCreate(t, officer, edited(parse(t, suspendText), set("metadata.namespace", plain.GetName()))))
}
