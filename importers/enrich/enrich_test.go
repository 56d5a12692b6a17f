package enrich_test

import (
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers/enrich"
	"casebench/internal/fault"
)

func open(t *testing.T, name, text string) enrich.Book {
	t.Helper()
	b, err := enrich.Open(name, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWarninglists(t *testing.T) {
	for _, c := range []struct {
		name, kind, matching, list string
		subject                    enrich.Subject
		in, out                    []string
	}{
		{"prefixes", "cidr", "ip-src", `"192.0.2.0/24","2001:db8::/32","198.51.100.7"`, enrich.Address,
			[]string{"192.0.2.9", "192.0.2.0/25", "192.0.2.0/24", "2001:db8:1::1", "198.51.100.7", "::ffff:192.0.2.1"},
			[]string{"192.0.3.1", "192.0.2.0/23", "2001:db9::1", "198.51.100.8", "no address", ""}},
		{"addresses as texts", "string", "ip-dst", `"192.0.2.1","2001:DB8::1"`, enrich.Address, []string{"192.0.2.1", "2001:db8::1"}, []string{"192.0.2.2"}},
		{"hosts", "hostname", "domain", `".bank.example","mail.example"`, enrich.Host,
			[]string{"bank.example", "www.bank.example", "Mail.Example."}, []string{"notmail.example", "example", "mail.example.org"}},
		{"mail domains by whole labels", "substring", "email-src", `"@throwaway.example","0-mail.example"`, enrich.Host,
			[]string{"throwaway.example", "a.0-mail.example"}, []string{"10-mail.example", "throwaway.example.org"}},
		{"mail addresses", "substring", "email-dst", `"throwaway.example"`, enrich.Mail, []string{"x@throwaway.example"}, []string{"throwaway.example@other.example"}},
		{"expressions", "regex", "domain", `"/^no-?reply\\./i"`, enrich.Host, []string{"NOREPLY.example", "no-reply.example"}, []string{"reply.example"}},
		{"digests", "string", "md5", `"D41D8CD98F00B204E9800998ECF8427E"`, enrich.Digest, []string{"d41d8cd98f00b204e9800998ecf8427e"}, []string{"d41d8cd98f00b204e9800998ecf8427f"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := open(t, "dir/list.json", `{"name":"A list","type":"`+c.kind+`","version":20260401,"list":[`+c.list+`],"matching_attributes":["`+c.matching+`"]}`)
			if d := b.Dataset(); d.Name != "list.json" || d.Kind != "warninglist" || d.Title != "A list" || d.Version != "20260401" || len(d.SHA256) != 64 {
				t.Errorf("it is %+v", d)
			}
			if !b.About(c.subject) {
				t.Errorf("it is not about %s", c.subject)
			}
			for _, v := range c.in {
				if f, ok, err := b.Look(c.subject, v); err != nil || !ok || f != (casefile.Fact{List: "A list"}) {
					t.Errorf("%q: %+v, %v, %v; want it listed", v, f, ok, err)
				}
			}
			for _, v := range c.out {
				if f, ok, err := b.Look(c.subject, v); err != nil || ok {
					t.Errorf("%q: %+v, %v, %v; want it not listed", v, f, ok, err)
				}
			}
		})
	}
}

func TestNoBooks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       fault.Kind
	}{
		{"nothing", "", fault.Unsupported},
		{"a list of another thing", `{"type":"string","list":["a"],"matching_attributes":["mutex"]}`, fault.Unsupported},
		{"a type that is none", `{"type":"odd","list":["a"],"matching_attributes":["domain"]}`, fault.Unsupported},
		{"an expression that is none", `{"type":"regex","list":["/(/"],"matching_attributes":["domain"]}`, fault.Unsupported},
		{"a list of numbers", `{"type":"string","list":[1],"matching_attributes":["domain"]}`, fault.Corrupt},
		{"metadata alone", "\xab\xcd\xefMaxMind.com", fault.Corrupt},
		{"a MISP event", `{"Event":{"info":"x"}}`, fault.Unsupported},
	} {
		if _, err := enrich.Open(c.name, strings.NewReader(c.text)); fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v, want %v", c.name, err, c.kind)
		}
	}
}

func TestPublicSuffixes(t *testing.T) {
	b := enrich.PublicSuffixes()
	for value, want := range map[string]string{"a.b.example.co.uk": "example.co.uk", "Mail.Example.COM.": "example.com", "co.uk": "", "192.0.2.1": "", "": ""} {
		f, ok, err := b.Look(enrich.Host, value)
		if err != nil || f.Domain != want || ok != (want != "") {
			t.Errorf("%q: %+v, %v, %v; want %q", value, f, ok, err, want)
		}
	}
	if b.Dataset().Version == "" {
		t.Error("the list has no version")
	}
}

func corpora(t testing.TB, path ...string) string {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	return filepath.Join(append([]string{dir}, path...)...)
}

func read(t *testing.T, path string) (enrich.Book, error) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return enrich.Open(path, f)
}

// Databases by others give what their sources say, prefix by prefix.
func TestDatabasesAgreeWithTheirSources(t *testing.T) {
	dir := corpora(t, "08-geoip")
	for name, part := range map[string]func(map[string]any) casefile.Fact{
		"GeoLite2-ASN-Test": func(r map[string]any) casefile.Fact {
			n, _ := r["autonomous_system_number"].(float64)
			org, _ := r["autonomous_system_organization"].(string)
			if n == 0 {
				return casefile.Fact{}
			}
			return casefile.Fact{ASN: strconv.FormatFloat(n, 'f', -1, 64), Org: org}
		},
		"GeoLite2-City-Test": func(r map[string]any) casefile.Fact {
			c, _ := r["country"].(map[string]any)
			code, _ := c["iso_code"].(string)
			return casefile.Fact{Country: code}
		},
	} {
		b, err := read(t, filepath.Join(dir, "test-data", name+".mmdb"))
		if err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "source-data", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var list []map[string]map[string]any
		if err := json.Unmarshal(data, &list); err != nil {
			t.Fatal(err)
		}
		// A narrower prefix of the list stands inside a wider one, and wins.
		said := map[netip.Prefix]casefile.Fact{}
		for _, one := range list {
			for text, r := range one {
				p := netip.MustParsePrefix(text)
				if four := p.Addr().As16(); p.Addr().Is6() && p.Bits() >= 96 && [12]byte(four[:12]) == [12]byte{} {
					p = netip.PrefixFrom(netip.AddrFrom4([4]byte(four[12:])), p.Bits()-96)
				}
				said[p.Masked()] = part(r)
			}
		}
		checked := 0
		for p := range said {
			want, narrowest := casefile.Fact{}, -1
			for q, f := range said {
				if q.Contains(p.Addr()) && q.Bits() > narrowest {
					want, narrowest = f, q.Bits()
				}
			}
			got, _, err := b.Look(enrich.Address, p.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			if name == "GeoLite2-ASN-Test" && got.ASN != want.ASN || got.Country != want.Country || got.Org != want.Org {
				t.Errorf("%s: %s: %+v, want %+v", name, p, got, want)
			}
			checked++
		}
		if checked < 50 {
			t.Errorf("%s: only %d prefixes", name, checked)
		}
	}
	asn, err := read(t, filepath.Join(dir, "test-data/GeoLite2-ASN-Test.mmdb"))
	if err != nil {
		t.Fatal(err)
	}
	if f, _, err := asn.Look(enrich.Address, "1.128.0.0"); err != nil || f.ASN != "1221" || f.Org != "Telstra Pty Ltd" {
		t.Errorf("1.128.0.0: %+v, %v", f, err)
	}
}

// Damaged databases end in a sentence, and every warninglist opens.
func TestFilesByOthers(t *testing.T) {
	bad, err := filepath.Glob(corpora(t, "08-geoip/bad-data/*/*.mmdb"))
	if err != nil || len(bad) < 8 {
		t.Fatalf("%d bad databases, %v", len(bad), err)
	}
	more, err := filepath.Glob(corpora(t, "08-geoip/test-data/*.mmdb"))
	if err != nil {
		t.Fatal(err)
	}
	opened := 0
	for _, path := range append(bad, more...) {
		b, err := read(t, path)
		if err == nil {
			opened++
			for _, v := range []string{"1.1.1.1", "81.2.69.160", "255.255.255.255", "0.0.0.0", "2001:db8::1", "::", "::1.1.1.1"} {
				if _, _, err = b.Look(enrich.Address, v); err != nil {
					break
				}
			}
		}
		if k := fault.KindOf(err); err != nil && k != fault.Corrupt && k != fault.Unsupported {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
	}
	if opened < 5 {
		t.Errorf("%d databases opened", opened)
	}
	lists, err := filepath.Glob(corpora(t, "02-misp/warninglists/*.json"))
	if err != nil || len(lists) < 20 {
		t.Fatalf("%d lists, %v", len(lists), err)
	}
	for _, path := range lists {
		b, err := read(t, path)
		if fault.KindOf(err) == fault.Unsupported {
			t.Logf("%s: %v", filepath.Base(path), err)
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		if filepath.Base(path) == "icloud-private-relay.json" {
			if f, ok, _ := b.Look(enrich.Address, "104.28.100.11"); !ok || f.List == "" {
				t.Error("an address of the relay is not found")
			}
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(`{"name":"A list","type":"cidr","version":1,"list":["192.0.2.0/24"],"matching_attributes":["ip-src"]}`))
	f.Add([]byte(`{"type":"regex","list":["/a+/i"],"matching_attributes":["domain"]}`))
	f.Add([]byte("\x00\x00\x00\xab\xcd\xefMaxMind.com\xe1Jnode_count\xc1\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := enrich.Open("x", strings.NewReader(string(data)))
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		for _, v := range []string{"192.0.2.1", "2001:db8::1", "a.example", "x@a.example", ""} {
			for _, s := range []enrich.Subject{enrich.Address, enrich.Host, enrich.Mail, enrich.Digest} {
				if _, _, err := b.Look(s, v); err != nil && fault.KindOf(err) != fault.Corrupt {
					t.Fatal(err)
				}
			}
		}
	})
}
