package grid

import "math"

// Place is where a view of rows begins: a whole row and a part of it, 0 to below 1.
type Place struct {
	Row  int64
	Part float64
}

// plus returns the place that lies rows further on.
func (p Place) plus(rows float64) Place {
	whole := math.Floor(rows)
	p.Row += int64(whole)
	p.Part += rows - whole
	if p.Part >= 1 {
		p.Row, p.Part = p.Row+1, p.Part-1
	}
	return p
}

// before reports whether p lies before q.
func (p Place) before(q Place) bool {
	return p.Row < q.Row || p.Row == q.Row && p.Part < q.Part
}

// last returns the last place from which count rows still fill a view that is
// seen rows high.
func last(count int64, seen float64) Place {
	if float64(count) <= seen {
		return Place{}
	}
	return Place{Row: count}.plus(-seen)
}

// clamped returns p, or the nearest place from which the view is filled.
func (p Place) clamped(count int64, seen float64) Place {
	if p.Row < 0 {
		return Place{}
	}
	if end := last(count, seen); end.before(p) {
		return end
	}
	return p
}

// share returns how far through the table a view stands, 0 to 1, and how much of
// the table it shows.
func (p Place) share(count int64, seen float64) (at, part float64) {
	if count == 0 || float64(count) <= seen {
		return 0, 1
	}
	return min(1, (float64(p.Row)+p.Part)/(float64(count)-seen)), seen / float64(count)
}

// atShare is the inverse of share.
func atShare(at float64, count int64, seen float64) Place {
	at = min(1, max(0, at))
	return Place{}.plus(at*max(0, float64(count)-seen)).clamped(count, seen)
}
