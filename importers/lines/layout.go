package lines

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"casebench/importers/canon"
)

// Visitor is the value that a Row has beside those of its Layout: the user that the
// line names or a stand-in.
const Visitor = "visitor"

// Layout names the values of a line. It is not changed once a Row has begun with it.
type Layout struct {
	Names []string
	// Where the user, the address and the agent stand among the names, or -1.
	User, Address, Agent int
}

// NewLayout makes a layout. The last three are names or "".
func NewLayout(names []string, user, address, agent string) *Layout {
	at := func(name string) int {
		if name == "" {
			return -1
		}
		return slices.Index(names, name)
	}
	return &Layout{Names: names, User: at(user), Address: at(address), Agent: at(agent)}
}

// visited reports whether rows of the layout can have a visitor.
func (l *Layout) visited() bool { return l.User >= 0 || l.Address >= 0 }

// Row is the values of one line. It belongs to one goroutine; the values are good
// until its next Begin.
type Row struct {
	Layout *Layout
	Values [][]byte // by name; nil for none
	arena  []byte
}

// Begin empties the row and gives it a layout.
func (r *Row) Begin(l *Layout) {
	r.Layout, r.arena = l, r.arena[:0]
	if cap(r.Values) < len(l.Names) {
		r.Values = make([][]byte, len(l.Names))
		return
	}
	r.Values = r.Values[:len(l.Names)]
	clear(r.Values)
}

// Keep copies a value that the parser has made, so that it is good as long as the
// row's others.
func (r *Row) Keep(v []byte) []byte {
	start := len(r.arena)
	r.arena = append(r.arena, v...)
	return r.arena[start:len(r.arena):len(r.arena)]
}

// value returns the value at a place of the layout, which may be -1.
func (r *Row) value(at int) []byte {
	if at < 0 {
		return nil
	}
	return r.Values[at]
}

// visitors makes stand-ins and remembers them.
type visitors struct {
	prefix string
	known  map[string][]byte
	key    []byte
}

const (
	// maxVisitors is how many stand-ins are remembered at a time.
	maxVisitors = 1 << 16
	// maxVisitorKey is how long an address with its agent may be to be remembered.
	maxVisitorKey = 1 << 10
)

// of returns who made the request of a row, and whether that is a stand-in; nil if
// the row holds nothing to tell visitors by.
func (vs *visitors) of(r *Row) (name []byte, standIn bool) {
	if user := r.value(r.Layout.User); len(user) > 0 {
		return user, false
	}
	address := r.value(r.Layout.Address)
	if len(address) == 0 {
		return nil, false
	}
	vs.key = append(append(append(vs.key[:0], address...), 0), r.value(r.Layout.Agent)...)
	if name, ok := vs.known[string(vs.key)]; ok {
		return name, true
	}
	if len(vs.known) >= maxVisitors || vs.known == nil {
		vs.known = map[string][]byte{}
	}
	name = []byte(StandIn(vs.prefix, address, r.value(r.Layout.Agent)))
	if len(vs.key) <= maxVisitorKey {
		vs.known[string(vs.key)] = name
	}
	return name, true
}

// StandIn is the made-up account of an address, and of an agent if there is one.
func StandIn(prefix string, address, agent []byte) string {
	text, _, ok := canon.Address(string(address))
	if !ok {
		text = string(address)
	}
	sum := sha256.Sum256(append(append([]byte(text), 0), agent...))
	return prefix + hex.EncodeToString(sum[:8])
}
