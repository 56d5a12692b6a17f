package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"strconv"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Purge takes the content of a source out of the case for good. The source must
// stand as purging, which command.Purge decides. It goes in bounded steps: the
// source's values, then the dictionary values and names of extra columns that only
// it used (they become empty and keep their codes), then the whole file is written
// anew, so that no page keeps a byte of it. With that the source becomes its
// tombstone, by the act "purge.end".
//
// Cancelled, killed, or without room on the disk, it leaves a source that stands as
// purging, and may be called again.
func (f *File) Purge(ctx context.Context, source uint32, p progress.Reporter) (casefile.Source, error) {
	record, err := f.record(source)
	if err != nil {
		return casefile.Source{}, err
	}
	if record.Source.State != casefile.SourcePurging {
		return casefile.Source{}, fault.New(fault.Conflict, fmt.Sprintf("Source %d is not marked to be purged.", source), "Purge it by its command.", nil)
	}
	if err := f.empty(ctx, source, p); err != nil {
		return casefile.Source{}, err
	}
	var stone casefile.Source
	err = f.Compact(ctx, casefile.Act{Verb: "purge.end"}, p, func(tx *Tx) error {
		stone, err = tx.bury(ctx, source)
		return err
	})
	return stone, err
}

// empty deletes what only the source had.
func (f *File) empty(ctx context.Context, source uint32, p progress.Reporter) error {
	f.mu.Lock()
	busy := f.loading
	f.loading = true
	f.mu.Unlock()
	if busy {
		return fault.New(fault.Conflict, "An import is under way.", "Wait until it ends.", nil)
	}
	defer f.release()
	p.Phase("purge", int64(len(ofSource())))
	f.mu.Lock()
	delete(f.blocks, source)
	f.mu.Unlock()
	for _, bucket := range ofSource() {
		if err := f.deleteRange(ctx, bucket, key32(source)); err != nil {
			return err
		}
		p.Add(1)
	}
	used, err := f.usedWords(ctx, p)
	if err != nil {
		return err
	}
	return f.blank(ctx, source, used)
}

// usedWords are the codes and the extra columns that some source still has.
type usedWords struct {
	codes [][]bool // by domain and code
	names []bool
}

func (u *usedWords) mark(domain casefile.Domain, code uint32) {
	if d := u.codes[domain]; int(code) < len(d) {
		d[code] = true
	}
}

// usedWords looks through the columns of all sources, drafts included.
func (f *File) usedWords(ctx context.Context, p progress.Reporter) (*usedWords, error) {
	lengths, err := f.dictLengths()
	if err != nil {
		return nil, err
	}
	names, err := f.loadNames()
	if err != nil {
		return nil, err
	}
	u := &usedWords{codes: make([][]bool, len(lengths)), names: make([]bool, len(names.byNumber))}
	for domain, n := range lengths {
		u.codes[domain] = make([]bool, n+1)
	}
	tables := map[[2]uint32]casefile.Table{}
	p.Phase("look for values that others use", 0)
	if err := f.pageThrough(ctx, bucketBlocks, func(k, body []byte) error {
		h, _, err := readHeader(body)
		tables[[2]uint32{binary.BigEndian.Uint32(k), binary.BigEndian.Uint32(k[4:])}] = h.table
		return err
	}); err != nil {
		return nil, err
	}
	err = f.pageThrough(ctx, bucketColumns, func(k, body []byte) error {
		p.Add(1)
		number := binary.BigEndian.Uint16(k[8:])
		if number >= columnExtra && number < columnRow {
			if n := int(number - columnExtra); n < len(u.names) {
				u.names[n] = true
			}
			return nil
		}
		schema := casefile.SchemaOf(tables[[2]uint32{binary.BigEndian.Uint32(k), binary.BigEndian.Uint32(k[4:])}])
		if schema == nil || int(number) >= len(schema.Columns) {
			return nil
		}
		form, dict, _, err := splitColumn(body)
		if err != nil || form != casefile.FormCodes {
			return err
		}
		codes, _, err := readDict(f.codec, dict, maxRows, nil)
		for _, code := range codes {
			u.mark(schema.Columns[number].Domain, code)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	// Prefixes of addresses stand in no column: they are made of observations.
	err = f.pageThrough(ctx, bucketObserved, func(k, body []byte) error {
		if casefile.ObservationKind(k[6]) != casefile.ObservePrefix {
			return nil
		}
		some, err := readObservations(f.codec, body)
		for i := range some {
			u.mark(casefile.ObservePrefix.Domain(), some[i].value)
		}
		return err
	})
	return u, err
}

// pageThrough calls fn with the bodies of a bucket, some hundreds in a transaction.
func (f *File) pageThrough(ctx context.Context, bucket string, fn func(key, body []byte) error) error {
	var from []byte
	for done := false; !done; {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := f.view(func(b *bolt.Tx) error {
			c := bucketOf(b, bucket).Cursor()
			n := 0
			for k, v := c.Seek(from); ; k, v = c.Next() {
				if k == nil {
					done = true
					return nil
				}
				if n == 256 {
					from = append(from[:0], k...)
					return nil
				}
				n++
				body, _, err := f.codec.peek(bucket, k, v)
				if err == nil {
					err = fn(k, body)
				}
				if err != nil {
					return fmt.Errorf("read %s %s: %w", bucket, keyName(bucket, k), err)
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// blank empties the words that nobody uses, page by page.
func (f *File) blank(ctx context.Context, source uint32, u *usedWords) error {
	var keys [][]byte
	err := f.view(func(b *bolt.Tx) error {
		c := b.Bucket([]byte(bucketDict)).Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			keys = append(keys, append([]byte(nil), k...))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, key := range keys {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f.write(func(b *bolt.Tx) error { return (&Tx{f: f, b: b}).blankPage(source, key, u) }); err != nil {
			return err
		}
		f.mu.Lock()
		delete(f.dicts, casefile.Domain(key[0])) // to be read again
		f.mu.Unlock()
	}
	return f.write(func(b *bolt.Tx) error { return (&Tx{f: f, b: b}).blankNames(source, u) })
}

func (tx *Tx) blankPage(source uint32, key []byte, u *usedWords) error {
	values, err := tx.f.dictPage(key, tx.b.Bucket([]byte(bucketDict)).Get(key))
	if err != nil {
		return err
	}
	used, first := u.codes[key[0]], int(binary.BigEndian.Uint32(key[1:]))
	n := int64(0)
	var t casefile.Texts
	for i, v := range values {
		if code := first + i; v != "" && (code >= len(used) || !used[code]) {
			v = ""
			n++
		}
		t.Append([]byte(v))
	}
	if n == 0 {
		return nil
	}
	var s scratch
	body := appendTexts(tx.f.codec, &s, binary.AppendUvarint(nil, uint64(len(values))), &t)
	if err := tx.put(bucketDict, key, body, false); err != nil {
		return err
	}
	return tx.blanked(source, n)
}

func (tx *Tx) blankNames(source uint32, u *usedWords) error {
	n := int64(0)
	for number, used := range u.names {
		key := key16(uint16(number))
		name, err := tx.get(bucketNames, key)
		if err != nil {
			return err
		}
		if used || len(name) == 0 {
			continue
		}
		if err := tx.put(bucketNames, key, nil, false); err != nil {
			return err
		}
		n++
	}
	return tx.blanked(source, n)
}

// blanked counts what was emptied on the tombstone to be.
func (tx *Tx) blanked(source uint32, n int64) error {
	if n == 0 {
		return nil
	}
	r, err := tx.sourceRecord(source)
	if err != nil {
		return err
	}
	if r.Source.Purged != nil {
		r.Source.Purged.Blanked += n
	}
	return tx.putJSON(bucketSources, key32(source), r)
}

// bury makes the tombstone of a source and completes the act that ends its purge.
func (tx *Tx) bury(ctx context.Context, source uint32) (casefile.Source, error) {
	r, err := tx.sourceRecord(source)
	if err != nil {
		return casefile.Source{}, err
	}
	s := &r.Source
	s.State = casefile.SourcePurged
	s.Path, s.Name, s.Mapping, s.Assumed, s.Within = "", "", nil, nil, digests(s.Within)
	s.From, s.To = s.From.UTC(), s.To.UTC()
	r.Originals = nil
	stone := s.Purged
	if stone == nil {
		return *s, corrupt(bucketSources, key32(source), errMissing)
	}
	details := map[string]string{"source": strconv.FormatUint(uint64(source), 10), "sha256": s.SHA256,
		"bytes": strconv.FormatInt(s.Bytes, 10), "rows": strconv.FormatInt(s.Rows, 10),
		"accepted": strconv.FormatInt(s.Accepted, 10), "rejected": strconv.FormatInt(s.Rejected, 10),
		"skipped": strconv.FormatInt(s.Skipped, 10), "values": strconv.FormatInt(stone.Blanked, 10),
		"began": strconv.FormatUint(stone.Act, 10)}
	searches, err := tx.forgetSearches()
	if err != nil {
		return *s, err
	}
	details["searches"] = strconv.Itoa(searches)
	seals, err := tx.Seals()
	if err != nil {
		return *s, err
	}
	stock := &stocktaking{ctx, tx}
	for i := range seals {
		if details[sealWords(seals[i].Seal.ID)], err = stock.words(seals[i].Seal.Dictionaries); err != nil {
			return *s, err
		}
	}
	tx.Describe(func(a *casefile.Act) {
		a.Message, a.By, a.Reason = fmt.Sprintf("Source %d was purged.", source), stone.By, stone.Reason
		a.Subject, a.Details = []string{sourceRef(source)}, details
	})
	return *s, tx.putJSON(bucketSources, key32(source), r)
}

// digests keeps of enclosures what says nothing of their content.
func digests(list []casefile.Enclosure) (out []casefile.Enclosure) {
	for _, e := range list {
		out = append(out, casefile.Enclosure{SHA256: e.SHA256, Bytes: e.Bytes})
	}
	return out
}
