package job_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"casebench/internal/job"
	"casebench/internal/progress"
)

func TestOrderAndWidth(t *testing.T) {
	lane := job.NewLane(1)
	var mu sync.Mutex
	var seen []int
	var last *job.Job
	for i := range 50 {
		last = lane.Go("n", func(context.Context, progress.Reporter) error {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, i)
			return nil
		})
	}
	<-last.Done()
	for i, n := range seen {
		if i != n {
			t.Fatalf("job %d ran as number %d", n, i)
		}
	}
	if len(seen) != 50 || last.State() != job.Done {
		t.Errorf("%d jobs ran, the last is in state %d", len(seen), last.State())
	}
}

func TestHowAJobEnds(t *testing.T) {
	lane := job.NewLane(1)
	boom := errors.New("boom")
	failed := lane.Go("failed", func(context.Context, progress.Reporter) error { return boom })
	panicked := lane.Go("panicked", func(context.Context, progress.Reporter) error { panic("oh") })
	<-panicked.Done()
	if failed.State() != job.Failed || !errors.Is(failed.Err(), boom) {
		t.Errorf("state %d, error %v", failed.State(), failed.Err())
	}
	if panicked.State() != job.Failed || !strings.Contains(panicked.Err().Error(), "oh") {
		t.Errorf("state %d, error %v", panicked.State(), panicked.Err())
	}
}

// Closing cancels what runs, never begins what waits, and returns only when all is
// quiet.
func TestCloseWaits(t *testing.T) {
	lane := job.NewLane(1)
	begun, ended := make(chan struct{}), false
	running := lane.Go("running", func(ctx context.Context, _ progress.Reporter) error {
		close(begun)
		<-ctx.Done()
		ended = true
		return ctx.Err()
	})
	waiting := lane.Go("waiting", func(context.Context, progress.Reporter) error {
		t.Error("a cancelled job began")
		return nil
	})
	<-begun
	if !lane.Busy() {
		t.Error("the lane is not busy")
	}
	lane.Close()
	if !ended || running.State() != job.Cancelled {
		t.Errorf("ended %v, state %d", ended, running.State())
	}
	if waiting.State() != job.Cancelled {
		t.Errorf("the waiting job is in state %d", waiting.State())
	}
	if late := lane.Go("late", nil); !errors.Is(late.Err(), job.ErrClosed) {
		t.Errorf("late work: %v", late.Err())
	}
}
