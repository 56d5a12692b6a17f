package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

// imported is the part of `import --json` that is read.
type imported struct {
	Accepted int64   `json:"accepted"`
	Rejected int64   `json:"rejected"`
	Seconds  float64 `json:"seconds"`
}

// loaded is what duckdb.mjs import prints.
type loaded struct {
	Seconds float64 `json:"seconds"`
	Rows    int64   `json:"rows"`
	Bytes   int64   `json:"bytes"`
	Version string  `json:"version"`
}

func (b *bench) caseFile() string { return filepath.Join(b.dir, "requests.case") }
func (b *bench) duckFile() string { return filepath.Join(b.dir, "requests.duckdb") }

// imports gives one NDJSON file to both, in turn, each into a new file. Ours is
// timed from the start of the process to its end; DuckDB only while it works.
func (b *bench) imports() (table, error) {
	t := table{head: []string{"", "casebench", "DuckDB", "ratio", "target"}}
	source, size, err := b.requests()
	if err != nil {
		return t, err
	}
	if err := warm(source); err != nil {
		return t, err
	}
	var ours, theirs []float64
	var us, them usage
	var in imported
	var duck loaded
	for range b.runs {
		u, err := b.importOnce(source, &in)
		if err != nil {
			return t, err
		}
		ours, us = append(ours, u.seconds), most(us, u)
		if b.peers == nil {
			continue
		}
		u, err = b.loadOnce(source, &duck)
		if err != nil {
			return t, err
		}
		theirs, them = append(theirs, duck.Seconds), most(them, u)
	}
	mine, other := median(ours), 0.0
	if len(theirs) > 0 {
		other = median(theirs)
		if duck.Rows != in.Accepted {
			return t, fmt.Errorf("we hold %d rows, DuckDB %d", in.Accepted, duck.Rows)
		}
	}
	packed, packer, err := b.zstdSize(source)
	if err != nil {
		return t, err
	}
	kept, err := sizeOf(b.caseFile())
	if err != nil {
		return t, err
	}
	t.add("events per second", rate(in.Accepted, mine), rate(duck.Rows, other), ratio(other, mine), "at least 1.5 ×")
	t.add("seconds, median of "+fmt.Sprint(b.runs), seconds(mine), seconds(other), "", "")
	t.add("most anonymous memory", megabytes(us.private), megabytes(them.private), ratio(float64(us.private), float64(them.private)), "under 1,500 MB")
	t.add("most resident memory", megabytes(us.resident), megabytes(them.resident), "", "")
	t.add("file", megabytes(kept), megabytes(duck.Bytes), ratio(float64(kept), float64(duck.Bytes)), "")
	t.add("file beside zstd -3 of the NDJSON", megabytes(kept), megabytes(packed), ratio(float64(kept), float64(packed)), "at most 1.15 ×")
	t.remark("%d events, %s of NDJSON, %d B each; %d rejected", in.Accepted, megabytes(size), size/max(1, in.Accepted), in.Rejected)
	t.remark("zstd -3 by %s", packer)
	t.remark("ours: hash, originals, columns, observations, audit; the whole process. DuckDB %s: typed columns; CREATE TABLE and CHECKPOINT alone", duck.Version)
	return t, nil
}

func (b *bench) importOnce(source string, in *imported) (usage, error) {
	if err := remove(b.caseFile()); err != nil {
		return usage{}, err
	}
	return call(b.ctx, in, nil, b.workbench, "import", b.caseFile(), source, "--json", "--quiet")
}

func (b *bench) loadOnce(source string, duck *loaded) (usage, error) {
	if err := remove(b.duckFile()); err != nil {
		return usage{}, err
	}
	return b.peers.run(b.ctx, duck, nil, "duckdb.mjs", "import", source, b.duckFile())
}

func most(a, b usage) usage {
	return usage{seconds: max(a.seconds, b.seconds), resident: max(a.resident, b.resident), private: max(a.private, b.private)}
}

func remove(path string) error {
	for _, p := range []string{path, path + ".wal", path + ".lock"} {
		if err := os.RemoveAll(p); err != nil {
			return err
		}
	}
	return nil
}

// zstdSize is the size of the file under `zstd -3`, by the program where it is
// installed and by the library at its like where not.
func (b *bench) zstdSize(path string) (size int64, by string, err error) {
	var n counter
	if program, err := exec.LookPath("zstd"); err == nil {
		cmd := exec.CommandContext(b.ctx, program, "-3", "-c", "-q", path)
		cmd.Stdout = &n
		err := cmd.Run()
		return int64(n), "the zstd program", err
	}
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	w, err := zstd.NewWriter(&n, zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(3)))
	if err != nil {
		return 0, "", err
	}
	_, err = io.Copy(w, f)
	return int64(n), "klauspost/compress", errors.Join(err, w.Close())
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
