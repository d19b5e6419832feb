// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// errDead is what a process gets for every request once it was killed; nobody
// reads it.
var errDead = errors.New("the process was killed")

// errLost is what a process gets that goes on: the connection broke.
var errLost = errors.New("connection reset by peer")

// wire is the connection of one run of one process.
type wire struct {
	process *process
	run     *run
	base    http.RoundTripper
}

var _ http.RoundTripper = wire{}

// RoundTrip serves watches from the hub and lets faults at the writes.
func (w wire) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := w.run.wait(req.Context()); err != nil {
		return nil, err
	}
	if req.Method == http.MethodGet {
		if req.URL.Query().Get("watch") == "true" {
			return w.run.view.watch(req)
		}
		if req.URL.Query().Get("resourceVersion") == "0" {
			panic("a cache lists without a watch, which the hub does not serve: " + req.URL.String())
		}
		return w.answered(w.base.RoundTrip(w.own(req)))
	}
	return w.write(req)
}

// answered drops the answer to a process that was killed meanwhile.
func (w wire) answered(resp *http.Response, err error) (*http.Response, error) {
	if w.run.isDead() && err == nil {
		_ = resp.Body.Close()
		return nil, errDead
	}
	return resp, err
}

func (w wire) write(req *http.Request) (*http.Response, error) {
	body, err := drainBody(req)
	if err != nil {
		return nil, err
	}
	if req.URL.Query().Has("dryRun") {
		return w.process.world.house.rehearsals.answer(req, kindOfProcess(w.process.name), body, w.base)
	}
	if strings.HasSuffix(req.URL.Path, "/events") { // of no weight in any of this
		return echo(req, body), nil
	}
	world := w.process.world
	if heart := world.house.hub.heart(); heart != nil && !w.process.isOperator() && strings.HasPrefix(req.URL.Path, heartbeats+"/") {
		return reply(req, http.StatusOK, "application/json", heart), nil
	}
	moreOfAnEvent := strings.Contains(req.URL.Path, "/events/") // of one that was not sent
	if moreOfAnEvent || world.isShared(req.URL.Path, body) {
		return w.answered(w.base.RoundTrip(req))
	}
	return w.fault(req, body)
}

// fault sends a write that a plan may fail, lose or stop.
func (w wire) fault(req *http.Request, body []byte) (*http.Response, error) {
	world := w.process.world
	id := world.journal.begin(w.process.name, world.identify(req, body))
	defer world.journal.end()
	switch world.fault.Load().at(w.process.name, id) {
	case failBefore:
		w.run.kill()
		return nil, errDead
	case loseAfter:
		if resp, err := w.base.RoundTrip(req); err == nil {
			_ = resp.Body.Close()
		}
		w.run.kill()
		return nil, errDead
	case refuseBefore:
		return nil, errLost
	case forgetAfter:
		if resp, err := w.base.RoundTrip(req); err == nil {
			_ = resp.Body.Close()
		}
		return nil, errLost
	case stopBefore:
		world.journal.end() // nothing moves while it is stopped
		world.halt(w.process, w.run)
		err := w.run.wait(req.Context())
		world.journal.resume()
		if err != nil {
			return nil, err
		}
	}
	return w.answered(w.base.RoundTrip(req))
}

// drainBody reads the body of a request and puts it back.
func drainBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("read the body of %s %s: %w", req.Method, req.URL.Path, err)
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// echo answers a create with what was to be created.
func echo(req *http.Request, body []byte) *http.Response {
	return reply(req, http.StatusCreated, "application/json", body)
}

func reply(req *http.Request, status int, contentType string, body []byte) *http.Response {
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(bytes.NewReader(body)),
		ContentLength: int64(len(body)), Request: req,
	}
}

// nameIn is the name of the object in the body of a create.
func nameIn(body []byte) string {
	var object struct{ Metadata struct{ Name string } }
	if json.Unmarshal(body, &object) != nil {
		return ""
	}
	return object.Metadata.Name
}
