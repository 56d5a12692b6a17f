package casework_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile/store"
	"casebench/casework"
	"casebench/internal/progress"
)

// BenchmarkCaseSize says how many bytes an event takes in each part of a case that
// holds the requests of the demo world s, or the file that CASEBENCH_SIZE_OF names.
// Parts below a twentieth of a byte are left out.
func BenchmarkCaseSize(b *testing.B) {
	path := os.Getenv("CASEBENCH_SIZE_OF")
	if path == "" {
		path = filepath.Join(b.TempDir(), "requests.jsonl")
		if err := os.WriteFile(path, benchRequests(b), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		place := filepath.Join(b.TempDir(), fmt.Sprintf("size%d.case", b.N))
		w, err := casework.New(place, "Size", config())
		if err != nil {
			b.Fatal(err)
		}
		r, err := w.Import(context.Background(), casework.ImportOptions{Paths: []string{path}}, progress.Discard)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		f, err := store.Open(place, store.Options{ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		sizes, err := f.Sizes(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
		whole, err := os.Stat(place)
		if err != nil {
			b.Fatal(err)
		}
		used := int64(0)
		for _, s := range sizes {
			used += s.Bytes
			if each := float64(s.Bytes) / float64(r.Accepted); each >= 0.05 {
				b.ReportMetric(each, "B/event:"+strings.ReplaceAll(s.Part, " ", "_"))
			}
		}
		b.ReportMetric(float64(used)/float64(r.Accepted), "B/event:all")
		b.ReportMetric(float64(whole.Size())/float64(r.Accepted), "B/event:file")
	}
}
