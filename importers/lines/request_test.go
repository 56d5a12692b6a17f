package lines_test

import (
	"testing"

	"casebench/importers/lines"
)

func TestSplitAddress(t *testing.T) {
	for in, want := range map[string][2]string{
		"192.0.2.1:443":          {"192.0.2.1", "443"},
		"192.0.2.1":              {"192.0.2.1", ""},
		"[2001:db8::1]:443":      {"2001:db8::1", "443"},
		"2001:db8::1:443":        {"2001:db8::1", "443"},
		"host.example.com:80":    {"host.example.com", "80"},
		"-":                      {"-", ""},
		":":                      {":", ""},
		"[":                      {"[", ""},
		"2001:db8:1:2:3:4:5:fe:": {"2001:db8:1:2:3:4:5:fe:", ""},
	} {
		a, p := lines.SplitAddress([]byte(in))
		if string(a) != want[0] || string(p) != want[1] {
			t.Errorf("%q is %q and %q, want %q", in, a, p, want)
		}
	}
}

func TestSplitRequest(t *testing.T) {
	for in, want := range map[string][4]string{
		"GET / HTTP/1.1":          {"GET", "/", "HTTP/1.1", "yes"},
		"GET /a b HTTP/1.1":       {"GET", "/a b", "HTTP/1.1", "yes"},
		"GET /old":                {"GET", "/old", "", "yes"},
		"RPC_IN_DATA /x HTTP/1.0": {"RPC_IN_DATA", "/x", "HTTP/1.0", "yes"},
		"GET  HTTP/1.1":           {"", "", "", ""},
		"- - - ":                  {"", "", "", ""},
		"get / HTTP/1.1":          {"", "", "", ""},
		"":                        {"", "", "", ""},
		"hello":                   {"", "", "", ""},
	} {
		m, a, p, ok := lines.SplitRequest([]byte(in))
		if got := [4]string{string(m), string(a), string(p), map[bool]string{true: "yes"}[ok]}; ok != (want[3] != "") || ok && got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
