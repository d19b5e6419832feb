// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// program is a process that is measured from outside.
type program struct {
	name              string
	pid               int
	metrics, profiles string
}

// tick is the unit of CPU time in /proc.
const tick = 10 * time.Millisecond

// stat reads the fields of /proc/PID/stat from the state on: the name before
// them may hold spaces.
func (p *program) stat() []string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.pid))
	if err != nil {
		return nil // it ended, which its owner tells
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	return strings.Fields(rest)
}

// cpu is the CPU time used so far, in user and kernel mode.
func (p *program) cpu() time.Duration {
	const user, system = 11, 12
	fields := p.stat()
	if len(fields) <= system {
		return 0
	}
	u, _ := strconv.Atoi(fields[user])
	s, _ := strconv.Atoi(fields[system])
	return time.Duration(u+s) * tick
}

func selfCPU() time.Duration { return (&program{pid: os.Getpid()}).cpu() }

// pause stops the process and returns once it stands still.
func (p *program) pause() error {
	if err := syscall.Kill(p.pid, syscall.SIGSTOP); err != nil {
		return fmt.Errorf("pause %s: %w", p.name, err)
	}
	for range 1000 {
		if fields := p.stat(); len(fields) > 0 && fields[0] == "T" {
			return nil
		}
		time.Sleep(time.Millisecond)
	}
	return fmt.Errorf("pause %s: it goes on running", p.name)
}

func (p *program) resume() error {
	if err := syscall.Kill(p.pid, syscall.SIGCONT); err != nil {
		return fmt.Errorf("resume %s: %w", p.name, err)
	}
	return nil
}

// requests are the requests that the process has sent to the API server, by
// HTTP method, as its own client counts them.
func (p *program) requests(ctx context.Context) (map[string]int, error) {
	body, err := get(ctx, p.metrics+"/metrics")
	if err != nil {
		return nil, fmt.Errorf("read the metrics of %s: %w", p.name, err)
	}
	defer func() { _ = body.Close() }()
	sent := map[string]int{}
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		labels, ok := strings.CutPrefix(lines.Text(), "rest_client_requests_total{")
		if !ok {
			continue
		}
		_, rest, _ := strings.Cut(labels, `method="`)
		method, _, _ := strings.Cut(rest, `"`)
		_, value, _ := strings.Cut(rest, "} ")
		count, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("read the metrics of %s: %w", p.name, err)
		}
		sent[method] += int(count)
	}
	return sent, lines.Err()
}

// profile writes a CPU profile of the coming seconds to a file.
func (p *program) profile(ctx context.Context, seconds int, file string) error {
	body, err := get(ctx, fmt.Sprintf("%s/debug/pprof/profile?seconds=%d", p.profiles, seconds))
	if err != nil {
		return fmt.Errorf("profile %s: %w", p.name, err)
	}
	defer func() { _ = body.Close() }()
	out, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("profile %s: %w", p.name, err)
	}
	_, copied := io.Copy(out, body)
	return errors.Join(copied, out.Close())
}

func get(ctx context.Context, url string) (io.ReadCloser, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		_ = response.Body.Close()
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	return response.Body, nil
}
