package community

import (
	"slices"

	"casebench/internal/csr"
)

// level is the graph of one storey: the case's own graph on the ground, graphs of
// communities above. A node's degree counts the weight inside it twice, as
// modularity wants; that weight is in no row.
type level struct {
	offset []int
	to     []int32
	weight []int64
	degree []int64
	part   []int32 // node -> community
	piece  []int32 // node -> node of the storey above
}

func (lv *level) nodes() int { return len(lv.degree) }

func (lv *level) row(v int32) ([]int32, []int64) {
	i, j := lv.offset[v], lv.offset[v+1]
	to := lv.to[i:j]
	return to, lv.weight[i:j][:len(to)]
}

// ground shares the rows of g.
func ground(g *csr.Graph) *level {
	lv := &level{part: make([]int32, g.Nodes()), piece: make([]int32, g.Nodes())}
	lv.offset, lv.to, lv.weight, lv.degree = g.Rows()
	return lv
}

// resize gives room for so many nodes and entries, with the old memory if it is
// large enough; what was in it is gone.
func (lv *level) resize(nodes, entries int) {
	lv.offset = slices.Grow(lv.offset[:0], nodes+1)[:nodes+1]
	lv.to = slices.Grow(lv.to[:0], entries)[:entries]
	lv.weight = slices.Grow(lv.weight[:0], entries)[:entries]
	lv.degree = slices.Grow(lv.degree[:0], nodes)[:nodes]
	lv.part = slices.Grow(lv.part[:0], nodes)[:nodes]
	lv.piece = slices.Grow(lv.piece[:0], nodes)[:nodes]
}

// aggregate makes one node of each piece of lv, on the next storey, which becomes
// the top. Pieces keep the community that they came from. Rows come in order of
// first touch.
func (l *leiden) aggregate(lv *level, count int) {
	l.top++
	if l.top == len(l.levels) {
		l.levels = append(l.levels, &level{})
	}
	up := l.levels[l.top]
	up.resize(count, len(lv.to))
	members, begin := l.work.grouped(lv.piece, count)
	slot, touched := l.work.slot, l.work.touched
	end := 0
	for c := range int32(count) {
		group := members[begin[c]:begin[c+1]]
		degree, k := int64(0), 0
		for _, v := range group {
			degree += lv.degree[v]
			to, weight := lv.row(v)
			k += gather(slot, touched[k:], lv.piece, to, weight)
		}
		up.offset[c], up.degree[c], up.part[c] = end, degree, l.part[group[0]]
		for _, d := range touched[:k] {
			if d != c {
				up.to[end], up.weight[end] = d, slot[d].sum
				end++
			}
			slot[d].sum = 0
		}
	}
	up.offset[count] = end
	up.to, up.weight = up.to[:end], up.weight[:end]
	l.part = up.part
}

// scratch is memory that all storeys share; each uses the front of it.
type scratch struct {
	slot    []slot
	touched []int32 // communities whose slot has a sum; one longer than there can be
	name    []int32
	members []int32
	begin   []int32
	next    []int32
	size    []int32
	empty   []int32
	queue   queue
	lone    []bool
	outside []int64
	weighed []weighed
}

// slot is what is known of one community while a node is visited. Weights are
// positive, so that a sum of zero means untouched.
type slot struct {
	sum   int64 // weight from the visited node
	total int64 // sum of degrees
}

// gather adds the weights of a row to the sums of the neighbours' communities, and
// lists those that had none, in order; it returns how many. touched must be one
// longer than they can be.
//
// It writes before it knows and counts without branching, since a processor cannot
// guess which neighbours share a community. A function of its own keeps all it
// needs in registers.
//
//go:noinline
func gather(slots []slot, touched, part, to []int32, weight []int64) int {
	k := 0
	weight = weight[:len(to)]
	for i, u := range to {
		c := part[u]
		at := &slots[c]
		sum := at.sum
		at.sum = sum + weight[i]
		touched[k] = c
		if sum == 0 {
			k++
		}
	}
	return k
}

// gatherWithin is gather for the neighbours whose part is own; sums are by piece.
//
//go:noinline
func gatherWithin(slots []slot, touched, piece, part []int32, own int32, to []int32, weight []int64) int {
	k := 0
	weight = weight[:len(to)]
	for i, u := range to {
		if part[u] != own {
			continue
		}
		d := piece[u]
		at := &slots[d]
		sum := at.sum
		at.sum = sum + weight[i]
		touched[k] = d
		if sum == 0 {
			k++
		}
	}
	return k
}

func newScratch(n int) scratch {
	return scratch{
		slot: make([]slot, n), touched: make([]int32, n+1), name: make([]int32, n),
		members: make([]int32, n), begin: make([]int32, n+1), next: make([]int32, n),
		size: make([]int32, n), empty: make([]int32, 0, n), queue: newQueue(n),
		lone: make([]bool, n), outside: make([]int64, n),
	}
}

// grouped lists the nodes by community: those of c are members[begin[c]:begin[c+1]],
// ascending.
func (w *scratch) grouped(part []int32, count int) (members, begin []int32) {
	members, begin = w.members[:len(part)], w.begin[:count+1]
	next := w.next[:count]
	clear(begin)
	for _, c := range part {
		begin[c+1]++
	}
	for c := range count {
		next[c] = begin[c]
		begin[c+1] += begin[c]
	}
	for v, c := range part {
		members[next[c]] = int32(v)
		next[c]++
	}
	return members, begin
}
