// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// mostIdleCPU is the share of a core that P7 allows to both processes.
const mostIdleCPU = 0.01

// noise is how many requests more than the floor's are not counted: the
// components of the cluster have clocks of their own.
const noise = 1

// idled is a time in which nobody does anything.
type idled struct {
	Grants int
	Period time.Duration
	// Operator and Cutoff are the requests that the processes sent, by HTTP
	// method, as their own clients count them. Watches that began again count as
	// GET.
	Operator, Cutoff map[string]int
	// Server are all requests that the API server answered, by verb, resource
	// and whether it was a dry run, and Floor those of as long a time in which
	// both processes stood still.
	Server, Floor map[string]int
	// OperatorCPU and CutoffCPU are the CPU time used.
	OperatorCPU, CutoffCPU time.Duration
}

// idling measures P7.
func (b *bench) idling(ctx context.Context) error {
	if err := b.mandate.quiet(ctx); err != nil {
		return err
	}
	b.progress("P7: nothing happens for %s, and for as long while Mandate stands still", b.options.idle)
	i := &b.report.Idle
	i.Grants = b.observed.count()
	toldBefore, toldErr := b.mandate.operator.requests(ctx)
	cutBefore, cutErr := b.mandate.cutoff.requests(ctx)
	operator, cutoff := b.mandate.operator.cpu(), b.mandate.cutoff.cpu()
	served, err := b.served(ctx)
	if err := errors.Join(toldErr, cutErr, err); err != nil {
		return err
	}
	i.Server, i.Period = served, b.options.idle
	i.OperatorCPU, i.CutoffCPU = b.mandate.operator.cpu()-operator, b.mandate.cutoff.cpu()-cutoff
	told, toldErr := b.mandate.operator.requests(ctx)
	cut, cutErr := b.mandate.cutoff.requests(ctx)
	i.Operator, i.Cutoff = difference(toldBefore, told), difference(cutBefore, cut)
	if err := errors.Join(toldErr, cutErr, b.mandate.pause()); err != nil {
		return err
	}
	i.Floor, err = b.served(ctx)
	return errors.Join(err, b.mandate.resume(), b.mandate.quiet(ctx))
}

// served counts what the API server answers while nothing happens.
func (b *bench) served(ctx context.Context) (map[string]int, error) {
	before, err := b.answers(ctx)
	if err != nil {
		return nil, err
	}
	if err := pauseFor(ctx, b.options.idle); err != nil {
		return nil, err
	}
	after, err := b.answers(ctx)
	return difference(before, after), err
}

// answers are the requests that the API server has answered so far.
func (b *bench) answers(ctx context.Context) (map[string]int, error) {
	clients, err := b.installed.Clientset()
	if err != nil {
		return nil, err
	}
	text, err := clients.Discovery().RESTClient().Get().AbsPath("/metrics").DoRaw(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the metrics of the API server: %w", err)
	}
	all, err := readSeries(bytes.NewReader(text), "apiserver_request_total")
	counted := map[string]int{}
	for _, s := range all {
		resource := s.labels["resource"]
		if sub := s.labels["subresource"]; sub != "" {
			resource = strings.TrimPrefix(resource+"/"+sub, "/")
		}
		key := s.labels["verb"] + " " + resource
		if s.labels["dry_run"] != "" {
			key += " (dry run)"
		}
		counted[key] += int(s.value)
	}
	return counted, err
}

// own are the requests above the floor's.
func (i idled) own() map[string]int {
	own := map[string]int{}
	for key, n := range i.Server {
		if more := n - i.Floor[key]; more > noise {
			own[key] = more
		}
	}
	return own
}

// allowed says whether P7 allows a request: the Lease, the heartbeat, its
// canary, dry runs, and watches, which end by themselves now and then.
func allowed(request string) bool {
	verb, resource, _ := strings.Cut(request, " ")
	return verb == "WATCH" || strings.HasSuffix(request, "(dry run)") ||
		strings.HasPrefix(resource, "leases") || strings.HasPrefix(resource, "heartbeats") || request == "PATCH clusterroles"
}

func (r *report) idle() []row {
	i := r.Idle
	if i.Period == 0 {
		return nil
	}
	writes, reads := 0, 0
	for request, n := range i.own() {
		switch {
		case allowed(request):
		case strings.HasPrefix(request, "GET"), strings.HasPrefix(request, "LIST"):
			reads += n
		default:
			writes += n
		}
	}
	hours := float64(time.Hour) / float64(i.Period)
	share := float64(i.OperatorCPU+i.CutoffCPU) / float64(i.Period)
	scaled := fmt.Sprintf("%.0f, %.0f", float64(writes)*hours, float64(reads)*hours)
	cpu := fmt.Sprintf("%.2f %% + %.2f %%", 100*float64(i.OperatorCPU)/float64(i.Period), 100*float64(i.CutoffCPU)/float64(i.Period))
	return []row{
		{fmt.Sprintf("P7  idle, %d grants, %s scaled to an hour: writes, reads that are not excepted", i.Grants, i.Period), scaled, "0, 0", "", met(float64(writes+reads), 0)},
		{"P7  CPU of operator and cutoff <= 1 % of a core", cpu, "", "", met(share, mostIdleCPU)},
	}
}

// writeIdle prints what an idle hour consists of.
func (r *report) writeIdle(out io.Writer) {
	i := r.Idle
	if i.Period == 0 {
		return
	}
	fmt.Fprintf(out, "\nRequests above the floor's in %s of nothing; as the clients count, operator: %s; cutoff: %s\n\n", i.Period, methods(i.Operator), methods(i.Cutoff))
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	own := i.own()
	for _, request := range slices.Sorted(maps.Keys(own)) {
		excepted := ""
		if allowed(request) {
			excepted = "excepted"
		}
		fmt.Fprintf(table, "%s\t%d\t%s\n", request, own[request], excepted)
	}
	_ = table.Flush() // as the tables above, to the same place
}
