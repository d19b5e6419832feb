// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"

	"github.com/publicdata-io/mandate/config/crd"
)

// schema is what the API server holds objects of one kind against when they are
// made: it is the API server's own code that does it here. The kinds have no
// defaults.
type schema struct {
	namespaced bool
	structure  *structural.Structural
	values     validation.SchemaValidator
	rules      *cel.Validator
}

// schemas are those of the kinds that were asked for: each takes some
// milliseconds to read and to compile.
var schemas sync.Map

// schemaOf is the schema of a kind, as it is shipped.
func schemaOf(kind string) (*schema, error) {
	if known, ok := schemas.Load(kind); ok {
		return known.(*schema), nil
	}
	definition, err := definitionOf(kind)
	if err != nil {
		return nil, err
	}
	made, err := compile(definition)
	if err != nil {
		return nil, fmt.Errorf("read the schema of %s: %w", kind, err)
	}
	schemas.Store(kind, made)
	return made, nil
}

func definitionOf(kind string) (*apiextensionsv1.CustomResourceDefinition, error) {
	entries, err := crd.Files.ReadDir(".")
	if err != nil {
		return nil, fmt.Errorf("list the kinds: %w", err)
	}
	for _, entry := range entries {
		data, err := crd.Files.ReadFile(entry.Name())
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name(), err)
		}
		if !strings.Contains(string(data), "\n    kind: "+kind+"\n") {
			continue
		}
		definition := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(data, definition); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name(), err)
		}
		return definition, nil
	}
	return nil, fmt.Errorf("read the schema of %s: there is none", kind)
}

func compile(of *apiextensionsv1.CustomResourceDefinition) (*schema, error) {
	var internal apiextensions.CustomResourceValidation
	err := apiextensionsv1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(of.Spec.Versions[0].Schema, &internal, nil)
	if err != nil {
		return nil, err
	}
	structure, err := structural.NewStructural(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	values, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
	if err != nil {
		return nil, err
	}
	return &schema{
		namespaced: of.Spec.Scope == apiextensionsv1.NamespaceScoped, structure: structure, values: values,
		rules: cel.NewValidator(structure, true, celconfig.PerCallLimit),
	}, nil
}

// unknown are the paths of fields that the kind does not have. They are taken out
// of the object, as the API server would.
func (s *schema) unknown(object map[string]any) []string {
	return pruning.PruneWithOptions(object, s.structure, true, structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
}

// wrong is what the schema and its rules hold against an object that is made. Its
// status is not looked at: only the operator writes one.
func (s *schema) wrong(object map[string]any) field.ErrorList {
	delete(object, "status")
	wrong := s.named(object)
	wrong = append(wrong, validation.ValidateCustomResource(nil, object, s.values)...)
	wrong = append(wrong, listtype.ValidateListSetsAndMaps(nil, s.structure, object)...)
	if len(wrong) == 0 && s.rules != nil { // the rules may count on the form
		wrong, _ = s.rules.Validate(context.Background(), nil, s.structure, object, nil, celconfig.RuntimeCELCostBudget)
	}
	return wrong
}

// named is what is wrong with the metadata. A namespace may be left to whoever
// applies the object.
func (s *schema) named(object map[string]any) field.ErrorList {
	meta, found, err := objectmeta.GetObjectMeta(object, false)
	if err != nil {
		return field.ErrorList{field.Invalid(field.NewPath("metadata"), "", err.Error())}
	}
	if !found {
		meta = &metav1.ObjectMeta{}
	}
	if meta.Name == "" && meta.GenerateName != "" {
		meta.Name = meta.GenerateName + "x" // the API server completes it
	}
	if meta.Namespace == "" && s.namespaced {
		meta.Namespace = metav1.NamespaceDefault
	}
	return metavalidation.ValidateObjectMeta(meta, s.namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
}
