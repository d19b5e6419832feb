// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"k8s.io/client-go/rest"

	"github.com/publicdata-io/mandate/test/install"
)

const (
	shortGrant = "ninety-seconds"
	shortLife  = 90 * time.Second
	// lateness is what the story allows between the end of a term and the first
	// denied read: it demands that there be an end, and measures how late.
	lateness = 10 * time.Second
	// readEvery spaces the reads of the ninety seconds, so that they do not
	// weigh on what is measured meanwhile.
	readEvery = 10 * time.Millisecond
)

// window is the grant of ninety seconds while its sandbox is read in the
// background, from when it opened until the first denied read.
type window struct {
	notAfter time.Time
	allowed  atomic.Int64 // how many reads were
	cancel   context.CancelFunc
	denied   <-chan later
}

// opensWindow makes a grant that ends in ninety seconds.
func (s *stage) opensWindow(ctx context.Context) error {
	s.story.say("Every grant ends by itself. To see one end, %s, who keeps the chain of this domain, makes one with a window of "+
		"ninety seconds, under an agreement of its own. While the next chapters are told, its sandbox is read a hundred times a "+
		"second, until the end.", editor)
	notAfter, err := s.makesGrant(ctx, shortGrant, shortLife, install.ShortAgreement+"---\n")
	if err != nil {
		return err
	}
	namespace, err := s.sandbox(ctx, shortGrant)
	if err != nil {
		return err
	}
	if err := s.watchesEnd(ctx, namespace, notAfter); err != nil {
		return err
	}
	s.story.say("A token of the API server lives at least ten minutes, and no token of a sandbox may outlive its grant. So this one " +
		"has no door, and the refusal says so:")
	if err := s.refused(ctx, developer, "kubectl mandate login "+shortGrant+" -n demo-health", "A token lives at least ten minutes"); err != nil {
		return err
	}
	s.story.say("Its room is there all the same; the administrator looks into it under the name of its developer account.")
	_, err = s.allowed(ctx, admin, "kubectl -n "+namespace+" get configmap mandate-grant -o jsonpath='{.data.until}' --as=system:serviceaccount:"+namespace+":developer", notAfter.UTC().Format(time.RFC3339))
	return err
}

// makesGrant applies a grant that is in force from now on, by the time of the
// API server, for the given time, after what it needs.
func (s *stage) makesGrant(ctx context.Context, name string, life time.Duration, before string) (time.Time, error) {
	now, err := s.serverTime(ctx)
	if err != nil {
		return now, err
	}
	notAfter := now.Add(life)
	_, err = s.allowed(ctx, editor, "kubectl apply --server-side -f - <<EOF\n"+before+install.ShortGrant(name, now, notAfter)+"EOF",
		"developergrant.mandate.publicdata.io/"+name+" serverside-applied")
	return notAfter, err
}

// serverTime is the API server's own, in whole seconds.
func (s *stage) serverTime(ctx context.Context) (time.Time, error) {
	config := s.cluster.Config()
	web, err := rest.HTTPClientFor(config)
	if err != nil {
		return time.Time{}, fmt.Errorf("make client: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, config.Host+"/version", nil)
	if err != nil {
		return time.Time{}, fmt.Errorf("ask for the time: %w", err)
	}
	response, err := web.Do(request)
	if err != nil {
		return time.Time{}, fmt.Errorf("ask for the time: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	now, err := http.ParseTime(response.Header.Get("Date"))
	if err != nil {
		return now, fmt.Errorf("read the time of the API server: %w", err)
	}
	return now, nil
}

// watchesEnd begins to read the sandbox in the background.
func (s *stage) watchesEnd(ctx context.Context, namespace string, notAfter time.Time) error {
	read, err := s.readsFor(shortGrant, namespace)
	if err != nil {
		return err
	}
	if err := s.stillReads(ctx, read); err != nil {
		return err
	}
	ctx, cancel := context.WithDeadline(ctx, notAfter.Add(lateness))
	s.window = &window{notAfter: notAfter, cancel: cancel}
	s.window.denied = soon(func() ([]answer, error) { return read.paced(ctx, &s.window.allowed) })
	return nil
}

// paced reads every readEvery until a read is denied, and counts those that
// were allowed.
func (r reader) paced(ctx context.Context, allowed *atomic.Int64) ([]answer, error) {
	tick := time.NewTicker(readEvery)
	defer tick.Stop()
	for {
		got, err := r.read(ctx)
		if ctx.Err() != nil {
			return nil, surprised("the sandbox is refused at the end of its term", ctx.Err())
		}
		if err != nil || got.refusal != "" {
			return []answer{got}, err
		}
		allowed.Add(1)
		<-tick.C
	}
}

// closeWindow ends the reading in the background.
func (s *stage) closeWindow() {
	if s.window != nil {
		s.window.cancel()
	}
}

// windowEnds waits for the end and judges when the sandbox was refused. The API
// server runs on this machine, so its clock is ours.
func (s *stage) windowEnds(ctx context.Context) error {
	w := s.window
	s.story.say("The term of %s ends at %s, in %s. Nobody does anything about it.", shortGrant, w.notAfter.UTC().Format(time.RFC3339), span(max(0, time.Until(w.notAfter))))
	first := s.waitsForEnd(w)
	if first.err != nil {
		return first.err
	}
	late := first.answers[0].at.Sub(w.notAfter)
	if late < 0 {
		return surprise{expected: "no read is denied before the end of the term", happened: "one was, " + span(-late) + " before it"}
	}
	s.story.check("The first denied read came %s after the end of the term. Until then %d reads were allowed and none denied.", span(late), w.allowed.Load())
	s.measured("end of a term → first denied read", late)
	if err := s.isFrozen(ctx, shortGrant); err != nil {
		return err
	}
	_, err := s.allowed(ctx, admin, conditionsOf(shortGrant), "Active=False (TermEnded)", "Ready=True")
	return err
}

// waitsForEnd says now and then that it waits.
func (s *stage) waitsForEnd(w *window) later {
	tick := time.NewTicker(15 * time.Second)
	defer tick.Stop()
	for {
		select {
		case first := <-w.denied:
			return first
		case now := <-tick.C:
			s.story.line(s.story.paint(faint, fmt.Sprintf("  … %d reads allowed, %s to go", w.allowed.Load(), span(max(0, w.notAfter.Sub(now))))))
		}
	}
}
