package zeek

import (
	"strings"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/canon"
	"casebench/importers/lines"
	"casebench/importers/records"
)

// spec is how JSON is read. Unit is what numeric times count, once for the file.
func spec(unit canon.Unit) *records.Spec {
	return &records.Spec{
		Format: Importer{}.Format(),
		Tables: []casefile.Table{casefile.TableRequests},
		Assumed: []string{
			"%d rows count their time in " + unit.Word() + " since 1970-01-01 UTC.",
			"%d rows name no user; each host that opened a connection" + notAClaim,
		},
		Fit: fit,
		Row: func(r *records.Row) { row(r, unit) },
	}
}

const notAClaim = " counts as one account. That is a way to count, and no claim about who it is."

// origin returns the address that opened the connection, of which the name is
// written flat, and nested by tools that pass logs on.
func origin(v records.Value) records.Value {
	if flat := v.Get("id.orig_h"); flat.There() {
		return flat
	}
	return v.Get("id", "orig_h")
}

func fit(v records.Value) importers.Match {
	if !origin(v).There() || !v.Get("ts").There() || !v.Get("uid").There() {
		return importers.Match{Why: "its records have no ts, uid and id.orig_h, as Zeek's have"}
	}
	return importers.Match{Fit: importers.FitCertain, Why: "its records have the ts, uid and id.orig_h of Zeek"}
}

// unitOf decides what numeric times count: what the person says, or what the head's
// look like. Zeek writes seconds, or milliseconds where it is so configured.
func unitOf(h importers.Head, m *casefile.Mapping) canon.Unit {
	if m != nil {
		if u, ok := canon.UnitByName(m.TimeUnit); ok {
			return u
		}
	}
	s := &canon.Sample{}
	look := records.Spec{Fit: func(v records.Value) importers.Match {
		if ts := v.Get("ts"); ts.IsNumber() {
			s.Add("ts", ts.String())
		}
		return importers.Match{}
	}}
	look.Sniff(h)
	seconds, _ := canon.UnitByName("s")
	if len(s.Columns) == 0 {
		return seconds
	}
	if u := canon.ProposeUnit(s.Columns[0].Numbers); u != 0 {
		return u
	}
	return seconds
}

func row(r *records.Row, unit canon.Unit) {
	v := r.Record
	if ts := v.Get("ts"); ts.IsNumber() {
		if r.SetEpoch("ts", ts, unit) {
			r.Assume(0)
		}
	} else {
		r.Set("ts", ts)
	}
	host := origin(v)
	if r.SetText("account_id", standIn(host)) {
		r.Assume(1)
	}
	r.Set("ip", host)
	r.Set("request_id", v.Get("uid"))
	r.Set("user_agent", v.Get("user_agent"))
	r.Set("ja4", v.Get("ja4"))
	r.Set("status", v.Get("status_code"))
	if uri := v.Get("uri"); !uri.Empty() {
		path, query, _ := strings.Cut(uri.String(), "?")
		if r.SetText("endpoint", path) {
			r.Extra("query", query)
			r.Use(uri)
		}
	}
}

func standIn(host records.Value) string {
	if host.Empty() {
		return ""
	}
	return lines.StandIn(prefix, host.Text(), nil)
}
