// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"slices"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	// crowded is how many cuts of sandboxes are under way at once where others
	// are taken to wait behind them: half of the workers.
	crowded = grantWorkers / 2
	// showsItself is how long a cut whose rights are gone waits at least, until
	// the cache shows what it wrote; what has it wait for others is its priority,
	// remains.
	showsItself = 100 * time.Millisecond
)

// crowd has the rights of all go before the rest of any where many sandboxes are
// cut at once, as after a start: of the eight requests of a cut, the first two
// refuse the developer. A cut that is alone goes through.
type crowd struct {
	mu       sync.Mutex
	underway int
	taken    map[string]marks // by the namespace/name of the grant
}

// marks are, by sandbox, those under which the rights in it were taken.
type marks map[string]string

// enter counts a cut that begins, and returns what counts its end.
func (c *crowd) enter() (leave func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.underway++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.underway--
	}
}

// yields says whether the rest of a cut is to wait, now that its rights are
// gone. It says so once for each mark.
func (c *crowd) yields(box metav1.Object, mark string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.underway < crowded {
		return false
	}
	grant := box.GetAnnotations()[v1alpha1.GrantAnnotation]
	if c.taken == nil {
		c.taken = map[string]marks{}
	}
	if c.taken[grant] == nil {
		c.taken[grant] = marks{}
	}
	c.taken[grant][box.GetName()] = mark
	return true
}

// returns says whether a cut goes on whose rights are gone already. What it
// says is forgotten: a cut that has to be tried again takes them again.
func (c *crowd) returns(box metav1.Object, mark string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	grant := box.GetAnnotations()[v1alpha1.GrantAnnotation]
	taken, is := c.taken[grant][box.GetName()]
	c.drop(grant, box.GetName())
	return is && taken == mark
}

// forget forgets of a grant what is not among its sandboxes: who yields is asked
// again in any case, and finds that it is gone.
func (c *crowd) forget(grant string, there []metav1.PartialObjectMetadata) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for name := range c.taken[grant] {
		if !slices.ContainsFunc(there, func(box metav1.PartialObjectMetadata) bool { return box.Name == name }) {
			c.drop(grant, name)
		}
	}
}

func (c *crowd) drop(grant, sandbox string) {
	delete(c.taken[grant], sandbox)
	if len(c.taken[grant]) == 0 {
		delete(c.taken, grant)
	}
}
