package importers_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/csvlog"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
	"casebench/importers/stix"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// actions makes n rows of an actions table of about 90 bytes each.
func actions(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `{"account_id":"acct_%05d","ts":"2026-04-%02dT%02d:00:00Z","action":"limit","note_%d":"%d"}`+"\n",
			i%977, 1+i%28, i%24, i%3, i)
	}
	return b.Bytes()
}

func TestWorkersDoNotChangeBatches(t *testing.T) {
	data := actions(180_000) // two chunks
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	one, src, err := importertest.Read(t, jsonl.Importer{}, "actions.jsonl", data, nil)
	if err != nil || src.Accepted != 180_000 || len(one.Batches) < 2 {
		t.Fatalf("%d accepted in %d batches: %v", src.Accepted, len(one.Batches), err)
	}
	runtime.GOMAXPROCS(4)
	for _, in := range []struct {
		name string
		data []byte
	}{{"actions.jsonl", data}, {"actions.jsonl.gz", importertest.Gzip(data)}, {"actions.jsonl.zst", importertest.Zstd(data)}} {
		four, _, err := importertest.Read(t, jsonl.Importer{}, in.name, in.data, nil)
		if err != nil {
			t.Fatal(in.name, err)
		}
		if !reflect.DeepEqual(four.Batches, one.Batches) {
			t.Errorf("%s with four workers differs", in.name)
		}
	}
	if src.From.Day() != 1 || src.To.Day() != 28 {
		t.Errorf("times run from %s to %s", src.From, src.To)
	}
}

// slow gives few bytes at a time, as a pipe does.
type slow struct{ r io.Reader }

func (s slow) Read(p []byte) (int, error) { return s.r.Read(p[:min(len(p), 999)]) }

func TestCutsDoNotDependOnReads(t *testing.T) {
	data := actions(120_000)
	want, _, err := importertest.Read(t, jsonl.Importer{}, "actions.jsonl", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	sink := &importertest.Sink{}
	src, err := importers.Run(context.Background(), importers.Input{Name: "-", Reader: slow{bytes.NewReader(data)}, Size: -1},
		jsonl.Importer{}, nil, sink, progress.Discard)
	if err != nil || len(sink.Batches) != len(want.Batches) {
		t.Fatalf("%d batches, want %d: %v", len(sink.Batches), len(want.Batches), err)
	}
	for i, b := range sink.Batches {
		if b.Sum != want.Batches[i].Sum {
			t.Errorf("batch %d differs", i)
		}
	}
	if sum := sha256.Sum256(data); src.SHA256 != hex.EncodeToString(sum[:]) {
		t.Error("another SHA-256")
	}
}

func TestRecordOverTheLimitIsOneReject(t *testing.T) {
	before := []byte(`{"account_id":"a","ts":"2026-04-22T10:00:00Z","action":"ban"}` + "\n")
	for _, c := range []struct {
		name string
		long int
		tail string
	}{
		{"in the middle", importers.MaxRecord + 20<<20, "\n" + string(before)},
		{"at the end", importers.MaxRecord + 3<<20, ""},
		{"ending with a full buffer", importers.MaxRecord + importers.ChunkBytes - len(before) - 9, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := bytes.Join([][]byte{before, []byte(`{"text":"`), bytes.Repeat([]byte("x"), c.long), []byte(c.tail)}, nil)
			sink, src, err := importertest.Read(t, jsonl.Importer{}, "actions.jsonl", data, nil)
			if err != nil {
				t.Fatal(err)
			}
			if src.Rejected != 1 || int(src.Accepted) != 1+strings.Count(c.tail, "{") {
				t.Fatalf("%d accepted, %d rejected", src.Accepted, src.Rejected)
			}
			for _, b := range sink.Batches {
				if len(b.Raw) > 2*importers.ChunkBytes+1 {
					t.Errorf("batch %d has %d bytes", b.Index, len(b.Raw))
				}
				for _, r := range b.Rejects {
					at := b.Offset + r.Offset
					if at != int64(len(before)) || r.Length != int64(c.long+9) || !strings.Contains(r.Reason, "64 MiB") {
						t.Errorf("reject at %d of %d bytes: %s", at, r.Length, r.Reason)
					}
				}
			}
		})
	}
}

func TestQuotedLineEndsAcrossChunks(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("account_id,ts,action,reason\n")
	rows := 0
	for b.Len() < 2*importers.ChunkBytes+1000 {
		fmt.Fprintf(&b, "a%d,2026-04-22T10:00:00Z,ban,\"first line %d\nsecond, \"\"quoted\"\"\nthird\"\n", rows%50, rows)
		rows++
	}
	_, src, err := importertest.Read(t, csvlog.Importer{}, "actions.csv", b.Bytes(), nil)
	if err != nil || src.Accepted != int64(rows) || src.Skipped != 1 || src.Rejected != 0 {
		t.Errorf("%d accepted, %d rejected, %d skipped of %d rows: %v", src.Accepted, src.Rejected, src.Skipped, rows, err)
	}
}

func TestUnclosedQuoteLosesOneLine(t *testing.T) {
	data := "account_id,ts,action\na,2026-04-22T10:00:00Z,ban\n\"b,2026-04-22T10:00:00Z,ban\n" +
		strings.Repeat("c,2026-04-22T10:00:00Z,ban\n", 400_000)
	_, src, err := importertest.Read(t, csvlog.Importer{}, "actions.csv", []byte(data), nil)
	if err != nil || src.Accepted != 400_001 || src.Rejected != 1 {
		t.Errorf("%d accepted, %d rejected: %v", src.Accepted, src.Rejected, err)
	}
}

func TestCompressedInputThatIsBroken(t *testing.T) {
	data := actions(50_000)
	gz, zs := importertest.Gzip(data), importertest.Zstd(data)
	flipped := bytes.Clone(gz)
	flipped[len(flipped)/3] ^= 0x55
	for _, c := range []struct {
		name string
		data []byte
		kind fault.Kind
	}{
		{"gzip without its end", gz[:len(gz)-5], fault.Corrupt},
		{"gzip of a third", gz[:len(gz)/3], fault.Corrupt},
		{"gzip header alone", gz[:12], fault.Corrupt},
		{"zstd of a half", zs[:len(zs)/2], fault.Corrupt},
		{"a changed byte", flipped, fault.Corrupt},
		{"gzip with something behind it", append(bytes.Clone(gz), "more"...), fault.Corrupt},
	} {
		_, _, err := importertest.Read(t, jsonl.Importer{}, "actions.jsonl.gz", c.data, nil)
		if fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestBombMeetsALimit(t *testing.T) {
	line := []byte(`{"account_id":"a","ts":"2026-04-22T10:00:00Z","action":"ban"}` + "\n")
	line = append(bytes.Repeat([]byte(" "), 8192-len(line)), line...)
	block := bytes.Repeat(line, 1<<7)
	zs := importertest.Zstd(bytes.Repeat(block, 1+(importers.RatioFrom+64<<20)/len(block)))
	sink := &countingSink{}
	_, err := importers.Run(context.Background(), importers.Input{Name: "actions.jsonl.zst", Reader: bytes.NewReader(zs), Size: -1},
		jsonl.Importer{}, nil, sink, progress.Discard)
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "400 times") {
		t.Errorf("%d bytes: %v", len(zs), err)
	}
	if sink.most > importers.ChunkBytes {
		t.Errorf("a batch of %d bytes", sink.most)
	}
}

// countingSink keeps nothing.
type countingSink struct{ most int }

type index int

func (i index) Index() int { return int(i) }

func (s *countingSink) Pack(b *casefile.Batch) (casefile.Packed, error) { return index(b.Index), nil }
func (s *countingSink) Put(casefile.Packed) error                       { return nil }
func (s *countingSink) Part(int, []byte) error                          { return nil }

// forever gives the same line again and again.
type forever struct {
	line []byte
	at   *int
}

func (f forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = f.line[*f.at]
		*f.at = (*f.at + 1) % len(f.line)
	}
	return len(p), nil
}

func TestCancelEndsAnEndlessInput(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	sink := &importertest.Sink{}
	sink.OnPut = func(i int) error {
		if i == 2 {
			cancel()
		}
		return nil
	}
	line := []byte(`{"account_id":"a","ts":"2026-04-22T10:00:00Z","action":"ban"}` + "\n")
	line = append(bytes.Repeat([]byte(" "), 256-len(line)), line...)
	_, err := importers.Run(ctx, importers.Input{Name: "actions.jsonl", Reader: forever{line, new(int)}, Size: -1}, jsonl.Importer{}, nil, sink, progress.Discard)
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// stuck blocks in Read until it is let go.
type stuck struct {
	r    io.Reader
	gate chan struct{}
}

func (s stuck) Read(p []byte) (int, error) {
	if n, _ := s.r.Read(p); n > 0 {
		return n, nil
	}
	<-s.gate
	return 0, io.EOF
}

func TestCancelDoesNotWaitForABlockedRead(t *testing.T) {
	gate := make(chan struct{})
	defer close(gate)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	in := importers.Input{Name: "-", Reader: stuck{bytes.NewReader(actions(2000)), gate}, Size: -1}
	_, err := importers.Run(ctx, in, jsonl.Importer{}, nil, &importertest.Sink{}, progress.Discard)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestWrongFormatIsNoticed(t *testing.T) {
	var b strings.Builder
	for i := range 300 {
		fmt.Fprintf(&b, `{"account_id":"a","ts":"in spring","action":"ban %d"}`+"\n", i)
	}
	_, _, err := importertest.Read(t, jsonl.Importer{}, "actions.jsonl", []byte(b.String()), nil)
	var misfit *importers.MisfitError
	if !errors.As(err, &misfit) || misfit.Rejected != 100 || fault.KindOf(err) != fault.Invalid {
		t.Fatal(err)
	}
	h := importers.Head{Name: "x.json", Bytes: []byte(`{"type":"bundle","id":"bundle--1","objects":[]}`), Whole: true}
	advised := importers.NewRegistry(jsonl.Importer{}, stix.Importer{}).Advise(err, h)
	var f *fault.Error
	if !errors.As(advised, &f) || !strings.HasPrefix(f.Hint, "stix-2.1 fits better") {
		t.Errorf("advice: %v", advised)
	}
}

// panicky is an importer whose decoder fails.
type panicky struct{ jsonl.Importer }

func (panicky) Open(importers.Head, *casefile.Mapping) (importers.Reading, error) { return rows{}, nil }

type rows struct{}

func (rows) About() importers.About        { return importers.About{} }
func (rows) Cut(b []byte, last bool) int   { return len(b) }
func (rows) NewDecoder() importers.Decoder { return rows{} }
func (rows) Decode(context.Context, importers.Chunk) (*casefile.Batch, error) {
	panic("index out of range")
}

func TestPanicOfAParserIsAnError(t *testing.T) {
	_, _, err := importertest.Read(t, panicky{}, "x.jsonl", actions(10), nil)
	if fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), "jsonl failed") {
		t.Error(err)
	}
}

func TestSinkThatFailsStopsTheImport(t *testing.T) {
	full := fault.New(fault.Full, "The disk is full.", "", nil)
	sink := &importertest.Sink{OnPut: func(i int) error {
		if i == 1 {
			return full
		}
		return nil
	}}
	_, err := importers.Run(context.Background(), importers.Input{Name: "actions.jsonl", Reader: bytes.NewReader(actions(250_000)), Size: -1},
		jsonl.Importer{}, nil, sink, progress.Discard)
	if !errors.Is(err, full) {
		t.Error(err)
	}
}

func TestProgressCountsTheFile(t *testing.T) {
	data := importertest.Gzip(actions(5000))
	var m progress.Meter
	in := importers.Input{Name: "actions.jsonl.gz", Reader: bytes.NewReader(data), Size: int64(len(data))}
	if _, err := importers.Run(context.Background(), in, jsonl.Importer{}, nil, &importertest.Sink{}, &m); err != nil {
		t.Fatal(err)
	}
	if s := m.Snapshot(); s.Phase != "import" || s.Done != s.Total || s.Total != int64(len(data)) {
		t.Errorf("%+v of %d bytes", s, len(data))
	}
}
