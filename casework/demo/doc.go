// Package demo writes a synthetic investigation: the logs of a world in which it
// is known who is who. Linkage is calibrated and judged on such worlds, the
// sample case of the program is one, and so is the benchmark of the importer.
//
// Three nouns: a world is decided by a scale and a seed; an account belongs to a
// group of a kind (pool, decoy or honest); a session is a run of requests behind
// which stands an actor (distiller, customer or self), who need not be whom the
// account was sold to.
//
// # Files
//
// Write makes the canonical tables accounts.csv, payments.csv, logins.jsonl,
// requests.jsonl.gz, actions.csv, releases.csv, permissions.csv and
// known_shared.csv; indicators of a partner, partner-stix.json and
// partner-misp.json; and in truth/ what an importer leaves alone: truth.csv
// (account_id, group, kind), truth_actors.csv (session_id, account_id, actor,
// kind) and WORLD.txt (version, scale, seed, counts). Events are in order of
// time. No line is malformed on purpose, so all counts are exact.
//
// # Scales
//
//	scale  accounts    requests  days
//	s           400     200,000    19
//	m         5,000   3,000,000    23
//	l        25,000  28,800,000    45
//
// Every world ends with 5 June 2026; "atlas-5" comes out on 28 May at 16:00 UTC,
// and the service fails on 22 May. That is about 26 requests an account and day:
// no volume of a single account gives a pool away.
//
// # Pools
//
// All shares are of the population, with a least number, so that every scale has
// every group. A pool is one relay: least recently used account first, sessions
// that stick to an account, another account 5 to 60 seconds after a ban or a
// suspension (after a ban, a reserve that was never used before), another account
// after a rate limit, three prompt templates of its own, a numbered task list of
// which each account holds a part, and half of the traffic on the new model
// within hours of its release.
//
//	group     share  least  accounts and exits
//	hydra_a    4 %     14   batches of 3 to 8 on a device, a card for 2 to 4, a number for 2 or 3;
//	                        wallets hide a third of the cards; an exit shared by a few each day
//	hydra_b    3 %     12   the same, with a throw-away mail domain, sessions of 1 to 3 requests,
//	                        and two exits a day for each account
//	reseller   4 %     14   the same infrastructure, but seven or eight sessions in ten are of
//	                        unrelated honest customers; one distiller inside
//	stealth    3 %     10   own card, device, number and mail each, sign-up over months, another
//	                        client each session, hundreds of exits (a fifth of them honest homes),
//	                        up to 20 s of jitter, a third of cover traffic
//
// # Decoys
//
//	group              share  least  shares by innocence
//	university_nat       5 %    20   three addresses, mail domain, programme, computer-room machines
//	class              1.5 %    13   one NAT, one assignment's prompt, one hour of sign-up, one referrer
//	corporate_sso        3 %    12   organisation, egress, mail domain, two prompts, common client
//	agency               1 %     6   card, office, prompts, mail domain; an organisation for each client,
//	                                 the owner declared
//	judge_vendor       0.5 %     3   organisation, card, egress, rubric; high volume; permission on file
//	own_key_pool         1 %     5   organisation, card, egress, prompts; accounts used in turn
//	benchmark          1.5 %     8   public test prompts, word for word; release day
//	cron                 2 %    10   the seconds after the full hour
//	early_adopters       2 %    10   the new model on the day it comes out
//	retry_storm          2 %    12   the minutes of an outage: 429, 529, retries, limits
//	aggregator         0.5 %     3   organisation, card, egress, even load; many end users; permission
//	framework_default    2 %    14   a framework's default prompt, its client, a cloud's egress
//	residential_exit     2 %     8   the home address is a pool's exit too
//
// Everybody else is honest (group and kind "honest"): own device, card, homes
// that change address, workplaces, mobile addresses shared through carrier NAT, VPN
// exits, common clients, public templates by Zipf's law and private ones, hours of
// the day by time zone, weekends. Some share a household's address, or openly a
// small organisation; a telephone number is given out again; a few are limited,
// suspended or banned by mistake.
//
// The look of the lines: 340 to 470 bytes for most requests, about 435 on
// average. A field that a client or a gateway would not have is absent. One
// request in 256 has its prompt's text.
//
// # Promises
//
// One version, scale and seed make the same bytes on every machine: chance comes
// from seeded PCG streams, only integers are computed with, no map is walked. A
// day is made, sorted, written and forgotten, so memory does not grow with the
// number of requests. Addresses lie in ranges that no customer has (10.0.0.0/8,
// 100.64.0.0/10, 198.18.0.0/15, the documentation ranges), mail domains end in
// example names, people exist only as hashes.
//
// The world is frozen: nothing in it may be changed to please linkage. A change
// of one byte changes Version, which WORLD.txt records, and the golden digests of
// the tests show it.
//
// What it does not do: prompts have no meaning beyond a template's hash, so
// nothing that reads text can be judged here, and no case in the world is taken
// from a real person.
package demo
