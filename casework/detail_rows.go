package casework

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
)

// observedBy returns the kind of observation that a signal compares, which goes by
// the same name; ObserveNone for signals that compare behaviour.
func observedBy(signal string) casefile.ObservationKind {
	return casefile.ObservationKindByName(signal)
}

// equal is the expression for a field that is a value to the letter.
func equal(field, value string) query.Expr {
	f, _ := query.FieldByName(field)
	return query.Match{Field: f, Test: query.Test{Op: query.OpEqual, Value: value}}
}

// either joins expressions by OR.
func either(list []query.Expr) query.Expr {
	if len(list) == 1 {
		return list[0]
	}
	return query.Or{Terms: list}
}

// shows is the expression for rows that hold one of some values of a kind; nil for
// kinds that no row shows by itself.
func shows(kind casefile.ObservationKind, values []string) query.Expr {
	field := fieldOf(kind)
	if field == "" || len(values) == 0 {
		return nil
	}
	var list []query.Expr
	for _, v := range values {
		if kind == casefile.ObservePrefix { // the rows hold addresses within it
			f, _ := query.FieldByName(field)
			list = append(list, query.Match{Field: f, Test: query.Test{Op: query.OpHas, Pattern: query.Literal(v)}})
			continue
		}
		list = append(list, equal(field, v))
	}
	return either(list)
}

// rowsOf is the expression for the rows of some accounts (none: of all) that hold
// one of some values of a kind; "" when there is none.
func rowsOf(accounts []string, kind casefile.ObservationKind, values []string) string {
	what := shows(kind, values)
	if what == nil {
		return ""
	}
	var who []query.Expr
	for _, a := range accounts {
		who = append(who, equal("account_id", a))
	}
	if len(who) > 0 {
		what = query.And{Terms: []query.Expr{either(who), what}}
	}
	return (&query.Query{Expr: what}).String()
}

// RowsExpr returns the expression of the query language for single rows.
func RowsExpr(rows []casefile.Origin) string {
	var list []string
	for _, r := range rows {
		list = append(list, fmt.Sprintf("(source:%d AND row:%d)", r.Source, r.Row))
	}
	return strings.Join(list, " OR ")
}

// SignalRows is where the rows behind a signal of a link are found.
type SignalRows struct {
	Signal string   `json:"id"`
	Values []string `json:"values"` // what the two accounts have in common, as the log says it
	Expr   string   `json:"expr"`   // of the query language, for exactly these rows
	Count  int64    `json:"count"`  // of these rows
}

// signalRows finds the rows behind a link's evidence, one entry for each signal in
// the order of its first bar. Counts come from what was observed at import, so that
// no event is read.
func (c *Casework) signalRows(ctx context.Context, l *casefile.Link, a, b string) ([]SignalRows, error) {
	var out []SignalRows
	for i := range l.Evidence {
		signal := l.Evidence[i].Signal
		if i > 0 && seenBefore(l.Evidence[:i], signal) {
			continue
		}
		r := SignalRows{Signal: signal, Values: []string{}}
		kind := observedBy(signal)
		var rows []casefile.Origin
		for _, e := range l.Evidence[i:] {
			if e.Signal != signal {
				continue
			}
			if kind == casefile.ObserveNone || e.Value == 0 {
				rows = append(rows, e.Rows...)
				continue
			}
			text, n, err := c.shownBy(ctx, kind, e.Value, l.A, l.B)
			if err != nil {
				return nil, err
			}
			r.Values, r.Count = append(r.Values, text), r.Count+n
		}
		r.Expr = rowsOf([]string{a, b}, kind, r.Values)
		if r.Expr == "" {
			r.Expr, r.Count = RowsExpr(rows), int64(len(rows))
		}
		out = append(out, r)
	}
	return out, nil
}

func seenBefore(list []casefile.Evidence, signal string) bool {
	for i := range list {
		if list[i].Signal == signal {
			return true
		}
	}
	return false
}

// shownBy returns a value as people read it, and in how many rows two accounts
// show it.
func (c *Casework) shownBy(ctx context.Context, kind casefile.ObservationKind, value, a, b uint32) (string, int64, error) {
	h, err := c.held(ctx, kind)
	if err != nil {
		return "", 0, err
	}
	text, err := c.valueText(kind, value)
	return text, h.one(a, value).count + h.one(b, value).count, err
}

// valueText prints a value of a kind.
func (c *Casework) valueText(kind casefile.ObservationKind, value uint32) (string, error) {
	d, err := c.file.Dict(kind.Domain())
	if err != nil {
		return "", err
	}
	text := d.Value(value)
	if text == "" && value > 0 {
		return fmt.Sprintf("(purged value %d)", value), nil
	}
	if kind.Domain() == casefile.DomainAccount {
		text = casefile.AccountName(text)
	}
	return text, nil
}
