package casework

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"casebench/casefile"
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
// as it is and only verified again; a broken-off one is made anew from the case
// on, and nothing else in the folder is touched.
func Sample(ctx context.Context, o SampleOptions, c Config, p progress.Reporter) (SampleResult, error) {
	r := sampleLayout(o.Dir)
	if err := sampleFolder(o.Dir); err != nil {
		return r, err
	}
	allowed := r.Key + ".allowed_signers"
	if _, err := os.Stat(r.Package); err == nil {
		r.Verify, err = Verify(ctx, r.Package, allowed, c, p)
		return r, err
	}
	if err := clearAway(r.Report, r.Figure, r.Key, r.Key+".pub", allowed); err != nil {
		return r, err
	}
	r.Made = true
	if err := makeSample(ctx, &r, o, c, p); err != nil {
		return r, err
	}
	w, err := Open(r.Case, c)
	if err != nil {
		return r, err
	}
	defer w.Close()
	return r, w.exportSample(ctx, &r, p)
}

// SampleCase makes the case of the sample, imported and linked, if it is not there
// yet, and returns its path. One that is there is not touched: a person may have
// worked in it. When the work is cancelled or fails, no case is left behind.
func SampleCase(ctx context.Context, o SampleOptions, c Config, p progress.Reporter) (string, error) {
	r := sampleLayout(o.Dir)
	if err := sampleFolder(o.Dir); err != nil {
		return "", err
	}
	return r.Case, makeSample(ctx, &r, o, c, p)
}

func sampleFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.New(fault.Invalid, "The folder "+dir+" cannot be made.", "Choose another with --dir.", err)
	}
	return nil
}

// clear removes what a broken-off sample left behind.
func clearAway(paths ...string) error {
	for _, old := range paths {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Invalid, "The unfinished sample cannot be cleared away.", "Close what has it open, or choose another folder with --dir.", err)
		}
	}
	return nil
}

// makeSample writes the world and makes the case, each only if it is not there. The
// case gets its name when it is whole, so that what has the name is whole.
func makeSample(ctx context.Context, r *SampleResult, o SampleOptions, c Config, p progress.Reporter) (err error) {
	if _, err := os.Stat(r.Case); err == nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(r.World, "truth", "truth.csv")); err != nil {
		if _, err := demo.Write(ctx, r.World, demo.Options{Scale: o.Scale, Seed: o.Seed}, p); err != nil {
			return err
		}
	}
	unfinished := r.Case + ".unfinished"
	if err := clearAway(unfinished, unfinished+".lock"); err != nil {
		return err
	}
	w, err := New(unfinished, fmt.Sprintf("Sample case, scale %s, seed %d", o.Scale, o.Seed), c)
	if err != nil {
		return err
	}
	if r.Import, err = w.Import(ctx, ImportOptions{Paths: []string{r.World}}, p); err == nil {
		_, err = w.Review(ctx, IndicatorFilter{Usable: true}, casefile.StandingAccepted, "The partners of the sample are made up.")
	}
	if err == nil {
		r.Link, err = w.Link(ctx, LinkOptions{Seed: o.Seed}, p)
	}
	if err = errors.Join(err, w.Close()); err == nil {
		return os.Rename(unfinished, r.Case)
	}
	if cerr := clearAway(unfinished, unfinished+".lock"); ctx.Err() == nil {
		return errors.Join(err, cerr)
	}
	return ctx.Err()
}

// exportSample draws, exports and verifies.
func (c *Casework) exportSample(ctx context.Context, r *SampleResult, p progress.Reporter) (err error) {
	if r.Link.Run == 0 {
		if err := c.recallSample(r); err != nil {
			return err
		}
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

// recallSample fills in what was done when the case was made, from the case.
func (c *Casework) recallSample(r *SampleResult) error {
	list, err := c.sources()
	if err != nil {
		return err
	}
	for _, s := range list {
		r.Import.Sources = append(r.Import.Sources, ImportedSource{Source: s})
		r.Import.Accepted += s.Accepted
		r.Import.Rejected += s.Rejected
		r.Import.Seconds += s.Seconds
	}
	d, err := c.loadRun(0)
	if err == nil {
		r.Link = linkResult(d.run)
	}
	return err
}
