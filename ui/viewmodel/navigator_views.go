package viewmodel

import (
	"context"
	"slices"
	"strings"

	"casebench/casefile/timeline"
	"casebench/casework"
)

// SavedView is a way of looking at the case that a person keeps under a name.
type SavedView struct {
	Name   string          `json:"name"`
	Filter string          `json:"filter"`
	Window timeline.Window `json:"window"`
	Tab    Tab             `json:"tab"`
}

// Views is the saved views of a case. They are view state: no part of the record,
// and never in a package.
type Views struct {
	Saved *Value[[]SavedView]

	bench *Bench
	load  *Latest
}

// viewsKept is the name under which the case keeps them.
const viewsKept = "views"

// NewViews reads the saved views of a bench.
func NewViews(b *Bench) *Views {
	v := &Views{Saved: NewValue[[]SavedView](nil, nil), bench: b, load: b.NewLatest()}
	v.load.Run(func(context.Context) func() {
		var list []SavedView
		err := b.Work.View(viewsKept, &list)
		return func() {
			if err == nil {
				v.Saved.Set(list)
			}
		}
	})
	return v
}

// Close ends it.
func (v *Views) Close() { v.load.Cancel() }

// Ask asks for a name and keeps what is looked at now under it.
func (v *Views) Ask() {
	v.bench.Ask(Question{Title: "Save view", Label: "Name", Confirm: "Save view",
		Explain: "The filter, the time and the tab are kept; it is found again on the left.",
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

// Save keeps what is looked at now under a name, in the place of a view of that
// name if there is one.
func (v *Views) Save(name string) {
	name = strings.TrimSpace(name)
	if name == "" {
		v.bench.Say("A view needs a name.", false)
		return
	}
	now := SavedView{Name: name, Filter: v.bench.Filter.Get(), Window: v.bench.Window.Get(), Tab: v.bench.Tab.Get()}
	list := slices.Clone(v.Saved.Get())
	if i := v.index(name); i >= 0 {
		list[i] = now
	} else {
		list = append(list, now)
	}
	v.keep(list, "The view “"+name+"” was saved.")
}

// Apply looks at the case as a saved view does.
func (v *Views) Apply(name string) {
	i := v.index(name)
	if i < 0 {
		return
	}
	s := v.Saved.Get()[i]
	v.bench.Filter.Set(s.Filter)
	v.bench.Window.Set(s.Window)
	if slices.Contains(Tabs(), s.Tab) {
		v.bench.Tab.Set(s.Tab)
	}
}

// Remove forgets a saved view.
func (v *Views) Remove(name string) {
	i := v.index(name)
	if i < 0 {
		return
	}
	v.keep(slices.Delete(slices.Clone(v.Saved.Get()), i, i+1), "The view “"+name+"” was removed.")
}

// Rename asks for another name of a saved view.
func (v *Views) Rename(name string) {
	v.bench.Ask(Question{Title: "Rename view", Label: "Name", Text: name, Confirm: "Rename", Then: func(to, _ string) {
		i := v.index(name)
		to = strings.TrimSpace(to)
		if i < 0 || to == "" || to == name {
			return
		}
		if v.index(to) >= 0 {
			v.bench.Say("There is a view of that name already.", false)
			return
		}
		list := slices.Clone(v.Saved.Get())
		list[i].Name = to
		v.keep(list, "The view is now “"+to+"”.")
	}})
}

// Shown reports whether the case is looked at as the view does.
func (v *Views) Shown(s SavedView) bool {
	return s.Filter == v.bench.Filter.Get() && s.Window == v.bench.Window.Get() && (s.Filter != "*" || !s.Window.Empty())
}

func (v *Views) index(name string) int {
	return slices.IndexFunc(v.Saved.Get(), func(s SavedView) bool { return s.Name == name })
}

func (v *Views) keep(list []SavedView, said string) {
	v.Saved.Set(list)
	v.bench.Do(func(context.Context) (casework.ActResult, error) {
		return casework.ActResult{Message: said}, v.bench.Work.SaveView(viewsKept, list)
	}, nil)
}
