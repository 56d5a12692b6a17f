package viewmodel

import (
	"context"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/graphview"
)

// eventColumn is one column of the document: what it shows are the fields of these
// names, the first that a row has.
type eventColumn struct {
	ListColumn
	names   []string
	usual   bool // shown if rows have it and nobody said otherwise
	content bool // what it shows stands for content that is masked
}

// coarseTime is the width of times without fractions of a second.
const coarseTime = 178

// timeFields are the fields that say when something was, by table.
var timeFields = []string{"ts", "created_at", "valid_from"}

// columnTable is the column that says which table a row is of; columnDetails, where
// rows are of several tables, what is theirs alone.
const (
	columnTable   = "table"
	columnDetails = "details"
)

// knownColumns are the columns that have a title and a width of their own, in
// their order.
func knownColumns() []eventColumn {
	mono := func(title string, width float32, usual bool, names ...string) eventColumn {
		return eventColumn{ListColumn{ID: names[0], Title: title, Width: width, Mono: true, Sortable: true}, names, usual, false}
	}
	word := func(title string, width float32, usual bool, names ...string) eventColumn {
		c := mono(title, width, usual, names...)
		c.Mono = false
		return c
	}
	number := func(title string, width float32, usual bool, names ...string) eventColumn {
		c := word(title, width, usual, names...)
		c.Number = true
		return c
	}
	content := word("Content", 170, true, "prompt_text")
	content.content, content.Sortable = true, false
	details := word("Details", 420, true, columnDetails)
	details.Sortable = false
	return []eventColumn{
		mono("Time", 208, true, timeFields...),
		word("Table", 92, true, columnTable),
		mono("Account", 136, true, "account_id"),
		mono("Address", 126, true, "ip", "signup_ip"),
		details,
		word("Model", 100, true, "model"),
		word("Action", 110, true, "action"),
		word("Kind", 110, true, "kind", "type"),
		word("Name", 130, true, "name"),
		mono("Value", 180, true, "value"),
		word("Status", 66, true, "status"),
		word("Result", 76, true, "result"),
		number("Tokens in", 88, true, "tokens_in"),
		number("Tokens out", 94, true, "tokens_out"),
		mono("Template", 132, true, "template_hash"),
		mono("Device", 132, true, "device_id"),
		word("Endpoint", 130, true, "endpoint"),
		mono("Payment", 140, true, "pay_fingerprint"),
		word("Funding", 84, true, "funding"),
		word("Mail domain", 140, true, "email_domain"),
		word("Classifier", 110, true, "classifier"),
		number("Score", 70, true, "score"),
		word("Scope", 120, true, "scope"),
		word("Reason", 180, true, "reason"),
		content,
		number("Latency ms", 96, false, "latency_ms"),
		word("User agent", 200, false, "user_agent"),
		mono("Request", 160, false, "request_id"),
		mono("Session", 160, false, "session_id"),
		mono("Key", 130, false, "api_key_id"),
		mono("Organisation", 130, false, "org_id"),
		mono("JA4", 160, false, "ja4"),
		word("Country", 80, false, "country"),
		word("Programme", 120, false, "programme"),
	}
}

// looksOfEvents is what a case keeps of the looks of the document.
type looksOfEvents struct {
	Widths map[string]float32 `json:"widths,omitempty"`
	Shown  map[string]bool    `json:"shown,omitempty"` // columns that a person showed or hid
}

const eventLooks = "table.events"

// recall brings back the looks as the case has them.
func (e *Events) recall() {
	load := e.bench.NewLatest()
	e.stops.Add(load.Cancel)
	load.Run(func(context.Context) func() {
		var k looksOfEvents
		err := e.bench.Work.View(eventLooks, &k)
		return func() {
			if err == nil {
				e.keep = k
				e.arrange(e.tables, e.fields)
				e.redraw()
			}
		}
	})
}

func (e *Events) remember() {
	k := looksOfEvents{maps.Clone(e.keep.Widths), maps.Clone(e.keep.Shown)}
	e.saving.Run(func(context.Context) func() {
		err := e.bench.Work.SaveView(eventLooks, k)
		return func() { e.bench.Fail(err) }
	})
}

// arrange chooses the columns for rows of these tables that have these fields.
// Without rows the columns stay.
func (e *Events) arrange(tables map[casefile.Table]int64, fields []string) {
	if len(fields) == 0 {
		return
	}
	e.tables, e.fields = tables, fields
	e.columns = nil
	for _, c := range e.possible() {
		shown, said := e.wearing(c.ID)
		if !said {
			shown, said = e.keep.Shown[c.ID]
		}
		if !said {
			shown = c.usual && (len(tables) > 1 == mixed(c.ID) || always(c.ID))
		}
		if !shown {
			continue
		}
		if c.ID == "ts" && !e.fine {
			c.Width = coarseTime
		}
		if w := e.keep.Widths[c.ID]; w > 0 {
			c.Width = w
		}
		e.columns = append(e.columns, c)
	}
	e.pages.forgetCells()
}

// always and mixed say which columns are shown, if nobody said otherwise, for rows
// of any tables, and for those of several: these have few columns in common, and
// the rest of each row in one.
func always(id string) bool { return id == "ts" || id == "account_id" || id == "ip" }
func mixed(id string) bool  { return always(id) || id == columnTable || id == columnDetails }

// possible returns every column that the rows have something for: the known ones,
// then the other fields of the tables, then what was not mapped.
func (e *Events) possible() []eventColumn {
	var out []eventColumn
	known := map[string]bool{}
	for _, c := range knownColumns() {
		has := c.ID == columnTable || c.ID == columnDetails
		for _, name := range c.names {
			known[name] = true
			has = has || slices.Contains(e.fields, name)
		}
		if has {
			out = append(out, c)
		}
	}
	for _, extra := range []bool{false, true} {
		for _, name := range e.fields {
			if !known[name] && strings.HasPrefix(name, "extra.") == extra {
				title := strings.TrimPrefix(name, "extra.")
				if !extra {
					title = capital(spaced(title))
				}
				out = append(out, eventColumn{ListColumn{ID: name, Title: graphview.Clean(title), Width: 120, Sortable: true}, []string{name}, false, false})
			}
		}
	}
	return out
}

// Columns returns the heads.
func (e *Events) Columns() []ListColumn {
	out := make([]ListColumn, len(e.columns))
	for i, c := range e.columns {
		out[i] = c.ListColumn
		if c.ID == "ts" {
			out[i].Title += " (" + zoneName(e.bench.Zone.Get()) + ")"
		}
	}
	return out
}

// SetWidth keeps a column's width.
func (e *Events) SetWidth(id string, width float32) {
	for i := range e.columns {
		if e.columns[i].ID == id {
			e.columns[i].Width = width
		}
	}
	if e.keep.Widths == nil {
		e.keep.Widths = map[string]float32{}
	}
	e.keep.Widths[id] = width
	e.remember()
}

// HeadMenu returns the menu of the heads: the order, and which columns are shown.
func (e *Events) HeadMenu(column string) []MenuItem {
	var order, choose []MenuItem
	if i := e.column(column); i >= 0 && e.columns[i].Sortable {
		order = []MenuItem{{Text: "Sort upwards", Do: func() { e.sort(column, false) }}, {Text: "Sort downwards", Do: func() { e.sort(column, true) }},
			{Text: "Leave in file order", Off: e.sorted == "", Do: func() { e.sort("", false) }}}
	}
	if column != "" {
		order = append(order, MenuItem{Text: "Hide this column", Off: len(e.columns) < 2, Do: func() { e.show(column, false) }})
	}
	for _, c := range e.possible() {
		shown := e.column(c.ID) >= 0
		choose = append(choose, MenuItem{Text: c.Title, On: shown, Off: shown && len(e.columns) < 2, Do: func() { e.show(c.ID, !shown) }})
	}
	columns := []MenuItem{{Text: "Columns", Sub: choose}}
	if e.worn != nil {
		columns = append(columns, MenuItem{Text: "Leave the columns of the view", Do: e.takeOff})
	}
	return chain(order, columns)
}

func (e *Events) column(id string) int {
	return slices.IndexFunc(e.columns, func(c eventColumn) bool { return c.ID == id })
}

// show shows or hides a column and keeps that; under the columns of a view it holds
// until they are left.
func (e *Events) show(id string, shown bool) {
	if e.worn != nil {
		if e.worn = slices.DeleteFunc(e.worn, func(w string) bool { return w == id }); shown {
			e.worn = append(e.worn, id)
		}
		e.arrange(e.tables, e.fields)
		e.redraw()
		return
	}
	if e.keep.Shown == nil {
		e.keep.Shown = map[string]bool{}
	}
	e.keep.Shown[id] = shown
	e.remember()
	e.arrange(e.tables, e.fields)
	e.redraw()
}

// Sorted returns the column by which the rows are sorted, "" for the order of
// their files, and whether downwards.
func (e *Events) Sorted() (column string, desc bool) { return e.sorted, e.desc }

// SortBy sorts by a column; a second time turns the order round, a third leaves
// the rows in the order of their files.
func (e *Events) SortBy(id string) {
	i := e.column(id)
	if i < 0 || !e.columns[i].Sortable {
		return
	}
	down := e.columns[i].Number // counts are asked for from the top
	switch {
	case e.sorted != id:
		e.sort(id, down)
	case e.desc == down:
		e.sort(id, !down)
	default:
		e.sort("", false)
	}
}

func (e *Events) sort(id string, desc bool) {
	e.sorted, e.desc = id, desc
	e.load()
	e.Rows.Set(e.Rows.Get() + 1) // the arrow moves at once
}

// sortField is the field by which the case sorts: of a column's several, the first
// that the rows have.
func (e *Events) sortField() string {
	if e.sorted == "" {
		return ""
	}
	for _, c := range knownColumns() {
		if c.ID != e.sorted {
			continue
		}
		for _, name := range c.names {
			if slices.Contains(e.fields, name) {
				return spelled(name)
			}
		}
	}
	return spelled(e.sorted)
}

// spelled is a column's name as a query reads it, which takes some names for what
// the case itself knows.
func spelled(name string) string {
	if f, ok := query.FieldByName(name); ok && f.Known() && name != columnTable {
		for _, t := range casefile.Tables() {
			if casefile.SchemaOf(t).Index(name) >= 0 {
				return t.String() + "." + name
			}
		}
	}
	return name
}

func sortedKeys(m map[string]bool) []string { return slices.Sorted(maps.Keys(m)) }
