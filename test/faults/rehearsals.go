// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"sync"
)

// rehearsals remember the answers to dry runs. A process proves the guards by
// dozens of forbidden requests each time it starts; the guards are the same for
// all plans, and it is not they that fail here, so that each is asked once.
type rehearsals struct {
	mu      sync.Mutex
	answers map[string]rehearsal
}

type rehearsal struct {
	status      int
	contentType string
	body        []byte
}

func (r *rehearsals) answer(req *http.Request, account string, body []byte, base http.RoundTripper) (*http.Response, error) {
	hash := fnv.New64a()
	_, _ = hash.Write(body) // never fails
	key := fmt.Sprintf("%s %s %s %x", req.Method, req.URL, account, hash.Sum64())
	r.mu.Lock()
	known, ok := r.answers[key]
	r.mu.Unlock()
	if !ok {
		resp, err := base.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		known = rehearsal{status: resp.StatusCode, contentType: resp.Header.Get("Content-Type")}
		known.body, err = io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("read the answer to a dry run: %w", err)
		}
		if refused := known.status == http.StatusForbidden || known.status == http.StatusUnprocessableEntity; refused {
			r.mu.Lock()
			if r.answers == nil {
				r.answers = map[string]rehearsal{}
			}
			r.answers[key] = known
			r.mu.Unlock()
		}
	}
	return reply(req, known.status, known.contentType, known.body), nil
}
