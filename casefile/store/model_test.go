package store_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/netip"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"casebench/casefile"
	"casebench/casefile/store"
)

// model is what a case should hold, kept in plain slices and maps.
type model struct {
	sources []modelSource
}

type modelSource struct {
	id    uint32
	ks    []int
	ready bool
}

// counted reports for each row of a source whether it counts: no earlier ready
// source has the same line as often as this source had it up to this row.
func (m *model) counted(n int) []bool {
	s := m.sources[n]
	out := make([]bool, len(s.ks))
	seen := map[int]int{}
	for i, k := range s.ks {
		if k < 0 {
			continue
		}
		seen[k]++
		out[i] = true
		for _, e := range m.sources[:n] {
			has := 0
			for _, o := range e.ks {
				if o == k {
					has++
				}
			}
			if e.ready && has >= seen[k] {
				out[i] = false
			}
		}
	}
	return out
}

// shown is an observation in words.
type shown struct {
	Account, Value string
	Day            int32
}

type total struct {
	Count             int64
	First, Last       int64
	FirstRow, LastRow casefile.Origin
}

// observations recounts one kind, row by row.
func (m *model) observations(kind casefile.ObservationKind) map[shown]total {
	out := map[shown]total{}
	for n, s := range m.sources {
		if !s.ready {
			continue
		}
		for i, counts := range m.counted(n) {
			if !counts {
				continue
			}
			e := eventOf(s.ks[i])
			schema := casefile.SchemaOf(e.table)
			account := schema.Role(casefile.RoleAccount)
			if account < 0 || e.cells[account] == nil {
				continue
			}
			var at int64
			if w := schema.Role(casefile.RoleTime); w >= 0 && e.cells[w] != nil {
				at = e.cells[w].(int64)
			}
			for _, value := range valuesOf(e, kind) {
				key := shown{Account: e.cells[account].(string), Value: value}
				if kind.Daily() && at != 0 {
					key.Day = int32(math.Floor(float64(at/1_000_000_000) / 86400))
				}
				row := casefile.Origin{Source: s.id, Row: int64(i + 1)}
				add(out, key, at, row)
			}
		}
	}
	return out
}

func add(out map[shown]total, key shown, at int64, row casefile.Origin) {
	t, ok := out[key]
	t.Count++
	rowLess := func(a, b casefile.Origin) bool {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Row, b.Row)) < 0
	}
	switch {
	case !ok || (t.First == 0 && t.Last == 0 && at != 0):
		t.First, t.Last, t.FirstRow, t.LastRow = at, at, row, row
	case at == 0 && (t.First != 0 || t.Last != 0):
	default:
		if at < t.First || at == t.First && rowLess(row, t.FirstRow) {
			t.First, t.FirstRow = at, row
		}
		if at > t.Last || at == t.Last && rowLess(t.LastRow, row) {
			t.Last, t.LastRow = at, row
		}
	}
	out[key] = t
}

// valuesOf returns what one event shows of a kind.
func valuesOf(e event, kind casefile.ObservationKind) []string {
	schema := casefile.SchemaOf(e.table)
	var out []string
	if kind == casefile.ObserveActivity && e.table == casefile.TableRequests {
		return []string{""}
	}
	for i := range schema.Columns {
		c := &schema.Columns[i]
		switch {
		case e.cells[i] == nil:
		case c.Observe == kind && c.Kind == casefile.KindTime:
			out = append(out, "")
		case c.Observe == kind:
			out = append(out, e.cells[i].(string))
		case kind == casefile.ObservePrefix && c.Observe == casefile.ObserveAddress:
			if a, err := netip.ParseAddr(e.cells[i].(string)); err == nil {
				bits := 24
				if a.Is6() {
					bits = 48
				}
				out = append(out, netip.PrefixFrom(a, bits).Masked().String())
			}
		}
	}
	return out
}

// compare looks at everything that the case says and that the model knows.
func (m *model) compare(t *testing.T, f *store.File) {
	t.Helper()
	ctx := context.Background()
	blocks, err := f.Blocks()
	if err != nil {
		t.Fatal(err)
	}
	for n, s := range m.sources {
		counts := m.counted(n)
		_, whole := batches(s.ks, 1<<20)
		seen := 0
		for _, b := range blocks {
			if b.Source != s.id {
				continue
			}
			if !s.ready {
				t.Fatalf("source %d is withdrawn and has blocks", s.id)
			}
			seen += m.block(t, f, b, s.ks, counts, whole)
		}
		if want := sourceOf(s.ks, nil).Accepted; s.ready && int64(seen) != want {
			t.Fatalf("source %d: %d rows of %d", s.id, seen, want)
		}
		if err := f.Verify(ctx, s.id); err != nil {
			t.Fatal(err)
		}
	}
	for kind := casefile.ObservationKind(1); int(kind) < casefile.ObservationKinds(); kind++ {
		m.kind(t, f, kind)
	}
}

// block compares one block with the lines that it was made of.
func (m *model) block(t *testing.T, f *store.File, b store.BlockInfo, ks []int, counts []bool, whole []byte) int {
	t.Helper()
	schema := casefile.SchemaOf(b.Table)
	all := make([]int, len(schema.Columns))
	for i := range all {
		all[i] = i
	}
	extra := []string{"zone", "bytes", "a.note", "", "absent"}
	v, err := f.Read(b, all, extra)
	if err != nil {
		t.Fatal(err)
	}
	duplicates, err := f.Duplicates(b)
	if err != nil {
		t.Fatal(err)
	}
	addresses, err := f.Addresses(b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range b.Rows {
		row := v.Row(i)
		e := eventOf(ks[row-1])
		name := fmt.Sprintf("source %d row %d", b.Source, row)
		if e.table != b.Table {
			t.Fatalf("%s: table %s, want %s", name, b.Table, e.table)
		}
		for c := range schema.Columns {
			if got := cell(t, f, &v.Columns[c], i, schema.Columns[c].Domain); !same(got, e.cells[c]) {
				t.Fatalf("%s: %s is %#v, want %#v", name, schema.Columns[c].Name, got, e.cells[c])
			}
		}
		for c := range extra {
			if got := cell(t, f, &v.Extra[c], i, casefile.DomainNone); !same(got, e.extra[extra[c]]) {
				t.Fatalf("%s: extra %q is %#v, want %#v", name, extra[c], got, e.extra[extra[c]])
			}
		}
		a := addresses[i]
		if a.Row != row || string(whole[a.Offset:a.Offset+a.Length]) != e.line {
			t.Fatalf("%s: its address leads elsewhere", name)
		}
		if dup := duplicates != nil && duplicates[i>>6]&(1<<(i&63)) != 0; dup == counts[row-1] {
			t.Fatalf("%s: duplicate is %v", name, dup)
		}
	}
	return b.Rows
}

func same(a, b any) bool {
	x, ok := a.(float64)
	y, ok2 := b.(float64)
	if ok && ok2 {
		return math.Float64bits(x) == math.Float64bits(y)
	}
	return a == b
}

func cell(t *testing.T, f *store.File, c *store.ColumnView, i int, d casefile.Domain) any {
	t.Helper()
	if c.IsNull(i) {
		return nil
	}
	switch c.Form {
	case casefile.FormCodes:
		if d == casefile.DomainNone {
			return c.Dict[c.Local[i]-1]
		}
		dict, err := f.Dict(d)
		if err != nil {
			t.Fatal(err)
		}
		if d == casefile.DomainAccount {
			return casefile.AccountName(dict.Value(c.Code(i)))
		}
		return dict.Value(c.Code(i))
	case casefile.FormInts:
		return c.Ints[i]
	case casefile.FormFloats:
		return c.Floats[i]
	}
	return string(c.Texts.At(i))
}

// kind compares the observations of a kind with a recount.
func (m *model) kind(t *testing.T, f *store.File, kind casefile.ObservationKind) {
	t.Helper()
	want := m.observations(kind)
	got := map[shown]total{}
	accounts, err := f.Dict(casefile.DomainAccount)
	if err != nil {
		t.Fatal(err)
	}
	values, err := f.Dict(kind.Domain())
	if err != nil {
		t.Fatal(err)
	}
	var last *casefile.Observation
	for o, err := range f.Observations(context.Background(), kind) {
		if err != nil {
			t.Fatal(err)
		}
		if last != nil && cmp.Or(cmp.Compare(last.Value, o.Value), cmp.Compare(last.Day, o.Day), cmp.Compare(last.Account, o.Account)) >= 0 {
			t.Fatalf("%s: observations are not sorted, or not merged", kind)
		}
		last = &o
		value := values.Value(o.Value)
		if kind.Domain() == casefile.DomainAccount {
			value = casefile.AccountName(value)
		}
		got[shown{casefile.AccountName(accounts.Value(o.Account)), value, o.Day}] = total{o.Count, o.First, o.Last, o.FirstRow, o.LastRow}
	}
	if d := gocmp.Diff(want, got); d != "" {
		t.Fatalf("observations of %s (-recounted +stored):\n%s", kind, d)
	}
}
