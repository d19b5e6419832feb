// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// calm is how long the control plane stands at least between two restarts: about
// as long as a scenario takes, and so long that an API server, which is restarted
// every other time, gets to know our kinds again: it asks which there are every
// thirty seconds, and refuses until then what a policy with parameters of such a
// kind is asked of. It stands three times as long as it took to come up: on a crowded
// machine it would be away for longer than it is there.
const calm = 20 * time.Second

// shake restarts the API server and etcd in turn until the context ends, and
// breaks every watch with the API server's.
func (h *House) shake(ctx context.Context) (restarts int, err error) {
	stands := calm
	for turn := 0; ; turn++ {
		select {
		case <-ctx.Done():
			return turn, nil
		case <-time.After(stands):
		}
		began := time.Now()
		component := []string{"kube-apiserver", "etcd"}[turn%2]
		if component == "kube-apiserver" {
			h.hub.breakAll()
		}
		if err := h.cluster.Restart(context.WithoutCancel(ctx), component); err != nil {
			return turn, err
		}
		stands = max(calm, 3*time.Since(began))
	}
}

// breakAll ends every watch; who watched goes on where it stopped.
func (h *Hub) breakAll() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, of := range h.domains {
		for s := range of.streams {
			s.end()
		}
	}
}

// end ends the stream without a word. The hub is locked.
func (s *stream) end() {
	s.pending = nil
	s.forget()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
	s.ready.Broadcast()
}

// patient is the connection of people, who try again when the API server is not
// there, or has just started and does not know yet what they may do, or our kinds.
type patient struct{ next http.RoundTripper }

// unserved says whether the API server is not there, or has just started.
func unserved(resp *http.Response, err error) bool {
	switch {
	case err != nil, resp.StatusCode >= http.StatusInternalServerError:
		return true
	case resp.StatusCode == http.StatusUnprocessableEntity:
		return unconfigured(resp)
	}
	return resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusForbidden
}

// unconfigured says whether a policy refuses since the kind of its parameters is not
// known yet. The body can be read again afterwards.
func unconfigured(resp *http.Response) bool {
	body, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	return bytes.Contains(body, []byte("failed to configure policy"))
}

// failing ends a body as it ended, nil being its end in order.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// RoundTrip tries for as long as nobody answers.
func (p patient) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := drainBody(req)
	if err != nil {
		return nil, err
	}
	for end := time.Now().Add(patience); ; time.Sleep(pollEvery) {
		if body != nil {
			req.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, err := p.next.RoundTrip(req)
		if !unserved(resp, err) || time.Now().After(end) || req.Context().Err() != nil {
			return resp, err
		}
		if err == nil {
			_ = resp.Body.Close()
		}
	}
}

// made takes an object that is there already for the one that was to be made:
// the answer to the create was lost.
func (h *House) made(ctx context.Context, by client.Client, o client.Object) error {
	err := by.Create(ctx, o)
	if h.shaky && apierrors.IsAlreadyExists(err) {
		err = h.admin.Get(ctx, client.ObjectKeyFromObject(o), o)
	}
	if err != nil {
		return fmt.Errorf("create %T %s: %w", o, o.GetName(), err)
	}
	return nil
}
