package viewmodel

import (
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// Welcome is what a window shows before a case is open: the cases that were open
// lately, and the ways to one more. It opens and makes cases, and gives each to
// Opened.
type Welcome struct {
	Recent  *Value[[]RecentCase]
	Under   *Value[UnderWay]
	Problem *Value[error] // why the last one could not be opened; nil when there is nothing

	Opened func(*casework.Casework)                   // set by the window, which owns the case from then on
	Pick   func(FilePick)                             // set by the window
	Drop   func(c *casework.Casework, files []string) // set by the window: files to import into a case just made
	AskKey func(*Unlock)                              // set by the window: the case is encrypted, and its key is to be asked for
	Ask    func(Question)                             // set by the window

	keep   Keep
	post   Post
	config func() casework.Config
	sample casework.SampleOptions
	work   *job.Lane
	look   *Latest
	reads  *job.Lane
	job    *job.Job
	tried  string   // the file that Problem is about
	files  []string // dropped, to be imported into the next new case
}

// RecentCase is a case that was open lately.
type RecentCase struct {
	Path    string    `json:"path"`
	Title   string    `json:"title"`
	When    time.Time `json:"when"`
	Locked  bool      `json:"locked,omitempty"` // it is encrypted; its title is not kept here then
	Missing bool      `json:"-"`                // there is nothing at the path now
}

// UnderWay is the opening or making of a case. The zero value is nothing.
type UnderWay struct {
	Title string
	progress.Snapshot
}

const (
	mostRecent = 12
	recentKey  = "recent"
)

// WelcomeOptions is what a Welcome needs.
type WelcomeOptions struct {
	Keep      Keep
	Post      Post
	Config    func() casework.Config // asked for at every case
	SampleDir string                 // where the sample case is kept
	Scale     string                 // of the sample's world; "" is s
	Seed      uint64                 // of it; 0 is 1
}

// NewWelcome reads the list of recent cases and looks which are still there.
func NewWelcome(o WelcomeOptions) *Welcome {
	w := &Welcome{Recent: NewValue[[]RecentCase](nil, nil), Under: Of(UnderWay{}), Problem: NewValue[error](nil, nil),
		Opened: func(c *casework.Casework) { _ = c.Close() }, Pick: func(FilePick) {}, Drop: func(*casework.Casework, []string) {},
		AskKey: func(u *Unlock) { u.welcome.Problem.Set(u.why) }, Ask: func(Question) {},
		keep: o.Keep, post: o.Post, config: o.Config, sample: casework.SampleOptions{Dir: o.SampleDir, Scale: cmp.Or(o.Scale, "s"), Seed: cmp.Or(o.Seed, 1)}, work: job.NewLane(1), reads: job.NewLane(1)}
	w.look = NewLatest(w.reads, o.Post)
	var list []RecentCase
	if json.Unmarshal([]byte(o.Keep.String(recentKey)), &list) == nil {
		w.Recent.Set(list)
	}
	w.Look()
	return w
}

// Look looks again which of the recent cases are there.
func (w *Welcome) Look() {
	list := slices.Clone(w.Recent.Get())
	w.look.Run(func(ctx context.Context) func() {
		for i := range list {
			_, err := os.Stat(list[i].Path)
			list[i].Missing = err != nil
		}
		return func() { w.Recent.Set(list) }
	})
}

// Remember puts a case at the head of the list. What an encrypted case is called is
// not for a list that anybody can read: its file's name stands there.
func (w *Welcome) Remember(path, title string, locked bool) {
	if locked {
		title = ""
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	list := w.without(path)
	list = slices.Insert(list, 0, RecentCase{Path: path, Title: title, When: w.Now().UTC(), Locked: locked})
	w.store(list[:min(len(list), mostRecent)])
}

// Remove takes a case off the list. The case itself is not touched.
func (w *Welcome) Remove(path string) { w.store(w.without(path)) }

func (w *Welcome) without(path string) []RecentCase {
	return slices.DeleteFunc(slices.Clone(w.Recent.Get()), func(r RecentCase) bool { return r.Path == path })
}

func (w *Welcome) store(list []RecentCase) {
	w.look.Cancel()
	w.Recent.Set(list)
	if b, err := json.Marshal(list); err == nil {
		w.keep.SetString(recentKey, string(b))
	}
	w.Look()
}

// Open opens the case at path. Where it is encrypted, AskKey is called.
func (w *Welcome) Open(path string) {
	w.begin("Opening "+filepath.Base(path), path, func(context.Context, progress.Reporter) (*casework.Casework, error) {
		return casework.Open(path, w.config())
	}, func(err error) bool {
		if fault.KindOf(err) != fault.NeedsKey {
			return false
		}
		w.AskKey(w.NewUnlock(path, err))
		return true
	})
}

// OpenSample opens the sample case, which is made the first time.
func (w *Welcome) OpenSample() {
	w.begin("Making the sample case", "", func(ctx context.Context, p progress.Reporter) (*casework.Casework, error) {
		path, err := casework.SampleCase(ctx, w.sample, w.config(), p)
		if err != nil {
			return nil, err
		}
		return casework.Open(path, w.config())
	}, nil)
}

// PickCase asks for a case file and opens it.
func (w *Welcome) PickCase() {
	start := ""
	if list := w.Recent.Get(); len(list) > 0 {
		start = filepath.Dir(list[0].Path)
	}
	w.Pick(FilePick{Title: "Open case", Kind: PickFile, Extensions: []string{".case"}, Start: start, Confirm: "Open", Then: func(paths []string) { w.Open(paths[0]) }})
}

// Dropped takes files dropped on the window: a case is opened, anything else waits
// for the new case that it makes the window ask for. It reports whether to ask.
func (w *Welcome) Dropped(paths []string) (ask bool) {
	if len(paths) == 1 && strings.EqualFold(filepath.Ext(paths[0]), ".case") {
		w.Open(paths[0])
		return false
	}
	w.files = paths
	return len(paths) > 0
}

// begin opens or makes the case at path in the background, one at a time. Failed, if
// given, reports whether it saw to a failure. It reports whether the work was begun.
func (w *Welcome) begin(title, path string, open func(context.Context, progress.Reporter) (*casework.Casework, error), failed func(error) bool) bool {
	if w.Busy() {
		return false
	}
	w.tried = path
	w.Problem.Set(nil)
	w.Under.Set(UnderWay{Title: title})
	w.job = w.work.Go(title, func(ctx context.Context, p progress.Reporter) error {
		c, err := open(ctx, p)
		w.post(func() { w.come(c, err, failed) })
		return err
	})
	return true
}

func (w *Welcome) come(c *casework.Casework, err error, failed func(error) bool) {
	w.job = nil
	w.Under.Set(UnderWay{})
	if err != nil && failed != nil && failed(err) {
		return
	}
	if err != nil {
		w.files = nil
		if !isCancelled(err) {
			w.Problem.Set(err)
		}
		return
	}
	w.Remember(c.Path(), c.Case().Title, c.Encrypted())
	files := w.files
	w.files = nil
	w.Opened(c)
	if len(files) > 0 {
		w.Drop(c, files)
	}
}

// Busy reports whether a case is being opened or made.
func (w *Welcome) Busy() bool { return w.job != nil }

// Cancel stops the opening or making.
func (w *Welcome) Cancel() {
	if w.job != nil {
		w.job.Cancel()
	}
}

// Tick looks where the work stands. The window calls it ten times a second while
// Busy reports that there is some.
func (w *Welcome) Tick() {
	if w.job != nil {
		w.Under.Set(UnderWay{Title: w.job.Name, Snapshot: w.job.Meter.Snapshot()})
	}
}

// Close stops what is under way and waits for it. It must not hold up the goroutine
// of the window.
func (w *Welcome) Close() {
	w.work.Close()
	w.reads.Close()
}

// Line says where the work stands, in words.
func (u UnderWay) Line() string {
	if u.Phase == "" {
		return u.Title + "…"
	}
	line := u.Title + ": " + u.Phase
	if u.Total > 0 {
		line += " " + Thousands(min(100, 100*u.Done/u.Total)) + " %"
	}
	return line
}

// Share returns how much of the phase is done, or below 0 when nobody knows.
func (u UnderWay) Share() float64 {
	if u.Total <= 0 {
		return -1
	}
	return min(1, float64(u.Done)/float64(u.Total))
}

// Name is what the list calls a case: its title, or the name of its file.
func (r RecentCase) Name() string { return cmp.Or(r.Title, filepath.Base(r.Path)) }

// Ago says when a case was open, as a person would.
func (r RecentCase) Ago(now time.Time, zone *time.Location) string {
	then, now := r.When.In(zone), now.In(zone)
	day := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone) }
	switch days := int(day(now).Sub(day(then)).Hours()/24 + 0.5); {
	case days <= 0:
		return "today " + then.Format("15:04")
	case days == 1:
		return "yesterday " + then.Format("15:04")
	case days < 7:
		return then.Format("Monday")
	}
	return then.Format("2 Jan 2006")
}

// Now returns the time by the program's clock.
func (w *Welcome) Now() time.Time {
	if c := w.config(); c.Now != nil {
		return c.Now()
	}
	return time.Now()
}
