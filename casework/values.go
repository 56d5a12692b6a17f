package casework

import (
	"context"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/linkage"
)

// valueReader describes values from their text, for linkage, which sees none.
type valueReader struct {
	lists *linkage.Lists
	dicts map[casefile.Domain]*store.Dict
}

// values returns a reader over the case's dictionaries and its list of values
// that honest accounts are known to share.
func (c *Casework) values(ctx context.Context) (*valueReader, error) {
	var rows []linkage.KnownShared
	err := c.eachRow(ctx, casefile.TableKnownShared, []string{"type", "value", "reason"}, func(r *row) error {
		rows = append(rows, linkage.KnownShared{Type: r.text(0), Value: r.text(1), Reason: r.text(2)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	v := &valueReader{lists: linkage.NewLists(rows), dicts: map[casefile.Domain]*store.Dict{}}
	for _, k := range linkage.Kinds() {
		d := k.Domain()
		if d == casefile.DomainNone || v.dicts[d] != nil {
			continue
		}
		if v.dicts[d], err = c.file.Dict(d); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// text returns the text of a value, "" for kinds without values.
func (v *valueReader) text(kind casefile.ObservationKind, code uint32) string {
	d := v.dicts[kind.Domain()]
	if d == nil || code == 0 {
		return ""
	}
	return d.Value(code)
}

// Info implements linkage.Values.
func (v *valueReader) Info(kind casefile.ObservationKind, code uint32) linkage.ValueInfo {
	return linkage.Describe(kind, v.text(kind, code), v.lists)
}
