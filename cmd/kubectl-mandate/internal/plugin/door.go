// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/login"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// tokenSeconds is the life of a token: the least that the API server gives.
const tokenSeconds = 600

// readGrant reads a grant with the person's own rights.
func readGrant(ctx context.Context, access *rest.Config, s login.Scene) (*v1alpha1.DeveloperGrant, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("register kinds: %w", err)
	}
	config := rest.CopyConfig(access)
	config.APIPath, config.GroupVersion = "/apis", &v1alpha1.GroupVersion
	config.NegotiatedSerializer = serializer.NewCodecFactory(scheme).WithoutConversion()
	client, err := rest.RESTClientFor(config)
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	grant := &v1alpha1.DeveloperGrant{}
	err = client.Get().Namespace(s.Namespace).Resource("developergrants").Name(s.Grant).Do(ctx).Into(grant)
	if err != nil {
		return nil, fmt.Errorf("read DeveloperGrant %s/%s: %w", s.Namespace, s.Grant, err)
	}
	return grant, nil
}

// mint asks for a token of the sandbox's developer account, with the person's
// own rights: this is the door.
func mint(ctx context.Context, access *rest.Config, s login.Scene) (authenticationv1.TokenRequestStatus, error) {
	var none authenticationv1.TokenRequestStatus
	client, err := corev1client.NewForConfig(access)
	if err != nil {
		return none, fmt.Errorf("make client: %w", err)
	}
	seconds := int64(tokenSeconds)
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}}
	answer, err := client.ServiceAccounts(s.Sandbox).CreateToken(ctx, sandbox.DeveloperName, request, metav1.CreateOptions{})
	if err != nil {
		return none, err // told by refuse
	}
	return answer.Status, nil
}

// inside reads what the sandbox tells its developer. A class may not allow that;
// then there is nothing to tell.
func inside(ctx context.Context, access *rest.Config, token string, s login.Scene) map[string]string {
	inside := rest.AnonymousClientConfig(access)
	inside.BearerToken = token
	client, err := corev1client.NewForConfig(inside)
	if err != nil {
		return nil
	}
	told, err := client.ConfigMaps(s.Sandbox).Get(ctx, sandbox.GrantConfigName, metav1.GetOptions{})
	if err != nil {
		return nil
	}
	return told.Data
}
