package casefile

import "time"

// Standing is what a person holds of an indicator after looking at it.
type Standing string

// The standings. What came in stands as pending: nothing is matched by it.
const (
	StandingPending  Standing = "pending"
	StandingAccepted Standing = "accepted" // it may be matched, if its Usage and its time allow
	StandingContext  Standing = "context"  // worth knowing, never matched
	StandingRefused  Standing = "refused"  // not worth keeping in view
)

// Standings lists the standings in the order in which a person meets them.
func Standings() []Standing {
	return []Standing{StandingPending, StandingAccepted, StandingContext, StandingRefused}
}

// Review gives indicators a standing. The newest that was not withdrawn counts; an
// indicator that none names is pending. A review names what was there when it was
// made: what comes in later waits for one of its own.
type Review struct {
	ID        uint32     `json:"id"`
	Standing  Standing   `json:"standing"` // accepted, context or refused
	Of        []ReviewOf `json:"of"`
	Rule      string     `json:"rule,omitempty"` // by which rule they were chosen, in words
	Reason    string     `json:"reason,omitempty"`
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
	Withdrawn bool       `json:"withdrawn,omitempty"`
}

// ReviewOf is one value of an indicator by the place it came from, which says nothing
// of the value.
type ReviewOf struct {
	Source uint32 `json:"source"`
	Row    int64  `json:"row"`
	Part   int    `json:"part,omitempty"`
}

// Place is where one value of an indicator stands, as reviews name it.
func (in *Indicator) Place() ReviewOf {
	return ReviewOf{Source: in.Origin.Source, Row: in.Origin.Row, Part: in.Part}
}

// Reviewed is what was said last of one value.
type Reviewed struct {
	Standing Standing  `json:"standing"`
	Review   uint32    `json:"review,omitempty"` // 0: nobody looked at it yet
	Reason   string    `json:"reason,omitempty"`
	By       string    `json:"by,omitempty"`
	At       time.Time `json:"at,omitzero"`
}

// ReviewedOf says what stands of each value, from reviews in the order in which they
// were made. A value that is not in the map is pending.
func ReviewedOf(reviews []Review) map[ReviewOf]Reviewed {
	out := map[ReviewOf]Reviewed{}
	for i := range reviews {
		r := &reviews[i]
		if r.Withdrawn {
			continue
		}
		said := Reviewed{Standing: r.Standing, Review: r.ID, Reason: r.Reason, By: r.By, At: r.At}
		for _, of := range r.Of {
			out[of] = said
		}
	}
	return out
}
