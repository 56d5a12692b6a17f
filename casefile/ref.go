package casefile

import (
	"fmt"
	"strconv"
	"strings"

	"casebench/internal/fault"
)

// RefKind is the kind of thing that a Ref points at.
type RefKind string

// The kinds of Ref.
const (
	RefAccount   RefKind = "account"
	RefEvent     RefKind = "event"
	RefLink      RefKind = "link"
	RefCluster   RefKind = "cluster"
	RefSource    RefKind = "source"
	RefIndicator RefKind = "indicator"
	RefExhibit   RefKind = "exhibit"
	RefFinding   RefKind = "finding"
)

// Ref points at one thing in a case: "account:ID", "event:SOURCE/ROW",
// "link:A,B", "cluster:ID", "source:N", "indicator:ID", "exhibit:N",
// "finding:N", with "@RUN" after it where a run matters. It is comparable.
type Ref struct {
	Kind RefKind
	ID   string // account, first account of a link, cluster, indicator
	Peer string // second account of a link
	N    uint32 // source, exhibit, finding
	Row  int64  // event
	Run  uint32 // 0: no run named
}

// EventRef points at a row of a source.
func EventRef(source uint32, row int64) Ref { return Ref{Kind: RefEvent, N: source, Row: row} }

// AccountRef points at an account by its printed name.
func AccountRef(name string) Ref { return Ref{Kind: RefAccount, ID: name} }

// String prints the Ref; ParseRef reads it back.
func (r Ref) String() string {
	var s string
	switch r.Kind {
	case RefEvent:
		s = fmt.Sprintf("event:%d/%d", r.N, r.Row)
	case RefLink:
		s = "link:" + r.ID + "," + r.Peer
	case RefSource, RefExhibit, RefFinding:
		s = fmt.Sprintf("%s:%d", r.Kind, r.N)
	default:
		s = string(r.Kind) + ":" + r.ID
	}
	if r.Run > 0 {
		s += "@" + strconv.FormatUint(uint64(r.Run), 10)
	}
	return s
}

// MarshalText and UnmarshalText make a Ref a string in JSON.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Ref) UnmarshalText(b []byte) (err error) {
	*r, err = ParseRef(string(b))
	return err
}

// ParseRef reads a Ref. Its error is a fault of kind Invalid that names the forms.
func ParseRef(s string) (Ref, error) {
	kind, rest, ok := strings.Cut(s, ":")
	bad := func() (Ref, error) {
		return Ref{}, fault.New(fault.Invalid, fmt.Sprintf("%q is not a reference.", s),
			"Write account:ID, event:SOURCE/ROW, link:A,B, cluster:ID, source:N, indicator:ID, exhibit:N or finding:N.", nil)
	}
	if !ok || rest == "" {
		return bad()
	}
	r := Ref{Kind: RefKind(kind)}
	// Account and indicator ids may hold an "@": they take no run.
	if r.Kind != RefAccount && r.Kind != RefIndicator {
		if at := strings.LastIndexByte(rest, '@'); at > 0 {
			if n, err := strconv.ParseUint(rest[at+1:], 10, 32); err == nil && n > 0 {
				r.Run, rest = uint32(n), rest[:at]
			}
		}
	}
	switch r.Kind {
	case RefAccount, RefIndicator, RefCluster:
		r.ID = rest
	case RefLink:
		a, b, ok := strings.Cut(rest, ",")
		if !ok || a == "" || b == "" {
			return bad()
		}
		r.ID, r.Peer = a, b
	case RefSource, RefExhibit, RefFinding:
		n, err := strconv.ParseUint(rest, 10, 32)
		if err != nil || n == 0 {
			return bad()
		}
		r.N = uint32(n)
	case RefEvent:
		src, row, ok := strings.Cut(rest, "/")
		n, err := strconv.ParseUint(src, 10, 32)
		m, err2 := strconv.ParseInt(row, 10, 64)
		if !ok || err != nil || err2 != nil || n == 0 || m <= 0 {
			return bad()
		}
		r.N, r.Row = uint32(n), m
	default:
		return bad()
	}
	return r, nil
}
