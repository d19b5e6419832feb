// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	kubernetes "k8s.io/apimachinery/pkg/version"

	"github.com/publicdata-io/mandate/controllers/kube"
)

// asMandate has the test binary be the program.
const asMandate = "MANDATE_TEST_AS_MANDATE"

func TestMain(m *testing.M) {
	if os.Getenv(asMandate) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestAProcessThatIsToldToEndWhileItBeginsEnds signals the program as soon as it
// asks for what never comes.
func TestAProcessThatIsToldToEndWhileItBeginsEnds(t *testing.T) {
	last := func(req *http.Request) bool { return strings.Contains(req.URL.Path, "/heartbeats/") }
	lists := func(req *http.Request) bool { return strings.Count(req.URL.Path, "/") > 3 && !last(req) }
	tests := map[string]struct {
		command string
		// silent are the requests that are never answered.
		silent func(*http.Request) bool
	}{
		"the operator, while it asks for the time":      {"operator", func(*http.Request) bool { return true }},
		"the operator, while it asks for the last beat": {"operator", last},
		"the operator, while its caches are filled":     {"operator", lists},
		"cutoff, while it asks for the last beat":       {"cutoff", last},
		"cutoff, while its caches are filled":           {"cutoff", lists},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := make(chan string, 1)
			server := begins(t, tc.silent, asked)
			var out bytes.Buffer
			program := exec.CommandContext(t.Context(), os.Args[0], tc.command,
				"--kubeconfig", kubeconfig(t, server), "--metrics-bind-address=0", "--health-probe-bind-address=0")
			program.Env = append(os.Environ(), asMandate+"=1")
			program.Stdout, program.Stderr = &out, &out
			if err := program.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- program.Wait() }()
			select {
			case path := <-asked:
				t.Logf("told to end while it asks for %s", path)
			case err := <-ended:
				t.Fatalf("it ended by itself: %v\n%s", err, &out)
			case <-time.After(time.Minute):
				t.Fatal("it did not ask")
			}
			told := time.Now()
			if err := program.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := <-ended; err != nil {
				t.Errorf("it ended with %v\n%s", err, &out)
			}
			if took := time.Since(told); took > lastBreath {
				t.Errorf("it ended %s after it was told to", took)
			}
		})
	}
}

// begins is an API server that has every kind, holds nothing, and says what it
// was asked first that it never answers.
func begins(t *testing.T, silent func(*http.Request) bool, asked chan<- string) *httptest.Server {
	t.Helper()
	return serves(t, kinds(t), silent, asked)
}

// serves answers with what is served, and says what it was asked first that it
// never answers.
func serves(t *testing.T, served map[string]any, silent func(*http.Request) bool, asked chan<- string) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if silent(req) {
			select {
			case asked <- req.URL.Path:
			default:
			}
			<-req.Context().Done()
			return
		}
		w.Header().Set("Content-Type", "application/json")
		answer, known := served[req.URL.Path]
		if !known {
			w.WriteHeader(http.StatusNotFound)
			answer = metav1.Status{TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusFailure, Reason: metav1.StatusReasonNotFound, Code: http.StatusNotFound}
		}
		if err := json.NewEncoder(w).Encode(answer); err != nil && req.Context().Err() == nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

// kinds are the documents by which an API server says what it serves.
func kinds(t *testing.T) map[string]any {
	t.Helper()
	scheme, err := kube.NewScheme()
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]*metav1.APIGroup{}
	lists := map[string]*metav1.APIResourceList{}
	for kind := range scheme.AllKnownTypes() {
		at := "/apis/" + kind.Group + "/" + kind.Version
		if kind.Group == "" {
			at = "/api/" + kind.Version
		}
		if lists[at] == nil {
			lists[at] = &metav1.APIResourceList{TypeMeta: metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"}, GroupVersion: kind.GroupVersion().String()}
			if groups[kind.Group] == nil {
				groups[kind.Group] = &metav1.APIGroup{Name: kind.Group}
			}
			of := groups[kind.Group]
			of.Versions = append(of.Versions, metav1.GroupVersionForDiscovery{GroupVersion: kind.GroupVersion().String(), Version: kind.Version})
		}
		plural, singular := meta.UnsafeGuessKindToResource(kind)
		lists[at].APIResources = append(lists[at].APIResources, metav1.APIResource{
			Name: plural.Resource, SingularName: singular.Resource, Kind: kind.Kind, Verbs: metav1.Verbs{"get", "list", "watch"},
		})
	}
	all := metav1.APIGroupList{TypeMeta: metav1.TypeMeta{Kind: "APIGroupList", APIVersion: "v1"}}
	for name, group := range groups {
		slices.SortFunc(group.Versions, func(a, b metav1.GroupVersionForDiscovery) int { return strings.Compare(a.Version, b.Version) })
		group.PreferredVersion = group.Versions[0]
		if name != "" {
			all.Groups = append(all.Groups, *group)
		}
	}
	served := map[string]any{
		"/version": kubernetes.Info{Major: "1", Minor: fmt.Sprint(oldest), GitVersion: fmt.Sprintf("v1.%d.0", oldest)},
		"/api":     metav1.APIVersions{TypeMeta: metav1.TypeMeta{Kind: "APIVersions", APIVersion: "v1"}, Versions: []string{"v1"}},
		"/apis":    all,
	}
	for at, list := range lists {
		served[at] = list
	}
	return served
}

// empty serves lists of every kind, with nothing in them.
func empty(served map[string]any) {
	for at, answer := range served {
		list, ok := answer.(*metav1.APIResourceList)
		if !ok {
			continue
		}
		for _, r := range list.APIResources {
			served[at+"/"+r.Name] = metav1.PartialObjectMetadataList{TypeMeta: metav1.TypeMeta{APIVersion: list.GroupVersion, Kind: r.Kind + "List"}}
		}
	}
}

// withoutKinds takes those kinds out of a group whose name begins so.
func withoutKinds(served map[string]any, at, begins string) {
	list := served[at].(*metav1.APIResourceList)
	list.APIResources = slices.DeleteFunc(list.APIResources, func(r metav1.APIResource) bool { return strings.HasPrefix(r.Kind, begins) })
}

func kubeconfig(t *testing.T, server *httptest.Server) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubeconfig")
	text := fmt.Sprintf("{apiVersion: v1, kind: Config, current-context: c, clusters: [{name: c, cluster: {server: %q}}], contexts: [{name: c, context: {cluster: c}}]}", server.URL)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatDoesNotEndIsLeftBehind(t *testing.T) {
	broken := errors.New("broken")
	forever := make(chan struct{})
	t.Cleanup(func() { close(forever) })
	told, tell := context.WithCancel(t.Context())
	tell()
	tests := map[string]struct {
		ctx  context.Context //nolint:containedctx // what the case begins with
		run  func(context.Context) error
		want error
	}{
		"ends by itself":            {t.Context(), func(context.Context) error { return nil }, nil},
		"fails":                     {t.Context(), func(context.Context) error { return broken }, broken},
		"ends when it is told to":   {told, func(ctx context.Context) error { return ctx.Err() }, nil},
		"fails when it is told to":  {told, func(context.Context) error { return broken }, broken},
		"does not end when told to": {told, func(context.Context) error { <-forever; return nil }, errHeld},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if err := until(tc.ctx, time.Millisecond, tc.run); !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}
