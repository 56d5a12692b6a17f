package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/vault"
	"casebench/internal/fault"
)

// Check looks at everything in the case again and yields what does not hold: the
// database's own structure, every value's sum, the audit chain, dictionaries
// without gaps, the block chain of every source, codes within their dictionaries,
// originals and their leaves, rows that add up, runs' counts. Drafts are yielded as notes. It goes
// on after a defect, changes nothing, and ends early on cancel.
func (f *File) Check(ctx context.Context) iter.Seq[Defect] {
	return func(yield func(Defect) bool) {
		c := &checker{f: f, ctx: ctx, yield: yield, dicts: map[uint8]uint32{}}
		for _, step := range []func(){c.database, c.values, c.keyring, c.audit, c.sources, c.linkage} {
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
			if bucket == bucketMeta && k[0] != 2 && k[0] != metaKeyring {
				return
			}
			body, err := c.f.codecOf(bucket).unwrap(bucket, k, v)
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
			cur := bucketOf(b, bucket).Cursor()
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
	case bucketLeaves:
		if _, err := readLeaves(body); err != nil {
			c.failed(bucket, key, err)
		}
	case bucketFilters:
		if _, err := query.ReadFilter(body); err != nil {
			c.failed(bucket, key, err)
		}
	case bucketOriginals, bucketBlocks, bucketColumns, bucketNames, bucketLinkIndex:
	case bucketSlots:
		if vault.KindOf(body) == "" {
			c.report(bucket, key, "the value is not a key slot")
		}
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
	c.walk(bucketAudit, nil, func(k, v []byte) {
		var e casefile.AuditEntry
		if c.f.decodeJSON(bucketAudit, k, v, &e) == nil && e.Details[clockBehind] != "" {
			c.send(Defect{Bucket: bucketAudit, Key: keyName(bucketAudit, k), Note: true,
				Message: "the clock had gone back by " + e.Details[clockBehind]})
		}
	})
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
