package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"

	"casebench/casefile"
	"casebench/casefile/store"
)

// A sample event is made from its number alone, so that two sources that hold the
// same number hold the same bytes. Cells are string, int64, float64 or nil.
type event struct {
	table casefile.Table
	cells []any
	extra map[string]any
	line  string
}

const (
	junk  = -1 // a line that is rejected
	blank = -2 // a line that is skipped
)

func eventOf(k int) event {
	rng := rand.New(rand.NewPCG(uint64(k), 42))
	tables := []casefile.Table{casefile.TableRequests, casefile.TableRequests, casefile.TableLogins,
		casefile.TableAccounts, casefile.TableActions, casefile.TableKnownShared, casefile.TableScores}
	e := event{table: tables[rng.IntN(len(tables))], extra: map[string]any{}}
	schema := casefile.SchemaOf(e.table)
	for i := range schema.Columns {
		c := &schema.Columns[i]
		e.cells = append(e.cells, cellOf(rng, c, k))
	}
	if rng.IntN(3) == 0 {
		e.extra["zone"] = fmt.Sprintf("z%d", rng.IntN(3))
	}
	if rng.IntN(5) == 0 {
		e.extra["bytes"] = int64(rng.IntN(1000))
	}
	if rng.IntN(9) == 0 {
		e.extra[""] = "column without a name"
	}
	if rng.IntN(7) == 0 {
		e.extra["a.note"] = strings.Repeat("né\x00", rng.IntN(3))
	}
	e.line = fmt.Sprintf("%d %s %q %v", k, e.table, e.cells, e.extra)
	return e
}

func cellOf(rng *rand.Rand, c *casefile.Column, k int) any {
	if !c.Required && rng.IntN(4) == 0 {
		return nil
	}
	switch {
	case c.Role == casefile.RoleAddress:
		switch rng.IntN(6) {
		case 0:
			return fmt.Sprintf("2001:db8:%x::%x", rng.IntN(2), rng.IntN(5))
		case 1:
			return "not an address"
		}
		return fmt.Sprintf("203.0.113.%d", rng.IntN(9))
	case c.Role == casefile.RoleAccount:
		return fmt.Sprintf("acct_%d", rng.IntN(12))
	case c.Kind == casefile.KindCode:
		return fmt.Sprintf("%s-%d", c.Name, rng.IntN(5))
	case c.Kind == casefile.KindTime:
		// Some days around, in order of k, at odd precisions; a few before 1970.
		t := int64(1_770_000_000+k*1000+rng.IntN(500)) * 1_000_000_000
		switch rng.IntN(12) {
		case 0:
			return t + int64(rng.IntN(1_000_000_000))
		case 1:
			return -t
		}
		return t
	case c.Kind == casefile.KindInt:
		if rng.IntN(20) == 0 {
			return []int64{math.MaxInt64, math.MinInt64, 0, -1}[rng.IntN(4)]
		}
		return int64(rng.IntN(4000))
	case c.Kind == casefile.KindFloat:
		if rng.IntN(20) == 0 {
			return []float64{math.Inf(1), 1e300, math.Copysign(0, -1), 1.0 / 3}[rng.IntN(4)]
		}
		return float64(rng.IntN(20)) / 10
	}
	switch c.Name {
	case "request_id":
		return fmt.Sprintf("%08x-%04x-4000-8000-%012x", rng.Uint32(), rng.IntN(65536), rng.Uint64()&(1<<48-1))
	case "prompt_hash":
		return fmt.Sprintf("sha256:%016x", rng.Uint64())
	}
	return strings.Repeat("Write out the reasoning. ", rng.IntN(3)) + fmt.Sprint(k)
}

// batches makes what an importer would make of the lines numbered by ks, so many
// lines in a batch.
func batches(ks []int, size int) (out []*casefile.Batch, whole []byte) {
	for part := range slices.Chunk(ks, size) {
		b := &casefile.Batch{Index: len(out), Offset: int64(len(whole)), Rows: len(part)}
		blocks := map[casefile.Table]*blockMaker{}
		for i, k := range part {
			line := "  "
			switch k {
			case junk:
				line = "this is not a record"
				b.Rejects = append(b.Rejects, casefile.Reject{Row: int64(i), Offset: int64(len(b.Raw)), Length: int64(len(line)), Reason: "It is junk."})
			case blank:
				b.Skipped++
			default:
				e := eventOf(k)
				line = e.line
				m := blocks[e.table]
				if m == nil {
					m = newBlockMaker(e.table)
					blocks[e.table] = m
				}
				m.add(e, i, len(b.Raw))
			}
			b.Raw = append(append(b.Raw, line...), '\n')
		}
		for _, t := range casefile.Tables() {
			if m := blocks[t]; m != nil {
				b.Blocks = append(b.Blocks, m.finish())
			}
		}
		b.Sum = sha256.Sum256(b.Raw)
		whole = append(whole, b.Raw...)
		out = append(out, b)
	}
	return out, whole
}

// blockMaker turns events into columns.
type blockMaker struct {
	block  *casefile.Block
	events []event
}

func newBlockMaker(t casefile.Table) *blockMaker {
	return &blockMaker{block: &casefile.Block{Table: t}}
}

func (m *blockMaker) add(e event, row, offset int) {
	m.events = append(m.events, e)
	b := m.block
	b.Rows++
	b.Row = append(b.Row, uint32(row))
	b.Offset = append(b.Offset, uint32(offset))
	b.Length = append(b.Length, uint32(len(e.line)))
	b.Hash = append(b.Hash, xxhash.Sum64String(e.line))
}

func (m *blockMaker) finish() *casefile.Block {
	schema := casefile.SchemaOf(m.block.Table)
	for i := range schema.Columns {
		var v casefile.Vector
		for r, e := range m.events {
			appendCell(&v, r, len(m.events), e.cells[i], schema.Columns[i].Kind)
		}
		m.block.Columns = append(m.block.Columns, v)
	}
	names := map[string]casefile.Kind{}
	for _, e := range m.events {
		for name, x := range e.extra {
			if _, ok := x.(int64); ok {
				names[name] = casefile.KindInt
			} else if names[name] = casefile.KindCode; name == "a.note" {
				names[name] = casefile.KindText
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		var v casefile.Vector
		for r, e := range m.events {
			appendCell(&v, r, len(m.events), e.extra[name], names[name])
		}
		m.block.Extra = append(m.block.Extra, casefile.Extra{Name: name, Vector: v})
	}
	return m.block
}

// appendCell adds one cell; a column whose cells are all nil stays FormNone.
func appendCell(v *casefile.Vector, row, rows int, cell any, kind casefile.Kind) {
	if v.Form == casefile.FormNone {
		if cell == nil {
			return
		}
		switch kind {
		case casefile.KindCode:
			v.Form, v.Codes = casefile.FormCodes, make([]uint32, row)
		case casefile.KindText:
			v.Form = casefile.FormTexts
		case casefile.KindFloat:
			v.Form, v.Floats = casefile.FormFloats, make([]float64, row)
		default:
			v.Form, v.Ints = casefile.FormInts, make([]int64, row)
		}
		for r := range row {
			if v.Form == casefile.FormTexts {
				v.Texts.Append(nil)
			}
			if v.Form != casefile.FormCodes {
				v.SetNull(r, rows)
			}
		}
	}
	if cell == nil && v.Form != casefile.FormCodes {
		v.SetNull(row, rows)
	}
	switch v.Form {
	case casefile.FormCodes:
		code := uint32(0)
		if cell != nil {
			i := slices.Index(v.Dict, cell.(string))
			if i < 0 {
				i = len(v.Dict)
				v.Dict = append(v.Dict, cell.(string))
			}
			code = uint32(i + 1)
		}
		v.Codes = append(v.Codes, code)
	case casefile.FormTexts:
		s, _ := cell.(string)
		v.Texts.Append([]byte(s))
	case casefile.FormFloats:
		x, _ := cell.(float64)
		v.Floats = append(v.Floats, x)
	default:
		x, _ := cell.(int64)
		v.Ints = append(v.Ints, x)
	}
}

// sourceOf describes a source of those lines as an importer would in the end.
func sourceOf(ks []int, whole []byte) casefile.Source {
	s := casefile.Source{Path: "sample.jsonl", Name: "sample.jsonl", Format: "jsonl", FormatVersion: 1, Rows: int64(len(ks)),
		Bytes: int64(len(whole)), DecodedBytes: int64(len(whole))}
	sum := sha256.Sum256(whole)
	s.SHA256 = hex.EncodeToString(sum[:])
	for _, k := range ks {
		switch k {
		case junk:
			s.Rejected++
		case blank:
			s.Skipped++
		default:
			s.Accepted++
		}
	}
	return s
}

// put packs batches and puts them, one after the other.
func put(l *store.Loader, list ...*casefile.Batch) error {
	for _, b := range list {
		p, err := l.Pack(b)
		if err == nil {
			err = l.Put(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// bringIn imports lines as one plain source.
func bringIn(t testing.TB, f *store.File, ks []int, size int) casefile.Source {
	t.Helper()
	list, whole := batches(ks, size)
	src := sourceOf(ks, whole)
	l, err := f.Begin(src)
	if err != nil {
		t.Fatal(err)
	}
	if err := put(l, list...); err != nil {
		t.Fatal(err)
	}
	src, err = l.Commit(context.Background(), src)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// count returns 0 to n-1 from a number on.
func count(from, n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = from + i
	}
	return out
}

func sumOf(p []byte) [sha256.Size]byte { return sha256.Sum256(p) }
