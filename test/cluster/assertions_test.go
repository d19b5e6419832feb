// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cluster_test

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/utils/ptr"

	"github.com/publicdata-io/mandate/test/cluster"
)

func clientOf(t *testing.T, access *rest.Config) kubernetes.Interface {
	t.Helper()
	client, err := kubernetes.NewForConfig(access)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// eventually waits until the probe succeeds, and fails with its last error.
func eventually(t *testing.T, probe func(context.Context) error) {
	t.Helper()
	last := errors.New("never asked")
	err := wait.PollUntilContextTimeout(t.Context(), 20*time.Millisecond, time.Minute, true, func(ctx context.Context) (bool, error) {
		last = probe(ctx)
		return last == nil, nil
	})
	if err != nil {
		t.Fatal(errors.Join(err, last))
	}
}

func wantNotFound(err error) error {
	switch {
	case err == nil:
		return errors.New("the object is still there")
	case apierrors.IsNotFound(err):
		return nil
	}
	return err
}

func makeNamespace(t *testing.T, c *cluster.Cluster, name string) {
	t.Helper()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := clientOf(t, c.Config()).CoreV1().Namespaces().Create(t.Context(), namespace, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
}

func makeConfigMap(t *testing.T, c *cluster.Cluster, namespace string, object *corev1.ConfigMap) *corev1.ConfigMap {
	t.Helper()
	made, err := clientOf(t, c.Config()).CoreV1().ConfigMaps(namespace).Create(t.Context(), object, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func whoAmI(t *testing.T, access *rest.Config) authenticationv1.UserInfo {
	t.Helper()
	review, err := clientOf(t, access).AuthenticationV1().SelfSubjectReviews().
		Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return review.Status.UserInfo
}

// requestToken returns a token of the service account default of the namespace
// default.
func requestToken(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	request := &authenticationv1.TokenRequest{
		Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: ptr.To[int64](600)},
	}
	issued, err := clientOf(t, c.Config()).CoreV1().ServiceAccounts("default").
		CreateToken(t.Context(), "default", request, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return issued.Status.Token
}

// kubeconfigIsComplete has the real kubectl read each kind of file.
func kubeconfigIsComplete(t *testing.T, c *cluster.Cluster) {
	tests := map[string]struct {
		write func(path string) error
		want  string
	}{
		"administrator": {
			write: c.Kubeconfig,
			want:  "mandate-admin",
		},
		"user": {
			write: func(path string) error { return c.KubeconfigFor(path, "officer", "agency") },
			want:  "officer",
		},
		"token": {
			write: func(path string) error { return c.KubeconfigWithToken(path, requestToken(t, c)) },
			want:  "system:serviceaccount:default:default",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kubeconfig")
			if err := tc.write(path); err != nil {
				t.Fatal(err)
			}
			out, err := exec.CommandContext(t.Context(), c.Kubectl(), "--kubeconfig", path,
				"auth", "whoami", "-o", "jsonpath={.status.userInfo.username}").CombinedOutput()
			if got := strings.TrimSpace(string(out)); err != nil || got != tc.want {
				t.Errorf("kubectl says %q (%v), want %q", got, err, tc.want)
			}
		})
	}
}
