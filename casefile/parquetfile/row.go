package parquetfile

import (
	"errors"

	"github.com/parquet-go/parquet-go"
)

// assembler writes rows out of the values of their columns: the record assembly of
// Melnik et al., Dremel (VLDB 2010), straight to text.
type assembler struct {
	root    *node
	windows []window // by leaf: the values of the part of the row that is being written
	err     error
	limit   int // of len(dst) for the row under way
}

// window is a stretch of a column's values.
type window struct{ values []parquet.Value }

var errRagged = errors.New("the columns of a list have different lengths")

// row appends the row that the windows show, and a line feed.
func (a *assembler) row(dst []byte) ([]byte, error) {
	a.limit = len(dst) + MaxLine
	dst = append(a.object(dst, a.root), '\n')
	if a.err == nil && len(dst) > a.limit {
		a.err = tooLong()
	}
	return dst, a.err
}

func tooLong() error { return tooMuch("holds a row that is longer than %d MiB", MaxLine>>20) }

func (a *assembler) object(dst []byte, n *node) []byte {
	dst = append(dst, '{')
	start := len(dst)
	for _, c := range n.children {
		before := len(dst)
		if before > start {
			dst = append(dst, ',')
		}
		dst = append(dst, c.lead...)
		var there bool
		if dst, there = a.value(dst, c); !there {
			dst = dst[:before]
		}
	}
	return append(dst, '}')
}

// value appends what stands under the node's name, and whether anything does.
func (a *assembler) value(dst []byte, n *node) ([]byte, bool) {
	switch {
	case n.repeated:
		return a.array(dst, n, n), true
	case n.column != nil:
		v := &a.windows[n.first].values[0]
		if v.IsNull() {
			return dst, false
		}
		return n.write(dst, v), true
	case n.optional && !a.present(n):
		return dst, false
	case n.list:
		return a.array(dst, n.children[0], n.children[0].children[0]), true
	case n.pairs:
		return a.array(dst, n.children[0], n.children[0]), true
	}
	return a.object(dst, n), true
}

// present reports whether the values reach the level at which the node is there.
func (a *assembler) present(n *node) bool {
	return n.first == n.last || a.windows[n.first].values[0].DefinitionLevel() >= int(n.def)
}

// array appends the elements of a repeated node: the node itself, or the one field
// of its group.
func (a *assembler) array(dst []byte, n, element *node) []byte {
	dst = append(dst, '[')
	if n.first == n.last || !a.present(n) {
		return append(dst, ']')
	}
	whole := append([]window(nil), a.windows[n.first:n.last]...)
	rest := append([]window(nil), whole...)
	for a.err == nil {
		for i := range rest {
			values := rest[i].values
			end := 1
			for end < len(values) && values[end].RepetitionLevel() > int(n.rep) {
				end++
			}
			a.windows[n.first+i].values = values[:end]
			rest[i].values = values[end:]
		}
		dst = a.element(dst, n, element)
		if len(dst) > a.limit {
			a.err = tooLong()
			break
		}
		left := len(rest[0].values) > 0
		for i := range rest {
			if (len(rest[i].values) > 0) != left {
				a.err = errRagged
			}
		}
		if !left {
			break
		}
		dst = append(dst, ',')
	}
	copy(a.windows[n.first:n.last], whole)
	return append(dst, ']')
}

func (a *assembler) element(dst []byte, n, element *node) []byte {
	switch {
	case element != n:
		var there bool
		if dst, there = a.value(dst, element); !there {
			dst = append(dst, "null"...)
		}
		return dst
	case n.column == nil:
		return a.object(dst, n)
	}
	return n.write(dst, &a.windows[n.first].values[0])
}
