package casefile_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"casebench/casefile"
	"casebench/internal/fault"
)

func TestParseRef(t *testing.T) {
	for text, want := range map[string]casefile.Ref{
		"account:acct_1":         {Kind: casefile.RefAccount, ID: "acct_1"},
		"account:aws/arn:x@1":    {Kind: casefile.RefAccount, ID: "aws/arn:x@1"},
		"event:2/17":             {Kind: casefile.RefEvent, N: 2, Row: 17},
		"link:a,b":               {Kind: casefile.RefLink, ID: "a", Peer: "b"},
		"link:a,b@3":             {Kind: casefile.RefLink, ID: "a", Peer: "b", Run: 3},
		"cluster:4@2":            {Kind: casefile.RefCluster, ID: "4", Run: 2},
		"source:1":               {Kind: casefile.RefSource, N: 1},
		"indicator:indicator--a": {Kind: casefile.RefIndicator, ID: "indicator--a"},
		"exhibit:12":             {Kind: casefile.RefExhibit, N: 12},
		"finding:1":              {Kind: casefile.RefFinding, N: 1},
	} {
		got, err := casefile.ParseRef(text)
		if err != nil || got != want {
			t.Errorf("ParseRef(%q) = %+v, %v; want %+v", text, got, err, want)
		}
		if got.String() != text {
			t.Errorf("%q prints as %q", text, got.String())
		}
	}
	for _, text := range []string{"", "account", "account:", "event:1", "event:0/1", "event:1/0", "event:x/1", "link:a", "link:,b",
		"source:0", "source:-1", "thing:1", "exhibit:a"} {
		if _, err := casefile.ParseRef(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("ParseRef(%q): error %v, want one of kind invalid", text, err)
		}
	}
}

func TestRefPrintsAndParsesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := casefile.EventRef(rapid.Uint32Min(1).Draw(t, "source"), rapid.Int64Min(1).Draw(t, "row"))
		if rapid.Bool().Draw(t, "account") {
			r = casefile.AccountRef(rapid.StringN(1, 40, 200).Draw(t, "id"))
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back casefile.Ref
		if err := json.Unmarshal(b, &back); err != nil || back != r {
			t.Fatalf("%+v came back from %s as %+v, %v", r, b, back, err)
		}
	})
}

func TestParseMarking(t *testing.T) {
	for text, want := range map[string]casefile.Marking{"": "", "white": "clear", "TLP:AMBER+STRICT": "amber+strict",
		"tlp:green": "green", " Red ": "red"} {
		if got, ok := casefile.ParseMarking(text); !ok || got != want {
			t.Errorf("ParseMarking(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	if _, ok := casefile.ParseMarking("purple"); ok {
		t.Error("purple is taken for a label")
	}
	if casefile.Marking("amber").Rank() >= casefile.Marking("amber+strict").Rank() {
		t.Error("amber+strict shares more narrowly than amber, and ranks lower")
	}
}

func TestAccountNames(t *testing.T) {
	for _, c := range []struct{ ns, id, printed string }{{"", "acct_1", "acct_1"}, {"aws", "u/7", "aws/u/7"}, {"", "a/b", "a/b"}} {
		key := casefile.AccountKey(c.ns, c.id)
		if got := casefile.AccountName(key); got != c.printed {
			t.Errorf("account %q of %q prints as %q, want %q", c.id, c.ns, got, c.printed)
		}
		found := false
		for _, k := range casefile.AccountKeys(c.printed) {
			found = found || k == key
		}
		if !found {
			t.Errorf("%q does not lead back to its key", c.printed)
		}
	}
}
