// Package audit is the hash chain of acts.
//
// An entry's hash covers what was done, by whom, when, and the hash of the entry
// before, so that no entry can be changed, taken out or put in without changing
// all that follow. The package knows how entries are chained and nothing about
// where they are kept; casefile/FORMAT.md gives the bytes, so that anybody can
// compute a hash again with other tools.
//
// A chain alone shows tampering only against a copy of its head. The head is
// therefore printed, and signed with every package.
package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

const prefix = "casebench audit 1\n"

// zero is the "previous" hash of the first entry.
var zero = strings.Repeat("0", 2*sha256.Size)

// Next makes the entry that follows head; nil begins a chain. The time is kept in
// UTC. The act's slices and map are not copied.
func Next(head *casefile.AuditEntry, at time.Time, act casefile.Act) casefile.AuditEntry {
	e := casefile.AuditEntry{Seq: 1, Time: at.UTC(), Act: act, Previous: zero}
	if head != nil {
		e.Seq, e.Previous = head.Seq+1, head.Hash
	}
	e.Hash = Hash(e)
	return e
}

// Hash computes the hash of an entry from its other fields.
func Hash(e casefile.AuditEntry) string {
	h := sha256.New()
	h.Write([]byte(prefix))
	number(h, e.Seq)
	text(h, e.Time.UTC().Format(time.RFC3339Nano))
	text(h, e.Verb)
	text(h, e.Message)
	text(h, e.By)
	number(h, uint64(len(e.Subject)))
	for _, s := range e.Subject {
		text(h, s)
	}
	names := make([]string, 0, len(e.Details))
	for name := range e.Details {
		names = append(names, name)
	}
	slices.Sort(names)
	number(h, uint64(len(names)))
	for _, name := range names {
		text(h, name)
		text(h, e.Details[name])
	}
	text(h, e.Reason)
	number(h, e.Undoes)
	text(h, e.Previous)
	return hex.EncodeToString(h.Sum(nil))
}

func number(h hash.Hash, n uint64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], n)
	h.Write(b[:])
}

func text(h hash.Hash, s string) {
	number(h, uint64(len(s)))
	h.Write([]byte(s))
}

// A Verifier walks a chain entry by entry. The zero value stands before the first.
type Verifier struct {
	seq  uint64
	hash string
}

// Add checks the next entry. Its error is a fault of kind Verification that names
// the entry; after it the chain is not to be followed further.
func (v *Verifier) Add(e casefile.AuditEntry) error {
	previous := v.hash
	if v.seq == 0 {
		previous = zero
	}
	switch {
	case e.Seq != v.seq+1:
		return broken(v.seq+1, fmt.Sprintf("entry %d stands in its place", e.Seq))
	case e.Previous != previous:
		return broken(e.Seq, "it does not follow from the entry before")
	case e.Hash != Hash(e):
		return broken(e.Seq, "its hash does not match its content")
	}
	v.seq, v.hash = e.Seq, e.Hash
	return nil
}

// Len returns the number of entries that held.
func (v *Verifier) Len() uint64 { return v.seq }

// Head returns the hash of the last entry that held, or "" before the first.
func (v *Verifier) Head() string { return v.hash }

// Verify checks a whole chain from its first entry.
func Verify(entries []casefile.AuditEntry) error {
	var v Verifier
	for _, e := range entries {
		if err := v.Add(e); err != nil {
			return err
		}
	}
	return nil
}

func broken(seq uint64, why string) error {
	return fault.New(fault.Verification, fmt.Sprintf("The audit log is broken at entry %d: %s.", seq, why),
		"Compare the case with a copy whose audit head is known.", nil)
}
