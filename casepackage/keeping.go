package casepackage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"casebench/casefile"
)

// keepingMembers tell how each source came, which legal holds there are and which
// revisions were sealed. What the case does not have makes no file.
func (p *packer) keepingMembers() []member {
	var all []member
	if len(p.c.Sources) > 0 {
		all = append(all, p.bytes("data/custody/sources.csv", p.sourceTable))
	}
	if len(p.c.Holds) > 0 {
		all = append(all, p.bytes("data/custody/holds.csv", p.holdTable))
	}
	if len(p.c.Seals) > 0 {
		all = append(all, p.bytes("data/custody/seals.jsonl", func(w *bytes.Buffer) error {
			for i := range p.c.Seals {
				line, err := json.Marshal(&p.c.Seals[i])
				if err != nil {
					return err
				}
				w.Write(append(line, '\n'))
			}
			return nil
		}))
	}
	return all
}

func (p *packer) sourceTable(w *bytes.Buffer) error {
	columns := []string{"source", "file", "sha256", "bytes", "rows", "accepted", "rejected", "skipped", "tree_root", "chunks", "imported", "by", "state"}
	for _, f := range (casefile.Custody{}).Fields() {
		columns = append(columns, f.Key)
	}
	t := newTable(w, append(columns, "purged_at", "purged_by", "purged_reason")...)
	for i := range p.c.Sources {
		s := &p.c.Sources[i]
		row := []any{s.ID, s.Name, s.SHA256, s.Bytes, s.Rows, s.Accepted, s.Rejected, s.Skipped, s.Root, s.Chunks, s.Imported, s.By, string(s.State)}
		for _, f := range s.Custody.Fields() {
			row = append(row, f.Value)
		}
		at, by, reason := time.Time{}, "", ""
		if g := s.Purged; g != nil {
			at, by, reason = g.At, g.By, g.Reason
		}
		t.add(append(row, at, by, reason)...)
	}
	return t.close()
}

func (p *packer) holdTable(w *bytes.Buffer) error {
	t := newTable(w, "hold", "trigger", "scope", "by", "at", "lifted_at", "lifted_by", "lifted_reason")
	for i := range p.c.Holds {
		h := &p.c.Holds[i]
		l := casefile.Lift{}
		if h.Lifted != nil {
			l = *h.Lifted
		}
		t.add(h.ID, h.Trigger, h.Scope, h.By, h.At, l.At, l.By, l.Reason)
	}
	return t.close()
}

// cameBy says in a clause how a source came, as people said it.
func cameBy(s *casefile.Source) string {
	c := &s.Custody
	var parts []string
	say := func(format, value string) {
		if value != "" {
			parts = append(parts, fmt.Sprintf(format, value))
		}
	}
	for i := len(s.Within) - 1; i >= 0; i-- {
		say("lay as %s", s.Within[i].String())
	}
	say("from the system %s", c.System)
	say("by the export query %q", c.ExportQuery)
	say("collected by %s", c.CollectedBy)
	say("collected at %s", c.CollectedAt)
	say("copied by %s", c.Method)
	say("received from %s", c.ReceivedFrom)
	say("received at %s", c.ReceivedAt)
	say("kept by %s", c.Custodian)
	say("expires at its system on %s", c.ExpiresOn)
	return strings.Join(parts, ", ")
}
