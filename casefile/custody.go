package casefile

import (
	"fmt"
	"strings"
	"time"

	"casebench/internal/fault"
)

// Custody is what people say of how a file reached the case: who collected it,
// from which system and by which query, and from whom it came. Every field may be
// empty. Times are kept as they were written, with the zone that was stated.
type Custody struct {
	CollectedBy  string `json:"collected_by,omitempty"`
	CollectedAt  string `json:"collected_at,omitempty"` // RFC 3339 with its zone, or a day
	System       string `json:"system,omitempty"`       // the system that the records are of
	ExportQuery  string `json:"export_query,omitempty"` // what was asked of it, word for word
	Method       string `json:"method,omitempty"`       // how the file was copied
	ReceivedFrom string `json:"received_from,omitempty"`
	ReceivedAt   string `json:"received_at,omitempty"`
	Custodian    string `json:"custodian,omitempty"`  // who keeps the file itself
	ExpiresOn    string `json:"expires_on,omitempty"` // a day: the system's own copy is gone after it
	Notes        string `json:"notes,omitempty"`
}

// CustodyField is one field of a Custody, with the words that stand beside it.
type CustodyField struct{ Key, Title, Value string }

// field is how Custody sees one of its own fields.
type field struct {
	key, title string
	value      *string
	check      func(string) error
}

func (c *Custody) fields() []field {
	anything := func(string) error { return nil }
	return []field{
		{"collected_by", "Collected by", &c.CollectedBy, anything},
		{"collected_at", "Collected at", &c.CollectedAt, checkWhen},
		{"system", "From the system", &c.System, anything},
		{"export_query", "By the export query", &c.ExportQuery, anything},
		{"method", "Method", &c.Method, anything},
		{"received_from", "Received from", &c.ReceivedFrom, anything},
		{"received_at", "Received at", &c.ReceivedAt, checkWhen},
		{"custodian", "Kept by", &c.Custodian, anything},
		{"expires_on", "Source expires on", &c.ExpiresOn, checkDay},
		{"notes", "Notes", &c.Notes, anything},
	}
}

// Fields returns all fields in their order, empty ones included.
func (c Custody) Fields() []CustodyField {
	var out []CustodyField
	for _, f := range c.fields() {
		out = append(out, CustodyField{f.key, f.title, *f.value})
	}
	return out
}

// maxCustody bounds one field: it is a person's words, not a file.
const maxCustody = 16 << 10

// Set changes the field of a key; an empty value clears it. An unknown key, or a
// value that the field cannot hold, is a fault of kind Usage and changes nothing.
func (c *Custody) Set(key, value string) error {
	value = strings.TrimSpace(value)
	var keys []string
	for _, f := range c.fields() {
		keys = append(keys, f.key)
		if f.key != key {
			continue
		}
		if len(value) > maxCustody {
			return fault.New(fault.Usage, fmt.Sprintf("What is said under %s is longer than 16 KiB.", key), "Keep it short, and put the rest in a note.", nil)
		}
		if value != "" {
			if err := f.check(value); err != nil {
				return err
			}
		}
		*f.value = value
		return nil
	}
	return fault.New(fault.Usage, fmt.Sprintf("There is no custody field %q.", key), "The fields are "+strings.Join(keys, ", ")+".", nil)
}

// Over returns c where it says something, and below elsewhere.
func (c Custody) Over(below Custody) Custody {
	own, under := c.fields(), below.fields()
	for i := range own {
		if *own[i].value == "" {
			*own[i].value = *under[i].value
		}
	}
	return c
}

// IsZero reports whether nothing is said.
func (c Custody) IsZero() bool { return c == Custody{} }

func checkWhen(s string) error {
	if _, err := time.Parse(time.RFC3339Nano, s); err == nil || checkDay(s) == nil {
		return nil
	}
	return fault.New(fault.Usage, fmt.Sprintf("%q is not a time with its zone.", s),
		"Write a time as 2026-05-04T09:30:00+02:00, or a day as 2026-05-04.", nil)
}

func checkDay(s string) error {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return fault.New(fault.Usage, fmt.Sprintf("%q is not a day.", s), "Write it as 2026-05-04.", nil)
	}
	return nil
}

// CheckDay returns a fault of kind Usage for what is not a day, as in 2026-05-04.
func CheckDay(s string) error { return checkDay(s) }

// DaysUntil returns how many days lie between now and a day, in UTC: 0 for today,
// less than 0 when it has passed. ok is false for what is not a day.
func DaysUntil(day string, now time.Time) (days int, ok bool) {
	end, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	year, month, date := now.UTC().Date()
	today := time.Date(year, month, date, 0, 0, 0, 0, time.UTC)
	// A Duration cannot hold more than 292 years.
	return int((end.Unix() - today.Unix()) / (24 * 60 * 60)), true
}
