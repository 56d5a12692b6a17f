package casework

import (
	"context"
	"fmt"
	"strings"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// logged returns, by source, what the log said of it when its import ended.
func (c *Casework) logged() (map[uint32]map[string]string, error) {
	out := map[uint32]map[string]string{}
	err := c.file.View(func(tx *store.Tx) error {
		entries, err := tx.Audit(1)
		for _, e := range entries {
			if e.Verb != "import.end" || len(e.Subject) == 0 {
				continue
			}
			if ref, err := casefile.ParseRef(e.Subject[0]); err == nil {
				out[ref.N] = e.Details
			}
		}
		return err
	})
	return out, err
}

// agrees compares the digests that a source names with those in the log.
func agrees(s *casefile.Source, log map[string]string) error {
	if log == nil {
		return fault.Newf(fault.Verification, "The log does not say that source %d was imported.", s.ID)
	}
	if log["sha256"] != s.SHA256 || log["tree"] != "" && log["tree"] != s.Root || log["within"] != s.EnclosedIn() {
		return fault.Newf(fault.Verification, "Source %d names other digests than the log does.", s.ID)
	}
	return nil
}

// verifySource adds the checks of one source.
func (c *Casework) verifySource(ctx context.Context, s casefile.Source, log map[string]string, add func(name string, err error, good string) error) error {
	name := fmt.Sprintf("source %d", s.ID)
	if err := agrees(&s, log); err != nil {
		return add(name, err, "")
	}
	switch s.State {
	case casefile.SourcePurged:
		return add(name, nil, fmt.Sprintf("it was purged (act %d); its SHA-256 was %s", s.Purged.Act, s.SHA256))
	case casefile.SourcePurging:
		return add(name, nil, "its purge was cut off; purge it again to end it")
	}
	v, err := c.file.VerifySource(ctx, s.ID, progress.Discard)
	if err == nil {
		err = allDamage(&v)
	}
	good := s.Name + ": the kept bytes have the SHA-256 taken at import"
	if s.Chunks > 0 {
		good += fmt.Sprintf(", in %s under the root %s", plural(int(s.Chunks), "chunk"), s.Root)
	}
	return add(name, err, good)
}

// damageShown is how many damaged places a sentence names.
const damageShown = 8

// allDamage is the error of a verification with every damaged place in its
// sentence, up to a handful.
func allDamage(v *store.Verification) error {
	err := v.Err()
	if err == nil || len(v.Damaged) == 0 {
		return err
	}
	var places []string
	for i := range v.Damaged {
		if i == damageShown {
			places = append(places, fmt.Sprintf("and %d more", len(v.Damaged)-i))
			break
		}
		places = append(places, v.Damaged[i].String())
	}
	return fault.New(fault.Verification, fmt.Sprintf("The original of source %d is not the file that was imported: %s.", v.Source, strings.Join(places, "; ")),
		"Compare it with another copy of the file.", err)
}
