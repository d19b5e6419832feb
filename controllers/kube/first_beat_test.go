// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube_test

import (
	"context"
	"errors"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/clock"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// pacing lets every wait end at once, by the clock that it steps.
type pacing struct {
	*clocktesting.FakeClock

	waited time.Duration
}

func (p *pacing) After(d time.Duration) <-chan time.Time {
	p.waited += d
	p.Step(d)
	ended := make(chan time.Time, 1)
	ended <- p.Now()
	return ended
}

var _ clock.Clock = &pacing{}

// After all were down, who gives begins once somebody can cut, and never waits
// for long.
func TestWhoGivesBeginsAfterWhoCuts(t *testing.T) {
	began := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	for name, tc := range map[string]struct {
		last *time.Duration // before the start; nil for no beat
		// beats is when cutoff beats, after the start; zero is never.
		beats time.Duration
		// reads is how long each read takes.
		reads  time.Duration
		unread error
		// grants and acts are how many there are, as far as the API server says.
		grants, acts *int64
		want         time.Duration
	}{
		"cutoff has run on":                    {last: new(9 * time.Second)},
		"nobody ever beat":                     {},
		"the Heartbeat cannot be read":         {last: new(time.Hour), unread: errors.New("busy")},
		"cutoff begins three seconds on":       {last: new(time.Hour), beats: 3 * time.Second, want: 3 * time.Second},
		"there is no cutoff":                   {last: new(time.Hour), want: 10 * time.Second},
		"there is much to list":                {last: new(time.Hour), grants: new(int64(3000)), acts: new(int64(27_000)), want: 26*time.Second + 500*time.Millisecond},
		"there is much, and cutoff is done":    {last: new(time.Hour), grants: new(int64(3000)), acts: new(int64(27_000)), beats: 20 * time.Second, want: 20 * time.Second},
		"nobody waits for more than a minute":  {last: new(time.Hour), grants: new(int64(100_000)), acts: new(int64(900_000)), want: time.Minute},
		"there is much, and cutoff has run on": {last: new(9 * time.Second), grants: new(int64(3000))},
		"the API server is slow":               {last: new(time.Hour), reads: 750 * time.Millisecond, want: 2500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			local := &pacing{FakeClock: clocktesting.NewFakeClock(began)}
			heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
			live := interceptor.NewClient(fake.NewClientBuilder().Build(), interceptor.Funcs{Get: func(_ context.Context, _ client.WithWatch, _ client.ObjectKey, into client.Object, _ ...client.GetOption) error {
				local.Step(tc.reads)
				if tc.last != nil {
					heart.Spec.RenewTime = &metav1.Time{Time: began.Add(-*tc.last)}
				}
				if tc.beats != 0 && local.waited >= tc.beats {
					heart.Spec.RenewTime = &metav1.Time{Time: local.Now()}
				}
				heart.DeepCopyInto(into.(*v1alpha1.Heartbeat))
				return tc.unread
			}, List: func(_ context.Context, _ client.WithWatch, into client.ObjectList, asked ...client.ListOption) error {
				if limit := (&client.ListOptions{}).ApplyOptions(asked).Limit; limit != 1 {
					t.Errorf("who gives lists %T with a limit of %d before who cuts could, want one", into, limit)
				}
				switch into.(type) {
				case *v1alpha1.DeveloperGrantList:
					into.SetRemainingItemCount(tc.grants)
				case *v1alpha1.DecisionList:
					into.SetRemainingItemCount(tc.acts)
				}
				return nil
			}})
			kube.AwaitFirstBeat(t.Context(), live, local, local)
			if local.waited != tc.want {
				t.Errorf("who gives waited %s, want %s", local.waited, tc.want)
			}
		})
	}
}

func TestWhoGivesWaitsForNobodyOnceItIsToEnd(t *testing.T) {
	local := clocktesting.NewFakeClock(time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC))
	live := interceptor.NewClient(fake.NewClientBuilder().Build(), interceptor.Funcs{Get: func(_ context.Context, _ client.WithWatch, _ client.ObjectKey, into client.Object, _ ...client.GetOption) error {
		into.(*v1alpha1.Heartbeat).Spec.RenewTime = &metav1.Time{Time: local.Now().Add(-time.Hour)}
		return nil
	}})
	ctx, end := context.WithCancel(t.Context())
	end()
	kube.AwaitFirstBeat(ctx, live, local, local) // its clock stands still: only the end can end it
}
