package records

import (
	"strings"

	"casebench/casefile"
	"casebench/importers/canon"
)

// openDepth is how deep objects are opened into extra fields; what lies deeper is
// kept as it is written.
const openDepth = 6

// Row is one row on its way into a table. A format says which value is which
// column; a value that a column cannot hold, and every value that no column was
// told of, is kept as an extra field under its path.
type Row struct {
	Record Value   // the row itself
	Above  []Value // what stands above it and is its own too, as Spec.Rows gave it

	d       *decoder
	b       *canon.Builder
	table   int
	begun   bool
	skipped bool
	why     string
	assumed []int
	fields  map[fieldOf]*canon.Field
}

// fieldOf is a column of one of the tables.
type fieldOf struct {
	table  int
	column string
}

func (r *Row) begin(v Value, above []Value) {
	r.Record, r.Above = v, append(r.Above[:0], above...)
	r.skipped, r.why, r.assumed = false, "", r.assumed[:0]
	r.table, r.b = 0, r.d.builders[0]
	r.b.Begin()
	r.begun = true
}

// To sends the row to another of the format's tables. It comes before all else.
func (r *Row) To(t casefile.Table) {
	for i, of := range r.d.reading.spec.Tables {
		if of == t {
			r.b.Drop()
			r.table, r.b = i, r.d.builders[i]
			r.b.Begin()
			return
		}
	}
	panic("records: " + r.d.reading.spec.Format.ID + " has no table " + t.String())
}

// Set gives a column a value as it stands and reports whether the column has taken
// it. Nothing, null and an empty text are no value.
func (r *Row) Set(column string, v Value) bool {
	if v.Empty() || !r.b.Put(r.field(column), v.Text()) {
		return false
	}
	r.Use(v)
	return true
}

// SetText gives a column a text that was made of others, which are kept as extra
// fields unless they are used.
func (r *Row) SetText(column, text string) bool {
	return text != "" && r.b.Put(r.field(column), []byte(text))
}

// SetInt gives a column a whole number.
func (r *Row) SetInt(column string, n int64) { r.b.Int(r.field(column), n) }

// SetTime gives a column an instant, in nanoseconds since 1970.
func (r *Row) SetTime(column string, ns int64) { r.b.Instant(r.field(column), ns) }

// SetEpoch gives a column the instant that a number of units since 1970 means.
func (r *Row) SetEpoch(column string, v Value, u canon.Unit) bool {
	ns, ok := canon.ParseEpoch(v.Text(), u)
	if ok {
		r.b.Instant(r.field(column), ns)
		r.Use(v)
	}
	return ok
}

// Use says that values need not be kept as extra fields, with all that they hold.
func (r *Row) Use(values ...Value) {
	for _, v := range values {
		if v.n != 0 {
			v.t.nodes[v.n].used = true
		}
	}
}

// Extra keeps a text as an extra field.
func (r *Row) Extra(name, text string) {
	if text != "" {
		r.b.Text(r.b.Field([]byte(name)), []byte(text))
	}
}

// ExtraOf keeps a value as an extra field under another name than its path.
func (r *Row) ExtraOf(name string, v Value) {
	if !v.Empty() {
		r.b.Text(r.b.Field([]byte(name)), v.Text())
		r.Use(v)
	}
}

// ExtrasOf keeps what is left of a value that stands above the row, under its name.
func (r *Row) ExtrasOf(name string, v Value) {
	if v.n != 0 {
		r.d.path = append(r.d.path[:0], name...)
		r.keep(v.t, v.n, 1)
	}
}

// Reject sends the row away with a sentence that carries none of its values.
func (r *Row) Reject(why string) { r.why = why }

// Skip passes over the row: it is nothing of which a case could keep anything.
func (r *Row) Skip() { r.skipped = true }

// Assume counts the i-th sentence of Spec.Assumed, once the row is not rejected.
func (r *Row) Assume(i int) { r.assumed = append(r.assumed, i) }

func (r *Row) field(column string) *canon.Field {
	key := fieldOf{r.table, column}
	f, ok := r.fields[key]
	if !ok {
		if r.fields == nil {
			r.fields = map[fieldOf]*canon.Field{}
		}
		f = r.b.Into(column)
		r.fields[key] = f
	}
	return f
}

// rest keeps what is left of the record.
func (r *Row) rest() {
	t := r.Record.t
	if t.nodes[r.Record.n].used {
		return
	}
	for n := t.nodes[r.Record.n].child; n != 0; n = t.nodes[n].next {
		r.d.path = append(r.d.path[:0], t.key(n)...)
		r.keep(t, n, 1)
	}
}

// keep keeps a value under the path that the decoder holds.
func (r *Row) keep(t *tree, n int32, depth int) {
	x := &t.nodes[n]
	if x.used || x.kind == 'n' {
		return
	}
	if x.kind == '"' {
		if in := r.d.innerOf(t, n); in != nil {
			r.keep(in, 1, depth)
			return
		}
	}
	if x.kind == '{' && depth < openDepth {
		at := len(r.d.path)
		for c := x.child; c != 0; c = t.nodes[c].next {
			r.d.path = append(append(r.d.path[:at], '.'), t.key(c)...)
			r.keep(t, c, depth+1)
		}
		r.d.path = r.d.path[:at]
		return
	}
	v := Value{t, n, r.d}
	if v.Empty() || x.child == 0 && (x.kind == '{' || x.kind == '[') {
		return
	}
	r.b.Text(r.b.Field(r.d.path), v.Text())
}

// Join puts texts together with a separator, leaving out empty ones.
func Join(separator string, texts ...string) string {
	kept := texts[:0]
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, separator)
}
