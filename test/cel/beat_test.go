// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	mandate "github.com/publicdata-io/mandate/test/install"
)

// heartOf is the Heartbeat as an object of tables.
func heart() client.Object { return object(apiVersion, "Heartbeat", "", "operator", nil) }

// beaten beats with a time of its own until the end of the test. The keeper beats
// meanwhile with the time of now, so that it is done again until it is heard.
func heard(t *testing.T, p person, beaten func() error, pod client.Object, want string) {
	t.Helper()
	err := eventually(t.Context(), func(ctx context.Context) error {
		if err := beaten(); err != nil {
			return err
		}
		err := p.client(t).Create(ctx, pod.DeepCopyObject().(client.Object), client.DryRunAll)
		if err == nil || !strings.Contains(err.Error(), want) {
			return &unheard{want: want, err: err}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

type unheard struct {
	want string
	err  error
}

// Error says what was waited for and what came.
func (u *unheard) Error() string {
	if u.err == nil {
		return "let in, want " + u.want
	}
	return u.err.Error() + ", want " + u.want
}

// TestDeadMansSwitch shows each way in which a beat denies, for pods and for
// tokens, whoever asks; that it denies in sandboxes alone; and that the next beat
// lets in again.
func TestDeadMansSwitch(t *testing.T) {
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	pod := edited(parse(t, podText), set("metadata.namespace", sandbox))
	at := func(d time.Duration) func() error {
		return func() error { return mandate.BeatAt(t.Context(), beater, time.Now().Add(d)) }
	}
	unbeaten := func() error {
		return beater.Patch(t.Context(), heart(), client.RawPatch(mergePatch, []byte(`{"spec":null}`)))
	}
	gone := func() error { return client.IgnoreNotFound(beater.Delete(t.Context(), heart())) }
	tests := map[string]struct {
		beaten func() error
		want   string
	}{
		"too old":          {at(-62 * time.Second), "has not beaten for more than 60 seconds (Heartbeat operator, spec.renewTime "},
		"from last year":   {at(-8760 * time.Hour), "has not beaten for more than 60 seconds"},
		"from the future":  {at(5 * time.Second), "is from the future (Heartbeat operator, spec.renewTime "},
		"without any beat": {unbeaten, "has not beaten yet (Heartbeat operator has no spec.renewTime)"},
		"no Heartbeat":     {gone, "no params found"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			for _, p := range []person{root, operator, rescuer} {
				heard(t, p, tc.beaten, pod, tc.want)
			}
			if err := tc.beaten(); err != nil {
				t.Fatal(err)
			}
			err := eventually(t.Context(), func(context.Context) error {
				if err := tc.beaten(); err != nil {
					return err
				}
				if err := askToken(t, root, sandbox, "developer", 600, nil); err == nil || !strings.Contains(err.Error(), tc.want) {
					return &unheard{want: tc.want, err: err}
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			wants(t, dryCreate(t, root, edited(pod, set("metadata.namespace", elsewhere))))
			wants(t, askToken(t, root, elsewhere, "developer", 600, nil))
		})
	}
	if err := mandate.Beat(t.Context(), beater); err != nil {
		t.Fatal(err)
	}
	err := eventually(t.Context(), func(context.Context) error { return dryCreate(t, root, pod) })
	if err != nil {
		t.Errorf("a fresh beat lets nothing in again: %v", err)
	}
	wants(t, askToken(t, root, sandbox, "developer", 600, nil))
}

// TestOldBeatsAreGoodForAMinute shows the bound from inside.
func TestOldBeatsAreGoodForAMinute(t *testing.T) {
	pod := edited(parse(t, podText), set("metadata.namespace", podsSandbox(t, nil)))
	if err := mandate.BeatAt(t.Context(), beater, time.Now().Add(-45*time.Second)); err != nil {
		t.Fatal(err)
	}
	wants(t, dryCreate(t, root, pod))
}

// TestWhoBeats shows that nobody but cutoff lets the switch believe that it lives.
func TestWhoBeats(t *testing.T) {
	beat := func(p person) error {
		patch := `{"spec":{"renewTime":"` + time.Now().UTC().Format(time.RFC3339) + `"}}`
		return p.client(t).Patch(t.Context(), heart(), client.RawPatch(mergePatch, []byte(patch)), client.DryRunAll)
	}
	const alone = "pods and tokens of all sandboxes rest on it"
	wants(t, beat(cutoff))
	wants(t, beat(rescuer))
	wants(t, beat(root), "Heartbeat operator: UPDATE by root is refused", alone)
	wants(t, beat(operator), "UPDATE by "+operatorUser, alone)
	for _, p := range []person{root, operator, cutoff} {
		wants(t, p.client(t).Delete(t.Context(), heart(), client.DryRunAll), "Heartbeat operator: DELETE by "+p.name, alone)
	}
	wants(t, rescuer.client(t).Delete(t.Context(), heart(), client.DryRunAll))
	wants(t, dryCreate(t, rescuer, parse(t, `{apiVersion: `+apiVersion+`, kind: Heartbeat, metadata: {name: another}}`)), "there is one Heartbeat, operator")
}

// TestWhoMakesTheHeartbeat needs it away for a moment.
func TestWhoMakesTheHeartbeat(t *testing.T) {
	if err := client.IgnoreNotFound(beater.Delete(t.Context(), heart())); err != nil {
		t.Fatal(err)
	}
	bare := parse(t, `{apiVersion: `+apiVersion+`, kind: Heartbeat, metadata: {name: operator}}`)
	alive := edited(bare, set("spec", map[string]any{"renewTime": time.Now().UTC().Format(time.RFC3339)}))
	wants(t, dryCreate(t, operator, bare))
	wants(t, dryCreate(t, operator, alive), "Heartbeat operator: CREATE by "+operatorUser)
	wants(t, dryCreate(t, cutoff, bare), "CREATE by "+cutoffUser)
	wants(t, dryCreate(t, cutoff, alive), "CREATE by "+cutoffUser)
	wants(t, dryCreate(t, root, bare), "CREATE by root")
	wants(t, dryCreate(t, rescuer, alive))
	if err := mandate.Beat(t.Context(), beater); err != nil {
		t.Fatal(err)
	}
	stamping.Do(func() {})
	sandbox := podsSandbox(t, nil)
	if err := eventually(t.Context(), func(context.Context) error {
		return dryCreate(t, root, edited(parse(t, podText), set("metadata.namespace", sandbox)))
	}); err != nil {
		t.Error(err)
	}
}

// TestPodsEndWithTheTerm shows what is stamped on a pod at its birth.
func TestPodsEndWithTheTerm(t *testing.T) {
	in := func(d time.Duration) map[string]string {
		return map[string]string{notAfterNote: time.Now().Add(d).UTC().Format(time.RFC3339)}
	}
	asks := func(seconds int64) []edit { return []edit{set("spec.activeDeadlineSeconds", seconds)} }
	tests := map[string]struct {
		notes map[string]string
		edits []edit
		// The bounds of what the pod has: a beat is up to ten seconds old here.
		least, most int64
	}{
		"of an hour":                  {in(time.Hour), nil, 3595, 3660},
		"of ten seconds":              {in(10 * time.Second), nil, 1, 70},
		"of a century":                {map[string]string{notAfterNote: "2199-01-01T00:00:00+08:00"}, nil, 2147483647, 2147483647},
		"that asks for less":          {in(time.Hour), asks(5), 5, 5},
		"that asks for more":          {in(time.Hour), asks(7200), 3595, 3660},
		"that asks for a little more": {in(time.Hour), asks(3661), 3595, 3660},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			u := edited(parse(t, podText), append(tc.edits, set("metadata.namespace", podsSandbox(t, tc.notes)))...)
			create(t, root, u)

			pod, err := root.clientset(t).CoreV1().Pods(u.GetNamespace()).Get(t.Context(), u.GetName(), metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if pod.Spec.ActiveDeadlineSeconds == nil || *pod.Spec.ActiveDeadlineSeconds < tc.least || *pod.Spec.ActiveDeadlineSeconds > tc.most {
				t.Errorf("activeDeadlineSeconds is %v, want from %d to %d", u.Object["spec"], tc.least, tc.most)
			}
		})
	}
	t.Run("elsewhere", func(t *testing.T) {
		namespace := newDomain(t)
		furnish(t, namespace)
		u := edited(parse(t, podText), set("metadata.namespace", namespace))
		create(t, root, u)
		if got, stamped := u.Object["spec"].(map[string]any)["activeDeadlineSeconds"]; stamped {
			t.Errorf("activeDeadlineSeconds is %v, want none", got)
		}
	})
}

// TestPodsEndWithinSecondsOfBeingTold shows what a node gives a pod to end by
// itself, which it adds to the term.
func TestPodsEndWithinSecondsOfBeingTold(t *testing.T) {
	asks := func(seconds int64) []edit { return []edit{set("spec.terminationGracePeriodSeconds", seconds)} }
	tests := map[string]struct {
		edits []edit
		want  int64
	}{
		"that says nothing":      {nil, 5},
		"that asks for an hour":  {asks(3600), 5},
		"that asks for a second": {asks(1), 1},
		"that asks for none":     {asks(0), 0},
	}
	sandbox := podsSandbox(t, nil)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			u := edited(parse(t, podText), append(tc.edits, set("metadata.namespace", sandbox), set("metadata.name", strings.ReplaceAll(name, " ", "-")))...)
			create(t, root, u)
			pod, err := root.clientset(t).CoreV1().Pods(sandbox).Get(t.Context(), u.GetName(), metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got := *pod.Spec.TerminationGracePeriodSeconds; got != tc.want { // the API server fills it in
				t.Errorf("terminationGracePeriodSeconds is %d, want %d", got, tc.want)
			}
		})
	}
}

// TestPodsHaveAnEndWhoeverStampsIt shows what is required where nothing stamps:
// the stamp is taken away for a moment.
func TestPodsHaveAnEndWhoeverStampsIt(t *testing.T) {
	pod := edited(parse(t, podText), set("metadata.namespace", podsSandbox(t, map[string]string{
		notAfterNote: time.Now().Add(time.Hour).UTC().Format(time.RFC3339),
	})))
	ctx := context.WithoutCancel(t.Context()) // the stamp comes back after the test
	withoutBinding(t, "MutatingAdmissionPolicyBinding", "mandate-sandbox-pods-stamp", func() error {
		return root.client(t).Create(ctx, pod.DeepCopy(), client.DryRunAll)
	})
	const bare = "it has no spec.activeDeadlineSeconds, without which it would outlive the term"
	err := eventually(t.Context(), func(context.Context) error {
		if err := dryCreate(t, root, pod); err == nil || !strings.Contains(err.Error(), bare) {
			return &unheard{want: bare, err: err}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []person{root, operator, rescuer} {
		wants(t, dryCreate(t, p, pod), "Pod train in sandbox sandbox-", bare)
		wants(t, dryCreate(t, p, edited(pod, set("spec.activeDeadlineSeconds", int64(3700)))), "spec.activeDeadlineSeconds 3700 reaches beyond the end of the term")
		bounded := edited(pod, set("spec.activeDeadlineSeconds", int64(3600)))
		wants(t, dryCreate(t, p, bounded), "spec.terminationGracePeriodSeconds 30 is more than 5")
		wants(t, dryCreate(t, p, edited(bounded, set("spec.terminationGracePeriodSeconds", int64(5)))))
	}
}
