// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// change edits a grant as its owner.
func (d *domain) change(name string, edit func(*v1alpha1.DeveloperGrant)) {
	d.t.Helper()
	grant := &v1alpha1.DeveloperGrant{}
	if err := get(d.t.Context(), d.name, name, grant); err != nil {
		d.t.Fatal(err)
	}
	patch := client.MergeFrom(grant.DeepCopy())
	edit(grant)
	if err := admin.Patch(d.t.Context(), grant, patch); err != nil {
		d.t.Fatal(err)
	}
}

func TestGrantOfAnotherClassHasTheRightsOfThatClassAlone(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	other := d.name + "-other"
	d.with(builder.Class(other).Registries(registry).Rule("", []string{"events"}, "get", "list").Obj()).established()
	d.create(d.grant("g").Input("visits").Obj(), d.grant("stays").Input("visits").Obj())
	grant := d.awaitOpen("g")
	stays := d.awaitOpen("stays")
	before := d.cohortOf(box(grant))

	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Sandbox.Class = v1alpha1.ObjectName(other) })
	d.eventually("the rights are those of the other class", func(ctx context.Context) error {
		return errors.Join(
			rightIs(ctx, true, developerOf(box(grant)), "list", "events", box(grant), ""),
			rightIs(ctx, false, developerOf(box(grant)), "get", "configmaps", box(grant), "mandate-grant"),
			rightIs(ctx, true, developerOf(box(stays)), "get", "configmaps", box(stays), "mandate-grant"),
			rightIs(ctx, false, developerOf(box(stays)), "list", "events", box(stays), ""))
	})
	d.awaitOpen("g")
	if after := d.cohortOf(box(grant)); after == before {
		t.Errorf("the room is still bound to %s, the cohort of the old class", before)
	}
	// The old cohort is cut without the grant that left it.
	d.decide(d.act("s", d.bureau).Suspends(v1alpha1.OnDeveloperGrant, "stays"))
	d.awaitFrozen("stays", "Suspended")
	d.awaitOpen("g")
}

func TestGrantWithALaterEndMovesToTheCohortOfThatEnd(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.ungranted("g").Input("visits").Term(begins, "2030-12-31").Obj())
	grant := d.awaitOpen("g")
	before := d.cohortOf(box(grant))
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Term.To = "2031-12-31" })
	const later = "2031-12-31T16:00:00Z" // the midnight in Shanghai that ends the day
	d.eventually("the sandbox, its room and the status have the later end", func(ctx context.Context) error {
		seen := &v1alpha1.DeveloperGrant{}
		now, err := cohort(ctx, box(grant))
		if err := errors.Join(err, get(ctx, d.name, "g", seen)); err != nil {
			return err
		}
		if now == before {
			return fmt.Errorf("the room is still bound to %s, the cohort of the old end", before)
		}
		return errors.Join(differs(d.namespace(box(grant)).Annotations[v1alpha1.NotAfterAnnotation], later),
			differs(rfc3339(seen.Status.Effective.NotAfter.Time), later))
	})
	d.awaitOpen("g")
}

func TestInputThatIsExchangedLeavesNoWayToTheOldOne(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	agreement := d.awaitAgreement("health", "Active=True(InForce) "+settled)
	pod := d.startPod(box(grant), "reached-visits")
	visits, labs := d.uid("visits"), d.uid("labs")
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Inputs[0].Resource = "labs" })
	d.awaitPodGone(pod)
	d.eventually("the sandbox reaches labs alone", func(ctx context.Context) error {
		labels := inputLabels(d.namespace(box(grant)))
		if len(labels) != 1 || labels[sandbox.InputLabel(agreement.UID, labs.UID)] == "" {
			return fmt.Errorf("labels are %v, want that of labs alone", labels)
		}
		return closedRoute(ctx, box(grant), sandbox.EgressName(visits.UID))
	})
	d.awaitOpen("g")
}

// Who belongs to the holder changes who may come in.
func TestDoorFollowsTheHoldersPeople(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.peopleAre(d.name + ":newcomer")
	d.eventually("the newcomer has the door, and who left has not", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, d.name+":newcomer", box(grant), true), mayEnter(ctx, d.developer, box(grant), false))
	})
}

// peopleAre lists these users, and no others, as the people of the holder.
func (d *domain) peopleAre(users ...string) {
	d.t.Helper()
	holder := &v1alpha1.Organization{}
	if err := get(d.t.Context(), "", d.holder, holder); err != nil {
		d.t.Fatal(err)
	}
	patch := client.MergeFrom(holder.DeepCopy())
	holder.Spec.Subjects = nil
	for _, name := range users {
		holder.Spec.Subjects = append(holder.Spec.Subjects, v1alpha1.Subject{Kind: v1alpha1.SubjectUser, Name: name})
	}
	if err := admin.Patch(d.t.Context(), holder, patch); err != nil {
		d.t.Fatal(err)
	}
}

// TestWhoLeftLosesTheDoorWithoutAGuard dismisses people while a guard is missing,
// within its grace: nothing may be given, and who left goes all the same.
// Not parallel: there is one set of policies for all domains.
func TestWhoLeftLosesTheDoorWithoutAGuard(t *testing.T) {
	d := newDomain(t).established()
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	d.peopleAre(d.developer, d.name+":stays")
	d.eventually("both have the door", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, d.developer, box(grant), true), mayEnter(ctx, d.name+":stays", box(grant), true))
	})
	restore := harms(t)[0].do(t)
	d.eventually("the operator knows", guardsAre(metav1.ConditionFalse))
	d.peopleAre(d.name+":stays", d.name+":newcomer")
	d.eventually("who left has the door no more, and who stays keeps it", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, d.developer, box(grant), false), mayEnter(ctx, d.name+":stays", box(grant), true))
	})
	if err := mayEnter(t.Context(), d.name+":newcomer", box(grant), false); err != nil {
		t.Errorf("somebody was let in without a guard: %v", err)
	}
	restore()
	d.eventually("the newcomer has the door", func(ctx context.Context) error { return mayEnter(ctx, d.name+":newcomer", box(grant), true) })
}

// TestDoorIsOfWhomTheGrantDesignates narrows the door of a sandbox to one of the
// holder's people, and to another one, by the grant alone.
func TestDoorIsOfWhomTheGrantDesignates(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	colleague, stranger := d.name+":colleague", d.name+":stranger"
	d.peopleAre(d.developer, colleague)
	d.create(d.grant("g").Input("visits").Designates(person(d.developer), person(stranger)).Obj())
	grant := d.awaitOpen("g")
	for _, user := range []string{colleague, stranger} {
		if err := mayEnter(t.Context(), user, box(grant), false); err != nil {
			t.Errorf("who is not designated, or not of the holder: %v", err)
		}
	}
	d.eventually("who is designated in vain is named", func(ctx context.Context) error {
		return says(ctx, d.key("g"), "spec.subjects designates "+stranger+", whom spec.subjects of Organization "+d.holder+" does not list so")
	})
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = []v1alpha1.Subject{person(colleague)} })
	d.eventually("the colleague has the door, and who was designated before has not", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, colleague, box(grant), true), mayEnter(ctx, d.developer, box(grant), false))
	})
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = nil })
	d.eventually("both have the door where nobody is designated", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, colleague, box(grant), true), mayEnter(ctx, d.developer, box(grant), true))
	})
}

func person(name string) v1alpha1.Subject {
	return v1alpha1.Subject{Kind: v1alpha1.SubjectUser, Name: name}
}

// says finds that SandboxReady of a grant does not say something.
func says(ctx context.Context, key client.ObjectKey, words string) error {
	grant := &v1alpha1.DeveloperGrant{}
	if err := admin.Get(ctx, key, grant); err != nil {
		return err
	}
	ready := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition)
	if ready == nil || !strings.Contains(ready.Message, words) {
		return fmt.Errorf("SandboxReady is %v, want %q", ready, words)
	}
	return nil
}

// TestWhoIsDesignatedNoMoreLosesTheDoorWithoutAGuard takes a person off the list of
// a grant while a guard is missing, within its grace.
// Not parallel: there is one set of policies for all domains.
func TestWhoIsDesignatedNoMoreLosesTheDoorWithoutAGuard(t *testing.T) {
	d := newDomain(t).established()
	stays := d.name + ":stays"
	d.peopleAre(d.developer, stays)
	d.create(d.grant("g").Input("visits").Obj())
	grant := d.awaitOpen("g")
	restore := harms(t)[0].do(t)
	d.eventually("the operator knows", guardsAre(metav1.ConditionFalse))
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = []v1alpha1.Subject{person(stays)} })
	d.eventually("who is designated no more has the door no more, and who is keeps it", func(ctx context.Context) error {
		return errors.Join(mayEnter(ctx, d.developer, box(grant), false), mayEnter(ctx, stays, box(grant), true))
	})
	d.change("g", func(g *v1alpha1.DeveloperGrant) { g.Spec.Subjects = nil })
	restore()
	d.eventually("both have the door", func(ctx context.Context) error { return mayEnter(ctx, d.developer, box(grant), true) })
}

// TestAThirdMakesTwoAffiliated declares an organisation that no link names and that
// decided nothing: its declaration alone takes the grant away.
func TestAThirdMakesTwoAffiliated(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	edition := d.without(builder.Jurisdiction(d.name, 1).Obj()).(*v1alpha1.Jurisdiction)
	edition.Spec.Checks = append(edition.Spec.Checks, v1alpha1.CheckRule{
		Check: v1alpha1.CheckRedevelopmentBan, Scope: "AllInScope", Affiliates: v1alpha1.AffiliatesDeny, Basis: []v1alpha1.BasisID{"policy"},
	})
	d.with(edition).established()
	d.create(d.grant("g").Input("visits").Obj())
	d.awaitOpen("g")
	parent := builder.Organization(d.name + "-parent").Roles(v1alpha1.RoleDeveloper).Obj()
	parent.Spec.Affiliates = []v1alpha1.ObjectName{v1alpha1.ObjectName(d.holder), v1alpha1.ObjectName(d.operator)}
	d.create(parent)
	d.awaitGrant("g", "Active=False(Unlawful) SandboxReady=True(Frozen) Ready=False(Invalid) Stalled=True(Invalid)", "affiliated with", d.operator)

	patch := client.MergeFrom(parent.DeepCopy())
	parent.Spec.Affiliates = nil
	if err := admin.Patch(t.Context(), parent, patch); err != nil {
		t.Fatal(err)
	}
	d.awaitOpen("g")
}
