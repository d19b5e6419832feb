// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
)

// logsIn opens the door with the plugin.
func (s *stage) logsIn(ctx context.Context) error {
	s.story.say("%s works for demo-medtech, the holder of the grant %s. In its sandbox people have exactly one right, the "+
		"door: to ask for a short-lived token of the account `developer`. What that account may do is the room. Take away "+
		"the room, and all tokens are worth nothing at once.", developer, medtechGrant)
	out, err := s.allowed(ctx, developer, "kubectl mandate login "+medtechGrant+" -n demo-health",
		"is open to you", "outpatient-visits", "drug-settlements")
	if err != nil {
		return err
	}
	file, err := loginFile(out)
	if err != nil {
		return err
	}
	s.entersBy(file)
	namespace, err := s.sandbox(ctx, medtechGrant)
	if err != nil {
		return err
	}
	s.story.say("The file holds no secret: kubectl asks the plugin, and the plugin the API server, for a token of ten minutes " +
		"whenever it needs one.")
	_, err = s.allowed(ctx, inside, "kubectl auth whoami", "system:serviceaccount:"+namespace+":developer")
	return err
}

// loginFile is the kubeconfig that the plugin's last line selects.
func loginFile(out string) (string, error) {
	for line := range strings.Lines(out) {
		if file, found := strings.CutPrefix(strings.TrimSpace(line), "export KUBECONFIG="); found {
			return strings.Trim(file, `'"`), nil
		}
	}
	return "", surprise{expected: "kubectl mandate login writes export KUBECONFIG=…", happened: out}
}

// confines shows the room, and that there is no way out of it.
func (s *stage) confines(ctx context.Context) error {
	s.story.say("The class of the sandbox (SandboxClass standard) says what the room holds. The list is short, and what is not " +
		"on it is refused: no Secrets, no policies, no exec.")
	if err := s.lists(ctx); err != nil {
		return err
	}
	s.story.say("Working is allowed: here a pod.")
	if _, err := s.allowed(ctx, inside, podManifest("notebook", ""), "pod/notebook created"); err != nil {
		return err
	}
	s.story.say("A shell in the pod would carry data out by copy and paste. So would a port-forward.")
	if err := s.refused(ctx, inside, "kubectl exec notebook -- cat /data/visits.csv", "cannot create resource \"pods/exec\""); err != nil {
		return err
	}
	s.story.say("A policy that lets the sandbox talk to the world:")
	if err := s.refused(ctx, inside, openEverything, "cannot create resource \"networkpolicies\""); err != nil {
		return err
	}
	s.story.say("Services are allowed inside, but one that leads outside is not:")
	if err := s.refused(ctx, inside, "kubectl create service loadbalancer way-out --tcp=443", "LoadBalancer"); err != nil {
		return err
	}
	if _, err := s.allowed(ctx, inside, "kubectl create service clusterip inside --tcp=443", "created"); err != nil {
		return err
	}
	s.story.say("An image from anywhere else could carry data out in a pull, or bring in what nobody reviewed:")
	if err := s.refused(ctx, inside, podManifest("miner", "docker.io/somebody/miner:1"), "comes from no registry of the SandboxClass"); err != nil {
		return err
	}
	s.story.check("The developer may do what the class says, and nothing else.")
	return nil
}

// lists shows the developer's rights as the API server knows them.
func (s *stage) lists(ctx context.Context) error {
	out, err := s.allowed(ctx, inside, "kubectl auth can-i --list --no-headers | grep -v ' \\[/'", "pods", "deployments.apps")
	if err != nil {
		return err
	}
	for _, way := range []string{"pods/exec", "pods/attach", "pods/portforward", "pods/log", "secrets", "networkpolicies", "rolebindings", "watch", "*"} {
		if strings.Contains(out, way) {
			return surprise{expected: "the developer's rights do not mention " + way, happened: out}
		}
	}
	return nil
}

const openEverything = `kubectl create -f - <<EOF
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: let-me-out}
spec: {podSelector: {}, policyTypes: [Egress], egress: [{}]}
EOF`

// podManifest is the command that makes a pod as the sandbox wants it.
func podManifest(name, image string) string {
	if image == "" {
		image = "registry.example/demo/" + name + ":1"
	}
	return fmt.Sprintf(`kubectl create -f - <<EOF
apiVersion: v1
kind: Pod
metadata: {name: %s}
spec:
  serviceAccountName: workload
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: main
    image: %s
    securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
EOF`, name, image)
}
