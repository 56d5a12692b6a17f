package casework

import (
	"cmp"
	"slices"

	"casebench/casefile"
	"casebench/graphview"
)

// value is one shared value with the accounts that share it.
type value struct {
	SharedValue
	valueKind
	code     uint32
	family   casefile.Family
	accounts []uint32 // codes, ascending
}

// sharer is a value whose accounts are nodes.
type sharer struct {
	value
	nodes []int32
}

// shared returns the values of the run with the nodes that share them. An account that
// is no longer there, since its source was withdrawn, is left out.
func (n *network) shared() []sharer {
	out := make([]sharer, 0, len(n.hang.values))
	for _, v := range n.hang.values {
		s := sharer{value: v}
		for _, a := range v.accounts {
			if node, ok := n.index[a]; ok {
				s.nodes = append(s.nodes, node)
			}
		}
		if len(s.nodes) < 2 {
			continue
		}
		slices.Sort(s.nodes)
		s.Linked = len(s.nodes)
		s.SharedBy = max(s.SharedBy, s.Linked) // addresses are counted by day
		out = append(out, s)
	}
	return out
}

// home returns the cluster that most of its accounts are in; of several the one
// with the lowest number.
func (v *sharer) home(nodes []graphview.Node) int {
	count := map[int]int{}
	best := 0
	for _, a := range v.nodes {
		id := nodes[a].Cluster
		count[id]++
		if more := cmp.Compare(count[id], count[best]); more > 0 || more == 0 && id < best {
			best = id
		}
	}
	return best
}

// valueSet collects the values that links name as evidence.
type valueSet struct {
	kinds map[string]valueKind
	found map[valueKey]*value
}

type valueKey struct {
	valueKind
	code uint32
}

func newValueSet() *valueSet {
	return &valueSet{kinds: valueKinds(), found: map[valueKey]*value{}}
}

// add notes what a link names.
func (s *valueSet) add(l *casefile.Link) {
	for i := range l.Evidence {
		e := &l.Evidence[i]
		how, ok := s.kinds[e.Signal]
		if !ok || e.Value == 0 || e.SharedBy < 2 {
			continue
		}
		key := valueKey{how, e.Value}
		v := s.found[key]
		if v == nil {
			v = &value{valueKind: how, code: e.Value, family: e.Family, SharedValue: SharedValue{Signal: e.Signal, Class: e.Class}}
			s.found[key] = v
		}
		v.Bits, v.SharedBy = max(v.Bits, e.RawBits), max(v.SharedBy, e.SharedBy)
		if len(v.accounts)+2 > cap(v.accounts) {
			v.compact() // n accounts may be named by n² links
		}
		v.accounts = append(v.accounts, l.A, l.B)
	}
}

func (v *value) compact() {
	slices.Sort(v.accounts)
	v.accounts = slices.Compact(v.accounts)
}

// list returns the values in order of kind and code.
func (s *valueSet) list() []value {
	out := make([]value, 0, len(s.found))
	for _, v := range s.found {
		v.compact()
		v.accounts = slices.Clip(v.accounts)
		out = append(out, *v)
	}
	slices.SortFunc(out, func(a, b value) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.domain, b.domain), cmp.Compare(a.code, b.code))
	})
	return out
}
