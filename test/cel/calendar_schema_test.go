// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const calendarText = `
apiVersion: mandate.publicdata.io/v1alpha1
kind: WorkCalendar
metadata: {name: sample}
spec:
  timeZone: Asia/Shanghai
  years:
  - year: 2025
    document: {number: 国办发明电〔2024〕12号, title: 国务院办公厅关于2025年部分节假日安排的通知, issuedOn: "2024-11-12"}
    holidays:
    - {name: 元旦, daysOff: ["2025-01-01"]}
    - {name: 春节, daysOff: ["2025-01-28", "2025-01-29"], workingDays: ["2025-01-26", "2025-02-08"]}
    amendments:
    - {document: {number: Notice 1, title: A later notice}, daysOff: ["2025-12-31"], workingDays: ["2025-12-28"]}
`

// dates is a list of days in an object.
func dates(days ...any) []any { return days }

// year sets a field of the one year of calendarText.
func year(field string, value any) edit { return ofYear(func(y map[string]any) { y[field] = value }) }

func ofYear(change func(map[string]any)) edit {
	return ofYears(func(years []any) []any { change(years[0].(map[string]any)); return years })
}

func ofYears(change func([]any) []any) edit {
	return func(u *unstructured.Unstructured) {
		spec := u.Object["spec"].(map[string]any)
		spec["years"] = change(spec["years"].([]any))
	}
}

// holiday sets a field of the second holiday, amendment of the first amendment.
func holiday(field string, value any) edit {
	return ofYear(func(y map[string]any) { y["holidays"].([]any)[1].(map[string]any)[field] = value })
}

func amendment(field string, value any) edit {
	return ofYear(func(y map[string]any) { y["amendments"].([]any)[0].(map[string]any)[field] = value })
}

func TestCalendars(t *testing.T) {
	other := map[string]any{
		"year": int64(2026), "document": map[string]any{"number": "Notice 2", "title": "Of 2026"},
		"holidays": []any{map[string]any{"name": "元旦", "daysOff": dates("2026-01-01")}},
	}
	tests := map[string]refusal{
		"a calendar":         {base: calendarText},
		"without amendments": {base: calendarText, edits: []edit{ofYear(func(y map[string]any) { delete(y, "amendments") })}},
		"two years":          {base: calendarText, edits: []edit{ofYears(func(years []any) []any { return append(years, other) })}},
		"a year twice": {
			base: calendarText, edits: []edit{ofYears(func(years []any) []any { return append(years, years[0]) })},
			want: []string{"spec.years", "Duplicate value", "2025"},
		},
		"no years":   {base: calendarText, edits: []edit{set("spec.years", []any{})}, want: []string{"spec.years", "at least 1"}},
		"no zone":    {base: calendarText, edits: []edit{unset("spec.timeZone")}, want: []string{"spec.timeZone", "Required"}},
		"no holiday": {base: calendarText, edits: []edit{year("holidays", []any{})}, want: []string{"holidays", "at least 1"}},
		"no document": {
			base: calendarText, edits: []edit{ofYear(func(y map[string]any) { delete(y, "document") })},
			want: []string{"spec.years[0].document", "Required"},
		},
		"a day that does not exist": {
			base: calendarText, edits: []edit{holiday("daysOff", dates("2025-02-29"))},
			want: []string{"daysOff[0]", "2025-02-29 is no day of the calendar"},
		},
		"a working day that does not exist": {
			base: calendarText, edits: []edit{holiday("workingDays", dates("2025-06-31"))},
			want: []string{"workingDays[0]", "2025-06-31 is no day of the calendar"},
		},
		"a day of another year": {
			base: calendarText, edits: []edit{holiday("daysOff", dates("2025-01-28", "2024-12-31"))},
			want: []string{"spec.years[0].holidays", "day 2024-12-31 does not lie in the year it is listed in", "list it in its own year"},
		},
		"a working day of another year": {
			base: calendarText, edits: []edit{holiday("workingDays", dates("2026-01-04"))},
			want: []string{"spec.years[0].holidays", "day 2026-01-04 does not lie in the year it is listed in"},
		},
		"an amended day of another year": {
			base: calendarText, edits: []edit{amendment("daysOff", dates("2026-01-02"))},
			want: []string{"spec.years[0].amendments", "day 2026-01-02 does not lie in the year that is amended"},
		},
		"a day twice in one holiday": {
			base: calendarText, edits: []edit{holiday("daysOff", dates("2025-01-28", "2025-01-28"))},
			want: []string{"daysOff[1]", "Duplicate value", "2025-01-28"},
		},
		"a day off in two holidays": {
			base: calendarText, edits: []edit{holiday("daysOff", dates("2025-01-28", "2025-01-01"))},
			want: []string{"spec.years[0].holidays", "day 2025-01-01 is listed twice"},
		},
		"a day both off and worked": {
			base: calendarText, edits: []edit{holiday("workingDays", dates("2025-01-26", "2025-01-01"))},
			want: []string{"spec.years[0].holidays", "day 2025-01-01 is listed twice"},
		},
		"a day both off and worked for one holiday": {
			base: calendarText, edits: []edit{holiday("workingDays", dates("2025-01-26", "2025-01-28"))},
			want: []string{"spec.years[0].holidays[1].daysOff", "day 2025-01-28 is both off and a working day"},
		},
		"a working day in two holidays": {
			base: calendarText, edits: []edit{ofYear(func(y map[string]any) {
				y["holidays"].([]any)[0].(map[string]any)["workingDays"] = dates("2025-02-08")
			})},
			want: []string{"spec.years[0].holidays", "day 2025-02-08 is listed twice"},
		},
		"an amendment that says nothing": {
			base: calendarText, edits: []edit{year("amendments", []any{map[string]any{"document": map[string]any{"number": "n", "title": "t"}}})},
			want: []string{"spec.years[0].amendments[0]", "an amendment names days off, working days, or both"},
		},
		"an amendment that says two things of a day": {
			base: calendarText, edits: []edit{amendment("workingDays", dates("2025-12-31"))},
			want: []string{"spec.years[0].amendments[0].daysOff", "day 2025-12-31 is both off and a working day"},
		},
		"an amendment of a day of the notice": {base: calendarText, edits: []edit{amendment("workingDays", dates("2025-01-29"))}},
	}
	checkSchema(t, tests)
}

// TestGivenYearsStay shows that what was given is added to, never changed.
func TestGivenYearsStay(t *testing.T) {
	tests := map[string]struct {
		edits []edit
		want  []string
	}{
		"another year": {edits: []edit{ofYears(func(years []any) []any {
			return append(years, map[string]any{
				"year": int64(2026), "document": map[string]any{"number": "Notice 2", "title": "Of 2026"},
				"holidays": []any{map[string]any{"name": "元旦", "daysOff": dates("2026-01-01")}},
			})
		})}},
		"another amendment": {edits: []edit{ofYear(func(y map[string]any) {
			y["amendments"] = append(y["amendments"].([]any), map[string]any{
				"document": map[string]any{"number": "Notice 3", "title": "Once more"}, "workingDays": dates("2025-12-31"),
			})
		})}},
		"the year taken back": {
			edits: []edit{ofYear(func(y map[string]any) {
				y["year"] = int64(2026)
				delete(y, "amendments")
				y["holidays"] = []any{map[string]any{"name": "元旦", "daysOff": dates("2026-01-01")}}
			})},
			want: []string{"spec.years", "year 2025 was given and cannot be taken back", "list it again"},
		},
		"a day changed": {
			edits: []edit{holiday("daysOff", dates("2025-01-28", "2025-01-29", "2025-01-30"))},
			want:  []string{"spec.years[0]", "year 2025 was given by 国办发明电〔2024〕12号 and cannot be changed", "add what a later document says to its amendments"},
		},
		"the document changed": {
			edits: []edit{ofYear(func(y map[string]any) { y["document"].(map[string]any)["number"] = "other" })},
			want:  []string{"spec.years[0]", "year 2025 was given by 国办发明电〔2024〕12号 and cannot be changed"},
		},
		"an amendment changed": {
			edits: []edit{amendment("daysOff", dates("2025-12-30"))},
			want:  []string{"spec.years[0]", "the amendments of year 2025 were given and cannot be changed or taken back"},
		},
		"an amendment taken back": {
			edits: []edit{ofYear(func(y map[string]any) { delete(y, "amendments") })},
			want:  []string{"spec.years[0]", "the amendments of year 2025 were given and cannot be changed or taken back"},
		},
		"the zone": {
			edits: []edit{set("spec.timeZone", "Asia/Urumqi")},
			want:  []string{"spec.timeZone", "timeZone Asia/Shanghai cannot be changed to Asia/Urumqi", "make another calendar"},
		},
	}
	u := parse(t, calendarText)
	u.SetName("given")
	create(t, root, u)
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			wants(t, root.client(t).Update(t.Context(), edited(u, tc.edits...), client.DryRunAll), tc.want...)
		})
	}
}
