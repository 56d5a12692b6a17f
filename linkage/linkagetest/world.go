package linkagetest

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"net/netip"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/linkage"
)

// World is a population in memory. Add rows, then ask for Input.
type World struct {
	Names   []string // by account code; Names[0] is empty
	Events  []linkage.Event
	Shared  []linkage.KnownShared
	Release []linkage.Release
	Permits []linkage.Permission
	Truth   map[string]Label

	dicts  [64]map[string]uint32
	texts  [64][]string
	exists map[uint32]bool
	cells  map[cell]*casefile.Observation
	sorted [64][]casefile.Observation
	lists  *linkage.Lists
	rows   int64
}

// Label is the truth about one account.
type Label struct{ Group, Kind string }

type cell struct {
	kind    casefile.ObservationKind
	value   uint32
	day     int32
	account uint32
}

// NewWorld returns an empty world.
func NewWorld() *World {
	w := &World{Names: []string{""}, Truth: map[string]Label{}, exists: map[uint32]bool{}, cells: map[cell]*casefile.Observation{}}
	for i := range w.dicts {
		w.dicts[i], w.texts[i] = map[string]uint32{}, []string{""}
	}
	return w
}

// Code returns the code of a text in a dictionary, giving it one if it is new.
func (w *World) Code(d casefile.Domain, text string) uint32 {
	if text == "" {
		return 0
	}
	c, ok := w.dicts[d][text]
	if !ok {
		c = uint32(len(w.texts[d]))
		w.dicts[d][text] = c
		w.texts[d] = append(w.texts[d], text)
		if d == casefile.DomainAccount {
			w.Names = append(w.Names, text)
		}
	}
	return c
}

// Account returns the code of an account that exists.
func (w *World) Account(name string) uint32 {
	c := w.Code(casefile.DomainAccount, name)
	w.exists[c] = true
	return c
}

// Observe notes that an account showed a value at a time.
func (w *World) Observe(account uint32, kind casefile.ObservationKind, text string, at int64) {
	if text == "" && kind.Domain() != casefile.DomainNone {
		return
	}
	w.observe(account, kind, w.Code(kind.Domain(), text), at)
}

func (w *World) observe(account uint32, kind casefile.ObservationKind, value uint32, at int64) {
	k := cell{kind, value, 0, account}
	if kind.Daily() {
		k.day = int32(at / int64(24*time.Hour))
	}
	w.rows++
	row := casefile.Origin{Source: 1, Row: w.rows}
	o := w.cells[k]
	if o == nil {
		w.cells[k] = &casefile.Observation{Account: account, Value: value, Day: k.day, Count: 1, First: at, Last: at, FirstRow: row, LastRow: row}
		return
	}
	o.Count++
	if at < o.First {
		o.First, o.FirstRow = at, row
	}
	if at > o.Last {
		o.Last, o.LastRow = at, row
	}
}

// Address notes an address together with its prefix.
func (w *World) Address(account uint32, text string, at int64) {
	a, err := netip.ParseAddr(text)
	if err != nil {
		return
	}
	w.Observe(account, casefile.ObserveAddress, a.String(), at)
	bits := 24
	if a.Is6() {
		bits = 48
	}
	if p, err := a.Prefix(bits); err == nil {
		w.Observe(account, casefile.ObservePrefix, p.String(), at)
	}
}

// Request notes a request: activity and template, and the event itself.
func (w *World) Request(account uint32, at int64, template string) {
	w.observe(account, casefile.ObserveActivity, 0, at)
	w.Observe(account, casefile.ObserveTemplate, template, at)
	w.Events = append(w.Events, linkage.Event{Account: account, At: at, Template: w.Code(casefile.DomainTemplate, template)})
}

// Input returns the world as linkage reads it.
func (w *World) Input() linkage.Input {
	w.sorted = [64][]casefile.Observation{}
	for k, o := range w.cells {
		w.sorted[k.kind] = append(w.sorted[k.kind], *o)
	}
	for k := range w.sorted {
		slices.SortFunc(w.sorted[k], func(a, b casefile.Observation) int {
			return cmp.Or(cmp.Compare(a.Value, b.Value), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Account, b.Account))
		})
	}
	slices.SortStableFunc(w.Events, func(a, b linkage.Event) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Account, b.Account))
	})
	w.lists = linkage.NewLists(w.Shared)
	in := linkage.Input{Observations: w, Values: w, Events: requests(w.Events), Releases: w.Release, Permissions: w.Permits}
	for a := range w.exists {
		in.Accounts = append(in.Accounts, a)
	}
	slices.Sort(in.Accounts)
	return in
}

// Observations implements linkage.Observer.
func (w *World) Observations(_ context.Context, kind casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return func(yield func(casefile.Observation, error) bool) {
		for _, o := range w.sorted[kind] {
			if !yield(o, nil) {
				return
			}
		}
	}
}

// Info implements linkage.Values.
func (w *World) Info(kind casefile.ObservationKind, code uint32) linkage.ValueInfo {
	return linkage.Describe(kind, w.texts[kind.Domain()][code], w.lists)
}

// Text returns the text behind a code.
func (w *World) Text(kind casefile.ObservationKind, code uint32) string {
	return w.texts[kind.Domain()][code]
}

type requests []linkage.Event

// Around implements linkage.Events.
func (r requests) Around(_ context.Context, windows []linkage.Window) ([]linkage.Event, error) {
	var out []linkage.Event
	for _, win := range windows {
		i, _ := slices.BinarySearchFunc(r, win.From, func(e linkage.Event, t int64) int { return cmp.Compare(e.At, t) })
		for ; i < len(r) && r[i].At < win.To; i++ {
			out = append(out, r[i])
		}
	}
	return out, nil
}

func instant(text string) int64 {
	if text == "" {
		return 0
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(fmt.Sprintf("linkagetest: %q is not a time: %v", text, err))
	}
	return t.UnixNano()
}

// row reads one row of a canonical table by the table's own schema.
func (w *World) row(t casefile.Table, get func(string) string) {
	if get("account_id") == "" {
		return
	}
	a := w.Account(get("account_id"))
	var at int64
	schema := casefile.SchemaOf(t)
	if k := schema.Role(casefile.RoleTime); k >= 0 {
		at = instant(get(schema.Columns[k].Name))
	}
	for i := range schema.Columns {
		c := &schema.Columns[i]
		text := strings.TrimSpace(get(c.Name))
		switch {
		case c.Observe == casefile.ObserveNone || c.Name == "template_hash" || text == "":
		case c.Observe == casefile.ObserveSignup:
			w.observe(a, c.Observe, 0, at)
		case c.Observe == casefile.ObserveAddress:
			w.Address(a, text, at)
		default:
			w.Observe(a, c.Observe, text, at)
		}
	}
	if t == casefile.TableRequests {
		w.Request(a, at, get("template_hash"))
	}
}

// Values calls yield for every text of a dictionary.
func (w *World) Values(d casefile.Domain, yield func(code uint32, text string)) {
	for c, text := range w.texts[d] {
		if c > 0 {
			yield(uint32(c), text)
		}
	}
}
