// Command bench measures the program beside its peers, in one run, on one
// machine, and prints ratios. `make bench` runs it; docs/bench.md says what each
// figure means.
//
// It makes a demo world, imports, searches, links and packages it with the built
// program, and gives the same files to DuckDB, graphology and sha256sum. What grows
// with a case is measured at several numbers of events, one after another, so that
// the disk holds the files of one at a time. The peers that run on node are installed
// into a cache folder outside the repository; without node (or without the package
// registry) our own figures are printed alone. Nothing here is a test: no figure fails
// the run, a wrong answer does.
package main

import (
	"context"
	"errors"
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
	workbench string   // path of the built program
	sizes     []int64  // numbers of events, the smallest first
	only      []string // names of the sections to run
	these     []string // formats of the section formats; none stands for all
	scale     string   // of the demo world that has as many requests as the largest size
	dir       string   // scratch folder
	keep      bool
	runs      int    // repetitions of what is quick
	peers     *peers // nil when there are none
	out, log  io.Writer
}

// section is one part of the benchmark. A sized one is run for each number of events
// and adds to one table.
type section struct {
	name, title string
	sized       func(b *bench, events int64, t *table) error
	run         func(*bench) (table, error)
}

func sections() []section {
	return []section{
		{name: "import", title: "Import: NDJSON into a case, beside DuckDB's read_json_auto into a file", sized: (*bench).imports},
		{name: "query", title: "Queries on the imported requests, beside DuckDB on the same columns", sized: (*bench).queries},
		{name: "prompts", title: "Import of requests that all have a prompt", sized: (*bench).prompts},
		{name: "text", title: "Substrings and expressions on those prompts, beside DuckDB on the same column", sized: (*bench).texts},
		{name: "formats", title: "Formats: a file of each, beside a peer that reads it", run: (*bench).formats},
		{name: "link", title: "The whole world: import, link, export, verify", run: (*bench).world},
		{name: "window", title: "The window on the whole world", run: (*bench).window},
		{name: "communities", title: "Communities: our Leiden beside graphology's Louvain", run: (*bench).communities},
		{name: "layout", title: "Layout: beside graphology's ForceAtlas2", run: (*bench).layout},
		{name: "frames", title: "Frames of the graph pane: beside sigma.js in headless Chromium", run: (*bench).frames},
	}
}

func run(ctx context.Context, args []string, out, log io.Writer) (err error) {
	b, err := parse(args, log)
	if err != nil {
		return err
	}
	b.ctx, b.out, b.log = ctx, out, log
	if err := b.room(); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.clear(b.dir)) }()
	fmt.Fprintln(out, machine())
	if b.peers, err = findPeers(ctx, log); err != nil {
		fmt.Fprintf(out, "peers: none (%v); our own figures stand alone\n", err)
	}
	if err := b.sized(); err != nil {
		return err
	}
	for _, s := range sections() {
		if s.run == nil || !b.does(s.name) {
			continue
		}
		b.say("%s …", s.name)
		t, failed := s.run(b)
		if failed == nil || len(t.rows) > 0 {
			if err := b.print(s.title, &t); err != nil {
				return err
			}
		}
		if failed != nil {
			return fmt.Errorf("%s: %w", s.name, failed)
		}
	}
	fmt.Fprintf(out, "\nload at the end %s\n", load())
	return nil
}

// parse reads the flags.
func parse(args []string, log io.Writer) (*bench, error) {
	var names []string
	for _, s := range sections() {
		names = append(names, s.name)
	}
	b := &bench{}
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	fs.SetOutput(log)
	program := fs.String("workbench", "bin/workbench", "the built program")
	events := fs.String("events", "1M,10M,28.8M", "numbers of events at which import, query and text are measured; the world is as large as the largest")
	dir := fs.String("dir", os.TempDir(), "where the scratch folder is made, and removed at the end")
	fs.BoolVar(&b.keep, "keep", false, "leave the files, so that a second run finds them; takes the disk of all sizes together")
	fs.IntVar(&b.runs, "runs", 3, "repetitions, of what takes minutes fewer; the median is printed")
	only := fs.String("only", strings.Join(names, ","), "sections to run")
	these := fs.String("formats", "", "formats that the section formats measures, instead of all")
	if err := fs.Parse(args); err != nil {
		return nil, err
	}
	if *these != "" {
		b.these = strings.Split(*these, ",")
	}
	b.runs, b.dir, b.only = max(1, b.runs), filepath.Join(*dir, "casebench-bench"), strings.Split(*only, ",")
	for _, name := range b.only {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("there is no section %q: %s", name, strings.Join(names, ", "))
		}
	}
	for _, id := range b.these {
		if !slices.ContainsFunc(allMade(), func(m made) bool { return m.format == id }) {
			return nil, fmt.Errorf("no file is written for a format %q", id)
		}
	}
	var err error
	if b.workbench, err = filepath.Abs(*program); err != nil {
		return nil, err
	}
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return nil, err
	}
	if b.sizes, err = sizes(*events); err != nil {
		return nil, err
	}
	b.scale, err = scaleFor(slices.Max(b.sizes))
	return b, err
}

// sized runs what is measured at several sizes, and prints what it has also when a
// later size fails.
func (b *bench) sized() (err error) {
	tables := map[string]*table{}
	defer func() {
		for _, s := range sections() {
			if t := tables[s.name]; t != nil {
				err = errors.Join(err, b.print(s.title, t))
			}
		}
	}()
	for _, n := range b.sizes {
		for _, s := range sections() {
			if s.sized == nil || !b.does(s.name) {
				continue
			}
			b.say("%s, %s events …", s.name, label(n))
			if tables[s.name] == nil {
				tables[s.name] = &table{}
			}
			if err := s.sized(b, n, tables[s.name]); err != nil {
				return fmt.Errorf("%s, %s events: %w", s.name, label(n), err)
			}
		}
		if err := b.clear(b.folder(n)); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) does(section string) bool { return slices.Contains(b.only, section) }

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.log, "bench: "+format+"\n", args...) }

func (b *bench) print(title string, t *table) error {
	if _, err := fmt.Fprintf(b.out, "\n### %s\n\n", title); err != nil {
		return err
	}
	return t.print(b.out)
}
