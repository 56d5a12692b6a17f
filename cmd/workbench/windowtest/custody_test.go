//go:build cgo

package windowtest

import (
	"errors"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

// withheld is an encrypted case whose sources say how they came; the first one is
// withdrawn.
func withheld(t *testing.T, dir string) string {
	t.Helper()
	world, path := filepath.Join(dir, "export"), filepath.Join(dir, "2026-014.case")
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	work, err := casework.NewEncrypted(path, "Hydra, spring 2026", []casework.Holder{{Passphrase: []byte(uitest.Passphrase), Work: 8}}, config())
	if err != nil {
		t.Fatal(err)
	}
	_, err = work.Import(t.Context(), casework.ImportOptions{Paths: []string{world}, Custody: casefile.Custody{CollectedBy: "M. Ortega", CollectedAt: "2026-06-09T09:30:00+02:00",
		System: "Gateway EU", ExportQuery: "team:17 from 2026-05-18", ReceivedFrom: "Trust team", ExpiresOn: "2027-06-01"}}, progress.Discard)
	if err == nil {
		_, err = work.Withdraw(t.Context(), casework.ThingSource, 1, "exported for another case")
	}
	if err := errors.Join(err, work.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestALockedCase opens an encrypted case, looks at how its sources came, locks and
// unlocks it by the keyboard alone, and is asked before a purge.
func TestALockedCase(t *testing.T) {
	alone(t)
	path := withheld(t, workplace(t))
	toolkitPrefers("dark")
	h := open(t, ui.Options{Config: config(), Case: path})
	h.find("Unlock 2026-014.case")
	h.write("not it")
	h.key("Return")
	h.find("The passphrase or key is wrong*")
	h.write(uitest.Passphrase)
	h.key("Return")
	h.wait("the case", func() bool { return h.bench() != nil })
	h.find("encrypted")
	h.key("alt+7")
	h.press("requests.jsonl")
	h.find("How it came")
	h.find("5 of 5 sources verified")
	h.shot("custody-dark")

	// Nobody clicks into the passphrase: it has the cursor when the page comes.
	for _, theme := range []viewmodel.Appearance{viewmodel.AlwaysDark, viewmodel.AlwaysLight} {
		h.on(func() { h.window.Prefer().Appearance.Set(theme) })
		h.key("ctrl+l")
		h.find("This case is locked")
		h.wait("the case to be closed", func() bool { return h.bench() == nil })
		if theme == viewmodel.AlwaysDark {
			h.shot("locked-dark")
		} else {
			h.shot("locked-light")
		}
		h.write(uitest.Passphrase)
		h.key("Return")
		h.wait("the case again", func() bool { return h.bench() != nil })
		h.find("How it came")
	}
	h.shot("custody-light")

	h.on(func() { h.window.Bench().Show(viewmodel.Intention{Name: viewmodel.IntendPurge, Argument: "1"}) })
	h.find("Purge source 1 for good")
	h.shot("purge-light")
	h.key("Escape")
	h.gone("Purge source 1 for good")
	h.on(func() { h.window.Prefer().Appearance.Set(viewmodel.AlwaysDark) })
}
