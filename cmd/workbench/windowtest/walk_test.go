//go:build cgo

package windowtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui"
	"casebench/ui/viewmodel"
)

// config is who works in the window.
func config() casework.Config {
	return casework.Config{By: "Test Person", Program: "casebench windowtest"}
}

// TestADay is a day's work in the window, by keys and clicks: the sample case is
// made and opened, a link is read and rejected, accounts are tagged and noted, the
// view is narrowed, a second file is imported, a package is exported and verified.
// At the end the case itself is asked whether all of that is true.
func TestADay(t *testing.T) {
	alone(t)
	dir := workplace(t)
	toolkitPrefers("dark")
	h := open(t, ui.Options{Config: config(), OpenSample: true, SampleDir: filepath.Join(dir, "sample"), SampleScale: "s", SampleSeed: 1})
	h.wait("the sample case", func() bool { return h.bench() != nil })
	a, b := h.pairOfFirstCluster()
	h.wait("the graph at rest", func() bool { _, ok := h.spot(a); return ok })
	h.find("10 of 10 sources verified")
	h.shot("graph-dark")

	// What is selected in the graph is selected everywhere.
	h.pickAccount(a)
	h.find("Strongest links")
	h.shot("account-dark")
	h.pickAccount(b, "ctrl")
	h.find("Why linked")
	h.find("2 selected")
	h.find("In words")
	h.shot("why-dark")
	for _, tab := range []string{"3", "1"} {
		h.key("alt+" + tab)
	}
	if !h.is(func(b *viewmodel.Bench) bool { return len(b.Selection.Get().Accounts()) == 2 }) {
		t.Error("the two are no longer selected")
	}

	// A verdict, with a reason; it is undone, and done again.
	h.key("n")
	h.find("Reason")
	h.shot("verdict-dark")
	h.write("one card for a whole class, see the course list")
	h.key("Return")
	h.find("Undo reject link")
	h.key("ctrl+z")
	h.gone("Undo reject link")
	h.key("ctrl+shift+z")
	h.find("Undo reject link")

	// A tag and a note on the pair.
	h.key("ctrl+t")
	h.find("Tags")
	h.write("course")
	h.key("Return")
	h.find("Undo tag")
	h.key("ctrl+m")
	h.find("Add note")
	h.write("Ask the university for the list of participants.")
	h.key("ctrl+Return")
	h.find("Undo note")
	h.shot("noted-dark")

	// The filter narrows every document.
	h.key("ctrl+f")
	h.write("status:429")
	h.key("Return")
	h.key("alt+2")
	h.wait("the events that match", func() bool {
		return h.is(func(b *viewmodel.Bench) bool { return b.Filter.Get() == "status:429" })
	})
	h.shot("events-dark")
	for _, tab := range []string{"accounts", "clusters", "indicators", "log", "sources"} {
		h.key(map[string]string{"accounts": "alt+3", "clusters": "alt+4", "indicators": "alt+5", "log": "alt+6", "sources": "alt+7"}[tab])
		if tab == "clusters" {
			h.bar("")
		}
		h.wait("what "+tab+" shows", func() bool {
			return !slices.ContainsFunc(h.texts(), func(s string) bool { return strings.HasPrefix(s, "Reading ") })
		})
		h.shot(tab + "-dark")
	}
	h.key("alt+1")

	// The timeline narrows to what is dragged over, and a chip takes that back.
	base := h.find("requests per 3 hours, by cluster")
	h.drag(base.x+200, base.y+60, base.x+500, base.y+60)
	h.wait("a narrower time", func() bool {
		return h.is(func(b *viewmodel.Bench) bool { return !b.Window.Get().Empty() })
	})
	h.find("time *")
	h.shot("window-dark")
	h.on(func() { h.window.Bench().Window.Set(timeline.Window{}) })

	// A second file, by its path.
	second := filepath.Join(dir, "second.jsonl")
	write(t, second, `{"request_id":"late-1","account_id":"acct_late","ts":"2026-06-04T10:00:00Z","ip":"192.0.2.9","model":"atlas-5","tokens_in":12,"tokens_out":34,"status":200}`+"\nnot json\n")
	h.key("ctrl+shift+o")
	h.importFile(second)

	// A package, and whether it holds.
	pkg := filepath.Join(dir, "out.zip")
	h.key("ctrl+shift+e")
	h.export(pkg)

	toolkitPrefers("light")
	h.on(func() { h.window.Prefer().Appearance.Set(viewmodel.AlwaysLight) })
	h.pickAccount(a)
	h.pickAccount(b, "ctrl")
	h.find("In words")
	h.shot("graph-light")
	h.key("alt+2")
	h.shot("events-light")

	path := h.bench().Work.Path()
	h.key("ctrl+w")
	h.find("Open case…")
	h.shot("welcome-light")
	checkDay(t, path, pkg, a, b)
}

// checkDay asks the case and the package what was done.
func checkDay(t *testing.T, path, pkg, a, b string) {
	t.Helper()
	work, err := casework.Open(path, config())
	if err != nil {
		t.Fatal(err)
	}
	defer work.Close()
	why, err := work.Why(t.Context(), a, b)
	if err != nil || why.Verdict == nil || why.Verdict.Verdict != casefile.VerdictDifferent {
		t.Errorf("the verdict is %+v, %v", why.Verdict, err)
	}
	pair := casefile.Ref{Kind: casefile.RefLink, ID: a, Peer: b}
	notes, err := work.Annotations(t.Context(), pair.String())
	if err != nil {
		t.Fatal(err)
	}
	tagged, noted := false, false
	for _, n := range notes {
		for _, tag := range n.Tags {
			tagged = tagged || tag == "course"
		}
		noted = noted || strings.Contains(n.Text, "participants")
	}
	if !tagged || !noted {
		t.Errorf("the pair is tagged %v, noted %v", tagged, noted)
	}
	s, err := work.Sources(t.Context(), true, progress.Discard)
	if err != nil || len(s.Sources) != 11 || s.Damaged != "" {
		t.Errorf("%d sources, damaged %q, %v", len(s.Sources), s.Damaged, err)
	}
	for d := range work.Check(t.Context()) {
		t.Error(d)
	}
	v, err := casework.Verify(t.Context(), pkg, "", config(), progress.Discard)
	if err != nil || !v.OK {
		t.Errorf("the package does not verify: %+v, %v", v, err)
	}
}

// bench is the open case, or nil.
func (h *hand) bench() (b *viewmodel.Bench) {
	h.on(func() { b = h.window.Bench() })
	return b
}

// is asks the bench on the goroutine of the window.
func (h *hand) is(so func(*viewmodel.Bench) bool) (yes bool) {
	h.on(func() { yes = so(h.window.Bench()) })
	return yes
}

// pairOfFirstCluster names two linked accounts of the largest cluster.
func (h *hand) pairOfFirstCluster() (a, b string) {
	h.t.Helper()
	k, err := h.bench().Work.Cluster(h.t.Context(), "1")
	if err != nil {
		h.t.Fatal(err)
	}
	return k.Accounts[0].ID, k.Accounts[0].Via
}

// spot is where an account lies in the graph.
func (h *hand) spot(account string) (at fyne.Position, ok bool) {
	h.on(func() { at, ok = h.window.Spot(account) })
	return at, ok
}

// pickAccount clicks on an account in the graph.
func (h *hand) pickAccount(account string, held ...string) {
	h.t.Helper()
	at, ok := h.spot(account)
	if !ok {
		h.t.Fatalf("%s is not in the picture", account)
	}
	h.click(at.X, at.Y, 1, held...)
	h.wait(account+" to be selected", func() bool {
		return h.is(func(b *viewmodel.Bench) bool { return b.Selection.Get().Has(casefile.AccountRef(account)) })
	})
}

// bar writes a query into the bar at the top; "" is everything.
func (h *hand) bar(text string) {
	h.t.Helper()
	h.key("ctrl+f", "ctrl+a", "BackSpace")
	if text != "" {
		h.write(text)
	}
	h.key("Return")
}

// workplace is an empty folder with a name that may be seen in a picture.
func workplace(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(os.TempDir(), "case-2026-014")
	clear := func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	}
	clear()
	t.Cleanup(clear)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// toolkitPrefers says in which theme the next window opens.
func toolkitPrefers(theme string) {
	toolkit.Preferences().SetString("theme", theme)
	toolkit.Preferences().SetString("by", "R. Vale")
}

// importFile goes through the import dialog for one file, by its path.
func (h *hand) importFile(path string) {
	h.t.Helper()
	h.press("Choose files…")
	h.find("Files to import")
	h.write(path)
	h.key("Return")
	h.find("FIRST ROWS, AS THEY CAME")
	h.shot("import-files-dark")
	h.press("Next")
	h.find("Import 1 file")
	h.shot("import-check-dark")
	h.press("Import 1 file")
	h.find("Imported")
	h.find("See rejects")
	h.shot("import-done-dark")
	h.press("Close")
}

// export goes through the export dialog and verifies what it wrote.
func (h *hand) export(path string) {
	h.t.Helper()
	h.find("Export package")
	h.find("BEFORE IT LEAVES")
	h.key("ctrl+a")
	h.write(path)
	h.shot("export-dark")
	h.key("Return")
	h.press("Verify now")
	h.find("Verify again")
	h.shot("verify-dark")
	h.press("Close")
}
