package canon_test

import (
	"testing"
	"time"

	"casebench/importers/canon"
)

// Times as web servers write them are read as package time reads them, and what it
// refuses is refused; only a zone may be missing.
func TestWebServerTimes(t *testing.T) {
	const layout = "02/Jan/2006:15:04:05 -0700"
	for _, s := range []string{"17/May/2015:10:05:03 +0000", "29/Feb/2024:23:59:59 -0830", "01/Jan/1970:00:00:00 +0000",
		"31/Dec/1969:23:59:59 +0545", "29/Feb/2023:00:00:00 +0000", "31/Apr/2024:00:00:00 +0000", "00/May/2024:00:00:00 +0000",
		"17/may/2024:00:00:00 +0000", "17/Mai/2024:00:00:00 +0000", "17/May/2024:24:00:00 +0000", "17/May/2024:00:60:00 +0000",
		"17/May/2024:00:00:00 +00:0", "17/May/2024:00:00:00 zone", "17/May/2024 00:00:00 +0000", "anM/May/2024:00:00:00 +0000"} {
		want, err := time.Parse(layout, s)
		ns, zoned, ok := canon.ParseTime([]byte(s), time.UTC)
		if ok != (err == nil) || ok && (!zoned || ns != want.UnixNano()) {
			t.Errorf("%q is %d, %t, %t; package time says %v, %v", s, ns, zoned, ok, want, err)
		}
	}
	ns, zoned, ok := canon.ParseTime([]byte("[17/May/2015:10:05:03.250]"), time.FixedZone("", 7200))
	if want := time.Date(2015, 5, 17, 8, 5, 3, 250e6, time.UTC).UnixNano(); !ok || zoned || ns != want {
		t.Errorf("without zone: %d, %t, %t, want %d in the stated one", ns, zoned, ok, want)
	}
}
