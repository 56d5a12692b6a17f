package viewmodel

import (
	"context"

	"casebench/internal/job"
	"casebench/internal/progress"
)

// Latest runs work in the background of which only the newest answer counts: a
// newer Run cancels and outdates the older. It belongs to the goroutine of the
// window.
type Latest struct {
	lane    *job.Lane
	post    Post
	job     *job.Job
	number  int
	pending bool
}

// NewLatest returns a Latest that works in a lane and answers through post.
func NewLatest(lane *job.Lane, post Post) *Latest { return &Latest{lane: lane, post: post} }

// Run does the work in the background. What it returns is run on the goroutine of
// the window, unless a newer Run or a Cancel came first; nil is nothing to run.
// Work should end soon after its context.
func (l *Latest) Run(work func(ctx context.Context) (show func())) {
	l.Cancel()
	l.number++
	mine := l.number
	l.pending = true
	l.job = l.lane.Go("read", func(ctx context.Context, _ progress.Reporter) error {
		show := work(ctx)
		l.post(func() {
			if mine != l.number {
				return
			}
			l.pending = false
			if show != nil {
				show()
			}
		})
		return nil
	})
}

// Cancel stops what runs; its answer is not shown.
func (l *Latest) Cancel() {
	if l.job != nil {
		l.job.Cancel()
	}
	l.number++
	l.pending = false
}

// Pending reports whether an answer is awaited.
func (l *Latest) Pending() bool { return l.pending }
