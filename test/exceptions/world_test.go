// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package exceptions

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

const (
	operatorUser = "system:serviceaccount:mandate-system:mandate-operator"
	breakGlass   = "mandate:break-glass"
	masters      = "system:masters"
	patience     = 60 * time.Second
	// soon is for answers of the API server, which needs a second or two for a policy.
	soon = 15 * time.Second
)

// furnished is a sandbox and a domain as the operator makes them, and what
// people and the cluster bring. BOX and END are filled in.
const furnished = `
as: operator
object: {apiVersion: v1, kind: Namespace, metadata: {name: BOX, labels: {mandate.publicdata.io/sandbox: "true", pod-security.kubernetes.io/enforce: baseline},
  annotations: {mandate.publicdata.io/not-after: END, mandate.publicdata.io/registries: registry.example, mandate.publicdata.io/storage-classes: fast}}}
---
as: operator
object: {apiVersion: v1, kind: ServiceAccount, metadata: {namespace: BOX, name: workload}, automountServiceAccountToken: false}
---
as: operator
object: {apiVersion: v1, kind: ServiceAccount, metadata: {namespace: BOX, name: developer}, automountServiceAccountToken: false}
---
as: operator
object: {apiVersion: v1, kind: ConfigMap, metadata: {namespace: BOX, name: mandate-grant}}
---
as: operator
object: {apiVersion: v1, kind: ResourceQuota, metadata: {namespace: BOX, name: mandate}, spec: {hard: {pods: "5"}}}
---
as: operator
object: {apiVersion: v1, kind: LimitRange, metadata: {namespace: BOX, name: mandate}, spec: {limits: [{type: Container, default: {cpu: 500m}}]}}
---
as: operator
object: {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: BOX, name: mandate-default-deny}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}
---
as: operator
object: {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {namespace: BOX, name: mandate-door},
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mandate-door}}
---
as: operator
object: {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: mandate-room-0123456789abcdef0123}}
---
as: root
object: {apiVersion: v1, kind: Namespace, metadata: {name: domain, labels: {mandate.publicdata.io/domain: "true"}}}
---
as: operator
object: {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: domain, name: mandate-allow-0123456789abcdef0123},
  spec: {podSelector: {matchLabels: {app: visits}}, policyTypes: [Ingress]}}
---
as: root
object: {apiVersion: v1, kind: Service, metadata: {namespace: BOX, name: work}, spec: {selector: {app: work}, ports: [{port: 80}]}}
---
as: root
object: {apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /tmp}}}
---
as: root
object: {apiVersion: v1, kind: PersistentVolumeClaim, metadata: {namespace: BOX, name: scratch}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}
---
as: root
object: {apiVersion: resource.k8s.io/v1, kind: ResourceClaimTemplate, metadata: {namespace: BOX, name: device}, spec: {spec: {devices: {requests: [{name: d, exactly: {deviceClassName: none}}]}}}}
---
as: root
object: {apiVersion: v1, kind: Node, metadata: {name: n1}}
---
as: root
object: {apiVersion: v1, kind: Pod, metadata: {namespace: BOX, name: work, labels: {app: work}},
  spec: {nodeName: n1, serviceAccountName: workload, containers: [{name: main, image: registry.example/work}]}}
---
as: root
object: {apiVersion: v1, kind: Pod, metadata: {namespace: BOX, name: claims}, spec: {serviceAccountName: workload,
  resourceClaims: [{name: d, resourceClaimTemplateName: device}], containers: [{name: main, image: registry.example/work}]}}
`

// furnish makes all of it, and says that the node and its pod are well, once.
func (s *side) furnish(t *testing.T) {
	t.Helper()
	s.box, s.domain = "sandbox-0123456789abcdef0123", "domain"
	text := strings.ReplaceAll(furnished, "BOX", s.box)
	text = strings.ReplaceAll(text, "END", `"`+time.Now().Add(24*time.Hour).UTC().Format(time.RFC3339)+`"`)
	for one := range strings.SplitSeq(text, "---\n") {
		var made struct {
			As     string
			Object map[string]any
		}
		if err := yaml.Unmarshal([]byte(one), &made); err != nil {
			t.Fatal(err)
		}
		by := s.root
		if made.As == "operator" {
			by = s.as(operatorUser)
		}
		u := &unstructured.Unstructured{Object: made.Object}
		s.await(t, "make "+u.GetKind()+" "+u.GetName(), func(ctx context.Context) error {
			return client.IgnoreAlreadyExists(by.Create(ctx, u))
		})
		if t.Failed() {
			t.FailNow()
		}
	}
	ready := fmt.Sprintf(`{"status":{"conditions":[{"type":"Ready","status":"True","lastHeartbeatTime":%q,"lastTransitionTime":%[1]q}]}}`, time.Now().UTC().Format(time.RFC3339))
	kubelet := s.as("system:node:n1", "system:nodes")
	for _, o := range []*unstructured.Unstructured{s.object("v1", "Pod", s.box, "work"), s.object("v1", "Node", "", "n1")} {
		if err := kubelet.Status().Patch(t.Context(), o, merge(ready)); err != nil {
			t.Fatalf("the node reports on %s: %v", o.GetKind(), err)
		}
	}
}

func (s *side) object(apiVersion, kind, namespace, name string) *unstructured.Unstructured {
	u := &unstructured.Unstructured{Object: map[string]any{}}
	u.SetAPIVersion(apiVersion)
	u.SetKind(kind)
	u.SetNamespace(namespace)
	u.SetName(name)
	return u
}

func merge(patch string) client.Patch {
	return client.RawPatch("application/merge-patch+json", []byte(patch))
}

// await asks until there is no error, and fails with the last one.
func (s *side) await(t *testing.T, what string, ask func(context.Context) error) {
	t.Helper()
	within(t, patience, what, ask)
}

func within(t *testing.T, limit time.Duration, what string, ask func(context.Context) error) {
	t.Helper()
	var last error
	err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, limit, true, func(ctx context.Context) (bool, error) {
		err := ask(ctx)
		if last == nil || err == nil || ctx.Err() == nil {
			last = err // and not that time was up
		}
		return err == nil, nil
	})
	if err != nil {
		t.Errorf("not so within %s: %s: %v", limit, what, last)
	}
}
