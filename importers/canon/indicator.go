package canon

import (
	"net/netip"
	"strconv"
	"strings"

	"casebench/casefile"
)

// fangs are what people write in values so that nobody follows them by a click.
var fangs = strings.NewReplacer("[.]", ".", "(.)", ".", "{.}", ".", "[dot]", ".", "(dot)", ".", "[:]", ":", "[://]", "://",
	"[@]", "@", "(at)", "@", "[at]", "@", "\\.", ".")

// Refang undoes what people do to values so that nobody follows them by a click:
// "hxxps://a[.]example" is "https://a.example". What is not defanged stays as it is.
func Refang(v string) string {
	v = fangs.Replace(strings.TrimSpace(v))
	scheme, rest, ok := strings.Cut(v, "://")
	switch strings.ToLower(scheme) {
	case "hxxp", "hxxps", "fxp", "h**p", "h**ps", "meow":
		if !ok {
			break
		}
		scheme = map[bool]string{true: "https", false: "http"}[strings.HasSuffix(strings.ToLower(scheme), "s")]
		if v[0] == 'f' || v[0] == 'F' {
			scheme = "ftp"
		}
		return scheme + "://" + rest
	}
	return v
}

// Normalise writes an indicator's value as a case writes values of its type; an
// address says itself of which family it is. ok is false when the value is not of the
// type, and comes back as it was.
func Normalise(kind casefile.IndicatorType, v string) (of casefile.IndicatorType, value string, ok bool) {
	trimmed := strings.TrimSpace(v)
	switch kind {
	case casefile.IndicatorIPv4, casefile.IndicatorIPv6:
		address, _, ok := Address(trimmed)
		switch {
		case !ok:
			return kind, v, false
		case strings.Contains(address, ":"):
			return casefile.IndicatorIPv6, address, true
		}
		return casefile.IndicatorIPv4, address, true
	case casefile.IndicatorASN:
		n, err := strconv.ParseUint(strings.TrimSpace(strings.TrimPrefix(strings.ToUpper(trimmed), "AS")), 10, 32)
		if err != nil {
			return kind, v, false
		}
		return kind, strconv.FormatUint(n, 10), true
	case casefile.IndicatorDomain:
		d := strings.TrimSuffix(strings.ToLower(trimmed), ".")
		if _, err := netip.ParseAddr(d); err == nil || d == "" || strings.ContainsAny(d, " /@:|") {
			return kind, v, false
		}
		return kind, d, true
	case casefile.IndicatorEmail:
		if at := strings.IndexByte(trimmed, '@'); at <= 0 || at == len(trimmed)-1 || strings.Contains(trimmed, " ") {
			return kind, v, false
		}
		return kind, strings.ToLower(trimmed), true
	case casefile.IndicatorJA4:
		return kind, strings.ToLower(trimmed), trimmed != ""
	case casefile.IndicatorOther:
		return kind, v, true
	}
	if trimmed == "" {
		return kind, v, false
	}
	return kind, trimmed, true
}

// digests are the lengths in hexadecimal digits of MD5, SHA-1, SHA-224, SHA-256,
// SHA-384 and SHA-512.
var digests = map[int]bool{32: true, 40: true, 56: true, 64: true, 96: true, 128: true}

// KindOf says by its form alone what a value is: an address or prefix, a URL, a mail
// address, "AS" and a number, a file's digest, or a domain. ok is false when it has no
// such form.
func KindOf(v string) (kind casefile.IndicatorType, ok bool) {
	if _, _, ok := Address(v); ok {
		return casefile.IndicatorIPv4, true
	}
	scheme, rest, cut := strings.Cut(v, "://")
	switch {
	case cut && rest != "" && strings.Trim(strings.ToLower(scheme), "abcdefghijklmnopqrstuvwxyz0123456789+.-") == "":
		return casefile.IndicatorURL, true
	case strings.Count(v, "@") == 1:
		_, host, _ := strings.Cut(v, "@")
		_, _, ok := Normalise(casefile.IndicatorEmail, v)
		return casefile.IndicatorEmail, ok && isHost(host)
	case len(v) > 2 && strings.EqualFold(v[:2], "AS") && strings.Trim(v[2:], "0123456789") == "":
		return casefile.IndicatorASN, true
	case digests[len(v)] && strings.Trim(strings.ToLower(v), "0123456789abcdef") == "":
		return casefile.IndicatorFile, true
	case isHost(v):
		return casefile.IndicatorDomain, true
	}
	return casefile.IndicatorOther, false
}

// isHost reports whether v is a name of at least two labels of RFC 1123, the last of
// which is no number.
func isHost(v string) bool {
	labels := strings.Split(strings.TrimSuffix(strings.ToLower(v), "."), ".")
	if len(labels) < 2 || len(v) > 253 {
		return false
	}
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		for i := 0; i < len(l); i++ {
			c := l[i]
			if c != '-' && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && c < 0x80 {
				return false
			}
		}
	}
	last := labels[len(labels)-1]
	return len(last) > 1 && strings.Trim(last, "0123456789") != ""
}
