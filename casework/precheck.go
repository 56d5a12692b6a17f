package casework

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/casepackage"
	"casebench/internal/fault"
	"casebench/internal/progress"
	"casebench/linkage"
	linksignals "casebench/linkage/all"
)

// ExportCheck is what can be said of an export before it is made. The package's own
// list of what was kept back, made while it is written, is the one that counts.
type ExportCheck struct {
	Marking casefile.Marking      `json:"marking"` // the narrowest of what would leave
	Stays   []casepackage.Blocked `json:"stays"`
	Lacks   []string              `json:"lacks"` // what a reader would miss, in sentences
}

// CheckExport says what an export for a profile would keep back and what it would
// lack. It changes nothing.
func (c *Casework) CheckExport(_ context.Context, profile string) (ExportCheck, error) {
	p, err := casepackage.ParseProfile(profile)
	if err != nil {
		return ExportCheck{}, err
	}
	k := ExportCheck{Stays: []casepackage.Blocked{}}
	narrow := func(m casefile.Marking) {
		if m.Rank() > k.Marking.Rank() {
			k.Marking = m
		}
	}
	err = c.file.View(func(tx *store.Tx) error {
		notes, err := tx.Annotations()
		if err != nil {
			return err
		}
		k.notes(notes)
		exhibits, err := tx.Exhibits()
		if err != nil {
			return err
		}
		if p == casepackage.Partner && len(exhibits) > 0 {
			k.Stays = append(k.Stays, casepackage.Blocked{Item: several(len(exhibits), "exhibit"), Reason: "A partner gets no rows of logs."})
		}
		sources, err := tx.Sources()
		if err != nil {
			return err
		}
		rejected := int64(0)
		for _, s := range sources {
			if s.State == casefile.SourceReady {
				narrow(s.TLP)
				rejected += s.Rejected
			}
		}
		if rejected > 0 {
			k.Lacks = append(k.Lacks, unread(rejected))
		}
		run, ok, err := tx.NewestRun()
		if err == nil && !ok {
			k.Lacks = append(k.Lacks, "No linkage was run: the package will make no statement about which accounts act together.")
		} else if err == nil && len(run.Sources) < len(sources) {
			k.Lacks = append(k.Lacks, "Sources were imported after the newest run; link again to have them in it.")
		}
		return err
	})
	return k, err
}

// notes says which annotations stay, and whether anybody wrote a finding.
func (k *ExportCheck) notes(list []casefile.Annotation) {
	findings := 0
	for _, a := range list {
		switch {
		case a.Withdrawn:
		case a.Kind == casefile.KindPrivileged:
			k.Stays = append(k.Stays, casepackage.Blocked{Item: fmt.Sprintf("annotation:%d", a.ID), Reason: "Privileged; it never leaves the case."})
		case a.Kind == casefile.KindFinding:
			findings++
		}
	}
	if findings == 0 {
		k.Lacks = append(k.Lacks, "No finding was written: the report will hold what the machine says and no person's conclusion.")
	}
}

// Signals lists what linkage compares, in the order in which runs prepare it.
func Signals() []linkage.SignalInfo {
	list := linksignals.Signals()
	out := make([]linkage.SignalInfo, len(list))
	for i, s := range list {
		out[i] = s.Info()
	}
	return out
}

// KeyNeedsPassphrase reports whether the signing key at path is kept under a
// passphrase. A file that is no key is a fault.
func KeyNeedsPassphrase(path string) (bool, error) {
	asked := false
	_, err := casepackage.LoadSigner(path, func() ([]byte, error) {
		asked = true
		return nil, fault.New(fault.Cancelled, "asked", "", nil)
	})
	if asked {
		return true, nil
	}
	return false, err
}

// Verify verifies the open case as the function Verify does one on disk: audit
// chain, kept originals, consistency.
func (c *Casework) Verify(ctx context.Context, p progress.Reporter) (VerifyResult, error) {
	return c.verify(ctx, p)
}

// unread says how many rows could not be read.
func unread(rows int64) string {
	if rows == 1 {
		return "1 row of the sources could not be read; the package lists it."
	}
	return fmt.Sprintf("%d rows of the sources could not be read; the package lists them.", rows)
}

// several writes a number with its noun: "1 link", "12 links".
func several(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
