package viewmodel

import (
	"context"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/timeline"
	"casebench/casework"
)

// Views is the saved views of a case: ways of looking at it that a person keeps under
// a name. Keeping, renaming and withdrawing one are acts, which Undo takes back.
type Views struct {
	Saved *Value[[]casefile.SavedView]

	bench  *Bench
	events EventsLook // nil: views keep and bring back nothing of the table
	load   *Latest
	stops  Stops
	before before // what was looked at before a view was switched on
}

// EventsLook is what a view keeps of the table of events: order and columns. Columns
// are nil while they are the usual ones.
type EventsLook interface {
	Worn() (sort string, desc bool, columns []string)
	Wear(sort string, desc bool, columns []string)
}

// before is what Toggle goes back to.
type before struct {
	name     string // of the view that is on; "" is none
	question casefile.Question
}

// NewViews reads the saved views of a bench. Events, when it is not nil, is the table
// whose order and columns they keep.
func NewViews(b *Bench, events EventsLook) *Views {
	v := &Views{Saved: NewValue[[]casefile.SavedView](nil, nil), bench: b, events: events, load: b.NewLatest()}
	v.stops.Add(b.OnChange(casework.TopicViews, v.read), v.load.Cancel)
	v.read()
	return v
}

// Close ends it.
func (v *Views) Close() { v.stops.Stop() }

func (v *Views) read() {
	v.load.Run(func(ctx context.Context) func() {
		r, err := v.bench.Work.Views(ctx)
		return func() {
			if !v.bench.failed(err) {
				v.Saved.Set(r.Views)
			}
		}
	})
}

// Ask asks for a name and keeps what is looked at now under it.
func (v *Views) Ask() {
	v.bench.Ask(Question{Title: "Save view", Label: "Name", Confirm: "Save view",
		Explain: "The filter, the time, the tab, the order and the columns are kept; it is found again on the left.",
		Text:    v.proposed(), Then: func(name, _ string) { v.Save(name) }})
}

// proposed is a name for what is looked at.
func (v *Views) proposed() string {
	f, w := v.bench.Filter.Get(), v.bench.Window.Get()
	switch {
	case f != "*" && f != "":
		return f
	case !w.Empty():
		return WindowText(w, v.bench.Zone.Get())
	}
	return ""
}

// now is what is looked at, as a question.
func (v *Views) now() casefile.Question {
	q := v.bench.question()
	if v.events != nil {
		q.Sort, q.Desc, q.Fields = v.events.Worn()
	}
	return q
}

// question is what is looked at: the filter, the time and the document in front.
func (b *Bench) question() casefile.Question {
	w := b.Window.Get()
	q := casefile.Question{Expr: b.Filter.Get(), In: string(b.Tab.Get())}
	if !w.Empty() {
		q.From, q.Until = w.From, w.Until
	}
	return q
}

// Save keeps what is looked at now under a name; where a view has it already, after
// asking whether it should be another from now on.
func (v *Views) Save(name string) { v.keep(name, v.now()) }

// keep keeps a question under a name.
func (v *Views) keep(name string, q casefile.Question) {
	name = strings.TrimSpace(name)
	if name == "" {
		v.bench.Say("A view needs a name.", false)
		return
	}
	if v.index(name) >= 0 {
		v.bench.Ask(Question{Title: "Replace the view “" + name + "”?", Confirm: "Replace",
			Explain: "There is a view of that name. It will show what is looked at now; Undo brings back what it showed before.",
			Then:    func(string, string) { v.put(name, q, true) }})
		return
	}
	v.put(name, q, false)
}

func (v *Views) put(name string, q casefile.Question, replace bool) {
	v.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
		return said("The view “"+name+"” was saved.", func() (casework.ActResult, error) { return v.bench.Work.KeepView(ctx, name, q, replace) })
	}, nil)
}

// said says what was done in words that the log, which names views by number, has not.
func said(words string, act func() (casework.ActResult, error)) (casework.ActResult, error) {
	r, err := act()
	r.Message = words
	return r, err
}

// Apply looks at the case as a saved view does.
func (v *Views) Apply(name string) {
	if i := v.index(name); i >= 0 {
		v.look(v.Saved.Get()[i].Question)
	}
}

// look looks at the case as a question says.
func (v *Views) look(q casefile.Question) {
	if v.events != nil {
		v.events.Wear(q.Sort, q.Desc, q.Fields)
	}
	v.bench.ask(q)
}

// ask looks at the case as a question says, the order and columns of tables aside. It
// is one step on the way back.
func (b *Bench) ask(q casefile.Question) {
	expr := q.Expr
	if expr == "" {
		expr = "*"
	}
	b.moving = true
	b.Filter.Set(expr)
	b.Window.Set(timeline.Window{From: q.From, Until: q.Until})
	if tab := Tab(q.In); slices.Contains(Tabs(), tab) {
		b.Tab.Set(tab)
	}
	b.moving = false
	b.Settled.Set(b.Settled.Get() + 1)
}

// Toggle looks at the case as the view at a place does, counted from 1, and the next
// time goes back to what was looked at before.
func (v *Views) Toggle(place int) {
	list := v.Saved.Get()
	if place < 1 || place > len(list) {
		v.bench.Say("There is no saved view "+Thousands(int64(place))+" yet. “Save view” keeps what is looked at.", false)
		return
	}
	s := list[place-1]
	if v.before.name == s.Name && v.Shown(s) {
		back := v.before.question
		v.before = before{}
		v.look(back)
		return
	}
	if v.before.name == "" || !v.on(v.before.name) {
		v.before.question = v.now() // from one view to the next the way back stays
	}
	v.before.name = s.Name
	v.look(s.Question)
	v.bench.Say("View “"+s.Name+"”", false)
}

// on reports whether the view of a name is what is looked at.
func (v *Views) on(name string) bool {
	i := v.index(name)
	return i >= 0 && v.Shown(v.Saved.Get()[i])
}

// Withdraw takes a saved view out of use.
func (v *Views) Withdraw(name string) {
	v.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
		return said("The view “"+name+"” was removed.", func() (casework.ActResult, error) { return v.bench.Work.WithdrawView(ctx, name, "") })
	}, nil)
}

// Replace makes a saved view show what is looked at now.
func (v *Views) Replace(name string) { v.put(name, v.now(), true) }

// Rename asks for another name of a saved view.
func (v *Views) Rename(name string) {
	v.bench.Ask(Question{Title: "Rename view", Label: "Name", Text: name, Confirm: "Rename", Then: func(to, _ string) {
		to = strings.TrimSpace(to)
		if to == "" || to == name {
			return
		}
		v.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
			return said("The view is now “"+to+"”.", func() (casework.ActResult, error) { return v.bench.Work.RenameView(ctx, name, to) })
		}, nil)
	}})
}

// Shown reports whether the case is looked at as the view does.
func (v *Views) Shown(s casefile.SavedView) bool {
	now := v.bench.question()
	return s.Question.Asks(&now) && !s.Question.Everything()
}

func (v *Views) index(name string) int {
	return slices.IndexFunc(v.Saved.Get(), func(s casefile.SavedView) bool { return s.Name == name })
}
