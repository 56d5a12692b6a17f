package graphpane

import (
	"context"
	"image"
	"math"

	"casebench/assets"
	"casebench/graphview"
	"casebench/graphview/render"
	"casebench/internal/glyph"
	"casebench/internal/job"
	"casebench/internal/progress"
)

// overscan is how much more than the window a frame shows on every side, so that it
// can be panned a little before the next one is there.
const overscan = 0.15

// request is everything a frame is drawn from.
type request struct {
	chart *graphview.Chart
	cam   graphview.Camera // of the window
	look  render.FrameOptions

	small      image.Point // of the overview, in pixels; zero for none
	smallScale float64
}

// frame is a finished picture: what the camera saw, in pixels that are no longer
// written to until two more frames were made.
type frame struct {
	image *image.RGBA
	cam   graphview.Camera // overscanned
	scale float64          // pixels a point
	over  *image.RGBA      // the overview; nil when it was not asked for
}

// frames draws in the background, one frame at a time into a ring of three images;
// of what is asked for while it draws only the newest is drawn next. It belongs to
// the goroutine of the window.
type frames struct {
	lane  *job.Lane
	post  func(func())
	show  func(frame)
	paint *render.Painter // of the one job that draws

	ring    [3]*image.RGBA
	next    int
	want    request
	busy    bool
	again   bool
	stopped bool
}

func newFrames(post func(func()), show func(frame)) *frames {
	return &frames{lane: job.NewLane(1), post: post, show: show, paint: render.NewPainter(faces())}
}

// faces are those of the window. One that cannot be read is the painter's own.
func faces() render.Fonts {
	regular, err := glyph.Parse(assets.Font(assets.Sans))
	if err != nil {
		regular = nil
	}
	bold, err := glyph.Parse(assets.Font(assets.SansSemiBold))
	if err != nil {
		bold = nil
	}
	return render.Fonts{Regular: regular, Bold: bold}
}

// ask wants a frame of this, soon.
func (f *frames) ask(r request) {
	if f.stopped || r.chart == nil || r.cam.W < 1 || r.cam.H < 1 {
		return
	}
	f.want, f.again = r, true
	if !f.busy {
		f.begin()
	}
}

// begin draws what is wanted now.
func (f *frames) begin() {
	r := f.want
	f.busy, f.again = true, false
	scale := r.look.PixelScale
	w, h := max(int(math.Round(r.cam.W*scale)), 1), max(int(math.Round(r.cam.H*scale)), 1)
	w, h = w+2*int(float64(w)*overscan), h+2*int(float64(h)*overscan)
	into := f.ring[f.next]
	if into == nil || into.Rect.Dx() != w || into.Rect.Dy() != h {
		into = image.NewRGBA(image.Rect(0, 0, w, h))
		f.ring[f.next] = into
	}
	f.next = (f.next + 1) % len(f.ring)
	made := frame{image: into, cam: r.cam.Resize(float64(w)/scale, float64(h)/scale), scale: scale}
	f.lane.Go("frame", func(ctx context.Context, _ progress.Reporter) error {
		ok := false
		defer func() { f.post(func() { f.ended(made, ok) }) }()
		if err := f.paint.Frame(ctx, into, r.chart, made.cam, r.look); err != nil {
			return err
		}
		if r.small.X > 0 && r.small.Y > 0 {
			o := r.look
			o.PixelScale = r.smallScale
			made.over = image.NewRGBA(image.Rectangle{Max: r.small})
			nowhere := graphview.Camera{X: 1e12, Zoom: 1, W: 1, H: 1} // the pane draws the view's frame itself
			if err := f.paint.Overview(ctx, made.over, r.chart, nowhere, o); err != nil {
				return err
			}
		}
		ok = true
		return nil
	})
}

// ended hands a frame over and begins the next, if one is wanted.
func (f *frames) ended(made frame, ok bool) {
	f.busy = false
	if f.stopped {
		return
	}
	if ok {
		f.show(made)
	}
	if f.again {
		f.begin()
	}
}

// close draws no more and waits for what is being drawn.
func (f *frames) close() {
	f.stopped = true
	f.lane.Close()
}
