package viewmodel

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/packing"
	"casebench/casework"
)

// Standing is how a file stands before the import, for its mark in the list.
type Standing int

// The standings.
const (
	StandsLooking Standing = iota // it is being looked at
	StandsFine                    // it is imported as it is
	StandsMapped                  // its columns are mapped: worth a look
	StandsTwin                    // the case, or a file before it, holds its bytes already
	StandsBad                     // it cannot be read as things stand
	StandsLeft                    // the person leaves it out
)

// Standing returns how the file stands.
func (f *ImportFile) Standing() Standing {
	switch {
	case f.Left:
		return StandsLeft
	case f.Looking && f.Look.Format == "":
		return StandsLooking
	case f.Look.Error != nil:
		return StandsBad
	case f.Look.Twin > 0 || f.copyOf() != nil:
		return StandsTwin
	case f.NeedsMapping():
		return StandsMapped
	}
	return StandsFine
}

// Imports reports whether the file will be imported.
func (f *ImportFile) Imports() bool {
	return f.alone() && f.copyOf() == nil
}

// NeedsMapping reports whether a person should look at the columns.
func (f *ImportFile) NeedsMapping() bool {
	return f.Look.Mapping != nil && !f.Look.Canonical && !f.Left
}

// Mappable reports whether the file has columns that can be mapped.
func (f *ImportFile) Mappable() bool { return len(f.Look.Columns) > 0 }

// Says returns a few words on how the file stands.
func (f *ImportFile) Says() string {
	switch f.Standing() {
	case StandsLooking:
		return "looking"
	case StandsLeft:
		return "left out"
	case StandsBad:
		return "cannot be read yet"
	case StandsTwin:
		if o := f.copyOf(); o != nil {
			return "same as " + o.Look.Name
		}
		return fmt.Sprintf("same as source %d", f.Look.Twin)
	case StandsMapped:
		return f.Look.Table + ", mapped"
	}
	return "needs no mapping"
}

// Facts returns what is known of the file, as names with values.
func (f *ImportFile) Facts() [][2]string {
	l := &f.Look
	facts := [][2]string{{"Where", filepath.Dir(f.Path)}}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, [2]string{name, value})
		}
	}
	if l.Size >= 0 {
		size := SizeOf(l.Size)
		if z := packing.Compressions(l.Compression); z != "" {
			size += ", packed with " + packing.Words(z)
		}
		add("Size", size)
	}
	if l.Format != "" {
		add("Read as", formatTitle(l))
		add("Because", asSentence(l.Why))
	}
	add("Came with", f.Came())
	add("Table", l.Table)
	add("Text", l.Encoding)
	for i, a := range l.Assumed {
		add(map[bool]string{true: "Assumed"}[i == 0], a)
		if i > 0 {
			facts = append(facts, [2]string{"", a})
		}
	}
	return facts
}

func formatTitle(l *casework.FileLook) string {
	for _, t := range l.Tried {
		if t.ID == l.Format {
			return t.Title
		}
	}
	return l.Format
}

// asSentence makes a clause one.
func asSentence(clause string) string {
	if clause == "" {
		return ""
	}
	return strings.ToUpper(clause[:1]) + clause[1:] + "."
}

// NeedMapping returns the places of the files whose columns a person should look
// at.
func (m *Importing) NeedMapping() (out []int) {
	for i, f := range m.Files.Get() {
		if f.NeedsMapping() {
			out = append(out, i)
		}
	}
	return out
}

// Ready counts the files that will be imported, and how many of the list.
func (m *Importing) Ready() (ready, of int) {
	for _, f := range m.Files.Get() {
		if f.Imports() {
			ready++
		}
	}
	return ready, len(m.Files.Get())
}

// Looking reports whether files are still being looked at.
func (m *Importing) Looking() bool {
	return slices.ContainsFunc(m.Files.Get(), func(f *ImportFile) bool { return f.Looking })
}

// Why returns why the dialog cannot go on from this page, in a sentence, or "".
func (m *Importing) Why() string {
	ready, of := m.Ready()
	mend := slices.ContainsFunc(m.Files.Get(), func(f *ImportFile) bool { return f.NeedsMapping() })
	switch {
	case of == 0:
		return "Add files first."
	case m.Looking():
		return "The files are being looked at."
	case ready == 0 && !(m.Page.Get() == ImportFiles && mend):
		return "None of the files can be imported as things stand."
	}
	return ""
}

// Next goes on to the next page that is needed. From the last page before the work
// it starts the work.
func (m *Importing) Next() {
	if m.Why() != "" {
		return
	}
	switch m.Page.Get() {
	case ImportFiles:
		if need := m.NeedMapping(); len(need) > 0 {
			m.Current.Set(need[0])
			m.Page.Set(ImportColumns)
			return
		}
		m.Page.Set(ImportCheck)
	case ImportColumns:
		m.Page.Set(ImportCheck)
	case ImportCheck:
		m.Start()
	}
}

// Back goes to the page before, until the work has started.
func (m *Importing) Back() {
	switch m.Page.Get() {
	case ImportColumns:
		m.Page.Set(ImportFiles)
	case ImportCheck:
		if need := m.NeedMapping(); len(need) > 0 {
			m.Current.Set(need[0])
			m.Page.Set(ImportColumns)
			return
		}
		m.Page.Set(ImportFiles)
	}
}

// Map opens the columns of the i-th file, also of one that needs no mapping.
func (m *Importing) Map(i int) {
	if f := m.file(i); f != nil && f.Mappable() && m.Page.Get() != ImportRun {
		m.Current.Set(i)
		m.Page.Set(ImportColumns)
	}
}

// ImportSummary is what the import will do, for the page before the work.
type ImportSummary struct {
	Files  string   // "5 files, 31.2 MB, about 84,000 rows"
	Left   []string // files that are left out, with the reason
	Reject []ImportReject
	Links  string   // what links will be able to rest on
	Came   []string // what lies beside files on how they came
	Wrong  []string // what lies beside them and cannot be used
	Assume []string
}

// ImportReject is a row at the beginning of a file that will be rejected.
type ImportReject struct {
	File   string
	Row    int64
	Reason string
	Raw    string
}

// Summary says what the import will do.
func (m *Importing) Summary() ImportSummary {
	var s ImportSummary
	var bytes, rows int64
	n, rest := 0, map[string]bool{}
	exact, least := true, false
	for _, f := range m.Files.Get() {
		l := &f.Look
		if !f.Imports() {
			s.Left = append(s.Left, l.Name+": "+leftBecause(f))
			continue
		}
		n++
		if came := f.Came(); came != "" {
			s.Came = append(s.Came, l.Name+" came with: "+came+".")
		}
		if e := l.BesideError; e != nil {
			s.Wrong = append(s.Wrong, e.Message+" "+e.Hint)
		}
		bytes += max(l.Size, 0)
		if t := l.Trial; t != nil {
			switch more := estimate(l); {
			case t.Whole:
				rows += int64(t.Accepted)
			case more > 0:
				rows, exact = rows+more, false
			default:
				rows, exact, least = rows+int64(t.Accepted), false, true
			}
			for _, r := range t.Rejects {
				s.Reject = append(s.Reject, ImportReject{l.Name, r.Row, r.Reason, r.Raw})
			}
		} else {
			exact, least = false, true
		}
		for _, o := range l.Observes {
			rest[columnWords(o)] = true
		}
		for _, a := range l.Assumed {
			s.Assume = append(s.Assume, l.Name+": "+a)
		}
	}
	s.Files = Many(int64(n), "file") + ", " + SizeOf(bytes)
	switch {
	case exact:
		s.Files += ", " + Many(rows, "row")
	case least:
		s.Files += ", more than " + Many(roughly(rows), "row")
	default:
		s.Files += ", about " + Many(roughly(rows), "row")
	}
	s.Links = linksRest(rest)
	return s
}

// estimate guesses the rows of a file from its beginning; 0 when it cannot.
func estimate(l *casework.FileLook) int64 {
	if t := l.Trial; l.Compression == "" && t.Bytes > 0 && t.Rows > 0 {
		return int64(float64(t.Accepted) * float64(l.Size) / float64(t.Bytes))
	}
	return 0
}

// roughly keeps two digits of a number.
func roughly(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return n / unit * unit
}

func leftBecause(f *ImportFile) string {
	switch f.Standing() {
	case StandsTwin:
		if o := f.copyOf(); o != nil {
			return "it holds the same bytes as " + o.Look.Name + "; they will not be counted twice."
		}
		return fmt.Sprintf("the case holds the same bytes as source %d; it will not be counted twice.", f.Look.Twin)
	case StandsBad:
		return f.Look.Error.Message
	case StandsLooking:
		return "it is being looked at."
	}
	return "you leave it out."
}

func linksRest(words map[string]bool) string {
	if len(words) == 0 {
		return "Nothing in these files links accounts: they hold no address, device, payment or template column."
	}
	list := make([]string, 0, len(words))
	for w := range words {
		list = append(list, w)
	}
	slices.Sort(list)
	return "Links will be able to rest on " + strings.Join(list, ", ") + "."
}

// columnWords says what a column holds, in the words of a link.
func columnWords(column string) string {
	words := map[string]string{"ip": "address", "signup_ip": "address at sign-up", "pay_fingerprint": "payment card", "bin": "card range", "device_id": "device",
		"ja4": "TLS client", "user_agent": "user agent", "template_hash": "prompt template", "email_hash": "e-mail", "phone_hash": "phone", "api_key_id": "API key",
		"billing_hash": "billing address", "created_at": "time of sign-up", "ts": "time", "org_id": "organisation", "invited_by": "inviter", "owner_entity": "owner"}
	if w, ok := words[column]; ok {
		return w
	}
	return strings.ReplaceAll(column, "_", " ")
}

// TLPLabels are the labels that can be chosen, none first.
func TLPLabels() []casefile.Marking {
	return []casefile.Marking{"", "clear", "green", "amber", "amber+strict", "red"}
}

// Wrong says why the file cannot be read as things stand, and what to do; both are
// "" when it can be.
func (f *ImportFile) Wrong() (sentence, hint string) {
	e := f.Look.Error
	switch {
	case e == nil:
		return "", ""
	case f.Mappable() && len(f.Look.Missing) == 0 && f.said.Table == "":
		return e.Message, "Choose the table, then which column is which."
	case f.Mappable() && f.Look.Twin == 0 && len(f.Look.Missing) > 0:
		return e.Message, "Choose which column is which."
	}
	return e.Message, inWindow(e.Hint)
}

// Format returns the format that the person chose for the file, or "".
func (f *ImportFile) Format() string { return f.format }
