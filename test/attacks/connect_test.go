// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/scheme"
)

const (
	noHost      = "does not have a host assigned"
	noAddress   = "address not allowed"
	noEndpoints = "no endpoints available"
	noNode      = `nodes "n1" not found`
)

// connects are the ways into what runs in a sandbox, and by tunnel out of it.
func (w *world) connects() []row {
	connect := policy("sandbox-connect")
	var rows []row
	// both shows a way with either layer as the only one.
	both := func(way, verb, resource, reaches, says string, attack func(context.Context, *access) error) {
		if connects := resource != "pods/ephemeralcontainers"; connects && says == "" {
			says = resource + " of work in sandbox " + w.box + " is refused to everybody"
		}
		rows = append(rows,
			row{way: way, who: developer, attack: attack, reaches: reaches,
				closed: w.unless(developer, rule("", resource, verb, "get")), beside: []layer{connect}},
			row{way: way, who: tenant, attack: attack, reaches: reaches, says: []string{says, "could carry raw data out"}, closed: connect})
	}
	shell := &corev1.PodExecOptions{Container: "work", Command: []string{"sh"}, Stdin: true, Stdout: true}
	tar := &corev1.PodExecOptions{Container: "work", Command: []string{"tar", "cf", "-", "/data"}, Stdout: true}
	both("exec", "create", "pods/exec", noHost, "", w.post("exec", shell))
	both("cp (exec of tar)", "create", "pods/exec", noHost, "", w.post("exec", tar))
	both("attach", "create", "pods/attach", noHost, "", w.post("attach", &corev1.PodAttachOptions{Container: "work", Stdout: true}))
	both("port-forward", "create", "pods/portforward", noHost, "", w.post("portforward", &corev1.PodPortForwardOptions{}))
	both("pod proxy", "get", "pods/proxy", noAddress, "", w.through("pods", "work"))
	both("service proxy", "get", "services/proxy", noEndpoints, "services/proxy of work:80", w.through("services", "work:80"))
	both("ephemeral container", "patch", "pods/ephemeralcontainers", "", "pods/ephemeralcontainers of work", w.debug)

	get := func(ctx context.Context, a *access) error {
		return a.clients.CoreV1().RESTClient().Get().Resource("pods").Namespace(w.box).Name("work").SubResource("exec").
			VersionedParams(shell, scheme.ParameterCodec).Do(ctx).Error()
	}
	return append(rows,
		row{way: "exec asked for by GET, as a WebSocket is", who: developer, attack: get, reaches: noHost,
			closed: w.unless(developer, rule("", "pods/exec", "get", "create")), beside: []layer{connect}},
		row{way: "exec asked for by GET, as a WebSocket is", who: tenant, attack: get, reaches: noHost, closed: connect},
		row{way: "node proxy", who: developer, attack: nodeProxy, reaches: noNode,
			closed: w.unless(developer, rule("", "nodes/proxy", "get"))},
		row{way: "logs, where the class gives no pods/log", who: developer, attack: w.logs,
			closed: w.unless(developer, rule("", "pods/log", "get"))},
		row{way: "watch on pods, which outlives a cut", who: developer, attack: w.watch,
			closed: w.unless(developer, rule("", "pods", "watch"))},
		row{way: "deletecollection of pods", who: developer, attack: w.clear,
			closed: w.unless(developer, rule("", "pods", "deletecollection"))},
		row{way: "work in another holder's sandbox", who: developer, attack: w.visit,
			closed: w.unless(developer, rbacv1.PolicyRule{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"list"}})},
		row{way: "work in the sandbox under one's own name", who: person, attack: w.stepIn,
			closed: w.unless(person, rule("", "pods", "list"))},
	)
}

func (w *world) post(subresource string, options runtime.Object) attempt {
	return func(ctx context.Context, a *access) error {
		return a.clients.CoreV1().RESTClient().Post().Resource("pods").Namespace(w.box).Name("work").SubResource(subresource).
			VersionedParams(options, scheme.ParameterCodec).Do(ctx).Error()
	}
}

func (w *world) through(resource, name string) attempt {
	return func(ctx context.Context, a *access) error {
		return a.clients.CoreV1().RESTClient().Get().Resource(resource).Namespace(w.box).Name(name).SubResource("proxy").Do(ctx).Error()
	}
}

func nodeProxy(ctx context.Context, a *access) error {
	return a.clients.CoreV1().RESTClient().Get().Resource("nodes").Name("n1").SubResource("proxy").Suffix("pods").Do(ctx).Error()
}

func (w *world) debug(ctx context.Context, a *access) error {
	patch := []byte(`{"spec":{"ephemeralContainers":[{"name":"debug","image":"` + registry + `/debug","securityContext":{` +
		`"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}}}]}}`)
	_, err := a.clients.CoreV1().Pods(w.box).Patch(ctx, "work", strategic, patch, dryPatch, "ephemeralcontainers")
	return err
}

func (w *world) logs(ctx context.Context, a *access) error {
	return a.clients.CoreV1().Pods(w.box).GetLogs("work", &corev1.PodLogOptions{}).Do(ctx).Error()
}

func (w *world) watch(ctx context.Context, a *access) error {
	stream, err := a.clients.CoreV1().Pods(w.box).Watch(ctx, metav1.ListOptions{})
	if err == nil {
		stream.Stop()
	}
	return err
}

func (w *world) clear(ctx context.Context, a *access) error {
	return a.clients.CoreV1().Pods(w.box).DeleteCollection(ctx, metav1.DeleteOptions{DryRun: dry}, metav1.ListOptions{})
}

func (w *world) visit(ctx context.Context, a *access) error {
	_, err := a.clients.CoreV1().Pods(w.rival).List(ctx, metav1.ListOptions{})
	return err
}

func (w *world) stepIn(ctx context.Context, a *access) error {
	_, err := a.clients.CoreV1().Pods(w.box).List(ctx, metav1.ListOptions{})
	return err
}
