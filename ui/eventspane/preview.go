package eventspane

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/theme"
	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Measures of the preview: its height, and the least width of a column of fields.
const (
	previewHeight = 176
	fieldWidth    = 330
	nameWidth     = 112
	fieldRow      = 20
)

// preview is the strip under the rows with all fields of the current one.
type preview struct {
	vm     *viewmodel.Events
	title  *widgets.Label
	reveal *widgets.Button
	fields *fyne.Container
	object *fyne.Container
	row    int64
}

func newPreview(vm *viewmodel.Events) *preview {
	p := &preview{vm: vm, title: widgets.NewCut("", widgets.Strong), row: -1}
	p.reveal = widgets.NewButton("Reveal original…", widgets.Plain, func() { vm.Reveal(p.row) })
	p.fields = container.New(fieldsLayout{})
	head := widgets.NewPadded(6, 8, 2, 14, widgets.NewDock(nil, nil, nil,
		widgets.NewRow(4, p.reveal, widgets.NewIconButton("close", "Close the preview", vm.TogglePreview)), widgets.NewMiddle(p.title)))
	body := container.NewVScroll(widgets.NewPadded(2, 14, 8, 14, p.fields))
	p.object = widgets.NewSized(0, previewHeight, widgets.NewDock(widgets.NewDock(widgets.NewRule(), head, nil, nil, nil), nil, nil, nil, body))
	p.object.Hide()
	return p
}

// set shows a row, or closes the strip.
func (p *preview) set(v viewmodel.Preview) {
	show(p.object, v.Open)
	if !v.Open {
		return
	}
	p.row = v.Row
	title := v.Title
	if v.Row < 0 {
		title = "No row is current: click one, or move with J and K."
	}
	p.title.SetText(title)
	if v.Row < 0 {
		p.reveal.Disable()
	} else {
		p.reveal.Enable()
	}
	p.fields.RemoveAll()
	for _, f := range v.Fields {
		style := widgets.Body
		if f.Mono {
			style = widgets.Mono
		}
		value := widgets.NewCut(f.Text, style)
		if f.Masked {
			value.SetToken(theme.Text3)
		}
		p.fields.Add(widgets.NewCut(f.Name, widgets.Small))
		p.fields.Add(value)
	}
	p.object.Refresh()
}

// fieldsLayout stands names and values in as many columns as there is room for,
// read downwards.
type fieldsLayout struct{}

func (fieldsLayout) shape(objects []fyne.CanvasObject, width float32) (columns, rows int) {
	n := len(objects) / 2
	columns = max(1, int(width/theme.Scaled(fieldWidth)))
	return columns, (n + columns - 1) / columns
}

// Layout places names and values.
func (l fieldsLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	columns, rows := l.shape(objects, s.Width)
	if rows == 0 {
		return
	}
	wide, high, name := s.Width/float32(columns), theme.Scaled(fieldRow), theme.Scaled(nameWidth)
	for i := 0; i+1 < len(objects); i += 2 {
		n := i / 2
		x, y := float32(n/rows)*wide, float32(n%rows)*high
		for k, o := range objects[i : i+2] {
			m := o.MinSize().Height
			at, w := x, name-theme.Scaled(8)
			if k == 1 {
				at, w = x+name, wide-name-theme.Scaled(14)
			}
			o.Move(fyne.NewPos(at, y+float32(int((high-m)/2))))
			o.Resize(fyne.NewSize(w, m))
		}
	}
}

// MinSize is as high as the fields are in columns that fit most windows.
func (l fieldsLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	_, rows := l.shape(objects, theme.Scaled(2*fieldWidth))
	return fyne.NewSize(theme.Scaled(fieldWidth), float32(rows)*theme.Scaled(fieldRow))
}
