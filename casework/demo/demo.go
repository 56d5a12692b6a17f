package demo

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"casebench/internal/progress"
)

// Summary says what was written.
type Summary struct {
	Dir      string       `json:"dir"`
	Scale    string       `json:"scale"`
	Seed     uint64       `json:"seed"`
	Version  int          `json:"version"`
	From     time.Time    `json:"from"`
	To       time.Time    `json:"to"` // excluded
	Accounts int          `json:"accounts"`
	Requests int          `json:"requests"`
	Sessions int          `json:"sessions"`
	Logins   int          `json:"logins"`
	Payments int          `json:"payments"`
	Actions  int          `json:"actions"`
	Groups   []GroupCount `json:"groups"`
}

// Write writes a world into dir, which is made if it is not there. A directory
// that holds something else than a demo world is refused with fault.Conflict; an
// older world in it is replaced, and files beside it are left alone.
//
// Requests are made, sorted and written day by day, so memory does not grow with
// the length of the world. Everything is written beside its final place first:
// when Write fails or ctx is cancelled, dir is as it was before.
func Write(ctx context.Context, dir string, o Options, p progress.Reporter) (Summary, error) {
	sc, err := scaleOf(o.Scale)
	if err != nil {
		return Summary{}, err
	}
	if err := ctx.Err(); err != nil {
		return Summary{}, err
	}
	stage, err := newStage(dir)
	if err != nil {
		return Summary{}, err
	}
	defer stage.discard()
	p.Phase("people", int64(sc.accounts))
	w := newWorld(sc, o.Seed)
	p.Add(int64(len(w.accounts)))

	sum := Summary{
		Dir: dir, Scale: sc.name, Seed: o.Seed, Version: Version, Accounts: len(w.accounts), Groups: w.groups(),
		From: time.UnixMilli(w.start).UTC(), To: time.UnixMilli(w.end).UTC(),
	}
	if err := w.writeEvents(ctx, stage, &sum, p); err != nil {
		return Summary{}, err
	}
	p.Phase("tables", 0)
	if err := w.writeTables(stage, &sum); err != nil {
		return Summary{}, err
	}
	if err := ctx.Err(); err != nil {
		return Summary{}, err
	}
	if err := stage.commit(); err != nil {
		return Summary{}, err
	}
	return sum, nil
}

// writeEvents writes what is too much to hold: requests, sign-ins and the truth
// about sessions.
func (w *world) writeEvents(ctx context.Context, stage *stage, sum *Summary, p progress.Reporter) error {
	requests, err := stage.create("requests.jsonl.gz")
	if err != nil {
		return err
	}
	defer requests.abandon()
	signIns, err := stage.create("logins.jsonl")
	if err != nil {
		return err
	}
	defer signIns.abandon()
	actors, err := stage.create("truth/truth_actors.csv")
	if err != nil {
		return err
	}
	defer actors.abandon()
	if _, err := actors.Write([]byte("session_id,account_id,actor,kind\n")); err != nil {
		return err
	}

	var line []byte
	var failed error
	t := &traffic{world: w, opened: func(s *session) {
		line = append(appendSession(line[:0], w.seed, s.number), ',')
		line = append(append(append(line, s.account.id...), ','), s.actor...)
		line = append(append(append(line, ','), s.kind...), '\n')
		if _, err := actors.Write(line); err != nil && failed == nil {
			failed = err
		}
	}}
	q := newRequestWriter(w)
	p.Phase("requests", int64(w.scale.requests))
	for i, quota := range w.scale.quotas() {
		from := w.start + int64(i)*day
		t.day(from, quota)
		if failed != nil {
			return failed
		}
		if err := writeDay(ctx, q, t, from, requests, p); err != nil {
			return err
		}
		list := w.logins(from)
		for j := range list {
			if _, err := signIns.Write(q.loginLine(&list[j])); err != nil {
				return err
			}
		}
		sum.Logins += len(list)
		sum.Requests += quota
	}
	sum.Sessions = int(t.sessions)
	for _, f := range []*file{requests, signIns, actors} {
		if err := f.close(); err != nil {
			return err
		}
	}
	return nil
}

// writeDay writes a day's requests in order of time, and looks up every few
// thousand whether it is still wanted.
func writeDay(ctx context.Context, q *requestWriter, t *traffic, from int64, out *file, p progress.Reporter) error {
	const step = 8192
	q.startDay(from)
	order := t.sorted()
	for len(order) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		part := order[:min(step, len(order))]
		for _, o := range part {
			if _, err := out.Write(q.render(&t.calls[uint32(o)])); err != nil {
				return err
			}
		}
		p.Add(int64(len(part)))
		order = order[len(part):]
	}
	return nil
}

// writeTables writes the small files; accounts.csv is among them because it says
// how each account ended.
func (w *world) writeTables(stage *stage, sum *Summary) error {
	tables := []struct {
		name string
		rows func(row func(...string) error) error
	}{
		{"accounts.csv", w.accountRows},
		{"payments.csv", func(row func(...string) error) (err error) {
			sum.Payments, err = w.paymentRows(row)
			return err
		}},
		{"actions.csv", w.actionRows},
		{"releases.csv", w.releaseRows},
		{"permissions.csv", w.permissionRows},
		{"known_shared.csv", w.sharedRows},
		{"truth/truth.csv", w.truthRows},
	}
	for _, t := range tables {
		if err := stage.csv(t.name, t.rows); err != nil {
			return fmt.Errorf("write %s: %w", t.name, err)
		}
	}
	sum.Actions = len(w.actions)
	if err := stage.json("partner-stix.json", w.stix()); err != nil {
		return err
	}
	if err := stage.json("partner-misp.json", w.misp()); err != nil {
		return err
	}
	return stage.text(marker, w.story(sum))
}

// story is truth/WORLD.txt: what the world is, and the mark by which a demo
// directory is known.
func (w *world) story(sum *Summary) string {
	s := markerLine + "\n" +
		"world version " + strconv.Itoa(Version) + "\n" +
		"scale " + sum.Scale + "\n" +
		"seed " + strconv.FormatUint(sum.Seed, 10) + "\n" +
		"from " + sum.From.Format(time.RFC3339) + "\n" +
		"to " + sum.To.Format(time.RFC3339) + "\n" +
		"accounts " + strconv.Itoa(sum.Accounts) + "\n" +
		"requests " + strconv.Itoa(sum.Requests) + "\n" +
		"sessions " + strconv.Itoa(sum.Sessions) + "\n" +
		"logins " + strconv.Itoa(sum.Logins) + "\n" +
		"payments " + strconv.Itoa(sum.Payments) + "\n" +
		"actions " + strconv.Itoa(sum.Actions) + "\n"
	for _, g := range sum.Groups {
		s += "group " + g.Group + " " + g.Kind + " " + strconv.Itoa(g.Accounts) + "\n"
	}
	return s
}
