package store_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/storetest"
)

// sealsHold verifies the seals and expects so many changed and so many later things.
func sealsHold(t *testing.T, f *store.File, changed, later int) []store.SealVerdict {
	t.Helper()
	all, err := f.VerifySeals(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there is no seal")
	}
	for _, v := range all {
		if len(v.Changed) != changed || len(v.Later) != later {
			t.Errorf("seal %d: changed %q, later %q; want %d and %d", v.Record.Seal.ID, v.Changed, v.Later, changed, later)
		}
	}
	return all
}

// sealCase makes a case with one of everything and seals it.
func sealCase(t *testing.T, f *store.File) *command.History {
	t.Helper()
	bringIn(t, f, append(count(0, 200), junk), 50)
	bringIn(t, f, count(100, 200), 50)
	bringIndicators(t, f)
	h := command.NewHistory(f, "Test Person")
	for _, c := range []command.Command{
		&command.Annotate{Annotation: casefile.Annotation{Target: casefile.EventRef(1, 3), Text: "seen"}},
		&command.Decide{Decision: casefile.Decision{A: 1, B: 2, Verdict: casefile.VerdictSame, Reason: "one device"}},
		&command.AddExhibit{Exhibit: casefile.Exhibit{Target: casefile.EventRef(1, 2), Title: "a row"}},
	} {
		if _, _, err := h.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := h.Last(&command.SetHold{Hold: casefile.Hold{Trigger: "a letter", Scope: "all"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Update(casefile.Act{Verb: "link"}, func(tx *store.Tx) error {
		_, err := tx.PutRun(casefile.Run{Seed: 1}, sampleLinks(rand.New(rand.NewPCG(1, 1)), 700), sampleClusters(3))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Seal(context.Background(), store.SealOptions{By: "Test Person", Note: "for counsel"}); err != nil {
		t.Fatal(err)
	}
	return h
}

// Work goes on after a seal. What acts change of what was sealed is told, and is no
// breach: withdrawals, amendments, lifted holds.
func TestWorkGoesOnAfterASeal(t *testing.T) {
	f := storetest.New(t)
	h := sealCase(t, f)
	sealsHold(t, f, 0, 0)
	if _, err := f.Seal(context.Background(), store.SealOptions{}); err != nil {
		t.Fatal(err)
	}
	sealsHold(t, f, 0, 0)
	bringIn(t, f, count(9000, 50), 50)
	for _, c := range []command.Command{
		&command.Annotate{Annotation: casefile.Annotation{Target: casefile.EventRef(2, 3), Text: "new"}},
		&command.Withdraw{What: command.Annotation, ID: 1},
		&command.Withdraw{What: command.Source, ID: 1},
		&command.Describe{Source: 2, Set: map[string]string{"system": "gateway"}, Reason: "it was forgotten"},
		&command.Withdraw{What: command.Run, ID: 1},
	} {
		if _, _, err := h.Do(c); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := h.Last(&command.LiftHold{ID: 1, Reason: "settled"}); err != nil {
		t.Fatal(err)
	}
	for _, v := range sealsHold(t, f, 0, 5) {
		if v.Record.Seal.Head == "" || v.Record.Seal.Revision == 0 || len(v.Record.Seal.Sources) != 3 || len(v.Record.Seal.Items) != 5 {
			t.Errorf("seal %+v", v.Record.Seal)
		}
	}
}

// A changed word breaks the seal and is named, however good its checksum is.
func TestASealNamesWhatWasChanged(t *testing.T) {
	for _, c := range []struct {
		name, says string
		forge      func(f *store.File) error
	}{
		{"a note", "The annotation 1 is another one.", func(f *store.File) error {
			return store.ForgeJSON(f, "annotations", 1, func(v map[string]any) { v["text"] = "never seen" })
		}},
		{"an exhibit withdrawn without an act", "The exhibit 1 was withdrawn or restored, and no act says so.", func(f *store.File) error {
			return store.ForgeJSON(f, "exhibits", 1, func(v map[string]any) { v["withdrawn"] = true })
		}},
		{"a count", "Source 2 has other counts of rows.", func(f *store.File) error {
			return store.ForgeJSON(f, "sources", 2, func(v map[string]any) { v["source"].(map[string]any)["skipped"] = 7 })
		}},
		{"custody", "The custody of source 2 is another one, and no act says so.", func(f *store.File) error {
			return store.ForgeJSON(f, "sources", 2, func(v map[string]any) {
				v["source"].(map[string]any)["custody"] = map[string]any{"system": "another"}
			})
		}},
		{"an account", "The values that codes stand for are other ones.", func(f *store.File) error {
			return store.ForgeWord(f, casefile.DomainAccount, "\x1fsomebody else")
		}},
		{"the seal", "The seal itself does not have its digest.", func(f *store.File) error {
			return store.ForgeJSON(f, "seals", 1, func(v map[string]any) { v["seal"].(map[string]any)["note"] = "for nobody" })
		}},
		{"the seal and its digest", "The audit log does not record this seal.", func(f *store.File) error {
			return store.ForgeJSON(f, "seals", 1, func(v map[string]any) { v["sha256"] = strings.Repeat("0", 64) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := store.Create(filepath.Join(t.TempDir(), "forged.case"), casefile.Case{Title: "Forged"}, store.Options{By: "Test Person", Now: storetest.Clock()})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			sealCase(t, f)
			if err := c.forge(f); err != nil {
				t.Fatal(err)
			}
			all, err := f.VerifySeals(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(all[0].Changed, " "); !strings.Contains(got, c.says) {
				t.Errorf("it says %q, not %q", got, c.says)
			}
		})
	}
}
