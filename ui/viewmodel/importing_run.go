package viewmodel

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// ImportOutcome is what became of a file. Accepted, Rejected and Skipped add up to
// Rows.
type ImportOutcome struct {
	State  ImportOutcomeState
	Source casefile.Source
	Text   string // what went wrong, or how it is a duplicate
	Hint   string
}

// ImportOutcomeState is how far a file has come.
type ImportOutcomeState int

// The states of a file in the work.
const (
	ImportWaits ImportOutcomeState = iota
	ImportReads
	ImportDone
	ImportSame   // the case held its bytes already
	ImportFailed // nothing of it is in the case
	ImportNot    // it was not begun, or was cancelled: nothing of it is in the case
)

// ImportState is where the work stands.
type ImportState struct {
	Running   bool
	Done      bool
	Cancelled bool
	Accepted  int64
	Rejected  int64
	Skipped   int64
	Failed    int
	Seconds   float64
}

// Running reports whether the work goes on. The window keeps the view model until
// it has ended, so that the dialog can be opened again.
func (m *Importing) Running() bool { return m.State.Get().Running }

// Start imports the files as one job, one after the other. The dialog may be closed
// meanwhile. What goes wrong with a file stands beside it; the others go on.
func (m *Importing) Start() {
	if m.Running() || m.Why() != "" {
		return
	}
	var files []*ImportFile
	var todo []casework.ImportOptions
	for _, f := range m.Files.Get() {
		if f.Imports() {
			f.Outcome = &ImportOutcome{}
			files, todo = append(files, f), append(todo, m.final(f))
		}
	}
	m.Page.Set(ImportRun)
	m.State.Set(ImportState{Running: true})
	m.tell()
	name := "Import " + Many(int64(len(files)), "file")
	if len(files) == 1 {
		name = "Import " + files[0].Look.Name
	}
	b := m.bench
	m.job = b.Long(name, func(ctx context.Context, p progress.Reporter) error {
		for i, o := range todo {
			b.Post(func() { m.come(files[i], ImportOutcome{State: ImportReads}) })
			r, err := b.Work.Import(ctx, o, p)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			out := outcomeOf(r, err)
			b.Post(func() { m.come(files[i], out) })
		}
		return nil
	}, func(err error) { m.end(files, err) })
}

// final is how a file is imported: by the mapping that is shown, stated in full,
// unless it needs none and nothing was said of it.
func (m *Importing) final(f *ImportFile) casework.ImportOptions {
	o := m.options(f)
	if f.Look.Mapping != nil && (!f.Look.Canonical || o.Mapping != nil) {
		full := f.Mapping()
		o.Mapping = &full
	}
	return o
}

func outcomeOf(r casework.ImportResult, err error) ImportOutcome {
	if err != nil || len(r.Sources) == 0 {
		x := Explain(err)
		return ImportOutcome{State: ImportFailed, Text: x.Sentence, Hint: x.Hint}
	}
	s := r.Sources[0].Source
	out := ImportOutcome{State: ImportDone, Source: s}
	switch {
	case s.DuplicateOf != nil:
		out.State, out.Text = ImportSame, fmt.Sprintf("The case holds the same bytes as source %d.", *s.DuplicateOf)
	case s.Duplicates > 0:
		out.Text = Many(s.Duplicates, "row") + " stand in an earlier source too and are counted once."
	}
	return out
}

// come shows how far a file has come.
func (m *Importing) come(f *ImportFile, out ImportOutcome) {
	f.Outcome = &out
	s := m.State.Get()
	switch out.State {
	case ImportDone:
		s.Accepted += out.Source.Accepted
		s.Rejected += out.Source.Rejected
		s.Skipped += out.Source.Skipped
		s.Seconds += out.Source.Seconds
	case ImportFailed:
		s.Failed++
	}
	m.State.Set(s)
	m.tell()
}

// end says what the work came to.
func (m *Importing) end(files []*ImportFile, err error) {
	s := m.State.Get()
	s.Running, s.Done, s.Cancelled = false, true, isCancelled(err)
	done := 0
	for _, f := range files {
		switch f.Outcome.State {
		case ImportWaits, ImportReads:
			f.Outcome = &ImportOutcome{State: ImportNot, Text: "Nothing of it is in the case."}
			if err != nil && !s.Cancelled {
				f.Outcome.State, f.Outcome.Text = ImportFailed, Explain(err).Sentence
				s.Failed++
			}
		case ImportDone:
			done++
		}
	}
	m.State.Set(s)
	m.tell()
	text := fmt.Sprintf("%s imported: %s", Many(int64(done), "file"), Many(s.Accepted, "row"))
	if s.Rejected > 0 {
		text += ", " + Thousands(s.Rejected) + " rejected"
	}
	switch {
	case s.Cancelled:
		text = "Import stopped; " + text
	case s.Failed > 0:
		text += fmt.Sprintf("; %s could not be imported", Many(int64(s.Failed), "file"))
	}
	m.bench.Say(text, false)
}

// Cancel stops the work. Sources that are complete stay.
func (m *Importing) Cancel() {
	if m.job != nil {
		m.job.Cancel()
	}
}

// Progress is the work as a line: what, how far, how fast, how long still. Share is
// below 0 when nobody knows.
func (m *Importing) Progress() (share float64, line string) {
	if m.job == nil || m.job.State() > job.Running {
		return 1, ""
	}
	if m.job.State() == job.Queued {
		return -1, "Waits until other work has ended"
	}
	s := m.job.Meter.Snapshot()
	share = -1
	var parts []string
	if s.Total > 0 {
		share = min(1, float64(s.Done)/float64(s.Total))
		parts = append(parts, strconv.Itoa(int(share*100))+" %")
	}
	if r := s.Rate(); r > 0 {
		parts = append(parts, SizeOf(int64(r))+"/s")
	}
	if s.Rejects > 0 {
		parts = append(parts, Many(s.Rejects, "reject"))
	}
	if left, ok := s.Left(); ok {
		parts = append(parts, lasting(left)+" left")
	}
	return share, strings.Join(parts, " · ")
}

// Numbers returns the counts of a file that was read: rows, accepted, rejected,
// skipped.
func (o *ImportOutcome) Numbers() [4]string {
	if o == nil || o.State != ImportDone {
		return [4]string{}
	}
	s := o.Source
	return [4]string{Thousands(s.Rows), Thousands(s.Accepted), Thousands(s.Rejected), Thousands(s.Skipped)}
}

// LinkNow asks the window for a linkage run.
func (m *Importing) LinkNow() { m.bench.Show(Intention{Name: IntendLink}) }

// Rejects asks the window for the rows of the i-th file that could not be read.
func (m *Importing) Rejects(i int) {
	if f := m.file(i); f != nil && f.Outcome != nil && f.Outcome.Source.ID > 0 {
		m.bench.Show(Intention{Name: IntendRejects, Argument: strconv.Itoa(int(f.Outcome.Source.ID))})
	}
}

// Follow calls f whenever the work has gone on, until stop is called.
func (m *Importing) Follow(f func()) (stop func()) {
	return m.bench.Jobs.Running.Follow(func([]JobView) {
		if m.Running() {
			f()
		}
	})
}
