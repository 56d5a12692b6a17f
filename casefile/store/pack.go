package store

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/template"
)

// packed is a batch as the loader keeps it until it is put.
type packed struct {
	index    int
	rows     int
	skipped  int
	offset   int64
	length   int64
	sum      [sha256.Size]byte // of the raw bytes
	original []byte            // the stored value of the raw bytes; nil: not kept
	blocks   []packedBlock

	rejects    []storedReject
	indicators []casefile.Indicator
	defects    []casefile.Defect
}

// Index implements casefile.Packed.
func (p *packed) Index() int { return p.index }

// packedBlock is a block whose codes are still local.
type packedBlock struct {
	table    casefile.Table
	rows     int
	firstRow uint32 // relative to the batch
	lastRow  uint32
	timed    bool
	gaps     bool // some row has no time
	min, max int64
	columns  []packedColumn // by number; extra columns last, by name
	observed blockObs
	accounts int // place of the account in columns, or -1
}

// storedReject is a reject with its bytes where no original holds them.
type storedReject struct {
	casefile.Reject
	Raw []byte `json:"raw,omitempty"`
}

// worker is the memory of one call of Pack.
type worker struct {
	scratch  scratch
	observer observer
	learner  template.Learner
	plans    []byte // of a batch's blocks, as they are stored
	rest     []byte // bytes of a batch that no plan writes
	ints     []int64
	filters  query.FilterBuilder
}

// Pack encodes and compresses a batch: everything that does not need the order of
// the source. It may be called from several goroutines at once, gives the same for
// the same batch, and keeps nothing of b.
func (l *Loader) Pack(b *casefile.Batch) (casefile.Packed, error) {
	w, ok := l.workers.Get().(*worker)
	if !ok {
		w = &worker{}
	}
	defer l.workers.Put(w)
	p := &packed{index: b.Index, rows: b.Rows, skipped: b.Skipped, offset: b.Offset, length: int64(len(b.Raw)), sum: b.Sum,
		indicators: slices.Clone(b.Indicators), defects: slices.Clone(b.Defects)}
	for _, r := range b.Rejects {
		s := storedReject{Reject: r}
		if l.src.Originals == byReference && r.Offset >= 0 && r.Length >= 0 && r.Offset+r.Length <= int64(len(b.Raw)) {
			s.Raw = slices.Clone(b.Raw[r.Offset : r.Offset+r.Length])
		}
		p.rejects = append(p.rejects, s)
	}
	if seen := b.Accepted() + len(b.Rejects) + b.Skipped; seen != b.Rows {
		return nil, fmt.Errorf("pack batch %d: %d rows accepted, rejected or skipped of %d", b.Index, seen, b.Rows)
	}
	if b.Index < l.stored.Batches {
		p.blocks = outlines(b)
		return p, nil
	}
	for _, bl := range b.Blocks {
		if bl.Rows == 0 {
			continue
		}
		pb, err := l.packBlock(w, bl)
		if err != nil {
			return nil, fmt.Errorf("pack batch %d: %w", b.Index, err)
		}
		p.blocks = append(p.blocks, pb)
	}
	if l.keepsRaw() {
		p.original = l.packOriginal(w, b)
	}
	return p, nil
}

// outlines says which blocks a batch has, and no more: the draft holds them.
func outlines(b *casefile.Batch) []packedBlock {
	var out []packedBlock
	for _, bl := range b.Blocks {
		if bl.Rows > 0 {
			out = append(out, packedBlock{table: bl.Table, rows: bl.Rows})
		}
	}
	return out
}

// formOf is the form in which a schema's columns come.
func formOf(k casefile.Kind) casefile.Form {
	switch k {
	case casefile.KindCode:
		return casefile.FormCodes
	case casefile.KindText:
		return casefile.FormTexts
	case casefile.KindFloat:
		return casefile.FormFloats
	}
	return casefile.FormInts
}

// checkBlock makes sure that a block is what its schema says, so that nothing else
// is ever stored.
func checkBlock(b *casefile.Block) error {
	schema := casefile.SchemaOf(b.Table)
	if schema == nil {
		return fmt.Errorf("block of unknown table %d", b.Table)
	}
	if len(b.Columns) != len(schema.Columns) {
		return fmt.Errorf("block of %s has %d columns of %d", b.Table, len(b.Columns), len(schema.Columns))
	}
	if len(b.Row) != b.Rows || len(b.Offset) != b.Rows || len(b.Length) != b.Rows || len(b.Hash) != b.Rows {
		return fmt.Errorf("block of %s: addresses of %d rows are not complete", b.Table, b.Rows)
	}
	for i := range b.Columns {
		if err := checkVector(&b.Columns[i], b.Rows); err != nil {
			return fmt.Errorf("column %s of %s: %w", schema.Columns[i].Name, b.Table, err)
		}
		if f := b.Columns[i].Form; f != casefile.FormNone && f != formOf(schema.Columns[i].Kind) {
			return fmt.Errorf("column %s of %s has form %d", schema.Columns[i].Name, b.Table, f)
		}
	}
	for i := range b.Extra {
		if err := checkVector(&b.Extra[i].Vector, b.Rows); err != nil {
			return fmt.Errorf("an extra column of %s: %w", b.Table, err)
		}
	}
	return nil
}

func checkVector(v *casefile.Vector, rows int) error {
	have := rows
	switch v.Form {
	case casefile.FormNone:
	case casefile.FormCodes:
		have = len(v.Codes)
		if len(v.Dict) > maxDict(rows) {
			return fmt.Errorf("a dictionary of %d values for %d rows", len(v.Dict), rows)
		}
		for _, c := range v.Codes {
			if int(c) > len(v.Dict) {
				return fmt.Errorf("code %d of %d", c, len(v.Dict))
			}
		}
	case casefile.FormInts:
		have = len(v.Ints)
	case casefile.FormFloats:
		have = len(v.Floats)
	case casefile.FormTexts:
		have = v.Texts.Len()
	default:
		return fmt.Errorf("unknown form %d", v.Form)
	}
	if have != rows {
		return fmt.Errorf("%d values for %d rows", have, rows)
	}
	if v.Form != casefile.FormCodes && v.Null != nil && 64*len(v.Null) < rows {
		return fmt.Errorf("nulls for %d of %d rows", 64*len(v.Null), rows)
	}
	return nil
}

func (l *Loader) packBlock(w *worker, b *casefile.Block) (packedBlock, error) {
	if err := checkBlock(b); err != nil {
		return packedBlock{}, err
	}
	c, s := l.f.codec, &w.scratch
	schema := casefile.SchemaOf(b.Table)
	p := packedBlock{table: b.Table, rows: b.Rows, firstRow: b.Row[0], lastRow: b.Row[b.Rows-1], accounts: -1, gaps: true}
	for i := range b.Columns {
		v := &b.Columns[i]
		if v.Form == casefile.FormNone {
			continue
		}
		col := packColumn(c, s, v, b.Rows, schema.Columns[i].Domain)
		col.number = uint16(i)
		col.filter = w.filter(&col, v, b.Rows, schema.Columns[i])
		if schema.Columns[i].Role == casefile.RoleAccount && p.accounts < 0 {
			p.accounts = len(p.columns)
		}
		p.columns = append(p.columns, col)
	}
	if when := schema.Role(casefile.RoleTime); when >= 0 && b.Columns[when].Form == casefile.FormInts {
		p.timed, p.gaps, p.min, p.max = bounds(&b.Columns[when], b.Rows)
	}
	p.columns = append(p.columns, w.addresses(c, b)...)
	for i := range b.Extra {
		v := &b.Extra[i].Vector
		if v.Form == casefile.FormNone {
			continue
		}
		col := packColumn(c, s, v, b.Rows, casefile.DomainNone)
		col.filter = w.filter(&col, v, b.Rows, casefile.Column{})
		col.extra, col.name = true, strings.Clone(b.Extra[i].Name)
		p.columns = append(p.columns, col)
	}
	p.observed = w.observer.observe(b)
	return p, nil
}

// bounds returns the first and the last instant of a column, and whether it has
// nulls.
func bounds(v *casefile.Vector, rows int) (timed, gaps bool, least, most int64) {
	for i, t := range v.Ints[:rows] {
		switch {
		case v.IsNull(i):
			gaps = true
		case !timed:
			timed, least, most = true, t, t
		default:
			least, most = min(least, t), max(most, t)
		}
	}
	return timed, gaps, least, most
}

// addresses encodes where the rows stand, and their hashes.
func (w *worker) addresses(c *codec, b *casefile.Block) []packedColumn {
	one := func(number uint16, value func(i int) int64) packedColumn {
		w.ints = w.ints[:0]
		for i := range b.Rows {
			w.ints = append(w.ints, value(i))
		}
		v := casefile.Vector{Form: casefile.FormInts, Ints: w.ints}
		p := packColumn(c, &w.scratch, &v, b.Rows, casefile.DomainNone)
		p.number = number
		return p
	}
	end := int64(0)
	return []packedColumn{
		one(columnRow, func(i int) int64 { return int64(b.Row[i] - b.Row[0]) }),
		one(columnGap, func(i int) int64 {
			gap := int64(b.Offset[i]) - end
			end = int64(b.Offset[i]) + int64(b.Length[i])
			return gap
		}),
		one(columnLength, func(i int) int64 { return int64(b.Length[i]) }),
		one(columnHash, func(i int) int64 { return int64(b.Hash[i] & hashMask) }),
	}
}

// hashMask keeps 40 bits of a row's hash: enough to find candidates.
const hashMask = 1<<40 - 1
