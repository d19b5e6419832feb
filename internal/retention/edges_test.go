// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package retention_test

import (
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/retention"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestMarksAreReadAsTheyStand(t *testing.T) {
	read := marked(map[string]string{v1alpha1.PurgeAnnotation: "dispose 1f", v1alpha1.RetentionDaysAnnotation: "1"})
	if read.GrantUID != "1" || read.Purge != "dispose 1f" || read.Days != 1 {
		t.Errorf("read %+v", read)
	}
	if days := marked(map[string]string{v1alpha1.RetentionDaysAnnotation: "99999999999999999999"}).Days; days != 0 {
		t.Errorf("%d days of a number that is none", days)
	}
}

func TestADisposalIsReadByTheClocksOfTheGrant(t *testing.T) {
	terminated := builder.Health().Put(builder.Decision("t").Terminates(v1alpha1.OnDeveloperGrant, "g").Obj())
	tests := map[string]struct {
		link retention.Link
		want string
	}{
		"its day begins in Shanghai":                {retention.LinkOf(terminated.OfGrant("g"), after), "2026-03-10T16:00:00Z"},
		"of a grant that is gone, where days end":   {retention.Gone(), "2026-03-11T12:00:00Z"},
		"of an edition that is gone, where they do": {retention.LinkOf(terminated.Clone().Drop("Jurisdiction", "demo.1").OfGrant("g"), after), "2026-03-11T12:00:00Z"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			facts := retention.Facts{Register: register(), Box: marked(nil), Link: tc.link, Disposals: []*v1alpha1.Decision{disposal().ActedOn("2026-03-11").Obj()}}
			if got := retention.Decide(facts, after).Next.UTC().Format(time.RFC3339); got != tc.want {
				t.Errorf("it takes effect at %s, want %s", got, tc.want)
			}
		})
	}
}

// TestATermThatNobodyKnowsHasNotEnded drops the edition, without whose clocks
// the term cannot be told.
func TestATermThatNobodyKnowsHasNotEnded(t *testing.T) {
	facts := retention.Facts{
		Register: register(), Box: marked(nil), Link: retention.LinkOf(builder.Health().Drop("Jurisdiction", "demo.1").OfGrant("g"), after),
		Disposals: []*v1alpha1.Decision{disposal().Obj()},
	}
	if by := retention.Decide(facts, after).By; by != nil {
		t.Errorf("purged by %s", by.Name)
	}
	found := retention.Judge(facts.Disposals[0], facts, after)
	if found == nil || !strings.HasSuffix(found.Message, "the end of its term, its deletion or its Terminate is awaited") {
		t.Errorf("Judge = %+v", found)
	}
}

func TestOfDisposalsOfOneInstantTheFirstByNameCounts(t *testing.T) {
	of := func(name string) *v1alpha1.Decision {
		return builder.Decision(name).Disposes(box).In("demo-health").On("2026-02-02").Obj()
	}
	facts := retention.Facts{Register: register(), Box: marked(nil), Link: retention.Gone(), Disposals: []*v1alpha1.Decision{of("b"), of("a"), of("c")}}
	if by := retention.Decide(facts, after).By; by == nil || by.Name != "a" {
		t.Errorf("purged by %v", by)
	}
}

func TestADisposalOfAnotherSandboxIsNone(t *testing.T) {
	other := builder.Decision("dispose").Disposes("sandbox-ffffffffffffffffffff").In("demo-health").On("2026-02-02").Obj()
	facts := retention.Facts{Register: register(), Box: marked(nil), Link: retention.Gone(), Disposals: []*v1alpha1.Decision{other}}
	if by := retention.Decide(facts, after).By; by != nil {
		t.Errorf("purged by the disposal of %s", by.Spec.Subject.Name)
	}
}

// TestABeatTellsThatTheRetentionIsOver is what admission asks at a deletion.
func TestABeatTellsThatTheRetentionIsOver(t *testing.T) {
	const awaited = "NotYetDue: sandbox " + box + " is kept until 2026-03-03T00:00:01Z by the beat of cutoff: one at that instant or later is awaited " +
		"(Heartbeat operator, spec.renewTime), and by it the operator purges"
	tests := map[string]struct {
		last time.Time
		want string
	}{
		"none yet":           {time.Time{}, awaited},
		"one from before":    {builder.Instant("2026-03-03T00:00:00Z"), awaited},
		"one at its end":     {builder.Instant("2026-03-03T00:00:01Z"), ""},
		"one from after":     {after, ""},
		"one of another day": {builder.Instant("2026-02-01T23:59:59Z"), awaited},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			if found := marked(nil).Unbeaten(tc.last); found != nil {
				got = found.Reason + ": " + found.Text()
			}
			if got != tc.want {
				t.Errorf("Unbeaten = %q, want %q", got, tc.want)
			}
		})
	}
	if retention.Read(&metav1.ObjectMeta{Name: box}).Unbeaten(time.Time{}) == nil {
		t.Error("without a date and without a beat it is not awaited")
	}
}
