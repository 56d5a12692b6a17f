package question_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"casebench/ui/question"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func TestWhatAQuestionIsMadeOf(t *testing.T) {
	uitest.App(t, true)
	o := question.New(viewmodel.Question{Title: "Tag", Label: "Tags", Choices: []string{"note", "finding"}}).Object()
	o.Resize(fyne.NewSize(440, 110))
	uitest.Markup(t, o, "question")
}
