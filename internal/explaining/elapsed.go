// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package explaining

import (
	"slices"
	"strconv"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/procedure"
)

// Elapsed is for how long a step has been waited for that is to be done promptly
// 及时, without a number of days (D18). No status says it, as it is another number
// every day.
type Elapsed struct {
	// Step is the step, as <procedure>/<step>, and Run the Decision that opened
	// its run, where the procedure may run again.
	Step string              `json:"step"`
	Run  v1alpha1.ObjectName `json:"run,omitempty"`
	// Since is the day from which it runs, which is not counted, and WorkingDays
	// are those after it up to today and with it.
	Since       v1alpha1.Date `json:"since"`
	WorkingDays int           `json:"workingDays"`
	// Provisional says that some of them lie in a year that the calendar does not
	// list (D2).
	Provisional bool `json:"provisional,omitempty"`
}

// Wait adds to an explanation for how long steps without a number are waited for.
func (e *Explanation) Wait(progress []procedure.Progress) {
	for i := range progress {
		p := &progress[i]
		if p.Complete || p.Rejected != nil {
			continue
		}
		run := v1alpha1.ObjectName("")
		if p.Opened != nil {
			run = v1alpha1.ObjectName(p.Opened.Name)
		}
		for j := range p.Steps {
			s := &p.Steps[j]
			if s.Elapsed < 0 || s.From == nil || s.State == v1alpha1.StepDone {
				continue
			}
			e.Elapsed = append(e.Elapsed, Elapsed{
				Step: p.Procedure.Name + "/" + s.Step.Name, Run: run, Since: s.From.Date(), WorkingDays: s.Elapsed, Provisional: s.Provisional,
			})
		}
	}
}

// passed says after a comma how many working days a step has been waited for, or
// nothing.
func (e *Explanation) passed(w vocabulary, of *v1alpha1.ProcedureStatus, step string) string {
	at := slices.IndexFunc(e.Elapsed, func(x Elapsed) bool { return x.Step == of.Name+"/"+step && string(x.Run) == of.Run })
	if at < 0 {
		return ""
	}
	said := w.comma + w.elapsed(e.Elapsed[at].WorkingDays)
	if e.Elapsed[at].Provisional {
		said += w.comma + w.labels["provisional"]
	}
	return said
}

func (w vocabulary) elapsed(days int) string {
	return w.labels["elapsed"] + w.colon + strconv.Itoa(days)
}
