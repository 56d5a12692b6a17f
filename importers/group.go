package importers

import (
	"context"
	"sync"
	"sync/atomic"
)

// group runs the goroutines of one import. The first error stops all of them.
type group struct {
	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
}

func newGroup(ctx context.Context) *group {
	g := &group{}
	g.ctx, g.cancel = context.WithCancelCause(ctx)
	return g
}

func (g *group) start(f func(context.Context) error) {
	g.wg.Go(func() {
		if err := f(g.ctx); err != nil {
			g.cancel(err)
		}
	})
}

// startAll runs f n times at once and calls after when the last one has returned.
func (g *group) startAll(n int, after func(), f func(context.Context) error) {
	var left atomic.Int32
	left.Store(int32(n))
	for range n {
		g.start(func(ctx context.Context) error {
			err := f(ctx)
			if err != nil {
				g.cancel(err)
			}
			if left.Add(-1) == 0 {
				after()
			}
			return err
		})
	}
}

// wait returns the first error once every goroutine has ended.
func (g *group) wait() error {
	g.wg.Wait()
	err := context.Cause(g.ctx)
	g.cancel(nil)
	return err
}
