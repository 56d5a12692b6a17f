package main

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"

	"casebench/graphview"
	"casebench/graphview/graphviewtest"
	"casebench/graphview/render"
)

// Of the pictures that are measured: the window, how much more than it we draw on
// each side, and how many frames the camera's way has.
const (
	frameWidth, frameHeight = 1600, 1000
	frameMore               = 1.0 / 16
	frameCount              = 120
)

// sigma is what sigma.mjs prints.
type sigma struct {
	Frames  []float64 `json:"frames"`
	Drawer  string    `json:"drawer"`
	Version string    `json:"version"`
}

// picture is a chart and a camera's way over it, as sigma.mjs reads them.
type picture struct {
	Nodes [][4]any     `json:"nodes"` // x, y, radius, colour
	Edges [][2]int32   `json:"edges"`
	Path  [][3]float64 `json:"path"` // x, y, zoom
}

// frames draws the same graphs along the same way of the camera with both, one frame
// after another, and compares how long a frame takes until its pixels are there.
func (b *bench) frames() (table, error) {
	t := table{head: []string{"nodes/edges", "casebench p50", "p99", "CPU, mean", "sigma.js p50", "p99", "theirs/ours p50", "p99"}}
	drawer := ""
	for _, size := range graphviewtest.Sizes() {
		chart, err := graphviewtest.Chart(b.ctx, size)
		if err != nil {
			return t, err
		}
		full := chart.FoldedAll(graphview.Expanded)
		way := graphviewtest.Flight(full, frameWidth, frameHeight, frameCount)
		ours, cpu, err := fly(b.ctx, full, way)
		if err != nil {
			return t, err
		}
		var theirs sigma
		if b.peers != nil && hasChromium() {
			if theirs, err = b.sigma(full, way); err != nil {
				return t, err
			}
			drawer = fmt.Sprintf("sigma.js %s in Chromium: %s", theirs.Version, theirs.Drawer)
		}
		name := fmt.Sprintf("%d/%d", len(chart.Places()), len(chart.Links()))
		t.add(name, milliseconds(share(ours, 0.5)), milliseconds(share(ours, 0.99)), milliseconds(cpu),
			milliseconds(share(theirs.Frames, 0.5)), milliseconds(share(theirs.Frames, 0.99)),
			ratio(share(theirs.Frames, 0.5), share(ours, 0.5)), ratio(share(theirs.Frames, 0.99), share(ours, 0.99)))
		if len(chart.Places()) > graphview.FullLimit {
			folded, cpu, err := fly(b.ctx, chart, way)
			if err != nil {
				return t, err
			}
			t.add(name+", clusters fold by zoom", milliseconds(share(folded, 0.5)), milliseconds(share(folded, 0.99)), milliseconds(cpu), absent, absent, "", "")
		}
	}
	t.remark("%d frames of a pan and zoom at %dx%d; ours draws %d×%d on one core, with hulls and labels; target at 25k/100k: 20 ms",
		frameCount, frameWidth, frameHeight, int(frameWidth*(1+2*frameMore)), int(frameHeight*(1+2*frameMore)))
	if drawer != "" {
		t.remark("%s, software, all cores", drawer)
	}
	return t, nil
}

func hasChromium() bool {
	if os.Getenv("CHROMIUM") != "" {
		return true
	}
	_, err := exec.LookPath("chromium")
	return err == nil
}

// fly draws every frame of the way and returns how long each took, and how much of
// a processor they took on average, in milliseconds: the latter hardly depends on what
// else the machine does.
func fly(ctx context.Context, c *graphview.Chart, way []graphview.Camera) (took []float64, cpu float64, err error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	p := render.NewPainter(render.Fonts{})
	o := render.FrameOptions{Palette: graphview.Dark(), Labels: true, Hulls: true}
	over := way[0].Overscan(frameMore)
	into := image.NewRGBA(image.Rect(0, 0, int(over.W), int(over.H)))
	const first = 5 // fill the caches and are not counted
	before := 0.0
	for k, cam := range slices.Concat(way[:first], way) {
		if k == first {
			before = spent()
		}
		start := time.Now()
		if err := p.Frame(ctx, into, c, cam.Overscan(frameMore), o); err != nil {
			return nil, 0, err
		}
		if k >= first {
			took = append(took, time.Since(start).Seconds()*1000)
		}
	}
	return took, (spent() - before) / float64(len(way)), nil
}

// spent is the processor time of this process so far, in milliseconds.
func spent() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e6
}

// sigma lets sigma.js draw the same.
func (b *bench) sigma(c *graphview.Chart, way []graphview.Camera) (answer sigma, err error) {
	var p picture
	dark := graphview.Dark()
	for v, at := range c.Places() {
		token := graphview.ClusterRest
		if k := c.Looks()[v].Hull; k >= 0 {
			token = c.Hulls()[k].Token
		}
		ink := dark[token]
		p.Nodes = append(p.Nodes, [4]any{at.X, at.Y, c.NodeRadius(way[0], int32(v)), fmt.Sprintf("#%02x%02x%02x", ink.R, ink.G, ink.B)})
	}
	for _, l := range c.Links() {
		p.Edges = append(p.Edges, [2]int32{l.A, l.B})
	}
	for _, cam := range way {
		p.Path = append(p.Path, [3]float64{cam.X, cam.Y, cam.Zoom})
	}
	text, err := json.Marshal(p)
	if err != nil {
		return answer, err
	}
	file := filepath.Join(b.dir, "picture.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return answer, err
	}
	_, err = b.peers.run(b.ctx, &answer, nil, "sigma.mjs", file, b.dir)
	return answer, err
}

// share returns the value below which that share of a list lies, 0 for an empty one.
func share(values []float64, of float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[min(int(of*float64(len(sorted))), len(sorted)-1)]
}
