package casework_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"casebench/casework"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/importers/archive"
	"casebench/internal/fault"
	"casebench/internal/golden"
	"casebench/internal/progress"
)

// topics are the folders of the corpora that are imported whole.
var topics = [...]string{"01-stix", "02-misp", "03-llm-logs", "06-malformed", "08-geoip"}

const corporaHead = `# What becomes of real files

Made by a test (` + "`TestCorpora`" + ` in casework; ` + "`-update`" + ` writes it): every file of the corpora by others, of the topics
01, 02, 03, 06 and 08, goes through ` + "`import`" + `. Rows seen = accepted + rejected + skipped, and no file is sniffed as certain by two formats.
A file in an archive stands below the archive. What is refused is refused as a whole, with the reason beside it; many of the files are
broken on purpose, or are no logs at all (schemas, databases).

`

// TestCorpora imports every file and compares what became of it with the table of the
// documentation. Those of which the answer is known must give it.
func TestCorpora(t *testing.T) {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	var b strings.Builder
	b.WriteString(corporaHead)
	total := map[string]int64{}
	known := knownCounts()
	for _, topic := range topics {
		fmt.Fprintf(&b, "## %s\n\n| file | format | table | rows | accepted | rejected | skipped | |\n|---|---|---|---:|---:|---:|---:|---|\n", topic)
		w := imported(t)
		for _, path := range filesBelow(t, filepath.Join(dir, topic)) {
			certainOfOne(t, path)
			r, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{path}}, progress.Discard)
			name := func(path string) string {
				rel, relErr := filepath.Rel(filepath.Join(dir, topic), path)
				if relErr != nil {
					t.Fatal(relErr)
				}
				return strings.ReplaceAll(filepath.ToSlash(rel), "|", `\|`)
			}
			if len(r.Sources) == 0 {
				fmt.Fprintf(&b, "| %s | | | | | | | %s |\n", name(path), refusal(t, path, err))
			}
			for _, s := range r.Sources {
				if s.Error != nil {
					fmt.Fprintf(&b, "| %s | | | | | | | %s |\n", name(s.Path), refusal(t, s.Path, fault.New(s.Error.Kind, s.Error.Message, "", nil)))
					continue
				}
				if s.Rows != s.Accepted+s.Rejected+s.Skipped {
					t.Errorf("%s: %d rows are %d accepted, %d rejected, %d skipped", s.Path, s.Rows, s.Accepted, s.Rejected, s.Skipped)
				}
				note := ""
				switch {
				case s.DuplicateOf != nil:
					note = fmt.Sprintf("the same bytes as source %d", *s.DuplicateOf)
				case s.Compression != "":
					note = s.Compression
				}
				fmt.Fprintf(&b, "| %s | %s | %s | %d | %d | %d | %d | %s |\n", name(s.Path), s.Format, s.Table, s.Rows, s.Accepted, s.Rejected, s.Skipped, note)
				total["files"]++
				total["accepted"] += s.Accepted
				total["rejected"] += s.Rejected
				if k, ok := known[topic+"/"+name(s.Path)]; ok {
					delete(known, topic+"/"+name(s.Path))
					if s.Format != k.format || s.Accepted != k.accepted || s.Rejected != k.rejected {
						t.Errorf("%s: %s, %d accepted, %d rejected; known are %+v", s.Path, s.Format, s.Accepted, s.Rejected, k)
					}
				}
			}
		}
		if topic == "03-llm-logs" {
			knownValues(t, w)
		}
		if v, err := w.Sources(t.Context(), true, progress.Discard); err != nil || v.Damaged != "" {
			t.Errorf("%s: %s: %v", topic, v.Damaged, err)
		}
		b.WriteByte('\n')
	}
	for path := range known {
		t.Errorf("%s was not imported", path)
	}
	fmt.Fprintf(&b, "%d files became sources, with %d rows accepted and %d rejected.\n", total["files"], total["accepted"], total["rejected"])
	golden.EqualString(t, "../docs/corpora.md", b.String())
}

type counts struct {
	format             string
	accepted, rejected int64
}

// knownCounts are the answers that others have found for these files.
func knownCounts() map[string]counts {
	return map[string]counts{
		"03-llm-logs/web/apache_combined_10k.log":         {"weblog", 9999, 1},
		"03-llm-logs/azure-openai/request_response.jsonl": {"azure-openai", 3, 0},
		"03-llm-logs/openai/organization_audit_log.jsonl": {"openai", 1, 0},
		"03-llm-logs/aws-bedrock/model_invocation.jsonl":  {"bedrock", 3, 0},
		"03-llm-logs/otlp-genai/otlp_03.json":             {"otlp", 1, 0},
	}
}

// knownValues compares what is found in the web log with what others have counted.
func knownValues(t *testing.T, w *casework.Casework) {
	t.Helper()
	list, err := w.Sources(t.Context(), false, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var log uint32
	for _, s := range list.Sources {
		if s.Name == "apache_combined_10k.log" {
			log = s.ID
		}
	}
	for expr, want := range map[string]int64{"status:200": 9125, "status:304": 445, "status:404": 213, "status:500": 3,
		"ip:66.249.73.135": 482, "ip:46.105.14.53": 364, "ts:[2015-05-17 TO 2015-05-21]": 9999} {
		r, err := w.Query(t.Context(), casework.QueryOptions{Expr: fmt.Sprintf("source:%d AND %s", log, expr), CountOnly: true})
		if err != nil || r.Count != want {
			t.Errorf("the web log has %d of %s, want %d: %v", r.Count, expr, want, err)
		}
	}
	for field, want := range map[string]int64{"ip": 1753, "user_agent": 557} { // and the 558th is "-"
		r, err := w.Query(t.Context(), casework.QueryOptions{Expr: fmt.Sprintf("source:%d", log), By: field, Limit: 1})
		if err != nil || r.Distinct != want {
			t.Errorf("the web log has %d kinds of %s, want %d: %v", r.Distinct, field, want, err)
		}
	}
	rejects, err := w.Rejects(t.Context(), log, 0)
	if err != nil || len(rejects.Rejects) != 1 || rejects.Rejects[0].Row != 8899 {
		t.Errorf("rejected of the web log: %+v, want row 8899: %v", rejects.Rejects, err)
	}
}

// certainOfOne checks that at most one format is certain of a file.
func certainOfOne(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	h, _, err := importers.Peek(importers.Input{Name: path, Reader: f, Size: info.Size()})
	if err != nil || archive.Kind(h) != "" {
		return
	}
	var certain []string
	for _, c := range all.Registry().Identify(h) {
		if c.Match.Fit == importers.FitCertain {
			certain = append(certain, c.Format.ID)
		}
	}
	if len(certain) > 1 {
		t.Errorf("%s: %v are certain", path, certain)
	}
}

// refusal is why a file was refused, in one clause.
func refusal(t *testing.T, path string, err error) string {
	t.Helper()
	if err == nil {
		t.Errorf("%s is neither imported nor refused", path)
		return ""
	}
	if fault.KindOf(err) == fault.Internal {
		t.Errorf("%s: %v", path, err)
	}
	message, _, _ := strings.Cut(err.Error(), " (")
	message, _, _ = strings.Cut(message, ".: ")
	if strings.HasPrefix(message, "No format fits ") {
		message = "no format fits"
	}
	message = strings.ReplaceAll(message, path, filepath.Base(path))
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(strings.TrimSuffix(strconv.QuoteToGraphic(message)[1:len(strconv.QuoteToGraphic(message))-1], "."))
}

// filesBelow lists the files of a folder in order.
func filesBelow(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, path)
		}
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatal(dir, len(out), err)
	}
	return out
}
