package casework

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"casebench/casefile"
	"casebench/linkage"
)

// eventReader gives linkage the requests near given moments. Blocks whose bounds
// lie in no window are not read, so the cost follows the windows, not the log.
type eventReader struct{ c *Casework }

// Around implements linkage.Events.
func (e *eventReader) Around(ctx context.Context, windows []linkage.Window) ([]linkage.Event, error) {
	windows = united(windows)
	schema := casefile.SchemaOf(casefile.TableRequests)
	columns := []int{schema.Index("ts"), schema.Index("account_id"), schema.Index("template_hash")}
	blocks, err := e.c.file.Blocks(casefile.TableRequests)
	if err != nil {
		return nil, err
	}
	var out []linkage.Event
	for _, b := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !b.Timed || !touches(windows, b.Min, b.Max) {
			continue
		}
		view, err := e.c.file.Read(b, columns, nil)
		if err != nil {
			return nil, err
		}
		dup, err := e.c.file.Duplicates(b)
		if err != nil {
			return nil, err
		}
		ts, account, template := &view.Columns[0], &view.Columns[1], &view.Columns[2]
		if ts.Form != casefile.FormInts || account.Form != casefile.FormCodes {
			continue
		}
		for i := range b.Rows {
			if ts.IsNull(i) || !inside(windows, ts.Ints[i]) || account.IsNull(i) || dup != nil && dup[i>>6]&(1<<(i&63)) != 0 {
				continue
			}
			ev := linkage.Event{Account: account.Code(i), At: ts.Ints[i], Row: casefile.Origin{Source: b.Source, Row: view.Row(i)}}
			if template.Form == casefile.FormCodes && !template.IsNull(i) {
				ev.Template = template.Code(i)
			}
			out = append(out, ev)
		}
	}
	slices.SortStableFunc(out, func(a, b linkage.Event) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Account, b.Account),
			cmp.Compare(a.Row.Source, b.Row.Source), cmp.Compare(a.Row.Row, b.Row.Row))
	})
	return out, nil
}

// united sorts windows and joins those that overlap.
func united(windows []linkage.Window) []linkage.Window {
	sorted := slices.Clone(windows)
	slices.SortFunc(sorted, func(a, b linkage.Window) int { return cmp.Compare(a.From, b.From) })
	var out []linkage.Window
	for _, w := range sorted {
		if n := len(out); n > 0 && w.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, w.To)
			continue
		}
		out = append(out, w)
	}
	return out
}

// inside reports whether t lies in one of the united windows.
func inside(windows []linkage.Window, t int64) bool {
	i := sort.Search(len(windows), func(i int) bool { return windows[i].To > t })
	return i < len(windows) && windows[i].From <= t
}

// touches reports whether some united window meets [from, to].
func touches(windows []linkage.Window, from, to int64) bool {
	i := sort.Search(len(windows), func(i int) bool { return windows[i].To > from })
	return i < len(windows) && windows[i].From <= to
}
