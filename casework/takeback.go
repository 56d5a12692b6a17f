package casework

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/internal/fault"
)

// Unstar takes the stars off some things, as one act.
func (c *Casework) Unstar(ctx context.Context, refs []string) (ActResult, error) {
	return c.takeBack(ctx, refs, "star", func(a *casefile.Annotation) bool {
		had := a.Star
		a.Star = false
		return had
	})
}

// Untag takes a tag off some things, as one act. A tag that was set together with a
// note stays with it: the note is withdrawn as a whole.
func (c *Casework) Untag(ctx context.Context, refs []string, tag string) (ActResult, error) {
	return c.takeBack(ctx, refs, "tag", func(a *casefile.Annotation) bool {
		had := slices.Contains(a.Tags, tag)
		a.Tags = slices.DeleteFunc(slices.Clone(a.Tags), func(t string) bool { return t == tag })
		return had
	})
}

// takeBack withdraws the annotations that cut changes, and says again what is left
// of them.
func (c *Casework) takeBack(ctx context.Context, refs []string, what string, cut func(*casefile.Annotation) bool) (ActResult, error) {
	group := &command.Group{Of: casefile.Act{Verb: "withdraw", By: c.config.By, Message: fmt.Sprintf("The %s was withdrawn.", what)}}
	noted := false
	for _, text := range refs {
		list, err := c.Annotations(ctx, text)
		if err != nil {
			return ActResult{}, err
		}
		touched := false
		for _, a := range list {
			if a.Withdrawn || !cut(&a) {
				continue
			}
			if strings.TrimSpace(a.Text) != "" {
				noted = true
				continue
			}
			touched = true
			if group.Of.Details == nil {
				group.Of.Details = map[string]string{"annotation": strconv.FormatUint(uint64(a.ID), 10)}
			}
			group.Commands = append(group.Commands, &command.Withdraw{What: command.Annotation, ID: a.ID, By: c.config.By})
			if a.Star || len(a.Tags) > 0 {
				group.Commands = append(group.Commands, &command.Annotate{Annotation: casefile.Annotation{Target: a.Target, Kind: a.Kind,
					Tags: a.Tags, Star: a.Star, By: c.config.By, At: c.config.now()()}})
			}
		}
		if touched {
			group.Of.Subject = append(group.Of.Subject, text)
		}
	}
	switch {
	case len(group.Commands) == 0 && noted:
		return ActResult{}, fault.New(fault.Conflict, fmt.Sprintf("The %s was set together with a note.", what), "Withdraw the note.", nil)
	case len(group.Commands) == 0:
		return ActResult{}, fault.New(fault.Conflict, fmt.Sprintf("There is no such %s to take back.", what), "", nil)
	}
	ref := casefile.Ref{}
	if len(refs) == 1 {
		ref, _ = casefile.ParseRef(refs[0]) // it parsed before
	}
	return c.do(ref, group)
}
