package viewmodel

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/progress"
)

// SourceRow is one line of the table of sources.
type SourceRow struct {
	casefile.Source
	Verified *bool // nil: not hashed again yet
	Problem  string
	Expiry   string // "expires in 12 days", at the system that it came from
}

// Sources is the table of what was imported: how many rows of each file were
// accepted, rejected and skipped, and whether its bytes are still those that came.
type Sources struct {
	*Listing
	Detail  *Value[SourceDetail] // of the source chosen last
	Damaged *Value[bool]         // a source is not what was imported
	// Rejects are the rows that could not be read, of the source chosen or of all.
	Rejects *Rejects

	bench  *Bench
	table  *Table[SourceRow]
	load   *Latest
	verify *Verification
}

// SourceDetail is what a row of the table has no room for.
type SourceDetail struct {
	Title string
	Pairs [][2]string
	Notes []string // what was assumed, and what is wrong
}

// NewSources returns the sources of a bench. Verify is the bench's verification,
// or nil where there is none.
func NewSources(b *Bench, verify *Verification) *Sources {
	s := &Sources{bench: b, load: b.NewLatest(), verify: verify, Detail: NewValue(SourceDetail{}, nil), Damaged: Of(false)}
	s.table = newTable(sourceRef, sourceText, b.Selection, sourceColumns(b)...)
	s.Listing = newListing(b, "sources", "Sources", "source", s.table, b.Selection)
	s.Rejects = newRejects(b)
	s.targets = func() []casefile.Ref { return b.Selection.Get().Of(casefile.RefSource) }
	s.open = func(int) { s.showEvents() }
	s.menu, s.again = s.items, s.read
	s.keys["space"] = func() { s.inspect(0) }
	s.bindEvidence()
	s.stops.Add(b.OnChange(casework.TopicSources, s.read), b.Selection.Follow(func(Selection) { s.chosen() }), s.load.Cancel, s.Rejects.Close)
	if verify != nil {
		s.stops.Add(verify.State.Follow(func(Verified) { s.join(); s.changed() }))
	}
	s.read()
	return s
}

// At returns row i of those shown, or nil.
func (s *Sources) At(i int) *SourceRow { return s.table.At(i) }

// Save asks where what is whole of the case is to be saved.
func (s *Sources) Save() { s.bench.Show(Intention{Name: IntendSave}) }

// VerifyAgain hashes the originals once more.
func (s *Sources) VerifyAgain() {
	if s.verify != nil {
		s.verify.Again()
	}
}

func sourceRef(r *SourceRow) casefile.Ref { return casefile.Ref{Kind: casefile.RefSource, N: r.ID} }

func (s *Sources) read() {
	s.loading()
	s.load.Run(func(ctx context.Context) func() {
		r, err := s.bench.Work.Sources(ctx, false, progress.Discard)
		if isCancelled(err) {
			return nil
		}
		rows := make([]SourceRow, len(r.Sources))
		for i, x := range r.Sources {
			rows[i].Source, rows[i].Expiry = x.Source, x.Expiry
		}
		return func() {
			if err == nil {
				s.table.Set(rows)
				s.join()
			}
			s.loaded(err, Blank{Title: "Nothing is imported yet", Text: "Logs, registers and partners' indicators are read in from files; the files are not changed.",
				Button: "Import…", Do: func() { s.bench.Show(Intention{Name: IntendImport}) }})
		}
	})
}

// join takes over what verification found.
func (s *Sources) join() {
	good, of, bad := 0, 0, false
	for i := range s.table.rows {
		r := &s.table.rows[i]
		r.Verified, r.Problem = nil, ""
		if s.verify == nil {
			continue
		}
		for _, v := range s.verify.State.Get().Sources {
			if v.ID == r.ID {
				r.Verified, r.Problem = v.Verified, v.Problem
			}
		}
		if r.Verified != nil && *r.Verified {
			good++
		}
		if r.State == casefile.SourceReady {
			of++
		}
		bad = bad || r.Verified != nil && !*r.Verified
	}
	s.Damaged.Set(bad)
	var rows, rejected int64
	for i := range s.table.rows {
		rows += s.table.rows[i].Rows
		rejected += s.table.rows[i].Rejected
	}
	note := counted(rows, "row")
	if s.verify != nil {
		note += fmt.Sprintf(" · %d of %d verified", good, of)
	}
	if rejected > 0 {
		note += " · " + tableNumber(rejected) + " could not be read"
	}
	if len(s.table.rows) == 0 {
		note = ""
	}
	s.Note.Set(note)
	s.chosen()
}

// chosen shows the source chosen last, and its rejects.
func (s *Sources) chosen() {
	r := s.table.At(s.Current())
	if r == nil {
		s.Detail.Set(SourceDetail{})
		s.Rejects.Of(0, "")
		return
	}
	s.Rejects.Of(r.ID, r.Name)
	s.Detail.Set(sourceDetail(r))
}

func sourceDetail(r *SourceRow) SourceDetail {
	d := SourceDetail{Title: r.Name}
	add := func(name, value string) {
		if value != "" {
			d.Pairs = append(d.Pairs, [2]string{name, graphview.Clean(value)})
		}
	}
	for i := len(r.Within) - 1; i >= 0; i-- {
		add("Lay as", r.Within[i].String())
	}
	for _, f := range r.Custody.Fields() {
		add(f.Title, f.Value)
	}
	add("SHA-256", r.SHA256)
	if r.Chunks > 0 {
		add("Hash tree", fmt.Sprintf("%s in %s", r.Root, counted(int64(r.Chunks), "chunk")))
	}
	add("File", r.Path)
	add("Size", counted(r.Bytes, "byte"))
	add("Imported", r.Imported.UTC().Format("2006-01-02 15:04 UTC")+" by "+r.By)
	add("Format", fmt.Sprintf("%s, version %d", r.Format, r.FormatVersion))
	add("Original", map[string]string{"embed": "kept in the case", "reference": "stays where it was"}[r.Originals])
	add("Marking", r.TLP.String())
	add("Namespace", r.Namespace)
	if r.Duplicates > 0 {
		add("Duplicates", counted(r.Duplicates, "row")+" that an earlier source holds too")
	}
	if m := r.Mapping; m != nil {
		var parts []string
		for _, from := range slices.Sorted(maps.Keys(m.Columns)) {
			parts = append(parts, from+" → "+m.Columns[from])
		}
		add("Mapping", strings.Join(parts, ", "))
	}
	if r.Expiry != "" {
		d.Notes = append(d.Notes, "At the system that it came from, the file's own copy "+r.Expiry+".")
	}
	if p := r.Purged; p != nil {
		d.Notes = append(d.Notes, fmt.Sprintf("Purged by %s on %s: %s.", p.By, p.At.UTC().Format("2006-01-02"), p.Reason))
	}
	d.Notes = append(d.Notes, r.Assumed...)
	if r.Problem != "" {
		d.Notes = append(d.Notes, r.Problem)
	}
	return d
}

func (s *Sources) showEvents() {
	var exprs []string
	for _, r := range s.table.picked() {
		exprs = append(exprs, FieldIs("source", r.Name))
	}
	if len(exprs) > 0 {
		s.bench.showEvents(anyOf(exprs))
	}
}

// Withdraw asks for a reason and takes a source out of use. It stays in the case.
func (s *Sources) Withdraw(id uint32, name string) {
	s.bench.Ask(Question{Title: "Withdraw " + name, Label: "Reason", Confirm: "Withdraw source",
		Explain: "Its rows are left out of everything from now on. They stay in the case, and Undo brings them back. Links keep what they were until you link again.",
		Then: func(reason, _ string) {
			s.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
				return s.bench.Work.Withdraw(ctx, casework.ThingSource, id, reason)
			}, nil)
		}})
}

func (s *Sources) items(row int) []MenuItem {
	r := s.table.At(row)
	id, name := r.ID, r.Name
	look := []MenuItem{
		{Text: "Show events", Key: "Enter", Do: s.showEvents},
		{Text: "Inspect", Key: "Space", Do: func() { s.inspect(row) }},
		{Text: "Verify again", Off: s.verify == nil, Do: s.VerifyAgain},
		{Text: "Copy SHA-256", Do: func() { s.bench.Copy(r.SHA256); s.bench.Say("SHA-256 of "+name+" copied.", false) }},
		{Text: "Custody", Off: r.State == casefile.SourcePurged, Sub: s.amendments(r)},
		{Text: "Withdraw…", Off: r.State != casefile.SourceReady, Do: func() { s.Withdraw(id, name) }},
		{Text: "Purge for good…", Off: r.State != casefile.SourceWithdrawn && r.State != casefile.SourcePurging,
			Do: func() { s.bench.Show(Intention{Name: IntendPurge, Argument: fmt.Sprint(id)}) }},
	}
	return chain(look, s.evidence(), s.copies())
}

func sourceText(r *SourceRow) string {
	return strings.Join([]string{r.Name, r.Format, r.Table, r.SHA256, string(r.State), r.Path, strings.Join(r.Assumed, " ")}, "\n")
}

// verifiedCell says whether the bytes are those that came.
func verifiedCell(r *SourceRow) ListCell {
	switch {
	case r.State == casefile.SourceWithdrawn:
		return ListCell{Text: "withdrawn", Token: graphview.Text2}
	case r.State == casefile.SourcePurged:
		return ListCell{Text: "purged", Token: graphview.Text2}
	case r.State == casefile.SourcePurging:
		return ListCell{Text: "purge cut off", Token: graphview.Warn}
	case r.State == casefile.SourceImporting:
		return ListCell{Text: "being imported", Token: graphview.Text2}
	case r.Verified == nil:
		return quiet("not hashed yet")
	case !*r.Verified:
		return ListCell{Text: "damaged", Dot: graphview.Bad, Token: graphview.Bad, Strong: true}
	}
	return ListCell{Text: "verified", Dot: graphview.Good}
}

// soon is in how many days a thing has to be seen to.
const soon = 30

// expiryCell says when the system that it came from deletes its own copy.
func expiryCell(r *SourceRow) ListCell {
	c := ListCell{Text: r.Expiry, Token: graphview.Text2}
	if strings.HasPrefix(r.Expiry, "expire") && r.Expiry != "" {
		c.Text = strings.TrimPrefix(r.Expiry, "expires ")
		days := 0
		if n, _ := fmt.Sscanf(c.Text, "in %d", &days); n == 0 || days <= soon {
			c.Token = graphview.Warn
		}
	}
	return c
}

// Amend asks for one field of what is said of how a source came, and a reason.
func (s *Sources) Amend(r *SourceRow, f casefile.CustodyField) {
	id := r.ID
	s.bench.Ask(Question{Title: "Custody of " + r.Name, Label: f.Title, Text: f.Value, Optional: true, Also: "Reason", Confirm: "Amend",
		Explain: "What was said before stays in the log.",
		Both: func(text, reason string) {
			s.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
				return s.bench.Work.Describe(ctx, id, map[string]string{f.Key: text}, reason)
			}, nil)
		}})
}

func (s *Sources) amendments(r *SourceRow) (list []MenuItem) {
	for _, f := range r.Custody.Fields() {
		text := f.Title + "…"
		if f.Value != "" {
			text = f.Title + ": " + brief(f.Value) + "…"
		}
		list = append(list, MenuItem{Text: text, Do: func() { s.Amend(r, f) }})
	}
	return list
}

func sourceColumns(b *Bench) []TableColumn[SourceRow] {
	number := func(id, title string, width float32, f func(*SourceRow) int64) TableColumn[SourceRow] {
		return TableColumn[SourceRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Down: true, Order: by(f),
			Cell: func(r *SourceRow) ListCell { return tableCount(f(r)) }, Plain: func(r *SourceRow) string { return fmt.Sprint(f(r)) }}
	}
	rejected := number("rejected", "Rejected", 70, func(r *SourceRow) int64 { return r.Rejected })
	rejected.Cell = func(r *SourceRow) ListCell {
		c := tableCount(r.Rejected)
		if r.Rejected > 0 {
			c.Token = graphview.Warn
		}
		return c
	}
	text := func(id, title string, width float32, f func(*SourceRow) string) TableColumn[SourceRow] {
		return TableColumn[SourceRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width}, Order: by(f),
			Cell: func(r *SourceRow) ListCell { return ListCell{Text: f(r)} }, Plain: f}
	}
	hash := text("sha256", "SHA-256", 112, func(r *SourceRow) string { return r.SHA256 })
	hash.Mono = true
	hash.Cell = func(r *SourceRow) ListCell { return ListCell{Text: shortHash(r.SHA256), Token: graphview.Text2} }
	return []TableColumn[SourceRow]{
		{ListColumn: ListColumn{ID: "id", Title: "No.", Width: 40, Number: true}, Order: by(func(r *SourceRow) uint32 { return r.ID }),
			Cell: func(r *SourceRow) ListCell { return ListCell{Text: fmt.Sprint(r.ID), Token: graphview.Text2} }},
		text("name", "File", 142, func(r *SourceRow) string { return r.Name }),
		{ListColumn: ListColumn{ID: "verified", Title: "Original", Width: 96}, Cell: verifiedCell, Order: by(func(r *SourceRow) string { return verifiedCell(r).Text })},
		{ListColumn: ListColumn{ID: "expires", Title: "Expires", Width: 92}, Order: by(func(r *SourceRow) string { return r.Custody.ExpiresOn }), Cell: expiryCell},
		text("table", "Table", 92, func(r *SourceRow) string { return r.Table }),
		number("rows", "Rows", 70, func(r *SourceRow) int64 { return r.Rows }),
		number("accepted", "Accepted", 72, func(r *SourceRow) int64 { return r.Accepted }),
		rejected,
		number("skipped", "Skipped", 68, func(r *SourceRow) int64 { return r.Skipped }),
		{ListColumn: ListColumn{ID: "period", Title: "Period", Width: 162}, Order: func(x, y *SourceRow) int { return x.From.Compare(y.From) },
			Cell:  func(r *SourceRow) ListCell { return periodCell(r.From, r.To, b.Zone.Get()) },
			Plain: func(r *SourceRow) string { return plainPeriod(r.From, r.To) }},
		hash,
		text("format", "Format", 66, func(r *SourceRow) string { return r.Format }),
	}
}

// Go chooses a source, with its rejects below; 0 chooses none.
func (s *Sources) Go(id uint32) {
	if id == 0 {
		s.bench.Selection.Set(Selection{})
		return
	}
	s.bench.Selection.Set(Select(casefile.Ref{Kind: casefile.RefSource, N: id}))
}
