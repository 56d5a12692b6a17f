package viewmodel

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// SaveTitle is what the command is called that saves what can be saved of a damaged
// case.
const SaveTitle = "Save what can be saved…"

// AskSave says what saving a damaged case means, asks where the new case goes, and
// then saves and opens it. Before it begins, away is called: what is open is to be
// closed, and then what away was given is to be called. The damaged file is not changed.
func (w *Welcome) AskSave(path string, away func(then func())) {
	w.Ask(Question{Title: "Save what can be saved", Confirm: "Choose where…",
		Explain: "All of " + filepath.Base(path) + " that proves itself unharmed is written into a new case, which is then opened. What is lost is listed, down to the rows. The damaged file stays as it is.",
		Then: func(string, string) {
			w.Pick(FilePick{Title: SaveTitle, Kind: PickSave, Extensions: []string{".case"}, Start: savedName(path), Confirm: "Save here",
				Then: func(paths []string) { away(func() { w.save(path, paths[0]) }) }})
		}})
}

// savedName proposes a name beside the damaged file.
func savedName(path string) string {
	return strings.TrimSuffix(path, filepath.Ext(path)) + "-saved.case"
}

// save makes the new case, opens it and tells what was lost. An encrypted case asks
// for its key first; the new one has the same.
func (w *Welcome) save(path, out string) {
	opener := func(ctx context.Context, c casework.Config, p progress.Reporter) (*casework.Casework, error) {
		r, err := casework.Repair(ctx, path, out, c, p)
		if err != nil {
			return nil, err
		}
		work, err := casework.Open(out, c)
		if err == nil {
			w.post(func() { w.Ask(saved(path, r)) })
		}
		return work, err
	}
	w.begin("Saving what can be saved of "+filepath.Base(path), path, func(ctx context.Context, p progress.Reporter) (*casework.Casework, error) {
		return opener(ctx, w.config(), p)
	}, func(err error) bool {
		if fault.KindOf(err) != fault.NeedsKey {
			return false
		}
		u := w.NewUnlock(path, err)
		u.open = opener
		w.AskKey(u)
		return true
	})
}

// mostLosses bounds what a person reads of losses before the rest is counted.
const mostLosses = 6

// saved tells what a repair came to.
func saved(path string, r casework.RepairResult) Question {
	said := []string{fmt.Sprintf("%s is the new case. %s is unchanged: keep it.", filepath.Base(r.Path), filepath.Base(path))}
	if len(r.Losses) == 0 {
		said = append(said, "Nothing is lost.")
	}
	var lines []string
	for _, s := range r.Sources {
		if s.LostRows == 0 {
			continue
		}
		line := fmt.Sprintf("%s lost %s.", s.Name, Many(s.LostRows, "row"))
		if slices.Contains(r.Lossy, s.ID) {
			line = fmt.Sprintf("%s lost %s, and is withdrawn for it; Undo brings the rest of it back.", s.Name, Many(s.LostRows, "row"))
		}
		for _, a := range r.Again {
			if a.Source == s.ID {
				line = fmt.Sprintf("%s lost %s. The file that was kept of it is whole, so it was imported again, with every row, as source %d.", s.Name, Many(s.LostRows, "row"), a.As)
			}
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 && len(r.Losses) > 0 {
		lines = append(lines, "No row of a source is lost, but "+Many(int64(len(r.Losses)), "other thing")+":")
		for _, l := range r.Losses {
			lines = append(lines, l.String())
		}
	}
	if over := len(lines) - mostLosses; over > 0 {
		lines = append(lines[:mostLosses], fmt.Sprintf("And %d more.", over))
	}
	said = append(said, lines...)
	if n := len(r.Wrong); n > 0 {
		said = append(said, fmt.Sprintf("The new case still has %s. Do not rely on it; see Verify this case.", Many(int64(n), "inconsistency")))
	}
	return Question{Title: "What could be saved is saved", Explain: strings.Join(said, "\n\n"), Confirm: "Close", Told: true}
}

// CanSave reports whether Problem is damage of a case, of which perhaps something can
// be saved, and of which file.
func (w *Welcome) CanSave() (path string, can bool) {
	return w.tried, w.tried != "" && fault.KindOf(w.Problem.Get()) == fault.Corrupt
}
