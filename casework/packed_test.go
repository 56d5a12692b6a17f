package casework_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casework"
	"casebench/importers/importertest"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// What came packed, or in another encoding, is kept as it came: it hashes to the same,
// its rejected rows are shown as text, and a row can be revealed.
func TestPackedIsKeptAsItCame(t *testing.T) {
	text := "account_id,ts,action,reason\n" + strings.Repeat("a1,2026-04-22T10:00:00Z,ban,Grüße\n", 300) + "a2,2026-04-22T10:00:00Z\n"
	latin := []byte(strings.NewReplacer("ü", "\xfc", "ß", "\xdf").Replace(text))
	var wide []byte
	for _, r := range text {
		wide = append(wide, byte(r), byte(r>>8))
	}
	for name, data := range map[string][]byte{
		"actions.csv.xz": importertest.XZ([]byte(text)), "latin.csv": latin, "wide.csv.gz": importertest.Gzip(append([]byte("\xff\xfe"), wide...)),
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			w := imported(t, path)
			s, err := w.Sources(t.Context(), true, progress.Discard)
			if err != nil || s.Damaged != "" || s.Sources[0].Accepted != 300 || s.Sources[0].Rejected != 1 || s.Sources[0].Bytes != int64(len(data)) {
				t.Fatalf("%+v: %v", s, err)
			}
			r, err := w.Rejects(t.Context(), 0, 0)
			if err != nil || len(r.Rejects) != 1 || r.Rejects[0].Raw != "a2,2026-04-22T10:00:00Z" {
				t.Errorf("%+v: %v", r, err)
			}
			shown, err := w.Reveal(t.Context(), "event:1/2", "to read the reason")
			if err != nil || !strings.Contains(string(shown.Raw), "Grüße") {
				t.Errorf("revealed %q: %v", shown.Raw, err)
			}
		})
	}
}

func TestEncodingThatIsSaidWins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "actions.csv")
	head := "account_id,ts,action,reason\n" + strings.Repeat("a1,2026-04-22T10:00:00Z,ban,none\n", 3000) // more than is looked at
	if err := os.WriteFile(path, append([]byte(head), "a1,2026-04-22T10:00:00Z,ban,Gr\xfc\xdfe\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	for said, rejected := range map[string]int64{"": 1, "windows-1252": 0} {
		w := imported(t)
		r, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}, Encoding: said}, progress.Discard)
		if err != nil || r.Rejected != rejected || r.Accepted != 3001-rejected {
			t.Errorf("as %q: %d accepted, %d rejected: %v", said, r.Accepted, r.Rejected, err)
		}
	}
	w := imported(t)
	if _, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}, Encoding: "ebcdic"}, progress.Discard); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

func TestBrokenXZIsSaid(t *testing.T) {
	data := importertest.XZ(bytes.Repeat([]byte(`{"account_id":"a","ts":"2026-04-22T10:00:00Z","action":"ban"}`+"\n"), 5000))
	path := filepath.Join(t.TempDir(), "actions.jsonl.xz")
	if err := os.WriteFile(path, data[:len(data)-9], 0o600); err != nil {
		t.Fatal(err)
	}
	w := imported(t)
	_, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard)
	if fault.KindOf(err) != fault.Corrupt || !strings.Contains(err.Error(), "xz") {
		t.Error(err)
	}
}
