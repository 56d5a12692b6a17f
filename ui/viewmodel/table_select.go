package viewmodel

import "casebench/casefile"

// Pick selects row i as a click with these keys held does: alone, with Shift all
// from the row picked last, with Ctrl in addition or no longer.
func (t *Table[T]) Pick(i int, shift, ctrl bool) {
	r := t.At(i)
	if r == nil {
		return
	}
	key := t.key(r)
	from, anchored := t.places[t.anchor]
	switch {
	case shift && anchored:
		list := make([]casefile.Ref, 0, max(i-from, from-i)+1)
		for from != i {
			list = append(list, t.key(t.At(from)))
			if from < i {
				from++
			} else {
				from--
			}
		}
		t.selection.Set(Select(append(list, key)...))
		return // the anchor stays
	case ctrl:
		t.anchor = key
		t.selection.Set(t.selection.Get().Toggle(key))
		return
	}
	t.anchor = key
	t.selection.Set(Select(key))
}

// PickAll selects all rows that are shown.
func (t *Table[T]) PickAll() {
	list := make([]casefile.Ref, t.Len())
	for i := range list {
		list[i] = t.key(t.At(i))
	}
	t.selection.Set(Select(list...))
}

// mark takes over what is selected now. It does not change the selection.
func (t *Table[T]) mark(s Selection) {
	clear(t.chosen)
	for _, r := range s.Refs {
		t.chosen[r] = true
	}
}

// Selected reports whether row i is selected.
func (t *Table[T]) Selected(i int) bool {
	r := t.At(i)
	return r != nil && t.chosen[t.key(r)]
}

// Current returns the row of what was selected last, or -1 when it is not shown.
func (t *Table[T]) Current() int {
	if i, ok := t.places[t.selection.Get().Lead()]; ok {
		return i
	}
	return -1
}

// picked returns the rows that are selected and shown, in their order.
func (t *Table[T]) picked() []*T {
	var out []*T
	for i := range t.shown {
		if t.Selected(i) {
			out = append(out, t.At(i))
		}
	}
	return out
}
