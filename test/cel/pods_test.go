// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const podText = `
apiVersion: v1
kind: Pod
metadata: {name: train}
spec:
  serviceAccountName: workload
  containers:
  - {name: main, image: registry.example/team/train:1}
`

// furnish gives a sandbox the account that its pods run as.
func furnish(t *testing.T, sandbox string) {
	t.Helper()
	by := operator
	if !strings.HasPrefix(sandbox, "sandbox-") { // where the operator has no business
		by = root
	}
	for _, name := range []string{"workload", "developer"} {
		account := object("v1", "ServiceAccount", sandbox, name, nil)
		account.Object["automountServiceAccountToken"] = false
		create(t, by, account)
	}
}

func podsSandbox(t *testing.T, notes map[string]string) string {
	t.Helper()
	awaitStamp(t)
	name := newSandbox(t, notes)
	furnish(t, name)
	return name
}

var stamping sync.Once

// awaitStamp waits until the policies that ask for the Heartbeat know it.
func awaitStamp(t *testing.T) {
	t.Helper()
	stamping.Do(func() {
		sandbox := newSandbox(t, nil)
		furnish(t, sandbox)
		err := eventually(t.Context(), func(context.Context) error {
			return dryCreate(t, root, edited(parse(t, podText), set("metadata.namespace", sandbox)))
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestPodsAgainstTheTerm(t *testing.T) {
	ended := time.Now().Add(-time.Second).UTC().Format(time.RFC3339)
	tests := map[string]struct {
		notes map[string]string
		want  []string
	}{
		"in force":             {nil, nil},
		"in force, in a zone":  {map[string]string{notAfterNote: time.Now().Add(time.Minute).In(time.FixedZone("", 8*3600)).Format(time.RFC3339)}, nil},
		"closed":               {map[string]string{closedByNote: "Decision 812"}, []string{"Pod train in sandbox sandbox-", "(DeveloperGrant ningxia-health/risk-model)", "no pod starts, because the sandbox is closed (annotation " + closedByNote + ": Decision 812)"}},
		"closed, in two lines": {map[string]string{closedByNote: "Decision\n812"}, []string{"the sandbox is closed, no pod starts in it"}},
		"after the term":       {map[string]string{notAfterNote: ended}, []string{"no pod starts, because the term ended at " + ended}},
		"of no term":           {map[string]string{notAfterNote: ""}, []string{"no readable annotation " + notAfterNote}},
		"of a term in words":   {map[string]string{notAfterNote: "tomorrow"}, []string{"no readable annotation " + notAfterNote + " (tomorrow)"}},
		"of a term by the day": {map[string]string{notAfterNote: "2099-01-01"}, []string{"no readable annotation " + notAfterNote + " (2099-01-01)"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			sandbox := podsSandbox(t, tc.notes)
			for _, p := range []person{root, operator, rescuer} { // whatever their rights
				wants(t, dryCreate(t, p, edited(parse(t, podText), set("metadata.namespace", sandbox))), tc.want...)
			}
		})
	}
}

func TestPodsOfSandboxes(t *testing.T) {
	image := func(ref string) edit {
		return set("spec.containers", []any{map[string]any{"name": "main", "image": ref}})
	}
	volume := func(source string, fields map[string]any) edit {
		return set("spec.volumes", []any{map[string]any{"name": "v", source: fields}})
	}
	projected := func(source string, fields map[string]any) edit {
		return volume("projected", map[string]any{"sources": []any{map[string]any{source: fields}}})
	}
	foreign := []string{"comes from no registry of the SandboxClass", "registry.example/team/ or registry.example:5000/"}
	token := []string{"volume v is of a kind that reaches beyond the sandbox"}
	pod := func(edits ...edit) attempt { return attempt{as: root, base: podText, edits: edits} }
	refused := func(want []string, edits ...edit) attempt {
		return attempt{as: root, base: podText, edits: edits, want: want}
	}
	tests := map[string]attempt{
		"of a listed host and port":           pod(image("registry.example:5000/x@sha256:0000000000000000000000000000000000000000000000000000000000000000")),
		"of the default registry":             refused(append(foreign, "image busybox"), image("busybox")),
		"of another path":                     refused(foreign, image("registry.example/other/train:1")),
		"of a path that begins alike":         refused(foreign, image("registry.example/teams/train:1")),
		"of a host that begins alike":         refused(foreign, image("registry.example.evil/team/train:1")),
		"of another port":                     refused(foreign, image("registry.example:5001/x:1")),
		"of a listed path as a tag":           refused(foreign, image("registry.example/team:1")),
		"with an initialising image":          refused(foreign, set("spec.initContainers", []any{map[string]any{"name": "init", "image": "evil/x"}})),
		"as nobody":                           refused([]string{"spec.serviceAccountName default is not workload", "write serviceAccountName: workload"}, unset("spec.serviceAccountName")),
		"as developer":                        refused([]string{"spec.serviceAccountName developer is not workload"}, set("spec.serviceAccountName", "developer")),
		"with a token mounted":                refused([]string{"spec.automountServiceAccountToken true is refused"}, set("spec.automountServiceAccountToken", true)),
		"with no token mounted":               pod(set("spec.automountServiceAccountToken", false)),
		"with a projected token":              refused(token, projected("serviceAccountToken", map[string]any{"path": "t", "audience": "a"})),
		"with a projected certificate":        refused(token, projected("clusterTrustBundle", map[string]any{"name": "a", "path": "t"})),
		"with a projected ConfigMap":          pod(projected("configMap", map[string]any{"name": "a"})),
		"with a ConfigMap":                    pod(volume("configMap", map[string]any{"name": "a"})),
		"with an empty folder":                pod(volume("emptyDir", map[string]any{})),
		"with a claim":                        pod(volume("persistentVolumeClaim", map[string]any{"claimName": "a"})),
		"with a network drive":                refused(token, volume("nfs", map[string]any{"server": "evil.example", "path": "/"})),
		"with a driver's volume":              refused(token, volume("csi", map[string]any{"driver": "evil.example"})),
		"with an image as a volume":           refused(token, volume("image", map[string]any{"reference": "evil.example/x:1"})),
		"with a finalizer":                    refused([]string{"metadata.finalizers evil.example/stay is refused", "would outlive the end of its grant"}, set("metadata.finalizers", []any{"evil.example/stay"})),
		"of a Job, counted by its controller": pod(set("metadata.finalizers", []any{"batch.kubernetes.io/job-tracking"})),
	}
	t.Run("in a sandbox", func(t *testing.T) { checkCreates(t, podsSandbox(t, nil), tests) })
	t.Run("in a sandbox without registries", func(t *testing.T) {
		checkCreates(t, podsSandbox(t, map[string]string{registriesNote: ""}), map[string]attempt{
			"any image": refused([]string{"image registry.example/team/train:1 comes from no registry", "(the class lists none)"}),
		})
	})
	t.Run("in a sandbox with more registries than a message holds", func(t *testing.T) {
		var many []string
		for i := range 32 {
			many = append(many, fmt.Sprintf("r%02d.example/%s", i, strings.Repeat("a", 240)))
		}
		checkCreates(t, podsSandbox(t, map[string]string{registriesNote: strings.Join(many, ",")}), map[string]attempt{
			"any image": refused([]string{"comes from no registry", "beginning with " + many[0] + "/ or another of the class"}),
		})
	})
	t.Run("elsewhere", func(t *testing.T) {
		namespace := newDomain(t)
		furnish(t, namespace)
		for name, tc := range tests {
			if tc.want != nil {
				tc.want = nil
				tests[name] = tc
			}
		}
		delete(tests, "with a driver's volume") // of a driver that is not there
		checkCreates(t, namespace, tests)
	})
}

// TestPodsAreHeldToWhatTheyChange shows that a running pod is neither given a
// foreign image nor a finalizer, and that nothing stands in the way of its end.
func TestPodsAreHeldToWhatTheyChange(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	pod := edited(parse(t, podText), set("metadata.namespace", sandbox))
	create(t, root, pod)
	tests := map[string]struct {
		patch string
		want  []string
	}{
		"another image of the class": {`{"spec":{"containers":[{"name":"main","image":"registry.example/team/train:2"}]}}`, nil},
		"a foreign image":            {`{"spec":{"containers":[{"name":"main","image":"docker.io/evil:1"}]}}`, []string{"image docker.io/evil:1 comes from no registry"}},
		"a finalizer":                {`{"metadata":{"finalizers":["evil.example/stay"]}}`, []string{"metadata.finalizers evil.example/stay is refused"}},
		"a label":                    {`{"metadata":{"labels":{"a":"b"}}}`, nil},
	}
	check := func(t *testing.T) {
		for name, tc := range tests {
			t.Run(name, func(t *testing.T) {
				patch := client.RawPatch("application/strategic-merge-patch+json", []byte(tc.patch))
				wants(t, root.client(t).Patch(t.Context(), pod.DeepCopy(), patch, client.DryRunAll), tc.want...)
			})
		}
		wants(t, cutoff.client(t).Delete(t.Context(), pod.DeepCopy(), client.GracePeriodSeconds(0), client.DryRunAll))
	}
	t.Run("open", check)
	closing := client.RawPatch(mergePatch, []byte(`{"metadata":{"annotations":{"`+closedByNote+`":"test","`+notAfterNote+`":"2020-01-01T00:00:00Z","`+registriesNote+`":null}}}`))
	if err := operator.client(t).Patch(t.Context(), namespace(sandbox, nil, nil), closing); err != nil {
		t.Fatal(err)
	}
	delete(tests, "another image of the class") // now of none
	if err := eventually(t.Context(), func(context.Context) error {
		if err := dryCreate(t, root, edited(pod, set("metadata.name", "second"), unset("metadata.resourceVersion"), unset("metadata.uid"))); err == nil {
			return errors.New("the API server has not seen the close")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	t.Run("closed", check)
}

// TestNobodyStepsIn asks for every way into a pod, of pods that do not exist:
// whoever is let through is told so.
func TestNobodyStepsIn(t *testing.T) {
	ways := map[string]struct{ resource, subresource, method string }{
		"exec":                {"pods", "exec", http.MethodPost},
		"exec by websocket":   {"pods", "exec", http.MethodGet},
		"attach":              {"pods", "attach", http.MethodPost},
		"attach by websocket": {"pods", "attach", http.MethodGet},
		"port-forward":        {"pods", "portforward", http.MethodPost},
		"tunnel by websocket": {"pods", "portforward", http.MethodGet},
		"proxy of a pod":      {"pods", "proxy", http.MethodGet},
		"post to a pod":       {"pods", "proxy", http.MethodPost},
		"proxy of a service":  {"services", "proxy", http.MethodGet},
		"put to a service":    {"services", "proxy", http.MethodPut},
	}
	open, closed := newSandbox(t, nil), newSandbox(t, map[string]string{closedByNote: "test"})
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			step := func(p person, namespace string) error {
				return p.clientset(t).CoreV1().RESTClient().Verb(way.method).Namespace(namespace).
					Resource(way.resource).Name("absent").SubResource(way.subresource).Param("command", "ls").Do(t.Context()).Error()
			}
			for _, sandbox := range []string{open, closed} {
				for _, p := range []person{root, operator, cutoff} {
					wants(t, step(p, sandbox), way.resource+"/"+way.subresource+" of absent in sandbox "+sandbox+" is refused to everybody ("+p.name+")")
				}
				if err := step(rescuer, sandbox); !apierrors.IsNotFound(err) {
					t.Errorf("break-glass: got %v, want to be let through to a pod that does not exist", err)
				}
			}
			if err := step(root, "default"); !apierrors.IsNotFound(err) {
				t.Errorf("elsewhere: got %v, want to be let through", err)
			}
		})
	}
}

func TestEphemeralContainers(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	pod := edited(parse(t, podText), set("metadata.namespace", sandbox))
	create(t, root, pod)
	debug := func(p person, image string) error {
		patch := `{"spec":{"ephemeralContainers":[{"name":"debug","image":"` + image + `","targetContainerName":"main"}]}}`
		return p.client(t).SubResource("ephemeralcontainers").Patch(t.Context(), pod.DeepCopy(),
			client.RawPatch("application/strategic-merge-patch+json", []byte(patch)), client.DryRunAll)
	}
	wants(t, debug(root, "registry.example/team/debug:1"), "pods/ephemeralcontainers of train in sandbox", "is refused to everybody (root)")
	wants(t, debug(rescuer, "registry.example/team/debug:1"))
	wants(t, debug(rescuer, "evil.example/debug:1"), "image evil.example/debug:1 comes from no registry")
}
