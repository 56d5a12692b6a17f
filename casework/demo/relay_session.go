package demo

// The kinds of actor behind a session.
const (
	actorDistiller = "distiller"
	actorCustomer  = "customer"
	actorSelf      = "self"
)

// session is a run of requests that belong together for whoever makes them.
type session struct {
	number   int32
	account  *account
	actor    string
	kind     string
	key      uint8
	client   uint8
	shape    uint8
	model    uint8
	adopts   int64
	adoption int
	addr     int32
	template int32 // -1: free text
	user     int32 // -1: none
	tag      int32 // -1: none
	tasks    bool  // prompts come from the numbered list
}

// begin starts a session of a worker on the least recently used account.
func (r *relay) begin(k *worker, now int64, out *traffic) {
	d, w := &r.dice, r.world
	k.left = d.between(r.lengthLo, r.lengthHi)
	k.gap = 40
	s := session{
		actor: r.name + "/operator", kind: actorDistiller, shape: shapeReasoning, model: modelLarge,
		adopts: w.pivot() + minute*int64(d.n(150)), adoption: 500,
		template: of(d, r.templates), user: -1, tag: -1, tasks: true,
	}
	if d.chance(120) && !r.rotates {
		s.tag = of(d, r.tags)
	}
	switch {
	case r.customerShare > 0 && d.chance(r.customerShare):
		c := &r.customers[r.custRanks.draw(d)]
		k.left, k.gap = d.between(1, c.length), c.pace
		s = session{
			actor: c.actor, kind: actorCustomer, shape: c.shape, model: c.model,
			adopts: c.adopts, adoption: 650, template: -1, user: c.user, tag: -1,
		}
		if d.chance(c.public) {
			s.template = int32(w.public.draw(d))
		} else if len(c.templates) > 0 && d.chance(700) {
			s.template = of(d, c.templates)
		}
	case r.coverShare > 0 && d.chance(r.coverShare):
		s.shape, s.tasks, s.template = of(d, []uint8{shapeChat, shapeCode}), false, -2
	}
	k.session, k.size = s, k.left
	r.take(k, r.leastUsed(now), now, out)
}

// take puts the rest of a worker's session on an account, with the exit and the
// client that go with it. On the wire this is a new session.
func (r *relay) take(k *worker, member int, now int64, out *traffic) {
	d, s, a := &r.dice, &k.session, r.members[member]
	k.member = member
	r.used[member] = max(r.used[member]&(gone-1), now)
	s.account = a
	s.key = uint8(d.n(len(a.keys)))
	s.addr = r.exit(d, a, now)
	s.client = a.clients[0]
	if r.rotates {
		s.client = drawClient(d)
	}
	if s.template == -2 || !s.tasks && s.kind == actorDistiller { // cover: what the account would do if it were somebody's
		s.template = -1
		if d.chance(500) {
			s.template = int32(r.world.public.draw(d))
		} else if d.chance(500) {
			s.template = of(d, a.templates)
		}
	}
	out.open(s)
}

// exit is the address that an account leaves from: the same one all day, shared
// with a few others; or one of two for each session; or any.
func (r *relay) exit(d *dice, a *account, now int64) int32 {
	if r.rotates {
		return of(d, r.exits)
	}
	today := uint64(now / day)
	if r.exitsADay == 0 {
		one := mix(r.seed ^ today<<20 ^ uint64(a.n)<<1 ^ uint64(d.n(2)))
		return r.exits[one%uint64(len(r.exits))]
	}
	inUse := max(1, len(r.members)/r.exitsADay)
	first := mix(r.seed ^ today)
	slot := mix(r.seed^today<<20^uint64(a.n)) % uint64(inUse)
	return r.exits[(first+slot)%uint64(len(r.exits))]
}

// request makes one request of a worker's session.
func (r *relay) request(k *worker, at int64) call {
	d, s := &r.dice, &k.session
	c := s.call(d, at)
	if s.tasks { // each task once: the accounts hold disjoint parts of one list
		r.task++
		c.prompt = mix(r.seed ^ r.task<<8)
	}
	return c
}
