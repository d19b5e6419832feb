// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	// overdue is how many terms end while nobody runs.
	overdue = 30
	// writesEach bounds what one replica asks for one sandbox: eight writes and a
	// list of its pods are a cut, and each may be made twice, since two replicas
	// see what the other does only by their watch.
	writesEach = 20
)

// Not parallel: it stops both processes, and runs a second cutoff.
func TestTwoCutoffsThatStartCutWhatIsOverdue(t *testing.T) {
	d := newDomain(t).established()
	name := func(i int) string { return fmt.Sprint("g", i) }
	for i := range overdue {
		d.create(d.ungranted(name(i)).Input("visits").Window("2025-01-01T00:00:00Z", "2035-01-01T00:00:00Z").Obj())
	}
	var boxes []string
	for i := range overdue {
		boxes = append(boxes, box(d.awaitOpen(name(i))))
	}
	resumeOperator, resumeCutoff := operator.stopFor(t), cutoff.stopFor(t)
	ended := time.Now().Add(-time.Minute).Truncate(time.Second)
	for i := range overdue { // an end each, and so as many deadlines
		d.change(name(i), func(g *v1alpha1.DeveloperGrant) {
			g.Spec.Window.NotAfter = metav1.NewTime(ended.Add(-time.Duration(i) * time.Minute))
		})
	}

	cutoff.requests.begin()
	second := another(t, cutoff)
	resumeCutoff()
	d.awaitClosed(boxes)
	for _, name := range boxes {
		d.awaitCut(name)
	}
	d.eventually("both replicas are at rest", restOf(cutoff, second))
	for _, p := range []*process{cutoff, second} {
		if asked := len(p.requests.since()); asked > overdue*writesEach {
			t.Errorf("a replica made %d requests for %d sandboxes, as it does where it fails again and again; the latest that failed: %q", asked, overdue, p.requests.failed)
		}
	}
	resumeOperator()
	for i := range overdue {
		d.awaitFrozen(name(i), "TermEnded")
	}
	if until := d.namespace(boxes[0]).Annotations[v1alpha1.RetainedUntilAnnotation]; until == "" {
		t.Error("nobody wrote until when an ended sandbox is kept")
	}
}

// awaitClosed waits until sandboxes are frozen, by one list for all.
func (d *domain) awaitClosed(boxes []string) {
	d.t.Helper()
	began := time.Now()
	await(d.t, began.Add(3*patience), func(ctx context.Context) error { // how fast is a matter of benchmarks
		var all corev1.NamespaceList
		if err := admin.List(ctx, &all, client.HasLabels{v1alpha1.SandboxLabel}); err != nil {
			return err
		}
		left := map[string]bool{}
		for _, name := range boxes {
			left[name] = true
		}
		for i := range all.Items {
			closed := all.Items[i].Annotations[v1alpha1.ClosedByAnnotation]
			if closed != "" && all.Items[i].Annotations[v1alpha1.FrozenAnnotation] == closed {
				delete(left, all.Items[i].Name)
			}
		}
		if len(left) > 0 {
			return fmt.Errorf("%d of %d sandboxes are not frozen", len(left), len(boxes))
		}
		return nil
	})
	d.t.Logf("%d sandboxes were frozen after %s", len(boxes), time.Since(began).Round(time.Millisecond))
}
