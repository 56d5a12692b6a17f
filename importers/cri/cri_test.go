package cri_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/cri"
	"casebench/importers/envoyai"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
	"casebench/importers/weblog"
)

func importer() cri.Importer {
	return cri.Importer{Inside: []importers.Importer{envoyai.Importer{}, jsonl.Importer{}, weblog.Importer{}}}
}

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: importer(), Dir: "testdata", Lines: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../weblog/testdata", "../elb/testdata", "../iis/testdata", "../zeek/testdata"}})
}

func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*/input.log")
	if err != nil || len(paths) == 0 {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.log", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			importer().Sniff(h)
		}
		if _, _, err := importertest.Read(t, importer(), "x.log", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
