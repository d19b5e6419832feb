// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package reach

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/rest"
)

// outcome is what a write came to.
type outcome struct {
	right
	// what is the object and the body.
	object, body string
	// by is the policy that refused it, or another reason; empty when it went
	// through.
	by string
}

// trier sends writes as dry runs.
type trier struct {
	t            *testing.T
	admin, thief dynamic.Interface
	places       []place
	unthought    []string
}

func newTrier(t *testing.T, config *rest.Config, places []place) *trier {
	return &trier{t: t, admin: dynamic.NewForConfigOrDie(controlPlane.Config()), thief: dynamic.NewForConfigOrDie(config), places: places}
}

var dry = []string{metav1.DryRunAll}

// try sends everything that is known for a right that RBAC gives.
func (x *trier) try(r right) []outcome {
	var out []outcome
	bodies := attempts(r.resource)
	if bodies == nil && r.verb != "delete" && r.verb != "deletecollection" {
		x.unthought = append(x.unthought, r.verb+" "+r.String())
		return nil
	}
	objects := x.there(r)
	switch r.verb {
	case "create":
		return x.creates(r, bodies)
	case "deletecollection":
		err := x.thief.Resource(r.GroupVersionResource).Namespace(r.place.namespace).DeleteCollection(x.t.Context(), metav1.DeleteOptions{DryRun: dry}, metav1.ListOptions{})
		return []outcome{{r, "all", "deleted", refusal(x.t, err)}}
	}
	for _, o := range objects {
		if r.verb == "delete" {
			err := x.of(r, x.thief, o).Delete(x.t.Context(), o.GetName(), metav1.DeleteOptions{DryRun: dry})
			out = append(out, outcome{r, x.name(o), "deleted", refusal(x.t, err)})
			continue
		}
		for _, b := range bodies {
			if b.patch != "{}" && equality.Semantic.DeepEqual(merged(x.t, o, b.patch).Object, o.Object) {
				continue // it is so already
			}
			out = append(out, outcome{r, x.name(o), b.name, refusal(x.t, x.write(r, o, b))})
		}
	}
	return out
}

func (x *trier) of(r right, as dynamic.Interface, o *unstructured.Unstructured) dynamic.ResourceInterface {
	if r.namespaced {
		return as.Resource(r.GroupVersionResource).Namespace(o.GetNamespace())
	}
	return as.Resource(r.GroupVersionResource)
}

// write replaces or patches an object that is there.
func (x *trier) write(r right, o *unstructured.Unstructured, b attempt) error {
	var subs []string
	if r.sub != "" {
		subs = []string{r.sub}
	}
	if r.verb == "patch" {
		_, err := x.of(r, x.thief, o).Patch(x.t.Context(), o.GetName(), types.MergePatchType, []byte(b.patch),
			metav1.PatchOptions{DryRun: dry, FieldValidation: metav1.FieldValidationStrict}, subs...)
		return err
	}
	changed := merged(x.t, o, b.patch)
	changed.SetResourceVersion("")
	_, err := x.of(r, x.thief, o).Update(x.t.Context(), changed, metav1.UpdateOptions{DryRun: dry}, subs...)
	return err
}

// creates makes what there is in the sandbox, and for what is of the cluster what
// there is of it, under its own name and under another.
func (x *trier) creates(r right, bodies []attempt) []outcome {
	models := x.models(r)
	var out []outcome
	for _, model := range models {
		for _, name := range []string{model.GetName(), "stolen"} {
			for _, b := range bodies {
				made := merged(x.t, bare(model), b.patch)
				made.SetName(name)
				if r.namespaced {
					made.SetNamespace(r.place.namespace)
				}
				_, err := x.of(r, x.thief, made).Create(x.t.Context(), made, metav1.CreateOptions{DryRun: dry})
				if apierrors.IsAlreadyExists(err) {
					err = nil // admission comes first, and let it through
				}
				said := x.name(made)
				if name == "stolen" {
					said = "another name"
				}
				out = append(out, outcome{r, said, b.name, refusal(x.t, err)})
			}
		}
	}
	return out
}

// models are what a thief copies.
func (x *trier) models(r right) []*unstructured.Unstructured {
	from := r
	if r.namespaced {
		from.place = x.places[0]
		if r.Resource == "leases" {
			from.place = r.place
		}
	}
	models := x.there(from)
	if text, ok := writtenBefore[r.String()]; ok {
		model := &unstructured.Unstructured{}
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "PLACE", r.place.namespace)), &model.Object); err != nil {
			x.t.Fatal(err)
		}
		models = []*unstructured.Unstructured{model}
	}
	if len(models) == 0 {
		x.t.Errorf("there is no %s that could be copied", r.resource)
	}
	return models
}

// watched are the objects of the cluster that stand for all: ours, the cluster's
// own, and of namespaces one of each place.
var watched = regexp.MustCompile(`^(mandate-.*|view|cluster-admin|operator|g|record|visits|health|demo.*|foreign|kube-system|default|sandbox-[0-9a-f]{20})$`)

// known are those of kube-system that stand for all.
var known = regexp.MustCompile(`^(default|kube-root-ca.crt|extension-apiserver-authentication|kube-controller-manager|namespace-controller)$`)

// there are the objects of a resource in a place.
func (x *trier) there(r right) []*unstructured.Unstructured {
	list, err := x.admin.Resource(r.GroupVersionResource).Namespace(r.place.namespace).List(x.t.Context(), metav1.ListOptions{})
	if err != nil {
		if apierrors.IsMethodNotSupported(err) || apierrors.IsNotFound(err) {
			return nil
		}
		x.t.Fatalf("list %s: %v", r.resource, err)
	}
	var found []*unstructured.Unstructured
	for i := range list.Items {
		o := &list.Items[i]
		if r.Resource == "events" || (!r.namespaced && !watched.MatchString(o.GetName())) {
			continue // events come and go
		}
		if r.place.namespace == metav1.NamespaceSystem && !known.MatchString(o.GetName()) {
			continue // every controller of the cluster has an account there
		}
		found = append(found, o)
	}
	return found
}

// merged is an object after a merge patch (RFC 7386).
func merged(t *testing.T, o *unstructured.Unstructured, patch string) *unstructured.Unstructured {
	t.Helper()
	var changes map[string]any
	if err := json.Unmarshal([]byte(patch), &changes); err != nil {
		t.Fatal(err)
	}
	out := o.DeepCopy()
	merge(out.Object, changes)
	return out
}

func merge(into, changes map[string]any) {
	for key, value := range changes {
		inner, isMap := value.(map[string]any)
		there, wasMap := into[key].(map[string]any)
		switch {
		case value == nil:
			delete(into, key)
		case isMap && wasMap:
			merge(there, inner)
		case isMap:
			fresh := map[string]any{}
			merge(fresh, inner)
			into[key] = fresh
		default:
			into[key] = value
		}
	}
}

var (
	digest = regexp.MustCompile(`[0-9a-f]{16,}`)
	// replica is what a Deployment adds to the name of a pod.
	replica = regexp.MustCompile(`-[0-9a-z]{8,10}-[0-9a-z]{5}$`)
)

// name is what an object is called whoever made it.
func (x *trier) name(o *unstructured.Unstructured) string {
	for _, p := range x.places {
		if p.namespace != "" && o.GetKind() == "Namespace" && o.GetName() == p.namespace {
			return "the " + p.name
		}
	}
	if o.GetKind() == "Namespace" && o.GetAnnotations()["mandate.publicdata.io/closed-by"] != "" {
		return "a closed sandbox"
	}
	return digest.ReplaceAllString(replica.ReplaceAllString(o.GetName(), "-*"), "*")
}

// refusal is what refused a write: our policies, RBAC's own rules on giving
// rights, or those of the API. The API server tells one of the policies that
// refuse, now this and now that, so that none is named.
func refusal(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	if strings.Contains(err.Error(), "AdmissionPolicy 'mandate-") {
		return "policies"
	}
	switch {
	case apierrors.IsForbidden(err):
		return "RBAC"
	case apierrors.IsInvalid(err), apierrors.IsBadRequest(err):
		return "the API's own rules"
	case apierrors.IsNotFound(err), apierrors.IsConflict(err):
		return fmt.Sprintf("nothing: %v", apierrors.ReasonForError(err))
	}
	t.Errorf("neither let through nor refused: %v", err)
	return "an error"
}

func compact(in []string) []string {
	slices.Sort(in)
	return slices.Compact(in)
}
