package report

import (
	"math"

	"casebench/casefile"
)

// Waterfall is a link's comparison as a drawing: each bar begins where the one
// before it ends, from the weight before any evidence to the weight of the link.
type Waterfall struct {
	Width, Height float64
	Zero          float64 // x of zero bits
	Rows          []WaterfallRow
}

// WaterfallRow is one bar, in the units of the drawing.
type WaterfallRow struct {
	Label, Value, Note    string
	Class                 string // "prior", "for", "against" or "sum"
	BarY, TextY           float64
	X, W                  float64
	NoteX                 float64
	Joined                bool // to the next bar, by a dashed line
	JoinX, JoinY, JoinEnd float64
}

const (
	rowHeight   = 26.0
	barHeight   = 11.0
	barsLeft    = 196.0
	barsRight   = 452.0
	figureWidth = 680.0
	labelRunes  = 36
	noteRunes   = 42
)

// NewWaterfall draws the prior, the bars in the order given and their sum.
func NewWaterfall(prior casefile.Bits, bars []Bar) Waterfall {
	low, high, sum := min(prior, 0), max(prior, 0), prior
	for _, b := range bars {
		sum += b.Bits
		low, high = min(low, sum), max(high, sum)
	}
	span := max(float64(high-low), 1)
	x := func(b casefile.Bits) float64 {
		return tenth(barsLeft + (barsRight-barsLeft)*float64(b-low)/span)
	}
	w := Waterfall{Width: figureWidth, Zero: x(0)}
	add := func(class, label, note string, from, to casefile.Bits) {
		r := WaterfallRow{Label: clip(label, labelRunes), Note: clip(note, noteRunes), Class: class, BarY: rowHeight*float64(len(w.Rows)) + 6.5}
		r.X, r.W = min(x(from), x(to)), max(tenth(math.Abs(x(to)-x(from))), 1)
		r.Value = signed(to - from)
		r.TextY = r.BarY + 9.5
		r.NoteX = tenth(max(x(from), x(to)) + 7)
		r.Joined, r.JoinX, r.JoinY, r.JoinEnd = true, x(to), r.BarY+barHeight, r.BarY+rowHeight
		w.Rows = append(w.Rows, r)
	}
	add("prior", "Before any evidence", "chance that two accounts act together", 0, prior)
	at := prior
	for _, b := range bars {
		class := "for"
		if b.Bits < 0 {
			class = "against"
		}
		add(class, b.Label, b.Note, at, at+b.Bits)
		at += b.Bits
	}
	add("sum", "Together", "", 0, at)
	w.Rows[len(w.Rows)-1].Joined = false
	w.Rows[len(w.Rows)-1].Value = at.String()
	w.Height = rowHeight*float64(len(w.Rows)) + 4
	return w
}

func tenth(f float64) float64 { return math.Round(f*10) / 10 }

func signed(b casefile.Bits) string {
	if b < 0 {
		return "−" + (-b).String()
	}
	return "+" + b.String()
}

// clip shortens a text to n characters.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
