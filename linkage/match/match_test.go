package match_test

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/linkage/linkagetest"
	"casebench/linkage/match"
)

var monday = time.Date(2026, 4, 20, 9, 0, 0, 0, time.UTC)

// world adapts a test world to match.Case.
type world struct{ *linkagetest.World }

func (w world) Values(d casefile.Domain, yield func(uint32, string)) error {
	w.World.Values(d, yield)
	return nil
}

func (w world) Observations(ctx context.Context, k casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
	return w.World.Observations(ctx, k)
}

func build() world {
	w := linkagetest.NewWorld()
	at := monday.UnixNano()
	a, b := w.Account("a"), w.Account(casefile.AccountKey("aws", "b"))
	w.Address(a, "192.0.2.7", at)
	w.Address(a, "192.0.2.7", at+int64(time.Minute))
	w.Address(b, "192.0.2.200", at)
	w.Address(b, "2001:db8::1", at)
	w.Observe(b, casefile.ObserveSignupAddr, "198.51.100.1", at)
	w.Observe(a, casefile.ObserveMailDomain, "throwaway.example", at)
	w.Observe(a, casefile.ObserveEmail, "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b", at) // test@example.com
	w.Observe(b, casefile.ObserveJA4, "t13d1516h2_8daaf6152771_02713d6af862", at)
	w.Observe(b, casefile.ObservePayment, "pf_1", at)
	w.Observe(b, casefile.ObserveDevice, "dev_1", at)
	w.Request(a, at, "tpl_1")
	w.Request(b, at, "")
	w.Input()
	return world{w}
}

func indicator(id string, t casefile.IndicatorType, value string) casefile.Indicator {
	return casefile.Indicator{ID: id, Type: t, Value: value, Usage: casefile.UsageMatch}
}

func names(w world, h match.Hit) (out []string) {
	for _, a := range h.Accounts {
		out = append(out, casefile.AccountName(w.Names[a]))
	}
	return out
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   casefile.IndicatorType
		value  string
		want   []string
		events int64
	}{
		{"an address", casefile.IndicatorIPv4, "192.0.2.7", []string{"a"}, 2},
		{"a prefix", casefile.IndicatorIPv4, "192.0.2.0/24", []string{"a", "aws/b"}, 3},
		{"an address written as a prefix", casefile.IndicatorIPv4, "192.0.2.7/32", []string{"a"}, 2},
		{"an IPv6 address in another spelling", casefile.IndicatorIPv6, "2001:0db8:0:0::1", []string{"aws/b"}, 1},
		{"an IPv6 prefix", casefile.IndicatorIPv6, "2001:db8::/32", []string{"aws/b"}, 1},
		{"the address of a sign-up", casefile.IndicatorIPv4, "198.51.100.1", []string{"aws/b"}, 1},
		{"a mail domain in capitals", casefile.IndicatorDomain, "Throwaway.Example", []string{"a"}, 1},
		{"an address by its hash", casefile.IndicatorEmail, "Test@example.com", []string{"a"}, 1},
		{"a hash with its algorithm", casefile.IndicatorEmailSum, "sha256:973DFE463EC85785F5F95AF5BA3906EEDB2D931C24E69824A89EA65DBA4E813B", []string{"a"}, 1},
		{"a handshake", casefile.IndicatorJA4, "t13d1516h2_8daaf6152771_02713d6af862", []string{"aws/b"}, 1},
		{"a card", casefile.IndicatorPayment, "pf_1", []string{"aws/b"}, 1},
		{"a device", casefile.IndicatorDevice, "dev_1", []string{"aws/b"}, 1},
		{"a template", casefile.IndicatorTemplate, "TPL_1", []string{"a"}, 1},
		{"an account with its namespace", casefile.IndicatorAccount, "aws/b", []string{"aws/b"}, 1},
		{"an address that nobody used", casefile.IndicatorIPv4, "203.0.113.1", nil, 0},
		{"a prefix that is none", casefile.IndicatorIPv4, "192.0.2.0/99", nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := build()
			r, err := match.Find(t.Context(), w, []casefile.Indicator{indicator("i", c.kind, c.value)})
			if err != nil {
				t.Fatal(err)
			}
			if r.Matchable != 1 {
				t.Errorf("matchable = %d, want 1", r.Matchable)
			}
			if c.want == nil {
				if len(r.Hits) != 0 {
					t.Errorf("hits = %+v, want none", r.Hits)
				}
				return
			}
			if len(r.Hits) != 1 || !slices.Equal(names(w, r.Hits[0]), c.want) || r.Hits[0].Events != c.events {
				t.Errorf("hits = %+v, want %v with %d events", r.Hits, c.want, c.events)
			}
		})
	}
}

func TestWhatIsNotMatched(t *testing.T) {
	context := indicator("context", casefile.IndicatorIPv4, "192.0.2.7")
	context.Usage = casefile.UsageContext
	revoked := indicator("revoked", casefile.IndicatorIPv4, "192.0.2.7")
	revoked.Revoked = true
	file := indicator("file", casefile.IndicatorFile, "d41d8cd98f00b204e9800998ecf8427e")
	r, err := match.Find(t.Context(), build(), []casefile.Indicator{context, revoked, file})
	if err != nil {
		t.Fatal(err)
	}
	if want := (match.Skipped{Context: 1, Revoked: 1, NoColumn: 1}); r.Skipped != want || r.Matchable != 0 || len(r.Hits) != 0 {
		t.Errorf("report = %+v, want nothing matched and %+v", r, want)
	}
}

func TestTimeOfAnIndicator(t *testing.T) {
	past := indicator("past", casefile.IndicatorIPv4, "192.0.2.7")
	past.ValidUntil = monday.Add(-time.Hour)
	future := indicator("future", casefile.IndicatorIPv4, "192.0.2.7")
	future.ValidFrom = monday.Add(time.Hour)
	now := indicator("now", casefile.IndicatorIPv4, "192.0.2.7")
	now.ValidFrom, now.ValidUntil = monday.Add(-time.Hour), monday.Add(time.Hour)
	r, err := match.Find(t.Context(), build(), []casefile.Indicator{past, future, now})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) != 1 || r.Hits[0].Indicator.ID != "now" {
		t.Errorf("hits = %+v, want the one that is valid", r.Hits)
	}
	if len(r.Stale) != 2 {
		t.Errorf("stale = %+v, want two", r.Stale)
	}
}
