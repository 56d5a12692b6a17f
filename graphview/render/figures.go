package render

import (
	"io"

	"casebench/graphview"
)

// Timeline writes a timeline as SVG.
func Timeline(w io.Writer, t graphview.Timeline) error {
	s, err := t.Scene()
	if err != nil {
		return err
	}
	return SVG(w, s)
}

// Waterfall writes a waterfall as SVG.
func Waterfall(w io.Writer, f graphview.Waterfall) error {
	s, err := f.Scene()
	if err != nil {
		return err
	}
	return SVG(w, s)
}
