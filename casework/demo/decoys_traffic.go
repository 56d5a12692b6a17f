package demo

// unit is a part of the world whose requests are not just a person's.
type unit interface {
	// run makes the unit's requests of the day that begins at from.
	run(from int64, t *traffic)
}

// own starts a session of an account's own use.
func own(d *dice, a *account, sh uint8, template, addr int32) session {
	return session{
		account: a, actor: a.id, kind: actorSelf, key: uint8(d.n(len(a.keys))), shape: sh,
		client: of(d, a.clients), model: a.model, adopts: a.adopts, adoption: a.adoption,
		addr: addr, template: template, user: -1, tag: -1,
	}
}

// class works on its assignment on Tuesdays and Thursdays, in its room.
type class struct {
	world    *world
	number   int
	nat      int32
	template int32
	at       int
	people   []*account
}

func (c *class) run(from int64, t *traffic) {
	if wd := weekday(from); wd != 1 && wd != 3 {
		return
	}
	d := newDice(c.world.seed, forSpecial, hashOf("class")+uint64(c.number), uint64(from/day))
	for _, a := range c.people {
		if !a.activeOn(from) || d.chance(120) {
			continue
		}
		s := own(&d, a, shapeHomework, c.template, c.nat)
		t.open(&s)
		at := from + int64(c.at)*hour + second*int64(d.n(900))
		for range d.between(15, 45) {
			t.add(s.call(&d, a.before(at, from)))
			at += second*int64(d.between(20, 160)) + int64(d.n(1000))
		}
	}
}

// batchJobs are runs over lists, several times a day and at night too.
type batchJobs struct {
	world     *world
	number    int
	perDay    int
	templates []int32
	shape     uint8
	accounts  []*account
}

func (b *batchJobs) run(from int64, t *traffic) {
	d := newDice(b.world.seed, forSpecial, hashOf("batch")+uint64(b.number), uint64(from/day))
	for _, a := range b.accounts {
		left := b.perDay * d.between(70, 130) / 100
		for left > 0 {
			k := min(left, d.between(30, 70))
			left -= k
			s := own(&d, a, b.shape, of(&d, b.templates), a.work)
			t.open(&s)
			at := from + int64(d.n(int(day)))
			for range k {
				t.add(s.call(&d, at))
				at += second*int64(d.between(1, 6)) + int64(d.n(1000))
			}
		}
	}
}

// turns is one customer's load, given to its accounts in turn.
type turns struct {
	world     *world
	number    int
	templates []int32
	accounts  []*account
}

func (p *turns) run(from int64, t *traffic) {
	d := newDice(p.world.seed, forSpecial, hashOf("turns")+uint64(p.number), uint64(from/day))
	const perAccount = 70
	gap := day / int64(perAccount*len(p.accounts))
	at := from + int64(d.n(int(gap)))
	current := make([]session, len(p.accounts))
	for i := 0; at < from+day; i++ {
		k := i % len(p.accounts)
		if round := i / len(p.accounts); round%10 == 0 {
			current[k] = own(&d, p.accounts[k], shapeApp, of(&d, p.templates), p.accounts[k].work)
			t.open(&current[k])
		}
		t.add(current[k].call(&d, at))
		at += gap/2 + int64(d.n(int(gap)))
	}
}

// endUser is somebody behind an aggregator.
type endUser struct {
	name     int32
	template int32 // -1: none
}

// aggregator passes on its end users' requests, and says whose they are.
type aggregator struct {
	world    *world
	number   int
	accounts []*account
	users    []endUser
	ranks    ranks
}

func (g *aggregator) run(from int64, t *traffic) {
	w := g.world
	d := newDice(w.seed, forSpecial, hashOf("aggregator")+uint64(g.number), uint64(from/day))
	turn := 0
	for left := 180 * len(g.accounts); left > 0; {
		u := g.users[g.ranks.draw(&d)]
		a := g.accounts[turn%len(g.accounts)]
		turn++
		s := own(&d, a, of(&d, []uint8{shapeChat, shapeChat, shapeCode, shapeAgent}), u.template, a.work)
		if u.template < 0 && d.chance(400) {
			s.template = int32(w.public.draw(&d))
		}
		s.actor, s.kind, s.user = w.users[u.name], actorCustomer, u.name
		s.model = uint8(d.n(3))
		t.open(&s)
		at := from + int64(d.n(int(day)))
		for range d.between(1, 9) {
			t.add(s.call(&d, at))
			at += second*int64(d.spread(3, 5)) + int64(d.n(1000))
			left--
		}
	}
}

// benchmark runs public tests now and then, and everybody on release day.
type benchmark struct {
	world    *world
	accounts []*account
}

func (b *benchmark) run(from int64, t *traffic) {
	w := b.world
	d := newDice(w.seed, forSpecial, hashOf("benchmark"), uint64(from/day))
	released := w.pivot()/day*day == from
	for _, a := range b.accounts {
		if !a.activeOn(from) || !released && !d.chance(300) {
			continue
		}
		test := d.n(len(w.tests))
		s := own(&d, a, shapeBenchmark, w.tests[test], a.homes[0])
		at := from + hour*int64(d.between(6, 16)) + int64(d.n(int(hour)))
		if released {
			at = w.pivot() + minute*int64(d.between(5, 200))
			s.model, s.adopts, s.adoption = modelNew, at, 1000
		}
		t.open(&s)
		for item := range d.between(100, 200) {
			c := s.call(&d, a.before(at, from))
			c.prompt = mix(uint64(test)<<32 | uint64(item))
			t.add(c)
			at += second*int64(d.between(1, 4)) + int64(d.n(1000))
		}
	}
}

// cron starts at the full hour, within seconds, for many accounts.
type cron struct {
	world    *world
	accounts []*account
}

func (r *cron) run(from int64, t *traffic) {
	d := newDice(r.world.seed, forSpecial, hashOf("cron"), uint64(from/day))
	for i, a := range r.accounts {
		if !a.activeOn(from) {
			continue
		}
		every := []int64{1, 1, 2, 1, 3}[i%5]
		for h := int64(0); h < 24; h += every {
			s := own(&d, a, shapeApp, a.templates[0], a.homes[0])
			t.open(&s)
			at := from + h*hour + int64(d.n(4000))
			for range d.between(1, 2) {
				t.add(s.call(&d, a.before(at, from)))
				at += int64(d.between(300, 4000))
			}
		}
	}
}

// storm is what programs do when the service fails: the same request again, a
// little later each time, until it works.
type storm struct {
	world    *world
	accounts []*account
}

func (r *storm) run(from int64, t *traffic) {
	w := r.world
	began, failing := w.outage(from)
	if !failing {
		return
	}
	d := newDice(w.seed, forSpecial, hashOf("storm"), uint64(from/day))
	for _, a := range r.accounts {
		if !a.activeOn(from) {
			continue
		}
		template := int32(-1)
		if len(a.templates) > 0 {
			template = a.templates[0]
		}
		for range d.between(2, 5) {
			s := own(&d, a, shapeApp, template, w.where(&d, a, began))
			t.open(&s)
			at := began + int64(d.n(int(outageLength)))
			again := s.call(&d, at)
			again.tokensOut = 0
			wait := int64(d.between(600, 1500))
			for range d.between(6, 20) {
				again.at = a.before(at, from)
				again.status = of(&d, []uint16{529, 529, 529, 429})
				again.latency = uint32(d.between(20, 5000))
				t.add(again)
				at += wait + int64(d.n(1000))
				wait = min(wait*3/2, 30_000)
			}
		}
		if d.chance(250) {
			w.act(began+int64(d.n(int(outageLength))), a, "rate_limited", "requests a minute", "gateway")
		}
	}
}
