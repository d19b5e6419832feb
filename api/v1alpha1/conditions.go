// Copyright 2026 The Mandate Authors
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

// Condition types. All are positive and always present; Reconciling and
// Stalled are present only while true, as kstatus asks.
const (
	// ActiveCondition says that the link is in force now.
	ActiveCondition = "Active"
	// SandboxReadyCondition says that the cluster holds the sandbox that the
	// verdict asks for: open while in force, frozen otherwise.
	SandboxReadyCondition = "SandboxReady"
	// DutiesDoneCondition says, of what is acted on, that no duty is left to do
	// which nothing waits for: no step with `gate: false` of a procedure that has
	// begun, and no duty whose clock has started. It changes neither Active nor
	// Ready: an open duty is the legal state as it is.
	DutiesDoneCondition = "DutiesDone"
	// ReadyCondition says that the cluster matches the legal state.
	ReadyCondition = "Ready"
	// CountsCondition says that a Decision has its effect.
	CountsCondition = "Counts"
	// GuardsProvenCondition says, on the Heartbeat, that the admission policies
	// stand as they were shipped and refuse what they have to.
	GuardsProvenCondition = "GuardsProven"
	// ReconcilingCondition is kstatus's sign of work under way.
	ReconcilingCondition = "Reconciling"
	// StalledCondition is kstatus's sign of what only the applier can mend.
	StalledCondition = "Stalled"
)

// Reasons of Active. A reason is why the link is not in force; InForce is the
// only one with status True.
const (
	// InForceReason surfaces when nothing stands against the link.
	InForceReason = "InForce"
	// NotYetEffectiveReason surfaces before the term, or before the edition
	// comes into force.
	NotYetEffectiveReason = "NotYetEffective"
	// TermEndedReason surfaces from the end of the link's own term on.
	TermEndedReason = "TermEnded"
	// HaltedReason surfaces while a Halt is not released.
	HaltedReason = "Halted"
	// SuspendedReason surfaces while a Suspend is not lifted, or while the
	// owner's spec.suspend is true.
	SuspendedReason = "Suspended"
	// TerminatedReason surfaces after a Terminate, for good.
	TerminatedReason = "Terminated"
	// DisqualifiedReason surfaces after a Disqualify of the organisation.
	DisqualifiedReason = "Disqualified"
	// AncestorNotInForceReason surfaces when a link above does not hold; the
	// message names the deepest one and its reason.
	AncestorNotInForceReason = "AncestorNotInForce"
	// ReferenceMissingReason surfaces when the link refers to an object that
	// does not exist; what was taken from its name is told beside it, and holds
	// once it appears.
	ReferenceMissingReason = "ReferenceMissing"
	// UnlawfulReason surfaces when the content is against the pinned edition.
	UnlawfulReason = "Unlawful"
	// PlaceTakenReason surfaces on an agreement when its edition bounds the number
	// of operators and as many others signed earlier; it ends by itself when a
	// place is free.
	PlaceTakenReason = "PlaceTaken"
	// ReplacedReason surfaces on a plan, an agreement or a grant once a later one,
	// whose spec.revises names it, has come into force; for good.
	ReplacedReason = "Replaced"
	// LapsedReason surfaces on an edition once the regulation's own validity is
	// over: what was made before runs on to its end, and nothing new is lawful
	// under it.
	LapsedReason = "Lapsed"
	// NoInputLeftReason surfaces when every input of the link was taken away.
	NoInputLeftReason = "NoInputLeft"
	// IsolationUnprovenReason surfaces when the class asks for a proof of
	// isolation that this cluster has not given.
	IsolationUnprovenReason = "IsolationUnproven"
	// GuardMissingReason surfaces while an admission policy of Mandate is not
	// proven to hold: at once on what is to be given, after a grace on what is
	// open.
	GuardMissingReason = "GuardMissing"
	// ProcedurePendingReason surfaces while an act of a procedure is awaited; the
	// message names the step, who is waited for, until when, and the clause.
	ProcedurePendingReason = "ProcedurePending"
	// ContentChangedReason surfaces when the content is not what counting acts
	// were about: it was changed after it was fixed.
	ContentChangedReason = "ContentChanged"
	// UndeterminedReason surfaces when the edition names no procedure for the
	// kind, or when a fact could not be read.
	UndeterminedReason = "Undetermined"
	// DeletingReason surfaces while the object is being deleted.
	DeletingReason = "Deleting"
)

// Reasons of DutiesDone, beside Overdue. It is Unknown, with the reason
// ReferenceMissing or Undetermined, where the edition is not there or a fact could
// not be read.
const (
	// NoneOutstandingReason surfaces when nothing is left to do: no procedure has
	// begun, or all of its duties were fulfilled.
	NoneOutstandingReason = "NoneOutstanding"
	// OutstandingReason surfaces while a duty is left to do, and none is overdue;
	// the message names each, whose it is, since and until when, and the clause.
	OutstandingReason = "Outstanding"
	// LegacyReason surfaces on an agreement that was signed before the rules of its
	// edition held and was adopted, while it lacks what they ask; the message is the
	// list of that. It denies nothing, and no duty is left beside it.
	LegacyReason = "Legacy"
	// EvidenceExpiredReason surfaces when a paper of a counting act has run out
	// which the edition asks to be valid, until another act on the step carries one
	// that is. Once the link is over, nothing needs to be.
	EvidenceExpiredReason = "EvidenceExpired"
)

// Reasons of Active of an Objection, which is active while it is open.
const (
	// ObjectionOpenReason surfaces until the objection is disposed of.
	ObjectionOpenReason = "Open"
	// ObjectionDisposedReason surfaces once it is, or where the edition declares
	// that no act is needed for that.
	ObjectionDisposedReason = "Disposed"
)

// Reasons of Active of a WorkCalendar, which is active while the year we are in
// is known; with the reason NextYearUnknown it still is.
const (
	// UnknownYearReason surfaces while the calendar does not list the year we are
	// in: every date in working days that reaches into it is provisional.
	UnknownYearReason = "UnknownYear"
	// NextYearUnknownReason surfaces, as a warning, from 15 November on while the
	// calendar does not list the next year.
	NextYearUnknownReason = "NextYearUnknown"
)

// Reasons of SandboxReady.
const (
	// OpenReason surfaces when the sandbox is complete and open.
	OpenReason = "Open"
	// FrozenReason surfaces when the sandbox is cut: closed, emptied, kept.
	FrozenReason = "Frozen"
	// NotNeededReason surfaces when no sandbox was ever made and none is due.
	NotNeededReason = "NotNeeded"
	// ProvisioningReason surfaces while objects of the sandbox are missing.
	ProvisioningReason = "Provisioning"
	// CuttingReason surfaces while a cut is not complete; the message says
	// what is left.
	CuttingReason = "Cutting"
	// NameTakenReason surfaces when a namespace of the sandbox's name exists
	// that Mandate did not make for this grant.
	NameTakenReason = "NameTaken"
)

// Reasons of Ready, Reconciling and Stalled.
const (
	// SettledReason surfaces when the cluster matches the legal state.
	SettledReason = "Settled"
	// ProgressingReason surfaces while the cluster is brought to match.
	ProgressingReason = "Progressing"
	// WaitingReason surfaces while a referenced object is awaited, or an act that
	// would let an agreement of before the rules run on.
	WaitingReason = "Waiting"
	// InvalidReason surfaces when only the applier can mend the object.
	InvalidReason = "Invalid"
	// FailedReason surfaces when a write or read failed and is retried.
	FailedReason = "Failed"
)

// Reasons of Counts.
const (
	// EffectiveReason surfaces when the Decision has its effect.
	EffectiveReason = "Effective"
	// NotYetDueReason surfaces before the instant a giving act takes effect.
	NotYetDueReason = "NotYetDue"
	// LiftedReason surfaces when the act was lifted or released by another.
	LiftedReason = "Lifted"
	// RegardingMissingReason surfaces when `regarding` names no Decision.
	RegardingMissingReason = "RegardingMissing"
	// RegardingUnfitReason surfaces when `regarding` names a Decision that
	// this act cannot answer: other subject, or other kind of act.
	RegardingUnfitReason = "RegardingUnfit"
	// OtherOrganizationReason surfaces when a Lift or Release comes from an
	// organisation other than the one whose act it lifts.
	OtherOrganizationReason = "OtherOrganization"
	// NotEntitledReason surfaces when the edition does not let the
	// organisation act so.
	NotEntitledReason = "NotEntitled"
	// RepeatedReason surfaces when an earlier Decision already had the effect.
	RepeatedReason = "Repeated"
	// NoSuchStepReason surfaces when the edition has no such step for the
	// subject, or when an act names no step where the edition has a procedure.
	NoSuchStepReason = "NoSuchStep"
	// WrongActionReason surfaces when the step asks for another action, or does
	// not allow the outcome.
	WrongActionReason = "WrongAction"
	// NotDistinctReason surfaces when who acts may not, being a party to the
	// matter or affiliated with one.
	NotDistinctReason = "NotDistinct"
	// StaleDigestReason surfaces when a giving act carries another digest than
	// the part has which it covers.
	StaleDigestReason = "StaleDigest"
	// OutOfOrderReason surfaces when a step that comes first is not complete, or
	// was not on the legal day of the act; likewise of a signature the choice in the
	// call that the procedure requires.
	OutOfOrderReason = "OutOfOrder"
	// OutsideWindowReason surfaces when an act comes outside of the days on
	// which it may be done.
	OutsideWindowReason = "OutsideWindow"
	// RequirementMissingReason surfaces when what the procedure requires of
	// other objects or acts is not so: of a link for as long as it waits for that,
	// whatever day its own acts bear but for a signature before the choice
	// (OutOfOrder), and of an act of a procedure that may run again when it was not
	// so as the act was done.
	RequirementMissingReason = "RequirementMissing"
	// PointMissingReason surfaces when an act carries no finding on a point that
	// the step asks for.
	PointMissingReason = "PointMissing"
	// EvidenceMissingReason surfaces when an act lacks a paper that the step
	// asks for, or a day of one, or carries one that was issued after the act or
	// had run out before it.
	EvidenceMissingReason = "EvidenceMissing"
	// GroundMissingReason surfaces when an act rests on no ground of the step,
	// or rejects without saying why.
	GroundMissingReason = "GroundMissing"
	// DueDateMissingReason surfaces when an act gives no day by which it is to
	// be answered, or one that lies before it.
	DueDateMissingReason = "DueDateMissing"
	// DocumentMissingReason surfaces when the paper of a collective decision is
	// not named in full, or was issued after the act.
	DocumentMissingReason = "DocumentMissing"
	// RecipientMissingReason surfaces when an act does not name those who must
	// be told.
	RecipientMissingReason = "RecipientMissing"
	// SupersededReason surfaces when the step began anew after the act.
	SupersededReason = "Superseded"
	// ProcedureEndedReason surfaces when the procedure was rejected before.
	ProcedureEndedReason = "ProcedureEnded"
	// BarredReason surfaces when what is applied for or submitted falls on a day
	// on which the organisation is barred.
	BarredReason = "Barred"
	// AnnulledReason surfaces when the act was taken back by who did it.
	AnnulledReason = "Annulled"
	// SubjectMissingReason surfaces when the subject does not exist, or holds none
	// of the inputs that the act names. A taking-away act still counts where the
	// subject is missing: it binds the name.
	SubjectMissingReason = "SubjectMissing"
	// RetainedReason surfaces when a Dispose cannot have its effect because the
	// sandbox is not frozen, or its grant may come back.
	RetainedReason = "Retained"
	// PrematureReason surfaces when a Dispose was recorded before the
	// retention of the sandbox began; another one is needed.
	PrematureReason = "Premature"
	// DisposedReason surfaces when the sandbox that a Dispose is of is gone.
	DisposedReason = "Disposed"
)

// Reasons of events about procedures. They tell once what `status.procedure`,
// `status.duties` and `status.flags` show for as long as it is so.
const (
	// AwaitedReason surfaces when others than before are waited for; the
	// message names them and until when.
	AwaitedReason = "Awaited"
	// OverdueReason surfaces, as a warning, when the last day of a step or of a
	// duty has passed without the act. Nothing follows from it by itself but
	// what the edition says. DutiesDone has it while a duty is overdue.
	OverdueReason = "Overdue"
	// CompletedLateReason surfaces, as a warning, when a step or a duty was done
	// after its last day. It is shown for ever.
	CompletedLateReason = "CompletedLate"
	// ReturnedReason surfaces, as a warning, when a step was given back: what
	// came before begins anew.
	ReturnedReason = "Returned"
	// RejectedReason surfaces, as a warning, when a step was rejected: the
	// procedure has ended.
	RejectedReason = "Rejected"
	// BlockedReason surfaces, as a warning, when a step is kept by an open
	// objection, by a point that is not clear or by a publicity without length.
	BlockedReason = "Blocked"
	// DutyArisenReason surfaces when the clock of a duty has started; the
	// message says whose it is and until when.
	DutyArisenReason = "DutyArisen"
	// FlaggedReason surfaces, as a warning, when something is so that the
	// edition asks to be shown, and that refuses nothing.
	FlaggedReason = "Flagged"
)

// Reasons of events about sandboxes. The event is on the namespace.
const (
	// PurgingReason surfaces, as a warning, when a frozen sandbox whose retention
	// is over is deleted next; the message names the Dispose by which.
	PurgingReason = "Purging"
)

// Reasons of Ready of the Heartbeat, beside Settled.
const (
	// BeatMissingReason surfaces until cutoff beats for the first time.
	BeatMissingReason = "BeatMissing"
	// BeatStaleReason surfaces when the last beat is older than a minute:
	// cutoff cannot cut, or does not run.
	BeatStaleReason = "BeatStale"
	// BeatAheadReason surfaces when the last beat is from the future.
	BeatAheadReason = "BeatAhead"
)

// Reasons of GuardsProven, beside GuardMissing.
const (
	// GuardsBiteReason surfaces while every policy stands and bites.
	GuardsBiteReason = "GuardsBite"
	// GuardsUnprovenReason surfaces when the policies could not be put to the
	// proof: nothing is given, and nothing taken for it.
	GuardsUnprovenReason = "GuardsUnproven"
)
