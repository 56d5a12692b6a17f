package casework_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// habits is how one made-up program writes its log.
type habits struct {
	csv      bool
	comma    string // CSV: between fields; JSON: between members
	colon    string
	end      string                   // of a line
	text     func(s string) string    // with its quotes
	number   func(x float64) string   // a decimal
	clock    func(t time.Time) string // with its quotes, if any
	absent   string                   // JSON: written for a value that is not there; "": left out
	nested   bool                     // the token counts stand in an object of their own
	bom      bool
	lastLine bool // the last line has its end
}

func jsonText(html bool) func(string) string {
	return func(s string) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(html)
		if err := e.Encode(s); err != nil {
			panic(err)
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
}

// asciiText writes a string as Python's json.dumps does.
func asciiText(s string) string {
	out := []byte{'"'}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\t':
			out = append(out, `\t`...)
		case r >= 0x10000:
			r -= 0x10000
			out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		case r < 0x20 || r > 0x7e:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = append(out, byte(r))
		}
	}
	return string(append(out, '"'))
}

func fieldText(always bool) func(string) string {
	return func(s string) string {
		if always || strings.ContainsAny(s, "\",\n\r;") {
			return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		return s
	}
}

func layoutClock(layout string, zone *time.Location, quote string) func(time.Time) string {
	return func(t time.Time) string { return quote + t.In(zone).Format(layout) + quote }
}

func shortest(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

func choose[T any](rng *rand.Rand, of ...T) T { return of[rng.IntN(len(of))] }

func someHabits(rng *rand.Rand) habits {
	h := habits{csv: rng.IntN(3) == 0, end: choose(rng, "\n", "\n", "\r\n"), bom: rng.IntN(5) == 0, lastLine: rng.IntN(3) > 0,
		number: choose(rng, shortest, func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) },
			func(x float64) string {
				if s := shortest(x); strings.Contains(s, ".") {
					return s
				}
				return shortest(x) + ".0"
			})}
	quote := `"`
	if h.csv {
		h.comma = choose(rng, ",", ";")
		always := rng.IntN(3) == 0
		h.text = fieldText(always)
		if !always {
			quote = ""
		}
	} else {
		h.comma, h.colon = choose(rng, ",", ", "), choose(rng, ":", ": ")
		h.text = choose(rng, jsonText(true), jsonText(false), asciiText)
		h.absent = choose(rng, "", "", "null", `""`)
		h.nested = rng.IntN(4) == 0
	}
	plus := time.FixedZone("", 2*3600)
	h.clock = choose(rng, layoutClock("2006-01-02T15:04:05.000Z", time.UTC, quote), layoutClock(time.RFC3339Nano, time.UTC, quote),
		layoutClock("2006-01-02 15:04:05.000000-07:00", plus, quote), layoutClock("02/Jan/2006:15:04:05 -0700", plus, quote),
		func(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) },
		func(t time.Time) string { return strconv.FormatFloat(float64(t.UnixMilli())/1000, 'f', 3, 64) })
	return h
}

type member struct{ key, value string }

// line writes a row.
func (h *habits) line(members []member) string {
	if h.csv {
		var values []string
		for _, m := range members {
			values = append(values, m.value)
		}
		return strings.Join(values, h.comma)
	}
	var out, inner []string
	for _, m := range members {
		switch {
		case m.value == "" && h.absent == "":
			continue
		case m.value == "":
			m.value = h.absent
		}
		one := strconv.Quote(m.key) + h.colon + m.value
		if h.nested && strings.HasPrefix(m.key, "tokens") {
			inner = append(inner, one)
			if m.key == "tokens_out" {
				out = append(out, `"usage"`+h.colon+"{"+strings.Join(inner, h.comma)+"}")
			}
			continue
		}
		out = append(out, one)
	}
	return "{" + strings.Join(out, h.comma) + "}"
}

var hostileTexts = [...]string{"", "plain", `quo"te`, `back\slash`, "tab\tand\nline", "<b>&amp;</b>", "żółć", "\u2028", "𝛼", "a/b", "x,y;z", "\x7f", "null", "1.0", "=1+1", " lead"}

// someLog writes a log of so many rows, of which some are not as the others.
func someLog(rng *rand.Rand, rows int) (name string, data []byte) {
	h := someHabits(rng)
	var out []string
	if h.csv {
		out = append(out, strings.Join([]string{"request_id", "account_id", "ts", "ip", "model", "tokens_in", "tokens_out", "temperature", "prompt", "colour"}, h.comma))
	}
	at := time.Date(2026, 4, 22, 23, 59, 0, 0, time.UTC)
	optional := func(s string) string {
		if rng.IntN(4) == 0 {
			return ""
		}
		return s
	}
	for i := range rows {
		at = at.Add(time.Duration(rng.IntN(90_000)) * time.Millisecond)
		members := []member{
			{"request_id", h.text(fmt.Sprintf("req-%08x", rng.Uint32()))},
			{"account_id", h.text(fmt.Sprint("acct_", rng.IntN(9)))},
			{"ts", h.clock(at)},
			{"ip", optional(h.text(fmt.Sprintf("192.0.2.%d", rng.IntN(20))))},
			{"model", optional(h.text(choose(rng, "atlas-4", "lumen-3")))},
			{"tokens_in", strconv.Itoa(rng.IntN(1000))},
			{"tokens_out", strconv.Itoa(rng.IntN(1000))},
			{"temperature", optional(h.number(float64(rng.IntN(5)) / 4))},
			{"prompt", optional(h.text(choose(rng, hostileTexts[1:]...)))},
			{"colour", optional(h.text(choose(rng, "red", "blue")))},
		}
		if h.csv {
			members[8].value = strings.ReplaceAll(members[8].value, "\n", " ")
		}
		line := h.line(members)
		switch rng.IntN(60) {
		case 0: // reordered
			rng.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
			if !h.csv {
				line = h.line(members)
			}
		case 1: // a key twice, a long number, an address that is printed otherwise
			members = append(members, members[3], member{"big", "123456789012345678901234567890"}, member{"list", "[1, 2,{}]"})
			members[5].value = "1e3"
			if !h.csv {
				line = h.line(members)
			}
		case 2:
			members[3].value = h.text("2001:DB8::0001")
			line = h.line(members)
		case 3:
			line = "not a row at all"
		case 4:
			line = ""
		case 5: // no valid UTF-8: rejected
			line = strings.Replace(line, "acct_", "acct\xff", 1)
		case 6:
			line += "  "
		case 7:
			members[7].value = choose(rng, "-0", "1e-7", "0.10", "3", "1.0")
			line = h.line(members)
		case 8: // a live credential, which no column holds
			if !h.csv {
				line = h.line(append(members, member{"api_key", `"sk-abcdefghijklmnopqrst` + strconv.Itoa(i) + `"`}))
			}
		}
		out = append(out, line)
	}
	text := strings.Join(out, h.end)
	if h.lastLine {
		text += h.end
	}
	if h.bom {
		text = "\ufeff" + text
	}
	if h.csv {
		return "log.csv", []byte(text)
	}
	return "log.jsonl", []byte(text)
}

// bring imports bytes into a store, as casework does, with the originals embedded or
// by reference.
func bring(t *testing.T, f *store.File, name, originals string, data []byte) casefile.Source {
	t.Helper()
	in := importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))}
	head, in, err := importers.Peek(in)
	if err != nil {
		t.Fatal(err)
	}
	imp, _, err := all.Registry().Choose(head)
	if err != nil {
		t.Fatal(err)
	}
	l, err := f.Begin(casefile.Source{Path: name, Name: name, Format: imp.Format().ID, Originals: originals})
	if err != nil {
		t.Fatal(err)
	}
	src, err := importers.Run(context.Background(), in, imp, nil, l, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	src.ID, src.Originals = l.Source().ID, originals
	committed, err := l.Commit(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	return committed
}

// Whatever wrote a log, and whatever rows are in it: its bytes come back, the whole
// file and every row of it.
func TestEveryLogComesBackByteForByte(t *testing.T) {
	const seed = 20
	worlds := 60
	if testing.Short() {
		worlds = 15
	}
	for n := range worlds {
		rng := rand.New(rand.NewPCG(seed, uint64(n)))
		name, data := someLog(rng, 1+rng.IntN(400))
		t.Run(fmt.Sprintf("seed %d/%d %s", seed, n, name), func(t *testing.T) {
			f := storetest.New(t)
			src := bring(t, f, name, "embed", data)
			in, err := f.OriginalReader(context.Background(), src.ID)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, data) {
				t.Fatalf("%d bytes came back of %d", len(got), len(data))
			}
			if err := f.Verify(context.Background(), src.ID); err != nil {
				t.Fatal(err)
			}
			var rows []casefile.Origin
			for k := range src.Rows {
				o := []casefile.Origin{{Source: src.ID, Row: k + 1}}
				if err := f.Locate(context.Background(), o); err == nil {
					rows = append(rows, o[0])
				}
			}
			if int64(len(rows)) != src.Accepted {
				t.Errorf("%d rows are found of %d", len(rows), src.Accepted)
			}
			if err := f.OriginalRows(context.Background(), src.ID, rows, func(i int, raw []byte) error {
				if want := data[rows[i].Offset : rows[i].Offset+rows[i].Length]; !bytes.Equal(raw, want) {
					t.Errorf("row %d is %q, want %q", rows[i].Row, raw, want)
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A log of one shape takes little more room than what is in its columns.
func TestALogIsNotKeptTwice(t *testing.T) {
	size := func(originals string) int64 {
		path := filepath.Join(t.TempDir(), "x.case")
		f, err := store.Create(path, casefile.Case{ID: "00000000-0000-4000-8000-000000000001", Title: "x"}, store.Options{By: "x", Now: storetest.Clock()})
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(4, 4))
		var log bytes.Buffer
		for i := range 60_000 {
			fmt.Fprintf(&log, `{"request_id":"%016x%016x","account_id":"acct_%d","ts":%d,"model":"atlas-4","tokens_in":%d}`+"\n",
				rng.Uint64(), rng.Uint64(), rng.IntN(100), 1776852000000+int64(i)*17, rng.IntN(5000))
		}
		bring(t, f, "log.jsonl", originals, log.Bytes())
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	with, without := size("embed"), size("reference")
	if with > without+without/10 {
		t.Errorf("with the original the case takes %d bytes, without %d", with, without)
	}
}
