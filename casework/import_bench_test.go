package casework_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/casework/demo"
	"casebench/importers"
	"casebench/importers/jsonl"
	"casebench/internal/progress"
	"casebench/internal/storetest"
)

// benchRequests returns the requests of the demo world s, unpacked.
func benchRequests(b *testing.B) []byte {
	b.Helper()
	dir := filepath.Join(b.TempDir(), "world")
	if _, err := demo.Write(context.Background(), dir, demo.Options{Scale: "s", Seed: 1}, progress.Discard); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "requests.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// benchChunks cuts data as Run does.
func benchChunks(rows importers.Rows, data []byte) (chunks []importers.Chunk) {
	at := 0
	for at < len(data) {
		end := min(at+importers.ChunkBytes, len(data))
		n := rows.Cut(data[at:end], end == len(data))
		chunks = append(chunks, importers.Chunk{Index: len(chunks), Offset: int64(at), Raw: data[at : at+n]})
		at += n
	}
	return chunks
}

// deaf is an importer that has its input received, hashed and cut, and reads none
// of it.
type deaf struct{ jsonl.Importer }

type deafReading struct{ importers.Rows }

type deafDecoder struct{ batch casefile.Batch }

func (d deaf) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	r, err := d.Importer.Open(h, m)
	if err != nil {
		return nil, err
	}
	return deafReading{r.(importers.Rows)}, nil
}

func (deafReading) NewDecoder() importers.Decoder { return &deafDecoder{} }

func (d *deafDecoder) Decode(context.Context, importers.Chunk) (*casefile.Batch, error) {
	d.batch = casefile.Batch{}
	return &d.batch, nil
}

// nowhere is a sink that keeps nothing.
type nowhere struct{}

type nothing int

func (n nothing) Index() int { return int(n) }

func (nowhere) Pack(b *casefile.Batch) (casefile.Packed, error) { return nothing(b.Index), nil }
func (nowhere) Put(casefile.Packed) error                       { return nil }
func (nowhere) Part(int, []byte) error                          { return nil }

// BenchmarkImport tells the story of an import stage by stage, on one file: the
// requests of the demo world s. Run it with -cpu 1, so that a stage's time is the
// processor's.
//
//	hash     SHA-256 of the bytes, which the file and every batch have once each
//	receive  read, hash both ways, cut into batches
//	decode   JSON to typed columns
//	pack     columns, observations and originals of each batch; "columns" leaves the originals out
//	put      dictionaries, gathering, transactions and commit
//	whole    all of it, from file to case
func BenchmarkImport(b *testing.B) {
	data := benchRequests(b)
	path := filepath.Join(b.TempDir(), "requests.jsonl")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	input := func() importers.Input {
		return importers.Input{Name: "requests.jsonl", Reader: bytes.NewReader(data), Size: int64(len(data))}
	}
	head, _, err := importers.Peek(input())
	if err != nil {
		b.Fatal(err)
	}
	reading, err := jsonl.Importer{}.Open(head, nil)
	if err != nil {
		b.Fatal(err)
	}
	rows := reading.(importers.Rows)
	chunks := benchChunks(rows, data)
	events := bytes.Count(data, []byte("\n"))
	stage := func(name string, once func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				once(b)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*events), "ns/event")
		})
	}
	stage("hash", func(*testing.B) { sha256.Sum256(data) })
	stage("receive", func(b *testing.B) {
		if _, err := importers.Run(context.Background(), input(), deaf{}, nil, nowhere{}, progress.Discard); err != nil {
			b.Fatal(err)
		}
	})
	decoder := rows.NewDecoder()
	stage("decode", func(b *testing.B) {
		n := 0
		for _, c := range chunks {
			batch, err := decoder.Decode(context.Background(), c)
			if err != nil {
				b.Fatal(err)
			}
			n += batch.Accepted()
		}
		if n != events {
			b.Fatalf("%d of %d events", n, events)
		}
	})
	batches := benchBatches(b, rows, chunks)
	for _, p := range []struct{ name, originals string }{{"pack", "embed"}, {"pack/columns", "reference"}} {
		f := storetest.Unchecked(b)
		loader, err := f.Begin(casefile.Source{Path: path, Name: "requests.jsonl", Format: "jsonl", Originals: p.originals})
		if err != nil {
			b.Fatal(err)
		}
		stage(p.name, func(b *testing.B) {
			for _, batch := range batches {
				if _, err := loader.Pack(batch); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	stage("put", func(b *testing.B) {
		b.StopTimer()
		f := storetest.Unchecked(b)
		loader, err := f.Begin(casefile.Source{Path: path, Name: "requests.jsonl", Format: "jsonl", Originals: "embed"})
		if err != nil {
			b.Fatal(err)
		}
		var packed []casefile.Packed
		src := casefile.Source{Rows: int64(events), Accepted: int64(events), Bytes: int64(len(data)), DecodedBytes: int64(len(data))}
		for _, batch := range batches {
			p, err := loader.Pack(batch)
			if err != nil {
				b.Fatal(err)
			}
			packed = append(packed, p)
		}
		b.StartTimer()
		for _, p := range packed {
			if err := loader.Put(p); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := loader.Commit(context.Background(), src); err != nil {
			b.Fatal(err)
		}
	})
	stage("whole", func(b *testing.B) {
		w, err := casework.New(filepath.Join(b.TempDir(), "bench.case"), "Bench", config())
		if err != nil {
			b.Fatal(err)
		}
		if r, err := w.Import(context.Background(), casework.ImportOptions{Paths: []string{path}}, progress.Discard); err != nil || r.Accepted != int64(events) {
			b.Fatal(r.Accepted, err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

// benchBatches decodes chunks, each with a decoder of its own, since a batch is
// good until its decoder's next.
func benchBatches(b *testing.B, rows importers.Rows, chunks []importers.Chunk) (out []*casefile.Batch) {
	b.Helper()
	for _, c := range chunks {
		batch, err := rows.NewDecoder().Decode(context.Background(), c)
		if err != nil {
			b.Fatal(err)
		}
		batch.Index, batch.Offset, batch.Raw, batch.Sum = c.Index, c.Offset, c.Raw, sha256.Sum256(c.Raw)
		out = append(out, batch)
	}
	return out
}
