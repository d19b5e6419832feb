// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/calendar"
)

// china is the calendar that we ship, read from the file that users apply.
func china(t testing.TB) *v1alpha1.WorkCalendar {
	t.Helper()
	object := &v1alpha1.WorkCalendar{}
	if err := yaml.UnmarshalStrict(file(t, "../../config/calendars/china.yaml"), object); err != nil {
		t.Fatalf("read the calendar of China: %v", err)
	}
	return object
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// source is a public data set: which days it calls working days beside, or days
// off within, the weeks.
type source struct {
	name  string
	works map[calendar.Day]bool
}

// workday is what the source says of a day: where it has no word, the week has.
func (s source) workday(d calendar.Day) bool {
	if works, special := s.works[d]; special {
		return works
	}
	weekday := d.Begin(time.UTC).Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

func chineseDays(t *testing.T) source {
	var said struct{ Holidays, Workdays map[v1alpha1.Date]string }
	if err := json.Unmarshal(file(t, "testdata/chinese-days.json"), &said); err != nil {
		t.Fatalf("read chinese-days: %v", err)
	}
	s := source{"chinese-days", map[calendar.Day]bool{}}
	for date := range said.Holidays {
		s.works[dayOf(t, date)] = false
	}
	for date := range said.Workdays {
		s.works[dayOf(t, date)] = true
	}
	return s
}

func lunar(t *testing.T) source {
	s := source{"lunar-typescript", map[calendar.Day]bool{}}
	for record := range strings.FieldsSeq(string(file(t, "testdata/lunar-typescript.txt"))) {
		date := v1alpha1.Date(record[:4] + "-" + record[4:6] + "-" + record[6:8])
		s.works[dayOf(t, date)] = record[9] == '0'
	}
	return s
}

func dayOf(t testing.TB, date v1alpha1.Date) calendar.Day {
	t.Helper()
	d, err := calendar.DayOf(date)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestChinaIsAsTwoOthersSay holds each day of the calendar that we ship against
// two public data sets (D1), and names each that differs and who says what.
func TestChinaIsAsTwoOthersSay(t *testing.T) {
	object := china(t)
	shipped, days := calendar.NewWorking(object), 0
	for _, other := range []source{chineseDays(t), lunar(t)} {
		for _, year := range object.Spec.Years {
			special := 0
			for d := dayOf(t, yearDay(year.Year, "-01-01")); d <= dayOf(t, yearDay(year.Year, "-12-31")); d++ {
				days++
				works, known := shipped.IsWorkday(d)
				if !known {
					t.Errorf("%s: its year is listed, and yet unknown", d)
				}
				if said := other.workday(d); said != works {
					t.Errorf("%s: %s says working day: %t; config/calendars/china.yaml, by %s, says %t", d, other.name, said, year.Document.Number, works)
				}
				if _, says := other.works[d]; says {
					special++
				}
			}
			if special < 20 {
				t.Errorf("%s knows %d days of %d that depart from the week: it does not have that year", other.name, special, year.Year)
			}
		}
	}
	if want := 2 * (366 + 365 + 365); days != want {
		t.Errorf("compared %d days, want %d: each of 2024, 2025 and 2026 with both", days, want)
	}
}

// TestChinaSaysWhereItIsFrom reads the title of each notice: it is of the year.
func TestChinaSaysWhereItIsFrom(t *testing.T) {
	for _, year := range china(t).Spec.Years {
		of, issued := string(yearDay(year.Year, "年部分节假日安排的通知")), year.Document.IssuedOn
		if !strings.HasSuffix(year.Document.Title, of) || !strings.HasPrefix(year.Document.Number, "国办发明电〔") {
			t.Errorf("year %d is by %s %s", year.Year, year.Document.Number, year.Document.Title)
		}
		if issued == nil || !strings.HasPrefix(string(*issued), string(yearDay(year.Year-1, "-"))) {
			t.Errorf("the notice of %d is not dated in the year before it: %v", year.Year, issued)
		}
	}
}
