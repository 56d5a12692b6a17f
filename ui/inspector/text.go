package inspector

import (
	"strings"

	"fyne.io/fyne/v2"

	"casebench/graphview"
)

// clean makes one harmless line of any text.
func clean(s string) string {
	const most = 500
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return graphview.Clean(strings.Join(strings.Fields(s), " "))
}

// fitted cuts a line to a width with "…".
func fitted(s string, width float32, style fyne.TextStyle, size float32) string {
	s = clean(s)
	wide := func(s string) bool { return fyne.MeasureText(s, size, style).Width > width+0.5 }
	if width <= 0 || !wide(s) {
		return s
	}
	runes := []rune(s)
	for len(runes) > 0 && wide(string(runes)+"…") {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}
