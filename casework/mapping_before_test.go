package casework_test

import (
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
)

// What was said once of a file's columns holds for the next export of the same kind,
// and says so; an export that lacks some of them is read as if nothing had been said,
// with a sentence that names what it lacks.
func TestAMappingHoldsForTheNextExport(t *testing.T) {
	dir := files(t, map[string]string{
		"april.csv":  "who,when,where,cost\na1,2026-04-01 12:00,192.0.2.1,3\n",
		"may.csv":    "who,when,where,cost\na1,2026-05-01 12:00,192.0.2.2,4\n",
		"june.csv":   "who,when,origin,cost\na1,2026-06-01 12:00,192.0.2.2,4\n",
		"other.csv":  "account_id,ts,ip,colour,shape\na1,2026-06-01 12:00:00,192.0.2.2,red,round\n",
		"logins.csv": "account_id,ts,ip\na1,2026-06-01T12:00:00Z,192.0.2.2\n",
	})
	w := imported(t)
	bring := func(name string, m *casefile.Mapping) casefile.Source {
		t.Helper()
		r, err := w.Import(t.Context(), casework.ImportOptions{Paths: []string{filepath.Join(dir, name)}, Mapping: m}, progress.Discard)
		if err != nil {
			t.Fatal(name, err)
		}
		return r.Sources[0].Source
	}
	said := &casefile.Mapping{Table: "requests", Columns: map[string]string{"who": "account_id", "when": "ts", "where": "ip"}, Zone: "+02:00", Version: 1}
	bring("april.csv", said)
	look, err := w.LookAt(t.Context(), casework.ImportOptions{Paths: []string{filepath.Join(dir, "may.csv")}})
	if err != nil || look[0].Table != "requests" || look[0].Mapping.Zone != "+02:00" || !strings.Contains(strings.Join(look[0].Assumed, " "), "mapping of source 1, whose") {
		t.Fatalf("%+v, %v", look, err)
	}
	may := bring("may.csv", nil)
	if may.Table != "requests" || may.From.Format("15:04") != "10:00" || !strings.Contains(strings.Join(may.Assumed, " "), "mapping of source 1, whose") {
		t.Errorf("may: %+v", may)
	}
	june, err := w.LookAt(t.Context(), casework.ImportOptions{Paths: []string{filepath.Join(dir, "june.csv")}})
	if err != nil {
		t.Fatal(err)
	}
	if june[0].Error == nil || !strings.Contains(june[0].Error.Hint, "mapping of source 2 no longer fits: of its 3 columns this file lacks where.") {
		t.Errorf("june: %+v, %v", june[0].Error, june[0].Assumed)
	}
	for _, name := range []string{"other.csv", "logins.csv"} {
		s := bring(name, nil)
		if strings.Contains(strings.Join(s.Assumed, " "), "mapping of source") {
			t.Errorf("%s: %v", name, s.Assumed)
		}
	}
}
