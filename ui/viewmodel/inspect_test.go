package viewmodel_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// inspectOf opens the small case, selects something and waits for its page.
func inspectOf(t *testing.T, refs ...casefile.Ref) (*viewmodel.Bench, *uitest.Pump, *viewmodel.Inspect) {
	t.Helper()
	b, pump := uitest.Bench(t, uitest.Case(t))
	v := viewmodel.NewInspect(b)
	t.Cleanup(v.Close)
	b.Selection.Set(viewmodel.Select(refs...))
	settleInspect(t, pump, b, v)
	return b, pump, v
}

// settleInspect waits until nothing is written or read any more.
func settleInspect(t *testing.T, pump *uitest.Pump, b *viewmodel.Bench, v *viewmodel.Inspect) {
	t.Helper()
	pump.Until(t, "the inspector", func() bool { return !b.Busy() && !v.Pending() && v.Page.Get().State != viewmodel.InspectLoading })
	pump.Turn()
}

// answerInspect makes the bench answer every question with a text.
func answerInspect(b *viewmodel.Bench, text, choice string) *[]viewmodel.Question {
	asked := &[]viewmodel.Question{}
	b.Ask = func(q viewmodel.Question) {
		*asked = append(*asked, q)
		q.Then(text, choice)
	}
	return asked
}

func linkedPair() []casefile.Ref {
	return []casefile.Ref{casefile.AccountRef("p1_2"), casefile.AccountRef("p1_1")}
}

// The bars and what holds before them add up to the weight, and every bar leads to
// its rows.
func TestWhyLinkedAddsUp(t *testing.T) {
	b, pump, v := inspectOf(t, linkedPair()...)
	p := v.Page.Get()
	if p.Title != "Why linked" || p.Ref.Kind != casefile.RefLink || len(p.Refs) != 1 || p.Why == nil {
		t.Fatalf("page: %+v", p)
	}
	why, err := b.Work.Why(t.Context(), "p1_1", "p1_2")
	if err != nil {
		t.Fatal(err)
	}
	if n := waterfallSum(p.Why); n != why.WeightBits || p.Why.Total != n {
		t.Errorf("bars add up to %v, total %v, weight %v", n, p.Why.Total, why.WeightBits)
	}
	if p.Badges[0].Text != string(why.Strength) || !slices.ContainsFunc(p.Badges, func(b viewmodel.InspectBadge) bool { return b.Text == "unreviewed" }) {
		t.Errorf("badges: %+v", p.Badges)
	}
	if len(p.Honest) == 0 || p.HonestOf != "C-01" && p.HonestOf != "C-02" && p.HonestOf != "C-03" {
		t.Errorf("honest explanations: %d of %q", len(p.Honest), p.HonestOf)
	}
	for _, bar := range p.Why.Bars {
		if bar.CanOut && bar.Rows == "" {
			t.Errorf("no rows behind %s", bar.Label)
		}
		if bar.Share < 0 || bar.Share > 1 || bar.Quiet != (bar.Bits == 0) {
			t.Errorf("bar %+v", bar)
		}
		if bar.Expr == "" {
			continue
		}
		v.ShowRows(bar.Expr)
		if b.Tab.Get() != viewmodel.TabEvents || b.Problem.Get() != nil {
			t.Fatalf("rows of %s: tab %s, problem %v", bar.Label, b.Tab.Get(), b.Problem.Get())
		}
		r, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: b.Expr(), CountOnly: true})
		if err != nil || !strings.HasPrefix(bar.Rows, strconv.FormatInt(r.Count, 10)+" row") {
			t.Errorf("%s: %q, the filter finds %d (%v)", bar.Label, bar.Rows, r.Count, err)
		}
	}
	pump.Turn()
}

func waterfallSum(w *viewmodel.WhyView) casefile.Bits {
	n := w.Prior.Bits
	for _, b := range w.Bars {
		n += b.Bits
	}
	return n
}

// What was not counted takes one line until it is asked for; the bars of what was
// counted, and the sum, stay.
func TestWhatWasNotCountedIsFolded(t *testing.T) {
	_, _, v := inspectOf(t, linkedPair()...)
	folded := v.Page.Get().Why
	if folded.Folded == 0 || folded.FoldText() != strconv.Itoa(folded.Folded)+" more shared, not counted" {
		t.Fatalf("%d are folded: %q", folded.Folded, folded.FoldText())
	}
	v.ToggleContext()
	whole := v.Page.Get().Why
	if len(whole.Bars) != len(folded.Bars)+folded.Folded || waterfallSum(whole) != waterfallSum(folded) {
		t.Errorf("%d bars and %d folded, unfolded %d", len(folded.Bars), folded.Folded, len(whole.Bars))
	}
	for _, b := range whole.Bars {
		if b.Quiet && b.Note == "" {
			t.Errorf("%s does not say why it was not counted", b.Label)
		}
	}
}

// A signal that is left out changes what is shown, in place, and nothing in the
// case; taken in again everything is as it was.
func TestLeavingASignalOut(t *testing.T) {
	b, pump, v := inspectOf(t, linkedPair()...)
	whole := v.Page.Get().Why
	first := whole.Bars[0]
	v.LeaveOut(first.Signal)
	settleInspect(t, pump, b, v)
	less := v.Page.Get().Why
	want, err := b.Work.WhyWithout(t.Context(), "p1_1", "p1_2", []string{first.Signal})
	if err != nil {
		t.Fatal(err)
	}
	if less.Total != want.WeightBits || waterfallSum(less) != less.Total || less.Left == "" {
		t.Errorf("total %v, want %v; %q", less.Total, want.WeightBits, less.Left)
	}
	if less.Bars[0].Signal != first.Signal || !less.Bars[0].Left || less.Bars[0].Bits != 0 || len(less.Bars) != len(whole.Bars) {
		t.Errorf("the first bar is %+v of %d", less.Bars[0], len(less.Bars))
	}
	v.TakeAllIn()
	settleInspect(t, pump, b, v)
	if now := v.Page.Get().Why; now.Total != whole.Total || now.Left != "" {
		t.Errorf("total %v after taking it in again, was %v", now.Total, whole.Total)
	}
	if u, err := b.Work.Undoable(t.Context()); err != nil || u.Undo.Verb != "" {
		t.Errorf("the case was changed: %+v, %v", u, err)
	}
}

// A verdict is shown beside the machine's answer and does not change it; Undo takes
// it away; withdrawn it stays on record.
func TestVerdictOfAPerson(t *testing.T) {
	b, pump, v := inspectOf(t, linkedPair()...)
	total := v.Page.Get().Why.Total
	asked := answerInspect(b, "They met at one desk.", "")
	if !v.Typed('n') || len(*asked) != 1 {
		t.Fatalf("N asked %d questions", len(*asked))
	}
	settleInspect(t, pump, b, v)
	pump.Until(t, "the verdict", func() bool { return v.Page.Get().Verdict.Given == casefile.VerdictDifferent })
	p := v.Page.Get()
	if p.Verdict.Reason != "They met at one desk." || !strings.Contains(p.Verdict.Text, "Test Person") || p.Why.Total != total {
		t.Errorf("verdict %+v, total %v", p.Verdict, p.Why.Total)
	}
	b.Undo()
	pump.Until(t, "undo", func() bool { return v.Page.Get().Verdict.Given == "" })
	b.Redo()
	pump.Until(t, "redo", func() bool { return v.Page.Get().Verdict.Given != "" })
	v.TakeVerdictBack()
	pump.Until(t, "withdrawal", func() bool { return v.Page.Get().Verdict.Given == "" })
	if p := v.Page.Get(); p.Verdict.Before == "" || len(p.History.Lines) < 3 {
		t.Errorf("what was is not on record: %+v, %d acts", p.Verdict, len(p.History.Lines))
	}
	settleInspect(t, pump, b, v)
}

// Notes keep their kinds apart, a withdrawn one is shown on request, and stars and
// tags come and go.
func TestSayingSomething(t *testing.T) {
	b, pump, v := inspectOf(t, casefile.AccountRef("p1_3"))
	answerInspect(b, "Counsel asked for this.", "privileged")
	v.Note()
	pump.Until(t, "the note", func() bool { return len(v.Page.Get().Notes) == 1 })
	n := v.Page.Get().Notes[0]
	if n.Kind != "privileged" || n.Token == "" || !strings.Contains(n.Foot, "Test Person") {
		t.Errorf("note %+v", n)
	}
	v.Typed('S')
	pump.Until(t, "the star", func() bool { return v.Page.Get().Starred })
	v.Star()
	pump.Until(t, "no star", func() bool { return !v.Page.Get().Starred })
	answerInspect(b, "proxy, later", "")
	v.Tag()
	pump.Until(t, "tags", func() bool { return slices.Equal(v.Page.Get().Tags, []string{"later", "proxy"}) })
	v.Untag("later")
	pump.Until(t, "one tag less", func() bool { return slices.Equal(v.Page.Get().Tags, []string{"proxy"}) })
	answerInspect(b, "  ", "")
	v.WithdrawNote(n.ID)
	if fault.KindOf(b.Problem.Get()) != fault.Usage {
		t.Errorf("a withdrawal without a reason: %v", b.Problem.Get())
	}
	answerInspect(b, "a slip", "")
	v.WithdrawNote(n.ID)
	pump.Until(t, "no note", func() bool { return len(v.Page.Get().Notes) == 0 && v.Page.Get().Hidden == 1 })
	v.Toggle("withdrawn")
	if p := v.Page.Get(); len(p.Notes) != 1 || !p.Notes[0].Withdrawn {
		t.Errorf("withdrawn notes: %+v", p.Notes)
	}
	settleInspect(t, pump, b, v)
}

// leadsOn checks that every way of a page leads to something that is there, and
// counts them.
func leadsOn(t *testing.T, b *viewmodel.Bench, p viewmodel.InspectPage) (ways []viewmodel.Way, exprs, refs int) {
	t.Helper()
	for _, s := range p.Sections {
		for _, f := range s.Facts {
			ways = append(ways, f.Way)
		}
		for _, l := range s.Lines {
			ways = append(ways, l.Way)
		}
	}
	for _, w := range ways {
		switch {
		case w.Expr != "":
			exprs++
			r, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: w.Expr, CountOnly: true})
			if err != nil || r.Count == 0 {
				t.Errorf("%s finds %d rows: %v", w.Expr, r.Count, err)
			}
		case w.Ref.Kind != "":
			refs++
			if _, err := b.Work.Detail(t.Context(), w.Ref.String()); err != nil {
				t.Errorf("%s: %v", w.Ref, err)
			}
		}
	}
	return ways, exprs, refs
}

// What is shown of an account leads on: to its links, its cluster, its rows.
func TestAccountLeadsOn(t *testing.T) {
	b, pump, v := inspectOf(t, casefile.AccountRef("p1_3"))
	p := v.Page.Get()
	if p.Subject != "p1_3" || factShown(p, "Tokens in") == "" || factShown(p, "Requests") != "30" {
		t.Fatalf("page: %+v", p)
	}
	ways, exprs, refs := leadsOn(t, b, p)
	if exprs < 4 || refs < 3 {
		t.Errorf("%d ways to rows, %d to things", exprs, refs)
	}
	i := slices.IndexFunc(ways, func(w viewmodel.Way) bool { return w.Ref.Kind == casefile.RefLink })
	v.Follow(ways[i])
	settleInspect(t, pump, b, v)
	if p := v.Page.Get(); p.Why == nil || p.Why.Total == 0 {
		t.Errorf("following a link shows %q", p.Title)
	}
}

func factShown(p viewmodel.InspectPage, label string) string {
	for _, s := range p.Sections {
		for _, f := range s.Facts {
			if f.Label == label {
				return f.Text
			}
		}
	}
	return ""
}

// Several things are acted on together.
func TestSeveralTogether(t *testing.T) {
	b, pump, v := inspectOf(t, casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2"), casefile.AccountRef("honest_01"))
	if p := v.Page.Get(); p.Title != "3 selected" || factShown(p, "Accounts") != "3" || p.Ref.Kind != "" {
		t.Errorf("page: %+v", p)
	}
	v.Star()
	pump.Until(t, "stars", func() bool { return v.Page.Get().Starred })
	marks, err := b.Work.Marks(t.Context())
	if err != nil || !marks[casefile.AccountRef("honest_01")].Star || !marks[casefile.AccountRef("p1_2")].Star {
		t.Errorf("marks: %+v, %v", marks, err)
	}
	v.Star()
	pump.Until(t, "no stars", func() bool { return !v.Page.Get().Starred })
	settleInspect(t, pump, b, v)
}

// The states that show nothing else say what is so and what to do.
func TestInspectStates(t *testing.T) {
	b, pump, v := inspectOf(t)
	if p := v.Page.Get(); p.State != viewmodel.InspectNothing || p.Explain == "" {
		t.Errorf("nothing: %+v", p)
	}
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("nobody")))
	if p := v.Page.Get(); p.State != viewmodel.InspectLoading || p.Subject != "nobody" {
		t.Errorf("loading: %+v", p)
	}
	settleInspect(t, pump, b, v)
	if p := v.Page.Get(); p.State != viewmodel.InspectGone || p.Do == nil {
		t.Errorf("gone: %+v", p)
	}
	v.Page.Get().Do()
	if !b.Selection.Get().Empty() {
		t.Error("the selection was not cleared")
	}
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p1_1"), casefile.AccountRef("honest_07")))
	settleInspect(t, pump, b, v)
	if p := v.Page.Get(); p.State != viewmodel.InspectReady || p.Why != nil || p.Verdict == nil || !strings.Contains(p.Sections[0].Text, "no proof") {
		t.Errorf("two accounts without a link: %+v", p)
	}
	if b.Problem.Get() != nil {
		t.Errorf("problem: %v", b.Problem.Get())
	}
}

// What is copied has the honest explanations and the person's verdict with it.
func TestCopiedParagraph(t *testing.T) {
	b, _, v := inspectOf(t, linkedPair()...)
	copied := ""
	b.Copy = func(s string) { copied = s }
	v.CopyWords()
	for _, want := range []string{"p1_1 and p1_2 are linked strongly", "Honest explanations", "class or course", "Person's verdict: none yet."} {
		if !strings.Contains(copied, want) {
			t.Errorf("%q is not in what was copied:\n%s", want, copied)
		}
	}
}

// Whatever can be selected has a page, and what the page points at is there.
func TestEveryKindHasAPage(t *testing.T) {
	b, pump, v := inspectOf(t)
	ctx := t.Context()
	if _, err := b.Work.Exhibit(ctx, "account:p1_1", "The first of a pool"); err != nil {
		t.Fatal(err)
	}
	note, err := b.Work.Annotate(ctx, casework.AnnotateOptions{Ref: "cluster:1", Note: "One operator.", Kind: "finding"})
	if err != nil || note.Act == 0 {
		t.Fatal(err)
	}
	findings, err := b.Work.Findings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	refs := []casefile.Ref{{Kind: casefile.RefCluster, ID: "1"}, {Kind: casefile.RefExhibit, N: 1}, {Kind: casefile.RefFinding, N: findings[0].ID}}
	sources, err := b.Work.Sources(ctx, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources.Sources {
		refs = append(refs, casefile.Ref{Kind: casefile.RefSource, N: s.ID})
	}
	rows, err := b.Work.Query(ctx, casework.QueryOptions{Expr: "row:[2 TO 3]", Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows.Rows {
		refs = append(refs, casefile.EventRef(r.Origin.Source, r.Origin.Row))
	}
	indicators, err := b.Work.IndicatorRows(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range indicators {
		refs = append(refs, casefile.Ref{Kind: casefile.RefIndicator, ID: i.ID})
	}
	for _, r := range refs {
		b.Selection.Set(viewmodel.Select(r))
		settleInspect(t, pump, b, v)
		p := v.Page.Get()
		if p.State != viewmodel.InspectReady || len(p.Sections) == 0 || p.Title == "" {
			t.Errorf("%s: state %d with %d sections", r, p.State, len(p.Sections))
		}
		leadsOn(t, b, p)
	}
	if b.Problem.Get() != nil {
		t.Errorf("problem: %v", b.Problem.Get())
	}
}

// A link is the same page with its ends selected or not; anything else makes it one
// of several.
func TestALinkAndItsEnds(t *testing.T) {
	b, pump, v := inspectOf(t)
	link := casefile.Ref{Kind: casefile.RefLink, ID: "p1_1", Peer: "p1_2"}
	for _, refs := range [][]casefile.Ref{{link}, {casefile.AccountRef("p1_1"), casefile.AccountRef("p1_2"), link}, linkedPair()} {
		b.Selection.Set(viewmodel.Select(refs...))
		settleInspect(t, pump, b, v)
		if p := v.Page.Get(); p.Why == nil || len(p.Refs) != 1 || p.Refs[0].Kind != casefile.RefLink {
			t.Errorf("%v: %q about %v", refs, p.Title, p.Refs)
		}
	}
	b.Selection.Set(viewmodel.Select(link, casefile.AccountRef("p2_1")))
	settleInspect(t, pump, b, v)
	if p := v.Page.Get(); p.Why != nil || p.Title != "2 selected" {
		t.Errorf("a link and a stranger: %q", p.Title)
	}
}
