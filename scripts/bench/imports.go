package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/zstd"
)

// imported is the part of `import --json` that is read.
type imported struct {
	Accepted int64   `json:"accepted"`
	Rejected int64   `json:"rejected"`
	Seconds  float64 `json:"seconds"`
}

// loaded is what duckdb.mjs load prints.
type loaded struct {
	Seconds float64 `json:"seconds"`
	CPU     float64 `json:"cpu"`
	Rows    int64   `json:"rows"`
	Bytes   int64   `json:"bytes"`
	Version string  `json:"version"`
}

// trio is one NDJSON file, the case that is made of it, the same encrypted ("" where
// that is not measured), and DuckDB's file.
type trio struct {
	source, plain, sealed, duck string
}

func (b *bench) requestFiles(n int64) trio {
	dir := b.folder(n)
	return trio{filepath.Join(dir, "requests.jsonl"), filepath.Join(dir, "requests.case"), filepath.Join(dir, "sealed.case"), filepath.Join(dir, "requests.duckdb")}
}

// imports gives one NDJSON file to both, in turn, each into a new file. Ours is
// timed from the start of the process to its end; DuckDB only while it works.
func (b *bench) imports(n int64, t *table) error {
	if _, _, err := b.requests(n); err != nil {
		return err
	}
	return b.importBeside(n, b.requestFiles(n), t)
}

func (b *bench) importBeside(n int64, f trio, t *table) error {
	t.head = []string{"events", "", "casebench", "DuckDB or zstd", "ratio", "target"}
	if err := warm(f.source); err != nil {
		return err
	}
	var ours, theirs, sealed []float64
	var us, them, enc usage
	var in imported
	var duck loaded
	spent := 0.0
	for run := 0; run < b.runs && (run == 0 || spent < patience); run++ {
		u, err := b.importOnce(f.plain, f.source, &in)
		if err != nil {
			return err
		}
		ours, us, spent = append(ours, u.seconds), most(us, u), spent+u.seconds
		if f.sealed != "" {
			if u, err = b.importSealed(f.sealed, f.source, n); err != nil {
				return err
			}
			sealed, enc, spent = append(sealed, u.seconds), most(enc, u), spent+u.seconds
		}
		if b.peers == nil {
			continue
		}
		if u, err = b.loadOnce(f, &duck); err != nil {
			return err
		}
		theirs, them, spent = append(theirs, duck.Seconds), most(them, u), spent+u.seconds
	}
	if in.Accepted != n {
		return fmt.Errorf("we hold %d rows of %d", in.Accepted, n)
	}
	mine, other := median(ours), 0.0
	if len(theirs) > 0 {
		other = median(theirs)
		if duck.Rows != in.Accepted {
			return fmt.Errorf("we hold %d rows, DuckDB %d", in.Accepted, duck.Rows)
		}
	}
	size, err := sizeOf(f.source)
	if err != nil {
		return err
	}
	b.say("zstd -3 of %s", filepath.Base(f.source))
	packed, packer, err := b.zstdSize(f.source)
	if err != nil {
		return err
	}
	kept, err := sizeOf(f.plain)
	if err != nil {
		return err
	}
	at := label(n)
	t.add(at, "events a second", rate(in.Accepted, mine), rate(duck.Rows, other), ratio(other, mine), "at least 1.5 ×")
	t.add(at, fmt.Sprintf("seconds, median of %d", len(ours)), seconds(mine), seconds(other), "", "")
	t.add(at, "most anonymous memory", megabytes(us.private), megabytes(them.private), ratio(float64(us.private), float64(them.private)), "under 1,500 MB")
	t.add(at, "the same in each third of the time", thirds(us), thirds(them), "", "flat")
	t.add(at, "most resident memory", megabytes(us.resident), megabytes(them.resident), "", "")
	t.add(at, "file", megabytes(kept), megabytes(duck.Bytes), ratio(float64(kept), float64(duck.Bytes)), "")
	t.add(at, "file, bytes an event", fmt.Sprint(kept/n), fmt.Sprint(duck.Bytes/n), "", "")
	t.add(at, "file beside `zstd -3` of the NDJSON", megabytes(kept), megabytes(packed), ratio(float64(kept), float64(packed)), "at most 1.15 ×")
	if len(sealed) > 0 {
		size, err := sizeOf(f.sealed)
		if err != nil {
			return err
		}
		t.add(at, "encrypted: seconds, beside plain", seconds(median(sealed)), seconds(mine), ratio(median(sealed), mine), "at most 1.15 ×")
		t.add(at, "encrypted: memory and file, beside plain", megabytes(enc.private)+", "+megabytes(size), megabytes(us.private)+", "+megabytes(kept),
			ratio(float64(size), float64(kept)), "")
		t.remark("encrypted with a passphrase that costs next to nothing (--work 4): as it is set, it costs each opening about a second, whatever the size")
	}
	t.remark("%s: %s of NDJSON, %d B an event; %d rejected", at, megabytes(size), size/n, in.Rejected)
	t.remark("zstd -3 by %s, in its column instead of DuckDB", packer)
	t.remark("ours: hash, originals, columns, observations, audit; the whole process. DuckDB %s: typed columns; CREATE TABLE and CHECKPOINT alone; its memory with node, about 50 MB", duck.Version)
	return nil
}

// patience is after how many seconds an import is not repeated again.
const patience = 240

func (b *bench) importOnce(file, source string, in *imported) (usage, error) {
	if err := remove(file); err != nil {
		return usage{}, err
	}
	return call(b.ctx, in, nil, b.workbench, "import", file, source, "--json", "--quiet")
}

// importSealed imports into an encrypted case, which is made before the clock starts.
func (b *bench) importSealed(file, source string, n int64) (usage, error) {
	if err := remove(file); err != nil {
		return usage{}, err
	}
	if err := os.WriteFile(b.secretFile(), []byte(secret+"\n"), 0o600); err != nil {
		return usage{}, err
	}
	if _, err := call(b.ctx, nil, nil, b.workbench, "new", file, "--encrypt", "--work", "4", "--passphrase-file", b.secretFile(), "--quiet"); err != nil {
		return usage{}, err
	}
	var in imported
	u, err := call(b.ctx, &in, nil, b.workbench, "import", file, source, "--json", "--quiet", "--passphrase-file", b.secretFile())
	if err == nil && in.Accepted != n {
		err = fmt.Errorf("the encrypted case holds %d rows of %d", in.Accepted, n)
	}
	return u, err
}

// secret is the passphrase of the encrypted cases; they hold nothing but a made-up world.
const secret = "measured and thrown away"

func (b *bench) secretFile() string { return filepath.Join(b.dir, "passphrase.txt") }

func (b *bench) loadOnce(f trio, duck *loaded) (usage, error) {
	if err := remove(f.duck); err != nil {
		return usage{}, err
	}
	from := "read_json_auto('" + strings.ReplaceAll(f.source, "'", "''") + "', format = 'newline_delimited')"
	return b.peers.run(b.ctx, duck, nil, "duckdb.mjs", "load", from, f.duck)
}

// most is the greater of each; of the memory over time the later.
func most(a, b usage) usage {
	return usage{max(a.seconds, b.seconds), max(a.cpu, b.cpu), max(a.resident, b.resident), max(a.private, b.private), b.looks}
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

// thirds prints the memory over time.
func thirds(u usage) string {
	if len(u.looks) < 3 {
		return absent
	}
	m := u.thirds()
	return fmt.Sprintf("%.0f, %.0f, %.0f MB", float64(m[0])/1e6, float64(m[1])/1e6, float64(m[2])/1e6)
}
