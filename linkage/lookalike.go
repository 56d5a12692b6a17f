package linkage

import (
	"fmt"
	"time"

	"casebench/casefile"
)

// The results of looking at an honest explanation.
const (
	fits       = "fits"
	doesNotFit = "does not fit"
	cannotTell = "cannot be told"
)

// lookalike is one honest explanation with what was found.
type lookalike struct {
	casefile.Checked
	onRecord bool // rests on a declaration or permission, not on shape alone
}

// lookalikes goes through the honest explanations that these signals can tell.
func (f *facts) lookalikes(m *Material) []lookalike {
	a := &m.Model.Assess
	return []lookalike{
		f.permit(),
		f.oneOrganisation(a),
		f.oneOwner(a),
		f.class(a),
		f.workplace(a),
		f.benchmark(a),
		f.aggregator(a),
		f.adopters(a),
		{Checked: casefile.Checked{Lookalike: "retry storm or batch job", Would: "bursts at fixed minutes, or right after errors",
			Found: "These signals do not look at single minutes or at errors.", Result: cannotTell}},
	}
}

func (f *facts) permit() lookalike {
	l := lookalike{casefile.Checked{Lookalike: "permission on file", Would: "an agreement for bulk use or distillation that covers most accounts",
		Found: "No permission covers any of the accounts.", Result: doesNotFit}, true}
	if f.permitted > 0 {
		l.Found = fmt.Sprintf("A permission (%s) covers %d of %d accounts.", f.permission, f.permitted, f.accounts)
	}
	if 2*f.permitted > f.accounts {
		l.Result = fits
	}
	return l
}

// most reports whether at least share of n accounts show one value.
func (c *common) most(n int, share float64) bool {
	return c.members >= 2 && AtLeast(int64(c.members), int64(n), share)
}

func (f *facts) oneOrganisation(a *AssessmentModel) lookalike {
	l := lookalike{casefile.Checked{Lookalike: "one organisation's own accounts or key pool", Would: "most accounts openly declare one organisation",
		Found: "No organisation is declared.", Result: doesNotFit}, true}
	if f.org.known > 0 {
		l.Found = fmt.Sprintf("%d of %d accounts declare the same organisation.", f.org.members, f.accounts)
	}
	if f.org.most(f.accounts, a.OneOwner) {
		l.Result = fits
	}
	return l
}

func (f *facts) oneOwner(a *AssessmentModel) lookalike {
	l := lookalike{casefile.Checked{Lookalike: "agency or group of firms", Would: "most accounts openly declare one owner",
		Found: "No owner is declared.", Result: doesNotFit}, true}
	if f.owner.known > 0 {
		l.Found = fmt.Sprintf("%d of %d accounts declare the same owner.", f.owner.members, f.accounts)
	}
	if f.owner.most(f.accounts, a.OneOwner) {
		l.Result = fits
	}
	return l
}

func (f *facts) class(a *AssessmentModel) lookalike {
	l := lookalike{Checked: casefile.Checked{Lookalike: "class or course", Would: "one programme, opened within hours of each other, behind one address",
		Result: doesNotFit}}
	programme, egress := f.programme.most(f.accounts, a.CommonProgramme), f.oneWayOut(a)
	burst := f.signups >= 3 && f.window <= 24*time.Hour
	l.Found = fmt.Sprintf("%d of %d accounts name one programme; %s; nine tenths were opened within %s.",
		f.programme.members, f.accounts, f.egressWords(), hours(f.window))
	if egress && (programme || burst) {
		l.Result = fits
	}
	return l
}

// oneWayOut reports whether most members are behind one IP address most of the
// time. Whoever rotates through many exits meets everybody on some, on none for
// long.
func (f *facts) oneWayOut(a *AssessmentModel) bool {
	return f.egress.most(f.accounts, a.CommonAddressShare) && AtLeast(f.egress.count, f.egress.total, a.CommonAddressUse)
}

func (f *facts) egressWords() string {
	return fmt.Sprintf("%d use one IP address, for %s of the use of shared addresses", f.egress.members, share(f.egress.count, f.egress.total))
}

func hours(d time.Duration) string {
	if d > 72*time.Hour {
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	}
	return fmt.Sprintf("%d hours", int(d.Hours())+1)
}

func (f *facts) workplace(a *AssessmentModel) lookalike {
	l := lookalike{Checked: casefile.Checked{Lookalike: "workplace with one sign-on and one way out", Would: "one private mail domain and one address",
		Found: fmt.Sprintf("%d of %d accounts have e-mail addresses at one domain of their own; %s.", f.domain.members, f.accounts, f.egressWords()), Result: doesNotFit}}
	if f.domain.most(f.accounts, a.OneOwner) && f.oneWayOut(a) {
		l.Result = fits
	}
	return l
}

func (f *facts) benchmark(a *AssessmentModel) lookalike {
	l := lookalike{Checked: casefile.Checked{Lookalike: "benchmark or evaluation", Would: "most requests through prompts that are known to be public",
		Found: fmt.Sprintf("%s of the requests use prompts on the list of shared ones.", share(f.public, f.requests)), Result: doesNotFit}}
	if AtLeast(f.public, f.requests, 0.5) {
		l.Result = fits
	}
	return l
}

func (f *facts) aggregator(a *AssessmentModel) lookalike {
	l := lookalike{Checked: casefile.Checked{Lookalike: "aggregator or reseller with many users", Would: "many unrelated prompts, none of which dominates", Result: doesNotFit}}
	top, _ := f.topShare(a.TopTemplates)
	l.Found = fmt.Sprintf("The %d most used private templates carry %s of the requests; the rest may be other people's.", a.TopTemplates, share(top, f.requests))
	if !AtLeast(top, f.requests, a.PoolShare) {
		l.Result = fits
	}
	return l
}

func (f *facts) adopters(a *AssessmentModel) lookalike {
	l := lookalike{Checked: casefile.Checked{Lookalike: "early adopters of a new model", Would: "a quick turn to a new model and nothing else in common",
		Found: "No model release falls into the cluster's time.", Result: cannotTell}}
	if !f.pivot {
		return l
	}
	l.Result = doesNotFit
	l.Found = fmt.Sprintf("The new model took %s of the requests, %s outside.", percent(f.share), percent(f.restShare))
	top, _ := f.topShare(a.TopTemplates)
	if f.excess >= a.PivotExcess && !AtLeast(top, f.requests, a.TaskShare) && f.handovers == 0 {
		l.Result = fits
	}
	return l
}
