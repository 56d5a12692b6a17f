package uitest

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// Over opens a window of 1280 by 720 in our look, for a dialog to be shown over.
func Over(t testing.TB, dark bool) fyne.Window {
	t.Helper()
	if fyne.CurrentApp() == nil {
		App(t, dark)
	}
	Look(fyne.CurrentApp(), dark)
	return Window(t, widgets.NewGround(theme.Ground), 1280, 720)
}

// ShotOver draws a window with what lies over it and writes the picture as Shot
// does, named after the test, the name and the look.
func ShotOver(t testing.TB, win fyne.Window, name string) string {
	t.Helper()
	folder := os.Getenv("CASEBENCH_SHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatalf("make folder of shots: %v", err)
	}
	look := "light"
	if theme.IsDark() {
		look = "dark"
	}
	for _, o := range win.Canvas().Overlays().List() {
		for range 2 {
			o.Refresh()
		}
	}
	path := filepath.Join(folder, strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()+"-"+name)+"-"+look+".png")
	var b bytes.Buffer
	if err := png.Encode(&b, win.Canvas().Capture()); err != nil {
		t.Fatalf("encode shot: %v", err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatalf("write shot: %v", err)
	}
	return path
}
