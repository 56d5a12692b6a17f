package casefile

import (
	"fmt"
	"strings"
	"time"
)

// SourceState is where a source stands in its life.
type SourceState string

// The states of a source.
const (
	SourceImporting SourceState = "importing" // a draft: nothing reads it
	SourceReady     SourceState = "ready"
	SourceWithdrawn SourceState = "withdrawn" // kept, and left out of everything
	SourcePurging   SourceState = "purging"   // on its way out: nothing reads it, and only purge can go on
	SourcePurged    SourceState = "purged"    // its content is gone; number, digests and counts stay
)

// Source is one imported file.
type Source struct {
	ID            uint32           `json:"id"`
	Path          string           `json:"path"` // as it was named; base name only in packages
	Name          string           `json:"name"` // base name
	Format        string           `json:"format"`
	FormatVersion int              `json:"format_version"`
	Table         string           `json:"table"`
	Compression   string           `json:"compression,omitempty"` // layers, as package packing names them; "parquet": the rows came as lines of JSON
	SHA256        string           `json:"sha256"`                // of the file's bytes as received
	Bytes         int64            `json:"bytes"`                 // of the file as received
	DecodedBytes  int64            `json:"decoded_bytes"`
	Rows          int64            `json:"rows"`
	Accepted      int64            `json:"accepted"`
	Rejected      int64            `json:"rejected"`
	Skipped       int64            `json:"skipped"`
	Lost          int64            `json:"lost,omitempty"`           // rows that a repair could not save
	LostBytes     int64            `json:"lost_bytes,omitempty"`     // of the kept original, likewise
	Duplicates    int64            `json:"duplicates"`               // accepted rows that an earlier source holds too
	DuplicateRows map[uint32]int64 `json:"duplicate_rows,omitempty"` // how many, by the earlier source
	DuplicateOf   *uint32          `json:"duplicate_of"`             // an earlier source with the same SHA-256
	Originals     string           `json:"originals"`                // "embed" or "reference"
	Namespace     string           `json:"namespace,omitempty"`
	TLP           Marking          `json:"tlp,omitempty"`
	Mapping       *Mapping         `json:"mapping,omitempty"`
	Assumed       []string         `json:"assumed,omitempty"` // units and zones taken, not stated by the file
	From          time.Time        `json:"from,omitzero"`     // first instant in the rows; zero if none
	To            time.Time        `json:"to,omitzero"`
	Imported      time.Time        `json:"imported"`
	By            string           `json:"by"`
	State         SourceState      `json:"state"`
	Seconds       float64          `json:"seconds"`
	Custody       Custody          `json:"custody,omitzero"`
	Within        []Enclosure      `json:"within,omitempty"`    // the archives that it came in, the outermost first
	Root          string           `json:"tree_root,omitempty"` // of the hash tree over the file as received, hex
	Chunks        int              `json:"chunks,omitempty"`    // leaves of the tree
	Purged        *Tombstone       `json:"purged,omitempty"`
}

// Enclosure is an archive that a file came in: a fact of its custody.
type Enclosure struct {
	Name     string `json:"name"`   // base name of the archive
	SHA256   string `json:"sha256"` // of the archive
	Bytes    int64  `json:"bytes"`
	Member   string `json:"member"`             // the path of the file in it, as the archive has it
	Modified string `json:"modified,omitempty"` // when the file was last changed, as the archive says
	Remark   string `json:"remark,omitempty"`   // what is odd about it, in sentences
}

// String says where the file lay: "logs/a.csv in export.zip (SHA-256 …)".
func (e Enclosure) String() string {
	out := fmt.Sprintf("%s in %s (SHA-256 %s)", e.Member, e.Name, e.SHA256)
	if e.Modified != "" {
		out += ", changed " + e.Modified + " as the archive says"
	}
	if e.Remark != "" {
		out += "; " + e.Remark
	}
	return out
}

// EnclosedIn joins the digests of the archives that a file came in, the outermost
// first; "" for a file that came as it is.
func (s *Source) EnclosedIn() string {
	var sums []string
	for _, e := range s.Within {
		sums = append(sums, e.SHA256)
	}
	return strings.Join(sums, " ")
}

// Mapping says which column of a file feeds which column of a canonical table.
// It is proposed by an importer, may be edited by the person, and is stored with
// the source.
type Mapping struct {
	Table    string            `json:"table"`
	Columns  map[string]string `json:"columns"`             // file column -> canonical column
	TimeUnit string            `json:"time_unit,omitempty"` // "", "s", "ms", "us", "ns": unit of numeric times
	Zone     string            `json:"zone,omitempty"`      // IANA name or offset for times without zone
	Layout   string            `json:"layout,omitempty"`    // how a line is written, in its server's own words: a log_format, a LogFormat
	Year     int               `json:"year,omitempty"`      // of every time in the file that names none
	Inside   string            `json:"inside,omitempty"`    // the format of the lines inside an envelope
	Version  int               `json:"version"`
}

// Origin is where an item came from. Nothing in a case exists without one.
type Origin struct {
	Source uint32 `json:"source"`
	Row    int64  `json:"row"` // 1 is the first record of the source
	Offset int64  `json:"offset,omitempty"`
	Length int64  `json:"length,omitempty"`
}

// String returns the origin as "SOURCE/ROW".
func (o Origin) String() string { return fmt.Sprintf("%d/%d", o.Source, o.Row) }

// Reject is a row that could not be read. Its bytes stay in the original behind
// (Offset, Length).
type Reject struct {
	Row    int64  `json:"row"`
	Offset int64  `json:"offset"`
	Length int64  `json:"length"`
	Reason string `json:"reason"` // a sentence without any value of the row
}

// Defect is something wrong with an item that was accepted all the same.
type Defect struct {
	Row    int64  `json:"row"`
	Object string `json:"object,omitempty"` // the item's own id, when it has one
	Reason string `json:"reason"`
}
