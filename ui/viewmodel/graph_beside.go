package viewmodel

import (
	"context"
	"math"

	"casebench/graphview"
	"casebench/graphview/layout"
)

// accountsBeside places accounts that have no place yet near the middle of their
// neighbours that have one, each in a direction of its own; what has none goes to
// the rim.
func accountsBeside(v *graphview.View, at []layout.Point, known []bool) {
	const golden = 2.399963 // radians: no two in a row point the same way
	var missing []int32
	for i, k := range known {
		if !k && v.Nodes[i].Kind == graphview.Account {
			missing = append(missing, int32(i))
		}
	}
	for len(missing) > 0 {
		var later, now []int32
		for _, i := range missing {
			near, _ := v.Flat().Neighbours(i)
			var x, y, n float64
			for _, w := range near {
				if known[w] {
					x, y, n = x+float64(at[w].X), y+float64(at[w].Y), n+1
				}
			}
			if n == 0 {
				later = append(later, i)
				continue
			}
			turn, far := golden*float64(i), 16.0
			if n == 1 {
				far = 34 + float64(i%5)*5 // not upon the one neighbour
			}
			at[i] = layout.Point{X: float32(x/n + far*math.Cos(turn)), Y: float32(y/n + far*math.Sin(turn))}
			now = append(now, i)
		}
		for _, i := range now {
			known[i] = true
		}
		if len(now) == 0 {
			for k, i := range later {
				turn := golden * float64(k)
				at[i] = layout.Point{X: float32(frameW / 2 * (1 + 0.98*math.Cos(turn))), Y: float32(frameH / 2 * (1 + 0.95*math.Sin(turn)))}
			}
			return
		}
		missing = later
	}
}

// How shared values stand among their accounts, in units of the frame.
const (
	valueRoom = 46.0 // from the next node, when there is so much
	valueAway = 26.0 // at least this far from the middle of a small group
)

// valuesBeside places shared values that have no place yet where there is room among
// or beside the accounts that show them, as near to the middle of these as may be.
func valuesBeside(ctx context.Context, v *graphview.View, at []layout.Point, known []bool) error {
	groups := groupsAt(v, at, known)
	for i, n := range v.Nodes {
		if known[i] || n.Kind == graphview.Account {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		near, _ := v.Flat().Neighbours(int32(i))
		var x, y, count float64
		for _, w := range near {
			if known[w] && v.Nodes[w].Kind == graphview.Account {
				x, y, count = x+float64(at[w].X), y+float64(at[w].Y), count+1
			}
		}
		if count == 0 {
			at[i], known[i] = layout.Point{X: frameW / 2, Y: frameH / 2}, true
			continue
		}
		g := groups[n.Cluster]
		if g == nil || n.Cluster == 0 {
			g = &groupAt{x: x / count, y: y / count, r: valueAway}
			g.nodes = append(g.nodes, near...)
		}
		at[i] = g.room(at, x/count, y/count, min(0.12+0.006*count, 1))
		known[i] = true
		g.nodes = append(g.nodes, int32(i))
	}
	return nil
}

// groupAt is a cluster where it lies: its middle, how far it reaches, who stands
// there.
type groupAt struct {
	x, y, r float64
	nodes   []int32
}

func groupsAt(v *graphview.View, at []layout.Point, known []bool) map[int]*groupAt {
	groups := map[int]*groupAt{}
	for i, n := range v.Nodes {
		if !known[i] {
			continue
		}
		g := groups[n.Cluster]
		if g == nil {
			g = &groupAt{}
			groups[n.Cluster] = g
		}
		g.nodes = append(g.nodes, int32(i))
		g.x += float64(at[i].X)
		g.y += float64(at[i].Y)
	}
	for _, g := range groups {
		n := float64(len(g.nodes))
		g.x, g.y = g.x/n, g.y/n
		for _, i := range g.nodes {
			g.r = max(g.r, math.Hypot(float64(at[i].X)-g.x, float64(at[i].Y)-g.y))
		}
		g.r = max(g.r, valueAway)
	}
	return groups
}

// room finds a place in the group with enough room around it, near to x, y; pull says
// how much nearness counts. What many share is pulled to their middle: from the rim,
// its links would lie over one another.
func (g *groupAt) room(at []layout.Point, x, y, pull float64) layout.Point {
	const around = 28
	var best layout.Point
	most := math.Inf(-1)
	for _, share := range []float64{0.05, 0.15, 0.3, 0.5, 0.7, 0.86, 1.02} {
		for k := range around {
			turn := 2 * math.Pi * (float64(k) + share) / around
			px, py := g.x+share*g.r*math.Cos(turn), g.y+share*g.r*math.Sin(turn)
			room := valueRoom
			for _, w := range g.nodes {
				room = min(room, math.Hypot(px-float64(at[w].X), py-float64(at[w].Y)))
			}
			if score := room - pull*math.Hypot(px-x, py-y); score > most {
				most, best = score, layout.Point{X: float32(px), Y: float32(py)}
			}
		}
	}
	return best
}
