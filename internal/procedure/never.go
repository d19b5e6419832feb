// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package procedure

import (
	"slices"
	"strings"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/finding"
	"github.com/publicdata-io/mandate/internal/jurisdiction"
)

// Never finds why what a subject waits for can never come, whoever acts: a step
// that is for nobody among everyone, or that comes after one which no object in
// question goes through, and objects that a procedure requires and the subject
// does not name. Roles count as they are claimed: what confers them may come. What
// could not be read is no reason.
func Never(edition *v1alpha1.Jurisdiction, subject *Subject, world *World, everyone []v1alpha1.ObjectName) []*finding.Finding {
	zone, err := jurisdiction.Zone(edition)
	if err != nil {
		return nil
	}
	e := engine{edition: edition, subject: subject, world: world.claiming(edition), zone: zone}
	e.begins()
	var found []*finding.Finding
	for _, r := range e.runs {
		if !e.waitsFor(r.procedure.Effect) {
			continue
		}
		found = append(found, e.unnamed(r.procedure))
		for i := range r.steps {
			s := r.steps[i].rule
			if s.Gate != nil && !*s.Gate {
				continue
			}
			found = append(found, e.neverReached(r, s), e.nobody(r, s, s.By, everyone))
			if s.Receipt != "" {
				found = append(found, e.nobody(r, s, s.To, everyone))
			}
		}
	}
	return slices.DeleteFunc(found, func(f *finding.Finding) bool { return f == nil })
}

// claiming is the world in which every role counts that an organisation claims.
func (w *World) claiming(edition *v1alpha1.Jurisdiction) *World {
	own := *w
	own.Organization = func(name v1alpha1.ObjectName) (*Organization, Reading) {
		o, reading := w.Organization(name)
		return o.Claiming(edition), reading
	}
	return &own
}

// waitsFor says whether the subject waits for an effect to be in force.
func (e *engine) waitsFor(effect v1alpha1.Effect) bool {
	switch effect {
	case v1alpha1.EffectEnter, v1alpha1.EffectSelected, v1alpha1.EffectCleared, v1alpha1.EffectDisposed:
		return true
	}
	return false
}

// unnamed finds that a procedure requires a plan or a call and the subject names
// none, or one whose method never fits.
func (e *engine) unnamed(p *v1alpha1.Procedure) *finding.Finding {
	if p.Requires == nil {
		return nil
	}
	if p.Requires.Plan != "" && e.linkAbove(v1alpha1.LinkImplementationPlan) == nil {
		return e.requirement(p, "spec.plan of %s names no ImplementationPlan; procedure %s needs one that is approved", e.link(), p.Name)
	}
	if p.Requires.Selection != "" && e.linkAbove(v1alpha1.LinkSelection) == nil {
		return e.selectionMissing(p)
	}
	return e.methodUnfit(p)
}

// neverReached finds that a step comes after one that neither the subject nor
// anything above it goes through.
func (e *engine) neverReached(r *run, s *v1alpha1.Step) *finding.Finding {
	for _, ref := range s.After {
		if p, skip := e.at(r, ref); skip || p.done || p.unread || e.goesThrough(r, ref) {
			continue
		}
		return finding.New(v1alpha1.OutOfOrderReason, s.Basis,
			"step %s/%s of %s comes after %s, and neither it nor what it names goes through that step; let it name the plan, call or agreement that does, or correct the edition",
			r.procedure.Name, s.Name, e.link(), ref)
	}
	return nil
}

// goesThrough says whether a step is one of the subject or of a link above, done
// or not.
func (e *engine) goesThrough(r *run, ref v1alpha1.StepReference) bool {
	if named(r.procedure, ref) != nil {
		return true
	}
	procedure, step := split(ref)
	of := slices.IndexFunc(e.edition.Spec.Procedures, func(p v1alpha1.Procedure) bool { return p.Name == procedure })
	if of >= 0 && e.edition.Spec.Procedures[of].Of == e.subject.Kind && RunsAgain(e.edition.Spec.Procedures[of].Effect) {
		return true // it may run yet
	}
	if slices.ContainsFunc(e.runs, func(other *run) bool { return other.procedure.Name == procedure && other.step(step) != nil }) {
		return true
	}
	return slices.ContainsFunc(e.world.Above, func(l Link) bool {
		return l.Reading != Found || l.Report.Step(procedure, step) != nil
	})
}

// nobody finds that a party of a step is nobody, or too few.
func (e *engine) nobody(r *run, s *v1alpha1.Step, parties []v1alpha1.Party, everyone []v1alpha1.ObjectName) *finding.Finding {
	may := slices.DeleteFunc(slices.Clone(everyone), func(org v1alpha1.ObjectName) bool { return e.kept(s, org) })
	for _, portion := range portions(r.procedure, s, e.subject.Inputs) {
		if found := e.nobodyFor(r, s, parties, setting{r, anyDay, portion}, may); found != nil {
			return found
		}
	}
	return nil
}

// nobodyFor finds that a party of a step is nobody, or too few, in a setting.
func (e *engine) nobodyFor(r *run, s *v1alpha1.Step, parties []v1alpha1.Party, in setting, may []v1alpha1.ObjectName) *finding.Finding {
	for i := range parties {
		p := &parties[i]
		switch names, known := e.subject.Parties[p.Ref]; {
		case e.absent(p):
			continue
		case p.Ref != "" && p.Ref != v1alpha1.PartyApplicant && known && len(names) == 0:
			return finding.New(v1alpha1.NotEntitledReason, s.Basis,
				"step %s/%s of %s is for its %s, and it has none; the edition asks that of a kind which has one", r.procedure.Name, s.Name, e.link(), p.Ref)
		case p.Ref != "" && p.Ref != v1alpha1.PartyApplicant, p.Owner != "":
			continue // whom the object names is there, or missed as a reference
		}
		if found := e.tooFew(s, p, in, may); found != nil {
			return found
		}
	}
	return nil
}

// tooFew finds that fewer organisations than a party needs could ever act.
func (e *engine) tooFew(s *v1alpha1.Step, p *v1alpha1.Party, in setting, may []v1alpha1.ObjectName) *finding.Finding {
	if p.OrNamedIn != "" {
		return nil // an act may name one
	}
	var are []string
	for _, org := range may {
		if e.isOf(p, org, in) != unfit {
			are = append(are, string(org))
		}
	}
	switch {
	case len(p.Among) > 0 && p.AtLeast != nil && len(are) < int(*p.AtLeast):
		return finding.New(v1alpha1.NotEntitledReason, s.Basis,
			"step %s/%s of %s needs %s, and only %d of these organisations can be any: %s; add those that are missing, or correct their roles, divisions or sectors",
			in.run.procedure.Name, s.Name, e.link(), e.nameFor(p, nil, in.inputs), len(are), orNothing(strings.Join(are, ", ")))
	case len(are) == 0:
		return finding.New(v1alpha1.NotEntitledReason, s.Basis,
			"step %s/%s of %s is for %s, and none of these organisations is that; add it, or correct its roles, division or sectors",
			in.run.procedure.Name, s.Name, e.link(), e.nameFor(p, nil, in.inputs))
	}
	return nil
}

// kept says whether an organisation is kept from a step by who it is.
func (e *engine) kept(s *v1alpha1.Step, org v1alpha1.ObjectName) bool {
	return slices.ContainsFunc(s.DistinctFrom, func(ref v1alpha1.PartyRef) bool {
		return slices.ContainsFunc(e.subject.Parties[ref], func(name string) bool { return e.affiliated(org, v1alpha1.ObjectName(name)) })
	})
}
