package canon_test

import (
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/importers/canon"
)

func TestParseTime(t *testing.T) {
	vilnius, err := canon.ParseZone("Europe/Vilnius")
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"2026-04-22T10:00:00Z":            "2026-04-22T10:00:00Z zoned",
		"2026-04-22t10:00:00.123456789z":  "2026-04-22T10:00:00.123456789Z zoned",
		"2026-04-22 10:00:00,5+02:00":     "2026-04-22T08:00:00.5Z zoned",
		"2026-04-22T10:00:00-0730":        "2026-04-22T17:30:00Z zoned",
		"2026-04-22T10:00:00+05":          "2026-04-22T05:00:00Z zoned",
		"2026-04-22 10:00:00 UTC":         "2026-04-22T10:00:00Z zoned",
		"2026/04/22 10:00":                "2026-04-22T07:00:00Z",
		"2026-01-22T10:00:00":             "2026-01-22T08:00:00Z",
		"2026-04-22":                      "2026-04-21T21:00:00Z",
		"2016-12-31T23:59:60Z":            "2017-01-01T00:00:00Z zoned",
		"1900-01-01T00:00:00Z":            "1900-01-01T00:00:00Z zoned",
		"2199-12-31T23:59:59Z":            "2199-12-31T23:59:59Z zoned",
		"2024-02-29T00:00:00Z":            "2024-02-29T00:00:00Z zoned",
		"17/May/2015:10:05:03 +0000":      "2015-05-17T10:05:03Z zoned",
		"[17/May/2015:10:05:03 +0200]":    "2015-05-17T08:05:03Z zoned",
		"Wed, 22 Apr 2026 10:00:00 GMT":   "2026-04-22T10:00:00Z zoned",
		"Wed, 22 Apr 2026 10:00:00 -0100": "2026-04-22T11:00:00Z zoned",
		"2025-01-21 17:49:47.000000000":   "2025-01-21T15:49:47Z",
		"2023-02-29T00:00:00Z":            "", "2026-13-01": "", "2026-04-22T24:00:00Z": "", "04/22/2026": "", "22.04.2026": "",
		"2026-04-22T10:00:00+25:00": "", "2026-04-22T10:00:00 CEST": "", "yesterday": "", "": "", "2026-04-22Tx": "", "9999-01-01": "",
		"2026-04-22T10:00:00.Z": "",
	} {
		ns, zoned, ok := canon.ParseTime([]byte(in), vilnius)
		got := ""
		if ok {
			got = time.Unix(0, ns).UTC().Format(time.RFC3339Nano)
			if zoned {
				got += " zoned"
			}
		}
		if got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

// FuzzParseTime compares with the standard library where that reads a time too.
func FuzzParseTime(f *testing.F) {
	f.Add("2026-04-22T10:00:00.125Z")
	f.Add("1900-02-28T23:59:59+14:00")
	f.Fuzz(func(t *testing.T, s string) {
		ns, zoned, ok := canon.ParseTime([]byte(s), time.UTC)
		want, err := time.Parse(time.RFC3339Nano, s)
		if err != nil || want.Year() < 1701 || want.Year() > 2249 {
			return
		}
		if !ok || !zoned || ns != want.UnixNano() {
			t.Fatalf("%q is %d (%v), want %d", s, ns, ok, want.UnixNano())
		}
	})
}

func TestEpochUnits(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   string
	}{
		{[]float64{1776852000, 1776852001}, "s"}, {[]float64{1776852000123}, "ms"}, {[]float64{1776852000123456}, "us"},
		{[]float64{1776852000123456789}, "ns"}, {[]float64{3, 4, 5}, ""}, {nil, ""}, {[]float64{0, 1776852000123, 1776852000124}, "ms"},
	} {
		if got := canon.ProposeUnit(c.values).Name(); got != c.want {
			t.Errorf("%v are %q, want %q", c.values, got, c.want)
		}
	}
	for in, want := range map[string]int64{"1776852000": 1776852000e9, "1776852000.123456789": 1776852000123456789, "-1.5": -1.5e9, "1.7e9": 1.7e18} {
		if ns, ok := canon.ParseEpoch([]byte(in), 1e9); !ok || ns != want {
			t.Errorf("%s seconds are %d, want %d", in, ns, want)
		}
	}
	for _, in := range []string{"", "-", "1.", "99999999999999999999", "1e300", "0x10", "9223372037"} {
		if ns, ok := canon.ParseEpoch([]byte(in), 1e9); ok {
			t.Errorf("%q seconds are read as %d", in, ns)
		}
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", " 192.0.2.1 ": "192.0.2.1", "192.0.2.1:443": "192.0.2.1", "192.0.2.77/24": "192.0.2.0/24",
		"192.0.2.1/32": "192.0.2.1", "2001:DB8:0:0::1": "2001:db8::1", "[2001:db8::1]:80": "2001:db8::1", "[2001:db8::1]": "2001:db8::1",
		"::ffff:192.0.2.1": "192.0.2.1", "::ffff:192.0.2.0/120": "192.0.2.0/24", "fe80::1%eth0": "fe80::1", "2001:db8::/32": "2001:db8::/32",
		"203.0.113.***": "203.0.113.0/24 masked", "203.0.113.x": "203.0.113.0/24 masked",
		"192.0.2": "", "192.0.2.256": "", "gateway.example": "", "": "", "01.2.3.4": "", "*.*.*.*": "", "a, b": "",
	} {
		got, masked, ok := canon.Address(in)
		if masked {
			got += " masked"
		}
		if got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestLiveSecret(t *testing.T) {
	for in, want := range map[string]bool{
		"sk-abcdefghijklmnopqrstuvwxyz": true, "sk-proj-0123456789abcdef0123": true, "AKIAIOSFODNN7EXAMPLE": true,
		"Bearer abcdefghijklmnopqrst": true, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdef": true,
		"sk-...6789": false, "sk-abcd****************6789": false, "key_000123": false, "AKIA12": false,
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855": false, "": false,
	} {
		if got := canon.LiveSecret([]byte(in)); got != want {
			t.Errorf("%q: %v, want %v", in, got, want)
		}
	}
	if s := canon.Sealed([]byte("sk-abcdefghijklmnopqrstuvwxyz")); !strings.HasPrefix(s, "sha256:") || !strings.HasSuffix(s, "…wxyz") || strings.Contains(s, "abcdefgh") {
		t.Error(s)
	}
}

// sample makes a sample of one row.
func sample(pairs ...string) *canon.Sample {
	s := &canon.Sample{}
	for i := 0; i < len(pairs); i += 2 {
		s.Add(pairs[i], pairs[i+1])
	}
	return s
}

func TestPropose(t *testing.T) {
	for _, c := range []struct {
		name, stem string
		sample     *canon.Sample
		table      string
		canonical  bool
		columns    string // "file>canonical" for those worth a look
	}{
		{"canonical by name of the file", "actions", sample("account_id", "a", "ts", "2026-01-01", "action", "ban"), "actions", true, "ts>ts"},
		{"name with a date", "requests-2026-04", sample("account_id", "a", "ts", "2026-01-01", "x", "1"), "requests", true, "ts>ts"},
		{"canonical by columns", "export", sample("account_id", "a", "ts", "2026-01-01", "ip", "192.0.2.1", "result", "ok"), "logins", true, "ip>ip"},
		{"ECS and OTel names", "x", sample("@timestamp", "2026-01-01", "user.id", "u", "source.ip", "192.0.2.1", "gen_ai.request.model", "m",
			"gen_ai.usage.input_tokens", "3"), "requests", false, "source.ip>ip"},
		{"by the look of the values", "x", sample("Zeitpunkt", "2026-01-01T00:00:00Z", "customer_no", "7", "adr", "192.0.2.1", "model", "m", "tokens_in", "3"),
			"requests", false, "Zeitpunkt>ts adr>ip customer_no>account_id"},
		{"canonical name before synonym", "requests", sample("timestamp", "x", "ts", "2026-01-01", "user", "u", "account_id", "a", "model", "m"),
			"requests", true, "ts>ts account_id>account_id timestamp> user>"},
	} {
		p, err := canon.Propose(c.stem, c.sample, nil)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if p.Mapping.Table != c.table || p.Canonical != c.canonical || !p.Fits {
			t.Errorf("%s: table %s, canonical %v, fits %v; want %s, %v", c.name, p.Mapping.Table, p.Canonical, p.Fits, c.table, c.canonical)
		}
		got := map[string]string{}
		for _, r := range p.Columns {
			if got[r.Column] = r.To; r.Why == "" {
				t.Errorf("%s: %s has no reason", c.name, r.Column)
			}
		}
		for pair := range strings.FieldsSeq(c.columns) {
			from, to, _ := strings.Cut(pair, ">")
			if got[from] != to {
				t.Errorf("%s: %s goes to %q, want %q", c.name, from, got[from], to)
			}
		}
	}
}

func TestProposeKeepsWhatThePersonSaid(t *testing.T) {
	want := &casefile.Mapping{Table: "logins", Columns: map[string]string{"WHO": "account_id", "ip": ""}, Zone: "+02:00", TimeUnit: "ms"}
	p, err := canon.Propose("x", sample("who", "a", "ip", "192.0.2.1", "ts", "1776852000123"), want)
	if err != nil {
		t.Fatal(err)
	}
	m := p.Mapping
	if m.Columns["who"] != "account_id" || m.Columns["ip"] != "" || m.Columns["ts"] != "ts" || m.Zone != "+02:00" || m.TimeUnit != "ms" {
		t.Errorf("%+v", m)
	}
	for _, bad := range []*casefile.Mapping{{Table: "nothing"}, {Table: "logins", Columns: map[string]string{"x": "no_such"}}} {
		if _, err := canon.Propose("x", sample("x", "1"), bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	for _, bad := range []*casefile.Mapping{{Zone: "Mars/Olympus"}, {TimeUnit: "fortnights"}} {
		if _, err := canon.NewPlan("logins.csv", "logins", sample("account_id", "a", "ts", "2026-01-01"), bad); err == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
}

func TestPlanSaysWhatItAssumed(t *testing.T) {
	p, err := canon.NewPlan("logins.csv", "logins", sample("account_id", "a", "ts", "1776852000"), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := p.NewBuilder()
	b.Reset()
	id, ts, ip := b.Field([]byte("account_id")), b.Field([]byte("ts")), b.Field([]byte("ip"))
	for i, when := range []string{"1776852000", "2026-04-22 10:00:00", "2026-04-22T10:00:00Z", "in spring"} {
		b.Begin()
		b.Text(id, []byte("a"))
		b.Text(ts, []byte(when))
		b.Text(ip, []byte([]string{"203.0.113.***", "nowhere", "192.0.2.1", "203.0.113.***"}[i]))
		why := b.End(i, 0, nil)
		if (why == "") != (i < 3) {
			t.Errorf("row %d: %q", i, why)
		}
	}
	blocks := b.Blocks()
	if len(blocks) != 1 || blocks[0].Rows != 3 {
		t.Fatalf("%d blocks", len(blocks))
	}
	want := []string{"Numbers in ts are seconds since 1970-01-01 UTC.", "1 times in ts name no zone and were read as UTC.",
		"1 addresses in ip have their last part masked and were read as prefixes of 24 bits.",
		"1 values of ip are not addresses; they were kept as extra fields."}
	if got := strings.Join(p.About().Assumed, "|"); got != strings.Join(want, "|") {
		t.Errorf("assumed %s", got)
	}
}
