package store

import (
	"context"
	"fmt"
	"strconv"

	"casebench/casefile"
)

// SealVerdict says whether what a seal covers is unchanged.
type SealVerdict struct {
	Record  casefile.SealRecord
	Changed []string // a sentence for each thing that is not as it was sealed
	Later   []string // what acts after the seal changed, as the log records
}

// VerifySeals compares what the case holds with every seal in it. It reads
// digests of stored values: that originals and blocks have theirs is the business
// of Verify and Check. A withdrawal, an amendment or a purge after the seal is no
// change of what was sealed where the log has the act.
func (f *File) VerifySeals(ctx context.Context) ([]SealVerdict, error) {
	var out []SealVerdict
	err := f.stock(ctx, func(s *stocktaking) error {
		stored, err := list[storedSeal](s.tx, bucketSeals, nil)
		if err != nil || len(stored) == 0 {
			return err
		}
		var now casefile.Seal
		if err := s.state(&now); err != nil {
			return err
		}
		log, err := s.tx.Audit(1)
		if err != nil {
			return err
		}
		for i := range stored {
			r, sound, err := stored[i].record()
			if err != nil {
				return err
			}
			c := comparison{s: s, log: log, now: &now, v: SealVerdict{Record: r}}
			if !sound {
				c.changed("The seal itself does not have its digest.")
			}
			if err := c.all(); err != nil {
				return err
			}
			out = append(out, c.v)
		}
		return nil
	})
	return out, err
}

// comparison holds one seal against the case.
type comparison struct {
	s   *stocktaking
	log []casefile.AuditEntry
	now *casefile.Seal
	v   SealVerdict
}

func (c *comparison) changed(format string, args ...any) {
	c.v.Changed = append(c.v.Changed, fmt.Sprintf(format, args...))
}

func (c *comparison) later(format string, args ...any) {
	c.v.Later = append(c.v.Later, fmt.Sprintf(format, args...))
}

// entry returns an entry of the log, or the zero one.
func (c *comparison) entry(seq uint64) casefile.AuditEntry {
	if seq == 0 || seq > uint64(len(c.log)) {
		return casefile.AuditEntry{}
	}
	return c.log[seq-1]
}

// after returns the newest entry after the seal with one of the verbs and a detail.
func (c *comparison) after(detail, value string, verbs ...string) (casefile.AuditEntry, bool) {
	for i := len(c.log) - 1; i >= 0 && c.log[i].Seq > c.v.Record.Seal.Revision; i-- {
		for _, verb := range verbs {
			if e := c.log[i]; e.Verb == verb && (detail == "" || e.Details[detail] == value) {
				return e, true
			}
		}
	}
	return casefile.AuditEntry{}, false
}

func (c *comparison) all() error {
	seal := &c.v.Record.Seal
	if e := c.entry(seal.Revision); e.Hash != seal.Head {
		c.changed("The audit log does not have the entry %d that was its newest.", seal.Revision)
	}
	if e := c.entry(c.v.Record.Act); e.Verb != "seal" || e.Details["digest"] != c.v.Record.Digest {
		c.changed("The audit log does not record this seal.")
	}
	now := map[uint32]*casefile.SealedSource{}
	for i := range c.now.Sources {
		now[c.now.Sources[i].ID] = &c.now.Sources[i]
	}
	for i := range seal.Sources {
		c.source(&seal.Sources[i], now[seal.Sources[i].ID])
	}
	c.items()
	return c.words()
}

// source compares one source.
func (c *comparison) source(was, is *casefile.SealedSource) {
	n := strconv.FormatUint(uint64(was.ID), 10)
	if is == nil {
		c.changed("Source %d is gone.", was.ID)
		return
	}
	if was.SHA256 != is.SHA256 || was.Root != is.Root || was.Chunks != is.Chunks || was.Bytes != is.Bytes {
		c.changed("Source %d has another digest of its file.", was.ID)
	}
	if was.Rows != is.Rows || was.Accepted != is.Accepted || was.Rejected != is.Rejected || was.Skipped != is.Skipped {
		c.changed("Source %d has other counts of rows.", was.ID)
	}
	out := is.State == casefile.SourcePurged || is.State == casefile.SourcePurging
	if out && was.State != casefile.SourcePurged {
		if e, ok := c.after("source", n, "purge.begin"); ok {
			c.later("Source %d was purged (act %d).", was.ID, e.Seq)
			return
		}
		c.changed("Source %d is purged, and no act says so.", was.ID)
		return
	}
	if was.Blocks != is.Blocks || was.Chain != is.Chain {
		c.changed("Source %d has another chain of blocks.", was.ID)
	}
	if was.Rest != is.Rest {
		c.changed("Source %d has other rejects, defects, indicators, groups or observations.", was.ID)
	}
	if was.Custody != is.Custody {
		if e, ok := c.after("source", n, "describe", "undo", "redo"); ok {
			c.later("The custody of source %d was amended (act %d).", was.ID, e.Seq)
		} else {
			c.changed("The custody of source %d is another one, and no act says so.", was.ID)
		}
	}
	if was.State != is.State {
		if e, ok := c.after("source", n, "withdraw", "restore", "undo", "redo"); ok {
			c.later("Source %d is %s now (act %d).", was.ID, is.State, e.Seq)
		} else {
			c.changed("Source %d is %s now, and no act says so.", was.ID, is.State)
		}
	}
}

// items compares what people said and what linkage found.
func (c *comparison) items() {
	type key struct {
		kind string
		id   uint32
	}
	now := map[key]*casefile.SealedItem{}
	for i := range c.now.Items {
		now[key{c.now.Items[i].Kind, c.now.Items[i].ID}] = &c.now.Items[i]
	}
	for _, was := range c.v.Record.Seal.Items {
		is := now[key{was.Kind, was.ID}]
		switch {
		case is == nil:
			c.changed("The %s %d is gone.", was.Kind, was.ID)
		case is.Digest != was.Digest:
			c.changed("The %s %d is another one.", was.Kind, was.ID)
		case is.Out != was.Out:
			c.moved(was)
		}
	}
}

// moved looks for the act that withdrew, restored or lifted a thing. What is done
// to several things is one act, so that any such act after the seal will do.
func (c *comparison) moved(was casefile.SealedItem) {
	verbs := []string{"withdraw", "restore", "undo", "redo"}
	switch was.Kind {
	case "hold":
		verbs = []string{"hold.lift"}
	case "decision":
		verbs = append(verbs, "decide")
	}
	if e, ok := c.after("", "", verbs...); ok {
		word := map[bool]string{false: "withdrawn", true: "restored"}[was.Out]
		if was.Kind == "hold" {
			word = "lifted"
		}
		c.later("The %s %d was %s after the seal (act %d or before).", was.Kind, was.ID, word, e.Seq)
		return
	}
	c.changed("The %s %d was withdrawn or restored, and no act says so.", was.Kind, was.ID)
}

// words compares the values that codes stand for. A purge empties some of them, and
// its act names the digest after it.
func (c *comparison) words() error {
	seal := &c.v.Record.Seal
	want := seal.Dictionaries.Digest
	name := sealWords(seal.ID)
	for i := len(c.log) - 1; i >= 0 && c.log[i].Seq > seal.Revision; i-- {
		if d := c.log[i].Details[name]; d != "" && c.log[i].Verb == "purge.end" {
			want = d
			break
		}
	}
	got, err := c.s.words(seal.Dictionaries)
	if err == nil && got != want {
		if e, ok := c.after("", "", "purge.begin"); ok && c.purging() {
			c.later("A purge is under way (act %d): it empties values that only its source used.", e.Seq)
			return nil
		}
		c.changed("The values that codes stand for are other ones.")
	}
	return err
}

func (c *comparison) purging() bool {
	for i := range c.now.Sources {
		if c.now.Sources[i].State == casefile.SourcePurging {
			return true
		}
	}
	return false
}

// sealWords names the detail of a purge's act that holds the digest of the words of
// a seal after it.
func sealWords(seal uint32) string { return fmt.Sprintf("words of seal %d", seal) }
