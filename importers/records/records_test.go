package records_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/records"
)

// gateway is a format made up for these tests.
type gateway struct{}

func spec() *records.Spec {
	return &records.Spec{
		Format:  importers.Format{ID: "gateway", Version: 1, Extensions: []string{".json"}},
		Members: []string{"Records", "value"},
		Tables:  []casefile.Table{casefile.TableRequests, casefile.TableActions},
		Assumed: []string{"%d rows have no caller; their account is their service."},
		Fit: func(v records.Value) importers.Match {
			if v.Get("made").Is("gateway") {
				return importers.Match{Fit: importers.FitCertain, Why: "its records say that they are the gateway's"}
			}
			return importers.Match{Why: "its records do not say that they are the gateway's"}
		},
		Row: func(r *records.Row) {
			v := r.Record
			switch {
			case v.Get("kind").Is("ping"):
				r.Skip()
				return
			case v.Get("kind").Is("act"):
				r.To(casefile.TableActions)
				r.Set("action", v.Get("what"))
			default:
				r.Set("ip", v.Get("caller", "ip"))
				r.Set("tokens_in", v.Get("body").Inner().Get("tokens"))
			}
			if !r.Set("account_id", v.Get("caller", "id")) && r.SetText("account_id", "service:"+v.Get("service").String()) {
				r.Assume(0)
			}
			r.Set("ts", v.Get("time"))
			r.Use(v.Get("made"))
		},
	}
}

func (gateway) Format() importers.Format               { return spec().Format }
func (gateway) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }
func (gateway) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: gateway{}, Dir: "testdata",
		Foreign: []string{"../jsonl/testdata", "../misp/testdata", "../stix/testdata"}})
}

const one = `{"made":"gateway","time":"2026-05-01T00:00:0%dZ","caller":{"id":"u-%d","ip":"192.0.2.7"}}`

func three() []string {
	return []string{fmt.Sprintf(one, 1, 1), fmt.Sprintf(one, 2, 2), fmt.Sprintf(one, 3, 3)}
}

// rows returns the bytes behind the address of every accepted row.
func rows(sink *importertest.Sink) (out []string) {
	for _, b := range sink.Batches {
		for _, bl := range b.Blocks {
			for i := range bl.Rows {
				out = append(out, string(b.Raw[bl.Offset[i]:][:bl.Length[i]]))
			}
		}
	}
	return out
}

// TestShapes reads the same records out of every shape in which they travel.
func TestShapes(t *testing.T) {
	list := strings.Join(three(), ",")
	spread := strings.Join(three(), " ,\n  ")
	for name, doc := range map[string]string{
		"lines":                      strings.Join(three(), "\n") + "\n",
		"lines without a last end":   strings.Join(three(), "\r\n"),
		"one after another":          strings.Join(three(), ""),
		"record separators":          "\x1e" + strings.Join(three(), "\n\x1e"),
		"list":                       "[" + list + "]",
		"spread list":                "[\n  " + spread + "\n]\n",
		"list a line each":           "[\n" + strings.Join(three(), ",\n") + "\n]",
		"envelope":                   `{"Records":[` + list + `]}`,
		"spread envelope":            "{\n \"Records\": [\n  " + spread + "\n ]\n}\n",
		"envelope with more":         `{"@context":{"a":[1]},"value":[` + list + `],"next":{"x":"]}"}}`,
		"envelope a line":            `{"Records":[` + three()[0] + "]}\n" + `{"Records":[` + three()[1] + "," + three()[2] + "]}\n",
		"envelope after envelope":    "{\"Records\":\n[" + three()[0] + "],\"n\":1}" + `{"Records":[` + three()[1] + "," + three()[2] + "]}",
		"an empty list between":      "{\"Records\":\n[" + three()[0] + `]} {"Records":[]} {"value":[` + three()[1] + "]}\n[]" + three()[2],
		"lists a line":               "[" + three()[0] + "]\n[" + three()[1] + "," + three()[2] + "]\n",
		"spread, one after another":  strings.ReplaceAll(strings.Join(three(), "\n"), `","`, "\",\n\""),
		"byte order mark, spread":    "\xef\xbb\xbf[\r\n" + spread + "\r\n]",
		"comma before the list ends": "[" + list + ",]",
	} {
		sink, src, err := importertest.Read(t, gateway{}, "x.json", []byte(doc), nil)
		if err != nil || src.Accepted != 3 || src.Rejected != 0 || len(src.Assumed) != 0 {
			t.Errorf("%s: %d accepted, %d rejected, %v, %v", name, src.Accepted, src.Rejected, src.Assumed, err)
			continue
		}
		for i, got := range rows(sink) {
			if flat := strings.NewReplacer("\n", "").Replace(got); flat != three()[i] {
				t.Errorf("%s: row %d is %s", name, i, got)
			}
		}
	}
}

// TestBroken damages the second of three records in a list and checks that the
// others are read.
func TestBroken(t *testing.T) {
	good := three()
	for name, c := range map[string]struct {
		doc      string
		accepted int64
		reason   string
	}{
		"a bracket of another kind": {"[" + good[0] + "," + `{"a":[1}}` + "," + good[2] + "]", 2, "not valid JSON"},
		"a word that is none":       {"[" + good[0] + "," + `{"a":nul}` + "," + good[2] + "]", 2, "not valid JSON"},
		"no closing brace, spread":  {"[\n " + good[0] + ",\n " + good[1][:60] + ",\n " + good[2] + "\n]", 2, "no end"},
		"no closing quote, spread":  {"[\n " + good[0] + ",\n {\"a\":\"x},\n " + good[2] + "\n]", 2, "not valid JSON"},
		"no object":                 {"[" + good[0] + ",7," + good[2] + "]", 2, "not a JSON object"},
		"broken line":               {good[0] + "\n" + good[1][:50] + "\n" + good[2] + "\n", 2, "not valid JSON"},
		"cut off":                   {"[" + good[0] + "," + good[1] + "," + good[2][:40], 2, "no end"},
		"not text":                  {"[" + good[0] + ",{\"a\":\"\xff\"}," + good[2] + "]", 2, "not valid UTF-8"},
		"too deep":                  {"[" + good[0] + `,{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}," + good[2] + "]", 2, "1000 levels"},
		"too many values":           {"[" + good[0] + `,{"a":[` + strings.Repeat("0,", importers.MaxValues) + "0]}," + good[2] + "]", 2, "2097152 values"},
	} {
		sink, src, err := importertest.Read(t, gateway{}, "x.json", []byte(c.doc), nil)
		if err != nil || src.Accepted != c.accepted || src.Rejected != 1 {
			t.Errorf("%s: %d accepted, %d rejected, %v", name, src.Accepted, src.Rejected, err)
			continue
		}
		if got := string(sink.RejectLines()); !strings.Contains(got, c.reason) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestCutOffIsSaid(t *testing.T) {
	for doc, want := range map[string]bool{
		"[" + strings.Join(three(), ","):                           true,
		`{"Records":[` + strings.Join(three(), ","):                true,
		"[" + strings.Join(three(), ",") + "]":                     false,
		`{"Records":[` + strings.Join(three(), ",") + `],"n":[1]}`: false,
		strings.Join(three(), "\n \n\t"):                           false,
		strings.Join(three(), ""):                                  false,
		`{"Records":[`:                                             true,
	} {
		_, src, err := importertest.Read(t, gateway{}, "x.json", []byte(doc), nil)
		if got := strings.Contains(strings.Join(src.Assumed, " "), "may be cut off"); err != nil || got != want {
			t.Errorf("%s: said %t, %v", doc, got, err)
		}
	}
}

// pieces finds the records of a stream as chunks of at most size bytes, grown when
// nothing in them is whole.
func pieces(s records.Stream, doc []byte, size int) (out []string) {
	for len(doc) > 0 {
		n := min(size, len(doc))
		cut := s.Cut(doc[:n], n == len(doc))
		for cut == 0 && n < len(doc) {
			n = min(2*n, len(doc))
			cut = s.Cut(doc[:n], n == len(doc))
		}
		for at := 0; ; {
			start, end, next, ok := s.Next(doc[:cut], at)
			if !ok && start < cut {
				end, next = cut, cut
			} else if !ok {
				break
			}
			if len(bytes.TrimSpace(doc[start:end])) > 0 {
				out = append(out, string(bytes.TrimSpace(doc[start:end])))
			}
			at = next
		}
		doc = doc[cut:]
	}
	return out
}

// FuzzCut checks that it makes no difference where a stream is cut.
func FuzzCut(f *testing.F) {
	f.Add([]byte(`{"Records":[{"a":"]}"},{"b":[1,{}]}],"x":{"y":[2]}}{"Records":[{"c":null}]}`), 7, false)
	f.Add([]byte("[\n {\"a\":\"\\\"\"},\n 12, \"s\", {}\n]\n[{}]"), 3, false)
	f.Add([]byte("{\"a\":1}\n{\"b\":2}\r\n\n{\"c\""), 5, true)
	f.Fuzz(func(t *testing.T, doc []byte, size int, lines bool) {
		if size < 1 || size > 1<<16 || len(doc) > 1<<12 || bytes.HasPrefix(doc, []byte("\xef\xbb\xbf")) || bytes.Contains(doc, []byte("\xef\xbb\xbf")) {
			return
		}
		s := records.Stream{Members: []string{"Records"}, Lines: lines}
		whole, cut := pieces(s, doc, len(doc)+1), pieces(s, doc, size)
		if strings.Join(whole, "\n") != strings.Join(cut, "\n") {
			t.Errorf("in chunks of %d: %q, at once: %q", size, cut, whole)
		}
	})
}

// FuzzRead checks that whatever is read leaves by one door, with an address that
// cuts it out of the file.
func FuzzRead(f *testing.F) {
	for _, r := range three() {
		f.Add([]byte(r))
	}
	f.Add([]byte(`{"Records":[{"kind":"act","what":{"a":1},"time":1},{"body":"{\"tokens\":3,\"a\":{\"b\":[]}}","body":"x"}]}`))
	f.Add([]byte("[{\"a\":\"\\ud800\"},\n{\"a\n]"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		sink, _, err := importertest.Read(t, gateway{}, "x.json", doc, nil)
		if err != nil {
			return
		}
		for _, row := range rows(sink) {
			if row == "" || row[0] != '{' || row[len(row)-1] != '}' {
				t.Errorf("behind an address is %q", row)
			}
		}
	})
}

// TestSniffsALongFirstRecord knows a format by the beginning of a record that is
// longer than a head, however it is packed.
func TestSniffsALongFirstRecord(t *testing.T) {
	long := strings.Replace(three()[0], `"caller"`, `"body":"`+strings.Repeat("x", importers.HeadBytes)+`","caller"`, 1)
	for name, doc := range map[string]string{
		"a line":          long + "\n" + three()[1],
		"spread":          strings.ReplaceAll(long, `,"`, ",\n\""),
		"in a list":       "[" + long + "]",
		"in an envelope":  `{"Records":[` + long + `]}`,
		"after a short":   three()[1] + "\n" + long,
		"two in one line": three()[1] + long,
	} {
		h, _, err := importers.Peek(importers.Input{Name: "x.json", Reader: strings.NewReader(doc), Size: int64(len(doc))})
		if err != nil {
			t.Fatal(err)
		}
		if m := spec().Sniff(h); m.Fit != importers.FitCertain {
			t.Errorf("%s: fits %s: %s", name, m.Fit, m.Why)
		}
	}
}
