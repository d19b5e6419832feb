// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar

// Deadline is the last day of a maximum of n working days after a start day,
// which is not counted, nor is a day off at the start (D4). An act at any time
// of the last day is on time; from its End on it is overdue (D5). With n below
// 1 it is the start day. It is provisional where a day after the start lies in
// an unknown year (D2).
func (w *Working) Deadline(start Day, n int) (last Day, provisional bool) {
	if n < 1 {
		return start, false
	}
	last = w.nth(start, n)
	return last, !w.knows(Days{start + 1, last})
}

// FullDays is the first day on which n whole working days after a start day
// have passed: the day after the n-th (D6). A minimum period rounds late where
// a Deadline rounds early, so what needs the period is possible from that
// day's Begin on.
func (w *Working) FullDays(start Day, n int) (from Day, provisional bool) {
	last, provisional := w.Deadline(start, n)
	return last + 1, provisional
}

// Between counts the working days after a, up to b and with it: how many have
// passed where no number is given (D18), or are left. It is negative where b
// lies before a.
func (w *Working) Between(a, b Day) (n int, provisional bool) {
	if b < a {
		n, provisional = w.Between(b, a)
		return -n, provisional
	}
	return w.workdaysBefore(b+1) - w.workdaysBefore(a+1), !w.knows(Days{a + 1, b})
}

// nth is the n-th working day after a day, n at least 1: the exceptions that
// have fewer working days before them are passed, and what is left is weeks.
func (w *Working) nth(after Day, n int) Day {
	if w == nil {
		return weekdayAfter(after, n)
	}
	goal := w.workdaysBefore(after+1) + n
	i := w.find(after + 1)
	for ; i < len(w.exceptions) && w.exceptions[i].before < goal; i++ {
		after = w.exceptions[i].day
		if n = goal - w.exceptions[i].through(); n == 0 {
			return after
		}
	}
	return weekdayAfter(after, n)
}
