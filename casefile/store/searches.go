package store

import (
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Searches returns the search history by number. A case of version 1 has none.
func (tx *Tx) Searches() ([]casefile.Search, error) {
	if tx.b.Bucket([]byte(bucketSearches)) == nil {
		return nil, nil
	}
	return list[casefile.Search](tx, bucketSearches, nil)
}

// SearchHistory is the search history within one change of it.
type SearchHistory struct{ tx *Tx }

// EditSearches changes the search history in one transaction: all that fn puts and
// forgets, or nothing. Like SaveSetting it writes no act, because what a person looked
// for changes nothing that the case says; a search that matters is kept as a view,
// which is an act.
func (f *File) EditSearches(fn func(*SearchHistory) error) error {
	return f.write(func(b *bolt.Tx) error {
		if b.Bucket([]byte(bucketSearches)) == nil {
			return errors.New("this case has no search history yet")
		}
		return fn(&SearchHistory{&Tx{f: f, b: b}})
	})
}

// Put writes a search and returns its number. A number of 0 asks for the next one; any
// other must exist. Numbers are never used twice.
func (h *SearchHistory) Put(s casefile.Search) (uint32, error) {
	if s.Parent != 0 && h.tx.b.Bucket([]byte(bucketSearches)).Get(key32(s.Parent)) == nil {
		return 0, missing("search", s.Parent)
	}
	return putByID(h.tx, bucketSearches, "search", &s, &s.ID)
}

// Forget takes a search out of the history.
func (h *SearchHistory) Forget(id uint32) error {
	b := h.tx.b.Bucket([]byte(bucketSearches))
	if b.Get(key32(id)) == nil {
		return missing("search", id)
	}
	if err := b.Delete(key32(id)); err != nil {
		return fmt.Errorf("forget search %d: %w", id, err)
	}
	return nil
}

// forgetSearches empties the search history and says how many searches it held: what
// people looked for names what was purged, and nobody can tell which of them do.
func (tx *Tx) forgetSearches() (int, error) {
	n := tx.b.Bucket([]byte(bucketSearches)).Stats().KeyN
	return n, tx.deleteFrom(bucketSearches, nil, nil)
}

// SavedViews returns the saved views by number, withdrawn ones included. A case of
// version 1 has none.
func (tx *Tx) SavedViews() ([]casefile.SavedView, error) {
	if tx.b.Bucket([]byte(bucketViews)) == nil {
		return nil, nil
	}
	return list[casefile.SavedView](tx, bucketViews, nil)
}

// SavedView returns one saved view, or a fault of kind NotFound.
func (tx *Tx) SavedView(id uint32) (casefile.SavedView, error) {
	return getByID[casefile.SavedView](tx, bucketViews, "view", id)
}

// PutSavedView writes a view and returns its number. A number of 0 asks for the next
// one; any other must exist. A view that is not withdrawn has a name, and no other such
// view has it.
func (tx *Tx) PutSavedView(v casefile.SavedView) (uint32, error) {
	if v.Name == "" {
		return 0, fault.New(fault.Usage, "A view needs a name.", "", nil)
	}
	if !v.Withdrawn {
		all, err := tx.SavedViews()
		if err != nil {
			return 0, err
		}
		for i := range all {
			if o := &all[i]; o.Name == v.Name && o.ID != v.ID && !o.Withdrawn {
				return 0, fault.New(fault.Conflict, "There is a view of that name already.", "Choose another name, or rename the other view.", nil)
			}
		}
	}
	return putByID(tx, bucketViews, "view", &v, &v.ID)
}
