package widgets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"casebench/ui/theme"
)

// Bar is a level bar whose length is a share of its place: one step of the
// waterfall. A share of nothing is a thin mark, so that it is seen to be there.
type Bar struct {
	widget.BaseWidget
	share  float32
	token  theme.Token
	height float32
	track  bool
	round  float32
}

// NewBar makes a bar of a share from 0 to 1, ten pixels high.
func NewBar(share float32, token theme.Token) *Bar {
	b := &Bar{share: share, token: token, height: 10, round: 2}
	b.ExtendBaseWidget(b)
	return b
}

// NewProgress makes the thin bar of a job, on a track. Below 0 the share is
// unknown and only the track is shown.
func NewProgress() *Bar {
	b := &Bar{token: theme.Accent, height: 5, track: true, round: 2.5}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the share.
func (b *Bar) Set(share float32) {
	if share != b.share {
		b.share = share
		b.Refresh()
	}
}

// SetToken changes the colour.
func (b *Bar) SetToken(t theme.Token) { b.token = t; b.Refresh() }

// CreateRenderer draws the bar; Fyne calls it.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	track, fill := canvas.NewRectangle(color.Transparent), canvas.NewRectangle(color.Transparent)
	return draw(&drawing{
		owner: b, objects: []fyne.CanvasObject{track, fill},
		paint: func() {
			track.FillColor, fill.FillColor = theme.Color(theme.Pressed), theme.Color(b.token)
			show(track, b.track)
			if !b.track && b.share <= 0 {
				fill.FillColor = theme.Color(theme.Text3)
			}
			show(fill, !b.track || b.share > 0)
		},
		layout: func(s fyne.Size) {
			h := px(b.height)
			y := middle(s.Height, h)
			place(track, 0, y, s.Width, h)
			w := max(min(b.share, 1)*s.Width, 1)
			place(fill, 0, y, w, h)
			track.CornerRadius, fill.CornerRadius = px(b.round), min(px(b.round), w/2)
		},
		min: func() fyne.Size { return fyne.NewSize(px(40), px(b.height)) },
	})
}
