package canon_test

import (
	"strings"
	"testing"

	"casebench/importers/canon"
)

// A credential in a query string is as live as one in a header.
func TestCredentialsInQueriesAreSealed(t *testing.T) {
	s := &canon.Sample{}
	s.Add("account_id", "a")
	s.Add("ts", "2024-01-01T00:00:00Z")
	plan, err := canon.NewPlan("x", "requests", s, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := plan.NewBuilder()
	b.Reset()
	key := "sk-" + strings.Repeat("x", 40)
	for name, v := range map[string]string{
		"query":        "a=1&key=" + key + "&b=2",
		"http_referer": "https://example.com/?k=" + key + "#top",
		"url":          "https://example.com/a;b=c?plain=1",
	} {
		b.Begin()
		b.Text(b.Field([]byte("account_id")), []byte("a"))
		b.Text(b.Field([]byte("ts")), []byte("2024-01-01T00:00:00Z"))
		b.Text(b.Field([]byte(name)), []byte(v))
		if why := b.End(0, 0, []byte(v)); why != "" {
			t.Fatal(why)
		}
	}
	want := map[string]string{
		"query":        "a=1&key=" + canon.Sealed([]byte(key)) + "&b=2",
		"http_referer": "https://example.com/?k=" + canon.Sealed([]byte(key)) + "#top",
		"url":          "https://example.com/a;b=c?plain=1",
	}
	for _, bl := range b.Blocks() {
		for _, e := range bl.Extra {
			for i := range bl.Rows {
				if !e.Vector.IsNull(i) && string(e.Vector.Texts.At(i)) != want[e.Name] {
					t.Errorf("%s is %q, want %q", e.Name, e.Vector.Texts.At(i), want[e.Name])
				}
			}
		}
	}
	if a := plan.About().Assumed; len(a) != 1 || !strings.HasPrefix(a[0], "2 values look like live credentials") {
		t.Errorf("assumed %q", a)
	}
}
