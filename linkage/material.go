package linkage

import (
	"cmp"
	"context"
	"fmt"

	"casebench/casefile"
)

// Material is what signals read: the input, the model and a few totals that most
// of them need. It is read only after it was made.
type Material struct {
	Input   Input
	Model   *Model
	Without bool // the signal being prepared is switched off: its values are listed only

	accounts []Account      // by code
	orgs     map[uint32]int // accounts by declared organisation
}

// Account is what a run knows of one account besides shared values.
type Account struct {
	Exists   bool
	Requests int64
	First    int64 // first and last request, 0 if none
	Last     int64
	Signup   int64  // 0: unknown
	Org      uint32 // the first that it declared
	Owner    uint32
	Program  uint32

	claims [3]claim // when and how often Org, Owner and Program were declared
}

type claim struct{ first, count int64 }

// N returns the number of accounts.
func (m *Material) N() int { return len(m.Input.Accounts) }

// Account returns what is known of an account; the zero Account for codes that do
// not exist.
func (m *Material) Account(code uint32) Account {
	if int(code) < len(m.accounts) {
		return m.accounts[code]
	}
	return Account{}
}

// Size returns the highest account code plus one, for tables by code.
func (m *Material) Size() int { return len(m.accounts) }

func newMaterial(ctx context.Context, in Input, model *Model) (*Material, error) {
	m := &Material{Input: in, Model: model}
	size := uint32(1)
	for _, a := range in.Accounts {
		size = max(size, a+1)
	}
	m.accounts = make([]Account, size)
	for _, a := range in.Accounts {
		m.accounts[a].Exists = true
	}
	for _, k := range []casefile.ObservationKind{casefile.ObserveActivity, casefile.ObserveSignup,
		casefile.ObserveOrg, casefile.ObserveOwner, casefile.ObserveProgramme} {
		err := m.Each(ctx, k, func(o *casefile.Observation) { m.accounts[o.Account].note(k, o) })
		if err != nil {
			return nil, err
		}
	}
	m.orgs = map[uint32]int{}
	for i := range m.accounts {
		if org := m.accounts[i].Org; org != 0 {
			m.orgs[org]++
		}
	}
	return m, nil
}

// OrgSize returns how many accounts declare an organisation.
func (m *Material) OrgSize(org uint32) int { return m.orgs[org] }

// note adds one observation. Where an account declares several values of a kind,
// the first one is kept, then the one declared more often; codes decide last, so
// that they may be given in any order.
func (a *Account) note(k casefile.ObservationKind, o *casefile.Observation) {
	declare := func(p *uint32, c *claim) {
		if *p == 0 || cmp.Or(cmp.Compare(o.First, c.first), cmp.Compare(c.count, o.Count), cmp.Compare(o.Value, *p)) < 0 {
			*p, *c = o.Value, claim{o.First, o.Count}
		}
	}
	switch k {
	case casefile.ObserveActivity:
		a.Requests += o.Count
		if a.First == 0 || o.First < a.First {
			a.First = o.First
		}
		a.Last = max(a.Last, o.Last)
	case casefile.ObserveSignup:
		a.Signup = o.First
	case casefile.ObserveOrg:
		declare(&a.Org, &a.claims[0])
	case casefile.ObserveOwner:
		declare(&a.Owner, &a.claims[1])
	case casefile.ObserveProgramme:
		declare(&a.Program, &a.claims[2])
	}
}

// Each calls f for every observation of a kind that belongs to an account of the
// run, in order. The pointer is valid during the call.
func (m *Material) Each(ctx context.Context, kind casefile.ObservationKind, f func(*casefile.Observation)) error {
	n := 0
	var at casefile.Observation // one place for all, so that none goes to the heap
	for o, err := range m.Input.Observations.Observations(ctx, kind) {
		if err != nil {
			return fmt.Errorf("read %s observations: %w", kind, err)
		}
		if n++; n&0xffff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if int(o.Account) < len(m.accounts) && m.accounts[o.Account].Exists {
			at = o
			f(&at)
		}
	}
	return ctx.Err()
}

// EachGroup calls f for every run of observations with the same value and day.
// The slice is valid during the call.
func (m *Material) EachGroup(ctx context.Context, kind casefile.ObservationKind, f func([]casefile.Observation)) error {
	var group []casefile.Observation
	err := m.Each(ctx, kind, func(o *casefile.Observation) {
		if len(group) > 0 && (group[0].Value != o.Value || group[0].Day != o.Day) {
			f(group)
			group = group[:0]
		}
		group = append(group, *o)
	})
	if err == nil && len(group) > 0 {
		f(group)
	}
	return err
}

// Info describes a value.
func (m *Material) Info(kind casefile.ObservationKind, code uint32) ValueInfo {
	if m.Input.Values == nil {
		return ValueInfo{}
	}
	return m.Input.Values.Info(kind, code)
}
