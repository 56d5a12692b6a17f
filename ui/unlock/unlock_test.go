package unlock_test

import (
	"testing"

	"casebench/internal/fault"
	"casebench/ui/uitest"
	"casebench/ui/unlock"
	"casebench/ui/viewmodel"
)

type memory map[string]string

func (m memory) String(key string) string    { return m[key] }
func (m memory) SetString(key, value string) { m[key] = value }

// asked is the question for a case that does not exist, with what was wrong last.
func asked(t *testing.T, wrong error) *viewmodel.Unlock {
	t.Helper()
	pump := &uitest.Pump{}
	w := viewmodel.NewWelcome(viewmodel.WelcomeOptions{Keep: memory{}, Post: pump.Post, Config: uitest.Config, SampleDir: t.TempDir()})
	t.Cleanup(func() { w.Close(); pump.Turn() })
	u := w.NewUnlock("/home/rl/cases/2026-014.case", nil)
	if wrong != nil {
		u.State.Set(viewmodel.UnlockState{Wrong: true, Problem: viewmodel.Explain(wrong)})
		u.Identity.Set("/home/rl/keys/lindqvist.txt")
	}
	return u
}

func TestLooks(t *testing.T) {
	wrong := fault.New(fault.WrongKey, "The passphrase or key is wrong: it opens none of the key slots of this case.", "Check it and try again.", nil)
	for _, dark := range []bool{true, false} {
		for name, err := range map[string]error{"first": nil, "wrong": wrong} {
			win := uitest.Over(t, dark)
			d := unlock.New(asked(t, err))
			d.Show(win.Canvas())
			uitest.ShotOver(t, win, "sheet-"+name)
			d.Close()

			p := unlock.NewPage(asked(t, err))
			uitest.ShotOver(t, uitest.Window(t, p.Object(), 1280, 720), "page-"+name)
			p.Close()
		}
		p := unlock.NewPage(asked(t, nil))
		p.Say("Work is still going on. It needs the key, which is dropped when the work has ended.")
		uitest.ShotOver(t, uitest.Window(t, p.Object(), 1280, 720), "page-busy")
		p.Close()
	}
}
