package importers_test

import (
	"errors"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/all"
	"casebench/internal/fault"
)

func TestIdentify(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"accounts.csv", "account_id,org_id,created_at\na,b,2026-01-01\n", "csv"},
		{"known_shared.csv", "type,value,reason\nip,192.0.2.1,office\n", "csv"},
		{"partner.csv", "type,value,tlp\nip,192.0.2.1,amber\n", "indicator-csv"},
		{"logins.jsonl", `{"account_id":"a","ts":"2026-01-01T00:00:00Z","ip":"192.0.2.1"}` + "\n", "jsonl"},
		{"x.json", `{"id":"bundle--1","type":"bundle","objects":[]}`, "stix-2.1"},
		{"long.json", `{"id":"bundle--1","objects":[{"x":"` + strings.Repeat("y", importers.HeadBytes) + `"}],"type":"bundle"}`, "stix-2.1"},
		{"long.jsonl", `{"account_id":"a","ts":"2026-01-01T00:00:00Z","model":"m","prompt":"` + strings.Repeat("y", importers.HeadBytes) + `"}` + "\n", "jsonl"},
		{"empty.jsonl", "", "jsonl"},
		{"empty.csv", "", "csv"},
		{"array.json", `[{"account_id":"a"}]`, "jsonl"},
		{"page.html", "<!doctype html><title>x</title>", ""},
		{"utf16.csv", "\xff\xfea\x00,\x00b\x00\n\x00", "csv"},
		{"image.png", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ""},
		{"empty.bin", "", ""},
	} {
		h, _, err := importers.Peek(importers.Input{Name: c.name, Reader: strings.NewReader(c.content), Size: -1})
		if err != nil {
			t.Fatal(c.name, err)
		}
		imp, candidates, err := all.Registry().Choose(h)
		got := ""
		if err == nil {
			got = imp.Format().ID
		}
		if got != c.want {
			t.Errorf("%s is %q, want %q: %v", c.name, got, c.want, err)
		}
		for _, cand := range candidates {
			if cand.Match.Why == "" {
				t.Errorf("%s: %s does not say why", c.name, cand.Format.ID)
			}
		}
	}
}

func TestWhatNoFormatFitsIsRefusedWithReasons(t *testing.T) {
	h := importers.Head{Name: "notes.dat", Bytes: []byte("somebody at 203.0.113.9 said a word to me\nand I to them\n"), Whole: true}
	_, _, err := all.Registry().Choose(h)
	var none *importers.NoMatchError
	if !errors.As(err, &none) || fault.KindOf(err) != fault.Unsupported {
		t.Fatalf("%v", err)
	}
	for _, f := range all.Registry().Formats() {
		if !strings.Contains(none.Error(), f.ID) {
			t.Errorf("%s gives no reason in %q", f.ID, none.Error())
		}
	}
	if strings.Contains(none.Error(), "203.0.113.9") {
		t.Error("the error carries a value of the file")
	}
}

func TestFindNamesTheFormats(t *testing.T) {
	if imp, err := all.Registry().Find("jsonl"); err != nil || imp.Format().ID != "jsonl" {
		t.Error(err)
	}
	_, err := all.Registry().Find("arrow")
	var f *fault.Error
	if !errors.As(err, &f) || !strings.Contains(f.Hint, "csv,") || !strings.Contains(f.Hint, " jsonl,") {
		t.Error(err)
	}
}

// With many formats the sentence stays readable: those that refuse a file for one
// reason stand together.
func TestReasonsAreSharedAmongFormats(t *testing.T) {
	h := importers.Head{Name: "x.bin", Bytes: []byte("one word\n"), Whole: true}
	_, _, first := all.Registry().Choose(h)
	_, _, second := all.Registry().Choose(h)
	if first == nil || !strings.Contains(first.Error(), "csv, indicator-csv: no header row") || first.Error() != second.Error() {
		t.Error(first)
	}
}
