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
}

// SourceState is a source with the outcome of hashing it again.
type SourceState struct {
	casefile.Source
	Verified *bool  `json:"verified"` // nil: not asked, or nothing to hash
	Problem  string `json:"problem,omitempty"`
}

// Sources lists the sources. With verify, the kept originals are hashed again
// and compared with the hashes taken at import.
func (c *Casework) Sources(ctx context.Context, verify bool, p progress.Reporter) (SourcesResult, error) {
	list, err := c.sources()
	if err != nil {
		return SourcesResult{}, err
	}
	r := SourcesResult{Sources: make([]SourceState, len(list))}
	if verify {
		p.Phase("verify sources", int64(len(list)))
	}
	for i, s := range list {
		r.Sources[i] = SourceState{Source: s}
		if !verify {
			continue
		}
		err := c.file.Verify(ctx, s.ID)
		if ctx.Err() != nil {
			return r, ctx.Err()
		}
		ok := err == nil
		r.Sources[i].Verified = &ok
		if !ok {
			r.Sources[i].Problem = failureOf(err).Message
			if r.Damaged == "" {
				r.Damaged = fmt.Sprintf("Source %d (%s): %s", s.ID, s.Name, r.Sources[i].Problem)
			}
		}
		p.Add(1)
	}
	return r, nil
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
// and the defects of what was kept.
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
