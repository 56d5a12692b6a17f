package pattern_test

import (
	"reflect"
	"testing"

	"casebench/importers/stix/pattern"
)

var good = []string{
	`[ipv4-addr:value = '192.0.2.1']`,
	`[a:b = 1 AND a:c != 2.5 OR NOT a:d IN ('x', 'y')]`,
	`[a:b = 1] AND [a:c = 2] OR [a:d = 3] FOLLOWEDBY [a:e = 4]`,
	`([a:b = 1] AND ([a:c = 2] OR [a:d = 3])) WITHIN 300 SECONDS`,
	`[a:b = 1] REPEATS 5 TIMES WITHIN 1800.5 SECONDS`,
	`[a:b = 1] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'`,
	`[file:hashes.'SHA-256' = 'ab' AND file:parent_directory_ref.path LIKE 'C:\\%']`,
	`[email-message:to_refs[*].value = 'it\'s' OR email-message:to_refs[0].value MATCHES '^a[^]]+$']`,
	`[ipv4-addr:value ISSUBSET '198.51.100.0/24' AND EXISTS x-y:z]`,
	`[(a:b > 1 OR (a:b < -5 AND (a:c >= 1e5 OR a:d <= h'ff'))) AND a:e = b'AAA=' AND a:f = true]`,
	`[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'x term:y [z] AND']`,
	`[a:b NOT = 'x'] /* why */ OR [a:b NOT MATCHES 'y'] // end`,
}

func TestParsePrintParse(t *testing.T) {
	for _, s := range good {
		identity(t, s)
	}
}

// identity checks that what parses prints to something that parses the same.
func identity(t *testing.T, s string) {
	t.Helper()
	first, err := pattern.Parse(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	printed := first.String()
	second, err := pattern.Parse(printed)
	if err != nil {
		t.Fatalf("%s prints as %s: %v", s, printed, err)
	}
	if !reflect.DeepEqual(first, second) || second.String() != printed {
		t.Fatalf("%s prints as %s, which is another pattern", s, printed)
	}
}

func TestPrecedence(t *testing.T) {
	p, err := pattern.Parse(`[a:b = 1 OR a:b = 2 AND a:b = 3]`)
	if err != nil {
		t.Fatal(err)
	}
	if p.Expr.Kind != pattern.Or || p.Expr.Parts[1].Kind != pattern.And {
		t.Errorf("AND does not bind tighter than OR: %s", p)
	}
}

func TestErrorsNameThePlace(t *testing.T) {
	for s, offset := range map[string]int{
		"": 0, "[": 1, "[a:b]": 4, "[a:b = ]": 7, "[a:b = 'x": 7, "[a = 1]": 3, "[a:b = 1] [": 10, "[a:b = 1] WITHIN x": 17,
		"[a:b # 1]": 5, "[a:b IN ()]": 9, "(": 1, "[a:b[x] = 1]": 5, "ipv4-addr:value = '1'": 0,
	} {
		_, err := pattern.Parse(s)
		e, ok := err.(*pattern.Error)
		if !ok || e.Offset != offset {
			t.Errorf("%q: %v, want an error at %d", s, err, offset)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range good {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := pattern.Parse(s); err == nil {
			identity(t, s)
		}
	})
}
