package viewmodel_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile/query"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// item returns the item of a menu whose text begins so.
func item(t *testing.T, menu []viewmodel.MenuItem, text string) viewmodel.MenuItem {
	t.Helper()
	i := slices.IndexFunc(menu, func(m viewmodel.MenuItem) bool { return strings.HasPrefix(m.Text, text) })
	if i < 0 {
		t.Fatalf("there is no %q in %+v", text, menu)
	}
	return menu[i]
}

// hostile is a case of requests whose values try to be something else in a query
// and in a spreadsheet.
func hostile(t *testing.T) *casework.Casework {
	t.Helper()
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	var b strings.Builder
	for i, v := range []string{`a"b`, `back\\slash`, `two words`, `AND`, `x*y`, `(paren`, `=1+1`, `/re/`, `[a TO b]`, `NOT`, "tab\\there", `ünï`, `@x`} {
		v = strings.ReplaceAll(v, `"`, `\"`)
		b.WriteString(`{"request_id":"r` + string(rune('a'+i)) + `","account_id":"u` + string(rune('0'+i%10)) + `","ts":"2026-05-0` + string(rune('1'+i%9)) +
			`T10:00:00Z","ip":"203.0.113.` + string(rune('1'+i%9)) + `","model":"` + v + `","status":200,"tokens_in":` + string(rune('1'+i%9)) + `}` + "\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	w := uitest.Empty(t)
	if _, err := w.Import(context.Background(), casework.ImportOptions{Paths: []string{path}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	return w
}

// Whatever a cell holds, the filter made of it holds for its row and for the rows
// that show the same, and its opposite for the others.
func TestAFilterFromACellHoldsForItsRow(t *testing.T) {
	e, b, pump := events(t, hostile(t))
	all := e.Len()
	type shown struct{ origin, text string }
	for _, column := range []string{"model", "account_id", "ip", "status", "tokens_in"} {
		at := slices.IndexFunc(e.Columns(), func(c viewmodel.ListColumn) bool { return c.ID == column })
		for i := range all {
			b.Filter.Set("*")
			settled(t, e, pump)
			var rows []shown
			for k := range all {
				r := row(t, e, pump, k)
				cells, _ := e.Cells(k)
				rows = append(rows, shown{r.Origin.String(), cells[at].Text})
			}
			menu := e.Menu(i, column)
			same := int64(0)
			for _, r := range rows {
				if strings.EqualFold(r.text, rows[i].text) {
					same++
				}
			}
			item(t, menu, "Only ").Do()
			if _, err := query.Parse(b.Filter.Get()); err != nil {
				t.Fatalf("%s of row %d makes the filter %s: %v", column, i, b.Filter.Get(), err)
			}
			settled(t, e, pump)
			if e.Len() != same {
				t.Errorf("%s = %q: the filter %s leaves %d rows, want %d", column, rows[i].text, b.Filter.Get(), e.Len(), same)
			}
			found := false
			for k := range e.Len() {
				found = found || row(t, e, pump, k).Origin.String() == rows[i].origin
			}
			if !found {
				t.Errorf("%s = %q: the filter %s leaves out its own row", column, rows[i].text, b.Filter.Get())
			}
			b.Filter.Set("*")
			settled(t, e, pump)
			row(t, e, pump, i)
			item(t, e.Menu(i, column), "Not ").Do()
			settled(t, e, pump)
			if e.Len() != all-same {
				t.Errorf("not %s = %q: the filter %s leaves %d rows, want %d", column, rows[i].text, b.Filter.Get(), e.Len(), all-same)
			}
		}
	}
}

func TestCopiedRowsAreSafeInASpreadsheet(t *testing.T) {
	e, b, pump := events(t, hostile(t))
	copied := ""
	b.Copy = func(s string) { copied = s }
	e.CopyRows(false)
	if copied != "" {
		t.Error("nothing is selected and something was copied")
	}
	row(t, e, pump, 0)
	e.Key("SelectAll", -1)
	pump.Until(t, "all", func() bool { return int64(len(b.Selection.Get().Refs)) == e.Len() })
	e.CopyRows(true)
	pump.Until(t, "the copy", func() bool { return copied != "" })
	lines := strings.Split(strings.TrimSuffix(copied, "\n"), "\n")
	if int64(len(lines)) != e.Len()+1 {
		t.Fatalf("%d lines of %d rows:\n%s", len(lines), e.Len(), copied)
	}
	for _, l := range lines {
		cells := strings.Split(l, "\t")
		if len(cells) != len(e.Columns())+1 {
			t.Errorf("%d cells under %d heads: %q", len(cells), len(e.Columns())+1, l)
		}
		for _, c := range cells {
			if strings.HasPrefix(c, "=") || strings.HasPrefix(c, "@") {
				t.Errorf("a spreadsheet would run %q", c)
			}
		}
	}
	if !strings.Contains(copied, "203[.]0[.]113[.]1") || strings.Contains(copied, "203.0.113") {
		t.Errorf("addresses are not defanged:\n%s", copied)
	}
}

func TestRevealAsksWhyAndIsRecorded(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	var asked viewmodel.Question
	b.Ask = func(q viewmodel.Question) { asked = q }
	row(t, e, pump, 0)
	if !e.Key("r", 0) {
		t.Fatal("R means nothing")
	}
	if asked.Label != "Reason" || e.Revealed.Get().Number != 0 {
		t.Fatalf("asked %+v", asked)
	}
	asked.Then("to check the template", "")
	pump.Until(t, "the original", func() bool { return e.Revealed.Get().Number == 1 })
	got := e.Revealed.Get()
	if !strings.Contains(got.Text(), `"prompt_text": "question`) || !strings.Contains(strings.Join(got.Bytes, " "), "70 72 6f 6d 70 74") {
		t.Errorf("the original is\n%s\n%s", got.Text(), got.Bytes)
	}
	if strings.Join(got.Lines, "\n") != got.Text() || got.Note != "" {
		t.Errorf("the lines are %q (%s)", got.Lines, got.Note)
	}
	if b.Said.Get().Undo {
		t.Error("having looked can be undone")
	}
	// Without a reason nothing is shown.
	asked.Then(" ", "")
	pump.Until(t, "the refusal", func() bool { return b.Problem.Get() != nil })
	if e.Revealed.Get().Number != 1 {
		t.Error("shown without a reason")
	}
}

func TestPreviewFollowsTheCurrentRow(t *testing.T) {
	e, b, pump := events(t, uitest.Case(t))
	b.Filter.Set("table:requests")
	settled(t, e, pump)
	row(t, e, pump, 0)
	e.Pick(1, false, false)
	if e.Preview.Get().Open {
		t.Fatal("open before it was asked for")
	}
	e.Key("Space", 1)
	p := e.Preview.Get()
	if !p.Open || p.Row != 1 || len(p.Fields) < 8 {
		t.Fatalf("preview %+v", p)
	}
	for _, f := range p.Fields {
		if f.Name == "prompt_text" && (!f.Masked || strings.Contains(f.Text, "question")) {
			t.Errorf("content in the preview: %+v", f)
		}
	}
	e.Pick(4, false, false)
	if e.Preview.Get().Row != 4 {
		t.Errorf("the preview stays at row %d", e.Preview.Get().Row)
	}
	e.Key("Space", 4)
	if e.Preview.Get().Open {
		t.Error("Space does not close the preview")
	}
}

func TestFieldNamesAreCompleted(t *testing.T) {
	e, _, _ := events(t, uitest.Case(t))
	for _, c := range []struct {
		text string
		from int
		want string
	}{
		{"tok", 0, "tokens_in tokens_out"},
		{"status:200 AND NOT (tok", 20, "tokens_in tokens_out"},
		{"status:tok", 7, ""},
		{"CLU", 0, "cluster"},
		{"", 0, ""},
		{"zzz", 0, ""},
	} {
		from, names := e.Complete(c.text, len(c.text))
		if from != c.from || strings.Join(names, " ") != c.want {
			t.Errorf("%q goes on with %v from %d", c.text, names, from)
		}
	}
}
