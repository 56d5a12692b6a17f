package demo

import (
	"fmt"
	"strconv"
)

// world is everything that is decided before the first request is made: the
// people, what they hold, and the machines that will make requests for them.
type world struct {
	scale scale
	seed  uint64
	start int64
	end   int64

	*book
	accounts  []*account // in the order of the groups
	templates []string   // hashes
	public    ranks      // popularity of templates[0:publicTemplates]
	tests     []int32    // templates of public benchmarks
	users     []string   // end-user identifiers that clients pass on
	tags      []string
	vpns      []int32
	mobiles   []int32
	homes     []int32 // of honest people: a residential proxy may be one of them

	relays   []*relay
	units    []unit
	releases []release
	actions  []action

	permissions []permission
	campus      []int32 // the university's addresses
	names       uint64  // counter behind every generated hash
}

// publicTemplates is how many prompt templates everybody can copy from the web.
const publicTemplates = 60

// part is a group of the population.
type part struct {
	group, kind     string
	perMille, least int
}

// parts lists the groups with their shares; who is left over is honest. Order is
// part of the world.
var parts = [...]part{
	{"hydra_a", kindPool, 40, 14},
	{"hydra_b", kindPool, 30, 12},
	{"reseller", kindPool, 40, 14},
	{"stealth", kindPool, 30, 10},
	{"university_nat", kindDecoy, 50, 20},
	{"class", kindDecoy, 15, 13},
	{"corporate_sso", kindDecoy, 30, 12},
	{"agency", kindDecoy, 10, 6},
	{"judge_vendor", kindDecoy, 5, 3},
	{"own_key_pool", kindDecoy, 10, 5},
	{"benchmark", kindDecoy, 15, 8},
	{"cron", kindDecoy, 20, 10},
	{"early_adopters", kindDecoy, 20, 10},
	{"retry_storm", kindDecoy, 20, 12},
	{"aggregator", kindDecoy, 5, 3},
	{"framework_default", kindDecoy, 20, 14},
	{"residential_exit", kindDecoy, 20, 8},
}

// GroupCount says how many accounts of a world belong to a group.
type GroupCount struct {
	Group    string `json:"group"`
	Kind     string `json:"kind"` // pool, decoy or honest
	Accounts int    `json:"accounts"`
}

// Population builds the people of a world, without their requests, and returns
// the size of every group in the world's order.
func Population(o Options) ([]GroupCount, error) {
	sc, err := scaleOf(o.Scale)
	if err != nil {
		return nil, err
	}
	return newWorld(sc, o.Seed).groups(), nil
}

func (w *world) groups() []GroupCount {
	var out []GroupCount
	for _, a := range w.accounts {
		if k := len(out) - 1; k >= 0 && out[k].Group == a.group {
			out[k].Accounts++
			continue
		}
		out = append(out, GroupCount{a.group, a.kind, 1})
	}
	return out
}

// newWorld decides everything that precedes the first request.
func newWorld(sc scale, seed uint64) *world {
	w := &world{scale: sc, seed: seed, start: sc.start(), end: sc.end(), book: newBook(seed)}
	for range publicTemplates {
		w.newTemplate()
	}
	w.commonLabels()
	w.public = newRanks(publicTemplates)
	for range 10 {
		w.tests = append(w.tests, w.newTemplate())
	}
	w.vpns = w.several(max(8, sc.accounts/200), func(i int) network { return hoster(11 + i%3) })
	w.mobiles = w.several(max(60, sc.accounts*35/100), carrier)
	w.calendar()

	others := 0
	for _, p := range parts {
		others += sc.share(p.perMille, p.least)
	}
	w.honestPeople(sc.accounts - others)
	for _, p := range parts {
		w.populate(p, sc.share(p.perMille, p.least))
	}
	w.allowSome()
	w.nameAccounts()
	w.enforceByMistake()
	return w
}

// populate adds the accounts of one group.
func (w *world) populate(p part, n int) {
	d := newDice(w.seed, forPopulation, hashOf(p.group), 0)
	before := len(w.accounts)
	switch p.group {
	case "hydra_a", "hydra_b", "reseller", "stealth":
		w.pool(&d, p.group, n)
	case "university_nat":
		w.university(&d, n)
	case "class":
		w.classes(&d, n)
	case "corporate_sso":
		w.corporates(&d, n)
	case "agency":
		w.agencies(&d, n)
	case "judge_vendor":
		w.judges(&d, n)
	case "own_key_pool":
		w.keyPools(&d, n)
	case "benchmark":
		w.benchmarks(&d, n)
	case "cron":
		w.crons(&d, n)
	case "early_adopters":
		w.earlyAdopters(&d, n)
	case "retry_storm":
		w.retryStorm(&d, n)
	case "aggregator":
		w.aggregators(&d, n)
	case "framework_default":
		w.framework(&d, n)
	case "residential_exit":
		w.residents(&d, n)
	default:
		panic("demo: no such group: " + p.group)
	}
	for _, a := range w.accounts[before:] {
		a.group, a.kind = p.group, p.kind
	}
}

// nameAccounts gives out the numbers in shuffled order, so that an account's
// name says nothing about its group, and neither do its keys' names.
func (w *world) nameAccounts() {
	d := newDice(w.seed, forShuffle, 0, 0)
	numbers := make([]int, len(w.accounts))
	for i := range numbers {
		numbers[i] = i + 1
	}
	shuffle(&d, numbers)
	keys := map[string]string{}
	for i, a := range w.accounts {
		a.n = i
		a.id = fmt.Sprintf("acct_%06d", numbers[i])
		for k := range 1 + d.n(2) {
			a.keys = append(a.keys, "k"+hexOf(w.seed^mix(uint64(numbers[i])<<2|uint64(k)), 7))
		}
		if a.org != "" && keys[a.org] == "" {
			keys[a.org] = "org_" + hexOf(w.seed^mix(hashOf(a.org)), 6)
		}
		a.org = keys[a.org]
	}
}

// newTemplate makes a prompt template that nobody has yet.
func (w *world) newTemplate() int32 {
	w.templates = append(w.templates, w.hash(12))
	return int32(len(w.templates) - 1)
}

// hash makes a value that nothing else in this world has.
func (w *world) hash(digits int) string {
	w.names++
	return hexOf(mix(w.seed)^w.names*0xd6e8feb86659fd93, digits)
}

// serial makes an organisation's working name; it is replaced by a neutral one.
func (w *world) serial(prefix string) string {
	w.names++
	return prefix + strconv.FormatUint(w.names, 10)
}

// user and tag keep a text that requests carry, and return its number.
func (w *world) user(text string) int32 {
	w.users = append(w.users, text)
	return int32(len(w.users) - 1)
}

func (w *world) tag(text string) int32 {
	w.tags = append(w.tags, text)
	return int32(len(w.tags) - 1)
}

// hashOf turns a name into a number (FNV-1a).
func hashOf(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
