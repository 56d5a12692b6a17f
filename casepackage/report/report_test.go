package report_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casepackage/report"
)

// fill sets every text of a value to a different hostile one and every list to one
// element, so that a field that is forgotten, or let through, is found.
func fill(v reflect.Value, n *int, texts map[string]string, path string) {
	switch v.Kind() {
	case reflect.String:
		*n++
		s := fmt.Sprintf("<i>%d</i>&amp;\"'", *n)
		texts[path] = fmt.Sprintf("&lt;i&gt;%d&lt;/i&gt;&amp;amp;&#34;&#39;", *n)
		v.SetString(s)
	case reflect.Bool:
		v.SetBool(strings.HasSuffix(path, "Shown"))
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte("<svg/>"))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n, texts, path)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n, texts, path)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[report.Waterfall]() {
			v.Set(reflect.ValueOf(report.NewWaterfall(-8000, []report.Bar{{Label: "a value", Note: "2 of 400", Bits: 9000}})))
			return
		}
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if name == "MediaType" {
				v.Field(i).SetString("image/svg+xml")
				continue
			}
			fill(v.Field(i), n, texts, path+"."+name)
		}
	}
}

func render(t *testing.T, d *report.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Render(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryTextIsThereAndEscaped(t *testing.T) {
	var d report.Document
	texts, n := map[string]string{}, 0
	fill(reflect.ValueOf(&d).Elem(), &n, texts, "Document")
	html := render(t, &d)
	if strings.Contains(html, "<i>") {
		t.Error("a text got through as markup")
	}
	elsewhere := map[string]bool{ // said in Detail, in a heading of its own, or drawn
		"Document.Clusters.Score": true, "Document.Clusters.Stability": true, "Document.Exhibits.State": true,
	}
	for path, want := range texts {
		if !elsewhere[path] && !strings.Contains(html, want) {
			t.Errorf("%s is not in the report", path)
		}
	}
}

// The file is well-formed, and nothing in it is fetched or run.
func TestSelfContained(t *testing.T) {
	for name, d := range map[string]*report.Document{"filled": {}, "empty": {}, "partner": {Partner: true}} {
		t.Run(name, func(t *testing.T) {
			if name != "empty" {
				n := 0
				fill(reflect.ValueOf(d).Elem(), &n, map[string]string{}, "Document")
				d.Partner = name == "partner"
			}
			x := xml.NewDecoder(strings.NewReader(render(t, d)))
			x.Strict, x.AutoClose, x.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
			for {
				tok, err := x.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				e, ok := tok.(xml.StartElement)
				if !ok {
					continue
				}
				switch e.Name.Local {
				case "script", "link", "iframe", "object", "embed", "form", "base", "video", "audio":
					t.Errorf("the report has an element %q", e.Name.Local)
				}
				for _, a := range e.Attr {
					value := strings.TrimSpace(a.Value)
					bad := a.Name.Local == "href" && !strings.HasPrefix(value, "#") || a.Name.Local == "src" && !strings.HasPrefix(value, "data:image/")
					if bad || strings.HasPrefix(a.Name.Local, "on") {
						t.Errorf("%s %s=%q", e.Name.Local, a.Name.Local, value)
					}
				}
			}
		})
	}
}

func TestFiguresAreOfTwoKinds(t *testing.T) {
	d := &report.Document{Network: &report.Figure{MediaType: "text/html", Data: []byte("<script>")}}
	if err := report.Render(io.Discard, d); err == nil {
		t.Error("a figure of another kind was embedded")
	}
}

// Bars follow one another and end at the link's weight; the note of none leaves the
// drawing.
func TestWaterfall(t *testing.T) {
	bars := []report.Bar{{Label: "card", Bits: 12600}, {Label: "a very long description of what two accounts have in common", Note: "2 of 400 accounts · 1,904 rows", Bits: 7300}, {Label: "other country", Bits: -1500}}
	w := report.NewWaterfall(-9965, bars)
	if len(w.Rows) != 5 {
		t.Fatalf("%d rows", len(w.Rows))
	}
	for i, r := range w.Rows[:4] {
		from := r.X
		if r.Class != "for" {
			from += r.W // drawn to the left
		}
		before := w.Zero
		if i > 0 {
			before = w.Rows[i-1].JoinX
		}
		if d := from - before; d < -0.2 || d > 0.2 {
			t.Errorf("%s begins at %.1f, the one before ends at %.1f", r.Label, from, before)
		}
		if r.X < 0 || r.NoteX > w.Width || r.TextY > w.Height {
			t.Errorf("%s lies outside: %+v", r.Label, r)
		}
	}
	sum := casefile.Bits(-9965)
	for _, b := range bars {
		sum += b.Bits
	}
	last := w.Rows[4]
	if last.Value != sum.String() || last.Joined || w.Rows[0].Value != "−10.0" || w.Rows[3].Value != "−1.5" {
		t.Errorf("rows %+v", w.Rows)
	}
	if n := len([]rune(w.Rows[2].Label)); n > 36 {
		t.Errorf("a label has %d characters", n)
	}
}
