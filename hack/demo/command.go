// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"
)

// commandLimit bounds one command: each answers within seconds, but for one
// that waits for sandboxes.
const commandLimit = 2 * time.Minute

// allowed shows a command and its answer. The command must succeed, and every
// one of want be in its answer, which it returns.
func (s *stage) allowed(ctx context.Context, who, line string, want ...string) (string, error) {
	out, err := s.shown(ctx, who, line)
	if err != nil {
		return out, surprise{expected: "the command succeeds: " + line, happened: fmt.Sprintf("%v\n%s", err, out)}
	}
	return out, s.holds(line, out, want)
}

// refused shows a command and its answer. The command must fail, and every one
// of want be in its answer.
func (s *stage) refused(ctx context.Context, who, line string, want ...string) error {
	out, err := s.shown(ctx, who, line)
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		return surprise{expected: "the command is refused: " + line, happened: fmt.Sprintf("error %v, answer %q", err, out)}
	}
	return s.holds(line, out, want)
}

func (s *stage) holds(line, out string, want []string) error {
	for _, text := range want {
		if !strings.Contains(out, text) {
			return surprise{expected: fmt.Sprintf("the answer of `%s` contains %q", line, text), happened: "the answer\n" + out}
		}
	}
	return nil
}

func (s *stage) shown(ctx context.Context, who, line string) (string, error) {
	s.story.command(who, line)
	out, err := s.execute(ctx, who, line)
	s.story.answer(out)
	return out, err
}

// decides shows how an officer makes a Decision and returns the instant at
// which the API server acknowledged it. kubectl is asked to log its requests
// for that (-v=6); what it logs is not shown.
func (s *stage) decides(ctx context.Context, who, line string) (time.Time, error) {
	s.story.command(who, line)
	out, err := s.execute(ctx, who, strings.Replace(line, "kubectl create", "kubectl create -v=6", 1))
	var answer []string
	var acknowledged time.Time
	for text := range strings.Lines(out) {
		logged := logLine.FindStringSubmatch(text)
		if logged == nil {
			answer = append(answer, text)
		} else if strings.Contains(text, `verb="POST"`) && strings.Contains(text, `status="201 Created"`) {
			acknowledged, _ = instant(logged[1]) // the pattern has judged it
		}
	}
	s.story.answer(strings.Join(answer, ""))
	if err != nil || acknowledged.IsZero() {
		return acknowledged, surprise{expected: "the Decision is created: " + line, happened: fmt.Sprintf("%v\n%s", err, out)}
	}
	return acknowledged, nil
}

// logLine is how kubectl begins a line of its log: severity, month and day, time.
var logLine = regexp.MustCompile(`^[IWEF](\d{4} \d\d:\d\d:\d\d\.\d{6}) `)

// instant reads the time of a log line, which has no year.
func instant(text string) (time.Time, error) {
	return time.ParseInLocation("2006 0102 15:04:05.000000", fmt.Sprintf("%d %s", time.Now().Year(), text), time.Local)
}

// execute runs a command as somebody would type it, in the folder of the
// repository, and returns everything that it wrote.
func (s *stage) execute(ctx context.Context, who, line string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandLimit)
	defer cancel()
	p := s.people[who]
	cmd := exec.CommandContext(ctx, "/bin/sh", "-c", line)
	cmd.Dir = s.root
	cmd.Env = append(os.Environ(), "KUBECONFIG="+p.kubeconfig, "HOME="+p.home)
	// A group of its own, so that at the end no kubectl outlives its shell.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// path finds our plugin and the cluster's own kubectl before all others.
func (s *stage) path() string {
	return strings.Join([]string{filepath.Join(s.root, "bin"), filepath.Dir(s.cluster.Kubectl()), os.Getenv("PATH")}, string(filepath.ListSeparator))
}
