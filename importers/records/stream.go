package records

import (
	"bytes"

	"casebench/importers"
)

// Stream says how records lie in a file. The zero value is values one after
// another, in lists or not.
type Stream struct {
	// Members are the names under which an envelope may hold its list of records:
	// an object at the top level that has one of them, with a list, is no record.
	Members []string
	// Lines says that every record is a line, so that a broken one ends with it.
	Lines bool
}

// StreamOf says how records lie in the file that begins with the head.
func StreamOf(h importers.Head, members ...string) Stream {
	s := Stream{Members: members}
	s.Lines = h.Compression == importers.Parquet || s.ofLines(h)
	return s
}

// ofLines reports whether the head's lines are whole objects. Of a first line that
// is longer than the head it supposes so, unless it is an envelope: nobody breaks a
// line after 64 KiB.
func (s Stream) ofLines(h importers.Head) bool {
	b := bytes.TrimLeft(h.Bytes[len(importers.BOM(h.Bytes)):], " \t\r\n")
	if len(b) == 0 || b[0] != '{' {
		return false
	}
	line, rest, found := bytes.Cut(b, []byte{'\n'})
	line = bytes.TrimRight(line, " \t\r")
	switch {
	case !found && h.Whole:
		return bracketed(line, 0) == len(line)
	case !found:
		inside, _ := s.enter(line, 0)
		return inside == 0 && bracketed(line, 0) < 0
	case bracketed(line, 0) != len(line):
		return false
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	return len(rest) == 0 || rest[0] == '{'
}

// Cut returns the length of the longest prefix of chunk that is whole records. It
// is what an importers.Rows needs.
func (s Stream) Cut(chunk []byte, last bool) int {
	if last {
		return len(chunk)
	}
	if s.Lines {
		return bytes.LastIndexByte(chunk, '\n') + 1
	}
	for at, sound := 0, 0; ; {
		start, end, _, ok := s.Next(chunk, at)
		if !ok || end == len(chunk) && bytes.IndexByte([]byte("{[\""), chunk[start]) < 0 {
			return sound // a word or a number at the very end may go on
		}
		if at = end; bytes.IndexByte([]byte("{["), chunk[start]) < 0 || chunk[end-1] == chunk[start]+2 {
			sound = end // and what is broken needs what shows that it is
		}
	}
}

// Next finds the record that follows b[i], which is where a chunk begins or what
// Next returned as next. Without one that ends in b it returns false, and as start
// the index at which an unfinished one begins, or len(b) when nothing but brackets,
// commas and spaces follow. Of lines it finds the blank ones too.
func (s Stream) Next(b []byte, i int) (start, end, next int, ok bool) {
	if s.Lines {
		return nextLine(b, i)
	}
	inside := false
	start, end, ok = s.find(b, i, &inside)
	return start, end, end, ok
}

// Take is Next for a chunk that is whole records: one that has no end in it is broken
// and ends where the next seems to begin. There are no more when all are taken.
func (s Stream) Take(b []byte, i int) (start, end, next int, broken, more bool) {
	start, end, next, ok := s.Next(b, i)
	if ok || start >= len(b) {
		return start, end, next, false, ok
	}
	next = afterBroken(b, start)
	if mended, e, _, ok := s.Next(b[:next], start); ok {
		return mended, e, e, false, true
	}
	return start, start + len(bytes.TrimRight(b[start:next], " \t\r\n,")), next, true, true
}

// find is Next but for lines. Inside says whether the records lie in a list, as far
// as is known, and then whether they still do.
func (s Stream) find(b []byte, i int, in *bool) (start, end int, ok bool) {
	inside := *in
	defer func() { *in = inside }()
	if i == 0 {
		i = len(importers.BOM(b))
	}
	for {
		if i = gap(b, i); i >= len(b) {
			return len(b), len(b), false
		}
		switch c := b[i]; {
		case c == ',':
			i, inside = i+1, true
			continue
		case c == ']':
			inside = false
			if i, ok = leave(b, i+1); !ok {
				return len(b), len(b), false
			}
			continue
		case c == '}':
			i++ // of an envelope whose list ended in the chunk before, or of nothing
			continue
		case c == '[' && !inside:
			i, inside = i+1, true
			continue
		case c == '{' && !inside && len(s.Members) > 0:
			at, end := s.enter(b, i)
			switch {
			case at > 0:
				i, inside = at, true
				continue
			case end > 0:
				return i, end, true
			}
			return i, len(b), false
		}
		if end = skim(b, i); end < 0 {
			return i, len(b), false
		}
		return i, end, true
	}
}

// nextLine finds the line that begins at b[i], without its line end.
func nextLine(b []byte, i int) (start, end, next int, ok bool) {
	if i == 0 {
		i = len(importers.BOM(b))
	}
	if i >= len(b) {
		return len(b), len(b), len(b), false
	}
	end, next = len(b), len(b)
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		end, next = i+n, i+n+1
	}
	if end > i && b[end-1] == '\r' {
		end--
	}
	return i, end, next, true
}

// gap passes over what may stand between values: spaces, and the record separator
// of RFC 7464.
func gap(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t' || b[i] == 0x1e) {
		i++
	}
	return i
}

// enter reads the envelope that b[i] begins, up to the inside of its list. When
// the object has no such member it returns 0 and the object's end, and when the
// object does not end in b, 0 and -1.
func (s Stream) enter(b []byte, i int) (inside, end int) {
	at := Space(b, i+1)
	for at < len(b) && b[at] == '"' {
		name, value := memberAt(b, at)
		if value < 0 || value >= len(b) {
			return 0, -1
		}
		if b[value] == '[' && s.holds(name) {
			return value + 1, 0
		}
		if at = skim(b, value); at < 0 {
			return 0, -1
		}
		if at = Space(b, at); at < len(b) && b[at] == ',' {
			at = Space(b, at+1)
		}
	}
	if at < len(b) && b[at] == '}' {
		return 0, at + 1
	}
	return 0, skim(b, i)
}

// memberAt reads a key that begins at b[i] and returns it, as it is written, with
// the index of its value, or -1.
func memberAt(b []byte, i int) (name []byte, value int) {
	end := skimString(b, i)
	if end < 0 || end-i < 2 {
		return nil, -1
	}
	name = b[i+1 : end-1]
	if end = Space(b, end); end >= len(b) || b[end] != ':' {
		return nil, -1
	}
	return name, Space(b, end+1)
}

func (s Stream) holds(name []byte) bool {
	for _, m := range s.Members {
		if string(name) == m {
			return true
		}
	}
	return false
}

// leave passes over what follows an envelope's list, to after the envelope.
func leave(b []byte, i int) (int, bool) {
	at := Space(b, i)
	for at < len(b) && b[at] == ',' {
		next := Space(b, at+1)
		if next >= len(b) {
			return i, false
		}
		if b[next] != '"' {
			return at, true
		}
		_, value := memberAt(b, next)
		if value < 0 || value >= len(b) {
			return i, false
		}
		if at = skim(b, value); at < 0 {
			return i, false
		}
		at = Space(b, at)
	}
	if at < len(b) && b[at] == '}' {
		at++
	}
	return at, true
}

// skim returns the index after the value at b[i], or -1 when b ends within it. It
// goes by brackets and quotes alone; a string ends at its line's end at the
// latest, so that a quote that is missing does not turn the file inside out.
func skim(b []byte, i int) int {
	if i >= len(b) {
		return -1
	}
	switch b[i] {
	case '{', '[':
		return bracketed(b, i)
	case '"':
		return skimString(b, i)
	}
	for i++; i < len(b); i++ {
		switch b[i] {
		case ',', ']', '}', ' ', '\t', '\r', '\n', '"', '{', '[':
			return i
		}
	}
	return i
}

// bracketed skims an object or a list. One that a bracket of the other kind closes is
// broken: it ends before the line on which the next value begins, or before that
// bracket.
func bracketed(b []byte, i int) int {
	start := i
	for depth := 0; i < len(b); {
		switch b[i] {
		case '"':
			if i = skimString(b, i); i < 0 {
				return -1
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 && b[i] != b[start]+2 {
				return afterBroken(b[:i], start)
			} else if depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}

func skimString(b []byte, i int) int {
	for i++; ; i++ {
		if i = stop(b, i); i >= len(b) {
			return -1
		}
		switch b[i] {
		case '"':
			return i + 1
		case '\\':
			i++
		case '\n':
			return i + 1
		}
	}
}

// unclosed reports whether the last chunk of a stream ends inside a list.
func (s Stream) unclosed(chunk []byte) bool {
	inside := false
	for at, ok := 0, true; ok; {
		_, at, ok = s.find(chunk, at, &inside)
	}
	return inside
}
