package casework

import (
	"context"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// PurgeOptions says what to purge and why.
type PurgeOptions struct {
	Sources   []uint32
	Withdrawn bool // all that are withdrawn, and those whose purge did not end
	Reason    string
	Sealed    bool // although a seal covers them
}

// PurgePlan is what a purge would take out, for a person to agree to.
type PurgePlan struct {
	Sources []PurgeSource `json:"sources"`
	Stays   string        `json:"stays"` // what a purge leaves, in words
}

// PurgeSource is one source of a plan.
type PurgeSource struct {
	ID          uint32 `json:"id"`
	Name        string `json:"name"`
	SHA256      string `json:"sha256"`
	Rows        int64  `json:"rows"`
	Bytes       int64  `json:"bytes"`
	Begun       bool   `json:"begun"`       // its purge was cut off
	Annotations int    `json:"annotations"` // that speak of its rows, and stay
	Runs        int    `json:"runs"`        // linkage runs that used it, and stay
}

// stays is what a purge does not take out.
const stays = "What stays: the source's number, SHA-256 and counts; notes, verdicts, reasons and custody that people wrote, and the log; " +
	"saved views; links and clusters that were computed from it, in which accounts that only it named have no name any more. " +
	"The search history goes with it. " +
	"Copies of the case file made before, and packages that were handed over, are not touched."

// PlanPurge says what Purge would take out. It changes nothing and refuses nothing
// but what is not there.
func (c *Casework) PlanPurge(_ context.Context, o PurgeOptions) (PurgePlan, error) {
	plan := PurgePlan{Sources: []PurgeSource{}, Stays: stays}
	err := c.file.View(func(tx *store.Tx) error {
		chosen, err := o.choose(tx)
		if err != nil {
			return err
		}
		annotations, err := tx.Annotations()
		if err != nil {
			return err
		}
		runs, err := tx.Runs()
		if err != nil {
			return err
		}
		for _, s := range chosen {
			one := PurgeSource{ID: s.ID, Name: s.Name, SHA256: s.SHA256, Rows: s.Rows, Bytes: s.Bytes, Begun: s.State == casefile.SourcePurging}
			for i := range annotations {
				if t := annotations[i].Target; (t.Kind == casefile.RefEvent || t.Kind == casefile.RefSource) && t.N == s.ID {
					one.Annotations++
				}
			}
			for i := range runs {
				for _, used := range runs[i].Sources {
					if used == s.ID {
						one.Runs++
					}
				}
			}
			plan.Sources = append(plan.Sources, one)
		}
		return nil
	})
	return plan, err
}

// choose returns the sources that are meant, by number.
func (o *PurgeOptions) choose(tx *store.Tx) ([]casefile.Source, error) {
	var out []casefile.Source
	if o.Withdrawn {
		all, err := tx.Sources()
		for _, s := range all {
			if s.State == casefile.SourceWithdrawn || s.State == casefile.SourcePurging {
				out = append(out, s)
			}
		}
		if err == nil && len(out) == 0 {
			err = fault.New(fault.NotFound, "No source is withdrawn.", "Withdraw what is to be purged.", nil)
		}
		return out, err
	}
	for _, id := range o.Sources {
		s, err := tx.Source(id)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Usage, "Nothing was named to be purged.", "Name a source, as in source:3, or give --withdrawn.", nil)
	}
	return out, nil
}

// PurgeResult is what a purge took out.
type PurgeResult struct {
	Purged []casefile.Source `json:"purged"` // their tombstones
	Stays  string            `json:"stays"`
}

// Purge takes withdrawn sources out of the case for good, one after the other; it
// is the only deletion. It is refused while a legal hold stands. Each source is
// marked by an act before anything of it goes; one whose purge was cut off is taken
// up where it was left.
func (c *Casework) Purge(ctx context.Context, o PurgeOptions, p progress.Reporter) (PurgeResult, error) {
	r := PurgeResult{Purged: []casefile.Source{}, Stays: stays}
	var chosen []casefile.Source
	err := c.file.View(func(tx *store.Tx) (err error) {
		chosen, err = o.choose(tx)
		return err
	})
	if err != nil {
		return r, err
	}
	for _, s := range chosen {
		if s.State != casefile.SourcePurging {
			if _, err := c.last(&command.Purge{Source: s.ID, By: c.config.By, Reason: o.Reason, Sealed: o.Sealed}, TopicAll); err != nil {
				return r, err
			}
		} else if err := c.file.View(command.NoHold); err != nil {
			return r, err
		}
		stone, err := c.file.Purge(ctx, s.ID, p)
		c.changed(TopicAll)
		if err != nil {
			return r, err
		}
		c.forgotSearches()
		r.Purged = append(r.Purged, stone)
	}
	return r, nil
}
