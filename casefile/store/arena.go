package store

// arena is memory that one goroutine reads columns into, again and again. A nil
// arena gives fresh memory.
type arena struct {
	codes pool[uint32]
	ints  pool[int64]

	bodies openings // as the columns are stored
}

func (a *arena) ofCodes() *pool[uint32] {
	if a == nil {
		return nil
	}
	return &a.codes
}

func (a *arena) ofInts() *pool[int64] {
	if a == nil {
		return nil
	}
	return &a.ints
}

func (a *arena) ofBodies() *openings {
	if a == nil {
		return nil
	}
	return &a.bodies
}

// reset makes all that was taken free again: its users are done with it.
func (a *arena) reset() {
	a.codes.used, a.ints.used = 0, 0
	a.bodies.reset()
}

// pool hands out lists, each until the next reset. A nil pool makes fresh ones.
type pool[T any] struct {
	lists [][]T
	used  int
}

// take returns a list of n elements with any content.
func (p *pool[T]) take(n int) []T {
	if p == nil {
		return make([]T, n)
	}
	if p.used == len(p.lists) {
		p.lists = append(p.lists, nil)
	}
	list := p.lists[p.used]
	if cap(list) < n {
		list = make([]T, n, n+n/8)
		p.lists[p.used] = list
	}
	p.used++
	return list[:n]
}
