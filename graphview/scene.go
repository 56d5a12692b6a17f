package graphview

// Scene is a picture as a list of things to draw, from the back to the front, in
// points from the upper left. It is finished: whoever draws it decides nothing.
type Scene struct {
	Width, Height float64
	Palette       Palette
	Description   string // for those who cannot see it
	Items         []Item
}

// Item is one of Oval, Box, Stroke, Mark and Label.
type Item interface{ item() }

// Paint is a token's colour and how much of it, 0 to 1. An empty token paints nothing.
type Paint struct {
	Token Token
	Alpha float64
}

// Oval is a filled ellipse: a hull.
type Oval struct {
	X, Y, RX, RY float64
	Fill         Paint
}

// Box is a rectangle with rounded corners.
type Box struct {
	X, Y, W, H, Corner float64
	Fill, Edge         Paint
	EdgeWidth          float64
}

// Stroke is a line through points.
type Stroke struct {
	Points []Spot
	Width  float64
	Dashed bool
	Paint  Paint
}

// Spot is a place in a Scene.
type Spot struct{ X, Y float64 }

// Mark is a node: its shape says its kind.
type Mark struct {
	X, Y, R float64
	Kind    Kind
	Fill    Paint // accounts
	Edge    Paint // observables; around accounts, the ground
	Halo    Paint // ring around what is selected
}

// Weight is how bold a text is.
type Weight int

// The weights.
const (
	Regular Weight = iota
	Bold
)

// Anchor says which part of a text stands at its place.
type Anchor int

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// Label is a line of text. Y is the baseline.
type Label struct {
	X, Y    float64
	Text    string
	Size    float64
	Weight  Weight
	Mono    bool
	Anchor  Anchor
	Paint   Paint
	Outline bool // outlined in the colour of the ground, to be read above lines
}

func (Oval) item()   {}
func (Box) item()    {}
func (Stroke) item() {}
func (Mark) item()   {}
func (Label) item()  {}

func (s *Scene) add(items ...Item) { s.Items = append(s.Items, items...) }

func ink(t Token) Paint { return Paint{Token: t, Alpha: 1} }

func faint(t Token, alpha float64) Paint { return Paint{Token: t, Alpha: alpha} }
