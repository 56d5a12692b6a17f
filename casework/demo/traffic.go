package demo

import (
	"cmp"
	"slices"
)

// call is one request, before it is written out.
type call struct {
	at                  int64
	prompt              uint64
	account             int32
	addr                int32
	template            int32
	session             int32
	user                int32
	tag                 int32
	tokensIn, tokensOut uint32
	latency             uint32
	status              uint16
	client, model       uint8
	shape, key          uint8
	fields, channel     uint8
}

// traffic gathers the requests of one day, which is what bounds the memory of a
// world of any length: a day is made, sorted, written and forgotten.
type traffic struct {
	world    *world
	from     int64 // the day that is being made
	failing  int64 // when the service fails on it, or 0
	calls    []call
	tomorrow []call
	order    []uint64
	sessions int32
	opened   func(*session) // told of every session, in the order of their numbers
}

// open gives a session its number.
func (t *traffic) open(s *session) {
	t.sessions++
	s.number = t.sessions
	t.opened(s)
}

// add takes a request. One that falls on the next day counts there; one past the
// end of the world is mirrored back into its last day, so that nothing is lost
// and the number of requests stays exact.
func (t *traffic) add(c call) {
	if c.at >= t.world.end {
		c.at = t.world.end - 1 - (c.at-t.world.end)%(6*hour)
	}
	if c.status == 200 && t.failing != 0 && c.at >= t.failing && c.at < t.failing+outageLength && c.prompt%10 < 3 {
		c.status, c.tokensOut = 529, 0
	}
	if c.at >= t.from+day {
		t.tomorrow = append(t.tomorrow, c)
		return
	}
	t.calls = append(t.calls, c)
}

// day makes all requests of the day that begins at from, exactly quota of them,
// in t.calls. t.sorted gives them in order.
func (t *traffic) day(from int64, quota int) {
	t.from, t.failing = from, 0
	if began, ok := t.world.outage(from); ok {
		t.failing = began
	}
	late := t.tomorrow
	t.tomorrow = nil
	t.calls = t.calls[:0]
	for _, c := range late {
		t.add(c)
	}
	for _, r := range t.world.relays {
		r.run(from, t)
	}
	for _, u := range t.world.units {
		u.run(from, t)
	}
	t.fill(quota)
	if len(t.calls) != quota {
		panic("demo: a day without its number of requests")
	}
}

// fill gives the rest of the day's requests to the people, each by how much they
// do. A person's session may run past midnight, so it goes on until the day is
// full; the last ones are kept short.
func (t *traffic) fill(quota int) {
	w := t.world
	weights := make([]int, len(w.accounts))
	for round := 0; len(t.calls) < quota; round++ {
		rest, total := quota-len(t.calls), 0
		for i, a := range w.accounts {
			weights[i] = 0
			if a.style != styleOff && a.activeOn(t.from) {
				weights[i] = w.eagerness(a, t.from)
				total += weights[i]
			}
		}
		sum, given := 0, 0
		for i, a := range w.accounts {
			if weights[i] == 0 {
				continue
			}
			sum += weights[i]
			upTo := int(uint64(rest) * uint64(sum) / uint64(total))
			if upTo > given {
				w.personDay(a, upTo-given, round, t)
			}
			given = upTo
		}
	}
}

// sorted returns the places of the day's requests in order of time; equal times
// keep the order in which they were made. The slice is used again the next day.
func (t *traffic) sorted() []uint64 {
	t.order = t.order[:0]
	for i := range t.calls {
		t.order = append(t.order, uint64(t.calls[i].at-t.from)<<32|uint64(i))
	}
	slices.Sort(t.order)
	return t.order
}

// quotas cuts the world's number of requests into days, fewer at weekends.
func (s scale) quotas() []int {
	total := 0
	weigh := func(i int) int {
		if weekday(s.start()+int64(i)*day) >= 5 {
			return 84
		}
		return 106
	}
	for i := range s.days {
		total += weigh(i)
	}
	out, sum, given := make([]int, s.days), 0, 0
	for i := range out {
		sum += weigh(i)
		out[i] = s.requests*sum/total - given
		given += out[i]
	}
	return out
}

// call makes one request of a session.
func (s *session) call(d *dice, at int64) call {
	a := s.account
	sh := &shapes[s.shape]
	in, out := d.between(sh.inLo, sh.inHi), d.between(sh.outLo, sh.outHi)
	in = min(in, d.between(sh.inLo, sh.inHi)) // short ones are commoner
	c := call{
		at: at, prompt: d.u64(), account: int32(a.n), addr: s.addr, template: s.template,
		session: s.number, user: s.user, tag: s.tag, tokensIn: uint32(in), tokensOut: uint32(out),
		latency: uint32(180 + in/40 + out*d.between(7, 16)), status: 200,
		client: s.client, model: s.model, shape: s.shape, key: s.key, fields: a.fields, channel: a.channel,
	}
	if at >= s.adopts && d.chance(s.adoption) {
		c.model = modelNew
	}
	switch x := d.n(1000); {
	case x < 4:
		c.status, c.tokensOut, c.latency = 429, 0, uint32(d.between(20, 90))
	case x < 6:
		c.status, c.tokensOut, c.latency = 529, 0, uint32(d.between(200, 4000))
	case x < 10:
		c.status, c.tokensOut, c.latency = 400, 0, uint32(d.between(15, 60))
	}
	return c
}

// action is one row of enforcement.
type action struct {
	at         int64
	account    *account
	what       string
	reason, by string
}

// The words of enforcement; the same ones hit pools and honest people.
var (
	banReasons   = []string{"terms of service", "automated abuse signal", "payment dispute"}
	pauseReasons = []string{"unusual activity", "automated abuse signal", "payment review"}
	pardons      = []string{"review", "appeal upheld"}
	enforcers    = []string{"trust-and-safety", "automation", "automation"}
)

// act records enforcement. Actions are few enough to keep until the end.
func (w *world) act(at int64, a *account, what, reason, by string) {
	if at < w.end {
		w.actions = append(w.actions, action{at, a, what, reason, by})
	}
}

// sortedActions returns the actions in order of time.
func (w *world) sortedActions() []action {
	slices.SortStableFunc(w.actions, func(a, b action) int { return cmp.Compare(a.at, b.at) })
	return w.actions
}
