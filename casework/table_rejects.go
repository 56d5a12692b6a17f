package casework

import (
	"context"
	"slices"
	"sync"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// RejectPage is a stretch of the rows that could not be read.
type RejectPage struct {
	Count int64 // all rejects that were asked about
	Rows  []RejectedRow
}

// RejectsFrom lists at most limit rejected rows of one source (0: of all) after
// the first skip, with their bytes. That the bytes were shown is recorded.
func (c *Casework) RejectsFrom(ctx context.Context, source uint32, skip, limit int) (RejectPage, error) {
	list, err := c.sources()
	if err != nil {
		return RejectPage{}, err
	}
	var p RejectPage
	for _, s := range list {
		if source != 0 && s.ID != source {
			continue
		}
		var rows []casefile.Reject
		if err := c.file.View(func(tx *store.Tx) error {
			rows, err = tx.Rejects(s.ID)
			return err
		}); err != nil {
			return p, err
		}
		from := min(max(0, skip-int(p.Count)), len(rows))
		p.Count += int64(len(rows))
		for _, x := range rows[from:] {
			if len(p.Rows) >= limit || ctx.Err() != nil {
				break
			}
			raw, err := c.file.Original(ctx, s.ID, x.Offset, min(x.Length, rawShown))
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return p, err
			}
			p.Rows = append(p.Rows, RejectedRow{s.ID, x.Row, x.Offset, x.Length, x.Reason, printable(raw)})
		}
	}
	if err := c.viewedRejects(p.Rows); err != nil {
		return RejectPage{}, err
	}
	return p, ctx.Err()
}

// viewedRejects records that the bytes of rejected rows were shown, before they are:
// they are raw content like any other. While a case is open, the same source is
// recorded once. Where nothing can be recorded, nothing is shown: the rows stay
// without their bytes.
func (c *Casework) viewedRejects(rows []RejectedRow) error {
	c.viewed.mu.Lock()
	defer c.viewed.mu.Unlock()
	act := casefile.Act{Verb: "rejects", By: c.config.By, Message: "The bytes of rejected rows were shown.",
		Reason: "to see why rows could not be read"}
	for i := range rows {
		if id := rows[i].Source; !c.viewed.sources[id] && rows[i].Raw != "" {
			ref := casefile.Ref{Kind: casefile.RefSource, N: id}.String()
			if !slices.Contains(act.Subject, ref) {
				act.Subject = append(act.Subject, ref)
			}
		}
	}
	if len(act.Subject) == 0 {
		return nil
	}
	if _, err := c.file.Record(act); err != nil {
		if fault.KindOf(err) != fault.Conflict {
			return err
		}
		for i := range rows {
			rows[i].Raw = "" // the case is open for reading alone
		}
		return nil
	}
	if c.viewed.sources == nil {
		c.viewed.sources = map[uint32]bool{}
	}
	for i := range rows {
		c.viewed.sources[rows[i].Source] = true
	}
	return nil
}

// viewed are the sources whose rejected rows were shown while the case is open.
type viewed struct {
	mu      sync.Mutex
	sources map[uint32]bool
}

// DefectsOf lists what is wrong with items of one source (0: of all) that were
// accepted all the same.
func (c *Casework) DefectsOf(ctx context.Context, source uint32) ([]DefectRow, error) {
	list, err := c.sources()
	if err != nil {
		return nil, err
	}
	var out []DefectRow
	err = c.file.View(func(tx *store.Tx) error {
		for _, s := range list {
			if source != 0 && s.ID != source {
				continue
			}
			defects, err := tx.Defects(s.ID)
			if err != nil {
				return err
			}
			for _, d := range defects {
				out = append(out, DefectRow{s.ID, d})
			}
		}
		return ctx.Err()
	})
	return out, err
}
