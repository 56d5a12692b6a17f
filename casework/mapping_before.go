package casework

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/fault"
)

// fitsBefore decides how the mappings of earlier sources bear on a file of which nobody
// has said how it is to be read. When all columns that the newest mapping of the same
// format reads are there, the file is read by it too: what was said once of a column,
// its unit and its zone among it, holds for the next export. When only some are there,
// the file is read as if there were none before, and the sentence says what is lacking,
// because an export that changed its columns may have changed more.
func (c *Casework) fitsBefore(op *opened) error {
	mapper, ok := op.importer.(importers.Mapper)
	if !ok || op.mapping != nil {
		return nil
	}
	prop, err := mapper.Propose(op.head, nil)
	if err != nil || prop.Canonical {
		return nil // what is wrong with the file is said when it is opened
	}
	here := map[string]bool{}
	for _, col := range prop.Columns {
		here[strings.ToLower(strings.TrimSpace(col.Column))] = true
	}
	list, err := c.sources()
	if err != nil {
		return err
	}
	for _, s := range slices.Backward(list) {
		if s.State != casefile.SourceReady || s.Format != op.importer.Format().ID || s.Mapping == nil || len(s.Mapping.Columns) == 0 {
			continue
		}
		var lacking []string
		for column := range s.Mapping.Columns {
			if !here[strings.ToLower(strings.TrimSpace(column))] {
				lacking = append(lacking, column)
			}
		}
		slices.Sort(lacking)
		switch n := len(s.Mapping.Columns); {
		case len(lacking) == 0 && (s.Mapping.Table == prop.Mapping.Table || !prop.Fits):
			if m := *s.Mapping; !same(&m, &prop.Mapping) {
				op.mapping = &m
				op.said = fmt.Sprintf("It was read by the mapping of source %d, whose columns it has.", s.ID)
			}
			return nil
		case len(lacking) == 0, 2*len(lacking) > n:
			continue // another kind of file
		default:
			op.said = fmt.Sprintf("The mapping of source %d no longer fits: of its %d columns this file lacks %s.", s.ID, n, strings.Join(lacking, ", "))
			return nil
		}
	}
	return nil
}

// explained adds to a failure what is known of earlier mappings, since that may be why.
func (op *opened) explained(err error) error {
	var f *fault.Error
	if op.said == "" || !errors.As(err, &f) {
		return err
	}
	return fault.New(f.Kind, f.Message, strings.TrimSpace(op.said+" "+f.Hint), f.Err)
}

// same reports whether two mappings read a file alike.
func same(a, b *casefile.Mapping) bool {
	return a.Table == b.Table && a.TimeUnit == b.TimeUnit && a.Zone == b.Zone && a.Layout == b.Layout && a.Inside == b.Inside &&
		a.Year == b.Year && maps.Equal(a.Columns, b.Columns)
}
