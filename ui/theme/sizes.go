package theme

import (
	"fyne.io/fyne/v2"
	stock "fyne.io/fyne/v2/theme"
)

// Measures in Fyne's device-independent pixels, before the person's scale.
const (
	Space       float32 = 4  // all spacing is in fours
	Row         float32 = 26 // of lists
	GridRow     float32 = 24 // of the event grid
	ControlRow  float32 = 30 // buttons, entries
	TabRow      float32 = 36
	ToolRow     float32 = 46
	ChipRow     float32 = 36
	StatusRow   float32 = 28
	Navigator   float32 = 224
	Inspector   float32 = 346
	Radius      float32 = 6
	BadgeRadius float32 = 4

	BodySize  float32 = 13
	SmallSize float32 = 11.5
	HeadSize  float32 = 11
	TitleSize float32 = 15
	MonoSize  float32 = 12.5
	MonoSmall float32 = 11.5
	IconSize  float32 = 16
)

// Scaled applies the person's scale to a measure.
func Scaled(measure float32) float32 { return measure * Current().options.Scale }

// Size answers Fyne's names of measures: dense, with small radii and slim bars.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	return t.size(name) * t.options.Scale
}

func (t *Theme) size(name fyne.ThemeSizeName) float32 {
	switch name {
	case stock.SizeNameText:
		return BodySize
	case stock.SizeNameCaptionText:
		return SmallSize
	case stock.SizeNameHeadingText:
		return 20
	case stock.SizeNameSubHeadingText:
		return TitleSize
	case stock.SizeNamePadding, stock.SizeNameLineSpacing:
		return Space
	case stock.SizeNameInnerPadding:
		return 6
	case stock.SizeNameInlineIcon:
		return IconSize
	case stock.SizeNameScrollBar:
		return 9
	case stock.SizeNameScrollBarSmall:
		return 3
	case stock.SizeNameScrollBarRadius, stock.SizeNameSelectionRadius:
		return 3
	case stock.SizeNameSeparatorThickness, stock.SizeNameInputBorder:
		return 1
	case stock.SizeNameSplitThickness:
		return 5
	case stock.SizeNameInputRadius, stock.SizeNameButtonRadius, stock.SizeNameCardRadius,
		stock.SizeNamePopupRadius, stock.SizeNameMenuRadius, stock.SizeNameInnerWindowRadius:
		return Radius
	case stock.SizeNameDialogRadius:
		return 8
	case stock.SizeNameModalBlurRadius:
		return 0
	}
	return stock.DefaultTheme().Size(name)
}
