package linkage

import "context"

// Shared is a Signal that compares shared values by a Rule. Most signals are one.
type Shared struct {
	About SignalInfo
	Rule  func(m *Material) Rule
}

var _ Signal = Shared{}

// Info implements Signal.
func (s Shared) Info() SignalInfo { return s.About }

// Prepare implements Signal.
func (s Shared) Prepare(ctx context.Context, m *Material) (Comparer, error) {
	return Share(ctx, m, s.About, s.Rule(m))
}
