package viewmodel

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Thousands prints a number with separators.
func Thousands(n int64) string {
	if n < 0 {
		return "-" + Thousands(-n)
	}
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Many prints a number with its noun: "1 link", "1,204 links".
func Many(n int64, noun string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ey"):
		noun = strings.TrimSuffix(noun, "y") + "ies"
	default:
		noun += "s"
	}
	return Thousands(n) + " " + noun
}

// SizeOf prints a number of bytes.
func SizeOf(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	v, i := float64(n), 0
	for v >= 1000 && i < len(units)-1 {
		v, i = v/1000, i+1
	}
	if i == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", v, units[i])
}

// lasting prints a duration roughly.
func lasting(d time.Duration) string {
	switch {
	case d < time.Second:
		return "a moment"
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()+0.5))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// WithArticle puts "a" or "an" before a noun, by its sound: "an IPv4 address", "a
// user agent". A name in capitals is spelt: "an SDK", "a TLS handshake".
func WithArticle(noun string) string {
	if noun == "" {
		return noun
	}
	vowels := "aeioAEIO"
	if len(noun) > 1 && noun[1] >= 'A' && noun[1] <= 'Z' {
		vowels = "AEFHILMNORSX"
	}
	if strings.IndexByte(vowels, noun[0]) >= 0 {
		return "an " + noun
	}
	return "a " + noun
}
