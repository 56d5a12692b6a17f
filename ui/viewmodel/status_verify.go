package viewmodel

import (
	"context"
	"slices"

	"casebench/casework"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// Verification hashes the kept originals again and compares them with the hashes
// taken at import: once after the case was opened, and again when a source has
// come. It gives way to work that a person asks for.
type Verification struct {
	State *Value[Verified]

	bench   *Bench
	list    *Latest
	job     *job.Job
	yielded bool // cancelled to let other work pass; begins again behind it
	asked   bool // by a person: the outcome is recorded
	stops   Stops
}

// Verified is what is known of the sources.
type Verified struct {
	Sources []casework.SourceState // Verified is nil in those not hashed yet
	Damaged string                 // a sentence about the first damaged one
	Running bool
	Problem error // why it could not be found out
}

// Good returns how many sources were verified, and how many there are.
func (v Verified) Good() (good, all int) {
	for _, s := range v.Sources {
		if s.Verified != nil && *s.Verified {
			good++
		}
	}
	return good, len(v.Sources)
}

// Of returns what is known of one source; ok is false when nothing is yet.
func (v Verified) Of(id uint32) (good, ok bool) {
	for _, s := range v.Sources {
		if s.ID == id && s.Verified != nil {
			return *s.Verified, true
		}
	}
	return false, false
}

// NewVerification begins to verify the sources of a bench.
func NewVerification(b *Bench) *Verification {
	v := &Verification{State: NewValue(Verified{}, nil), bench: b, list: b.NewLatest()}
	v.stops.Add(b.OnChange(casework.TopicSources, v.look), b.Jobs.Running.Follow(v.giveWay), v.list.Cancel)
	v.look()
	return v
}

// Close ends it; what runs is cancelled.
func (v *Verification) Close() {
	v.stops.Stop()
	if v.job != nil {
		v.job.Cancel()
	}
}

// Again verifies everything once more.
func (v *Verification) Again() {
	v.asked = true
	v.begin()
}

// look lists the sources and verifies them when one is new.
func (v *Verification) look() {
	v.list.Run(func(ctx context.Context) func() {
		r, err := v.bench.Work.Sources(ctx, false, progress.Discard)
		return func() { v.listed(r, err) }
	})
}

func (v *Verification) listed(r casework.SourcesResult, err error) {
	if err != nil {
		v.State.Set(Verified{Problem: err})
		return
	}
	now, old := v.State.Get(), v.State.Get().Sources
	r.Sources = standing(r.Sources)
	fresh := false
	for i := range r.Sources {
		s := &r.Sources[i]
		at := slices.IndexFunc(old, func(o casework.SourceState) bool { return o.ID == s.ID })
		if at < 0 || old[at].Verified == nil {
			fresh = true
			continue
		}
		s.Verified, s.Problem = old[at].Verified, old[at].Problem
	}
	now.Sources = r.Sources
	v.State.Set(now)
	if fresh {
		v.begin()
	}
}

// standing leaves the sources that count.
func standing(list []casework.SourceState) []casework.SourceState {
	return slices.DeleteFunc(list, func(s casework.SourceState) bool { return s.State != "ready" })
}

// begin starts the job, in the place of one that runs.
func (v *Verification) begin() {
	if v.job != nil {
		v.job.Cancel()
	}
	v.yielded = false
	now := v.State.Get()
	now.Running = true
	v.State.Set(now)
	var found casework.SourcesResult
	asked := v.asked
	var mine *job.Job
	mine = v.bench.Quiet("verify sources", func(ctx context.Context, p progress.Reporter) (err error) {
		if err := v.bench.quiet(ctx); err != nil {
			return err
		}
		if asked {
			found, err = v.bench.Work.Sources(ctx, true, p)
		} else {
			found, err = v.bench.Work.WatchSources(ctx, p)
		}
		return err
	}, func(err error) {
		if v.job == mine {
			v.job = nil
			v.asked = v.asked && isCancelled(err) && v.yielded
			v.ended(found, err)
		}
	})
	v.job = mine
}

// ended shows the outcome. Cancelled by a person, it stays as it was: not verified.
func (v *Verification) ended(r casework.SourcesResult, err error) {
	now := v.State.Get()
	now.Running = false
	switch {
	case err != nil && isCancelled(err):
		v.State.Set(now)
		if v.yielded {
			v.begin()
		}
		return
	case err != nil:
		now.Problem = err
		v.State.Set(now)
		return
	}
	v.State.Set(Verified{Sources: standing(r.Sources), Damaged: r.Damaged})
}

// giveWay lets work pass that a person asked for meanwhile.
func (v *Verification) giveWay(jobs []JobView) {
	if v.job == nil || v.yielded || v.job.State() != job.Running {
		return
	}
	for _, j := range jobs {
		if j.job != v.job && j.State == job.Queued {
			v.yielded = true
			v.job.Cancel()
			return
		}
	}
}
