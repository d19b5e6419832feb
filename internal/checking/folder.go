// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package checking answers: what is wrong with a folder of objects, before any
// of them is applied, as far as the objects, the schemas of their kinds and their
// editions tell?
package checking

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/reference"
)

// File is one file that was read.
type File struct {
	Name string
	Data []byte
}

// Object is one object of Mandate's kinds and the file that it is in.
type Object struct {
	File string
	metav1.Object
	kind string
}

// Folder are the objects that were found, and what is wrong with the writing of
// the others.
type Folder struct {
	Objects []Object
	Faults  []Fault
	// Others counts the documents of other kinds, which are left alone.
	Others int
	// services are those among the others: they tell what is served from where.
	services []*corev1.Service
}

// kinds make an empty object of each kind.
var kinds = map[string]func() metav1.Object{
	"Jurisdiction":       func() metav1.Object { return &v1alpha1.Jurisdiction{} },
	"WorkCalendar":       func() metav1.Object { return &v1alpha1.WorkCalendar{} },
	"Organization":       func() metav1.Object { return &v1alpha1.Organization{} },
	"SandboxClass":       func() metav1.Object { return &v1alpha1.SandboxClass{} },
	"Heartbeat":          func() metav1.Object { return &v1alpha1.Heartbeat{} },
	"ImplementationPlan": func() metav1.Object { return &v1alpha1.ImplementationPlan{} },
	"Selection":          func() metav1.Object { return &v1alpha1.Selection{} },
	"OperationAgreement": func() metav1.Object { return &v1alpha1.OperationAgreement{} },
	"DataResource":       func() metav1.Object { return &v1alpha1.DataResource{} },
	"DeveloperGrant":     func() metav1.Object { return &v1alpha1.DeveloperGrant{} },
	"Objection":          func() metav1.Object { return &v1alpha1.Objection{} },
	"Decision":           func() metav1.Object { return &v1alpha1.Decision{} },
}

// Read takes the objects out of files of YAML, and refuses fields that their
// kinds do not have.
func Read(files []File) Folder {
	unrendered, skip := unrendered(files)
	f := Folder{Faults: unrendered}
	for _, file := range files {
		if skip[file.Name] {
			continue
		}
		for _, document := range documents(file.Data) {
			if !isKustomization(file.Name, document) {
				f.read(file.Name, document)
			}
		}
	}
	return f
}

// byteOrder is the mark that some editors begin a file with.
const byteOrder = "\ufeff"

// documents are the documents of a file, without those that hold nothing. Each is
// preceded by as many empty lines as the file has before it, so that what is said
// of its lines counts from the beginning of the file.
func documents(data []byte) []string {
	text := "\n" + strings.ReplaceAll(strings.TrimPrefix(string(data), byteOrder), "\r\n", "\n")
	var found []string
	before := 0
	for part := range strings.SplitSeq(text, "\n---") {
		if strings.TrimSpace(part) != "" {
			found = append(found, strings.TrimPrefix(strings.Repeat("\n", before)+part, "\n"))
		}
		before += strings.Count(part, "\n") + 1
	}
	return found
}

func (f *Folder) read(file, document string) {
	var about struct {
		metav1.TypeMeta `json:",inline"`
		Metadata        struct{ Namespace, Name, GenerateName string }
		Items           []any
	}
	if err := yaml.Unmarshal([]byte(document), &about); err != nil {
		f.Faults = append(f.Faults, Fault{File: file}.at("", unreadable(document, err)))
		return
	}
	switch {
	case isList(about.TypeMeta):
		f.readAll(file, about.Items)
		return
	case about.Kind != "" && about.APIVersion != "":
	case !isEmpty(document):
		f.Faults = append(f.Faults, Fault{File: file}.at("", finding.Say("a document has no %s, so that it is not known what it is; write it, or leave the document out", lacking(about.TypeMeta))))
		return
	}
	group, _, _ := strings.Cut(about.APIVersion, "/")
	if group != v1alpha1.GroupVersion.Group {
		f.other(about.TypeMeta, document)
		return
	}
	fault := Fault{File: file, Kind: about.Kind, Namespace: about.Metadata.Namespace, Name: nameOf(about.Metadata.Name, about.Metadata.GenerateName)}
	empty, known := kinds[about.Kind]
	if !known || about.APIVersion != v1alpha1.GroupVersion.String() {
		f.Faults = append(f.Faults, fault.at("", finding.Say("%s %s is no kind of Mandate", about.APIVersion, about.Kind)))
		return
	}
	faults, err := held(fault, document)
	f.Faults = append(f.Faults, faults...)
	object := empty()
	if err == nil {
		err = yaml.Unmarshal([]byte(document), object)
	}
	switch {
	case err == nil:
		f.Objects = append(f.Objects, Object{File: file, Object: object, kind: about.Kind})
	case len(faults) == 0: // otherwise the schema has said what is of the wrong form
		f.Faults = append(f.Faults, fault.at("", finding.Say("%v", flat(err))))
	}
}

// other counts a document of another kind, and keeps a Service.
func (f *Folder) other(of metav1.TypeMeta, document string) {
	if of.Kind != "" {
		f.Others++
	}
	service := &corev1.Service{}
	if of.Kind == "Service" && of.APIVersion == "v1" && yaml.Unmarshal([]byte(document), service) == nil {
		f.services = append(f.services, service)
	}
}

// held holds a document against the schema of its kind.
func held(fault Fault, document string) ([]Fault, error) {
	schema, err := schemaOf(fault.Kind)
	if err != nil {
		return nil, err
	}
	data, err := yaml.YAMLToJSONStrict([]byte(document))
	if err != nil {
		return nil, err
	}
	fields := map[string]any{}
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, fmt.Errorf("read fields: %w", err)
	}
	return schema.faults(fault, fields), nil
}

// fault is a fault of the object.
func (o Object) fault(field string, said finding.Phrase) Fault {
	return Fault{File: o.File, Kind: o.kind, Namespace: o.GetNamespace(), Name: nameOf(o.GetName(), o.GetGenerateName())}.at(field, said)
}

// nameOf is a name, or one that the API server completes.
func nameOf(name, generate string) string {
	if name == "" && generate != "" {
		return generate + "*"
	}
	return name
}

// is says whether the object is what is referred to.
func (o Object) is(t reference.Target) bool {
	return o.kind == t.Kind && o.GetName() == t.Name && (t.Namespace == "" || o.GetNamespace() == t.Namespace)
}
