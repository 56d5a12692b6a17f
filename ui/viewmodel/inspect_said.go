package viewmodel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/fault"
)

// said composes what people said: star, tags, notes, history.
func (c *composer) said() {
	if s := c.seen.summary; s != nil {
		c.p.Starred = s.Starred > 0 && s.Starred == len(c.seen.of)
		for _, t := range s.Tags {
			c.p.Tags = append(c.p.Tags, t.Tag)
		}
		return
	}
	for _, a := range slices.Backward(c.seen.said) {
		if a.Text != "" {
			c.note(a)
		}
		if a.Withdrawn {
			continue
		}
		c.p.Starred = c.p.Starred || a.Star
		for _, t := range a.Tags {
			if !slices.Contains(c.p.Tags, t) {
				c.p.Tags = append(c.p.Tags, t)
			}
		}
	}
	slices.Sort(c.p.Tags)
	c.history()
}

// note adds a note, the newest first. One that was withdrawn is kept and shown on
// request.
func (c *composer) note(a casefile.Annotation) {
	if a.Withdrawn && !c.v.open["withdrawn"] {
		c.p.Hidden++
		return
	}
	n := NoteLine{ID: a.ID, Text: a.Text, Foot: a.By + ", " + c.moment(a.At), Withdrawn: a.Withdrawn}
	switch a.Kind {
	case casefile.KindPrivileged:
		n.Kind, n.Token = "privileged", graphview.Warn
	case casefile.KindExculpatory:
		n.Kind, n.Token = "exculpatory", graphview.Good
	case casefile.KindFinding:
		n.Kind, n.Token = fmt.Sprintf("finding F%d", a.ID), graphview.Accent
	}
	if a.Withdrawn {
		n.Foot += ", withdrawn"
	}
	c.p.Notes = append(c.p.Notes, n)
}

// history lists the acts about the thing, the newest first.
func (c *composer) history() {
	s := InspectSection{ID: "history", Title: "History", Count: numberText(int64(len(c.seen.history))), Fold: true, Open: c.v.open["history"]}
	for _, e := range slices.Backward(c.seen.history) {
		line := InspectLine{Text: strings.TrimSuffix(e.Message, "."), Note: fmt.Sprintf("%s, %s · entry %s", e.By, c.moment(e.Time), numberText(int64(e.Seq)))}
		if e.Reason != "" {
			line.Note = "“" + e.Reason + "” " + line.Note
		}
		s.Lines = append(s.Lines, line)
	}
	c.p.History = s
}

// verdict composes what people decided about the pair.
func (c *composer) verdict() {
	v := &VerdictView{A: c.p.Ref.ID, B: c.p.Ref.Peer}
	before := 0
	for _, d := range c.seen.verdicts {
		if d.Withdrawn {
			before++
			continue
		}
		v.Given, v.Reason, v.number = d.Verdict, d.Reason, d.ID
		v.Text = fmt.Sprintf("%s, says %s, %s", VerdictName(d.Verdict), d.By, c.moment(d.At))
	}
	if before > 0 {
		v.Before = countText(int64(before), "earlier verdict") + " withdrawn"
	}
	c.p.Verdict = v
	switch v.Given {
	case casefile.VerdictSame:
		c.badge("person: same", graphview.Good)
	case casefile.VerdictDifferent:
		c.badge("person: different", graphview.Bad)
	case casefile.VerdictUnsure:
		c.badge("person: unsure", graphview.Warn)
	default:
		c.badge("unreviewed", "")
	}
}

// VerdictName puts a verdict into words.
func VerdictName(v casefile.Verdict) string {
	switch v {
	case casefile.VerdictSame:
		return "Same actor"
	case casefile.VerdictDifferent:
		return "Different actors"
	}
	return "Cannot be told apart yet"
}

// Decide asks for a reason and records the person's verdict on the pair shown.
func (v *Inspect) Decide(verdict casefile.Verdict) {
	if p := v.Page.Get(); p.Verdict != nil {
		v.bench.Decide(p.Verdict.A, p.Verdict.B, verdict)
	}
}

// TakeVerdictBack asks for a reason and withdraws the verdict that stands.
func (v *Inspect) TakeVerdictBack() {
	p := v.Page.Get()
	if p.Verdict == nil || p.Verdict.Given == "" {
		return
	}
	v.withdraw("Withdraw the verdict", "It stays in the case, marked as withdrawn.", casework.ThingDecision, p.Verdict.number)
}

// WithdrawNote asks for a reason and withdraws a note.
func (v *Inspect) WithdrawNote(id uint32) {
	v.withdraw("Withdraw the note", "It stays in the case, marked as withdrawn, and leaves with no package.", casework.ThingAnnotation, id)
}

func (v *Inspect) withdraw(title, explain string, what casework.Thing, id uint32) {
	v.bench.Ask(Question{Title: title, Explain: explain, Label: "Reason", Confirm: "Withdraw", Then: func(reason, _ string) {
		if strings.TrimSpace(reason) == "" {
			v.bench.Fail(fault.New(fault.Usage, "A withdrawal needs a reason.", "Say in a sentence why.", nil))
			return
		}
		v.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
			return v.bench.Work.Withdraw(ctx, what, id, reason)
		}, nil)
	}})
}

// Star sets a star on what is shown, or takes it off.
func (v *Inspect) Star() {
	p := v.Page.Get()
	if len(p.Refs) == 0 {
		return
	}
	if !p.Starred {
		v.bench.Star(p.Refs...)
		return
	}
	list := refs(p.Refs)
	v.bench.Do(func(ctx context.Context) (casework.ActResult, error) { return v.bench.Work.Unstar(ctx, list) }, nil)
}

// Tag asks for tags.
func (v *Inspect) Tag() { v.bench.Tag(v.Page.Get().Refs...) }

// Untag takes a tag off what is shown.
func (v *Inspect) Untag(tag string) {
	list := refs(v.Page.Get().Refs)
	v.bench.Do(func(ctx context.Context) (casework.ActResult, error) { return v.bench.Work.Untag(ctx, list, tag) }, nil)
}

// Note asks for a note.
func (v *Inspect) Note() { v.bench.Note(v.Page.Get().Refs...) }

// CopyWords puts the reasons on the clipboard as a paragraph, the honest
// explanations and the person's verdict with them.
func (v *Inspect) CopyWords() {
	p := v.Page.Get()
	var b strings.Builder
	if p.Why != nil {
		b.WriteString(p.Why.Whole + " " + p.Why.Without)
	}
	for _, s := range p.Sections {
		if s.ID == "words" {
			b.WriteString(s.Text)
		}
	}
	if len(p.Honest) > 0 {
		b.WriteString("\n\nHonest explanations looked at, for the whole cluster " + p.HonestOf + ":")
		for _, h := range p.Honest {
			b.WriteString(fmt.Sprintf("\n%s: %s. %s", h.Name, h.Result, h.Found))
		}
	}
	if p.Verdict != nil {
		b.WriteString("\n\nPerson's verdict: ")
		if p.Verdict.Given == "" {
			b.WriteString("none yet.")
		} else {
			b.WriteString(p.Verdict.Text + ". Reason: " + p.Verdict.Reason)
		}
	}
	if text := strings.TrimSpace(b.String()); text != "" {
		v.bench.Copy(text)
		v.bench.Say("Copied as a paragraph.", false)
	}
}

// Typed answers a key that was pressed in the pane and reports whether it meant
// something there: Y, N and U are verdicts, S stars, T tags, C notes.
func (v *Inspect) Typed(key rune) bool {
	p := v.Page.Get()
	verdicts := map[rune]casefile.Verdict{'y': casefile.VerdictSame, 'n': casefile.VerdictDifferent, 'u': casefile.VerdictUnsure}
	if key >= 'A' && key <= 'Z' {
		key += 'a' - 'A'
	}
	if verdict := verdicts[key]; verdict != "" && p.Verdict != nil {
		v.Decide(verdict)
		return true
	}
	if len(p.Refs) == 0 {
		return false
	}
	switch key {
	case 's':
		v.Star()
	case 't':
		v.Tag()
	case 'c':
		v.Note()
	default:
		return false
	}
	return true
}

// sentenceOnly is what happened, without what a command line would do next.
func sentenceOnly(err error) string {
	whole := sentence(err)
	if i := strings.Index(whole, ". "); i > 0 {
		return whole[:i+1]
	}
	return whole
}
