// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/util/retry"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// personas are the files of config/personas, by the roles that need them.
var personas = map[v1alpha1.Role]string{
	v1alpha1.RoleGovernment: "government", v1alpha1.RoleDataAuthority: "authority", v1alpha1.RoleImplementingAgency: "agency",
	v1alpha1.RoleOperator: "operator", v1alpha1.RoleDeveloper: "holder", v1alpha1.RoleSourceUnit: "source-unit",
}

// do lets on a cluster happen what happened in a story.
func (h *house) do(ctx context.Context, what deed) error {
	switch {
	case what.refused != "" && what.act != nil:
		return h.refuses(ctx, what.act, what.refused)
	case what.refused != "":
		if err := h.apply(ctx, what.apply); err == nil || !strings.Contains(err.Error(), what.refused) {
			return fmt.Errorf("apply %s, which is to be refused as %q: %w", what.apply.GetName(), what.refused, cmp.Or(err, errLetThrough))
		}
		return nil
	case what.act != nil:
		return h.record(ctx, what.act)
	case what.delete != nil:
		return client.IgnoreNotFound(h.admin.Delete(ctx, bare(what.delete)))
	}
	return h.apply(ctx, what.apply)
}

// bare is an object as its author wrote it.
func bare(o client.Object) client.Object {
	o = o.DeepCopyObject().(client.Object)
	o.SetUID("")
	o.SetResourceVersion("")
	o.SetGeneration(0)
	return o
}

// apply makes an object, or changes the one that is there.
func (h *house) apply(ctx context.Context, o client.Object) error {
	if _, ok := o.(*corev1.Namespace); ok {
		return nil // the domain itself, which is there
	}
	err := h.admin.Create(ctx, bare(o), client.FieldValidation(metav1.FieldValidationStrict))
	if apierrors.IsAlreadyExists(err) {
		err = retry.RetryOnConflict(retry.DefaultBackoff, func() error { return h.change(ctx, o) })
	}
	if err != nil {
		return fmt.Errorf("apply %T %s: %w", o, o.GetName(), err)
	}
	if organization, ok := o.(*v1alpha1.Organization); ok {
		return h.appoint(ctx, organization)
	}
	if r, ok := o.(*v1alpha1.DataResource); ok { // whoever supplies it clears it, whatever its roles
		return h.give(ctx, personas[v1alpha1.RoleSourceUnit], r.Spec.SourceUnit, "officer@"+string(r.Spec.SourceUnit))
	}
	if who := leads(o); who != "" {
		return h.give(ctx, "agency", who, "officer@"+string(who))
	}
	return nil
}

// change changes an object that is there. Those who look at it may just have given
// it their finalizer.
func (h *house) change(ctx context.Context, o client.Object) error {
	there, written := bare(o), bare(o)
	if err := h.admin.Get(ctx, client.ObjectKeyFromObject(o), there); err != nil {
		return err
	}
	written.SetResourceVersion(there.GetResourceVersion())
	written.SetFinalizers(there.GetFinalizers())
	return h.admin.Update(ctx, written, client.FieldValidation(metav1.FieldValidationStrict))
}

// leads is who drafts, organises or grants something: whatever its role, it needs
// the persona of an agency too.
func leads(o client.Object) v1alpha1.ObjectName {
	switch o := o.(type) {
	case *v1alpha1.ImplementationPlan:
		return o.Spec.Drafter
	case *v1alpha1.Selection:
		return o.Spec.Organiser
	case *v1alpha1.OperationAgreement:
		return o.Spec.Grantor
	}
	return ""
}

// record records an act, as its officer: first by dry run as on the day itself,
// which asks all that admission asks of acts; then as one that is brought back
// from a backup with its old time and UID, for the clock of the API server cannot
// be set back.
func (h *house) record(ctx context.Context, act *v1alpha1.Decision) error {
	officer, err := h.officer(act.Spec.DecidedBy)
	if err != nil {
		return err
	}
	if clerk := act.Spec.TranscribedBy; clerk != "" {
		if err := h.give(ctx, "clerk", act.Spec.Organization, act.Spec.DecidedBy); err != nil {
			return err
		}
		if err := h.give(ctx, "restorer", act.Spec.Organization, act.Spec.DecidedBy); err != nil {
			return err
		}
	}
	plain := bare(act).(*v1alpha1.Decision)
	plain.CreationTimestamp = metav1.Time{}
	err = officer.Create(ctx, plain.DeepCopy(), client.DryRunAll, client.FieldValidation(metav1.FieldValidationStrict))
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("record %s: %w", act.Name, err)
	}
	plain.Spec.RecordedAt, plain.Spec.RestoredUID = &act.CreationTimestamp, string(act.UID)
	err = officer.Create(ctx, plain)
	if apierrors.IsAlreadyExists(err) && act.Namespace == v1alpha1.RegistryNamespace {
		return nil // another story of the same parties has recorded it
	}
	if err != nil {
		return fmt.Errorf("record %s with the time of the story: %w", act.Name, err)
	}
	return nil
}

// errLetThrough says that an act was let through which the story says is refused.
var errLetThrough = errors.New("the API server lets it through")

// refuses asks for an act that is refused.
func (h *house) refuses(ctx context.Context, act *v1alpha1.Decision, says string) error {
	officer, err := h.officer(act.Spec.DecidedBy)
	if err != nil {
		return err
	}
	plain := bare(act).(*v1alpha1.Decision)
	plain.CreationTimestamp = metav1.Time{}
	switch err := officer.Create(ctx, plain, client.DryRunAll); {
	case err == nil:
		return fmt.Errorf("record %s, which is to be refused (%s): %w", act.Name, says, errLetThrough)
	case !strings.Contains(err.Error(), says):
		return fmt.Errorf("record %s, which is to be refused as %q: %w", act.Name, says, err)
	}
	return nil
}

// officer is a client of whoever acts for an organisation.
func (h *house) officer(name string) (client.Client, error) {
	if known := h.officers[name]; known != nil {
		return known, nil
	}
	access := rest.CopyConfig(h.rest)
	access.Impersonate = rest.ImpersonationConfig{UserName: name, Groups: []string{officers}}
	made, err := client.New(access, client.Options{Scheme: h.admin.Scheme(), Mapper: h.admin.RESTMapper()})
	if err != nil {
		return nil, fmt.Errorf("make the client of %s: %w", name, err)
	}
	h.officers[name] = made
	return made, nil
}

// officers is the group of all who record.
const officers = "stories:officers"

// appoint gives the officer of an organisation the personas of its roles, as they
// are shipped, and lets acts be brought back from a backup.
func (h *house) appoint(ctx context.Context, o *v1alpha1.Organization) error {
	files := []string{"restorer"}
	for _, role := range o.Spec.Roles {
		file := personas[role]
		if file == "" {
			file = "department"
		}
		files = append(files, file)
	}
	for _, file := range files {
		if err := h.give(ctx, file, v1alpha1.ObjectName(o.Name), "officer@"+o.Name); err != nil {
			return err
		}
	}
	return nil
}

// give gives a user a persona for one organisation.
func (h *house) give(ctx context.Context, file string, organization v1alpha1.ObjectName, user string) error {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "config", "personas", file+".yaml"))
	if err != nil {
		return fmt.Errorf("read the persona %s: %w", file, err)
	}
	role := &rbacv1.ClusterRole{}
	if err := yaml.UnmarshalStrict([]byte(strings.ReplaceAll(string(text), "ORGANIZATION", string(organization))), role); err != nil {
		return fmt.Errorf("read the persona %s: %w", file, err)
	}
	binding := bound(role.Name, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.UserKind, Name: user})
	for _, o := range []client.Object{role, binding} {
		if err := h.admin.Create(ctx, o); err != nil && !apierrors.IsAlreadyExists(err) {
			return fmt.Errorf("give %s the persona %s: %w", user, file, err)
		}
	}
	return nil
}

func bound(role string, who rbacv1.Subject) *rbacv1.ClusterRoleBinding {
	return &rbacv1.ClusterRoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "stories:" + role + ":" + strings.ReplaceAll(who.Name, ":", "-")},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role},
		Subjects:   []rbacv1.Subject{who},
	}
}

// settle makes a data domain with the rules that its chain pins.
func (h *house) settle(ctx context.Context, d *domain) error {
	domain := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: d.namespace, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}}
	for _, o := range []client.Object{domain, bare(d.calendar), bare(d.parent), bare(d.edition)} {
		if err := h.admin.Create(ctx, o); err != nil && !apierrors.IsAlreadyExists(err) {
			return fmt.Errorf("make %T %s: %w", o, o.GetName(), err)
		}
	}
	return nil
}

// recorders lets all officers record.
func (h *house) recorders(ctx context.Context) error {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "config", "personas", "recorder.yaml"))
	if err != nil {
		return fmt.Errorf("read the persona recorder: %w", err)
	}
	role := &rbacv1.ClusterRole{}
	if err := yaml.UnmarshalStrict(text, role); err != nil {
		return fmt.Errorf("read the persona recorder: %w", err)
	}
	binding := bound(role.Name, rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: rbacv1.GroupKind, Name: officers})
	for _, o := range []client.Object{role, binding} {
		if err := h.admin.Create(ctx, o); err != nil {
			return fmt.Errorf("let officers record: %w", err)
		}
	}
	return nil
}

// wake lets the operator and cutoff look again at a domain. A timer of theirs
// would do so, had the time passed by itself.
func (h *house) wake(ctx context.Context, d *domain, at time.Time) error {
	mark := fmt.Sprintf(`{"metadata":{"annotations":{"stories/at":%q}}}`, at.UTC().Format(time.RFC3339))
	for _, subject := range d.subjects() {
		o := d.find(string(subject.Kind) + "/" + string(subject.Name))
		err := h.admin.Patch(ctx, bare(o), client.RawPatch("application/merge-patch+json", []byte(mark)))
		if client.IgnoreNotFound(err) != nil {
			return fmt.Errorf("wake who looks at %s %s: %w", subject.Kind, subject.Name, err)
		}
	}
	return nil
}
