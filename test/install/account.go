// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package install

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// The ServiceAccounts that the two processes run as, in v1alpha1.SystemNamespace.
const (
	OperatorAccount = "mandate-operator"
	CutoffAccount   = "mandate-cutoff"
)

// accountLife is the life of the processes' tokens. Nobody renews them here, as
// a kubelet would, and a cluster that is kept up may stand for days.
const accountLife = 30 * 24 * time.Hour

// AccountConfig returns the access of one of our ServiceAccounts: all its
// rights and no others.
func (i *Installation) AccountConfig(ctx context.Context, account string) (*rest.Config, error) {
	token, err := i.token(ctx, account)
	if err != nil {
		return nil, err
	}
	return i.cluster.ConfigWithToken(token), nil
}

// AccountKubeconfig writes the access of AccountConfig to a file of the
// cluster's folder and returns its path.
func (i *Installation) AccountKubeconfig(ctx context.Context, account string) (string, error) {
	token, err := i.token(ctx, account)
	if err != nil {
		return "", err
	}
	path := filepath.Join(i.cluster.Dir(), account+".kubeconfig")
	return path, i.cluster.KubeconfigWithToken(path, token)
}

func (i *Installation) token(ctx context.Context, account string) (string, error) {
	clients, err := i.Clientset()
	if err != nil {
		return "", err
	}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: ptr.To(int64(accountLife / time.Second)),
	}}
	answer, err := clients.CoreV1().ServiceAccounts(v1alpha1.SystemNamespace).
		CreateToken(ctx, account, request, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("ask for a token of %s: %w", account, err)
	}
	return answer.Status.Token, nil
}
