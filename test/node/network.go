//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os/exec"
	"strings"
	"sync"
)

// isFree says whether nobody on this machine uses the addresses of the node.
func isFree() error {
	ours := netip.MustParsePrefix(testRange)
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return fmt.Errorf("list addresses: %w", err)
	}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Overlaps(ours) && prefix.Bits() > 0 {
			return fmt.Errorf("the machine has the address %s, in the range %s of the node: does another run go on, or a node of yours use it?", prefix, testRange)
		}
	}
	return nil
}

// plugIn lays a cable from the machine to the network of a process. Both ends go
// with the node's namespace of the network.
func plugIn(link string, pid int) error {
	return ip(
		fmt.Sprintf("link add %s type veth peer name eth0 netns %d", link, pid),
		"addr add "+outerIP+linkBits+" dev "+link,
		"link set "+link+" up",
		"route add "+podRange+" via "+nodeIP,
	)
}

// unplug takes the cable away where the node has not taken it along.
func unplug(link string) {
	_ = ip("link delete " + link) // fails when it is gone, which is usual
}

// joinNetwork brings up the node's end.
func joinNetwork() error {
	return ip("link set lo up", "addr add "+nodeIP+linkBits+" dev eth0", "link set eth0 up", "route add default via "+outerIP)
}

func ip(commands ...string) error {
	for _, command := range commands {
		if out, err := exec.Command("ip", strings.Fields(command)...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %s: %w: %s", command, err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

// forward lets the node reach an address of the machine's loopback, at the
// machine's end of the cable alone. It returns where, and what ends it.
func forward(target string) (string, io.Closer, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(outerIP, "0"))
	if err != nil {
		return "", nil, fmt.Errorf("listen for the node: %w", err)
	}
	go func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return // closed
			}
			go join(from, target)
		}
	}()
	return listener.Addr().String(), listener, nil
}

// join carries bytes both ways until one side ends.
func join(from net.Conn, target string) {
	to, err := net.Dial("tcp", target)
	if err != nil {
		_ = from.Close()
		return
	}
	var once sync.Once
	hangUp := func() { _ = errors.Join(from.Close(), to.Close()) }
	for _, pair := range [][2]net.Conn{{from, to}, {to, from}} {
		go func() {
			_, _ = io.Copy(pair[0], pair[1])
			once.Do(hangUp)
		}()
	}
}
