package casework

import (
	"casebench/casefile"
	"casebench/casepackage"
)

// custodyActions says which acts touched evidence, in the words of a custody
// record.
func custodyActions() map[string]string {
	return map[string]string{"import.begin": "received", "import.end": "imported", "import.drop": "dropped",
		"reveal": "viewed content", "export": "exported", "withdraw": "withdrawn", "restore": "restored", "exhibit": "made an exhibit"}
}

// custody turns the acts that touched evidence into custody events: who, what,
// how, when, on what, with what result. What came in carries the digest of the
// file as received, what went out that of the package.
func custody(audit []casefile.AuditEntry, sources []casefile.Source) []casepackage.CustodyEvent {
	byRef := map[string]casefile.Source{}
	for _, s := range sources {
		byRef[casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String()] = s
	}
	actions := custodyActions()
	var out []casepackage.CustodyEvent
	for _, e := range audit {
		action, ok := actions[e.Verb]
		if !ok {
			continue
		}
		ev := casepackage.CustodyEvent{Time: e.Time, Actor: e.By, Action: action, Reason: e.Reason, Note: e.Message, After: e.Details["sha256"]}
		if len(e.Subject) > 0 {
			ev.Subject = e.Subject[0]
		}
		if s, ok := byRef[ev.Subject]; ok && e.Verb != "import.drop" {
			ev.From, ev.To, ev.After = s.Name, "the case", s.SHA256
			if e.Verb == "import.end" {
				ev.Tool = s.Format
			}
		}
		if e.Verb == "export" {
			ev.From, ev.To = "the case", "profile "+e.Details["profile"]
		}
		out = append(out, ev)
	}
	return out
}
