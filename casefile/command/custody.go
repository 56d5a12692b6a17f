package command

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// Describe changes what is said of how a source reached the case. The act carries
// what was said before beside what is said now, so that nothing is lost.
type Describe struct {
	Source uint32            `json:"source"`
	Set    map[string]string `json:"set"`           // by the keys of casefile.Custody; "" clears
	Was    map[string]string `json:"was,omitempty"` // set by Apply
	By     string            `json:"by,omitempty"`
	Reason string            `json:"reason,omitempty"`
}

// Act implements Command.
func (c *Describe) Act() casefile.Act {
	act := casefile.Act{Verb: "describe", Message: fmt.Sprintf("The custody of source %d was amended.", c.Source), By: c.By,
		Subject: subject(Source, c.Source), Reason: c.Reason, Details: map[string]string{"source": number(c.Source)}}
	for key, value := range c.Set {
		act.Details[key] = value
		act.Details["was "+key] = c.Was[key]
	}
	return act
}

// Apply implements Command.
func (c *Describe) Apply(tx *store.Tx) (Command, error) {
	if len(c.Set) == 0 {
		return nil, fault.New(fault.Usage, "There is nothing to change.", "Give a field and its value.", nil)
	}
	if strings.TrimSpace(c.Reason) == "" {
		return nil, fault.New(fault.Usage, "To amend the custody of a source needs a reason.", "Say in a sentence why.", nil)
	}
	s, err := tx.Source(c.Source)
	if err != nil {
		return nil, err
	}
	before := map[string]string{}
	for _, f := range s.Custody.Fields() {
		before[f.Key] = f.Value
	}
	c.Was = map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(c.Set)) {
		c.Was[key] = before[key]
		if err := s.Custody.Set(key, c.Set[key]); err != nil {
			return nil, err
		}
	}
	return &Describe{Source: c.Source, Set: c.Was, By: c.By, Reason: c.Reason}, tx.PutSource(s)
}

// SetRetention changes the day until which the case is to be kept; "" clears it.
type SetRetention struct {
	Until  string `json:"until"`
	Was    string `json:"was,omitempty"` // set by Apply
	By     string `json:"by,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Act implements Command.
func (c *SetRetention) Act() casefile.Act {
	message := fmt.Sprintf("The case is to be kept until %s.", c.Until)
	if c.Until == "" {
		message = "The day until which the case is to be kept was cleared."
	}
	return casefile.Act{Verb: "retention", Message: message, By: c.By, Reason: c.Reason,
		Details: map[string]string{"until": c.Until, "was until": c.Was}}
}

// Apply implements Command.
func (c *SetRetention) Apply(tx *store.Tx) (Command, error) {
	if c.Until != "" {
		if err := casefile.CheckDay(c.Until); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(c.Reason) == "" {
		return nil, fault.New(fault.Usage, "To change how long the case is kept needs a reason.", "Say in a sentence why.", nil)
	}
	what := tx.Case()
	c.Was, what.RetainUntil = what.RetainUntil, c.Until
	return &SetRetention{Until: c.Was, By: c.By, Reason: c.Reason}, tx.PutCase(what)
}
