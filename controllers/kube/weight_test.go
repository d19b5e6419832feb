// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// cachedSandbox is the namespace of a sandbox as the API server sends it: every
// text is its own.
func cachedSandbox(i int) *metav1.PartialObjectMetadata {
	own := strings.Clone
	box := &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Name: fmt.Sprintf("sandbox-%020x", i), UID: "00000000-0000-4000-8000-000000000000", ResourceVersion: fmt.Sprint(1000 + i),
		Labels: map[string]string{}, Annotations: map[string]string{},
	}}
	for _, key := range []string{
		"sandbox", "agreement-uid", "part", "input-0123456789abcdef0123", "input-0123456789abcdef0124",
	} {
		box.Labels[own("mandate.publicdata.io/"+key)] = own("00000000-0000-4000-8000-000000000001")
	}
	for _, key := range []string{"enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version"} {
		box.Labels[own("pod-security.kubernetes.io/"+key)] = own("restricted")
	}
	box.Labels[own("mandate.publicdata.io/grant-uid")] = fmt.Sprintf("00000000-0000-4000-8000-%012x", i)
	box.Labels[own("kubernetes.io/metadata.name")] = fmt.Sprintf("sandbox-%020x", i)
	for _, key := range []string{"holder", "class", "retention-days", "not-after", "registries", "storage-classes"} {
		box.Annotations[own("mandate.publicdata.io/"+key)] = own("of all that hang on one agreement")
	}
	box.Annotations[own("mandate.publicdata.io/grant")] = fmt.Sprintf("demo-health/g%d", i)
	box.Annotations[own("mandate.publicdata.io/opened-by")] = fmt.Sprintf("facts DeveloperGrant=%d,Decision=12,OperationAgreement=13 at %d; answers ", i, i)
	return box
}

// TestWhatACachedSandboxWeighs bounds what the namespace of a sandbox weighs in
// the cache of each process.
func TestWhatACachedSandboxWeighs(t *testing.T) {
	const (
		boxes = 4000
		most  = 2300 // bytes
	)
	before, held := liveHeap(), make([]any, boxes)
	for i := range held {
		kept, err := slim(cachedSandbox(i))
		if err != nil {
			t.Fatal(err)
		}
		held[i] = kept
	}
	each := int(liveHeap()-before) / boxes
	t.Logf("%d bytes", each)
	if each > most {
		t.Errorf("a cached sandbox weighs %d bytes, want %d at most", each, most)
	}
	runtime.KeepAlive(held)
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // what unique no longer holds goes at the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
