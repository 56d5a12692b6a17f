package casepackage

import (
	"time"

	"casebench/internal/progress"
)

// Options says how a package is written.
type Options struct {
	Profile Profile
	// Signer signs the tag manifest; nil leaves the package unsigned.
	Signer Signer
	// Now is the clock. Everything dated by the package itself uses one reading of
	// it; nil is time.Now.
	Now func() time.Time
	// ExchangeKey keys the tokens of the partner profile (at least 16 bytes). It is
	// agreed between the parties and never written down in the package.
	ExchangeKey []byte
	// Replace allows an existing file at the target to be replaced.
	Replace  bool
	Progress progress.Reporter // nil: progress.Discard
}

// Blocked is something that did not leave the case, and why.
type Blocked struct {
	Item   string `json:"item"` // a Ref, or a file of the package
	Reason string `json:"reason"`
}

// Result is what Write made.
type Result struct {
	Path      string    `json:"path"`
	ID        string    `json:"id"` // name of the bag: the folder inside the zip
	Profile   Profile   `json:"profile"`
	Files     int       `json:"files"` // in the bag, tag files included
	Bytes     int64     `json:"bytes"` // of the zip
	SHA256    string    `json:"sha256"`
	AuditHead string    `json:"audit_head"`
	Signed    bool      `json:"signed"`
	Signer    string    `json:"signer,omitempty"`
	Marking   string    `json:"marking,omitempty"`
	Blocked   []Blocked `json:"blocked"`
}
