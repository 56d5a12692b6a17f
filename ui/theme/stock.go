package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"

	"casebench/graphview"
)

// stockTokens say which token each of Fyne's plain colour names has with us.
var stockTokens = map[fyne.ThemeColorName]Token{
	stock.ColorNameBackground:                Surface,
	stock.ColorNameButton:                    Raised,
	stock.ColorNameDisabledButton:            Raised,
	stock.ColorNameDisabled:                  Text3,
	stock.ColorNameError:                     Bad,
	stock.ColorNameForeground:                Text,
	stock.ColorNameHeaderBackground:          Surface,
	stock.ColorNameHyperlink:                 Accent,
	stock.ColorNameInnerWindowBorder:         Line,
	stock.ColorNameInnerWindowBorderInactive: Line,
	stock.ColorNameInputBackground:           Raised,
	stock.ColorNameInputBorder:               Line,
	stock.ColorNameOverlayBackground:         Surface,
	stock.ColorNamePlaceHolder:               Text3,
	stock.ColorNamePrimary:                   Accent,
	stock.ColorNameSeparator:                 Line,
	stock.ColorNameSuccess:                   Good,
	stock.ColorNameWarning:                   Warn,
}

// stockColor gives Fyne's names our colours, so that its entries, menus and
// scroll bars look like ours.
func stockColor(name fyne.ThemeColorName, p graphview.Palette, dark bool) (color.Color, bool) {
	if token, ok := stockTokens[name]; ok {
		return p[token], true
	}
	switch name {
	case stock.ColorNameMenuBackground: // raised where a shadow cannot be seen
		if dark {
			return p[Raised], true
		}
		return p[Surface], true
	case stock.ColorNameForegroundOnPrimary:
		return on(p, p[Accent]), true
	case stock.ColorNameForegroundOnError:
		return on(p, p[Bad]), true
	case stock.ColorNameForegroundOnSuccess:
		return on(p, p[Good]), true
	case stock.ColorNameForegroundOnWarning:
		return on(p, p[Warn]), true
	case stock.ColorNameFocus:
		return fade(p[Accent], 0.28), true
	case stock.ColorNameHover:
		return fade(p[Text], 0.06), true
	case stock.ColorNamePressed:
		return fade(p[Text], 0.10), true
	case stock.ColorNameSelection:
		return fade(p[Accent], 0.30), true
	case stock.ColorNameScrollBar:
		return fade(p[Text2], 0.45), true
	case stock.ColorNameScrollBarBackground:
		return color.Transparent, true
	case stock.ColorNameShadow:
		if dark {
			return color.NRGBA{A: 0x66}, true
		}
		return color.NRGBA{R: 0x1A, G: 0x20, B: 0x28, A: 0x28}, true
	}
	return nil, false
}

func fade(c color.NRGBA, opacity float32) color.NRGBA {
	c.A = uint8(opacity*255 + 0.5)
	return c
}
