package store

import (
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// sourceRecord is what stands in `sources`.
type sourceRecord struct {
	Source       casefile.Source `json:"source"`
	Chain        string          `json:"chain,omitempty"` // head of the block chain, hex
	Blocks       uint32          `json:"blocks"`
	Originals    []int64         `json:"originals,omitempty"` // offset of each
	Dictionaries []int           `json:"dictionaries,omitempty"`
	Names        int             `json:"names"`

	// Of a source that a repair could not save whole.
	Gaps       []uint32 `json:"gaps,omitempty"`        // numbers of the blocks that are lost
	LostPieces []uint32 `json:"lost_pieces,omitempty"` // and of the originals

	// Of a draft only.
	Marked   bool  `json:"marked,omitempty"` // its transactions carry a mark
	Progress *mark `json:"progress,omitempty"`
}

func (tx *Tx) sourceRecords() ([]sourceRecord, error) {
	return list[sourceRecord](tx, bucketSources, nil)
}

func (tx *Tx) sourceRecord(id uint32) (sourceRecord, error) {
	return getByID[sourceRecord](tx, bucketSources, "source", id)
}

// Sources returns the sources by number: ready and withdrawn ones. Drafts are not
// sources yet.
func (tx *Tx) Sources() ([]casefile.Source, error) {
	records, err := tx.sourceRecords()
	var out []casefile.Source
	for _, r := range records {
		if r.Source.State != casefile.SourceImporting {
			out = append(out, r.Source)
		}
	}
	return out, err
}

// Source returns one source, or a fault of kind NotFound. A draft is not found.
func (tx *Tx) Source(id uint32) (casefile.Source, error) {
	r, err := tx.sourceRecord(id)
	if err == nil && r.Source.State == casefile.SourceImporting {
		err = missing("source", id)
	}
	if err != nil {
		return casefile.Source{}, err
	}
	return r.Source, nil
}

// PutSource changes what is said of a source: state, custody, marking. The source
// must exist, and its rows stay as they are.
func (tx *Tx) PutSource(s casefile.Source) error {
	r, err := tx.sourceRecord(s.ID)
	if err != nil {
		return err
	}
	if r.Source.State == casefile.SourceImporting || s.State == casefile.SourceImporting {
		return fault.New(fault.Conflict, "A source that is being imported cannot be changed.", "Wait for the import to end.", nil)
	}
	r.Source = s
	return tx.putJSON(bucketSources, key32(s.ID), r)
}

// FindBySum returns the first ready source whose file had the SHA-256 sha (hex).
func (tx *Tx) FindBySum(sha string) (s casefile.Source, ok bool, err error) {
	sources, err := tx.Sources()
	for _, s := range sources {
		if s.State == casefile.SourceReady && s.SHA256 != "" && strings.EqualFold(s.SHA256, sha) {
			return s, true, nil
		}
	}
	return s, false, err
}

// Rejects returns the rows of a source that could not be read, in its order.
func (tx *Tx) Rejects(source uint32) ([]casefile.Reject, error) {
	stored, err := pages[storedReject](tx, bucketRejects, key32(source))
	out := make([]casefile.Reject, len(stored))
	for i := range stored {
		out[i] = stored[i].Reject
	}
	return out, err
}

// Defects returns what was wrong with rows of a source that were kept all the same.
func (tx *Tx) Defects(source uint32) ([]casefile.Defect, error) {
	return pages[casefile.Defect](tx, bucketDefects, key32(source))
}

// Indicators returns the indicators of all ready sources, by source and row.
func (tx *Tx) Indicators() ([]casefile.Indicator, error) {
	sources, err := tx.Sources()
	if err != nil {
		return nil, err
	}
	var out []casefile.Indicator
	for _, s := range sources {
		if s.State != casefile.SourceReady {
			continue
		}
		some, err := pages[casefile.Indicator](tx, bucketIndicators, key32(s.ID))
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return out, nil
}

// Indicator returns all parts of the indicators with that id in ready sources; none
// is a fault of kind NotFound.
func (tx *Tx) Indicator(id string) ([]casefile.Indicator, error) {
	all, err := tx.Indicators()
	if err != nil {
		return nil, err
	}
	var out []casefile.Indicator
	for _, i := range all {
		if i.ID == id {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return nil, fault.New(fault.NotFound, "There is no such indicator in this case.", "", nil)
	}
	return out, nil
}
