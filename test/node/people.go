//go:build linux

// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	domain = "demo-health" // the namespace of the samples
	// grantOfTwo is a grant of the samples over two inputs, one of which is lost.
	grantOfTwo = "drug-safety"
	lostInput  = "drug-settlements"
)

// person is a user of the samples and a group of theirs.
type person struct{ name, group string }

var (
	agency    = person{"li.na", "demo-info-centre:officers"}
	source    = person{"wang.fang", "demo-insurance-bureau:officers"}
	editor    = person{"liu.yang", "demo-health:editors"}
	developer = person{"zhang.wei", "demo-medtech:developers"}
)

// as returns the access of a person.
func (w *world) as(p person) (client.Client, error) {
	access, err := w.cluster.AddUser(p.name, p.group)
	if err != nil {
		return nil, err
	}
	c, err := client.New(access, client.Options{Scheme: w.mandate.Admin.Scheme(), Mapper: w.mandate.Admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return c, nil
}

// decides makes a Decision and returns when the API server answered, and its UID.
func (w *world) decides(ctx context.Context, by person, spec string) (time.Time, v1alpha1.DecisionReference, error) {
	w.acts++
	act := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("act-%d", w.acts), Namespace: domain}}
	if err := yaml.UnmarshalStrict([]byte(spec), &act.Spec); err != nil {
		return time.Time{}, v1alpha1.DecisionReference{}, fmt.Errorf("read %q: %w", spec, err)
	}
	officer, err := w.as(by)
	if err != nil {
		return time.Time{}, v1alpha1.DecisionReference{}, err
	}
	err = officer.Create(ctx, act)
	answered := time.Now()
	if err != nil {
		return answered, v1alpha1.DecisionReference{}, fmt.Errorf("decide as %s: %w", by.name, err)
	}
	return answered, v1alpha1.DecisionReference{Name: v1alpha1.ObjectName(act.Name), UID: string(act.UID)}, nil
}

// sandbox waits until a grant is in force and its sandbox ready.
func (w *world) sandbox(ctx context.Context, name string) (string, error) {
	var namespace string
	err := w.await(ctx, "DeveloperGrant "+name+" is in force and its sandbox ready", func(ctx context.Context) error {
		grant := &v1alpha1.DeveloperGrant{}
		if err := w.mandate.Admin.Get(ctx, client.ObjectKey{Namespace: domain, Name: name}, grant); err != nil {
			return err
		}
		for _, kind := range []string{v1alpha1.ActiveCondition, v1alpha1.SandboxReadyCondition} {
			if !meta.IsStatusConditionTrue(grant.Status.Conditions, kind) {
				return fmt.Errorf("it says %v", grant.Status.Conditions)
			}
		}
		namespace = grant.Status.Sandbox.Namespace
		return nil
	})
	return namespace, err
}

// enters returns the access of the developer account of a sandbox, by a token of
// the door.
func (w *world) enters(ctx context.Context, namespace string) (client.Client, error) {
	access, err := w.cluster.AddUser(developer.name, developer.group)
	if err != nil {
		return nil, err
	}
	clients, err := kubernetes.NewForConfig(access)
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	given, err := clients.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, "developer", &authenticationv1.TokenRequest{
		Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: new(int64(600))},
	}, metav1.CreateOptions{})
	if err != nil {
		return nil, fmt.Errorf("ask for a token of the door: %w", err)
	}
	c, err := client.New(w.cluster.ConfigWithToken(given.Status.Token),
		client.Options{Scheme: w.mandate.Admin.Scheme(), Mapper: w.mandate.Admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make client: %w", err)
	}
	return c, nil
}
