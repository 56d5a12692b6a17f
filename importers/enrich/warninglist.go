package enrich

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Limits of a warninglist's expressions, as those of a query.
const (
	maxExpression  = 1000
	maxExpressions = 10_000
)

// list is a MISP warninglist: values that an indicator or an address may have without
// meaning anything, because too many share them. From the schema of the project
// MISP/misp-warninglists.
type list struct {
	about    casefile.Dataset
	subjects map[Subject]bool
	exact    map[string]bool       // in lower case
	suffixes map[string]bool       // hosts: the name itself and all below it
	prefixes map[netip.Prefix]bool //
	lengths  map[bool]map[int]bool // of prefixes, by whether they are of IPv6
	patterns []*regexp.Regexp      // any of them
}

// document is what is read of a warninglist.
type document struct {
	Name        string          `json:"name"`
	Type        string          `json:"type"`
	Version     json.Number     `json:"version"`
	Description string          `json:"description"`
	List        []string        `json:"list"`
	Matching    []string        `json:"matching_attributes"`
	Event       json.RawMessage `json:"Event"`
}

func isWarninglist(data []byte) bool {
	text := bytes.TrimSpace(data)
	if len(text) == 0 || text[0] != '{' {
		return false
	}
	var d struct {
		Type string            `json:"type"`
		List []json.RawMessage `json:"list"`
	}
	return json.Unmarshal(text, &d) == nil && d.List != nil && d.Type != ""
}

func openWarninglist(about casefile.Dataset, data []byte) (Book, error) {
	var d document
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fault.New(fault.Corrupt, about.Name+" is a warninglist whose parts are not of their types.", "Get the file again.", err)
	}
	about.Kind, about.Title, about.Version = "warninglist", d.Name, d.Version.String()
	if about.Title == "" {
		about.Title = about.Name
	}
	l := &list{about: about, subjects: map[Subject]bool{}, exact: map[string]bool{}, suffixes: map[string]bool{},
		prefixes: map[netip.Prefix]bool{}, lengths: map[bool]map[int]bool{false: {}, true: {}}}
	for _, a := range d.Matching {
		for _, s := range subjectsOf(a) {
			l.subjects[s] = true
		}
	}
	for _, entry := range d.List {
		if err := l.add(d.Type, entry); err != nil {
			return nil, err
		}
	}
	if len(l.subjects) == 0 {
		return nil, fault.New(fault.Unsupported, fmt.Sprintf("The warninglist %s is about nothing that a case holds.", about.Name),
			"Of use are lists on addresses, domains, mail addresses and file hashes.", nil)
	}
	return l, nil
}

// subjectsOf says what values a MISP attribute type stands for. A domain that mail
// comes from is looked up as a host.
func subjectsOf(attribute string) []Subject {
	switch attribute {
	case "ip-src", "ip-dst", "ip-src|port", "ip-dst|port", "ip":
		return []Subject{Address}
	case "domain|ip":
		return []Subject{Address, Host}
	case "domain", "hostname", "hostname|port", "url":
		return []Subject{Host}
	case "email", "email-src", "email-dst", "whois-registrant-email", "email-reply-to":
		return []Subject{Mail, Host}
	case "md5", "sha1", "sha224", "sha256", "sha512", "filename|md5", "filename|sha1", "filename|sha256", "filename|sha512":
		return []Subject{Digest}
	}
	return nil
}

func (l *list) add(kind, entry string) error {
	entry = strings.TrimSpace(entry)
	lower := strings.ToLower(entry)
	switch kind {
	case "cidr":
		if p, ok := prefix(entry); ok {
			l.prefixes[p] = true
			l.lengths[p.Addr().Is6()][p.Bits()] = true
		}
	case "string":
		l.exact[lower] = true
		if p, ok := prefix(entry); ok {
			l.exact[p.Addr().String()] = true
		}
	case "hostname", "substring":
		// A substring of a host is taken by whole labels: that "mail.example" is listed
		// says nothing of "notmail.example", which the letters alone would hit.
		l.suffixes[strings.Trim(lower, ".@")] = true
	case "regex":
		re, err := expression(entry)
		if err != nil || len(l.patterns) >= maxExpressions {
			return fault.New(fault.Unsupported, l.about.Name+" holds an expression that cannot be read here.",
				"Expressions are those of RE2, at most 1,000 bytes each.", err)
		}
		l.patterns = append(l.patterns, re)
	default:
		return fault.New(fault.Unsupported, fmt.Sprintf("%s is a warninglist of the unknown type %q.", l.about.Name, kind), "", nil)
	}
	return nil
}

// expression reads "/text/flags", or text alone.
func expression(entry string) (*regexp.Regexp, error) {
	if rest, ok := strings.CutPrefix(entry, "/"); ok {
		if end := strings.LastIndexByte(rest, '/'); end >= 0 {
			entry = rest[:end]
			if strings.Contains(rest[end:], "i") {
				entry = "(?i)" + entry
			}
		}
	}
	if len(entry) > maxExpression {
		return nil, fmt.Errorf("an expression of %d bytes", len(entry))
	}
	return regexp.Compile(entry)
}

// Dataset implements Book.
func (l *list) Dataset() casefile.Dataset { return l.about }

// About implements Book.
func (l *list) About(s Subject) bool { return l.subjects[s] }

// Look implements Book.
func (l *list) Look(s Subject, value string) (casefile.Fact, bool, error) {
	f := casefile.Fact{List: l.about.Title}
	value = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(value), "."))
	if !l.subjects[s] || value == "" {
		return casefile.Fact{}, false, nil
	}
	if l.exact[value] {
		return f, true, nil
	}
	if s == Address {
		if p, ok := prefix(value); ok {
			for bits := range l.lengths[p.Addr().Is6()] {
				if wide, err := p.Addr().Prefix(bits); bits <= p.Bits() && err == nil && l.prefixes[wide] {
					return f, true, nil
				}
			}
		}
		return casefile.Fact{}, false, nil
	}
	host := value
	if s == Mail {
		if _, after, ok := strings.Cut(value, "@"); ok {
			host = after
		}
	}
	for rest := host; rest != ""; {
		if l.suffixes[rest] {
			return f, true, nil
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	for _, re := range l.patterns {
		if re.MatchString(value) {
			return f, true, nil
		}
	}
	return casefile.Fact{}, false, nil
}
