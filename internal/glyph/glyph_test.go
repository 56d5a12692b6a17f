package glyph_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"

	"casebench/internal/glyph"
)

var (
	white = color.NRGBA{255, 255, 255, 255}
	blue  = color.NRGBA{30, 60, 200, 255}
)

func parse(t testing.TB, ttf []byte) *glyph.Font {
	t.Helper()
	f, err := glyph.Parse(ttf)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func canvas(w, h int, c color.Color) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// ink returns the smallest rectangle around the pixels that are not black.
func ink(img *image.RGBA) image.Rectangle {
	var r image.Rectangle
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			if c := img.RGBAAt(x, y); c.R|c.G|c.B != 0 {
				r = r.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return r
}

func TestMeasureAgreesWithFontDrawer(t *testing.T) {
	for _, px := range []float64{9, 12.5, 13, 26} {
		f, err := opentype.Parse(goregular.TTF)
		if err != nil {
			t.Fatal(err)
		}
		want, err := opentype.NewFace(f, &opentype.FaceOptions{Size: px, DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		face := parse(t, goregular.TTF).Face(float32(px))
		for _, s := range []string{"", "acct_7f3a91", "AVATAR To. WAY", "Łódź, Αθήνα, Москва", "1,204 / 24,031"} {
			w := float64(font.MeasureString(want, s)) / 64
			if got := float64(face.Measure(s)); math.Abs(got-w) > 0.02*w+0.1 {
				t.Errorf("%v px: %q measures %.2f, font.MeasureString says %.2f", px, s, got, w)
			}
		}
	}
}

func TestDrawLooksAsFontDrawerDoes(t *testing.T) {
	f, _ := opentype.Parse(goregular.TTF)
	want, _ := opentype.NewFace(f, &opentype.FaceOptions{Size: 14, DPI: 72})
	a, b := canvas(200, 30, color.Black), canvas(200, 30, color.Black)
	d := font.Drawer{Dst: a, Src: image.NewUniform(white), Face: want}
	d.Dot.X, d.Dot.Y = 10<<6, 20<<6
	d.DrawString("Why linked? 31.4 bits")
	parse(t, goregular.TTF).Face(14).Draw(b, 10, 20, "Why linked? 31.4 bits", white, b.Rect)
	var sumA, sumB, diff float64
	for i := range a.Pix {
		sumA, sumB = sumA+float64(a.Pix[i]), sumB+float64(b.Pix[i])
		diff += math.Abs(float64(a.Pix[i]) - float64(b.Pix[i]))
	}
	if math.Abs(sumA-sumB) > 0.01*sumA || diff > 0.05*sumA {
		t.Errorf("ink %.0f against %.0f, difference %.0f", sumB, sumA, diff)
	}
}

func TestInkStaysInsideTheClip(t *testing.T) {
	face := parse(t, goregular.TTF).Face(20)
	clip := image.Rect(13, 7, 61, 19)
	for x := float32(-30); x < 90; x += 3.3 {
		for y := float32(-5); y < 50; y += 4.1 {
			img := canvas(80, 40, color.Black)
			face.DrawOutlined(img, x, y, "gjÅ|@W…", white, blue, 1.7, clip)
			if got := ink(img); !got.In(clip) {
				t.Fatalf("at %.1f, %.1f: ink in %v, outside the clip %v", x, y, got, clip)
			}
		}
	}
	img := canvas(80, 40, color.Black)
	face.Draw(img, 10, 20, "outside", white, image.Rect(500, 500, 900, 900))
	if got := ink(img); !got.Empty() {
		t.Errorf("a clip outside the image left ink in %v", got)
	}
}

func TestEveryTextCanBeDrawn(t *testing.T) {
	face := parse(t, goregular.TTF).Face(16)
	drawn := func(s string) *image.RGBA {
		img := canvas(60, 30, color.Black)
		face.Draw(img, 5, 20, s, white, img.Rect)
		return img
	}
	mark := drawn("\uFFFD")
	if ink(mark).Empty() {
		t.Fatal("the replacement character has no ink")
	}
	cases := map[string]string{
		"control": "\x07", "newline": "\n", "right-to-left override": "\u202e", "zero width joiner": "\u200d",
		"broken UTF-8": "\xff", "not in the font": "\U0001F600", "private use": "\ue000", "line separator": "\u2028",
	}
	for name, s := range cases {
		if got := drawn(s); string(got.Pix) != string(mark.Pix) {
			t.Errorf("%s is not drawn as the replacement character", name)
		}
	}
	for r := rune(0); r < 0x3000; r++ {
		face.Measure(string(r))
	}
}

func TestBrokenFontsAreErrors(t *testing.T) {
	for _, bad := range [][]byte{nil, []byte("not a font"), goregular.TTF[:200]} {
		if _, err := glyph.Parse(bad); err == nil {
			t.Errorf("%d bytes that are no font were parsed", len(bad))
		}
	}
}

func TestFit(t *testing.T) {
	face := parse(t, goregular.TTF).Face(13)
	long := strings.Repeat("requests-0422.jsonl ", 5000)
	for _, s := range []string{"", "a", "acct_7f3a91", "ünïcode — dashes", long} {
		for width := float32(0); width < 120; width += 7.3 {
			got := face.Fit(s, width)
			if w := face.Measure(got); w > width {
				t.Fatalf("Fit(%.20q, %.1f) is %.1f wide", s, width, w)
			}
			if got != s && got != "" && !(strings.HasSuffix(got, "…") && strings.HasPrefix(s, strings.TrimSuffix(got, "…"))) {
				t.Fatalf("Fit(%.20q, %.1f) = %q", s, width, got)
			}
			if got != s && face.Measure(s) <= width {
				t.Fatalf("Fit(%.20q, %.1f) cut what fits: %q", s, width, got)
			}
		}
	}
}

func TestTabularDigitsAreAllAsWide(t *testing.T) {
	f := parse(t, goregular.TTF)
	for _, face := range []*glyph.Face{f.Tabular(13), parse(t, gomono.TTF).Face(12.5)} {
		want := face.Measure("0000")
		for _, s := range []string{"1111", "1717", "8888", "4096"} {
			if got := face.Measure(s); got != want {
				t.Errorf("%q is %.2f wide, %q %.2f", s, got, "0000", want)
			}
		}
	}
}

func TestHaloSurroundsTheText(t *testing.T) {
	face := parse(t, goregular.TTF).Face(14)
	plain, outlined := canvas(120, 40, color.Black), canvas(120, 40, color.Black)
	face.Draw(plain, 20, 25, "C-03", white, plain.Rect)
	face.DrawOutlined(outlined, 20, 25, "C-03", white, blue, 2, outlined.Rect)
	if a, b := ink(plain), ink(outlined); b != a.Inset(-2) {
		t.Errorf("halo lies in %v, the text in %v", b, a)
	}
	for i := 0; i < len(plain.Pix); i += 4 {
		if plain.Pix[i] == 255 && outlined.Pix[i] != 255 {
			t.Fatal("the halo covers the text")
		}
	}
}

func TestTranslucentTextOnATranslucentImage(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 60, 30))
	parse(t, goregular.TTF).Face(40).Draw(img, 5, 28, "M", color.NRGBA{200, 100, 50, 128}, img.Rect)
	most := color.RGBA{}
	for i := 0; i < len(img.Pix); i += 4 {
		c := color.RGBA{img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3]}
		if c.R > c.A || c.G > c.A || c.B > c.A {
			t.Fatalf("%v is not a premultiplied colour", c)
		}
		if c.A > most.A {
			most = c
		}
	}
	if most.A < 125 || most.A > 130 || most.R < 97 || most.R > 103 {
		t.Errorf("half of the colour is %v", most)
	}
}

func labels() []string {
	out := make([]string, 500)
	for i := range out {
		out[i] = "acct_7f3a" + string(rune('0'+i%10)) + string(rune('a'+i%26))
	}
	return out
}

func BenchmarkDraw500Labels(b *testing.B) {
	face, img, texts := parse(b, goregular.TTF).Face(13), canvas(1200, 800, color.Black), labels()
	for b.Loop() {
		for i, s := range texts {
			face.Draw(img, float32(i%10)*110+0.3*float32(i%4), float32(i/10)*15+12, s, white, img.Rect)
		}
	}
}

func BenchmarkDrawOutlined500Labels(b *testing.B) {
	face, img, texts := parse(b, goregular.TTF).Face(13), canvas(1200, 800, color.Black), labels()
	for b.Loop() {
		for i, s := range texts {
			face.DrawOutlined(img, float32(i%10)*110+0.3*float32(i%4), float32(i/10)*15+12, s, white, blue, 2, img.Rect)
		}
	}
}

func BenchmarkFit(b *testing.B) {
	face, long := parse(b, goregular.TTF).Face(13), strings.Repeat("requests-0422.jsonl ", 100)
	for b.Loop() {
		face.Fit(long, 200)
	}
}
