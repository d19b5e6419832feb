// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Command reasons writes docs/reasons.md out of the comments of the condition
// types and reasons in api/v1alpha1/conditions.go.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"os"
	"strconv"
	"strings"
)

const intro = `# Conditions and reasons

Generated from the comments in api/v1alpha1/conditions.go by ` + "`make generate`" + `.

` + "`Active`" + ` says whether a link of the chain is in force. ` + "`SandboxReady`" + ` says whether the cluster holds the sandbox that the verdict asks for. ` + "`Ready`" + ` says that the cluster matches the legal state: an expired or suspended grant is Ready and not Active. ` + "`Reconciling` and `Stalled`" + ` are present only while true, as kstatus asks. ` + "`DutiesDone`" + ` says that no duty is left to do which nothing waits for, and changes neither. The message of a condition names the object, the field, the value, the rule, who is waited for and what to do next; one that is too long says at its end that ` + "`kubectl mandate why`" + ` tells the rest.
`

func main() {
	log.SetFlags(0)
	if len(os.Args) != 3 {
		log.Fatal("usage: reasons SOURCE TARGET")
	}
	file, err := parser.ParseFile(token.NewFileSet(), os.Args[1], nil, parser.ParseComments)
	if err != nil {
		log.Fatal(err)
	}
	page := &strings.Builder{}
	page.WriteString(intro)
	for _, decl := range file.Decls {
		if group, ok := decl.(*ast.GenDecl); ok && group.Tok == token.CONST {
			write(page, group)
		}
	}
	if err := os.WriteFile(os.Args[2], []byte(page.String()), 0o644); err != nil { //nolint:gosec // documentation is for everybody
		log.Fatal(err)
	}
}

// write appends a table of one group of constants, under its first sentence.
func write(page *strings.Builder, group *ast.GenDecl) {
	title, more, _ := strings.Cut(prose(group.Doc), ". ")
	fmt.Fprintf(page, "\n## %s\n\n", strings.TrimSuffix(title, "."))
	if more != "" {
		fmt.Fprintf(page, "%s\n\n", more)
	}
	page.WriteString("| value | what it says |\n| --- | --- |\n")
	for _, spec := range group.Specs {
		constant := spec.(*ast.ValueSpec)
		value, err := strconv.Unquote(constant.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			log.Fatal(err)
		}
		said := strings.TrimPrefix(prose(constant.Doc), constant.Names[0].Name+" ")
		fmt.Fprintf(page, "| `%s` | %s |\n", value, said)
	}
}

func prose(doc *ast.CommentGroup) string {
	return strings.Join(strings.Fields(doc.Text()), " ")
}
