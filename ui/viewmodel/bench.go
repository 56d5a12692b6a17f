package viewmodel

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// Bench is an open case as the whole window sees it. Every view model is made over
// one and shares with the others its selection, its time window and its filter.
type Bench struct {
	Work *casework.Casework
	Post Post

	Selection *Value[Selection]
	Window    *Value[timeline.Window] // the time looked at; empty is all of it
	Filter    *Value[string]          // an expression of the query language; "*" is everything
	Tab       *Value[Tab]             // the document in front
	Zone      *Value[*time.Location]  // in which times are shown; kept and exported they are in UTC

	InView *Value[InView] // told when the events looked at were counted

	Settled  *Value[int] // told when filter, time and tab were changed as one
	Undoable *Value[casework.Undoable]
	Said     *Value[Said]    // the newest thing that was done, for a quiet line
	Problem  *Value[error]   // the newest failure, for the window to show; nil when there is none
	Jobs     *Jobs           // long work
	Ask      func(Question)  // shows a question; set by the window
	Copy     func(string)    // puts text on the clipboard; set by the window
	Show     func(Intention) // opens a dialog or another document; set by the window
	Pick     func(FilePick)  // asks for a file or folder; set by the window

	changed *Value[casework.Change]
	read    *job.Lane // what a person waits for
	aside   *job.Lane // counts in the margins
	slow    *job.Lane // what takes seconds in a large case: the picture, all links
	write   *job.Lane
	bulk    *job.Lane
	moving  bool // filter, time and tab are being changed as one
	stops   Stops
	closed  bool
}

// InView is what was looked at when the events were counted, and how many they were.
// Everything is not counted.
type InView struct {
	Question casefile.Question
	Count    int64
}

// Tab is a document of the window.
type Tab string

// The documents, in the order of their tabs.
const (
	TabGraph      Tab = "graph"
	TabEvents     Tab = "events"
	TabAccounts   Tab = "accounts"
	TabClusters   Tab = "clusters"
	TabIndicators Tab = "indicators"
	TabLog        Tab = "log"
	TabSources    Tab = "sources"
)

// Tabs returns the documents in order.
func Tabs() []Tab {
	return []Tab{TabGraph, TabEvents, TabAccounts, TabClusters, TabIndicators, TabLog, TabSources}
}

// Said is something that was done, in words. Number tells one from the next.
type Said struct {
	Number int
	Text   string
	Undo   bool // it can be taken back
}

// Intention names a dialog or a page that a pane wants to be opened; what it is
// about is in Argument.
type Intention struct {
	Name     string // one of the Intend constants
	Argument string
}

// What panes may ask the window to open.
const (
	IntendImport      = "import"      // the import dialog; Argument: a path, or ""
	IntendLink        = "link"        // begin a linkage run
	IntendExport      = "export"      // the export dialog
	IntendPurge       = "purge"       // the withdrawn source whose number is at Argument, for good
	IntendSave        = "save"        // save what can be saved of the case, which is damaged
	IntendVerify      = "verify"      // verify the case, or the package at Argument
	IntendRejects     = "rejects"     // the rows that could not be read; Argument: source number
	IntendPreferences = "preferences" //
	IntendShortcuts   = "shortcuts"   //
	IntendSources     = "sources"     // what is imported, with hashes
	IntendSearches    = "searches"    // the search history
	IntendContext     = "context"     // what is around an event; Argument: its Ref
	IntendInspect     = "inspect"     // the inspector, which shows what is selected
)

// NewBench makes the bench of an open case. The case belongs to the bench from now
// on: Close closes it.
func NewBench(work *casework.Casework, post Post) *Bench {
	b := &Bench{
		Work: work, Post: post,
		Selection: NewValue(Selection{}, Selection.Equal),
		Window:    Of(timeline.Window{}),
		Filter:    Of("*"),
		Tab:       Of(TabGraph),
		Zone:      Of(time.UTC),
		InView:    NewValue(InView{}, nil),
		Settled:   Of(0),
		Undoable:  NewValue(casework.Undoable{}, nil),
		Said:      Of(Said{}),
		Problem:   NewValue[error](nil, nil),
		Ask:       func(Question) {},
		Copy:      func(string) {},
		Show:      func(Intention) {},
		Pick:      func(FilePick) {},
		changed:   NewValue(casework.Change{}, nil),
		read:      job.NewLane(max(2, runtime.NumCPU()-1)),
		aside:     job.NewLane(1),
		slow:      job.NewLane(1),
		write:     job.NewLane(1),
		bulk:      job.NewLane(1),
	}
	b.Jobs = newJobs()
	gather := gatherChanges(post, func(t casework.Topic) { b.changed.Set(casework.Change{Topics: t}) })
	b.stops.Add(work.Watch(gather))
	undo := b.NewLatest()
	refresh := func(casework.Change) {
		undo.Run(func(ctx context.Context) func() {
			u, err := work.Undoable(ctx)
			return func() {
				if err == nil {
					b.Undoable.Set(u)
				}
			}
		})
	}
	b.stops.Add(b.changed.Observe(refresh), undo.Cancel)
	return b
}

// OnChange calls f on the goroutine of the window after a change that touches any
// of the topics, until stop is called.
func (b *Bench) OnChange(topics casework.Topic, f func()) (stop func()) {
	return b.changed.Follow(func(c casework.Change) {
		if c.Has(topics) {
			f()
		}
	})
}

// NewLatest returns a Latest that reads from the case what a person waits for: rows,
// the page of what is selected, the time line.
func (b *Bench) NewLatest() *Latest { return NewLatest(b.read, b.Post) }

// NewAside returns a Latest for what stands in the margins. It never makes rows wait.
func (b *Bench) NewAside() *Latest { return NewLatest(b.aside, b.Post) }

// NewSlow returns a Latest for what takes seconds in a large case, one after another.
func (b *Bench) NewSlow() *Latest { return NewLatest(b.slow, b.Post) }

// Do makes a short change to the case in the background and says what was done, or
// what went wrong. Then, if given, runs after it went well.
func (b *Bench) Do(act func(ctx context.Context) (casework.ActResult, error), then func(casework.ActResult)) {
	b.write.Go("write", func(ctx context.Context, _ progress.Reporter) error {
		r, err := act(ctx)
		b.Post(func() {
			if err != nil {
				b.Fail(err)
				return
			}
			b.Say(r.Message, r.Act > 0)
			if then != nil {
				then(r)
			}
		})
		return err
	})
}

// Keep keeps a piece of view state with the case, in the background. What cannot be
// kept is no loss worth a word.
func (b *Bench) Keep(name string, v any) {
	b.write.Go("keep", func(context.Context, progress.Reporter) error { return b.Work.SaveView(name, v) })
}

// Recall reads a piece of view state into v in the background, and then calls then
// on the goroutine of the window, also where nothing was kept.
func (b *Bench) Recall(name string, v any, then func()) {
	b.read.Go("recall", func(context.Context, progress.Reporter) error {
		err := b.Work.View(name, v)
		b.Post(then)
		return err
	})
}

// Prove finds out in the background whether a secret opens the case; done hears of it.
func (b *Bench) Prove(secret func() (casework.Secret, error), done func(error)) {
	b.read.Go("prove", func(context.Context, progress.Reporter) error {
		s, err := secret()
		if err == nil {
			err = b.Work.Proves(s)
		}
		s.Wipe()
		b.Post(func() { done(err) })
		return err
	})
}

// SetFilter changes the filter; "" is everything. Where it cannot be read it stays
// as it was, and why says where it stops making sense.
func (b *Bench) SetFilter(text string) (why string) {
	text = strings.TrimSpace(text)
	if text == "" {
		text = "*"
	}
	if _, err := query.Parse(text); err != nil {
		var f *fault.Error
		if errors.As(err, &f) {
			return f.Message
		}
		return err.Error()
	}
	b.Filter.Set(text)
	return ""
}

// Long does long work (an import, a run, an export) as a job that is shown and can
// be cancelled, one at a time in the order asked. Then runs on the goroutine of the
// window when it has ended; a cancelled job gives context.Canceled. When then is
// nil, a failure is shown.
func (b *Bench) Long(name string, work job.Work, then func(error)) *job.Job {
	j := b.bulk.Go(name, work)
	b.Jobs.add(j)
	b.whenDone(j, then)
	return j
}

// Quiet is Long for work that the person did not ask for and that changes nothing,
// such as hashing the sources again: it is shown, and closing does not ask about it.
func (b *Bench) Quiet(name string, work job.Work, then func(error)) *job.Job {
	j := b.bulk.Go(name, work)
	b.Jobs.addQuiet(j)
	b.whenDone(j, then)
	return j
}

func (b *Bench) whenDone(j *job.Job, then func(error)) {
	go func() {
		<-j.Done()
		b.Post(func() {
			b.Jobs.refresh()
			switch {
			case then != nil:
				then(j.Err())
			case j.State() == job.Failed:
				b.Fail(j.Err())
			}
		})
	}()
}

// Say shows a quiet line about something that was done.
func (b *Bench) Say(text string, undo bool) {
	b.Said.Set(Said{Number: b.Said.Get().Number + 1, Text: text, Undo: undo})
}

// Fail shows a failure. A cancelled context is none.
func (b *Bench) Fail(err error) {
	if err == nil || isCancelled(err) {
		return
	}
	b.Problem.Set(err)
}

// Expr returns the expression for what is looked at: the filter, within the time
// window.
func (b *Bench) Expr() string { return Within(b.Filter.Get(), b.Window.Get()) }

// Within returns an expression narrowed to a time window.
func Within(expr string, w timeline.Window) string {
	return casework.Within(expr, w)
}

// quiet waits until nothing is read for the window: what nobody waits for, and takes
// every byte of the case, does not make a case that was opened slow.
func (b *Bench) quiet(ctx context.Context) error {
	look := time.NewTicker(time.Second / 20)
	defer look.Stop()
	for b.read.Busy() || b.aside.Busy() || b.slow.Busy() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
	return ctx.Err()
}

// Busy reports whether work runs that a person asked for.
func (b *Bench) Busy() bool { return b.write.Busy() || b.Jobs.asked() }

// Close cancels all work, waits until it has ended and closes the case. It may be
// called from any goroutine but must not hold up the one of the window: what jobs
// post while they end is run there.
func (b *Bench) Close() error {
	b.bulk.Close()
	b.write.Close()
	b.slow.Close()
	b.aside.Close()
	b.read.Close()
	return b.Work.Close()
}

// Leave ends the bench's own observers. It runs on the goroutine of the window,
// before Close.
func (b *Bench) Leave() {
	b.closed = true
	b.stops.Stop()
}
