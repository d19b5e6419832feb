// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"errors"
	"fmt"

	"k8s.io/client-go/tools/cache"
	ctrlcache "sigs.k8s.io/controller-runtime/pkg/cache"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Informers are those of a cache.
type Informers interface {
	GetInformer(ctx context.Context, of client.Object, options ...ctrlcache.InformerGetOption) (ctrlcache.Informer, error)
}

// looked is which Decisions are looked at: by whose acts they are, by whom they are
// told, by the name of what they are on within a namespace, all within a namespace,
// or all.
type looked struct{ decider, told, subject, namespace string }

// lookAt shows Decisions one after the other as a cache holds them, and makes no
// copy: an organisation may have acted on each of ten thousand grants. What is
// shown is a face, see there, and only until the next is. Where the informers do
// not hold acts, it says so in the log, and has the reader copy them all.
func lookAt(ctx context.Context, from Informers, reader client.Reader, which looked, show func(*v1alpha1.Decision)) error {
	held, err := which.held(ctx, from)
	if err != nil {
		log.FromContext(ctx).Error(err, "cannot look at Decisions as they are held, and copies them all")
		return which.copied(ctx, reader, show)
	}
	var shown v1alpha1.Decision
	for _, o := range held {
		a, ok := o.(*act)
		if !ok {
			return fmt.Errorf("look at Decisions as they are held: one is a %T", o)
		}
		a.faceInto(&shown)
		show(&shown)
	}
	return nil
}

var (
	errNoInformers = errors.New("no informers are given")
	errNotPacked   = errors.New("the informer of Decisions holds no acts")
	errNotListed   = errors.New("the informer of Decisions has not listed yet")
)

// held are the acts in the informer of Decisions.
func (l looked) held(ctx context.Context, from Informers) ([]any, error) {
	if from == nil {
		return nil, errNoInformers
	}
	informer, err := from.GetInformer(ctx, &v1alpha1.Decision{})
	if err != nil {
		return nil, fmt.Errorf("find the informer of Decisions: %w", err)
	}
	p, ok := informer.(actsFound)
	switch {
	case !ok:
		return nil, errNotPacked
	case !p.HasSynced():
		return nil, errNotListed
	}
	acts, err := l.find(p.GetIndexer())
	if err != nil {
		return nil, fmt.Errorf("look up Decisions in the cache: %w", err)
	}
	return acts, nil
}

func (l looked) find(in cache.Indexer) ([]any, error) {
	switch {
	case l.decider != "":
		return in.ByIndex("field:"+DeciderField, everywhere+l.decider)
	case l.told != "":
		return in.ByIndex("field:"+ToldField, everywhere+l.told)
	case l.subject != "":
		return in.ByIndex("field:"+SubjectNameField, l.namespace+"/"+l.subject)
	case l.namespace != "":
		return in.ByIndex(cache.NamespaceIndex, l.namespace)
	}
	return in.List(), nil
}

// copied shows copies.
func (l looked) copied(ctx context.Context, reader client.Reader, show func(*v1alpha1.Decision)) error {
	options := []client.ListOption{client.InNamespace(l.namespace)}
	switch {
	case l.decider != "":
		options = append(options, client.MatchingFields{DeciderField: l.decider})
	case l.told != "":
		options = append(options, client.MatchingFields{ToldField: l.told})
	case l.subject != "":
		options = append(options, client.MatchingFields{SubjectNameField: l.subject})
	}
	var list v1alpha1.DecisionList
	if err := reader.List(ctx, &list, options...); err != nil {
		return fmt.Errorf("list Decisions: %w", err)
	}
	for i := range list.Items {
		show(&list.Items[i])
	}
	return nil
}
