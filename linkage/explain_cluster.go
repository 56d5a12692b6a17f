package linkage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
)

// ExplainCluster says in one paragraph why these accounts are together. Links may
// hold more than the cluster's own; name prints an account code.
func ExplainCluster(c *casefile.Cluster, links []casefile.Link, name func(uint32) string) string {
	in := map[uint32]bool{}
	core := 0
	for _, m := range c.Members {
		in[m.Account] = true
		if m.Role == casefile.RoleCore {
			core++
		}
	}
	inside, strong := 0, 0
	seen := map[string]int{}
	for i := range links {
		l := &links[i]
		if !in[l.A] || !in[l.B] {
			continue
		}
		inside++
		if l.Strength == casefile.Strong {
			strong++
		}
		counted := map[string]bool{}
		for _, e := range l.Evidence {
			if e.Bits > 0 && !counted[e.Signal] {
				counted[e.Signal] = true
				seen[e.Signal]++
			}
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d accounts are together by %s, %d of them strong. ", len(c.Members), count(inside, "link"), strong)
	switch {
	case c.Strength == casefile.Strong && core == len(c.Members):
		b.WriteString("Strong links alone hold all of them together. ")
	case c.Strength == casefile.Strong:
		fmt.Fprintf(&b, "Strong links alone hold %d of them together; the others hang on these. ", core)
	default:
		b.WriteString("Strong links do not hold them together, so the cluster is a lead and not a finding. ")
	}
	if words := heard(seen, inside); words != "" {
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
