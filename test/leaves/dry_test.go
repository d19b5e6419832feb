// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// ask creates an edition by dry run. That is enough for its rules and procedures:
// a dry run goes through the whole of admission, an edition never changes, and
// what its controller says of it is a pure function of its spec, which is asked
// here in its stead: the edition can be read as the controller reads it, and that
// function comes to an end and says where and why. How what it finds gets into
// status is tried on the live editions.
func (r *trial) ask(ctx context.Context, u *unstructured.Unstructured) {
	err := admin.Create(ctx, u, client.DryRunAll)
	r.judge(err, true)
	if err != nil {
		return
	}
	edition := &v1alpha1.Jurisdiction{}
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, edition); err != nil {
		r.fail("accepted, and its controller cannot read it: %w", err)
		return
	}
	for _, flaw := range jurisdiction.Flaws(edition) {
		if flaw.Field == "" || flaw.Text == "" {
			r.fail("accepted, and its controller finds it wrong and cannot say where and why: %q", flaw)
		}
	}
}
