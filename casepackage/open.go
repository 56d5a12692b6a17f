package casepackage

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Package is a verified package that is read back, so that somebody else can
// repeat the linkage. Close it when done; its sequences must not be used after.
type Package struct {
	report Report
	file   *os.File // a zip …
	zip    *archive
	root   *os.Root // … or a folder
}

// Open verifies the package at path and opens it. A package that does not hold is
// refused with a fault of kind Verification that names the first thing wrong.
func Open(ctx context.Context, path string, o VerifyOptions) (*Package, error) {
	report, err := Verify(ctx, path, o)
	if err != nil {
		return nil, err
	}
	if bad := report.First(); bad != nil {
		return nil, fault.New(fault.Verification, "The package does not hold: "+bad.Detail+".", "Ask for it again, and compare the SHA-256.", nil)
	}
	p := &Package{report: report}
	st, err := os.Stat(path)
	if err != nil {
		return nil, cannotRead(path, err)
	}
	if st.IsDir() {
		if p.root, err = os.OpenRoot(path); err != nil {
			return nil, cannotRead(path, err)
		}
		return p, nil
	}
	if p.file, err = os.Open(path); err != nil {
		return nil, cannotRead(path, err)
	}
	if p.zip, err = openArchive(p.file, st.Size()); err != nil {
		return nil, errors.Join(fault.New(fault.Verification, "The package changed while it was read.", "", err), p.file.Close())
	}
	return p, nil
}

// Close releases the file.
func (p *Package) Close() error {
	if p.root != nil {
		return p.root.Close()
	}
	return p.file.Close()
}

// Report returns the verification that Open made.
func (p *Package) Report() Report { return p.report }

// errAbsent says that a package has no such file.
var errAbsent = errors.New("not in this package")

func (p *Package) open(path string) (io.ReadCloser, error) {
	if p.root != nil {
		f, err := p.root.Open(path)
		if errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", path, errAbsent)
		}
		return f, err
	}
	for i := range p.zip.entries {
		if e := &p.zip.entries[i]; p.zip.path(e) == path {
			return io.NopCloser(p.zip.open(e)), nil
		}
	}
	return nil, fmt.Errorf("%s: %w", path, errAbsent)
}

// Bytes returns one file of the package, at most 64 MiB of it.
func (p *Package) Bytes(path string) ([]byte, error) {
	r, err := p.open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // read only
	const most = 64 << 20
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && len(b) > most {
		err = fmt.Errorf("%s is larger than %d MiB", path, most>>20)
	}
	return b, err
}

// Run returns the run that the package records, with its model. A package without
// one is a fault of kind NotFound.
func (p *Package) Run() (casefile.Run, error) {
	var r recipe
	b, err := p.Bytes("data/method/recipe.json")
	if errors.Is(err, errAbsent) {
		return casefile.Run{}, fault.New(fault.NotFound, "The package holds no run to repeat.", "Ask for one of profile legal, made after link.", nil)
	}
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err == nil && r.Run == nil {
		err = errors.New("no run in it")
	}
	if err != nil {
		return casefile.Run{}, fmt.Errorf("read recipe: %w", err)
	}
	r.Run.Model, err = p.Bytes("data/method/model.json")
	return *r.Run, err
}

// HasSnapshot reports whether the package holds what a run read.
func (p *Package) HasSnapshot() bool {
	r, err := p.open(observationsFolder + "context.json")
	if err != nil {
		return false
	}
	return r.Close() == nil
}

// Links returns the links of the run, with account and value codes.
func (p *Package) Links() ([]casefile.Link, error) {
	return readLines[casefile.Link](p, "data/method/result/links.jsonl.gz")
}

// Clusters returns the clusters of the run.
func (p *Package) Clusters() ([]casefile.Cluster, error) {
	return readLines[casefile.Cluster](p, "data/method/result/clusters.jsonl.gz")
}

// maxUnpacked bounds what a compressed file of a package may unpack to: whoever
// made a package need not mean well.
const maxUnpacked = 8 << 30

func readLines[T any](p *Package, path string) ([]T, error) {
	var out []T
	err := p.unpack(path, func(r io.Reader) error {
		d := json.NewDecoder(io.LimitReader(r, 2<<30))
		for {
			var v T
			if err := d.Decode(&v); err == io.EOF {
				return nil
			} else if err != nil {
				return err
			}
			out = append(out, v)
		}
	})
	return out, err
}

func (p *Package) unpack(path string, use func(io.Reader) error) error {
	f, err := p.open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // read only
	z, err := gzip.NewReader(bufio.NewReaderSize(f, 256<<10))
	if err == nil {
		err = use(io.LimitReader(z, maxUnpacked))
	}
	if err != nil && !errors.Is(err, errStop) {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return err
}

// errStop is how a sequence that nobody wants more of ends its file.
var errStop = errors.New("stop")

// Context returns the small things that the run read.
func (p *Package) Context() (SnapshotContext, error) {
	var c SnapshotContext
	b, err := p.Bytes(observationsFolder + "context.json")
	if err == nil {
		err = json.Unmarshal(b, &c)
	}
	return c, err
}

// Accounts yields the population, by code.
func (p *Package) Accounts() iter.Seq2[SnapshotAccount, error] {
	return rowsOf(p, "accounts.csv.gz", 2, func(f []string) (a SnapshotAccount, err error) {
		n, err := strconv.ParseUint(f[0], 10, 32)
		return SnapshotAccount{Code: uint32(n), Token: f[1]}, err
	})
}

// Values yields what is known of the values of a kind, by code.
func (p *Package) Values(kind casefile.ObservationKind) iter.Seq2[SnapshotValue, error] {
	return rowsOf(p, "values-"+kind.String()+".csv.gz", 8, func(f []string) (SnapshotValue, error) {
		code, err := strconv.ParseUint(f[0], 10, 32)
		accounts, err2 := strconv.Atoi(f[2])
		return SnapshotValue{Code: uint32(code), Token: f[1], Accounts: accounts, Class: f[3], KnownShared: f[4],
			Public: f[5] == "1", Stop: f[6] == "1", Halt: f[7] == "1"}, errors.Join(err, err2)
	})
}

// Observations yields the rows of a kind, sorted by value, day and account.
func (p *Package) Observations(kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return rowsOf(p, kind.String()+".csv.gz", 6, func(f []string) (o casefile.Observation, err error) {
		n, err := numbers(f)
		o.Account, o.Value, o.Day, o.Count, o.First, o.Last = uint32(n[0]), uint32(n[1]), int32(n[2]), n[3], n[4], n[5]
		return o, err
	})
}

// Events yields the requests that the run looked at one by one, by time.
func (p *Package) Events() iter.Seq2[SnapshotEvent, error] {
	return rowsOf(p, "events.csv.gz", 3, func(f []string) (SnapshotEvent, error) {
		n, err := numbers(f)
		return SnapshotEvent{Account: uint32(n[0]), At: n[1], Template: uint32(n[2])}, err
	})
}

func numbers(f []string) (n [6]int64, err error) {
	for i := range f {
		if n[i], err = strconv.ParseInt(f[i], 10, 64); err != nil {
			return n, err
		}
	}
	return n, nil
}

// rowsOf yields the rows of a table of observations; a table that is not there has
// none. An error ends the sequence.
func rowsOf[T any](p *Package, name string, columns int, parse func([]string) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		err := p.unpack(observationsFolder+name, func(r io.Reader) error {
			s := bufio.NewScanner(r)
			s.Buffer(make([]byte, 64<<10), 1<<20)
			fields := make([]string, 0, columns)
			for n := 1; s.Scan(); n++ {
				if n == 1 {
					continue // header
				}
				var err error
				if fields, err = splitRow(fields[:0], s.Bytes()); err != nil || len(fields) != columns {
					return fmt.Errorf("line %d cannot be read", n)
				}
				v, err := parse(fields)
				if err != nil {
					return fmt.Errorf("line %d cannot be read: %w", n, err)
				}
				if !yield(v, nil) {
					return errStop
				}
			}
			return s.Err()
		})
		if err != nil && !errors.Is(err, errStop) && !errors.Is(err, errAbsent) {
			var none T
			yield(none, err)
		}
	}
}

// splitRow splits a line. Only lines with quotes need the slow way.
func splitRow(fields []string, line []byte) ([]string, error) {
	if bytes.IndexByte(line, '"') >= 0 {
		return csv.NewReader(bytes.NewReader(line)).Read()
	}
	rest := string(line)
	for {
		f, after, more := strings.Cut(rest, ",")
		fields = append(fields, f)
		if !more {
			return fields, nil
		}
		rest = after
	}
}
