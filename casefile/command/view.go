package command

import (
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// KeepView keeps a question under a name: a new view for id 0, else other contents or
// another name for the view of that id.
type KeepView struct {
	View casefile.SavedView `json:"view"` // the id of a new one is set by Apply
	Was  string             `json:"was"`  // what was done, for the act: "saved", "renamed", "changed"
}

// Act implements Command. It names the view by its number: a name, like a question, may
// hold what is nobody's business in a log.
func (c *KeepView) Act() casefile.Act {
	v := &c.View
	return casefile.Act{Verb: "view", Message: "The view " + number(v.ID) + " was " + c.Was + ".", By: v.By,
		Details: map[string]string{"view": number(v.ID)}}
}

// Apply implements Command.
func (c *KeepView) Apply(tx *store.Tx) (Command, error) {
	v := &c.View
	if v.Name = strings.TrimSpace(v.Name); v.Name == "" {
		return nil, fault.New(fault.Usage, "A view needs a name.", "", nil)
	}
	v.Withdrawn = false
	stamp(tx, &v.By, &v.At)
	if v.ID == 0 {
		id, err := tx.PutSavedView(*v)
		if err != nil {
			return nil, err
		}
		v.ID, c.Was = id, "saved"
		return &Withdraw{What: View, ID: id}, nil
	}
	before, err := tx.SavedView(v.ID)
	if err != nil {
		return nil, err
	}
	if before.Withdrawn {
		return nil, fault.New(fault.Conflict, "The view "+number(v.ID)+" is withdrawn.", "", nil)
	}
	if c.Was = "changed"; before.Name != v.Name && before.Question.Equal(&v.Question) {
		c.Was = "renamed"
	}
	_, err = tx.PutSavedView(*v)
	return &KeepView{View: before, Was: c.Was}, err
}
