package store

import (
	"encoding/binary"

	"casebench/casefile"
	"casebench/casefile/template"
)

// The kinds of original; see FORMAT.md.
const (
	originalBatch   = 1
	originalPart    = 2
	originalWritten = 3

	byReference = "reference"
)

// originalHead begins the body of an original.
func originalHead(kind byte, offset, length int64, sum [32]byte) []byte {
	head := binary.LittleEndian.AppendUint64([]byte{kind}, uint64(offset))
	head = binary.LittleEndian.AppendUint64(head, uint64(length))
	return append(head, sum[:]...)
}

// packOriginal makes the stored value of a batch's raw bytes: a recipe for writing
// them again from the columns where most rows can be, otherwise the bytes.
func (l *Loader) packOriginal(w *worker, b *casefile.Batch) []byte {
	body := originalHead(originalWritten, b.Offset, int64(len(b.Raw)), b.Sum)
	body, ok := w.appendRecipe(l.f.codec, body, l.src.Namespace, b)
	if !ok {
		body = originalHead(originalBatch, b.Offset, int64(len(b.Raw)), b.Sum)
		body = l.f.codec.compress(body, b.Raw)
	}
	return l.f.codec.wrap(bucketOriginals, key3232(l.src.ID, uint32(b.Index)), body, false)
}

// worthWriting is the part of a batch that must be written from columns: with less
// the bytes are kept, where all of them can be compressed together.
const worthWriting = 4

// appendRecipe writes the plans of all blocks, and the bytes that no plan writes.
// It reports false where the rows of blocks do not stand one after another, or
// where it is not worth it.
func (w *worker) appendRecipe(c *codec, dst []byte, namespace string, b *casefile.Batch) ([]byte, bool) {
	// An account that does not come back out of its dictionary would be another.
	if casefile.AccountID(casefile.AccountKey(namespace, "")) != "" {
		return dst, false
	}
	blocks, written, end := 0, 0, 0
	w.rest = w.rest[:0]
	plans := w.plans[:0]
	for _, bl := range b.Blocks {
		if bl.Rows == 0 {
			continue
		}
		if !inOrder(bl, end, len(b.Raw)) {
			return dst, false
		}
		plan := w.learner.Learn(bl, b.Raw)
		if plan == nil {
			plan = &template.Plan{Rows: make([]uint32, bl.Rows)}
		}
		blocks++
		written += plan.Written
		plans = w.appendPlan(c, plans, bl, plan)
		for i, which := range plan.Rows {
			from, to := int(bl.Offset[i]), int(bl.Offset[i])+int(bl.Length[i])
			if from-end == 1 { // a line end, nearly always
				w.rest = append(w.rest, b.Raw[end])
			} else {
				w.rest = append(w.rest, b.Raw[end:from]...)
			}
			if which == 0 {
				w.rest = append(w.rest, b.Raw[from:to]...)
			}
			end = to
		}
	}
	w.plans = plans
	if written*worthWriting < len(b.Raw) || written == 0 {
		return dst, false
	}
	w.rest = append(w.rest, b.Raw[end:]...)
	dst = append(binary.AppendUvarint(dst, uint64(blocks)), plans...)
	return appendPack(c, &w.scratch, dst, w.rest), true
}

// inOrder reports whether the rows of a block stand one after another in the raw
// bytes, from an end on.
func inOrder(b *casefile.Block, end, size int) bool {
	at := uint64(end)
	for i, from := range b.Offset {
		if uint64(from) < at {
			return false
		}
		at = uint64(from) + uint64(b.Length[i])
	}
	return at <= uint64(size)
}

func (w *worker) appendPlan(c *codec, dst []byte, b *casefile.Block, p *template.Plan) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(p.Templates)))
	for i := range p.Templates {
		dst = appendTemplate(dst, b, &p.Templates[i])
	}
	dst = appendWords(c, &w.scratch, dst, p.Rows)
	rows, parts := make([]uint32, len(p.Kept)), make([]uint32, len(p.Kept))
	var texts casefile.Texts
	for i, k := range p.Kept {
		rows[i], parts[i] = uint32(k.Row), uint32(k.Part)
		texts.Append(k.Text)
	}
	dst = binary.AppendUvarint(dst, uint64(len(p.Kept)))
	dst = appendWords(c, &w.scratch, dst, rows)
	dst = appendWords(c, &w.scratch, dst, parts)
	return appendTexts(c, &w.scratch, dst, &texts)
}

const (
	partNull     = 1
	partNoColumn = 0xffff
)

func appendTemplate(dst []byte, b *casefile.Block, t *template.Template) []byte {
	dst = appendText(dst, string(t.Head))
	dst = binary.AppendUvarint(dst, uint64(t.Between))
	dst = appendText(dst, string(t.Tail))
	dst = binary.AppendUvarint(dst, uint64(len(t.Parts)))
	for i := range t.Parts {
		p := &t.Parts[i]
		dst = appendText(appendText(dst, string(p.Lead)), string(p.Trail))
		if p.Null == nil {
			dst = append(dst, 0)
		} else {
			dst = appendText(append(dst, partNull), string(p.Null))
		}
		dst = binary.LittleEndian.AppendUint16(dst, columnOfPart(b, p.Column))
		if p.Column.In == template.InNone {
			continue
		}
		s := &p.Style
		dst = append(dst, byte(s.Way))
		switch s.Way {
		case template.Escaped:
			dst = append(dst, byte(s.Escape))
		case template.Field:
			dst = append(dst, s.Comma)
		case template.Clock:
			dst = binary.AppendVarint(appendText(dst, s.Layout), int64(s.Offset))
		case template.Epoch:
			dst = append(dst, s.Unit, s.Digits)
		case template.Fixed:
			dst = append(dst, s.Digits)
		}
	}
	return dst
}

// columnOfPart numbers a column as a recipe does: extra columns by their place
// among those that are stored, since their numbers are made later.
func columnOfPart(b *casefile.Block, c template.Column) uint16 {
	switch c.In {
	case template.InSchema:
		return uint16(c.At)
	case template.InExtra:
		place := 0
		for i := range c.At {
			if b.Extra[i].Vector.Form != casefile.FormNone {
				place++
			}
		}
		return uint16(columnExtra + place)
	}
	return partNoColumn
}
