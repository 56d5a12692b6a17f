package stix_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers/importertest"
	"casebench/importers/stix"
	"casebench/importers/stix/pattern"
	"casebench/internal/fault"
)

func corpora(t *testing.T) string {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	return dir
}

// verdicts reads what the OASIS schemas say of each file.
func verdicts(t *testing.T, dir string) (rows [][]string) {
	b, err := os.ReadFile(filepath.Join(dir, "01-stix/SCHEMA-VERDICTS.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		rows = append(rows, append(strings.Split(line, "\t"), make([]string, 9)...))
	}
	return rows
}

// TestEveryBundleImportsObjectByObject reads every file of the verdicts: bundles
// give one row for each object, and objects that the schemas find wanting for a
// property or an id give a defect; broken JSON and single objects are refused.
func TestEveryBundleImportsObjectByObject(t *testing.T) {
	dir := corpora(t)
	bundles, objects, indicators, defective, silent := 0, 0, 0, 0, 0
	for _, v := range verdicts(t, dir) {
		path, version, first := v[1], v[3], v[8]
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			t.Fatal(err)
		}
		sink, src, err := importertest.Read(t, stix.Importer{}, filepath.Base(path), data, nil)
		if v[2] == "INVALID-JSON" {
			if fault.KindOf(err) != fault.Corrupt {
				t.Errorf("%s: broken JSON gives %v", path, err)
			}
			continue
		}
		if !isBundle(data) {
			if fault.KindOf(err) != fault.Unsupported {
				t.Errorf("%s: no bundle, but %v", path, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		bundles++
		if want, _ := strconv.ParseInt(v[4], 10, 64); src.Rows != want || src.Rejected > 0 {
			t.Errorf("%s: %d rows, %d rejected, want %d objects", path, src.Rows, src.Rejected, want)
		}
		objects += int(src.Rows)
		n := 0
		for _, b := range sink.Batches {
			n += len(b.Defects)
			for _, in := range b.Indicators {
				if in.Part == 0 && in.Pattern != "" {
					indicators++
				}
			}
		}
		invalid, _ := strconv.Atoi(v[6])
		if invalid > 0 {
			defective++
			if n == 0 && version != "2.0" {
				silent++
				t.Logf("no defect in %s, of which the schemas say: %.120s", path, first)
			}
		}
	}
	t.Logf("%d bundles, %d objects, %d indicators; %d have objects that are not valid 2.1, %d of them without a defect here",
		bundles, objects, indicators, defective, silent)
	if bundles < 45 || silent > 1 {
		t.Errorf("%d bundles, %d silent", bundles, silent)
	}
}

func isBundle(data []byte) bool {
	var top struct {
		Type string `json:"type"`
	}
	return json.NewDecoder(bytes.NewReader(data)).Decode(&top) == nil && top.Type == "bundle"
}

// TestEveryPatternParses reads every STIX pattern of the bundles and prints it to
// the same tree.
func TestEveryPatternParses(t *testing.T) {
	dir := corpora(t)
	seen, matchable, broken := 0, 0, 0
	kinds := map[casefile.IndicatorType]int{}
	for _, v := range verdicts(t, dir) {
		data, err := os.ReadFile(filepath.Join(dir, v[1]))
		if err != nil || !isBundle(data) {
			continue
		}
		sink, _, err := importertest.Read(t, stix.Importer{}, "x.json", data, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range sink.Batches {
			for _, in := range b.Indicators {
				if in.Usage == casefile.UsageMatch {
					matchable++
					kinds[in.Type]++
				}
				if in.Part > 0 || in.Pattern == "" {
					continue
				}
				seen++
				p, err := pattern.Parse(in.Pattern)
				if strings.Contains(in.Pattern, "unconverted_term:") {
					// What the converter could not convert, it wrote without a comparison.
					if broken++; err == nil {
						t.Errorf("%s: a term without a comparison was read", in.ID)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s %s: %v: %.100s", v[1], in.ID, err, in.Pattern)
					continue
				}
				again, err := pattern.Parse(p.String())
				if err != nil || again.String() != p.String() {
					t.Errorf("%s prints as something else", in.ID)
				}
			}
		}
	}
	t.Logf("%d patterns, %d of them not STIX, %d values to match: %v", seen, broken, matchable, kinds)
}

func FuzzRead(f *testing.F) {
	for _, path := range []string{"partner", "old", "not-a-bundle"} {
		data, err := os.ReadFile("testdata/" + path + "/input.json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, err := importertest.Read(t, stix.Importer{}, "x.json", data, nil); err != nil && strings.Contains(err.Error(), "panic") {
			t.Fatal(err)
		}
	})
}
