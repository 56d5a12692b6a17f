package viewmodel

import "slices"

// Worn returns what a saved view keeps of the table: the order, and the columns where
// a person or a view chose them.
func (e *Events) Worn() (sort string, desc bool, columns []string) {
	if e.worn != nil || len(e.keep.Shown) > 0 {
		for _, c := range e.columns {
			columns = append(columns, c.ID)
		}
	}
	return e.sorted, e.desc, columns
}

// Wear gives the table an order and columns for now: nil are those that the case keeps.
func (e *Events) Wear(sort string, desc bool, columns []string) {
	moved := e.sorted != sort || e.desc != desc
	e.sorted, e.desc, e.worn = sort, desc, slices.Clone(columns)
	e.arrange(e.tables, e.fields)
	if moved {
		e.want()
	}
	e.redraw()
}

// wearing reports whether a column is shown by what the table wears, and whether it
// wears anything.
func (e *Events) wearing(id string) (shown, wears bool) {
	return slices.Contains(e.worn, id), e.worn != nil
}

// takeOff goes back to the columns that the case keeps.
func (e *Events) takeOff() {
	e.worn = nil
	e.arrange(e.tables, e.fields)
	e.redraw()
}
