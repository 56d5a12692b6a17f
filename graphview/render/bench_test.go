package render_test

import (
	"context"
	"io"
	"testing"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/render"
)

// BenchmarkFigure is a figure of 5,000 accounts, from the graph to the file.
func BenchmarkFigure(b *testing.B) {
	g, err := graphviewtest.World(5000, []int{900, 420, 330, 200, 90, 40, 30, 12, 9, 7, 6, 5}, 1)
	if err != nil {
		b.Fatal(err)
	}
	draw := func() *graphview.Scene {
		v, err := graphview.Project(g, graphview.Figure())
		if err != nil {
			b.Fatal(err)
		}
		s, err := graphview.Draw(context.Background(), v, graphview.FigureOptions{Seed: 1, Title: "Linked accounts"})
		if err != nil {
			b.Fatal(err)
		}
		return s
	}
	b.Run("Draw", func(b *testing.B) {
		for b.Loop() {
			draw()
		}
	})
	s := draw()
	b.Run("PNG", func(b *testing.B) {
		for b.Loop() {
			if err := render.PNG(io.Discard, s); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("SVG", func(b *testing.B) {
		for b.Loop() {
			if err := render.SVG(io.Discard, s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
