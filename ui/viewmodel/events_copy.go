package viewmodel

import (
	"context"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
)

// copies are the ways of copying a value and rows.
func (e *Events) copies(r *query.Row, column string) []MenuItem {
	out := []MenuItem{{Text: "Copy rows", Key: "Ctrl+C", Do: func() { e.CopyRows(false) }}, {Text: "Copy rows, defanged", Do: func() { e.CopyRows(true) }}}
	i := e.column(column)
	if i < 0 || e.columns[i].content || column == columnDetails {
		return out
	}
	v, ok := e.columns[i].value(r)
	if !ok {
		return out
	}
	value := func(text string) func() {
		return func() { e.bench.Copy(text); e.bench.Say("Value copied.", false) }
	}
	first := []MenuItem{{Text: "Copy value", Do: value(v.String())}}
	if d := defangedValue(v); d != v.String() {
		first = append(first, MenuItem{Text: "Copy value, defanged", Do: value(d)})
	}
	return append(first, out...)
}

// CopyRows puts the selected rows on the clipboard as a table: a line of heads,
// then a line for each row, in the order in which they stand here.
func (e *Events) CopyRows(defanged bool) {
	l := e.listing
	var at []int64
	for ref, i := range e.places {
		if e.chosen[ref] {
			at = append(at, i)
		}
	}
	slices.Sort(at)
	if l == nil || len(at) == 0 {
		e.bench.Say("Select a row first.", false)
		return
	}
	columns := slices.Clone(e.columns)
	e.locate.Run(func(ctx context.Context) func() {
		rows, err := rowsAt(ctx, l.Page, at)
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err != nil {
				e.bench.Fail(err)
				return
			}
			e.bench.Copy(eventsTSV(columns, rows, defanged))
			how := " copied."
			if defanged {
				how = " copied, defanged."
			}
			e.bench.Say(Many(int64(len(rows)), "row")+how, false)
		}
	})
}

// rowsAt reads the rows at these places, which are in order, by stretches.
func rowsAt(ctx context.Context, page func(context.Context, int64, int) ([]query.Row, error), at []int64) ([]query.Row, error) {
	var out []query.Row
	for from := 0; from < len(at); {
		to := from + 1
		for to < len(at) && at[to] == at[to-1]+1 {
			to++
		}
		rows, err := page(ctx, at[from], to-from)
		if err != nil {
			return nil, err
		}
		out, from = append(out, rows...), to
	}
	return out, nil
}

// eventsTSV writes rows as lines of cells apart by tabs, for a spreadsheet. Times
// are in UTC and numbers plain; what a spreadsheet would run as a formula is kept
// from it.
func eventsTSV(columns []eventColumn, rows []query.Row, defanged bool) string {
	var b strings.Builder
	tsvCell(&b, 0, "ref")
	for _, c := range columns {
		tsvCell(&b, 1, c.Title)
	}
	for i := range rows {
		b.WriteByte('\n')
		tsvCell(&b, 0, refOf(&rows[i]).String())
		for _, c := range columns {
			text := ""
			if v, ok := c.value(&rows[i]); ok {
				switch {
				case v.Kind == casefile.KindTime:
					text = time.Unix(0, v.Int).UTC().Format(time.RFC3339Nano)
				case defanged:
					text = defangedValue(v)
				default:
					text = v.String()
				}
			}
			tsvCell(&b, 1, text)
		}
	}
	return b.String() + "\n"
}

// defangedValue breaks what a program would follow: addresses, domains, links.
func defangedValue(v query.Value) string {
	switch v.Name {
	case "ip", "signup_ip", "email_domain", "value", "referrer":
		return Defang(v.Text)
	}
	if v.Kind == casefile.KindText && strings.Contains(v.Text, "://") {
		return Defang(v.Text)
	}
	return v.String()
}
