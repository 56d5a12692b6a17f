package casework_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// clock is a frozen clock.
func clock() time.Time { return time.Date(2026, 6, 9, 14, 2, 0, 0, time.UTC) }

func config() casework.Config {
	return casework.Config{By: "Test Person", Program: "casebench test", Now: clock}
}

// imported makes a case of files and closes it with the test.
func imported(t *testing.T, paths ...string) *casework.Casework {
	t.Helper()
	w, err := casework.New(filepath.Join(t.TempDir(), "test.case"), "Test case", config())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if len(paths) == 0 {
		return w
	}
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: paths}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	return w
}

// The same case, clock and key give the same package, and another import of the
// same files the same links.
func TestSameInputSameBytes(t *testing.T) {
	if testing.Short() {
		t.Skip("a whole world; left out of -short")
	}
	dir := world(t, 5)
	key := filepath.Join(t.TempDir(), "key")
	if _, err := casework.Keygen(key, "tester@casebench.example", nil); err != nil {
		t.Fatal(err)
	}
	w := imported(t, dir)
	run, err := w.Link(t.Context(), casework.LinkOptions{Seed: 3}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	export := func(name string) []byte {
		path := filepath.Join(t.TempDir(), name)
		// Exporting is an act and moves the audit head: both start from one copy.
		copied := filepath.Join(t.TempDir(), "copy.case")
		if err := os.WriteFile(copied, read(t, w.Path()), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := casework.Open(copied, config())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := c.Export(t.Context(), casework.ExportOptions{Path: path, Profile: "legal", Key: key}, progress.Discard); err != nil {
			t.Fatal(err)
		}
		return read(t, path)
	}
	// The key for tokens is made by the first export of a case.
	first := filepath.Join(t.TempDir(), "first.zip")
	if _, err := w.Export(t.Context(), casework.ExportOptions{Path: first, Profile: "legal", Key: key}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(export("a.zip"), export("b.zip")) {
		t.Error("two exports of one case differ")
	}
	again, err := imported(t, dir).Link(t.Context(), casework.LinkOptions{Seed: 3}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if run.ResultSHA256 != again.ResultSHA256 {
		t.Errorf("links of a second import have the digest %s, of the first %s", again.ResultSHA256, run.ResultSHA256)
	}
	if rec, err := casework.Recompute(t.Context(), first, progress.Discard); err != nil || !rec.OK || rec.Result != run.ResultSHA256 {
		t.Errorf("recompute: %+v, %v", rec, err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Rows that two exports hold byte for byte count once, and both sources are named.
func TestOverlappingExports(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, `{"request_id":"r%d","account_id":"acct_%d","ts":"2026-05-01T10:%02d:00Z","ip":"192.0.2.7","model":"atlas-5"}`+"\n", i, i%3, i)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	w := imported(t, write("requests-1.jsonl", 0, 30), write("requests-2.jsonl", 20, 50))
	q, err := w.Query(t.Context(), casework.QueryOptions{Expr: "*", CountOnly: true})
	if err != nil || q.Count != 50 {
		t.Errorf("%d rows counted, want 50 (%v)", q.Count, err)
	}
	s, err := w.Sources(t.Context(), true, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	second := s.Sources[1]
	if second.Accepted != 30 || second.Duplicates != 10 || second.DuplicateRows[1] != 10 {
		t.Errorf("second source: %d accepted, %d duplicates, by source %v", second.Accepted, second.Duplicates, second.DuplicateRows)
	}
	a, err := w.Accounts(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, x := range a.Accounts {
		total += x.Events
	}
	if total != 50 {
		t.Errorf("accounts have %d events together, want 50", total)
	}
}

// Two namespaces may use one id for two people.
func TestNamespacesKeepAccountsApart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	line := `{"request_id":"r1","account_id":"7","ts":"2026-05-01T10:00:00Z","ip":"192.0.2.7","model":"atlas-5"}` + "\n"
	if err := os.WriteFile(path, []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "requests.jsonl")
	if err := os.WriteFile(other, []byte(strings.Replace(line, "10:00:00", "10:00:01", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	w := imported(t, path)
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{other}, Namespace: "aws"}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	a, err := w.Accounts(t.Context(), "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if a.Count != 2 || a.Accounts[0].ID != "7" || a.Accounts[1].ID != "aws/7" {
		t.Errorf("accounts %+v, want 7 and aws/7", a.Accounts)
	}
	if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "account:aws/7", Star: true}); err != nil {
		t.Error(err)
	}
	if q, err := w.Query(t.Context(), casework.QueryOptions{Expr: "starred:true"}); err != nil || q.Count != 1 {
		t.Errorf("starred rows: %d, %v; want the one of aws/7", q.Count, err)
	}
}

// cancelAfter is a reporter that cancels once some bytes were read.
type cancelAfter struct {
	progress.Meter
	cancel context.CancelFunc
}

func (c *cancelAfter) Add(n int64) {
	c.Meter.Add(n)
	c.cancel()
}

func TestCancelledImportLeavesNothing(t *testing.T) {
	dir := world(t, 5)
	w := imported(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := w.Import(ctx, casework.ImportOptions{Paths: []string{filepath.Join(dir, "requests.jsonl.gz")}}, &cancelAfter{cancel: cancel})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want cancelled", err)
	}
	s, err := w.Sources(t.Context(), false, progress.Discard)
	if err != nil || len(s.Sources) != 0 {
		t.Errorf("%d sources after a cancelled import, %v", len(s.Sources), err)
	}
	for d := range w.Check(t.Context()) {
		t.Error(d)
	}
}

// Content stays masked in searches; looking at it is an act with a reason.
func TestContentIsMaskedAndRevealedWithAReason(t *testing.T) {
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	line := `{"request_id":"r1","account_id":"acct_1","ts":"2026-05-01T10:00:00Z","ip":"192.0.2.7","model":"atlas-5","prompt_text":"a private matter"}`
	if err := os.WriteFile(path, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	w := imported(t, path)
	q, err := w.Query(t.Context(), casework.QueryOptions{Expr: "private", Limit: 10})
	if err != nil || q.Count != 1 {
		t.Fatalf("%d hits, %v", q.Count, err)
	}
	if v, _ := q.Rows[0].Value("prompt_text"); strings.Contains(v.Text, "private") {
		t.Errorf("the prompt is shown: %q", v.Text)
	}
	var out bytes.Buffer
	if err := w.WriteRows(t.Context(), casework.QueryOptions{Expr: "*"}, "csv", &out); err != nil || strings.Contains(out.String(), "private") {
		t.Errorf("the prompt is in the table: %v", err)
	}
	if _, err := w.Reveal(t.Context(), "event:1/1", " "); fault.KindOf(err) != fault.Usage {
		t.Errorf("revealing without a reason: %v", err)
	}
	r, err := w.Reveal(t.Context(), "event:1/1", "needed for the report")
	if err != nil || string(r.Raw) != line {
		t.Errorf("revealed %q, %v", r.Raw, err)
	}
	log, err := w.Log(t.Context(), 1)
	if err != nil || log.Entries[0].Verb != "reveal" || log.Entries[0].Reason != "needed for the report" {
		t.Errorf("log %+v, %v", log.Entries, err)
	}
}

// Privileged notes leave by no profile; text from logs runs nowhere.
func TestHostileTextAndPrivilege(t *testing.T) {
	path := filepath.Join(t.TempDir(), "requests.jsonl")
	line := `{"request_id":"r1","account_id":"=cmd|' /C calc'!A1","ts":"2026-05-01T10:00:00Z","ip":"192.0.2.7","model":"<script>alert(1)</script>"}` + "\n"
	if err := os.WriteFile(path, []byte(line), 0o644); err != nil {
		t.Fatal(err)
	}
	w := imported(t, path)
	for kind, text := range map[string]string{"privileged": "counsel advises restraint", "exculpatory": "<script>alert(2)</script>"} {
		if _, err := w.Annotate(t.Context(), casework.AnnotateOptions{Ref: "source:1", Note: text, Kind: kind}); err != nil {
			t.Fatal(err)
		}
	}
	var csv bytes.Buffer
	if err := w.WriteRows(t.Context(), casework.QueryOptions{Expr: "*"}, "csv", &csv); err != nil || !strings.Contains(csv.String(), "'=cmd") {
		t.Errorf("a formula is not guarded: %s, %v", csv.String(), err)
	}
	for _, profile := range []string{"legal", "enforcement", "partner"} {
		pkg, report := filepath.Join(t.TempDir(), profile+".zip"), filepath.Join(t.TempDir(), "report.html")
		if _, err := w.Export(t.Context(), casework.ExportOptions{Path: pkg, Profile: profile, Report: report}, progress.Discard); err != nil {
			t.Fatal(err)
		}
		for name, data := range entries(t, pkg) {
			if bytes.Contains(data, []byte("counsel advises restraint")) {
				t.Errorf("%s: a privileged note left the case in %s", profile, name)
			}
		}
		if bytes.Contains(read(t, report), []byte("<script>alert")) {
			t.Errorf("%s: text of a log or a note is markup", profile)
		}
	}
}

// entries are the files of a package, as they lie in it once unpacked.
func entries(t *testing.T, pkg string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(pkg)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = data
	}
	if len(out) == 0 {
		t.Fatal("the package is empty")
	}
	return out
}

func TestRowsAsParquet(t *testing.T) {
	w := brought(t, 5)
	var out bytes.Buffer
	if err := w.WriteRows(t.Context(), casework.QueryOptions{Expr: "table:payments"}, "parquet", &out); err != nil {
		t.Fatal(err)
	}
	q, err := w.Query(t.Context(), casework.QueryOptions{Expr: "table:payments", CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	rows, accounts := parquetRows(t, out.Bytes())
	if int64(rows) != q.Count || accounts != rows {
		t.Errorf("%d rows, %d with an account, want %d", rows, accounts, q.Count)
	}
	if q.Count == 0 {
		t.Error("there are no payments to write")
	}
}
