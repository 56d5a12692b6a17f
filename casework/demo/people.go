package demo

import "strconv"

// zones of the countries' networks, in hours east of UTC.
var zones = map[string]int{"US": -6, "GB": 1, "DE": 2, "FR": 2, "IN": 5, "BR": -3, "JP": 9, "CA": -5, "NL": 2, "SG": 8, "PL": 2, "AU": 10}

// person makes an unremarkable account: own device, own card, a home, perhaps a
// workplace, a common client. Groups start from one and change what they share.
func (w *world) person(d *dice) *account {
	isp := d.n(accessProviders)
	country := provider(isp).country
	a := &account{
		created:     w.start - day*int64(d.spread(3, 7)) + hour*int64(d.n(24)) + second*int64(d.n(3600)),
		email:       w.hash(32),
		domain:      mailDomains[min(d.n(len(mailDomains)), d.n(len(mailDomains)))],
		pattern:     patterns[min(d.n(len(patterns)), d.n(len(patterns)))],
		phone:       w.hash(32),
		phonePrefix: "+1555" + strconv.Itoa(100+d.n(70)),
		device:      "dev_" + w.hash(16),
		referrer:    of(d, []string{"", "", "search", "search", "blog", "friend", "docs", "video"}),
		country:     country,
		status:      "active",
		terms:       of(d, []string{"2025-09", "2026-01", "2026-01"}),
		work:        -1, vpn: -1,
		zone:     zones[country] + d.between(-1, 1),
		weight:   d.spread(2, 6),
		style:    of(d, []style{styleChat, styleChat, styleDev, styleDev, styleDev}),
		adopts:   w.end,
		adoption: d.between(300, 900),
		public:   d.between(150, 450),
		private:  d.between(150, 500),
		payDay:   1 + d.n(28),
		browser:  drawBrowser(d),
	}
	if d.chance(100) { // newcomers of the period
		a.created = w.start + day*int64(d.n(w.scale.days-2)) + minute*int64(d.n(1440))
	}
	for range of(d, []int{1, 1, 1, 2, 3}) {
		a.homes = append(a.homes, w.in(provider(isp)))
	}
	if d.chance(120) {
		a.homes = append(a.homes, w.six(provider(isp)))
	}
	a.signup = a.homes[0]
	if d.chance(700) {
		for range 3 {
			a.mobile = append(a.mobile, w.mobiles[min(d.n(len(w.mobiles)), d.n(len(w.mobiles)))])
		}
	}
	if d.chance(60) {
		a.vpn = of(d, w.vpns)
	}
	if d.chance(350) {
		a.seconds = "dev_" + w.hash(16)
	}
	if d.chance(850) {
		a.card = w.newCard(d, country)
	}
	if d.chance(350) {
		a.org = w.serial("own")
	}
	if d.chance(40) {
		a.owner, a.ownerPct = "Example Holdings "+strconv.Itoa(1+d.n(w.scale.accounts/4)), d.between(5, 100)
	}
	if d.chance(60) {
		a.programme = of(d, []string{"education", "startup", "research"})
	}
	for range of(d, []int{1, 1, 2, 3}) {
		a.clients = append(a.clients, drawClient(d))
	}
	for range of(d, []int{0, 1, 1, 2, 3}) {
		a.templates = append(a.templates, w.newTemplate())
	}
	a.shape = of(d, []uint8{shapeChat, shapeChat, shapeCode, shapeCode, shapeAgent})
	if d.chance(120) {
		a.style, a.shape, a.weight = styleApp, shapeApp, a.weight*2
		a.private = d.between(500, 950)
	}
	w.taste(d, a)
	return a
}

// taste decides the model, the way in and the fields that the client sends.
func (w *world) taste(d *dice, a *account) {
	a.model = of(d, []uint8{modelLarge, modelLarge, modelLarge, modelLarge, modelLarge, modelMini, modelMini, modelOther, modelOther, modelAlias})
	if a.model == modelLarge && d.chance(650) || d.chance(120) {
		a.adopts = w.pivot() + hour*int64(d.spread(4, 8))
	}
	a.channel = of(d, []uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 2})
	flag := func(f uint8, perMille int) {
		if d.chance(perMille) {
			a.fields |= f
		}
	}
	flag(sendsSDK, 450)
	flag(sendsMax, 260)
	flag(sendsTemperature, 180)
	flag(sendsEndpoint, 150)
	flag(keepsCompletion, 60)
	flag(hidesJA4, 180)
	flag(sendsOrg, 600)
	if a.channel != 0 {
		a.fields |= hidesJA4
	}
}

// honestPeople adds n people of no group, some of whom share something after
// all: a household's connection, a small company's office and card, a telephone
// number that was given out again.
func (w *world) honestPeople(n int) {
	d := newDice(w.seed, forPopulation, 0, 0)
	first := len(w.accounts)
	for range n {
		a := w.person(&d)
		a.group, a.kind = "honest", kindHonest
		w.accounts = append(w.accounts, a)
		w.homes = append(w.homes, a.homes[0])
	}
	people := w.accounts[first:]
	// People of one household, next to one another in the world's order only.
	for i := 0; i+1 < n/25; i += 2 {
		people[i+1].homes, people[i+1].signup = people[i].homes, people[i].homes[0]
		people[i+1].zone, people[i+1].country = people[i].zone, people[i].country
	}
	i := n / 25
	for _, k := range sizes(&d, n/25, 2, 3) {
		w.smallOrg(&d, people[i:i+k])
		i += k
	}
	for range max(1, n/200) { // a number is given out again
		a, b := of(&d, people[i:]), of(&d, people[i:])
		b.phone, b.phonePrefix = a.phone, a.phonePrefix
	}
	for range n / 10 { // shared workplaces of people who have nothing else in common
		a, b := of(&d, people[i:]), of(&d, people[i:])
		if a.work < 0 {
			a.work = w.in(provider(d.n(accessProviders)))
		}
		b.work = a.work
	}
}

// smallOrg joins two or three people openly: one organisation, one office, one
// card, one template.
func (w *world) smallOrg(d *dice, people []*account) {
	org, domain := w.serial("small"), "studio-"+w.hash(4)+".example"
	for _, a := range people {
		a.org, a.domain, a.pattern = org, domain, "w"
		a.fields |= sendsOrg
		a.card = nil
		a.templates = append(a.templates[:0:0], people[0].templates...)
		a.style = styleDev
		a.inviter = people[0]
	}
	people[0].inviter = nil
	people[0].card = w.newCard(d, people[0].country)
	office := w.in(provider(d.n(accessProviders)))
	for _, a := range people {
		a.work = office
	}
}

// newCard makes a card of its own.
func (w *world) newCard(d *dice, country string) *card {
	total := 0
	for _, b := range bins {
		total += b.weight
	}
	x := d.n(total)
	i := 0
	for ; x >= bins[i].weight; i++ {
		x -= bins[i].weight
	}
	return &card{"pf_" + w.hash(16), bins[i].bin, bins[i].funding, fourDigits(d.n(10000)), country, w.hash(16)}
}

func fourDigits(n int) string { return strconv.Itoa(10000 + n)[1:] }

func drawClient(d *dice) uint8 {
	total := 0
	for _, c := range clients {
		total += c.weight
	}
	x := d.n(total)
	for i, c := range clients {
		if x -= c.weight; x < 0 {
			return uint8(i)
		}
	}
	return 0
}

func drawBrowser(d *dice) uint8 {
	x := d.n(100)
	for i, b := range browsers {
		if x -= b.weight; x < 0 {
			return uint8(i)
		}
	}
	return 0
}
