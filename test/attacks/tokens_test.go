// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	ctrlclient "sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/sandbox"
)

// asking asks for a token of an account.
func asking(namespace, account string, seconds int64, bound *authenticationv1.BoundObjectReference) attempt {
	return func(ctx context.Context, a *access) error {
		request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
			ExpirationSeconds: new(seconds), BoundObjectRef: bound,
		}}
		_, err := a.clients.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, account, request, metav1.CreateOptions{DryRun: dry})
		return err
	}
}

// tokens are the ways out by an identity.
func (w *world) tokens() []row {
	tokens, identities, secrets := policy("sandbox-tokens"), policy("sandbox-identities"), policy("sandbox-secrets")
	workload := asking(w.box, sandbox.WorkloadName, 600, nil)
	pod := &authenticationv1.BoundObjectReference{Kind: "Pod", APIVersion: "v1", Name: "work"}
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"}}
	endless := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: w.box, Name: "attack", Annotations: map[string]string{corev1.ServiceAccountNameKey: sandbox.DeveloperName},
		},
		Type: corev1.SecretTypeServiceAccountToken,
	}
	record := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: sandbox.GrantConfigName}}
	impersonate := w.unless(developer, rule("", "serviceaccounts", "impersonate"))
	impersonate.marks = "cannot impersonate" // which resource it names differs
	return []row{
		{way: "the door of another holder's sandbox", who: stranger, attack: asking(w.box, sandbox.DeveloperName, 600, nil),
			closed: w.unless(stranger, rule("", "serviceaccounts/token", "create"))},
		{way: "a token of the account that pods run as", who: person, attack: workload, beside: []layer{tokens},
			closed: w.unless(person, rule("", "serviceaccounts/token", "create"))},
		{way: "a token of the account that pods run as", who: tenant, attack: workload, closed: tokens,
			says: []string{"Token of ServiceAccount workload in sandbox " + w.box, "the one account of a sandbox that people get a token of is developer"}},
		{way: "a token that outlives the term", who: person, attack: asking(w.short, sandbox.DeveloperName, 600, nil), closed: tokens,
			says: []string{"spec.expirationSeconds 600 reaches beyond the end of the grant"}},
		{way: "a token of more than ten minutes", who: person, attack: asking(w.box, sandbox.DeveloperName, 3600, nil), closed: tokens,
			says: []string{"spec.expirationSeconds 3600 is more than 600, the most a token of a sandbox lives"}},
		{way: "a token bound to a pod, which can live a year", who: person, attack: asking(w.box, sandbox.DeveloperName, 3607, pod), closed: tokens,
			says: []string{"spec.boundObjectRef.kind Pod is refused to all but nodes"}, reaches: "cannot bind token for serviceaccount"},
		{way: "a Secret with a token that never ends", who: developer, attack: creating(endless), beside: []layer{secrets},
			closed: w.unless(developer, rule("", "secrets", "create"))},
		{way: "a Secret with a token that never ends", who: tenant, attack: creating(endless), closed: secrets,
			says: []string{"Secret attack in sandbox " + w.box, "its token never ends"}},
		{way: "Secrets read", who: developer, closed: w.unless(developer, rule("", "secrets", "list")),
			attack: func(ctx context.Context, a *access) error {
				_, err := a.clients.CoreV1().Secrets(w.box).List(ctx, metav1.ListOptions{})
				return err
			}},
		{way: "a ServiceAccount of one's own", who: developer, attack: creating(account), beside: []layer{identities},
			closed: w.unless(developer, rule("", "serviceaccounts", "create"))},
		{way: "a ServiceAccount of one's own", who: tenant, attack: creating(account), closed: identities,
			says: []string{"ServiceAccount attack in sandbox " + w.box, "the accounts workload and developer and no others"}},
		{way: "the record of the grant rewritten", who: developer, attack: patching(record, fields{"data": fields{"until": "never"}}), closed: identities,
			says: []string{"ConfigMap mandate-grant in sandbox " + w.box}},
		{way: "impersonation of the operator", who: developer, attack: w.impersonate, closed: impersonate},
	}
}

// impersonate reads, as the operator, what the operator may read.
func (w *world) impersonate(ctx context.Context, a *access) error {
	config := rest.CopyConfig(a.config)
	config.Impersonate.UserName = w.people[thief].user
	c, err := ctrlclient.New(config, ctrlclient.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		return err
	}
	return c.List(ctx, &corev1.NamespaceList{})
}
