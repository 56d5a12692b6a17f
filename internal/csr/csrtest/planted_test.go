package csrtest_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"casebench/internal/csr"
	"casebench/internal/csr/csrtest"
)

func TestSameSeedSameWorld(t *testing.T) {
	w := csrtest.World{Nodes: 500, Edges: 2000, Groups: 7, Strangers: 50, Mixing: 20, Seed: 3}
	first, _ := w.Make()
	second, group := w.Make()
	if len(first) < 1800 || len(first) != len(second) {
		t.Fatalf("%d and %d edges, asked for 2000", len(first), len(second))
	}
	for i := range first {
		if first[i] != second[i] {
			t.Fatalf("edge %d differs", i)
		}
	}
	inside, strangers := 0, 0
	for _, e := range first {
		if group[e.A] >= 0 && group[e.A] == group[e.B] {
			inside++
		}
	}
	for _, c := range group {
		if c < 0 {
			strangers++
		}
	}
	if share := 100 * inside / len(first); share < 70 || share > 90 || strangers != 50 {
		t.Errorf("%d percent of edges inside, %d strangers", share, strangers)
	}
}

// TestWriteEdgeLists writes the graphs of the benchmarks for programs by others,
// one "a b weight" a line, into the folder that CASEBENCH_EDGE_LISTS names.
func TestWriteEdgeLists(t *testing.T) {
	folder := os.Getenv("CASEBENCH_EDGE_LISTS")
	if folder == "" {
		t.Skip("CASEBENCH_EDGE_LISTS is not set: no edge lists are wanted")
	}
	for name, w := range map[string]csrtest.World{
		"planted-24k-150k.txt": csrtest.Standard(1),
		"planted-25k-100k.txt": csrtest.Drawing(1),
	} {
		edges, _ := w.Make()
		if err := write(filepath.Join(folder, name), edges); err != nil {
			t.Fatal(err)
		}
	}
}

func write(path string, edges []csr.Edge) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	for _, e := range edges {
		fmt.Fprintf(w, "%d %d %d\n", e.A, e.B, e.Weight)
	}
	if err := w.Flush(); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
