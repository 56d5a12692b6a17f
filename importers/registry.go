package importers

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Registry is a list of importers. It is a value to be passed along; nothing
// registers itself.
type Registry struct {
	list []Importer // sorted by ID
}

// NewRegistry makes a registry. Two importers of one ID are a mistake in the
// program and panic.
func NewRegistry(list ...Importer) *Registry {
	r := &Registry{list: slices.Clone(list)}
	slices.SortFunc(r.list, func(a, b Importer) int { return cmp.Compare(a.Format().ID, b.Format().ID) })
	for i := 1; i < len(r.list); i++ {
		if id := r.list[i].Format().ID; id == r.list[i-1].Format().ID {
			panic("importers: two importers with the ID " + id)
		}
	}
	return r
}

// All returns the importers sorted by ID.
func (r *Registry) All() []Importer { return slices.Clone(r.list) }

// Formats returns what every importer reads, sorted by ID.
func (r *Registry) Formats() []Format {
	out := make([]Format, len(r.list))
	for i, imp := range r.list {
		out[i] = imp.Format()
	}
	return out
}

// Find returns the importer with that ID, or a fault that names those there are.
func (r *Registry) Find(id string) (Importer, error) {
	ids := make([]string, len(r.list))
	for i, imp := range r.list {
		if ids[i] = imp.Format().ID; ids[i] == id {
			return imp, nil
		}
	}
	return nil, fault.New(fault.Usage, fmt.Sprintf("There is no format %q.", id),
		"The formats are "+strings.Join(ids, ", ")+".", nil)
}

// Candidate is an importer with its opinion of a file.
type Candidate struct {
	Importer Importer
	Format   Format
	Match    Match
}

// Identify asks every importer. The candidates come best first; of equal fits those
// that know the file's meaning come before those that need a mapping, and then the
// IDs decide. The losers are there too and say why.
func (r *Registry) Identify(h Head) []Candidate {
	out := make([]Candidate, len(r.list))
	for i, imp := range r.list {
		out[i] = Candidate{imp, imp.Format(), imp.Sniff(h)}
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Match.Fit, a.Match.Fit), cmp.Compare(needsMapping(a.Importer), needsMapping(b.Importer)))
	})
	return out
}

func needsMapping(imp Importer) int {
	if _, ok := imp.(Mapper); ok {
		return 1
	}
	return 0
}

// Choose returns the best importer, or a *NoMatchError when none fits.
func (r *Registry) Choose(h Head) (Importer, []Candidate, error) { return r.ChooseSaid(h, nil) }

// ChooseSaid is Choose under what a person has said, which may be nil: an importer
// that is a Listener hears it.
func (r *Registry) ChooseSaid(h Head, m *casefile.Mapping) (Importer, []Candidate, error) {
	all := r.Identify(h)
	if m != nil {
		for i := range all {
			if l, ok := all[i].Importer.(Listener); ok {
				all[i].Match = l.SniffSaid(h, m)
			}
		}
		slices.SortStableFunc(all, func(a, b Candidate) int { return cmp.Compare(b.Match.Fit, a.Match.Fit) })
	}
	if len(all) == 0 || all[0].Match.Fit == FitNo {
		return nil, all, noMatch(h, all)
	}
	return all[0].Importer, all, nil
}

// NoMatchError says why each format did not fit. Its cause is a fault of kind
// Unsupported, so that it can be shown as one.
type NoMatchError struct {
	Name       string
	Candidates []Candidate
	Fault      *fault.Error
}

func noMatch(h Head, all []Candidate) *NoMatchError {
	ids := map[string][]string{} // by reason: those who share one stand together
	for _, c := range all {
		ids[c.Match.Why] = append(ids[c.Match.Why], c.Format.ID)
	}
	var why []string
	for reason, list := range ids {
		slices.Sort(list)
		why = append(why, strings.Join(list, ", ")+": "+reason)
	}
	slices.Sort(why)
	return &NoMatchError{Name: h.Name, Candidates: all, Fault: &fault.Error{
		Kind:    fault.Unsupported,
		Message: fmt.Sprintf("No format fits %s (%s).", h.Name, strings.Join(why, "; ")),
		Hint:    "See `workbench formats` for what is read, or name one with --format.",
	}}
}

// Error returns the fault's sentence.
func (e *NoMatchError) Error() string { return e.Fault.Error() }

// Unwrap returns the fault.
func (e *NoMatchError) Unwrap() error { return e.Fault }
