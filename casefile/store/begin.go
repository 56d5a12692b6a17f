package store

import (
	"strconv"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Begin makes the draft of a source and records the act "import.begin". The source
// gets its number; Path, Name, Format, Compression and Originals must be set,
// because they decide what is kept. One import runs at a time: a second one is a
// fault of kind Conflict.
func (f *File) Begin(src casefile.Source) (*Loader, error) {
	if !f.claim() {
		return nil, fault.New(fault.Conflict, "Another import into this case is under way.", "Wait until it ends.", nil)
	}
	l, err := f.begin(src)
	if err != nil {
		f.release()
		return nil, err
	}
	return l, nil
}

// claim makes the caller the one import of the case; false: there is one.
func (f *File) claim() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.loading {
		return false
	}
	f.loading = true
	return true
}

func (f *File) release() {
	f.mu.Lock()
	f.loading = false
	f.mu.Unlock()
}

func (f *File) begin(src casefile.Source) (*Loader, error) {
	if src.Originals == "" {
		src.Originals = "embed"
	}
	if src.Originals != "embed" && src.Originals != byReference {
		return nil, fault.New(fault.Usage, "Originals are kept by embed or reference.", "", nil)
	}
	names, err := f.loadNames()
	if err != nil {
		return nil, err
	}
	lengths, err := f.dictLengths()
	if err != nil {
		return nil, err
	}
	l := f.newLoader(src, names)
	l.src.State = casefile.SourceImporting
	act := casefile.Act{Verb: "import.begin", Message: "An import began.", By: src.By}
	_, err = f.Update(act, func(tx *Tx) error {
		id, err := tx.nextID(bucketSources)
		if err != nil {
			return err
		}
		l.src.ID = id
		if l.src.By == "" {
			l.src.By = f.by
		}
		l.src.Imported = tx.at
		l.record = sourceRecord{Source: l.src, Dictionaries: lengths, Names: len(names.byNumber), Marked: true}
		tx.Describe(func(a *casefile.Act) {
			a.Subject = []string{sourceRef(id)}
			a.Details = map[string]string{"format": src.Format, "format_version": strconv.Itoa(src.FormatVersion),
				"table": src.Table, "originals": l.src.Originals}
			for _, said := range src.Custody.Fields() {
				if said.Value != "" {
					a.Details[said.Key] = said.Value
				}
			}
		})
		return tx.putJSON(bucketSources, key32(id), l.record)
	})
	if err != nil {
		return nil, err
	}
	l.chain = chainStart(l.src.ID)
	return l, nil
}

func (f *File) newLoader(src casefile.Source, names *names) *Loader {
	return &Loader{f: f, src: src, names: names, observed: newGatherer(),
		rejects: pager[storedReject]{bucket: bucketRejects}, defects: pager[casefile.Defect]{bucket: bucketDefects},
		indicators: pager[casefile.Indicator]{bucket: bucketIndicators}}
}

func sourceRef(id uint32) string {
	return casefile.Ref{Kind: casefile.RefSource, N: id}.String()
}
