// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"

	mandate "github.com/publicdata-io/mandate/test/install"
)

const (
	frozenNote     = "mandate.publicdata.io/frozen"
	purgeNote      = "mandate.publicdata.io/purge"
	retainedNote   = "mandate.publicdata.io/retained-until"
	disposableNote = "mandate.publicdata.io/disposable"
)

// collector is the account of the garbage collector.
var collector = person{name: "system:serviceaccount:kube-system:generic-garbage-collector", groups: []string{masters}}

// guarded makes one object of each kind that others refer to, as a user does.
func guarded(t *testing.T) map[string]*unstructured.Unstructured {
	t.Helper()
	domain := newDomain(t)
	made := map[string]*unstructured.Unstructured{}
	for kind, text := range map[string]string{
		"Jurisdiction": jurisdictionText, "Organization": organizationText, "SandboxClass": classText,
		"DataResource": resourceText, "OperationAgreement": agreementText,
	} {
		u := parse(t, text)
		if kind == "DataResource" || kind == "OperationAgreement" {
			u.SetNamespace(domain)
		} else if kind != "Jurisdiction" {
			u.SetName(u.GetName() + "-" + hexDigits(8))
		} else {
			code := "sample" + hexDigits(8)
			u = edited(u, set("metadata.name", code+".7"), set("spec.code", code))
		}
		create(t, root, u)
		made[kind] = u
	}
	return made
}

// reported writes what the operator reports of the usage of an object.
func reported(t *testing.T, u *unstructured.Unstructured, status string) {
	t.Helper()
	patch := client.RawPatch(mergePatch, []byte(`{"status":`+status+`}`))
	if err := operator.client(t).Status().Patch(t.Context(), u, patch); err != nil {
		t.Fatal(err)
	}
}

func TestWhatOthersReferToIsNotDeleted(t *testing.T) {
	for kind, u := range guarded(t) {
		gone := func(p person) error { return p.client(t).Delete(t.Context(), u.DeepCopy(), client.DryRunAll) }
		name := kind + " " + u.GetName() + " cannot be deleted: "
		t.Run(kind+" that nobody looked at yet", func(t *testing.T) {
			for _, p := range []person{root, operator, collector} {
				wants(t, gone(p), name+"status.unused is not true yet", "try again in a moment", "mandate-operator")
			}
			wants(t, gone(rescuer))
		})
		t.Run(kind+" in use", func(t *testing.T) {
			reported(t, u, `{"unused":false,"usedBy":"DeveloperGrant a/g"}`)
			for _, p := range []person{root, operator, collector} {
				wants(t, gone(p), name+"DeveloperGrant a/g refers to it (status.usedBy); delete or change that first")
			}
			wants(t, gone(rescuer))
		})
		t.Run(kind+" that is on record", func(t *testing.T) {
			reported(t, u, `{"unused":false,"usedBy":"Decision a/suspend"}`)
			wants(t, gone(root), name+"Decision a/suspend refers to it", "the record of an act keeps what it names", "leave it in place")
		})
		t.Run(kind+" in use, as a collection", func(t *testing.T) {
			err := root.client(t).DeleteAllOf(t.Context(), object(apiVersion, kind, "", "", nil), client.InNamespace(u.GetNamespace()), client.DryRunAll)
			wants(t, err, "cannot be deleted: ")
		})
		t.Run(kind+" by who says himself that it is unused", func(t *testing.T) {
			patch := client.RawPatch(mergePatch, []byte(`{"status":{"unused":true}}`))
			wants(t, root.client(t).Status().Patch(t.Context(), u.DeepCopy(), patch, client.DryRunAll), "status is written by the operator alone")
		})
		t.Run(kind+" that is unused", func(t *testing.T) {
			reported(t, u, `{"unused":true,"usedBy":null}`)
			wants(t, gone(root))
			wants(t, gone(collector))
		})
	}
}

// TestTheGarbageCollectorIsRefused shows it of the real one: what depends on an
// owner that is gone stays while it is in use, and goes once it is not.
func TestTheGarbageCollectorIsRefused(t *testing.T) {
	domain := newDomain(t)
	owner := object("v1", "ConfigMap", domain, "owner", nil)
	create(t, root, owner)
	reference := map[string]any{"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": string(owner.GetUID())}
	resource := edited(parse(t, resourceText), set("metadata.namespace", domain), set("metadata.ownerReferences", []any{reference}))
	agreement := edited(parse(t, agreementText), set("metadata.namespace", domain), set("metadata.ownerReferences", []any{reference}))
	create(t, root, resource)
	create(t, root, agreement)
	reported(t, resource, `{"unused":false,"usedBy":"OperationAgreement `+domain+`/health-2025"}`)
	reported(t, agreement, `{"unused":true}`)
	if err := admin.Delete(t.Context(), owner, client.PropagationPolicy("Background")); err != nil {
		t.Fatal(err)
	}
	isGone := func(u *unstructured.Unstructured) func(context.Context) error {
		return func(ctx context.Context) error {
			if err := admin.Get(ctx, client.ObjectKeyFromObject(u), u.DeepCopy()); !apierrors.IsNotFound(err) {
				return errors.Join(errors.New(u.GetKind()+" is still there"), err)
			}
			return nil
		}
	}
	if err := eventually(t.Context(), isGone(agreement)); err != nil {
		t.Fatalf("the collector did not take what is unused: %v", err)
	}
	if err := admin.Get(t.Context(), client.ObjectKeyFromObject(resource), resource.DeepCopy()); err != nil {
		t.Errorf("the collector took what is in use: %v", err)
	}
	reported(t, resource, `{"unused":true,"usedBy":null}`)
	if err := eventually(t.Context(), isGone(resource)); err != nil {
		t.Error(err)
	}
}

func TestTheKindsOfMandateAreNotDeleted(t *testing.T) {
	for _, plural := range []string{"decisions", "developergrants", "organizations"} {
		crd := object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", plural+".mandate.publicdata.io", nil)
		marked := `{"metadata":{"annotations":{"` + disposableNote + `":"true"}}}`
		for _, p := range []person{root, operator, rescuer, collector} {
			wants(t, p.client(t).Delete(t.Context(), crd.DeepCopy(), client.DryRunAll),
				"CustomResourceDefinition "+crd.GetName()+" cannot be deleted by "+p.name, "every object of the kind would go with it, Decisions too",
				"kubectl annotate crd "+crd.GetName()+" "+disposableNote+"=true", "docs/uninstall.md")
		}
		for _, p := range []person{root, operator} {
			wants(t, dryPatch(t, p, crd, marked), "annotation "+disposableNote+" cannot be set by "+p.name, "a member of the group mandate:break-glass alone sets it")
		}
		wants(t, dryPatch(t, rescuer, crd, marked))
		wants(t, dryPatch(t, root, crd, `{"metadata":{"annotations":{"team":"data"}}}`))
	}
	others := object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "widgets.example.com", map[string]any{
		"group": "example.com", "scope": "Cluster",
		"names": map[string]any{"kind": "Widget", "plural": "widgets", "singular": "widget", "listKind": "WidgetList"},
		"versions": []any{map[string]any{
			"name": "v1", "served": true, "storage": true,
			"schema": map[string]any{"openAPIV3Schema": map[string]any{"type": "object"}},
		}},
	})
	create(t, root, others)
	wants(t, root.client(t).Delete(t.Context(), others))
}

// TestAMarkedKindIsDeleted goes both steps with a kind of Mandate's group that
// nothing else needs.
func TestAMarkedKindIsDeleted(t *testing.T) {
	crd := object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", "olds.mandate.publicdata.io", map[string]any{
		"group": "mandate.publicdata.io", "scope": "Cluster",
		"names": map[string]any{"kind": "Old", "plural": "olds", "singular": "old", "listKind": "OldList"},
		"versions": []any{map[string]any{
			"name": "v1", "served": true, "storage": true,
			"schema": map[string]any{"openAPIV3Schema": map[string]any{"type": "object"}},
		}},
	})
	born := crd.DeepCopy()
	born.SetAnnotations(map[string]string{disposableNote: "true"})
	wants(t, dryCreate(t, root, born), "annotation "+disposableNote+" cannot be set by root")
	create(t, root, crd)
	if err := rescuer.client(t).Patch(t.Context(), crd, client.RawPatch(mergePatch, []byte(`{"metadata":{"annotations":{"`+disposableNote+`":"true"}}}`))); err != nil {
		t.Fatal(err)
	}
	wants(t, root.client(t).Delete(t.Context(), crd))
}

// notes is a merge patch of annotations, where "" takes one off.
func notes(pairs ...string) string {
	text := `{"metadata":{"annotations":{`
	for i := 0; i < len(pairs); i += 2 {
		value := `"` + pairs[i+1] + `"`
		if pairs[i+1] == "" {
			value = "null"
		}
		if i > 0 {
			text += ","
		}
		text += `"` + pairs[i] + `":` + value
	}
	return text + `}}}`
}

func TestAPurgeTakesTwoWrites(t *testing.T) {
	kept := map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1", retainedNote: "2026-01-01T00:00:00Z"}
	with := func(changes map[string]string) string {
		sandbox := namespace(newSandbox(t, kept), nil, nil)
		for _, key := range []string{purgeNote, retainedNote, frozenNote, closedByNote} { // the mark comes first: on nothing else is it let
			value, changed := changes[key]
			if !changed {
				continue
			}
			as := operator
			if key == closedByNote && value != "" {
				as = cutoff // who alone cuts
			}
			if err := as.client(t).Patch(t.Context(), sandbox, client.RawPatch(mergePatch, []byte(notes(key, value)))); err != nil {
				t.Fatal(err)
			}
		}
		return sandbox.GetName()
	}
	const purged = "dispose 7b0a4a1e-0000-4000-8000-000000000001"
	marked := map[string]string{purgeNote: purged}
	open := map[string]string{purgeNote: purged, closedByNote: "", frozenNote: ""}
	cutting := map[string]string{purgeNote: purged, closedByNote: "Halted 2"}
	t.Run("the mark", func(t *testing.T) {
		for name, tc := range map[string]struct {
			as    person
			of    string
			patch string
			want  []string
		}{
			"on a frozen sandbox":              {operator, with(nil), notes(purgeNote, purged), nil},
			"on a frozen sandbox by root":      {root, with(nil), notes(purgeNote, purged), []string{"annotation " + purgeNote, "written by Mandate alone"}},
			"on a frozen sandbox by cutoff":    {cutoff, with(nil), notes(purgeNote, purged), []string{"annotation " + purgeNote + " cannot be changed so by cutoff"}},
			"on a frozen sandbox by the group": {rescuer, with(nil), notes(purgeNote, purged), []string{"annotation " + purgeNote}},
			"on an open sandbox":               {operator, with(map[string]string{closedByNote: "", frozenNote: ""}), notes(purgeNote, purged), []string{"annotation " + purgeNote + " cannot be set by the operator while the sandbox is not frozen"}},
			"on one that is being cut":         {operator, with(map[string]string{closedByNote: "Halted 2"}), notes(purgeNote, purged), []string{"while the sandbox is not frozen"}},
			"before its retention began":       {operator, with(map[string]string{retainedNote: ""}), notes(purgeNote, purged), []string{"its retention has not begun"}},
			"with the freeze in one write":     {operator, with(map[string]string{closedByNote: "", frozenNote: ""}), notes(purgeNote, purged, closedByNote, "x", frozenNote, "x"), []string{"while the sandbox is not frozen"}},
			"with the retention in one write":  {operator, with(map[string]string{retainedNote: ""}), notes(purgeNote, purged, retainedNote, "2026-01-01T00:00:00Z"), []string{"its retention has not begun"}},
			"taken off":                        {operator, with(marked), notes(purgeNote, ""), nil},
			"taken off with the close":         {operator, with(marked), notes(purgeNote, "", closedByNote, "", frozenNote, "", retainedNote, ""), nil},
		} {
			t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, namespace(tc.of, nil, nil), tc.patch), tc.want...) })
		}
	})
	t.Run("the deletion", func(t *testing.T) {
		for name, tc := range map[string]struct {
			as   person
			of   string
			want []string
		}{
			"frozen and marked, by operator":   {operator, with(marked), nil},
			"frozen and marked, by root":       {root, with(marked), []string{"is a sandbox and cannot be deleted by root", "until 2026-01-01T00:00:00Z", "Dispose"}},
			"frozen and marked, by cutoff":     {cutoff, with(marked), []string{"cannot be deleted"}},
			"frozen and marked, as garbage":    {collector, with(marked), []string{"cannot be deleted"}},
			"frozen, not marked, by operator":  {operator, with(nil), []string{"cannot be deleted"}},
			"marked, but open, by operator":    {operator, with(open), []string{"cannot be deleted"}},
			"marked, being cut, by operator":   {operator, with(cutting), []string{"cannot be deleted"}},
			"frozen, not marked, by the group": {rescuer, with(nil), nil},
		} {
			t.Run(name, func(t *testing.T) {
				wants(t, tc.as.client(t).Delete(t.Context(), namespace(tc.of, nil, nil), client.DryRunAll), tc.want...)
			})
		}
	})
}

// marked is a frozen sandbox that is marked for its purge, with the end of its
// retention; "" is one from which that was taken off.
func marked(t *testing.T, until string) *unstructured.Unstructured {
	t.Helper()
	born := until
	if until == "" {
		born = "soon"
	}
	box := namespace(newSandbox(t, map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1", retainedNote: born}), nil, nil)
	patches := []string{notes(purgeNote, "dispose 1")}
	if until == "" {
		patches = append(patches, notes(retainedNote, ""))
	}
	for _, patch := range patches {
		if err := operator.client(t).Patch(t.Context(), box, client.RawPatch(mergePatch, []byte(patch))); err != nil {
			t.Fatal(err)
		}
	}
	return box
}

// TestAPurgeWaitsForTheEndOfTheRetention shows that the operator's account purges
// nothing before, by the time that cutoff's beat tells, and that nobody else is
// asked for it.
func TestAPurgeWaitsForTheEndOfTheRetention(t *testing.T) {
	awaitStamp(t)
	at := func(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }
	const waits = "is a sandbox that is kept until "
	for name, tc := range map[string]struct {
		as    person
		until string
		want  []string
	}{
		"that is over":              {operator, at(-2 * time.Minute), nil},
		"that runs":                 {operator, at(time.Hour), []string{waits, "by the last beat of cutoff it is", "tries again by itself"}},
		"that nobody can read":      {operator, "soon", []string{waits + "soon"}},
		"that has not begun":        {operator, "", []string{waits + "further notice"}},
		"that runs, by break-glass": {rescuer, at(time.Hour), nil},
		"that runs, by the root":    {root, at(time.Hour), []string{"cannot be deleted by root"}},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, tc.as.client(t).Delete(t.Context(), marked(t, tc.until), client.DryRunAll), tc.want...)
		})
	}
}

// TestAPurgeGoesByTheBeat shows that a retention which is over is not, to
// admission, while cutoff has not beaten since, and what a Heartbeat that is gone
// leaves to whom.
func TestAPurgeGoesByTheBeat(t *testing.T) {
	awaitStamp(t)
	over := marked(t, time.Now().Add(-time.Minute).UTC().Format(time.RFC3339))
	t.Cleanup(func() {
		if err := mandate.Beat(context.WithoutCancel(t.Context()), beater); err != nil {
			t.Error(err)
		}
	})
	for name, tc := range map[string]struct {
		beaten func() error
		as     person
		want   string
	}{
		"an hour ago": {func() error { return mandate.BeatAt(t.Context(), beater, time.Now().Add(-time.Hour)) }, operator, "by the last beat of cutoff it is"},
		"never": {func() error {
			return beater.Patch(t.Context(), heart(), client.RawPatch(mergePatch, []byte(`{"spec":null}`)))
		}, operator, "has not beaten yet"},
		"never, by break-glass": {func() error {
			return beater.Patch(t.Context(), heart(), client.RawPatch(mergePatch, []byte(`{"spec":null}`)))
		}, rescuer, ""},
		"gone, by break-glass": {func() error { return client.IgnoreNotFound(beater.Delete(t.Context(), heart())) }, rescuer, ""},
		"now":                  {func() error { return mandate.Beat(t.Context(), beater) }, operator, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := eventually(t.Context(), func(ctx context.Context) error { // the keeper beats meanwhile
				if err := tc.beaten(); err != nil {
					return err
				}
				err := tc.as.client(t).Delete(ctx, over.DeepCopy(), client.DryRunAll)
				if tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)) {
					return &unheard{want: tc.want, err: err}
				}
				if tc.want == "" {
					return err
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestTheOperatorFreezesNothing shows that the marks on which a purge rests are
// cutoff's: whoever holds the operator's account purges nothing by forging them,
// and takes them off where it opens a sandbox again.
func TestTheOperatorFreezesNothing(t *testing.T) {
	const end = "2026-01-01T00:00:00Z"
	refused := func(key string) string { return "annotation " + key + " cannot be given a value by the operator" }
	boxOf := func(marks map[string]string) *unstructured.Unstructured {
		return namespace(newSandbox(t, marks), nil, nil)
	}
	open := boxOf(nil)
	closed := boxOf(map[string]string{closedByNote: "Halted 2"})
	frozen := boxOf(map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1", retainedNote: "2099-01-01T00:00:00Z"})
	again := boxOf(map[string]string{closedByNote: "Halted 2", frozenNote: "TermEnded 1", retainedNote: end})
	before := boxOf(map[string]string{frozenNote: "TermEnded 1", retainedNote: end})
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"an open sandbox, with its close":   {open, notes(closedByNote, "x", frozenNote, "x", retainedNote, end), []string{"Namespace " + open.GetName(), refused(frozenNote), "cutoff"}},
		"an open sandbox, ahead of a close": {open, notes(frozenNote, "x"), []string{refused(frozenNote)}},
		"an open sandbox, its end":          {open, notes(retainedNote, end), []string{refused(retainedNote)}},
		"a closed one":                      {closed, notes(frozenNote, "Halted 2"), []string{refused(frozenNote)}},
		"a closed one, its end":             {closed, notes(retainedNote, end), []string{refused(retainedNote)}},
		"for another cause":                 {frozen, notes(closedByNote, "x", frozenNote, "x"), []string{refused(frozenNote)}},
		"an end that is earlier":            {frozen, notes(retainedNote, end), []string{refused(retainedNote)}},
		"an end that is later":              {frozen, notes(retainedNote, "2100-01-01T00:00:00Z"), []string{refused(retainedNote)}},
		"by the cause of an earlier cut":    {again, notes(closedByNote, "TermEnded 1"), []string{refused(closedByNote)}},
		"by the cause of what was opened":   {before, notes(closedByNote, "TermEnded 1"), []string{refused(closedByNote)}},
		"a close":                           {open, notes(closedByNote, "x"), nil},
		"opened again":                      {frozen, notes(closedByNote, "", frozenNote, "", retainedNote, ""), nil},
		"what else it marks":                {frozen, notes(notAfterNote, end), nil},
		"unfrozen":                          {frozen, notes(frozenNote, ""), nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, operator, tc.of, tc.patch), tc.want...) })
	}
	wants(t, dryPatch(t, cutoff, closed, notes(frozenNote, "Halted 2")))
	wants(t, dryPatch(t, cutoff, again, notes(closedByNote, "TermEnded 1")))
}

// TestTheEndOfARetentionComesWithTheFreeze shows what cutoff's account may write
// of how long a sandbox is kept.
func TestTheEndOfARetentionComesWithTheFreeze(t *testing.T) {
	const refused = "annotation " + retainedNote + " cannot be changed so by cutoff"
	at := func(days int) string {
		return time.Now().Add(time.Duration(days) * 24 * time.Hour).UTC().Format(time.RFC3339)
	}
	boxOf := func(marks map[string]string) *unstructured.Unstructured {
		marks["mandate.publicdata.io/retention-days"] = "30"
		return namespace(newSandbox(t, marks), nil, nil)
	}
	closed := boxOf(map[string]string{closedByNote: "TermEnded 1"})
	frozen := boxOf(map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1"})
	kept := boxOf(map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1", retainedNote: at(40)})
	garbled := boxOf(map[string]string{closedByNote: "TermEnded 1", frozenNote: "TermEnded 1", retainedNote: "soon"})
	for name, tc := range map[string]struct {
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"with the freeze":                   {closed, notes(frozenNote, "TermEnded 1", retainedNote, at(31)), nil},
		"without it":                        {closed, notes(retainedNote, at(31)), []string{refused}},
		"with the mark of another cut":      {closed, notes(frozenNote, "Halted 2", retainedNote, at(31)), []string{refused}},
		"once it is frozen":                 {frozen, notes(retainedNote, at(31)), nil},
		"with the cut for something else":   {frozen, notes(closedByNote, "Halted 2", frozenNote, "Halted 2", retainedNote, at(31)), nil},
		"with a close that is not complete": {frozen, notes(closedByNote, "Halted 2", retainedNote, at(31)), []string{refused}},
		"before the days of the class":      {frozen, notes(retainedNote, at(29)), []string{refused, "the days of the class or more"}},
		"that is past":                      {frozen, notes(retainedNote, "1970-01-01T00:00:00Z"), []string{refused}},
		"that nobody can read":              {frozen, notes(retainedNote, "soon"), []string{refused}},
		"later than it was":                 {kept, notes(retainedNote, at(41)), nil},
		"earlier than it was":               {kept, notes(retainedNote, at(39)), []string{refused, "no earlier than it was"}},
		"taken off":                         {kept, notes(retainedNote, ""), []string{refused}},
		"left as it was":                    {kept, notes(closedByNote, "Halted 2", frozenNote, "Halted 2"), nil},
		"that nobody could read, closed":    {garbled, notes(closedByNote, "Halted 2", frozenNote, ""), nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, cutoff, tc.of, tc.patch), tc.want...) })
	}
}

// TestAPurgedSandboxGoes shows that the real controller manager deletes it whole.
func TestAPurgedSandboxGoes(t *testing.T) {
	sandbox := podsSandbox(t, map[string]string{retainedNote: "2026-01-01T00:00:00Z"})
	create(t, operator, edited(parse(t, quotaText), set("metadata.namespace", sandbox)))
	box := namespace(sandbox, nil, nil)
	for _, step := range []struct {
		as    person
		patch string
	}{
		{cutoff, notes(closedByNote, "TermEnded 1", frozenNote, "TermEnded 1")},
		{operator, notes(purgeNote, "dispose 1")},
	} {
		if err := step.as.client(t).Patch(t.Context(), box, client.RawPatch(mergePatch, []byte(step.patch))); err != nil {
			t.Fatal(err)
		}
	}
	if err := operator.client(t).Delete(t.Context(), box); err != nil {
		t.Fatal(err)
	}
	if err := eventually(t.Context(), namespaceIsGone(sandbox)); err != nil {
		t.Error(err)
	}
}

func TestDomainsGoOnceTheyAreDisposable(t *testing.T) {
	domain := namespace(newDomain(t), nil, nil)
	gone := func(p person) error { return p.client(t).Delete(t.Context(), domain.DeepCopy(), client.DryRunAll) }
	for _, p := range []person{root, rescuer, cutoff} {
		wants(t, dryPatch(t, p, domain, notes(disposableNote, "true")), "Namespace "+domain.GetName())
	}
	wants(t, dryPatch(t, operator, domain, notes(disposableNote, "true", "team", "x")), "UPDATE by the operator is refused")
	wants(t, dryPatch(t, operator, domain, notes(closedByNote, "x")), "UPDATE by the operator is refused")
	wants(t, gone(root), "it holds Decisions", "the operator sets its annotation "+disposableNote+" to true")
	if err := operator.client(t).Patch(t.Context(), domain, client.RawPatch(mergePatch, []byte(notes(disposableNote, "true")))); err != nil {
		t.Fatal(err)
	}
	wants(t, gone(root))
	wants(t, dryPatch(t, operator, domain, notes(disposableNote, "")))
	wants(t, gone(operator), "cannot be deleted or finalized by the operator")
}

// TestTheOperatorClearsAwayWhatIsEmptyAlone shows what of the leftovers of a
// term the operator's account can delete.
func TestTheOperatorClearsAwayWhatIsEmptyAlone(t *testing.T) {
	domain := newDomain(t)
	route := func(name string, closed bool) *unstructured.Unstructured {
		u := edited(parse(t, allowText), set("metadata.namespace", domain), set("metadata.name", name+hexDigits(20)))
		if closed {
			u = edited(u, set("metadata.annotations", map[string]any{closedByNote: "TermEnded 1"}), set("spec.ingress", []any{}))
		}
		create(t, operator, u)
		return u
	}
	role := func(closed bool) *unstructured.Unstructured {
		u := object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "mandate-room-"+hexDigits(20), nil)
		u.Object["rules"] = []any{map[string]any{"apiGroups": []any{""}, "resources": []any{"pods"}, "verbs": []any{"get"}}}
		if closed {
			u.Object["rules"] = []any{}
			u.SetAnnotations(map[string]string{closedByNote: "TermEnded 1"})
		}
		create(t, operator, u)
		return u
	}
	for name, tc := range map[string]struct {
		of   *unstructured.Unstructured
		want []string
	}{
		"a closed route":    {route("mandate-allow-", true), nil},
		"an open route":     {route("mandate-allow-", false), []string{"DELETE by the operator is refused", "mandate-allow-"}},
		"a baseline":        {route("mandate-baseline-", true), []string{"DELETE by the operator is refused", "mandate-allow-"}},
		"an emptied cohort": {role(true), nil},
		"a filled cohort":   {role(false), []string{"only once it is emptied"}},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, operator.client(t).Delete(t.Context(), tc.of, client.DryRunAll), tc.want...)
		})
	}
}

func TestDisposals(t *testing.T) {
	const box = "sandbox-0123456789abcdef0123"
	dispose := []edit{set("spec.action", "Dispose"), set("spec.subject", map[string]any{"kind": "Namespace", "name": box})}
	and := func(more ...edit) []edit { return append(append([]edit{}, dispose...), more...) }
	later := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	checkCreates(t, newDomain(t), map[string]attempt{
		"of a sandbox":                {as: officer, base: suspendText, edits: dispose},
		"in another's name":           {as: officer, base: suspendText, edits: and(set("spec.decidedBy", "minister")), want: []string{"spec.decidedBy minister is not the user who applies it"}},
		"without the verb":            {as: officer, base: suspendText, edits: and(set("spec.organization", "only-halts")), want: []string{"officer may not dispose for spec.organization only-halts", "kubectl auth can-i dispose organizations.mandate.publicdata.io/only-halts"}},
		"of a day to come":            {as: officer, base: suspendText, edits: and(set("spec.actedOn", later)), want: []string{"spec.actedOn " + later + " lies in the future", "a Dispose lets evidence be deleted and is not dated ahead"}},
		"in the registry":             {as: officer, base: suspendText, edits: and(set("metadata.namespace", "mandate-registry")), want: []string{"spec.subject.kind Namespace cannot be decided on in namespace mandate-registry"}},
		"of the record of a grant":    {as: officer, base: suspendText, edits: []edit{set("spec.action", "Dispose")}},
		"a suspension of a namespace": {as: officer, base: suspendText, edits: and(set("spec.action", "Suspend")), want: []string{"Suspend of a Namespace has no meaning", "act on its DeveloperGrant"}},
		"of a namespace of others":    {as: officer, base: suspendText, edits: and(set("spec.subject.name", "kube-system")), want: []string{"Namespace kube-system is no sandbox"}},
		"with a scope":                {as: officer, base: suspendText, edits: and(set("spec.scope", map[string]any{"inputs": []any{"visits"}})), want: []string{"scope narrows a Suspend or Halt"}},
		"that regards another":        {as: officer, base: suspendText, edits: and(set("spec.regarding", map[string]any{"name": "a", "uid": "b"})), want: []string{"regarding has no meaning for Dispose"}},
	})
}
