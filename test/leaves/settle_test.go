// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

const (
	// still is how long an object must not be written to be at rest.
	still = time.Second
	// patience is for all objects of a round to come to rest, on a busy machine.
	patience = 3 * time.Minute
)

// conditionsOf are the conditions that an object of a kind always has.
var conditionsOf = map[string][]string{
	"Jurisdiction":       {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"Organization":       {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"SandboxClass":       {v1alpha1.ReadyCondition},
	"DataResource":       {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"OperationAgreement": {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"DeveloperGrant":     {v1alpha1.ActiveCondition, "SandboxReady", v1alpha1.ReadyCondition},
	"Decision":           {"Counts", v1alpha1.ReadyCondition},
	"WorkCalendar":       {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"ImplementationPlan": {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"Selection":          {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
	"Objection":          {v1alpha1.ActiveCondition, v1alpha1.ReadyCondition},
}

// referredTo are the kinds of which it is told whether anything refers to them.
var referredTo = map[string]bool{
	"Jurisdiction": true, "Organization": true, "SandboxClass": true, "DataResource": true, "OperationAgreement": true,
	"WorkCalendar": true, "ImplementationPlan": true, "Selection": true,
}

// settle waits until every object is at rest, and notes of each that is not
// what it looks like.
func settle(t *testing.T, all []*trial, judge func(*trial, *unstructured.Unstructured) error) {
	t.Helper()
	before := map[string]string{}
	var restless map[*trial]error
	_ = wait.PollUntilContextTimeout(t.Context(), still, patience, true, func(ctx context.Context) (bool, error) {
		now := seen(ctx, t)
		if ctx.Err() != nil {
			return false, nil // what was seen before stands
		}
		restless = map[*trial]error{}
		for _, r := range all {
			if !r.alive() {
				continue
			}
			u, key := now[key(r.object)], key(r.object)
			if u == nil {
				restless[r] = errors.New("it is not there")
				continue
			}
			if err := judge(r, u); err != nil {
				restless[r] = err
			} else if version := u.GetResourceVersion(); version != before[key] {
				restless[r] = fmt.Errorf("it is written again and again: %s", told(u))
			}
			before[key] = u.GetResourceVersion()
		}
		return len(restless) == 0, nil
	})
	for r, err := range restless {
		r.fail("%w", err)
	}
}

// seen lists all objects of our kinds.
func seen(ctx context.Context, t *testing.T) map[string]*unstructured.Unstructured {
	t.Helper()
	found := map[string]*unstructured.Unstructured{}
	for kind := range conditionsOf {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(schema.GroupVersionKind{Group: v1alpha1.GroupVersion.Group, Version: v1alpha1.GroupVersion.Version, Kind: kind + "List"})
		if err := admin.List(ctx, list); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		for i := range list.Items {
			found[key(&list.Items[i])] = &list.Items[i]
		}
	}
	return found
}

func key(u *unstructured.Unstructured) string {
	return u.GetKind() + " " + u.GetNamespace() + "/" + u.GetName()
}

// atRest finds that an object was not looked at to the end, or that its status
// does not say what it waits for.
func atRest(r *trial, u *unstructured.Unstructured) error {
	if err := whole(u); err != nil {
		return err
	}
	result, err := status.Compute(u)
	switch {
	case err != nil:
		return fmt.Errorf("kstatus cannot read it: %w", err)
	case result.Status == status.CurrentStatus:
		return nil
	case result.Status != status.InProgressStatus && result.Status != status.FailedStatus:
		return fmt.Errorf("kstatus says %s: %s", result.Status, told(u))
	case !r.names(result.Message, r.mutation):
		return fmt.Errorf("kstatus says %s, in words that do not name the field: %s", result.Status, told(u))
	}
	return nil
}

// atBase finds that an object that is as it was given is not done.
func atBase(_ *trial, u *unstructured.Unstructured) error {
	if err := whole(u); err != nil {
		return err
	}
	result, err := status.Compute(u)
	if err == nil && result.Status != status.CurrentStatus {
		err = fmt.Errorf("kstatus says %s, want Current: %s", result.Status, told(u))
	}
	return err
}

// whole finds a status that is behind, or lacks a condition.
func whole(u *unstructured.Unstructured) error {
	if observed, _, _ := unstructured.NestedInt64(u.Object, "status", "observedGeneration"); observed != u.GetGeneration() {
		return fmt.Errorf("stuck: generation %d, observed %d: %s", u.GetGeneration(), observed, told(u))
	}
	for _, kind := range conditionsOf[u.GetKind()] {
		if !slices.ContainsFunc(conditions(u), func(c map[string]any) bool { return c["type"] == kind && c["message"] != "" }) {
			return fmt.Errorf("stuck: condition %s is missing or empty: %s", kind, told(u))
		}
	}
	if _, known, _ := unstructured.NestedBool(u.Object, "status", "unused"); !known && referredTo[u.GetKind()] {
		return fmt.Errorf("stuck: status.unused is missing: %s", told(u))
	}
	return nil
}

func conditions(u *unstructured.Unstructured) []map[string]any {
	list, _, _ := unstructured.NestedSlice(u.Object, "status", "conditions")
	found := make([]map[string]any, 0, len(list))
	for _, c := range list {
		found = append(found, c.(map[string]any))
	}
	return found
}

// told is what the conditions say.
func told(u *unstructured.Unstructured) string {
	var out []string
	for _, c := range conditions(u) {
		out = append(out, fmt.Sprintf("%s=%s(%s) %s", c["type"], c["status"], c["reason"], clip(fmt.Sprint(c["message"]))))
	}
	return strings.Join(out, "; ")
}

// state is a status without times and generations.
func state(u *unstructured.Unstructured) string {
	status, _, _ := unstructured.NestedMap(u.Object, "status")
	timeless(status)
	raw, err := json.Marshal(status)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}

func timeless(in any) {
	switch at := in.(type) {
	case map[string]any:
		delete(at, "observedGeneration")
		delete(at, "lastTransitionTime")
		for _, value := range at {
			timeless(value)
		}
	case []any:
		for _, value := range at {
			timeless(value)
		}
	}
}
