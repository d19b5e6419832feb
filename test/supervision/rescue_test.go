// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package supervision

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const ours = "/apis/mandate.publicdata.io/v1alpha1"

// uses are requests of each kind that break-glass alone lets through, on objects
// that are not there: what is asked is recorded whether it is found or not.
var uses = map[string]struct{ method, path, what string }{
	"a namespace is deleted":              {http.MethodDelete, "/api/v1/namespaces/none", "namespaces"},
	"a namespace is finalized":            {http.MethodPut, "/api/v1/namespaces/none/finalize", "namespaces/finalize"},
	"what others refer to is deleted":     {http.MethodDelete, ours + "/organizations/none", "organizations"},
	"an Objection is deleted":             {http.MethodDelete, ours + "/namespaces/demo-health/objections/none", "objections"},
	"a CRD is marked":                     {http.MethodPatch, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/none", "customresourcedefinitions"},
	"a finalizer is taken off":            {http.MethodPatch, ours + "/namespaces/demo-health/developergrants/none", "developergrants"},
	"a status is mended":                  {http.MethodPatch, ours + "/namespaces/demo-health/developergrants/none/status", "developergrants/status"},
	"a beat is written":                   {http.MethodPatch, ours + "/heartbeats/none", "heartbeats"},
	"the room of a sandbox is taken away": {http.MethodDelete, "/apis/rbac.authorization.k8s.io/v1/namespaces/demo-health/rolebindings/none", "rolebindings"},
	"a cohort is emptied":                 {http.MethodPatch, "/apis/rbac.authorization.k8s.io/v1/clusterroles/none", "clusterroles"},
	"a command over a WebSocket":          {http.MethodGet, "/api/v1/namespaces/demo-health/pods/none/exec", "pods/exec"},
	"a command":                           {http.MethodPost, "/api/v1/namespaces/demo-health/pods/none/exec", "pods/exec"},
	"attaching over a WebSocket":          {http.MethodGet, "/api/v1/namespaces/demo-health/pods/none/attach", "pods/attach"},
	"a tunnel over a WebSocket":           {http.MethodGet, "/api/v1/namespaces/demo-health/pods/none/portforward", "pods/portforward"},
	"a pod is asked through the proxy":    {http.MethodGet, "/api/v1/namespaces/demo-health/pods/none/proxy", "pods/proxy"},
	"a Service is asked through it":       {http.MethodGet, "/api/v1/namespaces/demo-health/services/none/proxy", "services/proxy"},
	"a container is put into a pod":       {http.MethodPatch, "/api/v1/namespaces/demo-health/pods/none/ephemeralcontainers", "pods/ephemeralcontainers"},
}

// TestTheRecordTellsEachUseOfBreakGlass: by a member, and by whoever borrows the
// group by impersonation.
func TestTheRecordTellsEachUseOfBreakGlass(t *testing.T) {
	member, err := controlPlane.AddUser("rescuer", "system:masters", v1alpha1.BreakGlassGroup)
	if err != nil {
		t.Fatal(err)
	}
	borrower, err := controlPlane.AddUser("borrower", "system:masters")
	if err != nil {
		t.Fatal(err)
	}
	borrower.Impersonate = rest.ImpersonationConfig{UserName: "borrowed", Groups: []string{"system:masters", v1alpha1.BreakGlassGroup}}
	for who, config := range map[string]*rest.Config{"rescuer": member, "borrower": borrower} {
		asks := kubernetes.NewForConfigOrDie(config).CoreV1().RESTClient()
		for name, use := range uses {
			t.Run(who+": "+name, func(t *testing.T) {
				request := asks.Verb(use.method).AbsPath(use.path)
				if use.method == http.MethodPatch {
					request = request.SetHeader("Content-Type", "application/merge-patch+json").Body([]byte("{}"))
				}
				_ = request.Do(t.Context()).Error() // there is nothing of that name
				verb := map[string]string{http.MethodPost: "create", http.MethodPut: "update"}[use.method]
				if verb == "" {
					verb = strings.ToLower(use.method)
				}
				one(t, "that "+name, func(e entry) bool {
					what := strings.TrimSuffix(e.ObjectRef.Resource+"/"+e.ObjectRef.Subresource, "/")
					return e.User.Username == who && e.Verb == verb && what == use.what &&
						(slices.Contains(e.User.Groups, v1alpha1.BreakGlassGroup) || slices.Contains(e.ImpersonatedUser.Groups, v1alpha1.BreakGlassGroup))
				})
			})
		}
	}
}
