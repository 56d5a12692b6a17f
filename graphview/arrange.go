package graphview

import (
	"context"
	"math"

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
// the same places. Places are points of the window, for a crowd of a larger one. It stops soon after ctx
// ends and returns its error.
func Arrange(ctx context.Context, v *View, o ArrangeOptions) ([]layout.Point, error) {
	if o.W <= 0 || o.H <= 0 {
		o.W, o.H = 1600, 1000
	}
	groups, _ := groupsOf(v)
	// A crowd is laid out on a larger sheet, and looked at from farther away.
	sheet := float32(math.Sqrt(max(1, float64(v.Seen)/16, float64(len(v.Nodes))/3000)))
	frame := layout.Frame{W: float32(o.W) * sheet, H: float32(o.H) * sheet, Groups: groups, Seed: o.Seed}
	for _, t := range o.Taken {
		frame.Taken = append(frame.Taken, layout.Rect{X: t.X * sheet, Y: t.Y * sheet, W: t.W * sheet, H: t.H * sheet})
	}
	packed, err := layout.Pack(ctx, v.ties, frame)
	if err != nil {
		return nil, err
	}
	tidy(v, packed, groups, frame, float64(sheet))
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
