// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"slices"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/client"
)

// gatewayGroup is that of the Gateway API, of which the tests install as much
// as an attack needs.
const gatewayGroup = "gateway.networking.k8s.io"

// rows is the table.
func (w *world) rows() []row {
	return slices.Concat(w.connects(), w.services(), w.routes(), w.network(), w.pods(), w.lasting(), w.placed(), w.storage(),
		w.tokens(), w.rights(), w.namespaces(), w.records(), w.dataSide(), w.cluster())
}

// classesOfRoutes are the kinds of the Gateway API.
func classesOfRoutes() []client.Object {
	return []client.Object{routeClass("httproutes", "HTTPRoute"), routeClass("referencegrants", "ReferenceGrant")}
}

// routeClass defines a kind of which any object is accepted.
func routeClass(plural, kind string) client.Object {
	return thing("apiextensions.k8s.io/v1", "CustomResourceDefinition", "", plural+"."+gatewayGroup, fields{
		"metadata": fields{"annotations": fields{"api-approved.kubernetes.io": "unapproved, a stand-in of tests"}},
		"spec": fields{
			"group": gatewayGroup, "scope": "Namespaced",
			"names": fields{"plural": plural, "singular": strings.ToLower(kind), "kind": kind},
			"versions": []any{fields{
				"name": "v1", "served": true, "storage": true,
				"schema": fields{"openAPIV3Schema": fields{"type": "object", "x-kubernetes-preserve-unknown-fields": true}},
			}},
		},
	})
}

// signingRequest is a well-formed request for a certificate.
func signingRequest() string {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "attack"}}, key)
	if err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}
