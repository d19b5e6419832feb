// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/login"
)

type loginOptions struct {
	genericiooptions.IOStreams
	flags    *genericclioptions.ConfigFlags
	version  string
	lang     string
	sandbox  string
	output   string
	merge    bool
	noVerify bool
}

func newLogin(version string, streams genericiooptions.IOStreams) *cobra.Command {
	o := &loginOptions{IOStreams: streams, flags: newFlags(), version: version}
	command := &cobra.Command{
		Use:         "login [GRANT] [-n NAMESPACE]",
		Annotations: worded("login", ""),
		Args:        atMost("GRANT"),
		RunE: func(command *cobra.Command, args []string) error {
			return o.run(command, strings.Join(args, ""))
		},
	}
	own := command.Flags()
	own.StringVar(&o.lang, "lang", "", langUsage)
	own.StringVar(&o.sandbox, "sandbox", "", text("login.flag.sandbox"))
	own.StringVarP(&o.output, "output", "o", "", text("login.flag.output"))
	own.BoolVar(&o.merge, "merge", false, text("login.flag.merge"))
	own.BoolVar(&o.noVerify, "no-verify", false, text("login.flag.no-verify"))
	command.MarkFlagsMutuallyExclusive("output", "merge")
	o.flags.AddFlags(own)
	own.Lookup("namespace").Usage = text("login.flag.namespace")
	return command
}

// run finds the sandbox, opens its door once, and writes how to get in.
func (o *loginOptions) run(command *cobra.Command, grant string) error {
	ctx := command.Context()
	scene, err := o.scene(grant)
	if err != nil {
		return err
	}
	person, err := findPerson(o.flags, o.version)
	if err != nil {
		return err
	}
	if scene, err = o.find(ctx, person, scene); err != nil {
		return err
	}
	if scene, err = o.verify(ctx, person, scene); err != nil {
		return err
	}
	args, err := person.args(command.Flags())
	if err != nil {
		return err
	}
	access, err := o.access(person, scene, args)
	if err != nil {
		return err
	}
	return o.hand(person, scene, access)
}

// scene is what the arguments say.
func (o *loginOptions) scene(grant string) (login.Scene, error) {
	s := login.Scene{Grant: grant, Sandbox: o.sandbox}
	if o.sandbox != "" && !login.IsSandbox(o.sandbox) {
		return s, login.Refuse("sandboxName", s)
	}
	if grant == "" {
		if o.sandbox == "" {
			return s, login.Refuse("nobody", s)
		}
		return s, nil
	}
	if faults := validation.IsDNS1123Subdomain(grant); len(faults) > 0 {
		s.Message = strings.Join(faults, "; ")
		return s, login.Refuse("grantName", s)
	}
	namespace, _, err := o.flags.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return s, fmt.Errorf("read kubeconfig: %w", err)
	}
	s.Namespace = namespace
	return s, nil
}

// find reads the grant for its sandbox, unless the sandbox was named: the door
// is the one right that a developer needs.
func (o *loginOptions) find(ctx context.Context, p person, s login.Scene) (login.Scene, error) {
	if s.Sandbox != "" {
		return s, nil
	}
	grant, err := readGrant(ctx, p.config, s)
	if err != nil {
		if refusal := login.Unread(err, s); refusal != nil {
			return s, refusal
		}
		return s, err
	}
	s, refusal := login.Judge(grant)
	if refusal != nil {
		return s, refusal.Saying(reckoned(ctx, p.config, languageOf(o.lang), s))
	}
	return s, nil
}

// reckoned is why a grant is not in force, in Chinese: what the operator reports is
// English. It is reckoned from what the person may read, and nothing where that is
// too little; the reason says whether it is the same.
func reckoned(ctx context.Context, access *rest.Config, language acting.Language, s login.Scene) (reason, said string) {
	observed, err := newSurvey(access)
	if language != acting.Chinese || err != nil {
		return "", ""
	}
	subject := v1alpha1.DecisionSubject{Kind: v1alpha1.OnDeveloperGrant, Name: v1alpha1.ObjectName(s.Grant)}
	facts, _ := observed.facts(ctx, subject, s.Namespace)
	v := verdict(facts, subject, time.Now())
	if v.Finding == nil {
		return "", ""
	}
	return v.Reason(), tell(language, v.Finding.Said) + cited(language, v.Finding.Basis)
}

// verify opens the door once, and learns inside what was granted.
func (o *loginOptions) verify(ctx context.Context, p person, s login.Scene) (login.Scene, error) {
	if o.noVerify {
		return s, nil
	}
	token, err := mint(ctx, p.config, s)
	if err != nil {
		return s, refuse(ctx, p.config, languageOf(o.lang), s, err)
	}
	s.Verified = true
	s, refusal := s.Told(inside(ctx, p.config, token.Token, s))
	if refusal != nil {
		return s, refusal
	}
	return s, nil
}

// access is what the kubeconfig holds.
func (o *loginOptions) access(p person, s login.Scene, args []string) (login.Access, error) {
	cluster, err := p.cluster()
	if err != nil {
		return login.Access{}, err
	}
	command, err := self()
	if err != nil {
		return login.Access{}, err
	}
	args = append([]string{"--namespace=" + s.Sandbox}, args...)
	if s.Grant != "" {
		args = append(args, "--grant="+s.Namespace+"/"+s.Grant)
	}
	return login.Access{
		Entry: s.Entry(), Cluster: cluster, Sandbox: s.Sandbox,
		Command: command, Args: args, Env: p.env(), InstallHint: login.In(languageOf(o.lang), "install", s),
	}, nil
}

// self is how kubectl will call this plugin: by its name where that is on the
// path, as for every plugin, else by where it lies.
func self() (string, error) {
	if _, err := exec.LookPath(login.PluginName); err == nil {
		return login.PluginName, nil
	}
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the plugin's own file: %w", err)
	}
	return filepath.Abs(path)
}
