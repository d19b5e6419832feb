// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// askToken asks for a token, of a sandbox of a test alone. The API server has
// no dry run of it that leaves admission out.
func askToken(t *testing.T, p person, namespace, account string, seconds int64, bound *authenticationv1.BoundObjectReference) error {
	t.Helper()
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{BoundObjectRef: bound}}
	if seconds > 0 {
		request.Spec.ExpirationSeconds = &seconds
	}
	_, err := p.clientset(t).CoreV1().ServiceAccounts(namespace).CreateToken(t.Context(), account, request, metav1.CreateOptions{})
	return err
}

func TestDoor(t *testing.T) {
	in := func(d time.Duration) map[string]string {
		return map[string]string{notAfterNote: time.Now().Add(d).UTC().Format(time.RFC3339)}
	}
	const short = "A token lives at least ten minutes, so a grant has no door in its last ten minutes"
	tests := map[string]struct {
		notes   map[string]string
		seconds int64
		want    []string
	}{
		"ten minutes":              {in(time.Hour), 600, nil},
		"what is left, not quite":  {in(11 * time.Minute), 600, nil},
		"more than ten minutes":    {in(time.Hour), 601, []string{"Token of ServiceAccount developer in sandbox sandbox-", "(DeveloperGrant ningxia-health/risk-model)", "spec.expirationSeconds 601 is more than 600", "kubectl mandate login"}},
		"an hour by default":       {in(2 * time.Hour), 0, []string{"spec.expirationSeconds 3600 is more than 600", "kubectl create token developer --duration=10m, which left out is an hour"}},
		"the year of 3607 seconds": {in(3 * time.Hour), 3607, []string{"spec.expirationSeconds 3607 is more than 600"}},
		"in the last ten minutes":  {in(9 * time.Minute), 600, []string{"spec.expirationSeconds 600 reaches beyond the end of the grant: it ends at ", short, "one this short has none at all"}},
		"of ninety seconds":        {in(90 * time.Second), 600, []string{"it ends at ", short}},
		"after the end":            {in(-time.Second), 600, []string{"The grant is over"}},
		"closed":                   {map[string]string{closedByNote: "Decision 812"}, 600, []string{"the sandbox is closed (annotation " + closedByNote + ": Decision 812)"}},
		"of no term":               {map[string]string{notAfterNote: ""}, 600, []string{"no readable annotation " + notAfterNote}},
		"of a term in words":       {map[string]string{notAfterNote: "never"}, 600, []string{"no readable annotation " + notAfterNote + " (never)"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			sandbox := podsSandbox(t, tc.notes)
			for _, p := range []person{root, operator, rescuer} {
				wants(t, askToken(t, p, sandbox, "developer", tc.seconds, nil), tc.want...)
			}
		})
	}
}

func TestOtherTokens(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	pod := edited(parse(t, podText), set("metadata.namespace", sandbox), set("spec.nodeName", "n1"))
	create(t, root, pod)
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "bound", Namespace: sandbox}}
	if err := admin.Create(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	if err := eventually(t.Context(), func(ctx context.Context) error { // the cluster makes it
		return admin.Get(ctx, client.ObjectKey{Namespace: sandbox, Name: "default"}, &corev1.ServiceAccount{})
	}); err != nil {
		t.Fatal(err)
	}
	toPod := &authenticationv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: "train", UID: pod.GetUID()}
	toSecret := &authenticationv1.BoundObjectReference{Kind: "Secret", APIVersion: "v1", Name: "bound", UID: secret.UID}
	toNode := &authenticationv1.BoundObjectReference{Kind: "Node", APIVersion: "v1", Name: "n1"}
	const alone = "the one account of a sandbox that people get a token of is developer"
	tests := map[string]struct {
		as      person
		account string
		bound   *authenticationv1.BoundObjectReference
		want    []string
	}{
		"of workload":                        {root, "workload", nil, []string{"Token of ServiceAccount workload", alone}},
		"of workload by the operator":        {operator, "workload", nil, []string{alone}},
		"of default":                         {root, "default", nil, []string{alone}},
		"of developer, bound to a pod":       {root, "developer", toPod, []string{"spec.boundObjectRef.kind Pod is refused to all but nodes"}},
		"of developer, bound to a node":      {root, "developer", toNode, []string{"spec.boundObjectRef.kind Node is refused to all but nodes"}},
		"of developer, bound to a Secret":    {root, "developer", toSecret, nil},
		"of workload, of a pod, by its node": {node, "workload", toPod, nil},
		"of workload, of a pod, by root":     {root, "workload", toPod, []string{alone}},
		"of workload, by a false node":       {person{name: "system:node:false", groups: []string{masters}}, "workload", toPod, []string{alone}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { wants(t, askToken(t, tc.as, sandbox, tc.account, 600, tc.bound), tc.want...) })
	}
	t.Run("elsewhere", func(t *testing.T) {
		namespace := newDomain(t)
		furnish(t, namespace)
		wants(t, askToken(t, root, namespace, "workload", 86400, nil))
	})
}

const endlessText = `
apiVersion: v1
kind: Secret
metadata: {name: endless, annotations: {kubernetes.io/service-account.name: developer}}
type: kubernetes.io/service-account-token
`

func TestTokensWithoutEnd(t *testing.T) {
	secret := parse(t, endlessText)
	sandbox, elsewhere := podsSandbox(t, nil), newDomain(t)
	furnish(t, elsewhere)
	for _, p := range []person{root, operator, rescuer} {
		wants(t, dryCreate(t, p, edited(secret, set("metadata.namespace", sandbox))),
			"Secret endless in sandbox "+sandbox, "type kubernetes.io/service-account-token is refused", "its token never ends")
	}
	wants(t, dryCreate(t, root, edited(secret, set("metadata.namespace", sandbox), set("type", "Opaque"))))
	wants(t, dryCreate(t, root, edited(secret, set("metadata.namespace", elsewhere))))
}
