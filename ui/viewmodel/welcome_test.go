package viewmodel_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestPreferencesAreKept(t *testing.T) {
	keep := memory{"scale": "lots", "zone": "Nowhere/Land", "theme": "pink"}
	p := viewmodel.NewPreferences(keep)
	if p.Scale.Get() != 100 || p.Zone.Get() != "UTC" || p.Appearance.Get() != viewmodel.FollowSystem || p.By.Get() == "" {
		t.Errorf("nonsense is not replaced: %d %s %s %q", p.Scale.Get(), p.Zone.Get(), p.Appearance.Get(), p.By.Get())
	}
	p.Appearance.Set(viewmodel.AlwaysLight)
	p.HighContrast.Set(true)
	p.SetScale(400)
	if why := p.SetZone("Europe/Vilnius"); why != "" {
		t.Error(why)
	}
	if p.SetZone("Mars") == "" || p.SetBy("  ") == "" {
		t.Error("what makes no sense is taken")
	}
	p.SetBy("R. Lindqvist")
	q := viewmodel.NewPreferences(keep)
	if q.Appearance.Get() != viewmodel.AlwaysLight || !q.HighContrast.Get() || q.Scale.Get() != 160 || q.Location().String() != "Europe/Vilnius" || q.By.Get() != "R. Lindqvist" {
		t.Errorf("kept: %v", keep)
	}
}

func welcome(t *testing.T, keep memory) (*viewmodel.Welcome, *uitest.Pump) {
	t.Helper()
	pump := &uitest.Pump{}
	w := viewmodel.NewWelcome(viewmodel.WelcomeOptions{Keep: keep, Post: pump.Post, Config: uitest.Config, SampleDir: filepath.Join(t.TempDir(), "sample")})
	t.Cleanup(func() { w.Close(); pump.Turn() })
	return w, pump
}

// A case that is made is opened, remembered, and found missing when it goes.
func TestACaseIsMadeAndRemembered(t *testing.T) {
	keep := memory{}
	w, pump := welcome(t, keep)
	var open *casework.Casework
	var dropped []string
	w.Opened = func(c *casework.Casework) { open = c }
	w.Drop = func(_ *casework.Casework, files []string) { dropped = files }
	if !w.Dropped([]string{"/logs/a.csv"}) {
		t.Error("dropped logs do not ask for a new case")
	}
	n := viewmodel.NewNewCase(w, t.TempDir())
	if n.Make() {
		t.Error("a case without a title is made")
	}
	n.SetTitle("Hydra 2026 / cards")
	if filepath.Base(n.Path.Get()) != "hydra-2026-cards.case" {
		t.Errorf("named %s", n.Path.Get())
	}
	n.Encrypt.Set(false)
	if !n.Make() {
		t.Fatal(n.Why())
	}
	pump.Until(t, "the case", func() bool { return open != nil })
	if open.Case().Title != "Hydra 2026 / cards" || len(dropped) != 1 {
		t.Errorf("%+v, dropped %v", open.Case(), dropped)
	}
	w.Open(n.Path.Get()) // it is open
	pump.Until(t, "the refusal", func() bool { return !w.Busy() })
	if fault.KindOf(w.Problem.Get()) != fault.Locked {
		t.Errorf("%v", w.Problem.Get())
	}
	if err := open.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(n.Path.Get()); err != nil {
		t.Fatal(err)
	}
	again, pump := welcome(t, keep)
	pump.Until(t, "the look", func() bool { return again.Recent.Get()[0].Missing })
	if r := again.Recent.Get(); len(r) != 1 || r[0].Title != "Hydra 2026 / cards" || !r[0].When.Equal(uitest.Now()) {
		t.Errorf("%+v", r)
	}
	again.Remove(n.Path.Get())
	if len(again.Recent.Get()) != 0 || strings.Contains(keep["recent"], "hydra") {
		t.Error("it is still remembered")
	}
}

// The sample is made the first time and opened the next.
func TestTheSampleIsMadeOnce(t *testing.T) {
	w, pump := welcome(t, memory{})
	var made []time.Time
	var phases []string
	w.Opened = func(c *casework.Casework) {
		info, err := os.Stat(c.Path())
		if err != nil {
			t.Error(err)
		}
		made = append(made, info.ModTime())
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	w.Under.Follow(func(u viewmodel.UnderWay) { phases = append(phases, u.Line()) })
	for n := 1; n <= 2; n++ {
		w.OpenSample()
		pump.Until(t, "the sample", func() bool { w.Tick(); return len(made) == n })
	}
	if w.Problem.Get() != nil || !made[0].Equal(made[1]) {
		t.Errorf("made %v, %v", made, w.Problem.Get())
	}
	if !strings.Contains(strings.Join(phases, "\n"), "import") {
		t.Errorf("it never said what it does: %q", phases)
	}
	if got := w.Recent.Get()[0]; got.Title != "Sample case, scale s, seed 1" {
		t.Errorf("%+v", got)
	}
}

// A place that this machine does not have is not "another person's".
func TestAFolderThatIsNotThereSaysSo(t *testing.T) {
	dir := t.TempDir()
	pump := &uitest.Pump{}
	p := viewmodel.NewPicker(viewmodel.FilePick{Kind: viewmodel.PickFile, Start: dir}, pump.Post)
	t.Cleanup(p.Close)
	p.Go(filepath.Join(dir, "Desktop"))
	pump.Until(t, "the reason", func() bool { return p.Listed.Get().Problem != "" })
	if l := p.Listed.Get(); l.Problem != "This folder is not there" || l.Hint == "" {
		t.Errorf("it says %q, %q", l.Problem, l.Hint)
	}
}

func TestAPathIsTypedAndCompleted(t *testing.T) {
	dir := t.TempDir()
	file(t, dir, "logs/january.csv", "x")
	file(t, dir, "logs/june.csv", "x")
	file(t, dir, "logs/notes.txt", "x")
	file(t, dir, ".hidden.csv", "x")
	pump := &uitest.Pump{}
	p := viewmodel.NewPicker(viewmodel.FilePick{Kind: viewmodel.PickFile, Extensions: []string{".csv"}, Start: dir}, pump.Post)
	t.Cleanup(p.Close)
	names := func() (out []string) {
		for _, e := range p.Listed.Get().Entries {
			out = append(out, e.Name)
		}
		return out
	}
	shown := func(folder string) {
		t.Helper()
		pump.Until(t, folder, func() bool { return p.Folder.Get() == folder && !p.Listed.Get().Loading })
	}
	shown(dir)
	if got := strings.Join(names(), " "); got != "logs" {
		t.Errorf("shown: %s", got)
	}
	p.Typed("lo")
	p.Complete()
	pump.Until(t, "the completion", func() bool { return p.Name.Get() == "logs/" })
	p.Typed("logs/j")
	p.Complete()
	p.Typed("logs/ja")
	p.Complete()
	pump.Until(t, "the completion", func() bool { return p.Name.Get() == "logs/january.csv" })
	var got []string
	take, no := func(paths []string) { got = paths }, func(string) {}
	p.Confirm(take, no)
	pump.Until(t, "the choice", func() bool { return got != nil })
	if got[0] != filepath.Join(dir, "logs", "january.csv") {
		t.Errorf("chosen: %v", got)
	}
	p.Typed("logs")
	p.Confirm(take, no)
	shown(filepath.Join(dir, "logs"))
	if got := strings.Join(names(), " "); got != "january.csv june.csv" {
		t.Errorf("shown: %s", got)
	}
	p.SetAll(true)
	pump.Until(t, "all files", func() bool { return len(names()) == 3 })
	said := ""
	p.Typed("july.csv")
	p.Confirm(take, func(s string) { said = s })
	pump.Until(t, "the refusal", func() bool { return said != "" })
	p.Up()
	shown(dir)
}
