package demo

// pool adds the accounts of one pool and the relay that drives them.
func (w *world) pool(d *dice, name string, n int) {
	r := &relay{world: w, name: name, jitter: 800, perMilleLimited: 6, seed: w.seed ^ hashOf(name)}
	for range 3 {
		r.templates = append(r.templates, w.newTemplate())
	}
	for range max(2, n/6) {
		r.tags = append(r.tags, w.tag("job-"+w.hash(4)))
	}
	switch name {
	case "hydra_a":
		r.lengthLo, r.lengthHi, r.exitsADay = 3, 12, 3
		r.exits = w.exits(d, max(10, n*6/10), 600)
		w.operatorAccounts(d, r, n, traits{pattern: 9, domain: mailDomains[1], programmes: 350, bin: 6})
	case "hydra_b":
		r.lengthLo, r.lengthHi, r.exitsADay = 1, 3, 0
		r.exits = w.exits(d, max(12, n), 350)
		w.operatorAccounts(d, r, n, traits{pattern: 11, domain: "quickbox-" + w.hash(4) + ".example", programmes: 100, bin: 8})
	case "reseller":
		r.lengthLo, r.lengthHi, r.exitsADay = 3, 10, 3
		r.exits = w.exits(d, max(10, n*6/10), 500)
		r.customerShare = d.between(700, 800)
		w.operatorAccounts(d, r, n, traits{pattern: 12, domain: mailDomains[2], programmes: 200, bin: 7})
		w.customers(d, r, n*3)
	case "stealth":
		r.lengthLo, r.lengthHi, r.jitter = 2, 8, 20_000
		r.coverShare, r.rotates = 333, true
		r.exits = w.exits(d, max(600, n*30), 650)
		w.stealthAccounts(d, r, n)
	}
	r.prepare(d)
	w.relays = append(w.relays, r)
}

// exits gathers the addresses that a pool leaves from: perMille of them
// residential, the others in hosting. Where they are hundreds, every third
// residential one is the home of an honest person who does not know it.
func (w *world) exits(d *dice, n, perMille int) []int32 {
	var out []int32
	hosting := d.n(hosters)
	for range n - n*perMille/1000 {
		out = append(out, w.in(hoster(hosting+d.n(3))))
	}
	isp := d.n(accessProviders)
	for i := len(out); i < n; i++ {
		if n >= 200 && i%3 == 0 {
			out = append(out, of(d, w.homes))
			continue
		}
		out = append(out, w.in(provider(isp+7*d.n(5))))
	}
	return out
}

// traits are an operator's habits when it opens accounts.
type traits struct {
	pattern    int // index into patterns
	domain     string
	programmes int // accounts taken through a support programme, per mille
	bin        int // index into bins
}

// operatorAccounts opens accounts as an operator does: in batches on one device
// within minutes, with a card for two to four of them and a telephone number for
// two or three. Cards and numbers run across the batches' bounds.
func (w *world) operatorAccounts(d *dice, r *relay, n int, t traits) {
	batch := sizes(d, n, 3, 8)
	opened := w.start - day*int64(d.between(90, 150))
	step := (w.start + day*int64(w.scale.days/3) - opened) / int64(len(batch))
	for i, k := range batch {
		opened += step/2 + int64(d.n(int(step)))
		if i == len(batch)-1 {
			opened = w.start + day*int64(d.between(2, w.scale.days/3)) + hour*int64(d.n(20))
		}
		device, from := "dev_"+w.hash(16), of(d, r.exits)
		programme, referrer := "", ""
		if d.chance(t.programmes) {
			programme, referrer = of(d, []string{"education", "research", "startup"}), "credit-"+w.hash(4)
		}
		at := opened
		for range k {
			a := w.person(d)
			at += second * int64(d.between(40, 420))
			a.created, a.device, a.seconds, a.signup = at, device, "", from
			a.programme, a.pattern, a.domain = programme, patterns[t.pattern], t.domain
			a.owner, a.ownerPct, a.org = "", 0, ""
			if referrer != "" {
				a.referrer = referrer
			}
			if d.chance(100) {
				a.domain = of(d, mailDomains)
			}
			if d.chance(300) {
				a.org = w.serial("own")
			}
			a.clients = []uint8{of(d, []uint8{clientRelay, clientRelay, clientAxios, 0, 2})}
			a.fields |= sendsMax
			a.relay, a.style, a.templates = r, styleOff, nil
			r.members = append(r.members, a)
			w.accounts = append(w.accounts, a)
		}
	}
	i, serial := 0, d.n(9000)
	for _, k := range sizes(d, n, 2, 4) {
		shared := w.newCard(d, of(d, countries))
		shared.bin, shared.funding = bins[t.bin].bin, bins[t.bin].funding
		shared.last4 = fourDigits(serial % 10000)
		serial += d.between(1, 3)
		for range k {
			r.members[i].card = shared
			if d.chance(300) { // through a wallet: another fingerprint, another number
				token := *shared
				token.fingerprint, token.last4 = "pf_"+w.hash(16), fourDigits(d.n(10000))
				if d.chance(500) {
					token.billing = w.hash(16)
				}
				r.members[i].card = &token
			}
			i++
		}
	}
	i = 0
	for _, k := range sizes(d, n, 2, 3) {
		number, prefix := w.hash(32), "+1555"+fourDigits(d.between(180, 184))[1:]
		for range k {
			r.members[i].phone, r.members[i].phonePrefix = number, prefix
			i++
		}
	}
}

// stealthAccounts opens accounts that share nothing: over months, each with its
// own device, card, number and mail.
func (w *world) stealthAccounts(d *dice, r *relay, n int) {
	for range n {
		a := w.person(d)
		if a.created >= w.start {
			a.created -= 40 * day
		}
		if a.card == nil {
			a.card = w.newCard(d, a.country)
		}
		a.signup = of(d, r.exits)
		a.relay, a.style = r, styleOff
		if len(a.templates) == 0 {
			a.templates = []int32{w.newTemplate()} // for its cover traffic
		}
		r.members = append(r.members, a)
		w.accounts = append(w.accounts, a)
	}
}

// customers makes the honest customers of a reseller: they buy cheap access and
// do not know whose account they use.
func (w *world) customers(d *dice, r *relay, n int) {
	for range n {
		c := customer{
			actor: "customer-" + w.hash(6), user: -1,
			public: d.between(200, 700), pace: d.between(8, 90), length: d.between(2, 14),
			model: of(d, []uint8{modelLarge, modelLarge, modelLarge, modelMini, modelOther, modelAlias}),
			shape: of(d, []uint8{shapeChat, shapeChat, shapeCode, shapeAgent}), adopts: w.end,
		}
		for range of(d, []int{0, 1, 1, 2}) {
			c.templates = append(c.templates, w.newTemplate())
		}
		if d.chance(150) {
			c.user = w.user("u-" + w.hash(8))
		}
		if d.chance(500) {
			c.adopts = w.pivot() + hour*int64(d.spread(4, 8))
		}
		r.customers = append(r.customers, c)
	}
}
