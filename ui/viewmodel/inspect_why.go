package viewmodel

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
)

// link composes why two accounts are linked; d is nil when they are not.
func (c *composer) link(d *casework.LinkDetail) {
	c.verdict()
	b := c.v.bench
	a, peer := c.p.Ref.ID, c.p.Ref.Peer
	c.p.Menu = append(c.p.Menu, NavAction{"Select both accounts", func() { b.Selection.Set(Select(casefile.AccountRef(a), casefile.AccountRef(peer))) }},
		NavAction{"Show " + a, func() { b.Selection.Set(Select(casefile.AccountRef(a))) }}, NavAction{"Show " + peer, func() { b.Selection.Set(Select(casefile.AccountRef(peer))) }})
	if d == nil {
		c.p.Badges = append([]InspectBadge{{"no link", ""}}, c.p.Badges...)
		c.add(InspectSection{ID: "apart", Text: sentenceOnly(c.seen.err) + " That is no proof that they have nothing to do with each other."})
		return
	}
	c.p.Subject = d.A + " — " + d.B
	w := d.WhyResult
	if c.seen.without != nil {
		w = c.seen.without.WhyResult
	}
	mine := c.p.Badges
	c.p.Badges = []InspectBadge{{string(d.Strength), strengthToken(d.Strength)}}
	c.badge(familyCount(len(d.Families)), "")
	c.badge(d.WeightBits.String()+" bits", "")
	c.p.Badges = append(c.p.Badges, mine...)
	c.p.Why = c.waterfall(d, &w)
	if d.Cluster != nil {
		c.p.HonestOf = fmt.Sprintf("C-%02d", *d.Cluster)
		c.honest(d.Checked)
	} else {
		c.p.HonestAs = "These two are in no cluster together, and honest explanations are looked at cluster by cluster. Of a pair, think of one person with two accounts, a household, colleagues, or an agency that pays for both."
	}
	c.p.Menu = append([]NavAction{{"Copy as paragraph", c.v.CopyWords}}, c.p.Menu...)
}

// familyCount says how many families of signals carry a link: those that give
// enough by themselves.
func familyCount(n int) string {
	switch n {
	case 0:
		return "no family"
	case 1:
		return "1 family"
	}
	return fmt.Sprintf("%d families", n)
}

// waterfall makes a bar of every signal. The order is the machine's, also while
// signals are left out: what is looked at does not move.
func (c *composer) waterfall(d *casework.LinkDetail, now *casework.WhyResult) *WhyView {
	w := &WhyView{Total: now.WeightBits, Words: reasons(now.Text), Whole: now.Text,
		Prior: WhyBar{Label: "Before evidence", Bits: now.Prior, Token: graphview.Text3, Note: "what holds for any two accounts"}}
	var bars []WhyBar
	var weights []casefile.Bits // with nothing left out
	for i := range d.Signals {
		id := d.Signals[i].ID
		if slices.ContainsFunc(d.Signals[:i], func(s casework.WhySignal) bool { return s.ID == id }) {
			continue
		}
		bar := c.bar(of(d.Signals, id), d.Population)
		whole := bar.Bits
		if left := of(now.Signals, id); len(left) > 0 {
			bar.Bits = sum(left)
		} else {
			bar.Left, bar.Quiet, bar.Seen, bar.Note = true, true, "", "left out; it gave "+signedBits(bar.Bits)
			bar.Bits = 0
		}
		for _, r := range d.Rows {
			if r.Signal == id && r.Count > 0 {
				bar.Rows, bar.Expr = countText(r.Count, "row"), r.Expr
			}
		}
		bars, weights = append(bars, bar), append(weights, whole)
	}
	w.Bars = c.quietFolded(w, append(sortedBy(bars, weights), c.asides(d.Suppressed)...))
	widest := casefile.Bits(1)
	for _, b := range w.Bars {
		widest = max(widest, b.Bits)
	}
	widest = max(widest, -w.Prior.Bits)
	for i := range w.Bars {
		w.Bars[i].Share = float64(w.Bars[i].Bits) / float64(widest)
	}
	w.Prior.Share = float64(-w.Prior.Bits) / float64(widest)
	w.Said = fmt.Sprintf("%s · match probability %s", now.Strength, probability(now.Probability))
	w.Left = c.leftOut(d)
	if c.seen.without == nil {
		w.Without = without(d)
	}
	return w
}

// sortedBy puts the heaviest bar first, by given weights.
func sortedBy(bars []WhyBar, weights []casefile.Bits) []WhyBar {
	order := make([]int, len(bars))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weights[b], weights[a]) })
	out := make([]WhyBar, len(bars))
	for i, k := range order {
		out[i] = bars[k]
	}
	return out
}

// contextShown is how many signals that add nothing are shown without being asked
// for: a line that unfolds one row takes the room of the row.
const contextShown = 1

// quietFolded folds away what was not counted, mere context and what was set aside,
// of which two accounts may have much in common.
func (c *composer) quietFolded(w *WhyView, bars []WhyBar) []WhyBar {
	context := func(b WhyBar) bool { return b.Quiet && !b.Left }
	n := 0
	for _, b := range bars {
		if context(b) {
			n++
		}
	}
	if n <= contextShown {
		return bars
	}
	w.Folded, w.Unfolded = n, c.v.open[contextPart]
	if w.Unfolded {
		return bars
	}
	return slices.DeleteFunc(bars, context)
}

// contextPart names, for Toggle, the signals that add nothing.
const contextPart = "context"

// reasons leaves out of an explanation what stands beside it already: the first
// sentence, of accounts, strength and weight, and what adds nothing to the weight.
func reasons(text string) string {
	_, rest, _ := strings.Cut(text, "match probability ")
	if _, rest, _ = strings.Cut(rest, ". "); rest == "" {
		return text
	}
	before, context, found := strings.Cut(rest, "They also ")
	if _, after, ok := strings.Cut(context, "this adds nothing to the weight. "); found && ok {
		return before + after
	}
	return rest
}

func of(list []casework.WhySignal, id string) []casework.WhySignal {
	var out []casework.WhySignal
	for _, s := range list {
		if s.ID == id {
			out = append(out, s)
		}
	}
	return out
}

func sum(list []casework.WhySignal) (n casefile.Bits) {
	for _, s := range list {
		n += s.Bits
	}
	return n
}

// bar is what one signal shows.
func (c *composer) bar(list []casework.WhySignal, population int) WhyBar {
	first := list[0]
	b := WhyBar{Signal: first.ID, Label: SignalName(first.ID), Bits: sum(list), Token: familyToken(first.Family), CanOut: true}
	from, to, rarest, class := first.FirstSeen, first.LastSeen, first.SharedBy, first.ValueClass
	for _, s := range list[1:] {
		if s.FirstSeen.Before(from) {
			from = s.FirstSeen
		}
		if s.LastSeen.After(to) {
			to = s.LastSeen
		}
		if s.SharedBy < rarest {
			rarest, class = s.SharedBy, s.ValueClass
		}
	}
	b.Seen = c.span(from, to)
	of := fmt.Sprintf("%s of %s accounts", numberText(int64(rarest)), numberText(int64(population)))
	switch {
	case first.ID == "handover":
		b.Note = class + ", " + times(first.Count)
		if first.Count == 1 && first.LastSeen.After(first.FirstSeen) {
			b.Note += ", " + first.LastSeen.Sub(first.FirstSeen).Round(time.Second).String() + " later"
		}
	case len(list) > 1:
		b.Note = fmt.Sprintf("%d shared; the rarest, %s, by %s", len(list), WithArticle(class), of)
	default:
		b.Note = "same " + class + ", " + of
	}
	if b.Bits == 0 {
		b.Quiet, b.CanOut, b.Seen, b.Note = true, false, "", "context only: "+strings.TrimPrefix(b.Note, "same ")
	}
	return b
}

func times(n int64) string {
	if n == 1 {
		return "once"
	}
	return numberText(n) + " times"
}

// asides are the values that were not counted, a bar of nothing for each signal.
func (c *composer) asides(list []casework.WhySuppressed) []WhyBar {
	var out []WhyBar
	for _, s := range list {
		i := slices.IndexFunc(out, func(b WhyBar) bool { return b.Signal == s.ID })
		note := asideText(s)
		if i >= 0 {
			out[i].Note = "set aside: several values that many accounts share"
			continue
		}
		out = append(out, WhyBar{Signal: s.ID, Label: SignalName(s.ID), Token: graphview.Text3, Note: note, Quiet: true})
	}
	return out
}

func asideText(s casework.WhySuppressed) string {
	by := fmt.Sprintf("%s shared by %s", s.ValueClass, countText(int64(s.SharedBy), "account"))
	switch s.Reason {
	case "known_shared":
		return "set aside: " + by + ", on the list of what honest people share"
	case "public":
		return "set aside: " + s.ValueClass + " that anybody may have"
	case "without":
		return "left out of this run: " + by
	}
	return "set aside: " + by
}

// leftOut says what the weight would be.
func (c *composer) leftOut(d *casework.LinkDetail) string {
	r := c.seen.without
	if r == nil {
		return ""
	}
	var names []string
	for _, id := range r.Without {
		names = append(names, strings.ToLower(SignalName(id)))
	}
	return "Without " + listText(names) + ": " + whatIsLeft(d.Strength, r.Strength, r.WeightBits, r.Kept) + "."
}

// whatIsLeft says what a link would be.
func whatIsLeft(was, is casefile.Strength, bits casefile.Bits, kept bool) string {
	switch {
	case !kept:
		return "no link would be left (" + bits.String() + " bits)"
	case was == is:
		return fmt.Sprintf("the link would still be %s (%s bits)", is, bits)
	}
	return fmt.Sprintf("the link would be %s (%s bits)", is, bits)
}

// without says what would be left without the heaviest signal.
func without(d *casework.LinkDetail) string {
	if len(d.Without) == 0 || len(d.Rows) == 0 {
		return ""
	}
	heaviest, most := d.Without[0], casefile.Bits(0)
	for _, w := range d.Without {
		if n := sum(of(d.Signals, w.Signal)); n > most {
			heaviest, most = w, n
		}
	}
	return "Without the " + strings.ToLower(SignalName(heaviest.Signal)) + " evidence " + whatIsLeft(d.Strength, heaviest.Strength, heaviest.Bits, heaviest.Kept) + "."
}

// honest lists the honest explanations: those that fit first, then those that
// nobody can tell.
func (c *composer) honest(list []casefile.Checked) {
	rank := func(x casefile.Checked) int {
		return slices.Index([]string{"fits", "cannot be told", "does not fit"}, x.Result)
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b casefile.Checked) int { return cmp.Compare(rank(a), rank(b)) })
	for _, x := range list {
		h := HonestLine{Name: x.Lookalike, Result: x.Result, Would: x.Would, Found: x.Found, Fits: x.Result == "fits", Mark: "question", Token: graphview.Warn}
		switch x.Result {
		case "fits":
			h.Mark, h.Token = "info", graphview.Good
		case "does not fit":
			h.Mark, h.Token = "check", graphview.Text3
		}
		h.Open = (x.Result == "fits") != c.v.open["honest:"+x.Lookalike] // open from the start when it fits
		c.p.Honest = append(c.p.Honest, h)
	}
}

// ToggleContext shows the signals that add nothing, or folds them away.
func (v *Inspect) ToggleContext() { v.Toggle(contextPart) }

// FoldText says what is folded away, or that it can be; "" when nothing is.
func (w *WhyView) FoldText() string {
	switch {
	case w.Folded == 0:
		return ""
	case w.Unfolded:
		return "Fold what was not counted"
	}
	return numberText(int64(w.Folded)) + " more shared, not counted"
}

// Text writes the bar's weight with its sign.
func (b WhyBar) Text() string { return signedBits(b.Bits) }

// TotalText writes the total.
func (w *WhyView) TotalText() string {
	if w.Total < 0 {
		return signedBits(w.Total)
	}
	return w.Total.String()
}
