package casework

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"sync"

	"casebench/casefile"
)

// holding says that an account shows a value: in how many rows, when first and
// last.
type holding struct {
	account, value uint32
	count          int64
	first, last    int64
}

// holdings are all that accounts show of one kind, by account, and how many
// accounts show each value.
type holdings struct {
	list    []holding // by account, then value
	holders []int32   // by value code
}

// of returns what an account shows.
func (h *holdings) of(account uint32) []holding {
	from := sort.Search(len(h.list), func(i int) bool { return h.list[i].account >= account })
	until := from
	for until < len(h.list) && h.list[until].account == account {
		until++
	}
	return h.list[from:until]
}

// one returns what an account shows of one value; the zero holding if nothing.
func (h *holdings) one(account, value uint32) holding {
	for _, x := range h.of(account) {
		if x.value == value {
			return x
		}
	}
	return holding{}
}

// sharedBy returns how many accounts show a value.
func (h *holdings) sharedBy(value uint32) int {
	if int(value) >= len(h.holders) {
		return 0
	}
	return int(h.holders[value])
}

// insight is what Detail has looked up and may need again: the second click is
// answered from memory. It is good for the sources that it was made from, and is
// dropped when these change. Nothing in it is the truth: the file is.
type insight struct {
	mu      sync.Mutex
	sources string // the sources that it was made from
	held    map[casefile.ObservationKind]*holdings
}

// fresh empties what belongs to other sources. The lock is held.
func (s *insight) fresh(c *Casework) error {
	list, err := c.readySources()
	if err != nil {
		return err
	}
	now := fmt.Sprint(list)
	if s.held == nil || s.sources != now {
		s.sources, s.held = now, map[casefile.ObservationKind]*holdings{}
	}
	return nil
}

// held returns the holdings of a kind.
func (c *Casework) held(ctx context.Context, kind casefile.ObservationKind) (*holdings, error) {
	s := &c.insight
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fresh(c); err != nil {
		return nil, err
	}
	if s.held[kind] == nil {
		h, err := c.gatherHoldings(ctx, kind)
		if err != nil {
			return nil, err
		}
		s.held[kind] = h
	}
	return s.held[kind], nil
}

// gatherHoldings reads the observations of a kind. They come sorted by value, day
// and account, so an account returns with every day of a value.
func (c *Casework) gatherHoldings(ctx context.Context, kind casefile.ObservationKind) (*holdings, error) {
	h := &holdings{}
	place := map[uint32]int{} // of the account's entry for the present value
	value := uint32(0)
	for o, err := range c.file.Observations(ctx, kind) {
		if err != nil {
			return nil, err
		}
		if o.Value != value {
			clear(place)
			value = o.Value
		}
		if i, ok := place[o.Account]; ok {
			x := &h.list[i]
			x.count += o.Count
			x.first, x.last = min(x.first, o.First), max(x.last, o.Last)
			continue
		}
		place[o.Account] = len(h.list)
		h.list = append(h.list, holding{o.Account, o.Value, o.Count, o.First, o.Last})
		for int(o.Value) >= len(h.holders) {
			h.holders = append(h.holders, 0)
		}
		h.holders[o.Value]++
	}
	slices.SortFunc(h.list, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.value, b.value))
	})
	return h, ctx.Err()
}

// measured returns the activity of an account, and whether it is one of the
// population.
func (c *Casework) measured(ctx context.Context, code uint32) (measure, bool, error) {
	all, _, err := c.measures(ctx)
	m := all[code]
	if err != nil || m == nil {
		return measure{}, false, err
	}
	return *m, true, nil
}

// fieldOf returns the field of the query language that holds the values of a kind,
// "" for kinds without one.
func fieldOf(kind casefile.ObservationKind) string {
	if kind == casefile.ObservePrefix {
		return "ip"
	}
	for _, t := range casefile.Tables() {
		for _, col := range casefile.SchemaOf(t).Columns {
			if col.Observe == kind && kind.Domain() != casefile.DomainNone {
				return strings.Replace(col.Name, "tags", "log_tag", 1)
			}
		}
	}
	return ""
}

// FieldOf returns the field of the query language that holds the values of a kind
// of identifier, named as in IdentifierView; "" for what is no field.
func FieldOf(kind string) string { return fieldOf(casefile.ObservationKindByName(kind)) }
