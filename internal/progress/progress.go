// Package progress lets long work count and lets others look.
//
// The worker knows only a Reporter: it names a phase and adds to it. Whoever
// shows progress holds the Meter and takes a Snapshot when it likes; nothing is
// formatted, and nobody waits, on the worker's side.
package progress

import (
	"sync"
	"sync/atomic"
	"time"
)

// Reporter is told how far a piece of work has come. Implementations are safe
// for concurrent use.
type Reporter interface {
	// Phase begins a named part of the work. Total is the amount expected, or 0
	// when nobody knows; done starts again at zero.
	Phase(name string, total int64)
	// Add counts n more units of the phase as done.
	Add(n int64)
	// Reject counts n rows that could not be read.
	Reject(n int64)
}

// InBytes says that the phase which has just begun is counted in bytes, so that whoever
// shows it writes them as bytes. Reporters that do not care are left alone.
func InBytes(r Reporter) {
	if m, ok := r.(*Meter); ok {
		m.bytes.Store(true)
	}
}

// Discard is a Reporter that ignores everything.
var Discard Reporter = discard{}

type discard struct{}

func (discard) Phase(string, int64) {}
func (discard) Add(int64)           {}
func (discard) Reject(int64)        {}

// Meter is a Reporter that can be looked at. The zero value is ready to use.
type Meter struct {
	mu      sync.Mutex
	name    string
	began   time.Time
	total   atomic.Int64
	done    atomic.Int64
	rejects atomic.Int64
	bytes   atomic.Bool
}

// Phase implements Reporter.
func (m *Meter) Phase(name string, total int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.name, m.began = name, time.Now()
	m.total.Store(total)
	m.done.Store(0)
	m.rejects.Store(0)
	m.bytes.Store(false)
}

// Add implements Reporter.
func (m *Meter) Add(n int64) { m.done.Add(n) }

// Reject implements Reporter.
func (m *Meter) Reject(n int64) { m.rejects.Add(n) }

// Snapshot is where a piece of work stands at one moment.
type Snapshot struct {
	Phase   string
	Done    int64
	Total   int64 // 0: unknown
	Rejects int64
	Bytes   bool // Done and Total are bytes
	Elapsed time.Duration
}

// Snapshot returns where the current phase stands.
func (m *Meter) Snapshot() Snapshot {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := Snapshot{Phase: m.name, Done: m.done.Load(), Total: m.total.Load(), Rejects: m.rejects.Load(), Bytes: m.bytes.Load()}
	if !m.began.IsZero() {
		s.Elapsed = time.Since(m.began)
	}
	return s
}

// Rate returns units done per second, or 0 before anything was measured.
func (s Snapshot) Rate() float64 {
	if s.Elapsed <= 0 {
		return 0
	}
	return float64(s.Done) / s.Elapsed.Seconds()
}

// Left estimates the time to the end at the rate so far; ok is false when the
// total is unknown or nothing was done yet.
func (s Snapshot) Left() (left time.Duration, ok bool) {
	if s.Total <= 0 || s.Done <= 0 {
		return 0, false
	}
	rest := max(s.Total-s.Done, 0)
	return time.Duration(float64(s.Elapsed) * float64(rest) / float64(s.Done)), true
}
