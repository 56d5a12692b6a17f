package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// drafts removes imports that were cut off: their file can be imported again.
func (r *repair) drafts() error {
	if err := r.each(bucketSources, func(k, v []byte) error {
		var rec sourceRecord
		return r.decodeJSON(bucketSources, k, v, &rec)
	}); err != nil {
		return err
	}
	list, err := r.Drafts()
	if err != nil {
		return err
	}
	for _, d := range list {
		r.report.Losses = append(r.report.Losses, Loss{Bucket: bucketSources, Key: fmt.Sprint(d.ID), What: "an import that was cut off; import its file again"})
		if err := r.DropDraft(r.ctx, d.ID, "the case was repaired"); err != nil {
			return err
		}
	}
	return nil
}

// sources makes each source good again, and removes the rows of sources whose record
// is lost.
func (r *repair) sources() error {
	var records []sourceRecord
	if err := r.View(func(tx *Tx) (err error) {
		records, err = tx.sourceRecords()
		return err
	}); err != nil {
		return err
	}
	if err := r.orphans(records); err != nil {
		return err
	}
	counted := r.gone[bucketSources] || r.gone[bucketGroups] || r.gone[bucketColumns] || r.gone[bucketObserved] || r.gone["database"]
	for i := range records {
		hurt, err := r.source(&records[i])
		if err != nil {
			return err
		}
		counted = counted || hurt
	}
	for i := range records {
		rec := &records[i]
		if counted && rec.Source.State != casefile.SourcePurged {
			if err := r.countAgain(rec); err != nil {
				return err
			}
		}
		s := &rec.Source
		whole := s.Lost == 0 && s.LostBytes == 0
		r.report.Sources = append(r.report.Sources, RepairedSource{ID: s.ID, Name: s.Name, Whole: whole, LostRows: s.Lost,
			Original: whole || s.LostBytes == 0 && r.Verify(r.ctx, s.ID) == nil})
	}
	return r.ctx.Err()
}

// orphans removes what belongs to sources that are not there.
func (r *repair) orphans(records []sourceRecord) error {
	known := map[uint32]bool{}
	for i := range records {
		known[records[i].Source.ID] = true
	}
	lost := map[uint32]bool{}
	c := checker{f: r.File, ctx: r.ctx}
	for _, bucket := range ofSource() {
		strangers := map[uint32]bool{}
		c.walk(bucket, nil, func(k, _ []byte) {
			if id := binary.BigEndian.Uint32(k); !known[id] {
				strangers[id] = true
			}
		})
		for id := range strangers {
			lost[id] = true
			if err := r.deleteRange(r.ctx, bucket, key32(id)); err != nil {
				return err
			}
		}
	}
	// Rows of an import that was dropped may still stand in free pages: only what the
	// log says was imported is lost.
	return r.View(func(tx *Tx) error {
		entries, err := tx.Audit(0)
		for _, e := range entries {
			if e.Verb != "import.end" || len(e.Subject) == 0 {
				continue
			}
			ref, err := casefile.ParseRef(e.Subject[0])
			if err == nil && !known[ref.N] {
				r.lost(bucketSources, key32(ref.N), "the source, with its %s rows", e.Details["rows"])
			}
		}
		return err
	})
}

// source drops the blocks and the pieces of the original of which a part is lost, and
// makes the record say what is there.
func (r *repair) source(rec *sourceRecord) (hurt bool, err error) {
	s := &rec.Source
	if s.State == casefile.SourcePurged {
		return false, nil
	}
	bad, err := r.badBlocks(rec)
	if err != nil {
		return false, err
	}
	if err := r.keepBytes(rec, bad); err != nil {
		return false, err
	}
	for _, n := range bad {
		for _, bucket := range []string{bucketBlocks, bucketColumns, bucketFilters} {
			if err := r.deleteRange(r.ctx, bucket, key3232(s.ID, n)); err != nil {
				return false, err
			}
		}
	}
	if _, err := r.chunks(rec); err != nil {
		r.lost(bucketLeaves, key32(s.ID), "the hash tree of source %d", s.ID)
		s.Root, s.Chunks = "", 0
		if err := r.deleteRange(r.ctx, bucketLeaves, key32(s.ID)); err != nil {
			return false, err
		}
		hurt = true
	}
	before := *s
	if err := r.pieces(rec); err != nil {
		return false, err
	}
	if err := r.small(rec, len(bad) > 0); err != nil {
		return false, err
	}
	rec.Gaps = append(rec.Gaps, bad...)
	slices.Sort(rec.Gaps)
	if len(bad) > 0 {
		if err := r.chainAgain(rec); err != nil {
			return false, err
		}
	}
	hurt = hurt || len(bad) > 0 || s.LostBytes != before.LostBytes || s.Lost != before.Lost || s.Rejected != before.Rejected
	if !hurt {
		return false, nil
	}
	if s.Lost > before.Lost {
		r.lost(bucketSources, key32(s.ID), "%d of %d rows", s.Lost-before.Lost, s.Rows)
	}
	return true, r.raw(func(tx *Tx) error { return tx.putJSON(bucketSources, key32(s.ID), rec) })
}

// badBlocks returns the numbers of the blocks that are not whole.
func (r *repair) badBlocks(rec *sourceRecord) ([]uint32, error) {
	id := rec.Source.ID
	headers := map[uint32]*header{}
	c := checker{f: r.File, ctx: r.ctx}
	c.walk(bucketBlocks, key32(id), func(k, v []byte) {
		body, err := r.codec.unwrap(bucketBlocks, k, v)
		if err != nil {
			return
		}
		if h, _, err := readHeader(body); err == nil {
			headers[binary.BigEndian.Uint32(k[4:])] = &h
		}
	})
	c.dicts = map[uint8]uint32{}
	for domain := range casefile.Domains() {
		d, err := r.Dict(casefile.Domain(domain))
		if err != nil {
			return nil, err
		}
		c.dicts[uint8(domain)] = uint32(d.Len())
	}
	var bad []uint32
	for n := range rec.Blocks {
		if slices.Contains(rec.Gaps, n) {
			continue
		}
		h := headers[n]
		if h == nil {
			r.lost(bucketBlocks, key3232(id, n), "the block's header")
			bad = append(bad, n)
			continue
		}
		ok := true
		c.yield = func(d Defect) bool {
			ok = ok && d.Bucket == bucketFilters
			return true
		}
		for i := range h.columns {
			c.column(id, n, h, &h.columns[i])
			if ok && r.refersToLost(id, n, h, h.columns[i].number) {
				ok = false
			}
		}
		if !ok {
			r.lost(bucketBlocks, key3232(id, n), "rows %d to %d", h.firstRow, h.lastRow)
			bad = append(bad, n)
		}
		if err := r.ctx.Err(); err != nil {
			return nil, err
		}
	}
	return bad, nil
}

// refersToLost reports whether a column has values that the dictionary lost.
func (r *repair) refersToLost(id, block uint32, h *header, column uint16) bool {
	schema := casefile.SchemaOf(h.table)
	if int(column) >= len(schema.Columns) {
		return false
	}
	gaps := r.codes[schema.Columns[column].Domain]
	if len(gaps) == 0 {
		return false
	}
	codes, err := r.BlockCodes(BlockInfo{Source: id, Block: block, Rows: h.rows, Columns: []int{int(column)}}, int(column))
	return err != nil || slices.ContainsFunc(codes, func(code uint32) bool {
		return slices.ContainsFunc(gaps, func(g [2]uint32) bool { return code >= g[0] && code <= g[1] })
	})
}

// pieces drops the pieces of the original that cannot be read, and counts their bytes.
func (r *repair) pieces(rec *sourceRecord) error {
	s := &rec.Source
	for n, offset := range rec.Originals {
		if _, _, err := r.readOriginal(s.ID, uint32(n)); err == nil || slices.Contains(rec.LostPieces, uint32(n)) {
			continue
		}
		end := s.DecodedBytes
		if s.Compression != "" {
			end = s.Bytes
		}
		if n+1 < len(rec.Originals) {
			end = rec.Originals[n+1]
		}
		key := key3232(s.ID, uint32(n))
		r.lost(bucketOriginals, key, "bytes %d to %d of the original", offset, end-1)
		s.LostBytes += end - offset
		rec.LostPieces = append(rec.LostPieces, uint32(n))
		if err := r.deleteRange(r.ctx, bucketOriginals, key); err != nil {
			return err
		}
	}
	return r.ctx.Err()
}

// small counts rejects and indicators again.
func (r *repair) small(rec *sourceRecord, blocks bool) error {
	s := &rec.Source
	for _, bucket := range []string{bucketRejects, bucketDefects, bucketIndicators} {
		err := r.each(bucket, func(k, v []byte) error {
			var any []struct{}
			return r.decodeJSON(bucket, k, v, &any)
		})
		if err != nil {
			return err
		}
	}
	accepted := int64(0)
	c := checker{f: r.File, ctx: r.ctx}
	c.walk(bucketBlocks, key32(s.ID), func(k, v []byte) {
		if body, err := r.codec.unwrap(bucketBlocks, k, v); err == nil {
			if h, _, err := readHeader(body); err == nil {
				accepted += int64(h.rows)
			}
		}
	})
	return r.View(func(tx *Tx) error {
		indicators, err := pages[casefile.Indicator](tx, bucketIndicators, key32(s.ID))
		if err != nil {
			return err
		}
		rejects, err := tx.Rejects(s.ID)
		s.Accepted, s.Rejected = accepted+int64(casefile.IndicatorRows(indicators)), int64(len(rejects))
		s.Lost = s.Rows - s.Accepted - s.Rejected - s.Skipped
		return err
	})
}

// chainAgain chains the blocks that are left: their headers stay what they were but
// for the link. The head of the old chain stands in the log.
func (r *repair) chainAgain(rec *sourceRecord) error {
	type block struct {
		key  []byte
		body []byte
	}
	var list []block
	c := checker{f: r.File, ctx: r.ctx}
	c.walk(bucketBlocks, key32(rec.Source.ID), func(k, v []byte) {
		if body, err := r.codec.unwrap(bucketBlocks, k, v); err == nil {
			list = append(list, block{slices.Clone(k), body})
		}
	})
	chain := chainStart(rec.Source.ID)
	err := r.raw(func(tx *Tx) error {
		for _, b := range list {
			_, signed, err := readHeader(b.body)
			if err != nil {
				return corrupt(bucketBlocks, b.key, err)
			}
			chain = chainNext(chain, signed)
			if err := tx.put(bucketBlocks, b.key, append(slices.Clone(signed), chain[:]...), false); err != nil {
				return err
			}
		}
		return nil
	})
	rec.Chain = hex.EncodeToString(chain[:])
	return err
}

// countAgain finds the duplicates of a source anew, and what its rows show.
func (r *repair) countAgain(rec *sourceRecord) error {
	s := &rec.Source
	if err := r.deleteRange(r.ctx, bucketGroups, key32(s.ID)); err != nil {
		return err
	}
	r.mu.Lock()
	delete(r.blocks, s.ID)
	r.mu.Unlock()
	blocks, err := r.blocksOf(s.ID)
	if err != nil {
		return err
	}
	if err := r.raw(func(tx *Tx) error {
		for _, b := range blocks {
			if err := bucketOf(tx.b, bucketColumns).Delete(columnKey(s.ID, b.Block, columnDupGroup)); err != nil {
				return fmt.Errorf("delete duplicates: %w", err)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := r.keepDuplicates(r.ctx, s.ID, blocks, &groups{blocks: map[uint32][]uint16{}}); err != nil {
		return err
	}
	if s.Duplicates, s.DuplicateRows, err = r.markDuplicates(r.ctx, *s, s.ID); err != nil {
		return err
	}
	return r.write(func(b *bolt.Tx) error {
		return (&Tx{f: r.File, b: b}).putJSON(bucketSources, key32(s.ID), rec)
	})
}
