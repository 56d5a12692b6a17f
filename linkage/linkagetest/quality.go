package linkagetest

import (
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/linkage"
)

// Quality says how a result compares with the truth of a world.
type Quality struct {
	Pairs       int // of accounts in one strong cluster
	RightPairs  int // of them, of one pool or of one honest operator
	PoolPairs   int // pairs of accounts of one pool
	FoundPairs  int // of them, in one strong cluster
	Pools       []PoolQuality
	Intruders   []string // honest or decoy accounts, operators apart, in a strong cluster
	Bystanders  int      // such accounts in all
	Operators   []string // honest operators' groups in a strong cluster, with their level
	Accused     []string // honest operators' groups in a strong cluster assessed as strong
	PoolLevels  []string // levels of the strong clusters that hold mostly pool accounts
	StrongSizes []int
}

// PoolQuality is the outcome for one pool.
type PoolQuality struct {
	Group         string
	Size          int
	Pairs, Found  int
	Strong, Pairy int // accounts in a strong cluster; in any cluster
}

// Operators are the groups that are one honest operator: truly linked, and honest.
var operators = []string{"agency", "judge_vendor", "own_key_pool"}

// Measure compares strong clusters with the truth.
func Measure(w *World, r *linkage.Result) Quality {
	var q Quality
	label := func(code uint32) Label { return w.Truth[w.Names[code]] }
	strong, any := map[uint32]int{}, map[uint32]int{}
	for _, c := range r.Clusters {
		for _, m := range c.Members {
			any[m.Account] = c.ID
			if c.Strength == casefile.Strong {
				strong[m.Account] = c.ID
			}
		}
		if c.Strength == casefile.Strong {
			q.cluster(w, &c, label)
		}
	}
	byGroup := map[string][]uint32{}
	for code, name := range w.Names {
		switch l := w.Truth[name]; {
		case l.Kind == "pool":
			byGroup[l.Group] = append(byGroup[l.Group], uint32(code))
		case l.Kind != "" && !slices.Contains(operators, l.Group):
			q.Bystanders++
		}
	}
	groups := make([]string, 0, len(byGroup))
	for g := range byGroup {
		groups = append(groups, g)
	}
	slices.Sort(groups)
	for _, g := range groups {
		p := PoolQuality{Group: g, Size: len(byGroup[g])}
		for i, a := range byGroup[g] {
			if strong[a] > 0 {
				p.Strong++
			}
			if any[a] > 0 {
				p.Pairy++
			}
			for _, b := range byGroup[g][:i] {
				p.Pairs++
				if strong[a] > 0 && strong[a] == strong[b] {
					p.Found++
				}
			}
		}
		q.PoolPairs, q.FoundPairs = q.PoolPairs+p.Pairs, q.FoundPairs+p.Found
		q.Pools = append(q.Pools, p)
	}
	return q
}

func (q *Quality) cluster(w *World, c *casefile.Cluster, label func(uint32) Label) {
	q.StrongSizes = append(q.StrongSizes, len(c.Members))
	groups := map[string]int{}
	kinds := map[string]int{}
	for i, m := range c.Members {
		l := label(m.Account)
		groups[l.Group]++
		kinds[l.Kind]++
		operator := slices.Contains(operators, l.Group)
		if l.Kind != "pool" && !operator {
			q.Intruders = append(q.Intruders, fmt.Sprintf("%s (%s) in %d", w.Names[m.Account], l.Group, c.ID))
		}
		for _, o := range c.Members[:i] {
			q.Pairs++
			if other := label(o.Account); other == l && (l.Kind == "pool" || operator) {
				q.RightPairs++
			}
		}
	}
	for _, g := range operators {
		if groups[g] > 0 {
			q.Operators = append(q.Operators, g+":"+string(c.Assessment.Level))
			if c.Assessment.Level == casefile.LevelStrong {
				q.Accused = append(q.Accused, g)
			}
		}
	}
	if kinds["pool"]*2 > len(c.Members) {
		q.PoolLevels = append(q.PoolLevels, fmt.Sprintf("%s/%s/%d", c.Assessment.Level, c.Pattern, len(c.Members)))
	}
}

// Precision returns the share of pairs in strong clusters that are right.
func (q *Quality) Precision() float64 { return div(q.RightPairs, q.Pairs) }

// Recall returns the share of pool pairs that are in one strong cluster, leaving
// out the named groups.
func (q *Quality) Recall(without ...string) float64 {
	found, pairs := 0, 0
	for _, p := range q.Pools {
		if !slices.Contains(without, p.Group) {
			found, pairs = found+p.Found, pairs+p.Pairs
		}
	}
	return div(found, pairs)
}

func div(a, b int) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// String prints the figures on one line.
func (q *Quality) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "precision %.4f recall %.4f (without stealth %.4f) intruders %d/%d operators %v pools", q.Precision(), q.Recall(), q.Recall("stealth"),
		len(q.Intruders), q.Bystanders, q.Operators)
	for _, p := range q.Pools {
		fmt.Fprintf(&b, " %s:%d/%d", p.Group, p.Strong, p.Size)
	}
	fmt.Fprintf(&b, " levels %v", q.PoolLevels)
	return b.String()
}
