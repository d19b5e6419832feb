// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package integration

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	rbacv1 "k8s.io/api/rbac/v1"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// right is what RBAC allows or not. A subresource is part of the resource.
type right struct{ verb, group, resource string }

func (r right) String() string { return fmt.Sprintf("%s %s of group %q", r.verb, r.resource, r.group) }

// journal notes which rights a process used and what it was refused.
type journal struct {
	mu      sync.Mutex
	used    map[right]int
	refused []string
	// failed are the latest requests that failed otherwise.
	failed []string
	// asked are the requests that a process at rest does not make.
	asked []string
}

func (j *journal) wrap(next http.RoundTripper) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		resp, err := next.RoundTrip(req)
		if err == nil {
			j.note(req, resp)
		}
		return resp, err
	})
}

// closedSandbox is said where the operator is late, which is no missing right.
const closedSandbox = "the operator binds no role in it until it has opened it"

// earlierDate is said where another replica told a later end of a retention,
// which is no missing right either.
const earlierDate = "annotation " + v1alpha1.RetainedUntilAnnotation + " cannot be changed so by cutoff"

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip makes the function a transport.
func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func (j *journal) note(req *http.Request, resp *http.Response) {
	asked, ok := rightOf(req)
	if !ok || req.URL.Query().Has("dryRun") { // a proof of a guard asks to be refused
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if !routine(asked, req) {
		j.asked = append(j.asked, req.Method+" "+req.URL.Path)
	}
	if resp.StatusCode >= http.StatusBadRequest && resp.StatusCode != http.StatusNotFound && j.refuses(req, resp) {
		return
	}
	if j.used == nil {
		j.used = map[right]int{}
	}
	j.used[asked]++
	// Verbs that are needed beside that of the request.
	switch {
	case asked.verb == "watch" && req.URL.Query().Get("sendInitialEvents") == "true":
		j.used[right{"list", asked.group, asked.resource}]++ // in place of a list, and a list where it fails
	case asked.verb == "create" && asked.resource == "rolebindings":
		j.used[right{"bind", rbacv1.GroupName, "clusterroles"}]++
	case asked.verb == "create" && asked.resource == "clusterroles":
		j.used[right{"escalate", rbacv1.GroupName, "clusterroles"}]++
	}
}

// refuses takes a note of an answer that is a failure, and says whether it is a
// missing right.
func (j *journal) refuses(req *http.Request, resp *http.Response) bool {
	body, _ := io.ReadAll(resp.Body) // what is cut short is still shown
	resp.Body = io.NopCloser(bytes.NewReader(body))
	answer := fmt.Sprintf("%s %s %s: %q", time.Now().Format(time.TimeOnly), req.Method, req.URL.Path, body)
	j.failed = append(j.failed, answer)
	j.failed = j.failed[max(0, len(j.failed)-5):]
	if resp.StatusCode != http.StatusForbidden || bytes.Contains(body, []byte(closedSandbox)) || bytes.Contains(body, []byte(earlierDate)) {
		return false
	}
	j.refused = append(j.refused, answer)
	return true
}

// routine says whether a process makes a request at rest: a watch, the beat, or
// the canary before it. Beside these there are the dry runs that prove the
// guards, and questions for the time, of which no note is taken at all.
func routine(asked right, req *http.Request) bool {
	beat := asked == right{"patch", v1alpha1.GroupVersion.Group, "heartbeats"}
	canary := asked == right{"patch", rbacv1.GroupName, "clusterroles"} && strings.HasSuffix(req.URL.Path, "/"+v1alpha1.CanaryRole)
	return asked.verb == "watch" || beat || canary
}

// begin forgets what was asked so far.
func (j *journal) begin() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.asked = nil
}

// since are the requests since begin, but those of routine.
func (j *journal) since() []string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.asked)
}

// rightOf reads from a request which right it needs; discovery needs none.
func rightOf(req *http.Request) (right, bool) {
	parts := strings.Split(strings.Trim(req.URL.Path, "/"), "/")
	var r right
	switch {
	case len(parts) > 2 && parts[0] == "api":
		parts = parts[2:]
	case len(parts) > 3 && parts[0] == "apis":
		r.group, parts = parts[1], parts[3:]
	default:
		return right{}, false
	}
	if parts[0] == "namespaces" && len(parts) > 2 {
		parts = parts[2:]
	}
	r.resource = parts[0]
	if len(parts) > 2 {
		r.resource += "/" + parts[2]
	}
	named := len(parts) > 1
	switch {
	case req.URL.Query().Get("watch") != "":
		r.verb = "watch"
	case req.Method == http.MethodGet && !named:
		r.verb = "list"
	case req.Method == http.MethodDelete && !named:
		r.verb = "deletecollection"
	default:
		r.verb = map[string]string{
			http.MethodGet: "get", http.MethodPost: "create", http.MethodPut: "update",
			http.MethodPatch: "patch", http.MethodDelete: "delete",
		}[req.Method]
	}
	return r, true
}

// wholePackage says whether every test was asked for: only then must every
// right have been used.
func wholePackage() bool {
	return flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == ""
}

// rightsAreNeeded finds rights of the two roles that no test used, and requests
// that were refused: the roles hold what is needed, and all of it.
func rightsAreNeeded(root string) error {
	var errs []error
	for name, p := range map[string]*process{"operator": operator, "cutoff": cutoff} {
		for _, request := range p.requests.refused {
			errs = append(errs, fmt.Errorf("%s was refused: %s", p.account, request))
		}
		held, err := rightsOf(filepath.Join(root, "config", "rbac", name, "role.yaml"))
		if err != nil {
			return err
		}
		for _, r := range held {
			if p.requests.used[r] == 0 {
				errs = append(errs, fmt.Errorf("config/rbac/%s/role.yaml gives %s the right to %s, which no test used: take it away, or test what needs it", name, p.account, r))
			}
		}
	}
	return errors.Join(errs...)
}

func rightsOf(file string) ([]right, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the role: %w", err)
	}
	var role rbacv1.ClusterRole
	if err := yaml.Unmarshal(data, &role); err != nil {
		return nil, fmt.Errorf("decode %s: %w", file, err)
	}
	var held []right
	for _, rule := range role.Rules {
		for _, group := range rule.APIGroups {
			for _, resource := range rule.Resources {
				for _, verb := range rule.Verbs {
					held = append(held, right{verb, group, resource})
				}
			}
		}
	}
	return held, nil
}
