package viewmodel

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// Waits reports whether the value would be looked for if somebody had accepted it.
func (r *IndicatorRow) Waits() bool {
	return r.Reviewed.Standing == casefile.StandingPending && r.Idle == ""
}

// reviewCell says what a person holds of an indicator.
func reviewCell(r *IndicatorRow) ListCell {
	switch r.Reviewed.Standing {
	case casefile.StandingPending:
		return ListCell{Text: "to review", Token: graphview.Warn, Strong: r.Waits()}
	case casefile.StandingContext:
		return ListCell{Text: "context only"}
	case casefile.StandingRefused:
		return ListCell{Text: "refused", Token: graphview.Text2}
	}
	return ListCell{Text: string(r.Reviewed.Standing)}
}

// reviews are the acts of a review: on the selected rows, and by rule on all that
// wait and are marked for wide sharing, or come from the same provider.
func (v *Indicators) reviews() []MenuItem {
	rows := v.chosen()
	items := []MenuItem{
		{Text: "Accept for matching…", Off: len(rows) == 0, Do: func() { v.review(rows, casefile.StandingAccepted, "") }},
		{Text: "Keep as context only…", Off: len(rows) == 0, Do: func() { v.review(rows, casefile.StandingContext, "") }},
		{Text: "Refuse…", Off: len(rows) == 0, Do: func() { v.review(rows, casefile.StandingRefused, "") }},
	}
	if len(rows) != 1 {
		return items
	}
	one := rows[0]
	for _, rule := range []struct {
		text string
		f    casework.IndicatorFilter
	}{
		{"Review all of this type…", casework.IndicatorFilter{Types: []casefile.IndicatorType{one.Type}}},
		{"Review all of this provider…", casework.IndicatorFilter{Provider: one.Provider}},
		{"Review all of this source…", casework.IndicatorFilter{Source: one.Origin.Source}},
	} {
		if rule.f.Provider == "" && rule.f.Source == 0 && len(rule.f.Types) == 0 {
			continue
		}
		rule.f.Standings = []casefile.Standing{casefile.StandingPending}
		waiting := v.those(&rule.f)
		if len(waiting) < 2 {
			continue
		}
		with := func(s casefile.Standing) func() { return func() { v.review(waiting, s, rule.f.Rule()) } }
		items = append(items, MenuItem{Text: rule.text, Sub: []MenuItem{
			{Text: fmt.Sprintf("Accept %s…", counted(int64(len(waiting)), "value")), Do: with(casefile.StandingAccepted)},
			{Text: "Keep as context only…", Do: with(casefile.StandingContext)},
			{Text: "Refuse…", Do: with(casefile.StandingRefused)},
		}})
	}
	return items
}

// those returns the rows of the whole table that a filter chooses.
func (v *Indicators) those(f *casework.IndicatorFilter) (out []*IndicatorRow) {
	for i := range v.table.rows {
		if r := &v.table.rows[i]; f.Chooses(&r.IndicatorRow) {
			out = append(out, r)
		}
	}
	return out
}

// review asks for the reason, and records what the person holds of rows.
func (v *Indicators) review(rows []*IndicatorRow, s casefile.Standing, rule string) {
	list := make([]casework.IndicatorRow, len(rows))
	met := 0
	for i, r := range rows {
		if list[i] = r.IndicatorRow; r.Hit != nil && !r.Stale {
			met++
		}
	}
	q := Question{Label: "Reason", Confirm: "Record review"}
	things := counted(int64(len(rows)), "value")
	switch s {
	case casefile.StandingAccepted:
		q.Title, q.Optional = "Accept "+things+" for matching", true
		q.Explain = "A match is a partner's word and a reason to look; it is never evidence by itself."
		if met > 0 {
			q.Explain = fmt.Sprintf("The case shows %s of them. ", tableNumber(int64(met))) + q.Explain
		}
	case casefile.StandingContext:
		q.Title = "Keep " + things + " as context only"
		q.Explain = "They stay in view and are matched with nothing."
	case casefile.StandingRefused:
		q.Title = "Refuse " + things
		q.Explain = "They stay in the case, with your reason, and are matched with nothing."
	}
	q.Then = func(reason, _ string) {
		v.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
			return v.bench.Work.ReviewRows(ctx, list, s, rule, reason)
		}, func(r casework.ActResult) { v.bench.Say(r.Message, true) })
	}
	v.bench.Ask(q)
}
