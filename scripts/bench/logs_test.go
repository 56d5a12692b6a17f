package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"slices"
	"testing"

	"casebench/importers"
	"casebench/importers/all"
	"casebench/importers/importertest"
)

// Each file is recognised as what it is made to be, and every row of it is accepted.
func TestEveryFormatIsWhatItIsMadeToBe(t *testing.T) {
	const rows = 1000
	registry := all.Registry()
	for _, m := range allMade() {
		t.Run(m.format+" "+m.file, func(t *testing.T) {
			var file bytes.Buffer
			if err := m.write(t.Context(), &file, rows); err != nil {
				t.Fatal(err)
			}
			head, _, err := importers.Peek(importers.Input{Name: m.file, Reader: bytes.NewReader(file.Bytes()), Size: int64(file.Len())})
			if err != nil {
				t.Fatal(err)
			}
			imp, candidates, err := registry.Choose(head)
			if err != nil {
				t.Fatal(err)
			}
			if got := imp.Format().ID; got != m.format {
				t.Fatalf("taken for %s: %s; %+v", got, candidates[0].Match.Why, candidates)
			}
			sink, src, err := importertest.Read(t, imp, m.file, file.Bytes(), nil)
			if err != nil {
				t.Fatal(err)
			}
			if src.Accepted != rows || src.Rejected != 0 {
				t.Errorf("%d accepted and %d rejected of %d rows, want %d accepted\n%.2000s", src.Accepted, src.Rejected, src.Rows, rows, sink.RejectLines())
			}
			t.Logf("%d bytes a row, table %s", file.Len()/rows, src.Table)
		})
	}
}

// The same number of rows is the same bytes, so that a figure can be measured again.
func TestFilesAreTheSameEachTime(t *testing.T) {
	for _, m := range allMade() {
		one, two := sha256.New(), sha256.New()
		for _, to := range []io.Writer{one, two} {
			if err := m.write(t.Context(), to, 300); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Sum(nil), two.Sum(nil)) {
			t.Errorf("%s, %s: another file the second time", m.format, m.what)
		}
	}
}

// A file has the size that was asked for, and names no format that there is not.
func TestFilesAreOfTheSizeAskedFor(t *testing.T) {
	var ids []string
	for _, f := range all.Registry().Formats() {
		ids = append(ids, f.ID)
	}
	for _, m := range allMade() {
		if !slices.Contains(ids, m.format) {
			t.Errorf("there is no format %q", m.format)
		}
		if m.whole != nil {
			continue // packed, by how much depends on the rows
		}
		want := int64(5_000_000)
		n, err := m.rowsIn(t.Context(), want)
		if err != nil {
			t.Fatal(err)
		}
		if m.scale > 0 {
			want = want * int64(m.scale) / 1000
		}
		var size counter
		if err := m.write(t.Context(), &size, n); err != nil {
			t.Fatal(err)
		}
		if int64(size) < want*8/10 || int64(size) > want*11/10 {
			t.Errorf("%s, %s: %d rows are %d bytes, want about %d", m.format, m.what, n, size, want)
		}
	}
}

func TestARowNamesWhatAnEventHas(t *testing.T) {
	for _, wrong := range []string{"«nobody»", "«ip", "a «» b"} {
		if _, err := rowOf(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

// A peer that is not installed is told from one that fails.
func TestAPeerThatIsNotThere(t *testing.T) {
	b := &bench{ctx: t.Context()}
	for _, p := range []peer{duckLines(), {name: "nobody", args: []string{"a-program-that-nobody-has"}}} {
		if _, _, err := b.read(p, "file", "scratch"); !errors.Is(err, errNoPeer) {
			t.Errorf("%s: %v", p.name, err)
		}
	}
}

// Our figures stand once, beside the first peer that was there, or alone.
func TestAFormatIsReported(t *testing.T) {
	ours := turns{walls: []float64{2}, cpus: []float64{3}}
	there := turns{walls: []float64{4}, cpus: []float64{4}}
	m := made{format: "csv", what: "rows", peers: []peer{duckLines(), mlr(), jqEach(".")}}
	for _, c := range []struct {
		m      made
		theirs []turns
		peers  []string
	}{
		{m, []turns{{}, there, there}, []string{"mlr cat", "jq -c ."}},
		{m, make([]turns, 3), []string{absent}},
		{made{format: "openioc"}, nil, []string{"none"}},
	} {
		tab := table{head: make([]string, 14)}
		c.m.report(&tab, 1000, 2_000_000, ours, c.theirs)
		var peers []string
		for i, cells := range tab.rows {
			if len(cells) != len(tab.head) || (cells[0] != "") != (i == 0) {
				t.Errorf("line %d is %q", i, cells)
			}
			peers = append(peers, cells[9])
		}
		if !slices.Equal(peers, c.peers) {
			t.Errorf("peers %q, want %q", peers, c.peers)
		}
	}
}
