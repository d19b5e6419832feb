// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package login

import (
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Unread tells why a grant could not be read. It returns nil for an error that
// is best told in its own words.
func Unread(err error, s Scene) *Refusal {
	s.Message = message(err)
	switch {
	case apierrors.IsForbidden(err):
		return Refuse("unreadable", s)
	case apierrors.IsUnauthorized(err):
		return Refuse("unknown", s)
	case apierrors.IsNotFound(err) && apierrors.HasStatusCause(err, metav1.CauseTypeUnexpectedServerResponse):
		return Refuse("uninstalled", s) // the API server does not know the kind
	case apierrors.IsNotFound(err):
		return Refuse("missing", s)
	}
	return nil
}

// Shut tells why the API server gave no token of the developer account. It
// returns nil for an error that is best told in its own words.
func Shut(err error, s Scene) *Refusal {
	s.Message = message(err)
	_, said, byPolicy := strings.Cut(s.Message, "denied request: ")
	switch {
	case apierrors.IsForbidden(err) && byPolicy:
		s.Message = said
		return Refuse("shut", s)
	case apierrors.IsForbidden(err):
		return Refuse("closed", s)
	case apierrors.IsUnauthorized(err):
		return Refuse("unknown", s)
	case apierrors.IsNotFound(err):
		return Refuse("gone", s)
	}
	return nil
}

// ShutThough is Shut for a person who may read the grant: where the grant has no
// open sandbox, or another one, that is why.
func ShutThough(err error, s Scene, grant *v1alpha1.DeveloperGrant) *Refusal {
	known, refusal := Judge(grant)
	if refusal != nil {
		return refusal
	}
	if known.Sandbox != s.Sandbox {
		known.Message = s.Sandbox
		return Refuse("moved", known)
	}
	return Shut(err, known)
}

// message is what the API server says, without the words that client-go and
// the API server wrap around every refusal.
func message(err error) string {
	_, said, found := strings.Cut(err.Error(), " is forbidden: ")
	if apierrors.IsForbidden(err) && found {
		return finding.Line(said)
	}
	return finding.Line(err.Error())
}
