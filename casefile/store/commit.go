package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Commit makes a source of the draft and returns it. Src brings what is known only
// at the end: SHA-256, sizes and counts. Rows that earlier sources hold are marked
// as duplicates; the act "import.end" carries the head of the block chain.
//
// On failure, cancel included, the draft is still there and Drop removes it.
func (l *Loader) Commit(ctx context.Context, src casefile.Source) (casefile.Source, error) {
	if l.err != nil || l.done {
		return l.src, errors.Join(l.err, errDone(l.done))
	}
	out, err := l.commit(ctx, src)
	if err != nil {
		l.err = err
		return l.src, err
	}
	l.done = true
	l.f.release()
	return out, nil
}

func (l *Loader) commit(ctx context.Context, src casefile.Source) (casefile.Source, error) {
	if err := l.whole(); err != nil {
		return src, err
	}
	src, err := l.final(src)
	if err != nil {
		return src, err
	}
	if err := errors.Join(l.rejects.write(l, 1), l.defects.write(l, 1), l.indicators.write(l, 1)); err != nil {
		return src, err
	}
	if err := l.lastRuns(); err != nil {
		return src, err
	}
	if src, err = l.plantTree(src); err != nil {
		return src, err
	}
	if err := l.flushAll(ctx); err != nil {
		return src, err
	}
	src.Duplicates, src.DuplicateRows, err = l.f.markDuplicates(ctx, src, math.MaxUint32)
	if err != nil {
		return src, err
	}
	l.record.Source, l.record.Chain = src, hex.EncodeToString(l.chain[:])
	l.record.Progress, l.record.Marked = nil, false
	act := casefile.Act{Verb: "import.end", Message: "A source was imported.", By: src.By,
		Subject: []string{sourceRef(src.ID)}, Details: map[string]string{
			"sha256": src.SHA256, "bytes": strconv.FormatInt(src.Bytes, 10), "rows": strconv.FormatInt(src.Rows, 10),
			"accepted": strconv.FormatInt(src.Accepted, 10), "rejected": strconv.FormatInt(src.Rejected, 10),
			"skipped": strconv.FormatInt(src.Skipped, 10), "duplicates": strconv.FormatInt(src.Duplicates, 10),
			"blocks": strconv.FormatUint(uint64(l.record.Blocks), 10), "chain": l.record.Chain,
			"tree": src.Root, "chunks": strconv.Itoa(src.Chunks)}}
	if in := src.EnclosedIn(); in != "" {
		act.Details["within"] = in
	}
	if err := ctx.Err(); err != nil {
		return src, err
	}
	_, err = l.f.Update(act, func(tx *Tx) error { return tx.putJSON(bucketSources, key32(src.ID), l.record) })
	return src, err
}

// final joins what the importer counted with what was put, and refuses when they
// differ: a source whose rows do not add up is never committed.
func (l *Loader) final(src casefile.Source) (casefile.Source, error) {
	src.ID, src.By, src.Imported, src.State = l.src.ID, l.src.By, l.src.Imported, casefile.SourceReady
	src.Originals, src.Compression, src.Within = l.src.Originals, l.src.Compression, l.src.Within
	rejected := l.rejects.count + int64(len(l.rejects.items))
	if src.Rows != l.rows || src.Accepted != l.accepted || src.Rejected != rejected || src.Skipped != l.skipped {
		return src, fmt.Errorf("commit source %d: %d rows, %d accepted, %d rejected, %d skipped were put, not %d, %d, %d, %d",
			src.ID, l.rows, l.accepted, rejected, l.skipped, src.Rows, src.Accepted, src.Rejected, src.Skipped)
	}
	if src.From.IsZero() && src.To.IsZero() && l.timed {
		src.From, src.To = instant(l.min), instant(l.max)
	}
	return src, nil
}

// Drop removes the draft and records the act "import.drop". It may be called after
// any error and does nothing after Commit.
func (l *Loader) Drop(reason string) error {
	if l.done {
		return nil
	}
	l.done = true
	defer l.f.release()
	if err := l.wait(); err != nil && l.err == nil {
		l.err = err
	}
	l.f.forgetUnsaved()
	return l.f.dropDraft(context.Background(), l.src.ID, reason)
}

// Leave ends the work on a draft and keeps it: Resume goes on with it, DropDraft
// removes it. What was put is written unless an error came before. It does nothing
// after Commit or Drop.
func (l *Loader) Leave() error {
	if l.done {
		return nil
	}
	l.done = true
	defer l.f.release()
	defer l.f.forgetUnsaved()
	if l.err != nil {
		return l.wait()
	}
	return l.flushAll(context.Background())
}

// Drafts returns the drafts that are in the file while no import is under way:
// imports that a crash ended, or that were left.
func (f *File) Drafts() ([]Draft, error) {
	f.mu.Lock()
	busy := f.loading
	f.mu.Unlock()
	if busy {
		return nil, nil
	}
	var out []Draft
	err := f.View(func(tx *Tx) error {
		records, err := tx.sourceRecords()
		for i := range records {
			if records[i].Source.State == casefile.SourceImporting {
				out = append(out, draftOf(&records[i]))
			}
		}
		return err
	})
	return out, err
}

// DropDraft removes a draft that a crash left, in bounded transactions. Cancelled
// or killed on the way, it leaves a draft that can be dropped again.
func (f *File) DropDraft(ctx context.Context, id uint32, reason string) error {
	if !f.claim() {
		return fault.New(fault.Conflict, "An import is under way.", "Wait until it ends.", nil)
	}
	defer f.release()
	return f.dropDraft(ctx, id, reason)
}

func (f *File) dropDraft(ctx context.Context, id uint32, reason string) error {
	var record sourceRecord
	err := f.View(func(tx *Tx) (err error) {
		record, err = tx.sourceRecord(id)
		return err
	})
	if err != nil {
		return err
	}
	if record.Source.State != casefile.SourceImporting {
		return fault.New(fault.Conflict, "This source is imported whole; it is not a draft.", "Withdraw it instead.", nil)
	}
	for _, bucket := range ofSource() {
		if err := f.deleteRange(ctx, bucket, key32(id)); err != nil {
			return err
		}
	}
	act := casefile.Act{Verb: "import.drop", Message: "An import was dropped.", Subject: []string{sourceRef(id)},
		Reason: reason, By: record.Source.By}
	newest := false
	_, err = f.Update(act, func(tx *Tx) error {
		b := bucketOf(tx.b, bucketSources)
		if newest = lastKey32(b) == id; newest {
			if err := tx.cutGrowth(&record); err != nil {
				return err
			}
		}
		return b.Delete(key32(id))
	})
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.blocks, id)
	for domain, n := range record.Dictionaries {
		if d := f.dicts[casefile.Domain(domain)]; d != nil && newest {
			d.cut(n)
		}
	}
	return nil
}

// cutGrowth takes back what a draft added to dictionaries and names. Pages never
// hold values of two transactions, so whole pages go.
func (tx *Tx) cutGrowth(record *sourceRecord) error {
	for domain, n := range record.Dictionaries {
		if err := tx.deleteFrom(bucketDict, dictKey(uint8(domain), uint32(n)+1), key8(uint8(domain))); err != nil {
			return err
		}
	}
	return tx.deleteFrom(bucketNames, key16(uint16(record.Names)), nil)
}

// deleteFrom deletes the keys with a prefix from a key on.
func (tx *Tx) deleteFrom(bucket string, from, prefix []byte) error {
	b := bucketOf(tx.b, bucket)
	c := b.Cursor()
	var keys [][]byte
	for k, _ := c.Seek(from); k != nil && len(k) >= len(prefix) && string(k[:len(prefix)]) == string(prefix); k, _ = c.Next() {
		keys = append(keys, append([]byte(nil), k...))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return fmt.Errorf("delete %s %s: %w", bucket, keyName(bucket, k), err)
		}
	}
	return nil
}

// deleteRange deletes all keys with a prefix, some thousands in a transaction.
func (f *File) deleteRange(ctx context.Context, bucket string, prefix []byte) error {
	const most = 4096
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		err := f.write(func(b *bolt.Tx) error {
			bb := bucketOf(b, bucket)
			var keys [][]byte
			c := bb.Cursor()
			for k, _ := c.Seek(prefix); k != nil && len(keys) < most && string(k[:min(len(k), len(prefix))]) == string(prefix); k, _ = c.Next() {
				keys = append(keys, append([]byte(nil), k...))
			}
			for _, k := range keys {
				if err := bb.Delete(k); err != nil {
					return fmt.Errorf("delete %s %s: %w", bucket, keyName(bucket, k), err)
				}
			}
			n = len(keys)
			return nil
		})
		if err != nil || n < most {
			return err
		}
	}
}
