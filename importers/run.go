package importers

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// reasonTooLong is why a record past MaxRecord is rejected.
var reasonTooLong = fmt.Sprintf("The record is longer than %d MiB, which is the limit.", MaxRecord>>20)

// Run reads the whole input with imp, once, and gives what it reads to the sink.
// A nil mapping, or the empty fields of one, are filled in by the importer.
//
// The Source that it returns has format, table, mapping, assumptions, SHA-256,
// sizes, counts, first and last instant and seconds filled in; the caller owns
// the rest. On any error what the sink was given is incomplete and must be
// dropped: a truncated or damaged compressed input is a fault of kind Corrupt, a
// bomb or an input of another format one of kind Invalid, a parser that panics
// an internal error. Run returns ctx's error within 100 ms of cancellation; only
// a Read of the input that blocks is left to end by itself.
//
// The reporter's phase is "import", counted in bytes of the input as received.
func Run(ctx context.Context, in Input, imp Importer, m *casefile.Mapping, sink Sink, p progress.Reporter) (casefile.Source, error) {
	began := time.Now()
	f := imp.Format()
	src := casefile.Source{Path: in.Name, Name: in.Base(), Format: f.ID, FormatVersion: f.Version}
	p.Phase("import", max(in.Size, 0))
	progress.InBytes(p)
	head, in, err := Peek(in)
	if err != nil {
		return src, err
	}
	src.Compression = head.Compression
	reading, err := guarded(imp, func() (Reading, error) { return imp.Open(head, m) })
	if err != nil {
		return src, err
	}
	r := &run{in: in, head: head, imp: imp, reading: reading, sink: sink, progress: p, source: &src}
	if err := r.all(ctx); err != nil {
		return src, err
	}
	about := reading.About()
	src.Table, src.Mapping, src.Assumed = about.Table, about.Mapping, about.Assumed
	src.Seconds = time.Since(began).Seconds()
	return src, nil
}

// run is one call of Run.
type run struct {
	in       Input
	head     Head
	imp      Importer
	reading  Reading
	sink     Sink
	progress progress.Reporter
	source   *casefile.Source

	raw    chan []byte    // buffers of ChunkBytes that nobody uses
	tokens chan struct{}  // one for each batch between cut and Put
	work   chan work      // chunker to decoders
	packed chan result    // decoders to committer
	misfit misfit         // committer only
	last   map[int]result // committer only: results ahead of their turn
	next   int            // committer only: index that is due
	parts  int            // committer only
}

// result is a packed batch with what the committer counts.
type result struct {
	casefile.Packed
	tally tally
}

func (r *run) all(ctx context.Context) error {
	workers := runtime.GOMAXPROCS(0)
	inFlight := 2*workers + 2
	r.raw = make(chan []byte, inFlight+1)
	r.tokens = make(chan struct{}, inFlight)
	r.work = make(chan work)
	r.packed = make(chan result)
	r.last = map[int]result{}

	g := newGroup(ctx)
	rec := &receiver{in: r.in, out: newStream(g.ctx)}
	decoded := rec.out
	if r.head.Compression != "" {
		rec.parts = make(chan []byte)
		decoded = newStream(g.ctx)
	}
	received := make(chan error, 1)
	go func() { received <- rec.run(g.ctx, r.progress) }()
	switch r.head.Compression {
	case "":
	case Parquet:
		g.start(func(ctx context.Context) error { return unroll(ctx, r.in, rec.out, decoded) })
	default:
		g.start(func(context.Context) error {
			return inflate(r.in.Base(), r.head.Compression, rec.out, rec.taken.Load, decoded)
		})
	}
	switch reading := r.reading.(type) {
	case Rows:
		r.startRows(g, reading, decoded, workers)
	case Document:
		r.startDocument(g, reading, decoded)
	default:
		return fmt.Errorf("importers: %s opened a %T, which is neither Rows nor Document", r.imp.Format().ID, reading)
	}
	g.start(func(ctx context.Context) error { return r.commit(ctx, rec.parts) })
	if err := g.wait(); err != nil {
		return err
	}
	select { // the stream has ended, so the receiver is done or about to be
	case err := <-received:
		if err != nil {
			return err
		}
	case <-ctx.Done():
		return ctx.Err()
	}
	r.source.SHA256, r.source.Bytes = rec.whole, rec.taken.Load()
	return nil
}

func (r *run) startRows(g *group, rows Rows, from io.Reader, workers int) {
	g.start(func(ctx context.Context) error {
		defer close(r.work)
		c := chunker{r: from, cut: rows.Cut, fresh: r.fresh, emit: r.hand}
		if carrier, ok := rows.(Carrier); ok {
			c.carry = carrier.Carry
		}
		return r.guard(func() error { return c.run(ctx) })
	})
	g.startAll(workers, func() { close(r.packed) }, func(ctx context.Context) error {
		decoder := rows.NewDecoder()
		for w := range r.work {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := r.guard(func() error { return r.decode(ctx, decoder, w) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *run) startDocument(g *group, doc Document, from io.Reader) {
	g.startAll(1, func() { close(r.packed) }, func(ctx context.Context) error {
		body, err := io.ReadAll(io.LimitReader(from, doc.Limit()+1))
		switch {
		case err != nil:
			return err
		case int64(len(body)) > doc.Limit():
			return fault.New(fault.Invalid, fmt.Sprintf("%s is larger than %d MiB, which is the limit for its format.",
				r.in.Base(), doc.Limit()>>20), "Split it and import the pieces.", nil)
		}
		var batches []*casefile.Batch
		if err := r.guard(func() (err error) { batches, err = doc.Parse(ctx, body); return err }); err != nil {
			return err
		}
		for i, b := range batches {
			b.Index = i
			if err := r.take(ctx); err != nil {
				return err
			}
			if err := r.guard(func() error { return r.pack(ctx, b) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// take waits until another batch may be in flight.
func (r *run) take(ctx context.Context) error {
	select {
	case r.tokens <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hand gives a chunk to whichever decoder is free.
func (r *run) hand(ctx context.Context, w work) error {
	if err := r.take(ctx); err != nil {
		return err
	}
	select {
	case r.work <- w:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// fresh returns a buffer for a chunk. An input that the Head held whole gets a
// small one: all of it fits, so that its cut is the same.
func (r *run) fresh() []byte {
	if r.head.Whole {
		return make([]byte, HeadBytes+1)
	}
	select {
	case b := <-r.raw:
		return b
	default:
		return make([]byte, ChunkBytes)
	}
}

func (r *run) decode(ctx context.Context, d Decoder, w work) error {
	b := w.done
	if b == nil {
		var err error
		if b, err = d.Decode(ctx, w.Chunk); err != nil {
			return err
		}
	}
	b.Index, b.Offset, b.Raw = w.Index, w.Offset, w.Raw
	err := r.pack(ctx, b)
	b.Raw = nil
	if cap(w.Raw) == ChunkBytes {
		select {
		case r.raw <- w.Raw[:ChunkBytes]:
		default:
		}
	}
	return err
}

func (r *run) pack(ctx context.Context, b *casefile.Batch) error {
	if seen := b.Accepted() + len(b.Rejects) + b.Skipped; seen != b.Rows {
		return fmt.Errorf("importers: %s let %d of %d rows out of its doors in batch %d", r.imp.Format().ID, seen, b.Rows, b.Index)
	}
	b.Sum = sha256.Sum256(b.Raw)
	t := tallyOf(b)
	packed, err := r.sink.Pack(b)
	if err != nil {
		return err
	}
	select {
	case r.packed <- result{packed, t}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// commit gives batches and parts to the sink in order until both have ended.
func (r *run) commit(ctx context.Context, parts <-chan []byte) error {
	packed := r.packed
	for packed != nil || parts != nil {
		select {
		case res, ok := <-packed:
			if !ok {
				packed = nil
				continue
			}
			r.last[res.Index()] = res
			if err := r.put(); err != nil {
				return err
			}
		case part, ok := <-parts:
			if !ok {
				parts = nil
				continue
			}
			if err := r.sink.Part(r.parts, part); err != nil {
				return err
			}
			r.parts++
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// put gives the sink every batch whose turn has come.
func (r *run) put() error {
	for {
		res, ok := r.last[r.next]
		if !ok {
			return nil
		}
		delete(r.last, r.next)
		r.next++
		if err := r.misfit.add(r.imp.Format(), r.in.Base(), res.tally); err != nil {
			return err
		}
		if err := r.sink.Put(res.Packed); err != nil {
			return err
		}
		r.progress.Reject(res.tally.rejected)
		res.tally.addTo(r.source)
		<-r.tokens
	}
}

// guard turns a panic into an error that names the importer.
func (r *run) guard(f func() error) error {
	_, err := guarded(r.imp, func() (struct{}, error) { return struct{}{}, f() })
	return err
}

func guarded[T any](imp Importer, f func() (T, error)) (v T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.New(fault.Internal, fmt.Sprintf("The importer %s failed on this file.", imp.Format().ID),
				"Nothing of the file was imported. Please report it.", fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	return f()
}
