package store

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"casebench/internal/fault"
)

// names numbers the extra columns of a case. It belongs to whoever loaded it.
type names struct {
	byNumber []string
	byName   map[string]uint16
	saved    int
}

// loadNames reads the names of all extra columns.
func (f *File) loadNames() (*names, error) {
	n := &names{byName: map[string]uint16{}}
	err := f.view(func(b *bolt.Tx) error {
		tx := &Tx{f: f, b: b}
		return tx.each(bucketNames, nil, func(k, v []byte) error {
			body, err := f.codec.unwrap(bucketNames, k, v)
			if err != nil {
				return err
			}
			if int(binary.BigEndian.Uint16(k)) != len(n.byNumber) {
				return corrupt(bucketNames, k, fmt.Errorf("%d was expected", len(n.byNumber)))
			}
			n.byName[string(body)] = uint16(len(n.byNumber))
			n.byNumber = append(n.byNumber, string(body))
			return nil
		})
	})
	n.saved = len(n.byNumber)
	return n, err
}

// number returns the number of a name and makes one for a new name.
func (n *names) number(name string) (uint16, error) {
	if k, ok := n.byName[name]; ok {
		return k, nil
	}
	if len(n.byNumber) >= maxNames {
		return 0, fault.New(fault.Invalid,
			fmt.Sprintf("The case would have more than %d different columns that are not mapped.", maxNames),
			"Map the file's columns, or import it in another format: names of columns seem to hold values.", nil)
	}
	k := uint16(len(n.byNumber))
	n.byName[name] = k
	n.byNumber = append(n.byNumber, name)
	return k, nil
}

// growth returns what is new since the last call as values to put.
func (n *names) growth(c *codec) []entry {
	var out []entry
	for ; n.saved < len(n.byNumber); n.saved++ {
		key := key16(uint16(n.saved))
		out = append(out, entry{bucketNames, key, c.wrap(bucketNames, key, []byte(n.byNumber[n.saved]), false)})
	}
	return out
}
