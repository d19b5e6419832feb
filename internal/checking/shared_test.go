// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/publicdata-io/mandate/internal/checking"
)

// TestDataOfOnePlaceIsToldOf warns of each of two resources that no network tells
// apart, also where a Service of the folder leads there, and of nothing that lies apart.
func TestDataOfOnePlaceIsToldOf(t *testing.T) {
	const service = `
---
apiVersion: v1
kind: Service
metadata: {namespace: demo-health, name: clinic}
spec: {selector: {app: clinic}, ports: [{port: 5432}]}
`
	of := func(name, endpoint string) string {
		return "\n---\n" + strings.NewReplacer("name: visits", "name: "+name, "cidr: {block: 10.20.0.0/24, ports: [{port: 5432}]}", endpoint).Replace(resource)
	}
	const (
		clinic = "pods: {matchLabels: {app: clinic}, ports: [{port: 5432}]}, otherConsumers: []"
		behind = "service: {name: clinic, port: 5432}, otherConsumers: []"
	)
	visits := of("visits", clinic)
	tells := func(name, of string) string {
		return "b.yaml: warning: DataResource demo-health/" + name + ": spec.endpoint: is the same place as that of DataResource " + of
	}
	const together = ", and no network tells them apart: whoever is granted one reaches all, and an act that takes one leaves the others open; give each a Service or a port of its own"
	const anothers = ", which is data of another source unit or of other origin, so that whoever clears the one would open the other; the later is refused where admission sees it: give it pods, addresses or a port of its own"
	tests := map[string]struct {
		folder string
		want   []string
	}{
		"the same pods":                    {visits + of("labs", clinic), []string{tells("visits", "labs") + together, tells("labs", "visits") + together}},
		"the pods of a Service":            {visits + of("labs", behind) + service, []string{tells("visits", "labs") + together, tells("labs", "visits") + together}},
		"the pods of who knows what":       {visits + of("labs", behind), nil},
		"other pods":                       {visits + of("labs", strings.Replace(clinic, "app: clinic", "app: labs", 1)), nil},
		"another domain":                   {visits + strings.Replace(of("labs", clinic), "demo-health", "demo-transport", 1), nil},
		"of other origin":                  {visits + strings.Replace(of("labs", clinic), "  sourceUnit", "  origin: Social\n  sourceUnit", 1), []string{tells("visits", "labs") + anothers, tells("labs", "visits") + anothers}},
		"addresses in those of the folder": {of("visits", "cidr: {block: 10.20.0.0/24, ports: [{port: 5432}]}") + of("labs", "cidr: {block: 10.20.0.16/28, ports: [{port: 5432}]}"), []string{tells("visits", "labs") + together, tells("labs", "visits") + together}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			beside := checking.Read([]checking.File{{Name: "a.yaml", Data: []byte(edition)}})
			folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(tc.folder)}})
			var got []string
			for _, fault := range folder.Check(beside.Objects) {
				got = append(got, fault.String())
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("what is told (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPlacesAreFoundOnce checks folders of resources with a Service each: one of four
// times as many costs four times as much, and not sixteen.
func TestPlacesAreFoundOnce(t *testing.T) {
	price := func(many int) float64 {
		var text strings.Builder
		for i := range many {
			fmt.Fprintf(&text, "\n---\napiVersion: v1\nkind: Service\nmetadata: {namespace: demo-health, name: s%d}\nspec: {selector: {app: s%d}, ports: [{port: 5432}]}\n", i, i)
			text.WriteString("\n---\n" + strings.NewReplacer("name: visits", fmt.Sprintf("name: r%d", i),
				"cidr: {block: 10.20.0.0/24, ports: [{port: 5432}]}", fmt.Sprintf("service: {name: s%d, port: 5432}, otherConsumers: []", i)).Replace(resource))
		}
		folder := checking.Read([]checking.File{{Name: "b.yaml", Data: []byte(text.String())}})
		return testing.AllocsPerRun(1, func() { folder.Check(nil) })
	}
	if few, many := price(50), price(200); many > 5*few {
		t.Errorf("200 resources cost %.1f times what 50 do", many/few)
	}
}
