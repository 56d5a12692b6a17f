package viewmodel_test

import (
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casework"
	"casebench/internal/progress"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

const goodLogins = "account_id,ts,ip,result\na,2026-05-01T00:00:00Z,198.51.100.1,ok\nb,2026-05-01T00:01:00Z,198.51.100.2,ok\n"

// oddLogins names nothing as we do; one address and one row are bad.
const oddLogins = "when;who;where\n2026-05-02 09:00;u1;198.51.100.1\n2026-05-03 10:00;u2;not an address\n2026-05-04 11:00;u3;198.51.100.3\nshort;row\n"

func file(t *testing.T, dir, name, text string) string {
	t.Helper()
	if dir == "" {
		dir = t.TempDir()
	}
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gzipped(text string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

// importing opens the dialog on an empty case and waits until the files are looked at.
func importing(t *testing.T, work *casework.Casework, paths ...string) (*viewmodel.Importing, *viewmodel.Bench, *uitest.Pump) {
	t.Helper()
	b, pump := uitest.Bench(t, work)
	m := viewmodel.NewImporting(b, paths...)
	t.Cleanup(m.Close)
	looked(t, m, pump)
	return m, b, pump
}

func looked(t *testing.T, m *viewmodel.Importing, pump *uitest.Pump) {
	t.Helper()
	pump.Until(t, "the look at the files", func() bool { return !m.Looking() })
}

func TestAFileIsJudgedBeforeItIsImported(t *testing.T) {
	long := "account_id,ts,ip\n" + strings.Repeat("a,2026-05-01T00:00:00Z,198.51.100.1\n", 60000)
	for name, c := range map[string]struct {
		file, text string
		stands     viewmodel.Standing
		says       string
	}{
		"a table of ours":                   {"logins.csv", goodLogins, viewmodel.StandsFine, "needs no mapping"},
		"unknown columns":                   {"odd.csv", oddLogins, viewmodel.StandsBad, "cannot be read yet"},
		"another kind":                      {"photo.png", "\x89PNG\r\n\x1a\n\x00\x01", viewmodel.StandsBad, "cannot be read yet"},
		"no rows at all":                    {"none.csv", "", viewmodel.StandsBad, "cannot be read yet"},
		"a header alone":                    {"logins.csv", "account_id,ts,ip,result\n", viewmodel.StandsFine, "needs no mapping"},
		"a gzip cut short at its beginning": {"logins.csv.gz", gzipped(long)[:60], viewmodel.StandsBad, "cannot be read yet"},
	} {
		t.Run(name, func(t *testing.T) {
			m, _, _ := importing(t, uitest.Empty(t), file(t, "", c.file, c.text))
			f := m.At()
			if f.Standing() != c.stands || f.Says() != c.says {
				t.Errorf("it stands %d, %q: %+v", f.Standing(), f.Says(), f.Look.Error)
			}
			if c.stands == viewmodel.StandsBad && (f.Look.Error == nil || f.Look.Error.Message == "") {
				t.Error("no reason is given")
			}
		})
	}
}

// Files that need no mapping skip the page of columns; what is imported adds up.
func TestGoodFilesGoStraightToTheCheck(t *testing.T) {
	m, b, pump := importing(t, uitest.Empty(t), file(t, "", "logins.csv", goodLogins), file(t, "", "photo.png", "\x89PNG\r\n\x1a\n\x00"))
	m.Next()
	if m.Page.Get() != viewmodel.ImportCheck {
		t.Fatalf("on page %d", m.Page.Get())
	}
	s := m.Summary()
	if s.Files != "1 file, 102 B, 2 rows" || len(s.Left) != 1 || !strings.Contains(s.Links, "address") {
		t.Errorf("%+v", s)
	}
	m.Next()
	pump.Until(t, "the import", func() bool { return m.State.Get().Done })
	if got := m.Files.Get()[0].Outcome.Numbers(); got != [4]string{"3", "2", "0", "1"} {
		t.Errorf("rows, accepted, rejected, skipped: %v", got)
	}
	if said := b.Said.Get().Text; said != "1 file imported: 2 rows" {
		t.Errorf("said %q", said)
	}
	if m.Files.Get()[1].Outcome != nil {
		t.Error("the picture was imported")
	}
}

// Unknown columns are mapped by hand: what is shown is what is imported and stored.
func TestColumnsAreMappedByHand(t *testing.T) {
	work := uitest.Empty(t)
	m, _, pump := importing(t, work, file(t, "", "odd.csv", oddLogins))
	if why := m.Why(); why != "" {
		t.Fatalf("a file that can be mended holds the dialog up: %s", why)
	}
	m.Next()
	if m.Page.Get() != viewmodel.ImportColumns {
		t.Fatalf("on page %d", m.Page.Get())
	}
	if m.Why() == "" {
		t.Error("the dialog goes on with no file that can be read")
	}
	m.SetTable(0, "logins")
	looked(t, m, pump)
	for from, to := range map[string]string{"when": "ts", "who": "account_id", "where": "ip"} {
		m.SetColumn(0, from, to)
		looked(t, m, pump)
	}
	m.SetZone(0, "Europe/Vilnius")
	looked(t, m, pump)
	f := m.At()
	if f.Look.Error != nil {
		t.Fatalf("%+v", f.Look.Error)
	}
	cols := f.Columns()
	if cols[2].To != "ip" || cols[2].Bad != 1 || !cols[2].Said || cols[0].Example != "2026-05-02 09:00" {
		t.Errorf("%+v", cols)
	}
	if got := f.Look.Trial.Lines[0].Cells[1].Text; got != "2026-05-02 06:00:00 UTC" {
		t.Errorf("the time is read as %q", got)
	}
	m.SetColumn(0, "who", "ip") // two for one target: the older gives way
	looked(t, m, pump)
	if cols := m.At().Columns(); cols[1].To != "ip" || cols[2].To != "" {
		t.Errorf("%+v", cols)
	}
	m.SetColumn(0, "who", "account_id")
	m.SetColumn(0, "where", "ip")
	looked(t, m, pump)

	m.Next()
	if s := m.Summary(); len(s.Reject) != 1 || s.Reject[0].Raw != "short;row" {
		t.Errorf("rejects of the sample: %+v", s.Reject)
	}
	m.Next()
	pump.Until(t, "the import", func() bool { return m.State.Get().Done })
	list, err := work.Sources(t.Context(), false, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	src := list.Sources[0]
	if src.Accepted != 3 || src.Rejected != 1 || src.Mapping == nil || src.Mapping.Columns["where"] != "ip" || src.Mapping.Zone != "Europe/Vilnius" {
		t.Errorf("%+v %+v", src.Source, src.Mapping)
	}
}

// A mapping that was saved for one file is used for another.
func TestAMappingIsSavedAndLoaded(t *testing.T) {
	dir := t.TempDir()
	m, b, pump := importing(t, uitest.Empty(t), file(t, dir, "odd.csv", oddLogins), file(t, dir, "odd2.csv", oddLogins+"2026-05-05 11:00;u4;198.51.100.4\n"))
	kept := filepath.Join(dir, "m.json")
	b.Pick = func(p viewmodel.FilePick) { p.Then([]string{kept}) }
	m.SetTable(0, "logins")
	looked(t, m, pump)
	m.SetColumn(0, "who", "account_id")
	looked(t, m, pump)
	m.SaveMapping(0)
	pump.Until(t, "the mapping", func() bool { _, err := os.Stat(kept); return err == nil && b.Said.Get().Number > 0 })
	m.LoadMapping(1)
	pump.Until(t, "the mapping of the other", func() bool { return m.Files.Get()[1].Standing() == viewmodel.StandsMapped })
	if m.Alike(0) != 1 {
		t.Errorf("%d files are alike", m.Alike(0))
	}
}

// The bytes of a source are not imported twice, and the dialog says so before.
func TestTheSameBytesAreSeenBefore(t *testing.T) {
	path := file(t, "", "logins.csv", goodLogins)
	work := uitest.Empty(t)
	if _, err := work.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	m, _, _ := importing(t, work, path)
	if f := m.At(); f.Standing() != viewmodel.StandsTwin || f.Says() != "same as source 1" {
		t.Errorf("%q", f.Says())
	}
	if m.Why() == "" {
		t.Error("the dialog goes on with nothing to import")
	}
}

func TestAFolderIsItsFiles(t *testing.T) {
	dir, none := t.TempDir(), t.TempDir()
	file(t, dir, "a/logins.csv", goodLogins)
	file(t, dir, "b/accounts.csv", "account_id,created_at\na,2026-05-01T00:00:00Z\n")
	m, _, _ := importing(t, uitest.Empty(t), dir, none)
	files := m.Files.Get()
	if len(files) != 3 || files[0].Look.Name != "logins.csv" || files[2].Standing() != viewmodel.StandsBad {
		t.Fatalf("%d files", len(files))
	}
	if msg := files[2].Look.Error.Message; !strings.Contains(msg, "nothing to import") {
		t.Errorf("a folder without logs says %q", msg)
	}
	m.Remove(2)
	if ready, of := m.Ready(); ready != 2 || of != 2 {
		t.Errorf("%d of %d are ready", ready, of)
	}
}

// An import that is stopped keeps what was complete and says so; the others are not
// in the case. A file that fails while it is read does not stop the others.
func TestAnImportStopsBetweenFiles(t *testing.T) {
	dir := t.TempDir()
	var big strings.Builder
	big.WriteString("account_id,ts,ip\n")
	for i := range 400000 {
		big.WriteString("a")
		big.WriteString(strings.Repeat("b", i%7))
		big.WriteString(",2026-05-01T00:00:00Z,198.51.100.1\n")
	}
	work := uitest.Empty(t)
	cut := gzipped(big.String())
	m, b, pump := importing(t, work, file(t, dir, "1/logins.csv", goodLogins), file(t, dir, "2/logins.csv.gz", cut[:len(cut)-40]), file(t, dir, "3/logins.csv", big.String()))
	m.Next()
	m.Next()
	pump.Until(t, "the third file", func() bool {
		o := m.Files.Get()[2].Outcome
		return o != nil && o.State == viewmodel.ImportReads
	})
	if share, line := m.Progress(); share > 1 {
		t.Errorf("%v %q", share, line)
	}
	m.Cancel()
	pump.Until(t, "the end", func() bool { return m.State.Get().Done })
	var states []viewmodel.ImportOutcomeState
	for _, f := range m.Files.Get() {
		states = append(states, f.Outcome.State)
	}
	if states[0] != viewmodel.ImportDone || states[1] != viewmodel.ImportFailed {
		t.Errorf("states %v", states)
	}
	if s := m.State.Get(); s.Cancelled && (states[2] != viewmodel.ImportNot || !strings.HasPrefix(b.Said.Get().Text, "Import stopped")) {
		t.Errorf("%+v, %v, said %q", s, states, b.Said.Get().Text)
	}
	if b.Problem.Get() != nil {
		t.Errorf("a failure came up in the middle of an import: %v", b.Problem.Get())
	}
	list, err := work.Sources(t.Context(), false, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list.Sources {
		if s.Name == "logins.csv.gz" && s.State == "ready" {
			t.Error("a file that is cut short is a source")
		}
	}
}

// What is said of how files came goes with each of them.
func TestCustodyIsImported(t *testing.T) {
	world := filepath.Join(t.TempDir(), "world")
	if err := uitest.WriteWorld(world); err != nil {
		t.Fatal(err)
	}
	b, pump := uitest.Bench(t, uitest.Empty(t))
	m := viewmodel.NewImporting(b, filepath.Join(world, "logins.jsonl"))
	t.Cleanup(m.Close)
	pump.Until(t, "the look", func() bool { f := m.At(); return f != nil && !f.Looking })
	if m.Say("expires_on", "soon") == "" || m.Say("expires_on", "2026-06-21") != "" || m.Say("collected_by", "K. Okafor") != "" {
		t.Error("a day is not told from a word")
	}
	m.Start()
	pump.Until(t, "the import", func() bool { return m.State.Get().Done })
	if c := m.Files.Get()[0].Outcome.Source.Custody; c.CollectedBy != "K. Okafor" || c.ExpiresOn != "2026-06-21" {
		t.Errorf("%+v", c)
	}
}

// Of two files with the same bytes one is imported, and the dialog says so before,
// whichever of them is left out or taken off the list.
func TestEqualFilesAreSeenBefore(t *testing.T) {
	dir := t.TempDir()
	a, b := file(t, dir, "a.csv", goodLogins), file(t, dir, "b.csv", goodLogins)
	c := file(t, dir, "c.csv", strings.Replace(goodLogins, "198.51.100.1", "198.51.100.9", 1)) // as long, and other
	m, _, pump := importing(t, uitest.Empty(t), a, b, c)
	files := m.Files.Get()
	pump.Until(t, "the comparison", func() bool { return files[1].Standing() == viewmodel.StandsTwin })
	if files[1].Says() != "same as a.csv" || !files[0].Imports() || files[1].Imports() || !files[2].Imports() {
		t.Errorf("%q; %v %v %v", files[1].Says(), files[0].Imports(), files[1].Imports(), files[2].Imports())
	}
	if s := m.Summary(); len(s.Left) != 1 || !strings.Contains(s.Left[0], "b.csv: it holds the same bytes as a.csv") {
		t.Errorf("%q", s.Left)
	}
	m.Leave(0, true)
	if !files[1].Imports() {
		t.Error("nothing is left of the two")
	}
	m.Leave(0, false)
	m.Remove(0)
	if !files[1].Imports() {
		t.Error("nothing is left of the two when the first is off the list")
	}
}

// What lies beside a file on how it came is shown before the import, and stands under
// what a person says of all files.
func TestWhatLiesBesideAFileIsShown(t *testing.T) {
	dir := t.TempDir()
	a := file(t, dir, "a.csv", goodLogins)
	b := file(t, dir, "b.csv", strings.Replace(goodLogins, "198.51.100.1", "198.51.100.9", 1))
	file(t, dir, "a.csv.custody.json", `{"collected_by":"R. Vale"}`)
	file(t, dir, "custody.json", `{"system":"Gateway EU","collected_by":"Team"}`)
	m, _, _ := importing(t, uitest.Empty(t), a, b)
	if s := m.Summary(); len(s.Came) != 2 || s.Came[0] != "a.csv came with: collected by R. Vale; from the system Gateway EU." || len(s.Wrong) != 0 {
		t.Errorf("%q, %q", s.Came, s.Wrong)
	}
	for key, want := range map[string]string{"system": "Gateway EU", "collected_by": "not the same of every file", "notes": ""} {
		if got := m.Beside(key); got != want {
			t.Errorf("%s: %q", key, got)
		}
	}
	file(t, dir, "b.csv.custody.json", `{"by whom":"?"}`)
	m, _, _ = importing(t, uitest.Empty(t), b)
	if s := m.Summary(); len(s.Wrong) != 1 || !strings.Contains(s.Wrong[0], "cannot be used") {
		t.Errorf("%q", s.Wrong)
	}
}
