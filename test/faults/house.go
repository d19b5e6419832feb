// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
	"github.com/publicdata-io/mandate/test/install"
)

// House is a control plane with Mandate installed, on which plans run beside
// each other.
type House struct {
	hub     *Hub
	cluster *cluster.Cluster
	admin   client.Client
	config  *rest.Config
	host    string
	// operator and cutoff are the connections of the two accounts.
	operator, cutoff http.RoundTripper
	rehearsals       rehearsals
	end              context.CancelFunc
	domains          atomic.Int64
	// shaky says that the control plane is restarted again and again.
	shaky bool
	kept  kept
}

// Open starts a control plane.
func Open(ctx context.Context) (*House, error) { return open(ctx) }

// open starts a control plane, with further flags of the API server.
func open(ctx context.Context, apiServer ...string) (*House, error) {
	// What the controller manager does to thousands of namespaces costs more
	// than the plans; the one thing of it that they need is done by count.
	c, err := cluster.Start(ctx, cluster.Options{Fast: true, WithoutControllerManager: true, APIServerArgs: apiServer})
	if err != nil {
		return nil, err
	}
	h, err := settle(ctx, c)
	if err != nil {
		return nil, errors.Join(err, c.Stop())
	}
	return h, nil
}

func settle(ctx context.Context, c *cluster.Cluster) (*House, error) {
	installed, err := install.Apply(ctx, c, install.Options{})
	if err != nil {
		return nil, err
	}
	h := &House{cluster: c, config: c.Config(), host: c.Config().Host}
	h.config.Wrap(func(next http.RoundTripper) http.RoundTripper { return patient{next} })
	h.admin, err = client.New(h.config, client.Options{Scheme: installed.Admin.Scheme(), Mapper: installed.Admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	for account, connection := range map[string]*http.RoundTripper{install.OperatorAccount: &h.operator, install.CutoffAccount: &h.cutoff} {
		cfg, err := installed.AccountConfig(ctx, account)
		if err != nil {
			return nil, err
		}
		if *connection, err = rest.TransportFor(cfg); err != nil {
			return nil, fmt.Errorf("connect as %s: %w", account, err)
		}
	}
	if err := h.appoint(ctx); err != nil {
		return nil, err
	}
	watching, end := context.WithCancel(context.Background())
	h.end = end
	if err := h.beat(watching); err != nil {
		end()
		return nil, err
	}
	if h.hub, err = NewHub(watching, h.config); err != nil {
		end()
		return nil, err
	}
	for _, kind := range recorded {
		h.hub.follow(kind)
	}
	return h, h.hub.failure()
}

// recorded are the kinds on which access rests, and those that decide on it.
var recorded = []string{
	namespaces, grants, agreements, resources, decisions, bindings, cohortRoles, policies, quotas, pods,
	editions, parties, classKinds, services, calendars, plans, calls, objections,
}

// beat beats until the context ends, beside the plans' own processes. On few
// cores they may take longer to than a pod is let in for, and what is at stake
// here is not the beat.
func (h *House) beat(ctx context.Context) error {
	beater, err := install.Beater(h.config)
	if err != nil {
		return err
	}
	return install.KeepBeating(ctx, beater)
}

// Close ends the control plane.
func (h *House) Close() error {
	err := h.kept.close()
	h.end()
	return errors.Join(err, h.cluster.Stop())
}

// officers is the group of all who decide. Who may decide for whom is tested
// with the admission policies.
const officers = "faults:officers"

func (h *House) appoint(ctx context.Context) error {
	role := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{Name: "faults-officers"},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"decisions"}, Verbs: []string{"create"}},
			{APIGroups: []string{v1alpha1.GroupVersion.Group}, Resources: []string{"organizations"},
				Verbs: []string{"suspend", "lift", "halt", "release", "terminate", "disqualify", "dispose"}},
		},
	}
	binding := &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: role.Name},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role.Name},
		Subjects:   []rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: officers}},
	}
	for _, o := range []client.Object{role, binding} {
		if err := h.admin.Create(ctx, o); err != nil {
			return fmt.Errorf("appoint officers: %w", err)
		}
	}
	return nil
}

// as is the access of somebody else.
func (h *House) as(user string, groups ...string) (client.Client, error) {
	cfg := rest.CopyConfig(h.config)
	cfg.Impersonate = rest.ImpersonationConfig{UserName: user, Groups: groups}
	c, err := client.New(cfg, client.Options{Scheme: h.admin.Scheme(), Mapper: h.admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make the client of %s: %w", user, err)
	}
	return c, nil
}
