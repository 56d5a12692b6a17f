package command

import (
	"fmt"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// ReviewIndicators gives indicators a standing.
type ReviewIndicators struct {
	Review casefile.Review `json:"review"` // the id is set by Apply
}

// Act implements Command. It names no value.
func (c *ReviewIndicators) Act() casefile.Act {
	r := &c.Review
	message := map[casefile.Standing]string{
		casefile.StandingAccepted: "%d values of indicators were accepted: they may be matched.",
		casefile.StandingContext:  "%d values of indicators were kept as context: they are not matched.",
		casefile.StandingRefused:  "%d values of indicators were refused.",
	}[r.Standing]
	return casefile.Act{Verb: "review", Message: fmt.Sprintf(message, len(r.Of)), By: r.By, Reason: r.Reason,
		Details: map[string]string{"review": number(r.ID), "standing": string(r.Standing), "values": strconv.Itoa(len(r.Of)), "rule": r.Rule}}
}

// Apply implements Command. To refuse, and to keep as context, needs a reason.
func (c *ReviewIndicators) Apply(tx *store.Tx) (Command, error) {
	r := &c.Review
	switch r.Standing {
	case casefile.StandingAccepted, casefile.StandingContext, casefile.StandingRefused:
	default:
		return nil, fault.New(fault.Usage, "An indicator is accepted, kept as context or refused.", "", nil)
	}
	if r.Standing != casefile.StandingAccepted && strings.TrimSpace(r.Reason) == "" {
		return nil, fault.New(fault.Usage, "To refuse an indicator, or to keep it as context only, needs a reason.", "Say in a sentence why.", nil)
	}
	if len(r.Of) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such indicator to review.", "", nil)
	}
	r.ID, r.Withdrawn = 0, false
	stamp(tx, &r.By, &r.At)
	id, err := tx.PutReview(*r)
	if err != nil {
		return nil, err
	}
	r.ID = id
	return &Withdraw{What: Review, ID: id}, nil
}
