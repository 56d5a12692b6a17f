package misp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/misp"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: misp.Importer{}, Dir: "testdata",
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../indicatorcsv/testdata", "../stix/testdata"}})
}

// addresses checks that every address cuts an attribute out of the document, and
// returns the UUIDs behind the addresses of what was accepted.
func addresses(t *testing.T, sink *importertest.Sink) (uuids []string) {
	t.Helper()
	for _, b := range sink.Batches {
		for _, in := range b.Indicators {
			piece := b.Raw[in.Origin.Offset:][:in.Origin.Length]
			var a map[string]any
			if err := json.Unmarshal(piece, &a); err != nil {
				t.Errorf("%s: behind its address is no object: %.60q", in.ID, piece)
			}
			id, _ := a["uuid"].(string)
			if id != "" && id != in.ID {
				t.Errorf("%s: behind its address is %s", in.ID, id)
			}
			if in.Part == 0 {
				uuids = append(uuids, id)
			}
		}
		for _, r := range b.Rejects {
			if piece := b.Raw[r.Offset:][:r.Length]; !json.Valid(piece) {
				t.Errorf("row %d: behind a reject's address is no value: %.60q", r.Row, piece)
			}
		}
	}
	return uuids
}

// TestShapes reads the same attribute out of every shape in which it travels.
func TestShapes(t *testing.T) {
	const attribute = `{"uuid":"u-1","type":"ip-src","value":"192.0.2.1","to_ids":true}`
	for name, doc := range map[string]string{
		"wrapped":            `{"Event":{"info":"x","Attribute":[%s]}}`,
		"bare":               `{"info":"x","Attribute":[%s]}`,
		"list of wrapped":    `[{"Event":{"Attribute":[%s]}}]`,
		"list of bare":       `[{"Attribute":[%s]}]`,
		"response, events":   `{"response":[{"Event":{"Attribute":[%s]}}]}`,
		"response, one":      `{"response":{"Event":{"Attribute":[%s]}}}`,
		"response, search":   `{"response":{"Attribute":[%s]}}`,
		"response, objects":  `{"response":[{"Object":{"Attribute":[%s]}}]}`,
		"search":             `{"Attribute":[%s]}`,
		"one attribute":      `{"Attribute":%s}`,
		"object":             `{"Event":{"Object":[{"name":"x","Attribute":[%s]}]}}`,
		"spaced":             "\xef\xbb\xbf \r\n{ \"Event\" :\t{ \"Attribute\" : [ \n %s , ] } }",
		"with a mark before": "\xef\xbb\xbf{\"Event\":{\"Attribute\":[%s]}}\n\n",
	} {
		data := []byte(strings.Replace(fmt.Sprintf(doc, attribute), " , ]", " ]", 1))
		sink, src, err := importertest.Read(t, misp.Importer{}, "x.json", data, nil)
		if err != nil || src.Rows != 1 || src.Accepted != 1 {
			t.Errorf("%s: %d rows, %d accepted: %v", name, src.Rows, src.Accepted, err)
			continue
		}
		addresses(t, sink)
		in := sink.Batches[0].Indicators[0]
		if piece := data[in.Origin.Offset:][:in.Origin.Length]; string(piece) != attribute {
			t.Errorf("%s: the address cuts out %q", name, piece)
		}
	}
}

// TestLabels checks that the narrowest label binds, wherever it stands.
func TestLabels(t *testing.T) {
	for _, c := range []struct{ event, attribute, want string }{
		{`"tlp:green"`, `"tlp:red"`, "red"},
		{`"tlp:red"`, `"tlp:green"`, "red"},
		{`"TLP:WHITE"`, ``, "clear"},
		{``, `"tlp:clear"`, "clear"},
		{`"tlp:amber+strict","tlp:amber"`, `"tlp:green"`, "amber+strict"},
		{`"tlp:amber"`, `"tlp:ex:chr"`, "red"},
		{`"tlp:\"amber\""`, ``, "amber"},
		{`"osint:certainty=\"50\""`, `"tlpish"`, ""},
	} {
		tags := func(s string) string {
			var list []string
			for _, n := range strings.Split(s, ",") {
				if n != "" {
					list = append(list, `{"name":`+n+`}`)
				}
			}
			return "[" + strings.Join(list, ",") + "]"
		}
		const doc = `{"Event":{%[3]s"Attribute":[{"type":"AS","value":"1","Tag":%[2]s}]%[4]s}}`
		front, behind := `"Tag":`+tags(c.event)+`,`, `,"Tag":`+tags(c.event)
		for where, data := range map[string]string{
			"front":  fmt.Sprintf(doc, "", tags(c.attribute), front, ""),
			"behind": fmt.Sprintf(doc, "", tags(c.attribute), "", behind),
		} {
			sink, _, err := importertest.Read(t, misp.Importer{}, "x.json", []byte(data), nil)
			if err != nil {
				t.Fatalf("%s: %v", data, err)
			}
			if got := sink.Batches[0].Indicators[0].TLP; string(got) != c.want {
				t.Errorf("event %s, in %s, attribute %s: %q, want %q", c.event, where, c.attribute, got, c.want)
			}
		}
	}
}

// TestRefusals checks the kind and the sentence of what is refused.
func TestRefusals(t *testing.T) {
	whole := `{"Event":{"info":"x","Attribute":[{"type":"ip-src","value":"192.0.2.1"}]}}`
	for name, c := range map[string]struct {
		doc  string
		kind fault.Kind
		says string
	}{
		"cut":            {whole[:50], fault.Corrupt, "x.json ends in the middle of its JSON."},
		"empty":          {"", fault.Corrupt, "x.json ends in the middle of its JSON."},
		"only a mark":    {"\xef\xbb\xbf", fault.Corrupt, "x.json ends in the middle of its JSON."},
		"two documents":  {whole + "\n" + whole, fault.Corrupt, "goes on behind its JSON document"},
		"broken":         {`{"Event":{"info":"x",,}}`, fault.Corrupt, "is broken JSON near byte 2"},
		"broken, inside": {strings.Replace(whole, `"type":`, `"type" `, 1), fault.Corrupt, "is broken JSON near byte 3"},
		"text":           {"type,value\nip,192.0.2.1\n", fault.Corrupt, "is broken JSON near byte"},
		"nothing":        {"{}", fault.Unsupported, "holds no MISP event and no attribute"},
		"no event":       {`[]`, fault.Unsupported, "holds no MISP event and no attribute"},
		"number":         {`17`, fault.Unsupported, "holds no MISP event and no attribute"},
		"a bundle":       {`{"type":"bundle","objects":[]}`, fault.Unsupported, "holds no MISP event and no attribute"},
		"a log's event":  {`{"Event":{"System":{"EventID":1}}}`, fault.Unsupported, "holds no MISP event and no attribute"},
		"deep":           {strings.Repeat(`[`, 100_000), fault.Invalid, "nests more than 1000 levels deep"},
		"deep, whole":    {strings.Repeat(`{"Event":`, 1001) + "1" + strings.Repeat("}", 1001), fault.Invalid, "nests more than 1000"},
		"deep, skipped": {`{"Event":{"Galaxy":` + strings.Repeat(`[`, 20_000) + strings.Repeat("]", 20_000) + `}}`, fault.Invalid,
			"nests more than 1000"},
	} {
		_, _, err := importertest.Read(t, misp.Importer{}, "x.json", []byte(c.doc), nil)
		if fault.KindOf(err) != c.kind || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %s fault %v, want %s and %q", name, fault.KindOf(err), err, c.kind, c.says)
		}
	}
	deep := strings.Repeat("[", 990) + whole + strings.Repeat("]", 990)
	if _, src, err := importertest.Read(t, misp.Importer{}, "x.json", []byte(deep), nil); err != nil || src.Accepted != 1 {
		t.Errorf("within the limit: %d accepted: %v", src.Accepted, err)
	}
}

// TestLargeDocument checks that a document longer than a chunk becomes several
// batches with addresses that still hold.
func TestLargeDocument(t *testing.T) {
	var doc bytes.Buffer
	doc.WriteString("\xef\xbb\xbf{\"Event\":{\"info\":\"large\",\"Attribute\":[\n")
	const n = 60
	pad := strings.Repeat("A", importers.ChunkBytes/24)
	for i := range n {
		fmt.Fprintf(&doc, `{"uuid":"u-%d","data":"%s","type":"ip-src","value":"2001:db8::%x","to_ids":true},`+"\n", i, pad, i)
	}
	doc.WriteString(`17],"Tag":[{"name":"tlp:red"}]}}` + "\n")
	sink, src, err := importertest.Read(t, misp.Importer{}, "large.json", doc.Bytes(), nil)
	if err != nil || src.Accepted != n || src.Rejected != 1 {
		t.Fatalf("%d accepted, %d rejected: %v", src.Accepted, src.Rejected, err)
	}
	if len(sink.Batches) < 3 {
		t.Errorf("%d batches", len(sink.Batches))
	}
	for i, id := range addresses(t, sink) {
		if id != fmt.Sprintf("u-%d", i) {
			t.Errorf("indicator %d is %s", i, id)
		}
	}
	for _, b := range sink.Batches {
		for _, in := range b.Indicators {
			if in.TLP != "red" {
				t.Fatalf("%s is labelled %q: the label behind it was lost", in.ID, in.TLP)
			}
		}
	}
}

// TestAssumed checks that what was left out is said.
func TestAssumed(t *testing.T) {
	data := `{"Event":{"info":"x","ShadowAttribute":[{},{}],"Attribute":[{"type":"AS","value":"1","last_seen":"2026-01-01T00:00:00Z",
		"ShadowAttribute":[{}]}]}}`
	_, src, err := importertest.Read(t, misp.Importer{}, "x.json", []byte(data), nil)
	if err != nil || len(src.Assumed) != 2 || !strings.HasPrefix(src.Assumed[0], "3 proposals") || !strings.HasPrefix(src.Assumed[1], "1 attributes") {
		t.Errorf("%q: %v", src.Assumed, err)
	}
}

// TestCancelledWhileParsing checks that Parse gives up by itself.
func TestCancelledWhileParsing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	data := []byte(`{"Event":{"info":"x","Attribute":[]}}`)
	r, err := misp.Importer{}.Open(importers.Head{Name: "x.json"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.(importers.Document).Parse(ctx, data); fault.KindOf(err) != fault.Cancelled {
		t.Errorf("cancelled: %v", err)
	}
	var sink importertest.Sink
	if _, err := importers.Run(ctx, importers.Input{Name: "x.json", Reader: bytes.NewReader(data), Size: -1}, misp.Importer{}, nil, &sink,
		progress.Discard); fault.KindOf(err) != fault.Cancelled {
		t.Errorf("cancelled run: %v", err)
	}
}

// TestSniff checks what the importer says of heads, and that it need not see the
// whole.
func TestSniff(t *testing.T) {
	long := `{"Event":{"info":"x","date":"2026-04-01","threat_level_id":"1","Orgc":{"name":"P"},"Attribute":[{"data":"` + strings.Repeat("A", 1<<17)
	for name, c := range map[string]struct {
		head string
		want importers.Fit
	}{
		"attribute":           {`{"Event":{"Attribute":[{"type":"ip-src","value":"192.0.2.1","to_ids":true},{"type":`, importers.FitCertain},
		"keys, long value":    {long[:importers.HeadBytes], importers.FitCertain},
		"some keys":           {`{"Event":{"info":"x","date":"2026-04-01","Rest":"` + strings.Repeat("A", 99), importers.FitByShape},
		"a key":               {`{"Event":{"info":"x"}}`, importers.FitByName},
		"a log's event":       {`{"Event":{"System":{}}}`, importers.FitNo},
		"a bundle":            {`{"type":"bundle","objects":[{"type":"indicator"}]}`, importers.FitNo},
		"a log line":          {`{"ts":"2026-04-01T00:00:00Z","prompt":"{\"Event\":{\"Attribute\":[{\"type\":\"AS\",\"value\":\"1\",\"to_ids\":true}]}}"}`, importers.FitNo},
		"words":               {`"Event" "Attribute" "info" "to_ids"`, importers.FitNo},
		"comma separated":     {"Event,Attribute\n1,2\n", importers.FitNo},
		"nothing":             {"", importers.FitNo},
		"opening brackets":    {strings.Repeat("[", importers.HeadBytes), importers.FitNo},
		"attributes of a DOM": {`{"Attribute":[{"type":"href","value":"x"}]}`, importers.FitByName},
	} {
		m := misp.Importer{}.Sniff(importers.Head{Name: "x.json", Bytes: []byte(c.head), Size: -1})
		if m.Fit != c.want || m.Why == "" {
			t.Errorf("%s: %s (%s), want %s", name, m.Fit, m.Why, c.want)
		}
	}
}
