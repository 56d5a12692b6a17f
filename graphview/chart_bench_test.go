package graphview_test

import (
	"context"
	"fmt"
	"testing"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
)

// BenchmarkChart is what a layout's step costs before its picture can be drawn, and
// what a move of the pointer costs.
func BenchmarkChart(b *testing.B) {
	for _, size := range graphviewtest.Sizes() {
		c, err := graphviewtest.Chart(context.Background(), size)
		if err != nil {
			b.Fatal(err)
		}
		c = c.FoldedAll(graphview.Expanded)
		cam := c.Camera(1600, 1000, graphview.Margins{})
		name := fmt.Sprintf("%dk", size.Nodes/1000)
		b.Run("New "+name, func(b *testing.B) {
			for b.Loop() {
				graphview.NewChart(c.View(), c.Places())
			}
		})
		b.Run("Moved "+name, func(b *testing.B) {
			for b.Loop() {
				c.Moved(c.Places())
			}
		})
		b.Run("Pick "+name, func(b *testing.B) {
			for k := 0; b.Loop(); k++ {
				c.Pick(cam, float64(k*37%1600), float64(k*91%1000))
			}
		})
		b.Run("Lasso "+name, func(b *testing.B) {
			for b.Loop() {
				c.Within(cam, 200, 200, 1400, 800)
			}
		})
	}
}
