// Package question shows a viewmodel.Question: a text, a choice, or both, asked of
// a person before an act.
//
// Enter confirms, in a text of several lines Ctrl+Enter; Esc is "thought better of
// it", and then nothing happens.
package question

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"casebench/ui/viewmodel"
	"casebench/ui/widgets"
)

// Dialog is one question.
type Dialog struct {
	ask    viewmodel.Question
	body   *fyne.Container
	text   *widgets.Entry
	again  *widgets.Entry
	also   *widgets.Entry
	judged *widgets.Field // of the text
	chosen string
	sheet  *widgets.OpenSheet
}

// New makes the dialog of a question.
func New(ask viewmodel.Question) *Dialog {
	d := &Dialog{ask: ask, chosen: ask.Chosen}
	if d.chosen == "" && len(ask.Choices) > 0 {
		d.chosen = ask.Choices[0]
	}
	d.body = widgets.NewColumn(12)
	if ask.Explain != "" {
		d.body.Add(widgets.NewParagraph(ask.Explain, widgets.Secondary))
	}
	if len(ask.Choices) > 0 {
		d.body.Add(d.choiceRow())
	}
	d.addText()
	if len(ask.Suggest) > 0 {
		d.body.Add(d.suggestions())
	}
	return d
}

func (d *Dialog) choiceRow() fyne.CanvasObject {
	var words []string
	for _, c := range d.ask.Choices {
		words = append(words, capital(c))
	}
	row := widgets.NewSegments(words, func(i int) { d.chosen = d.ask.Choices[i] })
	row.Pick(slices.Index(d.ask.Choices, d.chosen))
	return row
}

func (d *Dialog) addText() {
	ask := d.ask
	if ask.Label == "" {
		return
	}
	change := func(string) { d.ready() }
	switch {
	case ask.Secret:
		d.text = widgets.NewPassword("", change)
	case ask.Long:
		d.text = widgets.NewTextArea("", 5, change)
	default:
		d.text = widgets.NewEntry("", change)
	}
	d.text.Text = ask.Text
	hint := ""
	if ask.Long {
		hint = "Ctrl+Enter confirms."
	}
	d.judged = widgets.NewField(ask.Label, d.text, hint)
	d.body.Add(d.judged)
	if ask.Also != "" {
		d.also = widgets.NewEntry("", change)
		d.also.Text = ask.AlsoText
		d.body.Add(widgets.NewField(ask.Also, d.also, ""))
	}
	if ask.Secret && ask.Repeat {
		d.again = widgets.NewPassword("", change)
		d.body.Add(widgets.NewField(ask.Label+", once more", d.again, ""))
	}
}

func (d *Dialog) suggestions() fyne.CanvasObject {
	row := container.New(widgets.NewFlow(6))
	for _, s := range d.ask.Suggest {
		row.Add(widgets.NewChip(s, func() { d.suggest(s) }, nil))
	}
	return row
}

// suggest takes a suggestion: it is added to a list of words, else it replaces.
func (d *Dialog) suggest(s string) {
	words := strings.Fields(d.text.Text)
	if !d.ask.Long && len(words) > 0 && !strings.Contains(s, " ") {
		if slices.Contains(words, s) {
			return
		}
		s = strings.Join(append(words, s), " ")
	}
	d.text.SetText(s)
	d.text.CursorColumn = len([]rune(s))
}

// Object is the dialog's body.
func (d *Dialog) Object() fyne.CanvasObject { return d.body }

// Show asks over a canvas.
func (d *Dialog) Show(c fyne.Canvas) {
	confirm := d.ask.Confirm
	if confirm == "" {
		confirm = "Continue"
	}
	if d.ask.Told {
		d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: d.ask.Title, Body: d.body, Width: 480, Cancel: confirm})
		return
	}
	var others []*widgets.Button
	if d.ask.Offer != "" {
		others = []*widgets.Button{widgets.NewButton(d.ask.Offer, widgets.Plain, d.instead)}
	}
	d.sheet = widgets.ShowSheet(c, widgets.Sheet{Title: d.ask.Title, Body: d.body, Width: 480, Primary: confirm, Cancel: d.ask.Decline, Others: others, Danger: d.ask.Danger, OnPrimary: func(*widgets.OpenSheet) { d.confirm() }})
	d.ready()
}

// ready lets the question be confirmed when there is an answer.
func (d *Dialog) ready() {
	if d.sheet != nil {
		d.judge()
		d.sheet.SetReady(d.answered())
		d.sheet.SetError("")
	}
}

// judge says under the text what is to be said of it.
func (d *Dialog) judge() {
	if d.ask.Judge == nil {
		return
	}
	said, good := d.ask.Judge(d.text.Text)
	d.judged.SetHint(said)
	d.judged.SetError("")
	if !good && d.text.Text != "" {
		d.judged.SetError(said)
	}
}

func (d *Dialog) answered() bool {
	if d.ask.Judge != nil {
		if _, good := d.ask.Judge(d.text.Text); !good {
			return false
		}
	}
	if d.also != nil && strings.TrimSpace(d.also.Text) == "" {
		return false
	}
	if d.text != nil && d.ask.Must != "" {
		return strings.TrimSpace(d.text.Text) == d.ask.Must
	}
	return d.text == nil || d.ask.Optional || strings.TrimSpace(d.text.Text) != ""
}

func (d *Dialog) confirm() {
	text := ""
	if d.text != nil {
		text = d.text.Text
	}
	if d.again != nil && d.again.Text != text {
		d.sheet.SetError("The two are not the same. Type both again.")
		return
	}
	if !d.ask.Secret {
		text = strings.TrimSpace(text)
	}
	d.Close()
	if d.also != nil && d.ask.Both != nil {
		d.ask.Both(text, strings.TrimSpace(d.also.Text))
		return
	}
	if d.ask.Then != nil {
		d.ask.Then(text, d.chosen)
	}
}

// instead is the third answer.
func (d *Dialog) instead() {
	d.Close()
	if d.ask.Instead != nil {
		d.ask.Instead()
	}
}

// Close takes the question away unanswered.
func (d *Dialog) Close() {
	if d.sheet != nil {
		d.sheet.Close()
	}
	if d.ask.Secret {
		d.text.Text = ""
		if d.again != nil {
			d.again.Text = ""
		}
	}
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
