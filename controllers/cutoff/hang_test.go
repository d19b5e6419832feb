// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cutoff

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	clocktesting "k8s.io/utils/clock/testing"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/beat"
)

// hanging is a transport on which one request gets no answer for as long as
// whoever made it waits, and every other one succeeds.
type hanging struct {
	request string
	mu      sync.Mutex
	seen    []string
}

// RoundTrip notes a request and answers it, or not.
func (h *hanging) RoundTrip(req *http.Request) (*http.Response, error) {
	request := req.Method + " " + req.URL.Path
	h.mu.Lock()
	h.seen = append(h.seen, request)
	h.mu.Unlock()
	if request == h.request {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"kind":"Status","apiVersion":"v1","status":"Success"}`)),
	}, nil
}

// over is a client whose requests go over a transport.
func over(t *testing.T, transport http.RoundTripper) client.Client {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	kinds := meta.NewDefaultRESTMapper(nil)
	kinds.Add(corev1.SchemeGroupVersion.WithKind("Namespace"), meta.RESTScopeRoot)
	kinds.Add(corev1.SchemeGroupVersion.WithKind("Pod"), meta.RESTScopeNamespace)
	kinds.Add(corev1.SchemeGroupVersion.WithKind("ResourceQuota"), meta.RESTScopeNamespace)
	kinds.Add(rbacv1.SchemeGroupVersion.WithKind("RoleBinding"), meta.RESTScopeNamespace)
	kinds.Add(networkingv1.SchemeGroupVersion.WithKind("NetworkPolicy"), meta.RESTScopeNamespace)
	config := &rest.Config{Host: "http://kube.invalid", Transport: transport, ContentConfig: rest.ContentConfig{ContentType: "application/json"}}
	made, err := client.New(config, client.Options{Scheme: scheme, Mapper: kinds})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// TestARequestThatHangsStopsNoOther lets each request of a cut hang in turn: the
// others go out, nothing is said to be complete, and where it is one that takes
// entry there is no beat for as long as it is not taken.
func TestARequestThatHangsStopsNoOther(t *testing.T) {
	const (
		inCore    = "/api/v1/namespaces/" + boxName
		inRBAC    = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + boxName + "/rolebindings/"
		inNetwork = "/apis/networking.k8s.io/v1/namespaces/" + boxName + "/networkpolicies/"
	)
	requests := []string{
		"PATCH " + inCore, "DELETE " + inRBAC + "mandate-room", "DELETE " + inRBAC + "mandate-door",
		"PATCH " + inNetwork + "mandate-egress-1", "PATCH " + inCore + "/resourcequotas/mandate", "GET " + inCore + "/pods",
	}
	entry := requests[:3]
	for _, request := range requests {
		t.Run(request, func(t *testing.T) {
			t.Parallel()
			local := clocktesting.NewFakeClock(time.Unix(1_000_000, 0))
			c, heart := newCutting(t), &Heart{Local: local, Owed: NewOwed(local)}
			transport := &hanging{request: request}
			cluster := over(t, transport)
			c.Knife = NewKnife(cluster, cluster, time.Second)
			of := key{name: types.NamespacedName{Namespace: "demo", Name: "g"}}
			heart.Owed.Begin(of)
			_, err := c.run(t.Context())
			heart.Owed.Done(of, err)
			if err == nil {
				t.Error("no error, want that it is tried again")
			}
			if !slices.Equal(transport.seen, requests) {
				t.Errorf("the requests are %q, want %q", transport.seen, requests)
			}
			local.Step(beat.Overdue + time.Second)
			if err := heart.hindered(); (err != nil) != slices.Contains(entry, request) {
				t.Errorf("what keeps it from beating is: %v", err)
			}
		})
	}
}
