package store

import (
	"slices"

	"casebench/casefile"
	"casebench/casefile/query"
)

// Digits implements query.Digits for columns of UUIDs, and of texts of one length that
// are hexadecimal after a common prefix.
func (l *lent) Digits(b query.Block, column int, extra string, do func(*query.Spelled) error) (bool, error) {
	info := l.info(b)
	if column >= 0 && !slices.Contains(info.Columns, column) {
		return true, nil
	}
	if column < 0 {
		i := slices.Index(info.Extra, extra)
		if i < 0 {
			return true, nil
		}
		column = int(info.extra[i])
	}
	var stopped error // by do, which has nothing to say about the stored value
	done, err := l.stored(info, column, func(form casefile.Form, _ []byte, r *reader) error {
		if form != casefile.FormTexts {
			return errOther
		}
		null, n := readNulls(l.f.codec, r, info.Rows)
		s, err := l.readSpelled(r, n)
		if err != nil {
			return err
		}
		s.Null = null
		stopped = do(s)
		return nil
	})
	if err == nil {
		err = stopped
	}
	return done, err
}

// readSpelled reads n texts without writing out their digits.
func (l *lent) readSpelled(r *reader, n int) (*query.Spelled, error) {
	var s query.Spelled
	switch kind := r.u8(); {
	case r.err != nil:
		return nil, r.err
	case kind == textsUUID:
		s.Size = uuidBytes
		s.Parts = []query.Spelling{{Bytes: 4}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 2}, {Text: "-", Bytes: 6}}
	case kind == textsHex:
		prefix := r.text()
		if r.u8() != wordsEqual {
			return nil, errOther
		}
		s.Size = r.count(0, maxValue)
		s.Parts = []query.Spelling{{Text: prefix, Bytes: s.Size}}
	default:
		return nil, errOther
	}
	s.Bytes = l.lendPack(r)
	if r.err == nil && len(s.Bytes) != n*s.Size {
		r.fail(errTexts)
	}
	return &s, r.err
}

// lendPack is readPack into memory that is good until the next call, or out of the
// value itself.
func (l *lent) lendPack(r *reader) []byte {
	kind := r.u8()
	size := r.count(0, maxValue)
	stored := r.take(r.count(1, len(r.p)))
	switch {
	case r.err != nil:
		return nil
	case kind == packPlain && size == len(stored):
		return stored
	case kind == packZstd:
		p, err := l.f.codec.expand(l.packed[:0], stored, size)
		if err != nil {
			r.fail(err)
			return nil
		}
		l.packed = p
		return p
	}
	r.fail(errTexts)
	return nil
}
