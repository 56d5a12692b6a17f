package canon

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// The beginnings of live credentials, with the least length at which a value is
// taken for the credential and not for a shortened form of it. From the vendors'
// documentation of their key formats.
var credentialPrefixes = [...]struct {
	prefix string
	least  int
}{
	{"sk-", 20}, {"sk_live_", 20}, {"sk_test_", 20}, {"rk_live_", 20}, {"pk_live_", 20},
	{"AKIA", 20}, {"ASIA", 20}, {"AIza", 35}, {"ghp_", 30}, {"gho_", 30}, {"ghs_", 30}, {"github_pat_", 30},
	{"xoxb-", 20}, {"xoxp-", 20}, {"hf_", 30}, {"gsk_", 30}, {"glpat-", 20}, {"Bearer ", 20}, {"bearer ", 20},
	{"Basic ", 14}, {"basic ", 14},
}

// LiveSecret reports whether a value looks like a credential that would still
// open something, as opposed to an identifier, a digest or a masked form.
func LiveSecret(v []byte) bool {
	if len(v) < 14 {
		return false
	}
	switch v[0] { // the first bytes of all that follows
	case 's', 'r', 'p', 'A', 'g', 'x', 'h', 'B', 'b', 'e':
	default:
		return false
	}
	for _, p := range credentialPrefixes {
		if len(v) >= p.least && string(v[:len(p.prefix)]) == p.prefix {
			return plainToken(v[len(p.prefix):])
		}
	}
	// A JSON Web Token: three parts, the first of which begins {" in base 64.
	return len(v) >= 40 && string(v[:3]) == "eyJ" && strings.Count(string(v), ".") == 2
}

// plainToken reports whether v has none of the signs of a shortened credential.
func plainToken(v []byte) bool {
	s := string(v)
	return !strings.Contains(s, "..") && !strings.ContainsAny(s, "*…")
}

// Sealed returns the form in which a live credential enters a column: its SHA-256
// and its last four characters.
func Sealed(v []byte) string {
	sum := sha256.Sum256(v)
	return "sha256:" + hex.EncodeToString(sum[:]) + "…" + string(v[len(v)-4:])
}

// sealWithin seals the values of a query string, or of the query of an address,
// that look like live credentials, and says how many there were.
func sealWithin(v []byte) (out []byte, n int64) {
	start := bytes.IndexByte(v, '?') + 1
	for at := start; at < len(v); {
		end := len(v)
		if i := bytes.IndexAny(v[at:], "&;# "); i >= 0 {
			end = at + i
		}
		if eq := bytes.IndexByte(v[at:end], '='); eq >= 0 && LiveSecret(v[at+eq+1:end]) {
			out = append(out, v[start:at+eq+1]...)
			out = append(out, Sealed(v[at+eq+1:end])...)
			start, n = end, n+1
		}
		at = end + 1
	}
	if n == 0 {
		return v, 0
	}
	return append(append(bytes.Clone(v[:bytes.IndexByte(v, '?')+1]), out...), v[start:]...), n
}

// holdsQuery reports whether a field of that name may hold the query of an address.
func holdsQuery(name string) bool {
	name = strings.ToLower(name)
	for _, part := range [...]string{"query", "request", "referer", "referrer", "uri", "url", "args"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// SealTokens seals the words of a text that look like live credentials, and says how
// many there were. A word ends at whatever credentials do not hold: spaces, quotes,
// commas, brackets.
func SealTokens(v []byte) (sealed []byte, n int64) {
	start := 0 // of what is not copied yet
	for at := 0; at < len(v); {
		if !credentialByte(v[at]) {
			at++
			continue
		}
		end := at + 1
		for end < len(v) && credentialByte(v[end]) {
			end++
		}
		word := bytes.TrimRight(v[at:end], ".")
		if eq := bytes.LastIndexByte(word[:max(len(word)-3, 0)], '='); eq >= 0 { // key=value
			at, word = at+eq+1, word[eq+1:]
		}
		if LiveSecret(word) || LiveSecret(v[max(at-len("Bearer "), 0):at+len(word)]) && bytes.HasSuffix(bytes.ToLower(v[:at]), []byte("bearer ")) {
			sealed = append(append(sealed, v[start:at]...), Sealed(word)...)
			start = at + len(word)
			n++
		}
		at = end
	}
	if n == 0 {
		return v, 0
	}
	return append(sealed, v[start:]...), n
}

func credentialByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c-'0' < 10 || c == '-' || c == '_' || c == '.' || c == '+' || c == '/' || c == '=' || c == '~'
}
