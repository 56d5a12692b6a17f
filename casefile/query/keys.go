package query

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// MaxSorted is how many rows are sorted at once: they take 160 MB. MaxSortedTexts is the same for a field of texts, which are kept as they are.
const (
	MaxSorted      = 10_000_000
	MaxSortedTexts = 1_000_000
)

// TooManyRows says that more rows match than can be sorted.
type TooManyRows struct{ Limit int64 }

// Error names the limit.
func (e *TooManyRows) Error() string { return fmt.Sprintf("more than %d rows to sort", e.Limit) }

func tooMany(limit int64) error {
	return fault.New(fault.Invalid, "There are too many rows to sort.",
		fmt.Sprintf("Narrow the filter or the time window to at most %d million rows, sort by a time or a number, or leave them in the order of their files.", limit/1_000_000),
		&TooManyRows{limit})
}

// order is the sort of value that rows are put in order by.
type order uint8

const (
	byInt order = iota
	byFloat
	byCode
	byText
)

// keys are the sort keys of a listing's rows. Of is safe for several goroutines;
// the rest belongs to one.
type keys struct {
	field  Field
	order  order
	domain casefile.Domain
	src    Source
	dicts  map[casefile.Domain]func(uint32) string // for fields whose tables differ

	ints    []entry[int64]
	floats  []entry[float64]
	texts   []entry[string]
	without []spot
}

// entry is a row with its key.
type entry[K any] struct {
	key K
	at  spot
}

// blockKeys are the keys of one block's rows.
type blockKeys struct {
	ints    []entry[int64]
	floats  []entry[float64]
	texts   []entry[string]
	without []uint32
}

func newKeys(s *search, name string) (*keys, error) {
	f, ok := FieldByName(name)
	if !ok || f.Known() && f.Name != fieldSource && f.Name != fieldTable {
		return nil, fault.New(fault.Invalid, "Rows cannot be sorted by "+name+".", fieldHint(name), nil)
	}
	k := &keys{field: f, src: s.src, dicts: map[casefile.Domain]func(uint32) string{}}
	if f.Known() {
		return k, nil
	}
	if f.Extra {
		k.order = byText
		return k, nil
	}
	first := true
	for _, t := range casefile.Tables() {
		n := f.In(t)
		if n < 0 || s.tables[t] == nil {
			continue
		}
		col := casefile.SchemaOf(t).Columns[n]
		order := orderOf(col.Kind)
		switch {
		case first:
			k.order, k.domain = order, col.Domain
		case k.order == order && k.domain == col.Domain:
		case k.order <= byFloat && order <= byFloat:
			k.order = byFloat
		default:
			k.order = byText
		}
		first = false
		if _, ok := k.dicts[col.Domain]; !ok {
			value, err := valuesOf(s.src, col)
			if err != nil {
				return nil, err
			}
			k.dicts[col.Domain] = value
		}
	}
	return k, nil
}

func orderOf(kind casefile.Kind) order {
	switch kind {
	case casefile.KindInt, casefile.KindTime:
		return byInt
	case casefile.KindFloat:
		return byFloat
	case casefile.KindCode:
		return byCode
	}
	return byText
}

// of reads the keys of the rows sel of the reader's block.
func (k *keys) of(r *reader, sel rowset) (*blockKeys, error) {
	out := &blockKeys{}
	if k.field.Known() {
		key := int64(r.block.Source)
		if k.field.Name == fieldTable {
			key = int64(r.block.Table)
		}
		sel.rows(func(i int) { out.ints = append(out.ints, entry[int64]{key, spot{row: uint32(i)}}) })
		return out, nil
	}
	c, kind, dict, err := k.column(r)
	if err != nil {
		return nil, err
	}
	sel.rows(func(i int) {
		at := spot{row: uint32(i)}
		switch {
		case c == nil || c.Form == casefile.FormNone || c.IsNull(i):
			out.without = append(out.without, at.row)
		case k.order == byInt && c.Form == casefile.FormInts:
			out.ints = append(out.ints, entry[int64]{c.Ints[i], at})
		case k.order == byCode && c.Form == casefile.FormCodes && c.Global != nil:
			out.ints = append(out.ints, entry[int64]{int64(c.Global[c.Codes[i]-1]), at})
		case k.order == byFloat && c.Form == casefile.FormInts:
			out.floats = append(out.floats, entry[float64]{float64(c.Ints[i]), at})
		case k.order == byFloat && c.Form == casefile.FormFloats:
			out.floats = append(out.floats, entry[float64]{c.Floats[i], at})
		default:
			out.texts = append(out.texts, entry[string]{valueAt(c, i, kind, dict).String(), at})
		}
	})
	return out, nil
}

// column returns the field's column of the reader's block, or nil.
func (k *keys) column(r *reader) (*Column, casefile.Kind, func(uint32) string, error) {
	if k.field.Extra {
		c, err := r.extraField(k.field.Name)
		return c, casefile.KindText, nil, err
	}
	n := k.field.In(r.block.Table)
	if n < 0 {
		return nil, casefile.KindText, nil, nil
	}
	col := casefile.SchemaOf(r.block.Table).Columns[n]
	c, err := r.column(n)
	return c, col.Kind, k.dicts[col.Domain], err
}

// add takes the keys of the next block.
func (k *keys) add(block uint32, b *blockKeys) error {
	k.ints = appended(k.ints, b.ints, block)
	k.floats = appended(k.floats, b.floats, block)
	k.texts = appended(k.texts, b.texts, block)
	for _, row := range b.without {
		k.without = append(k.without, spot{block, row})
	}
	if len(k.texts) > MaxSortedTexts {
		return tooMany(MaxSortedTexts)
	}
	return nil
}

func appended[K any](to, from []entry[K], block uint32) []entry[K] {
	for _, e := range from {
		e.at.block = block
		to = append(to, e)
	}
	return to
}

// sorted returns where the rows lie, in order. Rows with the same key stay in the
// order of the source.
func (k *keys) sorted(ctx context.Context, desc bool) ([]spot, error) {
	if k.order == byCode {
		if err := k.rank(ctx); err != nil {
			return nil, err
		}
	}
	out := make([]spot, 0, len(k.ints)+len(k.floats)+len(k.texts)+len(k.without))
	out, err := inOrder(ctx, out, k.ints, desc)
	if err == nil {
		out, err = inOrder(ctx, out, k.floats, desc)
	}
	if err == nil {
		out, err = inOrder(ctx, out, k.texts, desc)
	}
	return append(out, k.without...), err
}

// chunk is how many rows are sorted between two looks at the context.
const chunk = 1 << 18

// inOrder appends the places of entries in the order of their keys: pieces are
// sorted and then merged, so that a cancelled sort ends soon.
func inOrder[K cmp.Ordered](ctx context.Context, to []spot, entries []entry[K], desc bool) ([]spot, error) {
	compare := func(a, b entry[K]) int {
		c := cmp.Compare(a.key, b.key)
		if desc {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(a.at.block, b.at.block), cmp.Compare(a.at.row, b.at.row))
	}
	for from := 0; from < len(entries); from += chunk {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		slices.SortFunc(entries[from:min(from+chunk, len(entries))], compare)
	}
	var spare []entry[K]
	for width := chunk; width < len(entries); width *= 2 {
		if spare == nil {
			spare = make([]entry[K], len(entries))
		}
		for from := 0; from < len(entries); from += 2 * width {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			mid, end := min(from+width, len(entries)), min(from+2*width, len(entries))
			merge(spare[from:from:end], entries[from:mid], entries[mid:end], compare)
		}
		entries, spare = spare, entries
	}
	for _, e := range entries {
		to = append(to, e.at)
	}
	return to, nil
}

// merge appends two sorted lists in order.
func merge[E any](to, a, b []E, compare func(a, b E) int) {
	for len(a) > 0 && len(b) > 0 {
		if compare(b[0], a[0]) < 0 {
			to, b = append(to, b[0]), b[1:]
		} else {
			to, a = append(to, a[0]), a[1:]
		}
	}
	_ = append(append(to, a...), b...)
}

// rank puts where each code's value stands among the values in place of the code.
func (k *keys) rank(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	value, top := k.dicts[k.domain], int64(0)
	for _, e := range k.ints {
		top = max(top, e.key)
	}
	ranks, seen := make([]int64, top+1), map[uint32]string{}
	var codes []uint32
	for _, e := range k.ints {
		if ranks[e.key] == 0 {
			ranks[e.key] = -1
			codes = append(codes, uint32(e.key))
			seen[uint32(e.key)] = value(uint32(e.key))
		}
	}
	compare := strings.Compare
	if k.domain == casefile.DomainAddress {
		compare = compareAddresses
	}
	slices.SortFunc(codes, func(a, b uint32) int { return cmp.Or(compare(seen[a], seen[b]), cmp.Compare(a, b)) })
	rank := int64(0)
	for i, code := range codes {
		// Codes that print alike, as the same account under two spellings, are the same.
		if i == 0 || compare(seen[code], seen[codes[i-1]]) != 0 {
			rank++
		}
		ranks[code] = rank
	}
	for i := range k.ints {
		k.ints[i].key = ranks[k.ints[i].key]
	}
	return ctx.Err()
}

// compareAddresses puts addresses in the order of their numbers, before whatever
// is none.
func compareAddresses(a, b string) int {
	x, errX := netip.ParseAddr(a)
	y, errY := netip.ParseAddr(b)
	switch {
	case errX == nil && errY == nil:
		return cmp.Or(x.Compare(y), strings.Compare(a, b))
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return strings.Compare(a, b)
}
