package viewmodel

import (
	"net/netip"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/graphview"
)

// fieldOf is the field of a query that reaches a value of a row of a table.
func fieldOf(t casefile.Table, name string) query.Field {
	if name == columnTable {
		return query.Field{Name: columnTable}
	}
	column := casefile.SchemaOf(t).Index(name)
	f, ok := query.FieldByName(name)
	if ok && !f.Known() && (f.Extra || f.In(t) == column) {
		return f
	}
	return query.Field{Table: t, Name: name}
}

// valueIs is the condition that holds for rows with this value and no others.
func valueIs(t casefile.Table, v query.Value) query.Expr {
	f := fieldOf(t, v.Name)
	test := query.Test{Op: query.OpEqual, Value: v.String()}
	// A colon leaves letter case aside, which suits names; prose it would search.
	if (v.Kind == casefile.KindCode || f.Known()) && !isProse(v.Name) {
		test = query.Test{Op: query.OpHas, Pattern: query.Literal(v.Text)}
	}
	return query.Match{Field: f, Test: test}
}

// isProse reports whether a column is one whose texts are searched inside.
func isProse(name string) bool {
	return name == "prompt_text" || name == "tag_scores" || name == "reason"
}

// narrow adds a condition to the filter.
func (e *Events) narrow(expr query.Expr) {
	term := (&query.Query{Expr: expr}).String()
	e.bench.Filter.Set(JoinTerms(append(Terms(e.bench.Filter.Get()), term)))
}

// only makes a condition the filter.
func (e *Events) only(expr query.Expr) { e.bench.Filter.Set((&query.Query{Expr: expr}).String()) }

// filters are the items that make a filter from a cell.
func (e *Events) filters(r *query.Row, column string) []MenuItem {
	var out []MenuItem
	i := e.column(column)
	if i < 0 {
		return nil
	}
	v, ok := e.columns[i].value(r)
	switch {
	case !ok:
		out = append(out, MenuItem{Text: "Only rows without " + e.columns[i].Title, Do: func() {
			e.narrow(query.Not{Term: query.Match{Field: fieldOf(r.Table, e.columns[i].names[0]), Test: query.Test{Op: query.OpExists}}})
		}})
	case v.Kind == casefile.KindTime:
		out = e.aroundTime(time.Unix(0, v.Int))
	case !e.columns[i].content && column != columnDetails:
		name := graphview.Shorten(shownValue(v, e.bench.Zone.Get()), 28)
		is := valueIs(r.Table, v)
		out = append(out, MenuItem{Text: "Only " + name, Do: func() { e.narrow(is) }},
			MenuItem{Text: "Not " + name, Do: func() { e.narrow(query.Not{Term: is}) }})
		if near := network(v.Text); near != "" && (v.Name == "ip" || v.Name == "signup_ip") {
			out = append(out, MenuItem{Text: "Only " + near, Do: func() {
				e.narrow(query.Match{Field: fieldOf(r.Table, v.Name), Test: query.Test{Op: query.OpHas, Pattern: query.Literal(near)}})
			}})
		}
	}
	if a, ok := r.Value("account_id"); ok && column != "account_id" {
		out = append(out, MenuItem{Text: "Only account " + graphview.Shorten(a.Text, 24), Do: func() { e.narrow(valueIs(r.Table, a)) }})
	}
	if a, ok := r.Value("account_id"); ok && e.bench.Filter.Get() != "*" {
		out = append(out, MenuItem{Text: "All events of " + graphview.Shorten(a.Text, 24), Do: func() { e.only(valueIs(r.Table, a)) }})
	}
	return out
}

// aroundTime are the items that move the time window to a moment.
func (e *Events) aroundTime(at time.Time) []MenuItem {
	set := func(from, until time.Time) func() {
		return func() { e.bench.Window.Set(window{From: from.UTC(), Until: until.UTC()}) }
	}
	return []MenuItem{
		{Text: "Only 1 minute around it", Do: set(at.Add(-30*time.Second), at.Add(30*time.Second))},
		{Text: "Only 1 hour around it", Do: set(at.Add(-30*time.Minute), at.Add(30*time.Minute))},
		{Text: "Only that day", Do: set(e.midnight(at), e.midnight(at).AddDate(0, 0, 1))},
	}
}

// midnight is the beginning of the day of a moment, in the zone of the bench.
func (e *Events) midnight(at time.Time) time.Time {
	y, m, d := at.In(e.bench.Zone.Get()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, e.bench.Zone.Get())
}

// network returns the /24 or /48 that an address lies in, "" for what is no address.
func network(text string) string {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return ""
	}
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}
