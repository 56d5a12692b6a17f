package query

import (
	"context"
	"slices"
	"sync"
)

// Gate bounds how many goroutines of several searches work at the same time, so that
// a window that asks for rows, counts and a histogram at once keeps a processor to
// draw with. A place is taken for one block. It is safe for several goroutines.
type Gate struct {
	mu    sync.Mutex
	free  int
	queue [2][]chan struct{} // who waits: searches in front, and those aside
	row   int                // places given in succession to those in front while others waited
}

// turnsInFront is how many places searches in front get for one of those aside, while
// both wait.
const turnsInFront = 3

// NewGate returns a gate for so many goroutines, at least one.
func NewGate(places int) *Gate { return &Gate{free: max(1, places)} }

// enter waits for a place. It returns the error of ctx when that ends first; then
// there is nothing to leave. A nil Gate is always open.
func (g *Gate) enter(ctx context.Context, aside bool) error {
	if g == nil {
		return ctx.Err()
	}
	g.mu.Lock()
	if g.free > 0 {
		g.free--
		g.mu.Unlock()
		return nil
	}
	class := 0
	if aside {
		class = 1
	}
	turn := make(chan struct{})
	g.queue[class] = append(g.queue[class], turn)
	g.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	at := slices.Index(g.queue[class], turn)
	if at >= 0 {
		g.queue[class] = slices.Delete(g.queue[class], at, at+1)
	}
	g.mu.Unlock()
	if at < 0 {
		g.leave() // the place came in the same moment
	}
	return ctx.Err()
}

// leave gives the place to who is next.
func (g *Gate) leave() {
	if g == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	class := 0
	if len(g.queue[0]) == 0 || len(g.queue[1]) > 0 && g.row >= turnsInFront {
		class = 1
	}
	if g.row++; class == 1 {
		g.row = 0
	}
	if len(g.queue[class]) == 0 {
		g.free++
		return
	}
	turn := g.queue[class][0]
	g.queue[class] = g.queue[class][1:]
	close(turn)
}
