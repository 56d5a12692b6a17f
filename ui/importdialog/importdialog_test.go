package importdialog_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/importdialog"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// evidence writes a folder as a colleague sends it: tables of ours, a table that is
// not, a picture, and a file that the case holds already.
func evidence(t *testing.T) (dir, twin string) {
	t.Helper()
	dir = t.TempDir()
	if err := uitest.WriteWorld(dir); err != nil {
		t.Fatal(err)
	}
	odd := "Zeitpunkt;Kunde;Quelle;Browser;Bemerkung\n"
	for i := range 40 {
		ip := "198.51.100." + string(rune('1'+i%9))
		if i == 5 {
			ip = "unbekannt"
		}
		odd += "2026-05-0" + string(rune('1'+i%9)) + " 09:1" + string(rune('0'+i%10)) + ";kd_" + string(rune('a'+i%5)) + ";" + ip + ";Mozilla/5.0;siehe Akte\n"
	}
	for name, text := range map[string]string{"anmeldungen.csv": odd + "zerrissen;e Zeile\n", "photo.png": "\x89PNG\r\n\x1a\n\x00\x01"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, filepath.Join(dir, "releases.csv")
}

func press(c fyne.Canvas, name fyne.KeyName) { c.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }

// The whole way from a folder to rows in the case, by Enter; the columns that need a
// person are mapped on the way.
func TestFromFilesToRowsByKeys(t *testing.T) {
	for _, dark := range []bool{true, false} {
		work := uitest.Empty(t)
		dir, twin := evidence(t)
		if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{twin}}, progress.Discard); err != nil {
			t.Fatal(err)
		}
		b, pump := uitest.Bench(t, work)
		vm := viewmodel.NewImporting(b)
		b.Pick = func(p viewmodel.FilePick) { p.Then([]string{dir}) }
		win := uitest.Over(t, dark)
		c := win.Canvas()
		d := importdialog.New(vm)
		d.Show(c)
		uitest.ShotOver(t, win, "1-empty")
		press(c, fyne.KeyReturn) // the button in the middle picks files
		pump.Until(t, "the look", func() bool { return !vm.Looking() && len(vm.Files.Get()) > 1 })
		if b, ok := c.Focused().(fyne.Accessible); !ok || b.AccessibilityLabel() != "Next" {
			t.Errorf("when the files are known, Enter does not go on: the focus is on %T", c.Focused())
		}
		vm.Current.Set(at(vm, "photo.png"))
		uitest.ShotOver(t, win, "1-wrong")
		vm.Current.Set(at(vm, "logins.jsonl"))
		uitest.ShotOver(t, win, "1-files")
		walk(t, c, "Next")
		press(c, fyne.KeyReturn)
		if vm.Page.Get() != viewmodel.ImportColumns {
			t.Fatalf("on page %d", vm.Page.Get())
		}
		uitest.ShotOver(t, win, "2-before")
		i := vm.Current.Get()
		vm.SetTable(i, "logins")
		pump.Until(t, "the look", func() bool { return !vm.Looking() })
		for from, to := range map[string]string{"Zeitpunkt": "ts", "Kunde": "account_id", "Quelle": "ip", "Browser": "user_agent"} {
			vm.SetColumn(i, from, to)
		}
		vm.SetZone(i, "Europe/Berlin")
		pump.Until(t, "the look", func() bool { return !vm.Looking() })
		uitest.ShotOver(t, win, "2-columns")
		walk(t, c, "Next")
		press(c, fyne.KeyReturn)
		vm.Choose(viewmodel.ImportChoices{TLP: "amber", Originals: "embed"})
		pump.Until(t, "the look", func() bool { return !vm.Looking() })
		uitest.ShotOver(t, win, "3-check")
		press(c, fyne.KeyReturn)
		if !vm.Running() {
			t.Fatal("Enter on the last page does not begin the work")
		}
		uitest.ShotOver(t, win, "4-running")
		pump.Until(t, "the import", func() bool { return vm.State.Get().Done })
		uitest.ShotOver(t, win, "4-done")
		s := vm.State.Get()
		if s.Failed != 0 || s.Rejected != 1 || s.Accepted < 500 {
			t.Errorf("%+v", s)
		}
		var asked string
		b.Show = func(i viewmodel.Intention) { asked = i.Name }
		walk(t, c, "Link now")
		press(c, fyne.KeyReturn)
		if asked != viewmodel.IntendLink || len(c.Overlays().List()) != 0 {
			t.Errorf("the last Enter asks for %q", asked)
		}
	}
}

func at(vm *viewmodel.Importing, name string) int {
	for i, f := range vm.Files.Get() {
		if f.Look.Name == name {
			return i
		}
	}
	return -1
}

// walk presses Tab until a button has the focus, and fails when it never does.
func walk(t *testing.T, c fyne.Canvas, caption string) {
	t.Helper()
	var met []string
	for range 200 {
		if b, ok := c.Focused().(fyne.Accessible); ok {
			if b.AccessibilityLabel() == caption {
				return
			}
			met = append(met, b.AccessibilityLabel())
		}
		c.FocusNext()
	}
	t.Fatalf("Tab does not reach %q; it met %s", caption, strings.Join(met, ", "))
}

// Esc closes the dialog on every page, and the work goes on without it.
func TestTheWorkGoesOnWithoutTheDialog(t *testing.T) {
	dir, _ := evidence(t)
	b, pump := uitest.Bench(t, uitest.Empty(t))
	vm := viewmodel.NewImporting(b, filepath.Join(dir, "accounts.csv"))
	pump.Until(t, "the look", func() bool { return !vm.Looking() })
	win := uitest.Over(t, true)
	d := importdialog.New(vm)
	d.Show(win.Canvas())
	if !d.Adds() {
		t.Error("files cannot join before the work has begun")
	}
	d.Add([]string{filepath.Join(dir, "logins.jsonl")})
	pump.Until(t, "the look", func() bool { return !vm.Looking() })
	vm.Remove(1)
	vm.Next()
	vm.Next()
	press(win.Canvas(), fyne.KeyEscape)
	d.Show(win.Canvas()) // it shows the work that goes on
	if !d.IsOpen() || d.Adds() {
		t.Error("the dialog does not come back to the work")
	}
	press(win.Canvas(), fyne.KeyEscape)
	if len(win.Canvas().Overlays().List()) != 0 {
		t.Fatal("Esc does not close the dialog")
	}
	pump.Until(t, "the import", func() bool { return b.Said.Get().Number > 0 })
	if said := b.Said.Get().Text; !strings.HasPrefix(said, "1 file imported") {
		t.Errorf("said %q", said)
	}
}
