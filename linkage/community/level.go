package community

import "casebench/internal/csr"

// level is the graph of one storey: the case's own graph on the ground, graphs of
// communities above. A node's degree counts the weight inside it twice, as
// modularity wants; that weight is in no row.
type level struct {
	offset []int
	to     []int32
	weight []int64
	degree []int64
}

func (lv *level) nodes() int { return len(lv.degree) }

func (lv *level) row(v int32) ([]int32, []int64) {
	i, j := lv.offset[v], lv.offset[v+1]
	return lv.to[i:j], lv.weight[i:j]
}

func ground(g *csr.Graph) *level {
	n := g.Nodes()
	lv := &level{offset: make([]int, n+1), to: make([]int32, 0, 2*g.Edges()), weight: make([]int64, 0, 2*g.Edges()), degree: make([]int64, n)}
	for v := range n {
		to, weight := g.Neighbours(int32(v))
		lv.to, lv.weight = append(lv.to, to...), append(lv.weight, weight...)
		lv.offset[v+1] = len(lv.to)
		lv.degree[v] = g.Strength(int32(v))
	}
	return lv
}

// aggregate makes one node of each community; rows come in order of first touch.
func (l *leiden) aggregate(lv *level, part []int32, count int) *level {
	room := len(lv.to) * 3 / 4 // rows shrink; a wrong guess costs a copy
	up := &level{offset: make([]int, count+1), to: make([]int32, 0, room), weight: make([]int64, 0, room), degree: make([]int64, count)}
	members, begin := grouped(part, count)
	sum := l.work.sums(count)
	for c := range count {
		for _, v := range members[begin[c]:begin[c+1]] {
			up.degree[c] += lv.degree[v]
			to, weight := lv.row(v)
			for i, u := range to {
				if d := part[u]; d != int32(c) {
					sum.add(d, weight[i])
				}
			}
		}
		for _, d := range sum.touched {
			up.to, up.weight = append(up.to, d), append(up.weight, sum.at[d])
		}
		up.offset[c+1] = len(up.to)
		sum.clear()
	}
	return up
}

// grouped lists the nodes by community: those of c are members[begin[c]:begin[c+1]].
func grouped(part []int32, count int) (members []int32, begin []int) {
	begin = make([]int, count+1)
	for _, c := range part {
		begin[c+1]++
	}
	for c := range count {
		begin[c+1] += begin[c]
	}
	members = make([]int32, len(part))
	next := append([]int(nil), begin[:count]...)
	for v, c := range part {
		members[next[c]] = int32(v)
		next[c]++
	}
	return members, begin
}

// scratch is memory that passes share.
type scratch struct{ sum sums }

func (s *scratch) sums(n int) *sums {
	if len(s.sum.at) < n {
		s.sum.at = make([]int64, n)
	}
	return &s.sum
}

// sums adds up weights by community and remembers, in order, which were touched.
// Weights are positive, so zero means untouched.
type sums struct {
	at      []int64
	touched []int32
}

func (s *sums) add(c int32, w int64) {
	if s.at[c] == 0 {
		s.touched = append(s.touched, c)
	}
	s.at[c] += w
}

func (s *sums) clear() {
	for _, c := range s.touched {
		s.at[c] = 0
	}
	s.touched = s.touched[:0]
}
