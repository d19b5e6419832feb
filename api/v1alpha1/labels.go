// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Prefix begins every key of ours. On a namespace such a key is written by
// Mandate alone, with the one exception of DomainLabel at the creation of the namespace.
const Prefix = "mandate.publicdata.io/"

// RegistryNamespace holds the Decisions on cluster-scoped subjects
// (Organization, Jurisdiction).
const RegistryNamespace = "mandate-registry"

// SystemNamespace is where Mandate itself runs.
const SystemNamespace = "mandate-system"

// Labels. Values that carry trust are UIDs or derived from UIDs, never names.
const (
	// DomainLabel marks a domain namespace; its value is "true".
	DomainLabel = Prefix + "domain"
	// SandboxLabel marks a sandbox namespace and every object of ours inside
	// it; its value is "true".
	SandboxLabel = Prefix + "sandbox"
	// GrantUIDLabel names, on a sandbox, the grant it was made for.
	GrantUIDLabel = Prefix + "grant-uid"
	// AgreementUIDLabel names the agreement a sandbox, a cohort role or an
	// allow policy stands under.
	AgreementUIDLabel = Prefix + "agreement-uid"
	// ResourceUIDLabel names the DataResource a data-side policy protects.
	ResourceUIDLabel = Prefix + "resource-uid"
	// PartLabel says which part of a sandbox or of the data side an object is
	// (see internal/sandbox).
	PartLabel = Prefix + "part"
	// InputLabelPrefix begins the label that opens one input to a sandbox; it
	// is followed by a digest of the agreement's and the resource's UIDs.
	InputLabelPrefix = Prefix + "input-"
)

// Annotations.
const (
	// GrantAnnotation is the readable namespace/name of a sandbox's grant.
	GrantAnnotation = Prefix + "grant"
	// NotAfterAnnotation is, on a sandbox, the instant (RFC 3339) from which
	// no pod is created and beyond which no token lives.
	NotAfterAnnotation = Prefix + "not-after"
	// ClosedByAnnotation closes a sandbox: no pod, no exec, no token. Its
	// value names what closed it, and how far cutoff had seen (see
	// internal/ordering).
	ClosedByAnnotation = Prefix + "closed-by"
	// FrozenAnnotation repeats the value of ClosedByAnnotation once the cut that
	// it began is complete: no right, no route, no quota and no pod is left.
	FrozenAnnotation = Prefix + "frozen"
	// EvictBeforeAnnotation is, on a sandbox that lost an input, the instant
	// (RFC 3339): pods made before it could reach that input and are deleted.
	EvictBeforeAnnotation = Prefix + "evict-before"
	// ClassAnnotation names, on a cohort role, the class its rules are of, and
	// on a sandbox the class it was made of.
	ClassAnnotation = Prefix + "class"
	// OpenedByAnnotation tells, on a sandbox, a cohort role or an allow policy,
	// the newest fact of each kind that it was opened on, when they were read,
	// and the cut that this answers (see internal/ordering).
	OpenedByAnnotation = Prefix + "opened-by"
	// RegistriesAnnotation lists, comma separated, the image registries that
	// pods of a sandbox may use.
	RegistriesAnnotation = Prefix + "registries"
	// HolderAnnotation names, on a sandbox, the Organization that works in it,
	// which does not decide on its disposal.
	HolderAnnotation = Prefix + "holder"
	// RetentionDaysAnnotation is, on a sandbox, how many days its class keeps
	// it once it is frozen and its grant does not come back.
	RetentionDaysAnnotation = Prefix + "retention-days"
	// RetainedUntilAnnotation is, on a frozen sandbox, the instant (RFC 3339)
	// before which it is not purged, whatever was decided. The process that
	// cuts writes it with FrozenAnnotation, where the grant has ended for good.
	RetainedUntilAnnotation = Prefix + "retained-until"
	// PurgeAnnotation marks a frozen sandbox that is to be deleted next. Its
	// value is the name and UID of the Dispose by which.
	PurgeAnnotation = Prefix + "purge"
	// DisposableAnnotation, with the value "true", lets a data domain be
	// deleted, where the operator alone sets it once the domain holds nothing
	// of Mandate, or a CustomResourceDefinition of Mandate, where a member of
	// the group BreakGlassGroup alone does.
	DisposableAnnotation = Prefix + "disposable"
	// StorageClassesAnnotation lists, comma separated, the storage classes
	// that claims of a sandbox may use.
	StorageClassesAnnotation = Prefix + "storage-classes"
)

// CutFinalizer holds a DeveloperGrant until its access is proved to be gone.
const CutFinalizer = Prefix + "cut"

// BreakGlassGroup is the group whose members may do by hand what is otherwise
// Mandate's alone. The cluster's administrators appoint them.
const BreakGlassGroup = "mandate:break-glass"

// FieldOwner names the operator where it tells of what it does.
const FieldOwner = "mandate-operator"

// CutoffFieldOwner is the field manager of cutoff's writes.
const CutoffFieldOwner = "mandate-cutoff"
