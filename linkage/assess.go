package linkage

import (
	"context"
	"fmt"
	"time"

	"casebench/casefile"
)

// assess answers the second question for every cluster: does the use look like
// harvesting, and what else could explain it? It never changes strength.
//
// Each sign for it is one point. An honest explanation that fits takes the level
// down: one that is on record (a permission, one declared owner) to weak at most,
// any other by one level. Of a cluster that is itself weak, nothing more than weak
// is said.
func (r *Result) assess(ctx context.Context, m *Material) error {
	if len(r.Clusters) == 0 {
		return nil
	}
	facts, err := gather(ctx, m, r)
	if err != nil {
		return err
	}
	for i := range r.Clusters {
		c, f := &r.Clusters[i], &facts[i]
		c.Pattern = f.pattern(&m.Model.Assess)
		a := casefile.Assessment{For: f.signs(&m.Model.Assess)}
		settled := false
		for _, look := range f.lookalikes(m) {
			a.Checked = append(a.Checked, look.Checked)
			if look.Result == fits {
				a.Against = append(a.Against, casefile.Sign{Lookalike: look.Lookalike, Text: look.Found})
				settled = settled || look.onRecord
			}
		}
		a.Level = level(c.Strength, f, &a, settled, &m.Model.Assess)
		c.Assessment = a
	}
	return nil
}

func level(s casefile.Strength, f *facts, a *casefile.Assessment, settled bool, m *AssessmentModel) casefile.Level {
	levels := []casefile.Level{casefile.LevelNone, casefile.LevelWeak, casefile.LevelModerate, casefile.LevelStrong}
	n := min(len(a.For), 3)
	n = max(0, n-len(a.Against))
	if settled || s == casefile.Weak || f.requests < m.MinRequests {
		n = min(n, 1)
	}
	return levels[n]
}

// pattern says whether few templates make the traffic (one operator) or many
// users do (a pool behind common accounts).
func (f *facts) pattern(m *AssessmentModel) casefile.Pattern {
	top, _ := f.topShare(m.TopTemplates)
	switch {
	case f.requests < m.MinRequests:
		return casefile.Unclear
	case AtLeast(top, f.requests, m.OperatorShare):
		return casefile.OperatorLike
	case !AtLeast(top, f.requests, m.PoolShare):
		return casefile.PoolLike
	}
	return casefile.Unclear
}

// signs lists what speaks for harvesting.
func (f *facts) signs(m *AssessmentModel) []casefile.Sign {
	var out []casefile.Sign
	add := func(signal, format string, args ...any) {
		out = append(out, casefile.Sign{Signal: signal, Text: fmt.Sprintf(format, args...)})
	}
	if f.requests < m.MinRequests {
		return nil
	}
	top, users := f.topShare(m.TopTemplates)
	if AtLeast(top, f.requests, m.TaskShare) && 2*users >= f.accounts {
		add("template", "The %d most used private prompt templates carry %s of the requests, and %d of %d accounts send the same ones: one task list spread over many accounts.",
			m.TopTemplates, share(top, f.requests), users, f.accounts)
	}
	if f.volume >= m.VolumeRatio {
		add("activity", "An account sends %.1f times as many requests on an active day as accounts outside the cluster.", f.volume)
	}
	if f.pivot && f.excess >= m.PivotExcess {
		add("model", "After the model release of %s, %s of the requests went to the new model, against %s outside the cluster: the cluster turned to it together.",
			date(f.release), percent(f.share), percent(f.restShare))
	}
	if f.handovers >= m.Handovers {
		add("handover", "%d pairs of accounts followed each other right after one was stopped; %d of %d accounts were stopped.", f.handovers, f.halted, f.accounts)
	}
	if unrelated(f) && f.accounts >= m.UnrelatedAccounts {
		add("identity", "The %d accounts say that they are unrelated: %s, although they act together.", f.accounts, orgWords(f))
	}
	return out
}

// unrelated reports whether members present themselves as having nothing to do
// with each other.
func unrelated(f *facts) bool {
	return 2*f.org.members <= f.accounts && 2*f.owner.members <= f.accounts
}

func orgWords(f *facts) string {
	if f.org.distinct == 0 {
		return "none names an organisation"
	}
	return fmt.Sprintf("they name %s", count(f.org.distinct, "organisation"))
}

func share(part, whole int64) string {
	return fmt.Sprintf("%d %%", (200*part+whole)/(2*max(whole, 1)))
}

func date(at int64) string { return time.Unix(0, at).UTC().Format(time.DateOnly) }
