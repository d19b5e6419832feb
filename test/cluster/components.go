// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"fmt"
	"strconv"
)

// The components run with the data folder as their working directory, so
// these names need no path, and the sockets stay below the length that the
// system allows. etcd listens on sockets in that folder and on no port:
// nobody without access to the folder can reach it. It insists on a port in
// the address and takes it for a part of the file's name.
const (
	etcdSocket     = "unix://etcd:0"
	etcdPeerSocket = "unix://etcd-peer:0"

	caFile                = "ca.crt"
	servingCertFile       = "kube-apiserver.crt"
	servingKeyFile        = "kube-apiserver.key"
	serviceAccountKeyFile = "service-account.key"
	controllerManagerFile = "kube-controller-manager.kubeconfig"
)

func etcdArgs(o Options) []string {
	return []string{
		"--data-dir=etcd-data",
		"--listen-client-urls=" + etcdSocket,
		"--advertise-client-urls=" + etcdSocket,
		"--listen-peer-urls=" + etcdPeerSocket,
		"--initial-advertise-peer-urls=" + etcdPeerSocket,
		"--initial-cluster=default=" + etcdPeerSocket,
		"--enable-grpc-gateway=false",
		// Benchmarks write hundreds of thousands of revisions between two
		// compactions; the default of 2 GiB would turn the store read-only.
		"--quota-backend-bytes=8589934592",
		"--unsafe-no-fsync=" + strconv.FormatBool(o.Fast),
	}
}

func apiServerArgs(port int, o Options) []string {
	return append([]string{
		"--etcd-servers=" + etcdSocket,
		"--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", port),
		"--permit-port-sharing", // with the socket that reserves the port
		// Endpoints may not be loopback addresses, so nobody is told ours.
		"--advertise-address=127.0.0.1",
		"--endpoint-reconciler-type=none",
		"--service-cluster-ip-range=10.96.0.0/16",
		"--cert-dir=.",
		"--tls-cert-file=" + servingCertFile,
		"--tls-private-key-file=" + servingKeyFile,
		"--client-ca-file=" + caFile,
		"--authorization-mode=Node,RBAC",
		"--enable-admission-plugins=NodeRestriction",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + serviceAccountKeyFile,
		"--service-account-signing-key-file=" + serviceAccountKeyFile,
		// Left to Pod Security to refuse, as in any cluster with nodes.
		"--allow-privileged",
	}, o.APIServerArgs...)
}

func controllerManagerArgs(o Options) []string {
	return append([]string{
		"--kubeconfig=" + controllerManagerFile,
		"--secure-port=0",
		"--leader-elect=false",
		"--use-service-account-credentials",
		"--service-account-private-key-file=" + serviceAccountKeyFile,
		"--root-ca-file=" + caFile,
		// The defaults (20 requests a second) suit a slow change of few
		// namespaces; here thousands appear and vanish within seconds.
		"--kube-api-qps=500",
		"--kube-api-burst=1000",
		"--concurrent-namespace-syncs=20",
		"--concurrent-resource-quota-syncs=10",
	}, o.ControllerManagerArgs...)
}
