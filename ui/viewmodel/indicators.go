package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// IndicatorRow is one line of the table of indicators.
type IndicatorRow struct {
	casework.IndicatorRow
	ref casefile.Ref
}

// Indicators is the table of partners' indicators with what the case shows of
// them. A hit is a reason to look and no more; so values that were seen only
// outside their time, and those that are not looked for, say so. What came in waits
// until a person has looked at it: accepted, kept as context, or refused.
type Indicators struct {
	*Listing
	// Defanged says that values are shown so that no program follows them.
	Defanged *Value[bool]

	bench *Bench
	table *Table[IndicatorRow]
	load  *Latest
}

// NewIndicators returns the indicator table of a bench.
func NewIndicators(b *Bench) *Indicators {
	v := &Indicators{bench: b, load: b.NewLatest(), Defanged: Of(true)}
	v.table = newTable(func(r *IndicatorRow) casefile.Ref { return r.ref }, indicatorText, b.Selection, v.columns()...)
	v.Listing = newListing(b, "indicators", "Indicators", "indicator", v.table, b.Selection)
	v.targets = func() []casefile.Ref { return b.Selection.Get().Of(casefile.RefIndicator) }
	v.open = func(int) { v.showEvents() }
	v.menu, v.again = v.items, v.read
	v.keys["space"] = func() { v.inspect(0) }
	v.bindEvidence()
	v.stops.Add(b.OnChange(casework.TopicSources|casework.TopicReviews, v.read), v.Defanged.Follow(func(bool) { v.changed() }), v.load.Cancel)
	v.read()
	return v
}

// At returns row i of those shown, or nil.
func (v *Indicators) At(i int) *IndicatorRow { return v.table.At(i) }

// named gives each row a Ref of its own. Several files may bring an indicator of
// one id, and one indicator has parts: those after the first are told apart by
// numbers that other places do not look at.
func named(list []casework.IndicatorRow) []IndicatorRow {
	rows := make([]IndicatorRow, len(list))
	seen := map[string]bool{}
	for i, r := range list {
		rows[i] = IndicatorRow{r, casefile.Ref{Kind: casefile.RefIndicator, ID: r.ID}}
		if seen[r.ID] {
			rows[i].ref.N, rows[i].ref.Row = uint32(i), int64(r.Part)
		}
		seen[r.ID] = true
	}
	return rows
}

func (v *Indicators) read() {
	v.loading()
	v.load.Run(func(ctx context.Context) func() {
		list, err := v.bench.Work.IndicatorRows(ctx)
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err == nil {
				rows := named(list)
				v.table.Set(rows)
				v.Note.Set(metNote(rows))
			}
			v.loaded(err, Blank{Title: "No indicators yet", Text: "Import a partner's STIX bundle, MISP events or a CSV, and what the case shows of them stands here.",
				Button: "Import indicators…", Do: func() { v.bench.Show(Intention{Name: IntendImport}) }})
		}
	})
}

// metNote counts what was met.
func metNote(rows []IndicatorRow) string {
	hit, stale, idle, waiting := 0, 0, 0, 0
	for i := range rows {
		switch r := &rows[i]; {
		case r.Waits():
			waiting++
		case r.Stale:
			stale++
		case r.Hit != nil:
			hit++
		case r.Idle != "":
			idle++
		}
	}
	parts := []string{fmt.Sprintf("%s met", tableNumber(int64(hit)))}
	if waiting > 0 {
		parts = append(parts, tableNumber(int64(waiting))+" to review")
	}
	if stale > 0 {
		parts = append(parts, tableNumber(int64(stale))+" only outside their time")
	}
	if idle > 0 {
		parts = append(parts, tableNumber(int64(idle))+" not looked for")
	}
	if len(rows) == 0 {
		return ""
	}
	return strings.Join(parts, " · ")
}

// picked returns the selected rows that are shown.
func (v *Indicators) chosen() []*IndicatorRow { return v.table.picked() }

func (v *Indicators) showEvents() {
	var exprs []string
	for _, r := range v.chosen() {
		if r.Hit != nil && !r.Stale && !r.Waits() {
			exprs = append(exprs, FieldIs("indicator", r.ID))
		}
	}
	if len(exprs) == 0 {
		v.bench.Say("No event in the case matches an accepted indicator within its time.", false)
		return
	}
	v.bench.showEvents(anyOf(exprs))
}

// selectAccounts selects the accounts that met the selected indicators.
func (v *Indicators) selectAccounts() {
	var list []casefile.Ref
	for _, r := range v.chosen() {
		if r.Hit != nil {
			for _, name := range r.Hit.Accounts {
				list = append(list, casefile.AccountRef(name))
			}
		}
	}
	v.bench.Selection.Set(Select(list...))
}

func (v *Indicators) items(row int) []MenuItem {
	accounts := 0
	for _, r := range v.chosen() {
		if r.Hit != nil {
			accounts += len(r.Hit.Accounts)
		}
	}
	toggle := "Show values as they are"
	if !v.Defanged.Get() {
		toggle = "Show values defanged"
	}
	look := []MenuItem{
		{Text: "Show matching events", Key: "Enter", Off: accounts == 0, Do: v.showEvents},
		{Text: "Select the accounts that met it", Off: accounts == 0, Do: v.selectAccounts},
		{Text: "Inspect", Key: "Space", Do: func() { v.inspect(row) }},
		{Text: toggle, Do: func() { v.Defanged.Set(!v.Defanged.Get()) }},
	}
	return chain(look, v.reviews(), v.evidence(), v.copies())
}

func indicatorText(r *IndicatorRow) string {
	parts := []string{r.ID, string(r.Type), r.Value, Defang(r.Value), r.Provider, r.TLP.String(), r.Comment, r.Idle, string(r.Reviewed.Standing), r.Reviewed.Reason}
	if r.Hit != nil {
		parts = append(append(parts, "met"), r.Hit.Accounts...)
	}
	return strings.Join(parts, "\n")
}

// tlpToken is the colour of a marking; its words carry the meaning.
func tlpToken(m casefile.Marking) graphview.Token {
	switch m {
	case "red":
		return graphview.Bad
	case "amber", "amber+strict":
		return graphview.Warn
	case "green":
		return graphview.Good
	}
	return graphview.Text2
}

// metCell says in words how an indicator stands to the case.
func metCell(r *IndicatorRow) ListCell {
	switch {
	case r.Waits() && r.Hit != nil && !r.Stale:
		return ListCell{Text: "would be met", Token: graphview.Text2}
	case r.Stale:
		return ListCell{Text: "only outside its time", Token: graphview.Warn}
	case r.Hit != nil:
		return ListCell{Text: "met", Strong: true}
	case r.Idle != "":
		word, _, _ := strings.Cut(r.Idle, ":")
		return ListCell{Text: word, Token: graphview.Text2}
	}
	return ListCell{Text: "not met", Token: graphview.Text2}
}

type indicatorColumn = TableColumn[IndicatorRow]

func (v *Indicators) columns() []indicatorColumn {
	type row = IndicatorRow
	number := func(id, title string, width float32, f func(*row) int64) indicatorColumn {
		return indicatorColumn{ListColumn: ListColumn{ID: id, Title: title, Width: width, Number: true}, Down: true, Order: by(f),
			Cell: func(r *row) ListCell { return tableCount(f(r)) }, Plain: func(r *row) string { return fmt.Sprint(f(r)) }}
	}
	text := func(id, title string, width float32, f func(*row) string) indicatorColumn {
		return indicatorColumn{ListColumn: ListColumn{ID: id, Title: title, Width: width}, Order: by(f), Cell: func(r *row) ListCell { return ListCell{Text: f(r)} }}
	}
	seen := func(id, title string, f func(*casework.HitView) instantOf) indicatorColumn {
		return timeColumn(id, title, v.bench, func(r *row) instantOf {
			if r.Hit == nil {
				return instantOf{}
			}
			return f(r.Hit)
		})
	}
	return []indicatorColumn{
		{ListColumn: ListColumn{ID: "value", Title: "Value", Width: 176, Mono: true}, Order: by(func(r *row) string { return r.Value }),
			Cell: func(r *row) ListCell {
				if v.Defanged.Get() {
					return ListCell{Text: Defang(r.Value)}
				}
				return ListCell{Text: r.Value}
			}, Value: func(r *row) (string, bool) { return r.Value, true }},
		text("type", "Type", 104, func(r *row) string { return string(r.Type) }),
		{ListColumn: ListColumn{ID: "tlp", Title: "Marking", Width: 94}, Down: true, Order: by(func(r *row) int { return r.TLP.Rank() }),
			Cell: func(r *row) ListCell {
				if r.TLP == "" {
					return quiet("unmarked")
				}
				return ListCell{Text: strings.TrimPrefix(r.TLP.String(), "TLP:"), Dot: tlpToken(r.TLP)}
			}, Plain: func(r *row) string { return r.TLP.String() }},
		{ListColumn: ListColumn{ID: "review", Title: "Review", Width: 84}, Order: by(func(r *row) string { return string(r.Reviewed.Standing) }), Cell: reviewCell},
		{ListColumn: ListColumn{ID: "standing", Title: "In this case", Width: 122}, Cell: metCell, Order: by(func(r *row) string { return metCell(r).Text })},
		number("accounts", "Accounts", 72, func(r *row) int64 {
			if r.Hit == nil {
				return 0
			}
			return int64(len(r.Hit.Accounts))
		}),
		number("events", "Events", 62, func(r *row) int64 {
			if r.Hit == nil {
				return 0
			}
			return r.Hit.Events
		}),
		seen("first", "First seen", func(h *casework.HitView) instantOf { return h.FirstSeen }),
		seen("last", "Last seen", func(h *casework.HitView) instantOf { return h.LastSeen }),
		text("provider", "Provider", 100, func(r *row) string { return r.Provider }),
		number("confidence", "Conf.", 54, func(r *row) int64 { return int64(r.Confidence) }),
		{ListColumn: ListColumn{ID: "valid", Title: "Valid", Width: 176}, Order: func(x, y *row) int { return x.ValidFrom.Compare(y.ValidFrom) },
			Cell: func(r *row) ListCell { return validCell(&r.Indicator) }},
		text("comment", "Comment", 260, indicatorComment),
	}
}

// indicatorComment is why a value is not looked for, and what its provider says.
func indicatorComment(r *IndicatorRow) string {
	_, why, _ := strings.Cut(r.Idle, ": ")
	if why != "" && r.Comment != "" {
		return why + " · " + r.Comment
	}
	return why + r.Comment
}

// validCell says for which days an indicator holds, in UTC.
func validCell(in *casefile.Indicator) ListCell {
	from, until := in.ValidFrom.UTC().Format("2006-01-02"), in.ValidUntil.UTC().Format("2006-01-02")
	switch {
	case in.ValidFrom.IsZero() && in.ValidUntil.IsZero():
		return quiet("not stated")
	case in.ValidUntil.IsZero():
		return ListCell{Text: "from " + from}
	case in.ValidFrom.IsZero():
		return ListCell{Text: "until " + until}
	}
	return ListCell{Text: from + " – " + until}
}
