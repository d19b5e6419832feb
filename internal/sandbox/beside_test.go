// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

func TestWhatIsServedFromOnePlace(t *testing.T) {
	app := map[string]string{"app": "clinic"}
	narrow := map[string]string{"app": "clinic", "tier": "db"}
	pods := func(labels map[string]string, ports ...int32) *v1alpha1.DataResource {
		return builder.Resource("a").Pods(labels, ports...).Obj()
	}
	service := func(name string) *v1alpha1.DataResource { return builder.Resource("b").Service(name, 5432).Obj() }
	block := func(block string, port int32) *v1alpha1.DataResource {
		return builder.Resource("c").CIDR(block, port).Obj()
	}
	udp := pods(app, 5432)
	udp.Spec.Endpoint.Pods.Ports[0].Protocol = "UDP"
	services := map[string]*corev1.Service{
		"clinic":   builder.Service("clinic").Obj(),
		"mirror":   builder.Service("mirror").Selecting(app).Port(5432, intstr.FromInt32(5432), corev1.ProtocolTCP).Obj(),
		"narrower": builder.Service("narrower").Selecting(narrow).Obj(),
		"byName":   builder.Service("byName").Selecting(app).Port(5432, intstr.FromString("pg"), corev1.ProtocolTCP).Obj(),
		"same":     builder.Service("same").Selecting(app).Port(5432, intstr.FromString("pg"), "").Obj(),
		"external": builder.Service("external").External("db.example").Obj(),
		"outside":  builder.Service("outside").External("db.example").Obj(),
		"open":     builder.Service("open").Selecting(nil).Obj(),
		"portless": builder.Service("portless").Selecting(app).Port(80, intstr.FromInt32(5432), "").Obj(),
	}
	tests := map[string]struct {
		a, b *v1alpha1.DataResource
		want bool
	}{
		"the same pods":                    {pods(app, 5432), pods(app, 5432), true},
		"one of several ports":             {pods(app, 80, 5432), pods(app, 5432, 443), true},
		"another port":                     {pods(app, 5432), pods(app, 5433), false},
		"another protocol":                 {pods(app, 5432), udp, false},
		"fewer of the pods":                {pods(app, 5432), pods(narrow, 5432), true},
		"other pods":                       {pods(app, 5432), pods(map[string]string{"app": "labs"}, 5432), false},
		"pods of which nobody can tell":    {pods(map[string]string{"tier": "db"}, 5432), pods(app, 5432), false},
		"the pods of a Service":            {pods(app, 5432), service("clinic"), true},
		"two Services of one selector":     {service("mirror"), service("clinic"), true},
		"two Services, one for fewer":      {service("narrower"), service("clinic"), true},
		"a port by name":                   {service("byName"), service("same"), true},
		"a port by name and one by number": {service("byName"), service("clinic"), false},
		"one Service that is not there":    {service("nowhere"), service("nowhere"), true},
		"two Services that are not there":  {service("nowhere"), service("elsewhere"), false},
		"two Services out of the cluster":  {service("external"), service("outside"), false},
		"a Service without selector":       {service("open"), service("clinic"), false},
		"a Service without the port":       {service("portless"), service("clinic"), false},
		"the same addresses":               {block("192.0.2.0/28", 5432), block("192.0.2.0/28", 5432), true},
		"addresses in a block":             {block("192.0.2.0/24", 5432), block("192.0.2.16/28", 5432), true},
		"other addresses":                  {block("192.0.2.0/28", 5432), block("192.0.2.16/28", 5432), false},
		"addresses of another port":        {block("192.0.2.0/28", 5432), block("192.0.2.0/28", 5433), false},
		"addresses of another family":      {block("2001:db8::/32", 5432), block("192.0.2.0/28", 5432), false},
		"addresses that are none":          {block("192.0.2.0", 5432), block("192.0.2.0", 5432), false},
		"addresses and pods":               {block("192.0.2.0/28", 5432), pods(app, 5432), false},
		"served from nowhere":              {noEndpoint(), pods(app, 5432), false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tc.a.Name, tc.b.Name = "one", "other"
			find := func(name string) *corev1.Service { return services[name] }
			one, other := sandbox.PlaceOf(tc.a, find), sandbox.PlaceOf(tc.b, find)
			places := []sandbox.Place{other, one}
			if got := len(one.Beside(places)) > 0; got != tc.want {
				t.Errorf("served from one place: %v, want %v", got, tc.want)
			}
			if got := len(other.Beside(places)) > 0; got != tc.want {
				t.Errorf("the other way round: %v, want %v", got, tc.want)
			}
		})
	}
}

func TestWhatIsSaidOfOnePlace(t *testing.T) {
	shut := func(reason string) authorization.Verdict {
		return authorization.Verdict{Finding: finding.New(reason, nil, "because")}
	}
	var (
		given     = authorization.Verdict{Force: authorization.InForce}
		suspended = shut(v1alpha1.SuspendedReason)
		halted    = shut(v1alpha1.HaltedReason)
		uncleared = shut(v1alpha1.ProcedurePendingReason)
		unread    = authorization.Verdict{Force: authorization.Undecided, Finding: finding.Unread("Organization", "o")}
	)
	is := sandbox.NeighbourOf
	const both = "it is served from the same place as DataResource labs, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"
	// many are k00 to k39, all in force but those that begin like what is taken.
	many := func(but authorization.Verdict, taken ...string) []sandbox.Neighbour {
		var all []sandbox.Neighbour
		for i := range 40 {
			v, name := given, fmt.Sprintf("k%02d", i)
			if slices.ContainsFunc(taken, func(t string) bool { return strings.HasPrefix(name, t) }) {
				v = but
			}
			all = append(all, is(v1alpha1.ObjectName(name), v))
		}
		return all
	}
	const elsewhere = "its data can be reached all the same by whoever was granted others that are served from the same place, since no network tells them apart; which of them are in force: kubectl get dr -n demo"
	tests := map[string]struct {
		self   authorization.Verdict
		others []sandbox.Neighbour
		want   string
	}{
		"alone":                     {given, nil, ""},
		"both in force":             {given, []sandbox.Neighbour{is("labs", given)}, both},
		"both taken":                {suspended, []sandbox.Neighbour{is("labs", halted)}, both},
		"nobody knows of the other": {suspended, []sandbox.Neighbour{is("labs", unread)}, "its data can be reached all the same by whoever was granted DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/labs -n demo"},
		"nobody knows of this one, and the other is suspended": {unread, []sandbox.Neighbour{is("labs", suspended)}, "whoever was granted it can also reach what is not in force, the data of DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/visits -n demo"},
		"nobody knows of this one":                             {unread, []sandbox.Neighbour{is("labs", given)}, both},
		"suspended, and the other in force":                    {suspended, []sandbox.Neighbour{is("labs", given)}, "its data can be reached all the same by whoever was granted DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/labs -n demo"},
		"halted, and the other in force":                       {halted, []sandbox.Neighbour{is("labs", given)}, "its data can be reached all the same by whoever was granted DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate halt dr/labs -n demo"},
		"not cleared any more":                                 {uncleared, []sandbox.Neighbour{is("drugs", suspended), is("labs", given)}, "its data can be reached all the same by whoever was granted DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/labs -n demo"},
		"in force, and the other suspended":                    {given, []sandbox.Neighbour{is("labs", suspended)}, "whoever was granted it can also reach what is not in force, the data of DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/visits -n demo"},
		"in force, and the other halted":                       {given, []sandbox.Neighbour{is("labs", halted)}, "whoever was granted it can also reach what is not in force, the data of DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate halt dr/visits -n demo"},
		"in force, another too, one is not":                    {given, []sandbox.Neighbour{is("drugs", given), is("labs", suspended)}, "whoever was granted it can also reach what is not in force, the data of DataResource labs, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/visits -n demo; kubectl mandate suspend dr/drugs -n demo"},
		"as many as are named":                                 {given, []sandbox.Neighbour{is("a", given), is("b", given), is("c", given)}, "it is served from the same place as DataResource a, b, c, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"},
		"more than are named":                                  {given, []sandbox.Neighbour{is("a", given), is("b", given), is("c", given), is("d", given), is("e", given)}, "it is served from the same place as DataResource a, b, c and others, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"},
		"suspended, and more stand in force":                   {suspended, []sandbox.Neighbour{is("a", given), is("b", given), is("c", given), is("d", given)}, "its data can be reached all the same by whoever was granted DataResource a, b, c and others, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/a -n demo; kubectl mandate suspend dr/b -n demo; kubectl mandate suspend dr/c -n demo, and likewise for the others"},
		"in force, one of many":                                {given, many(halted), "it is served from the same place as DataResource k20, k21, k22 and others, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"},
		"in force, one of many, and one is not":                {given, many(halted, "k2"), "it is served from the same place as DataResource k20, k21, k22 and others, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"},
		"suspended, one of many":                               {suspended, many(halted, "k20", "k3"), "its data can be reached all the same by whoever was granted DataResource k21, k22, k23 and others, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/k21 -n demo; kubectl mandate suspend dr/k22 -n demo; kubectl mandate suspend dr/k23 -n demo, and likewise for the others"},
		"suspended, one of many, and one is left near it":      {suspended, many(halted, "k0", "k1", "k20", "k22", "k23", "k24", "k25", "k26", "k27", "k28", "k29", "k3"), "its data can be reached all the same by whoever was granted DataResource k21, since no network tells apart what is served from the same place; to end that: kubectl mandate suspend dr/k21 -n demo"},
		"suspended, one of many, and those left are far":       {suspended, many(halted, "k1", "k2", "k3"), elsewhere},
		"suspended, one of many, and none is left":             {suspended, many(halted, "k"), "it is served from the same place as DataResource k20, k21, k22 and others, and no network tells them apart: whoever was granted one reaches all, and an act that takes one leaves the others open"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, said(sandbox.Shared("demo", is("visits", tc.self), tc.others))); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
		})
	}
}

// said is a phrase in English, empty where nothing is said.
func said(p finding.Phrase) string {
	if p.IsZero() {
		return ""
	}
	return p.String()
}
