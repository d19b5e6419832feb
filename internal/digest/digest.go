// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package digest answers: what content is an act about? A giving act carries
// the digest of the part that it covers, and counts only while the object has
// that content.
//
// The digest of a part is the SHA-256 of one JSON text, `sha256:` and 64
// hexadecimal digits:
//
//	{"class":…,"content":{…},"edition":…,"kind":…,"part":…}
//
// content are the fields of the spec that belong to the part, edition and class
// the digests of the edition and of the sandbox class that it rests on, left
// out where there is none. The text has no spaces; keys are in the order of
// their bytes; fields that are left out are left out; a list of words is
// sorted, and so is one of objects that have a key, resource or name, by that;
// any other list stays as it is.
package digest

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Parts are the digests of one object, by part.
type Parts map[v1alpha1.Part]v1alpha1.Digest

// text is what is digested.
type text struct {
	Class   v1alpha1.Digest `json:"class,omitempty"`
	Content any             `json:"content"`
	Edition v1alpha1.Digest `json:"edition,omitempty"`
	Kind    string          `json:"kind"`
	Part    v1alpha1.Part   `json:"part"`
}

// Edition is the digest of an edition. It takes as long as the edition is long:
// callers keep it.
func Edition(j *v1alpha1.Jurisdiction) v1alpha1.Digest {
	return of(text{Content: j.Spec, Kind: "Jurisdiction", Part: v1alpha1.PartAll})
}

// Class is the digest of a sandbox class.
func Class(c *v1alpha1.SandboxClass) v1alpha1.Digest {
	return of(text{Content: c.Spec, Kind: "SandboxClass", Part: v1alpha1.PartAll})
}

// Grant are the digests of a grant: Application is what the holder applied
// with, All the whole but `suspend` and whom it designates, who come and go.
func Grant(g *v1alpha1.DeveloperGrant, edition, class v1alpha1.Digest) Parts {
	all := g.Spec
	all.Suspend, all.Subjects = nil, nil
	return Parts{
		v1alpha1.PartApplication: of(text{class, applicationOf(&g.Spec), edition, "DeveloperGrant", v1alpha1.PartApplication}),
		v1alpha1.PartAll:         of(text{class, all, edition, "DeveloperGrant", v1alpha1.PartAll}),
	}
}

// applicationOf are the fields of a grant that belong to the application, and
// of the documents those that it cites.
func applicationOf(s *v1alpha1.DeveloperGrantSpec) v1alpha1.DeveloperGrantSpec {
	part := v1alpha1.DeveloperGrantSpec{
		Jurisdiction: s.Jurisdiction, Agreement: s.Agreement, Holder: s.Holder, Scenario: s.Scenario, Inputs: s.Inputs,
		Term: s.Term, Window: s.Window, Sandbox: s.Sandbox, Application: s.Application,
	}
	if s.Application == nil {
		return part
	}
	for i := range s.Documents {
		cites := func(c v1alpha1.Clause) bool { return c.Document == s.Documents[i].Name }
		if slices.ContainsFunc(s.Application.Clauses, cites) {
			part.Documents = append(part.Documents, s.Documents[i])
		}
	}
	return part
}

// Agreement are the digests of an agreement.
func Agreement(a *v1alpha1.OperationAgreement, edition v1alpha1.Digest) Parts {
	return all("OperationAgreement", a.Spec, edition)
}

// Plan are the digests of a plan.
func Plan(p *v1alpha1.ImplementationPlan, edition v1alpha1.Digest) Parts {
	return all("ImplementationPlan", p.Spec, edition)
}

// Selection are the digests of a call for applicants.
func Selection(s *v1alpha1.Selection, edition v1alpha1.Digest) Parts {
	return all("Selection", s.Spec, edition)
}

// Objection are the digests of an objection.
func Objection(o *v1alpha1.Objection, edition v1alpha1.Digest) Parts {
	return all("Objection", o.Spec, edition)
}

// Resource are the digests of a data resource.
func Resource(r *v1alpha1.DataResource, edition v1alpha1.Digest) Parts {
	return all("DataResource", r.Spec, edition)
}

// Organization are the digests of an organisation: of who it is, where it is
// registered and in which form. Its people, roles and affiliates come and go
// without the roles that were conferred being conferred anew.
func Organization(o *v1alpha1.Organization, edition v1alpha1.Digest) Parts {
	return all("Organization", v1alpha1.OrganizationSpec{
		DisplayName: o.Spec.DisplayName, USCC: o.Spec.USCC, LegalForm: o.Spec.LegalForm, Division: o.Spec.Division,
	}, edition)
}

func all(kind string, content any, edition v1alpha1.Digest) Parts {
	return Parts{v1alpha1.PartAll: of(text{Content: content, Edition: edition, Kind: kind, Part: v1alpha1.PartAll})}
}

// of digests a text. What cannot be written as JSON has the empty digest, which
// no act carries; none of the types above is such.
func of(t text) v1alpha1.Digest {
	c := canonical{text: make([]byte, 0, 4096)}
	c.value(reflect.ValueOf(t))
	if c.err != nil {
		return ""
	}
	sum := sha256.Sum256(c.text)
	return v1alpha1.Digest("sha256:" + hex.EncodeToString(sum[:]))
}

// throughTree is a value in the form that is digested, by way of what
// encoding/json writes and reads.
func throughTree(value any) ([]byte, error) {
	written, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write a value: %w", err)
	}
	decoder := json.NewDecoder(bytes.NewReader(written))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read a value: %w", err)
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(ordered(tree)); err != nil {
		return nil, fmt.Errorf("write a value in order: %w", err)
	}
	return bytes.TrimRight(text.Bytes(), "\n"), nil
}

// ordered puts the lists whose order says nothing in order, in place.
func ordered(tree any) any {
	switch node := tree.(type) {
	case map[string]any:
		for key := range node {
			node[key] = ordered(node[key])
		}
	case []any:
		for i := range node {
			node[i] = ordered(node[i])
		}
		if sortable(node) {
			slices.SortStableFunc(node, func(a, b any) int { return cmp.Compare(name(a), name(b)) })
		}
	}
	return tree
}

func sortable(list []any) bool {
	return !slices.ContainsFunc(list, func(item any) bool { return name(item) == "" })
}

// names are the fields by which an object is called, the first that it has.
var names = []string{"key", "resource", "name"}

// name is a word itself, or what an object is called.
func name(item any) string {
	switch node := item.(type) {
	case string:
		return node
	case map[string]any:
		for _, key := range names {
			if word, ok := node[key].(string); ok {
				return word
			}
		}
	}
	return ""
}
