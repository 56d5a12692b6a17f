package viewmodel_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func accounts(t *testing.T) (*viewmodel.Accounts, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, uitest.Case(t))
	b.Tab.Set(viewmodel.TabAccounts)
	a := viewmodel.NewAccounts(b)
	t.Cleanup(a.Close)
	pump.Until(t, "accounts with their links", func() bool { return a.Phase.Get() == viewmodel.Shown && a.Row("p1_1").Tie.Links > 0 })
	return a, b, pump
}

// The table says of each account what the case says.
func TestAccountsAreThoseOfTheCase(t *testing.T) {
	a, b, _ := accounts(t)
	want, err := b.Work.Accounts(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if a.Len() != want.Count || a.Count.Get() != "64 accounts" {
		t.Fatalf("%d rows, counted as %q; want %d", a.Len(), a.Count.Get(), want.Count)
	}
	var events int64
	for _, v := range want.Accounts {
		events += v.Events
	}
	for i, v := range want.Accounts {
		got := a.At(i)
		if got.ID != v.ID || got.Events != v.Events || !got.FirstSeen.Equal(v.FirstSeen) || !got.LastSeen.Equal(v.LastSeen) {
			t.Errorf("row %d is %+v, want %+v", i, got.AccountView, v)
		}
		if (v.Cluster == nil) != (got.Tie.Cluster == 0) {
			t.Errorf("%s: cluster %d, want %v", v.ID, got.Tie.Cluster, v.Cluster)
		}
		if want := float64(v.Events) / float64(events); got.Share != want {
			t.Errorf("%s: share %v, want %v", v.ID, got.Share, want)
		}
	}
	r := a.Row("p1_3")
	if r.Tie.Role == "" || !strings.HasPrefix(r.Tie.Best, "p1_") || r.Tie.Bits <= 0 {
		t.Errorf("p1_3 hangs together like this: %+v", r.Tie)
	}
	why, err := b.Work.Why(t.Context(), "p1_3", r.Tie.Best)
	if err != nil || why.WeightBits != r.Tie.Bits {
		t.Errorf("its best link weighs %v, want %v (%v)", r.Tie.Bits, why.WeightBits, err)
	}
	tokens, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: "account:p1_3 AND tokens_out:*", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, row := range tokens.Rows {
		v, _ := row.Value("tokens_out")
		sum += v.Int
	}
	if sum == 0 || r.TokensOut != sum {
		t.Errorf("p1_3 gave out %d tokens, want %d", r.TokensOut, sum)
	}
}

// The table follows the filter and the window, and says how many it left out.
func TestAccountsFollowTheFilter(t *testing.T) {
	a, b, pump := accounts(t)
	b.Filter.Set("cluster:1")
	if a.Phase.Get() != viewmodel.Refreshing || a.Len() != 64 {
		t.Errorf("while it loads the old rows do not stand: phase %v, %d rows", a.Phase.Get(), a.Len())
	}
	pump.Until(t, "the filter", func() bool { return a.Phase.Get() == viewmodel.Shown })
	if a.Len() != uitest.PoolSize || a.Count.Get() != "8 of 64 accounts" {
		t.Errorf("%d rows, counted as %q", a.Len(), a.Count.Get())
	}
	from := uitest.Now().AddDate(0, 0, -10)
	b.Window.Set(timeline.Window{From: from, Until: from.Add(48 * time.Hour)})
	pump.Until(t, "the window", func() bool { return a.Phase.Get() == viewmodel.Shown })
	want, err := b.Work.Accounts(t.Context(), b.Expr(), 0)
	if err != nil || want.Count != a.Len() {
		t.Fatalf("%d rows, want %d (%v)", a.Len(), want.Count, err)
	}
	for i, v := range want.Accounts {
		if got := a.At(i); got.ID != v.ID || got.Events != v.Events || got.FirstSeen.Before(from) || got.LastSeen.After(from.Add(48*time.Hour)) {
			t.Errorf("row %d is %+v, want %+v within the window", i, got.AccountView, v)
		}
	}
	b.Filter.Set("account:nobody")
	pump.Until(t, "nothing", func() bool { return a.Phase.Get() == viewmodel.Shown && a.Len() == 0 })
	blank := a.Blank.Get()
	if blank.Title == "" || blank.Do == nil {
		t.Fatalf("an empty table teaches nothing: %+v", blank)
	}
	blank.Do()
	pump.Until(t, "all accounts", func() bool { return a.Phase.Get() == viewmodel.Shown && a.Len() == 64 })
	if a.Blank.Get().Title != "" {
		t.Error("the blank stands beside the rows")
	}
}

// Accounts that nobody sees look through no events: they follow when they come to the
// front.
func TestAccountsBehindOtherDocumentsWait(t *testing.T) {
	a, b, pump := accounts(t)
	b.Tab.Set(viewmodel.TabEvents)
	b.Filter.Set("cluster:1")
	done := false
	c := b.NewLatest()
	c.Run(func(context.Context) func() { return func() { done = true } })
	pump.Until(t, "the lane", func() bool { return done })
	if a.Phase.Get() != viewmodel.Refreshing || a.Len() != 64 {
		t.Errorf("behind the events: phase %v, %d rows; want those of before", a.Phase.Get(), a.Len())
	}
	b.Tab.Set(viewmodel.TabAccounts)
	pump.Until(t, "the filter", func() bool { return a.Phase.Get() == viewmodel.Shown })
	if a.Len() != uitest.PoolSize {
		t.Errorf("%d rows, want %d", a.Len(), uitest.PoolSize)
	}
}

// A failure stands in the place of the rows until it is mended.
func TestAccountsSayWhatWentWrong(t *testing.T) {
	a, b, pump := accounts(t)
	b.Filter.Set("colour:blue")
	pump.Until(t, "the failure", func() bool { return a.Phase.Get() == viewmodel.Failed })
	if title, text, _ := a.Trouble(); title == "" || text == "" {
		t.Errorf("the failure says %q, %q", title, text)
	}
	b.Filter.Set("*")
	pump.Until(t, "accounts", func() bool { return a.Phase.Get() == viewmodel.Shown })
}

// What is selected in the table is selected everywhere, and the other way round.
func TestAccountsShareTheSelection(t *testing.T) {
	a, b, _ := accounts(t)
	a.SortBy("account")
	a.Pick(0, false, false)
	a.Pick(2, true, false)
	if got := b.Selection.Get().Accounts(); fmt.Sprint(got) != "[honest_01 honest_02 honest_03]" {
		t.Errorf("selected %v", got)
	}
	before := a.Picked.Get()
	b.Selection.Set(viewmodel.Select(casefile.AccountRef("p2_1")))
	if a.Picked.Get() == before || a.At(a.Current()).ID != "p2_1" || !a.Selected(a.Current()) || a.Selected(0) {
		t.Error("the table does not follow the selection")
	}
}

// Keys and menu act on what is selected, and the table shows what was done.
func TestAccountsAreMarked(t *testing.T) {
	a, b, pump := accounts(t)
	a.SortBy("account")
	if !a.Key("s", 1) {
		t.Fatal("u means nothing")
	}
	pump.Until(t, "a star", func() bool { return a.Row("honest_02").Marked.Star })
	if a.Cells(1)[0].Mark != "star" {
		t.Errorf("the row shows %+v", a.Cells(1)[0])
	}
	a.Key("s", 1)
	pump.Until(t, "no star", func() bool { return !a.Row("honest_02").Marked.Star })
	var asked viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = q }
	a.Key("t", 1)
	asked.Then("proxy, shared", "")
	pump.Until(t, "tags", func() bool { return len(a.Row("honest_02").Marked.Tags) == 2 })
	a.Key("x", 1)
	asked.Then("first", "")
	pump.Until(t, "an exhibit", func() bool { return len(a.Row("honest_02").Marked.Exhibits) == 1 })
	best := a.Row("p1_1").Tie.Best
	b.Decide("p1_1", best, casefile.VerdictSame)
	asked.Then("the same card", "")
	pump.Until(t, "a verdict", func() bool { return a.Row("p1_1").Marked.Same == 1 && a.Row(best).Marked.Same == 1 })
	b.Undo()
	pump.Until(t, "the verdict undone", func() bool { return a.Row("p1_1").Marked.Same == 0 })
	a.Find("shared")
	if a.Len() != 1 || a.Count.Get() != "1 of 64 accounts" {
		t.Errorf("%d rows hold the tag, counted as %q", a.Len(), a.Count.Get())
	}
	a.Find("no such thing")
	if a.Len() != 0 || a.Blank.Get().Do == nil {
		t.Error("a search without an answer offers no way back")
	}
	a.Blank.Get().Do()
	if a.Len() != 64 || a.Query.Get() != "" {
		t.Error("the way back does not lead back")
	}
}

// The menu shows events, filters to the cluster and selects it.
func TestAccountsLeadOn(t *testing.T) {
	a, b, pump := accounts(t)
	a.SortBy("cluster")
	id := a.At(0).ID
	do := func(prefix string) {
		t.Helper()
		for _, m := range a.Menu(0) {
			if strings.HasPrefix(m.Text, prefix) {
				m.Do()
				return
			}
		}
		t.Fatalf("no %q in the menu", prefix)
	}
	do("Show events")
	if b.Filter.Get() != "account:"+id || b.Tab.Get() != viewmodel.TabEvents {
		t.Errorf("filter %q in %s", b.Filter.Get(), b.Tab.Get())
	}
	b.Tab.Set(viewmodel.TabAccounts)
	b.Filter.Set("*")
	pump.Until(t, "all accounts", func() bool { return a.Phase.Get() == viewmodel.Shown && a.Len() == 64 })
	do("Select cluster C-01")
	if b.Selection.Get().Lead() != viewmodel.ClusterRef(1) {
		t.Errorf("selected %v", b.Selection.Get())
	}
	do("Why linked to")
	if r := b.Selection.Get().Lead(); r.Kind != casefile.RefLink {
		t.Errorf("selected %v", r)
	}
	do("Filter to cluster C-01")
	if b.Filter.Get() != "cluster:1" {
		t.Error(b.Filter.Get())
	}
	copied := ""
	b.Copy = func(s string) { copied = s }
	do("Copy rows")
	if !strings.HasPrefix(copied, "Account\tEvents") || !strings.Contains(copied, "\n"+id+"\t") {
		t.Errorf("copied %q", copied)
	}
}

// Widths and order are those of the last time the case was open.
func TestTablesKeepTheirLooks(t *testing.T) {
	path := uitest.CasePath(t)
	open := func() (*viewmodel.Accounts, *viewmodel.Bench, *uitest.Pump) {
		work, err := casework.Open(path, uitest.Config())
		if err != nil {
			t.Fatal(err)
		}
		pump := &uitest.Pump{}
		b := viewmodel.NewBench(work, pump.Post)
		a := viewmodel.NewAccounts(b)
		pump.Until(t, "accounts", func() bool { return a.Phase.Get() == viewmodel.Shown })
		return a, b, pump
	}
	a, b, pump := open()
	a.SortBy("account")
	a.SetWidth("account", 333)
	kept := map[string]any{}
	pump.Until(t, "the looks", func() bool { return b.Work.View("table.accounts", &kept) == nil && kept["sorted"] == "account" })
	a.Close()
	b.Leave()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	a, b, pump = open()
	pump.Until(t, "the looks", func() bool { return a.Columns()[0].Width == 333 })
	if by, desc := a.Sorted(); by != "account" || desc || a.At(0).ID != "honest_01" {
		t.Errorf("sorted by %s, downwards %v, first %s", by, desc, a.At(0).ID)
	}
	a.Close()
	b.Leave()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
}

// In an empty case each table teaches the next step.
func TestTablesOfAnEmptyCaseTeach(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Empty(t))
	var shown viewmodel.Intention
	b.Show = func(i viewmodel.Intention) { shown = i }
	a, c, i, s := viewmodel.NewAccounts(b), viewmodel.NewClusters(b), viewmodel.NewIndicators(b), viewmodel.NewSources(b, nil)
	for _, l := range []struct {
		*viewmodel.Listing
		want string
	}{{a.Listing, viewmodel.IntendImport}, {c.Listing, viewmodel.IntendLink}, {i.Listing, viewmodel.IntendImport}, {s.Listing, viewmodel.IntendImport}} {
		t.Cleanup(l.Close)
		pump.Until(t, l.Name, func() bool { return l.Phase.Get() == viewmodel.Shown })
		blank := l.Blank.Get()
		if blank.Title == "" || blank.Text == "" || blank.Button == "" || blank.Do == nil {
			t.Errorf("%s: %+v", l.Name, blank)
			continue
		}
		blank.Do()
		if shown.Name != l.want {
			t.Errorf("%s opens %q, want %q", l.Name, shown.Name, l.want)
		}
	}
}
