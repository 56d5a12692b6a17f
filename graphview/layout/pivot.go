package layout

import "casebench/internal/csr"

// pivots pull every node towards the distances that it should have from a few
// chosen nodes, so that the picture as a whole says what is far and what is near,
// which springs and pushing alone do not. It is stress majorisation with sampled
// terms (Ortmann, Klimenta, Brandes 2017, doi:10.7155/jgaa.00440).
type pivots struct {
	node     []int32   // of the body
	distance [][]uint8 // by pivot and node, 255 for that and more
	scale    float32   // picture distance of one edge, as of the last step
}

const pivotCount = 40

// newPivots draws pivots far from one another: each is the node farthest from those
// before, the first by seed.
func newPivots(b *body, seed uint64) pivots {
	n := len(b.at)
	p := pivots{}
	nearest := make([]int32, n)
	for i := range nearest {
		nearest[i] = 1 << 30
	}
	r := csr.NewRand(seed)
	next := int32(r.Intn(n))
	for range min(pivotCount, n) {
		d := b.distances(next)
		p.node = append(p.node, next)
		p.distance = append(p.distance, d)
		far := int32(-1)
		for i, x := range d {
			nearest[i] = min(nearest[i], int32(x))
			far = max(far, nearest[i])
		}
		if far == 0 {
			break
		}
		// one of the farthest, not always the first of them
		skip := r.Intn(n)
		for k := range n {
			if i := (k + skip) % n; nearest[i] == far {
				next = int32(i)
				break
			}
		}
	}
	return p
}

// distances counts edges from a node.
func (b *body) distances(from int32) []uint8 {
	d := make([]uint8, len(b.at))
	seen := make([]bool, len(b.at))
	seen[from] = true
	queue := []int32{from}
	for head := 0; head < len(queue); head++ {
		i := queue[head]
		for _, j := range b.to[b.offset[i]:b.offset[i+1]] {
			if !seen[j] {
				seen[j] = true
				d[j] = d[i]
				if d[j] < 255 {
					d[j]++
				}
				queue = append(queue, j)
			}
		}
	}
	return d
}

// measure sets the scale that fits the picture best: sum(x/d) / sum(x/d)^2 turned over.
func (p *pivots) measure(at []Point) {
	var sum, squares float64
	for k, v := range p.node {
		for i := k; i < len(at); i += 7 { // a seventh of the pairs is enough
			if d := p.distance[k][i]; d > 0 {
				x := float64(hypot(at[i].X-at[v].X, at[i].Y-at[v].Y) / float32(d))
				sum += x
				squares += float64(x * x)
			}
		}
	}
	p.scale = 1
	if sum > 0 {
		p.scale = float32(squares / sum)
	}
}

// correct returns where the pivots would move node i.
func (p *pivots) correct(at []Point, i int32) (dx, dy float32) {
	var all float32
	q := at[i]
	for k, v := range p.node {
		d := p.distance[k][i]
		if d == 0 {
			continue
		}
		x, y := q.X-at[v].X, q.Y-at[v].Y
		length := hypot(x, y) + 1e-6
		w := 1 / (float32(d) * float32(d))
		f := w * (float32(p.scale*float32(d))/length - 1)
		dx += float32(f * x)
		dy += float32(f * y)
		all += w
	}
	if all == 0 {
		return 0, 0
	}
	return dx / all, dy / all
}
