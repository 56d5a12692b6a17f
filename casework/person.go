package casework

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"casebench/casefile"
	"casebench/casefile/command"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// ActResult says what was done.
type ActResult struct {
	Ref     string `json:"ref,omitempty"`
	Act     uint64 `json:"act"` // sequence number in the audit log
	Message string `json:"message"`
	Number  uint32 `json:"number,omitempty"` // of an exhibit
}

// AnnotateOptions is what a person says of one thing.
type AnnotateOptions struct {
	Ref  string
	Tags []string
	Star bool
	Note string
	Kind string // note, finding, exculpatory, privileged
}

// Annotate tags, stars or notes anything in the case.
func (c *Casework) Annotate(_ context.Context, o AnnotateOptions) (ActResult, error) {
	ref, err := c.existing(o.Ref)
	if err != nil {
		return ActResult{}, err
	}
	if err := o.check(); err != nil {
		return ActResult{}, err
	}
	return c.do(ref, c.annotation(ref, o))
}

func (o *AnnotateOptions) check() error {
	if len(o.Tags) == 0 && !o.Star && strings.TrimSpace(o.Note) == "" {
		return fault.New(fault.Usage, "There is nothing to annotate with.", "Give --tag, --star or --note.", nil)
	}
	return nil
}

// annotation is the command that says of ref what the options say.
func (c *Casework) annotation(ref casefile.Ref, o AnnotateOptions) *command.Annotate {
	kind := casefile.AnnotationKind(o.Kind)
	if kind == "" {
		kind = casefile.KindNote
	}
	return &command.Annotate{Annotation: casefile.Annotation{Target: ref, Kind: kind, Text: o.Note, Tags: o.Tags, Star: o.Star,
		By: c.config.By, At: c.config.now()()}}
}

// Decide records the person's verdict on a pair of accounts.
func (c *Casework) Decide(_ context.Context, a, b, verdict, reason string) (ActResult, error) {
	lo, hi, err := c.pair(a, b)
	if err != nil {
		return ActResult{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return ActResult{}, err
	}
	ref := casefile.Ref{Kind: casefile.RefLink, ID: name(lo), Peer: name(hi)}
	return c.do(ref, &command.Decide{Decision: casefile.Decision{A: lo, B: hi, Verdict: casefile.Verdict(verdict), Reason: reason,
		By: c.config.By, At: c.config.now()()}})
}

// Exhibit gives a thing a permanent number.
func (c *Casework) Exhibit(_ context.Context, ref, title string) (ActResult, error) {
	r, err := c.existing(ref)
	if err != nil {
		return ActResult{}, err
	}
	cmd := &command.AddExhibit{Exhibit: casefile.Exhibit{Target: r, Title: title, By: c.config.By, At: c.config.now()()}}
	res, err := c.do(r, cmd)
	res.Number = cmd.Exhibit.Number
	return res, err
}

// Undo takes back the newest change that stands.
func (c *Casework) Undo(context.Context) (ActResult, error) {
	return c.history((*command.History).Undo, "There is nothing to undo.")
}

// Redo does again what was taken back last.
func (c *Casework) Redo(context.Context) (ActResult, error) {
	return c.history((*command.History).Redo, "There is nothing to redo.")
}

func (c *Casework) history(step func(*command.History) (casefile.Act, uint64, error), nothing string) (ActResult, error) {
	act, seq, err := step(command.NewHistory(c.file, c.config.By))
	if errors.Is(err, command.ErrNothing) {
		return ActResult{}, fault.New(fault.Conflict, nothing, "See `workbench log`.", err)
	}
	if err == nil {
		c.changed(TopicAll)
	}
	return ActResult{Act: seq, Message: act.Message}, err
}

// topicOf says what an act of a person touches.
func topicOf(act casefile.Act) Topic {
	d := act.Details
	switch {
	case act.Verb == "annotate", act.Verb == "withdraw" && d["annotation"] != "":
		return TopicAnnotations
	case act.Verb == "decide", act.Verb == "withdraw" && d["decision"] != "":
		return TopicDecisions
	case act.Verb == "exhibit", act.Verb == "withdraw" && d["exhibit"] != "":
		return TopicExhibits
	case act.Verb == "view", act.Verb == "withdraw" && d["view"] != "":
		return TopicViews
	case act.Verb == "review", act.Verb == "withdraw" && d["review"] != "":
		return TopicReviews
	case act.Verb == "withdraw" && d["enrichment"] != "", act.Verb == "restore" && d["enrichment"] != "":
		return TopicEnrichments
	}
	return TopicAll
}

// do runs a command through the history.
func (c *Casework) do(ref casefile.Ref, cmd command.Command) (ActResult, error) {
	act, seq, err := command.NewHistory(c.file, c.config.By).Do(cmd)
	if err == nil {
		c.changed(topicOf(act))
	}
	r := ActResult{Act: seq, Message: act.Message}
	if ref.Kind != "" {
		r.Ref = ref.String()
	}
	return r, err
}

// existing parses a Ref and makes sure that what it points at is in the case.
func (c *Casework) existing(text string) (casefile.Ref, error) {
	ref, err := casefile.ParseRef(text)
	if err != nil {
		return ref, err
	}
	missing := func() error {
		return fault.New(fault.NotFound, fmt.Sprintf("There is no %s in this case.", ref), "Check the reference.", nil)
	}
	switch ref.Kind {
	case casefile.RefAccount:
		_, err = c.accountCode(ref.ID)
	case casefile.RefLink:
		_, _, err = c.pair(ref.ID, ref.Peer)
	case casefile.RefCluster:
		_, err = c.Cluster(context.Background(), strings.TrimPrefix(ref.String(), "cluster:"))
	case casefile.RefEvent, casefile.RefSource:
		err = c.file.View(func(tx *store.Tx) error {
			_, err := tx.Source(ref.N)
			return err
		})
		if err == nil && ref.Kind == casefile.RefEvent {
			err = c.file.Locate(context.Background(), []casefile.Origin{{Source: ref.N, Row: ref.Row}})
		}
	case casefile.RefIndicator:
		var found []casefile.Indicator
		err = c.file.View(func(tx *store.Tx) (err error) {
			found, err = tx.Indicator(ref.ID)
			return err
		})
		if err == nil && len(found) == 0 {
			err = missing()
		}
	case casefile.RefExhibit:
		err = c.file.View(func(tx *store.Tx) (err error) {
			_, err = tx.Exhibit(ref.N)
			return err
		})
	case casefile.RefFinding:
		err = c.file.View(func(tx *store.Tx) (err error) {
			a, err := tx.Annotation(ref.N)
			if err == nil && a.Kind != casefile.KindFinding {
				err = missing()
			}
			return err
		})
	}
	return ref, err
}

// LogResult is the audit log.
type LogResult struct {
	Head    string                `json:"head"`
	Entries []casefile.AuditEntry `json:"entries"`
}

// Log returns the audit log, or its newest entries when limit is above 0.
func (c *Casework) Log(_ context.Context, limit int) (r LogResult, err error) {
	head, seq, err := c.head()
	if err != nil {
		return r, err
	}
	r.Head = head
	from := uint64(1)
	if limit > 0 && seq > uint64(limit) {
		from = seq - uint64(limit) + 1
	}
	err = c.file.View(func(tx *store.Tx) error {
		r.Entries, err = tx.Audit(from)
		return err
	})
	return r, err
}

// head returns the hash and sequence number of the newest audit entry.
func (c *Casework) head() (hash string, seq uint64, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		h, _, err := tx.Head()
		hash, seq = h.Hash, h.Seq
		return err
	})
	return hash, seq, err
}

// Check streams what is found in the case file as it is found: inconsistencies, and
// notes of what is worth knowing and not wrong, such as an import that was cut off
// or a day that has passed.
func (c *Casework) Check(ctx context.Context) iter.Seq[store.Defect] {
	return func(yield func(store.Defect) bool) {
		for d := range c.file.Check(ctx) {
			if !yield(d) {
				return
			}
		}
		terms, err := c.Terms(ctx)
		if err != nil {
			return // what cannot be read was named
		}
		for _, t := range terms {
			if t.Days < 0 && !yield(store.Defect{Bucket: "term", Note: true, Message: t.Text}) {
				return
			}
		}
	}
}

// RevealResult is raw content.
type RevealResult struct {
	Ref    string          `json:"ref"`
	Act    uint64          `json:"act"`
	Source uint32          `json:"source"`
	Row    int64           `json:"row"`
	Text   string          `json:"text"`
	Origin casefile.Origin `json:"origin"`
	Raw    []byte          `json:"-"`
}

// Reveal returns the original bytes of an event. That they were looked at, by
// whom and why, is recorded before they are returned.
func (c *Casework) Reveal(ctx context.Context, text, reason string) (RevealResult, error) {
	if strings.TrimSpace(reason) == "" {
		return RevealResult{}, fault.New(fault.Usage, "Looking at raw content needs a reason.", "Give --reason.", nil)
	}
	ref, err := c.existing(text)
	if err != nil {
		return RevealResult{}, err
	}
	if ref.Kind != casefile.RefEvent {
		return RevealResult{}, fault.New(fault.Usage, "Only an event has raw content.", "Write event:SOURCE/ROW.", nil)
	}
	rows := []casefile.Origin{{Source: ref.N, Row: ref.Row}}
	if err := c.file.Locate(ctx, rows); err != nil {
		return RevealResult{}, err
	}
	if err := c.unchanged(ctx, ref.N); err != nil {
		return RevealResult{}, err
	}
	raw, err := c.file.Original(ctx, rows[0].Source, rows[0].Offset, rows[0].Length)
	if err != nil {
		return RevealResult{}, err
	}
	seq, err := c.file.Record(casefile.Act{Verb: "reveal", By: c.config.By, Message: "Showed raw content of " + ref.String(),
		Subject: []string{ref.String()}, Reason: reason})
	if err != nil {
		return RevealResult{}, err
	}
	c.changed(TopicLog)
	return RevealResult{Ref: ref.String(), Act: seq, Source: ref.N, Row: ref.Row, Text: printable(raw), Origin: rows[0], Raw: raw}, nil
}
