package graphpane

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
	"casebench/ui/widgets/listing"
)

// chrome is the cards over the picture: buttons, legend, note.
type chrome struct {
	vm     *viewmodel.Graph
	bar    *fyne.Container
	tools  *fyne.Container // by name
	icons  *fyne.Container // and where there is no room for names
	picks  []*widgets.Button
	values *widgets.Choice
	chips  *fyne.Container // what narrows the picture
	worn   []string        // the texts of the chips
	moving *widgets.Panel  // while a layout runs
	word   *widgets.Label
	share  *widgets.Bar
	pause  *widgets.Button
	banner *widgets.Panel // what is left out
	left   *widgets.Label
	legend *widgets.Panel
	rows   *fyne.Container
	signs  []viewmodel.GraphLegend
	note   *widgets.Panel
	text   *widgets.Label
}

func newChrome(vm *viewmodel.Graph) *chrome {
	c := &chrome{vm: vm}
	c.values = widgets.NewChoice([]string{"Accounts", "Accounts + shared values"}, func(i int) { vm.SetValues(i == 1) })
	c.bar = widgets.NewRow(6,
		widgets.NewButton("Fit", widgets.Plain, vm.Fit),
		widgets.NewMenuButton("Layout", func() *fyne.Menu {
			return listing.Menu(slices.Concat(vm.LayoutMenu(), []viewmodel.MenuItem{{}}, vm.BackMenu()))
		}),
		c.values)
	c.tools, c.icons = widgets.NewRow(4), widgets.NewRow(2)
	for i, name := range viewmodel.GraphTools() {
		pick := func() { vm.Tool.Set(viewmodel.GraphTool(i)) }
		word, icon := widgets.NewButton(name, widgets.Toggle, pick), widgets.NewIconButton(toolIcons[i], name, pick)
		icon.SetKind(widgets.Toggle)
		c.tools.Add(word)
		c.icons.Add(icon)
		c.picks = append(c.picks, word, icon)
	}
	c.chips = widgets.NewRow(6)
	c.word = widgets.NewLabel("", widgets.Small)
	c.share = widgets.NewBar(0, theme.Accent)
	c.pause = widgets.NewButton("Pause", widgets.Link, vm.Pause)
	c.moving = widgets.NewPanelPadded(widgets.NewRow(10, c.word, widgets.NewMiddle(widgets.NewSized(90, 0, c.share)), c.pause), 6)
	c.left = widgets.NewLabel("", widgets.Small)
	c.banner = widgets.NewPanelPadded(widgets.NewRow(10, c.left, widgets.NewButton("Show all", widgets.Link, vm.ShowAll)), 6)
	c.rows = widgets.NewColumn(4)
	c.legend = widgets.NewPanelPadded(c.rows, 11)
	c.text = widgets.NewLabel("", widgets.Small)
	c.note = widgets.NewPanelPadded(c.text, 7)
	show(c.moving, false)
	show(c.banner, false)
	show(c.legend, false)
	show(c.note, false)
	return c
}

// toolIcons are the icons of the tools, in order.
var toolIcons = [...]string{"select", "lasso", "pan", "path"}

// take shows which tool is in the hand.
func (c *chrome) take(tool viewmodel.GraphTool) {
	for i, b := range c.picks {
		b.SetOn(viewmodel.GraphTool(i/2) == tool)
	}
}

// say shows how much is shown.
func (c *chrome) say(note string) {
	c.text.SetText(note)
	show(c.note, note != "")
}

// show follows what stands around the picture.
func (c *chrome) show(s viewmodel.GraphStatus) {
	pick := 0
	if s.Values {
		pick = 1
	}
	if c.values.Picked() != pick {
		c.values.Pick(pick)
	}
	for _, o := range []fyne.CanvasObject{c.bar, c.tools, c.icons} {
		show(o, s.State == viewmodel.GraphReady)
	}
	show(c.moving, s.Moving || s.Paused)
	c.word.SetText("Layout settles")
	c.pause.SetText("Pause")
	if s.Paused {
		c.word.SetText("Layout paused")
		c.pause.SetText("Go on")
	}
	c.share.Set(float32(s.Share))
	c.left.SetText(s.Banner)
	show(c.banner, s.Banner != "")
	c.narrow(s.Chips)
	show(c.chips, s.State == viewmodel.GraphReady)
	if !slices.Equal(s.Legend, c.signs) { // not at every step of a layout
		c.explain(s.Legend)
	}
}

// narrow shows what narrows the picture, with a way to take it off.
func (c *chrome) narrow(list []viewmodel.GraphChip) {
	same := slices.EqualFunc(list, c.worn, func(a viewmodel.GraphChip, b string) bool { return a.Text == b })
	if same {
		return
	}
	c.worn = nil
	c.chips.RemoveAll()
	for _, chip := range list {
		c.worn = append(c.worn, chip.Text)
		c.chips.Add(widgets.NewChip(chip.Text, nil, chip.Remove))
	}
}

// The legend's signs are drawn on so many points.
const (
	signWidth  = 22
	signHeight = 15
)

// explain fills the legend.
func (c *chrome) explain(list []viewmodel.GraphLegend) {
	c.signs = list
	c.rows.RemoveAll()
	for _, l := range list {
		img := canvas.NewImageFromImage(sample(l.Kind, l.Link, signWidth, signHeight, 2*float64(theme.Scaled(1))))
		c.rows.Add(widgets.NewRow(9, widgets.NewMiddle(widgets.NewSized(signWidth, signHeight, img)), widgets.NewLabel(l.Text, widgets.Small)))
	}
	show(c.legend, len(list) > 0)
	c.legend.Refresh()
}

// cards lays them out over the picture, each in its corner.
type cards struct {
	chrome *chrome
	little *overview
	tip    *tip
}

// margin is how far the cards stay from the edge.
const margin = 14

func (l *cards) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	m := theme.Scaled(margin)
	c := l.chrome
	put := func(o fyne.CanvasObject, x, y float32) {
		o.Resize(o.MinSize())
		o.Move(fyne.NewPos(x, y))
	}
	put(c.bar, m, m)
	below := m + c.bar.MinSize().Height + 8
	put(c.chips, m, below)
	if len(c.chips.Objects) > 0 {
		below += c.chips.MinSize().Height + 8
	}
	put(c.moving, m, below)
	put(l.little, s.Width-m-l.little.MinSize().Width, m)
	put(c.banner, (s.Width-c.banner.MinSize().Width)/2, m+c.bar.MinSize().Height+8)
	l.foot(s, m)
	l.tools(s, m)
	l.tip.place(s)
}

// foot puts the legend in its corner and the note in the middle of the foot, side by
// side; where they have no room so, the legend stands above the note.
func (l *cards) foot(s fyne.Size, m float32) {
	c := l.chrome
	legend, note := c.legend.MinSize(), c.note.MinSize()
	c.legend.Resize(legend)
	c.note.Resize(note)
	x, bottom := (s.Width-note.Width)/2, s.Height-m
	if c.legend.Visible() {
		x = max(x, 2*m+legend.Width)
	}
	if x+note.Width > s.Width-m {
		x = max(s.Width-m-note.Width, m)
		bottom -= note.Height + 8
	}
	c.legend.Move(fyne.NewPos(m, bottom-legend.Height))
	c.note.Move(fyne.NewPos(x, s.Height-m-note.Height))
}

// tools puts the tools beside the bar: by name where there is room for names, else
// by icon, else below.
func (l *cards) tools(s fyne.Size, m float32) {
	c, gap := l.chrome, theme.Scaled(16)
	x, y := m+c.bar.MinSize().Width+gap, m
	room := s.Width - 2*m - l.little.MinSize().Width - x
	words := room >= c.tools.MinSize().Width
	if room < c.icons.MinSize().Width { // as narrow as the window goes: over the foot
		x, y = m, s.Height-2*m-c.icons.MinSize().Height-c.note.MinSize().Height
		if c.legend.Visible() {
			y = c.legend.Position().Y - 8 - c.icons.MinSize().Height
		}
	}
	for _, o := range []*fyne.Container{c.tools, c.icons} {
		o.Resize(o.MinSize())
		o.Move(fyne.NewPos(x, y))
	}
	if ready := c.bar.Visible(); ready {
		show(c.tools, words)
		show(c.icons, !words)
	}
}

func (l *cards) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// covers reports whether a card lies over a point.
func (l *cards) covers(p fyne.Position) bool {
	for _, o := range []fyne.CanvasObject{l.chrome.bar, l.chrome.tools, l.chrome.icons, l.chrome.chips, l.chrome.moving, l.chrome.banner, l.chrome.legend, l.chrome.note, l.little} {
		at, s := o.Position(), o.Size()
		if o.Visible() && p.X >= at.X && p.Y >= at.Y && p.X < at.X+s.Width && p.Y < at.Y+s.Height {
			return true
		}
	}
	return false
}
