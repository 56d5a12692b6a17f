package iis_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/iis"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: iis.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../weblog/testdata", "../elb/testdata", "../zeek/testdata"}})
}

func TestSharedLogs(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	for name, want := range map[string][3]int64{ // rows, accepted, skipped
		"iis6.log":             {16, 12, 4},
		"iis10.log":            {5, 1, 4},
		"iis10_edge_cases.log": {19, 15, 4},
	} {
		data, err := os.ReadFile(filepath.Join(corpora, "03-llm-logs", "web-cloud", name))
		if err != nil {
			t.Fatal(err)
		}
		h, _, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))})
		if m := (iis.Importer{}).Sniff(h); err != nil || m.Fit != importers.FitCertain {
			t.Errorf("%s: %s: %s (%v)", name, m.Fit, m.Why, err)
		}
		sink, src, err := importertest.Read(t, iis.Importer{}, name, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]int64{src.Rows, src.Accepted, src.Skipped}; got != want {
			t.Errorf("%s: rows, accepted and skipped are %d, want %d\n%s", name, got, want, sink.RejectLines())
		}
	}
}

// The header in force is carried over the places where a stream is cut, also one
// that stands in the middle of it.
func TestHeadersHoldOverChunks(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip sc-status\n")
	row := func(format string, n int) {
		for i := range n {
			fmt.Fprintf(&b, format, i%60, i%250)
		}
	}
	const first, second, third = 150_000, 250_000, 150_000 // more than a chunk each
	row("2024-05-17 10:00:%02d 192.0.2.%d 200\n", first)
	b.WriteString("#Fields: sc-status time c-ip date cs-username\n")
	row("404 10:00:%02d 192.0.2.%d 2024-05-18 dave\n", second)
	b.WriteString("#Fields: c-ip date time\n")
	row("192.0.2.%[2]d 2024-05-19 10:00:%02[1]d\n", third)
	sink, src, err := importertest.Read(t, iis.Importer{}, "u_ex.log", b.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(sink.Batches) < 2 {
		t.Fatalf("%d batches: the test does not test what it should", len(sink.Batches))
	}
	if src.Accepted != first+second+third || src.Rejected != 0 {
		t.Errorf("%d accepted, %d rejected, want all", src.Accepted, src.Rejected)
	}
	if got := src.To.Format("2006-01-02"); got != "2024-05-19" {
		t.Errorf("the last day is %s", got)
	}
	if !strings.Contains(strings.Join(src.Assumed, "\n"), fmt.Sprintf("%d rows name no user", first+third)) {
		t.Errorf("assumed %q", src.Assumed)
	}
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"iis10", "changes", "nodate"} {
		data, err := os.ReadFile("testdata/" + path + "/input.log")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			iis.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, iis.Importer{}, "x.log", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
