package viewmodel

import (
	"slices"

	"casebench/casefile"
)

// Selection is what is selected, everywhere at once: accounts, a link, a cluster,
// an event, an indicator, a source, an exhibit. It is a value; its slice is never
// changed in place.
type Selection struct {
	Refs []casefile.Ref // in the order in which they were selected, each once
}

// Select returns the selection of these things.
func Select(refs ...casefile.Ref) Selection {
	s := Selection{}
	seen := make(map[casefile.Ref]bool, len(refs)) // a table selects tens of thousands at once
	for _, r := range refs {
		if !seen[r] {
			seen[r] = true
			s.Refs = append(s.Refs, r)
		}
	}
	return s
}

// Empty reports whether nothing is selected.
func (s Selection) Empty() bool { return len(s.Refs) == 0 }

// Has reports whether r is selected.
func (s Selection) Has(r casefile.Ref) bool { return slices.Contains(s.Refs, r) }

// Lead is what was selected last, which the inspector shows; the zero Ref when
// nothing is.
func (s Selection) Lead() casefile.Ref {
	if len(s.Refs) == 0 {
		return casefile.Ref{}
	}
	return s.Refs[len(s.Refs)-1]
}

// Toggle returns the selection with r added, or taken out if it was in.
func (s Selection) Toggle(r casefile.Ref) Selection {
	if i := slices.Index(s.Refs, r); i >= 0 {
		return Selection{slices.Delete(slices.Clone(s.Refs), i, i+1)}
	}
	return Selection{append(slices.Clip(s.Refs), r)}
}

// With returns the selection with these added; what was in already moves to the
// end.
func (s Selection) With(refs ...casefile.Ref) Selection {
	return Select(slices.Concat(slices.DeleteFunc(slices.Clone(s.Refs), func(r casefile.Ref) bool { return slices.Contains(refs, r) }), refs)...)
}

// Of returns the selected things of one kind.
func (s Selection) Of(kind casefile.RefKind) []casefile.Ref {
	var out []casefile.Ref
	for _, r := range s.Refs {
		if r.Kind == kind {
			out = append(out, r)
		}
	}
	return out
}

// Accounts returns the names of the accounts that the selection is about: those
// selected, and the two ends of selected links.
func (s Selection) Accounts() []string {
	var out []string
	add := func(name string) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	for _, r := range s.Refs {
		switch r.Kind {
		case casefile.RefAccount:
			add(r.ID)
		case casefile.RefLink:
			add(r.ID)
			add(r.Peer)
		}
	}
	return out
}

// Equal reports whether two selections hold the same things in the same order.
func (s Selection) Equal(o Selection) bool { return slices.Equal(s.Refs, o.Refs) }
