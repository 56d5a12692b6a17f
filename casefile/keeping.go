package casefile

import "time"

// Hold is a legal hold: while one stands, nothing is purged. It is never deleted;
// it is lifted.
type Hold struct {
	ID      uint32    `json:"id"`
	Trigger string    `json:"trigger"` // why the duty to preserve began
	Scope   string    `json:"scope"`   // what is to be preserved
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Lifted  *Lift     `json:"lifted,omitempty"`
}

// Stands reports whether the hold has not been lifted.
func (h *Hold) Stands() bool { return h.Lifted == nil }

// Lift is how a hold ended.
type Lift struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

// Tombstone is what stays of a source that was purged, beside its counts and
// digests.
type Tombstone struct {
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Reason  string    `json:"reason"`
	Act     uint64    `json:"act"`              // the audit entry that began the purge
	Blanked int64     `json:"values"`           // dictionary values that only it used, now empty
	Sealed  []uint32  `json:"sealed,omitempty"` // seals that cover it
}

// Seal freezes what the case held at one moment: enough digests to prove later that
// all of it is still there and unchanged. Work goes on after it.
type Seal struct {
	ID       uint32    `json:"id"`
	Revision uint64    `json:"revision"` // sequence number of the audit entry that was the newest
	Head     string    `json:"head"`     // its hash
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Note     string    `json:"note,omitempty"`

	Sources      []SealedSource `json:"sources"`
	Dictionaries SealedWords    `json:"dictionaries"`
	Items        []SealedItem   `json:"items"`
}

// SealedSource is a source as a seal found it.
type SealedSource struct {
	ID       uint32      `json:"id"`
	SHA256   string      `json:"sha256"`
	Root     string      `json:"tree_root,omitempty"`
	Chunks   int         `json:"chunks,omitempty"`
	Bytes    int64       `json:"bytes"`
	Rows     int64       `json:"rows"`
	Accepted int64       `json:"accepted"`
	Rejected int64       `json:"rejected"`
	Skipped  int64       `json:"skipped"`
	Blocks   uint32      `json:"blocks"`
	Chain    string      `json:"chain"`   // head of its chain of blocks
	Rest     string      `json:"rest"`    // digest of its rejects, defects, indicators, groups and observations
	Custody  string      `json:"custody"` // digest of what was said of how it came
	State    SourceState `json:"state"`
}

// SealedWords are the dictionaries and the names of extra columns: how many values
// each had, and one digest over those values.
type SealedWords struct {
	Lengths []int  `json:"lengths"` // by domain
	Names   int    `json:"names"`
	Digest  string `json:"sha256"`
}

// SealedItem is one annotation, decision, exhibit, linkage run or hold. Its digest
// leaves aside whether it was withdrawn or lifted: that may change by a later act.
type SealedItem struct {
	Kind   string `json:"kind"`
	ID     uint32 `json:"id"`
	Digest string `json:"sha256"`
	Out    bool   `json:"out,omitempty"` // withdrawn, or lifted, when it was sealed
}

// SealRecord is a seal as the case keeps it: with the digest that its act names,
// and a signature over that digest where a key was given.
type SealRecord struct {
	Seal      Seal   `json:"seal"`
	Digest    string `json:"sha256"`              // of the seal's JSON
	Act       uint64 `json:"act"`                 // the audit entry that recorded it
	Signer    string `json:"signer,omitempty"`    // as the key's owner is called
	Signature string `json:"signature,omitempty"` // SSHSIG, armoured, over the digest's text
}
