package canon

import (
	"slices"
	"strings"

	"casebench/casefile"

	"github.com/cespare/xxhash/v2"
)

const (
	// maxBlockRows ends a block, so that short rows do not make huge ones.
	maxBlockRows = 1 << 16
	// maxExtras is how many extra fields a block keeps as columns.
	maxExtras = 256
	// maxFields is how many names a builder remembers between chunks.
	maxFields = 4096
)

// Field is a name that a file uses, with where its values go. It belongs to one
// Builder and is good until the builder's next Reset.
type Field struct {
	Name  string
	Open  bool          // objects under this name are opened: something below it is mapped
	Holds casefile.Kind // of its canonical column; KindNone for an extra field
	query bool          // it may hold the query of an address
	col   int           // canonical column, or -1
	extra *column       // made when first needed
}

// Builder makes blocks of one plan's table. It belongs to one goroutine.
//
// A row is Begin, then values, then End or Drop. Values are copied; nothing of
// what is passed in is kept.
type Builder struct {
	plan     *Plan
	required []int
	columns  []*column
	setBy    []*Field // by canonical column: which field set it in this row
	fields   map[string]*Field
	extras   []*Field // those with an extra column in this block, in order of appearance
	spare    []*column
	guesses  guesses
	clock    clock
	outer    func(row int) // sets what an envelope says of a row; nil without one
	row      int
	why      string // why the row cannot be accepted
	rowNotes []rowNote

	block   *casefile.Block
	old     *casefile.Block
	blocks  []*casefile.Block
	tallies []columnTally
	secrets int64
	rare    int64

	rowSecrets, rowRare int64
	forgot              bool
}

// columnTally is a builder's own share of a column's notes.
type columnTally struct{ zoneless, unread, masked int64 }

// rowNote is a note on the row under way; it counts once the row is accepted.
type rowNote struct {
	col int
	n   columnTally
}

// NewBuilder returns a builder for the use of one goroutine.
func (p *Plan) NewBuilder() *Builder {
	b := &Builder{plan: p, fields: map[string]*Field{}, setBy: make([]*Field, len(p.schema.Columns)),
		tallies: make([]columnTally, len(p.schema.Columns)), guesses: newGuesses(len(p.schema.Columns))}
	for i, c := range p.schema.Columns {
		b.columns = append(b.columns, newColumn(formOf(c.Kind)))
		if c.Required {
			b.required = append(b.required, i)
		}
	}
	return b
}

// Reset begins a new chunk. It takes back the blocks given out before.
func (b *Builder) Reset() {
	if b.forgot = len(b.fields) > maxFields; b.forgot {
		b.fields = map[string]*Field{}
	}
	for _, bl := range b.blocks { // of the chunk before: nobody reads it any more
		b.old = bl
	}
	b.blocks, b.block = b.blocks[:0], nil
	b.clear()
}

// Forgot reports whether the last Reset made all fields given out before void.
func (b *Builder) Forgot() bool { return b.forgot }

// renew leaves the columns to the sealed block and begins others.
func (b *Builder) renew() {
	for i, c := range b.columns {
		b.columns[i] = newColumn(c.form)
	}
	for _, f := range b.extras {
		f.extra = nil
	}
	b.extras, b.row = b.extras[:0], 0
	b.guesses.reset()
}

// clear makes all columns empty.
func (b *Builder) clear() {
	for _, c := range b.columns {
		c.reset()
	}
	for _, f := range b.extras {
		f.extra.reset()
		b.spare = append(b.spare, f.extra)
		f.extra = nil
	}
	b.extras, b.row = b.extras[:0], 0
	b.guesses.reset()
}

// Field returns the field of that name.
func (b *Builder) Field(name []byte) *Field {
	if f, ok := b.fields[string(name)]; ok {
		return f
	}
	s := string(name)
	f := &Field{Name: s, col: b.plan.Column(s), Open: b.plan.Under(s), query: holdsQuery(s)}
	if f.col >= 0 {
		f.Holds = b.plan.schema.Columns[f.col].Kind
	}
	b.fields[s] = f
	return f
}

// Into returns the field that feeds a column of the table by its name, whatever the
// file calls it. A column that there is not is a mistake in the program and panics.
func (b *Builder) Into(column string) *Field {
	col := b.plan.schema.Index(column)
	if col < 0 {
		panic("canon: the table " + b.plan.schema.Table.String() + " has no column " + column)
	}
	name := "\x00" + column
	f, ok := b.fields[name]
	if !ok {
		f = &Field{Name: column, col: col, Holds: b.plan.schema.Columns[col].Kind}
		b.fields[name] = f
	}
	return f
}

// Begin begins a row.
func (b *Builder) Begin() {
	if b.row == maxBlockRows {
		b.sealBlock()
		b.renew()
	}
	if b.block == nil {
		b.block = b.newBlock()
	}
	clear(b.setBy)
	b.guesses.begin()
	b.why, b.rowNotes, b.rowSecrets, b.rowRare = "", b.rowNotes[:0], 0, 0
}

// newBlock returns an empty block, with the row addresses' memory of an old one.
func (b *Builder) newBlock() *casefile.Block {
	bl := &casefile.Block{Table: b.plan.schema.Table}
	if old := b.old; old != nil {
		bl.Row, bl.Offset, bl.Length, bl.Hash = old.Row[:0], old.Offset[:0], old.Length[:0], old.Hash[:0]
		b.old = nil
	}
	return bl
}

// End ends the row that stands at offset in the chunk and was the given one of
// its rows. It returns "" when the row was accepted, or why it was not.
func (b *Builder) End(row, offset int, record []byte) (why string) {
	if b.outer != nil {
		b.outer(row)
	}
	for _, i := range b.required {
		if b.setBy[i] == nil && b.why == "" {
			b.why = "The row has no " + b.plan.schema.Columns[i].Name + "."
		}
	}
	if b.why != "" {
		why = b.why
		b.Drop()
		return why
	}
	for _, note := range b.rowNotes {
		t := &b.tallies[note.col]
		t.zoneless += note.n.zoneless
		t.unread += note.n.unread
		t.masked += note.n.masked
	}
	b.secrets += b.rowSecrets
	b.rare += b.rowRare
	bl := b.block
	bl.Row = append(bl.Row, uint32(row))
	bl.Offset = append(bl.Offset, uint32(offset))
	bl.Length = append(bl.Length, uint32(len(record)))
	bl.Hash = append(bl.Hash, xxhash.Sum64(record))
	b.row++
	bl.Rows = b.row
	return ""
}

// Outer begins the names of the fields that an envelope adds to the rows inside it.
const Outer = "envelope."

// OnEnd has f called for every row that ends, with the number that End was given,
// before it is looked at whether anything is missing. It may set fields of the row.
func (b *Builder) OnEnd(f func(row int)) { b.outer = f }

// Drop takes back the row under way.
func (b *Builder) Drop() {
	for _, c := range b.columns {
		c.undo(b.row)
	}
	kept := b.extras[:0]
	for _, f := range b.extras {
		f.extra.undo(b.row)
		if f.extra.values > 0 {
			kept = append(kept, f)
			continue
		}
		f.extra.reset()
		b.spare = append(b.spare, f.extra)
		f.extra = nil
	}
	b.extras = kept
}

// Blocks seals the chunk and returns its blocks, which are good until the next
// Reset.
func (b *Builder) Blocks() []*casefile.Block {
	b.sealBlock()
	for i := range b.tallies {
		t, n := &b.tallies[i], &b.plan.notes[i]
		n.zoneless.Add(t.zoneless)
		n.unread.Add(t.unread)
		n.masked.Add(t.masked)
		*t = columnTally{}
	}
	b.plan.secrets.Add(b.secrets)
	b.plan.rare.Add(b.rare)
	b.secrets, b.rare = 0, 0
	return b.blocks
}

func (b *Builder) sealBlock() {
	if b.block == nil || b.row == 0 {
		return
	}
	bl := b.block
	bl.Columns = make([]casefile.Vector, len(b.columns))
	for i, c := range b.columns {
		bl.Columns[i] = c.seal(b.row)
	}
	for _, f := range b.extras {
		bl.Extra = append(bl.Extra, casefile.Extra{Name: f.Name, Vector: f.extra.seal(b.row)})
	}
	slices.SortFunc(bl.Extra, func(x, y casefile.Extra) int { return strings.Compare(x.Name, y.Name) })
	b.blocks = append(b.blocks, bl)
	b.block = nil
}
