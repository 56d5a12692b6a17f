package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// RejectRow is a row that could not be read, or something wrong with an item that
// was kept all the same.
type RejectRow struct {
	casework.RejectedRow
	Kept bool // a defect: the item is in the case
}

// Rejects is the table of what could not be read, of one source or of all. Its
// bytes are shown as they came: what could not be read could not be masked.
type Rejects struct {
	*Listing
	More *Value[string] // caption of the button for further rows; "" when all are there

	bench  *Bench
	table  *Table[RejectRow]
	load   *Latest
	source uint32
	rows   []RejectRow
	count  int64 // rejects that there are
	read   int   // of those, rows read so far
}

// rejectPage is how many rejects are read at a time.
const rejectPage = 1000

func newRejects(b *Bench) *Rejects {
	v := &Rejects{bench: b, load: b.NewLatest(), More: Of("")}
	own := NewValue(Selection{}, Selection.Equal)
	v.table = newTable(rejectRef, rejectText, own, rejectColumns()...)
	v.Listing = newListing(b, "rejects", "Could not be read", "row", v.table, own)
	v.Hint = "Find in rejects"
	v.menu = func(int) []MenuItem { return v.copies() }
	v.again = v.begin
	v.stops.Add(b.OnChange(casework.TopicSources, v.begin), v.load.Cancel)
	v.begin()
	return v
}

// rejectRef tells a defect of a row apart from its rejection.
func rejectRef(r *RejectRow) casefile.Ref {
	ref := casefile.EventRef(r.Source, r.Row)
	if r.Kept {
		ref.ID = r.Reason
	}
	return ref
}

// At returns row i of those shown, or nil.
func (v *Rejects) At(i int) *RejectRow { return v.table.At(i) }

// Of shows the rejects of one source; 0 is all of them.
func (v *Rejects) Of(source uint32, name string) {
	if source == v.source {
		return
	}
	v.source = source
	v.Note.Set("")
	if source != 0 {
		v.Note.Set("of source " + fmt.Sprint(source) + ", " + name)
	}
	v.begin()
}

// begin reads the defects and the first page.
func (v *Rejects) begin() {
	v.loading()
	source := v.source
	v.load.Run(func(ctx context.Context) func() {
		p, err := v.bench.Work.RejectsFrom(ctx, source, 0, rejectPage)
		var defects []casework.DefectRow
		if err == nil {
			defects, err = v.bench.Work.DefectsOf(ctx, source)
		}
		if isCancelled(err) {
			return nil
		}
		return func() {
			v.rows, v.read = nil, 0
			for _, d := range defects {
				v.rows = append(v.rows, RejectRow{casework.RejectedRow{Source: d.Source, Row: d.Row, Reason: d.Reason, Raw: d.Object}, true})
			}
			v.add(p, err)
		}
	})
}

// ReadMore reads the next page.
func (v *Rejects) ReadMore() {
	v.loading()
	source, from := v.source, v.read
	v.load.Run(func(ctx context.Context) func() {
		p, err := v.bench.Work.RejectsFrom(ctx, source, from, rejectPage)
		if isCancelled(err) {
			return nil
		}
		return func() { v.add(p, err) }
	})
}

// add shows a page behind those before.
func (v *Rejects) add(p casework.RejectPage, err error) {
	if err == nil {
		v.count, v.read = p.Count, v.read+len(p.Rows)
		for _, r := range p.Rows {
			v.rows = append(v.rows, RejectRow{r, false})
		}
		v.table.Set(v.rows)
		v.whole = len(v.rows) + int(v.count) - v.read
		v.More.Set("")
		if left := v.count - int64(v.read); left > 0 {
			v.More.Set(fmt.Sprintf("Read %s more", tableNumber(min(left, rejectPage))))
		}
	}
	v.loaded(err, Blank{Title: "Every row was read", Text: "Rows that cannot be read would stand here, with the reason and their bytes. None is ever dropped."})
}

func rejectText(r *RejectRow) string {
	return strings.Join([]string{r.Reason, r.Raw, casefile.EventRef(r.Source, r.Row).String()}, "\n")
}

func rejectColumns() []TableColumn[RejectRow] {
	number := func(id, title string, width float32, f func(*RejectRow) int64) TableColumn[RejectRow] {
		return TableColumn[RejectRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Order: by(f),
			Cell: func(r *RejectRow) ListCell { return ListCell{Text: tableNumber(f(r))} }, Plain: func(r *RejectRow) string { return fmt.Sprint(f(r)) }}
	}
	return []TableColumn[RejectRow]{
		number("source", "Source", 62, func(r *RejectRow) int64 { return int64(r.Source) }),
		number("row", "Row", 80, func(r *RejectRow) int64 { return r.Row }),
		number("offset", "Offset", 96, func(r *RejectRow) int64 { return r.Offset }),
		{ListColumn: ListColumn{ID: "what", Title: "What", Width: 80}, Order: by(func(r *RejectRow) string { return rejectWord(r) }),
			Cell: func(r *RejectRow) ListCell {
				if r.Kept {
					return ListCell{Text: rejectWord(r), Token: graphview.Text2}
				}
				return ListCell{Text: rejectWord(r), Token: graphview.Warn}
			}},
		{ListColumn: ListColumn{ID: "reason", Title: "Reason", Width: 330}, Order: by(func(r *RejectRow) string { return r.Reason }),
			Cell: func(r *RejectRow) ListCell { return ListCell{Text: r.Reason} }},
		{ListColumn: ListColumn{ID: "raw", Title: "Bytes", Width: 370, Mono: true},
			Cell: func(r *RejectRow) ListCell { return ListCell{Text: cutText(r.Raw, 200), Token: graphview.Text2} }, Plain: func(r *RejectRow) string { return r.Raw }},
	}
}

func rejectWord(r *RejectRow) string {
	if r.Kept {
		return "kept"
	}
	return "rejected"
}

// cutText is as much of a text as a line can show.
func cutText(s string, most int) string {
	if r := []rune(s[:min(len(s), most*4)]); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
