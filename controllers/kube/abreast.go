// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/utils/ptr"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/ordering"
)

const (
	// ManyDecisions is how many Decisions of a namespace the API server looks
	// through at a cost that is worth a wait: a few milliseconds of a core for each
	// list by subject, since it has no index of our kinds.
	ManyDecisions = 5000
	// CatchUp is how long a round waits for the cache. Under load each report on a
	// Decision moves it on; with nothing else to do the API server may list.
	CatchUp = 300 * time.Millisecond
	// catchUpLook is how soon it looks again.
	catchUpLook = 3 * time.Millisecond
	// countAgain is for how many rounds a namespace that held few is not counted
	// anew.
	countAgain = 100
)

// Abreast answers what is asked live about Decisions from the cache, once the
// cache shows whatever the store held when it was asked: as good as a list of the
// API server, which passes all Decisions of a namespace for each. A cache that
// does not come as far in time answers nothing.
type Abreast struct {
	// Live is the API server, which tells how far the store is.
	Live client.Reader
	// Cache has Decisions by subject.
	Cache client.Reader
	// Seen is the newest version of Decisions that the cache shows.
	Seen func() string
	// Many is how many Decisions a namespace holds from which on this is tried.
	Many int64
	// Patience is how long the cache is waited for.
	Patience time.Duration

	mu  sync.Mutex
	few map[string]int // for how many rounds a namespace need not be counted
}

// reached is how far the store was in a namespace when it was asked, or empty
// where the cache is not known to have come as far.
func (a *Abreast) reached(ctx context.Context, namespace string) string {
	if a.isSmall(namespace) {
		return ""
	}
	var one v1alpha1.DecisionList
	if err := a.Live.List(ctx, &one, client.InNamespace(namespace), client.Limit(1)); err != nil || one.ResourceVersion == "" {
		return "" // whoever asks reads live, and is told
	}
	if held := int64(len(one.Items)) + ptr.Deref(one.RemainingItemCount, 0); held < a.Many {
		a.setSmall(namespace)
		return ""
	}
	err := wait.PollUntilContextTimeout(ctx, catchUpLook, a.Patience, true, func(context.Context) (bool, error) {
		return !ordering.Newer(one.ResourceVersion, a.Seen()), nil
	})
	if err != nil {
		return ""
	}
	return one.ResourceVersion
}

func (a *Abreast) isSmall(namespace string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.few[namespace] == 0 {
		return false
	}
	a.few[namespace]--
	return true
}

func (a *Abreast) setSmall(namespace string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.few == nil {
		a.few = map[string]int{}
	}
	a.few[namespace] = countAgain
}

// caught is what one round knows of a cache: how far the store was in each
// namespace, when the first of the round asked.
type caught struct {
	up *Abreast

	mu sync.Mutex
	at map[string]*reachedOnce
}

type reachedOnce struct {
	once    sync.Once
	version string
}

// newCaught is for one round, and nil where there is no cache to ask.
func newCaught(up *Abreast) *caught {
	if up == nil {
		return nil
	}
	return &caught{up: up, at: map[string]*reachedOnce{}}
}

// list answers a question about Decisions by one field, and says whether it did.
func (c *caught) list(ctx context.Context, list client.ObjectList, options client.ListOptions) bool {
	into, ok := list.(*v1alpha1.DecisionList)
	if !ok || c == nil || !inCache(options) {
		return false
	}
	version := c.in(ctx, options.Namespace)
	if version == "" {
		return false
	}
	var found v1alpha1.DecisionList
	err := c.up.Cache.List(ctx, &found, client.InNamespace(options.Namespace), client.MatchingFieldsSelector{Selector: options.FieldSelector})
	if err != nil {
		return false
	}
	into.Items, into.ResourceVersion = found.Items, version
	return true
}

func (c *caught) in(ctx context.Context, namespace string) string {
	c.mu.Lock()
	if c.at[namespace] == nil {
		c.at[namespace] = &reachedOnce{}
	}
	at := c.at[namespace]
	c.mu.Unlock()
	at.once.Do(func() { at.version = c.up.reached(ctx, namespace) })
	return at.version
}

// inCache says whether the cache has an index for a question.
func inCache(options client.ListOptions) bool {
	if options.FieldSelector == nil || options.LabelSelector != nil || options.Limit != 0 || options.Continue != "" {
		return false
	}
	asked := options.FieldSelector.Requirements()
	if len(asked) != 1 {
		return false
	}
	value, exact := options.FieldSelector.RequiresExactMatch(asked[0].Field)
	within := options.Namespace != ""
	if !within {
		value = everywhere + value
	}
	return exact && findable(asked[0].Field, value, within)
}
