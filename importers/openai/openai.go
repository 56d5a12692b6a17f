// Package openai reads what OpenAI's administration exports: the audit log, and
// usage and costs in buckets.
//
// Two nouns: an event is one act on an organisation and one row, of logins when
// somebody signed in, of actions otherwise; a bucket is a sum over a time. Buckets
// are no requests and never become any: they are skipped and counted.
package openai

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/records"
)

// Importer reads these exports. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "openai", Title: "OpenAI audit log, usage and costs", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "openai",
		Proves:      "That a user, key or service account acted on an organisation at a time, with address, client and TLS fingerprint where a session is named.",
		CannotProve: "What was asked of a model: it holds no requests. Usage and costs are sums over time and prove no single request.",
	}
}

// The sentences that are counted.
const (
	buckets = iota
	keyActs
)

const second = canon.Unit(1e9)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data"},
		Tables:  []casefile.Table{casefile.TableActions, casefile.TableLogins},
		Assumed: []string{
			"%d buckets of usage or costs are sums and no requests; they were skipped, since a case has no table for sums, and are in the original.",
			"%d events were done with an API key that names no owner; the key is their account.",
		},
		Fit: fit, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func fit(v records.Value) importers.Match {
	switch {
	case v.Get("object").Is("organization.audit_log"):
		return importers.Match{Fit: importers.FitCertain, Why: "its records say that they are of OpenAI's audit log"}
	case isBucket(v):
		return importers.Match{Fit: importers.FitCertain, Why: "its records are buckets of OpenAI's usage"}
	case v.Get("effective_at").IsNumber() && v.Get("actor").IsObject() && v.Get("type").IsText():
		return importers.Match{Fit: importers.FitByShape, Why: "its records have the keys of OpenAI's audit log"}
	}
	return importers.Match{Why: "its records are neither of OpenAI's audit log nor of its usage"}
}

func isBucket(v records.Value) bool {
	return v.Get("object").Is("bucket") && v.Get("start_time").IsNumber() && (v.Get("results").IsList() || v.Get("result").IsList())
}

func row(r *records.Row) {
	v := r.Record
	if isBucket(v) {
		r.Assume(buckets)
		r.Skip()
		return
	}
	kind := v.Get("type")
	if !kind.IsText() || !v.Get("effective_at").There() {
		r.Reject("The record is neither of the audit log nor of usage.")
		return
	}
	session := v.Get("actor", "session")
	if strings.HasPrefix(kind.String(), "login.") {
		r.To(casefile.TableLogins)
		r.Set("result", kind)
		r.Set("ip", session.Get("ip_address"))
		r.Set("user_agent", session.Get("user_agent"))
		r.Set("ja4", session.Get("ja4"))
		place := session.Get("ip_address_details")
		r.Set("country", place.Get("country"))
		if asn := place.Get("asn").String(); asn != "" {
			r.SetText("asn", strings.TrimPrefix(asn, "AS"))
			r.Use(place.Get("asn"))
		}
	} else {
		r.Set("action", kind)
		r.Set("by", v.Get("actor", "type"))
	}
	account(r, v.Get("actor"))
	if !r.SetEpoch("ts", v.Get("effective_at"), second) {
		r.Reject("The value of effective_at is not a time that can be read.")
	}
	r.Use(v.Get("object"))
}

// account sets the account: whoever acted, in a session or with a key.
func account(r *records.Row, actor records.Value) {
	session, key := actor.Get("session"), actor.Get("api_key")
	for _, who := range [...]records.Value{session.Get("user", "id"), key.Get("user", "id"), key.Get("service_account", "id"), session.Get("user", "email")} {
		if r.Set("account_id", who) {
			return
		}
	}
	if r.Set("account_id", key.Get("id")) {
		r.Assume(keyActs)
		return
	}
	r.Reject("The event does not say who acted.")
}
