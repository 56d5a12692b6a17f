// Package job runs work in the background: so many at a time, in the order asked.
//
// A Lane is a queue with a number of workers. Go puts work into it and returns a
// Job at once; the Job says where the work stands, can be cancelled, and counts
// through a progress.Meter that anybody may look at. A panic in the work becomes
// the Job's error. Close cancels what is there and waits until nothing runs any
// more, so that nothing is ever left to finish by itself.
package job

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"casebench/internal/progress"
)

// State is where a Job stands.
type State int

// The states, in the order in which a job goes through them.
const (
	Queued State = iota
	Running
	Done
	Failed
	Cancelled
)

// ErrClosed is the error of work given to a closed lane.
var ErrClosed = errors.New("job: the lane is closed")

// Work is what a Job does. It returns ctx's error soon after ctx ends.
type Work func(ctx context.Context, p progress.Reporter) error

// Job is one piece of work in a Lane. Its methods are safe for concurrent use.
type Job struct {
	Name  string
	Meter progress.Meter

	ctx    context.Context
	cancel context.CancelFunc
	work   Work
	done   chan struct{}

	mu    sync.Mutex
	state State
	err   error
}

// Cancel asks the job to stop; one that waits never begins.
func (j *Job) Cancel() { j.cancel() }

// Done is closed when the job has ended, however it did.
func (j *Job) Done() <-chan struct{} { return j.done }

// State returns where the job stands.
func (j *Job) State() State {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.state
}

// Err returns the job's error once it has ended; nil before.
func (j *Job) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

func (j *Job) set(s State, err error) {
	j.mu.Lock()
	j.state, j.err = s, err
	j.mu.Unlock()
}

// run does the work and says how it ended.
func (j *Job) run() {
	defer close(j.done)
	defer j.cancel()
	if err := j.ctx.Err(); err != nil {
		j.set(Cancelled, err)
		return
	}
	j.set(Running, nil)
	err := j.guarded()
	switch {
	case err == nil:
		j.set(Done, nil)
	case j.ctx.Err() != nil && errors.Is(err, context.Canceled):
		j.set(Cancelled, err)
	default:
		j.set(Failed, err)
	}
}

func (j *Job) guarded() (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: panic: %v\n%s", j.Name, r, debug.Stack())
		}
	}()
	return j.work(j.ctx, &j.Meter)
}

// Lane runs jobs, at most so many at a time, in the order in which they came.
type Lane struct {
	mu     sync.Mutex
	queue  []*Job
	free   int
	active map[*Job]bool
	closed bool
	idle   sync.WaitGroup
}

// NewLane returns a lane for n jobs at a time.
func NewLane(n int) *Lane { return &Lane{free: max(1, n), active: map[*Job]bool{}} }

// Go queues work and returns its job. On a closed lane the job has failed with
// ErrClosed.
func (l *Lane) Go(name string, work Work) *Job {
	j := &Job{Name: name, work: work, done: make(chan struct{})}
	j.ctx, j.cancel = context.WithCancel(context.Background())
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		j.cancel()
		j.set(Failed, ErrClosed)
		close(j.done)
		return j
	}
	l.queue = append(l.queue, j)
	l.start()
	return j
}

// start gives queued jobs to free workers. The caller holds the lock.
func (l *Lane) start() {
	for l.free > 0 && len(l.queue) > 0 {
		j := l.queue[0]
		l.queue = l.queue[1:]
		l.free--
		l.active[j] = true
		l.idle.Add(1)
		go func() {
			defer l.idle.Done()
			j.run()
			l.mu.Lock()
			delete(l.active, j)
			l.free++
			l.start()
			l.mu.Unlock()
		}()
	}
}

// Busy reports whether a job runs or waits.
func (l *Lane) Busy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.active)+len(l.queue) > 0
}

// Cancel asks all jobs of the lane to stop, those that wait included.
func (l *Lane) Cancel() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, j := range l.queue {
		j.cancel()
	}
	for j := range l.active {
		j.cancel()
	}
}

// Close takes no more work, cancels what there is and waits until it has ended.
func (l *Lane) Close() {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	l.Cancel()
	l.idle.Wait()
}
