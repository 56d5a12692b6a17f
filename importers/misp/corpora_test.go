package misp_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/all"
	"casebench/importers/importertest"
	"casebench/importers/misp"
	"casebench/internal/fault"
)

func corpora(t *testing.T) string {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	return dir
}

// census is what a plain walk over unmarshalled JSON finds.
type census struct {
	rows, deleted, broken, match int
	uuids                        []string
}

// matchable are the types that occur in the corpora and that a case can be
// matched with, written down apart from the importer's own table.
var matchable = []string{"ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "domain", "hostname", "url", "AS", "email-src", "email-dst",
	"domain|ip", "btc", "user-agent"}

// take counts the attributes on the paths on which facts stand.
func (c *census) take(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			c.take(e)
		}
	case map[string]any:
		for _, key := range []string{"response", "Event", "Object"} {
			c.take(v[key])
		}
		list, _ := v["Attribute"].([]any)
		for _, e := range list {
			c.attribute(e)
		}
	}
}

func (c *census) attribute(e any) {
	c.rows++
	a, _ := e.(map[string]any)
	kind, _ := a["type"].(string)
	value, _ := a["value"].(string)
	switch {
	case a["deleted"] == true:
		c.deleted++
		return
	case kind == "" || value == "":
		c.broken++
		return
	}
	id, _ := a["uuid"].(string)
	c.uuids = append(c.uuids, id)
	if a["to_ids"] == true && slices.Contains(matchable, kind) {
		c.match++
	}
}

// TestEveryEventImports reads every JSON file of the two folders and compares
// with the walk: rows, doors, UUIDs in order, and how many may be matched.
func TestEveryEventImports(t *testing.T) {
	dir := corpora(t)
	files, attributes, match, refused := 0, 0, 0, 0
	kinds := map[casefile.IndicatorType]int{}
	for _, folder := range []string{"02-misp/pymisp", "02-misp/misp-stix-pairs"} {
		paths, err := filepath.Glob(filepath.Join(dir, folder, "*"))
		if err != nil || len(paths) < 8 {
			t.Fatalf("%s: %d files: %v", folder, len(paths), err)
		}
		for _, path := range paths {
			name := filepath.Base(path)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var want census
			var whole any
			if err := json.Unmarshal(data, &whole); err == nil {
				want.take(whole)
			}
			sink, src, err := importertest.Read(t, misp.Importer{}, name, data, nil)
			if want.rows == 0 {
				refused++
				if kind := fault.KindOf(err); kind != fault.Unsupported && !(kind == fault.Corrupt && filepath.Ext(name) == ".csv") {
					t.Errorf("%s: no attributes, but %v", name, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			files++
			if int(src.Rows) != want.rows || int(src.Skipped) != want.deleted || int(src.Rejected) != want.broken {
				t.Errorf("%s: %d rows, %d skipped, %d rejected; the walk finds %+v", name, src.Rows, src.Skipped, src.Rejected, want)
			}
			n := 0
			for _, b := range sink.Batches {
				for _, in := range b.Indicators {
					kinds[in.Type]++
					if in.Usage == casefile.UsageMatch && in.Part == 0 {
						n++
					}
					if in.Usage == casefile.UsageContext && in.Why == "" {
						t.Errorf("%s: %s is context and does not say why", name, in.ID)
					}
				}
				for _, d := range b.Defects {
					t.Logf("%s: %s %s", name, d.Object, d.Reason)
				}
			}
			if n != want.match {
				t.Errorf("%s: %d may be matched, the walk finds %d", name, n, want.match)
			}
			// A Go map forgets the order of keys, so that the walk has another order.
			got := addresses(t, sink)
			slices.Sort(got)
			slices.Sort(want.uuids)
			if !slices.Equal(got, want.uuids) {
				t.Errorf("%s: other attributes than the walk finds", name)
			}
			attributes += want.rows
			match += n
		}
	}
	t.Logf("%d files, %d attributes, %d to match, %d files refused; by type: %v", files, attributes, match, refused, kinds)
	if files < 12 || attributes < 600 {
		t.Errorf("only %d files with %d attributes", files, attributes)
	}
}

// TestEachFileHasOneImporter asks every importer about every real file: where
// misp is certain, the file is MISP's, and no other importer is certain too.
func TestEachFileHasOneImporter(t *testing.T) {
	dir := corpora(t)
	registry := all.Registry()
	seen, certain := 0, 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		h, _, err := importers.Peek(importers.Input{Name: path, Reader: f, Size: -1})
		if err != nil {
			return nil // damaged on purpose
		}
		seen++
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		var sure []string
		for _, c := range registry.Identify(h) {
			if c.Match.Fit == importers.FitCertain {
				sure = append(sure, c.Format.ID)
			}
		}
		if !slices.Contains(sure, "misp") {
			return nil
		}
		certain++
		if !strings.HasPrefix(filepath.ToSlash(rel), "02-misp/") || len(sure) > 1 {
			t.Errorf("%s: certain are %v", rel, sure)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, misp is certain of %d", seen, certain)
	if certain < 12 {
		t.Errorf("misp is certain of %d files only", certain)
	}
}

// TestOthersLeaveEventsAlone asks every importer about the samples here: misp is
// chosen for every event, and nobody else is certain of one.
func TestOthersLeaveEventsAlone(t *testing.T) {
	paths, err := filepath.Glob("testdata/*/input.json")
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var line bytes.Buffer
		if err := json.Compact(&line, data); err != nil {
			t.Fatal(err)
		}
		for how, b := range map[string][]byte{"as it is": data, "on one line": line.Bytes()} {
			imp, candidates, err := all.Registry().Choose(importers.Head{Name: "requests.json", Bytes: b, Whole: true, Size: int64(len(b))})
			if strings.Contains(path, "not-an-event") {
				if candidates[0].Match.Fit == importers.FitCertain {
					t.Errorf("%s, %s: %s is certain", path, how, candidates[0].Format.ID)
				}
				continue
			}
			if err != nil || imp.Format().ID != "misp" || candidates[1].Match.Fit == importers.FitCertain {
				t.Errorf("%s, %s: %v, %+v", path, how, err, candidates[:2])
			}
		}
	}
}
