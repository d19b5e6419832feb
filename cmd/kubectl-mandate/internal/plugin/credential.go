// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package plugin

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	clientauthenticationv1 "k8s.io/client-go/pkg/apis/clientauthentication/v1"
	"k8s.io/client-go/rest"

	"github.com/publicdata-io/mandate/internal/acting"
	"github.com/publicdata-io/mandate/internal/login"
)

// early is how long before its end a token is taken as ended, so that a
// command that is under way gets its next token in time.
const early = time.Minute

type credential struct {
	genericiooptions.IOStreams
	flags   *genericclioptions.ConfigFlags
	version string
	grant   string
}

// newCredential is the command that a kubeconfig of login calls for a token.
func newCredential(version string, streams genericiooptions.IOStreams) *cobra.Command {
	c := &credential{IOStreams: streams, flags: newFlags(), version: version}
	command := &cobra.Command{
		Use:         login.CredentialCommand + " --namespace SANDBOX",
		Annotations: worded("credential", ""),
		Args:        cobra.NoArgs,
		Hidden:      true,
		RunE:        func(command *cobra.Command, _ []string) error { return c.run(command.Context()) },
	}
	c.flags.AddFlags(command.Flags())
	command.Flags().StringVar(&c.grant, "grant", "", text("credential.flag.grant"))
	return command
}

func (c *credential) run(ctx context.Context) error {
	scene := login.Scene{Sandbox: *c.flags.Namespace}
	scene.Namespace, scene.Grant, _ = strings.Cut(c.grant, "/")
	if !login.IsSandbox(scene.Sandbox) {
		return login.Refuse("sandboxName", scene)
	}
	person, err := findPerson(c.flags, c.version)
	if err != nil {
		return err
	}
	token, err := mint(ctx, person.config, scene)
	if err != nil {
		return refuse(ctx, person.config, languageOf(""), scene, err)
	}
	return c.print(token)
}

// refuse tells why the API server gave no token. It prefers the grant's own
// words, where the person may read them.
func refuse(ctx context.Context, access *rest.Config, language acting.Language, s login.Scene, err error) error {
	refusal := login.Shut(err, s)
	if refusal == nil {
		return fmt.Errorf("ask for a token in %s: %w", s.Sandbox, err)
	}
	if s.Grant == "" {
		return refusal
	}
	grant, unread := readGrant(ctx, access, s)
	if unread != nil {
		return refusal
	}
	return login.ShutThough(err, s, grant).Saying(reckoned(ctx, access, language, s))
}

func (c *credential) print(token authenticationv1.TokenRequestStatus) error {
	until := metav1.NewTime(token.ExpirationTimestamp.Add(-early))
	out, err := json.Marshal(clientauthenticationv1.ExecCredential{
		TypeMeta: metav1.TypeMeta{APIVersion: clientauthenticationv1.SchemeGroupVersion.String(), Kind: "ExecCredential"},
		Status:   &clientauthenticationv1.ExecCredentialStatus{Token: token.Token, ExpirationTimestamp: &until},
	})
	if err != nil {
		return fmt.Errorf("write credential: %w", err)
	}
	_, err = fmt.Fprintln(c.Out, string(out))
	return err
}
