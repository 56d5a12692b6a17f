package casefile

import "time"

// Act is what somebody did to a case: one entry of the audit log. Details never
// carry personal data or log content, only identifiers, counts, digests and the
// person's own words.
type Act struct {
	Verb    string            `json:"verb"`    // "import.begin", "annotate", "undo", …
	Message string            `json:"message"` // a sentence in the past tense
	By      string            `json:"by"`
	Subject []string          `json:"subject,omitempty"` // Refs
	Details map[string]string `json:"details,omitempty"`
	Reason  string            `json:"reason,omitempty"` // the person's own words
	Undoes  uint64            `json:"undoes,omitempty"` // sequence number that this act takes back
}

// AuditEntry is an Act in the hash chain.
type AuditEntry struct {
	Seq  uint64    `json:"seq"`
	Time time.Time `json:"time"`
	Act
	Previous string `json:"previous"` // hash of the entry before, hex; zeros for the first
	Hash     string `json:"hash"`
}
