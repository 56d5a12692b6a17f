package csvlog_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/csvlog"
	"casebench/importers/delimited"
	"casebench/importers/importertest"
)

// records splits data by package delimited, cut at every place that cuts says.
func records(d delimited.Dialect, data []byte) (out [][]string, broken bool) {
	var f delimited.Fields
	for at := 0; at < len(data); {
		r, _ := d.Next(data, at, true)
		record := data[at:r.End]
		at = r.Next
		if len(record) == 0 {
			continue
		}
		if r.Broken {
			return out, true
		}
		d.Split(record, r.Quoted, &f)
		var row []string
		for _, v := range f.Values {
			row = append(row, string(v))
		}
		out = append(out, row)
	}
	return out, false
}

// FuzzAgreesWithEncodingCSV compares records up to the first that either side
// refuses, or up to a quote that is a sign like any other here and not there. encoding/csv turns CRLF inside quotes into LF; this reader keeps bytes.
func FuzzAgreesWithEncodingCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a,\"b\nc\",d\r\n", "\"a\"\"b\",c", "a\"b,c\n", "\"a\"b,c\nd,e\n", "\"open,\nnext,line\n", "\n\na\n", "a,\r\nb\r", "\"\",\"\"\n,", "\"a\"\r\n\"b\"\r"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r")) {
			return // a carriage return alone is data here, and sometimes dropped there
		}
		std := csv.NewReader(bytes.NewReader(data))
		std.FieldsPerRecord = -1
		got, broken := records(delimited.Dialect{Comma: ','}, data)
		for i := 0; ; i++ {
			want, err := std.Read()
			switch {
			case err == io.EOF:
				if broken || i != len(got) {
					t.Fatalf("%q: %d records (broken: %v), want %d", data, len(got), broken, i)
				}
				return
			case errors.Is(err, csv.ErrBareQuote):
				return // a sign like any other here
			case err != nil:
				if i != len(got) || !broken {
					t.Fatalf("%q: %d records (broken: %v), encoding/csv stops at %d: %v", data, len(got), broken, i, err)
				}
				return
			case i >= len(got):
				t.Fatalf("%q: %d records (broken: %v), want %q too", data, len(got), broken, want)
			}
			if have := strings.ReplaceAll(strings.Join(got[i], "\x00"), "\r\n", "\n"); have != strings.Join(want, "\x00") {
				t.Fatalf("%q: record %d is %q, want %q", data, i, got[i], want)
			}
		}
	})
}

// FuzzCut checks that a stream cut anywhere gives the same records: what Cut
// takes off, chunk by chunk, is what Next finds in the whole.
func FuzzCut(f *testing.F) {
	f.Add([]byte("a,\"b\nc\"\nd,e\n\"f\ng\",h\n"), uint8(7))
	f.Add([]byte("\"a\nb,c\nd,\"e\"\n"), uint8(3))
	f.Add([]byte("a,b\"\r\n\"c\"\r\n"), uint8(9))
	f.Add([]byte("þa,\nþ,þþþ\nþ\\þ\nþ,c\n"), uint8(16))
	f.Add([]byte("'a'',\n','\\'\r','\n'\r"), uint8(33))
	f.Fuzz(func(t *testing.T, data []byte, size uint8) {
		d := delimited.Dialect{Comma: ',', Quote: [...]string{"", "þ", "'", "^"}[size&3], Backslash: size&16 > 0, Return: size&32 > 0}
		ends := func(b []byte, base int) (out []int) {
			for at := 0; at < len(b); {
				r, _ := d.Next(b, at, true)
				out = append(out, base+r.Next)
				at = r.Next
			}
			return out
		}
		want := ends(data, 0)
		var got []int
		for start, n := 0, int(size)+1; start < len(data); {
			n = min(n, len(data)-start)
			last := start+n == len(data)
			cut := d.Cut(data[start:start+n], last)
			if cut == 0 {
				n *= 2
				continue
			}
			got = append(got, ends(data[start:start+cut], start)...)
			start, n = start+cut, int(size)+1
		}
		if len(got) != len(want) {
			t.Fatalf("%q in pieces of %d: records end at %v, want %v", data, size+1, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Fatalf("%q in pieces of %d: records end at %v, want %v", data, size+1, got, want)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"accounts/input.csv", "actions/input.tsv", "semicolons/input.csv", "prose/input.txt", "loadfile/input.dat", "backslash/input.csv", "preamble/input.csv"} {
		data, err := os.ReadFile("testdata/" + path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.csv", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			csvlog.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, csvlog.Importer{}, "x.csv", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
