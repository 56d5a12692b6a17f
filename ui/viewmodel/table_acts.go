package viewmodel

import (
	"context"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
)

// evidence are the acts that tables have in common, with their keys: t, s, c, x.
func (l *Listing) evidence() []MenuItem {
	do := func(f func(...casefile.Ref)) func() { return func() { f(l.targets()...) } }
	star := "Star"
	if l.allStarred() {
		star = "Take the star off"
	}
	items := []MenuItem{
		{Text: "Tag…", Key: "T", Do: do(l.bench.Tag)},
		{Text: star, Key: "S", Do: l.star},
		{Text: "Add note…", Key: "C", Do: do(l.bench.Note)},
		{Text: "Make exhibit…", Key: "X", Off: len(l.targets()) != 1, Do: l.exhibit},
	}
	return items
}

func (l *Listing) allStarred() bool {
	list := l.targets()
	return l.starred != nil && len(list) > 0 && !slices.ContainsFunc(list, func(r casefile.Ref) bool { return !l.starred(r) })
}

// star stars what is selected, or takes the stars off when all have one.
func (l *Listing) star() {
	if !l.allStarred() {
		l.bench.Star(l.targets()...)
		return
	}
	list := refs(l.targets())
	l.bench.Do(func(ctx context.Context) (casework.ActResult, error) { return l.bench.Work.Unstar(ctx, list) }, nil)
}

func (l *Listing) exhibit() {
	if list := l.targets(); len(list) > 0 {
		l.bench.Exhibit(list[len(list)-1])
	}
}

// copies are the two ways of copying rows.
func (l *Listing) copies() []MenuItem {
	return []MenuItem{
		{Text: "Copy rows", Key: "Ctrl+C", Do: func() { l.CopyRows(false) }},
		{Text: "Copy rows, defanged", Do: func() { l.CopyRows(true) }},
	}
}

// bindEvidence gives the keys of evidence their meaning in the table.
func (l *Listing) bindEvidence() {
	for _, m := range l.evidence() {
		l.keys[strings.ToLower(m.Key)] = m.Do
	}
}

// inspect brings out the inspector, which shows what is selected.
func (l *Listing) inspect(int) { l.bench.Show(Intention{Name: IntendInspect}) }

// showEvents opens the events that match.
func (b *Bench) showEvents(expr string) {
	b.Filter.Set(expr)
	b.Tab.Set(TabEvents)
}

// chain joins groups of menu items with lines between.
func chain(groups ...[]MenuItem) []MenuItem {
	var out []MenuItem
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		if len(out) > 0 {
			out = append(out, MenuItem{})
		}
		out = append(out, g...)
	}
	return out
}

// anyOf joins expressions.
func anyOf(exprs []string) string { return strings.Join(exprs, " OR ") }

// failed shows the first of the failures, if there is one.
func (b *Bench) failed(errs ...error) bool {
	for _, err := range errs {
		if err != nil {
			b.Fail(err)
			return true
		}
	}
	return false
}
