package linkage_test

import (
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/linkage"
	"casebench/linkage/all"
)

func TestDefaultModelCoversEverySignal(t *testing.T) {
	model := linkage.DefaultModel()
	known := map[string]bool{}
	for _, s := range all.Signals() {
		info := s.Info()
		if known[info.ID] {
			t.Errorf("two signals are called %q", info.ID)
		}
		known[info.ID] = true
		if info.Version < 1 || info.Family == "" || len(info.Doc) < 40 {
			t.Errorf("%s lacks a version, a family or its formula in words: %+v", info.ID, info)
		}
		if model.Signal(info.ID) == nil {
			t.Errorf("the default model has no numbers for %s", info.ID)
		}
	}
	for _, s := range model.Signals {
		if !known[s.ID] {
			t.Errorf("the default model has numbers for %s, which is no signal", s.ID)
		}
	}
	for _, p := range model.Provenance {
		if p.Number == "" || p.Source == "" {
			t.Errorf("provenance %+v is empty", p)
		}
	}
}

func TestModelRoundTrip(t *testing.T) {
	model := linkage.DefaultModel()
	p, err := model.JSON()
	if err != nil {
		t.Fatal(err)
	}
	again, err := linkage.ParseModel(p)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := model.Sum()
	b, _ := again.Sum()
	if a != b {
		t.Error("a model that was written and read is another model")
	}
}

func TestBadModels(t *testing.T) {
	p, err := new(linkage.Model).JSON()
	if err != nil {
		t.Fatal(err)
	}
	good, err := defaultJSON()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text string }{
		{"not JSON", "prior: 1"},
		{"an unknown number", `{"luck": 7}`},
		{"all zero", string(p)},
		{"a prior of one", strings.Replace(good, `"prior": 0.004`, `"prior": 1`, 1)},
		{"upper below lower", strings.Replace(good, `"upper": 6.63`, `"upper": 1`, 1)},
		{"m of one", strings.Replace(good, `"m": 0.1,`, `"m": 1,`, 1)},
		{"no runs", strings.Replace(good, `"runs": 10`, `"runs": 0`, 1)},
		{"a window that ends before it begins", strings.Replace(good, `"to_seconds": 90`, `"to_seconds": 0`, 1)},
	} {
		if c.text == good {
			t.Fatalf("%s: the case does not change the model", c.name)
		}
		if _, err := linkage.ParseModel([]byte(c.text)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: error = %v, want an invalid fault", c.name, err)
		}
	}
}

func defaultJSON() (string, error) {
	model := linkage.DefaultModel()
	p, err := model.JSON()
	return string(p), err
}

func TestDescribe(t *testing.T) {
	lists := linkage.NewLists([]linkage.KnownShared{
		{Type: "ipv4-addr", Value: "192.0.2.7", Reason: "campus"},
		{Type: "cidr", Value: "2001:db8::/32", Reason: "carrier"},
		{Type: "domain-name", Value: "School.Example", Reason: "school"},
		{Type: "prompt-template", Value: "T1", Reason: "benchmark"},
		{Type: "shoe size", Value: "42", Reason: "nonsense"},
	})
	for _, c := range []struct {
		name   string
		kind   casefile.ObservationKind
		text   string
		reason string
		public bool
		stop   bool
		halt   bool
	}{
		{"a listed address", casefile.ObserveAddress, "192.0.2.7", "campus", false, false, false},
		{"its neighbour", casefile.ObserveAddress, "192.0.2.8", "", false, false, false},
		{"the range around a listed address", casefile.ObservePrefix, "192.0.2.0/24", "campus", false, false, false},
		{"an address in a listed range", casefile.ObserveSignupAddr, "2001:db8:1::1", "carrier", false, false, false},
		{"a listed domain in other letters", casefile.ObserveMailDomain, "school.example", "school", false, false, false},
		{"a public domain", casefile.ObserveMailDomain, "gmail.com", "", true, false, false},
		{"a listed template", casefile.ObserveTemplate, "t1", "benchmark", false, false, false},
		{"a framework's default tag", casefile.ObserveTags, "Default", "", false, true, false},
		{"an end user that names somebody", casefile.ObserveEndUser, "u-8812", "", false, false, false},
		{"a ban", casefile.ObserveAction, "account_banned", "", false, false, true},
		{"a ban taken back", casefile.ObserveAction, "unbanned", "", false, false, false},
		{"a reset password", casefile.ObserveAction, "password_reset", "", false, false, false},
		{"a device of zeros", casefile.ObserveDevice, "0000-0000", "", false, true, false},
	} {
		got := linkage.Describe(c.kind, c.text, lists)
		if got.KnownShared != c.reason || got.Public != c.public || got.Stop != c.stop || got.Halt != c.halt {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if got := linkage.Describe(casefile.ObserveAddress, "192.0.2.7", nil); got.KnownShared != "" {
		t.Error("without lists an address is known")
	}
}

func FuzzNormalize(f *testing.F) {
	f.Add(uint8(casefile.ObserveAddress), "192.0.2.7")
	f.Add(uint8(casefile.ObservePrefix), "2001:db8::/32")
	f.Add(uint8(casefile.ObserveMailDomain), "@School.Example.")
	f.Fuzz(func(t *testing.T, kind uint8, text string) {
		k := casefile.ObservationKind(kind)
		once := linkage.Normalize(k, text)
		if twice := linkage.Normalize(k, once); twice != once {
			t.Errorf("normalising %q twice gives %q, then %q", text, once, twice)
		}
		linkage.Describe(k, text, linkage.NewLists([]linkage.KnownShared{{Type: "ip", Value: text}, {Type: "domain", Value: text}}))
	})
}
