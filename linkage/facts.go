package linkage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
)

// facts are what an assessment knows of one cluster.
type facts struct {
	accounts int
	requests int64

	templates []templateUse // private ones, most requests first
	public    int64         // requests through templates that are known to be shared

	pivot      bool    // some model was released in the cluster's time
	release    int64   // the release at which the cluster's share rose most above the rest
	share      float64 // of the cluster's requests on the new model in the days after
	restShare  float64
	excess     float64 // difference in differences
	volume     float64 // requests an account and active day, against the rest
	halted     int     // members that were halted
	handovers  int     // pairs in which one started right after the other was stopped
	org        common
	owner      common
	programme  common
	domain     common // mail domains that are not public
	egress     common // addresses
	window     time.Duration
	signups    int // members whose sign-up time is known
	permitted  int
	permission string
}

// common is the value of a kind that members show most.
type common struct {
	value    uint32
	members  int
	distinct int   // values that members show
	known    int   // members that show any
	count    int64 // observations of the value by members
	total    int64 // observations of any value by members
}

type templateUse struct {
	code     uint32
	requests int64
	accounts int
	total    int64 // in the whole population
}

// topShare returns the share of the cluster's requests in its k largest private
// templates that at least two members use, and how many members use the first.
func (f *facts) topShare(k int) (requests int64, users int) {
	for _, t := range f.templates {
		if t.accounts < 2 {
			continue
		}
		if k == 0 {
			break
		}
		k--
		requests += t.requests
		users = max(users, t.accounts)
	}
	return requests, users
}

// gatherer reads observations once for all clusters.
type gatherer struct {
	m     *Material
	of    []int32 // by account: cluster, or -1
	facts []facts
	tally []int64 // by cluster, scratch
	heads []int   // by cluster, scratch
	hit   []int32 // clusters touched, scratch
}

func gather(ctx context.Context, m *Material, r *Result) ([]facts, error) {
	g := &gatherer{m: m, of: make([]int32, m.Size()), facts: make([]facts, len(r.Clusters)),
		tally: make([]int64, len(r.Clusters)), heads: make([]int, len(r.Clusters))}
	for i := range g.of {
		g.of[i] = -1
	}
	for c := range r.Clusters {
		g.facts[c].accounts, g.facts[c].requests = len(r.Clusters[c].Members), r.Clusters[c].Requests
		for _, mem := range r.Clusters[c].Members {
			g.of[mem.Account] = int32(c)
		}
	}
	for i := range r.Links {
		l := &r.Links[i]
		if c := g.of[l.A]; c >= 0 && c == g.of[l.B] && slices.ContainsFunc(l.Evidence, func(e casefile.Evidence) bool {
			return e.Signal == "handover" && e.Bits > 0
		}) {
			g.facts[c].handovers++
		}
	}
	g.permits()
	for _, step := range []func(context.Context) error{g.templates, g.pivots, g.volumes, g.halts, g.commons} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	g.signups()
	return g.facts, nil
}

// split adds a group of observations up by cluster. It calls f for every cluster
// that shows the value, in order of cluster.
func (g *gatherer) split(obs []casefile.Observation, f func(c int32, requests int64, accounts int)) {
	g.hit = g.hit[:0]
	for i := range obs {
		c := g.of[obs[i].Account]
		if c < 0 {
			continue
		}
		if g.heads[c] == 0 {
			g.hit = append(g.hit, c)
		}
		g.heads[c]++
		g.tally[c] += obs[i].Count
	}
	slices.Sort(g.hit)
	for _, c := range g.hit {
		f(c, g.tally[c], g.heads[c])
		g.tally[c], g.heads[c] = 0, 0
	}
}

func (g *gatherer) templates(ctx context.Context) error {
	err := g.m.EachGroup(ctx, casefile.ObserveTemplate, func(obs []casefile.Observation) {
		if obs[0].Value == 0 || len(obs) < 2 {
			return
		}
		info := g.m.Info(casefile.ObserveTemplate, obs[0].Value)
		shared := info.KnownShared != "" || info.Public || info.Stop
		var total int64
		for i := range obs {
			total += obs[i].Count
		}
		g.split(obs, func(c int32, requests int64, accounts int) {
			if shared {
				g.facts[c].public += requests
				return
			}
			g.facts[c].templates = append(g.facts[c].templates, templateUse{obs[0].Value, requests, accounts, total})
		})
	})
	for c := range g.facts {
		slices.SortFunc(g.facts[c].templates, func(a, b templateUse) int {
			return cmp.Or(cmp.Compare(b.requests, a.requests), cmp.Compare(a.code, b.code))
		})
	}
	return err
}

// volumes compares requests an account and active day with the accounts outside.
func (g *gatherer) volumes(ctx context.Context) error {
	days := make([]int64, len(g.facts)+1)
	requests := make([]int64, len(g.facts)+1)
	err := g.m.Each(ctx, casefile.ObserveActivity, func(o *casefile.Observation) {
		days[g.of[o.Account]+1]++
		requests[g.of[o.Account]+1] += o.Count
	})
	var allDays, all int64
	for i := range days {
		allDays, all = allDays+days[i], all+requests[i]
	}
	for c := range g.facts {
		restDays, rest := allDays-days[c+1], all-requests[c+1]
		if days[c+1] > 0 && rest > 0 {
			mine := float64(requests[c+1]) / float64(days[c+1])
			g.facts[c].volume = round3(mine / (float64(rest) / float64(restDays)))
		}
	}
	return err
}

func (g *gatherer) halts(ctx context.Context) error {
	halts, err := g.m.Halts(ctx)
	seen := map[uint32]bool{}
	for _, h := range halts {
		if c := g.of[h.Account]; c >= 0 && !seen[h.Account] {
			seen[h.Account] = true
			g.facts[c].halted++
		}
	}
	return err
}

// commons finds what most members have in common of the kinds that honest
// explanations show in.
func (g *gatherer) commons(ctx context.Context) error {
	kinds := []struct {
		kind casefile.ObservationKind
		at   func(*facts) *common
	}{
		{casefile.ObserveOrg, func(f *facts) *common { return &f.org }},
		{casefile.ObserveOwner, func(f *facts) *common { return &f.owner }},
		{casefile.ObserveProgramme, func(f *facts) *common { return &f.programme }},
		{casefile.ObserveMailDomain, func(f *facts) *common { return &f.domain }},
		{casefile.ObserveAddress, func(f *facts) *common { return &f.egress }},
	}
	for _, k := range kinds {
		known := make([]bool, g.m.Size())
		note := func(obs []casefile.Observation) {
			if obs[0].Value == 0 || !whole(k.kind) && !shared(obs) {
				return
			}
			if info := g.m.Info(k.kind, obs[0].Value); k.kind == casefile.ObserveMailDomain && (info.Public || info.KnownShared != "") {
				return
			}
			for i := range obs {
				if c := g.of[obs[i].Account]; c >= 0 && !known[obs[i].Account] {
					known[obs[i].Account] = true
					k.at(&g.facts[c]).known++
				}
			}
			g.split(obs, func(c int32, n int64, accounts int) {
				f := k.at(&g.facts[c])
				f.distinct++
				f.total += n
				if n > f.count {
					f.value, f.members, f.count = obs[0].Value, accounts, n
				}
			})
		}
		if err := g.eachValue(ctx, k.kind, note); err != nil {
			return err
		}
	}
	return nil
}

// eachValue is EachGroup over all days of a value, one entry for each account with
// the counts added up.
func (g *gatherer) eachValue(ctx context.Context, kind casefile.ObservationKind, f func([]casefile.Observation)) error {
	var value []casefile.Observation
	end := func() {
		slices.SortStableFunc(value, func(a, b casefile.Observation) int { return cmp.Compare(a.Account, b.Account) })
		n := 0
		for i := range value {
			if i > 0 && value[i].Account == value[n-1].Account {
				value[n-1].Count += value[i].Count
				continue
			}
			value[n] = value[i]
			n++
		}
		if n > 0 {
			f(value[:n])
		}
		value = value[:0]
	}
	err := g.m.Each(ctx, kind, func(o *casefile.Observation) {
		if len(value) > 0 && value[0].Value != o.Value {
			end()
		}
		value = append(value, *o)
	})
	end()
	return err
}

// signups measures the time in which the middle nine tenths of the members, at
// least, signed up.
func (g *gatherer) signups() {
	times := make([][]int64, len(g.facts))
	for a, c := range g.of {
		if at := g.m.Account(uint32(a)).Signup; c >= 0 && at != 0 {
			times[c] = append(times[c], at)
		}
	}
	for c, ts := range times {
		slices.Sort(ts)
		if n := len(ts); n > 0 {
			cut := n / 20
			g.facts[c].signups = n
			g.facts[c].window = time.Duration(ts[n-1-cut] - ts[cut])
		}
	}
}

func (g *gatherer) permits() {
	for a, c := range g.of {
		if c < 0 {
			continue
		}
		acc := g.m.Account(uint32(a))
		for _, p := range g.m.Input.Permissions {
			mine := p.Account != 0 && p.Account == uint32(a) || p.Account == 0 && p.Org != 0 && p.Org == acc.Org
			if mine && (p.From == 0 || p.From <= acc.Last) && (p.Until == 0 || p.Until > acc.First) {
				g.facts[c].permitted++
				if g.facts[c].permission == "" {
					g.facts[c].permission = p.Kind
				}
				break
			}
		}
	}
}
