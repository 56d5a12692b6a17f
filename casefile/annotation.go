package casefile

import "time"

// AnnotationKind keeps facts, conclusions, counter-evidence and counsel's words
// apart; package profiles choose by it.
type AnnotationKind string

// The kinds of annotation.
const (
	KindNote        AnnotationKind = "note"
	KindFinding     AnnotationKind = "finding"
	KindExculpatory AnnotationKind = "exculpatory"
	KindPrivileged  AnnotationKind = "privileged"
)

// Annotation is what a person says of one thing in the case.
type Annotation struct {
	ID        uint32         `json:"id"`
	Target    Ref            `json:"ref"`
	Kind      AnnotationKind `json:"kind"`
	Text      string         `json:"text,omitempty"`
	Tags      []string       `json:"tags,omitempty"`
	Star      bool           `json:"star,omitempty"`
	By        string         `json:"by"`
	At        time.Time      `json:"at"`
	Withdrawn bool           `json:"withdrawn,omitempty"`
}

// Verdict is the person's answer to "one actor?".
type Verdict string

// The verdicts.
const (
	VerdictSame      Verdict = "same"
	VerdictDifferent Verdict = "different"
	VerdictUnsure    Verdict = "unsure"
)

// Decision is a person's verdict on a pair of accounts. It stands beside the
// machine's weight and never changes it.
type Decision struct {
	ID        uint32    `json:"id"`
	A         uint32    `json:"a"` // account codes, A < B
	B         uint32    `json:"b"`
	Verdict   Verdict   `json:"verdict"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
}

// Exhibit is a thing in the case that got a permanent number.
type Exhibit struct {
	Number    uint32    `json:"number"`
	Target    Ref       `json:"ref"`
	Title     string    `json:"title"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"` // the number is never used again
}
