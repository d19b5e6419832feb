// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
	"github.com/publicdata-io/mandate/internal/beat"
)

const (
	// tokenLife is the life of a token of the door, the shortest there is.
	tokenLife = 10 * time.Minute
	// leeway is how long the API server takes a token beyond its end: a minute
	// that it gives, and ten seconds that it remembers a success.
	leeway = 70 * time.Second
	// tolerance is for a busy machine between the end and the read that shows it.
	tolerance = 10 * time.Second
)

// lastToken is the last one that was given, and what it reads.
type lastToken struct {
	namespace string
	expires   time.Time
	read      reader
}

// ends is when it is refused at the latest.
func (l *lastToken) ends() time.Time { return l.expires.Add(leeway) }

// takesToken takes a token of a grant that is in force for years.
func (s *stage) takesToken(ctx context.Context) error {
	open, err := s.grant(ctx, medtechGrant)
	if err != nil {
		return err
	}
	namespace := open.Status.Sandbox.Namespace
	asks, err := clientcmd.BuildConfigFromFlags("", s.people[developer].kubeconfig)
	if err != nil {
		return fmt.Errorf("read kubeconfig of %s: %w", developer, err)
	}
	clients, err := kubernetes.NewForConfig(asks)
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	s.story.command(developer, "kubectl -n "+namespace+" create token developer --duration=10m")
	given, err := clients.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, "developer",
		&authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: new(int64(tokenLife / time.Second))}}, metav1.CreateOptions{})
	if err != nil {
		return surprised("a token of a grant in force is given while the last beat is fresh", err)
	}
	s.story.answer(given.Status.Token[:24] + "…")
	read, err := readsAs(s.cluster.ConfigWithToken(given.Status.Token), medtechGrant, namespace)
	if err != nil {
		return err
	}
	s.last = &lastToken{namespace: namespace, expires: given.Status.ExpirationTimestamp.Time, read: read}
	return s.stillReads(ctx, read)
}

// switchFalls waits until the last beat is too old, and shows that nothing is let
// into any sandbox any more.
func (s *stage) switchFalls(ctx context.Context) error {
	heart := &v1alpha1.Heartbeat{}
	if err := s.mandate.Admin.Get(ctx, types.NamespacedName{Name: v1alpha1.HeartbeatName}, heart); err != nil {
		return fmt.Errorf("read the Heartbeat: %w", err)
	}
	left := max(0, time.Until(heart.Spec.RenewTime.Add(beat.Limit+time.Second)))
	s.story.say("That was the end of a term, which the API server can tell. A suspension written now it cannot: who would cut is dead. So "+
		"cutoff has a dead-man's switch. While it can cut, and proves it on a canary, it beats every ten seconds; the last beat was at %s. In %s "+
		"it is older than a minute.", heart.Spec.RenewTime.UTC().Format(time.RFC3339), span(left))
	if err := s.waits(ctx, left); err != nil {
		return err
	}
	const beaten = "has not beaten for more than 60 seconds"
	if err := s.refused(ctx, developer, "kubectl -n "+s.last.namespace+" create token developer --duration=10m", "ValidatingAdmissionPolicy", beaten); err != nil {
		return err
	}
	if err := s.refused(ctx, admin, asDeveloper(s.last.namespace, podManifest("too-late", "")), "ValidatingAdmissionPolicy", beaten); err != nil {
		return err
	}
	s.story.check("No pod and no token is let into any sandbox, of whatever term, until cutoff beats again.")
	return nil
}

// readsEnd shows that reads end too, or tells when they would.
func (s *stage) readsEnd(ctx context.Context) error {
	s.story.say("What is left is the token that was given while cutoff lived. It ends at %s, and a minute and ten seconds later nobody takes "+
		"it any more: every read with the rights of a developer has ended by %s, in %s, and nothing of ours lives. Pods end with the term: "+
		"the API server wrote spec.activeDeadlineSeconds into each at its birth, and nodes keep to it.",
		s.last.expires.UTC().Format(time.RFC3339), s.last.ends().UTC().Format(time.RFC3339), span(max(0, time.Until(s.last.ends()))))
	if !s.waitsForReads {
		s.story.check("Reads end by %s at the latest. To wait for it and see it: make demo DEAD=1", s.last.ends().UTC().Format(time.RFC3339))
		return nil
	}
	ended, reads, err := s.readsOn(ctx)
	if err != nil {
		return err
	}
	late := ended.Sub(s.last.expires)
	if late < 0 || late > leeway+tolerance {
		return surprise{expected: "reads end within " + span(leeway) + " of the end of the token", happened: "they did after " + span(late)}
	}
	s.story.check("After %d allowed reads the first one was refused, %s after the token ended, with everything of ours dead.", reads, span(late))
	s.measured("everything of ours killed → last read by the last token", ended.Sub(s.killed))
	return nil
}

// readsOn reads with the last token, once a second, until it is refused.
func (s *stage) readsOn(ctx context.Context) (ended time.Time, reads int, err error) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for ; ; <-tick.C {
		got, err := s.last.read.read(ctx)
		switch {
		case ctx.Err() != nil:
			return ended, reads, context.Cause(ctx)
		case apierrors.IsUnauthorized(err):
			s.story.answer(err.Error())
			return time.Now(), reads, nil
		case err != nil:
			return ended, reads, err
		case got.refusal != "":
			return ended, reads, surprise{expected: "the token itself ends", happened: got.refusal}
		}
		if reads++; reads%60 == 0 {
			s.story.line(s.story.paint(faint, fmt.Sprintf("  … %d reads allowed, %s to go at the most", reads, span(max(0, time.Until(s.last.ends()))))))
		}
		if time.Until(s.last.ends()) < -tolerance {
			return ended, reads, surprise{expected: "reads end by " + s.last.ends().UTC().Format(time.RFC3339), happened: "they go on"}
		}
	}
}
