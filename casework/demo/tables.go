package demo

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// stamp writes an instant as the tables do; 0 is an empty field.
func stamp(at int64) string {
	if at == 0 {
		return ""
	}
	return time.UnixMilli(at).UTC().Format("2006-01-02T15:04:05.000Z")
}

// accountRows is accounts.csv, by account identifier. It is written last: it says
// how each account ended.
func (w *world) accountRows(row func(...string) error) error {
	if err := row("account_id", "org_id", "created_at", "email_hash", "email_domain", "email_pattern", "phone_hash",
		"phone_prefix", "signup_ip", "device_id", "programme", "referrer", "invited_by", "country_declared",
		"owner_entity", "owner_pct", "status", "status_at", "tos_version", "tos_accepted_at"); err != nil {
		return err
	}
	for _, a := range w.byID() {
		inviter, pct := "", ""
		if a.inviter != nil {
			inviter = a.inviter.id
		}
		if a.owner != "" {
			pct = strconv.Itoa(a.ownerPct)
		}
		if err := row(a.id, a.org, stamp(a.created), a.email, a.domain, a.pattern, a.phone, a.phonePrefix,
			w.list[a.signup].text, a.device, a.programme, a.referrer, inviter, a.country, a.owner, pct,
			a.status, stamp(a.statusAt), a.terms, stamp(a.created+20*second)); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) byID() []*account {
	list := slices.Clone(w.accounts)
	slices.SortFunc(list, func(a, b *account) int { return cmp.Compare(a.id, b.id) })
	return list
}

// payment is one charge.
type payment struct {
	at      int64
	account *account
	result  string
}

// paymentRows is payments.csv, by time: the first charge after the card was
// added, then one a month while the account is in use.
func (w *world) paymentRows(row func(...string) error) (int, error) {
	var list []payment
	for _, a := range w.accounts {
		if a.card == nil {
			continue
		}
		d := newDice(w.seed, forNames, uint64(a.n), 0)
		first := a.created + minute*int64(d.between(2, 90))
		if d.chance(40) {
			list = append(list, payment{first - minute, a, "declined"})
		}
		list = append(list, payment{first, a, "ok"})
		for month := time.January; month <= time.June; month++ {
			at := instant(month, a.payDay, d.n(24), d.n(60))
			if at < first+10*day || at >= w.end || a.statusAt != 0 && at > a.statusAt {
				continue
			}
			result := "ok"
			if d.chance(30) {
				result = "declined"
			}
			list = append(list, payment{at, a, result})
		}
	}
	slices.SortStableFunc(list, func(a, b payment) int { return cmp.Compare(a.at, b.at) })
	if err := row("account_id", "pay_fingerprint", "bin", "funding", "last4", "country", "billing_hash", "ts", "result"); err != nil {
		return 0, err
	}
	n := 0
	for _, p := range list {
		if p.at >= w.end {
			continue
		}
		c := p.account.card
		if err := row(p.account.id, c.fingerprint, c.bin, c.funding, c.last4, c.country, c.billing, stamp(p.at), p.result); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func (w *world) actionRows(row func(...string) error) error {
	if err := row("account_id", "ts", "action", "reason", "by"); err != nil {
		return err
	}
	for _, x := range w.sortedActions() {
		if err := row(x.account.id, stamp(x.at), x.what, x.reason, x.by); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) releaseRows(row func(...string) error) error {
	if err := row("ts", "kind", "name"); err != nil {
		return err
	}
	for _, r := range w.releases {
		if err := row(stamp(r.at), r.kind, r.name); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) permissionRows(row func(...string) error) error {
	if err := row("org_id", "account_id", "kind", "scope", "valid_from", "valid_until", "source"); err != nil {
		return err
	}
	for _, p := range w.permissions {
		if err := row(p.account.org, "", p.kind, p.scope, stamp(p.validFrom), stamp(p.validLast), p.source); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) sharedRows(row func(...string) error) error {
	if err := row("type", "value", "reason"); err != nil {
		return err
	}
	for _, s := range w.knownShared() {
		if err := row(s.kind, s.value, s.reason); err != nil {
			return err
		}
	}
	return nil
}

// truthRows is truth.csv.
func (w *world) truthRows(row func(...string) error) error {
	if err := row("account_id", "group", "kind"); err != nil {
		return err
	}
	for _, a := range w.byID() {
		if err := row(a.id, a.group, a.kind); err != nil {
			return err
		}
	}
	return nil
}
