package canon_test

import (
	"strings"
	"testing"

	"casebench/importers/canon"
)

func TestCredentialsInsideATextAreSealed(t *testing.T) {
	const key = "sk-live0123456789abcdefghij"
	for text, left := range map[string]string{
		"use " + key + ", please":                    "use *, please",
		`{"key":"` + key + `"}`:                      `{"key":"*"}`,
		"k=" + key + ".":                             "k=*.",
		"Authorization: Bearer abcdefghijklmnopqrst": "Authorization: Bearer *",
		key + "\n" + key:                             "*\n*",
		"{arn=x, accesskeyid=ASIAEXAMPLEEXAMPLE44}":  "{arn=x, accesskeyid=*}",
	} {
		got, n := canon.SealTokens([]byte(text))
		shown := string(got)
		for strings.Contains(shown, "sha256:") {
			at := strings.Index(shown, "sha256:")
			shown = shown[:at] + "*" + shown[at+len("sha256:")+64+len("…")+4:]
		}
		if shown != left || n != int64(strings.Count(left, "*")) {
			t.Errorf("%q: %d sealed, %q", text, n, got)
		}
	}
	for _, text := range []string{"", "sk-", "a plain text of words, none of which opens anything", "sk-...abcd1234567890123456", "risk-averse-and-more-than-twenty-letters",
		"Bearer of news", "=", "a="} {
		if got, n := canon.SealTokens([]byte(text)); n != 0 || string(got) != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}
