// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
	"github.com/publicdata-io/mandate/test/install"
)

// persona is somebody who attacks.
type persona string

const (
	// developer holds a token of the ServiceAccount developer, had at the door.
	developer persona = "developer"
	// person belongs to the holder: the door is all that they have.
	person persona = "person"
	// stranger belongs to another holder, with a sandbox of its own.
	stranger persona = "stranger"
	// editor keeps the chain of the domain (ClusterRole mandate-editor).
	editor persona = "editor"
	// officer may suspend for the bureau.
	officer persona = "officer"
	// tenant may do everything to everything in every namespace, and to
	// namespaces and roles themselves (bind and escalate included), but is no
	// member of system:masters, may not touch admission, CRDs and APIServices,
	// impersonates nobody, and holds no verb of an Organization.
	tenant persona = "tenant"
	// thief holds the operator's own token.
	thief persona = "thief"
)

// access is what a persona can reach the API server with.
type access struct {
	client.Client
	clients kubernetes.Interface
	config  *rest.Config
	user    string
}

func newAccess(t *testing.T, config *rest.Config, user string) *access {
	t.Helper()
	c, err := client.New(config, client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	clients, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return &access{Client: c, clients: clients, config: config, user: user}
}

// cast gives everybody their access.
func cast(t *testing.T, w *world) map[persona]*access {
	t.Helper()
	appoint(t)
	people := map[persona]*access{}
	for _, p := range []persona{person, stranger, editor, officer, tenant} {
		config, err := controlPlane.AddUser(string(p))
		if err != nil {
			t.Fatal(err)
		}
		people[p] = newAccess(t, config, string(p))
	}
	stolen, err := installed.AccountConfig(t.Context(), install.OperatorAccount)
	if err != nil {
		t.Fatal(err)
	}
	people[thief] = newAccess(t, stolen, "system:serviceaccount:"+v1alpha1.SystemNamespace+":"+install.OperatorAccount)
	people[developer] = throughTheDoor(t, people[person], w.box)
	return people
}

// throughTheDoor is what `kubectl mandate login` does.
func throughTheDoor(t *testing.T, p *access, box string) *access {
	t.Helper()
	key := &renewed{of: p, box: box}
	eventually(t, "the door opens", func(ctx context.Context) error {
		_, err := key.token(ctx)
		return err
	})
	config := controlPlane.ConfigWithToken("")
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			token, err := key.token(r.Context())
			if err != nil {
				return nil, err
			}
			r = r.Clone(r.Context())
			r.Header.Set("Authorization", "Bearer "+token)
			return next.RoundTrip(r)
		})
	})
	return newAccess(t, config, "system:serviceaccount:"+box+":"+sandbox.DeveloperName)
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// renewed is a token that is asked for again in the middle of its ten minutes,
// since the attacks take longer.
type renewed struct {
	of    *access
	box   string
	mu    sync.Mutex
	value string
	until time.Time
}

func (k *renewed) token(ctx context.Context) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if time.Now().Before(k.until) {
		return k.value, nil
	}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: new(int64(600))}}
	answer, err := k.of.clients.CoreV1().ServiceAccounts(k.box).CreateToken(ctx, sandbox.DeveloperName, request, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	k.value, k.until = answer.Status.Token, time.Now().Add(5*time.Minute)
	return k.value, nil
}

// appoint gives the editor, the officer and the tenant their rights.
func appoint(t *testing.T) {
	t.Helper()
	create(t,
		&rbacv1.RoleBinding{
			ObjectMeta: metav1.ObjectMeta{Namespace: builder.Domain, Name: "attacks-editor"},
			RoleRef:    clusterRole("mandate-editor"), Subjects: users(string(editor)),
		})
	give(t.Context(), "attacks-officer", string(officer), []rbacv1.PolicyRule{
		rule(v1alpha1.GroupVersion.Group, "decisions", "create", "get", "list"),
		rule(v1alpha1.GroupVersion.Group, "organizations/"+builder.Bureau, "suspend"),
	}, t.Fatal)
	give(t.Context(), "attacks-tenant", string(tenant), []rbacv1.PolicyRule{{
		APIGroups: []string{"", "apps", "batch", "discovery.k8s.io", "gateway.networking.k8s.io", "networking.k8s.io",
			"rbac.authorization.k8s.io", "storage.k8s.io", v1alpha1.GroupVersion.Group},
		Resources: []string{"*"},
		Verbs:     []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "bind", "escalate"},
	}}, t.Fatal)
}

// rule is a rule over one resource, resource/subresource, or one Organization
// by name.
func rule(group, resource string, verbs ...string) rbacv1.PolicyRule {
	r := rbacv1.PolicyRule{APIGroups: []string{group}, Resources: []string{resource}, Verbs: verbs}
	if name := "organizations/" + builder.Bureau; resource == name {
		r.Resources, r.ResourceNames = []string{"organizations"}, []string{builder.Bureau}
	}
	return r
}

// give binds rules to a user in the whole cluster.
func give(ctx context.Context, name, user string, rules []rbacv1.PolicyRule, fail func(...any)) {
	for _, o := range []client.Object{
		&rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name}, Rules: rules},
		&rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: name}, RoleRef: clusterRole(name), Subjects: users(user)},
	} {
		if err := admin.Create(ctx, o); err != nil {
			fail(err)
		}
	}
}

func clusterRole(name string) rbacv1.RoleRef {
	return rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: name}
}

func users(names ...string) []rbacv1.Subject {
	var subjects []rbacv1.Subject
	for _, name := range names {
		subjects = append(subjects, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: name})
	}
	return subjects
}

func roomOf(t *testing.T, box string) string {
	t.Helper()
	room := &rbacv1.RoleBinding{}
	read(t, box, sandbox.RoomName, room)
	return room.RoleRef.Name
}
