package casework

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"casebench/casework/demo"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// SampleOptions says where the sample case goes and how large it is.
type SampleOptions struct {
	Dir   string
	Scale string
	Seed  uint64
}

// SampleResult says where everything lies.
type SampleResult struct {
	World    string         `json:"world"`
	Case     string         `json:"case"`
	Report   string         `json:"report"`
	Figure   string         `json:"figure"`
	Package  string         `json:"package"`
	Key      string         `json:"key"`
	Made     bool           `json:"made"` // false: it was there already
	Import   ImportResult   `json:"import"`
	Link     LinkResult     `json:"link"`
	Clusters ClustersResult `json:"clusters"`
	Export   ExportResult   `json:"export"`
	Verify   VerifyResult   `json:"verify"`
}

// sampleLayout names what a sample folder holds.
func sampleLayout(dir string) SampleResult {
	in := func(name string) string { return filepath.Join(dir, name) }
	return SampleResult{World: in("world"), Case: in("sample.case"), Report: in("report.html"), Figure: in("network.png"),
		Package: in("sample.zip"), Key: in("sample-key")}
}

// Sample does the whole main job on a synthetic world: write it, import it, link
// it, draw it, export a signed package and verify that. A finished sample is left
// as it is and only verified again; a broken-off one is made anew, and nothing
// else in the folder is touched.
func Sample(ctx context.Context, o SampleOptions, c Config, p progress.Reporter) (SampleResult, error) {
	r := sampleLayout(o.Dir)
	if err := os.MkdirAll(o.Dir, 0o755); err != nil {
		return r, fault.New(fault.Invalid, "The folder "+o.Dir+" cannot be made.", "Choose another with --dir.", err)
	}
	allowed := r.Key + ".allowed_signers"
	if _, err := os.Stat(r.Package); err == nil {
		r.Verify, err = Verify(ctx, r.Package, allowed, c, p)
		return r, err
	}
	for _, old := range []string{r.Case, r.Case + ".lock", r.Report, r.Figure, r.Key, r.Key + ".pub", allowed} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return r, fault.New(fault.Invalid, "The unfinished sample cannot be cleared away.", "Close what has it open, or choose another folder with --dir.", err)
		}
	}
	r.Made = true
	if _, err := os.Stat(filepath.Join(r.World, "truth", "truth.csv")); err != nil {
		if _, err := demo.Write(ctx, r.World, demo.Options{Scale: o.Scale, Seed: o.Seed}, p); err != nil {
			return r, err
		}
	}
	w, err := New(r.Case, fmt.Sprintf("Sample case, scale %s, seed %d", o.Scale, o.Seed), c)
	if err != nil {
		return r, err
	}
	defer w.Close()
	return r, w.sample(ctx, &r, o, p)
}

// sample imports, links, draws, exports and verifies.
func (c *Casework) sample(ctx context.Context, r *SampleResult, o SampleOptions, p progress.Reporter) (err error) {
	if r.Import, err = c.Import(ctx, ImportOptions{Paths: []string{r.World}}, p); err != nil {
		return err
	}
	if r.Link, err = c.Link(ctx, LinkOptions{Seed: o.Seed}, p); err != nil {
		return err
	}
	if r.Clusters, err = c.Clusters(ctx, 0); err != nil {
		return err
	}
	if _, err = c.Render(ctx, RenderOptions{Path: r.Figure, Width: 1600, Height: 1000}, p); err != nil {
		return err
	}
	if _, err = Keygen(r.Key, "sample@casebench.example", nil); err != nil {
		return err
	}
	if r.Export, err = c.Export(ctx, ExportOptions{Path: r.Package, Profile: "legal", Key: r.Key, Report: r.Report}, p); err != nil {
		return err
	}
	r.Verify, err = Verify(ctx, r.Package, r.Key+".allowed_signers", c.config, p)
	return err
}
