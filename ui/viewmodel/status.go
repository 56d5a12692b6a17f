package viewmodel

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/job"
)

// Status is the line at the foot of the window: what is open, whether it can be
// trusted, what is selected and in view, and what work is under way.
type Status struct {
	Facts *Value[[]Fact]  // from the left
	Job   *Value[JobLine] // the work under way
	Tail  *Value[string]  // "offline · saved 14:02"

	bench    *Bench
	verified *Verification
	load     *Latest
	count    *Latest
	stops    Stops
	overview casework.Overview
	read     bool
	inView   int64           // events; below 0: not counted yet
	holds    []casefile.Hold // that stand
}

// Fact is one thing that the line says; Do, when it is not nil, leads to more.
type Fact struct {
	Key  string
	Text string
	Dot  graphview.Token // "" is none
	Ink  graphview.Token // "" is the usual colour
	Do   func()
}

// JobLine is the work under way. The zero value is none.
type JobLine struct {
	Name   string  // "Link accounts · communities"
	Detail string  // "62 % · 4 s left · Esc"
	Share  float64 // 0 to 1; below 0 when nobody knows
}

// NewStatus makes the status line of a bench.
func NewStatus(b *Bench, verified *Verification) *Status {
	s := &Status{
		Facts: NewValue[[]Fact](nil, nil), // a fact may read the same and lead elsewhere
		Job:   Of(JobLine{}), Tail: Of("offline"),
		bench: b, verified: verified, load: b.NewAside(), count: b.NewAside(), inView: -1,
	}
	s.stops.Add(
		b.OnChange(casework.TopicAll, s.reload),
		b.OnChange(casework.TopicAll&^casework.TopicLog, s.recount),
		b.Filter.Follow(func(string) { s.recount() }),
		b.Window.Follow(func(timeline.Window) { s.recount() }),
		b.Selection.Follow(func(Selection) { s.say() }),
		b.Zone.Follow(func(*time.Location) { s.say() }),
		b.Jobs.Running.Observe(func(list []JobView) { s.Job.Set(jobLine(list)) }),
		verified.State.Follow(func(Verified) { s.say() }),
		s.load.Cancel, s.count.Cancel,
	)
	s.reload()
	s.recount()
	return s
}

// Close ends the status line.
func (s *Status) Close() { s.stops.Stop() }

// Cancel stops the job that runs.
func (s *Status) Cancel() { s.bench.Jobs.Cancel(false) }

func (s *Status) reload() {
	s.load.Run(func(ctx context.Context) func() {
		o, err := s.bench.Work.Overview(ctx)
		var holds casework.HoldsResult
		if err == nil {
			holds, err = s.bench.Work.Holds(ctx)
		}
		return func() {
			if err == nil {
				s.overview, s.read = o, true
				s.holds = slices.DeleteFunc(holds.Holds, func(h casefile.Hold) bool { return !h.Stands() })
				s.say()
			}
		}
	})
}

// recount counts the events in view; the number before stands until it knows.
func (s *Status) recount() {
	expr := s.bench.Expr()
	if expr == "*" {
		s.inView = -1
		s.count.Cancel()
		s.bench.InView.Set(InView{Question: s.bench.question()})
		s.say()
		return
	}
	asked := s.bench.question()
	s.count.Run(func(ctx context.Context) func() {
		r, err := s.bench.Work.Query(ctx, casework.QueryOptions{Expr: expr, CountOnly: true})
		return func() {
			if err == nil {
				s.inView = r.Count
				s.bench.InView.Set(InView{asked, r.Count})
				s.say()
			}
		}
	})
}

// say puts the facts into words.
func (s *Status) say() {
	if !s.read {
		return
	}
	o := &s.overview
	facts := []Fact{{Key: "case", Text: fmt.Sprintf("%s · rev %s", o.Title, Thousands(int64(o.Acts)))}, s.trust()}
	facts = append(facts, s.care()...)
	if n := len(s.bench.Selection.Get().Refs); n > 0 {
		facts = append(facts, Fact{Key: "selected", Text: Thousands(int64(n)) + " selected", Ink: graphview.Selection,
			Do: func() { s.bench.Selection.Set(Selection{}) }})
	}
	if o.Events > 0 {
		facts = append(facts, Fact{Key: "events", Text: s.events(), Do: func() { s.bench.Tab.Set(TabEvents) }})
	}
	zone := s.bench.Zone.Get()
	facts = append(facts, Fact{Key: "zone", Text: zoneName(zone), Do: s.otherZone})
	s.Facts.Set(facts)
	tail := "offline"
	if !o.Saved.IsZero() {
		tail += " · saved " + o.Saved.In(zone).Format("15:04")
	}
	s.Tail.Set(tail)
}

// events says how many events are in view.
func (s *Status) events() string {
	all := Many(s.overview.Events, "event")
	if s.inView < 0 {
		return all
	}
	return Thousands(s.inView) + " of " + all
}

// trust says whether the sources are what was imported.
func (s *Status) trust() Fact {
	v := s.verified.State.Get()
	good, all := v.Good()
	sources := Many(int64(all), "source")
	f := Fact{Key: "verified", Do: func() { s.bench.Show(Intention{Name: IntendSources}) }}
	switch {
	case v.Damaged != "" && good == all: // what is damaged is not in use
		f.Text = fmt.Sprintf("%s of %s verified; one that is withdrawn is damaged", Thousands(int64(good)), sources)
		f.Dot, f.Ink = graphview.Warn, graphview.Warn
	case v.Damaged != "":
		f.Text = fmt.Sprintf("%s of %s damaged: do not rely on it, restore the file from a copy", Thousands(int64(all-good)), sources)
		f.Dot, f.Ink = graphview.Bad, graphview.Bad
	case v.Problem != nil:
		f.Text, f.Dot, f.Ink, f.Do = sources+" could not be verified", graphview.Bad, graphview.Bad, s.verified.Again
	case all == 0:
		f.Text, f.Do = "no sources yet", func() { s.bench.Show(Intention{Name: IntendImport}) }
	case good == all:
		f.Text, f.Dot, f.Ink = fmt.Sprintf("%s of %s verified", Thousands(int64(good)), sources), graphview.Good, graphview.Good
	case v.Running:
		f.Text, f.Dot = sources+", verifying", graphview.Text3
	default:
		f.Text, f.Dot, f.Do = sources+", not verified", graphview.Warn, s.verified.Again
	}
	return f
}

// care says what a person has to know before working on: holds, and what the case may
// not be relied on for where it is kept.
func (s *Status) care() (facts []Fact) {
	tell := func(title, text string) func() {
		return func() { s.bench.Ask(Question{Title: title, Explain: text, Confirm: "Close", Told: true}) }
	}
	if s.bench.Work.Encrypted() {
		facts = append(facts, Fact{Key: "encrypted", Text: "encrypted",
			Do: tell("This case is encrypted", "Nothing in its file can be read without a passphrase or key of it. The menu File, Keys, says who may open it; "+ShortcutOf("lock")+" locks it now.")})
	}
	if n := len(s.holds); n > 0 {
		var why []string
		for _, h := range s.holds {
			why = append(why, fmt.Sprintf("Hold %d, set by %s on %s, because: %s. It preserves: %s.", h.ID, h.By, h.At.In(s.bench.Zone.Get()).Format("2 Jan 2006"), h.Trigger, h.Scope))
		}
		facts = append(facts, Fact{Key: "hold", Text: "legal hold", Dot: graphview.Warn, Ink: graphview.Warn,
			Do: tell("Nothing can be purged", strings.Join(why, " ")+" The menu Evidence, Legal hold, lifts it, with a reason.")})
	}
	if s.bench.Work.ReadOnly() {
		facts = append(facts, Fact{Key: "read-only", Text: "read-only", Dot: graphview.Warn,
			Do: tell("This case can only be read", "Its file, its folder or its medium allows no more, so that nothing can be imported, noted or linked. Copy the file to a folder of yours to work on it.")})
	}
	if list := s.bench.Work.Warnings(); len(list) > 0 {
		facts = append(facts, Fact{Key: "place", Text: "network drive", Dot: graphview.Warn, Do: tell("Where this case is kept", strings.Join(list, " "))})
	}
	return facts
}

func zoneName(zone *time.Location) string {
	if zone == time.UTC || zone.String() == "UTC" {
		return "UTC"
	}
	return zone.String() + " time"
}

// otherZone changes between UTC and the time of this machine.
func (s *Status) otherZone() {
	if s.bench.Zone.Get() == time.UTC {
		s.bench.Zone.Set(time.Local)
		return
	}
	s.bench.Zone.Set(time.UTC)
}

// jobLine puts the job that runs into words.
func jobLine(list []JobView) JobLine {
	if len(list) == 0 {
		return JobLine{}
	}
	j := list[0]
	for _, v := range list {
		if v.State == job.Running {
			j = v
			break
		}
	}
	name := j.Name
	if j.Phase != "" && !strings.EqualFold(j.Phase, name) {
		name += " · " + j.Phase
	}
	line := JobLine{Name: strings.ToUpper(name[:min(1, len(name))]) + name[min(1, len(name)):], Share: -1}
	var detail []string
	amount := shortText
	if j.Bytes {
		amount = SizeOf
	}
	if share, ok := j.Share(); ok {
		line.Share = share
		detail = append(detail, fmt.Sprintf("%d %%", int(share*100)))
	} else if j.Done > 0 {
		detail = append(detail, amount(j.Done))
	}
	if r := j.Rate(); r >= 1000 {
		detail = append(detail, amount(int64(r))+"/s")
	}
	if j.Rejects > 0 {
		detail = append(detail, Many(j.Rejects, "reject"))
	}
	if left, ok := j.Left(); ok && left > 0 {
		detail = append(detail, leftText(left))
	}
	if n := len(list) - 1; n > 0 {
		detail = append(detail, fmt.Sprintf("%d waiting", n))
	}
	line.Detail = strings.Join(append(detail, "Esc"), " · ")
	return line
}

// leftText says how long something will still take, rounded up.
func leftText(d time.Duration) string {
	up := func(unit time.Duration) int64 { return int64((d + unit - 1) / unit) }
	switch {
	case d <= 90*time.Second:
		return fmt.Sprintf("%d s left", up(time.Second))
	case d <= 90*time.Minute:
		return fmt.Sprintf("%d min left", up(time.Minute))
	}
	return fmt.Sprintf("%d h left", up(time.Hour))
}
