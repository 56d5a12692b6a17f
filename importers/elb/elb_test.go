package elb_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/elb"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: elb.Importer{}, Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../weblog/testdata", "../iis/testdata", "../zeek/testdata"}})
}

// All three kinds stand in the shared file; every entry is good.
func TestSharedLog(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	data, err := os.ReadFile(filepath.Join(corpora, "03-llm-logs", "web-cloud", "aws_elb_access.log"))
	if err != nil {
		t.Fatal(err)
	}
	sink, src, err := importertest.Read(t, elb.Importer{}, "aws_elb_access.log", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if src.Rows != 16 || src.Accepted != 16 {
		t.Errorf("%d rows, %d accepted, want 16 and 16\n%s", src.Rows, src.Accepted, sink.RejectLines())
	}
	if from, to := src.From.Format("2006-01-02T15:04:05.999999"), src.To.Format("2006-01-02T15:04:05"); from != "2020-01-11T16:55:20.356586" || to != "2022-12-20T02:59:40" {
		t.Errorf("from %s to %s", from, to)
	}
	if want := "2 times in ts name no zone and were read as UTC."; !strings.Contains(strings.Join(src.Assumed, "\n"), want) {
		t.Errorf("assumed %q, want %q", src.Assumed, want)
	}
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"application", "classic", "network"} {
		data, err := os.ReadFile("testdata/" + path + "/input.log")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			elb.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, elb.Importer{}, "x.log", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
