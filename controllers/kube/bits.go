// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package kube

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// bits16 and bits32 are a UID and a digest in as many bytes as they are worth.
// Zero is none.
type (
	bits16 [16]byte
	bits32 [32]byte
)

// dashes are where a UID has them.
var dashes = [...]int{8, 13, 18, 23}

// takeUID moves a UID into bits, if that is how the API server would write them.
func takeUID[T ~string](into *bits16, from *T) {
	var read bits16
	digits := strings.ReplaceAll(string(*from), "-", "")
	if len(digits) != hex.EncodedLen(len(read)) {
		return
	}
	if _, err := hex.Decode(read[:], []byte(digits)); err != nil || uidOfBits(read) != string(*from) {
		return
	}
	if read != (bits16{}) {
		*into, *from = read, ""
	}
}

func giveUID[T ~string](from bits16, into *T) {
	if from != (bits16{}) {
		*into = T(uidOfBits(from))
	}
}

func uidOfBits(bits bits16) string {
	digits := hex.EncodeToString(bits[:])
	text := make([]byte, 0, len(digits)+len(dashes))
	for i := range digits {
		for _, at := range dashes {
			if len(text) == at {
				text = append(text, '-')
			}
		}
		text = append(text, digits[i])
	}
	return string(text)
}

// digestPrefix is what every digest of content begins with.
const digestPrefix = "sha256:"

// takeDigest moves a digest into bits, if that is how Mandate would write them.
func takeDigest[T ~string](into *bits32, from *T) {
	digits, ok := strings.CutPrefix(string(*from), digestPrefix)
	var read bits32
	if !ok || len(digits) != hex.EncodedLen(len(read)) || strings.ToLower(digits) != digits {
		return
	}
	if _, err := hex.Decode(read[:], []byte(digits)); err == nil && read != (bits32{}) {
		*into, *from = read, ""
	}
}

func giveDigest[T ~string](from bits32, into *T) {
	if from != (bits32{}) {
		*into = T(digestPrefix + hex.EncodeToString(from[:]))
	}
}

// takeVersion moves a resourceVersion into a number, if that is how the API server
// would write it.
func takeVersion(into *uint64, from *string) {
	if version, err := strconv.ParseUint(*from, 10, 64); err == nil && version != 0 && strconv.FormatUint(version, 10) == *from {
		*into, *from = version, ""
	}
}

func giveVersion(from uint64, into *string) {
	if from != 0 {
		*into = strconv.FormatUint(from, 10)
	}
}

// takeTime moves a whole second into a number.
func takeTime(into *int64, from *metav1.Time) {
	if from.IsZero() || from.Nanosecond() != 0 || from.Unix() == 0 {
		return
	}
	*into, from.Time = from.Unix(), time.Time{}
}

func giveTime(from int64, into *metav1.Time) {
	if from != 0 {
		*into = metav1.Unix(from, 0)
	}
}
