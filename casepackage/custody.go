package casepackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"casebench/casefile"
)

func (p *packer) custodyMembers() []member {
	return []member{
		p.bytes("data/custody/audit-root.txt", func(w *bytes.Buffer) error {
			_, err := fmt.Fprintf(w, "%s  %d\n", p.c.Head, p.c.Revision)
			return err
		}),
		p.stream("data/custody/audit.jsonl", p.auditLog),
		p.bytes("data/custody/custody.csv", p.custodyTable),
	}
}

// auditTotals is what the report says of the audit log.
type auditTotals struct {
	entries  uint64
	withheld int
	last     []casefile.AuditEntry // the newest few, without withheld ones
}

const auditShown = 40

// withheldEntry stands in the log for an entry that holds privileged words. The
// chain runs through it by its hashes.
type withheldEntry struct {
	Seq      uint64 `json:"seq"`
	Time     string `json:"time"`
	Previous string `json:"previous"`
	Hash     string `json:"hash"`
	Withheld bool   `json:"withheld"`
}

// auditLog writes the whole chain and makes sure that it ends at the head which
// the package states.
func (p *packer) auditLog(w io.Writer) error {
	privileged := privilegedWords(p.c.Annotations)
	last := ""
	if p.c.Audit != nil {
		for e, err := range p.c.Audit {
			if err != nil {
				return err
			}
			var line []byte
			if holdsPrivileged(&e, privileged) {
				p.audit.withheld++
				line, err = json.Marshal(withheldEntry{e.Seq, instant(e.Time), e.Previous, e.Hash, true})
			} else {
				p.audit.last = append(p.audit.last, e)
				if len(p.audit.last) > auditShown {
					p.audit.last = p.audit.last[1:]
				}
				line, err = json.Marshal(e)
			}
			if err != nil {
				return err
			}
			if _, err := w.Write(append(line, '\n')); err != nil {
				return err
			}
			p.audit.entries, last = e.Seq, e.Hash
		}
	}
	if last != p.c.Head || p.audit.entries != p.c.Revision {
		return fmt.Errorf("the audit log ends at entry %d, the case says %d", p.audit.entries, p.c.Revision)
	}
	return nil
}

// privilegedWords collects what counsel wrote, so that no log line repeats it.
func privilegedWords(all []casefile.Annotation) []string {
	var words []string
	for i := range all {
		if a := &all[i]; a.Kind == casefile.KindPrivileged {
			if t := strings.TrimSpace(a.Text); t != "" {
				words = append(words, t)
			}
		}
	}
	return words
}

func holdsPrivileged(e *casefile.AuditEntry, words []string) bool {
	holds := func(s string) bool {
		return s == string(casefile.KindPrivileged) ||
			slices.ContainsFunc(words, func(w string) bool { return w != "" && strings.Contains(s, w) })
	}
	for _, v := range e.Details {
		if holds(v) {
			return true
		}
	}
	return holds(e.Reason) || holds(e.Message) || slices.ContainsFunc(e.Subject, holds)
}

func (p *packer) custodyTable(w *bytes.Buffer) error {
	t := newTable(w, "time", "actor", "action", "subject", "tool", "from", "to", "reason", "sha256_before", "sha256_after", "note")
	for _, e := range p.custody() {
		t.add(e.Time, e.Actor, e.Action, e.Subject, e.Tool, e.From, e.To, e.Reason, e.Before, e.After, e.Note)
	}
	return t.close()
}

// custody returns the given events, with the import of each source where nobody
// told it, and with this hand-over, by time.
func (p *packer) custody() []CustodyEvent {
	all := slices.Clone(p.c.Custody)
	for i := range p.c.Sources {
		s := &p.c.Sources[i]
		ref := casefile.Ref{Kind: casefile.RefSource, N: s.ID}.String()
		if slices.ContainsFunc(all, func(e CustodyEvent) bool { return e.Subject == ref && e.Action == "imported" }) {
			continue
		}
		all = append(all, CustodyEvent{Time: s.Imported, Actor: s.By, Action: "imported", Subject: ref,
			Tool: fmt.Sprintf("%s, importer %s v%d", p.c.Program, s.Format, s.FormatVersion), From: s.Custody.ReceivedFrom, To: "the case",
			After: s.SHA256, Note: fmt.Sprintf("%s: %d bytes, %d rows", s.Name, s.Bytes, s.Rows)})
	}
	all = append(all, CustodyEvent{Time: p.now, Actor: p.c.Author, Action: "exported", Subject: "package:" + p.id,
		Tool: p.c.Program, From: "the case", To: "profile " + string(p.o.Profile), Note: "hashes in manifest-sha256.txt"})
	slices.SortStableFunc(all, func(a, b CustodyEvent) int { return a.Time.Compare(b.Time) })
	return all
}
