package community

import "context"

// checkEvery is how many nodes are visited between two looks at the context.
const checkEvery = 4096

// move is the fast local moving phase: nodes wait in a queue, each goes to the
// neighbouring community (or an empty one) that gains most, and a move wakes the
// neighbours that are elsewhere. It returns how many moves were made; part is
// changed in place and may leave gaps in the numbers.
func (l *leiden) move(ctx context.Context, lv *level, part []int32) (moves int, err error) {
	n := lv.nodes()
	total, size := make([]int64, n), make([]int32, n)
	for v, c := range part {
		total[c] += lv.degree[v]
		size[c]++
	}
	var empty []int32
	for c := n - 1; c >= 0; c-- {
		if size[c] == 0 {
			empty = append(empty, int32(c))
		}
	}
	queue := newQueue(n)
	l.rand.Shuffle(queue.ring)
	sum := l.work.sums(n)
	for step := 0; queue.left > 0; step++ {
		if step%checkEvery == 0 && ctx.Err() != nil {
			return moves, ctx.Err()
		}
		v := queue.pop()
		old := part[v]
		to, weight := lv.row(v)
		for i, u := range to {
			sum.add(part[u], weight[i])
		}
		total[old] -= lv.degree[v]
		size[old]--
		pull := l.scale.resolution * uint64(lv.degree[v])
		best, bestGain := old, l.scale.of(sum.at[old], pull, total[old])
		for _, c := range sum.touched {
			if g := l.scale.of(sum.at[c], pull, total[c]); bestGain.less(g) {
				best, bestGain = c, g
			}
		}
		sum.clear()
		if bestGain.negative() && size[old] > 0 {
			best = empty[len(empty)-1] // better alone than in any company
			empty = empty[:len(empty)-1]
		}
		total[best] += lv.degree[v]
		size[best]++
		if best == old {
			continue
		}
		moves++
		part[v] = best
		if size[old] == 0 {
			empty = append(empty, old)
		}
		for _, u := range to {
			if part[u] != best {
				queue.push(u)
			}
		}
	}
	return moves, nil
}

// queue is a ring that holds every node at most once.
type queue struct {
	ring   []int32
	head   int
	left   int
	queued []bool
}

// newQueue holds all nodes in ascending order.
func newQueue(n int) *queue {
	q := &queue{ring: make([]int32, n), left: n, queued: make([]bool, n)}
	for v := range q.ring {
		q.ring[v], q.queued[v] = int32(v), true
	}
	return q
}

func (q *queue) pop() int32 {
	v := q.ring[q.head]
	if q.head++; q.head == len(q.ring) {
		q.head = 0
	}
	q.left--
	q.queued[v] = false
	return v
}

func (q *queue) push(v int32) {
	if q.queued[v] {
		return
	}
	tail := q.head + q.left
	if tail >= len(q.ring) {
		tail -= len(q.ring)
	}
	q.ring[tail] = v
	q.left++
	q.queued[v] = true
}
