package assets_test

import (
	"bytes"
	"image/png"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"

	"casebench/assets"
)

// The event grid and the figures draw glyphs by golang.org/x/image: every face
// must be read by it, and the glyphs of identifiers must not be blank.
func TestFacesAreReadAndDrawn(t *testing.T) {
	for _, f := range []assets.Face{assets.Sans, assets.SansSemiBold, assets.Mono, assets.MonoSemiBold} {
		parsed, err := opentype.Parse(assets.Font(f))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 13, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for _, r := range "09aOIl_…·–" {
			bounds, advance, ok := face.GlyphBounds(r)
			if !ok || advance <= 0 || bounds.Empty() {
				t.Errorf("%s draws nothing for %q", f, r)
			}
		}
	}
}

// Each typeface goes out with its licence, which the licence asks for.
func TestLicencesLieBesideTheFaces(t *testing.T) {
	licences := assets.Licences()
	for name, owner := range map[string]string{"OFL-Inter.txt": "The Inter Project Authors", "OFL-JetBrainsMono.txt": "The JetBrains Mono Project Authors"} {
		text := licences[name]
		if !strings.HasPrefix(text, "Copyright") || !strings.Contains(text, owner) || !strings.Contains(text, "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(text, "DISCLAIMER") {
			t.Errorf("%s is not the licence of %s", name, owner)
		}
	}
}

func TestIconsAreOfOneKind(t *testing.T) {
	names := assets.IconNames()
	if len(names) < 50 {
		t.Fatalf("only %d icons", len(names))
	}
	for _, name := range names {
		svg, ok := assets.Icon(name)
		text := string(svg)
		if !ok || !strings.Contains(text, `viewBox="0 0 16 16"`) || !strings.Contains(text, `stroke-width="1.5"`) {
			t.Errorf("icon %q is not drawn on the grid of 16 with strokes of 1.5", name)
		}
		if !strings.Contains(text, "currentColor") || strings.Contains(text, "#") {
			t.Errorf("icon %q has a colour of its own", name)
		}
	}
	for _, needed := range []string{"import", "export", "undo", "redo", "search", "star", "star-filled", "exhibit", "graph", "offline"} {
		if !slices.Contains(names, needed) {
			t.Errorf("there is no icon %q", needed)
		}
	}
	if _, ok := assets.Icon("no such"); ok {
		t.Error("an icon that is not there was found")
	}
}

func TestTheMarkIsAPicture(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(assets.AppIcon()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 512 || b.Dy() != 512 {
		t.Errorf("the mark measures %v", b)
	}
	if _, _, _, a := img.At(1, 1).RGBA(); a != 0 {
		t.Error("the corner of the mark is not clear")
	}
}
