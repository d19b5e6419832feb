// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedures_test

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/test/cluster"
)

// domain is one chain of a data domain: its objects, and the acts on them. What
// happens to it is kept in order, so that it can be played again elsewhere.
type domain struct {
	t testing.TB
	// code is the jurisdiction's, and the folder of the domain in testdata.
	code string
	// at is where it is, and namespace the domain's.
	at        place
	namespace string
	// parent and edition are those that are shipped; the chain pins edition,
	// the child. calendar is the one it counts by.
	parent, edition *v1alpha1.Jurisdiction
	calendar        *v1alpha1.WorkCalendar

	store *store
	// drawer are the objects of chain.yaml that were not applied yet.
	drawer []client.Object
	acts   []*v1alpha1.Decision
	// deeds are what happened, in order.
	deeds []deed
	boxes map[string]box // by grant: what its sandbox was last
	// slipped are objects, written Kind/name, with a change that a cluster refuses.
	slipped map[string]bool
}

// deed is one thing that happens to a domain: an object is applied, or taken
// away, or an act is recorded; or a cluster refuses that with a message that says
// so much.
type deed struct {
	apply, delete client.Object
	act           *v1alpha1.Decision
	refused       string
}

// place is where a domain is, so that a story can be told in several places of one
// cluster. The zero place is that of chain.yaml, under the editions as they are
// shipped.
type place struct {
	// namespace is the domain's.
	namespace string
	// code is that of editions with the same text: what a rule counts under one
	// code is not counted under another.
	code string
}

// home is where the goldens are told.
var home place

// in is an empty domain under the child of an edition that is shipped.
func in(t testing.TB, code string, at place) *domain {
	t.Helper()
	jurisdictions := "config/jurisdictions/"
	return under(t, code, jurisdictions+code, jurisdictions+code+"-pilot", at)
}

// under is an empty domain under the child of an edition, by the folders of the
// two.
func under(t testing.TB, code, edition, child string, at place) *domain {
	t.Helper()
	d := &domain{t: t, code: code, at: at, namespace: cmp.Or(at.namespace, code), store: newStore(t), boxes: map[string]box{}, slipped: map[string]bool{}}
	shipped := editions(t, code, edition, child)
	d.parent, d.edition = shipped.parent.DeepCopy(), shipped.child.DeepCopy()
	if at.code != "" {
		for _, e := range []*v1alpha1.Jurisdiction{d.parent, d.edition} {
			e.Name, e.Spec.Code = d.moved(e.Name), at.code
			e.Spec.Parent = v1alpha1.ObjectName(d.moved(string(e.Spec.Parent)))
		}
	}
	d.calendar = &v1alpha1.WorkCalendar{}
	read(t, "config/calendars/china.yaml", d.calendar)
	for _, o := range []client.Object{d.parent, d.edition, d.calendar} {
		d.stamp(o)
		d.store.put(o)
	}
	return d
}

// moved is a text with the names of its editions as they are in the place of the
// domain.
func (d *domain) moved(text string) string {
	if d.at.code == "" {
		return text
	}
	return strings.NewReplacer(d.code+"-pilot.", d.at.code+"-pilot.", d.code+".1", d.at.code+".1").Replace(text)
}

// read reads a file of the repository.
func read(t testing.TB, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", path))
	if err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
}

type family struct{ parent, child *v1alpha1.Jurisdiction }

var (
	shipped   = map[string]family{}
	shippedMu sync.Mutex
)

// editions are an edition and its child, as an administrator builds them.
func editions(t testing.TB, code, edition, child string) family {
	t.Helper()
	shippedMu.Lock()
	defer shippedMu.Unlock()
	if _, ok := shipped[code]; !ok {
		of := family{&v1alpha1.Jurisdiction{}, &v1alpha1.Jurisdiction{}}
		read(t, edition+"/edition.yaml", of.parent)
		if err := yaml.UnmarshalStrict(kustomize(t, child), of.child); err != nil {
			t.Fatalf("read the child of %s: %v", code, err)
		}
		shipped[code] = of
	}
	return shipped[code]
}

func kustomize(t testing.TB, folder string) []byte {
	t.Helper()
	assets, err := cluster.FindAssets()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("..", "..", "..", folder)
	text, err := exec.CommandContext(t.Context(), filepath.Join(assets, "kubectl"), "kustomize", path).Output()
	if err != nil {
		t.Fatalf("build %s: %v", path, err)
	}
	return text
}

// load reads the objects of the domain out of testdata/<code>/chain.yaml and
// applies them, but for those that are put later, each written Kind/name.
func (d *domain) load(later ...string) *domain {
	d.t.Helper()
	file := filepath.Join("testdata", d.code, "chain.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		d.t.Fatalf("read the objects of %s: %v", d.code, err)
	}
	text = []byte(d.moved(string(text)))
	decoder := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for {
		document, err := decoder.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			d.t.Fatalf("read %s: %v", file, err)
		}
		if o := d.decode(file, document); o != nil {
			d.drawer = append(d.drawer, o)
		}
	}
	for _, o := range slices.Clone(d.drawer) {
		if name := d.nameOf(o); !slices.Contains(later, name) {
			d.put(name)
		}
	}
	return d
}

// decode reads one document of a file; none where it holds comments alone.
func (d *domain) decode(file string, document []byte) client.Object {
	d.t.Helper()
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(document, &kind); err != nil {
		d.t.Fatalf("read %s: %v", file, err)
	}
	if kind.Kind == "" {
		return nil
	}
	made, err := d.store.scheme.New(kind.GroupVersionKind())
	if err != nil {
		d.t.Fatalf("read %s: %v", file, err)
	}
	if err := yaml.UnmarshalStrict(document, made); err != nil {
		d.t.Fatalf("read a %s of %s: %v", kind.Kind, file, err)
	}
	o := made.(client.Object)
	if o.GetNamespace() != "" && d.at.namespace != "" {
		o.SetNamespace(d.namespace)
	}
	if o.GetNamespace() != "" {
		d.namespace = o.GetNamespace()
	}
	return o
}

// put applies objects of chain.yaml, each written Kind/name.
func (d *domain) put(names ...string) *domain {
	d.t.Helper()
	for _, name := range names {
		at := slices.IndexFunc(d.drawer, func(o client.Object) bool { return d.nameOf(o) == name })
		if at < 0 {
			d.t.Fatalf("testdata/%s/chain.yaml holds no %s that was not applied yet", d.code, name)
		}
		d.apply(d.drawer[at])
		d.drawer = slices.Delete(slices.Clone(d.drawer), at, at+1)
	}
	return d
}

// apply applies an object that chain.yaml does not hold.
func (d *domain) apply(o client.Object) {
	d.stamp(o)
	d.store.put(o)
	d.deeds = append(d.deeds, deed{apply: o})
	delete(d.slipped, d.nameOf(o))
}

// edit changes an object, written Kind/name, and applies it. The one that was
// there stays as it was.
func edit[T client.Object](d *domain, name string, change func(T)) {
	d.t.Helper()
	o, ok := d.find(name).DeepCopyObject().(T)
	if !ok {
		d.t.Fatalf("%s is of another kind", name)
	}
	change(o)
	d.apply(o)
}

// find is an object that was applied.
func (d *domain) find(name string) client.Object {
	d.t.Helper()
	for _, objects := range d.store.objects {
		for _, o := range objects {
			if d.nameOf(o) == name {
				return o
			}
		}
	}
	d.t.Fatalf("there is no %s", name)
	return nil
}

// slip changes an object, written Kind/name, past the API server, which refuses
// that with a message that says so much. Until it is put back a cluster shows
// something else.
func slip[T client.Object](d *domain, name, says string, change func(T)) {
	d.t.Helper()
	edit(d, name, change)
	d.deeds[len(d.deeds)-1].refused, d.slipped[name] = says, true
}

func (d *domain) nameOf(o client.Object) string { return d.store.kind(o).Kind + "/" + o.GetName() }

// versions counts what was applied in all stories: what is remembered by the
// version of an object is never taken for that of another story.
var versions atomic.Int64

// stamp gives an object what a server gives it. The time at which it was
// applied is that of no act, and rests on none.
func (d *domain) stamp(o client.Object) {
	o.SetUID(types.UID("uid-" + strings.ToLower(d.nameOf(o))))
	o.SetResourceVersion(strconv.FormatInt(versions.Add(1), 10))
	o.SetGeneration(o.GetGeneration() + 1)
}

// subjects are all that acts may be on, in the order in which one rests on
// another.
func (d *domain) subjects() []v1alpha1.DecisionSubject {
	var all []v1alpha1.DecisionSubject
	for _, kind := range []v1alpha1.SubjectLinkKind{
		v1alpha1.OnOrganization, v1alpha1.OnDataResource, v1alpha1.OnImplementationPlan, v1alpha1.OnSelection,
		v1alpha1.OnObjection, v1alpha1.OnOperationAgreement, v1alpha1.OnDeveloperGrant,
	} {
		for _, o := range d.store.objects[v1alpha1.GroupVersion.WithKind(string(kind))] {
			all = append(all, v1alpha1.DecisionSubject{Kind: kind, Name: v1alpha1.ObjectName(o.GetName())})
		}
	}
	return all
}

// reader is the domain as it is read at an instant: without acts that were
// recorded later.
func (d *domain) reader() client.Reader {
	decisions := v1alpha1.GroupVersion.WithKind("Decision")
	d.store.objects[decisions] = nil
	for _, a := range d.acts {
		d.store.objects[decisions] = append(d.store.objects[decisions], a)
	}
	return d.store
}

var beijing = time.FixedZone("Beijing", 8*60*60)

// instant reads a time of a story, in Beijing time.
func instant(at string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", at, beijing)
	if err != nil {
		panic("a story names no time: " + err.Error())
	}
	return t
}
