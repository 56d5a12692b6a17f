package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

const (
	// txBytes is how much one transaction of an import writes: enough to make the
	// fsync cheap, little enough that a note in between waits under 250 ms.
	txBytes = 16 << 20
	// smallPage is how many rejects, defects or indicators one value holds.
	smallPage = 1000
)

// Loader is the draft of one source. Nothing reads a draft; Commit makes a source
// of it and Drop removes it. Pack may be called by many goroutines, all else by
// one. After an error only Drop, or Leave, is left to do.
type Loader struct {
	f       *File
	src     casefile.Source
	record  sourceRecord
	workers sync.Pool

	next     int   // index of the batch that is expected
	rows     int64 // before the next batch
	accepted int64
	skipped  int64
	offset   int64 // of the next original
	decoded  int64 // bytes of the decoded stream that were put
	parts    int
	chain    [sha256.Size]byte
	timed    bool
	min, max int64
	names    *names
	observed *gatherer
	scratch  scratch

	chains       chains
	stored       mark // what was in the draft when it was resumed
	storedBlocks uint32

	chunks     []Chunk
	rejects    pager[storedReject]
	defects    pager[casefile.Defect]
	indicators pager[casefile.Indicator]

	pending []entry
	bytes   int
	flight  chan error // of the transaction under way; nil: none
	err     error
	done    bool
}

// Source returns the draft with its number.
func (l *Loader) Source() casefile.Source { return l.src }

// keepsRaw reports whether the raw bytes of batches are the original.
func (l *Loader) keepsRaw() bool { return l.src.Originals != byReference && l.src.Compression == "" }

// Put adds a batch to the draft. Batches come in the order of their indexes from
// 0. Rows, and rows of rejects, defects and indicators, count from 0 in their
// batch and from 1 in the source.
func (l *Loader) Put(p casefile.Packed) error {
	if l.err != nil || l.done {
		return errors.Join(l.err, errDone(l.done))
	}
	l.err = l.put(p)
	return l.err
}

func errDone(done bool) error {
	if done {
		return errors.New("the import has ended")
	}
	return nil
}

func (l *Loader) put(in casefile.Packed) error {
	p, ok := in.(*packed)
	if !ok {
		return fmt.Errorf("put batch %d: it was not packed by this store", in.Index())
	}
	if p.index != l.next {
		return fmt.Errorf("put batch %d: %d was expected", p.index, l.next)
	}
	if l.src.Compression == "" {
		l.chunk(p.length, l.rows+1, int64(p.rows), p.sum)
	}
	if l.replaying() {
		return l.again(p)
	}
	if p.original != nil {
		l.record.Originals = append(l.record.Originals, p.offset)
		l.add(entry{bucketOriginals, key3232(l.src.ID, uint32(p.index)), p.original})
	}
	for i := range p.blocks {
		if err := l.putBlock(p, &p.blocks[i]); err != nil {
			return fmt.Errorf("put batch %d: %w", p.index, err)
		}
	}
	if err := l.putSmall(p); err != nil {
		return err
	}
	l.passed(p)
	return l.flushIf(txBytes)
}

// passed counts a batch.
func (l *Loader) passed(p *packed) {
	l.next++
	l.rows += int64(p.rows)
	l.skipped += int64(p.skipped)
	l.decoded = p.offset + p.length
	l.chains.batches = chainSum(l.chains.batches, p.sum)
}

// passedPart counts a part.
func (l *Loader) passedPart(sum [sha256.Size]byte, length int64) {
	l.parts++
	l.offset += length
	l.chains.parts = chainSum(l.chains.parts, sum)
}

// counted counts the rows of a block, and the time that they span.
func (l *Loader) counted(rows int, timed bool, least, most int64) {
	l.accepted += int64(rows)
	if !timed {
		return
	}
	if !l.timed {
		l.timed, l.min, l.max = true, least, most
	}
	l.min, l.max = min(l.min, least), max(l.max, most)
}

func (l *Loader) putBlock(p *packed, b *packedBlock) error {
	f, c := l.f, l.f.codec
	number := l.record.Blocks
	h := header{table: b.table, rows: b.rows, firstRow: l.rows + int64(b.firstRow) + 1, lastRow: l.rows + int64(b.lastRow) + 1,
		timed: b.timed, gaps: b.gaps, min: b.min, max: b.max, batch: uint32(p.index), offset: p.offset}
	codes := make(map[int][]uint32, len(b.columns))
	for i := range b.columns {
		col := &b.columns[i]
		if col.extra {
			n, err := l.names.number(col.name)
			if err != nil {
				return err
			}
			col.number = columnExtra + n
		}
		var own []uint32
		if col.form == casefile.FormCodes && col.domain != casefile.DomainNone {
			d, err := f.Dict(col.domain)
			if err != nil {
				return err
			}
			if own, err = d.intern(l.keys(col.domain, col.dict), make([]uint32, 0, len(col.dict))); err != nil {
				return err
			}
			codes[int(col.number)] = own
		}
		body, sum := col.value(c, &l.scratch, own)
		key := columnKey(l.src.ID, number, col.number)
		l.add(entry{bucketColumns, key, c.wrap(bucketColumns, key, body, false)})
		if col.filter != nil {
			l.add(entry{bucketFilters, key, c.wrap(bucketFilters, key, col.filter, false)})
		}
		h.columns = append(h.columns, headerColumn{col.number, len(body), col.span, sum})
	}
	sortColumns(h.columns)
	key := key3232(l.src.ID, number)
	body := h.append(nil, l.chain)
	l.chain = h.chain
	// Most of a header is sums, which do not compress, and every search reads them all.
	l.add(entry{bucketBlocks, key, c.wrap(bucketBlocks, key, body, false)})
	l.record.Blocks++
	l.counted(b.rows, b.timed, b.min, b.max)
	return l.observe(b, codes)
}

// keys returns values as they stand in a dictionary: accounts belong to the
// namespace of their source, everything else is the same in all of them.
func (l *Loader) keys(d casefile.Domain, values []string) []string {
	if d != casefile.DomainAccount {
		return values
	}
	keys := make([]string, len(values))
	for i, v := range values {
		keys[i] = casefile.AccountKey(l.src.Namespace, v)
	}
	return keys
}

// observe adds what a block shows to what the source shows.
func (l *Loader) observe(b *packedBlock, codes map[int][]uint32) error {
	o := &b.observed
	if len(o.kinds) == 0 {
		return nil
	}
	addresses, err := l.f.Dict(casefile.DomainAddress)
	if err != nil {
		return err
	}
	prefixes, err := addresses.intern(o.prefixes, nil)
	if err != nil {
		return err
	}
	for i := range o.kinds {
		k := &o.kinds[i]
		var values []uint32
		switch k.column {
		case columnPrefixes:
			values = prefixes
		case columnNoValue:
		default:
			values = codes[k.column]
		}
		g := &l.observed.kinds[k.kind]
		g.add(k.obs, codes[o.account], values, l.rows)
		if g.full() {
			l.addRun(k.kind)
		}
	}
	return nil
}

func (l *Loader) add(e entry) {
	l.pending = append(l.pending, e)
	l.bytes += len(e.value)
}

// Part keeps a piece of a compressed source as it came. Pieces come in order from
// 0, together with Put. A source by reference keeps their sums alone.
func (l *Loader) Part(index int, p []byte) error {
	if l.err != nil || l.done {
		return errors.Join(l.err, errDone(l.done))
	}
	if l.src.Compression == "" || index != len(l.chunks) {
		l.err = fmt.Errorf("part %d of a source: %d was expected", index, len(l.chunks))
		return l.err
	}
	sum := sha256.Sum256(p)
	l.chunk(int64(len(p)), 0, 0, sum)
	if l.parts < l.stored.Parts {
		l.err = l.againPart(sum, int64(len(p)))
		return l.err
	}
	if l.src.Originals == byReference {
		l.passedPart(sum, int64(len(p)))
		return nil
	}
	key := key3232(l.src.ID, uint32(index))
	body := append(originalHead(originalPart, l.offset, int64(len(p)), sum), p...)
	l.add(entry{bucketOriginals, key, l.f.codec.wrap(bucketOriginals, key, body, false)})
	l.record.Originals = append(l.record.Originals, l.offset)
	l.passedPart(sum, int64(len(p)))
	l.err = l.flushIf(txBytes)
	return l.err
}

// flushIf begins a transaction when enough has come together. The transaction runs
// beside the next batches; one is under way at a time.
func (l *Loader) flushIf(bytes int) error {
	if l.bytes < bytes {
		return nil
	}
	if err := l.wait(); err != nil {
		return err
	}
	mark, err := l.mark()
	if err != nil {
		return err
	}
	entries := append(append(l.pending, l.names.growth(l.f.codec)...), mark)
	growth := l.f.growth()
	l.pending, l.bytes = nil, 0
	flight := make(chan error, 1)
	l.flight = flight
	f := l.f
	go func() {
		err := f.write(func(b *bolt.Tx) error {
			return putAll(b, append(entries, f.growthPages(growth)...))
		})
		if err != nil {
			unsaved(growth)
		}
		flight <- err
	}()
	return nil
}

// wait waits for the transaction that is under way.
func (l *Loader) wait() error {
	if l.flight == nil {
		return nil
	}
	err := <-l.flight
	l.flight = nil
	return err
}

// putAll writes values that are ready. The database keeps them until it commits.
func putAll(b *bolt.Tx, entries []entry) error {
	open := map[string]*bolt.Bucket{}
	for _, e := range entries {
		bucket := open[e.bucket]
		if bucket == nil {
			bucket = b.Bucket([]byte(e.bucket))
			// Keys of an import only grow: pages may be filled to the brim.
			bucket.FillPercent = 1
			open[e.bucket] = bucket
		}
		if err := bucket.Put(e.key, e.value); err != nil {
			return fmt.Errorf("write %s %s: %w", e.bucket, keyName(e.bucket, e.key), err)
		}
	}
	return nil
}

// flushAll writes everything that is pending and waits for it.
func (l *Loader) flushAll(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if len(l.pending) > 0 {
		if err := l.flushIf(0); err != nil {
			return err
		}
	}
	return l.wait()
}

// instant returns the time of nanoseconds, UTC.
func instant(ns int64) time.Time { return time.Unix(0, ns).UTC() }
