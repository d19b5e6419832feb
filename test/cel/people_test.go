// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"sync"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// The accounts of Mandate, and those of the cluster that policies name.
const (
	operatorUser   = "system:serviceaccount:mandate-system:mandate-operator"
	cutoffUser     = "system:serviceaccount:mandate-system:mandate-cutoff"
	namespaceUser  = "system:serviceaccount:kube-system:namespace-controller"
	masters        = "system:masters"
	breakGlass     = "mandate:break-glass"
	nodesGroup     = "system:nodes"
	editorsGroup   = "test:editors"
	sandboxLabel   = "mandate.publicdata.io/sandbox"
	domainLabel    = "mandate.publicdata.io/domain"
	grantNote      = "mandate.publicdata.io/grant"
	closedByNote   = "mandate.publicdata.io/closed-by"
	notAfterNote   = "mandate.publicdata.io/not-after"
	registriesNote = "mandate.publicdata.io/registries"
	classesNote    = "mandate.publicdata.io/storage-classes"
	cutFinalizer   = "mandate.publicdata.io/cut"
)

// Most tests ask what a policy refuses, not what RBAC refuses: their people are
// members of system:masters and may do everything that admission lets through.
var (
	root     = person{name: "root", groups: []string{masters}}
	operator = person{name: operatorUser, groups: []string{masters}}
	cutoff   = person{name: cutoffUser, groups: []string{masters}}
	rescuer  = person{name: "rescuer", groups: []string{masters, breakGlass}}
	node     = person{name: "system:node:n1", groups: []string{masters, nodesGroup}}
)

// person is a user known by a client certificate.
type person struct {
	name   string
	groups []string
}

var people sync.Map // of *rest.Config by name

func (p person) config(t *testing.T) *rest.Config {
	t.Helper()
	if known, ok := people.Load(p.name); ok {
		return rest.CopyConfig(known.(*rest.Config))
	}
	config, err := controlPlane.AddUser(p.name, p.groups...)
	if err != nil {
		t.Fatal(err)
	}
	people.Store(p.name, config)
	return rest.CopyConfig(config)
}

func (p person) client(t *testing.T) client.Client {
	t.Helper()
	c, err := client.New(p.config(t), client.Options{Mapper: admin.RESTMapper()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (p person) clientset(t *testing.T) kubernetes.Interface {
	t.Helper()
	c, err := kubernetes.NewForConfig(p.config(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}
