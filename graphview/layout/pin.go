package layout

// Pin holds a node at a place, in the units of Places, until Unpin; the others make
// room. From the first Pin on components no longer change places with one another.
func (l *Layout) Pin(node int32, at Point) {
	if node < 0 || int(node) >= l.nodes {
		return
	}
	l.settleOrigin()
	for k, v := range l.alone {
		if v == node {
			l.aloneAt[k] = at
			return
		}
	}
	b, i, origin := l.find(node)
	b.at[i] = Point{X: (at.X - origin.X) / l.scale(), Y: (at.Y - origin.Y) / l.scale()}
	if b.pinned == nil {
		b.pinned = make([]bool, len(b.at))
	}
	b.pinned[i] = true
	b.heat = max(b.heat, 0.1*warm)
}

// Unpin lets a pinned node move again, from where it is.
func (l *Layout) Unpin(node int32) {
	if node < 0 || int(node) >= l.nodes {
		return
	}
	if b, i, _ := l.find(node); b != nil && b.pinned != nil && b.pinned[i] {
		b.pinned[i] = false
		if b.held != nil { // where a person put it is its home from now on
			b.held.home[i] = b.at[i]
			b.held.known[i] = true
			b.tree.build(b.at, b.mass)
			fx, fy := b.pulls(int32(i), nil)
			b.held.counter[i] = Point{X: -fx, Y: -fy}
		}
		b.heat = max(b.heat, 0.1*warm)
	}
}

// scale is how long an edge is in the units of Places.
func (l *Layout) scale() float32 {
	if l.unit == 0 {
		return 1
	}
	return l.unit
}

// settleOrigin fixes where the components are.
func (l *Layout) settleOrigin() {
	if l.origin != nil {
		return
	}
	discs := l.discs()
	l.origin = make([]Point, len(l.bodies))
	for i, b := range l.bodies {
		home := b.bounds()
		l.origin[i] = Point{X: discs[i].x - home.x, Y: discs[i].y - home.y}
	}
	l.aloneAt = make([]Point, len(l.alone))
	for k := range l.alone {
		d := discs[len(l.bodies)+k]
		l.aloneAt[k] = Point{X: d.x, Y: d.y}
	}
}

// find returns the component of a node, its index in it and where the component is.
func (l *Layout) find(node int32) (b *body, i int, origin Point) {
	for k, b := range l.bodies {
		for i, v := range b.nodes {
			if v == node {
				if l.origin != nil {
					origin = l.origin[k]
				}
				return b, i, origin
			}
		}
	}
	return nil, 0, Point{}
}
