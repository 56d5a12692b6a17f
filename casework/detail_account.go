package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
)

// AccountDetail is one account with what the case knows of it. Events are requests.
type AccountDetail struct {
	ID        string    `json:"id"`
	Namespace string    `json:"namespace,omitempty"`
	Org       string    `json:"org,omitempty"`
	Owner     string    `json:"owner,omitempty"`
	Programme string    `json:"programme,omitempty"`
	Country   string    `json:"country,omitempty"` // as declared
	Created   time.Time `json:"created,omitzero"`
	Status    string    `json:"status,omitempty"`
	StatusAt  time.Time `json:"status_at,omitzero"`
	Terms     string    `json:"terms,omitempty"`
	TermsAt   time.Time `json:"terms_at,omitzero"`

	FirstSeen time.Time    `json:"first_seen,omitzero"`
	LastSeen  time.Time    `json:"last_seen,omitzero"`
	Events    int64        `json:"events"`
	Models    []ShareView  `json:"models"` // most used first
	Actions   []ActionView `json:"actions"`

	Run       uint32              `json:"run,omitempty"` // 0: nothing was linked yet
	Cluster   *int                `json:"cluster"`
	Role      casefile.MemberRole `json:"role,omitempty"`
	Via       string              `json:"via,omitempty"`
	ViaBits   casefile.Bits       `json:"via_bits,omitempty"`
	Links     int                 `json:"links"`
	Strongest []TieView           `json:"strongest"` // links, heaviest first

	Identifiers []IdentifierView `json:"identifiers"`
	Permissions []PermissionView `json:"permissions"` // that cover the account
	Hits        []HitView        `json:"indicators"`
}

// ShareView is how many requests one model answered.
type ShareView struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}

// ActionView is something that was done to an account.
type ActionView struct {
	At     time.Time `json:"at"`
	Action string    `json:"action"`
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by,omitempty"`
}

// TieView is a link as seen from one of its accounts.
type TieView struct {
	Peer     string            `json:"peer"`
	Bits     casefile.Bits     `json:"bits"`
	Strength casefile.Strength `json:"strength"`
}

// PermissionView is agreed use that covers an account.
type PermissionView struct {
	Kind   string    `json:"kind"`
	Scope  string    `json:"scope,omitempty"`
	Org    string    `json:"org,omitempty"`
	From   time.Time `json:"from,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Source string    `json:"source,omitempty"`
}

// tiesShown is how many links an account's detail carries.
const tiesShown = 12

func (c *Casework) accountDetail(ctx context.Context, name string) (*AccountDetail, error) {
	code, err := c.accountCode(name)
	if err != nil {
		return nil, err
	}
	print, err := c.accountName()
	if err != nil {
		return nil, err
	}
	d := &AccountDetail{ID: print(code), Models: []ShareView{}, Actions: []ActionView{}, Strongest: []TieView{},
		Identifiers: []IdentifierView{}, Permissions: []PermissionView{}, Hits: []HitView{}}
	if ns, _, ok := strings.Cut(d.ID, "/"); ok && casefile.AccountKeys(d.ID)[0] == c.accountKey(code) {
		d.Namespace = ns
	}
	m, _, err := c.measured(ctx, code)
	if err != nil {
		return nil, err
	}
	d.Events, d.FirstSeen, d.LastSeen = m.events, instant(m.first), instant(m.last)
	for _, fill := range []func(context.Context, uint32, *AccountDetail) error{c.fillRegister, c.fillModels, c.fillActions, c.fillLinks,
		c.fillIdentifiers, c.fillPermissions, c.fillHits} {
		if err := fill(ctx, code, d); err != nil {
			return nil, err
		}
	}
	return d, ctx.Err()
}

// accountKey returns the dictionary key of an account.
func (c *Casework) accountKey(code uint32) string {
	d, err := c.file.Dict(casefile.DomainAccount)
	if err != nil {
		return ""
	}
	return d.Value(code)
}

// fillRegister reads the account register; a later row adds to an earlier one.
func (c *Casework) fillRegister(ctx context.Context, code uint32, d *AccountDetail) error {
	names := []string{"account_id", "org_id", "owner_entity", "programme", "country_declared", "status", "tos_version", "created_at", "status_at", "tos_accepted_at"}
	return c.eachRow(ctx, casefile.TableAccounts, names, func(r *row) error {
		if r.code(0) != code {
			return nil
		}
		for k, to := range map[int]*string{1: &d.Org, 2: &d.Owner, 3: &d.Programme, 4: &d.Country, 5: &d.Status, 6: &d.Terms} {
			*to = cmp.Or(r.text(k), *to)
		}
		for k, to := range map[int]*time.Time{7: &d.Created, 8: &d.StatusAt, 9: &d.TermsAt} {
			if at := r.nanos(k); at != 0 {
				*to = instant(at)
			}
		}
		return nil
	})
}

func (c *Casework) fillModels(ctx context.Context, code uint32, d *AccountDetail) error {
	h, err := c.held(ctx, casefile.ObserveModel)
	if err != nil {
		return err
	}
	for _, x := range h.of(code) {
		name, err := c.valueText(casefile.ObserveModel, x.value)
		if err != nil {
			return err
		}
		d.Models = append(d.Models, ShareView{name, x.count})
	}
	slices.SortStableFunc(d.Models, func(a, b ShareView) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return nil
}

func (c *Casework) fillActions(ctx context.Context, code uint32, d *AccountDetail) error {
	err := c.eachRow(ctx, casefile.TableActions, []string{"account_id", "ts", "action", "reason", "by"}, func(r *row) error {
		if r.code(0) == code {
			d.Actions = append(d.Actions, ActionView{instant(r.nanos(1)), r.text(2), r.text(3), r.text(4)})
		}
		return nil
	})
	slices.SortStableFunc(d.Actions, func(a, b ActionView) int { return a.At.Compare(b.At) })
	return err
}

// fillLinks says where the account stands in the newest run.
func (c *Casework) fillLinks(ctx context.Context, code uint32, d *AccountDetail) error {
	var run casefile.Run
	var found bool
	var clusters []casefile.Cluster
	err := c.file.View(func(tx *store.Tx) (err error) {
		if run, found, err = tx.NewestRun(); err != nil || !found {
			return err
		}
		clusters, err = tx.Clusters(run.ID)
		return err
	})
	if err != nil || !found {
		return err
	}
	name, err := c.accountName()
	if err != nil {
		return err
	}
	d.Run = run.ID
	for i := range clusters {
		for _, m := range clusters[i].Members {
			if m.Account == code {
				id := clusters[i].ID
				d.Cluster, d.Role, d.ViaBits = &id, m.Role, m.Bits
				if m.Via != 0 {
					d.Via = name(m.Via)
				}
			}
		}
	}
	ties, err := c.tiesOf(ctx, run.ID, code)
	d.Links = len(ties)
	for _, t := range ties[:min(len(ties), tiesShown)] {
		d.Strongest = append(d.Strongest, TieView{name(t.a + t.b - code), t.weight, t.strength})
	}
	return err
}

// fillPermissions lists the agreed uses that name the account or its organisation.
func (c *Casework) fillPermissions(ctx context.Context, code uint32, d *AccountDetail) error {
	names := []string{"org_id", "account_id", "kind", "scope", "valid_from", "valid_until", "source"}
	return c.eachRow(ctx, casefile.TablePermissions, names, func(r *row) error {
		if r.code(1) == code || r.code(1) == 0 && d.Org != "" && r.text(0) == d.Org {
			d.Permissions = append(d.Permissions, PermissionView{Kind: r.text(2), Scope: r.text(3), Org: r.text(0),
				From: instant(r.nanos(4)), Until: instant(r.nanos(5)), Source: r.text(6)})
		}
		return nil
	})
}

func (c *Casework) fillHits(ctx context.Context, _ uint32, d *AccountDetail) error {
	m, err := c.Matched(ctx)
	for _, h := range m.Hits {
		if slices.Contains(h.Accounts, d.ID) {
			d.Hits = append(d.Hits, h)
		}
	}
	return err
}

// AccountUse is what the requests of an account add up to.
type AccountUse struct {
	Requests  int64 `json:"requests"`
	TokensIn  int64 `json:"tokens_in"`
	TokensOut int64 `json:"tokens_out"`
	Known     bool  `json:"known"` // some request says how many tokens
}

// AccountUse adds up the requests of an account. It searches the log, which takes a
// moment in a large case: what is shown first is Detail.
func (c *Casework) AccountUse(ctx context.Context, name string) (AccountUse, error) {
	var u AccountUse
	code, err := c.accountCode(name)
	if err != nil {
		return u, err
	}
	print, err := c.accountName()
	if err != nil {
		return u, err
	}
	q := &query.Query{Expr: query.And{Terms: []query.Expr{equal("table", casefile.TableRequests.String()), equal("account_id", print(code))}}}
	err = query.Each(ctx, c.searchSource(), q, c.searchOptions(ctx), []string{"tokens_in", "tokens_out"}, func(r query.Row) (bool, error) {
		in, ok := r.Value("tokens_in")
		out, also := r.Value("tokens_out")
		u.Requests, u.TokensIn, u.TokensOut, u.Known = u.Requests+1, u.TokensIn+in.Int, u.TokensOut+out.Int, u.Known || ok || also
		return true, nil
	})
	return u, err
}
