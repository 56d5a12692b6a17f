package misp

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzMembers compares with encoding/json: the same keys have the same values.
func FuzzMembers(f *testing.F) {
	for _, s := range []string{`{}`, `{ "a" : 1 , "b":[{"]":"}"}] ,"c":"\\\"" }`, `{"a":-1.5e9,"a":null,"":{"x":[]},"k\u0065y":true}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimSpace(raw)
		var want map[string]json.RawMessage
		if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &want) != nil {
			return
		}
		got := map[string]json.RawMessage{}
		members(raw, func(key string, value []byte) { got[key] = bytes.Clone(value) })
		if len(got) != len(want) {
			t.Fatalf("%q: %d members, want %d", raw, len(got), len(want))
		}
		for key, v := range want {
			if !bytes.Equal(got[key], v) {
				t.Errorf("%q of %q is %q, want %q", key, raw, got[key], v)
			}
		}
	})
}
