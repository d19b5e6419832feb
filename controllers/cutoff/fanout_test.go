// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	testingclock "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
)

// twoGrants is a cache that holds two grants, under every agreement.
type twoGrants struct{ client.Reader }

func (twoGrants) List(_ context.Context, list client.ObjectList, _ ...client.ListOption) error {
	list.(*v1alpha1.DeveloperGrantList).Items = []v1alpha1.DeveloperGrant{{ObjectMeta: metav1.ObjectMeta{Name: "g"}}, {ObjectMeta: metav1.ObjectMeta{Name: "h"}}}
	return nil
}

func agreementOfUID(uid types.UID) *v1alpha1.OperationAgreement {
	return &v1alpha1.OperationAgreement{ObjectMeta: metav1.ObjectMeta{Namespace: "d", Name: "a", UID: uid}}
}

func TestGrantsAreHandedOnOnceAndAMomentAfterTheCut(t *testing.T) {
	local := testingclock.NewFakePassiveClock(time.Unix(1_000_000, 0))
	fanout := NewFanout(kube.Affected{Reader: twoGrants{}}, local)
	denied := authorization.Verdict{Force: authorization.Denied}
	hand := func() (time.Duration, int) {
		t.Helper()
		wait := fanout.Hand(t.Context(), agreementOfUID("1"))
		handed := len(fanout.To)
		for range handed {
			<-fanout.To
		}
		return wait, handed
	}
	expect := func(when string, wantWait time.Duration, wantHanded int) {
		t.Helper()
		if wait, handed := hand(); wait != wantWait || handed != wantHanded {
			t.Errorf("%s: handed %d on and waits %v, want %d and %v", when, handed, wait, wantHanded, wantWait)
		}
	}

	expect("before anything was decided", 0, 0)
	fanout.Note(agreementOfUID("1"), denied)
	expect("at once", lull, 0)
	local.SetTime(local.Now().Add(lull / 3))
	fanout.Note(agreementOfUID("1"), authorization.Verdict{Force: authorization.InForce})
	expect("after another verdict in between, which puts nothing off", lull-lull/3, 0)
	local.SetTime(local.Now().Add(lull))
	expect("when due", 0, 2)
	expect("once more", 0, 0)
	fanout.Note(agreementOfUID("1"), authorization.Verdict{Force: authorization.InForce})
	expect("after a verdict that says the same", 0, 0)
}

func TestAnotherAgreementOfOneNameIsTold(t *testing.T) {
	fanout := NewFanout(kube.Affected{Reader: twoGrants{}}, testingclock.NewFakePassiveClock(time.Unix(1_000_000, 0)))
	steps := []struct {
		uid  types.UID
		want bool
	}{{"1", false}, {"1", false}, {"2", true}, {"2", false}, {"", true}, {"3", true}}
	for i, step := range steps {
		if got := fanout.Note(agreementOfUID(step.uid), authorization.Verdict{}); got != step.want {
			t.Errorf("step %d with UID %q: another = %t, want %t", i, step.uid, got, step.want)
		}
	}
}
