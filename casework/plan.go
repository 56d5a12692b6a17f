package casework

import (
	"context"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/all"
)

// ImportPlan is what an import would do.
type ImportPlan struct {
	Files []PlannedFile `json:"files"`
}

// PlannedFile is one file of a plan.
type PlannedFile struct {
	Path    string             `json:"path"`
	Format  string             `json:"format,omitempty"`
	Why     string             `json:"why,omitempty"`
	Table   string             `json:"table,omitempty"`
	Mapping *casefile.Mapping  `json:"mapping,omitempty"` // nil when the file needs none
	Columns []PlannedColumn    `json:"columns,omitempty"`
	Missing []string           `json:"missing,omitempty"`
	Assumed []string           `json:"assumed,omitempty"`
	Preview *importers.Preview `json:"preview,omitempty"`
	Error   *Failure           `json:"error,omitempty"`
}

// PlannedColumn says where a column of the file would go, and why.
type PlannedColumn struct {
	From string `json:"from"`
	To   string `json:"to"`
	Why  string `json:"why"`
}

// previewRows is how many rows a plan shows.
const previewRows = 20

// PlanImport says what Import would do, and changes nothing.
func PlanImport(ctx context.Context, o ImportOptions) (ImportPlan, error) {
	files, err := expand(o.Paths)
	if err != nil {
		return ImportPlan{}, err
	}
	reg := all.Registry()
	var plan ImportPlan
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return plan, err
		}
		err := eachUnit(ctx, f, o, func(u *unit) error {
			if !u.left {
				plan.Files = append(plan.Files, planUnit(u, o, reg))
			}
			return ctx.Err()
		})
		if err != nil {
			return plan, err
		}
	}
	return plan, nil
}

func planUnit(u *unit, o ImportOptions, reg *importers.Registry) PlannedFile {
	pf := PlannedFile{Path: u.path}
	op, err := u.open(o, reg)
	if err != nil {
		pf.Error = failureOf(err)
		return pf
	}
	pf.Format, pf.Why = op.importer.Format().ID, op.why
	reading, err := op.importer.Open(op.head, op.mapping)
	if err != nil {
		pf.Error = failureOf(err)
		return pf
	}
	about := reading.About()
	pf.Table, pf.Assumed = about.Table, about.Assumed
	if m, ok := op.importer.(importers.Mapper); ok {
		if prop, err := m.Propose(op.head, op.mapping); err == nil {
			pf.Missing = prop.Missing
			for _, c := range prop.Columns {
				to := c.To
				if to == "" {
					to = "extra field"
				}
				pf.Columns = append(pf.Columns, PlannedColumn{c.Column, to, c.Why})
			}
			pf.Mapping = &prop.Mapping
		}
	}
	if pv, ok := op.importer.(importers.Previewer); ok {
		if shown, err := pv.Preview(op.head, previewRows); err == nil {
			pf.Preview = &shown
		}
	}
	return pf
}
