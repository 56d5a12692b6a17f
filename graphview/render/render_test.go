package render_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/render"
	"casebench/internal/golden"
)

// small is a scene that a person can read as text.
func small(t testing.TB) *graphview.Scene {
	t.Helper()
	g, err := graphviewtest.World(26, []int{9, 5}, 2)
	if err != nil {
		t.Fatal(err)
	}
	v, err := graphview.Project(g, graphview.Filter{Strangers: 6, LinksPerNode: 1})
	if err != nil {
		t.Fatal(err)
	}
	v.Nodes[2].Selected = true
	v.Nodes[3].Kind = graphview.Payment
	v.Edges[0].Verdict = casefile.VerdictSame
	s, err := graphview.Draw(context.Background(), v, graphview.FigureOptions{
		Width: 640, Height: 400, Seed: 1, Title: "Cluster C-01 and neighbours", Recipe: "run 1 · seed 1",
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func waterfall() graphview.Waterfall {
	return graphview.Waterfall{
		Title: "acct_7f3a91 and acct_c20d4e", Subtitle: "23.1 bits · three independent families", Total: 23_100,
		Bars: []graphview.Bar{
			{Label: "Before any evidence", Bits: -8300, Note: "one pair in 315"},
			{Label: "Same payment card", Bits: 12_600, Note: "3 of 24,031 accounts · 2 rows"},
			{Label: "Hand-over after suspension", Bits: 8900, Note: "4 times · 8 rows"},
			{Label: "Private prompt template", Bits: 7300, Note: "118 of 24,031 accounts · 1,904 rows"},
			{Label: "Same exits in the same hour", Bits: 2600, Note: "61 rows"},
			{Label: "User agent", Aside: true, Note: "shared by 9,120 accounts"},
		},
	}
}

func timeline() graphview.Timeline {
	start := time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC)
	layer := func(base, swing, from int) (counts []int64) {
		for i := range 36 {
			n := 0
			if i >= from {
				n = base + swing*(i*7%5)
			}
			counts = append(counts, int64(n))
		}
		return counts
	}
	return graphview.Timeline{
		Title: "requests per 12 hours, by cluster", Note: "22 Apr – 10 May 2026 UTC", Start: start, Step: 12 * time.Hour,
		Layers: []graphview.Layer{
			{Label: "in no cluster", Token: graphview.ClusterRest, Counts: layer(400, 30, 0)},
			{Label: "C-02", Token: graphview.Cluster2, Counts: layer(120, 10, 4)},
			{Label: "C-01", Token: graphview.Cluster1, Counts: layer(300, 60, 12)},
		},
		Markers: []graphview.Marker{
			{At: start.Add(9 * 24 * time.Hour), Label: "12 accounts suspended", Ban: true},
			{At: start.Add(7 * 24 * time.Hour), Label: "atlas-5 released"},
		},
		From: start.Add(5 * 24 * time.Hour), To: start.Add(14 * 24 * time.Hour),
	}
}

// figures are the scenes that goldens are kept of.
func figures(t testing.TB) map[string]*graphview.Scene {
	t.Helper()
	w, err := waterfall().Scene()
	if err != nil {
		t.Fatal(err)
	}
	l, err := timeline().Scene()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*graphview.Scene{"graph": small(t), "waterfall": w, "timeline": l}
}

func svg(t testing.TB, s *graphview.Scene) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := render.SVG(&out, s); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSVGGoldens(t *testing.T) {
	for name, s := range figures(t) {
		t.Run(name, func(t *testing.T) {
			golden.Equal(t, filepath.Join("testdata", name+".svg"), svg(t, s))
		})
	}
}

// TestPNGGoldens lets a pixel differ by a shade, and a few by more, because another
// processor may round the edge of a shape differently.
func TestPNGGoldens(t *testing.T) {
	for name, s := range figures(t) {
		t.Run(name, func(t *testing.T) {
			have, err := render.Image(context.Background(), s, render.PNGOptions{})
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".png")
			if golden.Updating() {
				var out bytes.Buffer
				if err := render.PNG(&out, s); err != nil {
					t.Fatal(err)
				}
				golden.Equal(t, path, out.Bytes())
				return
			}
			file, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			want, err := png.Decode(file)
			if err != nil {
				t.Fatal(err)
			}
			alike(t, have, want)
		})
	}
}

func alike(t *testing.T, have, want image.Image) {
	t.Helper()
	if have.Bounds() != want.Bounds() {
		t.Fatalf("%v, want %v", have.Bounds(), want.Bounds())
	}
	far, b := 0, have.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			p := color.NRGBAModel.Convert(have.At(x, y)).(color.NRGBA)
			q := color.NRGBAModel.Convert(want.At(x, y)).(color.NRGBA)
			for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
				if d > 3 || d < -3 {
					far++
					break
				}
			}
		}
	}
	if far > b.Dx()*b.Dy()/2000 {
		t.Errorf("%d of %d pixels differ", far, b.Dx()*b.Dy())
	}
}

func TestSameBytesOnAnyNumberOfProcessors(t *testing.T) {
	make := func() [2][]byte {
		s := small(t)
		var out bytes.Buffer
		if err := render.PNG(&out, s); err != nil {
			t.Fatal(err)
		}
		return [2][]byte{svg(t, s), out.Bytes()}
	}
	many := make()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one := make()
	for i, kind := range []string{"SVG", "PNG"} {
		if !bytes.Equal(many[i], one[i]) {
			t.Errorf("one processor wrote another %s", kind)
		}
	}
}

// TestHostileTextStaysText puts text at random, and text made to break out, into
// every place of a figure that takes text; what comes out must be well formed and
// hold no element or attribute that was not ours.
func TestHostileTextStaysText(t *testing.T) {
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`</text><script>alert(1)</script>`, `"><image href="http://192.0.2.1/x"/>`, "]]>", "<!--", "&#x0;", "&amp;lt;",
		"\x00\x01\ufffe\uffff", "\u202e\u2066gnp.exe", `' onload='x`, "\xff\xfe", "<?xml?>", "%s%n", "🙂👩‍👩‍👧",
	}))
	allowed := map[string]bool{"svg": true, "title": true, "g": true, "path": true, "rect": true, "circle": true, "ellipse": true, "text": true}
	rapid.Check(t, func(r *rapid.T) {
		word := func(where string) string { return hostile.Draw(r, where) }
		nodes := []graphview.Node{
			{Key: word("key"), Kind: graphview.Account, Cluster: 1, Importance: 9},
			{Key: "x", Label: word("label"), Kind: graphview.Device, Cluster: 1, Importance: 9},
			{Key: word("key"), Kind: graphview.Account, Selected: true},
		}
		g, err := graphview.New(nodes, []graphview.Edge{{A: 0, B: 1}}, []graphview.Cluster{{ID: 1, Label: word("cluster"), Note: word("note")}})
		if err != nil {
			r.Fatal(err)
		}
		v, err := graphview.Project(g, graphview.Filter{})
		if err != nil {
			r.Fatal(err)
		}
		s, err := graphview.Draw(context.Background(), v, graphview.FigureOptions{
			Width: 320, Height: 200, Title: word("title"), Subtitle: word("subtitle"), Recipe: word("recipe"),
		})
		if err != nil {
			r.Fatal(err)
		}
		var out bytes.Buffer
		if err := render.SVG(&out, s); err != nil {
			r.Fatal(err)
		}
		if err := render.Waterfall(&out, graphview.Waterfall{Title: word("title"), Bars: []graphview.Bar{{Label: word("bar"), Note: word("note"), Bits: 1000}}}); err != nil {
			r.Fatal(err)
		}
		line := timeline()
		line.Title, line.Layers[0].Label, line.Markers[0].Label = word("title"), word("layer"), word("marker")
		if err := render.Timeline(&out, line); err != nil {
			r.Fatal(err)
		}
		read := xml.NewDecoder(&out)
		read.Strict = true
		for {
			token, err := read.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				r.Fatalf("not well formed: %v", err)
			}
			switch it := token.(type) {
			case xml.StartElement:
				if !allowed[it.Name.Local] {
					r.Fatalf("element %s", it.Name.Local)
				}
				for _, a := range it.Attr {
					if name := a.Name.Local; strings.HasPrefix(name, "on") || strings.Contains(name, "href") || name == "style" || strings.Contains(a.Value, "url(") {
						r.Fatalf("attribute %s=%q", name, a.Value)
					}
				}
			case xml.Comment, xml.ProcInst, xml.Directive:
				r.Fatalf("%T %v", it, it)
			}
		}
		if _, err := render.Image(context.Background(), s, render.PNGOptions{}); err != nil {
			r.Fatal(err)
		}
	})
}

func TestImage(t *testing.T) {
	s := small(t)
	t.Run("twice as large", func(t *testing.T) {
		img, err := render.Image(context.Background(), s, render.PNGOptions{Scale: 2})
		if err != nil {
			t.Fatal(err)
		}
		if img.Rect.Dx() != 1280 || img.Rect.Dy() != 800 {
			t.Errorf("%v", img.Rect)
		}
	})
	t.Run("sizes that cannot be", func(t *testing.T) {
		for _, size := range []float64{0, -5, math.NaN(), math.Inf(1), 1e9} {
			if _, err := render.Image(context.Background(), &graphview.Scene{Width: size, Height: 100}, render.PNGOptions{}); err == nil {
				t.Errorf("width %v was drawn", size)
			}
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := render.Image(ctx, s, render.PNGOptions{}); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a full disk", func(t *testing.T) {
		full := fullDisk{}
		if err := render.PNG(full, s); !errors.Is(err, errFull) {
			t.Errorf("PNG: %v", err)
		}
		if err := render.SVG(full, s); !errors.Is(err, errFull) {
			t.Errorf("SVG: %v", err)
		}
	})
}

var errFull = fmt.Errorf("no room left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestShapesCoverWhatTheySay draws each kind of node large and measures its area.
func TestShapesCoverWhatTheySay(t *testing.T) {
	const r = 50
	for kind, want := range map[graphview.Kind]float64{
		graphview.Account: math.Pi * r * r, graphview.Device: 2 * 1.3 * 1.3 * r * r, graphview.Payment: 2.5 * 1.8 * r * r,
		graphview.Indicator: 1.25 * 2.25 * r * r,
	} {
		t.Run(string(kind), func(t *testing.T) {
			s := &graphview.Scene{Width: 200, Height: 200, Palette: graphview.Light()}
			s.Items = []graphview.Item{graphview.Mark{X: 100, Y: 100, R: r, Kind: kind,
				Fill: graphview.Paint{Token: graphview.Accent, Alpha: 1}, Edge: graphview.Paint{Token: graphview.Accent, Alpha: 0}}}
			img, err := render.Image(context.Background(), s, render.PNGOptions{})
			if err != nil {
				t.Fatal(err)
			}
			ground, full, sum := float64(s.Palette[graphview.Ground].R), float64(s.Palette[graphview.Accent].R), 0.0
			for i := 0; i < len(img.Pix); i += 4 {
				sum += (float64(img.Pix[i]) - ground) / (full - ground)
			}
			if math.Abs(sum-want) > 0.01*want {
				t.Errorf("%.0f pixels, want %.0f", sum, want)
			}
		})
	}
}
