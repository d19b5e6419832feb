// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"testing"

	corev1 "k8s.io/api/core/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestWhatIsServedFromOnePlaceTellsOfTheOther leads the Service of one resource to the
// pods of another and away again, and halts the one and the other meanwhile: each says
// what is reached through whom, and what ends that.
func TestWhatIsServedFromOnePlaceTellsOfTheOther(t *testing.T) {
	t.Parallel()
	d := newDomain(t).established()
	service := builder.Service("mirror").Obj()
	service.Namespace = d.name
	d.create(service, d.resource("mirror").Service("mirror", 5432).Obj())
	d.awaitSaid("in force", "in force")
	const (
		together = "it is served from the same place as DataResource "
		apart    = ", and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"
		reached  = "its data can be reached all the same by whoever was granted DataResource "
		reaches  = "in force; whoever was granted it can also reach what is not in force, the data of DataResource "
		since    = ", since no network tells apart what is served from the same place; to end that: kubectl mandate halt dr/"
		halted   = " was halted by Organization "
	)
	in := " -n " + d.name

	d.leads(service, "visits")
	d.awaitSaid("in force; "+together+"mirror"+apart, "in force; "+together+"visits"+apart)
	visits := d.decide(d.act("h-visits", d.bureau).Halts(v1alpha1.OnDataResource, "visits"))
	d.awaitSaid(reached+"mirror"+since+"mirror"+in, reaches+"visits"+since+"mirror"+in)
	d.decide(d.act("h-mirror", d.bureau).Halts(v1alpha1.OnDataResource, "mirror"))
	d.awaitSaid(together+"mirror"+apart, together+"visits"+apart)
	d.decide(d.act("r-visits", d.bureau).Releases(visits))
	d.awaitSaid(reaches+"mirror"+since+"visits"+in, reached+"visits"+since+"visits"+in)
	d.leads(service, "mirror")
	d.awaitSaid("in force", halted)
	d.eventually("what is halted says no more of another", func(ctx context.Context) error {
		err := d.says(ctx, "mirror", reached)
		if err == nil {
			return errors.New("it still does")
		}
		return nil
	})
}

// leads points a Service to the pods of a label app.
func (d *domain) leads(service *corev1.Service, app string) {
	d.t.Helper()
	service.Spec.Selector = map[string]string{"app": app}
	if err := admin.Update(d.t.Context(), service); err != nil {
		d.t.Fatal(err)
	}
}

// awaitSaid waits until visits and mirror say something; "in force" alone is all that
// is said.
func (d *domain) awaitSaid(visits, mirror string) {
	d.t.Helper()
	d.eventually("both say so", func(ctx context.Context) error {
		return errors.Join(d.says(ctx, "visits", visits), d.says(ctx, "mirror", mirror))
	})
}

func (d *domain) says(ctx context.Context, name, words string) error {
	resource := &v1alpha1.DataResource{}
	if err := admin.Get(ctx, d.key(name), resource); err != nil {
		return err
	}
	for _, c := range resource.Status.Conditions {
		if c.Type == v1alpha1.ActiveCondition && words == "in force" {
			return differs(c.Message, words)
		}
	}
	return saysNot(resource.Status.Conditions, []string{words})
}
