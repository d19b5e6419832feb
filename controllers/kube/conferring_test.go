// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
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
