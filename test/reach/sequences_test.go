// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/install"
)

// step is one real write of a sequence: a create of an object, a deletion, or a
// merge patch of it or of its status. What an account may replace and not patch is
// patched here and replaced (update).
type step struct {
	by, says string
	verb     string
	of       *unstructured.Unstructured
	patch    string
	// heard says that policies take up what it rests on a moment later.
	heard bool
}

// sequence is what a thief does to things that nobody needs, one write after
// another. What is refused does not stop it.
type sequence struct {
	name  string
	steps []step
}

const (
	past, future = "2026-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
	listing      = `{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}`
	proven       = `{"status":{"conditions":[{"type":"GuardsProven","status":"%s","reason":"Stolen","message":"x","lastTransitionTime":"2026-01-01T00:00:00Z"}]}}`
	unreal       = `{"closed-by":"x","frozen":"x","retained-until":"` + past + `"}`
)

// annotated is a merge patch of annotations of ours.
func annotated(text string) string {
	text = strings.NewReplacer(`{"`, `{"`+v1alpha1.Prefix, `,"`, `,"`+v1alpha1.Prefix).Replace(text)
	return `{"metadata":{"annotations":` + text + `}}`
}

// throwAway is an object of the cluster; HEX in its name makes it of a name that
// nothing else has.
func throwAway(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	hex := strings.ReplaceAll(fmt.Sprintf("%020x", time.Now().UnixNano()), " ", "0")
	return merged(t, &unstructured.Unstructured{Object: map[string]any{}}, strings.ReplaceAll(text, "HEX", hex))
}

func box(t *testing.T, annotations string) *unstructured.Unstructured {
	t.Helper()
	return merged(t, throwAway(t, `{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"sandbox-HEX",
		"labels":{"mandate.publicdata.io/sandbox":"true","pod-security.kubernetes.io/enforce":"restricted"}}}`), annotated(annotations))
}

func cohort(t *testing.T) *unstructured.Unstructured {
	t.Helper()
	return throwAway(t, `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"mandate-room-HEX"},"rules":[`+listing+`]}`)
}

func heart(t *testing.T, name, spec string) *unstructured.Unstructured {
	t.Helper()
	return throwAway(t, `{"apiVersion":"mandate.publicdata.io/v1alpha1","kind":"Heartbeat","metadata":{"name":"`+name+`"}`+spec+`}`)
}

// sequencesOf are those that an account is tried with.
func sequencesOf(t *testing.T, account string) []sequence {
	t.Helper()
	ours, room, beats := box(t, `{"retention-days":"30"}`), cohort(t), heart(t, v1alpha1.HeartbeatName, "")
	makes := func(says string, of *unstructured.Unstructured) step {
		return step{by: "operator", says: says, verb: "create", of: of}
	}
	changes := func(says string, of *unstructured.Unstructured, patch string) step {
		return step{by: account, says: says, verb: "patch", of: of, patch: patch}
	}
	replaces := func(says string, of *unstructured.Unstructured, patch string) step {
		return step{by: account, says: says, verb: "update", of: of, patch: patch}
	}
	removes := func(of *unstructured.Unstructured) step {
		return step{by: account, says: "delete it", verb: "delete", of: of}
	}
	status := func(says string, of *unstructured.Unstructured, patch string) step {
		return step{by: account, says: says, verb: "status", of: of, patch: patch}
	}
	if account == "cutoff" {
		both := box(t, `{"retention-days":"0"}`)
		return []sequence{
			{"an open sandbox", []step{
				makes("make it, as the operator", ours), changes("mark it frozen, for a day", ours, annotated(`{"closed-by":"x","frozen":"x","retained-until":"`+inDays(1)+`"}`)),
				changes("mark it frozen, for the days of its class", ours, annotated(`{"closed-by":"x","frozen":"x","retained-until":"`+inDays(31)+`"}`)),
				changes("bring that forward", ours, annotated(`{"retained-until":"`+inDays(30)+`"}`)), changes("mark it for its purge", ours, annotated(`{"purge":"x"}`)),
				changes("open it", ours, annotated(`{"closed-by":null}`)), removes(ours),
			}},
			{"a cohort", []step{
				makes("make it, as the operator", room), changes("fill it with more of what cutoff holds itself", room, `{"rules":[`+listing+`,{"apiGroups":[""],"resources":["pods"],"verbs":["delete"]}]}`),
				changes("empty it", room, `{"metadata":{"annotations":{"mandate.publicdata.io/closed-by":"x"}},"rules":[]}`),
				changes("fill it again", room, `{"rules":[`+listing+`]}`), removes(room),
			}},
			{"a sandbox, with both tokens", []step{
				makes("make it, or say that its class keeps it for no day, as the operator", both),
				changes("mark it frozen, retained for a minute", both, annotated(`{"closed-by":"x","frozen":"x","retained-until":"`+after(time.Minute)+`"}`)),
				{by: "operator", says: "mark it for its purge, as the operator", verb: "patch", of: both, patch: annotated(`{"purge":"x"}`)},
				{by: "operator", says: "delete it, as the operator", verb: "delete", of: both},
				changes("beat of the future", beats, `{"spec":{"renewTime":"`+future+`"}}`),
				{by: "operator", says: "delete it, as the operator, once that is heard", verb: "delete", of: both, heard: true},
			}},
			{"the Heartbeat", []step{
				changes("beat of the future", beats, `{"spec":{"renewTime":"`+future+`"}}`), changes("beat of the past", beats, `{"spec":{"renewTime":"`+past+`"}}`),
				status("say that the guards are proven", beats, fmt.Sprintf(proven, "True")), removes(beats),
				{by: account, says: "make another, without a beat", verb: "create", of: heart(t, "stolen", "")},
			}},
		}
	}
	days, over := box(t, `{"closed-by":"x","frozen":"x","retained-until":"`+future+`","retention-days":"30"}`), box(t, unreal)
	kept, again := box(t, `{"closed-by":"x","frozen":"x","retained-until":"`+future+`"}`), box(t, `{"closed-by":"x","frozen":"x","retained-until":"`+future+`"}`)
	return []sequence{
		{"an open sandbox", []step{
			makes("make it", ours), changes("close and freeze it, retained until a day that is past", ours, annotated(unreal)),
			changes("close it", ours, annotated(`{"closed-by":"x"}`)), changes("freeze it", ours, annotated(`{"frozen":"x"}`)),
			changes("date its retention", ours, annotated(`{"retained-until":"`+past+`"}`)), changes("mark it for its purge", ours, annotated(`{"purge":"x"}`)),
			changes("open it", ours, annotated(`{"closed-by":null}`)), removes(ours),
		}},
		{"a frozen sandbox the retention of which runs", []step{
			makes("make one that looks so", kept), removes(kept), changes("bring its retention forward", kept, annotated(`{"retained-until":"`+past+`"}`)),
			changes("mark it for its purge, by no act", kept, annotated(`{"purge":"x"}`)), removes(kept),
		}},
		{"a frozen sandbox the retention of which is over", []step{
			makes("make one that looks so", over), changes("mark it for its purge, by no act", over, annotated(`{"purge":"x"}`)), removes(over),
		}},
		{"a frozen sandbox that its class keeps for 30 days", []step{
			makes("make one that looks so", days), changes("say that its class keeps it for a day", days, annotated(`{"retention-days":"1"}`)),
			changes("take its date off, so that cutoff dates it anew", days, annotated(`{"retained-until":null}`)),
		}},
		{"a frozen sandbox that is opened", []step{
			makes("make one that looks so", again), changes("open it, keeping the mark of the freeze", again, annotated(`{"closed-by":null}`)),
			changes("close it by the old cause", again, annotated(`{"closed-by":"x"}`)), changes("mark it for its purge", again, annotated(`{"purge":"x"}`)), removes(again),
		}},
		{"a cohort", []step{
			makes("make it", room), removes(room), replaces("empty it", room, `{"metadata":{"annotations":{"mandate.publicdata.io/closed-by":"x"}},"rules":[]}`),
			replaces("fill it again", room, `{"rules":[`+listing+`]}`), replaces("empty it", room, `{"rules":[]}`), removes(room),
		}},
		{"the Heartbeat", []step{
			status("say that the guards are not proven", beats, fmt.Sprintf(proven, "False")), status("say that the guards are proven", beats, fmt.Sprintf(proven, "True")),
			changes("beat", beats, `{"spec":{"renewTime":"`+past+`"}}`), removes(beats),
			{by: account, says: "make another, without a beat", verb: "create", of: heart(t, "stolen", "")},
			{by: "break-glass", says: "delete it, as break-glass", verb: "delete", of: beats},
			{by: account, says: "make it, with a beat", verb: "create", of: heart(t, v1alpha1.HeartbeatName, `,"spec":{"renewTime":"`+past+`"}`)},
			{by: account, says: "make it, without a beat", verb: "create", of: beats},
		}},
	}
}

func inDays(n int) string { return after(time.Duration(n) * 24 * time.Hour) }

func after(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339) }

// accounts are clients with the stolen tokens, and one of break-glass.
func accounts(t *testing.T) map[string]client.Client {
	t.Helper()
	rescuer, err := install.Beater(controlPlane.Config())
	if err != nil {
		t.Fatal(err)
	}
	clients := map[string]client.Client{"break-glass": rescuer}
	for name, config := range stolen {
		c, err := client.New(rest.CopyConfig(config), client.Options{Scheme: admin.Scheme(), Mapper: admin.RESTMapper()})
		if err != nil {
			t.Fatal(err)
		}
		clients[name] = c
	}
	return clients
}

// run sends the writes of an account for real and tells what came of each.
func run(t *testing.T, account string) string {
	t.Helper()
	clients := accounts(t)
	var out strings.Builder
	out.WriteString("\n### One write after another\n\nFor real, on things that nobody needs, with the processes of Mandate stopped. What is refused does not stop the next.\n\n| of what | write | came of it |\n|---|---|---|\n")
	for _, s := range sequencesOf(t, account) {
		for _, one := range s.steps {
			by := refusal(t, one.send(t, clients[one.by]))
			for began := time.Now(); one.heard && by != "" && time.Since(began) < 10*time.Second; {
				by = refusal(t, one.send(t, clients[one.by]))
			}
			came := "**went through**"
			if by != "" {
				came = "refused: " + by
			}
			fmt.Fprintf(&out, "| %s | %s | %s |\n", s.name, one.says, came)
		}
	}
	return out.String()
}

func (s step) send(t *testing.T, c client.Client) error {
	t.Helper()
	patch := client.RawPatch(types.MergePatchType, []byte(s.patch))
	switch s.verb {
	case "create":
		return c.Create(t.Context(), s.of.DeepCopy())
	case "delete":
		return c.Delete(t.Context(), s.of.DeepCopy())
	case "update":
		there := s.of.DeepCopy()
		if err := admin.Get(t.Context(), client.ObjectKeyFromObject(there), there); err != nil {
			t.Fatal(err)
		}
		return c.Update(t.Context(), merged(t, there, s.patch))
	case "status":
		return c.Status().Patch(t.Context(), s.of.DeepCopy(), patch)
	}
	return c.Patch(t.Context(), s.of.DeepCopy(), patch)
}
