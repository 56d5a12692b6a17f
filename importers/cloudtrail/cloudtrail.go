// Package cloudtrail reads the events of AWS CloudTrail.
//
// Two nouns: an event is one call of an AWS interface, and one row; its identity
// is who made it. Calls of a model are rows of requests, sign-ins rows of logins,
// and all else is a row of actions.
//
// The containers are all read: what CloudTrail writes to S3, one event a line, what
// lookup-events returns, which holds the event in a string, what EventBridge and
// CloudWatch hand on, and the rows that a query of CloudTrail Lake returns. An
// address that is the name of an AWS service is no address.
package cloudtrail

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/records"
)

// Importer reads CloudTrail events. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "cloudtrail", Title: "AWS CloudTrail events", Version: 1, Extensions: []string{".json", ".jsonl"}, Namespace: "aws",
		Proves:      "That an AWS identity made a call, with which access key, client and TLS, and from which address AWS saw it come.",
		CannotProve: "What was asked of a model or answered, or how many tokens; nor who sat at the address, which may be a proxy's.",
	}
}

// The sentences that are counted.
const (
	byService = iota
	standIn
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"Records", "Events", "QueryResultRows", "logEvents"},
		Merged:  true,
		Tables:  []casefile.Table{casefile.TableActions, casefile.TableRequests, casefile.TableLogins},
		Assumed: []string{
			"%d events came from an AWS service: they have its name in place of an address.",
			"%d events name no caller's ARN; their account is the principal, the service or the AWS account that they name instead.",
		},
		Fit: fit, Rows: unwrap, Row: row,
	}
}

// Sniff implements importers.Importer.
func (Importer) Sniff(h importers.Head) importers.Match { return spec().Sniff(h) }

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	return spec().Open(h, m)
}

func fit(v records.Value) importers.Match {
	certain := importers.Match{Fit: importers.FitCertain, Why: "its records have the keys that CloudTrail writes"}
	switch {
	case v.Get("CloudTrailEvent").IsText():
		return certain
	case strings.Contains(v.Get("message").String(), `"eventVersion"`) && strings.Contains(v.Get("message").String(), `"eventSource"`):
		return certain
	}
	if d := v.Get("detail"); d.IsObject() {
		v = d
	}
	known := 0
	for _, name := range [...]string{"eventVersion", "eventTime", "eventSource", "eventName", "eventID", "awsRegion", "userIdentity"} {
		if v.Get(name).There() || v.Fold(name).There() {
			known++
		}
	}
	switch {
	case known >= 5:
		return certain
	case known >= 3:
		return importers.Match{Fit: importers.FitByShape, Why: "its records have some keys of CloudTrail"}
	}
	return importers.Match{Why: "its records are no CloudTrail events"}
}

// unwrap finds the event in what carries it.
func unwrap(v records.Value, each func(records.Value, ...records.Value)) {
	for _, in := range [...]records.Value{v.Get("CloudTrailEvent").Inner(), v.Get("detail"), v.Get("message").Inner()} {
		if in.IsObject() && in.Get("eventName").There() {
			each(in, v)
			return
		}
	}
	each(v)
}

func row(r *records.Row) {
	v := r.Record
	name, source := v.Get("eventName"), v.Get("eventSource")
	if name.Empty() || v.Get("eventTime").Empty() {
		r.Reject("The record is not a CloudTrail event: it has no eventName or no eventTime.")
		return
	}
	service, _, _ := strings.Cut(source.String(), ".")
	switch {
	case callsModel(service, name.String()):
		r.To(casefile.TableRequests)
		request(r, v)
	case name.Is("ConsoleLogin") || v.Get("eventType").Is("AwsConsoleSignIn"):
		r.To(casefile.TableLogins)
		address(r, v)
		r.Set("user_agent", v.Get("userAgent"))
		r.Set("result", v.Get("responseElements").Inner().Get(name.String()))
	default:
		r.SetText("action", records.Join(".", service, name.String()))
		r.Use(name, source)
		r.Set("reason", v.Get("errorCode"))
		r.Set("by", v.Get("userIdentity", "invokedBy"))
	}
	account(r, v)
	r.Set("ts", v.Get("eventTime"))
	if len(r.Above) > 0 {
		r.ExtraOf("lookup.Resources", r.Above[0].Get("Resources"))
	}
}

// callsModel reports whether an event is a call of a model.
func callsModel(service, name string) bool {
	if service != "bedrock" && service != "bedrock-runtime" && service != "bedrock-agent-runtime" && service != "sagemaker" {
		return false
	}
	return strings.HasPrefix(name, "Invoke") || strings.HasPrefix(name, "Converse") || name == "RetrieveAndGenerate" || name == "StartAsyncInvoke"
}

func request(r *records.Row, v records.Value) {
	r.Set("request_id", v.Fold("requestID"))
	r.Set("endpoint", v.Get("eventName"))
	r.Set("org_id", v.First("recipientAccountId"))
	r.Set("user_agent", v.Get("userAgent"))
	r.Set("status", v.Get("errorCode"))
	identity := v.Get("userIdentity")
	if identity.IsText() && !identity.Inner().There() {
		r.SetText("api_key_id", member(identity.String(), "accesskeyid"))
	} else {
		r.Set("api_key_id", identity.Inner().Get("accessKeyId"))
	}
	asked := v.Get("requestParameters")
	if asked.IsText() && !asked.Inner().There() {
		r.SetText("model", member(asked.String(), "modelid"))
	} else {
		asked = asked.Inner()
		r.Set("model", asked.First("modelId", "modelArn", "endpointName", "agentId"))
	}
	address(r, v)
}

// address sets the address, if it is one.
func address(r *records.Row, v records.Value) {
	from := v.Fold("sourceIPAddress")
	if _, _, ok := canon.Address(from.String()); ok {
		r.Set("ip", from)
	} else if !from.Empty() {
		r.ExtraOf("src_service", from)
		r.Assume(byService)
	}
}

// account sets the account: the caller's ARN, or whatever else says who called.
func account(r *records.Row, v records.Value) {
	identity := v.Get("userIdentity")
	if identity.IsText() && !identity.Inner().There() { // as Lake prints a structure
		if r.SetText("account_id", member(identity.String(), "arn")) {
			return
		}
		r.SetText("account_id", member(identity.String(), "principalid"))
		r.Assume(standIn)
		return
	}
	identity = identity.Inner()
	if r.Set("account_id", identity.Get("arn")) {
		r.ExtraOf("role", identity.Get("sessionContext", "sessionIssuer", "arn"))
		return
	}
	for _, other := range [...]records.Value{identity.Get("principalId"), identity.Get("userName"), identity.Get("invokedBy"),
		identity.Get("accountId"), v.Get("recipientAccountId")} {
		if r.SetText("account_id", other.String()) {
			r.Assume(standIn)
			return
		}
	}
	r.Reject("The event does not say who made the call.")
}

// member returns what a structure that is printed as {name=value, …} holds under a
// name, at its outermost level.
func member(printed, name string) string {
	depth, start := 0, 1
	for i := range len(printed) {
		switch c := printed[i]; {
		case c == '{':
			depth++
		case c == '}' && depth > 1:
			depth--
		case c == '}', c == ',' && depth == 1:
			key, value, _ := strings.Cut(strings.TrimSpace(printed[min(start, i):i]), "=")
			if strings.EqualFold(key, name) && value != "null" {
				return value
			}
			start = i + 1
		}
	}
	return ""
}
