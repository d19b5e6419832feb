// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package login answers: what is a person to be told, and what kubeconfig to
// be given, who wants to enter the sandbox of a grant?
package login

import (
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/finding"
)

// Scene is what is known of one login, and what every text may speak of.
type Scene struct {
	// Namespace and Grant are the DeveloperGrant; empty where it is not known.
	Namespace, Grant string
	// Sandbox is the sandbox namespace; empty where it is not known.
	Sandbox string
	// Owner is the grant (namespace/name) that the sandbox says it is of; empty
	// where it was not asked.
	Owner string
	// From and Until bound the grant's term (RFC 3339); empty where unknown.
	From, Until string
	// Inputs are a line for each input that may be worked on, Lost one for
	// each that was taken away.
	Inputs, Lost []string
	// Agreement and Holder are those of the grant; empty where it was not read.
	Agreement, Holder string
	// Designates says that the grant designates persons.
	Designates bool
	// Reason and Message are those of the condition or of the API server, and Said the
	// message in the language of who asks, as far as it has one.
	Reason, Message, Said string
	// File is the kubeconfig that was written or is in the way.
	File string
	// Args are arguments to call the plugin with.
	Args []string
	// Verified says that the door was opened once.
	Verified bool
}

// Refusal is a login that may not be, told in words that say what to do next.
type Refusal struct {
	name  string
	scene Scene
}

// Error is the whole text, of several lines, in English.
func (r *Refusal) Error() string { return r.Text(acting.English) }

// Text is the whole text in a language.
func (r *Refusal) Text(language acting.Language) string { return In(language, r.name, r.scene) }

// Refuse is the refusal of that name in the files of texts.
func Refuse(name string, s Scene) *Refusal { return &Refusal{name: "refused." + name, scene: s} }

// Saying is the refusal with its reason in the language of who asks, where it was
// reckoned to be the same.
func (r *Refusal) Saying(reason, said string) *Refusal {
	if r == nil || said == "" || reason != r.scene.Reason {
		return r
	}
	with := *r
	with.scene.Said = finding.Line(said)
	return &with
}

// Judge reads a grant: its scene and, where it has no open sandbox, why not.
// It is a courtesy; who may enter is decided by the API server.
func Judge(grant *v1alpha1.DeveloperGrant) (Scene, *Refusal) {
	s := sceneOf(grant)
	active := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.ActiveCondition)
	ready := meta.FindStatusCondition(grant.Status.Conditions, v1alpha1.SandboxReadyCondition)
	switch {
	case active == nil || ready == nil:
		return s, Refuse("unseen", s)
	case active.Status != metav1.ConditionTrue:
		return s, Refuse("inactive", s.with(active))
	case ready.Status != metav1.ConditionTrue || s.Sandbox == "":
		return s, Refuse("unready", s.with(ready))
	}
	return s, nil
}

func sceneOf(grant *v1alpha1.DeveloperGrant) Scene {
	s := Scene{
		Namespace: grant.Namespace, Grant: grant.Name,
		Agreement: string(grant.Spec.Agreement), Holder: string(grant.Spec.Holder),
		Designates: len(grant.Spec.Subjects) > 0,
	}
	if box := grant.Status.Sandbox; box != nil {
		s.Sandbox = box.Namespace
	}
	if term := grant.Status.Effective; term != nil {
		s.From, s.Until = instant(term.NotBefore), instant(term.NotAfter)
	}
	fields := map[v1alpha1.ObjectName][]string{}
	for _, in := range grant.Spec.Inputs {
		fields[in.Resource] = in.Fields
	}
	for _, in := range grant.Status.Inputs {
		if in.InForce == nil || !*in.InForce {
			s.Lost = append(s.Lost, finding.Line(string(in.Resource)+" ("+in.Reason+"): "+in.Message))
			continue
		}
		line := string(in.Resource)
		if only := fields[in.Resource]; len(only) > 0 {
			line += ": fields " + strings.Join(only, ", ")
		}
		s.Inputs = append(s.Inputs, line)
	}
	return s
}

func instant(t metav1.Time) string { return t.UTC().Format(time.RFC3339) }

func (s Scene) with(c *metav1.Condition) Scene {
	s.Reason, s.Message = c.Reason, finding.Line(c.Message)
	return s
}

// Told adds what the sandbox itself tells in its ConfigMap mandate-grant: where
// the inputs are reached, and what a person who may not read the grant does not
// know otherwise. It refuses a sandbox that is another grant's.
func (s Scene) Told(data map[string]string) (Scene, *Refusal) {
	namespace, grant, ok := strings.Cut(data["grant"], "/")
	if ok && s.Grant != "" && (s.Namespace != namespace || s.Grant != grant) {
		s.Message = data["grant"]
		return s, Refuse("other", s)
	}
	s.Owner = data["grant"]
	if s.Until == "" {
		s.Until = data["until"]
	}
	if inputs := strings.TrimSpace(data["inputs"]); inputs != "" {
		s.Inputs = located(s.Inputs, strings.Split(inputs, "\n"))
	}
	return s, nil
}

// located replaces each input by the line that tells where it is reached. What
// the grant says is in force counts; without a grant the lines are all there is.
func located(inputs, lines []string) []string {
	if len(inputs) == 0 {
		return lines
	}
	byName := map[string]string{}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, ":")
		byName[name] = line
	}
	out := make([]string, len(inputs))
	for i, input := range inputs {
		name, _, _ := strings.Cut(input, ":")
		out[i] = input
		if line, ok := byName[name]; ok {
			out[i] = line
		}
	}
	return out
}
