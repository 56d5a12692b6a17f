package casefile

import "strings"

// Table is one of the canonical tables.
type Table uint8

// The canonical tables. Their numbers are part of the file format: never reuse
// or reorder them.
const (
	TableNone Table = iota
	TableAccounts
	TablePayments
	TableLogins
	TableRequests
	TableActions
	TableScores
	TableReleases
	TablePermissions
	TableKnownShared
	TableIndicators // rows become Indicator values, not columns
)

// Tables lists the columnar tables in order.
func Tables() []Table {
	return []Table{TableAccounts, TablePayments, TableLogins, TableRequests, TableActions,
		TableScores, TableReleases, TablePermissions, TableKnownShared}
}

var tableNames = [...]string{"", "accounts", "payments", "logins", "requests", "actions",
	"scores", "releases", "permissions", "known_shared", "indicators"}

// String returns the table's name as files and the command line spell it.
func (t Table) String() string {
	if int(t) < len(tableNames) {
		return tableNames[t]
	}
	return ""
}

// TableByName returns the table of that name, in any letter case, or TableNone.
func TableByName(name string) Table {
	for t, n := range tableNames {
		if t > 0 && strings.EqualFold(n, name) {
			return Table(t)
		}
	}
	return TableNone
}

// Kind is how a column's values are typed and stored.
type Kind uint8

// The kinds of column. Their numbers are part of the file format.
const (
	KindNone  Kind = iota
	KindCode       // text of few distinct values, as codes of a case dictionary
	KindText       // text of many distinct values (identifiers, hashes, prompts)
	KindInt        // a signed 64-bit integer
	KindTime       // an instant, nanoseconds since 1970-01-01T00:00:00Z
	KindFloat      // a decimal number
)

// Domain names the case dictionary that a KindCode column's values live in, so
// that the same address in two tables has one code. Numbers are part of the file
// format.
type Domain uint8

// The dictionaries of a case.
const (
	DomainNone Domain = iota
	DomainAccount
	DomainOrg
	DomainAddress // IP addresses and prefixes, canonical netip text
	DomainDevice
	DomainPayment
	DomainBilling
	DomainBIN
	DomainEmail // e-mail hashes
	DomainMailDomain
	DomainMailPattern
	DomainPhone
	DomainPhonePrefix
	DomainTemplate
	DomainAgent
	DomainJA4
	DomainSDK
	DomainModel
	DomainKey // API key identifiers
	DomainEndUser
	DomainTags
	DomainReferrer
	DomainProgramme
	DomainOwner
	DomainCountry
	DomainASN
	DomainWord // short vocabularies: status, channel, result, action, funding, …
	domainEnd
)

// Domains returns the number of dictionaries, counting DomainNone.
func Domains() int { return int(domainEnd) }

// ObservationKind says what an Observation observed. Numbers are part of the
// file format.
type ObservationKind uint8

// The kinds of observation. "Daily" ones are kept once for each UTC day.
const (
	ObserveNone       ObservationKind = iota
	ObserveActivity                   // daily; value 0: requests of an account
	ObserveModel                      // daily; requests by model
	ObserveAddress                    // daily; address used by requests and logins
	ObservePrefix                     // /24 or /48 used by requests and logins; values in DomainAddress
	ObserveSignupAddr                 // address of sign-up
	ObservePayment
	ObserveBilling
	ObserveBIN
	ObserveDevice
	ObserveEmail
	ObserveMailDomain
	ObserveMailPattern
	ObservePhone
	ObservePhonePrefix
	ObserveTemplate
	ObserveAgent
	ObserveJA4
	ObserveSDK
	ObserveKey
	ObserveEndUser
	ObserveTags
	ObserveReferrer
	ObserveProgramme
	ObserveInviter // values in DomainAccount
	ObserveOrg
	ObserveOwner
	ObserveAction // daily; suspensions, bans, limits, by action word
	ObserveSignup // value 0; First is created_at
	observationEnd
)

// ObservationKinds returns the number of kinds, counting ObserveNone.
func ObservationKinds() int { return int(observationEnd) }

// Daily reports whether observations of this kind are kept per UTC day.
func (k ObservationKind) Daily() bool {
	switch k {
	case ObserveActivity, ObserveModel, ObserveAddress, ObserveAction:
		return true
	}
	return false
}

// Domain returns the dictionary that the kind's values are codes of, or
// DomainNone for kinds without a value.
func (k ObservationKind) Domain() Domain {
	switch k {
	case ObserveModel:
		return DomainModel
	case ObserveAddress, ObservePrefix, ObserveSignupAddr:
		return DomainAddress
	case ObservePayment:
		return DomainPayment
	case ObserveBilling:
		return DomainBilling
	case ObserveBIN:
		return DomainBIN
	case ObserveDevice:
		return DomainDevice
	case ObserveEmail:
		return DomainEmail
	case ObserveMailDomain:
		return DomainMailDomain
	case ObserveMailPattern:
		return DomainMailPattern
	case ObservePhone:
		return DomainPhone
	case ObservePhonePrefix:
		return DomainPhonePrefix
	case ObserveTemplate:
		return DomainTemplate
	case ObserveAgent:
		return DomainAgent
	case ObserveJA4:
		return DomainJA4
	case ObserveSDK:
		return DomainSDK
	case ObserveKey:
		return DomainKey
	case ObserveEndUser:
		return DomainEndUser
	case ObserveTags:
		return DomainTags
	case ObserveReferrer:
		return DomainReferrer
	case ObserveProgramme:
		return DomainProgramme
	case ObserveInviter:
		return DomainAccount
	case ObserveOrg:
		return DomainOrg
	case ObserveOwner:
		return DomainOwner
	case ObserveAction:
		return DomainWord
	}
	return DomainNone
}

var observationNames = [...]string{"", "activity", "model", "address", "prefix", "signup_address",
	"payment", "billing", "bin", "device", "email", "email_domain", "email_pattern", "phone",
	"phone_prefix", "template", "user_agent", "ja4", "sdk", "api_key", "end_user", "tags", "referrer",
	"programme", "invited_by", "org", "owner", "action", "signup"}

// String returns the kind's name as packages and JSON spell it.
func (k ObservationKind) String() string {
	if int(k) < len(observationNames) {
		return observationNames[k]
	}
	return ""
}

// ObservationKindByName is the inverse of String; unknown names give ObserveNone.
func ObservationKindByName(name string) ObservationKind {
	for k, n := range observationNames {
		if k > 0 && n == name {
			return ObservationKind(k)
		}
	}
	return ObserveNone
}

// Role says what a column means to the whole row.
type Role uint8

// The roles that the store and the importers act on.
const (
	RoleNone    Role = iota
	RoleAccount      // the account that the row is about; observations hang on it
	RoleTime         // the instant of the row; sorts, windows and histograms use it
	RoleAddress      // an address: parsed and printed canonically
)

// Column describes one column of a canonical table.
type Column struct {
	Name     string
	Kind     Kind
	Domain   Domain // KindCode only
	Observe  ObservationKind
	Role     Role
	Required bool     // a row without it is rejected
	Synonyms []string // lower case, other names it is met under
}

// Schema is a table with its columns. The index of a column in Columns is its
// number in the file format: append, never reorder.
type Schema struct {
	Table   Table
	Columns []Column
}

// Index returns the number of the column with that canonical name, or -1.
func (s *Schema) Index(name string) int {
	for i := range s.Columns {
		if s.Columns[i].Name == name {
			return i
		}
	}
	return -1
}

// Find returns the number of the column that the name stands for, in any letter
// case, by canonical name first and by synonym second, or -1.
func (s *Schema) Find(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	if i := s.Index(name); i >= 0 {
		return i
	}
	for i := range s.Columns {
		for _, syn := range s.Columns[i].Synonyms {
			if syn == name {
				return i
			}
		}
	}
	return -1
}

// Role returns the number of the first column with that role, or -1.
func (s *Schema) Role(r Role) int {
	for i := range s.Columns {
		if s.Columns[i].Role == r {
			return i
		}
	}
	return -1
}

// SchemaOf returns the schema of a columnar table, or nil for others. The schema
// is shared: do not change it.
func SchemaOf(t Table) *Schema {
	if int(t) < len(schemas) && schemas[t].Table == t && t != TableNone {
		return &schemas[t]
	}
	return nil
}
