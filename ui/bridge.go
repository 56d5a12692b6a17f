package ui

import (
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// Bridge is the one crossing between the goroutine of the window and all others.
// No other file calls fyne.Do, and none waits for the window.
type Bridge struct {
	do func(func()) // fyne.Do; a test's pump in its place

	mu      sync.Mutex
	ticking bool
}

// Post runs f on the goroutine of the window, after what was posted before it. It
// is the Post of every view model.
func (b *Bridge) Post(f func()) { b.do(f) }

// NewBridge makes the crossing to the toolkit's goroutine.
func NewBridge() *Bridge { return &Bridge{do: fyne.Do} }

// Tick calls look on the goroutine of the window every so often, for as long as it
// answers true. While a Tick goes on, another one is not begun: there is one thing
// to look at, the work that runs.
func (b *Bridge) Tick(every time.Duration, look func() bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ticking {
		return
	}
	b.ticking = true
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for more := make(chan bool, 1); ; {
			<-tick.C
			b.Post(func() { more <- b.look(look) })
			if !<-more {
				return
			}
		}
	}()
}

// Every calls look on the goroutine of the window every so often, until stop is
// called. It does not wait for the window.
func (b *Bridge) Every(every time.Duration, look func()) (stop func()) {
	end := make(chan struct{})
	go func() {
		tick := time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-end:
				return
			case <-tick.C:
				b.Post(look)
			}
		}
	}()
	return sync.OnceFunc(func() { close(end) })
}

// look looks once. That there is no more to look at is noted on the goroutine of
// the window, where new work begins: no Tick in between is lost.
func (b *Bridge) look(look func() bool) bool {
	if look() {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ticking = false
	return false
}

// Quit ends the program from another goroutine, such as one that waits for a signal.
func Quit(a fyne.App) { fyne.Do(a.Quit) }
