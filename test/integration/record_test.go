// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"strings"
	"testing"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// TestRecordsGoOnceTheirRetentionIsOver brings the acts on two agreements of the
// past back from a backup, under an edition that keeps them for a year: one ended
// long ago and was disposed of, the other was disposed of and lasts.
func TestRecordsGoOnceTheirRetentionIsOver(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	edition := builder.Jurisdiction(d.name, 1).EffectiveFrom("2020-01-01").Obj()
	edition.Spec.Retention = &v1alpha1.RetentionRule{Years: 1, Basis: []v1alpha1.BasisID{"policy"}}
	d.with(edition, d.agreement("past").Over("visits").Term("2020-01-01", "2022-12-31").Obj()).established()

	record := func(name, agreement, on string, action v1alpha1.Action) *v1alpha1.Decision {
		act := d.act(name, d.bureau).Suspends(v1alpha1.OnOperationAgreement, agreement).ActedOn(on).Restored("", on+"T12:00:00Z").Obj()
		act.Spec.Action = action
		if err := as(t, act.Spec.DecidedBy, officers).Create(t.Context(), act); err != nil {
			t.Fatal(err)
		}
		return act
	}
	suspend := record("s", "past", "2021-06-01", v1alpha1.ActionSuspend)
	if err := admin.Delete(t.Context(), suspend.DeepCopy()); err == nil || !strings.Contains(err.Error(), "status.disposable is not true") {
		t.Fatalf("delete before the disposal: %v", err)
	}
	early := record("early", "past", "2022-01-01", v1alpha1.ActionDispose)
	d.awaitDecision(early, "Counts=False(Premature) Ready=True(Settled)")
	lasting := record("lasting", "health", "2025-02-01", v1alpha1.ActionDispose)
	d.awaitDecision(lasting, "Counts=False(Premature) Ready=True(Settled)")

	dispose := record("d", "past", "2024-02-01", v1alpha1.ActionDispose)
	d.awaitDecision(dispose, "Counts=True(Effective) Ready=True(Settled)")
	for _, act := range []*v1alpha1.Decision{suspend, early, dispose} {
		d.eventually(act.Name+" may be deleted", func(ctx context.Context) error {
			live := &v1alpha1.Decision{}
			if err := admin.Get(ctx, client.ObjectKeyFromObject(act), live); err != nil {
				return err
			}
			if live.Status.Disposable == nil || !*live.Status.Disposable {
				return errors.New("it is not disposable")
			}
			return nil
		})
	}
	if err := admin.Delete(t.Context(), suspend); err != nil {
		t.Error(err)
	}
	if err := admin.Delete(t.Context(), lasting); err == nil {
		t.Error("a Decision on an agreement that lasts was deleted")
	}
}
