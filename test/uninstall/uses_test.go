// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package uninstall

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	box  = "sandbox-0123456789abcdef0123"
	room = "mandate-room-0123456789abcdef0123"
	// ofTheOperator is what the operator makes of what break-glass handles.
	ofTheOperator = `
apiVersion: v1
kind: Namespace
metadata:
  name: ` + box + `
  labels: {mandate.publicdata.io/sandbox: "true", pod-security.kubernetes.io/enforce: baseline}
  annotations: {mandate.publicdata.io/not-after: "2099-01-01T00:00:00Z", mandate.publicdata.io/registries: registry.example, mandate.publicdata.io/storage-classes: fast}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {namespace: ` + box + `, name: mandate-door}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mandate-door}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: ` + room + `}
`
	objection = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: Objection
metadata: {namespace: ` + domain + `, name: doubt}
spec:
  against: {kind: Selection, name: health-operator}
  objector: {name: a hospital}
  raisedOn: "2025-01-15"
  ground: a reviewer is related to the applicant
`
	heartbeat = `{"apiVersion":"mandate.publicdata.io/v1alpha1","kind":"Heartbeat","metadata":{"name":"operator"}}`
	finalized = `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"` + box + `","labels":{"mandate.publicdata.io/sandbox":"true","pod-security.kubernetes.io/enforce":"baseline"},` +
		`"annotations":{"mandate.publicdata.io/not-after":"2099-01-01T00:00:00Z","mandate.publicdata.io/registries":"registry.example","mandate.publicdata.io/storage-classes":"fast"}},"spec":{"finalizers":[]}}`
)

// use is one request of a member of break-glass, and what the audit log says of
// it; nothing where others may do the same.
type use struct {
	policy, said string
	stdin        string
	args         []string
	// missing is a request for what is not there: it is let through, to nothing.
	missing bool
}

func does(policy, said, args string) use {
	return use{policy: policy, said: said, args: strings.Fields(args)}
}

// uses are done in this order.
func uses() []use {
	by := func(u use, stdin string) use { u.stdin = stdin; return u }
	missing := func(u use) use { u.missing = true; return u }
	return []use{
		missing(does("sandbox-connect", "rescuer uses pods/proxy of none in sandbox "+box, "get --raw /api/v1/namespaces/"+box+"/pods/none/proxy/")),
		missing(does("", "", "get --raw /api/v1/namespaces/default/pods/none/proxy/")),
		does("sandbox-roles", "rescuer deletes RoleBinding mandate-door of sandbox "+box, "delete rolebinding mandate-door -n "+box),
		does("", "", "create rolebinding mine --clusterrole=view --user=li -n default"),
		does("", "", "delete rolebinding mine -n default"),
		does("rooms", "rescuer writes ClusterRole "+room+", which holds the rights of a cohort of sandboxes", "annotate clusterrole "+room+" a=b"),
		does("rooms", "rescuer deletes ClusterRole "+room+", which holds the rights of a cohort of sandboxes", "delete clusterrole "+room),
		does("", "", "create clusterrole mine --verb=get --resource=pods"),
		by(does("heartbeats", "rescuer writes Heartbeat operator, on which pods and tokens of all sandboxes rest", "create -f -"), heartbeat),
		does("heartbeats", "rescuer deletes Heartbeat operator, on which pods and tokens of all sandboxes rest", "delete heartbeat operator"),
		does("status", "rescuer writes the status of DeveloperGrant "+domain+"/drug-safety",
			`patch developergrant drug-safety -n `+domain+` --subresource=status --type=merge -p {"status":{"observedGeneration":1}}`),
		does("status", "rescuer writes the status of SandboxClass small", `patch sandboxclass small --subresource=status --type=merge -p {"status":{"unused":false}}`),
		does("", "", `patch developergrant drug-safety -n `+domain+` --type=merge -p {"spec":{"suspend":true}}`),
		does("grants", "rescuer takes the finalizer mandate.publicdata.io/cut off DeveloperGrant "+domain+"/drug-safety, whose cut is not proved",
			`patch developergrant drug-safety -n `+domain+` --type=merge -p {"metadata":{"finalizers":null}}`),
		does("organizations", "rescuer takes from Organization demo-data-bureau spec.division 990000, by which its acts count",
			`patch organization demo-data-bureau --type=merge -p {"spec":{"division":"640000"}}`),
		does("unused", "rescuer deletes SandboxClass small, to which others may refer", "delete sandboxclass small"),
		does("objections", "rescuer deletes Objection doubt against Selection health-operator", "delete objection doubt -n "+domain),
		does("crds-retained", "rescuer marks CustomResourceDefinition heartbeats.mandate.publicdata.io disposable true",
			"annotate crd heartbeats.mandate.publicdata.io "+v1alpha1.DisposableAnnotation+"=true"),
		does("namespaces-retained", "rescuer deletes Namespace "+box+", which is a sandbox (grant none, retained until further notice)", "delete namespace --wait=false "+box),
		by(does("namespaces-shape", "rescuer finalizes Namespace "+box+", in place of the controller that empties it first",
			"replace --raw /api/v1/namespaces/"+box+"/finalize -f -"), finalized),
	}
}

// TestEachUseOfBreakGlassIsSaidInWords does by hand what each policy lets
// break-glass alone do, and reads the audit log: each is said, and nothing is
// said of what anybody else may do too.
func TestEachUseOfBreakGlassIsSaidInWords(t *testing.T) {
	w := installed(t)
	if err := w.installed.ApplySamples(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, made := range []struct {
		text string
		args []string
	}{
		{ofTheOperator, []string{"create", "--as=system:serviceaccount:mandate-system:mandate-operator", "--as-group=system:masters", "-f", "-"}},
		{objection, []string{"create", "-f", "-"}},
	} {
		if _, err := w.installed.Kubectl(t.Context(), made.text, made.args...); err != nil {
			t.Fatal(err)
		}
	}
	want, covered := []string{}, map[string]bool{}
	for _, u := range uses() {
		_, err := w.installed.Kubectl(t.Context(), u.stdin, w.byRescuer(u.args...)...)
		if err != nil && (!u.missing || !strings.Contains(err.Error(), "NotFound")) {
			t.Errorf("refused to break-glass: %v", err)
		}
		if u.policy != "" {
			covered["mandate-"+u.policy] = true
			want = append(want, "mandate-"+u.policy+"/break-glass: "+u.said)
		}
	}
	for name := range lettingThrough(t) {
		if !covered[name] {
			t.Errorf("%s lets break-glass through, and no use of it is tried here", name)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, w.said()); diff != "" {
		t.Errorf("the audit log says otherwise (-want +said):\n%s", diff)
	}
}

// said are the annotations of break-glass in the audit log, sorted.
func (w *walk) said() []string {
	w.t.Helper()
	log, err := os.ReadFile(w.audit)
	if err != nil {
		w.t.Fatal(err)
	}
	var found []string
	for line := range strings.Lines(string(log)) {
		var event struct {
			Stage       string
			User        struct{ Username string }
			Annotations map[string]string
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			w.t.Fatal(err)
		}
		if event.Stage != "ResponseComplete" { // what takes long is told of when it begins, too
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(event.Annotations)) {
			if strings.HasSuffix(key, "/break-glass") && event.User.Username == "rescuer" {
				found = append(found, fmt.Sprintf("%s: %s", key, event.Annotations[key]))
			}
		}
	}
	slices.Sort(found)
	return found
}
