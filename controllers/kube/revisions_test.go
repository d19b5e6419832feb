// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// versions is an API server that holds grants of which some revise others, and
// notes by which selector it is asked.
type versions struct {
	client.Reader
	revises map[string]string
	asked   []string
}

// List lists those that revise any.
func (v *versions) List(_ context.Context, list client.ObjectList, opts ...client.ListOption) error {
	options := client.ListOptions{}
	options.ApplyOptions(opts)
	v.asked = append(v.asked, options.Namespace+" "+options.FieldSelector.String())
	into := list.(*v1alpha1.DeveloperGrantList)
	for name, earlier := range v.revises {
		g := v1alpha1.DeveloperGrant{}
		g.Name, g.Namespace, g.Spec.Revises = name, options.Namespace, v1alpha1.ObjectName(earlier)
		into.Items = append(into.Items, g)
	}
	into.ResourceVersion = "7"
	return nil
}

// Ten thousand grants that open together ask once what revises any of them.
func TestARoundAsksOnceWhatRevisesAnything(t *testing.T) {
	server := &versions{revises: map[string]string{"g-2": "g", "h-2": "h"}}
	live, leave, err := NewRounds(server, nil).Join(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer leave()
	for earlier, want := range map[string][]string{"g": {"g-2"}, "h": {"h-2"}, "i": nil} {
		var found v1alpha1.DeveloperGrantList
		err := live.List(t.Context(), &found, client.InNamespace("demo"), client.MatchingFields{RevisesField: earlier})
		if err != nil || found.ResourceVersion != "7" {
			t.Errorf("what revises %q was read at %q, want at 7: %v", earlier, found.ResourceVersion, err)
		}
		var got []string
		for i := range found.Items {
			got = append(got, found.Items[i].Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("what revises %q (-want +got):\n%s", earlier, diff)
		}
	}
	if diff := cmp.Diff([]string{"demo spec.revises!="}, server.asked); diff != "" {
		t.Errorf("what the API server was asked (-want +got):\n%s", diff)
	}
}

// counted is a reader that counts what it is asked.
type counted struct {
	client.Reader
	asked int
}

// Get gets, and counts it.
func (c *counted) Get(ctx context.Context, key client.ObjectKey, o client.Object, opts ...client.GetOption) error {
	c.asked++
	return c.Reader.Get(ctx, key, o, opts...)
}

// List lists, and counts it.
func (c *counted) List(ctx context.Context, list client.ObjectList, opts ...client.ListOption) error {
	c.asked++
	return c.Reader.List(ctx, list, opts...)
}

// joining is an edition in which the grantor approves what joins an agreement.
func joining() *v1alpha1.Jurisdiction {
	return builder.Jurisdiction("demo", 1).SilentOn(v1alpha1.LinkOperationAgreement).Procedure(v1alpha1.Procedure{
		Name: "agreement", Of: v1alpha1.LinkOperationAgreement, Effect: v1alpha1.EffectEnter,
		Steps: []v1alpha1.Step{{
			Name: "join", Act: v1alpha1.ActionApprove, By: []v1alpha1.Party{builder.The(v1alpha1.PartyGrantor)},
			When: &v1alpha1.When{Inputs: v1alpha1.InputsAdded}, Outcomes: []v1alpha1.Outcome{v1alpha1.OutcomeApprove}, Basis: []v1alpha1.BasisID{"policy"},
		}},
	}).Obj()
}

// Whether the first of three versions was in force decides whether data join by
// the third: the acts on it are read, whatever stands between.
func TestWhatJoinsIsReadOfAllBefore(t *testing.T) {
	const at = "2026-06-01T00:00:00Z"
	third := builder.Agreement("third").Revises("second").Over("visits").Obj()
	objects := []client.Object{
		joining(), builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(), builder.Resource("visits").Obj(), builder.Resource("labs").Obj(),
		builder.Agreement("first").Over("visits").Obj(), builder.Agreement("second").Revises("first").Over("visits", "labs").Obj(), third,
	}
	waitingFor := func(agreement *v1alpha1.OperationAgreement, more ...client.Object) (string, v1alpha1.Digest) {
		facts, err := Observer{Reader: affectedBy(t, append(more, objects...)...).Reader}.Agreement(t.Context(), agreement)
		if err != nil {
			t.Fatal(err)
		}
		report := facts.Proceedings(v1alpha1.DecisionSubject{Kind: v1alpha1.OnOperationAgreement, Name: v1alpha1.ObjectName(agreement.Name)}, builder.Instant(at))
		return report.WaitingFor, report.Digests[0].Digest
	}
	before, digest := waitingFor(objects[4].(*v1alpha1.OperationAgreement))
	approve := builder.Decision("approve").By(builder.Bureau).Does(v1alpha1.ActionApprove, v1alpha1.OnOperationAgreement, "first").Step("agreement/join").Covers(v1alpha1.PartAll, digest).Obj()
	approve.Spec.Outcome = v1alpha1.OutcomeApprove
	if before == "" {
		t.Error("the first version waits for nobody, want the grantor: all of it is new")
	}
	if waits, _ := waitingFor(third); waits == "" {
		t.Error("the third waits for nobody while no version before it was in force, want the grantor")
	}
	if waits, _ := waitingFor(third, approve); waits != "" {
		t.Errorf("the third waits for %s, and holds nothing but what the first held; want nobody", waits)
	}
}

// A long history costs no more for each of its versions than the one before, also
// where the edition asks which data join by each.
func TestALongHistoryIsReadOnce(t *testing.T) {
	joining := joining()
	asked := func(edition client.Object, versions int, of string) int {
		objects := []client.Object{edition, builder.Agreement("v0").Over("visits").Obj()}
		for i := 1; i < versions; i++ {
			objects = append(objects, builder.Agreement(fmt.Sprintf("v%d", i)).Revises(fmt.Sprintf("v%d", i-1)).Over("visits").Obj())
		}
		reader := &counted{Reader: affectedBy(t, objects...).Reader}
		agreement := &v1alpha1.OperationAgreement{}
		if err := reader.Get(t.Context(), client.ObjectKey{Namespace: objects[1].GetNamespace(), Name: of}, agreement); err != nil {
			t.Fatal(err)
		}
		if _, err := (Observer{Reader: reader}).Agreement(t.Context(), agreement); err != nil {
			t.Fatal(err)
		}
		return reader.asked
	}
	for of, of8 := range map[string]string{"v3": "v7", "v0": "v0"} {
		for which, edition := range map[string]client.Object{"asks nothing": builder.Jurisdiction("demo", 1).Obj(), "asks what joins": joining} {
			four, eight := asked(edition, 4, of), asked(edition, 8, of8)
			t.Logf("%s of 4 and %s of 8, %s: %d and %d readings", of, of8, which, four, eight)
			if eight > 3*four {
				t.Errorf("a history of eight versions takes %d readings, one of four %d, where the edition %s; want about twice as many", eight, four, which)
			}
		}
	}
}
