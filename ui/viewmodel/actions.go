package viewmodel

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casework"
)

// Question is something that the window asks a person before an act: a tag, a
// note, a reason. Then runs on the goroutine of the window with the answer; when
// the person thinks better of it, it does not run.
type Question struct {
	Title    string
	Explain  string
	Label    string // of the text
	Text     string // proposed
	Long     bool   // several lines
	Secret   bool   // what is typed is not shown and not kept
	Repeat   bool   // a secret is typed twice
	Optional bool   // the text may be empty
	Must     string // what has to be typed, to the letter; "" is anything
	Also     string // label of a second text, which cannot be empty; "" is none
	AlsoText string // proposed for it
	Danger   bool   // nothing takes it back
	Told     bool   // nothing is asked: it is read, and closed

	// Judge says something of the text as it is typed, and whether it will do; nil says
	// nothing.
	Judge func(text string) (said string, good bool)

	Confirm string // of the button: "Add note"
	Decline string // of the one that leaves all as it is; "" is "Cancel"
	Offer   string // of a third, for which Instead is done; "" is none
	Instead func()
	Choices []string
	Chosen  string   // proposed choice
	Suggest []string // texts to pick from, such as tags in use
	Then    func(text, choice string)
	Both    func(text, also string) // in the place of Then, where there are two texts
}

// Subject is what an act on the selection is about, as the inspector shows it: two
// accounts are a pair, and what is said of them is said of the pair.
func (b *Bench) Subject() []casefile.Ref {
	s := b.Selection.Get()
	if a := s.Accounts(); len(s.Refs) == 2 && len(a) == 2 && len(s.Of(casefile.RefAccount)) == 2 {
		return []casefile.Ref{{Kind: casefile.RefLink, ID: a[0], Peer: a[1]}}
	}
	return s.Refs
}

// refs prints what a Selection holds, for acts.
func refs(list []casefile.Ref) []string {
	out := make([]string, len(list))
	for i, r := range list {
		out[i] = r.String()
	}
	return out
}

// annotate runs an annotation of several things.
func (b *Bench) annotate(targets []casefile.Ref, o casework.AnnotateOptions) {
	if len(targets) == 0 {
		b.Say("Select something first.", false)
		return
	}
	list := refs(targets)
	b.Do(func(ctx context.Context) (casework.ActResult, error) { return b.Work.AnnotateAll(ctx, list, o) }, nil)
}

// Star stars these things.
func (b *Bench) Star(targets ...casefile.Ref) {
	b.annotate(targets, casework.AnnotateOptions{Star: true})
}

// Tag asks for tags, separated by commas or spaces, and sets them.
func (b *Bench) Tag(targets ...casefile.Ref) {
	if len(targets) == 0 {
		b.Say("Select something first.", false)
		return
	}
	b.Ask(Question{Title: "Tag " + describe(targets), Label: "Tags", Confirm: "Tag", Then: func(text, _ string) {
		tags := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
		b.annotate(targets, casework.AnnotateOptions{Tags: tags})
	}})
}

// NoteKinds are the kinds of note that a person chooses from, the plain one first.
func NoteKinds() []string {
	return []string{string(casefile.KindNote), string(casefile.KindFinding), string(casefile.KindExculpatory), string(casefile.KindPrivileged)}
}

// Note asks for a note of a kind and adds it.
func (b *Bench) Note(targets ...casefile.Ref) {
	if len(targets) == 0 {
		b.Say("Select something first.", false)
		return
	}
	b.Ask(Question{Title: "Note on " + describe(targets), Label: "Note", Long: true, Confirm: "Add note",
		Explain: "A finding goes into the report; what is exculpatory always does; what is privileged leaves the case in no package.",
		Choices: NoteKinds(), Chosen: string(casefile.KindNote),
		Then: func(text, kind string) {
			b.annotate(targets, casework.AnnotateOptions{Note: text, Kind: kind})
		}})
}

// Exhibit asks for a title and makes the thing an exhibit.
func (b *Bench) Exhibit(target casefile.Ref) {
	if target.Kind == "" {
		b.Say("Select something first.", false)
		return
	}
	b.Ask(Question{Title: "Make " + describe([]casefile.Ref{target}) + " an exhibit", Label: "Title", Confirm: "Make exhibit",
		Explain: "It gets a permanent number, which is never given again.",
		Then: func(text, _ string) {
			b.Do(func(ctx context.Context) (casework.ActResult, error) {
				return b.Work.Exhibit(ctx, target.String(), text)
			}, nil)
		}})
}

// Decide asks for a reason and records the person's verdict on two accounts.
func (b *Bench) Decide(a, peer string, verdict casefile.Verdict) {
	words := map[casefile.Verdict]string{casefile.VerdictSame: "are the same actor", casefile.VerdictDifferent: "are different actors", casefile.VerdictUnsure: "cannot be told apart yet"}
	b.Ask(Question{Title: fmt.Sprintf("%s and %s %s", a, peer, words[verdict]), Label: "Reason", Confirm: "Record verdict",
		Explain: "Your verdict stands beside the machine's weight; both are kept.",
		Then: func(reason, _ string) {
			b.Do(func(ctx context.Context) (casework.ActResult, error) {
				return b.Work.Decide(ctx, a, peer, string(verdict), reason)
			}, nil)
		}})
}

// Undo takes back the newest change that stands.
func (b *Bench) Undo() { b.Do(b.Work.Undo, b.sayPlainly) }

// Redo does again what was taken back last.
func (b *Bench) Redo() { b.Do(b.Work.Redo, b.sayPlainly) }

// sayPlainly says what was done without offering to take it back.
func (b *Bench) sayPlainly(r casework.ActResult) { b.Say(r.Message, false) }

// describe says what a question is about.
func describe(targets []casefile.Ref) string {
	if len(targets) == 1 {
		return Name(targets[0])
	}
	kind := targets[0].Kind
	for _, t := range targets {
		if t.Kind != kind {
			return fmt.Sprintf("%d things", len(targets))
		}
	}
	return fmt.Sprintf("%d %ss", len(targets), kind)
}

// Name says in words what a Ref points at.
func Name(r casefile.Ref) string {
	switch r.Kind {
	case casefile.RefAccount:
		return "account " + r.ID
	case casefile.RefLink:
		return r.ID + " and " + r.Peer
	case casefile.RefCluster:
		return "cluster " + ClusterName(r.ID)
	case casefile.RefEvent:
		return fmt.Sprintf("row %d of source %d", r.Row, r.N)
	case casefile.RefSource, casefile.RefFinding:
		return fmt.Sprintf("%s %d", r.Kind, r.N)
	case casefile.RefExhibit:
		return fmt.Sprintf("exhibit E-%06d", r.N)
	}
	return string(r.Kind) + " " + r.ID
}

// ClusterName prints a cluster's id as it is labelled everywhere: "C-03".
func ClusterName(id string) string {
	if len(id) == 1 {
		return "C-0" + id
	}
	return "C-" + id
}
