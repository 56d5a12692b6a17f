package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/progress"
)

// sources checks every source, and lists drafts.
func (c *checker) sources() {
	var records []sourceRecord
	err := c.f.View(func(tx *Tx) (err error) {
		records, err = tx.sourceRecords()
		return err
	})
	if err != nil {
		c.failed(bucketSources, nil, err)
		return
	}
	known := map[uint32]bool{}
	for i := range records {
		r := &records[i]
		known[r.Source.ID] = true
		if r.Source.State == casefile.SourceImporting {
			c.send(Defect{Bucket: bucketSources, Key: fmt.Sprint(r.Source.ID), Note: true,
				Message: "a draft: its import did not end, and nothing reads it"})
			continue
		}
		if c.outgoing(r) {
			continue
		}
		c.source(r)
		if c.stopped || c.ctx.Err() != nil {
			return
		}
	}
	for _, bucket := range ofSource() {
		seen := uint32(0)
		c.walk(bucket, nil, func(k, _ []byte) {
			if id := binary.BigEndian.Uint32(k); !known[id] && id != seen {
				seen = id
				c.report(bucket, k, "values of source %d, which is not there", id)
			}
		})
	}
}

// outgoing looks at a source that was purged, or is: nothing may be left of it.
func (c *checker) outgoing(r *sourceRecord) bool {
	switch r.Source.State {
	case casefile.SourcePurging:
		c.send(Defect{Bucket: bucketSources, Key: fmt.Sprint(r.Source.ID), Note: true,
			Message: "its purge did not end, and nothing reads it"})
		return true
	case casefile.SourcePurged:
		for _, bucket := range ofSource() {
			left := 0
			c.walk(bucket, key32(r.Source.ID), func(_, _ []byte) { left++ })
			if left > 0 {
				c.report(bucket, key32(r.Source.ID), "%d values of a source that was purged", left)
			}
		}
		return true
	}
	return false
}

// source checks the counts, the chain, the originals and their leaves of one source.
func (c *checker) source(r *sourceRecord) {
	s, key := &r.Source, key32(r.Source.ID)
	if s.Accepted+s.Rejected+s.Skipped+s.Lost != s.Rows {
		c.report(bucketSources, key, "%d accepted, %d rejected, %d skipped and %d lost are not %d rows", s.Accepted, s.Rejected, s.Skipped, s.Lost, s.Rows)
	}
	if s.Lost > 0 || s.LostBytes > 0 {
		c.send(Defect{Bucket: bucketSources, Key: fmt.Sprint(s.ID), Note: true,
			Message: fmt.Sprintf("it was repaired: %d rows and %d bytes of its original are lost", s.Lost, s.LostBytes)})
	}
	accepted := c.blocks(r)
	var rejects []casefile.Reject
	var indicators []casefile.Indicator
	err := c.f.View(func(tx *Tx) (err error) {
		if rejects, err = tx.Rejects(s.ID); err != nil {
			return err
		}
		indicators, err = pages[casefile.Indicator](tx, bucketIndicators, key)
		return err
	})
	if err != nil {
		// The page was named when its envelope was opened.
		return
	}
	if n := accepted + int64(casefile.IndicatorRows(indicators)); n != s.Accepted {
		c.report(bucketSources, key, "%d accepted rows are there of %d", n, s.Accepted)
	}
	if n := int64(len(rejects)); n != s.Rejected {
		c.report(bucketRejects, key, "%d rejected rows are there of %d", n, s.Rejected)
	}
	if s.Originals == byReference {
		_, err := c.f.chunks(r)
		c.failed(bucketLeaves, key, err)
		return
	}
	v, err := c.f.VerifySource(c.ctx, s.ID, progress.Discard)
	if c.ctx.Err() != nil {
		return
	}
	c.failed(bucketLeaves, key, v.leaves)
	if v.leaves = nil; err == nil {
		err = v.Err()
	}
	if err != nil {
		c.originals(r, err)
	}
}

// originals names every damaged piece; whole is what Verify said.
func (c *checker) originals(r *sourceRecord, whole error) {
	named := len(r.LostPieces) > 0
	for n := range r.Originals {
		if slices.Contains(r.LostPieces, uint32(n)) {
			continue
		}
		if _, _, err := c.f.readOriginal(r.Source.ID, uint32(n)); err != nil {
			named = true
			c.failed(bucketOriginals, key3232(r.Source.ID, uint32(n)), err)
		}
	}
	if !named {
		c.report(bucketOriginals, key32(r.Source.ID), "%v", whole)
	}
}

// blocks follows the chain of a source and decodes every column; it returns the
// number of rows.
func (c *checker) blocks(r *sourceRecord) int64 {
	s := &r.Source
	rows, next := int64(0), uint32(0)
	chain := chainStart(s.ID)
	type numbered struct {
		block uint32
		header
	}
	var headers []numbered
	c.walk(bucketBlocks, key32(s.ID), func(k, v []byte) {
		number := binary.BigEndian.Uint32(k[4:])
		for slices.Contains(r.Gaps, next) {
			next++
		}
		if number != next {
			c.report(bucketBlocks, k, "block %d was expected", next)
		}
		next = number + 1
		body, err := c.f.codec.unwrap(bucketBlocks, k, v)
		var h header
		var signed []byte
		if err == nil {
			h, signed, err = readHeader(body)
		}
		if err != nil {
			c.failed(bucketBlocks, k, err)
			return
		}
		if chainNext(chain, signed) != h.chain {
			c.report(bucketBlocks, k, "the block does not follow from the one before")
		}
		chain = h.chain
		rows += int64(h.rows)
		if h.lastRow > s.Rows || h.firstRow < 1 || h.lastRow-h.firstRow < int64(h.rows-1) {
			c.report(bucketBlocks, k, "rows %d to %d of a source of %d", h.firstRow, h.lastRow, s.Rows)
		}
		headers = append(headers, numbered{number, h})
	})
	// Columns are read after the walk: a transaction inside another would wait for
	// ever if a writer came in between.
	for i := range headers {
		for k := range headers[i].columns {
			if c.stopped || c.ctx.Err() != nil {
				return rows
			}
			c.column(s.ID, headers[i].block, &headers[i].header, &headers[i].columns[k])
		}
	}
	for slices.Contains(r.Gaps, next) {
		next++
	}
	if next != r.Blocks {
		c.report(bucketBlocks, key32(s.ID), "%d blocks are there of %d", next, r.Blocks)
	}
	if hex.EncodeToString(chain[:]) != r.Chain {
		c.report(bucketBlocks, key32(s.ID), "the chain does not end in the head that the source names")
	}
	return rows
}

// column compares a column with its sum and its dictionary, and decodes it.
func (c *checker) column(source, block uint32, h *header, col *headerColumn) {
	key := columnKey(source, block, col.number)
	bodies, err := c.f.columnBodies(BlockInfo{Source: source, Block: block}, []uint16{col.number})
	if err != nil {
		c.failed(bucketColumns, key, err)
		return
	}
	form, dict, data, err := splitColumn(bodies[0])
	if err != nil {
		c.failed(bucketColumns, key, err)
		return
	}
	if len(bodies[0]) != col.length || columnSum(form, dict, sha256.Sum256(data)) != col.sum {
		c.report(bucketColumns, key, "the column does not have the sum that its block names")
		return
	}
	v, err := readColumn(c.f.codec, bodies[0], h.rows, nil)
	if err != nil {
		c.failed(bucketColumns, key, err)
		return
	}
	schema := casefile.SchemaOf(h.table)
	described := casefile.Column{}
	if int(col.number) < len(schema.Columns) {
		described = schema.Columns[col.number]
	}
	if err := c.filter(key, &v, h.rows, described); err != nil {
		c.failed(bucketFilters, key, err)
		return
	}
	if int(col.number) < len(schema.Columns) {
		domain := described.Domain
		for _, code := range v.Global {
			if code == 0 || code > c.dicts[uint8(domain)] {
				c.report(bucketColumns, key, "code %d is not in its dictionary", code)
				return
			}
		}
	}
}

// filter compares the text filter of a column, where there is one, with the column.
func (c *checker) filter(key []byte, v *ColumnView, rows int, described casefile.Column) error {
	var stored []byte
	err := c.f.view(func(b *bolt.Tx) (err error) {
		bucket := b.Bucket([]byte(bucketFilters))
		if bucket == nil {
			return nil
		}
		if value := bucket.Get(key); value != nil {
			stored, err = c.f.codec.unwrap(bucketFilters, key, value)
		}
		return err
	})
	if err != nil || stored == nil {
		return err
	}
	return sameFilter(stored, v, rows, described)
}
