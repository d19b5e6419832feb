// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

// Package sandbox answers: which objects does a grant in force need in the
// cluster, on the sandbox's side and on the data's, and which are left of them
// once it is cut?
package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/types"

	v1alpha1 "github.com/publicdata-io/mandate/api/v1alpha1"
)

// Names of the objects that every sandbox has.
const (
	DefaultDenyName = "mandate-default-deny"
	QuotaName       = "mandate"
	LimitsName      = "mandate"
	GrantConfigName = "mandate-grant"
	WorkloadName    = "workload"
	DeveloperName   = "developer"
	DoorName        = "mandate-door"
	RoomName        = "mandate-room"
)

// Values of the label PartLabel.
const (
	PartNamespace   = "namespace"
	PartDefaultDeny = "default-deny"
	PartEgress      = "egress"
	PartQuota       = "quota"
	PartLimits      = "limits"
	PartAccount     = "account"
	PartGrant       = "grant"
	PartDoor        = "door"
	PartRoom        = "room"
	PartBaseline    = "baseline"
	PartAllow       = "allow"
)

// digest is 20 hexadecimal digits that stand for the parts. Names derived from
// UIDs cannot be chosen by anybody, and two domains never share one.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "/")))
	return hex.EncodeToString(sum[:10])
}

// NamespaceName is the name of a grant's sandbox.
func NamespaceName(grant types.UID) string { return namespacePrefix + digest(string(grant)) }

const namespacePrefix = "sandbox-"

var namespaceNames = regexp.MustCompile("^" + namespacePrefix + "[0-9a-f]{20}$")

// IsNamespaceName says whether a name may be that of a sandbox: nothing else has
// one of the form (the policies reserve it).
func IsNamespaceName(name string) bool { return namespaceNames.MatchString(name) }

// InputLabel is the label that opens a resource under an agreement.
func InputLabel(agreement, resource types.UID) string {
	return v1alpha1.InputLabelPrefix + digest(string(agreement), string(resource))
}

// EgressName is the name of the egress policy to a resource.
func EgressName(resource types.UID) string { return "mandate-egress-" + digest(string(resource)) }

// AllowName is the name of the data-side policy of a resource under an
// agreement.
func AllowName(agreement, resource types.UID) string {
	return "mandate-allow-" + digest(string(agreement), string(resource))
}

// Cohort is what grants share that one write cuts: the agreement, the class
// and the end.
type Cohort struct {
	Agreement, Class types.UID
	Ends             time.Time
}

// RoleName is the name of the cohort's ClusterRole.
func (c Cohort) RoleName() string {
	return "mandate-room-" + digest(string(c.Agreement), string(c.Class), c.Ends.UTC().Format(time.RFC3339Nano))
}
