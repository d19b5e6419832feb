// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package exceptions

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// row is one exception: whom a policy lets through, and what for.
type row struct {
	// who is the user, or the group of break-glass. A name without a colon is a
	// controller's account in kube-system.
	who, policy, does string
	// seen tells whether the real controller has done it; nil where none does.
	seen func(context.Context, *side) error
	// tries asks for the same, as a dry run.
	tries func(context.Context, *side, client.Client) error
	// dying is for what is let through only in a namespace that is being deleted:
	// before, tries is refused to everybody.
	dying bool
	// test is where it is shown, as `<folder> <Test>`, of a row without tries.
	test string
}

func (r row) user() string {
	switch {
	case r.who == breakGlass:
		return "rescuer"
	case strings.Contains(r.who, ":"):
		return r.who
	}
	return "system:serviceaccount:kube-system:" + r.who
}

func (r row) groups() []string {
	switch {
	case r.who == breakGlass:
		return []string{breakGlass}
	case strings.HasPrefix(r.who, "system:node:"):
		return []string{"system:nodes"}
	}
	return nil
}

// rows are all exceptions, the namespace controller's last: by then the sandbox
// is deleted.
func rows() []row {
	goes := func(policy, what, apiVersion, kind, name string) row {
		return row{who: "namespace-controller", policy: policy, does: "deletes " + what + " of a namespace that is being deleted", dying: true, seen: boxIsGone,
			tries: deletes(apiVersion, kind, name)}
	}
	status := func(who, does string, seen func(context.Context, *side) error) row {
		return row{who: who, policy: "sandbox-pod-status", does: does, seen: seen, tries: patches("v1", "Pod", "work", "status", `{"status":{"message":"x"}}`)}
	}
	return []row{
		{who: "service-account-controller", policy: "sandbox-identities", does: "creates the ServiceAccount `default`, which every namespace has",
			seen: exists("v1", "ServiceAccount", "default"), tries: creates("v1", "ServiceAccount", "default", nil)},
		{who: "root-ca-cert-publisher", policy: "sandbox-identities", does: "writes the ConfigMap `kube-root-ca.crt`, which every namespace has",
			seen: exists("v1", "ConfigMap", "kube-root-ca.crt"), tries: patches("v1", "ConfigMap", "kube-root-ca.crt", "", `{"data":{"x":"y"}}`)},
		{who: "resourcequota-controller", policy: "sandbox-quotas", does: "counts what is used, in `resourcequotas/status`",
			seen: holds("v1", "ResourceQuota", "mandate", "status", "hard", "pods"), tries: patches("v1", "ResourceQuota", "mandate", "status", `{"status":{"used":{"pods":"0"}}}`)},
		{who: "system:apiserver", policy: "sandbox-quotas", does: "counts a pod before it is let in, in `resourcequotas/status`",
			seen: quotaCounts, tries: patches("v1", "ResourceQuota", "mandate", "status", `{"status":{"used":{"pods":"0"}}}`)},
		{who: "endpoint-controller", policy: "sandbox-endpoints", does: "writes the Endpoints of a Service",
			seen: exists("v1", "Endpoints", "work"), tries: creates("v1", "Endpoints", "work", nil)},
		{who: "endpointslice-controller", policy: "sandbox-endpoints", does: "writes the EndpointSlices of a Service",
			seen: sliced, tries: creates("discovery.k8s.io/v1", "EndpointSlice", "work-x", map[string]any{"addressType": "IPv4", "endpoints": []any{}})},
		{who: "persistent-volume-binder", policy: "sandbox-volumes", does: "binds a claim to a volume of its class, in `spec.volumeName`",
			seen: holds("v1", "PersistentVolumeClaim", "scratch", "spec", "volumeName"), tries: creates("v1", "PersistentVolumeClaim", "other", map[string]any{"spec": map[string]any{
				"storageClassName": "fast", "volumeName": "others", "accessModes": []any{"ReadWriteOnce"},
				"resources": map[string]any{"requests": map[string]any{"storage": "1Gi"}}}})},
		status("system:node:n1", "reports on the pods it runs, in `pods/status`", nil),
		status("system:kube-scheduler", "says why a pod waits, in `pods/status`", nil),
		status("node-controller", "marks the pods of a node that went away as not ready, in `pods/status`", podOfLostNode),
		status("resource-claim-controller", "notes the claims it made for a pod's devices, in `pods/status`", claimNoted),
		status("pod-garbage-collector", "fails the pods of a node that is out of service, in `pods/status`, and deletes them", podCollected),
		{who: "system:node:n1", policy: "sandbox-tokens", does: "asks for the token that it mounts into a pod, bound to the pod", tries: podToken},
		{who: breakGlass, policy: "sandbox-connect", does: "steps into a pod in an emergency", tries: steps},
		{who: breakGlass, policy: "sandbox-roles", does: "takes a room or a door away by hand", tries: deletes("rbac.authorization.k8s.io/v1", "RoleBinding", "mandate-door")},
		{who: breakGlass, policy: "rooms", does: "empties a cohort by hand",
			tries: patches("rbac.authorization.k8s.io/v1", "ClusterRole", "mandate-room-0123456789abcdef0123", "", `{"rules":[]}`)},
		goes("sandbox-identities", "the accounts", "v1", "ServiceAccount", "workload"),
		goes("sandbox-quotas", "the quota and the limits", "v1", "ResourceQuota", "mandate"),
		goes("sandbox-network", "the network policies", "networking.k8s.io/v1", "NetworkPolicy", "mandate-default-deny"),
		goes("sandbox-roles", "the bindings", "rbac.authorization.k8s.io/v1", "RoleBinding", "mandate-door"),
		{who: "namespace-controller", policy: "data-policies", does: "deletes the policies on data of a domain that is being deleted", dying: true, seen: domainIsGone,
			tries: deletes("networking.k8s.io/v1", "NetworkPolicy", "mandate-allow-0123456789abcdef0123")},
		{who: "namespace-controller", policy: "namespaces-shape", does: "empties the finalizers of a namespace that is deleted, in `namespaces/finalize`", seen: boxIsGone, tries: finalizes},
	}
}

// place is the namespace of an object of the world.
func (s *side) place(kind, name string) string {
	switch {
	case kind == "ClusterRole", kind == "Namespace":
		return ""
	case strings.HasPrefix(name, "mandate-allow-"):
		return s.domain
	}
	return s.box
}

func exists(apiVersion, kind, name string) func(context.Context, *side) error {
	return func(ctx context.Context, s *side) error {
		u := s.object(apiVersion, kind, s.place(kind, name), name)
		return s.root.Get(ctx, client.ObjectKeyFromObject(u), u)
	}
}

func holds(apiVersion, kind, name string, field ...string) func(context.Context, *side) error {
	return func(ctx context.Context, s *side) error {
		u := s.object(apiVersion, kind, s.place(kind, name), name)
		if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
			return err
		}
		if said, ok, _ := unstructured.NestedString(u.Object, field...); !ok || said == "" {
			return fmt.Errorf("%s %s has no %s", kind, name, strings.Join(field, "."))
		}
		return nil
	}
}

func creates(apiVersion, kind, name string, content map[string]any) func(context.Context, *side, client.Client) error {
	return func(ctx context.Context, s *side, c client.Client) error {
		u := s.object(apiVersion, kind, s.place(kind, name), name)
		maps.Copy(u.Object, content)
		return client.IgnoreAlreadyExists(c.Create(ctx, u, client.DryRunAll))
	}
}

func patches(apiVersion, kind, name, sub, patch string) func(context.Context, *side, client.Client) error {
	return func(ctx context.Context, s *side, c client.Client) error {
		u := s.object(apiVersion, kind, s.place(kind, name), name)
		if sub != "" {
			return c.SubResource(sub).Patch(ctx, u, merge(patch), client.DryRunAll)
		}
		return c.Patch(ctx, u, merge(patch), client.DryRunAll)
	}
}

func deletes(apiVersion, kind, name string) func(context.Context, *side, client.Client) error {
	return func(ctx context.Context, s *side, c client.Client) error {
		return c.Delete(ctx, s.object(apiVersion, kind, s.place(kind, name), name), client.DryRunAll)
	}
}

func finalizes(ctx context.Context, s *side, c client.Client) error {
	u := s.object("v1", "Namespace", "", s.box)
	if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
		return err
	}
	unstructured.RemoveNestedField(u.Object, "spec", "finalizers")
	return c.SubResource("finalize").Update(ctx, u, client.DryRunAll)
}

// steps asks for an ephemeral container, which meets the same policy as exec and
// needs no node that answers.
func steps(ctx context.Context, s *side, c client.Client) error {
	u := s.object("v1", "Pod", s.box, "work")
	return c.SubResource("ephemeralcontainers").Patch(ctx, u, client.RawPatch("application/strategic-merge-patch+json",
		[]byte(`{"spec":{"ephemeralContainers":[{"name":"x","image":"registry.example/x"}]}}`)), client.DryRunAll)
}

func podToken(ctx context.Context, s *side, c client.Client) error {
	u := s.object("v1", "Pod", s.box, "work")
	if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
		return err
	}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: s.box, Name: "workload"}}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: new(int64(600)),
		BoundObjectRef:    &authenticationv1.BoundObjectReference{APIVersion: "v1", Kind: "Pod", Name: "work", UID: u.GetUID()},
	}}
	return c.SubResource("token").Create(ctx, account, request, client.DryRunAll)
}

func quotaCounts(ctx context.Context, s *side) error {
	u := s.object("v1", "ResourceQuota", s.box, "mandate")
	if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
		return err
	}
	if used, _, _ := unstructured.NestedString(u.Object, "status", "used", "pods"); used == "" || used == "0" {
		return errors.New("no pod is counted")
	}
	return nil
}

func sliced(ctx context.Context, s *side) error {
	list := &unstructured.UnstructuredList{}
	list.SetAPIVersion("discovery.k8s.io/v1")
	list.SetKind("EndpointSliceList")
	if err := s.root.List(ctx, list, client.InNamespace(s.box)); err != nil || len(list.Items) > 0 {
		return err
	}
	return errors.New("there is no EndpointSlice")
}

func podOfLostNode(ctx context.Context, s *side) error {
	u := s.object("v1", "Pod", s.box, "work")
	if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
		return err
	}
	conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
	for _, c := range conditions {
		if c := c.(map[string]any); c["type"] == "Ready" && c["status"] == "False" {
			return nil
		}
	}
	return fmt.Errorf("the pod is still ready: %v", conditions)
}

func claimNoted(ctx context.Context, s *side) error {
	u := s.object("v1", "Pod", s.box, "claims")
	if err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u); err != nil {
		return err
	}
	if noted, _, _ := unstructured.NestedSlice(u.Object, "status", "resourceClaimStatuses"); len(noted) == 0 {
		return errors.New("no claim is noted")
	}
	return nil
}

// podCollected puts the node out of service and deletes its pod, which nobody on
// the node can end, and tells whether it is gone all the same.
func podCollected(ctx context.Context, s *side) error {
	taint := `{"spec":{"taints":[{"key":"node.kubernetes.io/out-of-service","value":"nodeshutdown","effect":"NoExecute"},{"key":"node.kubernetes.io/unreachable","effect":"NoExecute"}]}}`
	if err := s.root.Patch(ctx, s.object("v1", "Node", "", "n1"), merge(taint)); err != nil {
		return err
	}
	err := s.root.Delete(ctx, s.object("v1", "Pod", s.box, "work"))
	if apierrors.IsNotFound(err) {
		return nil
	}
	return errors.Join(err, errors.New("the pod is still there"))
}

func gone(apiVersion, kind, name string) func(context.Context, *side) error {
	return func(ctx context.Context, s *side) error {
		u := s.object(apiVersion, kind, "", name)
		err := s.root.Get(ctx, client.ObjectKeyFromObject(u), u)
		if apierrors.IsNotFound(err) {
			return nil
		}
		conditions, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
		return errors.Join(err, fmt.Errorf("it is still there: %v", conditions))
	}
}

func boxIsGone(ctx context.Context, s *side) error { return gone("v1", "Namespace", s.box)(ctx, s) }
func domainIsGone(ctx context.Context, s *side) error {
	return gone("v1", "Namespace", s.domain)(ctx, s)
}
