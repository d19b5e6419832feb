// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/guard"
)

// journal is what the processes of a plan wrote. A write is known by what it is
// and how often it was made before, so that it is the same one in every run of
// the scenario: "PATCH namespaces box-g #2".
type journal struct {
	mu     sync.Mutex
	writes []write
	counts map[string]int
	under  int
	last   time.Time
}

type write struct{ process, id string }

// begin notes a write and returns its identity.
func (j *journal) begin(process, what string) string {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.counts == nil {
		j.counts = map[string]int{}
	}
	counted := kindOfProcess(process) + " " + what
	j.counts[counted]++
	id := fmt.Sprintf("%s#%d", what, j.counts[counted])
	j.writes = append(j.writes, write{process: process, id: id})
	j.under++
	j.last = time.Now()
	return id
}

func (j *journal) end() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.under--
	j.last = time.Now()
}

// resume takes a write that was stopped for under way again.
func (j *journal) resume() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.under++
	j.last = time.Now()
}

// reset forgets what was written.
func (j *journal) reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.writes, j.counts = nil, nil
}

// touch takes what people do for something that moves.
func (j *journal) touch() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last = time.Now()
}

// quietFor says for how long nothing has been written.
func (j *journal) quietFor() time.Duration {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.under > 0 {
		return 0
	}
	return time.Since(j.last)
}

func (j *journal) all() []write {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]write(nil), j.writes...)
}

// What differs between runs of a scenario.
var (
	digests  = regexp.MustCompile(`[0-9a-f]{16,64}`)
	uids     = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	instants = regexp.MustCompile(`[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]{5})`)
)

// identify says what a write is, in names that are the same in every run.
func (w *world) identify(req *http.Request, body []byte) string {
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	if parts[0] == "apis" {
		parts = parts[3:]
	} else {
		parts = parts[2:]
	}
	if req.Method == http.MethodPost {
		parts = append(parts, nameIn(body))
	}
	if len(parts) > 2 && parts[0] == "namespaces" && parts[2] != "status" {
		parts = append(parts[2:3], append([]string{parts[1]}, parts[3:]...)...)
	}
	return req.Method + ":" + w.readable(strings.Join(parts, ":"))
}

// readable puts the plan's own words for names that follow from UIDs.
func (w *world) readable(text string) string {
	text = w.boxes().Replace(text)
	text = strings.ReplaceAll(strings.ReplaceAll(text, w.prefix(), "D-"), w.name, "D")
	return digests.ReplaceAllString(text, "*")
}

// isShared says whether a write is to what all plans share: the heartbeat, the
// canary, the probe.
func (w *world) isShared(path string, body []byte) bool {
	for _, shared := range []string{"heartbeats", "mandate-canary", guard.ProbeSandbox, "namespaces/" + v1alpha1.SystemNamespace} {
		if strings.Contains(path, shared) || strings.HasPrefix(nameIn(body), shared) {
			return true
		}
	}
	return false
}
