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

// allowed lists the pods of a sandbox once.
func (r *reader) allowed(ctx context.Context, namespace string) (bool, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.host+"/api/v1/namespaces/"+namespace+"/pods", nil)
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

// until reads all namespaces in turn until each has given the answer once, and
// returns the instant of the last.
func (r *reader) until(ctx context.Context, answer bool, namespaces []string) (time.Time, error) {
	left := append([]string(nil), namespaces...)
	var last time.Time
	for {
		var open []string
		for _, namespace := range left {
			allowed, err := r.allowed(ctx, namespace)
			if err != nil {
				return last, err
			}
			if allowed == answer {
				last = time.Now()
			} else {
				open = append(open, namespace)
			}
		}
		if left = open; len(left) == 0 {
			return last, nil
		}
		time.Sleep(breath)
	}
}
