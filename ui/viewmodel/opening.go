package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// What a person may say of an import that was cut off.
const (
	draftGoOn  = "go on"
	draftDrop  = "drop"
	draftLeave = "leave for now"
)

// AskDrafts asks, of a case that was just opened, what is to become of imports that
// were cut off. Where there are none, or nothing can be changed, it asks nothing.
func AskDrafts(b *Bench) {
	if b.Work.ReadOnly() {
		return
	}
	b.read.Go("drafts", func(context.Context, progress.Reporter) error {
		drafts, err := b.Work.Drafts()
		b.Post(func() {
			if err == nil && len(drafts) > 0 && !b.closed {
				askDrafts(b, drafts)
			}
		})
		return err
	})
}

func askDrafts(b *Bench, drafts []casework.Draft) {
	var said []string
	choices := []string{draftDrop, draftLeave}
	for i := range drafts {
		said = append(said, drafts[i].Sentence())
		if drafts[i].Resumable && len(choices) == 2 {
			choices = append([]string{draftGoOn}, choices...)
		}
	}
	title := "An import was cut off"
	if len(drafts) > 1 {
		title = fmt.Sprintf("%d imports were cut off", len(drafts))
	}
	b.Ask(Question{Title: title, Confirm: "Continue", Choices: choices, Chosen: choices[0],
		Explain: strings.Join(said, " ") + " Nothing of it is in use. It can go on from the file where it was left, or be dropped, which the log records.",
		Then: func(_, choice string) {
			switch choice {
			case draftGoOn:
				resume(b, nil)
			case draftDrop:
				dropDrafts(b, drafts)
			}
		}})
}

// resume goes on with imports; paths say where their files are now.
func resume(b *Bench, paths []string) {
	var r casework.ImportResult
	b.Long("Go on with the import", func(ctx context.Context, p progress.Reporter) (err error) {
		r, err = b.Work.Import(ctx, casework.ImportOptions{Resume: true, Keep: true, Paths: paths}, p)
		return err
	}, func(err error) {
		switch {
		case fault.KindOf(err) == fault.NotFound:
			b.Pick(FilePick{Title: "Where are the files now?", Kind: PickFiles, Confirm: "Go on", Then: func(paths []string) { resume(b, paths) }})
		case err != nil:
			b.Fail(err)
		default:
			b.Say("The import is complete: "+Many(r.Accepted, "row")+".", false)
		}
	})
}

func dropDrafts(b *Bench, drafts []casework.Draft) {
	b.Do(func(ctx context.Context) (casework.ActResult, error) {
		for i := range drafts {
			if err := b.Work.DropDraft(ctx, drafts[i].ID); err != nil {
				return casework.ActResult{}, err
			}
		}
		return casework.ActResult{Message: Many(int64(len(drafts)), "import") + " dropped; the log says so."}, nil
	}, nil)
}
