// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"encoding/json"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/strategicpatch"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

func namespace(name string, labels, annotations map[string]string) *unstructured.Unstructured {
	u := object("v1", "Namespace", "", name, nil)
	u.SetLabels(labels)
	u.SetAnnotations(annotations)
	return u
}

func TestNamespacesAsMade(t *testing.T) {
	sandbox := "sandbox-" + hexDigits(20)
	const alone = "keys under mandate.publicdata.io/ on a namespace are written by Mandate alone"
	tests := map[string]struct {
		as   person
		made *unstructured.Unstructured
		want []string
	}{
		"any":                         {root, namespace("plain", nil, nil), nil},
		"a data domain":               {root, namespace("domain", map[string]string{domainLabel: "true"}, nil), nil},
		"a data domain, half":         {root, namespace("domain", map[string]string{domainLabel: "maybe"}, nil), []string{"label " + domainLabel, alone}},
		"a data domain by annotation": {root, namespace("domain", nil, map[string]string{domainLabel: "true"}), []string{"annotation " + domainLabel, alone}},
		"a sandbox by label":          {root, namespace("mine", map[string]string{sandboxLabel: "true"}, nil), []string{"Namespace mine", "label " + sandboxLabel, alone, "Leave them out"}},
		"an input by label":           {root, namespace("mine", map[string]string{"mandate.publicdata.io/input-00": "true"}, nil), []string{"label mandate.publicdata.io/input-00", alone}},
		"a domain with an input": {
			root, namespace("mine", map[string]string{domainLabel: "true", "mandate.publicdata.io/input-00": "true"}, nil),
			[]string{"label mandate.publicdata.io/input-00", alone},
		},
		"a key that is not in use": {root, namespace("mine", nil, map[string]string{"mandate.publicdata.io/x": "y"}), []string{"annotation mandate.publicdata.io/x", alone}},
		"two keys": {
			root, namespace("mine", map[string]string{"mandate.publicdata.io/x": "y"}, map[string]string{"mandate.publicdata.io/z": "y"}),
			[]string{"label mandate.publicdata.io/x and 1 more", alone},
		},
		"a key that looks like ours":     {root, namespace("mine", map[string]string{"xmandate.publicdata.io/x": "y"}, nil), nil},
		"a sandbox's name":               {root, namespace(sandbox, nil, nil), []string{"Namespace " + sandbox, "which the operator alone creates: choose another name"}},
		"a sandbox's name by cutoff":     {cutoff, namespace(sandbox, nil, nil), []string{"Namespace " + sandbox + ": CREATE by cutoff is refused"}},
		"a name that is like one":        {root, namespace("sandbox-team-a", nil, nil), nil},
		"a sandbox by the operator":      {operator, namespace(sandbox, map[string]string{sandboxLabel: "true", "pod-security.kubernetes.io/enforce": "restricted"}, map[string]string{notAfterNote: "2030-01-01T00:00:00Z"}), nil},
		"a note of ours by the operator": {operator, namespace("mine", nil, map[string]string{notAfterNote: "2030-01-01T00:00:00Z"}), []string{"Namespace mine: CREATE by the operator is refused: it makes namespaces named sandbox- and 20 hexadecimal digits"}},
		"any by the operator":            {operator, namespace("mine", nil, nil), []string{"CREATE by the operator is refused"}},
		"a false sandbox by operator":    {operator, namespace("mine", map[string]string{sandboxLabel: "true"}, nil), []string{"CREATE by the operator is refused"}},
		"a half sandbox by operator":     {operator, namespace(sandbox, nil, nil), []string{"with the label mandate.publicdata.io/sandbox, and no others"}},
		"a note of ours by cutoff":       {cutoff, namespace("mine", map[string]string{sandboxLabel: "true"}, nil), []string{"cutoff", "nothing else"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { wants(t, dryCreate(t, tc.as, tc.made), tc.want...) })
	}
}

// TestKeysOnNamespaces goes through every way to write a namespace: itself, its
// status and its finalize subresource.
func TestKeysOnNamespaces(t *testing.T) {
	const alone = "written by Mandate alone"
	label := func(k, v string) string { return `{"metadata":{"labels":{"` + k + `":` + v + `}}}` }
	note := func(k, v string) string { return `{"metadata":{"annotations":{"` + k + `":` + v + `}}}` }
	const input = "mandate.publicdata.io/input-0123456789abcd"
	sandbox := namespace(newSandbox(t, map[string]string{closedByNote: "Decision 812"}), nil, nil)
	domain := namespace(newDomain(t), nil, nil)
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)

	tests := map[string]struct {
		as    person
		of    *unstructured.Unstructured
		patch string
		want  []string
	}{
		"plain: any label":                    {root, plain, label("a", `"b"`), nil},
		"plain: made a sandbox":               {root, plain, label(sandboxLabel, `"true"`), []string{"label " + sandboxLabel, alone, "Leave them as they are"}},
		"plain: made a sandbox by operator":   {operator, plain, label(sandboxLabel, `"true"`), []string{"by the operator is refused: a namespace that exists is not adopted as a sandbox"}},
		"plain: made a domain":                {root, plain, label(domainLabel, `"true"`), []string{"label " + domainLabel + " cannot be added to a namespace that exists"}},
		"plain: made a domain by operator":    {operator, plain, label(domainLabel, `"true"`), []string{"Namespace " + plain.GetName()}},
		"plain: a note of ours":               {root, plain, note(closedByNote, `"x"`), []string{"annotation " + closedByNote, alone}},
		"domain: any label":                   {root, domain, label("a", `"b"`), nil},
		"domain: no longer":                   {root, domain, label(domainLabel, `null`), []string{"label " + domainLabel + " cannot be taken off"}},
		"domain: no longer by operator":       {operator, domain, label(domainLabel, `null`), []string{"Namespace " + domain.GetName()}},
		"domain: no longer by break-glass":    {rescuer, domain, label(domainLabel, `null`), []string{"cannot be taken off"}},
		"domain: half":                        {root, domain, label(domainLabel, `"false"`), []string{"label " + domainLabel + " cannot be changed"}},
		"domain: pod security":                {root, domain, label("pod-security.kubernetes.io/enforce", `"restricted"`), nil},
		"sandbox: any label":                  {root, sandbox, label("a", `"b"`), nil},
		"sandbox: no longer":                  {root, sandbox, label(sandboxLabel, `null`), []string{"label " + sandboxLabel, alone}},
		"sandbox: no longer by operator":      {operator, sandbox, label(sandboxLabel, `null`), []string{"label mandate.publicdata.io/sandbox is set in the create of a sandbox and never changes"}},
		"sandbox: input added":                {root, sandbox, label("mandate.publicdata.io/input-ff", `"true"`), []string{"label mandate.publicdata.io/input-ff", alone}},
		"sandbox: input taken":                {root, sandbox, label(input, `null`), []string{alone}},
		"sandbox: opened":                     {root, sandbox, note(closedByNote, `null`), []string{"annotation " + closedByNote, alone}},
		"sandbox: prolonged":                  {root, sandbox, note(notAfterNote, `"2099-01-01T00:00:00Z"`), []string{"annotation " + notAfterNote, alone}},
		"sandbox: registries widened":         {root, sandbox, note(registriesNote, `"docker.io"`), []string{"annotation " + registriesNote, alone}},
		"sandbox: prolonged by break-glass":   {rescuer, sandbox, note(notAfterNote, `"2099-01-01T00:00:00Z"`), []string{alone}},
		"sandbox: pod security lowered":       {root, sandbox, label("pod-security.kubernetes.io/enforce", `"privileged"`), []string{"label pod-security.kubernetes.io/enforce of a sandbox cannot be set, changed or removed", "ask for a grant in another class"}},
		"sandbox: pod security off":           {root, sandbox, label("pod-security.kubernetes.io/enforce", `null`), []string{"label pod-security.kubernetes.io/enforce of a sandbox"}},
		"sandbox: pod security by operator":   {operator, sandbox, label("pod-security.kubernetes.io/enforce", `"restricted"`), nil},
		"sandbox: input added by operator":    {operator, sandbox, label("mandate.publicdata.io/input-ff", `"true"`), nil},
		"sandbox: opened by operator":         {operator, sandbox, note(closedByNote, `null`), nil},
		"sandbox: closed by cutoff":           {cutoff, sandbox, `{"metadata":{"annotations":{"` + closedByNote + `":"Decision 813"},"labels":{"` + input + `":null}}}`, nil},
		"sandbox: marked frozen by cutoff":    {cutoff, sandbox, note("mandate.publicdata.io/frozen", `"Decision 813"`), nil},
		"sandbox: no longer frozen":           {cutoff, sandbox, note("mandate.publicdata.io/frozen", `null`), nil},
		"sandbox: to be emptied by cutoff":    {cutoff, sandbox, note("mandate.publicdata.io/evict-before", `"2026-01-01T00:00:00Z"`), nil},
		"sandbox: marked frozen by root":      {root, sandbox, note("mandate.publicdata.io/frozen", `"x"`), []string{"annotation mandate.publicdata.io/frozen", alone}},
		"sandbox: opened by cutoff":           {cutoff, sandbox, note(closedByNote, `null`), []string{"cutoff", "nothing else"}},
		"sandbox: input added by cutoff":      {cutoff, sandbox, label("mandate.publicdata.io/input-ff", `"true"`), []string{"label mandate.publicdata.io/input-ff cannot be changed so by cutoff"}},
		"sandbox: prolonged by cutoff":        {cutoff, sandbox, note(notAfterNote, `"2099-01-01T00:00:00Z"`), []string{"annotation " + notAfterNote + " cannot be changed so by cutoff"}},
		"sandbox: made a domain by cutoff":    {cutoff, sandbox, label(domainLabel, `"true"`), []string{"label " + domainLabel + " cannot be changed so by cutoff"}},
		"sandbox: pod security by cutoff":     {cutoff, sandbox, label("pod-security.kubernetes.io/enforce", `null`), []string{"label pod-security.kubernetes.io/enforce cannot be changed so by cutoff"}},
		"plain: an input taken off by cutoff": {cutoff, plain, label(input, `null`), []string{"Namespace " + plain.GetName() + ": UPDATE by cutoff is refused: it is no sandbox"}},
		"plain: closed by cutoff":             {cutoff, plain, note(closedByNote, `"x"`), []string{"UPDATE by cutoff is refused: it is no sandbox"}},
		"plain: pod security by operator":     {operator, plain, label("pod-security.kubernetes.io/enforce", `"privileged"`), []string{"Namespace " + plain.GetName() + ": UPDATE by the operator is refused: it is no sandbox"}},
		"domain: any label by operator":       {operator, domain, label("a", `"b"`), []string{"UPDATE by the operator is refused: it is no sandbox"}},
		"sandbox: made a domain by operator":  {operator, sandbox, label(domainLabel, `"true"`), []string{"cannot be added to a namespace that exists"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) { wants(t, dryPatch(t, tc.as, tc.of, tc.patch), tc.want...) })
		t.Run(name+" through status", func(t *testing.T) {
			patch := client.RawPatch(mergePatch, []byte(tc.patch))
			err := tc.as.client(t).Status().Patch(t.Context(), tc.of.DeepCopy(), patch, client.DryRunAll)
			wants(t, err, tc.want...)
		})
		if tc.of == plain && tc.as.name != cutoff.name { // who may finalize the others at all is a table of its own
			t.Run(name+" through finalize", func(t *testing.T) { wants(t, finalize(t, tc.as, tc.of.GetName(), tc.patch), tc.want...) })
		}
	}
}

// finalize asks, without carrying it out, for a merge patch of a namespace
// through its finalize subresource, which knows no patches.
func finalize(t *testing.T, p person, name, patch string) error {
	t.Helper()
	namespaces := p.clientset(t).CoreV1().Namespaces()
	live, err := namespaces.Get(t.Context(), name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	before, err := json.Marshal(live)
	if err != nil {
		t.Fatal(err)
	}
	after, err := strategicpatch.StrategicMergePatch(before, []byte(patch), corev1.Namespace{})
	if err != nil {
		t.Fatal(err)
	}
	changed := &corev1.Namespace{}
	if err := json.Unmarshal(after, changed); err != nil {
		t.Fatal(err)
	}
	_, err = namespaces.Finalize(t.Context(), changed, metav1.UpdateOptions{DryRun: []string{metav1.DryRunAll}})
	return err
}

func TestWhoFinalizesNamespaces(t *testing.T) {
	const emptied = `{"spec":{"finalizers":[]}}`
	namespaces := person{name: namespaceUser, groups: []string{masters}}
	const refused = "spec.finalizers cannot be emptied by"
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	sandbox, domain := newSandbox(t, nil), newDomain(t)
	for name, tc := range map[string]struct {
		as   person
		of   string
		want []string
	}{
		"a plain one by root":                       {root, plain.GetName(), nil},
		"a sandbox by root":                         {root, sandbox, []string{"Namespace " + sandbox, refused + " root"}},
		"a plain one by operator":                   {operator, plain.GetName(), []string{"by the operator"}},
		"a sandbox by operator":                     {operator, sandbox, []string{"cannot be deleted or finalized by the operator"}},
		"a sandbox by cutoff":                       {cutoff, sandbox, []string{"Namespace " + sandbox + ": finalize by cutoff is refused"}},
		"a sandbox by its own controller":           {namespaces, sandbox, nil},
		"a sandbox by break-glass":                  {rescuer, sandbox, nil},
		"a domain by root":                          {root, domain, []string{"Namespace " + domain, refused}},
		"a domain by its own controller":            {namespaces, domain, nil},
		"the registry by root":                      {root, "mandate-registry", []string{refused}},
		"the registry by its own controller":        {namespaces, "mandate-registry", nil},
		"the namespace Mandate runs in by somebody": {root, "mandate-system", nil},
	} {
		t.Run(name, func(t *testing.T) { wants(t, finalize(t, tc.as, tc.of, emptied), tc.want...) })
	}
}

func TestWhoDeletesNamespaces(t *testing.T) {
	plain := namespace("plain-"+hexDigits(6), nil, nil)
	create(t, root, plain)
	sandbox, domain := newSandbox(t, nil), newDomain(t)
	for name, tc := range map[string]struct {
		as   person
		of   string
		want []string
	}{
		"a plain one":              {root, plain.GetName(), nil},
		"a plain one by operator":  {operator, plain.GetName(), []string{"cannot be deleted or finalized by the operator"}},
		"a sandbox":                {root, sandbox, []string{"Namespace " + sandbox + " is a sandbox and cannot be deleted by root", "suspend or delete the DeveloperGrant ningxia-health/risk-model"}},
		"a sandbox by operator":    {operator, sandbox, []string{"Namespace " + sandbox, "cannot be deleted"}},
		"a sandbox by cutoff":      {cutoff, sandbox, []string{"is a sandbox and cannot be deleted"}},
		"a sandbox as garbage":     {collector, sandbox, []string{"is a sandbox and cannot be deleted"}},
		"a sandbox by break-glass": {rescuer, sandbox, nil},
		"a domain":                 {root, domain, []string{"Namespace " + domain + " is a data domain", "it holds Decisions, which are retained"}},
		"a domain by break-glass":  {rescuer, domain, nil},
		"the registry":             {root, "mandate-registry", []string{"is the registry of Decisions"}},
		"the registry by rescuer":  {rescuer, "mandate-registry", nil},
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, tc.as.client(t).Delete(t.Context(), namespace(tc.of, nil, nil), client.DryRunAll), tc.want...)
		})
	}
}
