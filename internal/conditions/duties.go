// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package conditions

import (
	"fmt"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// mostNamed is how many duties the message of DutiesDone names; status.procedure
// and status.duties show all of them.
const mostNamed = 3

// DutiesDone is the state of DutiesDone for what is owed of what a verdict is on. Of
// what is over, no paper needs to be valid any more, and nothing is lacking.
func DutiesDone(v authorization.Verdict, owing authorization.Owing) State {
	left := owing.Owed
	if authorization.IsOver(v.Reason()) {
		left = slices.DeleteFunc(slices.Clone(left), func(o procedure.Owed) bool { return o.Expired || o.Gap })
	}
	switch {
	case owing.Unread != nil:
		return State{Type: v1alpha1.DutiesDoneCondition, Status: metav1.ConditionUnknown, Reason: owing.Unread.Reason, Message: owing.Unread.Text()}
	case len(left) == 0:
		return Is(v1alpha1.DutiesDoneCondition, true, v1alpha1.NoneOutstandingReason, "no duty is left to do")
	}
	return Is(v1alpha1.DutiesDoneCondition, false, gravest(left), owed(left))
}

// gravest is the reason for what is owed: a paper that has run out, what is overdue,
// that an adopted agreement lacks something and nothing else is left, or else that
// something is left.
func gravest(all []procedure.Owed) string {
	switch {
	case slices.ContainsFunc(all, func(o procedure.Owed) bool { return o.Expired }):
		return v1alpha1.EvidenceExpiredReason
	case slices.ContainsFunc(all, func(o procedure.Owed) bool { return o.Overdue }):
		return v1alpha1.OverdueReason
	case !slices.ContainsFunc(all, func(o procedure.Owed) bool { return !o.Gap }):
		return v1alpha1.LegacyReason
	}
	return v1alpha1.OutstandingReason
}

// owed names what is left to do, the first few of it, and all that an adopted
// agreement lacks: nothing else shows that.
func owed(all []procedure.Owed) string {
	var named, gaps []string
	more := 0
	for i := range all {
		switch {
		case all[i].Gap:
			gaps = append(gaps, all[i].Text())
		case i < mostNamed:
			named = append(named, all[i].Text())
		default:
			more++
		}
	}
	if more > 0 {
		named = append(named, fmt.Sprintf("and %d more, see status.procedure and status.duties", more))
	}
	return strings.Join(append(named, gaps...), "; ")
}
