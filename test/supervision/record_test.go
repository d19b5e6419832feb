// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package supervision

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"sigs.k8s.io/controller-runtime/pkg/client"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// entry is what the audit log says of one request.
type entry struct {
	Verb string `json:"verb"`
	User struct {
		Username string              `json:"username"`
		Groups   []string            `json:"groups"`
		Extra    map[string][]string `json:"extra"`
	} `json:"user"`
	ImpersonatedUser struct {
		Groups []string `json:"groups"`
	} `json:"impersonatedUser"`
	ObjectRef struct {
		Resource, Subresource, Namespace, Name string
	} `json:"objectRef"`
	ResponseStatus struct {
		Code int `json:"code"`
	} `json:"responseStatus"`
	RequestReceivedTimestamp metav1.MicroTime  `json:"requestReceivedTimestamp"`
	Annotations              map[string]string `json:"annotations"`
}

// The keys by which the API server ties a token to those who use it.
const (
	issued = "authentication.kubernetes.io/issued-credential-id"
	used   = "authentication.kubernetes.io/credential-id"
)

// recorded are the entries of which all is so.
func recorded(is func(entry) bool) ([]entry, error) {
	file, err := os.Open(auditLog)
	if err != nil {
		return nil, err
	}
	var found []entry
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			continue // another log, or a line that is being written
		}
		if is(e) {
			found = append(found, e)
		}
	}
	return found, errors.Join(lines.Err(), file.Close())
}

// one asks the log for an entry until it is there.
func one(t *testing.T, what string, is func(entry) bool) entry {
	t.Helper()
	var found []entry
	eventually(t, func(context.Context) (err error) {
		if found, err = recorded(is); err == nil && len(found) == 0 {
			err = fmt.Errorf("the log does not tell %s", what)
		}
		return err
	})
	return found[0]
}

// TestTheRecordTellsWhoUsedWhatDataWhenForWhichScenario follows one person from
// the door to what they ran and on to the end of the access, in the log alone:
// the person by name although inside a sandbox all are one account, the sandbox,
// its grant with scenario and data, and the instants.
func TestTheRecordTellsWhoUsedWhatDataWhenForWhichScenario(t *testing.T) {
	const zhang = "zhang.wei"
	grant := &v1alpha1.DeveloperGrant{}
	eventually(t, func(ctx context.Context) error { return opened(ctx, admin, "readmission-risk", grant) })
	sandbox := grant.Status.Sandbox.Namespace
	begun := time.Now().Truncate(time.Second)

	runAs(t, zhang, sandbox)
	let := one(t, "who was let in", func(e entry) bool {
		return e.ObjectRef.Subresource == "token" && e.ObjectRef.Namespace == sandbox && e.User.Username == zhang && e.ResponseStatus.Code == 201
	})
	ran := one(t, "what was run", func(e entry) bool {
		return e.Verb == "create" && e.ObjectRef.Resource == "pods" && e.ObjectRef.Namespace == sandbox && e.ResponseStatus.Code == 201
	})
	if id := let.Annotations[issued]; id == "" || !slices.Contains(ran.User.Extra[used], id) {
		t.Errorf("the pod was made by the credential %v, and %s was given %q: the record ties no person to it", ran.User.Extra[used], zhang, id)
	}
	if ran.RequestReceivedTimestamp.Time.Before(begun) {
		t.Errorf("the record says %s, and it began at %s", ran.RequestReceivedTimestamp, begun)
	}
	tellsItsGrant(t, sandbox, grant)
	open := one(t, "that the sandbox was opened", func(e entry) bool {
		return e.ObjectRef.Resource == "namespaces" && e.ObjectRef.Name == sandbox && strings.HasSuffix(e.User.Username, ":mandate-operator")
	})
	suspend(t, grant.Name)
	closed := one(t, "that the access was cut", func(e entry) bool {
		return e.ObjectRef.Resource == "namespaces" && e.ObjectRef.Name == sandbox && strings.HasSuffix(e.User.Username, ":mandate-cutoff")
	})
	if closed.RequestReceivedTimestamp.Before(&open.RequestReceivedTimestamp) {
		t.Errorf("cut at %s, and opened at %s", closed.RequestReceivedTimestamp, open.RequestReceivedTimestamp)
	}
	tellsItsGrant(t, sandbox, grant)
}

// runAs lets a developer in by the door and run a pod.
func runAs(t *testing.T, user, sandbox string) {
	t.Helper()
	config, err := controlPlane.AddUser(user, "demo-medtech:developers")
	if err != nil {
		t.Fatal(err)
	}
	own := kubernetes.NewForConfigOrDie(config)
	seconds := int64(600)
	var token *authenticationv1.TokenRequest
	eventually(t, func(ctx context.Context) (err error) {
		token, err = own.CoreV1().ServiceAccounts(sandbox).CreateToken(ctx, "developer",
			&authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds}}, metav1.CreateOptions{})
		return err
	})
	inside := kubernetes.NewForConfigOrDie(controlPlane.ConfigWithToken(token.Status.Token))
	eventually(t, func(ctx context.Context) error {
		_, err := inside.CoreV1().Pods(sandbox).Create(ctx, program(), metav1.CreateOptions{})
		return err
	})
}

// program is a pod as a sandbox takes it.
func program() *corev1.Pod {
	no, yes, user := false, true, int64(1000)
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "model-"},
		Spec: corev1.PodSpec{
			ServiceAccountName: "workload", AutomountServiceAccountToken: &no,
			SecurityContext: &corev1.PodSecurityContext{RunAsNonRoot: &yes, RunAsUser: &user, SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault}},
			Containers: []corev1.Container{{
				Name: "model", Image: "registry.example/model:1",
				SecurityContext: &corev1.SecurityContext{AllowPrivilegeEscalation: &no, Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}}},
			}},
		},
	}
}

// tellsItsGrant finds by the sandbox's name alone for which grant, scenario and
// data it is.
func tellsItsGrant(t *testing.T, sandbox string, want *v1alpha1.DeveloperGrant) {
	t.Helper()
	namespace := &corev1.Namespace{}
	if err := admin.Get(t.Context(), client.ObjectKey{Name: sandbox}, namespace); err != nil {
		t.Fatal(err)
	}
	in, name, _ := strings.Cut(namespace.Annotations[v1alpha1.GrantAnnotation], "/")
	grant := &v1alpha1.DeveloperGrant{}
	if err := admin.Get(t.Context(), client.ObjectKey{Namespace: in, Name: name}, grant); err != nil {
		t.Fatal(err)
	}
	if grant.UID != want.UID || grant.Spec.Scenario.Name == "" || len(grant.Spec.Inputs) == 0 {
		t.Errorf("the sandbox says that it is of %s/%s, of the scenario %q and %d inputs", in, name, grant.Spec.Scenario.Name, len(grant.Spec.Inputs))
	}
}

// suspend lets an officer of the grantor suspend a grant.
func suspend(t *testing.T, grant string) {
	t.Helper()
	officer := person(t, "li.na", "demo-info-centre:officers")
	d := &v1alpha1.Decision{ObjectMeta: metav1.ObjectMeta{Name: "suspend-" + grant, Namespace: domain}}
	d.Spec.Subject.Kind, d.Spec.Subject.Name = v1alpha1.OnDeveloperGrant, v1alpha1.ObjectName(grant)
	d.Spec.Action, d.Spec.Organization, d.Spec.DecidedBy = v1alpha1.ActionSuspend, "demo-info-centre", "li.na"
	d.Spec.ActedOn = v1alpha1.ActDay(time.Now().In(time.FixedZone("CST", 8*3600)).Format(time.DateOnly))
	d.Spec.Ground = "inspection 检查"
	if err := officer.Create(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}
