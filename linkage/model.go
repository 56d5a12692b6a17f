package linkage

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"casebench/casefile"
	"casebench/internal/fault"
)

// Model is every number that a run judges by. It is JSON, stored with the run
// and shown; nothing that decides is hidden in code.
type Model struct {
	Name       string        `json:"name"`
	Version    int           `json:"version"`
	Prior      float64       `json:"prior"`       // λ: chance that two accounts drawn at random act together
	Dependence float64       `json:"dependence"`  // ρ: share at which further evidence of a family counts
	MaxRest    int           `json:"max_rest"`    // further pieces of evidence that count in a family
	FamilyBits casefile.Bits `json:"family_bits"` // T: what a family must give to be one of two
	Lower      casefile.Bits `json:"lower"`       // links below are not kept
	Upper      casefile.Bits `json:"upper"`       // moderate from here
	MaxShown   int           `json:"max_shown"`   // pieces of evidence kept for each signal of a link
	// Together lists families that one innocent cause explains together, so that
	// they count as one: whoever shares a computer shares its addresses.
	Together   [][]casefile.Family `json:"together"`
	Signals    []SignalModel       `json:"signals"`
	Template   TemplateModel       `json:"template"`
	Handover   HandoverModel       `json:"handover"`
	Community  CommunityModel      `json:"community"`
	Assess     AssessmentModel     `json:"assessment"`
	Provenance []Provenance        `json:"provenance"`
}

// SignalModel is what the model says about one signal.
type SignalModel struct {
	ID string  `json:"id"`
	M  float64 `json:"m"` // chance that two accounts of one actor agree on it
	// A value shown by more than max(HubMin, Hub·N) accounts is set aside.
	Hub    float64 `json:"hub"`
	HubMin int     `json:"hub_min"`
	// A value shown by more than Block accounts proposes no pairs; it still counts
	// for pairs that were found another way.
	Block int `json:"block"`
	// Propose is how many of its values, the rarest first, an account proposes pairs
	// by.
	Propose int `json:"propose"`
	// Rare is the share of accounts up to which a value of a mostly common kind (a
	// card range, a user agent) is of grade B; above, it is context. 0: not used.
	Rare float64 `json:"rare,omitempty"`
	// Population is for identifiers that are unique by design (a card, a device):
	// their rarity is judged against at least so many accounts, so that a small
	// export does not make a card look common. 0: the accounts of the case.
	Population int `json:"population,omitempty"`
	// Crowd is the number of accounts above which a value is of grade B at best: a
	// computer that many people use is a kiosk. 0: no such number.
	Crowd int `json:"crowd,omitempty"`
	// Two accounts that share fewer than Least values share them as context only,
	// and fewer than Several as grade B at best: one value can have one innocent
	// cause. 0: one is enough.
	Least   int `json:"least,omitempty"`
	Several int `json:"several,omitempty"`
	// Tries corrects for choice where an account shows many values: x shared out of
	// k that could have been are worth log2 C(k, x) less together.
	Tries bool `json:"tries,omitempty"`
}

// Cap returns the number of accounts above which a value is set aside.
func (s *SignalModel) Cap(n int) int { return max(s.HubMin, shareOf(n, s.Hub)) }

// TemplateModel says when a shared prompt template is meaningful.
type TemplateModel struct {
	MinShare float64 `json:"min_share"` // share of each account's requests that it must carry
	MinCount int64   `json:"min_count"` // requests of each account that it must carry
	// AloneShare is the share that a template must carry to count as the only one.
	AloneShare float64 `json:"alone_share"`
}

// HandoverModel says what a hand-over after a halt is.
type HandoverModel struct {
	FromSeconds   int64   `json:"from_seconds"`   // earliest start after the halt
	ToSeconds     int64   `json:"to_seconds"`     // latest start after the halt
	IdleHours     int64   `json:"idle_hours"`     // B was silent at least so long before
	MaxFollowers  int     `json:"max_followers"`  // more starts than this in a window say nothing
	TemplateShare float64 `json:"template_share"` // of B's requests, for "same template"
}

// CommunityModel says how links become clusters.
type CommunityModel struct {
	Resolution float64 `json:"resolution"`
	Runs       int     `json:"runs"` // seeds over which stability is taken
	// Join is how many moderate links of two families tie an account without strong
	// links to the core of a strong cluster; 0: only the core is in it.
	Join int `json:"join"`
	// MinStrong is how many accounts a strong cluster has at least: two alone may be
	// one person's second account, and are shown as a strong link.
	MinStrong int `json:"min_strong"`
}

// AssessmentModel says when a cluster's use looks like harvesting.
type AssessmentModel struct {
	TopTemplates       int     `json:"top_templates"`
	TaskShare          float64 `json:"task_share"`           // share of the top templates that counts as a sign
	OperatorShare      float64 `json:"operator_share"`       // from which one operator is likely
	PoolShare          float64 `json:"pool_share"`           // below, many users are likely
	PivotDays          int     `json:"pivot_days"`           // days before and after a release that are compared
	PivotExcess        float64 `json:"pivot_excess"`         // difference in differences that counts
	VolumeRatio        float64 `json:"volume_ratio"`         // requests an account and day, against the rest
	Handovers          int     `json:"handovers"`            // pairs that count
	UnrelatedAccounts  int     `json:"unrelated_accounts"`   // members from which "unrelated" is a sign
	MinRequests        int64   `json:"min_requests"`         // below, nothing is said about use
	OneOwner           float64 `json:"one_owner"`            // share of members under one declared organisation or owner
	CommonProgramme    float64 `json:"common_programme"`     // share of members in one programme
	CommonAddressShare float64 `json:"common_address_share"` // share of members on one address
	CommonAddressUse   float64 `json:"common_address_use"`   // share of their use of shared addresses that it carries
}

// Provenance says where a number of the model comes from.
type Provenance struct {
	Number string `json:"number"`
	Source string `json:"source"`
}

//go:embed default.model.json
var defaultModel []byte

// DefaultModel returns the model that runs use unless told otherwise.
func DefaultModel() Model {
	m, err := ParseModel(defaultModel)
	if err != nil {
		panic("linkage: default model: " + err.Error())
	}
	return m
}

// ParseModel reads a model. Its errors are faults of kind Invalid that name the
// number that is wrong.
func ParseModel(p []byte) (Model, error) {
	var m Model
	dec := json.NewDecoder(bytes.NewReader(p))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return Model{}, fault.New(fault.Invalid, "The model is not in the form of a linkage model.",
			"Start from the model that a run recorded.", err)
	}
	return m, m.check()
}

func (m *Model) check() error {
	bad := func(name, rule string) error {
		return fault.New(fault.Invalid, fmt.Sprintf("The model's %q must be %s.", name, rule),
			"Start from the model that a run recorded.", nil)
	}
	share := func(f float64) bool { return f >= 0 && f <= 1 }
	switch {
	case m.Prior <= 0 || m.Prior >= 1:
		return bad("prior", "between 0 and 1")
	case !share(m.Dependence):
		return bad("dependence", "from 0 to 1")
	case m.MaxRest < 0 || m.MaxShown < 1:
		return bad("max_shown", "at least 1, and max_rest not negative")
	case m.FamilyBits <= 0 || m.Upper < m.Lower:
		return bad("family_bits", "positive, and upper not below lower")
	case m.Handover.FromSeconds < 0 || m.Handover.ToSeconds <= m.Handover.FromSeconds || m.Handover.ToSeconds > 86400 || m.Handover.IdleHours < 1:
		return bad("handover", "a window of at most a day that ends after it begins, and an idle time of at least an hour")
	case m.Assess.TopTemplates < 1 || m.Assess.PivotDays < 1:
		return bad("assessment", "about at least one template and one day")
	case m.Community.Runs < 1 || m.Community.Resolution <= 0 || m.Community.MinStrong < 2:
		return bad("community", "at least one run at a positive resolution, with strong clusters of at least two accounts")
	}
	seen := map[string]bool{}
	for _, s := range m.Signals {
		if s.ID == "" || seen[s.ID] || s.M <= 0 || s.M >= 1 || !share(s.Hub) || !share(s.Rare) || s.HubMin < 2 || s.Block < 2 || s.Propose < 1 {
			return bad("signals", "one entry for each signal, with m and shares between 0 and 1 and caps of at least 2")
		}
		seen[s.ID] = true
	}
	return nil
}

// Signal returns what the model says about a signal, or nil.
func (m *Model) Signal(id string) *SignalModel {
	for i := range m.Signals {
		if m.Signals[i].ID == id {
			return &m.Signals[i]
		}
	}
	return nil
}

// JSON returns the model as it is stored with a run.
func (m *Model) JSON() ([]byte, error) { return json.MarshalIndent(m, "", "  ") }

// Sum returns the SHA-256 of the model's JSON in hexadecimal.
func (m *Model) Sum() (string, error) {
	p, err := m.JSON()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:]), nil
}
