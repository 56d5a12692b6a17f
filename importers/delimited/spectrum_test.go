package delimited_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/delimited"
)

// The files of csv-spectrum, each with its values as JSON beside it, are read to the
// letter.
func TestSpectrum(t *testing.T) {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "06-malformed/csv-spectrum/csvs/*.csv"))
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no files", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(filepath.Dir(path), "../json", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var want []map[string]string
			if text = bytes.TrimSpace(text); text[0] == '{' {
				text = append(append([]byte{'['}, text...), ']')
			}
			if err := json.Unmarshal(text, &want); err != nil {
				t.Fatal(err)
			}
			if name == "location_coordinates" { // upstream's JSON has another telephone number than its CSV
				want[0]["Contact Phone Number"] = "2095257564"
			}
			h, _, err := importers.Peek(importers.Input{Name: path, Reader: bytes.NewReader(data), Size: int64(len(data))})
			if err != nil || h.Compression != "" {
				t.Fatalf("read as %q: %v", h.Compression, err)
			}
			table, why := delimited.Detect(h)
			if table == nil {
				t.Fatal(why)
			}
			got := rows(table, h.Bytes)
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d", len(got), len(want))
			}
			for i := range want {
				if len(got[i]) != len(want[i]) {
					t.Errorf("row %d has %d fields, want %d", i, len(got[i]), len(want[i]))
				}
				for k, v := range want[i] {
					if got[i][k] != v {
						t.Errorf("row %d: %s is %q, want %q", i, k, got[i][k], v)
					}
				}
			}
		})
	}
}

// rows reads all rows behind the header.
func rows(t *delimited.Table, b []byte) (out []map[string]string) {
	var f delimited.Fields
	header := true
	for at := t.Start; at < len(b); {
		r := t.Next(b, at, 0)
		record, lead := b[at:r.End], t.Before(int64(at))
		at = r.Next
		if lead || len(bytes.TrimSpace(record)) == 0 {
			continue
		}
		if header {
			header = false
			continue
		}
		if r.Broken {
			out = append(out, nil)
			continue
		}
		t.Dialect.Split(record, r.Quoted, &f)
		row := map[string]string{}
		for i, v := range f.Values {
			row[t.Header[min(i, len(t.Header)-1)]] = string(v)
		}
		out = append(out, row)
	}
	return out
}

func TestLayoutFoundOut(t *testing.T) {
	for _, c := range []struct{ name, said, text, want string }{
		{"plain", "", "a,b,c\n1,2,3\n", ""},
		{"tabs", "", "a\tb\n1\t2\n", "delimiter=tab"},
		{"semicolons with commas inside", "", "a;b\n1,5;2\n3,5;4\n", "delimiter=semicolon"},
		{"a load file", "", "þaþ\x14þbþ\n", "delimiter=dc4 quote=thorn"},
		{"carets and bars", "", "^a^|^b^\n^1^|^2^\n", "delimiter=bar quote=caret"},
		{"single quotes", "", "'a','b'\n'1,5','2'\n", "quote=single"},
		{"backslashes", "", "a,b\n\"say \\\"x\\\", y\",2\n", "escape=backslash"},
		{"doubled quotes beside backslashes", "", "a,b\n\"{\"\"k\"\":\"\"\\\"\"\"\"}\",2\n", ""},
		{"carriage returns", "", "a,b\r1,2\r", "ends=cr"},
		{"a title, then a table", "", "Report\nof May\na,b,c\n1,2,3\n4,5,6\n", "preamble=2"},
		{"what Excel is told", "", "sep=|\na|b\n1|2\n", "delimiter=bar preamble=1"},
		{"spaces", "", "a, b\n1, 2\n", "spaces=skip"},
		{"a delimiter of the person's", "delimiter=: quote=none", "a:b\n\"1:2\n", "delimiter=: quote=none"},
		{"a preamble of the person's", "preamble=1", "x,y\na,b\n1,2\n", "preamble=1"},
		{"spaces of the person's", "spaces=keep", "a, b\n1, 2\n", ""},
	} {
		l, err := delimited.ParseLayout(c.said)
		if err != nil {
			t.Fatal(c.name, err)
		}
		table, why := l.Detect(importers.Head{Bytes: []byte(c.text), Whole: true})
		if table == nil {
			t.Errorf("%s: %s", c.name, why)
			continue
		}
		if got := table.Layout.String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		again, err := delimited.ParseLayout(table.Layout.String())
		if err != nil || again.String() != c.want {
			t.Errorf("%s: %q is read as %q: %v", c.name, c.want, again.String(), err)
		}
	}
}

func TestLayoutThatIsNone(t *testing.T) {
	for _, text := range []string{"delimiter=", "delimiter=ab", "delimiter=\\", "quote=xy", "quote=\\", "escape=no", "ends=crlf", "preamble=-1", "preamble=x",
		"delimiter=! quote=!", "colour=red", "%h %l %u"} {
		if _, err := delimited.ParseLayout(text); err == nil {
			t.Errorf("%q is a layout", text)
		}
	}
}
