package graphview

import (
	"context"

	"casebench/graphview/layout"
)

// ArrangeOptions say how a view is laid out at rest.
type ArrangeOptions struct {
	W, H  float64       // the window, in points; 1600 by 1000 when 0
	Taken []layout.Rect // of the window, what cards cover: nothing is placed there
	Seed  uint64
}

// Arrange finds places for a view at rest: every cluster in a field of its own, near
// those it is tied to, strangers strewn around. The same view, window and seed give
// the same places. At zoom 1 the picture fills the window. It stops soon after ctx
// ends and returns its error.
func Arrange(ctx context.Context, v *View, o ArrangeOptions) ([]layout.Point, error) {
	if o.W <= 0 || o.H <= 0 {
		o.W, o.H = 1600, 1000
	}
	groups, _ := groupsOf(v)
	packed, err := layout.Pack(ctx, v.ties, layout.Frame{
		W: float32(o.W), H: float32(o.H), Taken: o.Taken, Groups: groups, Seed: o.Seed,
	})
	if err != nil {
		return nil, err
	}
	return packed.At, nil
}

// Groups returns which community each node of a view belongs to, below 0 for none,
// as layout.Options wants it.
func (v *View) Groups() []int32 {
	groups, _ := groupsOf(v)
	return groups
}

// Window is the Filter of a view to begin with: all clusters, some strangers, and
// no more links than the eye can follow.
func Window() Filter {
	return Filter{Limit: FullLimit, Strangers: 400, LinksPerNode: 3, LinkBudget: 3000, LinksBetween: 4}
}
