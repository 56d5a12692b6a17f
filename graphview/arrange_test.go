package graphview_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/layout"
)

func TestArrangeKeepsClustersApartAndStrangersOutside(t *testing.T) {
	g, err := graphviewtest.World(600, []int{118, 64, 60, 41, 22, 9, 4, 2}, 3)
	if err != nil {
		t.Fatal(err)
	}
	v := project(t, g, graphview.Window())
	card := layout.Rect{X: 16, Y: 460, W: 170, H: 150}
	o := graphview.ArrangeOptions{W: 1030, H: 685, Taken: []layout.Rect{card}, Seed: 4}
	at, err := graphview.Arrange(context.Background(), v, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := graphview.Arrange(context.Background(), v, o)
	if err != nil || !slices.Equal(at, again) {
		t.Fatalf("the same view found other places (%v)", err)
	}
	c := graphview.NewChart(v, at)
	for k, h := range c.Hulls() {
		for _, other := range c.Hulls()[:k] {
			if math.Hypot(h.X-other.X, h.Y-other.Y) < max(h.RY, h.RX*0.8)+max(other.RY, other.RX*0.8) {
				t.Errorf("hulls %d and %d lie on one another", h.Cluster, other.Cluster)
			}
		}
	}
	close := 0
	groups := v.Groups()
	for i, p := range at {
		if p.X < 0 || p.X > 1030 || p.Y < 0 || p.Y > 685 {
			t.Errorf("node %d leaves the window: %v", i, p)
		}
		if groups[i] >= 0 {
			continue
		}
		if p.X > card.X && p.X < card.X+card.W && p.Y > card.Y && p.Y < card.Y+card.H {
			t.Errorf("stranger %d lies under a card", i)
		}
		for _, h := range c.Hulls() {
			if math.Hypot((float64(p.X)-h.X)/h.RX, (float64(p.Y)-h.Y)/h.RY) < 0.95 {
				t.Errorf("stranger %d lies in hull %d", i, h.Cluster)
			}
		}
		for j, q := range at[:i] {
			if groups[j] < 0 && math.Hypot(float64(p.X-q.X), float64(p.Y-q.Y)) < 8 {
				close++
			}
		}
	}
	if close > 4 {
		t.Errorf("%d pairs of strangers are nearly on one another", close)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := graphview.Arrange(ctx, v, o); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Arrange said %v", err)
	}
}

func TestArrangeFindsRoomForHundredsOfClusters(t *testing.T) {
	sizes := make([]int, 220)
	for i := range sizes {
		sizes[i] = 3 + 300/(i+2)
	}
	g, err := graphviewtest.World(2500, sizes, 5)
	if err != nil {
		t.Fatal(err)
	}
	v := project(t, g, graphview.Filter{})
	at, err := graphview.Arrange(context.Background(), v, graphview.ArrangeOptions{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	c := graphview.NewChart(v, at)
	for k, h := range c.Hulls() {
		for _, other := range c.Hulls()[:k] {
			if math.Hypot(h.X-other.X, h.Y-other.Y) < 0.8*(h.RY+other.RY) {
				t.Fatalf("hulls %d and %d lie on one another", h.Cluster, other.Cluster)
			}
		}
	}
}
