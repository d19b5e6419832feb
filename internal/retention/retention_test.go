// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/test/builder"
)

const box = "sandbox-0123456789abcdef0123"

// marked is a sandbox with some marks in place of those of one that was frozen
// on 1 February, is kept for 30 days and was made for the grant demo-health/g.
func marked(marks map[string]string) retention.Box {
	annotations := map[string]string{
		v1alpha1.GrantAnnotation: "demo-health/g", v1alpha1.HolderAnnotation: "medtech", v1alpha1.ClassAnnotation: "standard",
		v1alpha1.RetentionDaysAnnotation: "30", v1alpha1.ClosedByAnnotation: "TermEnded 1", v1alpha1.FrozenAnnotation: "TermEnded 1",
		v1alpha1.RetainedUntilAnnotation: "2026-03-03T00:00:01Z",
	}
	for key, value := range marks {
		annotations[key] = value
		if value == "" {
			delete(annotations, key)
		}
	}
	return retention.Read(&metav1.ObjectMeta{Name: box, Annotations: annotations, Labels: map[string]string{v1alpha1.GrantUIDLabel: "1"}})
}

// register is what is read of organisations: of the holder's body "medtech-2" is
// another name, registered later, and of the bureau's "bureau-2"; "friend" is
// affiliated with the holder.
func register() *authorization.Facts {
	f := authorization.NewFacts()
	f.Affiliates = map[v1alpha1.ObjectName][]v1alpha1.ObjectName{"friend": {"medtech"}}
	f.Bodies = map[v1alpha1.ObjectName][]v1alpha1.ObjectName{}
	for _, names := range [][]v1alpha1.ObjectName{{"medtech", "medtech-2"}, {builder.Bureau, "bureau-2"}} {
		f.Bodies[names[0]], f.Bodies[names[1]] = names, names
		second := builder.Organization(string(names[1])).Obj()
		second.Spec.USCC = builder.CreditCode(string(names[0]))
		f.Organizations[names[1]] = authorization.Found(second)
	}
	return f
}

func disposal() *builder.DecisionBuilder {
	return builder.Decision("dispose").Disposes(box).In("demo-health").On("2026-02-02")
}

// after is when the retention is over.
var after = builder.Instant("2026-03-10T00:00:00Z")

func TestDecide(t *testing.T) {
	whole := func() retention.Facts {
		return retention.Facts{Register: register(), Box: marked(nil), Link: retention.Gone(), Disposals: []*v1alpha1.Decision{disposal().Obj()}}
	}
	of := func(marks map[string]string, disposals ...*v1alpha1.Decision) retention.Facts {
		f := whole()
		f.Box = marked(marks)
		if disposals != nil {
			f.Disposals = disposals
		}
		return f
	}
	by := func(decisions ...*v1alpha1.Decision) retention.Facts {
		f := whole()
		f.Disposals = decisions
		return f
	}
	link := func(l retention.Link) retention.Facts {
		f := whole()
		f.Link = l
		return f
	}
	const kept = "sandbox " + box
	tests := map[string]struct {
		facts retention.Facts
		now   time.Time
		want  string // why it is kept, by its first disposal; empty purges
		next  string
	}{
		"frozen, past its retention and disposed of": {facts: whole(), now: after},
		"the retention runs": {
			facts: whole(), now: builder.Instant("2026-03-03T00:00:00Z"), next: "2026-03-03T00:00:01Z",
			want: "NotYetDue: " + kept + " is kept until 2026-03-03T00:00:01Z (spec.retentionDays 30 of SandboxClass standard)",
		},
		"at its end": {facts: whole(), now: builder.Instant("2026-03-03T00:00:01Z")},
		"open": {
			facts: of(map[string]string{v1alpha1.ClosedByAnnotation: "", v1alpha1.FrozenAnnotation: ""}), now: after,
			want: "Retained: " + kept + " is not frozen; end the DeveloperGrant demo-health/g, and decide on its disposal once its access is cut",
		},
		"being cut for something else": {
			facts: of(map[string]string{v1alpha1.ClosedByAnnotation: "Halted 2"}), now: after,
			want: "Retained: " + kept + " is not frozen; end the DeveloperGrant demo-health/g, and decide on its disposal once its access is cut",
		},
		"a retention that has not begun": {
			facts: of(map[string]string{v1alpha1.RetainedUntilAnnotation: ""}), now: after,
			want: "Retained: " + kept + ": it is kept until its grant has ended, for spec.retentionDays 30 of SandboxClass standard from then on, and until its disposal was decided (a Dispose of Namespace " + box + " in namespace demo-health)",
		},
		"an end that nobody can read": {
			facts: of(map[string]string{v1alpha1.RetainedUntilAnnotation: "soon"}), now: after,
			want: "Retained: " + kept + ": it is kept until its grant has ended, for spec.retentionDays 30 of SandboxClass standard from then on, and until its disposal was decided (a Dispose of Namespace " + box + " in namespace demo-health)",
		},
		"a retention that nobody can read": {
			facts: of(map[string]string{v1alpha1.RetentionDaysAnnotation: "-1"}), now: after,
			want: "Retained: " + kept + ": it is kept: it carries no retention, so that only the group mandate:break-glass deletes it",
		},
		"a grant that could not be read": {
			facts: link(retention.Link{}), now: after,
			want: `Undetermined: DeveloperGrant "demo-health/g" could not be read; nothing is given until it is`,
		},
		"a grant that may come back, of which no retention has begun": {
			facts: func() retention.Facts {
				f := link(retention.LinkOf(builder.Health().OfGrant("g"), after))
				f.Box = marked(map[string]string{v1alpha1.RetainedUntilAnnotation: ""})
				return f
			}(), now: after, next: "2026-12-31T16:00:00Z",
			want: "Retained: DeveloperGrant demo-health/g has not ended and may come back: the end of its term at 2026-12-31T16:00:00Z, its deletion or its Terminate is awaited",
		},
		"a grant that may come back": {
			facts: link(retention.LinkOf(builder.Health().OfGrant("g"), after)), now: after, next: "2026-12-31T16:00:00Z",
			want: "Retained: DeveloperGrant demo-health/g has not ended and may come back: the end of its term at 2026-12-31T16:00:00Z, its deletion or its Terminate is awaited",
		},
		"a disposal from before it was frozen": {
			facts: by(disposal().On("2026-01-31").Obj()), now: after,
			want: "Premature: it was recorded before the retention of sandbox " + box + " began (2026-02-01T00:00:00Z); a Dispose recorded since is awaited",
		},
		"kept for a day": {facts: of(map[string]string{v1alpha1.RetentionDaysAnnotation: "1"}, disposal().On("2026-03-05").Obj()), now: after},
		"a disposal that a clerk of the holder's affiliate wrote down": {
			facts: by(func() *v1alpha1.Decision { d := disposal().Obj(); d.Spec.TranscribedBy = "friend"; return d }()), now: after,
			want: `NotDistinct: spec.transcribedBy "friend" is the Holder "medtech" or affiliated with it; a clerk of the holder's side writes down no act of another body`,
		},
		"a disposal that a clerk of another body wrote down": {
			facts: by(func() *v1alpha1.Decision { d := disposal().Obj(); d.Spec.TranscribedBy = builder.SourceUnit; return d }()), now: after,
		},
		"a disposal by the holder, where nobody could be read": {
			facts: func() retention.Facts {
				f := by(disposal().By("medtech").Obj())
				f.Register = nil
				return f
			}(), now: after,
			want: `NotEntitled: Organization "medtech" worked in sandbox ` + box + " and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited",
		},
		"a disposal that somebody wrote down, where nobody could be read": {
			facts: func() retention.Facts {
				d := disposal().Obj()
				d.Spec.TranscribedBy = "friend"
				f := by(d)
				f.Register = nil
				return f
			}(), now: after,
			want: `Undetermined: Organization "` + builder.Bureau + `" could not be read; nothing is given until it is`,
		},
		"a disposal by the holder": {
			facts: by(disposal().By("medtech").Obj()), now: after,
			want: `NotEntitled: Organization "medtech" worked in sandbox ` + box + " and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited",
		},
		"a disposal that a clerk of the holder wrote down": {
			facts: by(func() *v1alpha1.Decision { d := disposal().Obj(); d.Spec.TranscribedBy = "medtech"; return d }()), now: after,
			want: `NotDistinct: spec.transcribedBy "medtech" is the Holder "medtech" or affiliated with it; a clerk of the holder's side writes down no act of another body`,
		},
		"a disposal by the holder in another name": {
			facts: by(disposal().By("medtech-2").Obj()), now: after,
			want: `NotEntitled: Organization "medtech-2" worked in sandbox ` + box + " and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited",
		},
		"a disposal by the first name of who held it by another": {
			facts: of(map[string]string{v1alpha1.HolderAnnotation: "medtech-2"}, disposal().By("medtech").Obj()), now: after,
			want: `NotEntitled: Organization "medtech" worked in sandbox ` + box + " and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited",
		},
		"a disposal in another name": {
			facts: by(disposal().By("bureau-2").Obj()), now: after,
			want: `NotEntitled: Organization "bureau-2" bears the spec.uscc ` + builder.CreditCode(builder.Bureau) + ` of Organization "data-bureau", which was registered first; one body is one Organization, and gives by its acts as "data-bureau" alone: let that one act`,
		},
		"a disposal while nobody can tell who is one body": {
			facts: func() retention.Facts { f := whole(); f.Register = authorization.NewFacts(); return f }(), now: after,
			want: `Undetermined: the credit codes beside that of Organization "data-bureau" could not be read; nothing is given until it is`,
		},
		"a disposal that a clerk of one affiliated with the holder wrote down": {
			facts: by(func() *v1alpha1.Decision { d := disposal().Obj(); d.Spec.TranscribedBy = "friend"; return d }()), now: after,
			want: `NotDistinct: spec.transcribedBy "friend" is the Holder "medtech" or affiliated with it; a clerk of the holder's side writes down no act of another body`,
		},
		"a holder that nobody knows": {
			facts: of(map[string]string{v1alpha1.HolderAnnotation: ""}), now: after,
			want: `NotEntitled: Organization "data-bureau" worked in sandbox ` + box + " and does not decide on what it leaves there; the grantor's or the data authority's Dispose is awaited",
		},
		"a disposal in another domain": {
			facts: by(disposal().In("elsewhere").Obj()), now: after,
			want: `NotEntitled: spec.subject: Namespace "` + box + `" is the sandbox of DeveloperGrant demo-health/g; its disposal is decided in namespace demo-health`,
		},
		"another act": {
			facts: by(builder.Decision("suspend").Suspends(v1alpha1.OnNamespace, box).In("demo-health").On("2026-02-02").Obj()), now: after,
			want: `NotEntitled: spec.subject: Namespace "` + box + `" is the sandbox of DeveloperGrant demo-health/g; its disposal is decided in namespace demo-health`,
		},
		"a disposal of a day to come": {
			facts: by(disposal().ActedOn("2026-03-11").Obj()), now: after, next: "2026-03-11T12:00:00Z",
			want: "NotYetDue: takes effect at 2026-03-11T12:00:00Z: nothing is disposed of before the legal day of the act",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			outcome := retention.Decide(tc.facts, tc.now)
			got := ""
			if found := retention.Judge(tc.facts.Disposals[0], tc.facts, tc.now); found != nil {
				got = found.Reason + ": " + found.Text()
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Judge (-want +got):\n%s", diff)
			}
			if (outcome.By == nil) != (tc.want != "") {
				t.Errorf("purged by %v, want why not: %q", outcome.By, tc.want)
			}
			next := ""
			if !outcome.Next.IsZero() {
				next = outcome.Next.UTC().Format(time.RFC3339)
			}
			if next != tc.next {
				t.Errorf("looks again at %q, want %q", next, tc.next)
			}
		})
	}
}

func TestNothingIsPurgedOfWhichNothingIsKnown(t *testing.T) {
	for name, facts := range map[string]retention.Facts{
		"nothing":        {},
		"no act":         {Box: marked(nil), Link: retention.Gone()},
		"an act alone":   {Disposals: []*v1alpha1.Decision{disposal().Obj()}},
		"no link":        {Box: marked(nil), Disposals: []*v1alpha1.Decision{disposal().Obj()}},
		"no register":    {Box: marked(nil), Link: retention.Gone(), Disposals: []*v1alpha1.Decision{disposal().Obj()}},
		"a link and act": {Link: retention.Gone(), Disposals: []*v1alpha1.Decision{disposal().Obj()}},
	} {
		if by := retention.Decide(facts, after).By; by != nil {
			t.Errorf("%s: purged by %s", name, by.Name)
		}
	}
}

func TestTheFirstDisposalThatCountsIsTheOne(t *testing.T) {
	early, late := disposal().On("2026-01-01").Obj(), disposal().On("2026-02-05").Obj()
	first := builder.Decision("first").Disposes(box).In("demo-health").On("2026-02-03").Obj()
	facts := retention.Facts{Register: register(), Box: marked(nil), Link: retention.Gone(), Disposals: []*v1alpha1.Decision{late, early, first}}
	if by := retention.Decide(facts, after).By; by != first {
		t.Errorf("purged by %v, want the first that counts", by)
	}
}

func TestWhatEndsAGrant(t *testing.T) {
	term := builder.Instant("2026-12-31T16:00:00Z")
	suspended := builder.Health().Put(builder.Decision("s").Suspends(v1alpha1.OnDeveloperGrant, "g").Obj())
	tests := map[string]struct {
		chain *builder.Chain
		now   time.Time
		ended bool
	}{
		"in force":                   {builder.Health(), term.Add(-1), false},
		"its term is over":           {builder.Health(), term, true},
		"suspended":                  {suspended, after, false},
		"suspended beyond its term":  {suspended, term, true},
		"terminated":                 {builder.Health().Put(builder.Decision("t").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj()), after, true},
		"its agreement terminated":   {builder.Health().Put(builder.Decision("t").Terminates(v1alpha1.OnOperationAgreement, "health").Obj()), after, true},
		"another one terminated":     {builder.Health().Put(builder.Decision("t").Terminates(v1alpha1.OnDeveloperGrant, "h").Obj()), after, false},
		"its agreement is gone":      {builder.Health().Drop("OperationAgreement", "health"), after, false},
		"its agreement is not known": {builder.Health().Unreadable("OperationAgreement", "health"), after, false},
		"its acts are not known":     {builder.Health().Unreadable("Decisions on DeveloperGrant", "g"), after, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			facts := retention.Facts{Register: register(), Box: marked(nil), Link: retention.LinkOf(tc.chain.OfGrant("g"), tc.now), Disposals: []*v1alpha1.Decision{disposal().Obj()}}
			if ended := retention.Decide(facts, tc.now).By != nil; ended != tc.ended || facts.Link.Ended() != tc.ended {
				t.Errorf("may be purged: %t, and ended: %t, want %t", ended, facts.Link.Ended(), tc.ended)
			}
		})
	}
}

func TestRetentionBeginsOnceAndEndsLate(t *testing.T) {
	now := builder.Instant("2026-02-01T00:00:00Z").Add(300 * time.Millisecond)
	fresh := marked(map[string]string{v1alpha1.RetainedUntilAnnotation: ""})
	until, begins := fresh.Begins(now)
	if want := builder.Instant("2026-03-03T00:00:01Z"); !begins || !until.Equal(want) {
		t.Errorf("begins %t and ends %s, want it to end at %s: thirty full days after it was frozen for good", begins, until, want)
	}
	for name, box := range map[string]retention.Box{
		"that runs":                marked(nil),
		"of days nobody knows":     marked(map[string]string{v1alpha1.RetentionDaysAnnotation: "", v1alpha1.RetainedUntilAnnotation: ""}),
		"of a sandbox without any": {},
	} {
		if _, begins := box.Begins(now); begins {
			t.Errorf("a retention %s begins", name)
		}
	}
}

func TestWhoLooksAtAFrozenSandboxIsToldForHowLong(t *testing.T) {
	const disposed = " and until its disposal was decided (a Dispose of Namespace " + box + " in namespace demo-health)"
	for want, got := range map[string]retention.Box{
		"it is kept until 2026-03-03T00:00:01Z (spec.retentionDays 30 of SandboxClass standard)" + disposed:                 marked(nil),
		"it is kept until its grant has ended, for spec.retentionDays 30 of SandboxClass standard from then on," + disposed: marked(map[string]string{v1alpha1.RetainedUntilAnnotation: ""}),
		"it is kept: it carries no retention, so that only the group mandate:break-glass deletes it":                        marked(map[string]string{v1alpha1.RetentionDaysAnnotation: ""}),
	} {
		if diff := cmp.Diff(want, got.Kept()); diff != "" {
			t.Errorf("Kept (-want +got):\n%s", diff)
		}
	}
}
