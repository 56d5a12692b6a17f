// Package litellm reads what a LiteLLM proxy keeps in its database: spend logs,
// error logs, keys, users and its audit log, as dumps in CSV or JSON.
//
// Three nouns: a spend log is one request; a key is a virtual key, known by the
// hash of it; a change is an entry of the audit log. Each record is read by its own
// columns. It was built from the project's schema alone: a record that lacks what
// the schema requires is rejected.
package litellm

import (
	"strings"
	"time"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/chat"
	"casebench/importers/records"
)

// Importer reads these dumps. The zero value is ready to use.
type Importer struct{}

var _ importers.Importer = Importer{}

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "litellm", Title: "LiteLLM spend logs, keys, users and audit log", Version: 1, Extensions: []string{".csv", ".json", ".jsonl"},
		Basis:       importers.BasisSchema,
		Proves:      "That a virtual key sent a request through the gateway at a time, to which model and upstream, from which address and for which claimed end user.",
		CannotProve: "Who held the key, that the end user is who the caller said, or what was asked where the gateway did not store prompts.",
	}
}

// The sentences that are counted.
const (
	byKey = iota
	noBodies
)

func spec() *records.Spec {
	return &records.Spec{
		Format:  Importer{}.Format(),
		Members: []string{"data", "logs"},
		Tabular: true,
		Tables:  []casefile.Table{casefile.TableRequests, casefile.TableActions, casefile.TableAccounts},
		Assumed: []string{
			"%d rows name no internal user; the virtual key's hash stands for it as the account.",
			"%d rows hold neither prompt nor answer: the gateway does not store them unless it is told to.",
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

// The kinds of record, by the columns that only they have.
const (
	unknown = iota
	spendLog
	errorLog
	keyRow
	userRow
	auditRow
)

func kindOf(v records.Value) int {
	has := func(names ...string) bool {
		for _, name := range names {
			if !v.Get(name).There() {
				return false
			}
		}
		return true
	}
	switch {
	case has("request_id", "call_type", "spend", "startTime"):
		return spendLog
	case has("request_id", "exception_type", "startTime"):
		return errorLog
	case has("changed_by", "table_name", "updated_at"):
		return auditRow
	case has("token", "spend", "user_id") && (has("key_name") || has("key_alias") || has("models")):
		return keyRow
	case has("user_id", "user_role") || has("user_id", "sso_user_id") || has("user_id", "user_email", "spend"):
		return userRow
	}
	return unknown
}

func fit(v records.Value) importers.Match {
	switch kindOf(v) {
	case spendLog, errorLog:
		return importers.Match{Fit: importers.FitCertain, Why: "its records have the columns of LiteLLM's spend or error logs"}
	case auditRow, keyRow, userRow:
		return importers.Match{Fit: importers.FitByShape, Why: "its records have the columns of one of LiteLLM's tables"}
	}
	return importers.Match{Why: "its records have the columns of no table of LiteLLM"}
}

func row(r *records.Row) {
	switch kindOf(r.Record) {
	case spendLog:
		spend(r, r.Record)
	case errorLog:
		failure(r, r.Record)
	case keyRow:
		key(r, r.Record)
	case userRow:
		user(r, r.Record)
	case auditRow:
		change(r, r.Record)
	default:
		r.Reject("The record lacks columns that LiteLLM's tables have.")
	}
}

func spend(r *records.Row, v records.Value) {
	r.Set("request_id", v.Get("request_id"))
	r.Set("ts", v.Get("startTime"))
	latency(r, v)
	r.Set("api_key_id", v.Get("api_key"))
	if !r.Set("account_id", v.Get("user")) {
		if !v.Get("api_key").Empty() {
			r.SetText("account_id", "key:"+v.Get("api_key").String())
			r.Assume(byKey)
		} else {
			r.Reject("The spend log names neither a user nor a key.")
			return
		}
	}
	r.Set("org_id", v.First("organization_id", "team_id"))
	r.Set("ip", v.Get("requester_ip_address"))
	r.Set("model", v.First("model", "model_group"))
	r.Set("endpoint", v.Get("call_type"))
	r.Set("session_id", v.Get("session_id"))
	r.Set("end_user", v.Get("end_user"))
	r.Set("status", v.Get("status"))
	asked, answered := v.Get("messages"), v.Get("response")
	prompt := chat.Asked(asked)
	if prompt.Empty() {
		r.Assume(noBodies)
	}
	request := v.Get("proxy_server_request").Inner()
	if body := request.Get("body"); body.IsObject() && prompt.Empty() {
		prompt = chat.Asked(body)
	}
	chat.FillPrompt(r, prompt)
	if answered.Inner().IsObject() || answered.Inner().IsList() {
		chat.FillAnswer(r, chat.Answered(answered))
	}
	p := chat.ParamsOf(request.Get("body"))
	r.Set("max_tokens", p.MaxTokens)
	r.Set("temperature", p.Temperature)
	r.Set("tokens_in", v.Get("prompt_tokens"))
	r.Set("tokens_out", v.Get("completion_tokens"))
	agentAndTags(r, v, request)
	r.Use(asked, answered, v.Get("proxy_server_request"))
}

// agentAndTags sets the tags, among which the gateway notes the client.
func agentAndTags(r *records.Row, v, request records.Value) {
	tags := v.Get("request_tags")
	if list := tags.Inner(); list.Len() > 0 {
		r.Set("tags", tags)
		list.Each(func(_ string, tag records.Value) bool {
			if agent, ok := strings.CutPrefix(tag.String(), "User-Agent: "); ok {
				r.SetText("user_agent", agent)
			}
			return true
		})
	}
	r.Set("user_agent", request.Get("headers").Fold("user-agent"))
	v.Get("metadata").Inner() // its members become extra fields one by one
}

func latency(r *records.Row, v records.Value) {
	start, _, ok := canon.ParseTime(v.Get("startTime").Text(), time.UTC)
	end, _, ok2 := canon.ParseTime(v.Get("endTime").Text(), time.UTC)
	if ok && ok2 {
		r.SetInt("latency_ms", (end-start)/1e6)
	}
}

func failure(r *records.Row, v records.Value) {
	r.Set("request_id", v.Get("request_id"))
	r.Set("ts", v.Get("startTime"))
	latency(r, v)
	r.Set("model", v.First("litellm_model_name", "model_group"))
	if !r.Set("status", v.Get("status_code")) {
		r.Set("status", v.Get("exception_type"))
	}
	kwargs := v.Get("request_kwargs").Inner()
	meta := kwargs.Get("metadata")
	if !r.SetText("account_id", meta.Get("user_api_key_user_id").String()) {
		hash := meta.Get("user_api_key").String()
		if hash == "" {
			r.Reject("The error log names neither a user nor a key.")
			return
		}
		r.SetText("account_id", "key:"+hash)
		r.SetText("api_key_id", hash)
		r.Assume(byKey)
	}
	r.Use(v.Get("request_kwargs"), v.Get("exception_string"))
}

func key(r *records.Row, v records.Value) {
	r.To(casefile.TableActions)
	r.SetText("action", "key_created")
	r.Set("ts", v.Get("created_at"))
	r.Set("by", v.Get("created_by"))
	if !r.Set("account_id", v.Get("user_id")) {
		r.SetText("account_id", "key:"+v.Get("token").String())
		r.Assume(byKey)
	}
	v.Get("metadata").Inner()
}

func user(r *records.Row, v records.Value) {
	r.To(casefile.TableAccounts)
	r.Set("account_id", v.Get("user_id"))
	r.Set("org_id", v.First("organization_id", "team_id"))
	r.Set("created_at", v.Get("created_at"))
	if mail := strings.ToLower(strings.TrimSpace(v.Get("user_email").String())); mail != "" {
		r.SetText("email_hash", chat.Sum(mail))
		if _, domain, ok := strings.Cut(mail, "@"); ok {
			r.SetText("email_domain", domain)
		}
		r.Use(v.Get("user_email"))
	}
	r.Use(v.Get("password"))
	v.Get("metadata").Inner()
}

func change(r *records.Row, v records.Value) {
	r.To(casefile.TableActions)
	r.SetText("action", records.Join(".", v.Get("table_name").String(), v.Get("action").String()))
	r.Set("ts", v.Get("updated_at"))
	if !r.Set("account_id", v.Get("changed_by")) {
		r.SetText("account_id", "key:"+v.Get("changed_by_api_key").String())
		r.Assume(byKey)
	}
	r.Use(v.Get("table_name"), v.Get("action"))
}
