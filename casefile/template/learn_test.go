package template_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/template"
)

// row is a row with the values that an importer read from it.
type row struct {
	raw    string
	id     string // request_id
	who    string // account_id
	ts     time.Time
	tokens int64 // tokens_in; negative: none
	temp   string
	extra  string // the extra column "colour"
}

// blockOf makes the block and the raw bytes of rows.
func blockOf(rows []row) (*casefile.Block, []byte) {
	schema := casefile.SchemaOf(casefile.TableRequests)
	b := &casefile.Block{Table: casefile.TableRequests, Rows: len(rows), Columns: make([]casefile.Vector, len(schema.Columns))}
	id, who, ts := &b.Columns[schema.Index("request_id")], &b.Columns[schema.Index("account_id")], &b.Columns[schema.Index("ts")]
	tokens, temp := &b.Columns[schema.Index("tokens_in")], &b.Columns[schema.Index("temperature")]
	id.Form, who.Form, ts.Form, tokens.Form, temp.Form = casefile.FormTexts, casefile.FormCodes, casefile.FormInts, casefile.FormInts, casefile.FormFloats
	colour := casefile.Vector{Form: casefile.FormTexts}
	codes := map[string]uint32{}
	var raw []byte
	for i, r := range rows {
		b.Row = append(b.Row, uint32(i))
		b.Offset = append(b.Offset, uint32(len(raw)))
		b.Length = append(b.Length, uint32(len(r.raw)))
		raw = append(append(raw, r.raw...), '\n')
		id.Texts.Append([]byte(r.id))
		if r.id == "" {
			id.SetNull(i, len(rows))
		}
		if r.who != "" && codes[r.who] == 0 {
			who.Dict = append(who.Dict, r.who)
			codes[r.who] = uint32(len(who.Dict))
		}
		who.Codes = append(who.Codes, codes[r.who])
		ts.Ints = append(ts.Ints, r.ts.UnixNano())
		if r.ts.IsZero() {
			ts.Ints[i] = 0
			ts.SetNull(i, len(rows))
		}
		tokens.Ints = append(tokens.Ints, r.tokens)
		if r.tokens < 0 {
			tokens.SetNull(i, len(rows))
		}
		x, err := strconv.ParseFloat(r.temp, 64)
		temp.Floats = append(temp.Floats, x)
		if err != nil {
			temp.SetNull(i, len(rows))
		}
		colour.Texts.Append([]byte(r.extra))
		if r.extra == "" {
			colour.SetNull(i, len(rows))
		}
	}
	b.Extra = []casefile.Extra{{Name: "colour", Vector: colour}}
	return b, raw
}

// learned learns from rows, writes every row again as the plan says, and returns
// how many are written without a kept text, with one, and not at all.
func learned(t testing.TB, b *casefile.Block, raw []byte) (plain, patched, lost int) {
	t.Helper()
	var l template.Learner
	p := l.Learn(b, raw)
	if p == nil {
		return 0, 0, b.Rows
	}
	w, err := template.NewWriter(p.Templates, b)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Rows) != b.Rows {
		t.Fatalf("a plan of %d rows for %d", len(p.Rows), b.Rows)
	}
	kept := p.Kept
	for i, which := range p.Rows {
		n := 0
		for n < len(kept) && kept[n].Row == i {
			n++
		}
		switch {
		case which == 0 && n == 0:
			lost++
			continue
		case which == 0:
			t.Fatalf("row %d is kept, and has kept texts", i)
		case n == 0:
			plain++
		default:
			patched++
		}
		want := raw[b.Offset[i] : b.Offset[i]+b.Length[i]]
		if got := w.Append(nil, int(which-1), i, kept[:n]); !bytes.Equal(got, want) {
			t.Fatalf("row %d is written\n%s\nwhich is\n%s", i, got, want)
		}
		kept = kept[n:]
	}
	if len(kept) > 0 {
		t.Fatalf("kept texts of no row: %v", kept)
	}
	return plain, patched, lost
}

var noon = time.Date(2026, 4, 22, 12, 0, 0, 0, time.UTC)

func many(n int, make func(i int) row) (out []row) {
	for i := range n {
		out = append(out, make(i))
	}
	return out
}

func TestWhatIsLearned(t *testing.T) {
	at := func(i int) time.Time { return noon.Add(time.Duration(i) * 1234 * time.Millisecond) }
	z := func(i int) string { return at(i).Format("2006-01-02T15:04:05.000Z") }
	for _, c := range []struct {
		name                 string
		rows                 []row
		plain, patched, lost int
	}{
		{"one shape", many(100, func(i int) row {
			return row{raw: fmt.Sprintf(`{"request_id":"r%d","account_id":"a%d","ts":"%s","tokens_in":%d}`, i, i%3, z(i), i),
				id: fmt.Sprint("r", i), who: fmt.Sprint("a", i%3), ts: at(i), tokens: int64(i)}
		}), 100, 0, 0},
		{"keys that come and go", many(100, func(i int) row {
			r := row{id: fmt.Sprint("r", i), ts: at(i), tokens: -1}
			r.raw = fmt.Sprintf(`{ "request_id": "r%d", "ts": "%s"`, i, z(i))
			if i%3 == 1 {
				r.tokens = int64(i)
				r.raw += fmt.Sprintf(`, "tokens_in": %d`, i)
			}
			if i%5 == 2 {
				r.extra = "red"
				r.raw += `, "colour": "red"`
			}
			r.raw += " }"
			return r
		}), 100, 0, 0},
		{"the first key comes and goes", many(60, func(i int) row {
			if i%2 == 0 {
				return row{raw: fmt.Sprintf(`{"tokens_in":%d}`, i), tokens: int64(i)}
			}
			return row{raw: fmt.Sprintf(`{"request_id":"r%d","tokens_in":%d}`, i, i), id: fmt.Sprint("r", i), tokens: int64(i)}
		}), 60, 0, 0},
		{"null instead", many(100, func(i int) row {
			if i%2 == 0 {
				return row{raw: fmt.Sprintf(`{"request_id":null,"tokens_in":%d}`, i), tokens: int64(i)}
			}
			return row{raw: fmt.Sprintf(`{"request_id":"r%d","tokens_in":%d}`, i, i), id: fmt.Sprint("r", i), tokens: int64(i)}
		}), 100, 0, 0},
		{"objects inside", many(50, func(i int) row {
			return row{raw: fmt.Sprintf(`{"meta":{"request_id":"r%d","deep":{"tokens_in":%d}},"account_id":"a"}`, i, i),
				id: fmt.Sprint("r", i), tokens: int64(i), who: "a"}
		}), 50, 0, 0},
		{"an object that is kept whole", many(50, func(i int) row {
			o := fmt.Sprintf(`{"a": [1, {"b":"%d}"}]}`, i)
			return row{raw: fmt.Sprintf(`{"colour":%s,"request_id":"r%d"}`, o, i), extra: o, id: fmt.Sprint("r", i), tokens: -1}
		}), 50, 0, 0},
		{"a value that no column holds", many(100, func(i int) row {
			return row{raw: fmt.Sprintf(`{"request_id":"r%d","key":"secret %d","tokens_in":%d}`, i, i*i, i), id: fmt.Sprint("r", i), tokens: int64(i)}
		}), 0, 100, 0},
		{"a value that a column holds otherwise, now and then", many(100, func(i int) row {
			written := fmt.Sprint("a", i%3)
			if i%10 == 9 {
				written = strings.ToUpper(written)
			}
			return row{raw: fmt.Sprintf(`{"account_id":"%s","tokens_in":%d}`, written, i), who: fmt.Sprint("a", i%3), tokens: int64(i)}
		}), 90, 10, 0},
		{"odd at first", many(100, func(i int) row {
			if i == 0 {
				return row{raw: `{"request_id":"r0","tokens_in":1e3}`, id: "r0", tokens: 1000}
			}
			return row{raw: fmt.Sprintf(`{"request_id":"r%d","tokens_in":%d}`, i, i), id: fmt.Sprint("r", i), tokens: int64(i)}
		}), 99, 1, 0},
		{"rows of two shapes", many(100, func(i int) row {
			r := row{id: fmt.Sprint("r", i), tokens: int64(i)}
			r.raw = fmt.Sprintf(`{"request_id":"r%d","tokens_in":%d}`, i, i)
			if i%2 == 0 {
				r.raw = fmt.Sprintf(`{"tokens_in":%d,"request_id":"r%d"}`, i, i)
			}
			return r
		}), 100, 0, 0},
		{"a key twice", many(100, func(i int) row {
			r := row{id: fmt.Sprint("r", i), tokens: -1, raw: fmt.Sprintf(`{"request_id":"r%d"}`, i)}
			if i == 50 {
				r.raw = `{"request_id":"x","request_id":"r50"}`
			}
			return r
		}), 99, 1, 0},
		{"CSV", many(100, func(i int) row {
			r := row{id: fmt.Sprint("r", i), who: fmt.Sprint("a", i%3), ts: at(i), tokens: int64(i % 7), temp: "0.5", extra: "red"}
			field := "red"
			switch i % 4 {
			case 0:
				r.extra, field = "", ""
			case 1:
				r.extra, field = `a "b", c`, `"a ""b"", c"`
			}
			r.raw = fmt.Sprintf(`r%d,a%d,%s,%d,0.50,%s`, i, i%3, z(i), i%7, field)
			return r
		}), 100, 0, 0},
		{"CSV with every field in quotes", many(100, func(i int) row {
			return row{raw: fmt.Sprintf(`"r%d";"a";"";"%d"`, i, i), id: fmt.Sprint("r", i), who: "a", tokens: int64(i)}
		}), 100, 0, 0},
		{"two columns that are the same for a while", many(100, func(i int) row {
			r := row{id: "x", extra: "x", tokens: -1}
			if i > 50 {
				r.id, r.extra = fmt.Sprint("r", i), fmt.Sprint("c", i)
			}
			r.raw = r.extra + "," + r.id
			return r
		}), 100, 0, 0},
		{"text that is no row", many(700, func(i int) row {
			return row{raw: fmt.Sprintf("GET /%d HTTP/1.1", i*i), tokens: int64(i)}
		}), 0, 0, 700},
		{"nothing", nil, 0, 0, 0},
		{"empty rows", many(3, func(int) row { return row{tokens: -1} }), 0, 0, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, raw := blockOf(c.rows)
			plain, patched, lost := learned(t, b, raw)
			if plain != c.plain || patched != c.patched || lost != c.lost {
				t.Errorf("%d rows are written, %d with kept texts, %d are lost; want %d, %d, %d", plain, patched, lost, c.plain, c.patched, c.lost)
			}
		})
	}
}

func TestInstantsAreRecognized(t *testing.T) {
	zone := time.FixedZone("", 5*3600+1800)
	for name, print := range map[string]func(time.Time) string{
		"milliseconds":     func(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) },
		"seconds":          func(t time.Time) string { return fmt.Sprintf("%d.%03d", t.Unix(), t.UnixMilli()%1000) },
		"seconds, trimmed": func(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', -1, 64) },
		"nanoseconds":      func(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) },
		"text of number":   func(t time.Time) string { return strconv.Quote(strconv.FormatInt(t.UnixMicro(), 10)) },
		"RFC 3339":         func(t time.Time) string { return t.Format(`"` + time.RFC3339Nano + `"`) },
		"offset":           func(t time.Time) string { return t.In(zone).Format(`"2006-01-02 15:04:05.000-07:00"`) },
		"Apache":           func(t time.Time) string { return t.Truncate(time.Second).Format(`"[02/Jan/2006:15:04:05 -0700]"`) },
		"mail":             func(t time.Time) string { return t.Truncate(time.Second).Format(`"Mon, 02 Jan 2006 15:04:05 GMT"`) },
		"minutes":          func(t time.Time) string { return t.Truncate(time.Minute).Format(`"2006/01/02 15:04"`) },
		"a day":            func(t time.Time) string { return t.Truncate(24 * time.Hour).Format(`"2006-01-02"`) },
	} {
		t.Run(name, func(t *testing.T) {
			rows := many(300, func(i int) row {
				at := noon.Add(time.Duration(i) * 7777 * time.Millisecond)
				switch name {
				case "Apache", "mail":
					at = at.Truncate(time.Second)
				case "minutes":
					at = at.Truncate(time.Minute)
				case "a day":
					at = at.Truncate(24 * time.Hour)
				}
				return row{raw: fmt.Sprintf(`{"ts":%s,"tokens_in":%d}`, print(at), i), ts: at, tokens: int64(i)}
			})
			b, raw := blockOf(rows)
			if plain, patched, lost := learned(t, b, raw); plain != 300 {
				t.Errorf("%d rows are written, %d with kept texts, %d are lost", plain, patched, lost)
			}
		})
	}
}

// The same block gives the same plan, whatever the learner did before.
func TestALearnerForgets(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	var one template.Learner
	for range 20 {
		rows := many(rng.IntN(80), func(i int) row {
			r := row{id: fmt.Sprint("r", i), tokens: int64(rng.IntN(100))}
			r.raw = fmt.Sprintf(`{"request_id":"r%d","tokens_in":%d}`, i, r.tokens)
			switch rng.IntN(10) {
			case 0:
				r.raw = strings.ToUpper(r.raw)
			case 1:
				r.raw = fmt.Sprintf(`{"tokens_in":%d,"request_id":"r%d"}`, r.tokens, i)
			}
			return r
		})
		b, raw := blockOf(rows)
		var other template.Learner
		got, want := one.Learn(b, raw), other.Learn(b, raw)
		if (got == nil) != (want == nil) || got != nil && (!slices.Equal(got.Rows, want.Rows) || fmt.Sprint(got.Kept, got.Templates) != fmt.Sprint(want.Kept, want.Templates)) {
			t.Fatalf("%v and then %v", want, got)
		}
	}
}

// FuzzLearn holds that a plan is true whatever the rows are.
func FuzzLearn(f *testing.F) {
	f.Add("{\"request_id\":\"a\",\"tokens_in\":1}\n{\"request_id\":\"b\",\"tokens_in\":2,\"colour\":\"x\"}")
	f.Add("a,b,1\nc,d,2\n\"e \"\"f\",g,3")
	f.Add("{\"a\":{\"request_id\":\"a\"},\"a\":{}}\n{\"a\":{\"request_id\":\"a\"}}\n{}\n{,}\n{\"\"}\n{\"a\":}")
	f.Add("{\"ts\":\"2026-01-01T00:00:00Z\"}\n{\"ts\":\"2026-01-01 00:00\"}\n{\"ts\":1767225600}\n,,,\n;\n\"")
	f.Fuzz(func(t *testing.T, log string) {
		var rows []row
		for i, line := range strings.Split(log, "\n") {
			r := row{raw: line, tokens: -1}
			var o struct {
				ID     string `json:"request_id"`
				Who    string `json:"account_id"`
				Colour string `json:"colour"`
				Tokens *int64 `json:"tokens_in"`
				Ts     time.Time
			}
			if err := json.Unmarshal([]byte(line), &o); err == nil {
				r.id, r.who, r.extra, r.ts = o.ID, o.Who, o.Colour, o.Ts
				if o.Tokens != nil {
					r.tokens = *o.Tokens
				}
			} else if fields := strings.Split(line, ","); len(fields) > 2 {
				r.id, r.who, r.extra, r.temp = fields[0], strings.Trim(fields[1], `"`), fields[2], fields[len(fields)-1]
				r.tokens = int64(i)
			}
			rows = append(rows, r)
		}
		b, raw := blockOf(rows)
		learned(t, b, raw)
		if len(b.Offset) > 1 {
			b.Offset[1], b.Length[0] = uint32(len(raw)), 99
			var l template.Learner
			l.Learn(b, raw) // addresses that are wrong are no reason to panic
		}
	})
}

// BenchmarkLearn finds the plan of a block and writes it, in bytes of the log.
func BenchmarkLearn(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	block, raw := blockOf(many(20_000, func(i int) row {
		at, tokens := noon.Add(time.Duration(i)*123*time.Millisecond), rng.Int64N(3000)
		r := row{id: fmt.Sprintf("%016x%016x", rng.Uint64(), rng.Uint64()), who: fmt.Sprintf("acct_%06d", rng.IntN(400)), ts: at, tokens: tokens}
		r.raw = fmt.Sprintf(`{"request_id":"%s","account_id":"%s","ts":"%s","tokens_in":%d}`, r.id, r.who, at.Format("2006-01-02T15:04:05.000Z"), tokens)
		return r
	}))
	b.Run("learn", func(b *testing.B) {
		b.SetBytes(int64(len(raw)))
		b.ReportAllocs()
		var l template.Learner
		for b.Loop() {
			if l.Learn(block, raw) == nil {
				b.Fatal("nothing was learned")
			}
		}
	})
	b.Run("write", func(b *testing.B) {
		var l template.Learner
		w, err := template.NewWriter(l.Learn(block, raw).Templates, block)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(raw)))
		b.ReportAllocs()
		var out []byte
		for b.Loop() {
			out = out[:0]
			for i := range block.Rows {
				out = w.Append(out, 0, i, nil)
			}
		}
	})
}
