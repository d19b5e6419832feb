// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"testing"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// Officers may write every kind of ours, as RBAC's ordinary verbs have it; for
// which organisation they decide is said by the verbs of the acts alone.
var (
	officer  = person{name: "officer", groups: []string{editorsGroup}}
	restorer = person{name: "restorer", groups: []string{editorsGroup}}
	outsider = person{name: "outsider", groups: []string{editorsGroup}}
	clerk    = person{name: "clerk", groups: []string{editorsGroup}}
)

// appoint gives the officers their rights, once for all tests.
func appoint(ctx context.Context) error {
	acts := []string{"suspend", "lift", "halt", "release", "terminate", "disqualify", "dispose", "bar", "order", "approve", "receive", "annul"}
	grants := map[string]struct {
		rules   []rbacv1.PolicyRule
		subject rbacv1.Subject
	}{
		"test-editors": {
			rules: []rbacv1.PolicyRule{{
				APIGroups: []string{"mandate.publicdata.io"}, Resources: []string{"*"},
				Verbs: []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"},
			}},
			subject: rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "Group", Name: editorsGroup},
		},
		"test-officer": {
			rules:   []rbacv1.PolicyRule{organizationRule("data-bureau", acts...), organizationRule("only-halts", "halt")},
			subject: rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: officer.name},
		},
		"test-restorer": {
			rules:   []rbacv1.PolicyRule{organizationRule("data-bureau", append(acts, "restore")...)},
			subject: rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: restorer.name},
		},
		"test-clerk": {
			rules:   []rbacv1.PolicyRule{organizationRule("data-bureau", "transcribe")},
			subject: rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: clerk.name},
		},
		"test-administrator": {
			rules:   []rbacv1.PolicyRule{organizationRule("administered", "administer")},
			subject: rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: administrator.name},
		},
	}
	for name, g := range grants {
		role := &rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: g.rules}
		binding := &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name},
			Subjects:   []rbacv1.Subject{g.subject},
		}
		if err := errors.Join(admin.Create(ctx, role), admin.Create(ctx, binding)); err != nil {
			return err
		}
	}
	return nil
}

func organizationRule(name string, verbs ...string) rbacv1.PolicyRule {
	return rbacv1.PolicyRule{
		APIGroups: []string{"mandate.publicdata.io"}, Resources: []string{"organizations"}, ResourceNames: []string{name}, Verbs: verbs,
	}
}

// attempt is a create by somebody, and what the API server says of it.
type attempt struct {
	as    person
	base  string
	edits []edit
	want  []string
}

func checkCreates(t *testing.T, namespace string, tests map[string]attempt) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			u := edited(parse(t, tc.base), tc.edits...)
			if u.GetNamespace() == "" {
				u.SetNamespace(namespace)
			}
			wants(t, dryCreate(t, tc.as, u), tc.want...)
		})
	}
}

func TestAuthorityOfDecisions(t *testing.T) {
	tests := map[string]attempt{
		"in another's name": {
			as: officer, base: suspendText, edits: []edit{set("spec.decidedBy", "minister")},
			want: []string{"Decision suspend-1", "spec.decidedBy minister is not the user who applies it", "officer"},
		},
		"a lift in another's name": {
			as: officer, base: liftText, edits: []edit{set("spec.decidedBy", "minister")},
			want: []string{"Decision lift-1", "spec.decidedBy minister is not the user who applies it", "officer"},
		},
		"another verb of the same organisation": {
			as: officer, base: suspendText, edits: []edit{set("spec.organization", "only-halts")},
			want: []string{"officer may not suspend for spec.organization only-halts", "kubectl auth can-i suspend organizations.mandate.publicdata.io/only-halts"},
		},
		"the one verb of an organisation": {as: officer, base: suspendText, edits: []edit{set("spec.organization", "only-halts"), set("spec.action", "Halt")}},
		"an organisation that does not exist": {
			as: officer, base: suspendText, edits: []edit{set("spec.organization", "nobody")},
			want: []string{"officer may not suspend for spec.organization nobody"},
		},
		"on an organisation outside the registry": {
			as: officer, base: suspendText, edits: []edit{set("spec.subject", map[string]any{"kind": "Organization", "name": "medtech"})},
			want: []string{"spec.subject.kind Organization cannot be decided on in namespace", "-n mandate-registry"},
		},
		"on an organisation in the registry": {
			as: officer, base: suspendText,
			edits: []edit{set("metadata.namespace", "mandate-registry"), set("spec.subject", map[string]any{"kind": "Organization", "name": "medtech"})},
		},
		"on a grant in the registry": {
			as: officer, base: suspendText, edits: []edit{set("metadata.namespace", "mandate-registry")},
			want: []string{"spec.subject.kind DeveloperGrant cannot be decided on in namespace mandate-registry", "apply it in the namespace of DeveloperGrant risk-model"},
		},
		"a lift on a grant in the registry": {
			as: officer, base: liftText, edits: []edit{set("metadata.namespace", "mandate-registry")},
			want: []string{"spec.subject.kind DeveloperGrant cannot be decided on in namespace mandate-registry"},
		},
	}
	for _, action := range []string{"Suspend", "Halt", "Terminate", "Disqualify", "Bar", "Order", "Lift", "Release", "Dispose", "Approve", "Receive", "Annul"} {
		base, namespace, subject := suspendText, "", map[string]any{"kind": "DeveloperGrant", "name": "risk-model"}
		var more []edit
		switch action {
		case "Receive", "Annul":
			base, more = liftText, []edit{set("spec.step", "grant/file")}
		case "Approve":
			more = []edit{set("spec.step", "grant/approve")}
		case "Order":
			more = []edit{set("spec.step", "grant-rectify/order"), set("spec.dueDate", "2026-02-15")}

		case "Lift", "Release":
			base = liftText
		case "Disqualify", "Bar":
			namespace, subject = "mandate-registry", map[string]any{"kind": "Organization", "name": "medtech"}
		case "Dispose":
			subject = map[string]any{"kind": "Namespace", "name": "sandbox-0123456789abcdef0123"}
		}
		edits := []edit{set("spec.action", action), set("spec.subject", subject), set("metadata.namespace", namespace)}
		edits = append(edits, more...)
		tests[action+" with the verb"] = attempt{as: officer, base: base, edits: edits}
		tests[action+" without the verb"] = attempt{
			as: outsider, base: base, edits: append([]edit{set("spec.decidedBy", outsider.name)}, edits...),
			want: []string{"user outsider may not ", " for spec.organization data-bureau: RBAC gives no verb"},
		}
	}
	checkCreates(t, newDomain(t), tests)
}

// TestAllFaultsOfADecisionAreToldAtOnce asks for acts with more than one fault.
func TestAllFaultsOfADecisionAreToldAtOnce(t *testing.T) {
	approve := []edit{set("spec.action", "Approve"), set("spec.step", "grant/approve"), set("metadata.name", "approve-1")}
	and := func(more ...edit) []edit { return append(append([]edit{}, approve...), more...) }
	const none = "RBAC gives no verb approve on organizations.mandate.publicdata.io/only-halts; see: kubectl auth can-i approve organizations.mandate.publicdata.io/only-halts"
	checkCreates(t, newDomain(t), map[string]attempt{
		"what gives": {
			as: officer, base: suspendText,
			edits: and(set("spec.decidedBy", "minister"), set("spec.organization", "only-halts"), set("metadata.namespace", "mandate-registry"),
				set("spec.actedOn", "2099-12-31"), set("spec.recordedAt", "2098-01-01T00:00:00Z")),
			want: []string{
				"Decision approve-1: spec.decidedBy minister is not the user who applies it: write your own user name, officer; user officer may not approve for spec.organization only-halts: " + none +
					"; spec.subject.kind DeveloperGrant cannot be decided on in namespace mandate-registry, which is for Decisions on an Organization alone: apply it in the namespace of DeveloperGrant risk-model" +
					"; spec.actedOn 2099-12-31 lies in the future (it is ",
				"this Approve is an act of a procedure and is not dated ahead", "; spec.recordedAt 2098-01-01T00:00:00Z is given by a restore alone, and user officer holds no verb restore on organizations.mandate.publicdata.io/only-halts",
				"; spec.recordedAt 2098-01-01T00:00:00Z lies in the future", "; spec.actedOn 2099-12-31 lies after spec.recordedAt 2098-01-01T00:00:00Z",
			},
		},
		"what takes away": {
			as: outsider, base: suspendText, edits: []edit{set("metadata.namespace", "mandate-registry")},
			want: []string{"Decision suspend-1: spec.decidedBy officer is not the user", "; user outsider may not suspend for", "; spec.subject.kind DeveloperGrant cannot be decided on"},
		},
		"what takes away, with old times": {
			as: officer, base: suspendText, edits: []edit{set("spec.recordedAt", "2099-01-01T00:00:00Z")},
			want: []string{"is given by a restore alone", "; spec.recordedAt 2099-01-01T00:00:00Z lies in the future"},
		},
	})
}

func TestTranscription(t *testing.T) {
	approve := []edit{set("spec.action", "Approve"), set("spec.step", "grant/approve"), set("spec.transcribedBy", "info-centre")}
	by := func(p person, more ...edit) []edit {
		return append(append([]edit{set("spec.decidedBy", p.name)}, approve...), more...)
	}
	on := func(organization string) []edit {
		return []edit{set("metadata.namespace", "mandate-registry"), set("spec.subject", map[string]any{"kind": "Organization", "name": organization}), set("spec.jurisdiction", "sample.7")}
	}
	checkCreates(t, newDomain(t), map[string]attempt{
		"by a clerk":                          {as: clerk, base: suspendText, edits: by(clerk)},
		"by a clerk of another body":          {as: clerk, base: suspendText, edits: by(clerk, set("spec.organization", "only-halts")), want: []string{"user clerk may not transcribe for spec.organization only-halts", "kubectl auth can-i transcribe"}},
		"by an officer, who is no clerk":      {as: officer, base: suspendText, edits: by(officer), want: []string{"user officer may not transcribe for spec.organization data-bureau"}},
		"a clerk decides nothing":             {as: clerk, base: suspendText, edits: by(clerk, unset("spec.transcribedBy")), want: []string{"user clerk may not approve for spec.organization data-bureau"}},
		"of the clerk's own organisation":     {as: clerk, base: suspendText, edits: by(clerk, set("spec.transcribedBy", "data-bureau")), want: []string{"spec.transcribedBy data-bureau is spec.organization itself", "leave transcribedBy out"}},
		"by whom it is about":                 {as: clerk, base: suspendText, edits: by(clerk, on("info-centre")...), want: []string{"spec.transcribedBy info-centre is the Organization that is decided on"}},
		"about another organisation":          {as: clerk, base: suspendText, edits: by(clerk, on("medtech")...)},
		"what takes away, by a clerk":         {as: clerk, base: suspendText, edits: []edit{set("spec.decidedBy", clerk.name), set("spec.transcribedBy", "info-centre")}},
		"what takes away, by an officer":      {as: officer, base: suspendText, edits: []edit{set("spec.transcribedBy", "info-centre")}},
		"what takes away, by neither of both": {as: outsider, base: suspendText, edits: []edit{set("spec.decidedBy", outsider.name), set("spec.transcribedBy", "info-centre")}, want: []string{"RBAC gives no verb suspend and no verb transcribe on organizations.mandate.publicdata.io/data-bureau"}},
	})
}

func TestTimesOfDecisions(t *testing.T) {
	at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	// The first day that has begun nowhere yet, and the last that has begun
	// somewhere: the day in the zone where days begin first.
	first := time.Now().In(time.FixedZone("", 14*60*60))
	begun, coming := first.Format(time.DateOnly), first.AddDate(0, 0, 1).Format(time.DateOnly)
	actedOn := func(v string) edit { return set("spec.actedOn", v) }
	by := func(p person) edit { return set("spec.decidedBy", p.name) }
	recorded := func(v string) edit { return set("spec.recordedAt", v) }

	checkCreates(t, newDomain(t), map[string]attempt{
		"a lift of today, where it is day":  {as: officer, base: liftText, edits: []edit{actedOn(begun)}},
		"a lift of a minute ago":            {as: officer, base: liftText, edits: []edit{actedOn(at(-time.Minute))}},
		"a lift of a day that has not come": {as: officer, base: liftText, edits: []edit{actedOn(coming)}, want: []string{"Decision lift-1", "spec.actedOn " + coming + " lies in the future", "a Lift gives access back and is not dated ahead"}},
		"a lift in a minute":                {as: officer, base: liftText, edits: []edit{actedOn(at(time.Minute))}, want: []string{"spec.actedOn", "lies in the future"}},
		"a release in a minute": {
			as: officer, base: liftText, edits: []edit{set("spec.action", "Release"), actedOn(at(time.Minute))},
			want: []string{"spec.actedOn", "lies in the future", "a Release gives access back"},
		},
		"a suspension of a day that has not come": {as: officer, base: suspendText, edits: []edit{actedOn("2099-12-31")}},
		"a halt in an hour":                       {as: officer, base: suspendText, edits: []edit{set("spec.action", "Halt"), actedOn(at(time.Hour))}},
		"an old record by an officer": {
			as: officer, base: suspendText, edits: []edit{recorded("2025-01-01T00:00:00Z")},
			want: []string{"spec.recordedAt 2025-01-01T00:00:00Z is given by a restore alone", "officer holds no verb restore on organizations.mandate.publicdata.io/data-bureau", "leave recordedAt and restoredUID out"},
		},
		"an old uid by an officer": {
			as: officer, base: liftText, edits: []edit{recorded("2026-02-01T00:00:00Z"), set("spec.restoredUID", "old")},
			want: []string{"spec.restoredUID old is given by a restore alone"},
		},
		"an old record by a restorer": {
			as: restorer, base: suspendText, edits: []edit{by(restorer), recorded("2026-02-01T00:00:00Z"), set("spec.restoredUID", "old")},
		},
		"a future record by a restorer": {
			as: restorer, base: suspendText, edits: []edit{by(restorer), recorded("2099-01-01T00:00:00Z")},
			want: []string{"spec.recordedAt 2099-01-01T00:00:00Z lies in the future"},
		},
		"a lift acted on after its record": {
			as: restorer, base: liftText, edits: []edit{by(restorer), recorded("2026-01-10T00:00:00Z")},
			want: []string{"spec.actedOn 2026-01-15 lies after spec.recordedAt 2026-01-10T00:00:00Z"},
		},
		"a suspension acted on after its record": {
			as: restorer, base: suspendText, edits: []edit{by(restorer), recorded("2026-01-10T00:00:00Z")},
		},
	})
}

// recordDecision applies a Decision by the officer and returns it.
func recordDecision(t *testing.T, namespace, name string) *unstructured.Unstructured {
	t.Helper()
	u := edited(parse(t, suspendText), set("metadata.name", name), set("metadata.namespace", namespace))
	create(t, officer, u)
	return u
}

func TestDecisionsStayAsRecorded(t *testing.T) {
	u := recordDecision(t, newDomain(t), "kept")
	for field, patch := range map[string]string{
		"labels":          `{"metadata":{"labels":{"a":"b"}}}`,
		"annotations":     `{"metadata":{"annotations":{"a":"b"}}}`,
		"finalizers":      `{"metadata":{"finalizers":["a/b"]}}`,
		"ownerReferences": `{"metadata":{"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"b"}]}}`,
	} {
		t.Run(field, func(t *testing.T) {
			wants(t, dryPatch(t, root, u, patch), "Decision kept", "metadata."+field+" cannot be changed", "answered by another act")
		})
	}
	t.Run("a write that changes nothing", func(t *testing.T) {
		wants(t, dryPatch(t, officer, u, `{"metadata":{"labels":null,"annotations":{}}}`))
	})
}

func TestDecisionsAreRetained(t *testing.T) {
	namespace := newDomain(t)
	kept, disposable := recordDecision(t, namespace, "kept"), recordDecision(t, namespace, "disposable")
	want := []string{"Decision kept (Suspend of DeveloperGrant risk-model) cannot be deleted", "status.disposable is not true", "apply a Lift with spec.regarding {name: kept, uid: " + string(kept.GetUID()) + "}"}
	for _, p := range []person{officer, root, operator, rescuer} {
		wants(t, p.client(t).Delete(t.Context(), kept.DeepCopy(), client.DryRunAll), want...)
	}
	noted := disposable.DeepCopy()
	set("status.disposable", true)(noted)
	if err := operator.client(t).Status().Update(t.Context(), noted); err != nil {
		t.Fatal(err)
	}
	t.Run("as a collection", func(t *testing.T) {
		err := root.client(t).DeleteAllOf(t.Context(), object(apiVersion, "Decision", "", "", nil), client.InNamespace(namespace))
		wants(t, err, want[0])
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(kept), kept.DeepCopy()); err != nil {
			t.Errorf("the collection took it along: %v", err)
		}
	})
	t.Run("once disposable", func(t *testing.T) {
		if err := root.client(t).Delete(t.Context(), disposable.DeepCopy()); client.IgnoreNotFound(err) != nil {
			t.Errorf("refused: %v", err)
		}
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(disposable), disposable.DeepCopy()); !apierrors.IsNotFound(err) {
			t.Errorf("got %v, want it gone", err)
		}
	})
}

func TestStatusIsTheOperators(t *testing.T) {
	namespace := newDomain(t)
	decision := recordDecision(t, namespace, "judged")
	grant := edited(parse(t, grantText), set("metadata.namespace", namespace))
	create(t, root, grant)
	tests := map[string]struct {
		as   person
		of   *unstructured.Unstructured
		want []string
	}{
		"of a decision by an officer":  {officer, decision, []string{"Decision judged: status is written by the operator alone, not by officer"}},
		"of a decision by root":        {root, decision, []string{"status is written by the operator alone"}},
		"of a decision by break-glass": {rescuer, decision, []string{"status is written by the operator alone"}},
		"of a decision by cutoff":      {cutoff, decision, []string{"status is written by the operator alone"}},
		"of a decision by operator":    {operator, decision, nil},
		"of a grant by root":           {root, grant, []string{"DeveloperGrant risk-model: status is written by the operator alone"}},
		"of a grant by break-glass":    {rescuer, grant, nil},
		"of a grant by operator":       {operator, grant, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			patch := client.RawPatch(mergePatch, []byte(`{"status":{"observedGeneration":7}}`))
			wants(t, tc.as.client(t).Status().Patch(t.Context(), tc.of.DeepCopy(), patch, client.DryRunAll), tc.want...)
		})
	}
}
