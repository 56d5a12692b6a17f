package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"

	"casebench/casefile"
)

func compareLinks(a, b casefile.Link) int {
	return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
}

// linkWriter writes links; words go into a table of their own, because a page
// repeats a few of them thousands of times.
type linkWriter struct {
	words []string
	index map[string]uint64
	out   []byte
}

func (w *linkWriter) word(s string) {
	n, ok := w.index[s]
	if !ok {
		n = uint64(len(w.words))
		w.index[s] = n
		w.words = append(w.words, s)
	}
	w.out = binary.AppendUvarint(w.out, n)
}

func (w *linkWriter) unsigned(n uint64) { w.out = binary.AppendUvarint(w.out, n) }
func (w *linkWriter) signed(n int64)    { w.out = binary.AppendVarint(w.out, n) }

// count writes a length so that nil and empty lists stay apart.
func (w *linkWriter) count(n int, null bool) {
	if null {
		w.unsigned(0)
		return
	}
	w.unsigned(uint64(n) + 1)
}

// appendLinks encodes a page of links; see FORMAT.md.
func appendLinks(dst []byte, links []casefile.Link) []byte {
	w := &linkWriter{index: map[string]uint64{}}
	for i := range links {
		w.link(&links[i])
	}
	dst = binary.AppendUvarint(dst, uint64(len(w.words)))
	for _, s := range w.words {
		dst = appendText(dst, s)
	}
	return append(binary.AppendUvarint(dst, uint64(len(links))), w.out...)
}

func (w *linkWriter) link(l *casefile.Link) {
	w.out = binary.LittleEndian.AppendUint32(w.out, l.A)
	w.out = binary.LittleEndian.AppendUint32(w.out, l.B)
	w.signed(int64(l.Weight))
	w.word(string(l.Strength))
	w.count(len(l.Families), l.Families == nil)
	for _, f := range l.Families {
		w.word(string(f))
	}
	w.count(len(l.Evidence), l.Evidence == nil)
	for i := range l.Evidence {
		w.evidence(&l.Evidence[i])
	}
	w.count(len(l.Suppressed), l.Suppressed == nil)
	for i := range l.Suppressed {
		s := &l.Suppressed[i]
		w.word(s.Signal)
		w.word(s.Class)
		w.unsigned(uint64(s.Value))
		w.signed(int64(s.SharedBy))
		w.word(s.Reason)
	}
}

func (w *linkWriter) evidence(e *casefile.Evidence) {
	w.word(e.Signal)
	w.unsigned(uint64(e.Version))
	w.word(string(e.Family))
	w.word(string(e.Grade))
	w.word(e.Class)
	w.unsigned(uint64(e.Value))
	w.signed(int64(e.Bits))
	w.signed(int64(e.RawBits))
	w.signed(int64(e.SharedBy))
	w.signed(e.Count)
	w.signed(e.First)
	w.signed(e.Last)
	w.count(len(e.Rows), e.Rows == nil)
	for _, o := range e.Rows {
		w.unsigned(uint64(o.Source))
		w.signed(o.Row)
		w.signed(o.Offset)
		w.signed(o.Length)
	}
}

var errLinks = errors.New("unknown page of links")

// linkReader is the mirror of linkWriter.
type linkReader struct {
	reader
	words []string
	brief bool // of origins and of what was set aside, nothing is kept
}

func (r *linkReader) word() string {
	n := r.uvarint()
	if n >= uint64(len(r.words)) {
		r.fail(errLinks)
		return ""
	}
	return r.words[n]
}

func (r *linkReader) n32() uint32 {
	n := r.uvarint()
	if n > math.MaxUint32 {
		r.fail(errLinks)
	}
	return uint32(n)
}

// length returns how many items follow, -1 for a nil list.
func (r *linkReader) length() int { return r.reader.count(0, len(r.p)+1) - 1 }

func readLinks(body []byte) ([]casefile.Link, error) {
	r := &linkReader{reader: reader{p: body}}
	out := make([]casefile.Link, r.begin())
	for i := range out {
		r.link(&out[i])
	}
	return out, r.end()
}

// begin reads the words of a page and returns how many links follow.
func (r *linkReader) begin() int {
	r.words = make([]string, r.reader.count(1, maxValue))
	for i := range r.words {
		r.words[i] = r.text()
	}
	return r.reader.count(8, linkPage)
}

func (r *linkReader) end() error {
	if r.err == nil && len(r.p) > 0 {
		r.err = errLinks
	}
	return r.err
}

// eachLink calls f for each link of a page, without rows and what was set aside.
// All are read into the same memory.
func eachLink(body []byte, f func(*casefile.Link) error) error {
	r := &linkReader{reader: reader{p: body}, brief: true}
	var l casefile.Link
	for range r.begin() {
		if r.link(&l); r.err != nil {
			return r.err
		}
		if err := f(&l); err != nil {
			return err
		}
	}
	return r.end()
}

// sized returns a list of n items, in the memory of the old one where there is room;
// nil when n is negative.
func sized[T any](old []T, n int) []T {
	switch {
	case n < 0:
		return nil
	case n <= cap(old) && old != nil:
		return old[:n]
	}
	return make([]T, n)
}

func (r *linkReader) link(l *casefile.Link) {
	l.A, l.B = r.u32(), r.u32()
	l.Weight = casefile.Bits(r.varint())
	l.Strength = casefile.Strength(r.word())
	l.Families = sized(l.Families, r.length())
	for i := range l.Families {
		l.Families[i] = casefile.Family(r.word())
	}
	l.Evidence = sized(l.Evidence, r.length())
	for i := range l.Evidence {
		r.evidence(&l.Evidence[i])
	}
	n := r.length()
	if r.brief {
		r.skip(5 * n)
		return
	}
	l.Suppressed = sized(l.Suppressed, n)
	for i := range l.Suppressed {
		s := &l.Suppressed[i]
		s.Signal, s.Class, s.Value, s.SharedBy, s.Reason = r.word(), r.word(), r.n32(), int(r.varint()), r.word()
	}
}

func (r *linkReader) evidence(e *casefile.Evidence) {
	e.Signal, e.Version = r.word(), int(r.uvarint())
	e.Family, e.Grade, e.Class = casefile.Family(r.word()), casefile.Grade(r.word()), r.word()
	e.Value, e.Bits, e.RawBits = r.n32(), casefile.Bits(r.varint()), casefile.Bits(r.varint())
	e.SharedBy, e.Count, e.First, e.Last = int(r.varint()), r.varint(), r.varint(), r.varint()
	n := r.length()
	if r.brief {
		r.skip(4 * n)
		return
	}
	e.Rows = sized(e.Rows, n)
	for i := range e.Rows {
		e.Rows[i] = casefile.Origin{Source: r.n32(), Row: r.varint(), Offset: r.varint(), Length: r.varint()}
	}
}

// skip goes past n numbers of any size.
func (r *linkReader) skip(n int) {
	for i, b := range r.p {
		if n <= 0 {
			r.p = r.p[i:]
			return
		}
		if b < 0x80 {
			n--
		}
	}
	if n > 0 {
		r.fail(errShort)
		return
	}
	r.p = nil
}
