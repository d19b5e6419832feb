// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/controller/controllerutil"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// targets are what the opening writes rest on, as they were before the facts
// were read.
type targets struct {
	// sandbox is read live; nil is none.
	sandbox *corev1.Namespace
	// parts are the role of the cohort, and what lies in the sandbox and gives.
	parts map[client.ObjectKey]kube.Target
}

// targets looks at all that a plan may write. A sandbox that the cache does not
// know is made by a create, which fails where the name is taken. The version of
// each part is the cache's: a write that rests on an old one fails.
func (r *Reconciler) targets(ctx context.Context, plan sandbox.Plan) (at targets, err error) {
	seen, err := r.sandboxSeen(ctx, plan.Namespace.Name)
	if err == nil && seen != nil {
		at.sandbox, err = r.liveSandbox(ctx, plan.Namespace.Name)
	}
	if err != nil {
		return at, err
	}
	at.parts = map[client.ObjectKey]kube.Target{}
	for _, part := range append(giving(plan), plan.Role) {
		if at.parts[keyOf(part)], err = r.Writer.Target(ctx, part); err != nil {
			return at, err
		}
	}
	return at, nil
}

// giving are the parts of a plan inside the sandbox that let anybody or anything
// in or out: cutoff closes or deletes them, and a write that gives them back is
// ordered against that.
func giving(plan sandbox.Plan) []sandbox.Object {
	var parts []sandbox.Object
	for _, guard := range plan.Guards {
		if gives(guard) {
			parts = append(parts, guard)
		}
	}
	return append(parts, plan.Access...)
}

func gives(guard sandbox.Object) bool {
	part := guard.GetLabels()[v1alpha1.PartLabel]
	return part == sandbox.PartEgress || part == sandbox.PartQuota
}

// keyOf tells the parts of one sandbox apart, of which no two share a name
// but those that give nothing.
func keyOf(part sandbox.Object) client.ObjectKey {
	return client.ObjectKey{Namespace: part.GetLabels()[v1alpha1.PartLabel], Name: part.GetName()}
}

// restore writes a part at its target. One that was not expected to be written
// has none, and is looked at the next time.
func (r *Reconciler) restore(ctx context.Context, part sandbox.Object, at targets, facts *authorization.Facts) error {
	target, known := at.parts[keyOf(part)]
	if !known {
		return apierrors.NewConflict(corev1.Resource("sandboxes"), part.GetName(), errors.New("the plan changed meanwhile"))
	}
	return r.Writer.Restore(ctx, part, target, facts)
}

// errNameTaken says that somebody else's namespace has the name of a sandbox.
var errNameTaken = errors.New("the namespace exists and was not made for this grant")

// write brings a plan into the cluster: guards first, then the gate, the room
// last. Every write that gives is made at the version its target had before the
// facts were read, so that it fails where anybody cut since, whoever else
// believes to be the leader and however long this process stood still; and the
// gate is the first of them. The bindings are the one exception, for a cut
// leaves nothing of them: a policy refuses them in a closed sandbox, and cutoff
// deletes one that came all the same.
func (r *Reconciler) write(ctx context.Context, facts *authorization.Facts, plan sandbox.Plan, at targets) error {
	if err := r.hold(ctx, facts.Grant); err != nil {
		return err
	}
	if err := r.enter(ctx, facts, plan.Namespace, at.sandbox); err != nil {
		return err
	}
	for _, guard := range plan.Guards {
		if gives(guard) {
			continue
		}
		if err := r.Writer.Ensure(ctx, guard); err != nil {
			return err
		}
	}
	reopened, err := r.reopen(ctx, facts, plan.Namespace, at.sandbox)
	if err != nil {
		return err
	}
	return r.give(ctx, facts, plan, at, reopened)
}

// give writes what lets in and out, the room last.
func (r *Reconciler) give(ctx context.Context, facts *authorization.Facts, plan sandbox.Plan, at targets, reopened bool) error {
	for _, guard := range plan.Guards {
		if !gives(guard) {
			continue
		}
		if err := r.restore(ctx, guard, at, facts); err != nil {
			return err
		}
	}
	if err := r.fill(ctx, facts, plan.Role, at); err != nil {
		return err
	}
	for _, access := range plan.Access {
		err := r.restore(ctx, access, at, facts)
		if reopened && apierrors.IsForbidden(err) {
			return apierrors.NewConflict(corev1.Resource("namespaces"), plan.Namespace.Name, errors.New("admission does not see yet that it is open"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// enter makes the sandbox, or makes sure that the one that is there was made
// for this grant.
func (r *Reconciler) enter(ctx context.Context, facts *authorization.Facts, planned, there *corev1.Namespace) error {
	grant := facts.Grant
	if there == nil {
		mark, err := kube.Target{}.Answer(facts)
		if err != nil {
			return err
		}
		made := planned.DeepCopy()
		made.Annotations[v1alpha1.OpenedByAnnotation] = mark
		err = r.Client.Create(ctx, made)
		switch {
		case err == nil:
			planned.CreationTimestamp = made.CreationTimestamp
			return nil
		case !apierrors.IsAlreadyExists(err):
			return fmt.Errorf("create sandbox %s: %w", planned.Name, err)
		}
		if there, err = r.liveSandbox(ctx, planned.Name); err != nil {
			return err
		}
		if there == nil || ours(there, grant) { // the cache lags
			return apierrors.NewConflict(corev1.Resource("namespaces"), planned.Name, errors.New("it was made or deleted meanwhile"))
		}
	}
	if !ours(there, grant) {
		return errNameTaken
	}
	return nil
}

// hold puts the finalizer on a grant that admission did not put it on, so that
// the grant stays until its access is gone.
func (r *Reconciler) hold(ctx context.Context, grant *v1alpha1.DeveloperGrant) error {
	if controllerutil.ContainsFinalizer(grant, v1alpha1.CutFinalizer) {
		return nil
	}
	held := grant.DeepCopy()
	controllerutil.AddFinalizer(held, v1alpha1.CutFinalizer)
	patch := client.MergeFromWithOptions(grant, client.MergeFromWithOptimisticLock{})
	if err := r.Client.Patch(ctx, held, patch); err != nil {
		return fmt.Errorf("hold the grant until its access is cut: %w", err)
	}
	return nil
}

// stands says whether a sandbox is open and carries what is planned, and no
// key of ours beside it but inputs that cutoff has yet to take.
func stands(seen, planned metav1.Object) bool {
	if seen.GetAnnotations()[v1alpha1.ClosedByAnnotation] != "" {
		return false
	}
	return len(difference(seen.GetLabels(), planned.GetLabels())) == 0 &&
		len(difference(seen.GetAnnotations(), planned.GetAnnotations())) == 0
}

// lostInputs says whether a sandbox still carries an input that is not planned.
func lostInputs(seen, planned metav1.Object) bool {
	for key := range seen.GetLabels() {
		if _, keep := planned.GetLabels()[key]; !keep && strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			return true
		}
	}
	return false
}

// lasting are the marks that a plan does not carry and that stay.
var lasting = map[string]bool{v1alpha1.OpenedByAnnotation: true, v1alpha1.EvictBeforeAnnotation: true}

// difference is the merge patch from the keys that are there to those planned:
// what to set, and with nil what to remove. Keys of others stay, and so does an
// input that was lost: cutoff takes it, with the pods that could reach it.
func difference(seen, planned map[string]string) map[string]*string {
	patch := map[string]*string{}
	for key, value := range planned {
		if seen[key] != value {
			patch[key] = &value
		}
	}
	for key := range seen {
		if _, keep := planned[key]; !keep && strings.HasPrefix(key, v1alpha1.Prefix) && !lasting[key] && !strings.HasPrefix(key, v1alpha1.InputLabelPrefix) {
			patch[key] = nil
		}
	}
	return patch
}

// reopen brings a sandbox's marks to the plan at the version that was read
// before the facts, and says whether it did: whoever cut in between wins.
func (r *Reconciler) reopen(ctx context.Context, facts *authorization.Facts, planned, target *corev1.Namespace) (bool, error) {
	if target == nil || stands(target, planned) {
		return false, nil
	}
	opened, err := kube.TargetOf(target).Answer(facts)
	if err != nil {
		return false, fmt.Errorf("open sandbox %s: %w", planned.Name, err)
	}
	annotations := difference(target.Annotations, planned.Annotations)
	annotations[v1alpha1.OpenedByAnnotation] = &opened
	patch, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"resourceVersion": target.ResourceVersion,
		"labels":          difference(target.Labels, planned.Labels),
		"annotations":     annotations,
	}})
	if err != nil {
		return false, fmt.Errorf("encode the marks of sandbox %s: %w", planned.Name, err)
	}
	if err := r.Client.Patch(ctx, planned.DeepCopy(), client.RawPatch(types.MergePatchType, patch)); err != nil {
		return false, fmt.Errorf("open sandbox %s: %w", planned.Name, err)
	}
	return true, nil
}

// errCohortClosed says that the cohort was emptied and not yet given back,
// which the controller of agreements does once every room on it is in force.
var errCohortClosed = errors.New("the cohort of the grant is closed until cutoff has taken every room on it that is not in force; is the Deployment mandate-cutoff running?")

// fill gives a new cohort its rules, and repairs one that drifted.
func (r *Reconciler) fill(ctx context.Context, facts *authorization.Facts, planned *rbacv1.ClusterRole, at targets) error {
	target := at.parts[keyOf(planned)]
	if target.Closed() {
		return errCohortClosed
	}
	err := r.Writer.Open(ctx, planned, target, facts)
	if apierrors.IsAlreadyExists(err) { // a grant of the same cohort was first
		return nil
	}
	return err
}
