package linkage

import (
	"context"
	"iter"

	"casebench/casefile"
)

// Observer gives the observations of a kind, merged over sources and sorted by
// (Value, Day, Account), one entry for each such triple. *store.File is one.
type Observer interface {
	Observations(ctx context.Context, kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error]
}

// Values tells what is known about a value without telling the value. It is
// called from one goroutine.
type Values interface {
	Info(kind casefile.ObservationKind, code uint32) ValueInfo
}

// ValueInfo is what scoring may know about a value. Describe makes it from text.
type ValueInfo struct {
	Class       string `json:"class"`                  // what it is, in words: "a prepaid card range"
	KnownShared string `json:"known_shared,omitempty"` // reason, when the case lists it as shared by honest accounts
	Public      bool   `json:"public,omitempty"`       // anybody may have it: a public mail domain, a benchmark
	Stop        bool   `json:"stop,omitempty"`         // says nothing: "default", "test", an empty marker
	Halt        bool   `json:"halt,omitempty"`         // of an action: it stopped or limited the account
}

// Events gives the requests near given moments.
type Events interface {
	// Around returns every request whose time lies in one of the windows, sorted
	// by time, then account. Windows are sorted and do not overlap.
	Around(ctx context.Context, windows []Window) ([]Event, error)
}

// Window is a stretch of time, From included and To not, in nanoseconds since
// the Unix epoch.
type Window struct{ From, To int64 }

// Event is one request.
type Event struct {
	Account  uint32          `json:"account"`
	At       int64           `json:"at"`
	Template uint32          `json:"template,omitempty"` // code, 0 if none
	Row      casefile.Origin `json:"row"`
}

// Release is a dated event that honest accounts react to as well.
type Release struct {
	At   int64  `json:"at"`
	Kind string `json:"kind"`
	Name uint32 `json:"name"` // code in DomainModel
}

// Permission is bulk use or distillation that was agreed with an organisation or
// an account.
type Permission struct {
	Org     uint32 `json:"org,omitempty"`
	Account uint32 `json:"account,omitempty"`
	Kind    string `json:"kind"`
	From    int64  `json:"from,omitempty"`  // 0: open
	Until   int64  `json:"until,omitempty"` // 0: open
}

// Input is everything that a run reads. The fields are read only.
type Input struct {
	Accounts     []uint32 // codes of the accounts that exist, ascending
	Observations Observer
	Values       Values
	Events       Events // nil: no request times, so no hand-over signal
	Releases     []Release
	Permissions  []Permission
	Decisions    []casefile.Decision // shown beside the machine's answer, never part of it
}
