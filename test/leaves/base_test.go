// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package leaves

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

const (
	domain       = "leaves"
	begins, ends = "2025-01-01", "2035-12-31"
)

// bases are valid objects, several variants a kind.
type bases struct {
	texts []string
	// read are the texts as objects, which are only looked into.
	read []*unstructured.Unstructured
	// live is how many of the texts, the first ones, are applied; the others are
	// editions for a dry run.
	live        int
	user, first string // who applies, and the UID of a Decision that can be lifted
	made        int
}

// establish makes what the bases refer to, and reads them.
func establish(t *testing.T) *bases {
	t.Helper()
	review := &authenticationv1.SelfSubjectReview{}
	if err := admin.Create(t.Context(), review); err != nil {
		t.Fatal(err)
	}
	b := &bases{user: review.Status.UserInfo.Username}
	act := builder.Decision("first").In(domain).Suspends(v1alpha1.OnDeveloperGrant, "lifted").ActedOn("2026-03-01").Obj()
	act.Spec.DecidedBy, act.Spec.RecordedAt = b.user, nil
	for _, o := range append(around(), act) {
		if err := admin.Create(t.Context(), o); err != nil {
			t.Fatalf("create %T %s: %v", o, o.GetName(), err)
		}
	}
	b.first = string(act.UID)
	b.texts = variants(t, "bases.yaml")
	b.live = len(b.texts)
	b.texts = append(b.texts, variants(t, "editions.yaml")...)
	for variant := range b.texts {
		u := b.fresh(t, variant)
		b.read = append(b.read, u.DeepCopy())
		if err := admin.Create(t.Context(), u, client.DryRunAll); err != nil {
			t.Errorf("base %d, a %s, is itself refused, so that its mutations would show nothing: %v", variant, u.GetKind(), err)
		}
	}
	return b
}

// variants are the documents of a file.
func variants(t *testing.T, file string) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(raw), "\n---\n")
}

// edition knows agreements of two levels: who operates the one grants the other.
func edition() client.Object {
	j := builder.Jurisdiction(domain, 1).Obj()
	for level, grantor := range []v1alpha1.Role{"DataAuthority", v1alpha1.RoleOperator} {
		j.Spec.AgreementLevels = append(j.Spec.AgreementLevels, v1alpha1.AgreementLevel{
			Level: int32(level + 1), Grantor: grantor, Operator: v1alpha1.RoleOperator, Basis: []v1alpha1.BasisID{"policy"},
			Modes: []v1alpha1.Mode{v1alpha1.ModeWhole, v1alpha1.ModeComprehensive, v1alpha1.ModeByField, v1alpha1.ModeByScenario},
		})
	}
	return j
}

// ofModeWhole is an agreement of the mode Whole: the edition asks for one.
func ofModeWhole(b *builder.AgreementBuilder) client.Object {
	a := b.Obj()
	a.Spec.Mode = v1alpha1.ModeWhole
	return a
}

// around is a chain in force.
func around() []client.Object {
	return []client.Object{
		&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: domain, Labels: map[string]string{v1alpha1.DomainLabel: "true"}}},
		edition(),
		builder.Organization(builder.Bureau).Roles("DataAuthority").Obj(),
		builder.Organization(builder.Operator).Roles(v1alpha1.RoleOperator).Obj(),
		builder.Organization(builder.SourceUnit).Roles("SourceUnit").Obj(),
		builder.Organization(builder.Holder).Roles(v1alpha1.RoleDeveloper).Group("medtech:developers").Obj(),
		builder.Class(builder.StandardClass).Obj(),
		&corev1.Service{
			ObjectMeta: metav1.ObjectMeta{Namespace: domain, Name: "visits"},
			Spec:       corev1.ServiceSpec{Selector: map[string]string{"app": "visits"}, Ports: []corev1.ServicePort{{Port: 5432}}},
		},
		builder.Resource("visits").In(domain).Edition(domain + ".1").Fields("date").Obj(),
		builder.Resource("labs").In(domain).Edition(domain + ".1").Obj(),
		builder.Plan("plan").In(domain).Edition(domain+".1").Over("visits", "labs").Term(begins, ends).Obj(),
		builder.Plan("earlier").In(domain).Edition(domain+".1").Over("visits", "labs").Term(begins, ends).Obj(),
		builder.Call("call").In(domain).Edition(domain + ".1").CarriesOut("plan").Obj(),
		ofModeWhole(builder.Agreement("earlier").In(domain).Edition(domain+".1").Over("visits").Term("2020-01-01", "2024-12-31")),
		builder.Grant("earlier").In(domain).Edition(domain+".1").Under("earlier").Input("visits").Term("2020-01-01", "2024-12-31").Obj(),
		ofModeWhole(builder.Agreement("health").In(domain).Edition(domain+".1").Over("visits", "labs").Term(begins, ends)),
		builder.Grant("subject").In(domain).Edition(domain+".1").Under("health").Input("visits").Input("labs").Term(begins, ends).Obj(),
		builder.Grant("lifted").In(domain).Edition(domain+".1").Under("health").Input("visits").Input("labs").Term(begins, ends).Obj(),
	}
}

// fresh is a copy of a base under a name of its own, and of an organisation under
// a credit code of its own: bearers of one code are one body.
func (b *bases) fresh(t *testing.T, variant int) *unstructured.Unstructured {
	t.Helper()
	b.made++
	name := fmt.Sprintf("leaf-%d", b.made)
	text := strings.NewReplacer("NAME", name, "USCC", builder.CreditCode(name), "USER", b.user, "FIRST", b.first).Replace(b.texts[variant])
	u := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &u.Object); err != nil {
		t.Fatalf("read base %d: %v", variant, err)
	}
	return u
}

// holding returns the first variant of a kind that has a leaf.
func (b *bases) holding(t *testing.T, l leaf) int {
	t.Helper()
	for variant, u := range b.read {
		if u.GetKind() == l.kind && has(u.Object, l.path) {
			return variant
		}
	}
	t.Fatalf("no base has the leaf %s: add it to testdata/bases.yaml", l)
	return 0
}
