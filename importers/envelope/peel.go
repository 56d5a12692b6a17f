package envelope

import "bytes"

// Peeler takes envelopes off. It belongs to one goroutine.
type Peeler interface {
	// Peel reads an outer line without its line end, which is text and not blank.
	// Why, when it is not "", is why the line is no such envelope.
	Peel(line []byte, p *Piece) (why string)
	// Parted reports whether the chunk may hold lines in parts.
	Parted(chunk []byte) bool
}

// Piece is what an envelope holds. Its bytes are good until the next Peel.
type Piece struct {
	Body   []byte
	Part   bool     // the line goes on in the next piece of the same stream
	Stream int      // below Streams
	Values [][]byte // by Format.Names; nil for none
	arena  []byte
}

// Streams is how many streams pieces can belong to.
const Streams = 2

// MaxParted is how far the parts of a line may reach.
const MaxParted = 16 << 20

// begin empties the piece.
func (p *Piece) begin(values int) {
	if len(p.Values) != values {
		p.Values = make([][]byte, values)
	}
	clear(p.Values)
	p.Body, p.Part, p.Stream, p.arena = nil, false, 0, p.arena[:0]
}

// Keep copies bytes that the peeler has made.
func (p *Piece) Keep(v []byte) []byte {
	start := len(p.arena)
	p.arena = append(p.arena, v...)
	return p.arena[start:len(p.arena):len(p.arena)]
}

// open follows which streams have a line that is not whole.
type open struct {
	from [Streams]int // where it began
	is   [Streams]bool
}

// at notes a piece that stands at b[offset:end]. It reports whether the piece goes on
// with a line, and whether one was given up because it reached too far.
func (o *open) at(p *Piece, offset, end int) (on, lost bool) {
	s := p.Stream
	if o.is[s] && end-o.from[s] > MaxParted {
		o.is[s], lost = false, true
	}
	on = o.is[s]
	if !on {
		o.from[s] = offset
	}
	o.is[s] = p.Part
	return on, lost
}

// any reports whether some line is not whole at an offset: one that has reached too
// far is given up and no longer waited for.
func (o *open) any(offset int) bool {
	for s, is := range o.is {
		if is && offset-o.from[s] <= MaxParted {
			return true
		}
	}
	return false
}

// cut returns the length of the longest prefix of the chunk behind which no line is
// in parts.
func cut(peeler Peeler, values int, chunk []byte, last bool) int {
	end := bytes.LastIndexByte(chunk, '\n') + 1
	if last {
		return len(chunk)
	}
	if !peeler.Parted(chunk) {
		return end
	}
	var o open
	var p Piece
	whole := 0
	for at := 0; at < end; {
		stop, next := lineEnd(chunk, at)
		p.begin(values)
		if line := chunk[at:stop]; len(bytes.TrimSpace(line)) > 0 && peeler.Peel(line, &p) == "" {
			o.at(&p, at, stop)
		}
		at = next
		if !o.any(at) {
			whole = at
		}
	}
	return whole
}

// lineEnd returns where the line at start ends, without its line end, and where the
// next begins.
func lineEnd(b []byte, start int) (end, next int) {
	n := bytes.IndexByte(b[start:], '\n')
	if n < 0 {
		end, next = len(b), len(b)
	} else {
		end, next = start+n, start+n+1
	}
	if end > start && b[end-1] == '\r' {
		end--
	}
	return end, next
}
