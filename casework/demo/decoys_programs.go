package demo

import "strconv"

// judges adds vendors that let the model grade answers by a rubric: one
// organisation, high volume, permission on file.
func (w *world) judges(d *dice, n int) {
	for unit, k := range sizes(d, n, 3, 4) {
		j := &batchJobs{world: w, number: unit, perDay: 150, templates: []int32{w.newTemplate(), w.newTemplate()}, shape: shapeGrading}
		egress := w.several(2, func(int) network { return hoster(7) })
		org := w.serial("judge")
		invoice := w.newCard(d, "US")
		for i := range k {
			a := w.operator(d, org, egress[i%2])
			a.unit, a.card, a.clients = unit, invoice, []uint8{0}
			a.domain, a.pattern = "judge-"+strconv.Itoa(unit+1)+".example", "w"
			j.accounts = append(j.accounts, a)
		}
		w.allow(j.accounts[0], "evaluation", "rubric grading at volume", "contract")
		w.units = append(w.units, j)
	}
}

// keyPools adds honest customers that spread their load over several accounts of
// their own, in turn, inside one organisation.
func (w *world) keyPools(d *dice, n int) {
	for unit, k := range sizes(d, n, 5, 8) {
		p := &turns{world: w, number: unit, templates: []int32{w.newTemplate(), w.newTemplate()}}
		egress := w.in(hoster(8))
		org, shared := w.serial("keys"), w.newCard(d, "US")
		for range k {
			a := w.operator(d, org, egress)
			a.unit, a.card, a.clients = unit, shared, []uint8{1}
			a.domain, a.pattern = "service-"+strconv.Itoa(unit+1)+".example", "w-w"
			p.accounts = append(p.accounts, a)
		}
		w.units = append(w.units, p)
	}
}

// aggregators adds commercial aggregators: many end users behind a few accounts,
// with permission on file.
func (w *world) aggregators(d *dice, n int) {
	for unit, k := range sizes(d, n, 3, 6) {
		g := &aggregator{world: w, number: unit}
		egress := w.several(3, func(int) network { return hoster(9) })
		org, shared := w.serial("aggregator"), w.newCard(d, "US")
		for i := range k {
			a := w.operator(d, org, egress[i%3])
			a.unit, a.card = unit, shared
			a.domain, a.pattern = "aggregator-"+strconv.Itoa(unit+1)+".example", "w"
			g.accounts = append(g.accounts, a)
		}
		for range 40 * k {
			own := int32(-1)
			if d.chance(300) {
				own = w.newTemplate()
			}
			g.users = append(g.users, endUser{w.user("eu-" + w.hash(8)), own})
		}
		g.ranks = newRanks(len(g.users))
		w.allow(g.accounts[0], "resale", "end users of an aggregator", "contract")
		w.units = append(w.units, g)
	}
}

// operator makes an account that a company runs openly from a server.
func (w *world) operator(d *dice, org string, egress int32) *account {
	a := w.join(w.settled(w.person(d)))
	a.org, a.work, a.atWork, a.signup, a.homes = org, egress, 1000, egress, []int32{egress}
	a.style, a.model, a.adopts, a.mobile, a.vpn, a.seconds = styleOff, modelLarge, w.pivot()+day*int64(d.between(3, 20)), nil, -1, ""
	a.fields |= sendsOrg
	a.programme, a.owner, a.ownerPct = "", "", 0
	return a
}

// benchmarks adds evaluators who run public tests; they do not know one another,
// and send the very same prompts.
func (w *world) benchmarks(d *dice, n int) {
	b := &benchmark{world: w}
	for range n {
		a := w.join(w.settled(w.person(d)))
		a.weight = 2
		b.accounts = append(b.accounts, a)
	}
	w.units = append(w.units, b)
}

// crons adds unrelated programs that start at the full hour.
func (w *world) crons(d *dice, n int) {
	c := &cron{world: w}
	for range n {
		a := w.join(w.settled(w.person(d)))
		a.style, a.shape, a.channel = styleOff, shapeApp, 0
		a.homes = []int32{w.in(hoster(d.n(hosters)))}
		a.mobile, a.vpn, a.work = nil, -1, -1
		if len(a.templates) == 0 {
			a.templates = []int32{w.newTemplate()}
		}
		c.accounts = append(c.accounts, a)
	}
	w.units = append(w.units, c)
}

// retryStorm adds programs that hammer the service when it fails, all in the same
// minutes.
func (w *world) retryStorm(d *dice, n int) {
	s := &storm{world: w}
	for range n {
		a := w.join(w.settled(w.person(d)))
		a.style, a.shape, a.weight = styleApp, shapeApp, d.between(12, 40)
		s.accounts = append(s.accounts, a)
	}
	w.units = append(w.units, s)
}
