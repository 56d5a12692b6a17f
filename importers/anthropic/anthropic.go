// Package anthropic reads what Anthropic's administration exports: the compliance
// activity feed, and usage and costs in buckets.
//
// Two nouns: an activity is one act in an organisation and one row, of logins when
// somebody signed in, of actions otherwise; a bucket is a sum over a time. Buckets
// are no requests and never become any: they are skipped and counted. An address of
// somebody who was not authenticated is a claim, and its account says so.
package anthropic

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/records"
)

// Importer reads these exports. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "anthropic", Title: "Anthropic compliance activity, usage and costs", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "anthropic",
		Proves:      "That a user or key acted in an organisation at a time, from which address and with which client.",
		CannotProve: "What was asked of a model: it holds no requests. An unauthenticated address is only claimed; usage and costs are sums over time.",
	}
}

// The sentences that are counted.
const (
	buckets = iota
	claimed
	byVendor
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data"},
		Tables:  []casefile.Table{casefile.TableActions, casefile.TableLogins},
		Assumed: []string{
			"%d buckets of usage or costs are sums and no requests; they were skipped, since a case has no table for sums, and are in the original.",
			"%d activities are of somebody who was not authenticated; their account is the claimed address, marked as a claim.",
			"%d activities were done by Anthropic itself; their account says so.",
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
	actor := v.Get("actor", "type").String()
	switch {
	case strings.HasPrefix(v.Get("id").String(), "activity_") && v.Get("actor").IsObject(),
		strings.HasSuffix(actor, "_actor") && v.Get("created_at").There() && v.First("organization_id", "organization_uuid").There():
		return importers.Match{Fit: importers.FitCertain, Why: "its records are activities as Anthropic's feed writes them"}
	case isBucket(v):
		return importers.Match{Fit: importers.FitCertain, Why: "its records are buckets of Anthropic's usage"}
	}
	return importers.Match{Why: "its records are neither activities nor usage as Anthropic writes them"}
}

func isBucket(v records.Value) bool {
	return v.Get("starting_at").IsText() && v.Get("ending_at").IsText() && v.Get("results").IsList()
}

func row(r *records.Row) {
	v := r.Record
	if isBucket(v) {
		r.Assume(buckets)
		r.Skip()
		return
	}
	kind, actor := v.Get("type"), v.Get("actor")
	if !kind.IsText() || !actor.IsObject() {
		r.Reject("The record is neither an activity nor usage.")
		return
	}
	if signsIn(kind.String()) {
		r.To(casefile.TableLogins)
		r.Set("result", kind)
		r.Set("ip", actor.Get("ip_address"))
		r.Set("user_agent", actor.Get("user_agent"))
	} else {
		r.Set("action", kind)
		r.Set("by", actor.Get("type"))
	}
	account(r, actor)
	r.Set("ts", v.Get("created_at"))
}

// signsIn reports whether an activity is a sign-in, or an attempt at one.
func signsIn(kind string) bool {
	for _, part := range [...]string{"login", "signed_in", "sign_in"} {
		if strings.Contains(kind, part) {
			return true
		}
	}
	return false
}

// account sets the account: whoever acted.
func account(r *records.Row, actor records.Value) {
	for _, who := range [...]records.Value{actor.Get("user_id"), actor.Get("api_key_id"), actor.Get("admin_api_key_id"), actor.Get("service_account_id"),
		actor.Get("email_address")} {
		if r.Set("account_id", who) {
			return
		}
	}
	if claim := actor.Get("unauthenticated_email_address").String(); claim != "" {
		r.SetText("account_id", "claimed:"+claim)
		r.Assume(claimed)
		return
	}
	switch actor.Get("type").String() {
	case "anthropic_actor":
		r.SetText("account_id", "by-anthropic")
		r.Assume(byVendor)
	default:
		r.Reject("The activity does not say who acted.")
	}
}
