// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package faults

import (
	"context"
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

// scenarios are all that plans are made of.
var scenarios = []scenario{
	{"provision", []act{two}},
	{"suspend", []act{two, suspends("s", onGrant, "g"), lifts("l", "s")}},
	{"evict", []act{two, works("g"), suspends("s", onGrant, "g")}},
	{"partial", []act{two, suspends("s", onGrant, "g", "visits"), lifts("l", "s")}},
	{"evict-partial", []act{two, works("g"), suspends("s", onGrant, "g", "visits")}},
	{"agreement", []act{two, suspends("s", onLink, "health"), lifts("l", "s")}},
	{"agreement-partial", []act{two, suspends("s", onLink, "health", "visits"), lifts("l", "s")}},
	{"resource", []act{two, suspends("s", onData, "visits"), lifts("l", "s")}},
	{"twice", []act{
		two, suspends("s", onGrant, "g"),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "t").Suspends(onGrant, "g") }),
		lifts("l", "s"),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(authority, "m").Lifts(w.acts["t"]) }),
	}},
	{"twofold", []act{two, suspends("s", onLink, "health"), suspends("t", onGrant, "g"), lifts("l", "s"), lifts("m", "t")}},
	{"halt", []act{
		two,
		decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "s").Halts(onLink, "health") }),
		decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "l").Releases(w.acts["s"]) }),
	}},
	{"terminate", []act{two, decides(func(w *world) *builder.DecisionBuilder { return w.by(bureau, "e").Terminates(onGrant, "g") })}},
	{"disqualify", []act{two, decides(func(w *world) *builder.DecisionBuilder {
		return w.by(authority, "d").Disqualifies(w.party(holder))
	})}},
	{"disqualify-operator", []act{two, decides(func(w *world) *builder.DecisionBuilder {
		return w.by(authority, "d").Disqualifies(w.party(group))
	})}},
	{"delete", []act{two, deletes(aGrant, "g")}},
	{"remake", []act{two, suspends("s", onGrant, "g"), deletes(aGrant, "g"), remade, lifts("l", "s")}},
	{"delete-agreement", []act{two, deletes(anAgreement, "health"), remadeAgreement}},
	{"pause", []act{two, changes("g", `{"spec":{"suspend":true}}`), changes("g", `{"spec":{"suspend":false}}`)}},
	{"class", []act{
		makes(func(w *world) []client.Object {
			return []client.Object{
				builder.Class(w.party("wide")).Registries(registry).Rule("", []string{"configmaps"}, "get", "list").Obj(),
				w.agreement("health").Obj(), w.grant("g").Input("visits").Obj(), w.grant("h").Input("visits").Obj(),
			}
		}),
		changes("g", `{"spec":{"sandbox":{"class":"DOMAIN-wide"}}}`),
		suspends("s", onGrant, "g"), changes("g", `{"spec":{"sandbox":{"class":"DOMAIN-class"}}}`), lifts("l", "s"),
	}},
	{"inputs", []act{
		two, changes("g", `{"spec":{"inputs":[{"resource":"labs","necessity":"it is needed"}]}}`),
	}},
	{"haste", []act{
		two, hastily(suspends("s", onGrant, "g")), hastily(lifts("l", "s")), hastily(suspends("t", onGrant, "g")), lifts("m", "t"),
	}},
	{"haste-agreement", []act{
		two, hastily(suspends("s", onLink, "health")), hastily(lifts("l", "s")), suspends("t", onLink, "health"),
	}},
	{"haste-provision", []act{hastily(two), suspends("s", onGrant, "g"), lifts("l", "s")}},
	{"term", []act{
		makes(func(w *world) []client.Object {
			return []client.Object{
				w.agreement("health").Obj(), w.grant("h").Input("visits").Obj(),
				w.ungranted("g").Input("visits").Window(longAgo, farAhead).Obj(),
			}
		}),
		hastily(shortens(aGrant, "g")), atTheTurn,
	}},
	{"term-agreement", []act{
		makes(func(w *world) []client.Object {
			return []client.Object{
				w.unbounded("health").Window(longAgo, farAhead).Obj(),
				w.grant("g").Input("visits").Obj(), w.grant("h").Input("labs").Obj(),
			}
		}),
		hastily(shortens(anAgreement, "health")), atTheTurn,
	}},
	{"begin", []act{
		makes(func(w *world) []client.Object {
			return []client.Object{
				w.agreement("health").Obj(),
				w.ungranted("g").Input("visits").Window(rfc3339(w.window), farAhead).Obj(),
			}
		}),
		atTheTurn,
	}},
}
