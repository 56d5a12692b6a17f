package store

import (
	"cmp"
	"context"
	"slices"

	"casebench/casefile"
)

// matchRows is how many row hashes are compared at a time; more are compared in
// several passes over the hash columns.
const matchRows = 8 << 20

// rowRef is a row while duplicates are looked for.
type rowRef struct {
	hash  uint64
	block uint32 // number of the block in its source
	row   uint32 // place in the block
}

func (a rowRef) compare(b rowRef) int {
	return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.block, b.block), cmp.Compare(a.row, b.row))
}

// groups says for each row of a source which earlier sources hold it. Group 0 is
// "none"; rows of the same earlier sources share a group.
type groups struct {
	sets   [][]uint32 // sets[g-1] are the sources of group g, ascending
	blocks map[uint32][]uint16
}

// hold notes that an earlier source holds a row. Sources come in ascending order.
func (g *groups) hold(info BlockInfo, row uint32, source uint32) {
	rows := g.blocks[info.Block]
	if rows == nil {
		rows = make([]uint16, info.Rows)
		g.blocks[info.Block] = rows
	}
	var set []uint32
	if have := rows[row]; have > 0 {
		set = g.sets[have-1]
	}
	set = append(slices.Clone(set), source)
	for i := range g.sets {
		if slices.Equal(g.sets[i], set) {
			rows[row] = uint16(i + 1)
			return
		}
	}
	if len(g.sets) < 1<<16-1 {
		g.sets = append(g.sets, set)
		rows[row] = uint16(len(g.sets))
	}
}

// markDuplicates finds the rows of a finished draft that earlier sources hold, and
// keeps what it finds. Earlier is what was committed already; of a source that is
// counted again, it is what has a number less than before. It returns how many rows earlier ready sources hold, and how
// many each.
//
// The n-th row of some bytes is a duplicate of an earlier source if that source has
// it n times: lines that a log repeats stay as many as they were.
func (f *File) markDuplicates(ctx context.Context, src casefile.Source, before uint32) (int64, map[uint32]int64, error) {
	mine, err := f.blocksOf(src.ID)
	if err != nil {
		return 0, nil, err
	}
	var earlier []casefile.Source
	if err := f.View(func(tx *Tx) (err error) {
		earlier, err = tx.Sources()
		return err
	}); err != nil {
		return 0, nil, err
	}
	found := groups{blocks: map[uint32][]uint16{}}
	var held map[uint32]int64
	ready := map[uint32]bool{}
	for _, old := range earlier {
		if old.Namespace != src.Namespace {
			continue // the same bytes, but about other accounts
		}
		if old.ID >= before {
			continue
		}
		theirs, err := f.blocksOf(old.ID)
		if err != nil {
			return 0, nil, err
		}
		m := matcher{f: f, mine: mine, theirs: theirs, same: f.newComparer(src, old)}
		n, err := m.match(ctx, func(block, row uint32) { found.hold(numbered(mine, block), row, old.ID) })
		if err != nil {
			return 0, nil, err
		}
		if n > 0 {
			if held == nil {
				held = map[uint32]int64{}
			}
			held[old.ID] = n
		}
		ready[old.ID] = old.State == casefile.SourceReady
	}
	if held == nil {
		return 0, nil, nil
	}
	total := int64(0)
	for _, rows := range found.blocks {
		for _, g := range rows {
			if g > 0 && anyReady(found.sets[g-1], ready) {
				total++
			}
		}
	}
	return total, held, f.keepDuplicates(ctx, src.ID, mine, &found)
}

func anyReady(set []uint32, ready map[uint32]bool) bool {
	return slices.ContainsFunc(set, func(s uint32) bool { return ready[s] })
}

// numbered returns the block of a number; a repaired source may lack some.
func numbered(blocks []BlockInfo, number uint32) BlockInfo {
	i, _ := slices.BinarySearchFunc(blocks, number, func(b BlockInfo, n uint32) int { return cmp.Compare(b.Block, n) })
	return blocks[i]
}

// matcher pairs the rows of two sources.
type matcher struct {
	f      *File
	mine   []BlockInfo
	theirs []BlockInfo
	same   *comparer
}

// overlap reports whether rows of the two blocks can be the same rows.
func overlap(a, b BlockInfo) bool {
	return a.Table == b.Table && (a.Gaps && b.Gaps || a.Timed && b.Timed && a.Min <= b.Max && b.Min <= a.Max)
}

// match calls hold for every row of mine that theirs has.
func (m *matcher) match(ctx context.Context, hold func(block, row uint32)) (int64, error) {
	var mine, theirs []BlockInfo
	rows := 0
	for _, a := range m.mine {
		if slices.ContainsFunc(m.theirs, func(b BlockInfo) bool { return overlap(a, b) }) {
			mine = append(mine, a)
			rows += a.Rows
		}
	}
	for _, b := range m.theirs {
		if slices.ContainsFunc(mine, func(a BlockInfo) bool { return overlap(a, b) }) {
			theirs = append(theirs, b)
			rows += b.Rows
		}
	}
	if len(theirs) == 0 {
		return 0, nil
	}
	n := int64(0)
	passes := uint64(rows/matchRows + 1)
	for pass := range passes {
		a, err := m.f.hashes(ctx, mine, pass, passes)
		if err != nil {
			return 0, err
		}
		b, err := m.f.hashes(ctx, theirs, pass, passes)
		if err != nil {
			return 0, err
		}
		for _, c := range candidates(a, b) {
			if err := ctx.Err(); err != nil {
				return 0, err
			}
			pairs, err := m.confirm(c, hold)
			if err != nil {
				return 0, err
			}
			n += pairs
		}
	}
	return n, nil
}

// hashes returns the rows of blocks whose hash belongs to a pass, sorted.
func (f *File) hashes(ctx context.Context, blocks []BlockInfo, pass, passes uint64) ([]rowRef, error) {
	var out []rowRef
	for _, b := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v, err := f.column(b, columnHash)
		if err != nil {
			return nil, err
		}
		for i, h := range v.Ints {
			if uint64(h)%passes == pass {
				out = append(out, rowRef{uint64(h), b.Block, uint32(i)})
			}
		}
	}
	slices.SortFunc(out, rowRef.compare)
	return out, nil
}

// column decodes one column of a block by its stored number.
func (f *File) column(info BlockInfo, number uint16) (ColumnView, error) {
	bodies, err := f.columnBodies(info, []uint16{number})
	if err != nil {
		return ColumnView{}, err
	}
	v, err := readColumn(f.codec, bodies[0], info.Rows, nil)
	if err != nil {
		err = corrupt(bucketColumns, columnKey(info.Source, info.Block, number), err)
	}
	return v, err
}

// candidate is the rows of one hash.
type candidate struct{ mine, theirs []rowRef }

// candidates returns the hashes that both have, in the order of my rows, so that
// confirming them reads the originals nearly once.
func candidates(a, b []rowRef) []candidate {
	var out []candidate
	for len(a) > 0 && len(b) > 0 {
		switch h := a[0].hash; {
		case h < b[0].hash:
			a = a[1:]
		case h > b[0].hash:
			b = b[1:]
		default:
			i, j := 1, 1
			for i < len(a) && a[i].hash == h {
				i++
			}
			for j < len(b) && b[j].hash == h {
				j++
			}
			out = append(out, candidate{a[:i], b[:j]})
			a, b = a[i:], b[j:]
		}
	}
	slices.SortFunc(out, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.mine[0].block, y.mine[0].block), cmp.Compare(x.mine[0].row, y.mine[0].row))
	})
	return out
}

// confirm pairs rows of one hash that are the same, each of theirs once.
func (m *matcher) confirm(c candidate, hold func(block, row uint32)) (int64, error) {
	n := int64(0)
	used := make([]bool, len(c.theirs))
	for _, a := range c.mine {
		for j, b := range c.theirs {
			if used[j] {
				continue
			}
			same, err := m.same.same(numbered(m.mine, a.block), a.row, numbered(m.theirs, b.block), b.row)
			if err != nil {
				return n, err
			}
			if same {
				used[j] = true
				hold(a.block, a.row)
				n++
				break
			}
		}
	}
	return n, nil
}
