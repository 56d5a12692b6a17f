package render

import (
	"math"

	"casebench/graphview"
)

// outline returns the corners of a node's shape, which is convex, and a line inside
// it when it has one; none for what is drawn round.
func outline(m graphview.Mark) (corners, inner []graphview.Spot) {
	at := func(dx, dy float64) graphview.Spot {
		return graphview.Spot{X: m.X + float64(dx*m.R), Y: m.Y + float64(dy*m.R)}
	}
	switch m.Kind {
	case graphview.Payment: // a card with its stripe
		return []graphview.Spot{at(-1.25, -0.9), at(1.25, -0.9), at(1.25, 0.9), at(-1.25, 0.9)},
			[]graphview.Spot{at(-1.25, -0.3), at(1.25, -0.3)}
	case graphview.Device:
		return []graphview.Spot{at(0, -1.3), at(1.3, 0), at(0, 1.3), at(-1.3, 0)}, nil
	case graphview.Template: // a page with its corner cut
		return []graphview.Spot{at(-0.95, -1.2), at(0.35, -1.2), at(0.95, -0.6), at(0.95, 1.2), at(-0.95, 1.2)}, nil
	case graphview.Address: // one of many prefixes
		return []graphview.Spot{at(-0.6, -1.05), at(0.6, -1.05), at(1.2, 0), at(0.6, 1.05), at(-0.6, 1.05), at(-1.2, 0)}, nil
	case graphview.Contact: // an envelope
		return []graphview.Spot{at(-1.25, -0.85), at(1.25, -0.85), at(1.25, 0.85), at(-1.25, 0.85)},
			[]graphview.Spot{at(-1.25, -0.85), at(0, 0.15), at(1.25, -0.85)}
	case graphview.Indicator: // a warning triangle
		return []graphview.Spot{at(0, -1.3), at(1.25, 0.95), at(-1.25, 0.95)}, nil
	}
	return nil, nil
}

// dashes cuts a line through points into the pieces that a dashed one shows.
func dashes(points []graphview.Spot, on, off float64) [][2]graphview.Spot {
	var pieces [][2]graphview.Spot
	at := 0.0 // place in the pattern
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		for done := 0.0; done < length; {
			rest, drawn := on-at, true
			if at >= on {
				rest, drawn = on+off-at, false
			}
			step := min(rest, length-done)
			if drawn {
				pieces = append(pieces, [2]graphview.Spot{along(a, b, done/length), along(a, b, (done+step)/length)})
			}
			done += step
			if at += step; at >= on+off-1e-9 {
				at = 0
			}
		}
	}
	return pieces
}

func along(a, b graphview.Spot, t float64) graphview.Spot {
	return graphview.Spot{X: a.X + float64(t*(b.X-a.X)), Y: a.Y + float64(t*(b.Y-a.Y))}
}

// The pattern of dashed lines, in widths of at least a point.
const (
	dashOn  = 4.0
	dashOff = 3.0
)
