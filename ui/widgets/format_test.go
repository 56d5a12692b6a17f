package widgets_test

import (
	"math"
	"testing"
	"time"

	"casebench/ui/widgets"
)

func TestNumbersInWords(t *testing.T) {
	table := []struct{ name, got, want string }{
		{"zero", widgets.Count(0), "0"}, {"three digits", widgets.Count(999), "999"}, {"four", widgets.Count(1000), "1,000"},
		{"events", widgets.Count(28811904), "28,811,904"}, {"negative", widgets.Count(-12345), "−12,345"},
		{"least", widgets.Count(math.MinInt64), "−9,223,372,036,854,775,808"},

		{"in full", widgets.Short(24031), "24,031"}, {"thousands", widgets.Short(412_900), "412 k"}, {"millions", widgets.Short(8412077), "8.4 M"},
		{"never more than there is", widgets.Short(8_999_999), "8.9 M"}, {"many millions", widgets.Short(288_119_040), "288 M"},
		{"milliards", widgets.Short(1_250_000_000), "1.2 G"}, {"short and negative", widgets.Short(-8412077), "−8.4 M"},
		{"least, short", widgets.Short(math.MinInt64), "−9,223,372,036 G"},

		{"one byte", widgets.Bytes(1), "1 byte"}, {"bytes", widgets.Bytes(1023), "1,023 bytes"}, {"kibibytes", widgets.Bytes(1536), "1.5 KiB"},
		{"mebibytes", widgets.Bytes(700 << 20), "700 MiB"}, {"no 1024 of a unit", widgets.Bytes(1<<20 - 1), "1.0 MiB"}, {"tebibytes", widgets.Bytes(5000 << 40), "5000 TiB"},

		{"for", widgets.Bits(12.6), "+12.6"}, {"against", widgets.Bits(-3.25), "−3.2"}, {"nothing", widgets.Bits(0), "0.0"}, {"hardly", widgets.Bits(-0.04), "0.0"},

		{"share", widgets.Percent(0.62), "62 %"}, {"none", widgets.Percent(0), "0 %"}, {"little", widgets.Percent(0.0001), "< 1 %"},
		{"not quite all", widgets.Percent(0.9999), "99 %"}, {"all", widgets.Percent(1), "100 %"},

		{"seconds", widgets.Left(3100 * time.Millisecond), "4 s left"}, {"minutes", widgets.Left(3 * time.Minute), "3 min left"},
		{"hours", widgets.Left(100 * time.Minute), "2 h left"}, {"unknown", widgets.Left(0), ""},

		{"one", widgets.Plural(1, "account"), "1 account"}, {"many", widgets.Plural(24031, "account"), "24,031 accounts"},
		{"entities", widgets.Plural(2, "entity"), "2 entities"}, {"days", widgets.Plural(2, "day"), "2 days"},
		{"addresses", widgets.Plural(0, "address"), "0 addresses"}, {"matches", widgets.Plural(3, "match"), "3 matches"},
	}
	for _, c := range table {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestTimesInAZone(t *testing.T) {
	at := time.Date(2026, 6, 9, 23, 30, 5, 0, time.UTC)
	east := time.FixedZone("", 2*3600)
	for _, c := range []struct{ name, got, want string }{
		{"UTC", widgets.Instant(at, nil), "2026-06-09 23:30:05"}, {"east", widgets.Instant(at, east), "2026-06-10 01:30:05"},
		{"day", widgets.Day(at, east), "2026-06-10"}, {"clock", widgets.Clock(at, nil), "23:30"}, {"never", widgets.Instant(time.Time{}, nil), "–"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}
