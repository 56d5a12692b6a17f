package casework

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// ViewsResult is the saved views of a case.
type ViewsResult struct {
	Count int                  `json:"count"`
	Views []casefile.SavedView `json:"views"`
}

// Views lists the saved views that are not withdrawn, in the order in which they were
// made. Those that an earlier version kept come last, with no number.
func (c *Casework) Views(context.Context) (ViewsResult, error) {
	r := ViewsResult{Views: []casefile.SavedView{}}
	all, err := c.savedViews()
	if err != nil {
		return r, err
	}
	for _, v := range all {
		if !v.Withdrawn {
			r.Views = append(r.Views, v)
		}
	}
	old, err := c.earlierViews(r.Views)
	r.Views = append(r.Views, old...)
	r.Count = len(r.Views)
	return r, err
}

func (c *Casework) savedViews() (list []casefile.SavedView, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.SavedViews()
		return err
	})
	return list, err
}

// ViewNamed returns the saved view of a name, or a fault of kind NotFound.
func (c *Casework) ViewNamed(ctx context.Context, name string) (casefile.SavedView, error) {
	r, err := c.Views(ctx)
	if err != nil {
		return casefile.SavedView{}, err
	}
	for _, v := range r.Views {
		if v.Name == strings.TrimSpace(name) {
			return v, nil
		}
	}
	return casefile.SavedView{}, fault.New(fault.NotFound, "There is no view of that name in this case.", "See `workbench views`.", nil)
}

// KeepView keeps a question under a name, as an act. With replace it takes the place
// of the view of that name, if there is one; without, that is a fault of kind Conflict.
func (c *Casework) KeepView(ctx context.Context, name string, q casefile.Question, replace bool) (ActResult, error) {
	parsed, err := query.Parse(q.Expr)
	if err != nil {
		return ActResult{}, err
	}
	q.Expr = parsed.String()
	if err := c.adoptViews(ctx); err != nil {
		return ActResult{}, err
	}
	v := casefile.SavedView{Name: strings.TrimSpace(name), Question: q, By: c.config.By, At: c.config.now()()}
	if replace {
		if was, err := c.ViewNamed(ctx, name); err == nil {
			v.ID = was.ID
		}
	}
	return c.changeView(&command.KeepView{View: v})
}

// RenameView gives a view another name, as an act.
func (c *Casework) RenameView(ctx context.Context, name, to string) (ActResult, error) {
	v, err := c.own(ctx, name)
	if err != nil {
		return ActResult{}, err
	}
	v.Name, v.By = to, c.config.By
	return c.changeView(&command.KeepView{View: v})
}

// WithdrawView takes a view out of use, as an act; Undo restores it.
func (c *Casework) WithdrawView(ctx context.Context, name, reason string) (ActResult, error) {
	v, err := c.own(ctx, name)
	if err != nil {
		return ActResult{}, err
	}
	r, err := c.do(casefile.Ref{}, &command.Withdraw{What: command.View, ID: v.ID, By: c.config.By, Reason: reason})
	r.Number = v.ID
	return r, err
}

func (c *Casework) changeView(cmd *command.KeepView) (ActResult, error) {
	r, err := c.do(casefile.Ref{}, cmd)
	r.Number = cmd.View.ID
	return r, err
}

// own returns the view of a name as one that can be changed.
func (c *Casework) own(ctx context.Context, name string) (casefile.SavedView, error) {
	if err := c.adoptViews(ctx); err != nil {
		return casefile.SavedView{}, err
	}
	return c.ViewNamed(ctx, name)
}

// earlierView is a view as windows before file format 2 kept it, with how the window
// looks.
type earlierView struct {
	Name   string `json:"name"`
	Filter string `json:"filter"`
	Window struct{ From, Until time.Time }
	Tab    string `json:"tab"`
}

const earlierViewsName = "views"

// earlierViews returns the views that an earlier version kept, but for names that are
// taken.
func (c *Casework) earlierViews(taken []casefile.SavedView) ([]casefile.SavedView, error) {
	var list []earlierView
	err := c.View(earlierViewsName, &list)
	var out []casefile.SavedView
	for _, v := range list {
		name := strings.TrimSpace(v.Name)
		same := func(s casefile.SavedView) bool { return s.Name == name }
		if name == "" || slices.ContainsFunc(taken, same) || slices.ContainsFunc(out, same) {
			continue
		}
		out = append(out, casefile.SavedView{Name: name, Question: casefile.Question{Expr: v.Filter, From: v.Window.From, Until: v.Window.Until, In: v.Tab}})
	}
	return out, err
}

// adoptViews makes views of their own of those that an earlier version kept, once and
// in one act: from then on they are changed like the others.
func (c *Casework) adoptViews(ctx context.Context) error {
	r, err := c.Views(ctx)
	if err != nil || r.Count == 0 || r.Views[r.Count-1].ID != 0 {
		return err
	}
	return c.adopt(slices.DeleteFunc(r.Views, func(v casefile.SavedView) bool { return v.ID != 0 }))
}

func (c *Casework) adopt(old []casefile.SavedView) error {
	message := fmt.Sprintf("%d views that an earlier version kept were taken over.", len(old))
	if len(old) == 1 {
		message = "A view that an earlier version kept was taken over."
	}
	_, err := c.file.Update(casefile.Act{Verb: "view", Message: message, By: c.config.By}, func(tx *store.Tx) error {
		for _, v := range old {
			v.By, v.At = tx.By(), tx.Now()
			if _, err := tx.PutSavedView(v); err != nil {
				return err
			}
		}
		return tx.PutSetting(viewPrefix+earlierViewsName, []byte("[]"))
	})
	if err == nil {
		c.changed(TopicViews)
	}
	return err
}
