// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/publicdata-io/mandate/internal/checking"
)

// checkOptions are what a line that checks a folder says.
type checkOptions struct {
	genericiooptions.IOStreams
	lang, output             string
	from                     string
	jurisdictions, documents string
}

// newCheck is `kubectl mandate check -f DIR`. It reaches no cluster.
func newCheck(streams genericiooptions.IOStreams) *cobra.Command {
	o := &checkOptions{IOStreams: streams}
	command := &cobra.Command{
		Use:         "check -f DIR",
		Annotations: worded("check", ""),
		Example:     "  kubectl mandate check -f domain/ --jurisdictions editions/ --documents papers/\n  kubectl kustomize domain | kubectl mandate check -f -",
		Args:        cobra.NoArgs,
		RunE:        func(command *cobra.Command, _ []string) error { return o.run(command.Context()) },
	}
	own := command.Flags()
	own.StringVarP(&o.from, "filename", "f", "", "the folder, with those in it, or file to check, or - for standard input")
	own.StringVar(&o.jurisdictions, "jurisdictions", "", "a folder or file of what may be referred to and is not itself checked: editions, calendars, parties")
	own.StringVar(&o.documents, "documents", "", "the folder of the papers, by whose bytes the sha256 of documents and evidence are checked")
	own.StringVar(&o.lang, "lang", "", langUsage)
	own.StringVarP(&o.output, "output", "o", "", "json: write the faults so")
	return command
}

// Exit is an error that asks for an exit code of its own.
type Exit struct {
	Code int
	error
}

// Unwrap is what happened.
func (e *Exit) Unwrap() error { return e.error }

// run ends with 1 where there are faults, and with 2 where it could not check.
func (o *checkOptions) run(ctx context.Context) error {
	if o.from == "" {
		return &Exit{Code: 2, error: wrong("-f is missing: name the folder, the file, or - for standard input")}
	}
	report, err := o.check(ctx)
	if err == nil {
		err = o.tell(report)
	}
	switch {
	case err != nil:
		return &Exit{Code: 2, error: err}
	case report.Objects == 0 && len(report.Faults) == 0:
		return &Exit{Code: 2, error: wrong("%s holds no object of Mandate's kinds: nothing was checked; was it rendered, and is it the right folder?", o.from)}
	case len(report.Faults) == 1:
		return &Exit{Code: 1, error: wrong("%s: 1 fault", o.from)}
	case len(report.Faults) > 0:
		return &Exit{Code: 1, error: wrong("%s: %d faults", o.from, len(report.Faults))}
	}
	return nil
}

func (o *checkOptions) check(ctx context.Context) (checking.Report, error) {
	files, err := o.read(o.from)
	if err != nil {
		return checking.Report{}, err
	}
	folder := checking.Read(files)
	report := checking.Report{Objects: len(folder.Objects), Others: folder.Others, Faults: []checking.Fault{}, Warnings: []checking.Fault{}}
	var beside checking.Folder
	if o.jurisdictions != "" {
		if files, err = o.read(o.jurisdictions); err != nil {
			return report, err
		}
		beside = checking.Read(files)
	}
	stage, err := stageOf(ctx, folder, beside.Objects, time.Now())
	if err != nil {
		return report, err
	}
	report.Add(folder.Check(beside.Objects)...)
	report.Add(folder.Acts(stage)...)
	report.Add(folder.Hopes(stage)...)
	report.Add(beside.Beside()...)
	if o.documents == "" {
		return report, nil
	}
	sums, err := sumsOf(o.documents)
	report.Add(folder.Papers(sums)...)
	return report, err
}

func (o *checkOptions) tell(report checking.Report) error {
	switch o.output {
	case "":
		_, err := io.WriteString(o.Out, report.Text(languageOf(o.lang)))
		return err
	case "json":
		writer := json.NewEncoder(o.Out)
		writer.SetIndent("", "  ")
		return writer.Encode(report)
	}
	return wrong("--output %q is not json", o.output)
}

// read takes the files of YAML and JSON of a folder, in the order of their
// names.
func (o *checkOptions) read(from string) ([]checking.File, error) {
	if from == "-" {
		data, err := io.ReadAll(o.In)
		if err != nil {
			return nil, failed(err, "read standard input")
		}
		return []checking.File{{Name: "-", Data: data}}, nil
	}
	var files []checking.File
	err := walk(from, func(path string, data []byte) {
		if path == from || slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)) {
			files = append(files, checking.File{Name: path, Data: data})
		}
	})
	return files, err
}

// sumsOf are the digests of the papers of a folder.
func sumsOf(folder string) (checking.Sums, error) {
	sums := checking.Sums{}
	err := walk(folder, func(path string, data []byte) {
		sum := sha256.Sum256(data)
		sums.Add(filepath.Base(path), hex.EncodeToString(sum[:]))
	})
	return sums, err
}

// walk reads every file of a folder and of those in it.
func walk(from string, take func(path string, data []byte)) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return failed(err, "read %s", path)
		}
		take(path, data)
		return nil
	})
}
