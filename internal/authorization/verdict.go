// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package authorization

import (
	"time"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Force says whether a link is in force. The zero Force denies.
type Force int

const (
	// Denied cuts: the link is not in force.
	Denied Force = iota
	// Undecided neither opens nor cuts: a fact could not be read, and nothing
	// that was read denies.
	Undecided
	// InForce gives.
	InForce
)

// Verdict is the answer on one link at one instant. The zero Verdict denies.
type Verdict struct {
	Force Force
	// Finding is what stands against the link; nil only when in force.
	Finding *finding.Finding
	// Remark is what there is to say of a link in force all the same; nil where
	// there is nothing.
	Remark *finding.Finding
	// Inputs are the answers on each input, in the order of the spec.
	Inputs []InputVerdict
	// Interval is the link's term inside those of its ancestors. It is zero
	// where the term could not be told.
	Interval calendar.Interval
	// Tier is the edition's tier of a grant, or 0.
	Tier int32
	// Next is the earliest instant after now at which the answer could change
	// by time alone, or zero.
	Next time.Time
}

// InputVerdict is the answer on one input.
type InputVerdict struct {
	Resource v1alpha1.ObjectName
	Force    Force
	// Finding is what stands against the input; nil only when in force.
	Finding *finding.Finding
}

// Reason is the reason of the condition Active.
func (v Verdict) Reason() string { return reason(v.Force, v.Finding) }

// Message is the message of the condition Active.
func (v Verdict) Message() string {
	if v.Force == InForce && v.Remark != nil {
		return message(v.Force, v.Finding) + "; " + v.Remark.Text()
	}
	return message(v.Force, v.Finding)
}

// Reason is the reason on the input.
func (v InputVerdict) Reason() string { return reason(v.Force, v.Finding) }

// Message is the message on the input.
func (v InputVerdict) Message() string { return message(v.Force, v.Finding) }

// Open are the inputs in force.
func (v Verdict) Open() []v1alpha1.ObjectName {
	if v.Force != InForce {
		return nil
	}
	var open []v1alpha1.ObjectName
	for _, in := range v.Inputs {
		if in.Force == InForce {
			open = append(open, in.Resource)
		}
	}
	return open
}

func reason(force Force, found *finding.Finding) string {
	switch {
	case force == InForce:
		return v1alpha1.InForceReason
	case found == nil:
		return v1alpha1.UndeterminedReason
	}
	return found.Reason
}

func message(force Force, found *finding.Finding) string {
	switch {
	case force == InForce:
		return "in force"
	case found == nil:
		return "nothing was decided"
	}
	return found.Text()
}

func forceOf(found *finding.Finding) Force {
	switch {
	case found == nil:
		return InForce
	case found.Undecided:
		return Undecided
	}
	return Denied
}
