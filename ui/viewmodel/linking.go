package viewmodel

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Linking is the sheet that begins a linkage run: its seed, the signals it counts
// and the model it weighs by.
type Linking struct {
	bench   *Bench
	Signals []SignalChoice
	Seed    *Value[string]
	Without *Value[map[string]bool] // signals left out, by id
	Model   *Value[string]          // path of a model file; "" is the built-in model
}

// SignalChoice is a signal that may be left out.
type SignalChoice struct {
	ID     string
	Name   string
	Family casefile.Family
	Doc    string
}

// NewLinking makes the sheet with what is usual: seed 1, every signal, the built-in
// model.
func NewLinking(b *Bench) *Linking {
	l := &Linking{bench: b, Seed: Of("1"), Without: NewValue(map[string]bool{}, nil), Model: Of("")}
	for _, s := range casework.Signals() {
		l.Signals = append(l.Signals, SignalChoice{s.ID, SignalTitle(s.ID), s.Family, s.Doc})
	}
	return l
}

// SignalTitle is what a signal is called where a person chooses it.
func SignalTitle(id string) string {
	titles := map[string]string{"payment": "Payment card", "billing": "Billing address", "bin": "Card range (BIN)", "email": "E-mail", "email_pattern": "E-mail pattern",
		"email_domain": "E-mail domain", "address": "Network address", "signup_address": "Address at sign-up", "prefix": "Network prefix", "template": "Prompt template",
		"api_key": "API key", "handover": "Hand-over", "ja4": "TLS client (JA4)", "sdk": "SDK"}
	if t, ok := titles[id]; ok {
		return t
	}
	words := strings.ReplaceAll(id, "_", " ")
	return strings.ToUpper(words[:min(1, len(words))]) + words[min(1, len(words)):]
}

// Families returns the families of the signals, in order.
func (l *Linking) Families() (out []casefile.Family) {
	seen := map[casefile.Family]bool{}
	for _, s := range l.Signals {
		if !seen[s.Family] {
			seen[s.Family] = true
			out = append(out, s.Family)
		}
	}
	return out
}

// Count takes a signal in or leaves it out.
func (l *Linking) Count(id string, counted bool) {
	next := map[string]bool{}
	for k, v := range l.Without.Get() {
		next[k] = v
	}
	if counted {
		delete(next, id)
	} else {
		next[id] = true
	}
	l.Without.Set(next)
}

// PickModel asks for a model file.
func (l *Linking) PickModel() {
	l.bench.Pick(FilePick{Title: "Model", Kind: PickFile, Extensions: []string{".json"}, Confirm: "Use this model",
		Then: func(paths []string) { l.Model.Set(paths[0]) }})
}

// Summary says in a sentence what the run will count.
func (l *Linking) Summary() string {
	out := len(l.Without.Get())
	switch {
	case out == 0:
		return fmt.Sprintf("All %d signals are compared.", len(l.Signals))
	case out >= len(l.Signals):
		return "Every signal is left out: there is nothing to compare."
	}
	return fmt.Sprintf("%d of %d signals are compared; the run records which were left out.", len(l.Signals)-out, len(l.Signals))
}

// Why returns why the run cannot begin, in a sentence, or "".
func (l *Linking) Why() string {
	if _, err := strconv.ParseUint(strings.TrimSpace(l.Seed.Get()), 10, 64); err != nil {
		return "The seed is a whole number, such as 1."
	}
	if len(l.Without.Get()) >= len(l.Signals) {
		return "Leave at least one signal in."
	}
	return ""
}

// Start begins the run as a job and reports whether it could. What it found is said
// when it has ended; nothing that the person looks at is moved.
func (l *Linking) Start() bool {
	if l.Why() != "" {
		return false
	}
	seed, _ := strconv.ParseUint(strings.TrimSpace(l.Seed.Get()), 10, 64)
	o := casework.LinkOptions{Seed: seed}
	for _, s := range l.Signals {
		if l.Without.Get()[s.ID] {
			o.Without = append(o.Without, s.ID)
		}
	}
	b, model := l.bench, l.Model.Get()
	var r casework.LinkResult
	b.Long("Link accounts", func(ctx context.Context, p progress.Reporter) (err error) {
		if model != "" {
			if o.Model, err = os.ReadFile(model); err != nil {
				return fault.New(fault.NotFound, "The model file cannot be read.", "Pick it again, or use the built-in model.", err)
			}
		}
		r, err = b.Work.Link(ctx, o, p)
		return err
	}, func(err error) {
		if err != nil {
			b.Fail(err)
			return
		}
		b.Say(fmt.Sprintf("Run %d: %s, %s", r.Run, Many(int64(r.Links), "link"), Many(int64(r.Clusters), "cluster")), false)
	})
	return true
}
