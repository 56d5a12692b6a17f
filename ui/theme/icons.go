package theme

import (
	"bytes"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"

	"casebench/assets"
)

// Icon returns one of our icons in the colour that a token has now. Ask again
// when the theme changes. A name that does not exist is the icon "question".
func Icon(name string, token Token) fyne.Resource { return IconIn(name, Color(token)) }

// IconIn returns one of our icons in a colour.
func IconIn(name string, c color.NRGBA) fyne.Resource {
	svg, ok := assets.Icon(name)
	if !ok {
		name = "question"
		svg, _ = assets.Icon(name)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B)
	return fyne.NewStaticResource(fmt.Sprintf("%s-%s.svg", name, hex[1:]), bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hex)))
}

// AppIcon is the program's mark.
func AppIcon() fyne.Resource { return fyne.NewStaticResource("casebench.png", assets.AppIcon()) }

// Icon answers Fyne's own icon names with Fyne's icons, which follow our colours.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return stock.DefaultTheme().Icon(name) }
