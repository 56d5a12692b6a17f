package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"casebench/internal/csr"
)

func TestReadStatus(t *testing.T) {
	const status = "Name:\tworkbench\nVmPeak:\t  900000 kB\nVmHWM:\t  512000 kB\nRssAnon:\t  401000 kB\nThreads:\t9\n"
	u := readStatus(strings.NewReader(status))
	if u.resident != 512000<<10 || u.private != 401000<<10 {
		t.Errorf("read %+v, want 512000 and 401000 kB", u)
	}
}

func TestCallDecodesAndFails(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not installed")
	}
	var got imported
	u, err := call(context.Background(), &got, nil, sh, "-c", `echo '{"accepted":7,"rejected":1}'; exit 3`)
	if err != nil || got.Accepted != 7 || u.seconds <= 0 {
		t.Errorf("done with rejects: %+v, %v, %v", got, u, err)
	}
	if _, err := call(context.Background(), nil, nil, sh, "-c", "echo broken >&2; exit 1"); err == nil || !strings.Contains(err.Error(), "broken") {
		t.Errorf("a failure said %v, want the program's own words", err)
	}
}

func TestTablePrintsColumnsAndRemarks(t *testing.T) {
	tab := table{head: []string{"", "ours", "theirs"}}
	tab.add("time", milliseconds(12.34), milliseconds(0))
	tab.remark("%d nodes", 3)
	var out bytes.Buffer
	if err := tab.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"12.3 ms", absent, "3 nodes"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("printed %q, want %q in it", out.String(), want)
		}
	}
}

func TestWriteGraphIsWhatThePeersRead(t *testing.T) {
	g, err := csr.FromEdges(3, []csr.Edge{{A: 0, B: 1, Weight: 5}, {A: 1, B: 2, Weight: 7}})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "graph.txt")
	if err := writeGraph(path, g); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != "3\n0 1 5\n1 2 7\n" {
		t.Errorf("wrote %q", b)
	}
}

func TestPeersAreLaidOut(t *testing.T) {
	p := &peers{dir: t.TempDir()}
	if err := p.lay(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "duckdb.mjs", "graph.mjs", "louvain.mjs", "forceatlas2.mjs"} {
		if !exists(filepath.Join(p.dir, name)) {
			t.Errorf("%s is not laid out", name)
		}
	}
}

func TestMedianAndNeeds(t *testing.T) {
	if m := median([]float64{9, 1, 5}); m != 5 {
		t.Errorf("median %v, want 5", m)
	}
	if _, err := needs("xl"); err == nil {
		t.Error("scale xl was taken")
	}
}
