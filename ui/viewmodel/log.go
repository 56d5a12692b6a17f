package viewmodel

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casework"
	"casebench/graphview"
	"casebench/internal/progress"
)

// LogRow is one entry of the audit log.
type LogRow struct {
	casefile.AuditEntry
	Undone bool // taken back by a later entry, and not done again
	Beyond bool // the chain does not hold up to it
	About  string
}

// Log is the audit log, the newest entry first. Choosing an entry selects what it
// is about.
type Log struct {
	*Listing
	Chain  *Value[casework.ChainState]
	Detail *Value[LogDetail] // of the entry chosen; zero when none is

	bench        *Bench
	table        *Table[LogRow]
	load, verify *Latest
	own          *Value[Selection]
}

// LogDetail is an entry in full.
type LogDetail struct {
	Title    string // "Entry 12 · tag · 2026-06-09 14:02:11 UTC · Test Person"
	Message  string
	Reason   string
	Hash     string
	Previous string
	Pairs    [][2]string // the entry's details, by name
}

// logKind is the kind of the Refs by which entries are told apart; they never
// leave this file.
const logKind casefile.RefKind = "entry"

func logRef(r *LogRow) casefile.Ref { return casefile.Ref{Kind: logKind, Row: int64(r.Seq)} }

// NewLog returns the audit log of a bench.
func NewLog(b *Bench) *Log {
	l := &Log{bench: b, load: b.NewLatest(), verify: b.NewLatest(), own: NewValue(Selection{}, Selection.Equal),
		Chain: NewValue(casework.ChainState{}, nil), Detail: NewValue(LogDetail{}, nil)}
	l.table = newTable(logRef, logText, l.own, logColumns(b)...)
	l.Listing = newListing(b, "log", "Log", "entry", l.table, l.own)
	l.menu, l.again = l.items, l.read
	l.open = l.inspect
	l.stops.Add(l.own.Follow(func(Selection) { l.chosen() }), b.OnChange(casework.TopicLog, l.read), l.load.Cancel, l.verify.Cancel)
	l.read()
	return l
}

// At returns row i of those shown, or nil.
func (l *Log) At(i int) *LogRow { return l.table.At(i) }

// read lists the log, and then walks its chain.
func (l *Log) read() {
	l.loading()
	l.load.Run(func(ctx context.Context) func() {
		r, err := l.bench.Work.Log(ctx, 0)
		if isCancelled(err) {
			return nil
		}
		sources, err2 := l.bench.Work.Sources(ctx, false, progress.Discard)
		if err == nil {
			err = err2
		}
		files := map[uint32]string{}
		for _, s := range sources.Sources {
			files[s.ID] = s.Name
		}
		undone := casework.Undone(r.Entries)
		rows := make([]LogRow, len(r.Entries))
		for i, e := range r.Entries {
			rows[len(rows)-1-i] = LogRow{AuditEntry: e, Undone: undone[e.Seq], About: about(e.Subject, files)}
		}
		return func() {
			if err == nil {
				l.table.Set(rows)
			}
			l.loaded(err, Blank{Title: "Nothing is recorded yet", Text: "Every act is written here, with who did it and when."})
			l.walk()
		}
	})
}

// walk verifies the chain in the background.
func (l *Log) walk() {
	l.verify.Run(func(ctx context.Context) func() {
		s, err := l.bench.Work.Chain(ctx)
		if isCancelled(err) {
			return nil
		}
		return func() {
			if err != nil {
				l.bench.Fail(err)
				return
			}
			l.Chain.Set(s)
			l.Note.Set(chainNote(s))
			for i := range l.table.rows {
				r := &l.table.rows[i]
				r.Beyond = s.Problem != "" && r.Seq > s.Holds
			}
			l.changed()
		}
	})
}

// ChainWord says in two words how the chain stands.
func (l *Log) ChainWord() (word string, token graphview.Token) {
	switch s := l.Chain.Get(); {
	case s.Problem != "":
		return "chain broken", graphview.Bad
	case s.Entries > 0:
		return "chain holds", graphview.Good
	}
	return "chain not walked yet", graphview.Text2
}

// chainNote says how far the chain holds.
func chainNote(s casework.ChainState) string {
	switch {
	case s.Entries == 0:
		return ""
	case s.Problem != "":
		return fmt.Sprintf("chain holds to entry %s of %s: %s", tableNumber(int64(s.Holds)), tableNumber(int64(s.Entries)), s.Problem)
	}
	return "chain holds to entry " + tableNumber(int64(s.Holds)) + " · head " + shortHash(s.Head)
}

// chosen shows the entry chosen last, and selects what the entries chosen are
// about.
func (l *Log) chosen() {
	r := l.table.At(l.Current())
	if r == nil {
		l.Detail.Set(LogDetail{})
		return
	}
	d := LogDetail{Title: fmt.Sprintf("Entry %s · %s · %s · %s", tableNumber(int64(r.Seq)), r.Verb, r.Time.UTC().Format("2006-01-02 15:04:05 UTC"), r.By),
		Message: graphview.Clean(r.Message), Reason: graphview.Clean(r.Reason), Hash: r.Hash, Previous: r.Previous}
	if r.Undoes != 0 {
		d.Pairs = append(d.Pairs, [2]string{"undoes", "entry " + tableNumber(int64(r.Undoes))})
	}
	for _, name := range slices.Sorted(maps.Keys(r.Details)) {
		d.Pairs = append(d.Pairs, [2]string{name, graphview.Clean(r.Details[name])})
	}
	l.Detail.Set(d)
	if refs := l.subjects(); len(refs) > 0 {
		l.bench.Selection.Set(Select(refs...))
	}
}

// subjects are what the chosen entries are about, as far as they name things.
func (l *Log) subjects() []casefile.Ref {
	var out []casefile.Ref
	for _, r := range l.table.picked() {
		for _, s := range r.Subject {
			if ref, err := casefile.ParseRef(s); err == nil {
				out = append(out, ref)
			}
		}
	}
	return out
}

func (l *Log) items(row int) []MenuItem {
	r := l.table.At(row)
	look := []MenuItem{
		{Text: "Inspect what it is about", Key: "Enter", Off: len(r.Subject) == 0, Do: func() { l.inspect(row) }},
		{Text: "Copy hash", Do: func() { l.bench.Copy(r.Hash); l.bench.Say("Hash copied.", false) }},
	}
	return chain(look, l.copies())
}

// about says what an entry is about: the first thing by its name, and how many
// more there are.
func about(subject []string, files map[uint32]string) string {
	if len(subject) == 0 {
		return ""
	}
	name := subject[0]
	if ref, err := casefile.ParseRef(name); err == nil {
		switch {
		case ref.Kind == casefile.RefSource && files[ref.N] != "":
			name = files[ref.N]
		case ref.Kind == casefile.RefAccount:
			name = ref.ID
		default:
			name = Name(ref)
		}
	}
	if n := len(subject) - 1; n > 0 {
		name += fmt.Sprintf(" and %s more", tableNumber(int64(n)))
	}
	return name
}

func logText(r *LogRow) string {
	parts := []string{r.Verb, r.By, r.Message, r.Reason, r.Hash, fmt.Sprintf("%d", r.Seq), r.About, strings.Join(r.Subject, " ")}
	for _, name := range slices.Sorted(maps.Keys(r.Details)) {
		parts = append(parts, name+" "+r.Details[name])
	}
	if r.Undone {
		parts = append(parts, "undone")
	}
	return strings.Join(parts, "\n")
}

func logColumns(b *Bench) []TableColumn[LogRow] {
	text := func(id, title string, width float32, f func(*LogRow) string) TableColumn[LogRow] {
		return TableColumn[LogRow]{ListColumn: ListColumn{ID: id, Title: title, Width: width}, Order: by(f),
			Cell: func(r *LogRow) ListCell { return faded(r, ListCell{Text: f(r)}) }, Plain: f}
	}
	hash := text("hash", "Hash", 110, func(r *LogRow) string { return r.Hash })
	hash.Mono = true
	hash.Cell = func(r *LogRow) ListCell {
		if r.Beyond {
			return ListCell{Text: shortHash(r.Hash), Token: graphview.Bad}
		}
		return ListCell{Text: shortHash(r.Hash), Token: graphview.Text2}
	}
	at := timeColumn("time", "Time", b, func(r *LogRow) instantOf { return r.Time })
	at.Width = 162
	at.Cell = func(r *LogRow) ListCell {
		return faded(r, ListCell{Text: r.Time.In(b.Zone.Get()).Format("2006-01-02 15:04:05")})
	}
	message := text("message", "What was done", 270, func(r *LogRow) string { return r.Message })
	message.Cell = func(r *LogRow) ListCell {
		if r.Undone {
			return faded(r, ListCell{Text: "undone · " + r.Message})
		}
		return ListCell{Text: r.Message}
	}
	return []TableColumn[LogRow]{
		{ListColumn: ListColumn{ID: "seq", Title: "No.", Width: 48, Number: true}, Down: true, Order: by(func(r *LogRow) uint64 { return r.Seq }),
			Cell: func(r *LogRow) ListCell { return ListCell{Text: tableNumber(int64(r.Seq)), Token: graphview.Text2} }},
		at,
		text("verb", "Act", 96, func(r *LogRow) string { return r.Verb }),
		message,
		text("by", "By", 98, func(r *LogRow) string { return r.By }),
		text("reason", "Reason", 112, func(r *LogRow) string { return r.Reason }),
		text("subject", "About", 118, func(r *LogRow) string { return r.About }),
		hash,
	}
}

// faded sets what was undone apart from what stands.
func faded(r *LogRow, c ListCell) ListCell {
	if r.Undone {
		c.Token = graphview.Text3
	}
	return c
}
