package template_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/casefile/template"
)

// write writes the values of a vector, one by one, in a style.
func write(t testing.TB, s template.Style, v casefile.Vector, rows int) []string {
	t.Helper()
	b := &casefile.Block{Table: casefile.TableRequests, Rows: rows, Extra: []casefile.Extra{{Name: "x", Vector: v}}}
	w, err := template.NewWriter([]template.Template{{Parts: []template.Part{{Column: template.Column{In: template.InExtra}, Style: s}}}}, b)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for i := range rows {
		out = append(out, string(w.Append(nil, 0, i, nil)))
	}
	return out
}

// text writes one text, as a text and as a code, which must be the same.
func text(t testing.TB, s template.Style, value string) string {
	t.Helper()
	var texts casefile.Texts
	texts.Append([]byte(value))
	a := write(t, s, casefile.Vector{Form: casefile.FormTexts, Texts: texts}, 1)[0]
	b := write(t, s, casefile.Vector{Form: casefile.FormCodes, Codes: []uint32{1}, Dict: []string{value}}, 1)[0]
	if a != b {
		t.Fatalf("%q is %q as a text and %q as a code", value, a, b)
	}
	return a
}

func marshal(t testing.TB, html bool, value any) string {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(html)
	if err := e.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func FuzzTextsAreWrittenAsOthersWriteThem(f *testing.F) {
	for _, s := range []string{"", "plain", `a "quoted" \ text`, "\x00\x1f\b\f\n\r\t\x7f", "<&>/", "zażółć\u2028\u2029", "𝛼", "12345678\"", "1234567\x7f8"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			// What is no text of ours still comes out whole, and never panics.
			if got := text(t, template.Style{Way: template.Plain}, s); got != s {
				t.Fatalf("%q is written %q", s, got)
			}
			text(t, template.Style{Way: template.Escaped, Escape: template.EscapeASCII}, s)
			return
		}
		for html, e := range map[bool]template.Escape{true: template.EscapeHTML | template.EscapeLines, false: template.EscapeLines} {
			if got, want := `"`+text(t, template.Style{Way: template.Escaped, Escape: e}, s)+`"`, marshal(t, html, s); got != want {
				t.Fatalf("%q is written %s, encoding/json writes %s", s, got, want)
			}
		}
		for e := template.Escape(0); e < 128; e++ {
			var back string
			written := text(t, template.Style{Way: template.Escaped, Escape: e}, s)
			if err := json.Unmarshal([]byte(`"`+written+`"`), &back); err != nil || back != s {
				t.Fatalf("%q is written %q with habits %d and read back %q, %v", s, written, e, back, err)
			}
		}
		if strings.Contains(s, "\r") {
			return // encoding/csv reads CR LF as LF
		}
		for _, style := range []template.Style{{Way: template.Field, Comma: ','}, {Way: template.Doubled}} {
			written := text(t, style, s)
			if style.Way == template.Doubled {
				written = `"` + written + `"`
			}
			r := csv.NewReader(strings.NewReader("x," + written + "\n"))
			back, err := r.Read()
			if err != nil || len(back) != 2 || back[1] != s {
				t.Fatalf("%q is written %q in a CSV and read back %q, %v", s, written, back, err)
			}
		}
	})
}

func TestASCIITextsAreWrittenAsPythonWritesThem(t *testing.T) {
	python := template.Style{Way: template.Escaped, Escape: template.EscapeASCII | template.EscapeDEL}
	for in, want := range map[string]string{
		"zażółć": `za\u017c\u00f3\u0142\u0107`, "𝛼/": `\ud835\udefc/`, "\x7f\x01\n": `\u007f\u0001\n`, `"\`: `\"\\`,
	} {
		if got := text(t, python, in); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
}

func FuzzDecimals(f *testing.F) {
	for _, x := range []float64{0, math.Copysign(0, -1), 1, -1, 0.7, 1e-6, 9.9e-7, 1e-10, 1e20, 1e21, 1e16, 9007199254740992, 1 << 53, 1e300, 5e-324, 123456.75} {
		f.Add(math.Float64bits(x))
	}
	f.Fuzz(func(t *testing.T, bits uint64) {
		x := math.Float64frombits(bits)
		v := casefile.Vector{Form: casefile.FormFloats, Floats: []float64{x}}
		python := write(t, template.Style{Way: template.Python}, v, 1)[0]
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return
		}
		if got, want := write(t, template.Style{Way: template.Shortest}, v, 1)[0], marshal(t, true, x); got != want {
			t.Fatalf("%v is written %s, encoding/json writes %s", x, got, want)
		}
		if back, err := strconv.ParseFloat(python, 64); err != nil || math.Float64bits(back) != bits || !strings.ContainsAny(python, ".e") {
			t.Fatalf("%v is written %s as in Python", x, python)
		}
		for d := range 5 {
			if got, want := write(t, template.Style{Way: template.Fixed, Digits: uint8(d)}, v, 1)[0], strconv.FormatFloat(x, 'f', d, 64); got != want {
				t.Fatalf("%v with %d digits is %s, want %s", x, d, got, want)
			}
		}
	})
}

func TestPythonDecimals(t *testing.T) {
	for x, want := range map[float64]string{1: "1.0", 0.1: "0.1", 1e16: "1e+16", 123456789012345680: "1.2345678901234568e+17", 1e-5: "1e-05", 0.0001: "0.0001", -2: "-2.0"} {
		if got := write(t, template.Style{Way: template.Python}, casefile.Vector{Form: casefile.FormFloats, Floats: []float64{x}}, 1)[0]; got != want {
			t.Errorf("%v is %s, Python writes %s", x, got, want)
		}
	}
}

func instants(ns ...int64) casefile.Vector {
	return casefile.Vector{Form: casefile.FormInts, Ints: ns}
}

func FuzzInstants(f *testing.F) {
	for _, ns := range []int64{0, -1, 1, 1776902431701000000, math.MaxInt64, math.MinInt64, -62135596800, 951782399999999999, 4107542400000000000} {
		f.Add(ns, int32(7200))
		f.Add(ns, int32(-45*60))
	}
	f.Fuzz(func(t *testing.T, ns int64, offset int32) {
		offset %= 24 * 3600
		at := time.Unix(0, ns).In(time.FixedZone("", int(offset)))
		for layout, gone := range map[string]string{
			"%Y-%m-%dT%H:%M:%S.%3Z": "2006-01-02T15:04:05.000Z", "%d/%b/%Y:%H:%M:%S": "02/Jan/2006:15:04:05",
			"%a, %d %b %Y %H:%M:%S%f": "Mon, 02 Jan 2006 15:04:05.999999999", "%Y/%m/%d %H:%M": "2006/01/02 15:04", "%H.%9": "15.000000000",
		} {
			if layout == "%H.%9" {
				gone = "15:04:05.000000000"
				layout = "%H:%M:%S.%9"
			}
			if got, want := write(t, template.Style{Way: template.Clock, Layout: layout, Offset: offset}, instants(ns), 1)[0], at.Format(gone); got != want {
				t.Fatalf("%d by %q at %d is %s, want %s", ns, layout, offset, got, want)
			}
		}
		whole := write(t, template.Style{Way: template.Epoch, Unit: 9}, instants(ns), 1)[0]
		if whole != strconv.FormatInt(ns, 10) {
			t.Fatalf("%d is %s", ns, whole)
		}
		if ns < 0 {
			return
		}
		if got, want := write(t, template.Style{Way: template.Epoch, Unit: 3}, instants(ns), 1)[0], strconv.FormatInt(ns/1e6, 10); got != want {
			t.Fatalf("%d in milliseconds is %s, want %s", ns, got, want)
		}
		got := write(t, template.Style{Way: template.Epoch, Unit: 0, Digits: 9}, instants(ns), 1)[0]
		if strings.Replace(got, ".", "", 1) != strings.TrimLeft(whole, "0") && len(whole) > 9 {
			t.Fatalf("%d in seconds is %s", ns, got)
		}
	})
}

// A minute that was printed before is not printed for another.
func TestTheClockDoesNotStandStill(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var ns []int64
	for range 2000 {
		ns = append(ns, 1776902431701000000+rng.Int64N(4)*30e9+rng.Int64N(3)*86400e9)
	}
	got := write(t, template.Style{Way: template.Clock, Layout: "%Y-%m-%dT%H:%M:%S.%3Z"}, instants(ns...), len(ns))
	for i, x := range ns {
		if want := time.Unix(0, x).UTC().Format("2006-01-02T15:04:05.000Z"); got[i] != want {
			t.Fatalf("row %d is %s, want %s", i, got[i], want)
		}
	}
}

func TestWhatIsNoTemplateIsRefused(t *testing.T) {
	b := &casefile.Block{Table: casefile.TableRequests, Rows: 1, Columns: []casefile.Vector{{}, instants(1), {Form: casefile.FormFloats, Floats: []float64{1}}}}
	at := func(i int) template.Column { return template.Column{In: template.InSchema, At: i} }
	for name, p := range map[string]template.Part{
		"no such column":       {Column: at(3), Style: template.Style{Way: template.Plain}},
		"negative column":      {Column: at(-1), Style: template.Style{Way: template.Plain}},
		"absent column":        {Column: at(0), Style: template.Style{Way: template.Plain}},
		"no such group":        {Column: template.Column{In: 9}},
		"no way":               {Column: at(1)},
		"unknown way":          {Column: at(1), Style: template.Style{Way: 99}},
		"a number as a text":   {Column: at(1), Style: template.Style{Way: template.Escaped}},
		"a decimal as instant": {Column: at(2), Style: template.Style{Way: template.Epoch}},
		"unknown habit":        {Column: at(1), Style: template.Style{Way: template.Escaped, Escape: 200}},
		"unknown field":        {Column: at(1), Style: template.Style{Way: template.Clock, Layout: "%q"}},
		"cut layout":           {Column: at(1), Style: template.Style{Way: template.Clock, Layout: "%"}},
		"endless layout":       {Column: at(1), Style: template.Style{Way: template.Clock, Layout: strings.Repeat("%Y", 1000)}},
		"unknown unit":         {Column: at(1), Style: template.Style{Way: template.Epoch, Unit: 4}},
		"too many digits":      {Column: at(2), Style: template.Style{Way: template.Fixed, Digits: 100}},
	} {
		if _, err := template.NewWriter([]template.Template{{Parts: []template.Part{p}}}, b); err == nil {
			t.Errorf("%s: a writer was made", name)
		}
	}
	short := template.Part{Lead: []byte(","), Column: at(1), Style: template.Style{Way: template.Plain}}
	if _, err := template.NewWriter([]template.Template{{Between: 2, Parts: []template.Part{short}}}, b); err == nil {
		t.Error("a separator that is longer than what stands before a value: a writer was made")
	}
	if _, err := template.NewWriter(make([]template.Template, template.MaxTemplates+1), b); err == nil {
		t.Error("too many templates: a writer was made")
	}
}
