package linkage_test

import (
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/linkage"
)

// What was set aside is named with the article that its sound asks for.
func TestSetAsideHasItsArticle(t *testing.T) {
	model := linkage.DefaultModel()
	for _, want := range []string{"an IPv4 address (", "an SDK (", "a user agent (", "a device ("} {
		_, class, _ := strings.Cut(strings.TrimSuffix(want, " ("), " ")
		l := casefile.Link{B: 1, Suppressed: []casefile.Suppressed{{Signal: "address", Class: class, SharedBy: 900}}}
		if e := linkage.Explain(&l, linkage.Names{A: "a", B: "b"}, &model); !strings.Contains(e.Text, ": "+want) {
			t.Errorf("no %q in %q", want, e.Text)
		}
	}
}
