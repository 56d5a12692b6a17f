package demo

import (
	"cmp"
	"slices"
	"strconv"
)

// login is one sign-in to the console.
type login struct {
	at      int64
	account *account
	addr    int32
	device  string
	browser uint8
	result  string
}

// logins makes the sign-ins of one day, by time.
func (w *world) logins(from int64) []login {
	var out []login
	for _, a := range w.accounts {
		d := newDice(w.seed, forLogins, uint64(a.n), uint64(from/day))
		if a.created >= from+day || !d.chance(280) || a.created < from && !a.activeOn(from) {
			continue
		}
		at := from + w.beginning(&d, a)
		if a.style == styleOff {
			at = from + int64(d.n(int(day)))
		}
		if at <= a.created {
			at = a.created + second*int64(d.between(20, 90))
		}
		at = a.before(at, from)
		if at >= w.end {
			continue
		}
		l := login{at: at, account: a, device: a.device, browser: a.browser, result: "ok"}
		if a.relay != nil {
			l.addr = a.relay.exit(&d, a, at)
		} else {
			l.addr = w.where(&d, a, at)
			if a.seconds != "" && d.chance(300) {
				l.device = a.seconds
			}
		}
		switch x := d.n(1000); {
		case x < 45:
			wrong := l
			wrong.result, wrong.at = "wrong_password", max(from, a.created+second, at-second*int64(d.between(4, 40)))
			out = append(out, wrong)
		case x < 50:
			l.result = "password_reset"
		}
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b login) int { return cmp.Compare(a.at, b.at) })
	return out
}

// loginLine renders a sign-in as one line of logins.jsonl.
func (q *requestWriter) loginLine(l *login) []byte {
	p, c := &q.world.list[l.addr], &browsers[l.browser]
	b := append(q.line[:0], `{"account_id":"`...)
	b = append(append(b, l.account.id...), `","ts":"`...)
	b = append(q.appendTime(b, l.at), `","ip":"`...)
	b = append(append(b, p.text...), `","asn":`...)
	b = strconv.AppendInt(b, int64(p.asn), 10)
	b = append(append(append(b, `,"country":"`...), p.country...), `","user_agent":"`...)
	b = append(append(append(b, c.agent...), `","ja4":"`...), c.ja4...)
	b = append(append(append(b, `","device_id":"`...), l.device...), `","result":"`...)
	b = append(append(b, l.result...), "\"}\n"...)
	q.line = b
	return b
}
