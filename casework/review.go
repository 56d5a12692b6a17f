package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// IndicatorFilter chooses indicators. Every part that is set must hold; the zero
// filter chooses all.
type IndicatorFilter struct {
	IDs        []string            // of the indicator, or of its provider's choosing: any of them
	Standings  []casefile.Standing // any of them
	Types      []casefile.IndicatorType
	Source     uint32
	Provider   string           // as it is called, in either case
	Value      string           // a part of the value, in either case
	TLP        casefile.Marking // marked so, or wider; an unmarked one is not
	Confidence int              // at least; one without a confidence is not
	Met        bool             // the case shows it, within its time
	Listed     bool             // a warninglist names it
	Usable     bool             // it would be looked for, once accepted
	Current    time.Time        // valid on that day; zero does not ask
}

// Rule says in words what the filter chooses, as a review keeps it.
func (f *IndicatorFilter) Rule() string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	if len(f.IDs) > 0 {
		add("%d named", len(f.IDs))
	}
	if len(f.Standings) > 0 {
		add("standing %s", joined(f.Standings))
	}
	if len(f.Types) > 0 {
		add("type %s", joined(f.Types))
	}
	if f.Source != 0 {
		add("from source %d", f.Source)
	}
	if f.Provider != "" {
		add("a chosen provider")
	}
	if f.Value != "" {
		add("a chosen part of the value")
	}
	if f.TLP != "" {
		add("marked %s or wider", f.TLP)
	}
	if f.Confidence > 0 {
		add("confidence at least %d", f.Confidence)
	}
	if f.Met {
		add("met by the case")
	}
	if f.Listed {
		add("named by a warninglist")
	}
	if f.Usable {
		add("may be matched")
	}
	if !f.Current.IsZero() {
		add("valid on %s", f.Current.UTC().Format(time.DateOnly))
	}
	if len(parts) == 0 {
		return "all"
	}
	return strings.Join(parts, ", ")
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	return strings.Join(words, " or ")
}

// Chooses reports whether the filter chooses a row.
func (f *IndicatorFilter) Chooses(r *IndicatorRow) bool {
	in := &r.Indicator
	switch {
	case len(f.IDs) > 0 && !slices.Contains(f.IDs, in.ID),
		len(f.Standings) > 0 && !slices.Contains(f.Standings, r.Reviewed.Standing),
		len(f.Types) > 0 && !slices.Contains(f.Types, in.Type),
		f.Source != 0 && in.Origin.Source != f.Source,
		f.Provider != "" && !strings.EqualFold(in.Provider, f.Provider),
		f.Value != "" && !strings.Contains(strings.ToLower(in.Value), strings.ToLower(f.Value)),
		f.TLP != "" && (in.TLP == "" || in.TLP.Rank() > f.TLP.Rank()),
		f.Confidence > 0 && in.Confidence < f.Confidence,
		f.Met && (r.Hit == nil || r.Stale),
		f.Listed && len(r.Lists) == 0,
		f.Usable && r.Idle != "",
		!f.Current.IsZero() && (!in.ValidFrom.IsZero() && in.ValidFrom.After(f.Current) || !in.ValidUntil.IsZero() && !in.ValidUntil.After(f.Current)):
		return false
	}
	return true
}

// Indicators lists the indicators that a filter chooses, those with most accounts
// first.
func (c *Casework) Indicators(ctx context.Context, f IndicatorFilter) ([]IndicatorRow, error) {
	rows, err := c.IndicatorRows(ctx)
	return slices.DeleteFunc(rows, func(r IndicatorRow) bool { return !f.Chooses(&r) }), err
}

// Review gives the indicators that a filter chooses a standing, in one act that undo
// takes back. Those that have it already are left as they are.
func (c *Casework) Review(ctx context.Context, f IndicatorFilter, s casefile.Standing, reason string) (ActResult, error) {
	rows, err := c.Indicators(ctx, f)
	if err != nil {
		return ActResult{}, err
	}
	return c.ReviewRows(ctx, rows, s, f.Rule(), reason)
}

// ReviewRows does the same for rows that were chosen one by one; rule says how, and
// may be empty.
func (c *Casework) ReviewRows(_ context.Context, rows []IndicatorRow, s casefile.Standing, rule, reason string) (ActResult, error) {
	r := casefile.Review{Standing: s, Rule: rule, Reason: strings.TrimSpace(reason), By: c.config.By, At: c.config.now()()}
	for i := range rows {
		if rows[i].Reviewed.Standing != s {
			r.Of = append(r.Of, rows[i].Place())
		}
	}
	if len(r.Of) == 0 && len(rows) > 0 {
		return ActResult{}, fault.New(fault.Conflict, "All of these have that standing already.", "", nil)
	}
	slices.SortFunc(r.Of, byPlace)
	return c.do(casefile.Ref{}, &command.ReviewIndicators{Review: r})
}

func byPlace(a, b casefile.ReviewOf) int {
	switch {
	case a.Source != b.Source:
		return int(a.Source) - int(b.Source)
	case a.Row != b.Row:
		return int(a.Row - b.Row)
	}
	return a.Part - b.Part
}

// reviews returns all reviews, withdrawn ones included.
func (c *Casework) reviews() (list []casefile.Review, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.Reviews()
		return err
	})
	return list, err
}
