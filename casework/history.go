package casework

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/internal/fault"
)

// Undoable names what Undo and Redo would do next; the zero Act where there is
// nothing.
type Undoable struct {
	Undo, Redo casefile.Act
}

// Undoable returns what can be taken back and what can be done again.
func (c *Casework) Undoable(context.Context) (u Undoable, err error) {
	h := command.NewHistory(c.file, c.config.By)
	if u.Undo, _, err = h.CanUndo(); err != nil {
		return u, err
	}
	u.Redo, _, err = h.CanRedo()
	return u, err
}

// AnnotateAll says the same of several things as one act, which one Undo takes
// back. The Ref of the options is not looked at.
func (c *Casework) AnnotateAll(ctx context.Context, refs []string, o AnnotateOptions) (ActResult, error) {
	if len(refs) == 1 {
		o.Ref = refs[0]
		return c.Annotate(ctx, o)
	}
	if err := o.check(); err != nil {
		return ActResult{}, err
	}
	act := casefile.Act{Verb: "annotate", By: c.config.By}
	group := &command.Group{}
	kinds := map[casefile.RefKind]bool{}
	for _, text := range refs {
		ref, err := c.existing(text)
		if err != nil {
			return ActResult{}, err
		}
		kinds[ref.Kind] = true
		act.Subject = append(act.Subject, ref.String())
		group.Commands = append(group.Commands, c.annotation(ref, o))
	}
	if len(refs) == 0 {
		return ActResult{}, fault.New(fault.Usage, "Nothing is selected.", "Select something first.", nil)
	}
	things := "things"
	if len(kinds) == 1 {
		for kind := range kinds {
			things = string(kind) + "s"
		}
	}
	act.Message = fmt.Sprintf("%s %d %s.", o.did(), len(refs), things)
	group.Of = act
	return c.do(casefile.Ref{}, group)
}

// did says in the past tense what the options do to each thing.
func (o *AnnotateOptions) did() string {
	switch {
	case strings.TrimSpace(o.Note) != "":
		return "A note was added to"
	case len(o.Tags) > 0:
		return "A tag was added to"
	}
	return "A star was set on"
}

// Thing is a kind of thing that can be withdrawn.
type Thing string

// The things.
const (
	ThingSource     = Thing(command.Source)
	ThingEnrichment = Thing(command.Enrichment)
	ThingRun        = Thing(command.Run)
	ThingAnnotation = Thing(command.Annotation)
	ThingDecision   = Thing(command.Decision)
	ThingExhibit    = Thing(command.Exhibit)
	ThingView       = Thing(command.View)
)

// Restore brings back what was withdrawn.
func (c *Casework) Restore(_ context.Context, what Thing, id uint32, reason string) (ActResult, error) {
	return c.do(casefile.Ref{}, &command.Restore{What: command.What(what), ID: id, By: c.config.By, Reason: reason})
}

// Withdraw takes an annotation, a verdict, an exhibit, a source or a run out of
// use, with a reason. It stays in the case and can be restored by Undo.
func (c *Casework) Withdraw(_ context.Context, what Thing, id uint32, reason string) (ActResult, error) {
	return c.do(casefile.Ref{}, &command.Withdraw{What: command.What(what), ID: id, By: c.config.By, Reason: reason})
}
