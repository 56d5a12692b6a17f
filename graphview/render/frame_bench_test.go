package render_test

import (
	"context"
	"fmt"
	"image"
	"testing"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/render"
)

// BenchmarkFrame is one frame of 1600 by 1000 points with an eighth more around it,
// everything drawn, the whole graph in view, on one core.
func BenchmarkFrame(b *testing.B) {
	for _, size := range graphviewtest.Sizes() {
		c := chart(b, size)
		cam := c.Camera(1600, 1000, graphview.Margins{}).Overscan(0.0625)
		into := image.NewRGBA(image.Rect(0, 0, int(cam.W), int(cam.H)))
		for _, full := range []bool{true, false} {
			name := fmt.Sprintf("%dk full", size.Nodes/1000)
			shown := c.FoldedAll(graphview.Expanded)
			if !full {
				name, shown = fmt.Sprintf("%dk by zoom", size.Nodes/1000), c
			}
			b.Run(name, func(b *testing.B) {
				p := render.NewPainter(render.Fonts{})
				o := render.FrameOptions{Palette: graphview.Dark(), Labels: true, Hulls: true}
				b.ReportAllocs()
				for b.Loop() {
					if err := p.Frame(context.Background(), into, shown, cam, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func chart(t testing.TB, size graphviewtest.Size) *graphview.Chart {
	t.Helper()
	c, err := graphviewtest.Chart(context.Background(), size)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
