package demo

import "strconv"

// join adds a person to the world and returns it.
func (w *world) join(a *account) *account {
	w.accounts = append(w.accounts, a)
	return a
}

// settled makes sure that an account existed before the world began.
func (w *world) settled(a *account) *account {
	if a.created >= w.start {
		a.created -= 60 * day
	}
	return a
}

// university adds students and staff behind three addresses, on credits of an
// education programme, who also use the machines of a computer room.
func (w *world) university(d *dice, n int) {
	nat := []int32{w.institution("GB"), w.institution("GB"), w.institution("GB")}
	var room []string
	for range max(3, n/20) {
		room = append(room, "dev_"+w.hash(16))
	}
	for i := range n {
		a := w.join(w.person(d))
		a.work, a.atWork = nat[i%3], d.between(450, 900)
		a.domain, a.pattern = "uni-north.example", of(d, []string{"wdd", "w.w", "wdddd"})
		a.programme, a.country, a.zone = "education", "GB", 1
		a.shape = of(d, []uint8{shapeHomework, shapeChat, shapeCode})
		a.org = ""
		if d.chance(700) {
			a.card = nil
		}
		if d.chance(500) {
			a.seconds = of(d, room)
		}
		if d.chance(600) {
			a.signup = a.work
		}
	}
	w.campus = nat
}

// classes adds courses: each opened its accounts in one hour in one room, and
// has one assignment, whose prompt everybody copies.
func (w *world) classes(d *dice, n int) {
	for unit, k := range sizes(d, n, 13, 40) {
		nat := w.institution("GB")
		c := &class{world: w, number: unit, nat: nat, template: w.newTemplate(), at: d.between(8, 15)}
		first := w.start - day*int64(d.between(5, 40))
		for weekday(first) != 1 {
			first += day
		}
		if first >= w.start {
			first -= 7 * day
		}
		for range k {
			a := w.join(w.person(d))
			a.unit = unit
			a.created = first + int64(c.at)*hour + second*int64(d.n(3600))
			a.signup, a.work, a.atWork = nat, of(d, []int32{nat, w.campus[unit%3]}), 250
			a.domain, a.pattern = "uni-north.example", "wdd"
			a.programme, a.referrer, a.country, a.zone = "education", "course-"+strconv.Itoa(101+unit), "GB", 1
			a.card, a.org, a.shape = nil, "", shapeHomework
			a.style, a.weight = styleChat, d.between(2, 16)
			a.templates = append(a.templates, c.template) // homework
			c.people = append(c.people, a)
		}
		w.units = append(w.units, c)
	}
}

// corporates adds companies behind single sign-on: one mail domain, one egress,
// one organisation, machines from the same supplier, a prompt or two in common.
func (w *world) corporates(d *dice, n int) {
	for unit, k := range sizes(d, n, 12, 120) {
		egress, org := w.institution("DE"), w.serial("corp")
		domain := "corp-" + strconv.Itoa(unit+1) + ".example"
		common := []int32{w.newTemplate(), w.newTemplate()}
		tool, hired := drawClient(d), w.start-day*int64(d.between(60, 300))
		var admin *account
		for i := range k {
			a := w.join(w.person(d))
			a.unit, a.org, a.domain, a.pattern = unit, org, domain, "w.w"
			a.fields |= sendsOrg
			a.created = hired + int64(i%9)*hour*23 + second*int64(d.n(30000))
			a.work, a.atWork, a.signup = egress, d.between(700, 980), egress
			a.templates = append(a.templates, common...)
			a.clients = append(a.clients, tool)
			a.programme, a.country, a.zone, a.style = "enterprise", "DE", 2, styleDev
			a.owner, a.ownerPct = "Example Corporation "+strconv.Itoa(unit+1), 100
			if admin == nil {
				admin = a
				if a.card == nil {
					a.card = w.newCard(d, "DE")
				}
				continue
			}
			a.inviter, a.card = admin, nil
		}
	}
}

// agencies adds agencies that run their clients' accounts: one card, one office,
// the agency's own prompts, and an organisation for each client. They say so.
func (w *world) agencies(d *dice, n int) {
	for unit, k := range sizes(d, n, 6, 14) {
		office, shared := w.institution("NL"), w.newCard(d, "NL")
		shared.funding = "credit"
		prompts := []int32{w.newTemplate(), w.newTemplate(), w.newTemplate(), w.newTemplate()}
		domain := "agency-" + strconv.Itoa(unit+1) + ".example"
		for range k {
			a := w.join(w.settled(w.person(d)))
			a.unit, a.org, a.card = unit, w.serial("client"), shared
			a.fields |= sendsOrg
			a.work, a.atWork, a.signup = office, 850, office
			a.templates, a.private, a.public = prompts, 650, 150
			a.domain, a.pattern = domain, "w-w"
			a.owner, a.ownerPct = "Example Agency "+strconv.Itoa(unit+1), 100
			a.country, a.zone, a.style, a.referrer = "NL", 2, styleDev, "partner"
			a.weight = d.between(20, 60)
		}
	}
}

// earlyAdopters move to a new model on the day it comes out, and do not know one
// another.
func (w *world) earlyAdopters(d *dice, n int) {
	for range n {
		a := w.join(w.settled(w.person(d)))
		a.model, a.adopts, a.adoption = modelLarge, w.pivot()+minute*int64(d.n(8*60)), d.between(600, 1000)
		a.weight = d.between(16, 60)
	}
}

// framework adds people who left a framework's default prompt as it was, and run
// it from the same region of a cloud.
func (w *world) framework(d *dice, n int) {
	def := w.newTemplate()
	egress := w.several(max(2, n/80), func(int) network { return hoster(5) })
	for range n {
		a := w.join(w.settled(w.person(d)))
		a.work, a.atWork = of(d, egress), d.between(800, 950)
		a.clients = []uint8{clientFramework}
		a.templates = append([]int32{def, def, def}, a.templates...)
		a.private, a.public = d.between(700, 850), 50
		a.style, a.shape, a.weight = styleApp, shapeAgent, d.between(16, 50)
	}
}

// residents are honest people whose home connection is also a pool's exit.
func (w *world) residents(d *dice, n int) {
	var taken []int32
	for _, r := range w.relays {
		if r.name == "stealth" {
			continue
		}
		for _, e := range r.exits {
			if w.list[e].asn < 64600 { // not hosting
				taken = append(taken, e)
			}
		}
	}
	shuffle(d, taken)
	for i := range n {
		a := w.join(w.person(d))
		a.homes = []int32{taken[i%len(taken)]}
		a.signup, a.country = a.homes[0], w.list[a.homes[0]].country
		a.zone = zones[a.country]
	}
}
