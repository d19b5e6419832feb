// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/controller-runtime/pkg/client/interceptor"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
)

// began is the time at which each test begins, by all clocks.
var began = time.Date(2026, 3, 1, 8, 0, 0, 300_000_000, time.UTC)

// pulse is a heart with a cluster that holds nothing but what a beat asks for.
type pulse struct {
	*testing.T
	*Heart
	clock   *clocktesting.FakeClock
	cluster client.WithWatch
	// refuses lets writes of the canary fail.
	refuses bool
}

func newPulse(t *testing.T, objects ...client.Object) *pulse {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	p := &pulse{T: t, clock: clocktesting.NewFakeClock(began)}
	p.cluster = fake.NewClientBuilder().WithScheme(scheme).WithObjects(objects...).
		WithInterceptorFuncs(interceptor.Funcs{Patch: p.patch}).Build()
	p.Heart = p.replica("a")
	return p
}

// whole is what an installation holds.
func whole() []client.Object {
	return []client.Object{
		&v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}},
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.CanaryRole, Labels: map[string]string{v1alpha1.PartLabel: "canary"}}},
	}
}

func (p *pulse) patch(ctx context.Context, c client.WithWatch, o client.Object, patch client.Patch, options ...client.PatchOption) error {
	if _, role := o.(*rbacv1.ClusterRole); role && p.refuses {
		return errors.New("refused")
	}
	return c.Patch(ctx, o, patch, options...)
}

func (p *pulse) replica(name string) *Heart {
	return &Heart{
		Client: p.cluster, Clock: p.clock, Local: p.clock, Name: name,
		Canary: NewCanary(p.cluster, Knife{Client: p.cluster}), Owed: NewOwed(p.clock),
	}
}

// steps lets a heart step, and wants an error with these words, or none.
func (p *pulse) steps(h *Heart, want string) {
	p.Helper()
	err := h.Step(p.Context())
	if (err == nil) != (want == "") || (err != nil && !strings.Contains(err.Error(), want)) {
		p.Errorf("stepped with %v, want %q", err, want)
	}
}

// queues lets both queues of a replica see what the watch brought.
func (p *pulse) queues(h *Heart) {
	p.Helper()
	_, passErr := h.Canary.Pass(p.Context())
	_, cutErr := h.Canary.Cut(p.Context())
	if err := errors.Join(passErr, cutErr); err != nil && !p.refuses {
		p.Fatal(err)
	}
}

// last is the last beat, as after how long it was and by whom.
func (p *pulse) last() string {
	p.Helper()
	heart := &v1alpha1.Heartbeat{}
	if err := p.cluster.Get(p.Context(), types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
		p.Fatal(err)
	}
	if heart.Spec.RenewTime == nil {
		return "none"
	}
	return heart.Spec.RenewTime.Sub(began.Truncate(time.Second)).String() + " by " + heart.Spec.Holder
}

func (p *pulse) wants(want string) {
	p.Helper()
	if diff := cmp.Diff(want, p.last()); diff != "" {
		p.Errorf("last beat (-want +got):\n%s", diff)
	}
}

func TestBeatsAfterACanary(t *testing.T) {
	p := newPulse(t, whole()...)
	p.steps(p.Heart, "")
	p.steps(p.Heart, "")
	p.wants("none") // the canary is out
	if _, err := p.Canary.Cut(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.steps(p.Heart, "")
	p.wants("none") // the queue of grants stands
	if _, err := p.Canary.Pass(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.steps(p.Heart, "")
	p.wants("0s by a")

	p.clock.Step(8 * time.Second) // beats come up to a second early
	p.steps(p.Heart, "")
	p.queues(p.Heart)
	p.steps(p.Heart, "")
	p.wants("0s by a") // not due
	p.clock.Step(3 * time.Second)
	p.steps(p.Heart, "")
	p.queues(p.Heart)
	p.steps(p.Heart, "")
	p.wants("11s by a")
}

func TestEveryCanaryIsAWrite(t *testing.T) {
	p := newPulse(t, whole()...)
	marks := map[string]bool{}
	for range 3 {
		p.steps(p.Heart, "")
		p.queues(p.Heart)
		p.steps(p.Heart, "")
		role := &rbacv1.ClusterRole{}
		if err := p.cluster.Get(t.Context(), types.NamespacedName{Name: v1alpha1.CanaryRole}, role); err != nil {
			t.Fatal(err)
		}
		marks[role.Annotations[v1alpha1.ClosedByAnnotation]] = true
		p.clock.Step(11 * time.Second)
	}
	if len(marks) != 3 || marks[""] {
		t.Errorf("three canaries left the marks %v, want three that differ", marks)
	}
}

func TestDoesNotBeat(t *testing.T) {
	grant := key{}
	tests := map[string]struct {
		objects []client.Object
		before  func(*pulse)
		want    string
	}{
		"without a Heartbeat":              {nil, nil, "there is no Heartbeat operator yet"},
		"without a ClusterRole":            {whole()[:1], nil, "is there a ClusterRole mandate-canary?"},
		"while canaries cannot be written": {whole(), func(p *pulse) { p.refuses = true }, "did not come through"},
		"while a cut is overdue":           {whole(), func(p *pulse) { p.Owed.Begin(grant); p.clock.Step(5001 * time.Millisecond) }, "is under way for more than 5s"},
		"while a room could not be emptied": {whole(), func(p *pulse) {
			p.Owed.Begin(grant)
			p.Owed.Done(grant, entry(errors.New("x")))
			p.clock.Step(time.Minute)
		}, "is under way"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPulse(t, tc.objects...)
			if tc.before != nil {
				tc.before(p)
			}
			var said []string
			for range 30 {
				if err := p.Step(t.Context()); err != nil {
					said = append(said, err.Error())
				}
				p.queues(p.Heart)
				p.clock.Step(400 * time.Millisecond)
			}
			if tc.objects != nil {
				p.wants("none")
			}
			if !strings.Contains(strings.Join(said, "\n"), tc.want) {
				t.Errorf("said %q, want %q", said, tc.want)
			}
		})
	}
}

// TestBeatsAgain shows that what kept a replica from beating is forgotten with it.
func TestBeatsAgain(t *testing.T) {
	grant := key{}
	tests := map[string]struct{ fails, heals func(*pulse) }{
		"once a cut is done": {
			func(p *pulse) { p.Owed.Begin(grant); p.clock.Step(time.Minute) },
			func(p *pulse) { p.Owed.Done(grant, nil) },
		},
		"once entry is taken, though not all": {
			func(p *pulse) { p.Owed.Begin(grant); p.clock.Step(time.Minute) },
			func(p *pulse) { p.Owed.Done(grant, errors.New("a pod is left")) },
		},
		"once canaries are written": {
			func(p *pulse) { p.refuses = true; p.clock.Step(time.Minute) },
			func(p *pulse) { p.refuses = false; p.clock.Step(canaryPatience + 1) },
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPulse(t, whole()...)
			tc.fails(p)
			_ = p.Step(t.Context())
			p.queues(p.Heart)
			p.wants("none")
			tc.heals(p)
			for range 4 { // gives up the old one, asks, beats
				_ = p.Step(t.Context())
				p.queues(p.Heart)
			}
			if p.last() == "none" {
				t.Error("there is no beat")
			}
		})
	}
}

// TestOvertakenByAnother shows what a replica says of a canary that another's took
// the place of: nothing, unless nobody has beaten.
func TestOvertakenByAnother(t *testing.T) {
	tests := map[string]struct {
		beats bool
		want  string
	}{
		"that has beaten":     {true, ""},
		"that has not either": {false, "the canary did not come through"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPulse(t, whole()...)
			b := p.replica("b")
			p.steps(p.Heart, "")
			p.clock.Step(time.Millisecond)
			p.steps(b, "")
			if tc.beats {
				p.queues(b)
				p.steps(b, "")
				p.wants("0s by b")
			}
			p.clock.Step(canaryPatience + time.Millisecond)
			p.steps(p.Heart, tc.want)
		})
	}
}

// TestWhoIsDueBeats shows that of two replicas either beats, that one that cannot
// does not stop the other, and that a beat from the future is mended.
func TestWhoIsDueBeats(t *testing.T) {
	p := newPulse(t, whole()...)
	b := p.replica("b")
	p.steps(p.Heart, "")
	p.steps(b, "") // whose canary takes the place of the other's
	p.queues(p.Heart)
	p.steps(p.Heart, "")
	p.wants("none") // not proven by another's canary
	p.queues(b)
	p.steps(b, "")
	p.wants("0s by b")

	p.clock.Step(11 * time.Second)
	b.Owed.Begin(key{})
	p.clock.Step(6 * time.Second)
	p.steps(b, "under way")
	for range 3 {
		_ = p.Step(t.Context())
		p.queues(p.Heart)
	}
	p.wants("17s by a")

	future := `{"spec":{"renewTime":"2027-01-01T00:00:00Z"}}`
	heart := &v1alpha1.Heartbeat{ObjectMeta: metav1.ObjectMeta{Name: v1alpha1.HeartbeatName}}
	if err := p.cluster.Patch(t.Context(), heart, client.RawPatch(types.MergePatchType, []byte(future))); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		p.steps(p.Heart, "")
		p.queues(p.Heart)
	}
	p.wants("17s by a")
}
