package casework

import (
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casepackage"
)

// custodyActions says which acts touched evidence, in the words of a custody
// record.
func custodyActions() map[string]string {
	return map[string]string{"import.begin": "received", "import.end": "imported", "import.drop": "dropped", "import.resume": "import went on",
		"describe": "custody amended", "source.verify": "hashed again", "reveal": "viewed content", "rejects": "viewed content",
		"export": "exported", "withdraw": "withdrawn", "restore": "restored", "exhibit": "made an exhibit",
		"hold.set": "held", "hold.lift": "hold lifted", "retention": "retention set", "seal": "sealed",
		"purge.begin": "purge begun", "purge.end": "purged"}
}

// custody turns the acts that touched evidence into custody events: who, what,
// how, when, on what, with what result. What came in carries the digest of the
// file as received, what went out that of the package. What people say of the time
// before the import stands before it.
func custody(audit []casefile.AuditEntry, sources []casefile.Source) []casepackage.CustodyEvent {
	byRef := map[string]casefile.Source{}
	var out []casepackage.CustodyEvent
	for _, s := range sources {
		byRef[casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String()] = s
		out = append(out, before(s)...)
	}
	actions := custodyActions()
	for _, e := range audit {
		action, ok := actions[e.Verb]
		if !ok {
			continue
		}
		ev := casepackage.CustodyEvent{Time: e.Time, Actor: e.By, Action: action, Reason: e.Reason, Note: e.Message, After: e.Details["sha256"]}
		if len(e.Subject) > 0 {
			ev.Subject = e.Subject[0]
		}
		if e.Verb == "source.verify" {
			ev.Subject = strings.Join(e.Subject, " ")
		}
		if s, ok := byRef[ev.Subject]; ok && e.Verb != "import.drop" {
			ev.From, ev.To, ev.After = s.Name, "the case", s.SHA256
			switch e.Verb {
			case "import.begin":
				if s.Custody.ReceivedFrom != "" {
					ev.From = s.Custody.ReceivedFrom
				}
			case "import.end":
				ev.Tool = s.Format
				for i := len(s.Within) - 1; i >= 0; i-- {
					ev.Note += " It lay as " + s.Within[i].String() + "."
				}
			case "purge.begin", "purge.end":
				ev.From, ev.To, ev.Before, ev.After = "the case", "", s.SHA256, ""
			}
		}
		if e.Verb == "export" {
			ev.From, ev.To = "the case", "profile "+e.Details["profile"]
		}
		if e.Verb == "seal" {
			ev.After = e.Details["digest"]
		}
		out = append(out, ev)
	}
	return out
}

// before is what is said of a source before it was imported: who collected it, and
// who handed it over. What has no time is not an event; the report tells it.
func before(s casefile.Source) []casepackage.CustodyEvent {
	c := &s.Custody
	ref := casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String()
	var out []casepackage.CustodyEvent
	add := func(said string, ev casepackage.CustodyEvent) {
		at, ok := saidTime(said)
		if !ok {
			return
		}
		ev.Time, ev.Subject, ev.After = at, ref, s.SHA256
		if len(said) == len(time.DateOnly) {
			ev.Note = strings.TrimPrefix(ev.Note+"; the time of day is not known", "; ")
		}
		ev.Note = strings.TrimPrefix(ev.Note+"; as it was said, not as the log saw it", "; ")
		out = append(out, ev)
	}
	query := ""
	if c.ExportQuery != "" {
		query = "export query: " + c.ExportQuery
	}
	add(c.CollectedAt, casepackage.CustodyEvent{Actor: c.CollectedBy, Action: "collected", Tool: c.Method, From: c.System, To: c.Custodian, Note: query})
	add(c.ReceivedAt, casepackage.CustodyEvent{Actor: c.ReceivedFrom, Action: "handed over", From: c.ReceivedFrom, To: s.By})
	return out
}

// saidTime reads a time as custody fields hold it.
func saidTime(s string) (time.Time, bool) {
	if at, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return at.UTC(), true
	}
	at, err := time.Parse(time.DateOnly, s)
	return at, err == nil
}
