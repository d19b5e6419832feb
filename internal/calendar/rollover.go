// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

// Ending says what comes to an end with the last day of a count of calendar
// days, months or years (D26).
type Ending int

const (
	// AccessEnds never rolls over, as that would lengthen access.
	AccessEnds Ending = iota
	// FilingEnds rolls over to the next working day, as a last day off would
	// shorten a party's right to file.
	FilingEnds
)

// Rollover is the last day once days off at its end are heeded (D26; Civil
// Code 203). A count of working days ends on one and needs no rollover; nor
// has the window before an expiry any (D13).
func (w *Working) Rollover(last Day, ending Ending) (rolled Day, provisional bool) {
	if ending != FilingEnds {
		return last, false
	}
	rolled = w.nth(last-1, 1)
	return rolled, !w.knows(Days{last, rolled})
}
