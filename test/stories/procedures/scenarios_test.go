// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"maps"
	"slices"
	"testing"
)

// scenario is a story of a part of one of the scenarios of the conformance
// matrix, by the number that it has there.
type scenario struct {
	number string
	tell   func(*testing.T, place) *story
	// code is that of the editions under which it is told on a cluster, where a
	// rule of those that are shipped counts across domains: operators, or entries of
	// the catalogue.
	code string
	// alone says that it changes what all domains of a cluster have in common.
	alone bool
	// engine says why the engine alone tells it.
	engine string
}

// Why the engine alone tells a scenario: nobody can set back the time at which the
// API server took an Objection; and it refuses what the other story has the engine
// judge.
const (
	dated  = "an Objection is as old as the API server says"
	atDoor = "no operator disposes of records: its Decision is refused"
)

// scenarios are those that concern no registration, product, incident, evaluation
// or report, by the names of their domains on a cluster. Each is told by the
// engine at home, where it is compared with what is written, and played again on a
// cluster, each in a domain of its own, up to the first act of a day that has not
// come yet. What they ask beside acts and dates is asked elsewhere: at each.
func scenarios() map[string]scenario {
	return map[string]scenario{
		// E1 without each of its acts: lacking.
		"ningxia-full-path":           {number: "E1", tell: ningxiaFullPath},
		"ningxia-publicity":           {number: "E2", tell: ningxiaPublicity},
		"ningxia-plan-revised":        {number: "E3", tell: ningxiaPlanRevised},
		"ningxia-developer-chain":     {number: "E4", tell: ningxiaDeveloperChain},
		"ningxia-recognised":          {number: "E5", tell: ningxiaDeveloperRecognised},
		"ningxia-operator-breach":     {number: "E7", tell: operatorBreach},
		"ningxia-developer-breach":    {number: "E8", tell: developerBreach},
		"ningxia-developer-rectifies": {number: "E8", tell: developerRectifies},
		"ningxia-appended-dataset":    {number: "E9", tell: ningxiaAppendedDataset},
		"henan-data":                  {number: "E11", tell: henanData, code: "data-henan"},
		"henan-scenario":              {number: "E12", tell: henanScenario, code: "scenario-henan"},
		"henan-level-one":             {number: "E13", tell: henanLevelOne, code: "one-henan"},
		"shiyan-modes":                {number: "E18", tell: shiyanModes, code: "modes-shiyan"},
		"gansu-plan-review":           {number: "E21", tell: gansuPlanReview},
		"gansu-plan-revised":          {number: "E21", tell: gansuPlanRevised},
		// Somebody leaves the company of another story.
		"gansu-designated-persons": {number: "E22", tell: gansuDesignatedPersons, alone: true},
		// E28, that an archive verifies by hash, needs no cluster: TestGansuArchive.
		"gansu-retention":         {number: "E28", tell: gansuRetention, engine: atDoor},
		"yanzhou-second-operator": {number: "E29", tell: yanzhouSecondOperator, code: "second-yanzhou"},
		"yanzhou-three-years":     {number: "E29", tell: yanzhouThreeYears, code: "years-yanzhou"},
		"yanzhou-objection":       {number: "E29", tell: yanzhouObjection, engine: dated},
		"yanzhou-no-account":      {number: "E29", tell: yanzhouNoAccount, engine: dated},
		"yanzhou-untrained":       {number: "E29", tell: yanzhouUntrained, code: "untrained-yanzhou"},
		"yanzhou-sub-grant":       {number: "E29", tell: yanzhouSubGrant, code: "sub-yanzhou"},
		"yanzhou-level-one-ends":  {number: "E29", tell: yanzhouLevelOneEnds, code: "ends-yanzhou"},
		"yanzhou-renewal-window":  {number: "E29", tell: yanzhouRenewalWindow, code: "window-yanzhou"},
		"yanzhou-bar":             {number: "E29", tell: yanzhouBar, code: "bar-yanzhou"},
		// E30, that a case over one resource closes that one alone: yanzhouStory.
		"yanzhou-social-data":            {number: "E30", tell: yanzhouSocialData, code: "social-yanzhou"},
		"yanzhou-no-data-from-elsewhere": {number: "E30", tell: yanzhouNoDataFromElsewhere, code: "border-yanzhou"},
		// Beside those of the matrix.
		"ningxia-call-fails":     {tell: ningxiaCallFails},
		"gansu-legacy":           {tell: gansuLegacy},
		"henan-city":             {tell: henanCity, code: "city-henan"},
		"shiyan-part-terminated": {tell: shiyanPartTerminated, code: "part-shiyan"},
	}
}

// TestEveryScenarioIsToldAndPlayed holds the list to the scenarios of the matrix.
// E15 to E17 are of evaluation, reports and incidents, E23 and E24 of
// registration; the matrix has no others.
func TestEveryScenarioIsToldAndPlayed(t *testing.T) {
	t.Parallel()
	told := map[string]bool{}
	for _, s := range scenarios() {
		told[s.number] = true
	}
	delete(told, "")
	want := []string{"E1", "E11", "E12", "E13", "E18", "E2", "E21", "E22", "E28", "E29", "E3", "E30", "E4", "E5", "E7", "E8", "E9"}
	if got := slices.Sorted(maps.Keys(told)); !slices.Equal(got, want) {
		t.Errorf("told and played are %v, want %v", got, want)
	}
}

// houses are the stories that are played, apart where one changes what others
// rest on.
func houses(t *testing.T) []map[string]*story {
	t.Helper()
	together := map[string]*story{}
	for name, tell := range whole() {
		together[name] = tell(t).upTo(today())
	}
	for name, without := range lacking(t) {
		together["without "+name] = without
	}
	apart := []map[string]*story{together}
	for name, s := range scenarios() {
		if s.engine != "" {
			continue
		}
		told := s.tell(t, place{namespace: name, code: s.code})
		if s.alone {
			apart = append(apart, map[string]*story{name: told})
		} else {
			together[name] = told
		}
	}
	return apart
}
