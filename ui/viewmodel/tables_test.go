package viewmodel_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func cells(l *viewmodel.Listing, row int) map[string]viewmodel.ListCell {
	out := map[string]viewmodel.ListCell{}
	for i, c := range l.Columns() {
		out[c.ID] = l.Cells(row)[i]
	}
	return out
}

// The cluster table keeps how sure it is apart from what the use looks like, and
// says which run it shows.
func TestClustersAreThoseOfTheRun(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	c := viewmodel.NewClusters(b)
	t.Cleanup(c.Close)
	pump.Until(t, "clusters", func() bool { return c.Phase.Get() == viewmodel.Shown })
	want, err := b.Work.Clusters(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if c.Len() != len(want.Clusters) || c.Len() != uitest.Pools {
		t.Fatalf("%d rows, want %d", c.Len(), len(want.Clusters))
	}
	for i, k := range want.Clusters {
		got := cells(c.Listing, i)
		for id, want := range map[string]string{"cluster": viewmodel.ClusterName(fmt.Sprint(k.ID)), "size": fmt.Sprint(k.Size), "strength": string(k.Strength),
			"level": string(k.Assessment.Level), "signs": fmt.Sprintf("%d / %d", len(k.Assessment.For), len(k.Assessment.Against))} {
			if got[id].Text != want {
				t.Errorf("row %d shows %q as %s, want %q", i, got[id].Text, id, want)
			}
		}
		if got["cluster"].Dot == "" {
			t.Errorf("row %d has no colour", i)
		}
	}
	for _, part := range []string{"run 1", "seed 1", "model ", "64 accounts"} {
		if !strings.Contains(c.Note.Get(), part) {
			t.Errorf("the run is called %q", c.Note.Get())
		}
	}
	c.Pick(1, false, false)
	if got, want := b.Selection.Get().Lead(), viewmodel.ClusterRef(want.Clusters[1].ID); got != want {
		t.Errorf("selected %v, want %v", got, want)
	}
	menu := c.Menu(1)
	at := slices.IndexFunc(menu, func(m viewmodel.MenuItem) bool { return strings.HasPrefix(m.Text, "Select its 8 accounts") })
	if at < 0 {
		t.Fatalf("no accounts to select in %v", menu)
	}
	menu[at].Do()
	if n := len(b.Selection.Get().Of(casefile.RefAccount)); n != uitest.PoolSize {
		t.Errorf("%d accounts selected", n)
	}
	var shown viewmodel.Intention
	b.Show = func(i viewmodel.Intention) { shown = i }
	c.LinkAgain()
	if shown.Name != viewmodel.IntendLink {
		t.Errorf("opened %v", shown)
	}
	c.Find("p2_1")
	if c.Len() != 1 {
		t.Errorf("%d clusters hold p2_1", c.Len())
	}
}

// act finds an item of a menu by the beginnings of its texts.
func act(t *testing.T, items []viewmodel.MenuItem, path ...string) func() {
	t.Helper()
	for _, m := range items {
		if strings.HasPrefix(m.Text, path[0]) && !m.Off {
			if len(path) == 1 {
				return m.Do
			}
			return act(t, m.Sub, path[1:]...)
		}
	}
	t.Fatalf("no %q among %d items", path[0], len(items))
	return nil
}

// An indicator waits until a person has looked at it; then it says whether it was met, by whom, and leads to the rows.
func TestIndicatorsShowTheirHits(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	v := viewmodel.NewIndicators(b)
	t.Cleanup(v.Close)
	pump.Until(t, "indicators", func() bool { return v.Phase.Get() == viewmodel.Shown })
	if at := cells(v.Listing, 0); v.Note.Get() != "0 met · 2 to review" || at["review"].Text != "to review" || at["standing"].Text != "would be met" {
		t.Errorf("before the review: %q, %v", v.Note.Get(), at)
	}
	v.Open(0)
	if b.Tab.Get() == viewmodel.TabEvents || !strings.Contains(b.Said.Get().Text, "No event") {
		t.Errorf("what nobody accepted leads to %q, said %q", b.Tab.Get(), b.Said.Get().Text)
	}
	var asked viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = q }
	act(t, v.Menu(0), "Review all of this", "Accept 2")()
	if !asked.Optional || !strings.Contains(asked.Explain, "shows 1 of them") {
		t.Errorf("asked %+v", asked)
	}
	asked.Then("Looked at.", "")
	pump.Until(t, "the review", func() bool { return v.Phase.Get() == viewmodel.Shown && v.Note.Get() == "1 met" })
	found, err := b.Work.Match(t.Context(), nil)
	if err != nil || len(found.Hits) != 1 {
		t.Fatalf("the case meets %d indicators (%v)", len(found.Hits), err)
	}
	if v.Len() != found.Indicators || v.Note.Get() != "1 met" {
		t.Errorf("%d rows, noted as %q", v.Len(), v.Note.Get())
	}
	first, second := cells(v.Listing, 0), cells(v.Listing, 1)
	if first["value"].Text != "203[.]0[.]113[.]16" || first["standing"].Text != "met" || first["accounts"].Text != fmt.Sprint(len(found.Hits[0].Accounts)) {
		t.Errorf("the first row shows %v", first)
	}
	if second["standing"].Text != "not met" || second["accounts"].Text != "–" || second["tlp"].Text != "GREEN" {
		t.Errorf("the second row shows %v", second)
	}
	v.Defanged.Set(false)
	if got := cells(v.Listing, 0)["value"].Text; got != "203.0.113.16" {
		t.Errorf("as it is: %q", got)
	}
	copied := ""
	b.Copy = func(s string) { copied = s }
	v.Pick(0, false, false)
	v.CopyRows(true)
	if !strings.Contains(copied, "203[.]0[.]113[.]16") {
		t.Errorf("copied %q", copied)
	}
	v.CopyRows(false)
	if !strings.Contains(copied, "\n203.0.113.16\t") {
		t.Errorf("copied %q", copied)
	}
	v.Open(0)
	if b.Tab.Get() != viewmodel.TabEvents {
		t.Errorf("in %s", b.Tab.Get())
	}
	q, err := b.Work.Query(t.Context(), casework.QueryOptions{Expr: b.Filter.Get(), CountOnly: true})
	if err != nil || q.Count == 0 {
		t.Errorf("%s finds %d rows (%v)", b.Filter.Get(), q.Count, err)
	}
	v.Menu(0)[1].Do()
	if got := b.Selection.Get().Accounts(); !slices.Equal(got, found.Hits[0].Accounts) {
		t.Errorf("selected %v, want %v", got, found.Hits[0].Accounts)
	}
	act(t, v.Menu(1), "Refuse")()
	asked.Then("Not ours.", "")
	pump.Until(t, "the refusal", func() bool { return cells(v.Listing, 1)["review"].Text == "refused" })
	b.Undo()
	pump.Until(t, "undo", func() bool { return cells(v.Listing, 1)["review"].Text == "accepted" })
	b.Filter.Set("*")
	v.Open(1)
	if b.Filter.Get() != "*" || !strings.Contains(b.Said.Get().Text, "No event") {
		t.Errorf("what was not met leads to %q, said %q", b.Filter.Get(), b.Said.Get().Text)
	}
}

// The log stands newest first, says what was undone, and selects what an entry is
// about.
func TestLogMarksWhatWasUndone(t *testing.T) {
	b, pump := uitest.Bench(t, uitest.Case(t))
	l := viewmodel.NewLog(b)
	t.Cleanup(l.Close)
	pump.Until(t, "the chain", func() bool { return l.Chain.Get().Entries > 0 })
	began := l.Len()
	wait := func(n int) {
		t.Helper()
		pump.Until(t, "the entry", func() bool {
			return l.Phase.Get() == viewmodel.Shown && l.Len() == n && l.Chain.Get().Entries == uint64(n)
		})
	}
	b.Star(casefile.AccountRef("p1_3"))
	wait(began + 1)
	if r := l.At(0); r.Verb != "annotate" || r.Undone || r.Seq != uint64(began+1) {
		t.Errorf("the newest entry is %+v", r)
	}
	b.Undo()
	wait(began + 2)
	if !l.At(1).Undone || l.At(0).Undone || !strings.Contains(cells(l.Listing, 1)["message"].Text, "undone") {
		t.Errorf("what was undone is not marked: %+v", l.At(1))
	}
	b.Redo()
	wait(began + 3)
	if l.At(2).Undone || !l.At(1).Undone {
		t.Error("what was done again is marked as undone")
	}
	l.Pick(2, false, false)
	if b.Selection.Get().Lead() != casefile.AccountRef("p1_3") {
		t.Errorf("selected %v", b.Selection.Get())
	}
	if d := l.Detail.Get(); d.Hash != l.At(2).Hash || d.Previous != l.At(3).Hash || d.Title == "" {
		t.Errorf("detail %+v", d)
	}
	word, _ := l.ChainWord()
	if s := l.Chain.Get(); word != "chain holds" || s.Holds != s.Entries || s.Head != l.At(0).Hash || s.Problem != "" {
		t.Errorf("%s: %+v", word, s)
	}
	l.Find("linked 64")
	if l.Len() != 1 || l.At(0).Verb != "link" {
		t.Errorf("%d entries found", l.Len())
	}
}

// A source's rows add up, its hash is verified, and what could not be read stands
// below with its reason and its bytes.
func TestSourcesAndRejects(t *testing.T) {
	work := uitest.Empty(t)
	path := filepath.Join(t.TempDir(), "requests.csv")
	bad := "request_id,account_id,ts,model\n"
	for i := range 40 {
		at := "2026-05-01T10:00:00Z"
		if i%10 == 3 {
			at = "the day after"
		}
		bad += fmt.Sprintf("r%d,acct_%d,%s,atlas-5\n", i, i%4, at)
	}
	if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	b, pump := uitest.Bench(t, work)
	verify := viewmodel.NewVerification(b)
	t.Cleanup(verify.Close)
	s := viewmodel.NewSources(b, verify)
	t.Cleanup(s.Close)
	pump.Until(t, "verified sources", func() bool { return s.Len() == 1 && s.At(0).Verified != nil })
	r := s.At(0)
	if r.Accepted+r.Rejected+r.Skipped != r.Rows || r.Rejected != 4 || !*r.Verified {
		t.Errorf("the source is %+v", r.Source)
	}
	if got := cells(s.Listing, 0)["verified"].Text; got != "verified" {
		t.Errorf("it is shown as %q", got)
	}
	pump.Until(t, "rejects", func() bool { return s.Rejects.Len() == 4 })
	s.Pick(0, false, false)
	pump.Until(t, "rejects of the source", func() bool { return s.Rejects.Phase.Get() == viewmodel.Shown && s.Rejects.Len() == 4 })
	if x := s.Rejects.At(0); !strings.Contains(x.Raw, "the day after") || x.Reason == "" || x.Kept {
		t.Errorf("the first reject is %+v", x)
	}
	if s.Rejects.More.Get() != "" || s.Rejects.Count.Get() != "4 rows" {
		t.Errorf("%q, %q", s.Rejects.Count.Get(), s.Rejects.More.Get())
	}
	s.Rejects.Find("r13")
	if s.Rejects.Len() != 1 || s.Rejects.At(0).Row != 14 && s.Rejects.At(0).Row != 15 {
		t.Errorf("%d rejects hold r13", s.Rejects.Len())
	}
	if d := s.Detail.Get(); d.Title != "requests.csv" || d.Pairs[0][1] != r.SHA256 {
		t.Errorf("detail %+v", d)
	}
	var asked viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = q }
	menu := s.Menu(0)
	menu[slices.IndexFunc(menu, func(m viewmodel.MenuItem) bool { return m.Text == "Withdraw…" })].Do()
	asked.Then("the wrong file", "")
	pump.Until(t, "withdrawn", func() bool { return s.At(0).State == casefile.SourceWithdrawn })
	if got := cells(s.Listing, 0)["verified"].Text; got != "withdrawn" {
		t.Errorf("it is shown as %q", got)
	}
}

// Pages of rejects join without a gap, over several sources.
func TestRejectsComeByThePage(t *testing.T) {
	work := uitest.Empty(t)
	dir := t.TempDir()
	for n := range 3 {
		text := "request_id,account_id,ts,model\n"
		for i := range 30 {
			at := "2026-05-01T10:00:00Z"
			if i%3 == n {
				at = "never"
			}
			text += fmt.Sprintf("r%d_%d,acct_%d,%s,atlas-5\n", n, i, i%4, at)
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.csv", n)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{dir}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	whole, err := work.Rejects(t.Context(), 0, 0)
	if err != nil || whole.Count != 30 {
		t.Fatalf("%d rejects (%v)", whole.Count, err)
	}
	for _, size := range []int{1, 7, 10, 30, 99} {
		var got []casework.RejectedRow
		for {
			p, err := work.RejectsFrom(t.Context(), 0, len(got), size)
			if err != nil || p.Count != whole.Count {
				t.Fatalf("%d in all (%v)", p.Count, err)
			}
			if len(p.Rows) == 0 {
				break
			}
			got = append(got, p.Rows...)
		}
		if !slices.Equal(got, whole.Rejects) {
			t.Errorf("by pages of %d: %d rows, want %d", size, len(got), len(whole.Rejects))
		}
	}
}
