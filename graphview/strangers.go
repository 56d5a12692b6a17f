package graphview

import (
	"math"

	"casebench/graphview/layout"
)

// strangers moves those without a place of their own apart from one another, out of
// the hulls and out from under the names above them.
type strangers struct {
	who    []int32
	at     []layout.Point
	ovals  []layout.Oval
	boxes  []Bounds // names and what cards cover
	frame  Bounds
	want   float64 // distance of two
	clear  float64 // distance from a hull
	rounds int
}

// tidy is one such move over places that layout.Pack found.
func tidy(v *View, packed *layout.Packed, groups []int32, frame layout.Frame, sheet float64) {
	s := strangers{at: packed.At, clear: times(9, sheet), rounds: 14}
	s.frame = Bounds{0, 0, float64(frame.W), float64(frame.H)}.Grow(-times(7, sheet))
	free := times(float64(frame.W), float64(frame.H))
	for _, t := range frame.Taken {
		s.boxes = append(s.boxes, Bounds{float64(t.X), float64(t.Y), float64(t.X + t.W), float64(t.Y + t.H)}.Grow(times(6, sheet)))
		free -= times(float64(t.W), float64(t.H))
	}
	for _, o := range packed.Ovals {
		s.ovals = append(s.ovals, o)
		free -= times(times(math.Pi, float64(o.RX)), float64(o.RY))
		if int(o.Group) < len(v.Clusters) {
			s.boxes = append(s.boxes, nameBox(v.Clusters[o.Group], o, sheet))
		}
	}
	for i, g := range groups {
		if g < 0 {
			s.who = append(s.who, int32(i))
		}
	}
	if len(s.who) == 0 {
		return
	}
	even := math.Sqrt(max(free, 1) / float64(len(s.who)))
	s.want = min(times(0.72, even), times(24, sheet))
	for range s.rounds {
		s.part()
		s.leave()
	}
}

// nameBox is about where the name of a cluster stands.
func nameBox(c Cluster, o layout.Oval, sheet float64) Bounds {
	letters := len(c.Label) + 3 + len(count(c.Size))
	if o.RX > float32(60*sheet) && c.Note != "" {
		letters += len(" accounts · ") + len(c.Note)
	}
	half := times(times(4.1, sheet), float64(letters)+2)
	top := float64(o.Y - o.RY)
	return Bounds{float64(o.X) - half, top - times(30, sheet), float64(o.X) + half, top}
}

// part pushes apart what is too near, by a grid whose cells are as wide as that.
func (s *strangers) part() {
	cells := map[[2]int32][]int32{}
	cell := func(p layout.Point) [2]int32 {
		return [2]int32{int32(math.Floor(float64(p.X) / s.want)), int32(math.Floor(float64(p.Y) / s.want))}
	}
	for _, v := range s.who {
		c := cell(s.at[v])
		cells[c] = append(cells[c], v)
	}
	for _, v := range s.who {
		home := cell(s.at[v])
		for dy := int32(-1); dy <= 1; dy++ {
			for dx := int32(-1); dx <= 1; dx++ {
				for _, u := range cells[[2]int32{home[0] + dx, home[1] + dy}] {
					if u > v {
						s.push(v, u)
					}
				}
			}
		}
	}
}

func (s *strangers) push(v, u int32) {
	x, y := float64(s.at[v].X-s.at[u].X), float64(s.at[v].Y-s.at[u].Y)
	d := math.Sqrt(times(x, x) + times(y, y))
	if d >= s.want {
		return
	}
	if d < 1e-3 { // on one another: each pair in a way of its own
		x, y, d = 1e-3, times(1e-3, float64(v%7)-3), 1e-3
	}
	f := times(0.5, s.want-d) / d
	f = min(f, s.want/d)
	s.move(v, times(f, x), times(f, y))
	s.move(u, -times(f, x), -times(f, y))
}

func (s *strangers) move(v int32, dx, dy float64) {
	s.at[v] = layout.Point{X: float32(float64(s.at[v].X) + dx), Y: float32(float64(s.at[v].Y) + dy)}
}

// leave brings everybody out of hulls and boxes and back into the frame.
func (s *strangers) leave() {
	for _, v := range s.who {
		for _, o := range s.ovals {
			dx, dy := float64(s.at[v].X-o.X), float64(s.at[v].Y-o.Y)
			rx, ry := float64(o.RX)+s.clear, float64(o.RY)+s.clear
			ux, uy := dx/rx, dy/ry
			if q := math.Sqrt(times(ux, ux) + times(uy, uy)); q < 1 && q > 1e-6 {
				s.move(v, times(dx, 1/q-1), times(dy, 1/q-1))
			}
		}
		for _, b := range s.boxes {
			x, y := float64(s.at[v].X), float64(s.at[v].Y)
			if x <= b.X0 || x >= b.X1 || y <= b.Y0 || y >= b.Y1 {
				continue
			}
			switch out := min(x-b.X0, b.X1-x, y-b.Y0); out {
			case y - b.Y0:
				s.move(v, 0, -out)
			case x - b.X0:
				s.move(v, -out, 0)
			default:
				s.move(v, out, 0)
			}
		}
		p := s.at[v]
		s.at[v] = layout.Point{
			X: float32(min(max(float64(p.X), s.frame.X0), s.frame.X1)), Y: float32(min(max(float64(p.Y), s.frame.Y0), s.frame.Y1)),
		}
	}
}
