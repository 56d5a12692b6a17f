package linkage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
)

// Insides counts what the links inside of clusters rest on, so that it can be said in
// words why their accounts are together. Links are added one at a time: a run may have
// more of them than fit into memory with all their evidence.
type Insides struct {
	clusters []casefile.Cluster
	of       map[uint32]int // account to its place in clusters
	counts   []inside
}

// inside is what was counted in one cluster.
type inside struct {
	links, strong int
	seen          map[string]int // signals: links that have them as evidence
}

// NewInsides begins to count for the clusters of a run. No account is in two of them.
func NewInsides(clusters []casefile.Cluster) *Insides {
	in := &Insides{clusters: clusters, of: map[uint32]int{}, counts: make([]inside, len(clusters))}
	for i := range clusters {
		in.counts[i].seen = map[string]int{}
		for _, m := range clusters[i].Members {
			in.of[m.Account] = i
		}
	}
	return in
}

// Add counts a link, if both its accounts are in one cluster.
func (in *Insides) Add(l *casefile.Link) {
	at, ok := in.of[l.A]
	if other, there := in.of[l.B]; !ok || !there || other != at {
		return
	}
	c := &in.counts[at]
	c.links++
	if l.Strength == casefile.Strong {
		c.strong++
	}
	for i := range l.Evidence {
		e := &l.Evidence[i]
		if e.Bits > 0 && !slices.ContainsFunc(l.Evidence[:i], func(x casefile.Evidence) bool { return x.Bits > 0 && x.Signal == e.Signal }) {
			c.seen[e.Signal]++
		}
	}
}

// Explain says in one paragraph why the accounts of a cluster, by its place, are
// together; name prints an account code.
func (in *Insides) Explain(place int, name func(uint32) string) string {
	c, found := &in.clusters[place], &in.counts[place]
	core := 0
	for _, m := range c.Members {
		if m.Role == casefile.RoleCore {
			core++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d accounts are together by %s, %d of them strong. ", len(c.Members), count(found.links, "link"), found.strong)
	switch {
	case c.Strength == casefile.Strong && core == len(c.Members):
		b.WriteString("Strong links alone hold all of them together. ")
	case c.Strength == casefile.Strong:
		fmt.Fprintf(&b, "Strong links alone hold %d of them together; the others hang on these. ", core)
	default:
		b.WriteString("Strong links do not hold them together, so the cluster is a lead and not a finding. ")
	}
	if words := heard(found.seen, found.links); words != "" {
		fmt.Fprintf(&b, "What they share: %s. ", words)
	}
	if hangs := hanging(c, name); hangs != "" {
		fmt.Fprintf(&b, "%s ", hangs)
	}
	fmt.Fprintf(&b, "Over %s of the repeated runs a member stayed with the group on average.", percent(c.Stability))
	return b.String()
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func percent(share float64) string { return fmt.Sprintf("%.0f %%", share*100) }

// heard lists the signals of a cluster's links, commonest first.
func heard(seen map[string]int, links int) string {
	type item struct {
		signal string
		n      int
	}
	var items []item
	for s, n := range seen {
		items = append(items, item{s, n})
	}
	slices.SortFunc(items, func(a, b item) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.signal, b.signal)) })
	var words []string
	for _, it := range items[:min(len(items), 6)] {
		words = append(words, fmt.Sprintf("%s in %d of %d links", strings.ReplaceAll(it.signal, "_", " "), it.n, links))
	}
	return list(words)
}

// hanging names up to three accounts that are not core, and whom they hang on.
func hanging(c *casefile.Cluster, name func(uint32) string) string {
	var words []string
	rest := 0
	for _, m := range c.Members {
		if m.Role == casefile.RoleCore || m.Via == 0 || c.Strength != casefile.Strong {
			continue
		}
		if len(words) < 3 {
			words = append(words, fmt.Sprintf("%s hangs on %s", name(m.Account), name(m.Via)))
		} else {
			rest++
		}
	}
	if len(words) == 0 {
		return ""
	}
	s := strings.Join(words, "; ")
	if rest > 0 {
		s += fmt.Sprintf("; %d more likewise", rest)
	}
	return s + "."
}
