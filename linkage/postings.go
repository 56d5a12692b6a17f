package linkage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"casebench/casefile"
)

// Rule says how a signal that compares shared values judges one of them.
type Rule struct {
	Kind  casefile.ObservationKind
	Class string // what the value is, in words, when ValueInfo does not say
	// Grade judges a value that so many accounts show. Nil: always A.
	Grade func(info ValueInfo, sharedBy int) casefile.Grade
	// Keep says whether an account's use of the value is worth comparing. Nil: always.
	Keep func(o *casefile.Observation) bool
	// Alone says whether an account's use of the value is so much that it means
	// something even as the only one shared. Nil: always.
	Alone func(o *casefile.Observation) bool
	// Self adds the account that the value itself names: an inviter belongs to those
	// whom it invited.
	Self bool
}

// Postings is the Comparer of signals that compare shared values: for every
// value, the accounts that show it. Most signals are a Rule over Postings.
type Postings struct {
	id      string
	info    SignalInfo
	model   *SignalModel
	m       *Material
	groups  []group
	posts   []casefile.Observation // of all groups, each group sorted by account
	starts  []uint32               // by account: its part of refs
	refs    []ref                  // by account, ascending by group
	hidden  []casefile.SuppressedValue
	without bool
	alone   func(o *casefile.Observation) bool
	tries   []uint32 // by account: values of it that count and that some other account shows
}

// A group is one value, or one value on one day.
type group struct {
	value  uint32
	lo, hi uint32 // of posts
	class  string
	grade  casefile.Grade
	bits   casefile.Bits
	aside  string // reason for which it is not counted; "" if it is
}

func (g *group) size() int { return int(g.hi - g.lo) }

type ref struct{ group, post uint32 }

// Share reads one kind of observation and keeps the values that at least two
// accounts show.
func Share(ctx context.Context, m *Material, info SignalInfo, rule Rule) (*Postings, error) {
	sm := m.Model.Signal(info.ID)
	if sm == nil {
		return nil, fmt.Errorf("the model has no numbers for signal %q", info.ID)
	}
	p := &Postings{id: info.ID, info: info, model: sm, m: m, without: m.Without, alone: rule.Alone}
	limit := sm.Cap(m.N())
	var kept []casefile.Observation
	err := m.EachGroup(ctx, rule.Kind, func(obs []casefile.Observation) {
		kept = kept[:0]
		for i := range obs {
			if obs[i].Value == 0 || rule.Keep != nil && !rule.Keep(&obs[i]) {
				continue
			}
			kept = append(kept, obs[i])
		}
		if rule.Self {
			kept = withSelf(m, kept)
		}
		if len(kept) < 2 {
			return
		}
		p.add(m, sm, rule, limit, kept)
	})
	if err != nil {
		return nil, err
	}
	p.index(m.Size())
	return p, nil
}

func withSelf(m *Material, obs []casefile.Observation) []casefile.Observation {
	if len(obs) == 0 {
		return obs
	}
	self := obs[0]
	self.Account, self.FirstRow, self.LastRow = self.Value, casefile.Origin{}, casefile.Origin{}
	i, found := slices.BinarySearchFunc(obs, self.Account, func(o casefile.Observation, a uint32) int {
		return int(int64(o.Account) - int64(a))
	})
	if found || !m.Account(self.Account).Exists {
		return obs
	}
	return slices.Insert(obs, i, self)
}

func (p *Postings) add(m *Material, sm *SignalModel, rule Rule, limit int, obs []casefile.Observation) {
	d := len(obs)
	info := m.Info(rule.Kind, obs[0].Value)
	g := group{value: obs[0].Value, lo: uint32(len(p.posts)), class: info.Class, grade: casefile.GradeA}
	if g.class == "" {
		g.class = rule.Class
	}
	if rule.Grade != nil {
		g.grade = rule.Grade(info, d)
	}
	if g.grade == casefile.GradeA && sm.Crowd > 0 && d > sm.Crowd {
		g.grade = casefile.GradeB
	}
	g.bits = Weight(sm.M, uint64(d), uint64(max(m.N(), sm.Population)))
	switch {
	case p.without:
		g.aside = "without"
	case info.KnownShared != "":
		g.aside = "known_shared"
	case info.Public, info.Stop:
		g.aside = "public"
	case d > limit:
		g.aside = "hub"
	}
	if g.aside != "" {
		p.hide(g, d, limit)
	}
	p.posts = append(p.posts, obs...)
	g.hi = uint32(len(p.posts))
	p.groups = append(p.groups, g)
}

// hide lists a value that is set aside, once, with the most accounts that any of
// its days had.
func (p *Postings) hide(g group, sharedBy, limit int) {
	if n := len(p.hidden); n > 0 && p.hidden[n-1].Value == g.value {
		p.hidden[n-1].SharedBy = max(p.hidden[n-1].SharedBy, sharedBy)
		return
	}
	p.hidden = append(p.hidden, casefile.SuppressedValue{Signal: p.id, Class: g.class, Value: g.value,
		SharedBy: sharedBy, Cap: limit, Reason: g.aside})
}

// index builds the lists by account with a counting sort.
func (p *Postings) index(size int) {
	p.starts = make([]uint32, size+1)
	for i := range p.posts {
		p.starts[p.posts[i].Account+1]++
	}
	for i := 1; i < len(p.starts); i++ {
		p.starts[i] += p.starts[i-1]
	}
	p.refs = make([]ref, len(p.posts))
	p.tries = make([]uint32, size)
	next := slices.Clone(p.starts)
	for g := range p.groups {
		for i := p.groups[g].lo; i < p.groups[g].hi; i++ {
			a := p.posts[i].Account
			p.refs[next[a]] = ref{uint32(g), i}
			next[a]++
			if p.groups[g].aside == "" {
				p.tries[a]++
			}
		}
	}
}

// Candidates implements Comparer. Every account proposes itself with all who
// share one of its rarest values, at most Propose values of at most Block accounts
// each, so the number of pairs grows with the accounts and not with their square.
func (p *Postings) Candidates(pairs []Pair) []Pair {
	var mine []ref
	for a := range len(p.starts) - 1 {
		mine = mine[:0]
		for _, r := range p.refs[p.starts[a]:p.starts[a+1]] {
			g := &p.groups[r.group]
			if g.aside == "" && g.grade != casefile.GradeC && g.size() <= p.model.Block {
				mine = append(mine, r)
			}
		}
		if n := p.model.Propose; len(mine) > n {
			slices.SortStableFunc(mine, func(x, y ref) int { return cmp.Compare(p.groups[x.group].size(), p.groups[y.group].size()) })
			mine = mine[:n]
		}
		for _, r := range mine {
			g := &p.groups[r.group]
			for i := g.lo; i < g.hi; i++ {
				if b := p.posts[i].Account; b != uint32(a) {
					pairs = append(pairs, PairOf(uint32(a), b))
				}
			}
		}
	}
	return pairs
}

// Compare implements Comparer: the merge of two sorted lists of groups. Several
// days of one value become one match, weighed by its rarest day.
func (p *Postings) Compare(pair Pair, c *Comparison) {
	as := p.refs[p.starts[pair.A()]:p.starts[pair.A()+1]]
	bs := p.refs[p.starts[pair.B()]:p.starts[pair.B()+1]]
	match, aside := len(c.Matches), len(c.Suppressed)
	alone := p.alone == nil // some value that they share is much of what both do
	for len(as) > 0 && len(bs) > 0 {
		switch {
		case as[0].group < bs[0].group:
			as = as[1:]
		case as[0].group > bs[0].group:
			bs = bs[1:]
		default:
			g := &p.groups[as[0].group]
			if g.aside != "" {
				p.setAside(g, c, aside)
			} else {
				oa, ob := &p.posts[as[0].post], &p.posts[bs[0].post]
				p.match(g, oa, ob, c, match)
				alone = alone || p.alone(oa) && p.alone(ob)
			}
			as, bs = as[1:], bs[1:]
		}
	}
	p.few(c.Matches[match:], alone)
	if p.model.Tries {
		p.correct(pair, c.Matches[match:])
	}
}

// correct takes log2 C(k, x) off x matches, in equal parts: k is how many values
// the account with fewer of them could have shared.
func (p *Postings) correct(pair Pair, ms []casefile.Evidence) {
	if x := len(ms); x > 0 {
		k := max(x, min(int(p.tries[pair.A()]), int(p.tries[pair.B()])))
		off := choose(k, x) / casefile.Bits(x)
		for i := range ms {
			ms[i].RawBits = max(0, ms[i].RawBits-off)
		}
	}
}

// few lowers the grade of values that are too few to mean much.
func (p *Postings) few(ms []casefile.Evidence, alone bool) {
	for i := range ms {
		switch {
		case len(ms) < p.model.Least, len(ms) < p.model.Several && !alone:
			ms[i].Grade = casefile.GradeC
		case len(ms) < p.model.Several && ms[i].Grade == casefile.GradeA:
			ms[i].Grade = casefile.GradeB
		}
	}
}

// weigh returns what a value is worth between two accounts: log2(m / f), f the
// share of accounts that show it. Two accounts that openly declare one
// organisation are compared within it: f is then the share of that organisation's
// accounts, if that is more, because colleagues share cards, addresses and
// prompts as a matter of course.
func (p *Postings) weigh(g *group, a, b *casefile.Observation) casefile.Bits {
	org := p.m.Account(a.Account).Org
	if org == 0 || org != p.m.Account(b.Account).Org {
		return g.bits
	}
	in := 0
	for i := g.lo; i < g.hi; i++ {
		if p.m.Account(p.posts[i].Account).Org == org {
			in++
		}
	}
	return min(g.bits, Weight(p.model.M, uint64(in), uint64(max(in, p.m.OrgSize(org)))))
}

func (p *Postings) setAside(g *group, c *Comparison, from int) {
	n := int(g.hi - g.lo)
	if last := len(c.Suppressed) - 1; last >= from && c.Suppressed[last].Value == g.value {
		c.Suppressed[last].SharedBy = max(c.Suppressed[last].SharedBy, n)
		return
	}
	c.Suppressed = append(c.Suppressed, casefile.Suppressed{Signal: p.id, Class: g.class,
		Value: g.value, SharedBy: n, Reason: g.aside})
}

func (p *Postings) match(g *group, a, b *casefile.Observation, c *Comparison, from int) {
	bits := p.weigh(g, a, b)
	if last := len(c.Matches) - 1; last >= from && c.Matches[last].Value == g.value {
		e := &c.Matches[last]
		e.Count += min(a.Count, b.Count)
		e.Last = max(e.Last, a.Last, b.Last)
		if bits > e.RawBits {
			e.RawBits, e.SharedBy, e.Grade, e.Rows = bits, g.size(), g.grade, sampleRows(a, b)
		}
		return
	}
	c.Matches = append(c.Matches, casefile.Evidence{Signal: p.id, Version: p.info.Version, Family: p.info.Family,
		Grade: g.grade, Class: g.class, Value: g.value, RawBits: bits, SharedBy: int(g.hi - g.lo),
		Count: min(a.Count, b.Count), First: min(a.First, b.First), Last: max(a.Last, b.Last), Rows: sampleRows(a, b)})
}

// sampleRows gives at most four rows: the first and last of both accounts.
func sampleRows(a, b *casefile.Observation) []casefile.Origin {
	rows := make([]casefile.Origin, 0, 4)
	for _, r := range [...]casefile.Origin{a.FirstRow, a.LastRow, b.FirstRow, b.LastRow} {
		if r != (casefile.Origin{}) && !slices.Contains(rows, r) {
			rows = append(rows, r)
		}
	}
	return rows
}

// Suppressed implements Comparer.
func (p *Postings) Suppressed() []casefile.SuppressedValue { return p.hidden }
