// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// object is one manifest.
type object struct{ unstructured.Unstructured }

// read decodes a stream of manifests.
func read(manifests io.Reader) ([]object, error) {
	documents := utilyaml.NewYAMLReader(bufio.NewReader(manifests))
	var objects []object
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return objects, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the manifests: %w", err)
		}
		var o object
		if err := yaml.Unmarshal(document, &o.Object); err != nil {
			return nil, fmt.Errorf("decode a manifest: %w", err)
		}
		if len(o.Object) > 0 {
			objects = append(objects, o)
		}
	}
}

// leftToHelm says whether Helm makes the object itself: the namespace of the
// release, which `helm install --create-namespace` creates.
func (o object) leftToHelm() bool {
	return o.GetKind() == "Namespace" && o.GetName() == releaseNamespace
}

// kept says whether the object outlives the release. With a CRD would go every
// Decision ever made, and with the registry those on organisations.
func (o object) kept() bool {
	return o.GetKind() == "CustomResourceDefinition" || o.GetKind() == "Namespace"
}

// file is where the object's template lies under templates/.
func (o object) file() string {
	kind := strings.ToLower(o.GetKind())
	switch group := o.GroupVersionKind().Group; {
	case kind == "customresourcedefinition":
		plural, _, _ := strings.Cut(o.GetName(), ".")
		return "crds/" + plural + ".yaml"
	case group == "rbac.authorization.k8s.io", kind == "serviceaccount":
		return "rbac/" + kind + "-" + o.GetName() + ".yaml"
	case group == "admissionregistration.k8s.io":
		return "policies/" + kind + "-" + o.GetName() + ".yaml"
	default:
		return "manager/" + kind + "-" + o.GetName() + ".yaml"
	}
}
