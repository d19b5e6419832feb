// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package attacks

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"

	"github.com/publicdata-io/mandate/internal/sandbox"
	"github.com/publicdata-io/mandate/test/builder"
)

// pod is one that a sandbox accepts.
func pod(namespace, name string) *corev1.Pod {
	return builder.Pod(namespace, name, registry)
}

// with changes a pod.
func (w *world) with(change func(*corev1.PodSpec)) *corev1.Pod {
	p := pod(w.box, "attack")
	change(&p.Spec)
	return p
}

func (w *world) mounting(source corev1.VolumeSource) *corev1.Pod {
	return w.with(func(s *corev1.PodSpec) { s.Volumes = []corev1.Volume{{Name: "way", VolumeSource: source}} })
}

// pods are the ways out by what a pod is.
func (w *world) pods() []row {
	standard, pods := w.podSecurity(), policy("sandbox-pods")
	onNode := func(way, says string, change func(*corev1.PodSpec)) row {
		return row{way: way, who: developer, attack: creating(w.with(change)), says: []string{says}, closed: standard}
	}
	refused := func(way, says string, p *corev1.Pod) row {
		return row{way: way, who: developer, attack: creating(p), says: []string{"Pod attack in sandbox " + w.box, says}, closed: pods}
	}
	host := creating(w.mounting(corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Path: "/"}}))
	token := &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{
		{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token"}},
	}}
	bound := w.with(func(*corev1.PodSpec) {})
	bound.Finalizers = []string{"example.com/stay"}
	return []row{
		onNode("hostNetwork", "host namespaces", func(s *corev1.PodSpec) { s.HostNetwork = true }),
		onNode("hostPID", "host namespaces", func(s *corev1.PodSpec) { s.HostPID = true }),
		onNode("hostIPC", "host namespaces", func(s *corev1.PodSpec) { s.HostIPC = true }),
		onNode("hostPort", "hostPort", func(s *corev1.PodSpec) {
			s.Containers[0].Ports = []corev1.ContainerPort{{ContainerPort: 80, HostPort: 80}}
		}),
		onNode("privileged", "privileged", func(s *corev1.PodSpec) {
			s.Containers[0].SecurityContext = &corev1.SecurityContext{Privileged: new(true)}
		}),
		onNode("running as root", "runAsUser=0", func(s *corev1.PodSpec) {
			s.SecurityContext.RunAsUser, s.SecurityContext.RunAsNonRoot = new(int64(0)), nil
		}),
		{way: "hostPath", who: developer, attack: host, says: []string{"restricted volume types"}, closed: standard, beside: []layer{pods}},
		{way: "hostPath", who: developer, attack: host, says: []string{"volume way is of a kind that reaches beyond"}, closed: pods, beside: []layer{standard}},
		refused("CSI volume inside a pod", "volume way is of a kind that reaches beyond",
			w.mounting(corev1.VolumeSource{CSI: &corev1.CSIVolumeSource{Driver: "csi.example"}})),
		refused("token projected into a pod", "volume way is of a kind that reaches beyond", w.mounting(corev1.VolumeSource{Projected: token})),
		refused("token mounted into a pod", "automountServiceAccountToken", w.with(func(s *corev1.PodSpec) { s.AutomountServiceAccountToken = new(true) })),
		refused("pod as the account that people log in to", "spec.serviceAccountName developer is not workload",
			w.with(func(s *corev1.PodSpec) { s.ServiceAccountName = sandbox.DeveloperName })),
		refused("image from a foreign registry", "image docker.io/carrier comes from no registry of the SandboxClass",
			w.with(func(s *corev1.PodSpec) { s.Containers[0].Image = "docker.io/carrier" })),
		refused("image of a registry that begins like one of the class", "comes from no registry of the SandboxClass",
			w.with(func(s *corev1.PodSpec) { s.Containers[0].Image = registry + ".attacker.net/carrier" })),
		refused("init container from a foreign registry", "comes from no registry of the SandboxClass", w.with(func(s *corev1.PodSpec) {
			s.InitContainers = []corev1.Container{*s.Containers[0].DeepCopy()}
			s.InitContainers[0].Name, s.InitContainers[0].Image = "first", "docker.io/carrier"
		})),
		refused("pod that outlives the cut by a finalizer", "metadata.finalizers example.com/stay", bound),
	}
}

// lasting are the ways to let a pod go on after the end of the term when nothing
// but its node is left to end it.
func (w *world) lasting() []row {
	deletions, deadline := policy("sandbox-pod-deletions"), policy("sandbox-pods-deadline")
	const hour = int64(3600)
	gives := []string{"Pod work in sandbox " + w.box, "with gracePeriodSeconds 3600 is refused"}
	evict := func(ctx context.Context, a *access) error {
		return a.clients.PolicyV1().Evictions(w.box).Evict(ctx, &policyv1.Eviction{
			ObjectMeta:    metav1.ObjectMeta{Namespace: w.box, Name: "work"},
			DeleteOptions: &metav1.DeleteOptions{GracePeriodSeconds: new(hour), DryRun: dry},
		})
	}
	// One by one, a pod without a node is deleted at once, whatever is asked for.
	remove := func(ctx context.Context, a *access) error {
		return a.DeleteAllOf(ctx, &corev1.Pod{}, client.InNamespace(w.box), client.GracePeriodSeconds(hour), client.DryRunAll)
	}
	asks := func(way, says string, change func(*corev1.Container)) row {
		p := w.with(func(s *corev1.PodSpec) { change(&s.Containers[0]) })
		return row{way: way, who: developer, attack: creating(p), says: []string{"Pod attack in sandbox " + w.box, says}, closed: deadline}
	}
	command := &corev1.ExecAction{Command: []string{"sleep", "infinity"}}
	// So little each that the quota of the sandbox does not refuse them first.
	little := corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("10m"), corev1.ResourceMemory: resource.MustParse("1Mi")}
	crowd := w.with(func(s *corev1.PodSpec) {
		for i := range 10 {
			c := s.Containers[0].DeepCopy()
			c.Name, c.Resources.Limits = fmt.Sprint("more-", i), little
			s.Containers = append(s.Containers, *c)
		}
	})
	return []row{
		{way: "deletion that gives pods an hour to end", who: tenant, attack: remove, says: gives, closed: deletions},
		{way: "eviction that gives a pod an hour to end", who: tenant, attack: evict, says: gives, closed: deletions},
		asks("probe for which a node waits an hour", "livenessProbe.terminationGracePeriodSeconds 3600 of container work is more than 5", func(c *corev1.Container) {
			c.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{Exec: command}, TerminationGracePeriodSeconds: new(hour)}
		}),
		asks("hook at the start that never ends", "lifecycle.postStart of container work is refused", func(c *corev1.Container) {
			c.Lifecycle = &corev1.Lifecycle{PostStart: &corev1.LifecycleHandler{Exec: command}}
		}),
		{way: "pod of more containers than its node ends in time", who: developer, attack: creating(crowd), closed: deadline,
			says: []string{"Pod attack in sandbox " + w.box, "spec.containers (11) and spec.initContainers with restartPolicy Always (0) are more than 10"}},
	}
}

// storage are the ways out by volumes.
func (w *world) storage() []row {
	volumes := policy("sandbox-volumes")
	claim := func(change func(*corev1.PersistentVolumeClaimSpec)) *corev1.PersistentVolumeClaim {
		c := &corev1.PersistentVolumeClaim{
			ObjectMeta: metav1.ObjectMeta{Namespace: w.box, Name: "attack"},
			Spec: corev1.PersistentVolumeClaimSpec{
				StorageClassName: new(storageClass),
				AccessModes:      []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
				Resources:        corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
			},
		}
		change(&c.Spec)
		return c
	}
	refused := func(way, says string, change func(*corev1.PersistentVolumeClaimSpec)) row {
		return row{way: way, who: developer, attack: creating(claim(change)), says: []string{"PersistentVolumeClaim attack in sandbox " + w.box, says}, closed: volumes}
	}
	noted := func(way, class, says string) row {
		c := claim(func(*corev1.PersistentVolumeClaimSpec) {})
		c.Annotations = map[string]string{corev1.BetaStorageClassAnnotation: class}
		return row{way: way, who: developer, attack: creating(c), says: []string{"PersistentVolumeClaim attack in sandbox " + w.box, says}, closed: volumes}
	}
	return []row{
		refused("foreign storage class", "spec.storageClassName public is none of the SandboxClass", func(s *corev1.PersistentVolumeClaimSpec) { s.StorageClassName = new("public") }),
		refused("the cluster's default storage class", "spec.storageClassName (empty)", func(s *corev1.PersistentVolumeClaimSpec) { s.StorageClassName = nil }),
		refused("a volume that others left", "spec.volumeName pv-1", func(s *corev1.PersistentVolumeClaimSpec) { s.VolumeName = "pv-1" }),
		refused("a volume that others left, by selector", "spec.selector", func(s *corev1.PersistentVolumeClaimSpec) {
			s.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{"a": "b"}}
		}),
		noted("foreign storage class, by the annotation that the cluster reads first", "public", "(public) is refused"),
		noted("a volume that others left, by the annotation that the cluster reads first", "", "(empty) is refused"),
		{way: "more storage than the class gives", who: developer, closed: w.quota(), says: []string{"requests.storage"},
			attack: creating(claim(func(s *corev1.PersistentVolumeClaimSpec) {
				s.Resources.Requests[corev1.ResourceStorage] = resource.MustParse("21Gi")
			}))},
	}
}

// placed are the ways to push cutoff off its node, or to go where no tenant goes.
func (w *world) placed() []row {
	asks := func(way, says string, change func(*corev1.PodSpec)) row {
		return row{way: way, who: developer, attack: creating(w.with(change)), says: []string{"Pod attack in sandbox " + w.box, says}, closed: policy("sandbox-pods-placed")}
	}
	return []row{
		asks("pod that outranks cutoff", "spec.priority 2000001000 (spec.priorityClassName system-node-critical) is refused", func(s *corev1.PodSpec) { s.PriorityClassName = "system-node-critical" }),
		asks("pod that goes past the scheduler", "spec.nodeName n1 is refused", func(s *corev1.PodSpec) { s.NodeName = "n1" }),
		asks("pod that tolerates every taint", "spec.tolerations of every key are refused", func(s *corev1.PodSpec) {
			s.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
		}),
	}
}
