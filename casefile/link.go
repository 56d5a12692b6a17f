package casefile

import (
	"math"
	"strconv"
	"time"
)

// Bits is a match weight in thousandths of a bit. Weights are fixed-point before
// any threshold or storage, so that results are the same bytes on every processor.
type Bits int32

// BitsOf rounds a weight in bits to thousandths, half away from zero.
func BitsOf(w float64) Bits { return Bits(math.Round(w * 1000)) }

// Float returns the weight in bits.
func (b Bits) Float() float64 { return float64(b) / 1000 }

// String prints the weight with one decimal.
func (b Bits) String() string { return strconv.FormatFloat(b.Float(), 'f', 1, 64) }

// MarshalJSON writes the weight in bits with up to three decimals.
func (b Bits) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, b.Float(), 'f', -1, 64), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (b *Bits) UnmarshalJSON(p []byte) error {
	f, err := strconv.ParseFloat(string(p), 64)
	*b = BitsOf(f)
	return err
}

// Grade is how much a signal's value may carry: A alone if the value is rare, B
// with another family, C never (context).
type Grade string

// The grades.
const (
	GradeA Grade = "A"
	GradeB Grade = "B"
	GradeC Grade = "C"
)

// Family is a group of signals that fail together.
type Family string

// The families.
const (
	FamilyPayment  Family = "payment"
	FamilyIdentity Family = "identity"
	FamilyDevice   Family = "device"
	FamilyNetwork  Family = "network"
	FamilyClient   Family = "client"
	FamilyTime     Family = "time"
	FamilyContent  Family = "content"
	FamilyPartner  Family = "partner"
)

// Strength says how sure it is that accounts act together.
type Strength string

// The strengths.
const (
	Strong   Strength = "strong"
	Moderate Strength = "moderate"
	Weak     Strength = "weak"
)

// Evidence is one bar of a link's waterfall: one value, or one event, that the
// two accounts have in common.
type Evidence struct {
	Signal   string   `json:"id"`
	Version  int      `json:"version"`
	Family   Family   `json:"family"`
	Grade    Grade    `json:"grade"`
	Class    string   `json:"value_class"` // what the value is, in words; never the value
	Value    uint32   `json:"value"`       // code in the signal's dictionary; 0 if it has none
	Bits     Bits     `json:"bits"`        // as counted, after the dependence rule
	RawBits  Bits     `json:"raw_bits"`    // before the dependence rule
	SharedBy int      `json:"shared_by"`   // accounts that show the value; for behaviour, 2
	Count    int64    `json:"count"`       // rows, days or times behind it
	First    int64    `json:"first"`       // nanoseconds since the Unix epoch
	Last     int64    `json:"last"`
	Rows     []Origin `json:"rows"` // sample rows of both accounts, at most four
}

// Suppressed is a value that the two accounts share and that was not counted.
type Suppressed struct {
	Signal   string `json:"id"`
	Class    string `json:"value_class"`
	Value    uint32 `json:"value"`
	SharedBy int    `json:"shared_by"`
	Reason   string `json:"reason"` // "hub", "known_shared", "without"
}

// Link is a pair of accounts with the comparison behind it. A < B are account
// codes.
type Link struct {
	A, B       uint32
	Weight     Bits // prior and evidence together
	Strength   Strength
	Families   []Family // independent families that reach T bits, sorted
	Evidence   []Evidence
	Suppressed []Suppressed
}

// Probability returns 2^w / (1 + 2^w) for the link's weight w.
func (l *Link) Probability() float64 {
	return math.Round(1e6/(1+math.Exp2(-l.Weight.Float()))) / 1e6
}

// Role says how an account belongs to its cluster.
type MemberRole string

// The roles: core accounts hang together by strong links alone, members hang on
// the core, bridges are members whose removal would split the cluster.
const (
	RoleCore   MemberRole = "core"
	RoleMember MemberRole = "member"
	RoleBridge MemberRole = "bridge"
)

// Member is one account of a cluster.
type Member struct {
	Account uint32
	Role    MemberRole
	Via     uint32 // the account through which it is tied best; 0 if none
	Bits    Bits   // weight of that tie
}

// Level is how much a cluster's use looks like harvesting.
type Level string

// The levels of an assessment.
const (
	LevelStrong   Level = "strong"
	LevelModerate Level = "moderate"
	LevelWeak     Level = "weak"
	LevelNone     Level = "none"
)

// Pattern says who seems to be behind a cluster's traffic.
type Pattern string

// The patterns.
const (
	OperatorLike Pattern = "operator_like" // few templates make nearly all the traffic
	PoolLike     Pattern = "pool_like"     // many unrelated users behind common accounts
	Unclear      Pattern = "unclear"
)

// Assessment is the second question, kept apart from Strength: does the use look
// like harvesting, and what else could explain it?
type Assessment struct {
	Level   Level     `json:"level"`
	For     []Sign    `json:"for"`
	Against []Sign    `json:"against"`
	Checked []Checked `json:"checked"`
}

// Sign is one reason for or against.
type Sign struct {
	Signal    string `json:"signal,omitempty"`
	Lookalike string `json:"lookalike,omitempty"`
	Text      string `json:"text"`
}

// Checked is one honest explanation that was looked at, with what was found.
type Checked struct {
	Lookalike string `json:"lookalike"`
	Would     string `json:"would_show"` // what would show it
	Found     string `json:"found"`
	Result    string `json:"result"` // "fits", "does not fit", "cannot be told"
}

// Cluster is a community of a run's link graph: accounts that act together.
type Cluster struct {
	ID         int
	Members    []Member // core first, then by account code
	Strength   Strength
	Pattern    Pattern
	Families   []Family
	Score      float64 // mean probability of the links inside, six decimals
	Stability  float64 // mean share of runs that agree, three decimals
	Requests   int64
	From, To   int64 // nanoseconds since the Unix epoch
	Assessment Assessment
}

// SuppressedValue is a value shared by too many accounts to count, kept visible.
type SuppressedValue struct {
	Signal   string `json:"id"`
	Class    string `json:"value_class"`
	Value    uint32 `json:"value"`
	SharedBy int    `json:"shared_by"`
	Cap      int    `json:"cap"`
	Reason   string `json:"reason"`
}

// Run is one execution of linkage. Everything that it produced is keyed by it.
type Run struct {
	ID             uint32            `json:"run"`
	At             time.Time         `json:"at"`
	By             string            `json:"by"`
	Program        string            `json:"program"`
	Seed           uint64            `json:"seed"`
	Model          []byte            `json:"-"` // the model's JSON, as used
	ModelSum       string            `json:"model_sha256"`
	Without        []string          `json:"without,omitempty"`
	Signals        map[string]int    `json:"signals"` // id -> version
	Sources        []uint32          `json:"sources"`
	Accounts       int               `json:"accounts"`
	CandidatePairs int64             `json:"candidate_pairs"`
	LinkCount      int               `json:"links"`
	ClusterCount   int               `json:"clusters"`
	Suppressed     []SuppressedValue `json:"-"`
	Seconds        float64           `json:"seconds"`
	Result         string            `json:"result_sha256"` // over links and clusters in canonical form
	Withdrawn      bool              `json:"withdrawn,omitempty"`
}
