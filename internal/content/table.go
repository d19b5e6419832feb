// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package content

import (
	"maps"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// fields is the closed table of the keys that stand for a typed field, by kind,
// and where that field is. Such a key is fulfilled by its field and by nothing
// else; any other key is fulfilled by a clause. docs/content.md shows the table,
// and the policies mandate-content-* hold what is applied to it.
var fields = map[v1alpha1.LinkKind]map[string]string{
	v1alpha1.LinkImplementationPlan: {
		"title":              "spec.title",
		"name":               "spec.title",
		"mode":               "spec.mode",
		"term":               "spec.term",
		"dataScope":          "spec.dataResources",
		"dataCatalogue":      "spec.dataResources",
		"productList":        "spec.products",
		"expectedForm":       "spec.products[].form",
		"productClasses":     "spec.products[].class",
		"technicalStandards": "spec.products[].standard",
	},
	v1alpha1.LinkSelection: {
		"applicationWindow": "spec.applicationWindow",
		"method":            "spec.method",
	},
	v1alpha1.LinkOperationAgreement: {
		"title":              "spec.title",
		"name":               "spec.title",
		"mode":               "spec.mode",
		"term":               "spec.term",
		"dataScope":          "spec.dataResources",
		"dataCatalogue":      "spec.dataResources",
		"productList":        "spec.products",
		"expectedForm":       "spec.products[].form",
		"productClasses":     "spec.products[].class",
		"technicalStandards": "spec.products[].standard",
	},
	v1alpha1.LinkDataResource: {
		"name":           "spec.catalogue",
		"dataCatalogue":  "spec.catalogue",
		"sourceUnit":     "spec.sourceUnit",
		"classification": "spec.classification",
		"sector":         "spec.sector",
		"fields":         "spec.fields",
		"sharedFrom":     "spec.sharedFrom",
		"desensitised":   "spec.desensitised",
	},
	v1alpha1.LinkDeveloperGrant: {
		"scenario":          "spec.scenario",
		"dataNeed":          "spec.inputs",
		"dataScope":         "spec.inputs",
		"inputFields":       "spec.inputs[].fields",
		"term":              "spec.term",
		"designatedPersons": "spec.subjects",
		"serviceFee":        "spec.contract.serviceFee",
	},
}

// Field is where the typed field is that a key stands for, and whether the key
// stands for one in objects of the kind.
func Field(kind v1alpha1.LinkKind, key string) (path string, typed bool) {
	path, typed = fields[kind][key]
	return path, typed
}

// Fields are the keys that stand for a typed field in objects of the kind, and
// where each is.
func Fields(kind v1alpha1.LinkKind) map[string]string { return maps.Clone(fields[kind]) }
