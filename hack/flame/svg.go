// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"html"
	"regexp"
	"strings"
)

const (
	width  = 1200.0
	row    = 17
	top    = 30
	letter = 6.2
	// narrowest is the width below which a frame is left out, with all it called.
	narrowest = 7.0
)

// colours say whose a function is; the first that fits.
var colours = []struct {
	of     *regexp.Regexp
	colour string
}{
	{regexp.MustCompile(`publicdata-io/mandate|^main\.`), "#f2994a"},
	{regexp.MustCompile(`^runtime\.|^gcWriteBarrier`), "#cfd8dc"},
	{regexp.MustCompile(`^(encoding|reflect|compress)/?|/json|cbor|protobuf|Marshal`), "#b5d99c"},
	{regexp.MustCompile(`controller-runtime|client-go`), "#9ec5e8"},
	{regexp.MustCompile(`k8s\.io|google/cel`), "#c7b8ea"},
}

// others is the colour of whatever is nobody's above.
const others = "#f3e3a2"

// svg draws a frame and all it called, root at the top.
func (f *frame) svg(title, unit string) string {
	var boxes strings.Builder
	depth := f.box(&boxes, 0, 0, width/float64(f.used), f.used, unit)
	height := top + (depth+1)*row + 6
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %d" font-family="monospace" font-size="10">
<rect width="100%%" height="100%%" fill="white"/>
<text x="4" y="18" font-size="13">%s: %s</text>
%s</svg>
`, width, height, html.EscapeString(title), amount(f.used, unit), boxes.String())
}

// box draws one frame at x and says how deep it goes.
func (f *frame) box(to *strings.Builder, x float64, depth int, scale float64, all int64, unit string) int {
	wide := float64(f.used) * scale
	name := short(f.name)
	y := top + depth*row
	fmt.Fprintf(to, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"><title>%s: %s, %.1f %%</title></rect>`+"\n",
		x, y, wide-0.5, row-1, colour(f.name), html.EscapeString(f.name), amount(f.used, unit), 100*float64(f.used)/float64(all))
	if fits := int(wide / letter); fits > 4 {
		fmt.Fprintf(to, `<text x="%.1f" y="%d">%s</text>`+"\n", x+2, y+12, html.EscapeString(name[:min(len(name), fits)]))
	}
	deepest := depth
	for _, c := range f.widest() {
		if float64(c.used)*scale < narrowest {
			break
		}
		deepest = max(deepest, c.box(to, x, depth+1, scale, all, unit))
		x += float64(c.used) * scale
	}
	return deepest
}

func colour(name string) string {
	for _, c := range colours {
		if c.of.MatchString(name) {
			return c.colour
		}
	}
	return others
}

// short leaves the path of a package out.
func short(name string) string {
	if at := strings.LastIndex(name, "/"); at >= 0 && !strings.Contains(name, "[") {
		return name[at+1:]
	}
	return name
}

// amount is a figure as people read it.
func amount(used int64, unit string) string {
	switch unit {
	case "nanoseconds":
		return fmt.Sprintf("%.2f s of a core", float64(used)/1e9)
	case "bytes":
		return fmt.Sprintf("%.1f MiB", float64(used)/(1<<20))
	}
	return fmt.Sprintf("%d %s", used, unit)
}
