package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/template"
)

var errRecipe = errors.New("unknown recipe of an original")

// writeAgain writes the bytes of a batch again from the columns of its blocks. Recipe
// is what stands behind the head of the original.
func (f *File) writeAgain(source, number uint32, recipe []byte, offset, length int64) ([]byte, error) {
	key := key3232(source, number)
	blocks, err := f.blocksOfBatch(source, number)
	if err != nil {
		return nil, err
	}
	r := reader{p: recipe}
	plans := make([]recipePlan, r.count(1, len(blocks)))
	for i := range plans {
		plans[i] = f.readPlan(&r, blocks[i])
	}
	rest := readPack(f.codec, &r)
	if r.err == nil && len(r.p) > 0 {
		r.fail(errRecipe)
	}
	if r.err != nil {
		return nil, corrupt(bucketOriginals, key, r.err)
	}
	out := make([]byte, 0, min(length, 16<<20))
	for i := range plans {
		if out, rest, err = f.writeBlock(out, rest, &plans[i], blocks[i], offset, length); err != nil {
			return nil, err
		}
	}
	if out = append(out, rest...); int64(len(out)) != length {
		return nil, corrupt(bucketOriginals, key, fmt.Errorf("%d bytes were written again where %d were expected", len(out), length))
	}
	return out, nil
}

// blocksOfBatch returns the blocks of one batch. A header that is damaged hides the
// blocks of its own batch, and of no other.
func (f *File) blocksOfBatch(source, batch uint32) ([]BlockInfo, error) {
	blocks, damage := f.blocksOf(source)
	if damage != nil {
		if blocks = f.blocksLeft(source); len(blocks) == 0 {
			return nil, damage
		}
	}
	of := func(b BlockInfo, n uint32) int { return cmp.Compare(b.batch, n) }
	first, found := slices.BinarySearchFunc(blocks, batch, of)
	next, _ := slices.BinarySearchFunc(blocks, batch+1, of)
	if !found && damage != nil {
		return nil, damage
	}
	return blocks[first:next], nil
}

// blocksLeft returns the blocks of a source whose headers can be read.
func (f *File) blocksLeft(source uint32) (out []BlockInfo) {
	names, err := f.loadNames()
	if err != nil {
		return nil
	}
	err = f.view(func(b *bolt.Tx) error {
		out = nil
		return (&Tx{f: f, b: b}).each(bucketBlocks, key32(source), func(k, v []byte) error {
			if info, err := f.blockInfo(names, k, v); err == nil {
				out = append(out, info)
			}
			return nil
		})
	})
	if err != nil {
		return nil
	}
	return out
}

// recipePlan is how the rows of one block are written.
type recipePlan struct {
	templates []template.Template
	columns   [][]uint16 // by template and part: the stored number of the column
	rows      []uint32
	kept      []template.Kept
}

func (f *File) readPlan(r *reader, info BlockInfo) (p recipePlan) {
	p.templates = make([]template.Template, r.count(4, template.MaxTemplates))
	for i := range p.templates {
		p.columns = append(p.columns, readTemplate(r, &p.templates[i], info))
	}
	p.rows = readWords[uint32](f.codec, r, info.Rows, nil)
	n := r.count(0, info.Rows*template.MaxKept)
	rows := readWords[uint32](f.codec, r, n, nil)
	parts := readWords[uint32](f.codec, r, n, nil)
	texts := readTexts(f.codec, r, n)
	if r.err != nil {
		return p
	}
	for _, which := range p.rows {
		if int(which) > len(p.templates) {
			r.fail(errRecipe)
			return p
		}
	}
	p.kept = make([]template.Kept, n)
	for i := range p.kept {
		p.kept[i] = template.Kept{Row: int(rows[i]), Part: int(parts[i]), Text: texts.At(i)}
	}
	return p
}

// readTemplate reads a template, and the stored numbers of the columns of its
// parts.
func readTemplate(r *reader, t *template.Template, info BlockInfo) []uint16 {
	t.Head = []byte(r.text())
	t.Between = r.count(0, maxValue)
	t.Tail = []byte(r.text())
	t.Parts = make([]template.Part, r.count(5, template.MaxParts))
	columns := make([]uint16, len(t.Parts))
	for i := range t.Parts {
		p := &t.Parts[i]
		p.Lead, p.Trail = []byte(r.text()), []byte(r.text())
		if r.u8()&partNull != 0 {
			p.Null = append([]byte{}, r.text()...)
		}
		n := r.u16()
		columns[i] = columnAbsent
		switch {
		case n == partNoColumn:
			continue
		case n < columnExtra && slices.Contains(info.Columns, int(n)):
			p.Column, columns[i] = template.Column{In: template.InSchema, At: int(n)}, n
		case n >= columnExtra && int(n-columnExtra) < len(info.Extra):
			k := int(n - columnExtra)
			p.Column, columns[i] = template.Column{In: template.InExtra, At: k}, info.extra[k]
		default:
			r.fail(errRecipe)
		}
		s := &p.Style
		s.Way = template.Way(r.u8())
		switch s.Way {
		case template.Escaped:
			s.Escape = template.Escape(r.u8())
		case template.Field:
			s.Comma = r.u8()
		case template.Clock:
			s.Layout = r.text()
			s.Offset = int32(r.varint())
		case template.Epoch:
			s.Unit, s.Digits = r.u8(), r.u8()
		case template.Fixed:
			s.Digits = r.u8()
		}
	}
	if r.err == nil {
		if err := t.Check(); err != nil {
			r.fail(err)
		}
	}
	return columns
}

// writeBlock appends the rows of a block and what stands before and between them,
// which it takes off rest.
func (f *File) writeBlock(out, rest []byte, p *recipePlan, info BlockInfo, offset, length int64) (_, _ []byte, err error) {
	damaged := func(err error) ([]byte, []byte, error) {
		return nil, nil, corrupt(bucketOriginals, key3232(info.Source, info.batch), err)
	}
	addresses, err := f.Addresses(info)
	if err != nil {
		return nil, nil, err
	}
	b, err := f.blockOf(info, slices.Concat(p.columns...))
	if err != nil {
		return nil, nil, err
	}
	w, err := template.NewWriter(p.templates, b)
	if err != nil {
		return damaged(err)
	}
	kept := p.kept
	for i, which := range p.rows {
		at := addresses[i].Offset - offset
		gap := at - int64(len(out))
		if gap < 0 || gap > int64(len(rest)) || at+addresses[i].Length > length {
			return damaged(fmt.Errorf("row %d of a block is not where it should be", i))
		}
		out, rest = append(out, rest[:gap]...), rest[gap:]
		n := 0
		for n < len(kept) && kept[n].Row == i {
			n++
		}
		if which == 0 {
			if addresses[i].Length > int64(len(rest)) {
				return damaged(errShort)
			}
			out, rest = append(out, rest[:addresses[i].Length]...), rest[addresses[i].Length:]
		} else {
			out = w.Append(out, int(which-1), i, kept[:n])
		}
		if kept = kept[n:]; int64(len(out)) != at+addresses[i].Length {
			return damaged(fmt.Errorf("row %d of a block was written with another length", i))
		}
	}
	return out, rest, nil
}

// blockOf decodes columns of a block, by their stored numbers, into the form that
// the block had when it was packed.
func (f *File) blockOf(info BlockInfo, numbers []uint16) (*casefile.Block, error) {
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	schema := casefile.SchemaOf(info.Table)
	b := &casefile.Block{Table: info.Table, Rows: info.Rows, Columns: make([]casefile.Vector, len(schema.Columns)), Extra: make([]casefile.Extra, len(info.Extra))}
	views := make([]ColumnView, len(numbers))
	err := f.peekColumns(info, numbers, nil, func(i int, body []byte) (err error) {
		views[i], err = readColumn(f.codec, body, info.Rows, nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, n := range numbers {
		switch {
		case n == columnAbsent:
		case n >= columnExtra:
			at := slices.Index(info.extra, n)
			b.Extra[at].Vector = views[i].vector(views[i].Dict)
		case views[i].Global != nil:
			d, err := f.Dict(schema.Columns[n].Domain)
			if err != nil {
				return nil, err
			}
			b.Columns[n] = views[i].vector(d.values(views[i].Global))
		default:
			b.Columns[n] = views[i].vector(views[i].Dict)
		}
	}
	return b, nil
}

// vector returns the column as it was packed; dict is its dictionary.
func (c *ColumnView) vector(dict []string) casefile.Vector {
	return casefile.Vector{Form: c.Form, Codes: c.Local, Dict: dict, Ints: c.Ints, Floats: c.Floats, Texts: c.Texts, Null: c.Null}
}

// values returns the values of codes as sources have them: accounts without their
// namespace.
func (d *Dict) values(codes []uint32) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = d.Value(code)
		if d.domain == casefile.DomainAccount {
			out[i] = casefile.AccountID(out[i])
		}
	}
	return out
}
