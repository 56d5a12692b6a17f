package parquetfile

import (
	"encoding/json"

	"casebench/internal/fault"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// node is a column, or a group of columns, with all that is needed to write its
// values.
type node struct {
	name     string
	lead     []byte // the name as a JSON key, with its colon
	optional bool
	repeated bool
	list     bool // a group of one repeated group of one field, which is the element
	pairs    bool // a group of one repeated group, which is a pair of a map
	def, rep byte // levels at which the node is there, and repeats
	children []*node
	first    int // leaves below the node: from first, before last
	last     int

	column *parquet.Column // of leaves
	write  func(dst []byte, v *parquet.Value) []byte
}

// plan makes nodes of the file's schema.
func (f *File) plan() error {
	for _, g := range f.file.Metadata().RowGroups {
		for _, c := range g.Columns {
			if c.CryptoMetadata.Value != nil {
				return encrypted()
			}
		}
	}
	root := f.file.Root()
	f.root = &node{}
	if err := f.group(f.root, root, 1); err != nil {
		return err
	}
	for _, g := range f.groups {
		if len(g.ColumnChunks()) != len(f.leaves) {
			return fault.New(fault.Corrupt, "The footer of the Parquet file contradicts itself.", "Get the file again.", nil)
		}
	}
	return nil
}

func (f *File) group(n *node, c *parquet.Column, depth int) error {
	if depth > MaxDepth {
		return tooMuch("nests its columns deeper than %d levels", MaxDepth)
	}
	n.first = len(f.leaves)
	for _, c := range c.Columns() {
		child, err := f.child(n, c, depth)
		if err != nil {
			return err
		}
		n.children = append(n.children, child)
	}
	n.last = len(f.leaves)
	return nil
}

func (f *File) child(parent *node, c *parquet.Column, depth int) (*node, error) {
	key, err := json.Marshal(c.Name())
	if err != nil {
		return nil, err
	}
	n := &node{name: c.Name(), lead: append(key, ':'), optional: c.Optional(), repeated: c.Repeated(), def: parent.def, rep: parent.rep}
	if n.optional || n.repeated {
		n.def++
	}
	if n.repeated {
		n.rep++
	}
	if !c.Leaf() {
		if err := f.group(n, c, depth+1); err != nil {
			return nil, err
		}
		n.list, n.pairs = isList(c, n), isMap(c, n)
		return n, nil
	}
	if len(f.leaves) == MaxColumns {
		return nil, tooMuch("has more than %d columns", MaxColumns)
	}
	n.column, n.first, n.last = c, len(f.leaves), len(f.leaves)+1
	n.write = writerOf(c.Type())
	f.leaves = append(f.leaves, n)
	return n, nil
}

// isList reports whether the group is a LIST whose repeated group only wraps the
// element: the form that the specification of logical types asks for.
func isList(c *parquet.Column, n *node) bool {
	t := c.Type().LogicalType()
	if t == nil || len(n.children) != 1 {
		return false
	}
	if _, ok := t.Value.(*format.ListType); !ok {
		return false
	}
	inner := n.children[0]
	return inner.repeated && len(inner.children) == 1 && inner.name != "array" && inner.name != n.name+"_tuple"
}

// isMap reports whether the group is a MAP of repeated pairs.
func isMap(c *parquet.Column, n *node) bool {
	t := c.Type().LogicalType()
	if t == nil || len(n.children) != 1 {
		return false
	}
	_, ok := t.Value.(*format.MapType)
	return ok && n.children[0].repeated
}
