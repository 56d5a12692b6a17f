package community

import "context"

// checkEvery is how many nodes are visited between two looks at the context.
const checkEvery = 4096

// move is the fast local moving phase on the top storey: nodes wait in a queue,
// each goes to the neighbouring community (or an empty one) that gains most, and a
// move wakes the neighbours that are elsewhere. The queue begins with all nodes,
// shuffled or ascending; ascending is kinder to memory, and enough where few moves
// are left. It returns how many moves were made; l.part is changed in place and may
// leave gaps in the numbers.
func (l *leiden) move(ctx context.Context, shuffled bool) (moves int, err error) {
	lv := l.levels[l.top]
	n := lv.nodes()
	part, touched := l.part[:n], l.work.touched
	slot, size := l.work.slot[:n], l.work.size[:n]
	for c := range slot {
		slot[c].total, size[c] = 0, 0
	}
	for v, c := range part {
		slot[c].total += lv.degree[v]
		size[c]++
	}
	empty := l.work.empty[:0]
	for c := n - 1; c >= 0; c-- {
		if size[c] == 0 {
			empty = append(empty, int32(c))
		}
	}
	queue := &l.work.queue
	queue.fill(n)
	if shuffled {
		l.rand.Shuffle(queue.ring[:n])
	}
	for step := 0; queue.left() > 0; step++ {
		if step%checkEvery == 0 && ctx.Err() != nil {
			return moves, ctx.Err()
		}
		v := queue.pop()
		old := part[v]
		to, weight := lv.row(v)
		k := gather(slot, touched, part, to, weight)
		degree := lv.degree[v]
		slot[old].total -= degree
		size[old]--
		pull := l.scale.resolution * uint64(degree)
		best, gained := l.scale.best(slot, touched[:k], old, pull)
		if gained.negative() && size[old] > 0 {
			best = empty[len(empty)-1] // better alone than in any company
			empty = empty[:len(empty)-1]
		}
		slot[best].total += degree
		size[best]++
		if best == old {
			continue
		}
		moves++
		part[v] = best
		if size[old] == 0 {
			empty = append(empty, old)
		}
		queue.wake(to, part, best)
	}
	return moves, nil
}

// queue is a ring that holds every node at most once.
type queue struct {
	ring   []int32 // as long as a power of two
	asleep []uint8 // 1: not in the ring
	head   uint    // heads and tails only grow; the ring takes them modulo its length
	tail   uint
}

func newQueue(n int) queue {
	room := 1
	for room <= n { // one more, since wake writes before it knows
		room *= 2
	}
	return queue{ring: make([]int32, room), asleep: make([]uint8, n)}
}

// fill puts the nodes 0..n-1 into the empty queue, ascending.
func (q *queue) fill(n int) {
	q.head, q.tail = 0, uint(n)
	for v := range n {
		q.ring[v] = int32(v)
	}
	clear(q.asleep[:n])
}

func (q *queue) left() uint { return q.tail - q.head }

func (q *queue) pop() int32 {
	v := q.ring[q.head&uint(len(q.ring)-1)]
	q.head++
	q.asleep[v] = 1
	return v
}

// wake queues the nodes that are asleep and in another community than c.
func (q *queue) wake(nodes, part []int32, c int32) {
	ring, tail := q.ring, q.tail
	for _, u := range nodes {
		ring[tail&uint(len(ring)-1)] = u
		elsewhere := uint8(0)
		if part[u] != c {
			elsewhere = 1
		}
		woken := elsewhere & q.asleep[u]
		q.asleep[u] ^= woken
		tail += uint(woken)
	}
	q.tail = tail
}
