package viewmodel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
)

// Keeping is what keeps a case as it is: legal holds, sealed revisions, how long it is
// to be kept, and the purge, which is the only deletion.
type Keeping struct {
	Kept *Value[Kept] // told when it was read again

	bench *Bench
	load  *Latest
	stops Stops
}

// Kept is what stands.
type Kept struct {
	Holds     []casefile.Hold // those that stand
	Seals     []casefile.SealRecord
	Withdrawn []casefile.Source // that can be purged, or whose purge was cut off
	Until     string            // the day until which the case is to be kept; "" is not said
}

// NewKeeping follows a bench.
func NewKeeping(b *Bench) *Keeping {
	k := &Keeping{Kept: NewValue(Kept{}, nil), bench: b, load: b.NewAside()}
	k.stops.Add(b.OnChange(casework.TopicAll, k.read), k.load.Cancel)
	k.read()
	return k
}

// Close ends it.
func (k *Keeping) Close() { k.stops.Stop() }

func (k *Keeping) read() {
	work := k.bench.Work
	k.load.Run(func(ctx context.Context) func() {
		var now Kept
		holds, err := work.Holds(ctx)
		if err != nil {
			return nil
		}
		now.Holds = slices.DeleteFunc(holds.Holds, func(h casefile.Hold) bool { return !h.Stands() })
		if now.Seals, err = work.Seals(ctx); err != nil {
			return nil
		}
		list, err := work.Sources(ctx, false, progress.Discard)
		if err != nil {
			return nil
		}
		for _, s := range list.Sources {
			if s.State == casefile.SourceWithdrawn || s.State == casefile.SourcePurging {
				now.Withdrawn = append(now.Withdrawn, s.Source)
			}
		}
		now.Until = work.Case().RetainUntil
		return func() { k.Kept.Set(now) }
	})
}

// Menu is what may be done, as it is now.
func (k *Keeping) Menu() []MenuItem {
	now, off := k.Kept.Get(), k.bench.Work.ReadOnly()
	hold := []MenuItem{{Text: "Set a legal hold…", Off: off, Do: k.SetHold}}
	if len(now.Holds) > 0 {
		hold = append(hold, MenuItem{})
	}
	for _, h := range now.Holds {
		hold = append(hold, MenuItem{Text: fmt.Sprintf("Lift hold %d: %s…", h.ID, brief(h.Trigger)), Off: off, Do: func() { k.LiftHold(h) }})
	}
	seals := []MenuItem{{Text: "Seal this revision…", Off: off, Do: k.Seal}}
	if len(now.Seals) > 0 {
		seals = append(seals, MenuItem{})
	}
	for _, r := range slices.Backward(now.Seals) {
		text := fmt.Sprintf("Seal %d, revision %s, %s", r.Seal.ID, Thousands(int64(r.Seal.Revision)), r.Seal.At.In(k.bench.Zone.Get()).Format("2 Jan 2006 15:04"))
		if r.Seal.Note != "" {
			text += ": " + brief(r.Seal.Note)
		}
		seals = append(seals, MenuItem{Text: text, Do: func() { k.bench.Show(Intention{Name: IntendVerify}) }})
	}
	purge := []MenuItem{}
	for _, s := range now.Withdrawn {
		purge = append(purge, MenuItem{Text: fmt.Sprintf("Source %d, %s…", s.ID, brief(s.Name)), Off: off, Do: func() { k.Purge(s) }})
	}
	if len(purge) == 0 {
		purge = []MenuItem{{Text: "No source is withdrawn", Off: true}}
	}
	keep := "Keep the case until…"
	if now.Until != "" {
		keep = "Keep the case until " + now.Until + "…"
	}
	return []MenuItem{{Text: "Legal hold", Sub: hold}, {Text: "Sealed revisions", Sub: seals}, {Text: keep, Off: off, Do: k.Retain}, {Text: "Purge for good", Sub: purge}}
}

// brief cuts a sentence to what a menu has room for.
func brief(text string) string {
	r := []rune(oneLine(text))
	if len(r) > 40 {
		return string(r[:39]) + "…"
	}
	return string(r)
}

// SetHold asks why and for what, and begins a legal hold.
func (k *Keeping) SetHold() {
	k.bench.Ask(Question{Title: "Set a legal hold", Label: "Why: the letter, the case number, the claim that is expected", Also: "What is to be preserved",
		AlsoText: "Everything in this case", Confirm: "Set hold",
		Explain: "While a hold stands nothing can be purged. It is recorded with your name and the time, and lifted only by an act with a reason.",
		Both: func(trigger, scope string) {
			k.do(func(ctx context.Context) (casework.ActResult, error) {
				return k.bench.Work.SetHold(ctx, trigger, scope, "")
			})
		}})
}

// LiftHold asks for a reason and ends a hold.
func (k *Keeping) LiftHold(h casefile.Hold) {
	k.bench.Ask(Question{Title: fmt.Sprintf("Lift hold %d", h.ID), Label: "Reason", Confirm: "Lift hold",
		Explain: fmt.Sprintf("Set by %s on %s, because: %s. It preserves: %s.", h.By, h.At.In(k.bench.Zone.Get()).Format("2 Jan 2006"), h.Trigger, h.Scope),
		Then: func(reason, _ string) {
			k.do(func(ctx context.Context) (casework.ActResult, error) { return k.bench.Work.LiftHold(ctx, h.ID, reason) })
		}})
}

// Retain asks until when the case is to be kept.
func (k *Keeping) Retain() {
	k.bench.Ask(Question{Title: "Keep the case until", Label: "Day, such as 2031-12-31; empty: no day is set", Text: k.Kept.Get().Until, Optional: true, Also: "Reason", Confirm: "Set the day",
		Explain: "The day is a reminder for people. Nothing is deleted when it has come.",
		Both: func(day, reason string) {
			k.do(func(ctx context.Context) (casework.ActResult, error) {
				return k.bench.Work.SetRetention(ctx, day, reason)
			})
		}})
}

// Seal asks for a note and freezes the case as it stands.
func (k *Keeping) Seal() {
	b := k.bench
	b.Ask(Question{Title: "Seal this revision", Label: "Note", Optional: true, Confirm: "Seal",
		Explain: "A seal freezes what the case holds now: sources, links, notes, verdicts and the log. Work goes on in the next revision, and Verify proves later that nothing sealed was changed.",
		Then: func(note, _ string) {
			var r casefile.SealRecord
			b.Long("Seal the case", func(ctx context.Context, _ progress.Reporter) (err error) {
				r, err = b.Work.Seal(ctx, casework.SealOptions{Note: note})
				return err
			}, func(err error) {
				if err != nil {
					b.Fail(err)
					return
				}
				b.Say(fmt.Sprintf("Revision %s is sealed; work goes on in the next.", Thousands(int64(r.Seal.Revision))), false)
			})
		}})
}

// PurgeSource is Purge of the withdrawn source of a number.
func (k *Keeping) PurgeSource(id uint32) {
	for _, s := range k.Kept.Get().Withdrawn {
		if s.ID == id {
			k.Purge(s)
		}
	}
}

// Purge says what would go and what stays, asks for the source's number and a reason,
// and takes the source out for good.
func (k *Keeping) Purge(s casefile.Source) {
	b := k.bench
	if holds := k.Kept.Get().Holds; len(holds) > 0 {
		h := holds[0]
		b.Ask(Question{Title: "Nothing can be purged now", Confirm: "Close", Told: true,
			Explain: fmt.Sprintf("Legal hold %d stands, because: %s. Lift it first, if it may be lifted.", h.ID, h.Trigger)})
		return
	}
	o := casework.PurgeOptions{Sources: []uint32{s.ID}}
	var covers []string
	for _, r := range k.Kept.Get().Seals {
		if slices.ContainsFunc(r.Seal.Sources, func(x casefile.SealedSource) bool { return x.ID == s.ID }) {
			covers = append(covers, fmt.Sprintf("seal %d", r.Seal.ID))
			o.Sealed = true
		}
	}
	b.read.Go("plan purge", func(ctx context.Context, _ progress.Reporter) error {
		plan, err := b.Work.PlanPurge(ctx, o)
		b.Post(func() {
			if err != nil || len(plan.Sources) == 0 {
				b.Fail(err)
				return
			}
			k.confirmPurge(plan, covers, o)
		})
		return err
	})
}

func (k *Keeping) confirmPurge(plan casework.PurgePlan, covers []string, o casework.PurgeOptions) {
	b, s := k.bench, plan.Sources[0]
	explain := fmt.Sprintf("%s of %s (%s) and what was found in them go out of the case for good. This is the only deletion there is, and nothing takes it back.",
		Many(s.Rows, "row"), s.Name, SizeOf(s.Bytes))
	if len(covers) > 0 {
		explain += " It is covered by " + strings.Join(covers, " and ") + ", which will tell of the purge from then on."
	}
	b.Ask(Question{Title: fmt.Sprintf("Purge source %d for good", s.ID), Explain: explain + "\n\n" + plan.Stays, Danger: true,
		Label: fmt.Sprintf("Type the source's number, %d", s.ID), Must: fmt.Sprint(s.ID), Also: "Reason", Confirm: "Purge for good",
		Both: func(_, reason string) {
			o.Reason = reason
			b.Long(fmt.Sprintf("Purge source %d", s.ID), func(ctx context.Context, p progress.Reporter) error {
				_, err := b.Work.Purge(ctx, o, p)
				return err
			}, func(err error) {
				if err != nil {
					b.Fail(err)
					return
				}
				b.Say(fmt.Sprintf("Source %d is purged. Its number, SHA-256 and counts stay.", s.ID), false)
			})
		}})
}

// do makes a change that Undo may not take back.
func (k *Keeping) do(act func(context.Context) (casework.ActResult, error)) {
	k.bench.Do(func(ctx context.Context) (casework.ActResult, error) {
		r, err := act(ctx)
		r.Act = 0 // the line offers no Undo
		return r, err
	}, nil)
}
