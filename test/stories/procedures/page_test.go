// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// workedPage is the page of the documentation that is done here, line by line.
const workedPage = "../../../docs/worked-example.md"

// page is a page that is being done on a cluster: what its YAML says is applied,
// what its commands print is compared with what stands below them.
type page struct {
	*house
	t *testing.T
	// applied are the objects that the page has applied so far.
	applied []client.Object
	bin     string
}

// TestTheWorkedExampleIsTrue does what docs/worked-example.md says on a real API
// server with the real operator and cutoff: every object and every Decision of
// the page is taken, each by its officer, and every command prints what the page
// says. With -update the page gets what is printed.
func TestTheWorkedExampleIsTrue(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(workedPage)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{house: opened(t, instantOfDay("2025-01-01")), t: t, bin: t.TempDir()}
	if err := p.recorders(t.Context()); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(p.bin, "kubectl-mandate"), "../../../cmd/kubectl-mandate")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the plugin: %v\n%s", err, out)
	}
	done := fences.ReplaceAllStringFunc(string(text), func(block string) string {
		parts := fences.FindStringSubmatch(block)
		if parts[1] == "yaml" {
			return "```yaml\n" + p.does(parts[2]) + "```\n"
		}
		return "```console\n" + p.prints(parts[2]) + "```\n"
	})
	if *update {
		if err := os.WriteFile(workedPage, []byte(done), 0o644); err != nil { //nolint:gosec // documentation is for everybody
			t.Fatal(err)
		}
	}
}

// fences are the blocks of a page that are done.
var fences = regexp.MustCompile("(?s)```(yaml|console)\n(.*?)```\n")

// instantOfDay is the noon of a day, in the time zone of the example.
func instantOfDay(day string) time.Time {
	at, err := time.Parse("2006-01-02T15:04:05Z07:00", day+"T12:00:00+08:00")
	if err != nil {
		panic(err)
	}
	return at
}

// does applies the documents of a block and returns them; with -update with the
// digests that are there.
func (p *page) does(block string) string {
	documents := strings.Split(block, "\n---\n")
	for i, document := range documents {
		if *update {
			document = p.digested(document)
			documents[i] = document
		}
		if err := p.apply(document); err != nil {
			p.t.Fatalf("%v\n%s", err, document)
		}
	}
	return strings.Join(documents, "\n---\n")
}

func (p *page) apply(document string) error {
	decode := serializer.NewCodecFactory(p.admin.Scheme(), serializer.EnableStrict).UniversalDeserializer()
	object, _, err := decode.Decode([]byte(document), nil, nil)
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	switch o := object.(type) {
	case *v1alpha1.Decision:
		noon := instantOfDay(string(o.Spec.ActedOn))
		p.passes(noon.Add(-time.Hour))
		o.CreationTimestamp, o.UID = metav1.NewTime(noon.Add(-time.Hour)), types.UID(uidOf(o.Name))
		return p.record(p.t.Context(), o)
	case *corev1.Namespace:
		return p.admin.Create(p.t.Context(), o)
	case client.Object:
		p.applied = append(p.applied, o)
		return p.house.apply(p.t.Context(), o)
	}
	return fmt.Errorf("%T: %w", object, errors.ErrUnsupported)
}

// uidOf is the UID of a Decision of the page: one that is brought back has the
// UID that it says, so that others can name it.
func uidOf(name string) string {
	sum := sha256.Sum256([]byte(name))
	hex := fmt.Sprintf("%x", sum)
	return hex[:8] + "-" + hex[8:12] + "-4" + hex[13:16] + "-8" + hex[17:20] + "-" + hex[20:32]
}

var (
	digestLine  = regexp.MustCompile(`digest: "?sha256:[0-9a-f]{64}"?`)
	answerNames = regexp.MustCompile(`regarding: \{name: ([a-z0-9-]+), uid: [^}]*\}`)
)

// digested is a Decision with the digest that its subject has and the UID of what
// it answers.
func (p *page) digested(document string) string {
	d := &v1alpha1.Decision{}
	if err := yaml.Unmarshal([]byte(document), d); err != nil || d.Kind != "Decision" {
		return document
	}
	document = answerNames.ReplaceAllStringFunc(document, func(line string) string {
		name := answerNames.FindStringSubmatch(line)[1]
		return "regarding: {name: " + name + ", uid: " + uidOf(name) + "}"
	})
	if d.Spec.Subject.Part == "" {
		return document
	}
	subject := &unstructured.Unstructured{}
	subject.SetGroupVersionKind(v1alpha1.GroupVersion.WithKind(string(d.Spec.Subject.Kind)))
	digest := ""
	p.until(func(ctx context.Context) bool {
		if err := p.admin.Get(ctx, client.ObjectKey{Namespace: d.Namespace, Name: string(d.Spec.Subject.Name)}, subject); err != nil {
			return false
		}
		all, _, _ := unstructured.NestedSlice(subject.Object, "status", "digests")
		for _, one := range all {
			if of, ok := one.(map[string]any); ok && of["part"] == string(d.Spec.Subject.Part) {
				digest, _ = of["digest"].(string)
			}
		}
		return digest != ""
	})
	return digestLine.ReplaceAllString(document, `digest: "`+digest+`"`)
}

func (p *page) until(is func(context.Context) bool) bool {
	return wait.PollUntilContextTimeout(p.t.Context(), 5*pause, *patience, true, func(ctx context.Context) (bool, error) { return is(ctx), nil }) == nil
}

// passes lets time pass, and those who look at what the page applied look again.
func (p *page) passes(to time.Time) {
	p.step(to)
	mark := fmt.Appendf(nil, `{"metadata":{"annotations":{"stories/at":%q}}}`, to.UTC().Format(time.RFC3339))
	for _, o := range p.applied {
		if err := p.admin.Patch(p.t.Context(), bare(o), client.RawPatch(types.MergePatchType, mark)); client.IgnoreNotFound(err) != nil {
			p.t.Fatal(err)
		}
	}
}

// ages are the ages of a table, by which no two runs are alike.
var ages = regexp.MustCompile(`(?m) [0-9]+[smhd]([0-9]+[smh])? *$`)

// prints runs the commands of a block, each on the day in its comment, until they
// print what the page says; with -update until they say the same for a while.
func (p *page) prints(block string) string {
	var told strings.Builder
	for _, part := range strings.Split("\n"+block, "\n$ ")[1:] {
		line, want, _ := strings.Cut(part, "\n")
		want = strings.TrimSuffix(want, "\n")
		command, day, _ := strings.Cut(line, " # ")
		p.passes(instantOfDay(strings.TrimSpace(day)))
		got, same := "", 0
		ok := p.until(func(ctx context.Context) bool {
			now := p.run(ctx, strings.Fields(command), strings.TrimSpace(day))
			if same++; now != got {
				same = 0
			}
			got = now
			return *update && same >= 12 || !*update && got == want
		})
		if !ok {
			p.t.Errorf("%s prints\n%s\nand the page says\n%s", line, got, want)
		}
		told.WriteString("$ " + line + "\n" + got + "\n")
	}
	return told.String()
}

// run runs one command; the plugin itself in the place of kubectl, which would
// only call it.
func (p *page) run(ctx context.Context, words []string, day string) string {
	program, args := filepath.Join(p.assets, words[0]), words[1:]
	if args[0] == "mandate" {
		program, args = filepath.Join(p.bin, "kubectl-mandate"), append(args[1:], "--at", day+"T12:00:00+08:00")
	}
	command := exec.CommandContext(ctx, program, args...)
	command.Env = append(os.Environ(), "KUBECONFIG="+p.kubeconfig, "LC_ALL=C")
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v: %s", err, out)
	}
	said := ages.ReplaceAllString(strings.TrimRight(string(out), "\n"), " 1m")
	var lines []string
	for line := range strings.SplitSeq(said, "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return strings.Join(lines, "\n")
}
