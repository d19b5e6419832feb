// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package checking

import (
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Recorded are the objects of the folder, and after them those beside it, as
// they would stand on a cluster to which all of them were applied at an instant:
// what was taken from a cluster keeps its name, UID and time, and what was not
// gets them. A Decision without a UID has the one by which others name it.
func (f Folder) Recorded(beside []Object, now time.Time) []Object {
	all := slices.Concat(f.Objects, beside)
	home := domainOf(all)
	for i, o := range all {
		object, ok := o.Object.(runtime.Object)
		if !ok {
			continue
		}
		as, err := meta.Accessor(object.DeepCopyObject())
		if err != nil {
			continue
		}
		all[i].Object = as
		stand(all[i], home, now)
		if as.GetName() == "" {
			as.SetName(fmt.Sprintf("%s%d", as.GetGenerateName(), i))
		}
		as.SetResourceVersion("") // of what may have been edited since it tells nothing
	}
	identify(all)
	return all
}

// identify gives a UID to what has none.
func identify(all []Object) {
	named := uidsOf(all)
	for i, o := range all {
		if uid := named[key(o)]; o.GetUID() == "" && o.kind == "Decision" && uid != "" {
			o.SetUID(uid)
		}
		if o.GetUID() == "" {
			o.SetUID(types.UID(fmt.Sprintf("not-recorded-%d", i)))
		}
	}
}

// stand puts an object where it would be, at its time.
func stand(o Object, home string, now time.Time) {
	if at := o.GetCreationTimestamp(); at.IsZero() {
		o.SetCreationTimestamp(metav1.NewTime(now))
	}
	if o.GetNamespace() != "" || !inDomain[o.kind] {
		return
	}
	o.SetNamespace(home)
	if d, ok := o.Object.(*v1alpha1.Decision); ok && d.Spec.Subject.Kind == v1alpha1.OnOrganization {
		o.SetNamespace(v1alpha1.RegistryNamespace)
	}
}

// inDomain are the kinds that live in a namespace.
var inDomain = map[string]bool{
	"ImplementationPlan": true, "Selection": true, "OperationAgreement": true, "DataResource": true,
	"DeveloperGrant": true, "Objection": true, "Decision": true,
}

// domainOf is where objects go that leave their namespace to whoever applies
// them: the one that the others state, if it is one.
func domainOf(all []Object) string {
	var stated []string
	for _, o := range all {
		if name := o.GetNamespace(); name != "" && name != v1alpha1.RegistryNamespace && !slices.Contains(stated, name) {
			stated = append(stated, name)
		}
	}
	if len(stated) == 1 {
		return stated[0]
	}
	return metav1.NamespaceDefault
}

// uidsOf are the UIDs by which Decisions and Objections name Decisions.
func uidsOf(all []Object) map[types.NamespacedName]types.UID {
	named := map[types.NamespacedName]types.UID{}
	for _, o := range all {
		var ref *v1alpha1.DecisionReference
		switch object := o.Object.(type) {
		case *v1alpha1.Decision:
			ref = object.Spec.Regarding
		case *v1alpha1.Objection:
			ref = object.Spec.Regarding
		}
		if ref == nil {
			continue
		}
		of := types.NamespacedName{Namespace: o.GetNamespace(), Name: string(ref.Name)}
		if _, known := named[of]; !known {
			named[of] = types.UID(ref.UID)
		}
	}
	return named
}

func key(o metav1.Object) types.NamespacedName {
	return types.NamespacedName{Namespace: o.GetNamespace(), Name: o.GetName()}
}
