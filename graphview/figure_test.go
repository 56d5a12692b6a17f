package graphview_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"runtime"
	"testing"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
)

func draw2(t testing.TB, v *graphview.View, o graphview.FigureOptions) *graphview.Scene {
	t.Helper()
	s, err := graphview.Draw(context.Background(), v, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// worlds are figures of every size, from nothing to a crowd.
func worlds(t testing.TB) map[string]*graphview.View {
	t.Helper()
	views := map[string]*graphview.View{}
	for name, w := range map[string]struct {
		accounts int
		sizes    []int
	}{
		"nothing":       {0, []int{}},
		"one cluster":   {12, []int{7}},
		"six clusters":  {400, []int{118, 64, 60, 41, 22, 9}},
		"many clusters": {900, []int{90, 60, 50, 40, 30, 20, 20, 20, 15, 12, 12, 10, 10, 9, 8, 8, 8, 7, 7, 6, 6, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 3}},
		"a crowd":       {1800, []int{400, 150, 90, 40, 12}},
	} {
		if len(w.sizes) == 0 {
			g, err := graphview.New(nil, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			views[name] = project(t, g, graphview.Figure())
			continue
		}
		g, err := graphviewtest.World(w.accounts, w.sizes, 7)
		if err != nil {
			t.Fatal(err)
		}
		views[name] = project(t, g, graphview.Figure())
	}
	return views
}

func TestSameSeedSameSceneOnAnyNumberOfProcessors(t *testing.T) {
	for name, v := range worlds(t) {
		t.Run(name, func(t *testing.T) {
			o := graphview.FigureOptions{Seed: 3, Title: "A title", Recipe: "run 1"}
			first := draw2(t, v, o)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			if second := draw2(t, v, o); !reflect.DeepEqual(first, second) {
				t.Error("one processor drew another scene")
			}
		})
	}
}

func TestFiguresAreTidy(t *testing.T) {
	for name, v := range worlds(t) {
		for _, size := range [][2]float64{{1600, 1000}, {800, 500}, {1000, 1400}} {
			t.Run(fmt.Sprintf("%s at %.0fx%.0f", name, size[0], size[1]), func(t *testing.T) {
				s := draw2(t, v, graphview.FigureOptions{Width: size[0], Height: size[1], Title: "A title", Subtitle: "and more"})
				tidy(t, s)
			})
		}
	}
}

// tidy checks what can be said of a handsome figure: hulls apart, everything inside
// the frame, no two labels on one another.
func tidy(t *testing.T, s *graphview.Scene) {
	t.Helper()
	var ovals []graphview.Oval
	var boxes [][4]float64
	for _, item := range s.Items {
		switch it := item.(type) {
		case graphview.Oval:
			if it.X-it.RX < 0 || it.X+it.RX > s.Width || it.Y-it.RY < 0 || it.Y+it.RY > s.Height {
				t.Errorf("hull %v leaves the frame", it)
			}
			for _, o := range ovals {
				if math.Hypot((it.X-o.X)/1.16, it.Y-o.Y) < it.RY+o.RY {
					t.Errorf("hulls %v and %v overlap", it, o)
				}
			}
			ovals = append(ovals, it)
		case graphview.Mark:
			if !(it.X > 0 && it.X < s.Width && it.Y > 0 && it.Y < s.Height) {
				t.Errorf("node %v leaves the frame", it)
			}
		case graphview.Label:
			w := 0.42 * it.Size * float64(len([]rune(it.Text))) // narrower than it is: a near miss is none
			x := it.X
			switch it.Anchor {
			case graphview.Middle:
				x -= w / 2
			case graphview.End:
				x -= w
			}
			b := [4]float64{x, it.Y - 0.6*it.Size, x + w, it.Y}
			for _, o := range boxes {
				if b[0] < o[2] && o[0] < b[2] && b[1] < o[3] && o[1] < b[3] {
					t.Errorf("label %q covers another", it.Text)
				}
			}
			boxes = append(boxes, b)
		}
	}
}

func TestDrawStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	v := project(t, world(t, 100, 40, 20), graphview.Figure())
	if s, err := graphview.Draw(ctx, v, graphview.FigureOptions{}); !errors.Is(err, context.Canceled) || s != nil {
		t.Errorf("scene %v, error %v", s, err)
	}
}

func TestColoursFollowTheCaseNotTheView(t *testing.T) {
	g := world(t, 200, 50, 40, 30)
	token := func(v *graphview.View) map[int]graphview.Token {
		found := map[int]graphview.Token{}
		s := draw2(t, v, graphview.FigureOptions{})
		k := 0
		for _, item := range s.Items {
			if o, ok := item.(graphview.Oval); ok {
				k++
				found[k] = o.Fill.Token
			}
		}
		return found
	}
	if got := token(project(t, g, graphview.Filter{Clusters: []int{3}}))[1]; got != graphview.Cluster3 {
		t.Errorf("the third cluster alone is drawn in %s", got)
	}
	if got := token(project(t, g, graphview.Filter{}))[1]; got != graphview.Cluster1 {
		t.Errorf("the largest cluster is drawn in %s", got)
	}
}

func TestPalettesHaveEveryToken(t *testing.T) {
	light, dark := graphview.Light(), graphview.Dark()
	if len(light) != 20 || len(dark) != 20 {
		t.Errorf("%d and %d tokens, want 20", len(light), len(dark))
	}
	for token := range light {
		if dark[token].A != 0xff || light[token].A != 0xff {
			t.Errorf("%s is not opaque in both", token)
		}
	}
}
