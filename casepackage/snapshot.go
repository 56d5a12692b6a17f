package casepackage

import (
	"iter"

	"casebench/casefile"
)

// Snapshot is what a run of linkage read, with tokens in place of values, so
// that another person can repeat every weight without seeing bystanders' data.
//
// Codes are the case's own dictionary codes: they are numbers without meaning
// outside it, and keeping them keeps every tie-break of the run. Tokens are keyed
// hashes whose key stays in the case. Each sequence is drained once, in no stated
// order among them; a nil one is empty.
type Snapshot struct {
	// Accounts yields every account that the run counted, by ascending code.
	Accounts iter.Seq2[SnapshotAccount, error]
	// Values yields the values of one kind, by code; nil means none.
	Values func(kind casefile.ObservationKind) iter.Seq2[SnapshotValue, error]
	// Observations yields the rows of one kind, sorted by value, day and account;
	// nil means none.
	Observations func(kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error]
	// Events yields the requests that the run looked at one by one, sorted by time,
	// then account: those near the moments at which an account was halted.
	Events iter.Seq2[SnapshotEvent, error]

	Context SnapshotContext
}

// SnapshotContext is the small things that a run read.
type SnapshotContext struct {
	Releases    []SnapshotRelease    `json:"releases"`
	Permissions []SnapshotPermission `json:"permissions"`
}

// SnapshotAccount is one account as a code and a token.
type SnapshotAccount struct {
	Code  uint32
	Token string
}

// SnapshotValue is one value as a code and a token, with what the run knew of it.
type SnapshotValue struct {
	Code        uint32
	Token       string
	Accounts    int    // how many accounts of the population show it
	Class       string // what it is, in words
	KnownShared string // reason, when the case lists it as shared by honest accounts
	Public      bool
	Stop        bool
	Halt        bool
}

// SnapshotEvent is one request that the run looked at by itself.
type SnapshotEvent struct {
	Account  uint32
	At       int64  // nanoseconds since the Unix epoch
	Template uint32 // code, 0 if none
}

// SnapshotRelease is a dated event that honest accounts react to as well.
type SnapshotRelease struct {
	At   int64  `json:"at"`
	Kind string `json:"kind"`
	Name uint32 `json:"name"`
}

// SnapshotPermission is a use that was agreed with an organisation or an account.
type SnapshotPermission struct {
	Org     uint32 `json:"org,omitempty"`
	Account uint32 `json:"account,omitempty"`
	Kind    string `json:"kind"`
	From    int64  `json:"from,omitempty"`
	Until   int64  `json:"until,omitempty"`
}
