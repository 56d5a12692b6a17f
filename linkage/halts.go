package linkage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
)

// Halt is a moment at which an account was suspended, banned or limited.
type Halt struct {
	Account uint32
	At      int64
	Action  uint32 // code of the action word
	Row     casefile.Origin
}

// Halts returns the moments at which accounts were halted, by time and account. A
// day with several halts of one account gives its first and its last.
func (m *Material) Halts(ctx context.Context) ([]Halt, error) {
	var halts []Halt
	err := m.Each(ctx, casefile.ObserveAction, func(o *casefile.Observation) {
		if !m.Info(casefile.ObserveAction, o.Value).Halt {
			return
		}
		halts = append(halts, Halt{o.Account, o.First, o.Value, o.FirstRow})
		if o.Last != o.First {
			halts = append(halts, Halt{o.Account, o.Last, o.Value, o.LastRow})
		}
	})
	slices.SortFunc(halts, func(a, b Halt) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Account, b.Account), cmp.Compare(a.Action, b.Action))
	})
	return halts, err
}

// Windows returns the stretch after each halt in which another account may take
// over, merged where they overlap.
func (h *HandoverModel) Windows(halts []Halt) []Window {
	var ws []Window
	for i := range halts {
		w := Window{halts[i].At + h.FromSeconds*int64(time.Second), halts[i].At + h.ToSeconds*int64(time.Second)}
		if n := len(ws); n > 0 && w.From <= ws[n-1].To {
			ws[n-1].To = max(ws[n-1].To, w.To)
			continue
		}
		ws = append(ws, w)
	}
	return ws
}

// eventsAtHalts returns the requests that the hand-over signal looks at.
func (m *Material) eventsAtHalts(ctx context.Context) ([]Event, error) {
	if m.Input.Events == nil {
		return nil, nil
	}
	halts, err := m.Halts(ctx)
	if err != nil || len(halts) == 0 {
		return nil, err
	}
	return m.Input.Events.Around(ctx, m.Model.Handover.Windows(halts))
}
