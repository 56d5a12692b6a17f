package demo

// The kinds of truth.
const (
	kindPool   = "pool"
	kindDecoy  = "decoy"
	kindHonest = "honest"
)

// card is a payment instrument as an account presents it.
type card struct {
	fingerprint, bin, funding, last4, country, billing string
}

// account is one account of the world: what the registry says about it, how it
// behaves, and what happened to it.
type account struct {
	n     int    // place in the world's own order
	id    string // acct_000123; given out in shuffled order
	group string
	kind  string
	unit  int    // which instance of the group: agency 2, class 5
	relay *relay // what drives a pool account, or nil

	// As the registry holds it.
	org                    string
	keys                   []string
	created                int64
	email, domain, pattern string
	phone, phonePrefix     string
	signup                 int32
	device                 string
	programme, referrer    string
	inviter                *account
	country, owner         string
	ownerPct               int
	status                 string
	statusAt               int64
	terms                  string
	card                   *card
	payDay                 int // day of the month on which it is charged

	// As it behaves.
	homes     []int32 // the home address changes now and then
	work      int32   // -1: none
	mobile    []int32
	vpn       int32  // -1: none
	atWork    int    // share of sessions from work, per mille; 0: in office hours only
	seconds   string // a second device, or ""
	clients   []uint8
	templates []int32 // its own
	public    int     // share of sessions on a public template, per mille
	private   int     // share of sessions on one of its own
	weight    int     // how much it does, among those who fill the day
	zone      int     // hours east of UTC
	style     style
	shape     uint8
	model     uint8
	adopts    int64 // when it takes up the new model; never: past the end
	adoption  int   // share of requests on the new model afterwards, per mille
	channel   uint8
	fields    uint8 // which optional fields its client sends
	browser   uint8

	// As it went.
	absent []span // suspended or banned
}

// The optional fields of a request.
const (
	sendsSDK uint8 = 1 << iota
	sendsMax
	sendsTemperature
	sendsEndpoint
	keepsCompletion
	hidesJA4 // behind a cloud's front door the handshake is not seen
	sendsOrg
)

// style is a rhythm of use.
type style uint8

const (
	styleChat style = iota // evenings and breaks, short
	styleDev               // office hours, long sessions
	styleApp               // a program that runs round the clock
	styleOff               // makes no requests of its own accord
)

// span is a stretch of time, from included, to excluded.
type span struct{ from, to int64 }

// activeOn reports whether the account may be used on the day that begins at
// dayStart: from the day after its creation, and not on a day that touches an
// absence.
func (a *account) activeOn(dayStart int64) bool {
	if a.created >= dayStart {
		return false
	}
	for _, s := range a.absent {
		if s.from < dayStart+day && dayStart < s.to {
			return false
		}
	}
	return true
}
