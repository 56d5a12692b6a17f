package casefile_test

import (
	"encoding/json"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/internal/fault"
)

func TestCustodyKeepsWhatWasSaid(t *testing.T) {
	var c casefile.Custody
	for _, f := range []struct {
		key, value string
		ok         bool
	}{
		{"collected_by", "  R. Collector ", true},
		{"collected_at", "2026-05-04T09:30:00+02:00", true},
		{"received_at", "2026-05-05", true},
		{"received_at", "2026-05-05 10:00", false},
		{"received_at", "2026-05-05T10:00:00", false},
		{"expires_on", "2026-02-30", false},
		{"expires_on", "2026-02-28", true},
		{"colour", "red", false},
		{"notes", string(make([]byte, 17<<10)) + "x", false},
		{"notes", "gone", true},
		{"notes", "", true},
	} {
		err := c.Set(f.key, f.value)
		if (err == nil) != f.ok || err != nil && fault.KindOf(err) != fault.Usage {
			t.Errorf("%s=%.20q: %v", f.key, f.value, err)
		}
	}
	want := casefile.Custody{CollectedBy: "R. Collector", CollectedAt: "2026-05-04T09:30:00+02:00", ReceivedAt: "2026-05-05", ExpiresOn: "2026-02-28"}
	if c != want {
		t.Errorf("custody %+v", c)
	}
	b, err := json.Marshal(casefile.Source{Custody: c})
	var back casefile.Source
	if err == nil {
		err = json.Unmarshal(b, &back)
	}
	if err != nil || back.Custody != c {
		t.Errorf("it came back as %+v, %v", back.Custody, err)
	}
	over := casefile.Custody{CollectedBy: "Another", System: "Gateway"}.Over(c)
	if over.CollectedBy != "Another" || over.System != "Gateway" || over.ExpiresOn != c.ExpiresOn {
		t.Errorf("one over the other is %+v", over)
	}
}

func TestDaysUntil(t *testing.T) {
	now := time.Date(2026, 5, 4, 23, 30, 0, 0, time.FixedZone("", -2*60*60)) // 5 May in UTC
	for day, want := range map[string]int{"2026-05-05": 0, "2026-05-06": 1, "2026-05-04": -1, "2999-12-31": 355621, "0001-01-01": -739740} {
		if got, ok := casefile.DaysUntil(day, now); !ok || got != want {
			t.Errorf("%s: %d %v, want %d", day, got, ok, want)
		}
	}
	if _, ok := casefile.DaysUntil("soon", now); ok {
		t.Error("soon is a day")
	}
}
