// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestEditionsThatCouldNotBeListedAreNotNone lists no edition: what is owed of an
// organisation cannot be told.
func TestEditionsThatCouldNotBeListedAreNotNone(t *testing.T) {
	party := builder.Organization("party").Obj()
	reader := affectedBy(t, party).Reader.(client.WithWatch)
	for broken, want := range map[bool]bool{false: false, true: true} {
		listing := interceptor.NewClient(reader, interceptor.Funcs{List: func(ctx context.Context, w client.WithWatch, list client.ObjectList, options ...client.ListOption) error {
			if _, ok := list.(*v1alpha1.JurisdictionList); ok && broken {
				return errors.New("no answer")
			}
			return w.List(ctx, list, options...)
		}})
		facts, err := Observer{Reader: listing}.Organization(t.Context(), party)
		if facts.ConferringUnread != want || (err != nil) != want {
			t.Errorf("broken %t: the editions are unread %t, %v", broken, facts.ConferringUnread, err)
		}
		if owing := facts.Party("party", builder.Instant("2026-03-10T00:00:00Z")).Owing; (owing.Unread != nil) != want {
			t.Errorf("broken %t: nobody can tell what is owed for %v", broken, owing.Unread)
		}
	}
}

// TestABarEndsWithItsLastDay reads what is said of a Bar under an edition that confers no
// role: it is said by the day of that edition and on the row of its check, and is looked
// at again as soon as that day is over.
func TestABarEndsWithItsLastDay(t *testing.T) {
	party := builder.Organization("party").Obj()
	edition := builder.Jurisdiction("demo", 1).EffectiveFrom("2024-01-01").Obj()
	edition.Spec.Checks = []v1alpha1.CheckRule{{Check: v1alpha1.CheckNotBarred, Basis: []v1alpha1.BasisID{"YZ-3.退出.8"}}}
	bar := builder.Decision("bar").By(builder.Bureau).ActedOn("2025-02-03").Recorded("2025-02-03T03:00:00Z").Does(v1alpha1.ActionBar, v1alpha1.OnOrganization, "party").Obj()
	bar.Spec.Jurisdiction, bar.Spec.DueDate = "demo.1", new(v1alpha1.Date("2025-12-31"))
	broken := false
	reader := interceptor.NewClient(affectedBy(t, party, edition, bar).Reader.(client.WithWatch), interceptor.Funcs{Get: func(ctx context.Context, w client.WithWatch, key client.ObjectKey, o client.Object, options ...client.GetOption) error {
		if _, ok := o.(*v1alpha1.Jurisdiction); ok && broken {
			return errors.New("no answer")
		}
		return w.Get(ctx, key, o, options...)
	}})
	tests := map[string]struct {
		broken         bool
		at, said, ends string
	}{
		"in its last instant":              {false, "2025-12-31T15:59:59Z", "[YZ-3.退出.8 (part 3)]", "2025-12-31T16:00:00Z"},
		"when it is over":                  {false, "2025-12-31T16:00:00Z", "", ""},
		"where the edition cannot be read": {true, "2025-12-31T16:00:00Z", `under Jurisdiction "demo.1", as far as that has the check NotBarred`, "2026-01-01T00:00:00Z"},
		"and once its day is over, in UTC": {true, "2026-01-01T00:00:00Z", "", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			broken = tc.broken
			facts, err := Observer{Reader: reader}.Organization(t.Context(), party)
			if (err != nil) != tc.broken {
				t.Error(err)
			}
			v := authorization.DecideOrganization(facts, "party", builder.Instant(tc.at))
			said := ""
			if v.Remark != nil {
				said = v.Remark.Text()
			}
			if !strings.HasSuffix(said, tc.said) || tc.said == "" && said != "" {
				t.Errorf("it says %q, want %q", said, tc.said)
			}
			if ends := (tc.ends != ""); ends != !v.Next.IsZero() || ends && !v.Next.Equal(builder.Instant(tc.ends)) {
				t.Errorf("it is looked at again at %s, want %q", v.Next, tc.ends)
			}
		})
	}
}
