// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"k8s.io/client-go/rest"
)

// Hub watches each kind once, as the administrator, and hands every change to
// the domain that it belongs to. What belongs to none is shown to all.
type Hub struct {
	ctx    context.Context //nolint:containedctx // the hub lives as long as its watches
	client *http.Client
	host   string

	mu       sync.Mutex
	kinds    map[string]*sync.Once
	types    map[string][2]string // by kind: Kind and apiVersion
	newest   uint64
	domains  map[string]*history
	shared   *history
	houses   map[string]string // sandbox namespace: domain
	parents  map[string]string // agreement UID: domain
	failures []error
}

// history is every change of a domain since it was opened, in the order in which
// each kind's changes arrived, and who is told of further ones.
type history struct {
	changes []*change
	byKind  map[string][]*change
	streams map[*stream]bool
}

func newHistory() *history {
	return &history{byKind: map[string][]*change{}, streams: map[*stream]bool{}}
}

// take records a change and tells whoever follows.
func (of *history) take(c *change) {
	of.changes = append(of.changes, c)
	of.byKind[c.kind] = append(of.byKind[c.kind], c)
	for s := range of.streams {
		s.take(c)
	}
}

// NewHub is a hub on the API server of a configuration.
func NewHub(ctx context.Context, cfg *rest.Config) (*Hub, error) {
	client, err := rest.HTTPClientFor(cfg)
	if err != nil {
		return nil, fmt.Errorf("make the hub's client: %w", err)
	}
	return &Hub{
		ctx: ctx, client: client, host: cfg.Host, kinds: map[string]*sync.Once{}, types: map[string][2]string{}, domains: map[string]*history{},
		shared: newHistory(), houses: map[string]string{}, parents: map[string]string{},
	}, nil
}

// open begins the record of a domain.
func (h *Hub) open(domain string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.domains[domain] = newHistory()
}

// forget ends the record of a domain.
func (h *Hub) forget(domain string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.domains, domain)
	for _, names := range []map[string]string{h.houses, h.parents} {
		for name, of := range names {
			if of == domain {
				delete(names, name)
			}
		}
	}
}

// record is every change of a domain so far.
func (h *Hub) record(domain string) []*change {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.domains[domain] == nil {
		return nil
	}
	return slices.Clip(h.domains[domain].changes)
}

// compact leaves of the record of a domain what exists, in the order of the
// revisions, and returns it. Who follows it has seen all, or will.
func (h *Hub) compact(domain string) []*change {
	h.mu.Lock()
	defer h.mu.Unlock()
	of := h.domains[domain]
	of.changes = nil
	for kind, changes := range of.byKind {
		of.byKind[kind] = slices.SortedFunc(maps.Values(fold(changes, kind, 0)), byRevision)
		of.changes = append(of.changes, of.byKind[kind]...)
	}
	slices.SortFunc(of.changes, byRevision)
	return slices.Clip(of.changes)
}

// heart is the Heartbeat as it is, which the replicas of plans are shown in the
// place of what they would write to it. Somebody beats beside them: dozens, each
// due at once on a crowded machine, would write over one another.
func (h *Hub) heart() []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if beats := h.shared.byKind[heartbeats]; len(beats) > 0 {
		return beats[len(beats)-1].raw
	}
	return nil
}

func byRevision(a, b *change) int { return cmp.Compare(a.revision, b.revision) }

// revision is the newest that the hub has seen.
func (h *Hub) revision() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.newest
}

// failure is what broke a watch, if anything did.
func (h *Hub) failure() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return errors.Join(h.failures...)
}

// follow begins to watch a kind, once.
func (h *Hub) follow(kind string) {
	h.mu.Lock()
	once := h.kinds[kind]
	if once == nil {
		once = &sync.Once{}
		h.kinds[kind] = once
	}
	h.mu.Unlock()
	once.Do(func() {
		from, err := h.list(kind)
		if err != nil {
			h.failed(fmt.Errorf("list %s: %w", kind, err))
			return
		}
		go h.watch(kind, from)
	})
}

func (h *Hub) failed(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.failures = append(h.failures, err)
}

func (h *Hub) get(path string, query url.Values) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(h.ctx, http.MethodGet, h.host+path+"?"+query.Encode(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", "application/json")
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("%s %s", path, resp.Status)
	}
	return resp.Body, nil
}

func (h *Hub) list(kind string) (from string, err error) {
	body, err := h.get(kind, nil)
	if err != nil {
		return "", err
	}
	defer func() { _ = body.Close() }()
	var list struct {
		Kind, APIVersion string
		Metadata         struct{ ResourceVersion string }
		Items            []map[string]json.RawMessage
	}
	if err := json.NewDecoder(body).Decode(&list); err != nil {
		return "", err
	}
	name := strings.TrimSuffix(list.Kind, "List")
	h.mu.Lock()
	h.types[kind] = [2]string{name, list.APIVersion}
	h.mu.Unlock()
	for _, item := range list.Items { // items of a list do not say what they are
		item["kind"], _ = json.Marshal(name)
		item["apiVersion"], _ = json.Marshal(list.APIVersion)
		raw, err := json.Marshal(item)
		if err != nil {
			return "", err
		}
		c, err := newChange(kind, false, raw)
		if err != nil {
			return "", err
		}
		h.take(c)
	}
	return list.Metadata.ResourceVersion, nil
}

// watch takes the changes of a kind until the hub ends. A watch that breaks
// goes on where it stopped, so that no change is missed.
func (h *Hub) watch(kind, from string) {
	for h.ctx.Err() == nil {
		body, err := h.get(kind, url.Values{"watch": {"true"}, "resourceVersion": {from}, "timeoutSeconds": {"36000"}})
		if err != nil {
			continue // the API server restarts
		}
		from, err = h.drain(kind, from, body)
		_ = body.Close()
		if err != nil && h.ctx.Err() == nil {
			h.failed(fmt.Errorf("watch %s: %w", kind, err))
			return
		}
	}
}

func (h *Hub) drain(kind, from string, body io.Reader) (string, error) {
	frames := json.NewDecoder(body)
	for {
		var event struct {
			Type   string
			Object json.RawMessage
		}
		if err := frames.Decode(&event); err != nil {
			return from, nil //nolint:nilerr // the stream ended; it is asked for again
		}
		if event.Type == "ERROR" {
			return from, errors.New(string(event.Object))
		}
		c, err := newChange(kind, event.Type == "DELETED", event.Object)
		if err != nil {
			return from, err
		}
		h.take(c)
		from = strconv.FormatUint(c.revision, 10)
	}
}

// typeOf tells the Kind and apiVersion of a collection's objects. The hub is
// locked.
func (h *Hub) typeOf(kind string) (name, apiVersion string) {
	return h.types[kind][0], h.types[kind][1]
}

// take records a change and tells whoever follows its domain.
func (h *Hub) take(c *change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.newest = max(h.newest, c.revision)
	domain, known := h.owner(c)
	if !known {
		return
	}
	h.learn(domain, c)
	if domain == "" {
		h.shared.take(c)
		return
	}
	h.domains[domain].take(c)
}
