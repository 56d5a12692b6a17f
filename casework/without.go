package casework

import (
	"context"
	"fmt"
	"slices"

	"casebench/internal/fault"
	"casebench/linkage"
)

// WhyWithout explains the link between two accounts as it would be weighed had some
// signals been left out. It looks at the comparison that the newest run kept, so it
// answers at once; what would become of clusters only a run can tell (LinkOptions
// has the same list). Kept is false in the result of a link that a run would then
// not keep at all.
func (c *Casework) WhyWithout(ctx context.Context, a, b string, signals []string) (WithoutResult, error) {
	s, err := c.storedLink(a, b)
	if err != nil {
		return WithoutResult{}, err
	}
	for _, id := range signals {
		if s.model.Signal(id) == nil {
			return WithoutResult{}, fault.New(fault.Usage, fmt.Sprintf("There is no signal %q.", id), "Name one that the link shows.", nil)
		}
	}
	less := linkage.Without(&s.link, &s.model, signals)
	left := slices.Clone(signals)
	slices.Sort(left)
	return WithoutResult{WhyResult: s.why(&less), Without: left, Kept: s.model.Kept(&less), Whole: s.why(&s.link)}, ctx.Err()
}

// WithoutResult is a link weighed again, beside what it was.
type WithoutResult struct {
	WhyResult
	Without []string  `json:"without"`
	Kept    bool      `json:"kept"` // a run would keep it as a link
	Whole   WhyResult `json:"whole"`
}
