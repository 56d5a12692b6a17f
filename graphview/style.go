package graphview

import "image/color"

// Token names a colour by what it is for.
type Token string

// The tokens. Clusters have Cluster1 to Cluster6 by rank of size, and ClusterRest.
const (
	Ground      Token = "ground"
	Surface     Token = "surface"
	Raised      Token = "raised"
	Pressed     Token = "pressed"
	Line        Token = "line"
	Text        Token = "text"
	Text2       Token = "text2"
	Text3       Token = "text3"
	Accent      Token = "accent"
	Selection   Token = "selection"
	Good        Token = "good"
	Warn        Token = "warn"
	Bad         Token = "bad"
	Cluster1    Token = "cluster1"
	Cluster2    Token = "cluster2"
	Cluster3    Token = "cluster3"
	Cluster4    Token = "cluster4"
	Cluster5    Token = "cluster5"
	Cluster6    Token = "cluster6"
	ClusterRest Token = "cluster_rest"
)

// Palette gives every token its colour.
type Palette map[Token]color.NRGBA

// Light is the palette for print and for bright rooms.
func Light() Palette {
	return palette(0xF4F6F9, 0xFFFFFF, 0xF0F3F7, 0xE5EAF0, 0xD8DEE6, 0x1A2028, 0x515D6C, 0x808B99, 0x1F5FCC, 0xC76A00,
		0x1C7F4F, 0x946200, 0xC2382F, 0x0B72B5, 0xB8720A, 0x0A8060, 0xA8487F, 0x6B5BD0, 0xC2541A, 0x56616E)
}

// Dark is the palette for dark rooms.
func Dark() Palette {
	return palette(0x0E1116, 0x151A21, 0x1C222B, 0x252D38, 0x28303B, 0xE7EAF0, 0xA4AEBC, 0x6C7786, 0x6EA8FE, 0xFFB454,
		0x5FC795, 0xE8C15A, 0xF0716B, 0x5AB4F0, 0xF0A840, 0x3CC79A, 0xE08CBC, 0xA79BFF, 0xF2804E, 0x8E99A8)
}

func palette(rgb ...uint32) Palette {
	tokens := []Token{Ground, Surface, Raised, Pressed, Line, Text, Text2, Text3, Accent, Selection,
		Good, Warn, Bad, Cluster1, Cluster2, Cluster3, Cluster4, Cluster5, Cluster6, ClusterRest}
	p := make(Palette, len(tokens))
	for i, t := range tokens {
		p[t] = color.NRGBA{R: uint8(rgb[i] >> 16), G: uint8(rgb[i] >> 8), B: uint8(rgb[i]), A: 0xff}
	}
	return p
}

// ClusterToken is the colour of the cluster that is the rank-th largest, from 0.
func ClusterToken(rank int) Token {
	named := []Token{Cluster1, Cluster2, Cluster3, Cluster4, Cluster5, Cluster6}
	if rank < 0 || rank >= len(named) {
		return ClusterRest
	}
	return named[rank]
}

// Measures of a figure, in points.
const (
	sizeTitle   = 17.0
	sizeName    = 13.0 // of clusters
	sizeLabel   = 12.0
	sizeCaption = 11.5
	hullAlpha   = 0.10
)

// radius is how large a node is drawn, between least and three times that, by its
// importance against the greatest; a crowd is drawn small.
func radius(importance, greatest int32, crowd int) float64 {
	least := 2.6
	switch {
	case crowd > 8000:
		least = 1.1
	case crowd > 3000:
		least = 1.6
	case crowd > 1200:
		least = 2.1
	case crowd < 60:
		least = 4.2
	case crowd < 150:
		least = 3.3
	}
	if greatest <= 0 || importance <= 0 {
		return least
	}
	return least + float64(least*1.1*float64(importance)/float64(greatest))
}
