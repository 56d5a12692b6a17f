package demo

// hours of the day, in local time, at which sessions begin, per style.
var rhythm = [...][24]int{
	styleChat: {3, 2, 1, 1, 1, 1, 3, 5, 6, 6, 6, 6, 7, 6, 6, 6, 7, 8, 9, 12, 13, 12, 9, 6},
	styleDev:  {2, 1, 1, 1, 1, 1, 2, 5, 11, 15, 16, 14, 9, 14, 16, 15, 13, 10, 6, 5, 6, 6, 5, 3},
	styleApp:  {4, 4, 4, 4, 4, 4, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 4, 4},
	styleOff:  {1},
}

// eagerness is how much an account would do on a day, relative to others.
func (w *world) eagerness(a *account, from int64) int {
	d := newDice(w.seed, forDay, uint64(a.n), uint64(from/day))
	if a.style != styleApp && d.chance(180) {
		return 0 // not every day
	}
	e := a.weight * d.between(40, 160)
	if weekday(from+int64(12-a.zone)*hour) >= 5 {
		switch a.style {
		case styleDev:
			e /= 4
		case styleChat:
			e = e * 9 / 10
		}
	}
	return max(e, 1)
}

// personDay makes n requests of a person on one day, in sessions.
func (w *world) personDay(a *account, n, round int, t *traffic) {
	d := newDice(w.seed, forPerson, uint64(a.n)<<8|uint64(round), uint64(t.from/day))
	for n > 0 {
		k := min(n, sessionLength(&d, a.style))
		at := t.from + w.beginning(&d, a)
		s := session{
			account: a, actor: a.id, kind: actorSelf, key: uint8(d.n(len(a.keys))), shape: a.shape,
			client: of(&d, a.clients), model: a.model, adopts: a.adopts, adoption: a.adoption,
			addr: w.where(&d, a, at), template: -1, user: -1, tag: -1,
		}
		switch x := d.n(1000); {
		case x < a.public:
			s.template = int32(w.public.draw(&d))
		case x < a.public+a.private && len(a.templates) > 0:
			s.template = of(&d, a.templates)
		}
		if d.chance(30) {
			s.user, s.tag = w.label(&d)
		}
		t.open(&s)
		for range k {
			t.add(s.call(&d, a.before(at, t.from)))
			at += second*int64(d.spread(3, 7)) + int64(d.n(1000))
		}
		n -= k
	}
}

// before keeps a person's request ahead of the moment at which the account was
// stopped on this day: it is mirrored there.
func (a *account) before(at, from int64) int64 {
	for _, s := range a.absent {
		if at >= s.from && at < s.to && s.from > from {
			at = s.from - 1 - (at-s.from)%(s.from-from)
		}
	}
	return at
}

func sessionLength(d *dice, s style) int {
	switch s {
	case styleChat:
		return d.between(1, 9)
	case styleApp:
		return d.between(6, 40)
	}
	return d.between(2, 24)
}

// beginning draws the time of day, in UTC, at which a session begins.
func (w *world) beginning(d *dice, a *account) int64 {
	hours := &rhythm[a.style]
	total := 0
	for _, x := range hours {
		total += x
	}
	x, h := d.n(total), 0
	for ; x >= hours[h]; h++ {
		x -= hours[h]
	}
	h = ((h-a.zone)%24 + 24) % 24
	return int64(h)*hour + int64(d.n(int(hour)))
}

// where is the address that a person is at: at work in office hours, on the way
// with a telephone, mostly at home.
func (w *world) where(d *dice, a *account, at int64) int32 {
	local := int(((at/hour+int64(a.zone))%24 + 24) % 24)
	working := local >= 8 && local < 18 && weekday(at) < 5
	switch {
	case a.atWork > 0 && a.work >= 0 && d.chance(a.atWork):
		return a.work
	case a.atWork == 0 && a.work >= 0 && working && d.chance(800):
		return a.work
	case a.vpn >= 0 && d.chance(350):
		return a.vpn
	case len(a.mobile) > 0 && a.style == styleChat && d.chance(220), len(a.mobile) > 0 && d.chance(60):
		return of(d, a.mobile)
	}
	return a.homes[(int(at/day)/9+a.n)%len(a.homes)]
}

// label is what a client may send about its own user: a framework's default,
// which says nothing, or a project's name.
func (w *world) label(d *dice) (user, tag int32) {
	user, tag = -1, -1
	if d.chance(500) {
		user = int32(d.n(commonUsers))
	} else {
		tag = int32(d.n(commonTags))
	}
	return user, tag
}

// The labels that everybody's tools send.
const (
	commonUsers = 4
	commonTags  = 6
)

func (w *world) commonLabels() {
	for _, u := range []string{"default", "user", "anonymous", "test"} {
		w.user(u)
	}
	for _, t := range []string{"prod", "dev", "staging", "env=prod", "ci", "default"} {
		w.tag(t)
	}
}

// enforceByMistake stops a few honest accounts: some for days, some for good,
// and gives everybody the everyday noise of forgotten passwords.
func (w *world) enforceByMistake() {
	d := newDice(w.seed, forActions, 0, 0)
	for _, a := range w.accounts {
		if d.chance(15 + w.scale.days) {
			w.act(w.start+int64(d.n(int((w.end-w.start)/second)))*second, a, "password_reset", "requested by user", "self-service")
		}
		if a.kind != kindPool && d.chance(60) {
			for range d.between(1, 3) {
				w.act(w.start+int64(d.n(int((w.end-w.start)/second)))*second, a, "rate_limited", "requests a minute", "gateway")
			}
		}
		if a.kind == kindPool || a.style == styleOff || a.created >= w.start {
			continue
		}
		at := w.start + day*int64(d.between(1, w.scale.days-2)) + hour*12 + second*int64(d.n(8*3600))
		switch x := d.n(1000); {
		case x < 12:
			until := at + hour*int64(d.between(12, 90))
			a.absent = append(a.absent, span{at, until})
			w.act(at, a, "suspended", of(&d, pauseReasons), of(&d, enforcers))
			if until < w.end {
				w.act(until, a, "reinstated", of(&d, pardons), "trust-and-safety")
			} else {
				a.status, a.statusAt = "suspended", at
			}
		case x < 19:
			a.absent = append(a.absent, span{at, w.end + 1})
			a.status, a.statusAt = "banned", at
			w.act(at, a, "banned", of(&d, banReasons), of(&d, enforcers))
		case x < 30:
			w.act(at, a, "warned", of(&d, pauseReasons), of(&d, enforcers))
		}
	}
}
