// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/go-logr/logr"
	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/controller-runtime/pkg/log"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/digest"
)

// survey reads what a line is read against, live and with the person's own
// rights. It asks nothing of Mandate's processes.
type survey struct {
	client client.Client
	glance *glance
}

func newSurvey(config *rest.Config) (survey, error) {
	log.SetLogger(logr.Discard()) // it complains on standard error otherwise, after a while
	c, err := newClient(config)
	if err != nil {
		return survey{}, failed(err, "reach the cluster")
	}
	return survey{c, newGlance(c)}, nil
}

// scene reads the edition, the digests and the Decisions of the order's
// subject, and who asks. What takes away goes on without what could not be read.
func (s survey) scene(ctx context.Context, o acting.Order, edition v1alpha1.ObjectName, now time.Time) (acting.Scene, error) {
	scene := acting.Scene{Now: now}
	subject, err := s.subject(ctx, o)
	if err != nil && !o.Takes() {
		return scene, err
	}
	sandbox := o.Subject.Kind == v1alpha1.OnNamespace // which officers need not read
	scene.Unread, scene.Absent = append(scene.Unread, err), err == nil && subject == nil && !sandbox
	if edition == "" {
		if edition, err = s.pinnedBy(ctx, o, subject); err != nil && !o.Takes() {
			return scene, err
		}
		scene.Unread = append(scene.Unread, err)
	}
	for _, read := range []func() error{
		func() error { scene.Edition, err = s.edition(ctx, edition); return err },
		func() error { scene.Digests, err = s.digests(ctx, o, subject, scene.Edition); return err },
		func() error { scene.Acts, err = s.acts(ctx, o); return err },
	} {
		if err := read(); err != nil && !o.Takes() {
			return scene, err
		} else if err != nil {
			scene.Unread = append(scene.Unread, err)
		}
	}
	if o.Subject.Kind == v1alpha1.OnOrganization && scene.Edition == nil {
		scene.Editions = s.editions(ctx)
	}
	scene.Unread = slices.DeleteFunc(scene.Unread, func(err error) bool { return err == nil })
	scene.Standing, scene.Idle = s.answerable(ctx, o, scene.Acts, now)
	scene.Unknown = s.nobody(ctx, append([]v1alpha1.ObjectName{o.Organization, o.TranscribedBy}, o.To...))
	return s.asker(ctx, o, scene)
}

// answerable are the acts on the subject that stand, and those that have no effect.
// What takes away answers none: it is not held up by how many there are.
func (s survey) answerable(ctx context.Context, o acting.Order, acts []*v1alpha1.Decision, now time.Time) ([]*v1alpha1.Decision, map[types.UID]bool) {
	if o.Takes() && !o.OnStep() {
		return nil, nil
	}
	// Of parties that the person may not read nothing is known: an act stands
	// then that somebody else gave back, and the person names which is meant.
	facts, _ := s.facts(ctx, o.Subject, o.Namespace)
	return facts.Taken(o.Subject, now), idleOf(facts, acts, now)
}

// nobody are those of some organisations that are known not to exist. What the
// person may not read is not said to be mistyped.
func (s survey) nobody(ctx context.Context, named []v1alpha1.ObjectName) []v1alpha1.ObjectName {
	return slices.DeleteFunc(named, func(name v1alpha1.ObjectName) bool {
		return name == "" || !apierrors.IsNotFound(s.client.Get(ctx, client.ObjectKey{Name: string(name)}, &v1alpha1.Organization{}))
	})
}

// edition reads an edition, nil where none is named or it does not exist.
func (s survey) edition(ctx context.Context, name v1alpha1.ObjectName) (*v1alpha1.Jurisdiction, error) {
	if name == "" {
		return nil, nil
	}
	edition := &v1alpha1.Jurisdiction{}
	err := s.client.Get(ctx, client.ObjectKey{Name: string(name)}, edition)
	switch {
	case apierrors.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, failed(err, "read Jurisdiction %s", name)
	}
	return edition, nil
}

// editions are all that the person may list, none where that may not be: they date
// an act alone, and hold nothing up.
func (s survey) editions(ctx context.Context) []v1alpha1.Jurisdiction {
	var list v1alpha1.JurisdictionList
	if s.client.List(ctx, &list) != nil {
		return nil
	}
	return list.Items
}

// subject reads the object, or nil where it does not exist: what takes away
// binds its name.
func (s survey) subject(ctx context.Context, o acting.Order) (client.Object, error) {
	if o.Subject.Kind == v1alpha1.OnNamespace {
		return nil, nil
	}
	subject := objectOf(o.Subject.Kind)
	key := client.ObjectKey{Name: string(o.Subject.Name)}
	if o.Subject.Kind != v1alpha1.OnOrganization {
		key.Namespace = o.Namespace
	}
	err := s.client.Get(ctx, key, subject)
	switch {
	case apierrors.IsNotFound(err) && !o.OnStep():
		return nil, nil
	case err != nil:
		return nil, failed(err, "read %s %s", o.Subject.Kind, strings.TrimPrefix(key.String(), "/"))
	}
	return subject, nil
}

func objectOf(kind v1alpha1.SubjectLinkKind) client.Object {
	switch kind {
	case v1alpha1.OnImplementationPlan:
		return &v1alpha1.ImplementationPlan{}
	case v1alpha1.OnSelection:
		return &v1alpha1.Selection{}
	case v1alpha1.OnOperationAgreement:
		return &v1alpha1.OperationAgreement{}
	case v1alpha1.OnDataResource:
		return &v1alpha1.DataResource{}
	case v1alpha1.OnOrganization:
		return &v1alpha1.Organization{}
	case v1alpha1.OnObjection:
		return &v1alpha1.Objection{}
	default:
		return &v1alpha1.DeveloperGrant{}
	}
}

// pinnedBy is the edition that a subject pins. An Objection pins none: its edition is
// that of what it is against.
func (s survey) pinnedBy(ctx context.Context, o acting.Order, subject client.Object) (v1alpha1.ObjectName, error) {
	objection, ok := subject.(*v1alpha1.Objection)
	if !ok {
		return pinned(subject), nil
	}
	o.Subject = v1alpha1.DecisionSubject{Kind: v1alpha1.SubjectLinkKind(objection.Spec.Against.Kind), Name: objection.Spec.Against.Name}
	against, err := s.subject(ctx, o)
	return pinned(against), err
}

// pinned is the edition that an object pins, empty where it pins none.
func pinned(subject client.Object) v1alpha1.ObjectName {
	switch of := subject.(type) {
	case *v1alpha1.ImplementationPlan:
		return of.Spec.Jurisdiction
	case *v1alpha1.Selection:
		return of.Spec.Jurisdiction
	case *v1alpha1.OperationAgreement:
		return of.Spec.Jurisdiction
	case *v1alpha1.DataResource:
		return of.Spec.Jurisdiction
	case *v1alpha1.DeveloperGrant:
		return of.Spec.Jurisdiction
	}
	return ""
}

// digests are those that the operator reports, reckoned here, so that nobody
// signs what a stale report says. An act on no step covers no content.
func (s survey) digests(ctx context.Context, o acting.Order, subject client.Object, edition *v1alpha1.Jurisdiction) (digest.Parts, error) {
	if edition == nil || !o.OnStep() {
		return nil, nil
	}
	rules := digest.Edition(edition)
	switch of := subject.(type) {
	case *v1alpha1.ImplementationPlan:
		return digest.Plan(of, rules), nil
	case *v1alpha1.Selection:
		return digest.Selection(of, rules), nil
	case *v1alpha1.OperationAgreement:
		return digest.Agreement(of, rules), nil
	case *v1alpha1.DataResource:
		return digest.Resource(of, rules), nil
	case *v1alpha1.Organization:
		return digest.Organization(of, ""), nil
	case *v1alpha1.Objection:
		return digest.Objection(of, rules), nil
	case *v1alpha1.DeveloperGrant:
		class := &v1alpha1.SandboxClass{}
		if err := s.client.Get(ctx, client.ObjectKey{Name: string(of.Spec.Sandbox.Class)}, class); err != nil {
			return nil, failed(err, "read SandboxClass %s, which the digest of the grant covers", of.Spec.Sandbox.Class)
		}
		return digest.Grant(of, rules, digest.Class(class)), nil
	}
	return nil, nil
}

// acts are the Decisions on the subject.
func (s survey) acts(ctx context.Context, o acting.Order) ([]*v1alpha1.Decision, error) {
	var list v1alpha1.DecisionList
	fields := client.MatchingFields{"spec.subject.kind": string(o.Subject.Kind), "spec.subject.name": string(o.Subject.Name)}
	if err := s.client.List(ctx, &list, client.InNamespace(o.Namespace), fields); err != nil {
		return nil, failed(err, "read the Decisions on %s %s", o.Subject.Kind, o.Subject.Name)
	}
	acts := make([]*v1alpha1.Decision, len(list.Items))
	for i := range list.Items {
		acts[i] = &list.Items[i]
	}
	return acts, nil
}

// asker reads who asks, and which Organizations list that user, unless the
// Organization is named. Who may not list them names it.
func (s survey) asker(ctx context.Context, o acting.Order, scene acting.Scene) (acting.Scene, error) {
	review := &authenticationv1.SelfSubjectReview{}
	if err := s.client.Create(ctx, review); err != nil {
		return scene, failed(err, "ask the API server who you are")
	}
	scene.User = review.Status.UserInfo.Username
	if o.Organization != "" {
		return scene, nil
	}
	var list v1alpha1.OrganizationList
	if err := s.client.List(ctx, &list); apierrors.IsForbidden(err) {
		scene.Unlisted = true
		return scene, nil
	} else if err != nil {
		return scene, failed(err, "read the Organizations")
	}
	for i := range list.Items {
		if slices.ContainsFunc(list.Items[i].Spec.Subjects, func(of v1alpha1.Subject) bool { return isUser(of, review.Status.UserInfo) }) {
			scene.Organizations = append(scene.Organizations, v1alpha1.ObjectName(list.Items[i].Name))
		}
	}
	return scene, nil
}

// isUser says whether an identity of an Organization is the user.
func isUser(of v1alpha1.Subject, user authenticationv1.UserInfo) bool {
	switch of.Kind {
	case v1alpha1.SubjectGroup:
		return slices.Contains(user.Groups, of.Name)
	case v1alpha1.SubjectServiceAccount:
		return user.Username == "system:serviceaccount:"+of.Namespace+":"+of.Name
	default:
		return user.Username == of.Name
	}
}
