package casework

import (
	"context"
	"fmt"
	"maps"
	"time"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
)

// Describe amends what is said of how a source reached the case: fields of
// casefile.Custody by their keys. What was said before stays in the log.
func (c *Casework) Describe(_ context.Context, source uint32, set map[string]string, reason string) (ActResult, error) {
	return c.do(casefile.Ref{Kind: casefile.RefSource, N: source},
		&command.Describe{Source: source, Set: maps.Clone(set), By: c.config.By, Reason: reason})
}

// last makes a change that Undo does not take back.
func (c *Casework) last(l command.Lasting, topics Topic) (ActResult, error) {
	act, seq, err := command.NewHistory(c.file, c.config.By).Last(l)
	if err == nil {
		c.changed(topics)
	}
	return ActResult{Act: seq, Message: act.Message}, err
}

// HoldsResult is the list of legal holds.
type HoldsResult struct {
	Standing int             `json:"standing"`
	Holds    []casefile.Hold `json:"holds"`
}

// Holds lists all legal holds, lifted ones included.
func (c *Casework) Holds(context.Context) (HoldsResult, error) {
	r := HoldsResult{Holds: []casefile.Hold{}}
	err := c.file.View(func(tx *store.Tx) error {
		list, err := tx.Holds()
		r.Holds = append(r.Holds, list...)
		return err
	})
	for i := range r.Holds {
		if r.Holds[i].Stands() {
			r.Standing++
		}
	}
	return r, err
}

// SetHold begins a legal hold. While one stands, nothing is purged. By is who asked
// for it, where that is not who works.
func (c *Casework) SetHold(_ context.Context, trigger, scope, by string) (ActResult, error) {
	if by == "" {
		by = c.config.By
	}
	cmd := &command.SetHold{Hold: casefile.Hold{Trigger: trigger, Scope: scope, By: by}}
	r, err := c.last(cmd, TopicSources)
	r.Number = cmd.Hold.ID
	return r, err
}

// LiftHold ends a legal hold, for a reason.
func (c *Casework) LiftHold(_ context.Context, id uint32, reason string) (ActResult, error) {
	r, err := c.last(&command.LiftHold{ID: id, By: c.config.By, Reason: reason}, TopicSources)
	r.Number = id
	return r, err
}

// SetRetention says until which day the case is to be kept; "" clears it.
func (c *Casework) SetRetention(_ context.Context, until, reason string) (ActResult, error) {
	return c.do(casefile.Ref{}, &command.SetRetention{Until: until, By: c.config.By, Reason: reason})
}

// Term is a day that somebody has to know of.
type Term struct {
	Source uint32 `json:"source,omitempty"` // 0: the case itself
	Day    string `json:"day"`
	Days   int    `json:"days"` // until then; less than 0: it has passed
	Text   string `json:"text"`
}

// Terms lists the days that matter: until when the case is to be kept, and when
// the systems that sources came from delete their own copies.
func (c *Casework) Terms(context.Context) ([]Term, error) {
	now := c.config.now()()
	out := []Term{}
	if day := c.Case().RetainUntil; day != "" {
		if n, ok := casefile.DaysUntil(day, now); ok {
			out = append(out, Term{Day: day, Days: n, Text: "The case is to be kept until " + day + ": " + daysText(n, "that day passed", "the last day is today", "to go") + "."})
		}
	}
	list, err := c.sources()
	for _, s := range list {
		if n, ok := casefile.DaysUntil(s.Custody.ExpiresOn, now); ok && s.State != casefile.SourcePurged {
			out = append(out, Term{Source: s.ID, Day: s.Custody.ExpiresOn, Days: n, Text: fmt.Sprintf("Source %d %s.", s.ID, expiryText(n))})
		}
	}
	return out, err
}

// expiryText says how long a source's own system still has it.
func expiryText(days int) string {
	switch {
	case days < 0:
		return "expired " + plural(-days, "day") + " ago at the system that it came from"
	case days == 0:
		return "expires today at the system that it came from"
	}
	return "expires in " + plural(days, "day") + " at the system that it came from"
}

func daysText(n int, past, today, ahead string) string {
	switch {
	case n < 0:
		return past + " " + plural(-n, "day") + " ago"
	case n == 0:
		return today
	}
	return plural(n, "day") + " " + ahead
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Expiry says in words when a source expires at the system that it came from: ""
// where that is not known.
func Expiry(s *casefile.Source, now time.Time) string {
	n, ok := casefile.DaysUntil(s.Custody.ExpiresOn, now)
	switch {
	case !ok:
		return ""
	case n < 0:
		return "expired"
	case n == 0:
		return "expires today"
	}
	return "expires in " + plural(n, "day")
}
