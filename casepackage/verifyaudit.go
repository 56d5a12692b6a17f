package casepackage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/audit"
)

// auditWalk follows the hash chain of an audit log as its bytes go by. The zero
// value stands before the first entry. It is an io.Writer that never fails: what
// is wrong is kept for the end.
type auditWalk struct {
	rest     []byte
	n        uint64
	withheld int
	head     string
	wrong    error
}

const maxEntry = 16 << 20

// Write implements io.Writer.
func (w *auditWalk) Write(p []byte) (int, error) {
	n := len(p)
	for w.wrong == nil {
		i := bytes.IndexByte(p, '\n')
		if i < 0 {
			if len(w.rest)+len(p) > maxEntry {
				w.wrong = fmt.Errorf("%s: entry %d is larger than any that is written", auditPath, w.n+1)
				break
			}
			w.rest = append(w.rest, p...)
			break
		}
		w.rest = append(w.rest, p[:i]...)
		if err := w.entry(w.rest); err != nil {
			w.wrong = fmt.Errorf("%s: entry %d %w", auditPath, w.n+1, err)
		}
		w.rest = w.rest[:0]
		p = p[i+1:]
	}
	return n, nil
}

func (w *auditWalk) entry(line []byte) error {
	var e struct {
		casefile.AuditEntry
		Withheld bool `json:"withheld"`
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return errors.New("cannot be read")
	}
	previous := w.head
	if w.n == 0 {
		previous = strings.Repeat("0", 64)
	}
	switch {
	case e.Seq != w.n+1:
		return fmt.Errorf("is missing: number %d stands in its place", e.Seq)
	case e.Previous != previous:
		return errors.New("does not follow from the entry before")
	case len(e.Hash) != 64:
		return errors.New("has no hash")
	case e.Withheld:
		w.withheld++
	case e.Hash != audit.Hash(e.AuditEntry):
		return errors.New("was changed: its hash does not match its content")
	}
	w.n, w.head = e.Seq, e.Hash
	return nil
}

func (w *auditWalk) describe() string {
	s := fmt.Sprintf("%d entries, each following from the one before", w.n)
	if w.withheld > 0 {
		s += fmt.Sprintf("; %d withheld, so their own words cannot be checked", w.withheld)
	}
	return s
}

// checkAudit holds the log against the two places that state its head.
func (b *bag) checkAudit() error {
	switch {
	case b.audit.wrong != nil:
		return b.audit.wrong
	case len(b.audit.rest) > 0:
		return fmt.Errorf("%s breaks off after entry %d", auditPath, b.audit.n)
	case string(b.text(auditRootPath)) != fmt.Sprintf("%s  %d\n", b.audit.head, b.audit.n):
		return fmt.Errorf("%s states another head than the log has", auditRootPath)
	case b.info("Audit-Head") != b.audit.head || b.info("Audit-Entries") != strconv.FormatUint(b.audit.n, 10):
		return fmt.Errorf("%s states another audit head than the log has", fileInfo)
	}
	return nil
}
