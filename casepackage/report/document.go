package report

import "casebench/casefile"

// Document is a report in order. Empty parts say so in a sentence of their own
// instead of vanishing, so that a reader can tell "none" from "not looked at".
type Document struct {
	Package  string // package ID, for header and footer
	Marking  string // "TLP:AMBER", or ""
	Title    string
	Subtitle string
	Partner  bool // no user data: only cover, indicators, limits and how to verify

	Control []Pair  // section 1
	Summary Summary // section 2
	Scope   []Pair  // section 3
	Sources []Source
	Method  Method

	Findings    []Finding
	Clusters    []Cluster // section 6 lists all; 7 shows those with Shown
	Network     *Figure   // the whole graph
	Timeline    []Figure
	KeyEvents   []Event
	Exculpatory []Note
	Notes       []Note
	Rejected    []Decision // verdicts "different" and "unsure"
	Confirmed   []Decision
	HoldBack    []Pair // account, why
	Permissions []Permission
	Limits      []string
	Action      []string

	Exhibits   []Exhibit
	Files      []File
	Custody    []Event
	Audit      []Event
	AuditNote  string
	Parameters []Pair
	Model      string // JSON, as used
	Indicators []Indicator
	Accounts   []Account
	MoreNote   string // of Annex H, when not all are shown
}

// Pair is a label with its value. Mono sets hashes and identifiers.
type Pair struct {
	Label, Value string
	Mono         bool
}

// Summary is section 2. Machine and Person are never mixed.
type Summary struct {
	Machine []string
	Person  []string
}

// Source is a file that was received.
type Source struct {
	Ref, Name, Detail, Rows, Rejected, SHA256 string
}

// Method is section 5.
type Method struct {
	Paragraphs []string
	Signals    []Signal
	Settings   []Pair
	Suppressed []Suppressed
	MoreNote   string
}

// Signal is a row of the table of signals.
type Signal struct {
	Title, Family, Grade, Version, M, U, Cap, Note string
	Off                                            bool
}

// Suppressed is a value set aside because too many accounts share it.
type Suppressed struct {
	Signal, Class, SharedBy, Cap, Reason string
}

// Finding is a person's conclusion.
type Finding struct {
	ID, Text, Basis, By string
}

// Cluster is a group of accounts that act together.
type Cluster struct {
	ID                                          string // "C-03"
	Size, Core, Requests, Period                string
	Strength, Assessment                        string // words; two questions
	Pattern, Families, Score, Stability, Detail string
	For, Against                                []string
	Checked                                     []Checked
	Shown                                       bool
	Figures                                     []Figure
	Links                                       []Link
	Accounts                                    []Account
	MoreNote                                    string
}

// Checked is an honest explanation that was considered.
type Checked struct {
	Explanation, Would, Found, Result string
}

// Link is a pair of accounts with its waterfall.
type Link struct {
	A, B, Bits, Probability, Strength, Families, Text string
	Suppressed                                        []string
	Decision                                          string
	Waterfall                                         Waterfall
}

// Bar is one step of a waterfall before it is drawn.
type Bar struct {
	Label, Note string
	Bits        casefile.Bits
}

// Figure is a picture as a data URI.
type Figure struct {
	ID, Title, Caption string
	MediaType          string // image/svg+xml or image/png
	Data               []byte
}

// Event is a dated line: of the timeline, of custody, of the audit log.
type Event struct {
	Time, Who, What, Detail string
}

// Note is what a person wrote about one thing.
type Note struct {
	Ref, Kind, Text, Tags, By string
}

// Decision is a person's verdict on a pair.
type Decision struct {
	A, B, Verdict, Reason, By string
}

// Permission is an agreed use that was considered.
type Permission struct {
	Who, Kind, Scope, Span, Source string
}

// Exhibit is a row of Annex A.
type Exhibit struct {
	ID, Title, File, Size, Rows, SHA256, State string
}

// File is a row of Annex B.
type File struct {
	Path, Size, SHA256 string
}

// Indicator is a row of Annex G.
type Indicator struct {
	Type, Value, TLP, Provider, Seen string
}

// Account is a row of an account table.
type Account struct {
	Name, Cluster, Role, Via, Events, First, Last, Note string
}
