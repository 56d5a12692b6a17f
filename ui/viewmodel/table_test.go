package viewmodel

import (
	"cmp"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
)

type pair struct {
	name string
	n    int
}

func pairs(list ...pair) (*Table[pair], *Value[Selection]) {
	sel := NewValue(Selection{}, Selection.Equal)
	t := newTable(func(p *pair) casefile.Ref { return casefile.AccountRef(p.name) }, func(p *pair) string { return p.name }, sel,
		TableColumn[pair]{ListColumn: ListColumn{ID: "name", Title: "Name"}, Cell: func(p *pair) ListCell { return ListCell{Text: p.name} },
			Order: func(a, b *pair) int { return cmp.Compare(a.name, b.name) }},
		TableColumn[pair]{ListColumn: ListColumn{ID: "n", Title: "N"}, Down: true, Cell: func(p *pair) ListCell { return ListCell{Text: fmt.Sprint(p.n)} },
			Order: func(a, b *pair) int { return cmp.Compare(a.n, b.n) }})
	sel.Observe(t.mark)
	t.Set(list)
	return t, sel
}

func namesOf(t *Table[pair]) string {
	var out []string
	for i := range t.Len() {
		out = append(out, t.At(i).name)
	}
	return strings.Join(out, " ")
}

// Rows that are equal by a column keep the order in which they came, upwards and
// downwards, and a second click turns the order round.
func TestTableSortsStably(t *testing.T) {
	table, _ := pairs(pair{"d", 1}, pair{"b", 2}, pair{"a", 1}, pair{"c", 2})
	for _, step := range []struct{ by, want string }{{"", "d b a c"}, {"n", "b c d a"}, {"n", "d a b c"}, {"name", "a b c d"}, {"name", "d c b a"}, {"nothing", "d c b a"}} {
		if step.by != "" {
			table.SortBy(step.by)
		}
		if got := namesOf(table); got != step.want {
			t.Errorf("by %q: %s, want %s", step.by, got, step.want)
		}
	}
}

// The order stands when other rows come, and whatever is searched for.
func TestTableKeepsItsOrder(t *testing.T) {
	rows := make([]pair, 2000)
	for i := range rows {
		rows[i] = pair{fmt.Sprintf("acct_%04d", i), i * 7919 % 50}
	}
	rng := rand.New(rand.NewSource(1))
	rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	table, _ := pairs()
	table.SortBy("n")
	table.Set(rows)
	check := func() {
		for i := 1; i < table.Len(); i++ {
			if table.At(i-1).n < table.At(i).n {
				t.Fatalf("row %d has %d after %d", i, table.At(i).n, table.At(i-1).n)
			}
		}
	}
	check()
	table.Find("ACCT 00")
	if table.Len() == 0 || table.Len() == table.All() {
		t.Errorf("%d of %d rows found", table.Len(), table.All())
	}
	check()
}

// A click selects one row, Shift as far as the click before, Ctrl one more or
// less; the selection is what all panes share.
func TestTableSelectsAsAClickDoes(t *testing.T) {
	table, sel := pairs(pair{"a", 1}, pair{"b", 2}, pair{"c", 3}, pair{"d", 4}, pair{"e", 5})
	picked := func() string {
		var out []string
		for _, r := range sel.Get().Refs {
			out = append(out, r.ID)
		}
		return strings.Join(out, " ")
	}
	for _, step := range []struct {
		what        string
		row         int
		shift, ctrl bool
		want        string
	}{
		{"a click", 1, false, false, "b"},
		{"Shift downwards", 3, true, false, "b c d"},
		{"Shift upwards, from the same row", 0, true, false, "b a"},
		{"Ctrl adds", 4, false, true, "b a e"},
		{"Ctrl takes away", 4, false, true, "b a"},
		{"a click", 2, false, false, "c"},
		{"a row that is not there", 9, false, false, "c"},
	} {
		table.Pick(step.row, step.shift, step.ctrl)
		if got := picked(); got != step.want {
			t.Errorf("%s: %q, want %q", step.what, got, step.want)
		}
	}
	sel.Set(Select(casefile.AccountRef("d"), casefile.AccountRef("nobody")))
	if !table.Selected(3) || table.Selected(2) || table.Current() != -1 {
		t.Error("the table does not show what was selected elsewhere")
	}
	table.SortBy("n")
	sel.Set(Select(casefile.AccountRef("e")))
	if table.Current() != 0 {
		t.Errorf("the current row is %d, want 0", table.Current())
	}
}

// Selecting everything in a large table takes one look at each row.
func TestTableSelectsAll(t *testing.T) {
	rows := make([]pair, 30_000)
	for i := range rows {
		rows[i] = pair{fmt.Sprint(i), i}
	}
	table, sel := pairs(rows...)
	table.PickAll()
	if n := len(sel.Get().Refs); n != len(rows) {
		t.Errorf("%d selected, want %d", n, len(rows))
	}
}

// What is copied can be pasted into a spreadsheet without running, keeps its
// rows and columns, and holds only what is selected.
func TestCopyIsGuarded(t *testing.T) {
	table, _ := pairs(pair{`=HYPERLINK("http://x")`, 1}, pair{"@sum", -2}, pair{"two\tcells\nand lines", 3}, pair{"plain", 4})
	table.PickAll()
	got, n := table.TSV(false)
	want := "Name\tN\n'=HYPERLINK(\"http://x\")\t1\n'@sum\t-2\ntwo cells and lines\t3\nplain\t4\n"
	if got != want || n != 4 {
		t.Errorf("copied %d rows:\n%s\nwant\n%s", n, got, want)
	}
	for text, want := range map[string]string{"-1.5": "-1.5", "+49 30": "'+49 30", " =1+1": "' =1+1", "a=b": "a=b", "": "", "-": "'-", "\u202egnp": "\ufffdgnp"} {
		if got := GuardCell(text); got != want {
			t.Errorf("%q is copied as %q, want %q", text, got, want)
		}
	}
	table.Find("plain")
	if got, n := table.TSV(false); n != 1 || !strings.HasSuffix(got, "\nplain\t4\n") {
		t.Errorf("rows that are not shown were copied: %q", got)
	}
}

func TestDefang(t *testing.T) {
	for value, want := range map[string]string{
		"192.0.2.1": "192[.]0[.]2[.]1", "203.0.113.0/24": "203[.]0[.]113[.]0/24", "2001:db8::1": "2001[:]db8[:][:]1",
		"https://a.example/p.html": "hxxps[://]a[.]example/p.html", "a.example": "a[.]example", "x@a.example": "x[@]a[.]example",
		"acct_1": "acct_1", "v 1.2": "v 1.2", "": "",
	} {
		if got := Defang(value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestFieldIsParsesBack(t *testing.T) {
	for value, want := range map[string]string{"acct_1": "account:acct_1", `a "b" AND c`: `account:"a \"b\" AND c"`, "ns/x": "account:ns/x"} {
		if got := FieldIs("account", value); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
	if got := fieldIsAny("cluster", []string{"1", "2"}); got != "cluster:1 OR cluster:2" {
		t.Error(got)
	}
	if !slices.Contains([]string{"3 entries"}, counted(3, "entry")) || counted(1, "entry") != "1 entry" {
		t.Error("entries are not counted in English")
	}
}
