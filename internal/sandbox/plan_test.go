// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package sandbox_test

import (
	"fmt"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/authorization"
	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// now lies inside the terms of builder.Health.
var now = builder.Instant("2026-03-10T00:00:00Z")

// planOf plans the grant g of a chain.
func planOf(c *builder.Chain) sandbox.Plan {
	facts := c.OfGrant("g")
	return sandbox.PlanGrant(facts, authorization.DecideGrant(facts, now))
}

// part is the object of a plan by its label part and its name.
func part[T sandbox.Object](t *testing.T, plan sandbox.Plan, label, name string) T {
	t.Helper()
	for _, o := range append(append([]sandbox.Object{}, plan.Guards...), plan.Access...) {
		if found, ok := o.(T); ok && o.GetLabels()[v1alpha1.PartLabel] == label && (name == "" || o.GetName() == name) {
			return found
		}
	}
	t.Fatalf("the plan holds no %s %q of its kind", label, name)
	return *new(T)
}

func TestGuardsComeBeforeAccessAndTheRoomLast(t *testing.T) {
	plan := planOf(builder.Health())
	order := func(objects []sandbox.Object) []string {
		var out []string
		for _, o := range objects {
			out = append(out, fmt.Sprintf("%s %s", o.GetLabels()[v1alpha1.PartLabel], o.GetName()))
		}
		return out
	}
	visits, labs := builder.UIDOf("DataResource", builder.Domain, "visits"), builder.UIDOf("DataResource", builder.Domain, "labs")
	want := []string{
		"default-deny mandate-default-deny", "egress " + sandbox.EgressName(visits), "egress " + sandbox.EgressName(labs),
		"quota mandate", "limits mandate", "account workload", "account developer", "grant mandate-grant",
	}
	if diff := cmp.Diff(want, order(plan.Guards)); diff != "" {
		t.Errorf("guards (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"door mandate-door", "room mandate-room"}, order(plan.Access)); diff != "" {
		t.Errorf("access (-want +got):\n%s", diff)
	}
}

func TestEveryObjectLiesInTheSandboxAndCarriesItsLabels(t *testing.T) {
	plan := planOf(builder.Health())
	uid := string(builder.UIDOf("DeveloperGrant", builder.Domain, "g"))
	for _, o := range append(append([]sandbox.Object{}, plan.Guards...), plan.Access...) {
		if o.GetNamespace() != plan.Namespace.Name {
			t.Errorf("%T %s lies in namespace %q, want %s", o, o.GetName(), o.GetNamespace(), plan.Namespace.Name)
		}
		labels := o.GetLabels()
		if labels[v1alpha1.SandboxLabel] != "true" || labels[v1alpha1.GrantUIDLabel] != uid || labels[v1alpha1.PartLabel] == "" {
			t.Errorf("%T %s has labels %v, want sandbox, grant-uid and part", o, o.GetName(), labels)
		}
	}
}

func TestTheNamespace(t *testing.T) {
	c := builder.Health().Put(builder.Class("standard").Registries("registry.example", "mirror.example/data").StorageClasses("fast", "slow").Obj())
	agreement := builder.UIDOf("OperationAgreement", builder.Domain, "health")
	grant := builder.UIDOf("DeveloperGrant", builder.Domain, "g")
	want := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{
		Name: sandbox.NamespaceName(grant),
		Labels: map[string]string{
			"mandate.publicdata.io/sandbox":                                                        "true",
			"mandate.publicdata.io/part":                                                           "namespace",
			"mandate.publicdata.io/grant-uid":                                                      string(grant),
			"mandate.publicdata.io/agreement-uid":                                                  string(agreement),
			"pod-security.kubernetes.io/enforce":                                                   "restricted",
			"pod-security.kubernetes.io/enforce-version":                                           "v1.36",
			"pod-security.kubernetes.io/audit":                                                     "restricted",
			"pod-security.kubernetes.io/audit-version":                                             "v1.36",
			"pod-security.kubernetes.io/warn":                                                      "restricted",
			"pod-security.kubernetes.io/warn-version":                                              "v1.36",
			sandbox.InputLabel(agreement, builder.UIDOf("DataResource", builder.Domain, "visits")): "true",
			sandbox.InputLabel(agreement, builder.UIDOf("DataResource", builder.Domain, "labs")):   "true",
		},
		Annotations: map[string]string{
			"mandate.publicdata.io/grant":           "demo-health/g",
			"mandate.publicdata.io/holder":          "medtech",
			"mandate.publicdata.io/class":           "standard",
			"mandate.publicdata.io/retention-days":  "30",
			"mandate.publicdata.io/not-after":       "2026-12-31T16:00:00Z",
			"mandate.publicdata.io/registries":      "registry.example,mirror.example/data",
			"mandate.publicdata.io/storage-classes": "fast,slow",
		},
	}}
	if diff := cmp.Diff(want, planOf(c).Namespace); diff != "" {
		t.Errorf("the namespace (-want +got):\n%s", diff)
	}
}

func TestDefaultDeny(t *testing.T) {
	policy := part[*networkingv1.NetworkPolicy](t, planOf(builder.Health()), sandbox.PartDefaultDeny, sandbox.DefaultDenyName)
	want := networkingv1.NetworkPolicySpec{PolicyTypes: []networkingv1.PolicyType{"Ingress", "Egress"}}
	if diff := cmp.Diff(want, policy.Spec); diff != "" {
		t.Errorf("want every pod, both directions and no rule (-want +got):\n%s", diff)
	}
}

func TestQuota(t *testing.T) {
	const none = "0"
	base := map[string]string{
		"pods": "20", "requests.cpu": "4", "limits.cpu": "4", "requests.memory": "8Gi", "limits.memory": "8Gi",
		"services.loadbalancers": none, "services.nodeports": none, "count/ingresses.networking.k8s.io": none,
		"count/httproutes.gateway.networking.k8s.io": none, "count/grpcroutes.gateway.networking.k8s.io": none,
		"count/tlsroutes.gateway.networking.k8s.io": none, "count/referencegrants.gateway.networking.k8s.io": none,
	}
	with := func(more map[string]string) map[string]string {
		maps.Copy(more, base)
		return more
	}
	tests := map[string]struct {
		class *v1alpha1.SandboxClass
		want  map[string]string
	}{
		"without storage classes there is no storage": {
			builder.Class("standard").Obj(), with(map[string]string{"requests.storage": none}),
		},
		"storage is of the class's storage classes": {
			builder.Class("standard").StorageClasses("fast", "slow").Obj(),
			with(map[string]string{
				"requests.storage": "20Gi",
				"fast.storageclass.storage.k8s.io/requests.storage": "20Gi", "slow.storageclass.storage.k8s.io/requests.storage": "20Gi",
			}),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			quota := part[*corev1.ResourceQuota](t, planOf(builder.Health().Put(tc.class)), sandbox.PartQuota, sandbox.QuotaName)
			if diff := cmp.Diff(tc.want, figures(quota.Spec.Hard)); diff != "" {
				t.Errorf("hard (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFrozenQuotaDeniesWhateverStarts(t *testing.T) {
	frozen := figures(sandbox.EmptyQuota())
	for _, name := range []string{
		"pods", "requests.cpu", "limits.cpu", "requests.memory", "limits.memory", "requests.storage",
		"services.loadbalancers", "services.nodeports", "count/ingresses.networking.k8s.io",
	} {
		if frozen[name] != "0" {
			t.Errorf("frozen, %s is %q, want 0", name, frozen[name])
		}
	}
	for name, figure := range frozen {
		if figure != "0" {
			t.Errorf("frozen, %s is %s, want 0", name, figure)
		}
	}
}

func figures(list corev1.ResourceList) map[string]string {
	out := map[string]string{}
	for name, figure := range list {
		out[string(name)] = figure.String()
	}
	return out
}

func TestLimits(t *testing.T) {
	limits := part[*corev1.LimitRange](t, planOf(builder.Health()), sandbox.PartLimits, sandbox.LimitsName).Spec.Limits
	if len(limits) != 1 || limits[0].Type != corev1.LimitTypeContainer {
		t.Fatalf("limits %v, want one, of containers", limits)
	}
	want := map[string]string{"cpu": "500m", "memory": "512Mi"}
	for what, got := range map[string]corev1.ResourceList{"default": limits[0].Default, "defaultRequest": limits[0].DefaultRequest} {
		if diff := cmp.Diff(want, figures(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

func TestNoTokenIsMounted(t *testing.T) {
	for _, name := range []string{sandbox.WorkloadName, sandbox.DeveloperName} {
		account := part[*corev1.ServiceAccount](t, planOf(builder.Health()), sandbox.PartAccount, name)
		if mounts := account.AutomountServiceAccountToken; mounts == nil || *mounts {
			t.Errorf("ServiceAccount %s mounts its token, want automountServiceAccountToken: false", name)
		}
	}
}

func TestTheDoorIsOfTheHoldersPeopleAlone(t *testing.T) {
	c := builder.Health().Put(
		builder.Organization("medtech").Roles("Developer").User("chen.jing").Group("medtech:developers").Pipeline("ci", "deployer").Obj(),
		builder.Organization("data-group").Roles("Operator").User("wang.wu").Obj(),
	)
	door := part[*rbacv1.RoleBinding](t, planOf(c), sandbox.PartDoor, sandbox.DoorName)
	if diff := cmp.Diff(rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "mandate-door"}, door.RoleRef); diff != "" {
		t.Errorf("the role (-want +got):\n%s", diff)
	}
	want := []rbacv1.Subject{
		{APIGroup: "rbac.authorization.k8s.io", Kind: "User", Name: "chen.jing"},
		{APIGroup: "rbac.authorization.k8s.io", Kind: "Group", Name: "medtech:developers"},
		{Kind: "ServiceAccount", Namespace: "ci", Name: "deployer"},
	}
	if diff := cmp.Diff(want, door.Subjects); diff != "" {
		t.Errorf("the subjects (-want +got):\n%s", diff)
	}
}

// TestTheDoorIsOfWhomTheGrantDesignates lists people of the holder and designates
// some of them, in every way in which a name may and may not be theirs.
func TestTheDoorIsOfWhomTheGrantDesignates(t *testing.T) {
	user := func(name string) v1alpha1.Subject { return v1alpha1.Subject{Kind: v1alpha1.SubjectUser, Name: name} }
	pipeline := func(namespace string) v1alpha1.Subject {
		return v1alpha1.Subject{Kind: v1alpha1.SubjectServiceAccount, Namespace: namespace, Name: "deployer"}
	}
	tests := map[string]struct {
		designates  []v1alpha1.Subject
		want        []string
		wantOutside []v1alpha1.Subject
	}{
		"nobody: all of the holder's":      {want: []string{"User chen.jing", "User zhao.min", "Group medtech:developers", "ServiceAccount deployer"}},
		"one of them":                      {designates: []v1alpha1.Subject{user("zhao.min")}, want: []string{"User zhao.min"}},
		"one and a pipeline, in any order": {designates: []v1alpha1.Subject{pipeline("ci"), user("chen.jing")}, want: []string{"User chen.jing", "ServiceAccount deployer"}},
		"one, and another who is nobody's": {designates: []v1alpha1.Subject{user("chen.jing"), user("wang.wu")}, want: []string{"User chen.jing"}, wantOutside: []v1alpha1.Subject{user("wang.wu")}},
		"nobody of the holder's":           {designates: []v1alpha1.Subject{user("wang.wu")}, wantOutside: []v1alpha1.Subject{user("wang.wu")}},
		"a user by the name of a group":    {designates: []v1alpha1.Subject{user("medtech:developers")}, wantOutside: []v1alpha1.Subject{user("medtech:developers")}},
		"a pipeline of another namespace":  {designates: []v1alpha1.Subject{pipeline("cd")}, wantOutside: []v1alpha1.Subject{pipeline("cd")}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			grant := builder.Grant("g").Under("health").Input("visits").Term("2026-01-01", "2026-12-31").Designates(tc.designates...).Obj()
			plan := planOf(builder.Health().Put(grant,
				builder.Organization("medtech").Roles("Developer").User("chen.jing").User("zhao.min").Group("medtech:developers").Pipeline("ci", "deployer").Obj()))
			var got []string
			for _, s := range part[*rbacv1.RoleBinding](t, plan, sandbox.PartDoor, sandbox.DoorName).Subjects {
				got = append(got, s.Kind+" "+s.Name)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("the door (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.wantOutside, plan.Outside); diff != "" && len(tc.wantOutside)+len(plan.Outside) > 0 {
				t.Errorf("designated in vain (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheRoomIsOfTheDeveloperAccountAlone(t *testing.T) {
	plan := planOf(builder.Health())
	room := part[*rbacv1.RoleBinding](t, plan, sandbox.PartRoom, sandbox.RoomName)
	if diff := cmp.Diff(rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: plan.Role.Name}, room.RoleRef); diff != "" {
		t.Errorf("the role (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]rbacv1.Subject{{Kind: "ServiceAccount", Namespace: plan.Namespace.Name, Name: "developer"}}, room.Subjects); diff != "" {
		t.Errorf("the subjects (-want +got):\n%s", diff)
	}
}

func TestTheCohortsRoleHasTheClasssRules(t *testing.T) {
	class := builder.Class("standard").Rule("batch", []string{"jobs", "cronjobs"}, "get", "list").Obj()
	class.Spec.Rules = append(class.Spec.Rules, v1alpha1.DeveloperRule{Resources: []string{"configmaps"}, Verbs: []v1alpha1.RuleVerb{"get"}})
	role := planOf(builder.Health().Put(class)).Role
	want := &rbacv1.ClusterRole{
		ObjectMeta: metav1.ObjectMeta{
			Name:   role.Name,
			Labels: map[string]string{"mandate.publicdata.io/part": "room", "mandate.publicdata.io/agreement-uid": string(builder.UIDOf("OperationAgreement", builder.Domain, "health"))},
			Annotations: map[string]string{
				"mandate.publicdata.io/not-after": "2026-12-31T16:00:00Z", "mandate.publicdata.io/class": "standard",
			},
		},
		Rules: []rbacv1.PolicyRule{
			{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get", "list", "create", "delete"}},
			{APIGroups: []string{"batch"}, Resources: []string{"jobs", "cronjobs"}, Verbs: []string{"get", "list"}},
			{APIGroups: []string{""}, Resources: []string{"configmaps"}, Verbs: []string{"get"}},
		},
	}
	if diff := cmp.Diff(want, role); diff != "" {
		t.Errorf("the role (-want +got):\n%s", diff)
	}
}

func TestTheConfigMapTellsWhatWasGranted(t *testing.T) {
	c := builder.Health().Put(
		builder.Organization("medtech").Called("示例医疗科技").Roles("Developer").Obj(),
		builder.Resource("visits").Fields("date", "diagnosis").Service("clinic", 5432).Obj(), builder.Service("clinic").Obj(),
		builder.Resource("drugs").CIDR("192.0.2.0/28", 5432).Obj(),
		builder.Grant("g").For("drug safety", "用药安全提示").Under("health").
			Input("visits", "date", "diagnosis").Input("labs").Input("drugs").Term("2026-01-01", "2026-06-30").Obj(),
	)
	want := map[string]string{
		"grant":     "demo-health/g",
		"agreement": "health",
		"holder":    "示例医疗科技 (medtech)",
		"scenario":  "drug safety",
		"purpose":   "用药安全提示",
		"until":     "2026-06-30T16:00:00Z",
		"inputs":    "visits: clinic.demo-health.svc:5432 fields date, diagnosis\nlabs: pods app=labs in demo-health\ndrugs: 192.0.2.0/28",
		"rules":     "Raw data never leaves this namespace. Pods run as the service account workload. What you make leaves only after review: hand its image or artifact, by digest, to the operator of the agreement.",
	}
	config := part[*corev1.ConfigMap](t, planOf(c), sandbox.PartGrant, sandbox.GrantConfigName)
	if diff := cmp.Diff(want, config.Data); diff != "" {
		t.Errorf("the text (-want +got):\n%s", diff)
	}
	partly := part[*corev1.ConfigMap](t, planOf(c.Drop("DataResource", "labs")), sandbox.PartGrant, sandbox.GrantConfigName)
	if diff := cmp.Diff("visits: clinic.demo-health.svc:5432 fields date, diagnosis\ndrugs: 192.0.2.0/28", partly.Data["inputs"]); diff != "" {
		t.Errorf("the inputs, of which one is not in force (-want +got):\n%s", diff)
	}
}

func TestAddressesAreTheSameEachTime(t *testing.T) {
	labels := map[string]string{"app": "labs", "tier": "db", "zone": "a", "env": "prod", "role": "reader"}
	c := builder.Health().Put(builder.Resource("labs").Pods(labels, 5432).Obj())
	want := "visits: pods app=visits in demo-health\nlabs: pods app=labs,env=prod,role=reader,tier=db,zone=a in demo-health"
	for range 20 {
		got := part[*corev1.ConfigMap](t, planOf(c), sandbox.PartGrant, sandbox.GrantConfigName).Data["inputs"]
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the inputs (-want +got):\n%s", diff)
		}
	}
}

func TestThereIsNoPlanForWhatIsNotInForce(t *testing.T) {
	inForce := builder.Health().OfGrant("g")
	without := func(take func(f *authorization.Facts)) *authorization.Facts {
		f := builder.Health().OfGrant("g")
		take(f)
		return f
	}
	given := authorization.DecideGrant(inForce, now)
	denied, undecided := given, given
	denied.Force, undecided.Force = authorization.Denied, authorization.Undecided
	tests := map[string]struct {
		facts   *authorization.Facts
		verdict authorization.Verdict
	}{
		"denied":           {inForce, denied},
		"undecided":        {inForce, undecided},
		"the zero verdict": {inForce, authorization.Verdict{}},
		"without a grant":  {without(func(f *authorization.Facts) { f.Grant = nil }), given},
		"without an agreement": {without(func(f *authorization.Facts) {
			f.Agreement = authorization.Missing[v1alpha1.OperationAgreement]()
		}), given},
		"without a class":  {without(func(f *authorization.Facts) { f.Class = authorization.Lookup[v1alpha1.SandboxClass]{} }), given},
		"without a holder": {without(func(f *authorization.Facts) { delete(f.Organizations, "medtech") }), given},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(sandbox.Plan{}, sandbox.PlanGrant(tc.facts, tc.verdict)); diff != "" {
				t.Errorf("the plan (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhoStaysBehindADoor takes from a door whom the grant lets in no more, and lets
// nobody in whom it lets in since.
func TestWhoStaysBehindADoor(t *testing.T) {
	user := func(name string) rbacv1.Subject {
		return rbacv1.Subject{APIGroup: rbacv1.GroupName, Kind: "User", Name: name}
	}
	tests := map[string]struct {
		door, want []rbacv1.Subject
		left       bool
	}{
		"all of them":             {[]rbacv1.Subject{user("chen.jing"), user("zhao.min")}, []rbacv1.Subject{user("chen.jing"), user("zhao.min")}, false},
		"some of them":            {[]rbacv1.Subject{user("zhao.min")}, []rbacv1.Subject{user("zhao.min")}, false},
		"one who is theirs still": {[]rbacv1.Subject{user("wang.wu"), user("chen.jing")}, []rbacv1.Subject{user("chen.jing")}, true},
		"one who never was":       {[]rbacv1.Subject{user("wang.wu")}, nil, true},
		"a group of that name":    {[]rbacv1.Subject{{APIGroup: rbacv1.GroupName, Kind: "Group", Name: "chen.jing"}}, nil, true},
		"nobody":                  {nil, nil, false},
	}
	holder := builder.Organization("medtech").User("chen.jing").User("zhao.min").Obj()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			stay, left := sandbox.Staying(&rbacv1.RoleBinding{Subjects: tc.door}, builder.Grant("g").Obj(), holder)
			if diff := cmp.Diff(tc.want, stay); diff != "" || left != tc.left {
				t.Errorf("somebody left: %t, want %t; who stays (-want +got):\n%s", left, tc.left, diff)
			}
		})
	}
}
