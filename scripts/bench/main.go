// Command bench measures the program beside its peers, in one run, on one
// machine, and prints ratios. `make bench` runs it; docs/bench.md says what each
// figure means.
//
// It makes a demo world, imports, searches, links and packages it with the built
// program, and gives the same files to DuckDB, graphology and sha256sum. The
// peers that run on node are installed into a cache folder outside the
// repository; without node (or without the package registry) our own figures are
// printed alone. Nothing here is a test: no figure fails the run, a wrong answer
// does.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is what the sections share.
type bench struct {
	ctx       context.Context
	workbench string // path of the built program
	scale     string
	dir       string // scratch folder
	runs      int    // repetitions of what is quick
	peers     *peers // nil when there are none
	out, log  io.Writer
}

// section is one part of the benchmark.
type section struct {
	name, title string
	run         func(*bench) (table, error)
}

func sections() []section {
	return []section{
		{"import", "Import: NDJSON into a case, beside DuckDB's read_json_auto into a file", (*bench).imports},
		{"query", "Queries on the imported requests, beside DuckDB on the same columns", (*bench).queries},
		{"link", "The whole world: import, link, export, verify", (*bench).world},
		{"communities", "Communities: our Leiden beside graphology's Louvain", (*bench).communities},
		{"layout", "Layout: beside graphology's ForceAtlas2", (*bench).layout},
		{"frames", "Frames of the graph pane: beside sigma.js in headless Chromium", (*bench).frames},
	}
}

func run(ctx context.Context, args []string, out, log io.Writer) error {
	var names []string
	for _, s := range sections() {
		names = append(names, s.name)
	}
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(log)
	program := fs.String("workbench", "bin/workbench", "the built program")
	scale := fs.String("scale", "m", "size of the demo world: s, m or l")
	dir := fs.String("dir", filepath.Join(os.TempDir(), "casebench-bench"), "scratch folder; kept, so that a second run finds the world")
	runs := fs.Int("runs", 3, "repetitions; the median is printed")
	only := fs.String("only", strings.Join(names, ","), "sections to run")
	if err := fs.Parse(args); err != nil {
		return err
	}
	absolute, err := filepath.Abs(*program)
	if err != nil {
		return err
	}
	b := &bench{ctx: ctx, workbench: absolute, scale: *scale, dir: filepath.Join(*dir, *scale), runs: max(1, *runs), out: out, log: log}
	if err := b.room(); err != nil {
		return err
	}
	fmt.Fprintln(out, machine())
	if b.peers, err = findPeers(ctx, log); err != nil {
		fmt.Fprintf(out, "peers: none (%v); our own figures stand alone\n", err)
	}
	for _, s := range sections() {
		if !slices.Contains(strings.Split(*only, ","), s.name) {
			continue
		}
		fmt.Fprintf(log, "bench: %s …\n", s.name)
		t, err := s.run(b)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		fmt.Fprintf(out, "\n%s\n", s.title)
		if err := t.print(out); err != nil {
			return err
		}
	}
	return nil
}
