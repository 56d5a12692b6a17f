package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Check looks at everything in the case again and yields what does not hold: the
// database's own structure, every value's sum, the audit chain, dictionaries
// without gaps, the block chain of every source, codes within their dictionaries,
// originals, rows that add up, runs' counts. Drafts are yielded as notes. It goes
// on after a defect, changes nothing, and ends early on cancel.
func (f *File) Check(ctx context.Context) iter.Seq[Defect] {
	return func(yield func(Defect) bool) {
		c := &checker{f: f, ctx: ctx, yield: yield, dicts: map[uint8]uint32{}}
		for _, step := range []func(){c.database, c.values, c.audit, c.sources, c.linkage} {
			if c.stopped || ctx.Err() != nil {
				return
			}
			step()
		}
	}
}

// checker is one walk through a case.
type checker struct {
	f       *File
	ctx     context.Context
	yield   func(Defect) bool
	stopped bool
	broken  map[string]bool // values whose envelope does not hold: named once
	dicts   map[uint8]uint32
}

func (c *checker) report(bucket string, key []byte, format string, args ...any) {
	d := Defect{Bucket: bucket, Message: fmt.Sprintf(format, args...)}
	if key != nil {
		d.Key = keyName(bucket, key)
	}
	c.send(d)
}

func (c *checker) send(d Defect) {
	if !c.stopped && !c.yield(d) {
		c.stopped = true
	}
}

// failed reports an error of reading, unless its value was named already.
func (c *checker) failed(bucket string, key []byte, err error) {
	if err == nil || c.broken[bucket+"\x00"+string(key)] {
		return
	}
	var f *fault.Error
	if errors.As(err, &f) && f.Err != nil {
		err = f.Err
	}
	c.report(bucket, key, "%v", err)
}

// database asks bbolt to look at its own pages.
func (c *checker) database() {
	err := c.f.view(func(b *bolt.Tx) error {
		found := b.Check()
		// The channel is read to its end: bbolt writes to it without looking up.
		for err := range found {
			c.report("", nil, "database: %v", err)
		}
		return nil
	})
	if err != nil {
		c.failed("", nil, err)
	}
}

// values opens the envelope of everything, and checks keys.
func (c *checker) values() {
	c.broken = map[string]bool{}
	shapes := keyShapes()
	for _, bucket := range buckets() {
		want := 0
		for _, w := range shapes[bucket] {
			want += w
		}
		c.walk(bucket, nil, func(k, v []byte) {
			if len(k) != want {
				c.report(bucket, k, "a key of %d bytes where %d were expected", len(k), want)
				return
			}
			if bucket == bucketMeta && k[0] != 2 {
				return
			}
			body, err := c.f.codec.unwrap(bucket, k, v)
			if err != nil {
				c.failed(bucket, k, err)
				c.broken[bucket+"\x00"+string(k)] = true
				return
			}
			c.value(bucket, k, body)
		})
		if c.stopped || c.ctx.Err() != nil {
			return
		}
	}
}

// walk calls fn for the values under a prefix, some hundreds in a transaction.
func (c *checker) walk(bucket string, prefix []byte, fn func(k, v []byte)) {
	from := append([]byte(nil), prefix...)
	for done := false; !done && !c.stopped; {
		if c.ctx.Err() != nil {
			return
		}
		err := c.f.view(func(b *bolt.Tx) error {
			cur := b.Bucket([]byte(bucket)).Cursor()
			n := 0
			for k, v := cur.Seek(from); ; k, v = cur.Next() {
				if k == nil || len(k) < len(prefix) || string(k[:len(prefix)]) != string(prefix) {
					done = true
					return nil
				}
				if n == 256 {
					from = append(from[:0], k...)
					return nil
				}
				fn(k, v)
				n++
			}
		})
		if err != nil {
			c.failed(bucket, prefix, err)
			return
		}
	}
}

// value checks what a body says by itself.
func (c *checker) value(bucket string, key, body []byte) {
	switch bucket {
	case bucketDict:
		domain, first := key[0], binary.BigEndian.Uint32(key[1:])
		if first != c.dicts[domain]+1 {
			c.report(bucket, key, "the page begins at %d where %d was expected", first, c.dicts[domain]+1)
		}
		r := reader{p: body}
		t := readTexts(c.f.codec, &r, r.count(0, maxValue/8))
		c.failed(bucket, key, r.err)
		c.dicts[domain] = first - 1 + uint32(t.Len())
	case bucketObserved:
		if _, err := readObservations(c.f.codec, body); err != nil {
			c.failed(bucket, key, err)
		}
	case bucketLinks:
		if _, err := readLinks(body); err != nil {
			c.failed(bucket, key, err)
		}
	case bucketOriginals, bucketBlocks, bucketColumns, bucketNames, bucketLinkIndex:
	default:
		if !json.Valid(body) {
			c.report(bucket, key, "the value is not JSON")
		}
	}
}

func (c *checker) audit() {
	if err := c.f.VerifyAudit(c.ctx); err != nil && c.ctx.Err() == nil {
		c.report(bucketAudit, nil, "%v", err)
	}
}

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

// source checks the counts, the chain and the originals of one source.
func (c *checker) source(r *sourceRecord) {
	s, key := &r.Source, key32(r.Source.ID)
	if s.Accepted+s.Rejected+s.Skipped != s.Rows {
		c.report(bucketSources, key, "%d accepted, %d rejected and %d skipped are not %d rows", s.Accepted, s.Rejected, s.Skipped, s.Rows)
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
	if s.Originals != byReference {
		if err := c.f.Verify(c.ctx, s.ID); err != nil && c.ctx.Err() == nil {
			c.originals(r, err)
		}
	}
}

// originals names every damaged piece; whole is what Verify said.
func (c *checker) originals(r *sourceRecord, whole error) {
	named := false
	for n := range r.Originals {
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
	v, err := readColumn(c.f.codec, bodies[0], h.rows)
	if err != nil {
		c.failed(bucketColumns, key, err)
		return
	}
	if schema := casefile.SchemaOf(h.table); int(col.number) < len(schema.Columns) {
		domain := schema.Columns[col.number].Domain
		for _, code := range v.Global {
			if code == 0 || code > c.dicts[uint8(domain)] {
				c.report(bucketColumns, key, "code %d is not in its dictionary", code)
				return
			}
		}
	}
}

// linkage checks that runs have what they count.
func (c *checker) linkage() {
	err := c.f.View(func(tx *Tx) error {
		runs, err := tx.Runs()
		if err != nil {
			return err
		}
		for i := range runs {
			r := &runs[i]
			links, err := tx.Links(r.ID)
			if err == nil && len(links) != r.LinkCount {
				c.report(bucketLinks, key32(r.ID), "%d links are there of %d", len(links), r.LinkCount)
			}
			clusters, err2 := tx.Clusters(r.ID)
			if err2 == nil && len(clusters) != r.ClusterCount {
				c.report(bucketClusters, key32(r.ID), "%d clusters are there of %d", len(clusters), r.ClusterCount)
			}
			for k := 0; err == nil && k < len(links); k += linkPage {
				if _, ok, err := tx.Link(r.ID, links[k].A, links[k].B); err != nil || !ok {
					c.report(bucketLinkIndex, key32(r.ID), "the index does not lead to link %d", k)
				}
			}
		}
		return nil
	})
	if err != nil {
		c.failed(bucketRuns, nil, err)
	}
}
