package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/ui/theme"
	"casebench/ui/widgets"
)

// showAbout says what the program is, which version, and what it never does.
func (w *Window) showAbout() {
	mark := canvas.NewImageFromResource(theme.AppIcon())
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSize(64, 64))
	words := widgets.NewColumn(6,
		widgets.NewLabel("Casebench", widgets.Title),
		widgets.NewLabel(w.o.Config.Program, widgets.MonoSmall),
		widgets.NewParagraph("An offline workbench for investigators of adversarial distillation. It opens no network connection, changes no evidence and decides nothing about anybody: it shows what speaks for a link and what speaks against it.", widgets.Body),
		widgets.NewParagraph("Apache License 2.0. Typefaces: Inter and JetBrains Mono, SIL Open Font License 1.1.", widgets.Small))
	body := widgets.NewDock(nil, nil, widgets.NewPadded(0, 16, 0, 0, widgets.NewColumn(0, mark)), nil, words)
	widgets.ShowSheet(w.win.Canvas(), widgets.Sheet{Title: "About", Body: body, Width: 520})
}

// fullScreen fills the screen with the window, or gives it back.
func (w *Window) fullScreen() { w.win.SetFullScreen(!w.win.FullScreen()) }
