package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/audit"
	"casebench/internal/fault"
)

// raw writes without the act that a change of a whole case has: what it makes good
// again is told by the act of the repair.
func (r *repair) raw(fn func(tx *Tx) error) error {
	return guarded(func() error {
		return r.db.Update(func(b *bolt.Tx) error { return fn(&Tx{f: r.File, b: b, at: r.now().UTC()}) })
	})
}

// each walks the values of a bucket that was carried over, and drops those for which
// fn returns an error, as lost.
func (r *repair) each(bucket string, fn func(key, value []byte) error) error {
	type bad struct {
		key []byte
		err error
	}
	var found []bad
	c := checker{f: r.File, ctx: r.ctx}
	c.walk(bucket, nil, func(k, v []byte) {
		if err := fn(k, v); err != nil {
			found = append(found, bad{slices.Clone(k), err})
		}
	})
	if len(found) == 0 {
		return r.ctx.Err()
	}
	return r.raw(func(tx *Tx) error {
		for _, b := range found {
			r.lost(bucket, b.key, "the value is damaged")
			if err := bucketOf(tx.b, bucket).Delete(b.key); err != nil {
				return fmt.Errorf("delete %s: %w", bucket, err)
			}
		}
		return nil
	})
}

// header reads meta/1 and the Case; a Case that is lost is made again of what the
// first act says.
func (r *repair) header() error {
	err := r.readHeader()
	if err == nil || fault.KindOf(err) != fault.Corrupt {
		return err
	}
	c := casefile.Case{Title: "Repaired case", Created: r.now().UTC(), By: r.by, Program: r.program}
	if err := r.view(func(b *bolt.Tx) error {
		var first casefile.AuditEntry
		ok, err := (&Tx{f: r.File, b: b}).getJSON(bucketAudit, key64(1), &first)
		if ok && err == nil {
			c.ID, c.Created, c.By = first.Details["case"], first.Time, first.By
		}
		return nil
	}); err != nil {
		return err
	}
	if !r.gone[bucketMeta] {
		r.lost(bucketMeta, key8(2), "what the case says of itself")
	}
	if err := r.raw(func(tx *Tx) error { return tx.PutCase(c) }); err != nil {
		return err
	}
	return r.readHeader()
}

// opened drops what does not open with the key of an encrypted case.
func (r *repair) opened() error {
	for _, bucket := range buckets() {
		err := r.each(bucket, func(k, v []byte) error {
			if bucket == bucketMeta && k[0] == 1 {
				return nil
			}
			_, err := r.codecOf(bucket).unwrap(bucket, k, v)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// auditLog keeps the chain as far as it holds. Entries behind a break stand in the
// settings, under a name of their own, and prove nothing any more.
func (r *repair) auditLog() error {
	var v audit.Verifier
	var loose []casefile.AuditEntry
	err := r.view(func(b *bolt.Tx) error {
		tx := &Tx{f: r.File, b: b}
		return tx.each(bucketAudit, nil, func(k, value []byte) error {
			var e casefile.AuditEntry
			if err := r.decodeJSON(bucketAudit, k, value, &e); err != nil {
				return err
			}
			if len(loose) > 0 || v.Add(e) != nil {
				loose = append(loose, e)
			}
			return nil
		})
	})
	if err != nil || len(loose) == 0 {
		return err
	}
	r.lost(bucketAudit, nil, "the chain breaks after entry %d: the %d entries from %d to %d are kept beside it, and are not proved by it",
		v.Len(), len(loose), loose[0].Seq, loose[len(loose)-1].Seq)
	body, err := json.Marshal(loose)
	if err != nil {
		return err
	}
	return r.raw(func(tx *Tx) error {
		return errors.Join(tx.deleteFrom(bucketAudit, key64(v.Len()+1), nil), tx.PutSetting("repair.audit", body))
	})
}

// dictionaries fills gaps, so that codes go on meaning what they meant.
func (r *repair) dictionaries() error {
	type gap struct{ domain, from, to uint32 }
	var gaps []gap
	next := map[uint8]uint32{}
	err := r.each(bucketDict, func(k, v []byte) error {
		domain, first := k[0], binary.BigEndian.Uint32(k[1:])
		page, err := r.dictPage(k, v)
		if err != nil {
			return err
		}
		if first < next[domain]+1 {
			return errors.New("the page overlaps the one before")
		}
		if first > next[domain]+1 {
			gaps = append(gaps, gap{uint32(domain), next[domain] + 1, first - 1})
		}
		next[domain] = first - 1 + uint32(len(page))
		return nil
	})
	if err != nil || len(gaps) == 0 {
		return err
	}
	return r.raw(func(tx *Tx) error {
		for _, g := range gaps {
			r.lost(bucketDict, dictKey(uint8(g.domain), g.from), "%d values", g.to-g.from+1)
			domain := casefile.Domain(g.domain)
			r.codes[domain] = append(r.codes[domain], [2]uint32{g.from, g.to})
			growth := dictGrowth{dict: &Dict{domain: domain}, first: g.from}
			for code := g.from; code <= g.to; code++ {
				growth.values = append(growth.values, fmt.Sprintf("(lost %d)", code))
			}
			for _, e := range r.growthPages([]dictGrowth{growth}) {
				if err := bucketOf(tx.b, bucketDict).Put(e.key, e.value); err != nil {
					return fmt.Errorf("write dict: %w", err)
				}
			}
		}
		return nil
	})
}

// columnNames gives columns whose name is lost one that says so.
func (r *repair) columnNames() error {
	var missing []uint16
	next := 0
	err := r.each(bucketNames, func(k, _ []byte) error {
		for n := int(binary.BigEndian.Uint16(k)); next < n; next++ {
			missing = append(missing, uint16(next))
		}
		next++
		return nil
	})
	if err != nil || len(missing) == 0 {
		return err
	}
	return r.raw(func(tx *Tx) error {
		for _, n := range missing {
			r.lost(bucketNames, key16(n), "the name of a column")
			if err := tx.put(bucketNames, key16(n), []byte(fmt.Sprintf("lost name %d", n)), false); err != nil {
				return err
			}
		}
		return nil
	})
}

// runs drops linkage runs of which a part is lost: half a run would say what no run
// found, and a run can be computed again.
func (r *repair) runs() error {
	if err := r.each(bucketRuns, func(k, v []byte) error {
		var s storedRun
		return r.decodeJSON(bucketRuns, k, v, &s)
	}); err != nil {
		return err
	}
	bad := map[uint32]bool{}
	c := checker{f: r.File, ctx: r.ctx, yield: func(d Defect) bool {
		var run uint32
		// Keys of these buckets begin with the number of the run.
		_, err := fmt.Sscanf(d.Key, "%d", &run)
		bad[run] = err == nil
		return true
	}}
	c.linkage()
	known := map[uint32]bool{}
	err := r.View(func(tx *Tx) error {
		list, err := tx.Runs()
		for i := range list {
			known[list[i].ID] = true
			if _, err := tx.Links(list[i].ID); err != nil {
				bad[list[i].ID] = true
			}
			if _, err := tx.Clusters(list[i].ID); err != nil {
				bad[list[i].ID] = true
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	for _, bucket := range []string{bucketLinks, bucketLinkIndex, bucketClusters} {
		c.walk(bucket, nil, func(k, _ []byte) {
			if id := binary.BigEndian.Uint32(k); !known[id] {
				bad[id] = true
			}
		})
	}
	for _, id := range slices.Sorted(maps.Keys(bad)) {
		if bad[id] {
			r.report.Losses = append(r.report.Losses, Loss{Bucket: bucketRuns, Key: fmt.Sprint(id), What: "linkage run: a part of it is damaged; compute it again"})
		}
		for _, bucket := range []string{bucketRuns, bucketLinks, bucketLinkIndex, bucketClusters} {
			if err := r.deleteRange(r.ctx, bucket, key32(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// history empties the stacks of what may be undone when a step of them is lost: a
// step takes back what those after it left.
func (r *repair) history() error {
	if !r.gone[bucketUndo] && !r.gone[bucketRedo] {
		return nil
	}
	r.report.Losses = append(r.report.Losses, Loss{Bucket: bucketUndo, What: "what was done before cannot be undone any more"})
	return r.raw(func(tx *Tx) error { return errors.Join(tx.Clear(UndoStack), tx.Clear(RedoStack)) })
}
