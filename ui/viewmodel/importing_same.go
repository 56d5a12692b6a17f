package viewmodel

import (
	"context"
	"slices"

	"casebench/casework"
)

// alone reports whether a file would be imported if it were the only one.
func (f *ImportFile) alone() bool {
	return !f.Left && !f.Looking && f.Look.Error == nil && f.Look.Twin == 0
}

// copyOf returns an earlier file of the list that holds the same bytes and will be
// imported, or nil.
func (f *ImportFile) copyOf() *ImportFile {
	for _, o := range f.same {
		switch {
		case o == f:
			return nil
		case o.alone():
			return o
		}
	}
	return nil
}

// compare finds files of the list that hold the same bytes: a second copy is not
// imported, and a person should know before. Only files of one size are read.
func (m *Importing) compare() {
	bySize := map[int64][]*ImportFile{}
	for _, f := range m.Files.Get() {
		if f.Looking {
			return // the last look will come back here
		}
		if f.Look.Size > 0 {
			bySize[f.Look.Size] = append(bySize[f.Look.Size], f)
		}
	}
	var groups [][]*ImportFile
	for _, f := range m.Files.Get() {
		if g := bySize[f.Look.Size]; len(g) > 1 && g[0] == f {
			groups = append(groups, g)
		}
	}
	if len(groups) == 0 {
		return
	}
	m.equal.Run(func(ctx context.Context) func() {
		var same [][]*ImportFile
		for _, g := range groups {
			same = append(same, equals(ctx, g)...)
		}
		if ctx.Err() != nil {
			return nil
		}
		return func() {
			for _, g := range same {
				for _, f := range g {
					f.same = g
				}
			}
			m.tell()
		}
	})
}

// equals parts files of one size by their bytes; one that cannot be read is like none.
func equals(ctx context.Context, files []*ImportFile) (groups [][]*ImportFile) {
	for _, f := range files {
		at := slices.IndexFunc(groups, func(g []*ImportFile) bool {
			same, err := casework.SameBytes(ctx, g[0].Path, f.Path)
			return err == nil && same
		})
		if at < 0 {
			groups = append(groups, []*ImportFile{f})
		} else {
			groups[at] = append(groups[at], f)
		}
	}
	return groups
}
