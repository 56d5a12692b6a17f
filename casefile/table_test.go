package casefile_test

import (
	"strings"
	"testing"

	"casebench/casefile"
)

// contractTables are the canonical tables as files name them: the outside world
// relies on them.
var contractTables = map[string]string{
	"accounts": "account_id org_id created_at email_hash email_domain email_pattern phone_hash phone_prefix signup_ip device_id programme " +
		"referrer invited_by country_declared owner_entity owner_pct status status_at tos_version tos_accepted_at",
	"payments": "account_id pay_fingerprint bin funding last4 country billing_hash ts result",
	"logins":   "account_id ts ip asn country user_agent ja4 device_id result",
	"requests": "request_id account_id org_id api_key_id ts ip asn ja4 user_agent sdk channel model endpoint tokens_in tokens_out max_tokens " +
		"temperature latency_ms status session_id end_user tags prompt_text prompt_hash template_hash completion_hash tag_scores",
	"actions":      "account_id ts action reason by",
	"scores":       "account_id classifier version score ts",
	"releases":     "ts kind name",
	"permissions":  "org_id account_id kind scope valid_from valid_until source",
	"known_shared": "type value reason",
}

func TestSchemasHaveTheCanonicalColumns(t *testing.T) {
	if len(contractTables) != len(casefile.Tables()) {
		t.Errorf("%d tables, want %d", len(casefile.Tables()), len(contractTables))
	}
	for _, table := range casefile.Tables() {
		s := casefile.SchemaOf(table)
		var names []string
		for _, c := range s.Columns {
			names = append(names, c.Name)
		}
		if got := strings.Join(names, " "); got != contractTables[table.String()] {
			t.Errorf("%s has the columns\n%s\nwant\n%s", table, got, contractTables[table.String()])
		}
		if casefile.TableByName(strings.ToUpper(table.String())) != table {
			t.Errorf("%s is not found by its name", table)
		}
	}
}

func TestSchemasAreSound(t *testing.T) {
	for _, table := range casefile.Tables() {
		seen := map[string]string{}
		for _, c := range casefile.SchemaOf(table).Columns {
			if (c.Kind == casefile.KindCode) != (c.Domain != casefile.DomainNone) {
				t.Errorf("%s.%s: a dictionary goes with codes and with nothing else", table, c.Name)
			}
			if c.Observe != casefile.ObserveNone && c.Kind == casefile.KindCode && c.Observe.Domain() != c.Domain {
				t.Errorf("%s.%s observes values of another dictionary", table, c.Name)
			}
			for _, name := range append([]string{c.Name}, c.Synonyms...) {
				if name != strings.ToLower(name) {
					t.Errorf("%s.%s: the name %q is not in lower case", table, c.Name, name)
				}
				if other, ok := seen[name]; ok && other != c.Name && casefile.SchemaOf(table).Index(name) < 0 {
					t.Errorf("%s: %q means both %s and %s", table, name, other, c.Name)
				}
				seen[name] = c.Name
			}
		}
	}
}

func TestFindBySynonym(t *testing.T) {
	s := casefile.SchemaOf(casefile.TableRequests)
	for name, want := range map[string]string{"@timestamp": "ts", "USER_ID": "account_id", "source.ip": "ip",
		"gen_ai.usage.output_tokens": "tokens_out", " Model ": "model"} {
		if i := s.Find(name); i < 0 || s.Columns[i].Name != want {
			t.Errorf("%q is found as column %d, want %s", name, i, want)
		}
	}
	if i := s.Find("no such thing"); i >= 0 {
		t.Errorf("an unknown name is found as %s", s.Columns[i].Name)
	}
}

func TestObservationKindsHaveNames(t *testing.T) {
	for k := casefile.ObservationKind(1); int(k) < casefile.ObservationKinds(); k++ {
		if k.String() == "" || casefile.ObservationKindByName(k.String()) != k {
			t.Errorf("kind %d has the name %q, which does not lead back", k, k)
		}
	}
}

func TestProbability(t *testing.T) {
	for bits, want := range map[casefile.Bits]float64{0: 0.5, 1000: 0.666667, -1000: 0.333333, 20000: 0.999999} {
		l := casefile.Link{Weight: bits}
		if got := l.Probability(); got != want {
			t.Errorf("%v bits give a probability of %v, want %v", bits, got, want)
		}
	}
}
