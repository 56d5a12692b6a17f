//go:build cgo

package windowtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"casebench/ui"
)

// hand works in one window.
type hand struct {
	t      testing.TB
	window *ui.Window
}

// alone skips a test where there is no display with nobody on it.
func alone(t testing.TB) {
	t.Helper()
	if os.Getenv("CASEBENCH_WINDOW") == "" {
		t.Skip("no display of our own: run `make window`")
	}
}

// open opens the window and waits until it is on the screen.
func open(t testing.TB, o ui.Options) *hand {
	t.Helper()
	alone(t)
	h := &hand{t: t}
	o.GL = true
	fyne.DoAndWait(func() {
		h.window = ui.New(toolkit, o)
		h.window.Show()
	})
	h.wait("the window on the screen", func() bool {
		out, err := exec.Command("xdotool", "search", "--onlyvisible", "--name", "Casebench").Output()
		return err == nil && len(strings.TrimSpace(string(out))) > 0
	})
	h.xdo("search", "--onlyvisible", "--name", "Casebench", "windowmove", "0", "0", "windowsize", "1600", "1000", "windowfocus")
	t.Cleanup(func() {
		if err := h.window.Close(); err != nil {
			t.Error(err)
		}
		fyne.DoAndWait(func() { h.window.Hide() })
	})
	return h
}

// on runs f on the goroutine of the window and waits for it.
func (h *hand) on(f func()) { fyne.DoAndWait(f) }

// xdo sends keys and clicks through the X server.
func (h *hand) xdo(args ...string) {
	h.t.Helper()
	if out, err := exec.Command("xdotool", args...).CombinedOutput(); err != nil {
		h.t.Fatalf("xdotool %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// wait waits until ok, looking twenty times a second.
func (h *hand) wait(what string, ok func() bool) {
	h.t.Helper()
	for end := time.Now().Add(90 * time.Second); !ok(); {
		if time.Now().After(end) {
			h.shot("failed-" + h.t.Name())
			h.t.Fatalf("waited in vain for %s; on the screen: %s", what, strings.Join(h.texts(), " | "))
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// key presses keys, as xdotool names them: "ctrl+z", "Escape".
func (h *hand) key(names ...string) {
	h.t.Helper()
	h.xdo(append([]string{"key", "--clearmodifiers", "--delay", "60"}, names...)...)
	h.settle()
}

// type_ types text.
func (h *hand) write(text string) {
	h.t.Helper()
	h.xdo("type", "--delay", "12", text)
	h.settle()
}

// settle lets the window take in what was sent.
func (h *hand) settle() { time.Sleep(120 * time.Millisecond) }

// click clicks at a place in the window, with the button and keys held.
func (h *hand) click(x, y float32, button int, held ...string) {
	h.t.Helper()
	h.move(x, y)
	for _, k := range held {
		h.xdo("keydown", k)
	}
	h.xdo("click", strconv.Itoa(button))
	for _, k := range held {
		h.xdo("keyup", k)
	}
	h.settle()
}

func (h *hand) move(x, y float32) {
	h.t.Helper()
	h.xdo("mousemove", fmt.Sprint(int(x)), fmt.Sprint(int(y)))
	time.Sleep(60 * time.Millisecond)
}

// drag presses at one place and lets go at another.
func (h *hand) drag(x, y, toX, toY float32) {
	h.t.Helper()
	h.move(x, y)
	h.xdo("mousedown", "1")
	for i := range 8 {
		f := float32(i+1) / 8
		h.move(x+(toX-x)*f, y+(toY-y)*f)
	}
	h.xdo("mouseup", "1")
	h.settle()
}

// place is where something is in the window.
type place struct {
	text       string
	x, y, w, h float32
}

func (p place) middle() (x, y float32) { return p.x + p.w/2, p.y + p.h/2 }

// seen returns every text on the screen with its place, in the order of drawing;
// what lies under an open dialog or menu is left out.
func (h *hand) seen() []place {
	var out []place
	h.on(func() {
		c := h.window.Canvas()
		root := c.Content()
		if top := c.Overlays().Top(); top != nil {
			root = top
		}
		scale := c.Scale()
		driver := toolkit.Driver()
		walk(root, func(o fyne.CanvasObject) {
			t, ok := o.(*canvas.Text)
			if !ok || strings.TrimSpace(t.Text) == "" {
				return
			}
			p := driver.AbsolutePositionForObject(o)
			out = append(out, place{strings.ReplaceAll(t.Text, "\u200a", ""), p.X * scale, p.Y * scale, t.Size().Width * scale, t.Size().Height * scale})
		})
	})
	return out
}

// texts is what is to be read on the screen.
func (h *hand) texts() []string {
	var out []string
	for _, p := range h.seen() {
		out = append(out, p.text)
	}
	return out
}

// walk visits all visible objects of a tree, from the back to the front.
func walk(o fyne.CanvasObject, do func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	do(o)
	switch v := o.(type) {
	case *fyne.Container:
		for _, child := range v.Objects {
			walk(child, do)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(v).Objects() {
			walk(child, do)
		}
	}
}

// find waits for a text on the screen and returns its place: the whole text, or one
// that begins with it when it ends with "*".
func (h *hand) find(text string) place {
	h.t.Helper()
	var at place
	h.wait(fmt.Sprintf("%q", text), func() bool {
		for _, p := range h.seen() {
			prefix, open := strings.CutSuffix(text, "*")
			if p.text == text || open && strings.HasPrefix(p.text, prefix) {
				at = p
				return true
			}
		}
		return false
	})
	return at
}

// press clicks on a text.
func (h *hand) press(text string) {
	h.t.Helper()
	x, y := h.find(text).middle()
	h.click(x, y, 1)
}

// gone waits until a text is no longer on the screen.
func (h *hand) gone(text string) {
	h.t.Helper()
	h.wait(fmt.Sprintf("%q to go", text), func() bool {
		for _, t := range h.texts() {
			if t == text {
				return false
			}
		}
		return true
	})
}

// shot keeps what the X server shows, when TOUR names a folder; a failure is always
// kept.
func (h *hand) shot(name string) {
	h.t.Helper()
	dir := os.Getenv("TOUR")
	if strings.HasPrefix(name, "failed-") {
		dir = os.TempDir()
		h.t.Logf("what was on the screen is in %s", filepath.Join(dir, name+".png"))
	}
	if dir == "" {
		return
	}
	h.move(1590, 20)                   // out of the way of what is shown
	time.Sleep(600 * time.Millisecond) // a sharper picture may be on its way
	// A palette of 255 colours is enough for flat panels, and keeps the pictures small.
	path := filepath.Join(dir, strings.ReplaceAll(name, "/", "-")+".png")
	if out, err := exec.Command("import", "-window", "root", "-strip", "-dither", "None", "-colors", "255", "png8:"+path).CombinedOutput(); err != nil {
		h.t.Fatalf("screenshot: %v: %s", err, out)
	}
}
