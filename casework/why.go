package casework

import (
	"context"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/linkage"
)

// WhyResult is one link in words and numbers.
type WhyResult struct {
	A           string            `json:"a"`
	B           string            `json:"b"`
	Run         uint32            `json:"run"`
	WeightBits  casefile.Bits     `json:"weight_bits"`
	Probability float64           `json:"probability"`
	Strength    casefile.Strength `json:"strength"`
	Prior       casefile.Bits     `json:"prior_bits"`
	Population  int               `json:"population"`
	Signals     []WhySignal       `json:"signals"`
	Suppressed  []WhySuppressed   `json:"suppressed"`
	Text        string            `json:"text"`
	Verdict     *WhyVerdict       `json:"verdict,omitempty"` // the person's, beside the machine's
}

// WhySignal is one bar of the waterfall.
type WhySignal struct {
	ID         string            `json:"id"`
	Version    int               `json:"version"`
	Family     casefile.Family   `json:"family"`
	Grade      casefile.Grade    `json:"grade"`
	ValueClass string            `json:"value_class"`
	Bits       casefile.Bits     `json:"bits"`
	RawBits    casefile.Bits     `json:"raw_bits"`
	SharedBy   int               `json:"shared_by"`
	Count      int64             `json:"count"`
	FirstSeen  time.Time         `json:"first_seen"`
	LastSeen   time.Time         `json:"last_seen"`
	Sources    []casefile.Origin `json:"sources"`
}

// WhySuppressed is a shared value that was not counted.
type WhySuppressed struct {
	ID         string `json:"id"`
	ValueClass string `json:"value_class"`
	SharedBy   int    `json:"shared_by"`
	Reason     string `json:"reason"`
}

// WhyVerdict is what a person decided about the pair.
type WhyVerdict struct {
	Verdict casefile.Verdict `json:"verdict"`
	Reason  string           `json:"reason"`
	By      string           `json:"by"`
	At      time.Time        `json:"at"`
}

// Why explains the link between two accounts in the newest run: the waterfall,
// what was set aside, the rows, a paragraph, and the person's verdict if any.
func (c *Casework) Why(ctx context.Context, a, b string) (WhyResult, error) {
	s, err := c.storedLink(a, b)
	if err != nil {
		return WhyResult{}, err
	}
	return s.why(&s.link), ctx.Err()
}

func whyResult(run casefile.Run, l *casefile.Link, ex linkage.Explanation) WhyResult {
	r := WhyResult{Run: run.ID, WeightBits: l.Weight, Probability: l.Probability(), Strength: l.Strength, Prior: ex.Prior,
		Population: run.Accounts, Signals: []WhySignal{}, Suppressed: []WhySuppressed{}, Text: ex.Text}
	for _, bar := range ex.Bars {
		e := bar.Evidence
		r.Signals = append(r.Signals, WhySignal{e.Signal, e.Version, e.Family, e.Grade, e.Class, e.Bits, e.RawBits, e.SharedBy,
			e.Count, instant(e.First), instant(e.Last), e.Rows})
	}
	for _, s := range l.Suppressed {
		r.Suppressed = append(r.Suppressed, WhySuppressed{s.Signal, s.Class, s.SharedBy, s.Reason})
	}
	return r
}

// pair finds two accounts and returns their codes in order.
func (c *Casework) pair(a, b string) (lo, hi uint32, err error) {
	if lo, err = c.accountCode(a); err != nil {
		return 0, 0, err
	}
	if hi, err = c.accountCode(b); err != nil {
		return 0, 0, err
	}
	if lo == hi {
		return 0, 0, fault.New(fault.Usage, "A link needs two different accounts.", "Name two.", nil)
	}
	return min(lo, hi), max(lo, hi), nil
}
