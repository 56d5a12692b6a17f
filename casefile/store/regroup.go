package store

import (
	"context"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// keepDuplicates writes the groups of a finished draft, and observes its rows
// again group by group: what was observed while it was imported counted them all.
func (f *File) keepDuplicates(ctx context.Context, source uint32, blocks []BlockInfo, g *groups) error {
	if err := f.deleteRange(ctx, bucketObserved, key32(source)); err != nil {
		return err
	}
	var s scratch
	var pending []entry
	size := 0
	put := func(e entry) error {
		pending, size = append(pending, e), size+len(e.value)
		if size < txBytes {
			return nil
		}
		some := pending
		pending, size = nil, 0
		return f.write(func(b *bolt.Tx) error { return putAll(b, some) })
	}
	gatherers := make([]*gatherer, len(g.sets)+1)
	for i := range gatherers {
		gatherers[i] = newGatherer()
	}
	run := func(group int, kind int) error {
		k := &gatherers[group].kinds[kind]
		pages := f.codec.runPages(source, uint16(group), casefile.ObservationKind(kind), k.runs, k.take())
		k.runs++
		for _, e := range pages {
			if err := put(e); err != nil {
				return err
			}
		}
		return nil
	}
	for _, info := range blocks {
		if err := ctx.Err(); err != nil {
			return err
		}
		rows := g.blocks[info.Block]
		if rows != nil {
			key := columnKey(source, info.Block, columnDupGroup)
			if err := put(entry{bucketColumns, key, f.codec.wrap(bucketColumns, key, f.groupsBody(&s, rows), false)}); err != nil {
				return err
			}
		}
		if err := f.regroup(info, rows, gatherers, run); err != nil {
			return err
		}
	}
	for group := range gatherers {
		for kind := range gatherers[group].kinds {
			if len(gatherers[group].kinds[kind].entries) > 0 {
				if err := run(group, kind); err != nil {
					return err
				}
			}
		}
	}
	return f.write(func(b *bolt.Tx) error {
		if err := putAll(b, pending); err != nil {
			return err
		}
		tx := &Tx{f: f, b: b}
		for i, set := range g.sets {
			if err := tx.putJSON(bucketGroups, groupKey(source, uint16(i+1)), set); err != nil {
				return err
			}
		}
		return nil
	})
}

// regroup observes one stored block, group by group.
func (f *File) regroup(info BlockInfo, rows []uint16, gatherers []*gatherer, run func(group, kind int) error) error {
	b, codes, err := f.stored(info)
	if err != nil {
		return err
	}
	account := casefile.SchemaOf(info.Table).Role(casefile.RoleAccount)
	if account < 0 || b.Columns[account].Form != casefile.FormCodes {
		return nil
	}
	all := b.Columns[account].Codes
	present := []uint16{0}
	if rows != nil {
		present = slices.Clone(rows)
		slices.Sort(present)
		present = slices.Compact(present)
	}
	addresses, err := f.Dict(casefile.DomainAddress)
	if err != nil {
		return err
	}
	var o observer
	for _, group := range present {
		if rows != nil {
			// Rows of other groups lose their account, and so show nothing.
			own := make([]uint32, len(all))
			for i, g := range rows {
				if g == group {
					own[i] = all[i]
				}
			}
			b.Columns[account].Codes = own
		}
		seen := o.observe(b)
		// All prefixes are known since the block was put.
		prefixes, err := addresses.intern(seen.prefixes, nil)
		if err != nil {
			return err
		}
		for i := range seen.kinds {
			k := &seen.kinds[i]
			var values []uint32
			switch k.column {
			case columnPrefixes:
				values = prefixes
			case columnNoValue:
			default:
				values = codes[k.column]
			}
			into := &gatherers[group].kinds[k.kind]
			into.add(k.obs, codes[account], values, info.FirstRow-1)
			if into.full() {
				if err := run(int(group), int(k.kind)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// stored reads back what an observer needs of a block, with the case codes of each
// column of codes.
func (f *File) stored(info BlockInfo) (*casefile.Block, map[int][]uint32, error) {
	schema := casefile.SchemaOf(info.Table)
	var want []int
	for i := range schema.Columns {
		c := &schema.Columns[i]
		if c.Observe != casefile.ObserveNone || c.Role == casefile.RoleAccount || c.Role == casefile.RoleTime {
			want = append(want, i)
		}
	}
	v, err := f.Read(info, want, nil)
	if err != nil {
		return nil, nil, err
	}
	addresses, err := f.Dict(casefile.DomainAddress)
	if err != nil {
		return nil, nil, err
	}
	b := &casefile.Block{Table: info.Table, Rows: info.Rows, Columns: make([]casefile.Vector, len(schema.Columns)),
		Row: make([]uint32, info.Rows)}
	codes := map[int][]uint32{}
	for i := range b.Row {
		b.Row[i] = uint32(v.Row(i) - info.FirstRow)
	}
	for k, i := range want {
		c := &v.Columns[k]
		b.Columns[i] = casefile.Vector{Form: c.Form, Codes: c.Local, Ints: c.Ints, Null: c.Null}
		if c.Form != casefile.FormCodes {
			continue
		}
		codes[i] = c.Global
		if schema.Columns[i].Observe == casefile.ObserveAddress {
			for _, code := range c.Global {
				b.Columns[i].Dict = append(b.Columns[i].Dict, addresses.Value(code))
			}
		}
	}
	return b, codes, nil
}
