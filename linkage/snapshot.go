package linkage

import (
	"context"
	"iter"
	"slices"
	"sort"

	"casebench/casefile"
)

// Snapshot is what a run used of a case, and no more: values that at least two
// accounts show, totals of every account, and the requests near halts. It can be
// written down and run again, with codes standing for values that the reader
// never sees. Its Input gives the same Result as the input it was taken from;
// sample rows may be dropped, since the digest leaves them out.
type Snapshot struct {
	Accounts    []uint32            `json:"accounts"` // the whole population, ascending
	Kinds       []SnapshotKind      `json:"kinds"`    // ascending by Kind
	Events      []Event             `json:"events"`
	Releases    []Release           `json:"releases"`
	Permissions []Permission        `json:"permissions"`
	Decisions   []casefile.Decision `json:"decisions"`
}

// SnapshotKind holds the observations of one kind, sorted by (Value, Day,
// Account), and what is known of their values.
type SnapshotKind struct {
	Kind         casefile.ObservationKind `json:"kind"`
	Observations []casefile.Observation   `json:"observations"`
	Values       []SnapshotValue          `json:"values"` // ascending by Code
}

// SnapshotValue is one value of a kind.
type SnapshotValue struct {
	Code uint32    `json:"code"`
	Info ValueInfo `json:"info"`
}

// Kinds lists the kinds of observation that runs read, ascending.
func Kinds() []casefile.ObservationKind {
	var all []casefile.ObservationKind
	for k := 1; k < casefile.ObservationKinds(); k++ {
		all = append(all, casefile.ObservationKind(k))
	}
	return all
}

// whole reports whether a kind is needed of every account, not only where two
// accounts show the same value.
func whole(k casefile.ObservationKind) bool {
	switch k {
	case casefile.ObserveActivity, casefile.ObserveSignup, casefile.ObserveModel, casefile.ObserveAction,
		casefile.ObserveOrg, casefile.ObserveOwner, casefile.ObserveProgramme, casefile.ObserveInviter:
		return true
	}
	return false
}

// Capture copies what a run with this model uses of an input.
func Capture(ctx context.Context, in Input, model Model) (*Snapshot, error) {
	m, err := newMaterial(ctx, in, &model)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Accounts: slices.Clone(in.Accounts), Releases: slices.Clone(in.Releases),
		Permissions: slices.Clone(in.Permissions), Decisions: slices.Clone(in.Decisions)}
	for _, k := range Kinds() {
		sk := SnapshotKind{Kind: k}
		var value []casefile.Observation
		end := func() {
			if len(value) == 0 || !whole(k) && !shared(value) {
				return
			}
			sk.Observations = append(sk.Observations, value...)
			if code := value[0].Value; code != 0 {
				sk.Values = append(sk.Values, SnapshotValue{code, m.Info(k, code)})
			}
		}
		err := m.Each(ctx, k, func(o *casefile.Observation) {
			if len(value) > 0 && value[0].Value != o.Value {
				end()
				value = value[:0]
			}
			value = append(value, *o)
		})
		if err != nil {
			return nil, err
		}
		end()
		s.Kinds = append(s.Kinds, sk)
	}
	if s.Events, err = m.eventsAtHalts(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

func shared(value []casefile.Observation) bool {
	for i := range value {
		if value[i].Account != value[0].Account {
			return true
		}
	}
	return false
}

// Input returns an input that reads the snapshot.
func (s *Snapshot) Input() Input {
	return Input{Accounts: s.Accounts, Observations: snapshotReader{s}, Values: snapshotReader{s}, Events: snapshotReader{s},
		Releases: s.Releases, Permissions: s.Permissions, Decisions: s.Decisions}
}

// snapshotReader answers for a snapshot as a case would.
type snapshotReader struct{ s *Snapshot }

func (r snapshotReader) kind(k casefile.ObservationKind) *SnapshotKind {
	for i := range r.s.Kinds {
		if r.s.Kinds[i].Kind == k {
			return &r.s.Kinds[i]
		}
	}
	return &SnapshotKind{}
}

// Observations implements Observer.
func (r snapshotReader) Observations(_ context.Context, kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return func(yield func(casefile.Observation, error) bool) {
		for _, o := range r.kind(kind).Observations {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// Info implements Values.
func (r snapshotReader) Info(kind casefile.ObservationKind, code uint32) ValueInfo {
	v := r.kind(kind).Values
	if i := sort.Search(len(v), func(i int) bool { return v[i].Code >= code }); i < len(v) && v[i].Code == code {
		return v[i].Info
	}
	return ValueInfo{}
}

// Around implements Events.
func (r snapshotReader) Around(_ context.Context, windows []Window) ([]Event, error) {
	var out []Event
	w := 0
	for _, e := range r.s.Events {
		for w < len(windows) && windows[w].To <= e.At {
			w++
		}
		if w < len(windows) && e.At >= windows[w].From {
			out = append(out, e)
		}
	}
	return out, nil
}
