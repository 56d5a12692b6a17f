package casework_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casework"
	"casebench/importers/importertest"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

const ban = `{"account_id":"a%d","ts":"2026-04-22T10:00:00Z","action":"ban"}` + "\n"

// zipOf writes an archive; a name that ends in ">" is a link.
func zipOf(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: strings.TrimSuffix(f[0], ">"), Method: zip.Deflate}
		h.SetMode(0o644)
		if strings.HasSuffix(f[0], ">") {
			h.SetMode(0o777 | os.ModeSymlink)
		}
		e, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(e, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func saved(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Each file in an archive becomes a source of its own, which says where it lay; what
// cannot be read stands beside it.
func TestArchiveBecomesItsFiles(t *testing.T) {
	var rows strings.Builder
	for i := range 500 {
		fmt.Fprintf(&rows, ban, i)
	}
	inner := zipOf(t, [2]string{"actions.csv", "account_id,ts,action\nx,2026-04-22T10:00:00Z,limit\n"})
	data := zipOf(t, [2]string{"logs/actions.jsonl.gz", string(importertest.Gzip([]byte(rows.String())))}, [2]string{"inner.zip", string(inner)},
		[2]string{"latest>", "logs/actions.jsonl.gz"}, [2]string{"readme.txt", "For Ms Example: the logs."}, [2]string{".DS_Store", "x"})
	path := saved(t, "export.zip", data)
	sum := sha256.Sum256(data)

	plan, err := casework.PlanImport(t.Context(), casework.ImportOptions{Paths: []string{path}})
	if err != nil || len(plan.Files) != 3 || plan.Files[0].Format != "jsonl" || plan.Files[0].Path != path+"/logs/actions.jsonl.gz" || plan.Files[2].Error == nil {
		t.Fatalf("%+v: %v", plan, err)
	}

	w := imported(t)
	looks, err := w.LookAt(t.Context(), casework.ImportOptions{Paths: []string{path}})
	if err != nil || len(looks) != 3 || looks[1].Path != path+"/inner.zip/actions.csv" || looks[1].Trial.Accepted != 1 {
		t.Fatalf("%+v: %v", looks, err)
	}
	r, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard)
	if fault.KindOf(err) != fault.Unsupported || !strings.Contains(err.Error(), "1 of 3 files") {
		t.Fatal(err)
	}
	if len(r.Sources) != 3 || r.Accepted != 501 || r.Sources[2].Error == nil || len(r.Left) != 2 {
		t.Fatalf("%+v", r)
	}
	s, err := w.Sources(t.Context(), true, progress.Discard)
	if err != nil || s.Damaged != "" || len(s.Sources) != 2 {
		t.Fatalf("%+v: %v", s, err)
	}
	first, second := s.Sources[0], s.Sources[1]
	if len(first.Within) != 1 || first.Within[0].SHA256 != hex.EncodeToString(sum[:]) || first.Within[0].Member != "logs/actions.jsonl.gz" || first.Compression != "gzip" {
		t.Errorf("%+v", first.Source)
	}
	in := sha256.Sum256(inner)
	if len(second.Within) != 2 || second.Within[1].SHA256 != hex.EncodeToString(in[:]) || second.Within[1].Member != "actions.csv" || second.Name != "actions.csv" {
		t.Errorf("%+v", second.Source)
	}
	shown, err := w.Reveal(t.Context(), "event:2/2", "to look")
	if err != nil || !strings.Contains(string(shown.Raw), "limit") {
		t.Errorf("%q: %v", shown.Raw, err)
	}

	log, err := w.Log(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, e := range log.Entries {
		told = told || e.Verb == "import.end" && e.Details["within"] == hex.EncodeToString(sum[:])+" "+hex.EncodeToString(in[:])
	}
	if !told {
		t.Error("the log does not carry the digests of the archives")
	}

	// Again, alone, and through a pipe: known by its bytes.
	for _, o := range []casework.ImportOptions{
		{Paths: []string{path}}, {Paths: []string{path + "/inner.zip/actions.csv"}}, {Paths: []string{"-"}, Stdin: bytes.NewReader(data)},
	} {
		r, _ = w.Import(t.Context(), o, progress.Discard)
		if r.Accepted != 0 || len(r.Sources) == 0 || r.Sources[0].DuplicateOf == nil {
			t.Errorf("%v: %+v", o.Paths, r)
		}
	}
	if v, err := w.Verify(t.Context(), progress.Discard); err != nil || !v.OK {
		t.Errorf("%+v: %v", v, err)
	}
}

func TestArchiveThatIsNothing(t *testing.T) {
	w := imported(t)
	good := zipOf(t, [2]string{"a.jsonl", fmt.Sprintf(ban, 1)})
	for name, c := range map[string]struct {
		data  []byte
		below string
		o     casework.ImportOptions
		kind  fault.Kind
		says  string
	}{
		"empty.zip":   {zipOf(t), "", casework.ImportOptions{}, fault.NotFound, "holds no files"},
		"cut.zip":     {good[:len(good)-30], "", casework.ImportOptions{}, fault.Corrupt, "not a whole zip"},
		"good.zip":    {good, "/b.jsonl", casework.ImportOptions{}, fault.NotFound, "There is no file"},
		"refer.zip":   {good, "", casework.ImportOptions{Originals: "reference"}, fault.Usage, "lies in an archive"},
		"plain.jsonl": {[]byte(fmt.Sprintf(ban, 1)), "/a.jsonl", casework.ImportOptions{}, fault.NotFound, "There is no file"},
	} {
		c.o.Paths = []string{saved(t, name, c.data) + c.below}
		if _, err := w.Import(t.Context(), c.o, progress.Discard); fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An import of an archive that is cut off goes on inside the archive.
func TestArchiveIsResumed(t *testing.T) {
	var rows strings.Builder
	for i := range 400_000 {
		fmt.Fprintf(&rows, ban, i%977)
	}
	path := saved(t, "export.zip", zipOf(t, [2]string{"logs/actions.jsonl", rows.String()}, [2]string{"more.jsonl", fmt.Sprintf(ban, 1)}))
	w := imported(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.Import(ctx, casework.ImportOptions{Paths: []string{path}, Keep: true}, &cancelAfter{cancel: cancel})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	moved := filepath.Join(t.TempDir(), "export.zip")
	if err := os.Rename(path, moved); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Import(t.Context(), casework.ImportOptions{Resume: true}, progress.Discard); fault.KindOf(err) != fault.NotFound {
		t.Errorf("a file that is gone: %v", err)
	}
	r, err := w.Import(t.Context(), casework.ImportOptions{Resume: true, Paths: []string{moved}}, progress.Discard)
	if err != nil || len(r.Sources) != 1 || r.Sources[0].Accepted != 400_000 || len(r.Sources[0].Within) != 1 {
		t.Fatalf("%+v: %v", r, err)
	}
	src := r.Sources[0].Source
	if src.Within[0].Member != "logs/actions.jsonl" {
		t.Errorf("%+v", src.Within)
	}
}
