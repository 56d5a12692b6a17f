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
			"tag": {Title: "Tag 3 accounts", Label: "Tags", Confirm: "Tag", Suggest: []string{"proxy", "card pool", "to be asked", "reseller"}},
			"purge": {Title: "Purge source 3 for good", Danger: true, Label: "Type the source's number, 3", Must: "3", Also: "Reason", Confirm: "Purge for good",
				Explain: "1,920 rows of requests.jsonl (412 kB) and what was found in them go out of the case for good. This is the only deletion there is, and nothing takes it back.\n\nWhat stays: the source's number, SHA-256 and counts; notes, verdicts, reasons and custody that people wrote, and the log."},
			"passphrase": {Title: "New signing key", Label: "Passphrase", Secret: true, Repeat: true, Optional: true, Confirm: "Make key", Explain: "It protects the key file and is asked for at every signing."}} {
			win := uitest.Over(t, dark)
			question.New(q).Show(win.Canvas())
			uitest.ShotOver(t, win, name)
		}
	}
}

// What has to be typed is typed to the letter, and the second text is needed too.
func TestWhatHasToBeTyped(t *testing.T) {
	win := uitest.Over(t, true)
	c := win.Canvas()
	answers := 0
	question.New(viewmodel.Question{Title: "Purge", Label: "Number", Must: "3", Also: "Reason", Both: func(text, also string) {
		if answers++; text != "3" || also != "court order" {
			t.Errorf("%q, %q", text, also)
		}
	}}).Show(c)
	enter := func() { c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	test.Type(c.Focused(), "4")
	c.FocusNext()
	test.Type(c.Focused(), "court order")
	enter()
	c.FocusPrevious()
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	enter()
	if answers > 0 {
		t.Fatal("it went on without the number")
	}
	test.Type(c.Focused(), "3")
	enter()
	if answers != 1 {
		t.Errorf("answered %d times", answers)
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
