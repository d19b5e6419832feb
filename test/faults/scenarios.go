// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

func aGrant() client.Object      { return &v1alpha1.DeveloperGrant{} }
func anAgreement() client.Object { return &v1alpha1.OperationAgreement{} }

const (
	longAgo  = "2025-01-01T00:00:00Z"
	farAhead = "2035-01-01T00:00:00Z"
	onGrant  = v1alpha1.OnDeveloperGrant
	onLink   = v1alpha1.OnOperationAgreement
	onData   = v1alpha1.OnDataResource
)

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// remade is a grant of the name g once more.
var remade = act{do: func(ctx context.Context, w *world) error {
	return w.create(ctx, w.grant("g").Input("visits").Input("labs").Obj())
}}

// remadeAgreement is an agreement of the name health once more.
var remadeAgreement = act{do: func(ctx context.Context, w *world) error { return w.create(ctx, w.agreement("health").Obj()) }}

// beginnings in which things stand that the usual one has not.
var (
	usual   = &beginning{"usual", two}
	classes = &beginning{"classes", makes(func(w *world) []client.Object {
		return []client.Object{
			builder.Class(w.party("wide")).Registries(registry).Rule("", []string{"configmaps"}, "get", "list").Obj(),
			w.agreement("health").Obj(), w.grant("g").Input("visits").Obj(), w.grant("h").Input("visits").Obj(),
		}
	})}
	windowed = &beginning{"windowed", makes(func(w *world) []client.Object {
		return []client.Object{
			w.agreement("health").Obj(), w.grant("h").Input("visits").Obj(),
			w.ungranted("g").Input("visits").Window(longAgo, farAhead).Obj(),
		}
	})}
	windowedAgreement = &beginning{"windowed-agreement", makes(func(w *world) []client.Object {
		return []client.Object{
			w.unbounded("health").Window(longAgo, farAhead).Obj(),
			w.grant("g").Input("visits").Obj(), w.grant("h").Input("labs").Obj(),
		}
	})}
)

// inputsOf has a grant ask for other data.
func inputsOf(name string, inputs ...string) act {
	var asked []string
	for _, input := range inputs {
		asked = append(asked, fmt.Sprintf(`{"resource":%q,"necessity":"it is needed"}`, input))
	}
	return changes(name, `{"spec":{"inputs":[`+strings.Join(asked, ",")+`]}}`)
}

// scenarios are all that plans are made of.
var scenarios = slices.Concat(onRights, onFacts, onBaselines)

// onRights are the scenarios in which people act on grants and agreements.
var onRights = []scenario{
	{name: "provision", acts: []act{two}},
	{name: "suspend", from: usual, acts: []act{suspends("s", onGrant, "g"), lifts("l", "s")}},
	{name: "evict", from: usual, acts: []act{works("g"), suspends("s", onGrant, "g")}, back: []act{lifts("l", "s")}},
	{name: "partial", from: usual, acts: []act{suspends("s", onGrant, "g", "visits"), lifts("l", "s")}},
	{name: "evict-partial", from: usual, acts: []act{works("g"), suspends("s", onGrant, "g", "visits")}, back: []act{lifts("l", "s")}},
	{name: "agreement", from: usual, acts: []act{suspends("s", onLink, "health"), lifts("l", "s")}},
	{name: "agreement-partial", from: usual, acts: []act{suspends("s", onLink, "health", "visits"), lifts("l", "s")}},
	{name: "resource", from: usual, acts: []act{suspends("s", onData, "visits"), lifts("l", "s")}},
	{name: "twice", from: usual, acts: []act{
		suspends("s", onGrant, "g"),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "t").Suspends(onGrant, "g") }),
		lifts("l", "s"),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "m").Lifts(w.acts["t"]) }),
	}},
	{name: "twofold", from: usual, acts: []act{
		suspends("s", onLink, "health"), suspends("t", onGrant, "g"), lifts("l", "s"), lifts("m", "t"),
	}},
	{name: "halt", from: usual, acts: []act{
		decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "s").Halts(onLink, "health") }),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "l").Releases(w.acts["s"]) }),
	}},
	{name: "terminate", from: usual, acts: []act{
		decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "e").Terminates(onGrant, "g") }),
	}},
	{name: "purge", from: outlived, acts: []act{disposes("d", "g")}},
	{name: "disqualify", from: usual, acts: []act{
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "d").Disqualifies(w.party(holder)) }),
	}},
	{name: "disqualify-operator", from: usual, acts: []act{
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "d").Disqualifies(w.party(group)) }),
	}},
	{name: "delete", from: usual, acts: []act{deletes(aGrant, "g")}, back: []act{remade}},
	{name: "remake", from: usual, acts: []act{suspends("s", onGrant, "g"), deletes(aGrant, "g"), remade, lifts("l", "s")}},
	{name: "delete-agreement", from: usual, acts: []act{deletes(anAgreement, "health"), remadeAgreement}},
	{name: "pause", from: usual, acts: []act{
		changes("g", `{"spec":{"suspend":true}}`), changes("g", `{"spec":{"suspend":false}}`),
	}, back: []act{changes("g", `{"spec":{"suspend":null}}`)}},
	{name: "class", from: classes, acts: []act{
		changes("g", `{"spec":{"sandbox":{"class":"DOMAIN-wide"}}}`),
		suspends("s", onGrant, "g"), changes("g", `{"spec":{"sandbox":{"class":"DOMAIN-class"}}}`), lifts("l", "s"),
	}},
	{name: "inputs", from: usual, acts: []act{inputsOf("g", "labs")}, back: []act{inputsOf("g", "visits", "labs")}},
	{name: "haste", from: usual, acts: []act{
		hastily(suspends("s", onGrant, "g")), hastily(lifts("l", "s")), hastily(suspends("t", onGrant, "g")), lifts("m", "t"),
	}},
	{
		name: "haste-agreement", from: usual,
		acts: []act{hastily(suspends("s", onLink, "health")), hastily(lifts("l", "s")), suspends("t", onLink, "health")},
		back: []act{lifts("m", "t")},
	},
	{name: "haste-provision", acts: []act{hastily(two), suspends("s", onGrant, "g"), lifts("l", "s")}},
	{name: "term", from: windowed, acts: []act{hastily(shortens(aGrant, "g")), atTheTurn}},
	{name: "term-agreement", from: windowedAgreement, acts: []act{hastily(shortens(anAgreement, "health")), atTheTurn}},
	{name: "begin", acts: []act{
		makes(func(w *world) []client.Object {
			return []client.Object{
				w.agreement("health").Obj(),
				w.ungranted("g").Input("visits").Window(rfc3339(w.window), farAhead).Obj(),
			}
		}),
		atTheTurn,
	}},
}
