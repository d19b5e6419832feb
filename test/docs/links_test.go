// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

const root = "../.."

// pages are all pages that people read, as paths from the root.
func pages(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, pattern := range []string{"*.md", "docs/*.md", "config/*/*.md"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, found...)
	}
	if len(all) < 10 {
		t.Fatalf("only %d pages", len(all))
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	links    = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	fenced   = regexp.MustCompile("(?ms)^[ ]*```.*?^[ ]*```")
	headings = regexp.MustCompile(`(?m)^#{1,6} (.*)$`)
)

// TestLinksLeadSomewhere finds the file of every link, and the heading of every
// anchor.
func TestLinksLeadSomewhere(t *testing.T) {
	for _, page := range pages(t) {
		if filepath.Base(page) == "reference.md" {
			continue // generated: its brackets are regular expressions, and it links headings of its own alone
		}
		for _, link := range links.FindAllStringSubmatch(fenced.ReplaceAllString(read(t, page), ""), -1) {
			target, anchor, _ := strings.Cut(link[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			file := page
			if target != "" {
				file = filepath.Join(filepath.Dir(page), target)
			}
			info, err := os.Stat(file)
			switch {
			case err != nil:
				t.Errorf("%s: %s leads nowhere", page, link[1])
			case anchor != "" && !info.IsDir() && !slices.Contains(anchors(read(t, file)), anchor):
				t.Errorf("%s: %s has no heading of that name", page, link[1])
			}
		}
	}
}

// anchors are what the headings of a page are called in links.
func anchors(page string) []string {
	var all []string
	for _, heading := range headings.FindAllStringSubmatch(fenced.ReplaceAllString(page, ""), -1) {
		name := strings.Map(func(r rune) rune {
			switch {
			case r == ' ' || r == '-':
				return '-'
			case unicode.IsLetter(r), unicode.IsDigit(r), r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, strings.TrimSpace(links.ReplaceAllString(heading[1], "]")))
		all = append(all, name)
	}
	return all
}

// TestEveryPageIsLinked finds every page of docs in both READMEs.
func TestEveryPageIsLinked(t *testing.T) {
	for _, readme := range []string{"README.md", "README.zh-CN.md"} {
		text := read(t, filepath.Join(root, readme))
		for _, page := range pages(t) {
			if name := filepath.Base(page); filepath.Base(filepath.Dir(page)) == "docs" && !strings.Contains(text, "(docs/"+name+")") {
				t.Errorf("%s does not link docs/%s", readme, name)
			}
		}
	}
}

// TestTheREADMEsHaveTheSameParts: what one has a chapter of, the other has too.
func TestTheREADMEsHaveTheSameParts(t *testing.T) {
	chapters := func(name string) int {
		return strings.Count(fenced.ReplaceAllString(read(t, filepath.Join(root, name)), ""), "\n## ")
	}
	if english, chinese := chapters("README.md"), chapters("README.zh-CN.md"); english != chinese {
		t.Errorf("README.md has %d chapters and README.zh-CN.md %d", english, chinese)
	}
}
