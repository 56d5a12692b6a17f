package viewmodel

import "time"

// Idle says when nobody has done anything for so long that an open case is to be
// locked. Its clock is that of the wall: a machine that slept has been idle.
type Idle struct {
	now  func() time.Time
	last time.Time
	seen any
}

// NewIdle begins to watch now.
func NewIdle(now func() time.Time) *Idle {
	i := &Idle{now: now}
	i.Stir()
	return i
}

// Stir says that a person did something.
func (i *Idle) Stir() { i.last = i.now().Round(0) }

// See takes a look at what a person would change by doing something; when it is not
// what was seen before, somebody did something. It must be comparable.
func (i *Idle) See(what any) {
	if what != i.seen {
		i.seen = what
		i.Stir()
	}
}

// Due reports whether nobody has done anything for so long. After zero never is. A
// clock that was set back begins anew.
func (i *Idle) Due(after time.Duration) bool {
	gone := i.now().Round(0).Sub(i.last)
	if gone < 0 {
		i.Stir()
		return false
	}
	return after > 0 && gone >= after
}

// LockChoices are the minutes after which an idle case is locked; 0 is never.
func LockChoices() []int { return []int{5, 15, 30, 0} }
