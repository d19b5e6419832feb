// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package cel_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

const (
	serviceText = `
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {selector: {app: db}, ports: [{port: 5432}]}
`
	endpointsText = `
apiVersion: v1
kind: Endpoints
metadata: {name: db}
subsets: [{addresses: [{ip: 203.0.113.9}], ports: [{port: 443}]}]
`
	sliceText = `
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
endpoints: [{addresses: [203.0.113.9]}]
ports: [{port: 443}]
`
	ingressText = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec: {defaultBackend: {service: {name: db, port: {number: 80}}}}
`
	claimText = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: scratch}
spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
`
	networkPolicyText = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: mandate-egress-0123456789abcdef0123, labels: {mandate.publicdata.io/part: egress}}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/24}}]}]}
`
	quotaText = `
apiVersion: v1
kind: ResourceQuota
metadata: {name: mandate, labels: {mandate.publicdata.io/part: quota}}
spec: {hard: {pods: "10", requests.cpu: "4", requests.memory: 8Gi}}
`
	limitsText = `
apiVersion: v1
kind: LimitRange
metadata: {name: mandate}
spec: {limits: [{type: Container, default: {cpu: 500m}}]}
`
	roleText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: more}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
`
	roomText = `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: mandate-room}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: mandate-room-0123456789abcdef0123}
subjects: [{kind: ServiceAccount, name: developer, namespace: SANDBOX}]
`
	accountText = `
apiVersion: v1
kind: ServiceAccount
metadata: {name: other}
`
	configText = `
apiVersion: v1
kind: ConfigMap
metadata: {name: mandate-grant}
data: {until: "2030"}
`
)

// classNote is the annotation by which claims named their class before they had a
// field for it. The cluster still reads it, and before the field.
const classNote = "volume.beta.kubernetes.io/storage-class"

// What the fence of cutoff's account says.
const (
	shut  = "by cutoff is refused: it leaves no rule in policies named mandate-egress-* (of sandboxes) and mandate-allow-* (of data domains), and all the rest as it was"
	tight = "by cutoff is refused: it tightens the bounds of a quota"
)

// TestContentsOfSandboxes asks for what leads out of a sandbox, or would change
// what it is, in a sandbox and then elsewhere, where none of it is refused.
func TestContentsOfSandboxes(t *testing.T) {
	named := func(name string) edit { return set("metadata.name", name) }
	note := func(class string) edit {
		return set("metadata.annotations", map[string]any{classNote: class})
	}
	account := func(name string) person {
		return person{name: "system:serviceaccount:kube-system:" + name, groups: []string{masters}}
	}
	makes := func(p person, base string, edits ...edit) attempt { return attempt{as: p, base: base, edits: edits} }
	refused := func(base string, want string, edits ...edit) attempt {
		return attempt{as: root, base: base, edits: edits, want: []string{want}}
	}
	const rights, reach, use = "rights in a sandbox follow from its grant alone", "what a sandbox may reach follows from its grant alone", "what a sandbox may use follows from its SandboxClass alone"
	tests := map[string]attempt{
		"a service":                           makes(root, serviceText),
		"a headless service":                  makes(root, serviceText, set("spec.clusterIP", "None")),
		"a service of node ports":             refused(serviceText, "Service db in sandbox SANDBOX: spec.type NodePort leads out of the sandbox", set("spec.type", "NodePort")),
		"a load balancer":                     refused(serviceText, "spec.type LoadBalancer leads out of the sandbox", set("spec.type", "LoadBalancer")),
		"a service of another name":           refused(serviceText, "spec.type ExternalName leads out of the sandbox", set("spec.type", "ExternalName"), set("spec.externalName", "evil.example"), unset("spec.selector")),
		"a service of external addresses":     refused(serviceText, "spec.externalIPs 203.0.113.9 draws traffic", set("spec.externalIPs", []any{"203.0.113.9"})),
		"endpoints by hand":                   refused(endpointsText, "Endpoints db in sandbox SANDBOX cannot be written by root"),
		"endpoints by their controller":       makes(account("endpoint-controller"), endpointsText),
		"a slice by hand":                     refused(sliceText, "EndpointSlice db in sandbox SANDBOX cannot be written by root, because addresses given by hand lead out"),
		"a slice by its controller":           makes(account("endpointslice-controller"), sliceText),
		"an ingress":                          refused(ingressText, "Ingress web in sandbox SANDBOX is refused to everybody: nothing is published from a sandbox"),
		"a claim":                             makes(root, claimText),
		"a claim of another class":            refused(claimText, "PersistentVolumeClaim scratch in sandbox SANDBOX: spec.storageClassName nfs is none of the SandboxClass: write one of it, fast or slow", set("spec.storageClassName", "nfs")),
		"a claim of no class":                 refused(claimText, "spec.storageClassName (empty) is none of the SandboxClass", unset("spec.storageClassName")),
		"a claim of the empty class":          refused(claimText, "spec.storageClassName (empty) is none of the SandboxClass", set("spec.storageClassName", "")),
		"a claim of a volume that is there":   refused(claimText, "spec.volumeName others picks a volume that is there", set("spec.volumeName", "others")),
		"a claim that picks":                  refused(claimText, "spec.selector picks among volumes that are there", set("spec.selector", map[string]any{"matchLabels": map[string]any{"a": "b"}})),
		"a claim of a class by a note":        refused(claimText, "PersistentVolumeClaim scratch in sandbox SANDBOX: metadata.annotations "+classNote+" (public) is refused, because the cluster goes by it and not by spec.storageClassName: leave it out", note("public")),
		"a claim of no class by a note":       refused(claimText, classNote+" (empty) is refused", note("")),
		"a claim of its own class by a note":  refused(claimText, classNote+" (fast) is refused", note("fast")),
		"a claim out of a set's template":     {as: account("statefulset-controller"), base: claimText, edits: []edit{note("")}, want: []string{classNote + " (empty) is refused"}},
		"a claim out of a pod's template":     {as: account("ephemeral-volume-controller"), base: claimText, edits: []edit{note("public")}, want: []string{classNote + " (public) is refused"}},
		"a network policy":                    refused(networkPolicyText, reach),
		"a network policy of one's own":       refused(networkPolicyText, "NetworkPolicy open in sandbox SANDBOX: CREATE by root is refused", named("open"), unset("metadata.labels")),
		"a network policy by operator":        makes(operator, networkPolicyText),
		"a network policy by cutoff":          {as: cutoff, base: networkPolicyText, want: []string{shut}},
		"a quota":                             refused(quotaText, use),
		"a quota by operator":                 makes(operator, quotaText),
		"a quota by cutoff":                   {as: cutoff, base: quotaText, want: []string{tight}},
		"limits":                              refused(limitsText, "LimitRange mandate in sandbox SANDBOX: CREATE by root is refused, because "+use),
		"limits by operator":                  makes(operator, limitsText),
		"a role":                              refused(roleText, "Role more in sandbox SANDBOX: CREATE by root is refused, because "+rights),
		"a binding":                           refused(roomText, rights, named("mine")),
		"a room by cutoff":                    {as: cutoff, base: roomText, want: []string{"is refused"}},
		"a room by operator":                  makes(operator, roomText),
		"an account":                          refused(accountText, "ServiceAccount other in sandbox SANDBOX: CREATE by root is refused, because a sandbox has the accounts workload and developer and no others"),
		"an account by operator":              makes(operator, accountText, named("workload")),
		"the record of the grant":             refused(configText, "ConfigMap mandate-grant in sandbox SANDBOX: CREATE by root is refused, because the cluster and the operator alone write it"),
		"the record of the grant by operator": makes(operator, configText),
		"a ConfigMap of one's own":            makes(root, configText, named("mine")),
	}
	sandbox := newSandbox(t, nil)
	t.Run("in a sandbox", func(t *testing.T) { checkContents(t, sandbox, tests) })
	t.Run("elsewhere", func(t *testing.T) {
		delete(tests, "a network policy") // of ours by its label, there too
		for name, tc := range tests {
			tc.want = nil
			if tc.as.name == operator.name || tc.as.name == cutoff.name {
				delete(tests, name) // their fences are tables of their own
				continue
			}
			tests[name] = tc
		}
		checkContents(t, newDomain(t), tests)
	})
}

// checkContents is checkCreates with the name of the sandbox filled in.
func checkContents(t *testing.T, namespace string, tests map[string]attempt) {
	t.Helper()
	filled := map[string]attempt{}
	for name, tc := range tests {
		tc.base = strings.ReplaceAll(tc.base, "SANDBOX", namespace)
		tc.want = slices.Clone(tc.want)
		for i := range tc.want {
			tc.want[i] = strings.ReplaceAll(tc.want[i], "SANDBOX", namespace)
		}
		filled[name] = tc
	}
	checkCreates(t, namespace, filled)
}

// TestWhatIsThereInSandboxes makes what the operator makes, and asks who may
// change and delete it: cutoff takes away and nothing else, and nobody deletes
// the guards of a sandbox, the operator that made them neither.
func TestWhatIsThereInSandboxes(t *testing.T) {
	sandbox := podsSandbox(t, nil)
	made := map[string]*unstructured.Unstructured{}
	for name, text := range map[string]string{
		"policy": networkPolicyText, "quota": quotaText, "limits": limitsText, "room": roomText, "config": configText, "service": serviceText, "claim": claimText,
	} {
		u := parse(t, strings.ReplaceAll(text, "SANDBOX", sandbox))
		u.SetNamespace(sandbox)
		create(t, operator, u)
		made[name] = u
	}
	made["deny"] = edited(made["policy"], set("metadata.name", "mandate-default-deny"), unset("spec.egress"),
		set("spec.policyTypes", []any{"Ingress", "Egress"}), unset("metadata.resourceVersion"), unset("metadata.uid"))
	create(t, operator, made["deny"])
	made["account"] = object("v1", "ServiceAccount", sandbox, "workload", nil)

	const rights, reach, use = "rights in a sandbox follow", "what a sandbox may reach follows", "what a sandbox may use follows"
	const mark = `"metadata":{"annotations":{"` + closedByNote + `":"812"}},`
	notes := func(class string) string { return `{"metadata":{"annotations":{"` + classNote + `":"` + class + `"}}}` }
	changes := map[string]struct {
		as    person
		of    string
		patch string
		want  string
	}{
		"a policy opened":                        {root, "policy", `{"spec":{"egress":[{}]}}`, reach},
		"a policy closed by root":                {root, "policy", `{"spec":{"egress":[]}}`, reach},
		"a policy closed by cutoff":              {cutoff, "policy", `{` + mark + `"spec":{"egress":[]}}`, ""},
		"a policy closed by cutoff, by null":     {cutoff, "policy", `{` + mark + `"spec":{"egress":null}}`, ""},
		"a policy opened by cutoff":              {cutoff, "policy", `{"spec":{"egress":[{}]}}`, shut},
		"a policy no longer of egress by cutoff": {cutoff, "policy", `{"spec":{"egress":[],"policyTypes":["Ingress"]}}`, shut},
		"a policy of fewer pods by cutoff":       {cutoff, "policy", `{"spec":{"egress":[],"podSelector":{"matchLabels":{"a":"b"}}}}`, shut},
		"a policy without its label by cutoff":   {cutoff, "policy", `{"metadata":{"labels":null},"spec":{"egress":[]}}`, shut},
		"default-deny touched by cutoff":         {cutoff, "deny", `{"spec":{"policyTypes":["Ingress"]}}`, shut},
		"default-deny rewritten as it is":        {cutoff, "deny", `{"metadata":{"annotations":{"a":"b"}}}`, shut},
		"a quota raised":                         {root, "quota", `{"spec":{"hard":{"pods":"1000"}}}`, use},
		"a quota to zero by cutoff":              {cutoff, "quota", `{` + mark + `"spec":{"hard":{"pods":"0","requests.cpu":"0","requests.memory":"0"}}}`, ""},
		"a quota to zero and more by cutoff":     {cutoff, "quota", `{"spec":{"hard":{"pods":"0","requests.cpu":"0","requests.memory":"0","count/jobs.batch":"0"}}}`, ""},
		"a quota lowered by cutoff":              {cutoff, "quota", `{"spec":{"hard":{"pods":"1","requests.cpu":"0"}}}`, ""},
		"a quota raised by cutoff":               {cutoff, "quota", `{"spec":{"hard":{"pods":"0","requests.cpu":"4001m"}}}`, tight},
		"a quota of a new bound by cutoff":       {cutoff, "quota", `{"spec":{"hard":{"pods":"0","count/jobs.batch":"1"}}}`, tight},
		"a quota of fewer bounds by cutoff":      {cutoff, "quota", `{"spec":{"hard":{"pods":"0","requests.cpu":"0","requests.memory":null}}}`, tight},
		"a quota of no bounds by cutoff":         {cutoff, "quota", `{"spec":{"hard":null}}`, tight},
		"limits by cutoff":                       {cutoff, "limits", `{"metadata":{"annotations":{"a":"b"}}}`, tight},
		"a room for another":                     {root, "room", `{"subjects":[{"kind":"User","name":"me","apiGroup":"rbac.authorization.k8s.io"}]}`, rights},
		"a room changed by cutoff":               {cutoff, "room", `{"metadata":{"annotations":{"a":"b"}}}`, "is refused"},
		"the record":                             {root, "config", `{"data":{"until":"2099"}}`, "the cluster and the operator alone write it"},
		"an account":                             {root, "account", `{"automountServiceAccountToken":true}`, "no others"},
		"a service led elsewhere":                {root, "service", `{"spec":{"type":"ExternalName","externalName":"evil.example","selector":null,"clusterIP":null,"clusterIPs":null,"ports":null}}`, "spec.type ExternalName"},
		"a claim bound to what is there":         {root, "claim", `{"spec":{"volumeName":"others"}}`, "spec.volumeName others picks"},
		"a claim noted as of no class":           {root, "claim", notes(``), "metadata.annotations " + classNote + " (empty) is refused"}, // as if it had none
		"a claim noted as of its class":          {root, "claim", notes(`fast`), classNote},
		"a claim with another annotation":        {root, "claim", `{"metadata":{"annotations":{"a":"b"}}}`, ""},
	}
	for name, tc := range changes {
		t.Run(name, func(t *testing.T) {
			var want []string
			if tc.want != "" {
				want = []string{tc.want}
			}
			wants(t, dryPatch(t, tc.as, made[tc.of], tc.patch), want...)
		})
	}
	for of, fragment := range map[string]string{"policy": reach, "deny": reach, "quota": use, "limits": use, "room": rights, "config": "alone write it", "account": "no others"} {
		t.Run("deleting "+of, func(t *testing.T) {
			gone := func(p person) error { return p.client(t).Delete(t.Context(), made[of].DeepCopy(), client.DryRunAll) }
			wants(t, gone(root), fragment, "DELETE by root is refused")
			if of == "room" {
				wants(t, gone(operator)) // to bind another role
				wants(t, gone(cutoff))
				wants(t, gone(rescuer))
			} else {
				wants(t, gone(operator), "in namespace "+sandbox+": DELETE by the operator is refused", "and nothing else")
				wants(t, gone(cutoff), "cutoff")
				wants(t, gone(rescuer), fragment)
			}
			all := object(made[of].GetAPIVersion(), made[of].GetKind(), "", "", nil)
			wants(t, root.client(t).DeleteAllOf(t.Context(), all, client.InNamespace(sandbox), client.DryRunAll), "DELETE by root is refused")
		})
	}
	t.Run("the status of a quota", func(t *testing.T) {
		status := func(p person) error {
			patch := client.RawPatch(mergePatch, []byte(`{"status":{"hard":{"pods":"1000"}}}`))
			return p.client(t).Status().Patch(t.Context(), made["quota"].DeepCopy(), patch, client.DryRunAll)
		}
		wants(t, status(root), "UPDATE of its status by root is refused")
		wants(t, status(cutoff), tight)
		wants(t, status(person{name: "system:serviceaccount:kube-system:resourcequota-controller", groups: []string{masters}}))
	})
}

// TestANoteFromBeforeStandsInNobodysWay shows that a claim which named its class
// by a note before the policy came can be changed still: its finalizer goes by an
// update, and the sandbox with it.
func TestANoteFromBeforeStandsInNobodysWay(t *testing.T) {
	claim := edited(parse(t, claimText), set("metadata.namespace", newSandbox(t, nil)), set("metadata.annotations", map[string]any{classNote: "slow"}))
	t.Run("before", func(t *testing.T) {
		withoutBinding(t, "ValidatingAdmissionPolicyBinding", "mandate-sandbox-volumes", func() error {
			if err := dryCreate(t, root, edited(claim, set("metadata.name", "second"))); err == nil {
				return errors.New("the policy is not back")
			}
			return nil
		})
		if err := eventually(t.Context(), func(context.Context) error { return root.client(t).Create(t.Context(), claim) }); err != nil {
			t.Fatal(err)
		}
	})
	wants(t, dryPatch(t, root, claim, `{"metadata":{"finalizers":null}}`))
	wants(t, dryPatch(t, root, claim, `{"metadata":{"labels":{"a":"b"}}}`))
}
