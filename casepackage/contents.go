package casepackage

import (
	"context"
	"io"
	"iter"
	"time"

	"casebench/casefile"
)

// Contents is everything that may leave a case. The caller fills it and does not
// change it while Write runs; Write chooses from it by profile and copies
// nothing it does not need. Sequences are drained at most once, in one
// goroutine, and may stop early when Write fails.
type Contents struct {
	Case     casefile.Case
	Revision uint64 // sequence number of the newest audit entry: "r7"
	Program  string // "casebench 0.1.0"
	Build    string // what the binary says of itself; may be empty
	Author   string // who prepared the package
	Role     string // the author's role, in the author's words
	Approved string // who approved the hand-over (--approve); may be empty

	// Marking is the label of the whole package. Empty means the narrowest label
	// among the things inside; a wider one than that is refused.
	Marking casefile.Marking

	// The counting unit and the size of the population, for the cover.
	CountingUnit string // "request (one API call)"
	Population   int64  // accounts in the case
	Events       int64  // requests in the case
	From, To     time.Time

	Sources []casefile.Source
	Rejects iter.Seq2[Reject, error] // rows that could not be read; may be nil

	// The newest run of linkage; nil when there was none.
	Run      *casefile.Run
	Signals  []Signal // what each signal is and how it was calibrated
	Settings Settings
	Links    []casefile.Link // sorted by A, B
	Clusters []casefile.Cluster
	// Token gives the keyed token of a value behind evidence, by signal id and code,
	// as the Snapshot has it. It may be nil; then values appear by class alone.
	Token func(signal string, code uint32) string

	Accounts    []Account // sorted by Code; at least every account named elsewhere
	Annotations []casefile.Annotation
	Decisions   []casefile.Decision
	Exhibits    []Exhibit // sorted by Number; withdrawn ones without content

	Explanations []Explanation // why-linked paragraphs, in the order to be shown
	Figures      []Figure      // network figures and the timeline, in order
	KeyEvents    []KeyEvent    // dated context for the timeline: releases, outages, campaigns
	Permissions  []Permission
	Indicators   []casefile.Indicator
	Reviewed     map[casefile.ReviewOf]casefile.Reviewed // of the indicators; one that is not in it is pending
	Hits         []Hit
	Observables  []Observable // values of this case that a partner might look for

	Audit iter.Seq2[casefile.AuditEntry, error] // whole chain, from the first entry
	Head  string                                // hash of the newest entry, hex

	Custody  []CustodyEvent
	Holds    []casefile.Hold       // legal holds, lifted ones included
	Seals    []casefile.SealRecord // sealed revisions
	Limits   []string              // limits of this case, a sentence each, beside the general ones
	Snapshot *Snapshot             // what recompute needs; nil leaves it out
}

// Reject is a row that could not be read. The package tells where and why; the
// bytes stay in the case.
type Reject struct {
	Source uint32
	casefile.Reject
}

// Signal describes one link signal for the method section and weights.json.
type Signal struct {
	ID      string          `json:"id"`
	Version int             `json:"version"`
	Family  casefile.Family `json:"family"`
	Grade   casefile.Grade  `json:"grade"`
	Title   string          `json:"title"`
	M       float64         `json:"m"`           // P(agree | one actor); 0: not used
	U       float64         `json:"u,omitempty"` // P(agree | two actors); 0: from the value's own frequency
	Cap     int             `json:"cap"`         // accounts above which a value is a hub
	Note    string          `json:"note,omitempty"`
	Off     bool            `json:"off,omitempty"` // left out of this run
}

// Settings are the numbers of a run that belong to no single signal.
type Settings struct {
	Prior     casefile.Bits `json:"prior_bits"`
	Threshold casefile.Bits `json:"threshold_bits"` // T
	Rho       float64       `json:"rho"`            // share of the further signals of a family
	// ErrorRate is the known error rate and how it was estimated, in words.
	ErrorRate string `json:"error_rate"`
}

// Account is one row of the account table.
type Account struct {
	Code    uint32
	Name    string // as printed: "id" or "ns/id"
	Token   string // keyed hash; must be the Snapshot's token when there is one
	Cluster int    // 0: none
	Role    casefile.MemberRole
	Via     uint32 // code of the account through which it is tied best
	Events  int64
	First   time.Time
	Last    time.Time
	Org     string
	Terms   string // version of the terms accepted, and when; may be empty
	Status  string
	// Bystander is why the account should be held back from action, in words;
	// empty when nothing speaks for that.
	Bystander string
}

// Exhibit is a numbered thing with its content. Exactly one of Rows and Original
// is set, or neither for an exhibit without bytes of its own (a cluster, a link).
type Exhibit struct {
	casefile.Exhibit
	Name        string // file name it came with, or one that describes it
	Description string
	Custodian   string
	Received    time.Time
	From        string // system or person that supplied it
	Method      string
	Source      uint32 // source that it is or was cut from; 0 for several
	DerivedFrom string // SHA-256 of the source
	Marking     casefile.Marking
	CitedIn     []string

	// Rows yields source rows byte for byte, in order.
	Rows iter.Seq2[SourceRow, error]
	// Original opens the bytes of a whole source as received; Write closes it. Size
	// says how many there are, and must be right from 4 GiB up.
	Original func(ctx context.Context) (io.ReadCloser, error)
	Size     int64
}

// SourceRow is one row as it stands in its source. Raw may be reused by the
// caller after the yield returns.
type SourceRow struct {
	Origin casefile.Origin
	Raw    []byte
	// Withhold says why the bytes must stay in the case; the row is then listed
	// by address, length and hash alone.
	Withhold string
}

// Explanation is why two accounts are linked, in words. The waterfall is drawn
// from the link of that pair.
type Explanation struct {
	A, B uint32
	Text string
}

// Figure is a picture that was drawn from the case.
type Figure struct {
	ID      string // "FIG-01"
	Kind    string // "network" or "timeline"
	Cluster int    // 0: all
	Title   string
	Caption string // with scale note: "24 of 3,100 accounts shown"
	Recipe  string // JSON of the view, so that it can be drawn again
	SVG     []byte
	PNG     []byte
}

// KeyEvent is a line of the timeline that is not a cluster's own.
type KeyEvent struct {
	Time   time.Time
	What   string // "model release"
	Detail string
}

// Permission is an agreed use that was considered.
type Permission struct {
	Account string // printed name; empty for a whole organisation
	Org     string
	Kind    string
	Scope   string
	From    time.Time
	Until   time.Time
	Source  string
}

// Hit is an indicator that was seen in the case.
type Hit struct {
	Indicator string // id
	Part      int
	Accounts  []string // printed names
	Events    int64
	First     time.Time
	Last      time.Time
}

// Observable is a value of this case that a partner might look for, offered to
// the partner profile. Its text never leaves: a keyed token does.
type Observable struct {
	Type     casefile.IndicatorType
	Value    string // normalised
	Cluster  int
	Accounts int
	First    time.Time
	Last     time.Time
	Marking  casefile.Marking
}

// CustodyEvent is one line of custody.csv: who did what to which exhibit or
// source, when, with what, and what the hash was before and after.
type CustodyEvent struct {
	Time    time.Time
	Actor   string
	Action  string // received, imported, viewed content, extracted, exported, …
	Subject string // a Ref
	Tool    string
	From    string
	To      string
	Reason  string
	Before  string // SHA-256, hex
	After   string
	Note    string
}
