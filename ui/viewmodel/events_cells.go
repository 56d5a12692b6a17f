package viewmodel

import (
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/graphview"
)

// cellsOf returns what a row shows.
func (e *Events) cellsOf(r *query.Row) []ListCell {
	cells := make([]ListCell, len(e.columns))
	for i := range e.columns {
		cells[i] = e.cell(&e.columns[i], r)
		cells[i].Text = graphview.Clean(cells[i].Text)
	}
	if len(cells) > 0 {
		m := e.marks[casefile.EventRef(r.Origin.Source, r.Origin.Row)]
		cells[0].Mark = signOf(&m)
	}
	if e.Around.Get().Event == refOf(r) {
		for i := range cells {
			cells[i].Strong = true
		}
	}
	return cells
}

// value returns what a column stands for in a row.
func (c *eventColumn) value(r *query.Row) (v query.Value, ok bool) {
	if c.ID == columnTable {
		return query.Value{Name: columnTable, Kind: casefile.KindText, Text: r.Table.String()}, true
	}
	if c.ID == columnDetails {
		return query.Value{Name: columnDetails, Kind: casefile.KindText, Text: detailsOf(r)}, true
	}
	for _, name := range c.names {
		if v, ok := r.Value(name); ok {
			return v, true
		}
	}
	return query.Value{}, false
}

func (e *Events) cell(c *eventColumn, r *query.Row) ListCell {
	v, ok := c.value(r)
	if !ok {
		return ListCell{}
	}
	cell := ListCell{Text: shownValue(v, e.bench.Zone.Get())}
	switch {
	case c.content:
		cell.Text, cell.Token = maskedText(v.Text), graphview.Text3
	case v.Kind == casefile.KindTime:
		cell.Token = graphview.Text2
	case c.ID == "account_id":
		if t := e.ties[v.Text]; t.Cluster != 0 {
			if cell.Dot = e.dots[t.Cluster]; cell.Dot == "" {
				cell.Dot = graphview.ClusterRest
			}
		}
	case c.ID == columnDetails:
		cell.Token = graphview.Text2
	case c.ID == columnTable:
		cell.Text, cell.Token = spaced(v.Text), graphview.Text2
	case c.ID == "status":
		cell.Token = statusToken(v.Text)
	}
	return cell
}

// detailsOf says in one line what a row has beyond time, account and address, the
// fields that have a column of their own first.
func detailsOf(r *query.Row) string {
	var parts []string
	for _, c := range knownColumns() {
		if mixed(c.ID) || !c.usual || c.content {
			continue
		}
		for _, name := range c.names {
			if v, ok := r.Value(name); ok {
				parts = append(parts, spaced(name)+" "+shownValue(v, time.UTC))
			}
		}
	}
	return strings.Join(parts, " · ")
}

// shownValue prints a value for a person: times in their zone, numbers with their
// thousands apart.
func shownValue(v query.Value, zone *time.Location) string {
	switch v.Kind {
	case casefile.KindTime:
		return eventTime(time.Unix(0, v.Int), zone)
	case casefile.KindInt:
		return Thousands(v.Int)
	}
	return v.String()
}

// eventTime prints an instant to the second, and to the millisecond where the log
// has more.
func eventTime(at time.Time, zone *time.Location) string {
	at = at.In(zone)
	if at.Nanosecond() != 0 {
		return at.Format("2006-01-02 15:04:05.000")
	}
	return at.Format("2006-01-02 15:04:05")
}

// statusToken colours what an HTTP status says of a request: refused or failed.
// The number says the same.
func statusToken(status string) graphview.Token {
	if len(status) == 3 {
		switch status[0] {
		case '4':
			return graphview.Warn
		case '5':
			return graphview.Bad
		case '2':
			return graphview.Text2
		}
	}
	return ""
}

// maskedText says how much content there is, as the case gives it.
func maskedText(text string) string {
	return strings.TrimSuffix(strings.TrimPrefix(text, "[masked: "), "]") + ", masked"
}

// spaced prints a name of the engine in words.
func spaced(s string) string { return strings.ReplaceAll(s, "_", " ") }
