// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/reference"
)

// noneAsOld is after how long no act turns up any more that was recorded in the same
// second as one that is known.
const noneAsOld = time.Minute

// firstAct names the first act of an organisation, or that was told to it, by when it
// was recorded and then by name; or is empty.
func (r References) firstAct(ctx context.Context, of reference.Target, known string) (string, error) {
	if r.isFirst(ctx, of, known) {
		return known, nil
	}
	found, at := "", time.Time{}
	for _, which := range []looked{{decider: of.Name}, {told: of.Name}} {
		err := lookAt(ctx, r.Informers, r.Cache, which, func(d *v1alpha1.Decision) {
			told, made := decisionKind.Kind+" "+d.Namespace+"/"+d.Name, d.CreationTimestamp.Time
			if found == "" || made.Before(at) || (made.Equal(at) && told < found) {
				found, at = told, made
			}
		})
		if err != nil {
			return "", fmt.Errorf("look in the cache for an act of %s: %w", of.Name, err)
		}
	}
	return found, nil
}

// isFirst says whether what was told before is the first act still: it is there, and
// none comes before it any more. An authority has an act on each of ten thousand grants.
func (r References) isFirst(ctx context.Context, of reference.Target, known string) bool {
	namespace, name, ok := strings.Cut(strings.TrimPrefix(known, decisionKind.Kind+" "), "/")
	if !ok || r.Clock == nil {
		return false
	}
	d := &v1alpha1.Decision{}
	if err := r.Cache.Get(ctx, types.NamespacedName{Namespace: namespace, Name: name}, d); err != nil {
		return false
	}
	party := v1alpha1.ObjectName(of.Name)
	acted := d.Spec.Organization == party || slices.Contains(d.Spec.To, party)
	return acted && r.Clock.Since(d.CreationTimestamp.Time) > noneAsOld
}
