// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package builder makes objects of the API for tests, in the words of the
// domain. What a test does not say has a value that the API server accepts and
// that is in force in 2026, in the edition demo.1 of the domain Domain.
package builder

import (
	"crypto/sha256"
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// What objects refer to where a test does not say otherwise.
const (
	// Domain is the domain namespace.
	Domain = "demo-health"
	// Edition is the pinned edition.
	Edition = "demo.1"
	// StandardClass is the sandbox class of grants.
	StandardClass = "standard"
	// Bureau grants agreements.
	Bureau = "data-bureau"
	// Operator runs the data.
	Operator = "data-group"
	// SourceUnit supplies the data.
	SourceUnit = "health-commission"
	// Holder develops.
	Holder = "medtech"
)

// UIDOf is a UID that follows from what an object is, in the form of those of
// the API server.
func UIDOf(kind, namespace, name string) types.UID {
	sum := sha256.Sum256([]byte(kind + "/" + namespace + "/" + name))
	return types.UID(fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16]))
}

// Instant reads an instant in RFC 3339; it panics on anything else, so that a
// test that is written wrongly stops.
func Instant(rfc3339 string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, rfc3339)
	if err != nil {
		panic(fmt.Sprintf("a test names no instant: %v", err))
	}
	return t
}

func meta(kind, namespace, name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: namespace, Name: name, UID: UIDOf(kind, namespace, name), Generation: 1}
}

func term(from, to string) *v1alpha1.Term {
	return &v1alpha1.Term{From: v1alpha1.Date(from), To: v1alpha1.Date(to)}
}

func window(from, to string) *v1alpha1.Window {
	return &v1alpha1.Window{NotBefore: metav1.NewTime(Instant(from)), NotAfter: metav1.NewTime(Instant(to))}
}

func deletion(at string) *metav1.Time {
	t := metav1.NewTime(Instant(at))
	return &t
}

func names(in []string) []v1alpha1.ObjectName {
	out := make([]v1alpha1.ObjectName, len(in))
	for i, name := range in {
		out[i] = v1alpha1.ObjectName(name)
	}
	return out
}
