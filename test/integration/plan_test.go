// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/builder"
)

// A plan and a call hold by themselves where the edition asks for no act; the
// call falls with its plan; and each is kept while another names it.
func TestWhatStandsBeforeTheAgreement(t *testing.T) {
	t.Parallel()
	d := newDomain(t)
	d.planned = append(d.planned,
		builder.Plan("plan").In(d.name).Edition(d.edition).DraftedBy(d.bureau).Over("visits").Term(begins, ends).Obj(),
		builder.Call("call").In(d.name).Edition(d.edition).OrganisedBy(d.bureau).CarriesOut("plan").Obj(),
		builder.Objection("objection").In(d.name).By(d.holder).Against(v1alpha1.LinkSelection, "call").Obj(),
	)
	d.established()
	at := func(name string) metav1.ObjectMeta { return metav1.ObjectMeta{Namespace: d.name, Name: name} }
	plan, call := &v1alpha1.ImplementationPlan{ObjectMeta: at("plan")}, &v1alpha1.Selection{ObjectMeta: at("call")}
	objection := &v1alpha1.Objection{ObjectMeta: at("objection")}
	d.awaitStanding(plan, metav1.ConditionTrue, v1alpha1.InForceReason)
	d.awaitStanding(call, metav1.ConditionTrue, v1alpha1.InForceReason)
	d.awaitStanding(objection, metav1.ConditionFalse, v1alpha1.ObjectionDisposedReason)
	d.awaitUsage(plan, "Selection "+d.name+"/call")
	d.awaitUsage(call, "Objection "+d.name+"/objection")
	d.decide(d.act("suspend", d.bureau).Suspends(v1alpha1.OnImplementationPlan, "plan"))
	d.awaitStanding(plan, metav1.ConditionFalse, v1alpha1.SuspendedReason)
	d.awaitStanding(call, metav1.ConditionFalse, v1alpha1.AncestorNotInForceReason)
}

// awaitStanding waits until Active says so of a plan, a call or an objection.
func (d *domain) awaitStanding(o client.Object, status metav1.ConditionStatus, reason string) {
	d.t.Helper()
	want := fmt.Sprintf("%s %s", status, reason)
	d.eventually(fmt.Sprintf("%T %s is %s", o, o.GetName(), want), func(ctx context.Context) error {
		if err := admin.Get(ctx, client.ObjectKeyFromObject(o), o); err != nil {
			return err
		}
		active := meta.FindStatusCondition(conditionsOf(o), v1alpha1.ActiveCondition)
		if active == nil {
			return errors.New("nothing is reported yet")
		}
		return differs(fmt.Sprintf("%s %s", active.Status, active.Reason), want)
	})
}

func conditionsOf(o client.Object) []metav1.Condition {
	switch o := o.(type) {
	case *v1alpha1.ImplementationPlan:
		return o.Status.Conditions
	case *v1alpha1.Selection:
		return o.Status.Conditions
	case *v1alpha1.Objection:
		return o.Status.Conditions
	}
	return nil
}
