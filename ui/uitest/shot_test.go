package uitest_test

import (
	"image/png"
	"log"
	"os"
	"testing"

	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
	"casebench/ui/uitest"
)

// recorder stands in for a test, so that a failure can be looked at.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Errorf(string, ...any) { r.failed = true }

// Fyne only complains in the log; here the complaint fails the test.
func TestACallFromTheWrongGoroutineFails(t *testing.T) {
	r := &recorder{TB: t}
	uitest.App(r, true)
	log.Println("all is well")
	if r.failed {
		t.Error("an ordinary line of the log failed the test")
	}
	log.Println("*** Error in Fyne call thread, this should have been called in fyne.Do[AndWait] ***")
	if !r.failed {
		t.Error("the complaint was not heard")
	}
}

func TestShotIsInTheLookAskedFor(t *testing.T) {
	uitest.App(t, true)
	for _, dark := range []bool{true, false} {
		f, err := os.Open(uitest.Shot(t, widget.NewLabel("M"), 40, 30, dark))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		wr, wg, wb, _ := theme.Color(theme.Surface).RGBA()
		if r, g, b, _ := img.At(20, 25).RGBA(); img.Bounds().Dx() != 40 || r != wr || g != wg || b != wb {
			t.Errorf("dark %v: %v, ground %x %x %x", dark, img.Bounds(), r>>8, g>>8, b>>8)
		}
	}
}
