// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// reservePort finds a free TCP port of the loopback and holds it until
// release. The holding socket is bound but never listens, so no connection
// reaches it, and it shares the port with whoever of the same user asks for
// that (SO_REUSEPORT). Without it a test that runs at the same time could
// take the port between our finding it and the API server's opening it.
func reservePort() (port int, release func(), err error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return 0, nil, fmt.Errorf("reserve port: %w", err)
	}
	unix.CloseOnExec(fd)
	release = func() { _ = unix.Close(fd) }
	port, err = bindShared(fd)
	if err != nil {
		release()
		return 0, nil, fmt.Errorf("reserve port: %w", err)
	}
	return port, release, nil
}

func bindShared(fd int) (int, error) {
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1); err != nil {
		return 0, err
	}
	if err := unix.Bind(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, err
	}
	name, err := unix.Getsockname(fd)
	if err != nil {
		return 0, err
	}
	address, isIPv4 := name.(*unix.SockaddrInet4)
	if !isIPv4 {
		return 0, errors.New("the bound address is not IPv4")
	}
	return address.Port, nil
}
