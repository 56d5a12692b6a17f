// Package welcome is what the window shows before a case is open: what the program
// is, the ways to a case, and the cases that were open lately.
package welcome

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Pane is the page. OnNew asks the window for the sheet of a new case, OnSave for what
// saves a damaged one.
type Pane struct {
	OnNew  func()
	OnSave func(path string)

	vm     *viewmodel.Welcome
	page   *fyne.Container
	stops  viewmodel.Stops
	recent *fyne.Container
	none   fyne.CanvasObject
	first  *widgets.Button
	ways   []*widgets.Button
}

// New makes the page.
func New(vm *viewmodel.Welcome) *Pane {
	p := &Pane{OnNew: func() {}, OnSave: func(string) {}, vm: vm}
	left := widgets.NewColumn(0, p.title(), space(22), p.buttons(), space(18), p.state())
	both := container.New(&sideBySide{left: 344, right: 420, gap: 72, height: 372}, left, p.recentCases())
	p.page = container.NewStack(widgets.NewGround(theme.Ground), newMotif(),
		widgets.NewDock(nil, p.foot(), nil, nil, container.NewCenter(both)))
	return p
}

func space(height float32) fyne.CanvasObject {
	return widgets.NewSized(0, height, widgets.NewCut("", widgets.Small))
}

// title is the mark, the name and one sentence.
func (p *Pane) title() fyne.CanvasObject {
	mark := canvas.NewImageFromResource(theme.AppIcon())
	mark.FillMode = canvas.ImageFillContain
	head := container.NewHBox(widgets.NewSized(64, 64, mark), widgets.NewPadded(0, 0, 0, 8, container.NewCenter(widgets.NewLabel("Casebench", widgets.Display))))
	sentence := widgets.NewParagraph("Find accounts that act together in a model's logs, see every reason for and against, and hand over a package that holds.", widgets.Secondary)
	return widgets.NewColumn(14, head, sentence)
}

func (p *Pane) buttons() fyne.CanvasObject {
	p.first = widgets.NewButton("New case…", widgets.Primary, func() { p.OnNew() }).WithIcon("plus").WithKey(keys("new"))
	open := widgets.NewButton("Open case…", widgets.Plain, p.vm.PickCase).WithIcon("open").WithKey(keys("open"))
	sample := widgets.NewButton("Open the sample case", widgets.Plain, p.vm.OpenSample).WithIcon("graph")
	p.ways = []*widgets.Button{p.first, open, sample}
	column := widgets.NewColumn(8)
	for _, b := range p.ways {
		column.Add(widgets.NewSized(240, 34, b))
	}
	hint := widgets.NewParagraph("The sample is a made-up world of accounts with known truth. It is written and linked here, in a few seconds.", widgets.Small)
	column.Add(hint)
	return column
}

// lowerFirst lets a sentence stand after a name.
func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// keys is how a cap writes the keys of an action.
func keys(id string) string { return strings.ReplaceAll(viewmodel.ShortcutOf(id), "+", " ") }

// state is what is under way, or why the last case could not be opened.
func (p *Pane) state() fyne.CanvasObject {
	line, bar := widgets.NewCut("", widgets.Small), widgets.NewProgress()
	stop := widgets.NewButton("Stop", widgets.Link, p.vm.Cancel)
	under := widgets.NewColumn(6, widgets.NewSized(0, 20, widgets.NewDock(nil, nil, nil, stop, widgets.NewMiddle(line))), widgets.NewSized(0, 4, bar))
	wrong, hint := widgets.NewParagraph("", widgets.Body), widgets.NewParagraph("", widgets.Small)
	wrong.SetToken(theme.Bad)
	save := widgets.NewButton(viewmodel.SaveTitle, widgets.Link, func() {
		if path, can := p.vm.CanSave(); can {
			p.OnSave(path)
		}
	})
	saving := widgets.NewRow(0, save)
	problem := widgets.NewColumn(4, wrong, hint, saving)
	under.Hide()
	problem.Hide()
	p.stops.Add(p.vm.Under.Observe(func(u viewmodel.UnderWay) {
		line.SetText(u.Line())
		bar.Set(float32(u.Share()))
		visible(under, u.Title != "")
		for _, b := range p.ways {
			if u.Title != "" {
				b.Disable()
			} else {
				b.Enable()
			}
		}
	}), p.vm.Problem.Observe(func(err error) {
		x := viewmodel.Explain(err)
		path, can := p.vm.CanSave()
		visible(saving, can)
		wrong.SetText(x.Sentence)
		if path != "" {
			wrong.SetText(filepath.Base(path) + ": " + lowerFirst(x.Sentence))
		}
		hint.SetText(x.Hint)
		visible(problem, err != nil)
	}))
	return container.NewStack(under, problem)
}

func visible(o fyne.CanvasObject, is bool) {
	if is {
		o.Show()
	} else {
		o.Hide()
	}
}

// recentCases is the list at the right.
func (p *Pane) recentCases() fyne.CanvasObject {
	p.recent = widgets.NewColumn(0)
	p.none = container.NewStack(widgets.NewState(widgets.StateLook{Kind: widgets.Loading, Icon: "folder", Title: "No case was open yet",
		Text: "Make one and import logs, or look round in the sample. Cases that you open stand here."}, nil))
	p.stops.Add(p.vm.Recent.Observe(p.show))
	head := widgets.NewPadded(0, 0, 6, 4, widgets.NewLabel("Recent cases", widgets.Head))
	return widgets.NewDock(head, nil, nil, nil, widgets.NewPanelPadded(container.NewStack(container.NewVScroll(p.recent), p.none), 6))
}

func (p *Pane) show(list []viewmodel.RecentCase) {
	p.recent.RemoveAll()
	for _, r := range list {
		p.recent.Add(newRecentRow(r, r.Ago(p.vm.Now(), p.vm.Now().Location()), func() { p.vm.Open(r.Path) }, func() { p.vm.Remove(r.Path) }))
	}
	visible(p.none, len(list) == 0)
}

// foot says that nothing leaves, and what may be dropped.
func (p *Pane) foot() fyne.CanvasObject {
	offline := widgets.NewRow(8, widgets.NewIconOf("offline", theme.Good, 14), widgets.NewLabel("Nothing leaves this machine: the program opens no connection.", widgets.Small))
	drop := widgets.NewRow(8, widgets.NewIconOf("import", theme.Text2, 14), widgets.NewLabel("Drop a case or logs anywhere in this window", widgets.Small))
	return widgets.NewPadded(0, 24, 18, 24, widgets.NewDock(nil, nil, offline, drop, widgets.NewCut("", widgets.Small)))
}

// Object is the page.
func (p *Pane) Object() fyne.CanvasObject { return p.page }

// Focus gives the keyboard to the first button.
func (p *Pane) Focus() {
	widgets.Focus(p.first)
}

// Close ends the observers.
func (p *Pane) Close() { p.stops.Stop() }

// sideBySide lays two parts side by side, each of its width.
type sideBySide struct{ left, right, gap, height float32 }

func (l *sideBySide) Layout(parts []fyne.CanvasObject, s fyne.Size) {
	w := theme.Scaled(l.left)
	parts[0].Move(fyne.NewPos(0, 0))
	parts[0].Resize(fyne.NewSize(w, s.Height))
	x := w + theme.Scaled(l.gap)
	parts[1].Move(fyne.NewPos(x, 0))
	parts[1].Resize(fyne.NewSize(s.Width-x, s.Height))
}

func (l *sideBySide) MinSize(parts []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.Scaled(l.left+l.gap+l.right), max(theme.Scaled(l.height), parts[0].MinSize().Height))
}
