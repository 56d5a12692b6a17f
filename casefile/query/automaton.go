package query

import (
	"context"
	"slices"
)

// keep leaves the rows of sel in which the pattern is found. It returns false when
// that takes too many states; sel is spoiled then.
func (a *automaton) keep(ctx context.Context, s *Spelled, sel rowset) (bool, error) {
	if !a.turnTo(s.Parts) {
		return false, nil
	}
	where := places{null: s.Null}
	var room [64]int
	seen := 0
	for at, asked := range sel {
		asked, rows := where.of(at, asked, &room)
		if seen += len(rows) * (s.Size + 8); seen > glance {
			if err := ctx.Err(); err != nil {
				return false, err
			}
			seen = 0
		}
		found, w := uint64(0), asked
		for len(rows) > 0 {
			// Four at a time, since each step of one waits for the step before. The
			// last ones are done over again when fewer are left.
			var four [4]int
			n := copy(four[:], rows)
			rows = rows[n:]
			for i := n; i < 4; i++ {
				four[i] = four[0]
			}
			ends := a.four(s, four)
			for i := range n {
				if ends[i] == unknown {
					ends[i] = a.one(s.row(four[i]))
				}
				switch ends[i] {
				case unknown:
					return false, nil
				case matched:
					found |= w & -w
				}
				w &= w - 1
			}
		}
		sel[at] = found
	}
	return true, nil
}

func (s *Spelled) row(i int) []byte { return s.Bytes[i*s.Size : (i+1)*s.Size] }

// turnTo prepares for texts of other parts, or says that they are not of ASCII.
func (a *automaton) turnTo(parts []Spelling) bool {
	if a.texts != nil && slices.Equal(a.parts, parts) {
		return true
	}
	a.parts, a.texts = nil, nil
	for _, p := range parts {
		if !ascii([]byte(p.Text)) {
			a.parts, a.texts = nil, nil
			return false
		}
		steps := make([]uint16, len(a.standings))
		steps[dead], steps[matched] = dead, matched
		a.parts, a.texts = append(a.parts, p), append(a.texts, steps)
	}
	return true
}

// four reads four texts by the steps that are known. It gives unknown for a text that
// leads to one that is not.
func (a *automaton) four(s *Spelled, rows [4]int) [4]uint16 {
	r0, r1, r2, r3 := s.row(rows[0]), s.row(rows[1]), s.row(rows[2]), s.row(rows[3])
	s0, s1, s2, s3 := uint16(begin), uint16(begin), uint16(begin), uint16(begin)
	pairs := a.pairs
	for i := range a.parts {
		if a.parts[i].Text != "" {
			text := a.texts[i]
			s0, s1, s2, s3 = text[s0], text[s1], text[s2], text[s3]
		}
		n := a.parts[i].Bytes
		p0, p1, p2, p3 := r0[:n], r1[:n], r2[:n], r3[:n]
		for k := range p0 {
			s0 = pairs[int(s0)<<8|int(p0[k])]
			s1 = pairs[int(s1)<<8|int(p1[k])]
			s2 = pairs[int(s2)<<8|int(p2[k])]
			s3 = pairs[int(s3)<<8|int(p3[k])]
		}
		if max(s0, s1, s2, s3) <= matched {
			break
		}
		r0, r1, r2, r3 = r0[n:], r1[n:], r2[n:], r3[n:]
	}
	return [4]uint16{a.ends[s0], a.ends[s1], a.ends[s2], a.ends[s3]}
}

// one reads one text, and makes the steps that it needs. It gives unknown when there
// are too many.
func (a *automaton) one(row []byte) uint16 {
	s := uint16(begin)
	for i := range a.parts {
		s = a.text(s, i)
		n := a.parts[i].Bytes
		for _, b := range row[:n] {
			if s <= matched {
				return s
			}
			s = a.pair(s, b)
		}
		row = row[n:]
	}
	return a.end(s)
}
