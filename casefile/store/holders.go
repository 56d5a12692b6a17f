package store

import (
	"encoding/binary"
	"slices"

	"casebench/casefile"
)

// groupsBody encodes the groups of a block's rows with their own sum.
func (f *File) groupsBody(s *scratch, rows []uint16) []byte {
	v := casefile.Vector{Form: casefile.FormInts, Ints: make([]int64, len(rows))}
	for i, g := range rows {
		v.Ints[i] = int64(g)
	}
	p := packColumn(f.codec, s, &v, len(rows), casefile.DomainNone)
	body, sum := p.value(f.codec, s, nil)
	return append(body, sum[:]...)
}

// groupsOf returns the group of each row of a block; nil: none is a duplicate.
func (tx *Tx) groupsOf(info BlockInfo) ([]int64, error) {
	key := columnKey(info.Source, info.Block, columnDupGroup)
	body, err := tx.get(bucketColumns, key)
	if err != nil || body == nil {
		return nil, err
	}
	if len(body) < 32 {
		return nil, corrupt(bucketColumns, key, errShort)
	}
	v, err := readColumn(tx.f.codec, body[:len(body)-32], info.Rows, nil)
	if err == nil && (v.Form != casefile.FormInts || v.Null != nil) {
		err = errColumn
	}
	if err != nil {
		return nil, corrupt(bucketColumns, key, err)
	}
	return v.Ints, nil
}

// holders is what is known of duplicates: which sources are ready, and the sources
// of each group.
type holders struct {
	ready  map[uint32]bool
	groups map[uint32][][]uint32 // by source
}

func (f *File) readHolders() (*holders, error) {
	f.mu.Lock()
	h := f.holders
	f.mu.Unlock()
	if h != nil {
		return h, nil
	}
	h = &holders{ready: map[uint32]bool{}, groups: map[uint32][][]uint32{}}
	err := f.View(func(tx *Tx) error {
		sources, err := tx.Sources()
		if err != nil {
			return err
		}
		for _, s := range sources {
			h.ready[s.ID] = s.State == casefile.SourceReady
		}
		return tx.each(bucketGroups, nil, func(k, v []byte) error {
			source := binary.BigEndian.Uint32(k)
			var set []uint32
			if err := f.decodeJSON(bucketGroups, k, v, &set); err != nil {
				return err
			}
			if int(binary.BigEndian.Uint16(k[4:])) != len(h.groups[source])+1 {
				return corrupt(bucketGroups, k, errMissing)
			}
			h.groups[source] = append(h.groups[source], set)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	f.holders = h
	f.mu.Unlock()
	return h, nil
}

// counts reports whether rows of a group count: no source that holds them is ready.
func (h *holders) counts(source uint32, group int64) bool {
	sets := h.groups[source]
	return group == 0 || group > int64(len(sets)) || !anyReady(sets[group-1], h.ready)
}

// Duplicates returns a bitmap of the rows of a block that an earlier ready source
// holds too, and that are therefore not counted; nil: there are none.
func (f *File) Duplicates(info BlockInfo) ([]uint64, error) {
	h, err := f.readHolders()
	if err != nil || len(h.groups[info.Source]) == 0 {
		return nil, err
	}
	var rows []int64
	if err := f.View(func(tx *Tx) (err error) {
		rows, err = tx.groupsOf(info)
		return err
	}); err != nil {
		return nil, err
	}
	var out []uint64
	for i, g := range rows {
		if h.counts(info.Source, g) {
			continue
		}
		if out == nil {
			out = make([]uint64, (info.Rows+63)/64)
		}
		out[i>>6] |= 1 << (i & 63)
	}
	return out, nil
}

// Holders returns the earlier sources that hold a row of a block too, ready or not.
func (f *File) Holders(info BlockInfo, row int) ([]uint32, error) {
	h, err := f.readHolders()
	if err != nil || len(h.groups[info.Source]) == 0 {
		return nil, err
	}
	var rows []int64
	err = f.View(func(tx *Tx) (err error) {
		rows, err = tx.groupsOf(info)
		return err
	})
	if err != nil || rows == nil || rows[row] == 0 || rows[row] > int64(len(h.groups[info.Source])) {
		return nil, err
	}
	return slices.Clone(h.groups[info.Source][rows[row]-1]), nil
}
