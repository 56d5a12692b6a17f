package zeek_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/zeek"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: zeek.Importer{}, Dir: "testdata",
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../weblog/testdata", "../elb/testdata", "../iis/testdata", "../bedrock/testdata"}})
}

func TestSharedLogs(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	for name, want := range map[string][3]int64{ // rows, accepted, skipped
		"Scripts.ja4-conn-conn.log":         {9, 1, 8},
		"Scripts.ja4-tls-handshake-ssl.log": {28, 20, 8},
	} {
		data, err := os.ReadFile(filepath.Join(corpora, "03-llm-logs", "zeek-ja4", name))
		if err != nil {
			t.Fatal(err)
		}
		h, _, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))})
		if m := (zeek.Importer{}).Sniff(h); err != nil || m.Fit != importers.FitCertain {
			t.Errorf("%s: %s: %s (%v)", name, m.Fit, m.Why, err)
		}
		sink, src, err := importertest.Read(t, zeek.Importer{}, name, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]int64{src.Rows, src.Accepted, src.Skipped}; got != want {
			t.Errorf("%s: rows, accepted and skipped are %d, want %d\n%s", name, got, want, sink.RejectLines())
		}
		at := casefile.SchemaOf(casefile.TableRequests).Index("ja4")
		if n := ja4s(sink, at); strings.Contains(name, "ssl") && n != 20 {
			t.Errorf("%s: %d rows have a JA4, want 20", name, n)
		}
	}
}

func ja4s(s *importertest.Sink, at int) (n int) {
	for _, b := range s.Batches {
		for _, bl := range b.Blocks {
			for i := range bl.Rows {
				if !bl.Columns[at].IsNull(i) {
					n++
				}
			}
		}
	}
	return n
}

// What numbers count is decided once, and said.
func TestUnitIsSaid(t *testing.T) {
	for name, want := range map[string]string{
		`{"ts":1715940303.5,"uid":"C1","id.orig_h":"192.0.2.1"}`:  "1 rows count their time in seconds since 1970-01-01 UTC.",
		`{"ts":1715940303500,"uid":"C1","id.orig_h":"192.0.2.1"}`: "1 rows count their time in milliseconds since 1970-01-01 UTC.",
	} {
		_, src, err := importertest.Read(t, zeek.Importer{}, "conn.json", []byte(name), nil)
		if err != nil || !strings.Contains(strings.Join(src.Assumed, "\n"), want) {
			t.Errorf("%s: assumed %q (%v), want %q", name, src.Assumed, err, want)
		}
		if got := src.From.Format("2006-01-02T15:04:05.0"); got != "2024-05-17T10:05:03.5" {
			t.Errorf("%s: at %s", name, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"conn/input.log", "mixed/input.log", "http/input.log", "json/input.json"} {
		data, err := os.ReadFile("testdata/" + path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			zeek.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, zeek.Importer{}, "x.log", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
