package casework

import (
	"context"
	"fmt"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casepackage"
)

// accounts fills in every account that a cluster, link, decision, annotation or
// exhibit names. Bystanders are counted and not listed.
func (g *gathering) accounts(ctx context.Context, k *casepackage.Contents) error {
	measures, population, err := g.c.measures(ctx)
	if err != nil {
		return err
	}
	k.Population = int64(len(population))
	for _, m := range measures {
		k.Events += m.events
	}
	status, err := g.statuses(ctx)
	if err != nil {
		return err
	}
	member := map[uint32]casefile.Member{}
	cluster := map[uint32]int{}
	for _, c := range g.clusters {
		for _, m := range c.Members {
			member[m.Account], cluster[m.Account] = m, c.ID
		}
	}
	for _, code := range g.named(k, member) {
		token, err := g.tokens.of(casefile.DomainAccount, code)
		if err != nil {
			return err
		}
		m := measures[code]
		if m == nil {
			m = &measure{}
		}
		a := casepackage.Account{Code: code, Name: g.name(code), Token: token, Cluster: cluster[code], Role: member[code].Role,
			Via: member[code].Via, Events: m.events, First: instant(m.first), Last: instant(m.last)}
		if s, ok := status[code]; ok {
			a.Org, a.Status, a.Terms = s.org, s.status, s.terms
		}
		a.Bystander = g.bystander(code, cluster[code], k.Decisions)
		k.Accounts = append(k.Accounts, a)
	}
	return nil
}

// named returns the codes of the accounts that the package talks about, in order.
func (g *gathering) named(k *casepackage.Contents, member map[uint32]casefile.Member) []uint32 {
	set := map[uint32]bool{}
	for code, m := range member {
		set[code] = true
		if m.Via != 0 {
			set[m.Via] = true
		}
	}
	for i := range g.links {
		set[g.links[i].A], set[g.links[i].B] = true, true
	}
	for _, d := range k.Decisions {
		set[d.A], set[d.B] = true, true
	}
	for _, a := range k.Annotations {
		for _, name := range []string{a.Target.ID, a.Target.Peer} {
			if name == "" || a.Target.Kind != casefile.RefAccount && a.Target.Kind != casefile.RefLink {
				continue
			}
			if code, err := g.c.accountCode(name); err == nil {
				set[code] = true
			}
		}
	}
	out := make([]uint32, 0, len(set))
	for code := range set {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// registered is what the account register says of an account.
type registered struct{ org, status, terms string }

func (g *gathering) statuses(ctx context.Context) (map[uint32]registered, error) {
	out := map[uint32]registered{}
	names := []string{"account_id", "org_id", "status", "tos_version", "tos_accepted_at"}
	err := g.c.eachRow(ctx, casefile.TableAccounts, names, func(r *row) error {
		s := registered{org: r.text(1), status: r.text(2), terms: r.text(3)}
		if at := r.nanos(4); at != 0 && s.terms != "" {
			s.terms += " accepted " + instant(at).Format(time.RFC3339)
		}
		out[r.code(0)] = s
		return nil
	})
	return out, err
}

// bystander says why an account should be held back from action, or "".
func (g *gathering) bystander(code uint32, cluster int, decisions []casefile.Decision) string {
	for _, d := range decisions {
		if !d.Withdrawn && d.Verdict == casefile.VerdictDifferent && (d.A == code || d.B == code) {
			return "a person decided that a link of this account does not show one actor"
		}
	}
	for _, c := range g.clusters {
		if c.ID != cluster {
			continue
		}
		for _, x := range c.Assessment.Checked {
			if x.Result == "fits" {
				return fmt.Sprintf("an honest explanation fits its cluster: %s", x.Lookalike)
			}
		}
		if c.Strength != casefile.Strong {
			return "its cluster is not held together by strong links"
		}
	}
	if cluster == 0 {
		return "it is in no cluster"
	}
	return ""
}

// agreed fills in the register of agreed uses.
func (g *gathering) agreed(ctx context.Context, k *casepackage.Contents) error {
	names := []string{"org_id", "account_id", "kind", "scope", "valid_from", "valid_until", "source"}
	return g.c.eachRow(ctx, casefile.TablePermissions, names, func(r *row) error {
		k.Permissions = append(k.Permissions, casepackage.Permission{Org: r.text(0), Account: casefile.AccountName(r.text(1)), Kind: r.text(2),
			Scope: r.text(3), From: instant(r.nanos(4)), Until: instant(r.nanos(5)), Source: r.text(6)})
		return nil
	})
}

// dated fills in what happened outside: releases, outages, campaigns.
func (g *gathering) dated(ctx context.Context, k *casepackage.Contents) error {
	return g.c.eachRow(ctx, casefile.TableReleases, []string{"ts", "kind", "name"}, func(r *row) error {
		k.KeyEvents = append(k.KeyEvents, casepackage.KeyEvent{Time: instant(r.nanos(0)), What: r.text(1), Detail: r.text(2)})
		return nil
	})
}

// hits fills in what partners' indicators meet.
func (g *gathering) hits(ctx context.Context, k *casepackage.Contents) error {
	if len(k.Indicators) == 0 {
		return nil
	}
	found, err := g.c.Match(ctx, nil)
	if err != nil {
		return err
	}
	part := map[[2]string]int{}
	for _, in := range k.Indicators {
		part[[2]string{in.ID, in.Value}] = in.Part
	}
	for _, h := range found.Hits {
		k.Hits = append(k.Hits, casepackage.Hit{Indicator: h.Indicator, Part: part[[2]string{h.Indicator, h.Value}], Accounts: h.Accounts,
			Events: h.Events, First: h.FirstSeen, Last: h.LastSeen})
	}
	return nil
}

// recordExport writes the act of an export.
func (c *Casework) recordExport(r casepackage.Result) error {
	_, err := c.file.Record(casefile.Act{Verb: "export", By: c.config.By,
		Message: fmt.Sprintf("Exported a package for profile %s: %d files", r.Profile, r.Files),
		Details: map[string]string{"sha256": r.SHA256, "profile": string(r.Profile), "signer": r.Signer, "audit_head": r.AuditHead}})
	if err == nil {
		c.changed(TopicLog)
	}
	return err
}
