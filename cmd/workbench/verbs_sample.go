package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

type sampleCmd struct {
	Dir   string `help:"Folder of the sample; CASEBENCH_SAMPLE, or casebench/sample in the user's data folder, if none is given." placeholder:"DIR"`
	Scale string `help:"Size of the world, as in demo." enum:"s,m,l" default:"s"`
	Seed  uint64 `help:"Seed of the world." default:"1"`

	Window bool `help:"Open it in the window; without a display, do the whole main job here and say so."`
}

func (c *sampleCmd) Run(e *env) error {
	dir := c.Dir
	if dir == "" {
		var err error
		if dir, err = sampleDir(); err != nil {
			return err
		}
	}
	if c.Window {
		why := noWindow()
		if why == "" {
			return openWindow(e, windowOptions{Sample: true, SampleDir: dir, SampleScale: c.Scale, SampleSeed: c.Seed})
		}
		e.out.remark("%s So the whole main job is done here:", why)
	}
	var r casework.SampleResult
	err := e.watch(func(p progress.Reporter) (err error) {
		r, err = casework.Sample(e.ctx, casework.SampleOptions{Dir: dir, Scale: c.Scale, Seed: c.Seed}, e.config(), p)
		return err
	})
	if err != nil {
		return err
	}
	err = e.out.result(r, func(w io.Writer) { printSample(w, r) })
	if err == nil && !r.Verify.OK {
		return fault.New(fault.Verification, "The sample package does not verify.", "Remove the folder "+dir+" and run again.", nil)
	}
	return err
}

// sampleDir is where the sample case is kept.
func sampleDir() (string, error) {
	if dir := os.Getenv("CASEBENCH_SAMPLE"); dir != "" {
		return dir, nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); data != "" {
		return filepath.Join(data, "casebench", "sample"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fault.New(fault.Usage, "There is no home folder to keep the sample case in.", "Give --dir DIR.", err)
	}
	return filepath.Join(home, ".local", "share", "casebench", "sample"), nil
}

func printSample(w io.Writer, r casework.SampleResult) {
	if r.Made {
		fmt.Fprintf(w, "Imported %s rows of %d sources, %s rejected, in %.1f s.\n", thousands(r.Import.Accepted), len(r.Import.Sources),
			thousands(r.Import.Rejected), r.Import.Seconds)
		fmt.Fprintf(w, "Linked %s accounts: %s pairs compared, %s links, %d clusters, in %.1f s.\n", thousands(r.Link.Accounts),
			thousands(r.Link.CandidatePairs), thousands(r.Link.Links), r.Link.Clusters, r.Link.Seconds)
		for _, k := range r.Clusters.Clusters {
			if k.Strength == casefile.Strong {
				fmt.Fprintf(w, "  cluster %d: %d accounts; act together: %s; looks like harvesting: %s\n", k.ID, k.Size, k.Strength, k.Assessment.Level)
			}
		}
		fmt.Fprintf(w, "Exported %d files, %s, signed.\n", r.Export.Files, bytesText(r.Export.Bytes))
	} else {
		fmt.Fprintln(w, "The sample case is there already.")
	}
	if r.Verify.OK {
		fmt.Fprintln(w, "The package verifies.")
	}
	fmt.Fprintf(w, "\n  case     %s\n  report   %s\n  figure   %s\n  package  %s\n", clean(r.Case), clean(r.Report), clean(r.Figure), clean(r.Package))
}
