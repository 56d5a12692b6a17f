package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// The usual size of a file, when a million events or more are asked for, and after how
// many seconds of one program's work it does not read the same file again.
const (
	usualBytes = 200_000_000
	enough     = 5
)

// formats writes a file of each format, imports it, and gives it to whoever else reads
// it. One file is there at a time.
func (b *bench) formats() (table, error) {
	t := table{head: []string{"format", "", "rows", "file", "seconds", "CPU", "events", "bytes", "memory", "peer", "seconds", "CPU", "memory", "ours/theirs"}}
	var missing []string
	for _, m := range allMade() {
		if len(b.these) > 0 && !slices.Contains(b.these, m.format) {
			continue
		}
		b.say("formats, %s: %s", m.format, m.what)
		lacks, err := b.format(m, &t)
		if err != nil {
			return t, fmt.Errorf("%s, %s: %w", m.format, m.what, err)
		}
		missing = append(missing, lacks...)
	}
	if err := b.unmeasured(&t); err != nil {
		return t, err
	}
	t.remark("ours: hash, originals, columns, observations, audit; the whole process, in wall seconds and in CPU seconds of all cores. Ours/theirs is of the wall")
	t.remark("DuckDB: CREATE TABLE and CHECKPOINT alone, its memory with node, about 50 MB. Miller and jq: the whole process, which writes every row as a line")
	slices.Sort(missing)
	if missing = slices.Compact(missing); len(missing) > 0 {
		t.remark("not installed, and left out: %s", strings.Join(missing, ", "))
	}
	return t, nil
}

// turns are the runs of one program on one file.
type turns struct {
	walls, cpus []float64
	most        usage
	spent       float64
}

func (r *turns) done() bool { return r.spent > enough }

func (r *turns) add(u usage) {
	r.walls, r.cpus = append(r.walls, u.seconds), append(r.cpus, u.cpu)
	r.most, r.spent = most(r.most, u), r.spent+u.seconds
}

// format measures one kind of file, turn by turn with its peers, and names those that
// are not installed.
func (b *bench) format(m made, t *table) (missing []string, err error) {
	dir := filepath.Join(b.dir, "formats")
	n, err := m.rowsIn(b.ctx, usualBytes*min(1_000_000, b.sizes[len(b.sizes)-1])/1_000_000)
	if err != nil {
		return nil, err
	}
	path, size, err := b.once(filepath.Join(dir, m.file), func(to io.Writer) error { return m.write(b.ctx, to, n) })
	if err != nil {
		return nil, err
	}
	if err := warm(path); err != nil {
		return nil, err
	}
	var ours turns
	theirs := make([]turns, len(m.peers))
	for run := 0; run < b.runs; run++ {
		if !ours.done() {
			u, err := b.importFormat(m, filepath.Join(dir, "formats.case"), path, n)
			if err != nil {
				return nil, err
			}
			ours.add(u)
		}
		for i, p := range m.peers {
			if theirs[i].done() {
				continue
			}
			u, rows, err := b.read(p, path, filepath.Join(dir, "formats.duckdb"))
			switch {
			case errors.Is(err, errNoPeer):
				missing = append(missing, p.name)
				continue
			case err != nil:
				return nil, err
			case rows != n:
				return nil, fmt.Errorf("we hold %d rows, %s %d", n, p.name, rows)
			}
			theirs[i].add(u)
		}
	}
	m.report(t, n, size, ours, theirs)
	return missing, b.clear(dir)
}

// importFormat imports the file into a new case, and sees that it was taken for what
// it is, and wholly.
func (b *bench) importFormat(m made, file, path string, n int64) (usage, error) {
	if err := remove(file); err != nil {
		return usage{}, err
	}
	var in struct {
		Accepted int64 `json:"accepted"`
		Sources  []struct {
			Format string `json:"format"`
		} `json:"sources"`
	}
	u, err := call(b.ctx, &in, nil, b.workbench, "import", file, path, "--json", "--quiet")
	if err == nil && (in.Accepted != n || len(in.Sources) != 1 || in.Sources[0].Format != m.format) {
		err = fmt.Errorf("we hold %d rows of %d, as %+v", in.Accepted, n, in.Sources)
	}
	return u, err
}

// report adds a line for the first peer that was there, with our figures, and one for
// each further.
func (m made) report(t *table, n, size int64, ours turns, theirs []turns) {
	wall := median(ours.walls)
	line := []string{m.format, m.what, label(n), megabytes(size), seconds(wall), seconds(median(ours.cpus)), rate(n, wall),
		fmt.Sprintf("%.0f MB/s", float64(size)/1e6/wall), megabytes(ours.most.private)}
	ended := false
	for i, r := range theirs {
		if len(r.walls) == 0 {
			continue
		}
		their := median(r.walls)
		t.add(append(line, m.peers[i].does, seconds(their), seconds(median(r.cpus)), megabytes(r.most.private), ratio(wall, their))...)
		line, ended = make([]string, len(line)), true
	}
	if ended {
		return
	}
	none := "none"
	if len(m.peers) > 0 {
		none = absent
	}
	t.add(append(line, none, "", "", "", "")...)
}

// unmeasured names the formats for which no file is written.
func (b *bench) unmeasured(t *table) error {
	var known struct {
		Formats []struct {
			ID string `json:"id"`
		} `json:"formats"`
	}
	if _, err := call(b.ctx, &known, nil, b.workbench, "formats", "--json"); err != nil {
		return err
	}
	var not []string
	for _, f := range known.Formats {
		if !slices.ContainsFunc(allMade(), func(m made) bool { return m.format == f.ID }) {
			not = append(not, f.ID)
		}
	}
	if len(not) > 0 {
		t.remark("no file is written for %s", strings.Join(not, ", "))
	}
	return nil
}
