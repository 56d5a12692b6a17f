package template

import "bytes"

// cell is a value as it stands in a row.
type cell struct {
	lead []byte // what stands between the value before and this one, without a quote
	name []byte // JSON: keys on the way to the value, joined by points
	raw  []byte // with its quotes, if it has some
}

// cells is a row that was cut. The lead of the first cell lacks the separator.
type cells struct {
	head    []byte
	between []byte // the separator, as it stands before the second cell
	list    []cell
	tail    []byte
	comma   byte // 0: the row is a JSON object

	path  []byte
	names []byte
}

const (
	maxCells = MaxParts
	maxOpen  = 8 // objects inside objects that are opened
)

// cut takes a row apart. Whole reports whether some column holds an object as it
// is written; other objects are opened. The row need not be valid: what comes of
// cutting is compared with it in the end.
func (c *cells) cut(row []byte, comma byte, whole func(raw []byte) bool) bool {
	*c = cells{list: c.list[:0], path: c.path[:0], names: c.names[:0], comma: comma}
	if comma != 0 {
		return c.fields(row)
	}
	i := blank(row, 0)
	if i == len(row) || row[i] != '{' {
		return false
	}
	end := c.object(row, i, 0, whole)
	if end < 0 || len(c.list) == 0 {
		return false
	}
	// The head ends where the first key begins; the tail begins after the last value.
	first := &c.list[0]
	key := bytes.IndexByte(first.lead, '"')
	if key < 0 {
		return false
	}
	c.head, first.lead = first.lead[:key], first.lead[key:]
	c.tail = row[end:]
	c.between = []byte{','}
	if len(c.list) > 1 {
		lead := c.list[1].lead
		from, to := bytes.IndexByte(lead, ','), bytes.IndexByte(lead, '"')
		if from < 0 || to < from {
			return false
		}
		c.between = lead[from:to]
	}
	return true
}

func blank(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n' || b[i] == '\r') {
		i++
	}
	return i
}

// object cuts the object at row[i]. It returns where the last value ends; the
// lead of the next cell begins there.
func (c *cells) object(row []byte, i, depth int, whole func([]byte) bool) int {
	_, last := c.members(row, i, i, depth, whole)
	if len(c.list) == 0 {
		return -1
	}
	return last
}

// members cuts the members of the object whose brace is at row[i]; last is where
// the value before it ended, or where the row begins. It returns the index after
// the closing brace, and where the last value ended.
func (c *cells) members(row []byte, i, last, depth int, whole func([]byte) bool) (end, after int) {
	if depth == 0 {
		last = 0
	}
	up := len(c.path)
	for i = blank(row, i+1); ; {
		if i >= len(row) {
			return -1, last
		}
		if row[i] == '}' {
			return i + 1, last
		}
		if row[i] != '"' || len(c.list) >= maxCells {
			return -1, last
		}
		key := quoted(row, i)
		if key < 0 {
			return -1, last
		}
		name := row[i+1 : key-1]
		at := blank(row, key)
		if at >= len(row) || row[at] != ':' {
			return -1, last
		}
		at = blank(row, at+1)
		stop := value(row, at)
		if stop < 0 {
			return -1, last
		}
		if up > 0 {
			c.path = append(c.path, '.')
		}
		c.path = append(c.path, name...)
		raw := row[at:stop]
		if raw[0] == '{' && depth < maxOpen && blank(row, at+1) < stop-1 && !whole(raw) {
			if stop, last = c.members(row, at, last, depth+1, whole); stop < 0 {
				return -1, last
			}
		} else {
			from := len(c.names)
			c.names = append(c.names, c.path...)
			c.list = append(c.list, cell{lead: row[last:at], name: c.names[from:len(c.names):len(c.names)], raw: raw})
			last = stop
		}
		c.path = c.path[:up]
		i = blank(row, stop)
		if i < len(row) && row[i] == ',' {
			i = blank(row, i+1)
			if i < len(row) && row[i] == '}' {
				return -1, last
			}
		}
	}
}

// quoted returns the index after the string at b[i], or -1.
func quoted(b []byte, i int) int {
	for i++; i < len(b); i++ {
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		}
	}
	return -1
}

// value returns the index after the JSON value at b[i], or -1.
func value(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '"':
		return quoted(b, i)
	case '{', '[':
		depth := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				if i = quoted(b, i); i < 0 {
					return -1
				}
				continue
			case '{', '[':
				depth++
			case '}', ']':
				if depth--; depth == 0 {
					return i + 1
				}
			}
			i++
		}
		return -1
	}
	start := i
	for i < len(b) && b[i] != ',' && b[i] != '}' && b[i] != ' ' && b[i] != '\t' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// fields cuts a row at its separator.
func (c *cells) fields(row []byte) bool {
	last := 0
	for i := 0; ; {
		for i < len(row) && row[i] == ' ' && row[i] != c.comma {
			i++
		}
		start := i
		if i < len(row) && row[i] == '"' {
			for i++; i < len(row); i++ {
				if row[i] == '"' {
					if i+1 == len(row) || row[i+1] != '"' {
						i++
						break
					}
					i++
				}
			}
		}
		n := bytes.IndexByte(row[i:], c.comma)
		if n < 0 {
			i = len(row)
		} else {
			i += n
		}
		if len(c.list) >= maxCells {
			return false
		}
		c.list = append(c.list, cell{lead: row[last:start], raw: row[start:i]})
		if last = i; i == len(row) {
			if len(c.list) < 2 {
				return false
			}
			c.between = c.list[1].lead
			c.head, c.list[0].lead = c.list[0].lead, nil
			return true
		}
		i++
	}
}

// commaOf returns the byte that separates most fields of a row, or 0.
func commaOf(row []byte) byte {
	best, most := byte(0), 0
	for _, c := range [...]byte{',', ';', '\t', '|'} {
		if n := bytes.Count(row, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}
