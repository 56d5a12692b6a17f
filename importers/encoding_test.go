package importers_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"casebench/importers"
	"casebench/importers/csvlog"
	"casebench/importers/importertest"
	"casebench/internal/fault"
)

// wide writes text as UTF-16, the low byte first.
func wide(text string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestEncodingIsFoundOut(t *testing.T) {
	const table = "account_id,ts,action\na,2026-04-22T10:00:00Z,ban\n"
	for _, c := range []struct{ name, content, said, want string }{
		{"ASCII", table, "", ""},
		{"UTF-8", table + "é,x,y\n", "", ""},
		{"UTF-8 said", table + "M\xfcller,x,y\n", "utf-8", ""},
		{"UTF-16 with its mark", "\xff\xfe" + wide(table), "", "utf-16le"},
		{"UTF-16 without a mark", wide(table), "", "utf-16le"},
		{"UTF-16 without a mark, high byte first", "\x00" + wide(table[:len(table)-1]) + "\n", "", "utf-16be"},
		{"UTF-16 of other letters, with its mark", "\xff\xfe" + wide("口座,時刻\n一,二\n"), "", "utf-16le"},
		{"Windows-1252", table + "M\xfcller,2026-04-22T10:00:00Z,ban\n", "", "windows-1252"},
		{"Windows-1252 said", table, "windows-1252", "windows-1252"},
		{"a load file", "\xfeDOC\xfe\x14\xfeCUST\xfe\r\n\xfe1\xfe\x14\xfe2\xfe\r\n", "", "windows-1252"},
		{"a damaged byte", table + "a,2026-\xff4-22T10:00:00Z,ban\n", "", ""},
		{"UTF-8 and a damaged byte", table + "Müller,M\xfcller,b\n", "", ""},
		{"JSON with a damaged byte", `{"a":"M` + "\xfc" + `ller"}`, "", ""},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", "", ""},
		{"zeros", strings.Repeat("\x00", 99), "", ""},
		{"a program", "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00", "", ""},
		{"a sign cut at the end of the head", strings.Repeat("x", importers.HeadBytes-1) + "é" + strings.Repeat("x", 99), "", ""},
	} {
		h, _, err := importers.Peek(importers.Input{Name: "x.csv", Reader: strings.NewReader(c.content), Size: -1, Encoding: c.said})
		if err != nil || h.Compression != c.want {
			t.Errorf("%s: %q, want %q: %v", c.name, h.Compression, c.want, err)
		}
	}
	_, _, err := importers.Peek(importers.Input{Name: "x.csv", Reader: strings.NewReader(table), Size: -1, Encoding: "ebcdic"})
	if fault.KindOf(err) != fault.Usage {
		t.Errorf("an unknown encoding: %v", err)
	}
}

// The same table is the same rows, however it is written and packed.
func TestEncodingsGiveTheSameRows(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("account_id,ts,action,reason\n")
	for i := range 4000 {
		rows.WriteString("a" + strings.Repeat("x", i%7) + ",2026-04-22T10:00:00Z,ban,naïve Füße café\n")
	}
	text := rows.String()
	latin := strings.NewReplacer("ï", "\xef", "ü", "\xfc", "ß", "\xdf", "é", "\xe9").Replace(text)
	items := func(text string) []byte {
		sink, _, err := importertest.Read(t, csvlog.Importer{}, "actions.csv", []byte(text), nil)
		if err != nil {
			t.Fatal(err)
		}
		return sink.Items()
	}
	plain, marked := items(text), items("\ufeff"+text)
	for name, data := range map[string][]byte{
		"actions.csv":     []byte("\xff\xfe" + wide(text)),
		"actions.CSV":     []byte(wide(text)),
		"actions.csv.gz":  importertest.Gzip([]byte("\xff\xfe" + wide(text))),
		"actions.csv.zst": importertest.Zstd([]byte(latin)),
		"actions.txt":     []byte(latin),
		"actions.csv.xz":  importertest.XZ([]byte(text)),
	} {
		got, src, err := importertest.Read(t, csvlog.Importer{}, name, data, nil)
		want := plain
		if bytes.HasPrefix(data, []byte("\xff\xfe")) || strings.HasSuffix(name, "csv.gz") {
			want = marked // offsets are those of the text with its mark
		}
		if err != nil || src.Accepted != 4000 || !bytes.Equal(got.Items(), want) {
			t.Errorf("%s as %s: %d accepted, or other items: %v", name, src.Compression, src.Accepted, err)
		}
	}
}

func TestCompressedTimesOver(t *testing.T) {
	data := actions(10)
	for range importers.MaxLayers {
		data = importertest.Gzip(data)
	}
	if _, src, err := importertest.Read(t, csvlog.Importer{}, "x", data, nil); err == nil || src.Compression != "gzip+gzip+gzip" {
		t.Errorf("three layers are %q: %v", src.Compression, err)
	}
	_, _, err := importers.Peek(importers.Input{Name: "x.gz", Reader: bytes.NewReader(importertest.Gzip(data)), Size: -1})
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "more than 3 times over") {
		t.Error(err)
	}
}
