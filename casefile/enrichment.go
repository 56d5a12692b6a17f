package casefile

import "time"

// Dataset is a list or a database that says something of values: its own words, and
// the digest of the file it was read from.
type Dataset struct {
	Name    string    `json:"name"` // of the file, without its folder
	Kind    string    `json:"kind"` // "mmdb", "warninglist", "public-suffix"
	Title   string    `json:"title"`
	Version string    `json:"version,omitempty"` // as it states it
	Built   time.Time `json:"built,omitzero"`    // likewise
	SHA256  string    `json:"sha256,omitempty"`  // of the file; "" for what the program carries itself
	Bytes   int64     `json:"bytes,omitempty"`
}

// Enrichment is one run of a dataset over the values of a case. What it found is kept
// under its number, beside what the logs said and never among it: it is what the
// dataset says, at its time, and not what was seen.
type Enrichment struct {
	ID        uint32    `json:"id"`
	Dataset   Dataset   `json:"dataset"`
	Licence   string    `json:"licence,omitempty"` // as the person states it
	Looked    int64     `json:"looked"`            // values that were looked up
	Found     int64     `json:"found"`             // of which the dataset says something
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Withdrawn bool      `json:"withdrawn,omitempty"`
}

// Fact is what a dataset says of one value. Unset parts are not said.
type Fact struct {
	ASN     string `json:"asn,omitempty"`     // number of the autonomous system
	Org     string `json:"org,omitempty"`     // who runs it
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Network string `json:"network,omitempty"` // what it is said to be: "hosting", "vpn", "tor exit"
	List    string `json:"list,omitempty"`    // the list that names it
	Domain  string `json:"domain,omitempty"`  // registrable domain
}

// Get returns one part of the fact by the name that the query language gives it:
// "asn", "org", "country", "network", "list" or "domain".
func (f *Fact) Get(part string) string {
	switch part {
	case "asn":
		return f.ASN
	case "org":
		return f.Org
	case "country":
		return f.Country
	case "network":
		return f.Network
	case "list":
		return f.List
	case "domain":
		return f.Domain
	}
	return ""
}

// FactParts lists the parts in the order in which they are shown.
func FactParts() []string { return []string{"asn", "org", "country", "network", "list", "domain"} }

// EnrichedPage is a run's facts on values of one dictionary, or on indicators.
type EnrichedPage struct {
	Facts  []Fact         `json:"facts"`            // each once
	Codes  []EnrichedCode `json:"codes,omitempty"`  // ascending
	Places []EnrichedIn   `json:"places,omitempty"` // of indicators
}

// EnrichedCode says which fact is on a value of the page's dictionary.
type EnrichedCode struct {
	Code uint32 `json:"c"`
	Fact int    `json:"f"`
}

// EnrichedIn says which fact is on an indicator's value.
type EnrichedIn struct {
	Place ReviewOf `json:"at"`
	Fact  int      `json:"f"`
}
