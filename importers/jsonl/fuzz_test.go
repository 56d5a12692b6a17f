package jsonl_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
)

// anyTable is a mapping under which every object is accepted: the table requires
// nothing.
var anyTable = casefile.Mapping{Table: "known_shared", Columns: map[string]string{"type": "", "kind": "", "value": "", "indicator": "", "reason": "", "why": "", "note": ""}}

func depthOf(line []byte) (deepest int) {
	dec := json.NewDecoder(bytes.NewReader(line))
	depth := 0
	for {
		t, err := dec.Token()
		if err != nil {
			return deepest
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
			deepest = max(deepest, depth)
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// wanted says what must become of a line, by encoding/json.
func wanted(line []byte) string {
	trimmed := bytes.Trim(line, " \t\r")
	switch {
	case len(trimmed) == 0:
		return "skipped"
	case !utf8.Valid(line), !json.Valid(line), trimmed[0] != '{':
		return "rejected"
	case depthOf(line) > importers.MaxDepth:
		return "rejected"
	}
	return "accepted"
}

// check reads one line between two good ones and compares with encoding/json.
func check(t *testing.T, line []byte) {
	t.Helper()
	good := `{"type":"x","other":"good"}` + "\n"
	data := []byte(good + string(line) + "\n" + good)
	sink, src, err := importertest.Read(t, jsonl.Importer{}, "x.jsonl", data, &anyTable)
	if err != nil {
		t.Fatal(err)
	}
	got := "accepted"
	switch {
	case src.Rejected == 1:
		got = "rejected"
	case src.Skipped == 1:
		got = "skipped"
	}
	if src.Rows != 3 || src.Accepted+src.Rejected+src.Skipped != 3 {
		t.Fatalf("%d rows, %d accepted", src.Rows, src.Accepted)
	}
	want := wanted(line)
	if got != want {
		t.Fatalf("%q is %s, encoding/json says %s", line, got, want)
	}
	if want == "accepted" && len(sink.Batches[0].Defects) == 0 {
		compare(t, line, sink.Batches[0].Blocks[0])
	}
}

// compare checks the values of the second row.
func compare(t *testing.T, line []byte, bl *casefile.Block) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(line, &members); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for k, raw := range members {
		var s string
		switch raw[0] {
		case 'n':
		case '"':
			if err := json.Unmarshal(raw, &s); err != nil {
				t.Fatal(err)
			}
		default:
			s = string(raw)
		}
		if s != "" {
			want[k] = s
		}
	}
	got := map[string]string{}
	for i := range bl.Extra {
		if v := importertest.Value(casefile.KindText, &bl.Extra[i].Vector, 1); v != nil {
			got[bl.Extra[i].Name] = v.(string)
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q gives %q, want %q", line, got, want)
	}
}

func FuzzAgreesWithEncodingJSON(f *testing.F) {
	for _, s := range []string{
		`{}`, ` { "a" : 1 , "b":[1,{"c":null}] } `, `{"a":"\u00e9\ud83d\ude00\n"}`, `{"a":"\ud83d"}`, `{"a":1,"a":2}`,
		`{"a":-0.5e+10,"b":true,"c":false,"d":null}`, `{"a":01}`, `{"a":1,}`, `{"a" 1}`, `{"a":tru}`, `{a:1}`, "{\"a\":\"\t\"}",
		`{"a":"b"}x`, `[]`, `"x"`, `1`, ``, "\r", "{\"a\":\"\xff\"}", `{"\u0061":"x"}`, `{"":""}`, `{"a":{"b":{"c":"d"}}}`, "\xef\xbb\xbf{}",
		`{"type":"other","other":"z","new":1}`, `{"a":"\/\b\f\r\t\"\\"}`, `{"a":1e5,"b":1E-5,"c":0}`, `{"a":[`, `{"a":"`, `{"a":"\u12`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if !bytes.Contains(line, []byte("\n")) && !bytes.HasSuffix(line, []byte("\r")) {
			check(t, line)
		}
	})
}

func TestDeepNesting(t *testing.T) {
	for _, n := range []int{1, importers.MaxDepth - 1, importers.MaxDepth, 9000, 100_000} {
		check(t, []byte(`{"a":`+strings.Repeat("[", n)+strings.Repeat("]", n)+`}`))
	}
}

// TestJSONTestSuite puts every file of the suite that is one line into an
// object's member, and reads those that are objects themselves.
func TestJSONTestSuite(t *testing.T) {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	paths, err := filepath.Glob(filepath.Join(dir, "06-malformed/jsontestsuite/test_parsing/*.json"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d files: %v", len(paths), err)
	}
	objects := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.ContainsAny(data, "\n\r") {
			continue
		}
		check(t, []byte(`{"member":`+string(data)+`}`))
		if bytes.HasPrefix(data, []byte("{")) {
			objects++
			check(t, data)
		}
		if name := filepath.Base(path); strings.HasPrefix(name, "y_object") && wanted(data) != "accepted" {
			t.Errorf("%s must be accepted", name)
		}
	}
	if objects < 20 {
		t.Errorf("only %d files are objects", objects)
	}
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"requests", "rejects", "nested", "accounts"} {
		data, err := os.ReadFile("testdata/" + path + "/input.jsonl")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := importers.Peek(importers.Input{Name: "x.jsonl", Reader: bytes.NewReader(data), Size: -1})
		if err == nil {
			jsonl.Importer{}.Sniff(h)
		}
		if _, _, err := importertest.Read(t, jsonl.Importer{}, "x.jsonl", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
