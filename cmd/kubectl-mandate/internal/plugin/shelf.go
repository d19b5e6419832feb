// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clientgoscheme "k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/client/apiutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/checking"
)

// shelf answers reads out of the objects of a folder, as a cluster would that
// held nothing else.
type shelf struct {
	scheme  *runtime.Scheme
	objects []client.Object
}

// newScheme knows the cluster's kinds and Mandate's.
func newScheme() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	if err := clientgoscheme.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("register the cluster's kinds: %w", err)
	}
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, fmt.Errorf("register Mandate's kinds: %w", err)
	}
	return scheme, nil
}

// stageOf is a folder, and what is beside it, to be judged at an instant.
func stageOf(ctx context.Context, folder checking.Folder, beside []checking.Object, now time.Time) (checking.Stage, error) {
	scheme, err := newScheme()
	if err != nil {
		return checking.Stage{}, err
	}
	stage := checking.Stage{Objects: folder.Recorded(beside, now), Now: now}
	on := shelf{scheme: scheme}
	for _, o := range stage.Objects {
		if object, ok := o.Object.(client.Object); ok {
			on.objects = append(on.objects, object)
		}
	}
	observed := survey{glance: &glance{Reader: on, scheme: scheme, lists: map[listKey]*listing{}}}
	stage.Facts = func(about *v1alpha1.Decision) *authorization.Facts {
		facts, _ := kube.Observer{Reader: observed.glance, Guards: taken{}}.Subject(ctx, about) // a shelf does not fail
		return facts
	}
	return stage, nil
}

// Get finds nothing but what the glance before it found: services and the like
// are of no folder of chains.
func (s shelf) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	return apierrors.NewNotFound(schema.GroupResource{Resource: strings.ToLower(fmt.Sprintf("%T", into))}, key.Name)
}

// List is of one kind, in one namespace or in all.
func (s shelf) List(_ context.Context, into client.ObjectList, opts ...client.ListOption) error {
	asked := (&client.ListOptions{}).ApplyOptions(opts)
	kind, err := apiutil.GVKForObject(into, s.scheme)
	if err != nil {
		return fmt.Errorf("list %T: %w", into, err)
	}
	var found []runtime.Object
	for _, o := range s.objects {
		of, err := apiutil.GVKForObject(o, s.scheme)
		if err == nil && of.Kind+"List" == kind.Kind && slices.Contains([]string{"", o.GetNamespace()}, asked.Namespace) {
			found = append(found, o)
		}
	}
	return meta.SetList(into, found)
}
