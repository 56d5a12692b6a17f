package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
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
	resumable := false
	for i := range drafts {
		said = append(said, drafts[i].Sentence())
		resumable = resumable || drafts[i].Resumable
	}
	title, it := "An import was cut off", "it"
	if len(drafts) > 1 {
		title, it = fmt.Sprintf("%d imports were cut off", len(drafts)), "them"
	}
	drop := func() { dropDrafts(b, drafts) }
	q := Question{Title: title, Confirm: "Go on with " + it, Offer: "Drop " + it, Decline: "Leave for now",
		Explain: strings.Join(said, " ") + " Nothing of it is in use. It can go on from the file where it was left, or be dropped, which the log records.",
		Then:    func(string, string) { resume(b, nil) }, Instead: drop}
	if !resumable {
		q.Confirm, q.Then, q.Offer = q.Offer, func(string, string) { drop() }, ""
		q.Explain = strings.Join(said, " ") + " Nothing of it is in use. It cannot go on: drop it, which the log records, and import the file again."
	}
	b.Ask(q)
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
