// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// apart gives a client a connection of its own: client-go lets all clients of
// equal access share one.
func apart(config *rest.Config) *rest.Config {
	config = rest.CopyConfig(config)
	config.Dial = (&net.Dialer{}).DialContext
	return config
}

func newClient(config *rest.Config, scheme *runtime.Scheme) (client.WithWatch, error) {
	c, err := client.NewWithWatch(apart(config), client.Options{Scheme: scheme})
	if err != nil {
		return nil, fmt.Errorf("make a client: %w", err)
	}
	return c, nil
}

// reader reads pods as the developers of sandboxes do, by impersonating their
// ServiceAccount, over one connection.
type reader struct {
	http *http.Client
	host string
}

func newReader(config *rest.Config) (*reader, error) {
	transport, err := rest.HTTPClientFor(apart(config))
	if err != nil {
		return nil, fmt.Errorf("make a reader: %w", err)
	}
	return &reader{http: transport, host: config.Host}, nil
}

// allowed lists the pods of a sandbox once, as the API server remembers them
// (resourceVersion=0): a list that asks for the latest is authorised in the same
// way and then waits up to 100 ms for etcd to confirm that nothing is newer, in
// which time one who asks in a loop is blind.
func (r *reader) allowed(ctx context.Context, namespace string) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.host+"/api/v1/namespaces/"+namespace+"/pods?resourceVersion=0", nil)
	if err != nil {
		return false, err
	}
	request.Header.Set("Impersonate-User", "system:serviceaccount:"+namespace+":developer")
	response, err := r.http.Do(request)
	if err != nil {
		return false, fmt.Errorf("read the pods of %s: %w", namespace, err)
	}
	_, copied := io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	switch {
	case copied != nil:
		return false, fmt.Errorf("read the pods of %s: %w", namespace, copied)
	case response.StatusCode == http.StatusOK:
		return true, nil
	case response.StatusCode == http.StatusForbidden:
		return false, nil
	}
	return false, fmt.Errorf("read the pods of %s: %s", namespace, response.Status)
}

// breath is the pause between two reads of one reader.
const breath = 500 * time.Microsecond

// until reads one namespace after the other, each until it gives the answer, and
// returns the instant of the last answer: by then all have given it. One read at
// a time, so that the reading does not compete with what is measured.
func (r *reader) until(ctx context.Context, answer bool, namespaces []string) (time.Time, error) {
	for _, namespace := range namespaces {
		for {
			allowed, err := r.allowed(ctx, namespace)
			if err != nil {
				return time.Time{}, err
			}
			if allowed == answer {
				break
			}
			time.Sleep(breath)
		}
	}
	return time.Now(), nil
}
