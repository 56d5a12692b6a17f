package casework

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/casepackage"
	"casebench/internal/fault"
)

// rowsOfAccount is how many rows an account exhibit carries; an account with
// more is cut to the first, and the exhibit says so.
const rowsOfAccount = 10_000

// exhibits gathers the numbered things with the bytes behind them.
func (g *gathering) exhibits(ctx context.Context, k *casepackage.Contents) error {
	var list []casefile.Exhibit
	err := g.c.file.View(func(tx *store.Tx) (err error) {
		list, err = tx.Exhibits()
		return err
	})
	if err != nil {
		return err
	}
	sources := map[uint32]casefile.Source{}
	for _, s := range k.Sources {
		sources[s.ID] = s
	}
	for _, e := range list {
		x, err := g.exhibit(ctx, e, sources)
		if err != nil {
			return fmt.Errorf("exhibit %d: %w", e.Number, err)
		}
		k.Exhibits = append(k.Exhibits, x)
	}
	return nil
}

// exhibit fills one exhibit: a source as received, the row of an event, the rows
// behind a link, the rows of an account; a cluster has no bytes of its own.
func (g *gathering) exhibit(ctx context.Context, e casefile.Exhibit, sources map[uint32]casefile.Source) (casepackage.Exhibit, error) {
	x := casepackage.Exhibit{Exhibit: e, Name: strings.NewReplacer(":", "-", "/", "-", ",", "-", "@", "-run-").Replace(e.Target.String()) + ".txt",
		Description: e.Target.String(), Method: "cut from the imported originals, byte for byte"}
	if e.Withdrawn {
		return x, nil
	}
	from := func(id uint32) {
		s := sources[id]
		x.Source, x.DerivedFrom, x.Custodian, x.Received, x.Marking = s.ID, s.SHA256, s.By, s.Imported, s.TLP
		x.From = s.Custody.ReceivedFrom
		if s.Custody.Custodian != "" {
			x.Custodian = s.Custody.Custodian
		}
		if at, ok := saidTime(s.Custody.ReceivedAt); ok {
			x.Received = at
		}
	}
	switch e.Target.Kind {
	case casefile.RefSource:
		from(e.Target.N)
		s := sources[e.Target.N]
		x.Name, x.Method = s.Name, "the file as received"
		if s.Originals == "embed" {
			x.Original = g.c.originalReader(s.ID)
		}
	case casefile.RefEvent:
		from(e.Target.N)
		x.Rows = g.c.sourceRows(ctx, []casefile.Origin{{Source: e.Target.N, Row: e.Target.Row}})
	case casefile.RefLink:
		rows, err := g.rowsOfLink(e.Target)
		if err != nil {
			return x, err
		}
		x.Description = fmt.Sprintf("%s: the sample rows behind each piece of evidence", e.Target)
		x.Rows = g.c.sourceRows(ctx, rows)
	case casefile.RefAccount:
		rows, total, err := g.rowsOf(ctx, e.Target.ID)
		if err != nil {
			return x, err
		}
		x.Description = fmt.Sprintf("%s: %d of %d rows that are about the account", e.Target, len(rows), total)
		x.Rows = g.c.sourceRows(ctx, rows)
	}
	return x, nil
}

// rowsOfLink returns the sample rows of a link's evidence, each once.
func (g *gathering) rowsOfLink(r casefile.Ref) ([]casefile.Origin, error) {
	a, b, err := g.c.pair(r.ID, r.Peer)
	if err != nil {
		return nil, err
	}
	var rows []casefile.Origin
	for i := range g.links {
		if g.links[i].A == a && g.links[i].B == b {
			for _, e := range g.links[i].Evidence {
				rows = append(rows, e.Rows...)
			}
		}
	}
	return rows, nil
}

// rowsOf returns the first rows about an account, and how many there are.
func (g *gathering) rowsOf(ctx context.Context, account string) (rows []casefile.Origin, total int64, err error) {
	field, _ := query.FieldByName("account")
	q := &query.Query{Expr: query.Match{Field: field, Test: query.Test{Op: query.OpEqual, Value: account}}}
	opt := g.c.searchOptions(ctx)
	res, err := query.Run(ctx, g.c.searchSource(), query.Request{Query: q, Options: opt, Limit: rowsOfAccount, Columns: []string{"account_id"}})
	if err != nil {
		return nil, 0, err
	}
	for _, r := range res.Rows {
		rows = append(rows, r.Origin)
	}
	return rows, res.Count, nil
}

// sourceRows yields the original bytes of rows, source by source in order of row.
func (c *Casework) sourceRows(ctx context.Context, rows []casefile.Origin) iter.Seq2[casepackage.SourceRow, error] {
	rows = slices.Clone(rows)
	slices.SortFunc(rows, func(a, b casefile.Origin) int {
		if a.Source != b.Source {
			return int(a.Source) - int(b.Source)
		}
		return int(a.Row - b.Row)
	})
	rows = slices.CompactFunc(rows, func(a, b casefile.Origin) bool { return a.Source == b.Source && a.Row == b.Row })
	return func(yield func(casepackage.SourceRow, error) bool) {
		rows, gone, err := c.withoutPurged(rows)
		if err == nil {
			err = c.file.Locate(ctx, rows)
		}
		if err != nil {
			yield(casepackage.SourceRow{}, err)
			return
		}
		if !yieldWithheld(gone, "the source was purged", yield) {
			return
		}
		for len(rows) > 0 {
			n := 1
			for n < len(rows) && rows[n].Source == rows[0].Source {
				n++
			}
			if !c.yieldRows(ctx, rows[:n], yield) {
				return
			}
			rows = rows[n:]
		}
	}
}

// withoutPurged takes rows of sources whose content is gone out of a list.
func (c *Casework) withoutPurged(rows []casefile.Origin) (there, gone []casefile.Origin, err error) {
	list, err := c.sources()
	purged := map[uint32]bool{}
	for _, s := range list {
		purged[s.ID] = s.State == casefile.SourcePurged || s.State == casefile.SourcePurging
	}
	for _, r := range rows {
		if purged[r.Source] {
			gone = append(gone, r)
		} else {
			there = append(there, r)
		}
	}
	return there, gone, err
}

// yieldRows yields the rows of one source. A source whose bytes were not kept is
// listed by address, and says so.
func (c *Casework) yieldRows(ctx context.Context, rows []casefile.Origin, yield func(casepackage.SourceRow, error) bool) bool {
	stopped := fmt.Errorf("stopped")
	if err := c.unchanged(ctx, rows[0].Source); fault.KindOf(err) == fault.Verification {
		return yieldWithheld(rows, "the file behind the source is not the file that was imported", yield)
	}
	err := c.file.OriginalRows(ctx, rows[0].Source, rows, func(i int, raw []byte) error {
		if !yield(casepackage.SourceRow{Origin: rows[i], Raw: raw}, nil) {
			return stopped
		}
		return nil
	})
	switch {
	case err == stopped:
		return false
	case fault.KindOf(err) == fault.NotFound:
		return yieldWithheld(rows, "the original was not kept in the case", yield)
	case err != nil:
		yield(casepackage.SourceRow{}, err)
		return false
	}
	return true
}

// yieldWithheld lists rows by address alone.
func yieldWithheld(rows []casefile.Origin, why string, yield func(casepackage.SourceRow, error) bool) bool {
	for _, r := range rows {
		if !yield(casepackage.SourceRow{Origin: r, Withhold: why}, nil) {
			return false
		}
	}
	return true
}
