// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// counter answers with the number of the request.
type counter struct {
	client.Reader
	count atomic.Int64
}

func (c *counter) Get(_ context.Context, _ client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	into.SetResourceVersion(strconv.FormatInt(c.count.Add(1), 10))
	return nil
}

// member joins a round, tells what it read there, and leaves when told to.
type member struct {
	read  chan string
	leave chan struct{}
}

func join(t *testing.T, rounds *Rounds) member {
	m := member{read: make(chan string, 1), leave: make(chan struct{})}
	go func() {
		live, leave, err := rounds.Join(t.Context())
		if err != nil {
			t.Error(err)
			return
		}
		defer leave()
		var got corev1.Namespace
		if err := live.Get(t.Context(), types.NamespacedName{Name: "a"}, &got); err != nil {
			t.Error(err)
		}
		m.read <- got.ResourceVersion
		<-m.leave
	}()
	return m
}

// settle waits until so many wait for the next round, and so many are busy.
func settle(rounds *Rounds, waiting, busy int) {
	for {
		rounds.mu.Lock()
		w, b := 0, rounds.busy
		if rounds.next != nil {
			w = rounds.next.waiting
		}
		rounds.mu.Unlock()
		if w == waiting && b == busy {
			return
		}
		runtime.Gosched()
	}
}

func TestWhoJoinsWhileOthersAreBusySharesTheNextRound(t *testing.T) {
	rounds := NewRounds(&counter{}, nil)
	var busy []member
	for i := range 3 { // few are busy: each reads at once, and alone
		m := join(t, rounds)
		if got, want := <-m.read, strconv.Itoa(i+1); got != want {
			t.Errorf("the answer is of request %s, want %s", got, want)
		}
		busy = append(busy, m)
	}
	one := join(t, rounds)
	settle(rounds, 1, 3)
	two := join(t, rounds)
	for _, m := range []member{one, two} {
		if got := <-m.read; got != "4" {
			t.Errorf("an answer of the shared round is of request %s, want 4", got)
		}
	}
	for _, m := range append(busy, one, two) {
		close(m.leave)
	}
	settle(rounds, 0, 0)
}

func TestARoundBeginsWhenTheBusyLeave(t *testing.T) {
	rounds := NewRounds(&counter{}, nil)
	var busy []member
	for range 3 {
		m := join(t, rounds)
		<-m.read
		busy = append(busy, m)
	}
	last := join(t, rounds)
	settle(rounds, 1, 3)
	close(busy[0].leave)
	if got := <-last.read; got != "4" {
		t.Errorf("the answer is of request %s, want 4", got)
	}
	close(busy[1].leave)
	close(busy[2].leave)
	close(last.leave)
	settle(rounds, 0, 0)
}

func TestWhoGivesUpHoldsNobodyUp(t *testing.T) {
	rounds := NewRounds(&counter{}, nil)
	var busy []member
	for range 3 {
		m := join(t, rounds)
		<-m.read
		busy = append(busy, m)
	}
	gone, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, _, err := rounds.Join(gone); err == nil {
		t.Error("who gave up was let in")
	}
	settle(rounds, 0, 3)
	for _, m := range busy {
		close(m.leave)
	}
	settle(rounds, 0, 0)
}
