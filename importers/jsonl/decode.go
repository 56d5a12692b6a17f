package jsonl

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/records"
)

// The reasons for which a line is rejected.
const (
	notObject = "The line is not a JSON object."
	notJSON   = "The line is not valid JSON."
	notText   = "The line is not valid UTF-8."
	nested    = "The line nests deeper than 1000 levels, which is the limit."
)

const (
	maxSlots   = 512
	maxEntries = 4096
	maxDefects = 100 // of one batch; the sum is in Source.Assumed
)

// decoder reads chunks of lines. It predicts that a record has its keys in the
// order of those before it, which is nearly always so, and looks names up only
// where the prediction fails.
type decoder struct {
	reading *reading
	b       *canon.Builder
	batch   casefile.Batch
	entries map[string]*entry
	count   int
	openers []slot // of first members
	slots   []slot // of all others
	record  uint64
	text    []byte // unescaped string
	again   bool   // the record repeats a key
	halved  bool   // the record holds half a surrogate pair
}

// NewDecoder implements importers.Rows.
func (r *reading) NewDecoder() importers.Decoder {
	return &decoder{reading: r, b: r.plan.NewBuilder(), entries: map[string]*entry{}}
}

// Builder implements envelope.Insider.
func (d *decoder) Builder() *canon.Builder { return d.b }

// Decode implements importers.Decoder.
func (d *decoder) Decode(ctx context.Context, c importers.Chunk) (*casefile.Batch, error) {
	d.b.Reset()
	if d.count > maxEntries {
		d.entries, d.count = map[string]*entry{}, 0
	}
	d.openers, d.slots = d.openers[:0], d.slots[:0] // predictions do not outlive the builder's fields
	d.rebind()
	d.batch = casefile.Batch{Rejects: d.batch.Rejects[:0], Defects: d.batch.Defects[:0]}
	checked := utf8.Valid(c.Raw)
	start := 0
	if c.Offset == 0 {
		start = len(importers.BOM(c.Raw))
	}
	var repeats, halves int64
	if d.reading.stream != nil {
		start = 0 // it knows of the mark, and of what stands between records
	}
	for start < len(c.Raw) {
		if d.batch.Rows&1023 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		begin, end, next, more := d.reading.next(c.Raw, start)
		if !more {
			break
		}
		d.line(c.Raw[begin:end], begin, checked)
		if d.again {
			repeats++
		}
		if d.halved {
			halves++
		}
		start = next
	}
	d.reading.repeats.Add(repeats)
	d.reading.halves.Add(halves)
	d.batch.Blocks = d.b.Blocks()
	return &d.batch, nil
}

// next finds the record that follows b[start].
func (r *reading) next(b []byte, start int) (begin, end, next int, more bool) {
	if r.stream == nil {
		end, next = lineEnd(b, start)
		return start, end, next, true
	}
	begin, end, next, _, more = r.stream.Take(b, start)
	return begin, end, next, more
}

// lineEnd returns where the line at start ends, without its line end, and where
// the next begins.
func lineEnd(b []byte, start int) (end, next int) {
	n := bytes.IndexByte(b[start:], '\n')
	if n < 0 {
		return len(b), len(b)
	}
	end, next = start+n, start+n+1
	if end > start && b[end-1] == '\r' {
		end--
	}
	return end, next
}

// line sends one line through its door.
func (d *decoder) line(line []byte, offset int, checked bool) {
	row := d.batch.Rows
	d.batch.Rows++
	d.again, d.halved = false, false
	i := records.Space(line, 0)
	if i == len(line) {
		d.batch.Skipped++
		return
	}
	why := ""
	switch {
	case !checked && !utf8.Valid(line):
		why = notText
	case line[i] != '{':
		why = notObject
		if end := records.ScanValue(line, i, 0); end < 0 || records.Space(line, end) != len(line) {
			why = notJSON
		}
	default:
		why = d.object(line, i, row, offset)
	}
	if why != "" {
		d.again, d.halved = false, false
		if d.reading.stream != nil {
			why = strings.Replace(why, "line", "record", 1)
		}
		d.batch.Rejects = append(d.batch.Rejects, casefile.Reject{Row: int64(row), Offset: int64(offset), Length: int64(len(line)), Reason: why})
		return
	}
	d.defect(d.again, row, "A key is repeated; the last value was kept.")
	d.defect(d.halved, row, "A text holds half a surrogate pair, which was replaced by U+FFFD.")
}

func (d *decoder) defect(is bool, row int, reason string) {
	if is && len(d.batch.Defects) < maxDefects {
		d.batch.Defects = append(d.batch.Defects, casefile.Defect{Row: int64(row), Reason: reason})
	}
}

// object reads the record whose brace is at line[i].
func (d *decoder) object(line []byte, i, row, offset int) (why string) {
	d.b.Begin()
	d.record++
	end := d.members(line, i+1)
	if end >= 0 {
		end = records.Space(line, end)
	}
	switch {
	case end == records.TooDeep:
		d.b.Drop()
		return nested
	case end != len(line):
		d.b.Drop()
		return notJSON
	}
	return d.b.End(row, offset, line)
}

// members reads the members of the outermost object from b[i] on and returns the
// index after its closing brace.
func (d *decoder) members(b []byte, i int) int {
	if j := records.Space(b, i); j < len(b) && b[j] == '}' {
		return j + 1
	}
	for list, expect := &d.openers, 0; ; list = &d.slots {
		var e *entry
		if at := predict(*list, b[i:], expect); at >= 0 {
			s := &(*list)[at]
			e, i, expect = s.entry, i+len(s.lead), at+1
		} else {
			lead := i
			if list == &d.slots {
				if i = records.Space(b, i); i >= len(b) || b[i] != ',' {
					return -1
				}
				i++
			}
			if e, i = d.key(b, i, nil); i < 0 {
				return i
			}
			if len(*list) < maxSlots {
				*list = slices.Insert(*list, expect, newSlot(b[lead:i], e))
				expect++
			}
		}
		if list == &d.openers {
			expect = 0
		}
		if i = d.value(b, i, e, 1); i < 0 {
			return i
		}
		if i < len(b) && b[i] == '}' {
			return i + 1
		}
		if i = records.Space(b, i); i < len(b) && b[i] == '}' {
			return i + 1
		}
	}
}

// value reads the value at b[i] into the entry's field. Depth is the depth of
// the object that holds it.
func (d *decoder) value(b []byte, i int, e *entry, depth int) int {
	if e.seen == d.record {
		d.again = true
	}
	e.seen = d.record
	if i >= len(b) {
		return -1
	}
	f := e.field
	switch c := b[i]; {
	case c == '"':
		if guess := d.b.Guess(f); guess != "" {
			end := i + 1 + len(guess)
			if end < len(b) && b[end] == '"' && string(b[i+1:end]) == guess {
				d.b.Same(f)
				return end + 1
			}
		}
		end, plain := records.ScanString(b, i)
		switch {
		case end < 0:
		case plain:
			d.b.Text(f, b[i+1:end-1])
		default:
			d.b.Text(f, d.unescape(b[i+1:end-1]))
		}
		return end
	case c-'0' < 10:
		return d.number(b, i, f)
	case c == '{' && f.Open:
		return d.open(b, i, e, depth)
	case c == '{' || c == '[':
		end := records.ScanNested(b, i, depth)
		if end > 0 {
			d.b.Other(f, b[i:end])
		}
		return end
	case c == 'n':
		end := records.ScanWord(b, i)
		d.b.Null(f)
		return end
	case c == 't' || c == 'f':
		end := records.ScanWord(b, i)
		if end > 0 {
			d.b.Other(f, b[i:end])
		}
		return end
	}
	end := records.ScanNumber(b, i)
	if end > 0 {
		d.b.Other(f, b[i:end])
	}
	return end
}

// number reads a number that begins with a digit.
func (d *decoder) number(b []byte, i int, f *canon.Field) int {
	const most = 18 // digits that any int64 has room for
	n, end := int64(0), i
	for end < len(b) && b[end]-'0' < 10 {
		n = n*10 + int64(b[end]-'0')
		end++
	}
	whole := end < len(b) && (b[end] == ',' || b[end] == '}') && (b[i] != '0' || end == i+1)
	switch {
	case !whole:
		if end = records.ScanNumber(b, i); end > 0 {
			d.b.Other(f, b[i:end])
		}
	case f.Holds == casefile.KindInt && end-i <= most:
		d.b.Int(f, n)
	case f.Holds == casefile.KindCode && string(b[i:end]) == d.b.Guess(f):
		d.b.Same(f)
	default:
		d.b.Other(f, b[i:end])
	}
	return end
}

// open reads an object of which some members are mapped by their path.
func (d *decoder) open(b []byte, i int, parent *entry, depth int) int {
	if depth++; depth > importers.MaxDepth {
		return records.TooDeep
	}
	if i = records.Space(b, i+1); i < len(b) && b[i] == '}' {
		return i + 1
	}
	for {
		e, at := d.key(b, i, parent)
		if at < 0 {
			return at
		}
		if i = d.value(b, at, e, depth); i < 0 {
			return i
		}
		i = records.Space(b, i)
		switch {
		case i >= len(b):
			return -1
		case b[i] == '}':
			return i + 1
		case b[i] != ',':
			return -1
		}
		i++
	}
}

func (d *decoder) unescape(in []byte) []byte {
	var whole bool
	if d.text, whole = records.Unescape(d.text[:0], in); !whole {
		d.halved = true
	}
	return d.text
}
