package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// mark says how far a draft is in the file. It is written with every transaction of
// an import, so that it always tells what is there.
type mark struct {
	Batches    int    `json:"batches"`
	BatchChain string `json:"batch_chain"` // over the sums of those batches, hex
	Parts      int    `json:"parts,omitempty"`
	PartChain  string `json:"part_chain,omitempty"`
	Rows       int64  `json:"rows"`
	Decoded    int64  `json:"decoded"` // bytes of the decoded stream in those batches
}

// Draft is an import that was cut off: a source that is not one yet.
type Draft struct {
	casefile.Source
	Resumable bool  `json:"resumable"` // Resume can go on with it
	Stored    int64 `json:"stored"`    // bytes of the decoded stream that are in the case
	StoredOf  int64 `json:"stored_of"` // of so many; 0 when that is not known
	StoredRow int64 `json:"stored_rows"`
}

// draftOf says how far a draft came. The size of what a compressed file decodes to
// is not known before its end; its parts are counted in place of it.
func draftOf(r *sourceRecord) Draft {
	d := Draft{Source: r.Source, Resumable: r.Source.Path != "-"}
	if r.Progress == nil {
		d.Resumable = d.Resumable && r.Marked
		return d
	}
	d.Stored, d.StoredRow = r.Progress.Decoded, r.Progress.Rows
	if r.Source.Compression == "" {
		d.StoredOf = r.Source.Bytes
	}
	return d
}

// chains follow what was given to a Loader: SHA-256 of the chain before and of the
// sum of the next batch, or part.
type chains struct {
	batches, parts [sha256.Size]byte
}

func chainSum(chain, sum [sha256.Size]byte) [sha256.Size]byte {
	return sha256.Sum256(append(chain[:], sum[:]...))
}

var errOtherFile = fault.New(fault.Conflict, "This is not the file whose import was cut off: its beginning differs from what is in the case.",
	"Drop the draft with `workbench drafts CASE --drop N`, and import the file as it is now.", nil)

// Resume goes on with a draft that was cut off. The caller reads the same file again
// from its start and gives everything to Pack, Put and Part, as to a Loader of
// Begin: what is in the case already is compared by its SHA-256 and not stored again.
// A file that begins differently is a fault of kind Conflict from Put, Part or
// Commit, and leaves the draft as it was. The act "import.resume" is recorded.
//
// The source comes out as if its import had never been cut off.
func (f *File) Resume(ctx context.Context, id uint32) (*Loader, error) {
	if !f.claim() {
		return nil, fault.New(fault.Conflict, "Another import into this case is under way.", "Wait until it ends.", nil)
	}
	l, err := f.resume(ctx, id)
	if err != nil {
		f.release()
		return nil, err
	}
	return l, nil
}

func (f *File) resume(ctx context.Context, id uint32) (*Loader, error) {
	r, err := f.record(id)
	if err != nil {
		return nil, err
	}
	if r.Source.State != casefile.SourceImporting {
		return nil, fault.New(fault.Conflict, "This source is imported whole; it is not a draft.", "", nil)
	}
	if !draftOf(&r).Resumable {
		return nil, fault.New(fault.Conflict, "This import cannot go on: it was begun by an earlier version, or read from standard input.",
			"Drop the draft with `workbench drafts CASE --drop N`, and import the file again.", nil)
	}
	names, err := f.loadNames()
	if err != nil {
		return nil, err
	}
	l := f.newLoader(r.Source, names)
	l.record = r
	l.chain = chainStart(id)
	l.storedBlocks, l.record.Blocks = r.Blocks, 0
	if r.Progress != nil {
		l.stored = *r.Progress
	}
	act := casefile.Act{Verb: "import.resume", Message: "An import that was cut off went on.", Subject: []string{sourceRef(id)}}
	if _, err := f.Record(act); err != nil {
		return nil, err
	}
	if err := l.recollect(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// recollect makes the Loader's memory again out of what the draft holds: what its
// rows showed. Duplicates that an end of the import had begun to mark go.
func (l *Loader) recollect(ctx context.Context) error {
	f, id := l.f, l.src.ID
	for _, bucket := range []string{bucketGroups, bucketObserved} {
		if err := f.deleteRange(ctx, bucket, key32(id)); err != nil {
			return err
		}
	}
	blocks, err := f.blocksOf(id)
	if err != nil {
		return err
	}
	f.mu.Lock()
	delete(f.blocks, id) // more will come
	f.mu.Unlock()
	if err := f.write(func(b *bolt.Tx) error {
		columns := bucketOf(b, bucketColumns)
		for _, info := range blocks {
			if err := columns.Delete(columnKey(id, info.Block, columnDupGroup)); err != nil {
				return fmt.Errorf("delete duplicates: %w", err)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	own := []*gatherer{l.observed}
	for _, info := range blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f.regroup(info, nil, own, func(_, kind int) error {
			l.addRun(casefile.ObservationKind(kind))
			return l.flushIf(txBytes)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// again takes a batch that the draft holds already: it is counted, and compared.
func (l *Loader) again(p *packed) error {
	f := l.f
	err := f.view(func(b *bolt.Tx) error {
		headers := bucketOf(b, bucketBlocks)
		for i := range p.blocks {
			key := key3232(l.src.ID, l.record.Blocks)
			value := headers.Get(key)
			if value == nil {
				return errOtherFile
			}
			body, err := f.codec.unwrap(bucketBlocks, key, value)
			if err != nil {
				return err
			}
			h, _, err := readHeader(body)
			if err != nil {
				return corrupt(bucketBlocks, key, err)
			}
			if bl := &p.blocks[i]; h.table != bl.table || h.rows != bl.rows || h.batch != uint32(p.index) {
				return errOtherFile
			}
			l.chain = h.chain
			l.counted(h.rows, h.timed, h.min, h.max)
			l.record.Blocks++
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := l.putSmall(p); err != nil {
		return err
	}
	l.passed(p)
	if l.next == l.stored.Batches && hex.EncodeToString(l.chains.batches[:]) != l.stored.BatchChain {
		return errOtherFile
	}
	return nil
}

// againPart takes a part that the draft holds already.
func (l *Loader) againPart(sum [sha256.Size]byte, length int64) error {
	l.passedPart(sum, length)
	if l.parts == l.stored.Parts && hex.EncodeToString(l.chains.parts[:]) != l.stored.PartChain {
		return errOtherFile
	}
	return nil
}

// replaying reports whether batches are still compared and not stored.
func (l *Loader) replaying() bool { return l.next < l.stored.Batches }

// whole refuses the end of a file that ends before what the draft holds of it.
func (l *Loader) whole() error {
	if l.replaying() || l.parts < l.stored.Parts {
		return errOtherFile
	}
	return nil
}

// mark is the draft's record with how far it is, to be put with everything that was
// given so far. While a file is read again the old mark stays true.
func (l *Loader) mark() (entry, error) {
	m := l.stored
	if !l.replaying() {
		m.Batches, m.BatchChain, m.Rows, m.Decoded = l.next, hex.EncodeToString(l.chains.batches[:]), l.rows, l.decoded
	}
	if l.parts >= m.Parts {
		m.Parts, m.PartChain = l.parts, hex.EncodeToString(l.chains.parts[:])
	}
	r := l.record
	r.Progress = &m
	if l.replaying() {
		r.Blocks = l.storedBlocks
	}
	body, err := json.Marshal(r)
	if err != nil {
		return entry{}, fmt.Errorf("encode draft: %w", err)
	}
	key := key32(l.src.ID)
	return entry{bucketSources, key, l.f.codec.wrap(bucketSources, key, body, true)}, nil
}
