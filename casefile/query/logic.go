package query

import (
	"cmp"
	"slices"
)

// constant is a condition that needs no row.
type constant verdict

func (n constant) judge(*Block) verdict { return verdict(n) }
func (n constant) weight() int          { return 0 }
func (n constant) filter(_ *reader, sel rowset) error {
	if verdict(n) == never {
		sel.clear()
	}
	return nil
}

// conjunction returns the node for "all of these".
func conjunction(terms []node) node {
	var rest []node
	for _, n := range terms {
		if k, ok := n.(constant); !ok {
			rest = append(rest, n)
		} else if verdict(k) == never {
			return k
		}
	}
	return gather(rest, always, func(nodes []node) node { return &both{nodes} })
}

// disjunction returns the node for "one of these".
func disjunction(terms []node) node {
	var rest []node
	for _, n := range terms {
		if k, ok := n.(constant); !ok {
			rest = append(rest, n)
		} else if verdict(k) == always {
			return k
		}
	}
	return gather(rest, never, func(nodes []node) node { return &either{nodes} })
}

func gather(nodes []node, empty verdict, join func([]node) node) node {
	switch len(nodes) {
	case 0:
		return constant(empty)
	case 1:
		return nodes[0]
	}
	slices.SortStableFunc(nodes, func(a, b node) int { return cmp.Compare(a.weight(), b.weight()) })
	return join(nodes)
}

func negation(n node) node {
	if k, ok := n.(constant); ok {
		return constant(opposite(verdict(k)))
	}
	return &other{n}
}

func opposite(v verdict) verdict {
	switch v {
	case never:
		return always
	case always:
		return never
	}
	return maybe
}

type both struct{ nodes []node }

func (n *both) weight() int { return heaviest(n.nodes) }

func (n *both) judge(b *Block) verdict {
	out := always
	for _, k := range n.nodes {
		switch k.judge(b) {
		case never:
			return never
		case maybe:
			out = maybe
		}
	}
	return out
}

func (n *both) filter(r *reader, sel rowset) error {
	for _, k := range n.nodes {
		if k.judge(&r.block) == always {
			continue
		}
		if err := k.filter(r, sel); err != nil || sel.empty() {
			return err
		}
	}
	return nil
}

type either struct{ nodes []node }

func (n *either) weight() int { return heaviest(n.nodes) }

func (n *either) judge(b *Block) verdict {
	out := never
	for _, k := range n.nodes {
		switch k.judge(b) {
		case always:
			return always
		case maybe:
			out = maybe
		}
	}
	return out
}

func (n *either) filter(r *reader, sel rowset) error {
	if n.judge(&r.block) == always {
		return nil
	}
	left := append(r.spare(), sel...) // rows that nobody has claimed yet
	mine := r.spare()
	for _, k := range n.nodes {
		if k.judge(&r.block) == never {
			continue
		}
		mine = append(mine[:0], left...)
		if err := k.filter(r, mine); err != nil {
			return err
		}
		left.without(mine)
		if left.empty() {
			break
		}
	}
	sel.without(left)
	r.giveBack(left, mine)
	return nil
}

type other struct{ node node }

func (n *other) weight() int { return n.node.weight() }

func (n *other) judge(b *Block) verdict { return opposite(n.node.judge(b)) }

func (n *other) filter(r *reader, sel rowset) error {
	mine := append(r.spare(), sel...)
	if err := n.node.filter(r, mine); err != nil {
		return err
	}
	sel.without(mine)
	r.giveBack(mine)
	return nil
}

func heaviest(nodes []node) int {
	w := 0
	for _, n := range nodes {
		w = max(w, n.weight())
	}
	return w
}
