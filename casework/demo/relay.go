package demo

// relay drives the accounts of one pool. It is built after relays whose source is
// public (domain.md 1.3): the least recently used account is taken, a session
// sticks to its account, an account that is limited or stopped is left for
// another one, a little chance hides that they all run on one clock.
type relay struct {
	world *world
	name  string
	seed  uint64

	members   []*account
	exits     []int32
	templates []int32 // the distiller's
	tags      []int32
	customers []customer
	custRanks ranks

	lengthLo, lengthHi int   // requests in a session
	jitter             int64 // milliseconds
	exitsADay          int   // accounts for each exit in use on a day; 0: two exits for each account
	customerShare      int   // sessions of customers, per mille
	coverShare         int   // sessions of cover traffic, per mille
	rotates            bool  // another client for each session
	perMilleLimited    int

	used    []int64 // when each member was last used; inFuture while it is not in use
	back    []int64 // when a suspended member may be used again
	reserve []int   // members that wait for a hand-over
	stops   []stop  // planned enforcement, by time
	workers []worker
	task    uint64 // next number of the task list
	dice    dice
}

// stop is enforcement that hits whichever account is in use at the time.
type stop struct {
	at  int64
	ban bool
}

// customer is an honest user of a relay.
type customer struct {
	actor     string
	templates []int32
	public    int
	pace      int // seconds between requests
	length    int
	user      int32
	model     uint8
	shape     uint8
	adopts    int64
}

// worker is one thread of the relay: it runs sessions one after another.
type worker struct {
	next    int64
	size    int // requests of the session, and how many are left
	left    int
	member  int
	exactly bool // the next request is not to be delayed: it is a hand-over
	gap     int  // mean seconds between requests
	session session
}

// gone is the time of last use of a member that cannot be used.
const gone = int64(1) << 62

// prepare sets who is in use at first, who waits, and when enforcement strikes.
func (r *relay) prepare(d *dice) {
	w, n := r.world, len(r.members)
	r.dice = newDice(r.seed, forRelay, 0, 0)
	r.used, r.back = make([]int64, n), make([]int64, n)
	for i := range n {
		r.used[i] = int64(i)
	}
	var old []int
	for i, a := range r.members {
		if a.created < w.start-2*day {
			old = append(old, i)
		}
	}
	shuffle(d, old)
	r.reserve = old[:min(len(old)/2, max(3, n/5))]
	for _, i := range r.reserve {
		r.used[i] = gone
	}
	// One ban for each reserve, so that all come into use; suspensions between.
	bans, pauses := len(r.reserve), max(2, n/8)
	span := (w.end - w.start) * 85 / 100
	for i := range bans + pauses {
		at := w.start + (w.end-w.start)*6/100 + span*int64(i)/int64(bans+pauses) + int64(d.n(int(span)/(bans+pauses)))
		r.stops = append(r.stops, stop{at, i*bans/(bans+pauses) != (i+1)*bans/(bans+pauses)})
	}
	if len(r.customers) > 0 {
		r.custRanks = newRanks(len(r.customers))
	}
	for i := range max(2, n/12) {
		r.workers = append(r.workers, worker{next: w.start + int64(i)*7*minute + int64(d.n(int(20*minute)))})
	}
}

// run makes the relay's requests of one day.
func (r *relay) run(dayStart int64, out *traffic) {
	active := 0
	for i, a := range r.members {
		if r.used[i] < gone && a.created < dayStart {
			active++
		}
	}
	rate := max(1, 28*active/len(r.workers)) // requests of a worker in this day
	for {
		first := 0
		for i := range r.workers {
			if r.workers[i].next < r.workers[first].next {
				first = i
			}
		}
		if r.workers[first].next >= dayStart+day {
			return
		}
		r.step(&r.workers[first], rate, out)
	}
}

// step makes one request of a worker and decides when its next one is due.
func (r *relay) step(k *worker, rate int, out *traffic) {
	d, now := &r.dice, k.next
	if k.left == 0 {
		r.begin(k, now, out)
	} else if !k.exactly && r.used[k.member] == gone {
		r.take(k, r.leastUsed(now), now, out)
	}
	at := now
	if !k.exactly {
		at += int64(d.n(int(r.jitter) + 1))
	}
	k.exactly = false
	c := r.request(k, at)
	r.used[k.member] = at
	k.left--

	limited := d.chance(r.perMilleLimited)
	if limited {
		c.status, c.tokensOut, c.latency = 429, 0, uint32(d.between(20, 90))
	}
	out.add(c)
	switch {
	case len(r.stops) > 0 && now >= r.stops[0].at && r.hit(k, at, out):
	case limited:
		if d.chance(100) {
			r.world.act(at+second, r.members[k.member], "rate_limited", "requests a minute", "gateway")
		}
		r.used[k.member] = at + 5*minute // left alone for a while
		k.next = at + second*int64(d.between(5, 30)) + int64(d.n(1000))
		k.left++ // the request is made again elsewhere
		r.take(k, r.leastUsed(k.next), k.next, out)
	case k.left > 0:
		k.next = now + second*int64(d.between(k.gap/2, k.gap*3/2)) + int64(d.n(1000))
	default:
		rest := max((int(day/second)/rate-k.gap)*k.size, 20)
		k.next = now + second*int64(d.between(rest/2, rest*3/2)) + int64(d.n(1000))
	}
}

// hit carries out the stop that is due on the account just used, and hands its
// work over: to a reserve after a ban, to the least recently used account after
// a suspension. The other account goes on within 5 to 60 seconds.
func (r *relay) hit(k *worker, at int64, out *traffic) bool {
	d, w, s, m := &r.dice, r.world, r.stops[0], k.member
	r.stops = r.stops[1:]
	stopped := at + r.jitter + second*int64(d.between(1, 20)) // after all that is under way
	resumed := stopped + 5*second + int64(d.n(int(54*second)))
	if resumed >= w.end {
		return false
	}
	a, to := r.members[m], 0
	r.used[m] = gone
	if s.ban && len(r.reserve) > 0 {
		to, r.reserve = r.reserve[0], r.reserve[1:]
		w.act(stopped, a, "banned", of(d, banReasons), of(d, enforcers))
		a.status, a.statusAt = "banned", stopped
		a.absent = append(a.absent, span{stopped, w.end + 1})
	} else {
		to = r.leastUsed(resumed)
		until := stopped + hour*int64(d.between(20, 90))
		w.act(stopped, a, "suspended", of(d, pauseReasons), of(d, enforcers))
		a.absent = append(a.absent, span{stopped, until})
		if until < w.end {
			w.act(until, a, "reinstated", of(d, pardons), "trust-and-safety")
			r.back[m] = until
		} else {
			a.status, a.statusAt = "suspended", stopped
		}
	}
	k.left = max(k.left, 2)
	k.next, k.exactly = resumed, true
	r.take(k, to, resumed, out)
	r.used[to] = resumed
	return true
}

// leastUsed picks the account that has rested longest.
func (r *relay) leastUsed(now int64) int {
	best := -1
	for i, t := range r.used {
		if t == gone {
			if r.back[i] == 0 || r.back[i] > now {
				continue
			}
			r.back[i] = 0
			t = now - day
			r.used[i] = t
		}
		if (best < 0 || t < r.used[best]) && r.members[i].created+6*hour < now {
			best = i
		}
	}
	if best < 0 {
		panic("demo: a pool without an account in use: " + r.name)
	}
	return best
}
