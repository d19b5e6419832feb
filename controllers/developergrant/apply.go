// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package developergrant

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/controllers/kube"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/conditions"
	"github.com/publicdata-io/mandate/internal/sandbox"
)

// takenWait is how often a squatted name is looked at again: the squatter's
// namespace is in no cache of ours.
const takenWait = 10 * time.Second

// box is what the cluster holds of a grant's sandbox.
type box struct {
	// name is the sandbox namespace, empty where there is none.
	name string
	// ready is the state of SandboxReady.
	ready conditions.State
	// progress is what ready means for Ready.
	progress conditions.Progress
	// made is when it was made, where that was just now: no cache shows it yet.
	made metav1.Time
}

func state(holds bool, progress conditions.Progress, name, reason, format string, args ...any) box {
	return box{name: name, progress: progress, ready: conditions.Is(v1alpha1.SandboxReadyCondition, holds, reason, fmt.Sprintf(format, args...))}
}

// apply opens what the verdict gives, and looks after what it does not. An
// opening rests on facts read live, which may bring another verdict.
func (r *Reconciler) apply(ctx context.Context, facts *authorization.Facts, v authorization.Verdict) (authorization.Verdict, box, error) {
	if v.Force != authorization.InForce {
		b, err := r.closed(ctx, facts.Grant, v)
		if v.Force == authorization.Undecided { // what is denied is cutoff's
			err = errors.Join(err, r.narrow(ctx, facts))
		}
		return v, b, err
	}
	plan := sandbox.PlanGrant(facts, v)
	seen, pending, err := r.pending(ctx, plan)
	switch {
	case err != nil:
		return v, provisioning(plan.Namespace.Name, err), err
	case pending:
		return r.open(ctx, facts.Grant, plan)
	case lostInputs(seen, plan.Namespace):
		return v, state(false, conditions.Reconciling, seen.Name, v1alpha1.CuttingReason,
			"sandbox %s is open; an input that it lost is being taken from it by the Deployment mandate-cutoff in %s", seen.Name, v1alpha1.SystemNamespace), nil
	}
	return v, open(plan), nil
}

func open(plan sandbox.Plan) box {
	b := state(true, conditions.Settled, plan.Namespace.Name, v1alpha1.OpenReason, "sandbox %s is complete and open%s", plan.Namespace.Name, outside(plan))
	b.made = plan.Namespace.CreationTimestamp
	return b
}

// outside says whom the grant designates in vain, three of them by name.
func outside(plan sandbox.Plan) string {
	names := make([]string, len(plan.Outside))
	for i, s := range plan.Outside {
		names[i] = strings.Trim(s.Namespace+"/"+s.Name, "/")
	}
	if len(names) == 0 {
		return ""
	}
	if more := len(names) - 3; more > 0 {
		names = append(names[:3], fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("; spec.subjects designates %s, whom spec.subjects of Organization %s does not list so: not let in until it does",
		strings.Join(names, ", "), plan.Namespace.Annotations[v1alpha1.HolderAnnotation])
}

// pending says whether anything of the plan does not stand in the cluster, and
// returns the sandbox as the cache has it.
func (r *Reconciler) pending(ctx context.Context, plan sandbox.Plan) (*metav1.PartialObjectMetadata, bool, error) {
	seen, err := r.sandboxSeen(ctx, plan.Namespace.Name)
	if err != nil || seen == nil || !stands(seen, plan.Namespace) {
		return seen, true, err
	}
	objects := append(append([]sandbox.Object{}, plan.Guards...), plan.Access...)
	for _, o := range append(objects, plan.Role) {
		if pending, err := r.Writer.Pending(ctx, o); err != nil || pending {
			return seen, true, err
		}
	}
	return seen, false, nil
}

func (r *Reconciler) sandboxSeen(ctx context.Context, name string) (*metav1.PartialObjectMetadata, error) {
	return r.Writer.Metadata(ctx, corev1.SchemeGroupVersion.WithKind("Namespace"), &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}})
}

// open brings the sandbox into being or back: it reads its targets live, then
// the facts, decides again, and only then writes.
func (r *Reconciler) open(ctx context.Context, seen *v1alpha1.DeveloperGrant, expected sandbox.Plan) (authorization.Verdict, box, error) {
	name := expected.Namespace.Name
	undecided := authorization.Verdict{Force: authorization.Undecided}
	at, err := r.targets(ctx, expected)
	if err != nil {
		return undecided, provisioning(name, err), err
	}
	live, leave, err := r.Rounds.Join(ctx)
	if err != nil {
		return undecided, provisioning(name, err), err
	}
	defer leave()
	facts, verdict, err := r.decideLive(ctx, live, seen)
	if err != nil {
		return undecided, provisioning(name, err), err
	}
	plan := sandbox.PlanGrant(facts, verdict)
	if plan.Namespace == nil || plan.Role.Name != expected.Role.Name {
		// The cache will say so too; time, which is in no cache, has gone on.
		verdict.Next = r.Clock.Now()
		return verdict, provisioning(name, nil), nil
	}
	err = r.write(ctx, facts, plan, at)
	switch {
	case errors.Is(err, errNameTaken):
		verdict.Next = calendar.Earliest(verdict.Next, r.Clock.Now().Add(takenWait))
		return verdict, taken(name), nil
	case errors.Is(err, errCohortClosed): // its role's event brings us back
		return verdict, provisioning(name, err), nil
	case err != nil:
		return verdict, provisioning(name, err), err
	}
	return verdict, open(plan), nil
}

func taken(name string) box {
	return state(false, conditions.Stalled, "", v1alpha1.NameTakenReason,
		"namespace %s exists and was not made by Mandate for this grant; it is never adopted. Delete the namespace, or make the grant again", name)
}

// provisioning says what hinders.
func provisioning(name string, err error) box {
	why := "objects of the sandbox are being written"
	switch {
	case errors.Is(err, errCohortClosed):
		why = err.Error()
	case err != nil:
		why = kube.Hindered("its objects", err)
	}
	return state(false, conditions.Reconciling, name, v1alpha1.ProvisioningReason, "sandbox %s: %s", name, why)
}

// decideLive decides on the grant as the reader shows it.
func (r *Reconciler) decideLive(ctx context.Context, live client.Reader, seen *v1alpha1.DeveloperGrant) (*authorization.Facts, authorization.Verdict, error) {
	grant := &v1alpha1.DeveloperGrant{}
	if err := live.Get(ctx, client.ObjectKeyFromObject(seen), grant); err != nil || grant.UID != seen.UID {
		return &authorization.Facts{}, authorization.Verdict{Force: authorization.Undecided}, client.IgnoreNotFound(err)
	}
	facts, err := r.live(live).Grant(ctx, grant)
	return facts, authorization.DecideGrant(facts, r.Clock.Now()), err
}

func (r *Reconciler) liveSandbox(ctx context.Context, name string) (*corev1.Namespace, error) {
	live := &corev1.Namespace{}
	err := r.Live.Get(ctx, types.NamespacedName{Name: name}, live)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read sandbox %s: %w", name, err)
	}
	return live, nil
}

// ours says whether a namespace was made for this very grant. The label can be
// set by nobody but Mandate.
func ours(namespace metav1.Object, grant *v1alpha1.DeveloperGrant) bool {
	return namespace.GetLabels()[v1alpha1.GrantUIDLabel] == string(grant.UID)
}
