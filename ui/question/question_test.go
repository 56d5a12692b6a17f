package question_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"casebench/ui/question"
	"casebench/ui/uitest"
	"casebench/ui/viewmodel"
)

func note(then func(text, choice string)) viewmodel.Question {
	return viewmodel.Question{Title: "Note on account acct_7f3a91", Label: "Note", Long: true, Confirm: "Add note",
		Explain: "A finding goes into the report; what is exculpatory always does; what is privileged leaves the case in no package.",
		Choices: viewmodel.NoteKinds(), Chosen: "note", Then: then}
}

func TestLooks(t *testing.T) {
	for _, dark := range []bool{true, false} {
		for name, q := range map[string]viewmodel.Question{"note": note(nil),
			"tag":        {Title: "Tag 3 accounts", Label: "Tags", Confirm: "Tag", Suggest: []string{"proxy", "card pool", "to be asked", "reseller"}},
			"passphrase": {Title: "New signing key", Label: "Passphrase", Secret: true, Repeat: true, Optional: true, Confirm: "Make key", Explain: "It protects the key file and is asked for at every signing."}} {
			win := uitest.Over(t, dark)
			question.New(q).Show(win.Canvas())
			uitest.ShotOver(t, win, name)
		}
	}
}

func TestAQuestionIsAnsweredByKeys(t *testing.T) {
	win := uitest.Over(t, true)
	c := win.Canvas()
	var answers []string
	then := func(text, choice string) { answers = append(answers, text+"/"+choice) }
	ctrlEnter := &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}

	question.New(note(then)).Show(c)
	entry, ok := c.Focused().(fyne.Shortcutable)
	if !ok {
		t.Fatalf("the cursor is in %T", c.Focused())
	}
	entry.TypedShortcut(ctrlEnter) // nothing is typed yet
	test.Type(c.Focused(), "prepaid range")
	entry.TypedShortcut(ctrlEnter)
	if len(answers) != 1 || answers[0] != "prepaid range/note" {
		t.Errorf("answers %q", answers)
	}

	question.New(viewmodel.Question{Title: "Tag", Label: "Tags", Then: then}).Show(c)
	test.Type(c.Focused(), "proxy")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(answers) != 1 || len(c.Overlays().List()) != 0 {
		t.Error("Esc answers")
	}

	question.New(viewmodel.Question{Title: "Key", Label: "Passphrase", Secret: true, Repeat: true, Then: then}).Show(c)
	test.Type(c.Focused(), "one")
	first := c.Focused()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(answers) != 1 {
		t.Error("a secret that was typed once is taken")
	}
	c.FocusNext()
	if c.Focused() == first {
		t.Fatal("the second entry is not reached by Tab")
	}
	test.Type(c.Focused(), "one")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(answers) != 2 || answers[1] != "one/" {
		t.Errorf("answers %q", answers)
	}
}
