package casework

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/packing"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Draft is an import that was cut off, with how far it came.
type Draft struct {
	store.Draft
	Percent int `json:"percent"` // of the file that is in the case; -1 when that is not known
}

// Sentence says what was cut off, and how far it was.
func (d *Draft) Sentence() string {
	if d.Percent >= 0 {
		return fmt.Sprintf("The import of %s was cut off at %d %%.", d.Name, d.Percent)
	}
	return fmt.Sprintf("The import of %s was cut off after %d rows.", d.Name, d.StoredRow)
}

// Drafts lists the imports that were cut off. While one is under way there are none.
func (c *Casework) Drafts() ([]Draft, error) {
	list, err := c.file.Drafts()
	out := make([]Draft, len(list))
	for i, d := range list {
		out[i] = Draft{Draft: d, Percent: -1}
		if d.StoredOf > 0 {
			out[i].Percent = int(min(99, d.Stored*100/d.StoredOf)) // its end is missing in any case
		}
	}
	return out, err
}

// DropDraft removes an import that was cut off. The act is recorded.
func (c *Casework) DropDraft(ctx context.Context, id uint32) error {
	if err := c.file.DropDraft(ctx, id, "dropped by the person"); err != nil {
		return err
	}
	c.changed(TopicSources)
	return nil
}

// resumeDrafts goes on with every import that was cut off, as Import goes on with
// files. Paths say where the files are now, by their base name, when they moved.
func (c *Casework) resumeDrafts(ctx context.Context, o ImportOptions, p progress.Reporter) (ImportResult, error) {
	began := time.Now()
	drafts, err := c.Drafts()
	if err != nil {
		return ImportResult{}, err
	}
	if len(drafts) == 0 {
		return ImportResult{}, fault.New(fault.NotFound, "No import was cut off in this case.", "Name the files to import.", nil)
	}
	var files []file
	if len(o.Paths) > 0 {
		if files, err = expand(o.Paths); err != nil {
			return ImportResult{}, err
		}
	}
	var r round
	for i := range drafts {
		d := &drafts[i]
		f, ok := d.where(files, len(drafts) == 1)
		if !ok {
			continue // others were named
		}
		src, err := c.resumeDraft(ctx, d, f, p)
		if ctx.Err() != nil {
			return r.ended(began), ctx.Err()
		}
		if err != nil {
			src = casefile.Source{Path: f.named(), Name: d.Name, Within: d.Within}
		}
		r.add(src, err)
	}
	switch of := len(r.result.Sources); {
	case of == 0:
		return r.ended(began), fault.New(fault.NotFound, "None of these files is one whose import was cut off.", "See `workbench drafts`.", nil)
	case of == 1 && r.failed == 1:
		return ImportResult{}, r.first
	default:
		return r.ended(began), r.failure(fmt.Sprintf("%d of %d imports did not go on.", r.failed, of))
	}
}

// where returns the file to go on with: where it was, or where one of the files that
// were named is, by its base name or its archive's. A single one needs no name when
// there is but one draft.
func (d *Draft) where(files []file, single bool) (file, bool) {
	f := file{path: d.Path}
	name := d.Name
	if len(d.Within) > 0 {
		name = d.Within[0].Name
		before, member, _ := strings.Cut(filepath.ToSlash(d.Path), "/"+name+"/")
		f = file{path: filepath.FromSlash(before + "/" + name), member: member}
	}
	if len(files) == 0 {
		return f, true
	}
	at := slices.IndexFunc(files, func(f file) bool { return filepath.Base(f.path) == name })
	if at < 0 && (len(files) > 1 || !single) {
		return f, false
	}
	f.path = files[max(at, 0)].path
	return f, true
}

// resumeDraft reads a file again and goes on where its draft ends. On failure and
// on cancel the draft stays.
func (c *Casework) resumeDraft(ctx context.Context, d *Draft, f file, p progress.Reporter) (src casefile.Source, err error) {
	o := ImportOptions{Format: d.Format, Mapping: d.Mapping, Originals: d.Originals, Encoding: cmp.Or(packing.Text(d.Compression), "utf-8")}
	failed := eachUnit(ctx, f, o, func(u *unit) error {
		src, err = c.resumeUnit(ctx, d, u, o, p)
		return nil
	})
	return src, errors.Join(err, failed)
}

func (c *Casework) resumeUnit(ctx context.Context, d *Draft, u *unit, o ImportOptions, p progress.Reporter) (casefile.Source, error) {
	op, err := u.open(o, c.registry)
	if fault.KindOf(err) == fault.NotFound {
		return casefile.Source{}, fault.New(fault.NotFound, d.Sentence()+" The file is no longer at "+u.path+".",
			"Say where it is: `workbench import CASE FILE --resume`, or drop the draft with `workbench drafts CASE --drop "+fmt.Sprint(d.ID)+"`.", err)
	}
	if err != nil {
		return casefile.Source{}, err
	}
	if v := op.importer.Format().Version; v != d.FormatVersion || op.head.Compression != d.Compression {
		return casefile.Source{}, fault.New(fault.Conflict, "This import cannot go on: the file would be read in another way now.",
			"Drop the draft with `workbench drafts CASE --drop "+fmt.Sprint(d.ID)+"`, and import the file again.", nil)
	}
	loader, err := c.file.Resume(ctx, d.ID)
	if err != nil {
		return casefile.Source{}, err
	}
	return c.load(ctx, op, loader, p, func(string, error) error { return loader.Leave() })
}
