// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command payload is all that pods run on the node of `make e2e`: a static
// program, so that an image needs nothing else.
//
//	payload                does nothing until it is told to end (the sandbox image)
//	payload talk ADDRESS   sends back what it receives, and prints what it counts
//	payload defy ADDRESS   the same, and does not end when it is told to
//	payload tick           prints lines
package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// every spaces the lines that are printed.
const every = 5 * time.Millisecond

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 0:
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM, syscall.SIGINT)
		<-told
		return nil
	case len(args) == 1 && args[0] == "tick":
		return tick(new(atomic.Int64))
	case len(args) == 2 && args[0] == "talk":
		return talk(args[1])
	case len(args) == 2 && args[0] == "defy":
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT)
		return talk(args[1])
	}
	return fmt.Errorf("payload knows tick, talk ADDRESS and defy ADDRESS, not %q", args)
}

// talk keeps one connection for as long as it stands, so that whoever holds the
// other end sees when the last byte left the pod.
func talk(address string) error {
	connection, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	var sent atomic.Int64
	go func() {
		_, err := io.Copy(counting{connection, &sent}, connection)
		fmt.Println("the connection ended:", err)
		os.Exit(1)
	}()
	return errors.Join(tick(&sent), connection.Close())
}

// counting counts what is written.
type counting struct {
	io.Writer
	sent *atomic.Int64
}

func (c counting) Write(b []byte) (int, error) {
	n, err := c.Writer.Write(b)
	c.sent.Add(int64(n))
	return n, err
}

// tick prints a line again and again, until nobody takes it.
func tick(sent *atomic.Int64) error {
	for n := 0; ; n++ {
		if _, err := fmt.Println(n, "lines,", sent.Load(), "bytes"); err != nil {
			return err
		}
		time.Sleep(every)
	}
}
