package casework

import (
	"net/netip"
	"strconv"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
)

func itoa(n int) string { return strconv.Itoa(n) }

// within returns the codes of the addresses that lie in a prefix.
func within(dict *store.Dict, prefix string) []uint32 {
	p, err := netip.ParsePrefix(prefix)
	if err != nil {
		return nil
	}
	var codes []uint32
	for code := 1; code <= dict.Len(); code++ {
		if a, err := netip.ParseAddr(dict.Value(uint32(code))); err == nil && p.Contains(a) {
			codes = append(codes, uint32(code))
		}
	}
	return codes
}

// marks finds what a person tagged, starred or made an exhibit.
func (k *known) marks(field string, match func(string) bool) (query.Marked, error) {
	var targets []casefile.Ref
	err := k.c.file.View(func(tx *store.Tx) error {
		if field == "exhibit" {
			list, err := tx.Exhibits()
			for _, e := range list {
				if !e.Withdrawn && match(strconv.FormatUint(uint64(e.Number), 10)) {
					targets = append(targets, e.Target)
				}
			}
			return err
		}
		list, err := tx.Annotations()
		for _, a := range list {
			hit := field == "starred" && a.Star && match("true")
			for _, t := range a.Tags {
				hit = hit || field == "tag" && match(t)
			}
			if hit && !a.Withdrawn {
				targets = append(targets, a.Target)
			}
		}
		return err
	})
	var m query.Marked
	for _, r := range targets {
		k.mark(r, &m)
	}
	return m, err
}

// mark adds the rows that a Ref stands for. A Ref to something without rows of
// its own adds nothing.
func (k *known) mark(r casefile.Ref, m *query.Marked) {
	switch r.Kind {
	case casefile.RefEvent:
		m.Rows = append(m.Rows, casefile.Origin{Source: r.N, Row: r.Row})
	case casefile.RefSource:
		m.Sources = append(m.Sources, r.N)
	case casefile.RefAccount:
		if code, err := k.c.accountCode(r.ID); err == nil {
			m.Accounts = append(m.Accounts, code)
		}
	case casefile.RefLink:
		if a, b, err := k.c.pair(r.ID, r.Peer); err == nil {
			m.Accounts = append(m.Accounts, a, b)
		}
	}
}
