// Package uitest is what tests of the window stand on: a pump in the place of the
// toolkit's goroutine, a small real case with known truth, pictures and goldens of
// panes.
package uitest

import (
	"sync"
	"testing"
	"time"
)

// Pump collects what is posted to the goroutine of the window; the test turns it.
// The zero value is ready to use.
type Pump struct {
	mu    sync.Mutex
	queue []func()
}

// Post is a viewmodel.Post.
func (p *Pump) Post(f func()) {
	p.mu.Lock()
	p.queue = append(p.queue, f)
	p.mu.Unlock()
}

// Turn runs what was posted, also what that posts, and returns how much it ran.
func (p *Pump) Turn() int {
	ran := 0
	for {
		p.mu.Lock()
		queue := p.queue
		p.queue = nil
		p.mu.Unlock()
		if len(queue) == 0 {
			return ran
		}
		for _, f := range queue {
			f()
		}
		ran += len(queue)
	}
}

// Step runs the first of what was posted; false when there was nothing.
func (p *Pump) Step() bool {
	p.mu.Lock()
	if len(p.queue) == 0 {
		p.mu.Unlock()
		return false
	}
	f := p.queue[0]
	p.queue = p.queue[1:]
	p.mu.Unlock()
	f()
	return true
}

// Until turns the pump until ok, and fails the test when that takes a minute: work
// goes on elsewhere and is not counted in turns.
func (p *Pump) Until(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; {
		p.Turn()
		if ok() {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}
