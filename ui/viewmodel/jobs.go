package viewmodel

import (
	"casebench/internal/job"
	"casebench/internal/progress"
)

// JobView is one piece of long work as the status bar shows it.
type JobView struct {
	Name  string
	State job.State
	progress.Snapshot

	job   *job.Job
	quiet bool
}

// Share returns how much of the phase is done, 0 to 1; ok is false when nobody
// knows.
func (j JobView) Share() (share float64, ok bool) {
	if j.Total <= 0 {
		return 0, false
	}
	return min(1, float64(j.Done)/float64(j.Total)), true
}

// Jobs is the long work of a bench: what runs and what waits.
type Jobs struct {
	Running *Value[[]JobView] // told at every Tick
	jobs    []JobView
}

func newJobs() *Jobs { return &Jobs{Running: NewValue[[]JobView](nil, nil)} }

func (j *Jobs) add(work *job.Job) {
	j.jobs = append(j.jobs, JobView{Name: work.Name, job: work})
	j.refresh()
}

func (j *Jobs) addQuiet(work *job.Job) {
	j.jobs = append(j.jobs, JobView{Name: work.Name, job: work, quiet: true})
	j.refresh()
}

// Tick looks where the work stands. The window calls it ten times a second while
// Any reports that there is some.
func (j *Jobs) Tick() { j.refresh() }

// Any reports whether something runs or waits.
func (j *Jobs) Any() bool { return len(j.jobs) > 0 }

// Cancel stops the job that runs, or with all every one that waits too.
func (j *Jobs) Cancel(all bool) {
	for i := range j.jobs {
		j.jobs[i].job.Cancel()
		if !all {
			return
		}
	}
}

// asked reports whether there is work that a person asked for.
func (j *Jobs) asked() bool {
	for i := range j.jobs {
		if !j.jobs[i].quiet && j.jobs[i].job.State() <= job.Running {
			return true
		}
	}
	return false
}

// refresh takes a fresh look and drops what has ended.
func (j *Jobs) refresh() {
	kept := j.jobs[:0]
	for _, v := range j.jobs {
		if s := v.job.State(); s <= job.Running {
			v.State, v.Snapshot = s, v.job.Meter.Snapshot()
			kept = append(kept, v)
		}
	}
	clear(j.jobs[len(kept):])
	j.jobs = kept
	j.Running.Set(append([]JobView(nil), kept...))
}
