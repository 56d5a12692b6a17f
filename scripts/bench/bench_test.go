package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
	tab.add("4 × time", milliseconds(12.34), milliseconds(0))
	tab.remark("%d nodes", 3)
	tab.remark("%d nodes", 3)
	var out bytes.Buffer
	if err := tab.print(&out); err != nil {
		t.Fatal(err)
	}
	const want = `|          | ours    | theirs |
|----------|---------|--------|
| 4 × time | 12.3 ms | -      |

* 3 nodes
`
	if out.String() != want {
		t.Errorf("printed\n%s\nwant\n%s", out.String(), want)
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

func TestMedian(t *testing.T) {
	if m := median([]float64{9, 1, 5}); m != 5 {
		t.Errorf("median %v, want 5", m)
	}
}

func TestSizesAreReadAndPrinted(t *testing.T) {
	got, err := sizes("28.8M, 1M,200k,1M,7")
	if err != nil || !slices.Equal(got, []int64{7, 200_000, 1_000_000, 28_800_000}) {
		t.Fatalf("read %v, %v", got, err)
	}
	for i, want := range []string{"7", "200k", "1M", "28.8M"} {
		if label(got[i]) != want {
			t.Errorf("%d is called %s, want %s", got[i], label(got[i]), want)
		}
	}
	for _, wrong := range []string{"", "0", "-1M", "many", "1M,"} {
		if _, err := sizes(wrong); err == nil {
			t.Errorf("%q was taken", wrong)
		}
	}
}

func TestTheWorldIsLargeEnough(t *testing.T) {
	for n, want := range map[int64]string{1: "s", 200_000: "s", 200_001: "m", 28_800_000: "l"} {
		if got, err := scaleFor(n); err != nil || got != want {
			t.Errorf("%d events: %s, %v; want %s", n, got, err, want)
		}
	}
	if _, err := scaleFor(28_800_001); err == nil {
		t.Error("more than the largest world was promised")
	}
}

func TestMoreSectionsTakeMoreDisk(t *testing.T) {
	small := &bench{sizes: []int64{1e6, 28.8e6}, only: []string{"link"}}
	large := &bench{sizes: small.sizes, only: []string{"link", "import", "prompts"}}
	if s, l := small.needs(), large.needs(); s <= 0 || l <= s || l > 60<<30 {
		t.Errorf("link takes %d bytes, with import and text %d", s, l)
	}
}

func TestMemoryOverTime(t *testing.T) {
	u := usage{looks: []int64{1, 5, 2, 2, 9, 3, 4}}
	if got := u.thirds(); got != [3]int64{5, 9, 4} {
		t.Errorf("thirds %v", got)
	}
}

// Both peers see the same prompts, and each planted text is found in its share.
func TestPromptsAreTheSameAndHoldWhatIsPlanted(t *testing.T) {
	var one, two bytes.Buffer
	if err := errors.Join(writePrompts(t.Context(), &one, 20_000), writePrompts(t.Context(), &two, 20_000)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same number gave other prompts")
	}
	if n := bytes.Count(one.Bytes(), []byte(often)); n < 120 || n > 280 {
		t.Errorf("%q stands %d times among 20,000", often, n)
	}
	if bytes.Contains(one.Bytes(), []byte(never)) {
		t.Errorf("%q is there", never)
	}
	for line := range bytes.Lines(one.Bytes()) {
		if !json.Valid(line) {
			t.Fatalf("not JSON: %s", line)
		}
	}
}

func TestOnlyWhatIsWhole(t *testing.T) {
	b := &bench{ctx: t.Context()}
	path := filepath.Join(t.TempDir(), "folder", "file")
	broken := errors.New("the disk is full")
	if _, _, err := b.once(path, func(w io.Writer) error { return errors.Join(writeText(w, "half"), broken) }); !errors.Is(err, broken) {
		t.Fatalf("a write that failed gave %v", err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	for _, text := range []string{"whole", "again"} { // the second is not written
		if _, size, err := b.once(path, func(w io.Writer) error { return writeText(w, text) }); err != nil || size != 5 {
			t.Fatalf("%s: %d bytes, %v", text, size, err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "whole" {
		t.Errorf("holds %q, %v", got, err)
	}
}

func TestLinesEndWhereTheyShould(t *testing.T) {
	b := &bench{ctx: t.Context()}
	var out bytes.Buffer
	if err := b.lines(&out, strings.NewReader("a\nb\nc\n"), 2); err != nil || out.String() != "a\nb\n" {
		t.Errorf("copied %q, %v", out.String(), err)
	}
	if err := b.lines(io.Discard, strings.NewReader("a\n"), 2); err == nil {
		t.Error("a file that is too short was taken")
	}
}

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}
