package casework

import (
	"context"
	"fmt"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// SourcesResult is the list of sources.
type SourcesResult struct {
	Sources []SourceState `json:"sources"`
	Damaged string        `json:"damaged,omitempty"` // a sentence about the first damaged source
	Act     uint64        `json:"act,omitempty"`     // the audit entry that records a verification
	Holds   int           `json:"holds"`             // legal holds that stand
	Terms   []Term        `json:"terms"`             // days that matter
}

// SourceState is a source with the outcome of hashing it again.
type SourceState struct {
	casefile.Source
	Verified *bool          `json:"verified"` // nil: not asked, or nothing to hash
	Problem  string         `json:"problem,omitempty"`
	Damage   []store.Damage `json:"damage,omitempty"`  // every damaged place
	Expiry   string         `json:"expires,omitempty"` // "expires in 12 days", at the system that it came from
}

// Sources lists the sources. With verify, the originals are hashed again, chunk by
// chunk, and compared with what was taken at import; every damaged chunk is named,
// and, where the case may be written, the outcome is recorded.
func (c *Casework) Sources(ctx context.Context, verify bool, p progress.Reporter) (SourcesResult, error) {
	return c.sourcesAnd(ctx, verify, true, p)
}

// WatchSources is Sources with verify where nobody asked for it, as when a case is
// opened: the outcome is recorded when something is damaged, and no looking alone
// makes a revision.
func (c *Casework) WatchSources(ctx context.Context, p progress.Reporter) (SourcesResult, error) {
	return c.sourcesAnd(ctx, true, false, p)
}

func (c *Casework) sourcesAnd(ctx context.Context, verify, asked bool, p progress.Reporter) (SourcesResult, error) {
	list, err := c.sources()
	if err != nil {
		return SourcesResult{}, err
	}
	r := SourcesResult{Sources: make([]SourceState, len(list))}
	now, size := c.config.now()(), int64(0)
	for i, s := range list {
		r.Sources[i] = SourceState{Source: s, Expiry: Expiry(&s, now)}
		size += s.Bytes
	}
	holds, err := c.Holds(ctx)
	if err != nil {
		return r, err
	}
	r.Holds = holds.Standing
	if r.Terms, err = c.Terms(ctx); err != nil || !verify {
		return r, err
	}
	p.Phase("verify sources", size)
	progress.InBytes(p)
	for i := range r.Sources {
		if err := c.hashAgain(ctx, &r.Sources[i], p); err != nil {
			return r, err
		}
		if s := &r.Sources[i]; s.Problem != "" && r.Damaged == "" {
			r.Damaged = fmt.Sprintf("Source %d (%s): %s", s.ID, s.Name, s.Problem)
		}
	}
	if asked || r.Damaged != "" {
		r.Act, err = c.recordVerified(r.Sources)
	}
	return r, err
}

// hashAgain verifies one source; what was purged has nothing to hash. Only ctx's
// error comes back.
func (c *Casework) hashAgain(ctx context.Context, s *SourceState, p progress.Reporter) error {
	if s.State == casefile.SourcePurged || s.State == casefile.SourcePurging {
		return nil
	}
	v, err := c.file.VerifySource(ctx, s.ID, p)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.Damage = v.Damaged
	if err == nil {
		err = allDamage(&v)
	}
	ok := err == nil
	s.Verified = &ok
	if !ok {
		s.Problem = failureOf(err).Message
	}
	return nil
}

// recordVerified records that sources were hashed again, and with what outcome. A
// case that may only be read takes no act.
func (c *Casework) recordVerified(list []SourceState) (uint64, error) {
	if c.config.ReadOnly || len(list) == 0 {
		return 0, nil
	}
	act := casefile.Act{Verb: "source.verify", By: c.config.By, Details: map[string]string{}}
	good, bad := 0, 0
	for i := range list {
		s := &list[i]
		if s.Verified == nil {
			continue
		}
		act.Subject = append(act.Subject, casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String())
		outcome := "verified"
		if good++; !*s.Verified {
			good, bad = good-1, bad+1
			outcome = "damaged"
			for _, d := range s.Damage {
				outcome += fmt.Sprintf(" chunk %d+%d", d.Chunk, d.Chunks)
			}
		}
		act.Details[fmt.Sprintf("source %d", s.ID)] = outcome
	}
	act.Message = fmt.Sprintf("%s hashed again: all are what was imported.", plural(good, "source"))
	if bad > 0 {
		act.Message = fmt.Sprintf("%s hashed again: %d not what was imported.", plural(good+bad, "source"), bad)
	}
	seq, err := c.file.Record(act)
	if fault.KindOf(err) == fault.Conflict {
		return 0, nil // it was opened for reading
	}
	if err == nil {
		c.changed(TopicLog)
	}
	return seq, err
}

// unchanged makes sure that the bytes behind a source are those that were
// imported. Embedded originals carry their sums and are checked as they are read;
// a file that the case only refers to may have been changed since.
func (c *Casework) unchanged(ctx context.Context, id uint32) error {
	var src casefile.Source
	err := c.file.View(func(tx *store.Tx) (err error) {
		src, err = tx.Source(id)
		return err
	})
	if err != nil || src.Originals != "reference" {
		return err
	}
	if err := c.file.Verify(ctx, id); err != nil {
		return fault.New(fault.Verification, fmt.Sprintf("The file behind source %d is not the file that was imported.", id),
			"Find the file with the SHA-256 that `workbench sources` shows.", err)
	}
	return nil
}

func (c *Casework) sources() (list []casefile.Source, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.Sources()
		return err
	})
	return list, err
}

// RejectsResult is the list of rows that could not be read.
type RejectsResult struct {
	Count   int64         `json:"count"`
	Rejects []RejectedRow `json:"rejects"`
	Defects []DefectRow   `json:"defects"` // of items that were accepted all the same
}

// DefectRow is something wrong with an item that was kept.
type DefectRow struct {
	Source uint32 `json:"source"`
	casefile.Defect
}

// RejectedRow is a reject with its bytes. Raw is cut at 4 KiB; bytes that are not
// UTF-8 are shown as \xNN.
type RejectedRow struct {
	Source uint32 `json:"source"`
	Row    int64  `json:"row"`
	Offset int64  `json:"offset"`
	Length int64  `json:"length"`
	Reason string `json:"reason"`
	Raw    string `json:"raw"`
}

// rawShown is how much of a rejected row a list carries.
const rawShown = 4 << 10

// Rejects lists at most limit rejected rows (0: all) of one source (0: of all),
// and the defects of what was kept. That their bytes were shown is recorded.
func (c *Casework) Rejects(ctx context.Context, source uint32, limit int) (RejectsResult, error) {
	list, err := c.sources()
	if err != nil {
		return RejectsResult{}, err
	}
	r := RejectsResult{Rejects: []RejectedRow{}, Defects: []DefectRow{}}
	found := source == 0
	for _, s := range list {
		if source != 0 && s.ID != source {
			continue
		}
		found = true
		var rows []casefile.Reject
		var defects []casefile.Defect
		err := c.file.View(func(tx *store.Tx) error {
			if rows, err = tx.Rejects(s.ID); err != nil {
				return err
			}
			defects, err = tx.Defects(s.ID)
			return err
		})
		if err != nil {
			return r, err
		}
		for _, d := range defects {
			r.Defects = append(r.Defects, DefectRow{s.ID, d})
		}
		r.Count += int64(len(rows))
		for _, x := range rows {
			if limit > 0 && len(r.Rejects) >= limit {
				break
			}
			raw, err := c.file.Original(ctx, s.ID, x.Offset, min(x.Length, rawShown))
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return r, err
			}
			r.Rejects = append(r.Rejects, RejectedRow{s.ID, x.Row, x.Offset, x.Length, x.Reason, printable(raw)})
		}
	}
	if err := c.viewedRejects(r.Rejects); err != nil {
		return RejectsResult{}, err
	}
	if !found {
		return r, fault.New(fault.NotFound, fmt.Sprintf("There is no source %d.", source), "See `workbench sources`.", nil)
	}
	return r, nil
}

// printable returns bytes as text; bytes that are not UTF-8 become \xNN.
func printable(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	out := make([]byte, 0, len(b)+16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out = fmt.Appendf(out, `\x%02x`, b[0])
		} else {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	return string(out)
}
