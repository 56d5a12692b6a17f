package casework

import (
	"context"

	"casebench/casefile"
	"casebench/casefile/audit"
)

// ChainState is what walking the audit log from its first entry gave.
type ChainState struct {
	Entries uint64 // that the log holds
	Holds   uint64 // the chain holds to this entry
	Head    string // hash of that entry
	Problem string // what is wrong with the next one; "" when the whole chain holds
}

// Chain walks the audit log from its first entry.
func (c *Casework) Chain(ctx context.Context) (ChainState, error) {
	r, err := c.Log(ctx, 0)
	if err != nil {
		return ChainState{}, err
	}
	s := ChainState{Entries: uint64(len(r.Entries))}
	var v audit.Verifier
	for i, e := range r.Entries {
		if i&1023 == 0 && ctx.Err() != nil {
			return s, ctx.Err()
		}
		if err := v.Add(e); err != nil {
			s.Problem = failureOf(err).Message
			break
		}
	}
	s.Holds, s.Head = v.Len(), v.Head()
	return s, nil
}

// Undone returns the numbers of the entries that were taken back and not done
// again: an act that undoes may itself be undone.
func Undone(entries []casefile.AuditEntry) map[uint64]bool {
	out := map[uint64]bool{}
	for i := len(entries) - 1; i >= 0; i-- {
		if e := &entries[i]; e.Undoes != 0 && !out[e.Seq] {
			out[e.Undoes] = true
		}
	}
	return out
}
