// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command demo shows what Mandate does, on a real control plane of its own: it
// tells a story in chapters, runs every command in it for real, checks each
// answer, and measures. It exits with 0 only if everything came as told.
//
// With -dead it waits, with everything of ours dead, until reads have ended too:
// about eleven minutes. With -keep it tells nothing: it brings the same cluster
// up and keeps it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// limit is far above the five minutes that the story takes, and the eleven more
// until reads end with everything of ours dead.
const limit = 30 * time.Minute

func main() {
	keep := flag.Bool("keep", false, "bring the cluster up with the samples and keep it until Ctrl-C")
	dead := flag.Bool("dead", false, "with everything of ours dead, wait about eleven minutes until reads end too")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends us at once; the cluster's keeper cleans up
	os.Exit(run(ctx, *keep, *dead))
}

// run returns the exit code once nothing is left of the stage, whichever way
// the story went.
func run(ctx context.Context, keep, dead bool) int {
	out := newStory(os.Stdout)
	s, err := newStage(out)
	if err == nil {
		s.waitsForReads = dead
		err = s.play(ctx, keep)
		s.failed = err != nil && ctx.Err() == nil
		err = errors.Join(err, s.strike())
	}
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		out.say("Interrupted. The cluster and all its processes are gone, and so are their data.")
		return 130
	}
	out.failure(err, s)
	return 1
}

func (s *stage) play(ctx context.Context, keep bool) error {
	if keep {
		return s.keepUp(ctx)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("the story was not over after %s", limit))
	defer cancel()
	defer s.closeWindow()
	for i, c := range chapters {
		s.story.chapter(i+1, c.title)
		if err := c.tell(s, ctx); err != nil {
			return fmt.Errorf("chapter %d, %s: %w", i+1, c.title, errors.Join(err, context.Cause(ctx), s.dead()))
		}
	}
	return nil
}

// chapters are the story, in the order in which it is told.
var chapters = []struct {
	title string
	tell  func(*stage, context.Context) error
}{
	{"A control plane, and Mandate on it", (*stage).installs},
	{"A chain of authority 授权链: one agreement, twenty grants, twenty sandboxes", (*stage).appliesSamples},
	{"A grant for ninety seconds, and why it has no door", (*stage).opensWindow},
	{"A developer comes in through the door", (*stage).logsIn},
	{"What the developer may do, and nothing else", (*stage).confines},
	{"A grant is suspended 暂停", (*stage).suspendsGrant},
	{"The suspension is lifted 恢复", (*stage).liftsGrant},
	{"One of two inputs is suspended, the other stays", (*stage).suspendsInput},
	{"The agreement 授权运营协议 is suspended: twenty grants at once", (*stage).suspendsAgreement},
	{"The ninety seconds are over", (*stage).windowEnds},
	{"With everything of ours dead, the API server still refuses", (*stage).diesAndRefuses},
	{"What was measured, and what was not shown", (*stage).sumsUp},
}
