package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
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
// one. After an error only Drop is left to do.
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
	chain    [sha256.Size]byte
	timed    bool
	min, max int64
	names    *names
	observed *gatherer
	scratch  scratch

	rejects    pager[storedReject]
	defects    pager[casefile.Defect]
	indicators pager[casefile.Indicator]

	pending []entry
	bytes   int
	flight  chan error // of the transaction under way; nil: none
	err     error
	done    bool
}

// Begin makes the draft of a source and records the act "import.begin". The source
// gets its number; Path, Name, Format, Compression and Originals must be set,
// because they decide what is kept. One import runs at a time: a second one is a
// fault of kind Conflict.
func (f *File) Begin(src casefile.Source) (*Loader, error) {
	f.mu.Lock()
	busy := f.loading
	f.loading = true
	f.mu.Unlock()
	if busy {
		return nil, fault.New(fault.Conflict, "Another import into this case is under way.", "Wait until it ends.", nil)
	}
	l, err := f.begin(src)
	if err != nil {
		f.release()
		return nil, err
	}
	return l, nil
}

func (f *File) release() {
	f.mu.Lock()
	f.loading = false
	f.mu.Unlock()
}

func (f *File) begin(src casefile.Source) (*Loader, error) {
	if src.Originals == "" {
		src.Originals = "embed"
	}
	if src.Originals != "embed" && src.Originals != byReference {
		return nil, fault.New(fault.Usage, "Originals are kept by embed or reference.", "", nil)
	}
	names, err := f.loadNames()
	if err != nil {
		return nil, err
	}
	lengths, err := f.dictLengths()
	if err != nil {
		return nil, err
	}
	l := &Loader{f: f, src: src, names: names, observed: newGatherer(),
		rejects: pager[storedReject]{bucket: bucketRejects}, defects: pager[casefile.Defect]{bucket: bucketDefects},
		indicators: pager[casefile.Indicator]{bucket: bucketIndicators}}
	l.src.State = casefile.SourceImporting
	act := casefile.Act{Verb: "import.begin", Message: "An import began.", By: src.By}
	_, err = f.Update(act, func(tx *Tx) error {
		id, err := tx.nextID(bucketSources)
		if err != nil {
			return err
		}
		l.src.ID = id
		if l.src.By == "" {
			l.src.By = f.by
		}
		l.src.Imported = tx.at
		l.record = sourceRecord{Source: l.src, Dictionaries: lengths, Names: len(names.byNumber)}
		tx.Describe(func(a *casefile.Act) {
			a.Subject = []string{sourceRef(id)}
			a.Details = map[string]string{"format": src.Format, "format_version": strconv.Itoa(src.FormatVersion),
				"table": src.Table, "originals": l.src.Originals}
		})
		return tx.putJSON(bucketSources, key32(id), l.record)
	})
	if err != nil {
		return nil, err
	}
	l.chain = chainStart(l.src.ID)
	return l, nil
}

func sourceRef(id uint32) string {
	return casefile.Ref{Kind: casefile.RefSource, N: id}.String()
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
	l.next++
	l.rows += int64(p.rows)
	l.skipped += int64(p.skipped)
	return l.flushIf(txBytes)
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
		h.columns = append(h.columns, headerColumn{col.number, len(body), col.span, sum})
	}
	sortColumns(h.columns)
	key := key3232(l.src.ID, number)
	body := h.append(nil, l.chain)
	l.chain = h.chain
	l.add(entry{bucketBlocks, key, c.wrap(bucketBlocks, key, body, true)})
	l.record.Blocks++
	l.accepted += int64(b.rows)
	if b.timed {
		if !l.timed {
			l.timed, l.min, l.max = true, b.min, b.max
		}
		l.min, l.max = min(l.min, b.min), max(l.max, b.max)
	}
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

// addRun makes a run of what was gathered of one kind.
func (l *Loader) addRun(kind casefile.ObservationKind) {
	g := &l.observed.kinds[kind]
	for _, e := range l.f.codec.runPages(l.src.ID, 0, kind, g.runs, g.take()) {
		l.add(e)
	}
	g.runs++
}

func (l *Loader) add(e entry) {
	l.pending = append(l.pending, e)
	l.bytes += len(e.value)
}

func (l *Loader) putSmall(p *packed) error {
	l.accepted += int64(casefile.IndicatorRows(p.indicators))
	for _, r := range p.rejects {
		r.Row += l.rows + 1
		r.Offset += p.offset
		l.rejects.items = append(l.rejects.items, r)
	}
	for _, d := range p.defects {
		d.Row += l.rows + 1
		l.defects.items = append(l.defects.items, d)
	}
	for _, i := range p.indicators {
		i.Origin.Source = l.src.ID
		i.Origin.Row += l.rows + 1
		i.Origin.Offset += p.offset
		l.indicators.items = append(l.indicators.items, i)
	}
	return errors.Join(l.rejects.write(l, smallPage), l.defects.write(l, smallPage), l.indicators.write(l, smallPage))
}

// pager collects small things into pages.
type pager[T any] struct {
	bucket string
	page   uint32
	count  int64
	items  []T
}

// write makes pages while there are at least so many items.
func (p *pager[T]) write(l *Loader, atLeast int) error {
	for len(p.items) >= atLeast && len(p.items) > 0 {
		n := min(len(p.items), smallPage)
		body, err := json.Marshal(p.items[:n])
		if err != nil {
			return fmt.Errorf("encode %s: %w", p.bucket, err)
		}
		key := key3232(l.src.ID, p.page)
		l.add(entry{p.bucket, key, l.f.codec.wrap(p.bucket, key, body, true)})
		p.items, p.page, p.count = p.items[n:], p.page+1, p.count+int64(n)
	}
	return nil
}

// Part keeps a piece of a compressed source as it came. Pieces come in order from
// 0, together with Put. A source by reference keeps none.
func (l *Loader) Part(index int, p []byte) error {
	if l.err != nil || l.done {
		return errors.Join(l.err, errDone(l.done))
	}
	if l.src.Originals == byReference {
		return nil
	}
	if l.src.Compression == "" || index != len(l.record.Originals) {
		l.err = fmt.Errorf("part %d of a source: %d was expected", index, len(l.record.Originals))
		return l.err
	}
	key := key3232(l.src.ID, uint32(index))
	body := append(originalHead(originalPart, l.offset, int64(len(p)), sha256.Sum256(p)), p...)
	l.add(entry{bucketOriginals, key, l.f.codec.wrap(bucketOriginals, key, body, false)})
	l.record.Originals = append(l.record.Originals, l.offset)
	l.offset += int64(len(p))
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
	entries := append(l.pending, l.names.growth(l.f.codec)...)
	growth := l.f.growth()
	l.pending, l.bytes = nil, 0
	flight := make(chan error, 1)
	l.flight = flight
	f := l.f
	go func() {
		flight <- f.write(func(b *bolt.Tx) error {
			return putAll(b, append(entries, f.growthPages(growth)...))
		})
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
