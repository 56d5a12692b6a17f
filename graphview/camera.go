package graphview

import "math"

// Camera is what part of the plane a window shows, and how large. It is a plain
// value: two equal cameras show the same.
type Camera struct {
	X, Y        float64 // the world's point in the middle of the window
	Zoom        float64 // points for one unit of the world
	W, H        float64 // the window, in points
	Least, Most float64 // limits of Zoom; 0 for none
}

// Bounds is an upright rectangle of the world.
type Bounds struct{ X0, Y0, X1, Y1 float64 }

// Margins are points kept free at the edges of a window.
type Margins struct{ Left, Top, Right, Bottom float64 }

// ToScreen returns where a point of the world is in the window, in points from the
// upper left.
func (c Camera) ToScreen(x, y float64) (sx, sy float64) {
	return times(x-c.X, c.Zoom) + half(c.W), times(y-c.Y, c.Zoom) + half(c.H)
}

// ToWorld returns which point of the world is at a place in the window.
func (c Camera) ToWorld(sx, sy float64) (x, y float64) {
	return (sx-half(c.W))/c.Zoom + c.X, (sy-half(c.H))/c.Zoom + c.Y
}

// View returns the part of the world that the window shows.
func (c Camera) View() Bounds {
	x0, y0 := c.ToWorld(0, 0)
	x1, y1 := c.ToWorld(c.W, c.H)
	return Bounds{x0, y0, x1, y1}
}

// Pan moves the picture by so many points, as a hand does that drags it.
func (c Camera) Pan(dx, dy float64) Camera {
	c.X -= dx / c.Zoom
	c.Y -= dy / c.Zoom
	return c
}

// ZoomAt enlarges by a factor, within the limits; what is at the place x, y of the
// window stays there.
func (c Camera) ZoomAt(x, y, factor float64) Camera {
	wx, wy := c.ToWorld(x, y)
	c.Zoom = c.limited(c.Zoom * factor)
	c.X = wx - (x-half(c.W))/c.Zoom
	c.Y = wy - (y-half(c.H))/c.Zoom
	return c
}

// Resize gives the window another size; the middle and the zoom stay.
func (c Camera) Resize(w, h float64) Camera {
	c.W, c.H = w, h
	return c
}

// Overscan returns a camera that sees a share more on every side, such as 0.15, at
// the same zoom: a picture made with it can be panned a little before it ends.
func (c Camera) Overscan(share float64) Camera {
	grown := 1 + times(2, share)
	return c.Resize(c.W*grown, c.H*grown)
}

// Place returns where in this camera's window a picture lies that another camera
// took, so that an older picture can stand in until a new one is ready.
func (c Camera) Place(picture Camera) (x, y, w, h float64) {
	v := picture.View()
	x, y = c.ToScreen(v.X0, v.Y0)
	x1, y1 := c.ToScreen(v.X1, v.Y1)
	return x, y, x1 - x, y1 - y
}

// Fit shows all of b, as large as the limits and margins allow. Bounds without
// extent are put in the middle at the present zoom.
func (c Camera) Fit(b Bounds, m Margins) Camera {
	w, h := max(c.W-m.Left-m.Right, 1), max(c.H-m.Top-m.Bottom, 1)
	zoom := math.Inf(1)
	if b.X1 > b.X0 {
		zoom = w / (b.X1 - b.X0)
	}
	if b.Y1 > b.Y0 {
		zoom = min(zoom, h/(b.Y1-b.Y0))
	}
	if !math.IsInf(zoom, 1) {
		c.Zoom = zoom
	}
	if !(c.Zoom > 0) {
		c.Zoom = 1
	}
	c.Zoom = c.limited(c.Zoom)
	c.X = half(b.X0+b.X1) - half(m.Left-m.Right)/c.Zoom
	c.Y = half(b.Y0+b.Y1) - half(m.Top-m.Bottom)/c.Zoom
	return c
}

// half rounds before anything is added, as times does.
func half(x float64) float64 { return float64(x / 2) }

func (c Camera) limited(zoom float64) float64 {
	if c.Most > 0 {
		zoom = min(zoom, c.Most)
	}
	return max(zoom, c.Least, 1e-9)
}

// Meets says whether two rectangles have a point in common.
func (b Bounds) Meets(o Bounds) bool {
	return b.X0 <= o.X1 && o.X0 <= b.X1 && b.Y0 <= o.Y1 && o.Y0 <= b.Y1
}

// Grow returns the rectangle with so much more on every side.
func (b Bounds) Grow(by float64) Bounds { return Bounds{b.X0 - by, b.Y0 - by, b.X1 + by, b.Y1 + by} }
