// Package uitest is the gear of the window's tests: a program without a display
// in our look, pictures of parts and panes to be looked at, goldens of what they
// are made of, and a small real case.
//
// The package is test gear: only tests import it.
package uitest

import (
	"bytes"
	"image"
	"image/png"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"casebench/ui/theme"
)

// App starts a program without a display, in our dark or light look, for the time
// of a test. A call into Fyne from the wrong goroutine fails the test.
func App(t testing.TB, dark bool) fyne.App {
	t.Helper()
	watch(t)
	app := test.NewApp()
	t.Cleanup(app.Quit)
	Look(app, dark)
	return app
}

// Look puts a program into our dark or light look.
func Look(app fyne.App, dark bool) {
	variant := theme.Light
	if dark {
		variant = theme.Dark
	}
	app.Settings().SetTheme(theme.New(theme.Options{Variant: variant}))
}

// Window shows an object in a window of a size without a display, so that it can
// be tapped and typed into.
func Window(t testing.TB, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	win := test.NewWindow(o)
	t.Cleanup(win.Close)
	win.SetPadded(false)
	settle(win.Canvas(), o, fyne.NewSize(w, h), win.Resize)
	return win
}

// Image draws an object in the software painter, dark or light.
func Image(t testing.TB, o fyne.CanvasObject, w, h float32, dark bool) image.Image {
	t.Helper()
	if fyne.CurrentApp() == nil {
		App(t, dark)
	}
	Look(fyne.CurrentApp(), dark)
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(o)
	settle(c, o, fyne.NewSize(w, h), c.Resize)
	return c.Capture()
}

// settle lays an object out until paragraphs know their width and their parents
// how high they are.
func settle(c fyne.Canvas, o fyne.CanvasObject, size fyne.Size, resize func(fyne.Size)) {
	for range 3 {
		resize(size.AddWidthHeight(0, 1))
		resize(size)
		o.Refresh()
	}
	_ = c
}

// Shot draws an object and writes the picture as PNG into the folder that
// CASEBENCH_SHOTS names, else into one of the test. It returns the path, which is
// named after the test and the look.
func Shot(t testing.TB, o fyne.CanvasObject, w, h float32, dark bool) string {
	t.Helper()
	look := "light"
	if dark {
		look = "dark"
	}
	return write(t, Image(t, o, w, h, dark), look)
}

// blank reports whether a picture shows nothing: it has one colour.
func blank(img image.Image) bool {
	b := img.Bounds()
	first := img.At(b.Min.X, b.Min.Y)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if img.At(x, y) != first {
				return false
			}
		}
	}
	return true
}

// write keeps a picture. One that shows nothing fails the test.
func write(t testing.TB, img image.Image, name string) string {
	t.Helper()
	if blank(img) {
		t.Errorf("the picture %q shows nothing", name)
	}
	folder := os.Getenv("CASEBENCH_SHOTS")
	if folder == "" {
		folder = t.TempDir()
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatalf("make folder of shots: %v", err)
	}
	path := filepath.Join(folder, strings.NewReplacer("/", "-", " ", "-").Replace(t.Name()+"-"+name)+".png")
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatalf("encode shot: %v", err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatalf("write shot: %v", err)
	}
	return path
}

// watch fails the test when Fyne complains of a call from the wrong goroutine. It
// reads the program's log, where Fyne says so.
func watch(t testing.TB) {
	before := log.Writer()
	log.SetOutput(io.MultiWriter(before, threadAlarm{t}))
	t.Cleanup(func() { log.SetOutput(before) })
}

type threadAlarm struct{ t testing.TB }

func (a threadAlarm) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("Error in Fyne call thread")) {
		a.t.Errorf("%s", b)
	}
	return len(b), nil
}

// Snap writes what a window shows now, overlays and all, as PNG beside the other
// shots and returns the path; name tells several of one test apart.
func Snap(t testing.TB, c fyne.Canvas, name string) string {
	t.Helper()
	return write(t, c.Capture(), name)
}
