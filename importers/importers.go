package importers

import (
	"fmt"
	"strings"

	"casebench/casefile"
)

// Format says what an importer reads and what its files are worth as evidence.
type Format struct {
	ID          string   `json:"id"`
	Title       string   `json:"title"`
	Version     int      `json:"version"` // goes up when the same bytes would be read differently
	Extensions  []string `json:"extensions"`
	Proves      string   `json:"proves"`
	CannotProve string   `json:"cannot_prove"`
	// Basis says what the importer was built from.
	Basis Basis `json:"basis"`
	// Namespace is that of the accounts, where the format is of one provider; a
	// person may say otherwise.
	Namespace string `json:"namespace,omitempty"`
	// Joins are the formats whose rows tell the rest of a request.
	Joins []Join `json:"joins,omitempty"`
}

// Join says that a request of this format may stand in another log too, under the
// same identifier, with what this one does not know.
type Join struct {
	With  string   `json:"with"`  // format; may be the same, when its files hold several logs
	On    string   `json:"on"`    // column of requests that both fill
	Takes []string `json:"takes"` // columns that the other knows; a row that has one of them needs no partner
}

// Basis is what an importer was built from and tested with.
type Basis string

// The bases. The zero value is BasisSamples.
const (
	BasisSamples Basis = ""       // files as they occur
	BasisSchema  Basis = "schema" // the vendor's documentation alone: no file could be had
)

// MarshalText writes the zero value as "samples".
func (b Basis) MarshalText() ([]byte, error) {
	if b == BasisSamples {
		return []byte("samples"), nil
	}
	return []byte(b), nil
}

// Fit is how well an importer fits an input.
type Fit int

// The fits, from worst to best.
const (
	FitNo      Fit = iota
	FitByName      // the file's name suggests it, its content does not contradict
	FitByShape     // the content has the format's shape
	FitCertain     // the content says so itself
)

var fitNames = [...]string{"no", "by name", "by shape", "certain"}

// String returns the fit in words.
func (f Fit) String() string {
	if f >= 0 && int(f) < len(fitNames) {
		return fitNames[f]
	}
	return fmt.Sprintf("Fit(%d)", int(f))
}

// Match is an importer's opinion of a Head. Why is a clause without values of
// the file: "no header row: the first line has one column".
type Match struct {
	Fit Fit
	Why string
}

// Parquet is the Compression of a Parquet file: its rows come as lines of JSON, as
// package parquetfile writes them.
const Parquet = "parquet"

// Head is the beginning of an input: at most HeadBytes of it, after
// decompression.
type Head struct {
	Name        string // base name as received, with its extensions
	Bytes       []byte
	Whole       bool   // Bytes is all there is
	Compression string // the layers as package packing names them, or Parquet
	Size        int64  // of the input as received, or -1
}

// HeadBytes is how much of an input is looked at before reading.
const HeadBytes = 64 << 10

// Stem returns the base name in lower case without its extensions, the
// compression's included: "requests" for "Requests.jsonl.gz".
func (h Head) Stem() string {
	stem, _, _ := strings.Cut(h.plainName(), ".")
	return stem
}

// HasExtension reports whether the name, without the compression's extension,
// ends in one of those given ("." included).
func (h Head) HasExtension(ext ...string) bool {
	name := h.plainName()
	for _, e := range ext {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}

func (h Head) plainName() string {
	name := strings.ToLower(h.Name)
	for {
		shorter := name
		for _, ext := range []string{".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz"} {
			shorter = strings.TrimSuffix(shorter, ext)
		}
		if shorter == name {
			return name
		}
		name = shorter
	}
}

// Importer reads one format. Its methods may be called from several goroutines
// at once.
type Importer interface {
	Format() Format
	// Sniff says how well the importer fits. It keeps nothing of the Head.
	Sniff(Head) Match
	// Open agrees to read the input that begins with the Head. The mapping may be
	// nil or leave fields empty: the importer fills in what it proposes and says
	// so in About. A fault of kind Invalid means that the input cannot be read
	// under this mapping. The Reading is a Rows or a Document.
	Open(Head, *casefile.Mapping) (Reading, error)
}

// Mapper is an Importer whose files need a mapping to a canonical table.
type Mapper interface {
	Importer
	// Propose returns the mapping that Open would use for the Head when it is
	// given want, which may be nil.
	Propose(h Head, want *casefile.Mapping) (*Proposal, error)
}

// Listener is an Importer that recognises more files when it is told more than the
// file says, such as the layout of its lines.
type Listener interface {
	Importer
	// SniffSaid is Sniff under what a person has said.
	SniffSaid(Head, *casefile.Mapping) Match
}

// Previewer is an Importer that can show its first rows as text.
type Previewer interface {
	Importer
	// Preview returns at most n rows of the Head.
	Preview(h Head, n int) (Preview, error)
}

// Preview is the first rows of a file as they came, for a person to look at.
type Preview struct {
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
}

// Proposal is a mapping with the reason for each of its columns.
type Proposal struct {
	Mapping   casefile.Mapping
	Fits      bool   // the table can be read from the columns
	Canonical bool   // the file speaks the tables' own language: nobody need be asked
	Why       string // why this table
	Columns   []ColumnReason
	Missing   []string // required columns that nothing feeds
}

// ColumnReason says where one column of the file goes, and why.
type ColumnReason struct {
	Column string `json:"column"`
	To     string `json:"to"` // canonical column, or "" for an extra field
	Why    string `json:"why"`
}
