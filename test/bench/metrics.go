// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// series is one line of metrics in the text format of Prometheus.
type series struct {
	labels map[string]string
	value  float64
}

// readSeries picks the series of one metric.
func readSeries(text io.Reader, metric string) ([]series, error) {
	var found []series
	lines := bufio.NewScanner(text)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		rest, ok := strings.CutPrefix(lines.Text(), metric)
		if !ok || rest == "" || (rest[0] != '{' && rest[0] != ' ') {
			continue
		}
		labels, value, ok := strings.Cut(rest, "} ")
		if !ok {
			labels, value = "", strings.TrimSpace(rest)
		}
		number, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("read the metric %s: %w", metric, err)
		}
		found = append(found, series{labels: readLabels(strings.TrimPrefix(labels, "{")), value: number})
	}
	return found, lines.Err()
}

// readLabels reads name="value" pairs; no value that is read here holds a quote.
func readLabels(text string) map[string]string {
	labels := map[string]string{}
	for text != "" {
		name, rest, ok := strings.Cut(text, `="`)
		if !ok {
			break
		}
		value, next, _ := strings.Cut(rest, `"`)
		labels[name] = value
		text = strings.TrimPrefix(next, ",")
	}
	return labels
}

// series are those of one metric of the process.
func (p *program) series(ctx context.Context, metric string) ([]series, error) {
	body, err := get(ctx, p.metrics+"/metrics")
	if err != nil {
		return nil, fmt.Errorf("read the metrics of %s: %w", p.name, err)
	}
	defer func() { _ = body.Close() }()
	return readSeries(body, metric)
}

// total adds up the series of one metric that carry the label value.
func (p *program) total(ctx context.Context, metric, label, value string) (float64, error) {
	all, err := p.series(ctx, metric)
	sum := 0.0
	for _, s := range all {
		if label == "" || s.labels[label] == value {
			sum += s.value
		}
	}
	return sum, err
}
