package layout

import (
	"context"
	"math"
	"runtime"
	"sync"

	"casebench/internal/csr"
)

// body is one component in its own coordinates, whose unit is an edge's length.
type body struct {
	nodes  []int32 // of the graph
	offset []int32
	to     []int32
	pull   []float32 // of the edge: its weight beside the mean one, tamed
	mass   []float32
	at     []Point
	heat   float32 // how far a node may move in a step
	apart  float32 // strength of pushing
	tree   tree
	push   []Point
	pivots pivots
	pinned []bool // nil: none
	held   *held  // nil for a layout that began from nothing
}

// How forces are weighed: springs pull with their length, nodes push with
// mass*mass/distance (the model of ForceAtlas2: Jacomy et al. 2014,
// doi:10.1371/journal.pone.0098679), all is drawn a little to the middle, and the
// pivots keep the whole in proportion. The shares were found by measuring Stress.
const (
	warm    = 4.0   // edge lengths a node may move in the first step
	cooling = 0.955 // of heat after each step
	gravity = 0.02
	pushing = 0.6 // of mass*mass/distance, when the mean mass is 1
	near    = 0.5 // share of the springs and pushes in a move
	whole   = 0.3 // share of the pivots
)

func newBody(g *csr.Graph, nodes []int32) *body {
	b := &body{nodes: nodes, heat: warm}
	local := make(map[int32]int32, len(nodes))
	for i, v := range nodes {
		local[v] = int32(i)
	}
	mean := float64(g.Total()) / float64(max(g.Edges(), 1))
	b.offset = make([]int32, len(nodes)+1)
	b.mass = make([]float32, len(nodes))
	for i, v := range nodes {
		to, weight := g.Neighbours(v)
		for k, u := range to {
			if j, ok := local[u]; ok {
				b.to = append(b.to, j)
				b.pull = append(b.pull, float32(math.Sqrt(float64(weight[k])/mean)))
			}
		}
		b.offset[i+1] = int32(len(b.to))
		b.mass[i] = 1 + float32(b.offset[i+1]-b.offset[i])
	}
	b.apart = pushing * float32(len(nodes)) / float32(len(nodes)+len(b.to))
	b.at, b.push = make([]Point, len(nodes)), make([]Point, len(nodes))
	return b
}

// begin gives every node its first place.
func (b *body) begin(ctx context.Context, o Options) error {
	b.pivots = newPivots(b, o.Seed)
	of, count := b.groups(o.Groups)
	if count < 2 || count == len(b.nodes) {
		b.pivots.spread(b.at, o.Seed)
		return ctx.Err()
	}
	home, err := b.quotient(ctx, of, count, o.Seed)
	if err != nil {
		return err
	}
	members := make([][]int32, count)
	for i, c := range of {
		members[c] = append(members[c], int32(i))
	}
	for c, m := range members {
		spots := make([]Point, len(m))
		sunflower(spots, 0.5*float32(math.Sqrt(float64(len(m)))), o.Seed+uint64(c))
		for k, i := range m {
			b.at[i] = Point{X: home[c].X + spots[k].X, Y: home[c].Y + spots[k].Y}
		}
	}
	return nil
}

// groups numbers the communities that occur in the body; a node without one is one.
func (b *body) groups(groups []int32) (of []int32, count int) {
	of = make([]int32, len(b.nodes))
	name := map[int32]int32{}
	for i, v := range b.nodes {
		g := int32(-1)
		if groups != nil {
			g = groups[v]
		}
		id, known := name[g]
		if !known || g < 0 {
			id = int32(count)
			count++
			name[g] = id
		}
		of[i] = id
	}
	return of, count
}

// quotient lays out the graph of the communities.
func (b *body) quotient(ctx context.Context, of []int32, count int, seed uint64) ([]Point, error) {
	between := csr.NewBuilder(count)
	for i := range b.at {
		for k := b.offset[i]; k < b.offset[i+1]; k++ {
			if j := b.to[k]; of[i] < of[j] {
				between.Add(of[i], of[j], int64(1000*b.pull[k])+1)
			}
		}
	}
	q, err := between.Build()
	if err != nil {
		return nil, err
	}
	all := make([]int32, count)
	for c := range all {
		all[c] = int32(c)
	}
	small := newBody(q, all)
	size := make([]float32, count)
	for _, c := range of {
		size[c]++
	}
	for c := range small.mass {
		small.mass[c] += size[c]
	}
	small.pivots = newPivots(small, seed)
	small.pivots.spread(small.at, seed)
	for range 60 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		small.step()
	}
	want := float32(math.Sqrt(float64(len(b.at))))
	have := small.bounds().r
	for c := range small.at {
		small.at[c].X *= want / max(have, 1e-6)
		small.at[c].Y *= want / max(have, 1e-6)
	}
	return small.at, nil
}

// step moves every node once and returns the mean movement.
func (b *body) step() float64 {
	b.tree.build(b.at, b.mass)
	if b.held != nil {
		b.parallel(b.hold)
	} else {
		b.pivots.measure(b.at)
		b.parallel(b.forces)
	}
	moved := 0.0
	for i := range b.at {
		if b.pinned != nil && b.pinned[i] {
			continue
		}
		dx, dy := b.push[i].X, b.push[i].Y
		length := hypot(dx, dy)
		if length > b.heat {
			dx, dy = dx*b.heat/length, dy*b.heat/length
			length = b.heat
		}
		b.at[i].X += dx
		b.at[i].Y += dy
		moved += float64(length)
	}
	b.heat *= cooling
	return moved / float64(len(b.at))
}

// parallel shares out the nodes in the tree's order. Each node's force is summed
// by one worker in one order, so that the number of workers changes nothing.
func (b *body) parallel(work func(from, to int)) {
	n := len(b.at)
	workers := runtime.GOMAXPROCS(0)
	if n < 2000 || workers == 1 {
		work(0, n)
		return
	}
	var wait sync.WaitGroup
	chunks := workers * 8
	next := make(chan int, chunks)
	for c := range chunks {
		next <- c
	}
	close(next)
	for range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for c := range next {
				work(n*c/chunks, n*(c+1)/chunks)
			}
		}()
	}
	wait.Wait()
}

// forces sets push for the nodes at places from..to-1 of the tree's order.
func (b *body) forces(from, to int) {
	for _, i := range b.tree.order[from:to] {
		p := b.at[i]
		fx, fy := b.tree.repulsion(p, i)
		m := b.mass[i]
		fx, fy = float32(fx*m*b.apart), float32(fy*m*b.apart)
		for k := b.offset[i]; k < b.offset[i+1]; k++ {
			q := b.at[b.to[k]]
			fx -= float32(b.pull[k] * (p.X - q.X))
			fy -= float32(b.pull[k] * (p.Y - q.Y))
		}
		fx -= float32(gravity * float32(m*p.X))
		fy -= float32(gravity * float32(m*p.Y))
		cx, cy := b.pivots.correct(b.at, i)
		b.push[i] = Point{X: float32(fx/m*near) + float32(cx*whole), Y: float32(fy/m*near) + float32(cy*whole)}
	}
}

// bounds returns a disc around the middle of the nodes that holds them all.
func (b *body) bounds() disc {
	if len(b.at) == 0 {
		return disc{}
	}
	lo, hi := b.at[0], b.at[0]
	for _, p := range b.at {
		lo.X, lo.Y = min(lo.X, p.X), min(lo.Y, p.Y)
		hi.X, hi.Y = max(hi.X, p.X), max(hi.Y, p.Y)
	}
	d := disc{x: float32((lo.X + hi.X) / 2), y: float32((lo.Y + hi.Y) / 2)}
	for _, p := range b.at {
		d.r = max(d.r, hypot(p.X-d.x, p.Y-d.y))
	}
	return d
}

func hypot(x, y float32) float32 {
	return float32(math.Sqrt(float64(float32(x*x) + float32(y*y))))
}
