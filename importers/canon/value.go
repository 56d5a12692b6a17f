package canon

import (
	"bytes"
	"strconv"

	"casebench/casefile"
)

// Text sets a field to a text. An empty one is no value.
func (b *Builder) Text(f *Field, v []byte) {
	if len(v) == 0 {
		b.Null(f)
		return
	}
	if !b.take(f) {
		b.extra(f, v)
		return
	}
	if !b.store(f, v) {
		b.refuse(f, v)
		b.keep(f, v)
	}
}

// Put sets a field that Into has given to a text and reports whether its column has
// taken it. Unlike Text it keeps no extra field when the column has not, but counts
// it, or refuses the row that cannot do without.
func (b *Builder) Put(f *Field, v []byte) bool {
	if len(v) == 0 || !b.take(f) {
		return false
	}
	if b.store(f, v) {
		return true
	}
	b.refuse(f, v)
	return false
}

// store gives a column its value, if it can hold it.
func (b *Builder) store(f *Field, v []byte) (ok bool) {
	col := f.col
	c, def := b.columns[col], &b.plan.schema.Columns[col]
	ok = true
	switch def.Kind {
	case casefile.KindCode:
		ok = b.code(c, def, col, v)
	case casefile.KindText:
		if b.plan.fixed {
			var n int64
			v, n = SealTokens(v)
			b.rowSecrets += n
		}
		c.setText(b.row, v)
	case casefile.KindTime:
		var ns int64
		if ns, ok = b.time(col, v); ok {
			c.setInt(b.row, ns)
		}
	case casefile.KindInt:
		var n int64
		if n, ok = integer(v); ok {
			c.setInt(b.row, n)
		}
	case casefile.KindFloat:
		var x float64
		if x, ok = float(v); ok {
			c.setFloat(b.row, x)
		}
	}
	return ok
}

// Other sets a field to a value that is no text: a number, true, false, or an
// object or array as it is written.
func (b *Builder) Other(f *Field, v []byte) {
	if f.col >= 0 && b.plan.schema.Columns[f.col].Kind == casefile.KindCode && (v[0] == '{' || v[0] == '[') {
		if def := &b.plan.schema.Columns[f.col]; def.Role != casefile.RoleNone {
			if b.take(f) {
				b.refuse(f, v)
				b.keep(f, v)
			} else {
				b.extra(f, v)
			}
			return
		}
	}
	b.Text(f, v)
}

// Int sets a field that holds KindInt to a whole number.
func (b *Builder) Int(f *Field, n int64) {
	if !b.take(f) {
		b.extra(f, strconv.AppendInt(nil, n, 10))
		return
	}
	b.columns[f.col].setInt(b.row, n)
}

// Instant sets a field that holds KindTime, and that Into has given, to an instant
// in nanoseconds since 1970.
func (b *Builder) Instant(f *Field, ns int64) {
	if b.take(f) {
		b.columns[f.col].setInt(b.row, ns)
	}
}

// Null takes back what the field set before in this row.
func (b *Builder) Null(f *Field) {
	switch {
	case f.col >= 0 && b.setBy[f.col] == f:
		b.columns[f.col].undo(b.row)
		b.setBy[f.col] = nil
	case f.extra != nil:
		f.extra.undo(b.row)
	}
}

// take reports whether the field's value goes into its column. The last value of
// a field counts; a second field for the same column does not.
func (b *Builder) take(f *Field) bool {
	if f.col < 0 {
		return false
	}
	switch b.setBy[f.col] {
	case nil:
	case f:
		b.columns[f.col].undo(b.row)
	default:
		return false
	}
	b.setBy[f.col] = f
	return true
}

// refuse is for a value that its column cannot hold: the row is lost if it cannot
// do without.
func (b *Builder) refuse(f *Field, v []byte) {
	def := &b.plan.schema.Columns[f.col]
	b.setBy[f.col] = nil
	if def.Required {
		b.why = refusals(def, isNumber(v))
		return
	}
	b.rowNotes = append(b.rowNotes, rowNote{f.col, columnTally{unread: 1}})
}

// keep keeps a value that its column has refused as an extra field.
func (b *Builder) keep(f *Field, v []byte) {
	if !b.plan.schema.Columns[f.col].Required {
		b.extra(f, v)
	}
}

func refusals(def *casefile.Column, numeric bool) string {
	switch {
	case def.Kind == casefile.KindTime && numeric:
		return "The value of " + def.Name + " is a number whose unit of time is not known."
	case def.Kind == casefile.KindTime:
		return "The value of " + def.Name + " is not a time that can be read."
	}
	return "The value of " + def.Name + " cannot be read."
}

// code sets a coded column.
func (b *Builder) code(c *column, def *casefile.Column, col int, v []byte) bool {
	code, ok := c.find(v)
	if !ok {
		written := string(v)
		entry := written
		switch {
		case def.Role == casefile.RoleAddress:
			if entry, _, ok = Address(written); !ok {
				return false
			}
		case def.Role == casefile.RoleAccount && hasControl(v):
			return false
		case LiveSecret(v):
			entry = Sealed(v)
		case b.plan.fixed:
			if sealed, n := SealTokens(v); n > 0 {
				entry = string(sealed)
			}
		}
		code = c.add(b.row, written, entry)
	}
	if c.vec.Dict[code-1] != string(v) {
		switch {
		case def.Role == casefile.RoleAddress && isMask(string(v[bytes.LastIndexByte(v, '.')+1:])):
			b.rowNotes = append(b.rowNotes, rowNote{col, columnTally{masked: 1}})
		case def.Role != casefile.RoleAddress:
			b.rowSecrets++
		}
	}
	c.setCode(b.row, code)
	b.guesses.codes[b.guesses.row+col] = code
	if def.Role == casefile.RoleAccount {
		b.guesses.account(code)
	}
	return true
}

// hasControl reports whether an identifier holds bytes that cannot be part of one.
func hasControl(v []byte) bool {
	for _, c := range v {
		if c < 0x20 || c == 0x7f {
			return true
		}
	}
	return false
}

func (b *Builder) time(col int, v []byte) (ns int64, ok bool) {
	if ns, ok = b.clock.read(v); ok {
		return ns, true
	}
	if isNumber(v) {
		return ParseEpoch(v, b.plan.units[col])
	}
	ns, zoned, ok := ParseTime(v, b.plan.zone)
	if ok && !zoned {
		b.rowNotes = append(b.rowNotes, rowNote{col, columnTally{zoneless: 1}})
	}
	return ns, ok
}

// extra keeps a value under the name it came with.
func (b *Builder) extra(f *Field, v []byte) {
	if f.extra == nil {
		if len(b.extras) >= maxExtras {
			b.rowRare++
			return
		}
		if n := len(b.spare); n > 0 {
			f.extra, b.spare = b.spare[n-1], b.spare[:n-1]
		} else {
			f.extra = newColumn(casefile.FormTexts)
		}
		b.extras = append(b.extras, f)
	}
	if LiveSecret(v) {
		b.rowSecrets++
		v = []byte(Sealed(v))
	}
	if b.plan.fixed {
		var n int64
		v, n = SealTokens(v)
		b.rowSecrets += n
	}
	if f.query {
		var n int64
		v, n = sealWithin(v)
		b.rowSecrets += n
	}
	f.extra.setText(b.row, v)
}

// integer reads a whole number, also one that is written with a fraction of
// zeros.
func integer(v []byte) (int64, bool) {
	if len(v) > 0 && len(v) < 19 {
		n, i := int64(0), 0
		for i < len(v) && v[i]-'0' < 10 {
			n = n*10 + int64(v[i]-'0')
			i++
		}
		if i == len(v) {
			return n, true
		}
	}
	s := string(bytes.TrimSpace(v))
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	if !isNumber([]byte(s)) {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != float64(int64(f)) || f >= 1<<53 || f <= -1<<53 {
		return 0, false
	}
	return int64(f), true
}

// tens are the powers of ten that short decimals are divided by; all are exact.
var tens = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14}

// shortDecimal reads digits with at most one point, 15 in all. Both the digits as a
// number and the power of ten are then exact, so that their quotient is the number
// nearest to what is written (Clinger, PLDI 1990).
func shortDecimal(v []byte) (float64, bool) {
	if len(v) == 0 || len(v) > 16 || v[0] == '.' || v[len(v)-1] == '.' {
		return 0, false
	}
	n, point, digits := int64(0), -1, 0
	for i, c := range v {
		switch {
		case c-'0' < 10:
			n = n*10 + int64(c-'0')
			digits++
		case c == '.' && point < 0:
			point = i
		default:
			return 0, false
		}
	}
	switch {
	case digits > 15:
		return 0, false
	case point < 0:
		return float64(n), true
	}
	return float64(n) / tens[len(v)-1-point], true
}

// float reads a decimal number; infinities and hexadecimal forms are none.
func float(v []byte) (float64, bool) {
	if f, ok := shortDecimal(v); ok {
		return f, true
	}
	v = bytes.TrimSpace(v)
	if !isNumber(v) {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(v), 64)
	return f, err == nil
}
