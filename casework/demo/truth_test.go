package demo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"
)

// groupOf maps accounts to their groups.
func groupOf(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range table(t, world(t), "truth/truth.csv") {
		if out[r["account_id"]] != "" {
			t.Fatalf("truth names %s twice", r["account_id"])
		}
		out[r["account_id"]] = r["group"]
	}
	return out
}

func TestTruthCoversAccountsAndSessions(t *testing.T) {
	groups := groupOf(t)
	for _, a := range table(t, world(t), "accounts.csv") {
		if groups[a["account_id"]] == "" {
			t.Errorf("no truth about %s", a["account_id"])
		}
	}
	if len(groups) != 400 {
		t.Errorf("truth about %d accounts, want 400", len(groups))
	}
	type actor struct{ account, kind string }
	sessions := map[string]actor{}
	for _, s := range table(t, world(t), "truth/truth_actors.csv") {
		if _, twice := sessions[s["session_id"]]; twice {
			t.Fatalf("session %s twice", s["session_id"])
		}
		sessions[s["session_id"]] = actor{s["account_id"], s["kind"]}
	}
	kinds := map[string]map[string]int{}
	for _, r := range allRequests(t) {
		s := sessions[r.Session]
		if s.account != r.Account {
			t.Fatalf("session %s of %s: truth says %q", r.Session, r.Account, s.account)
		}
		g := groups[r.Account]
		if kinds[g] == nil {
			kinds[g] = map[string]int{}
		}
		kinds[g][s.kind]++
	}
	for g, k := range kinds {
		switch g {
		case "reseller":
			if share := k["customer"] * 100 / (k["customer"] + k["distiller"]); share < 60 || share > 90 || k["self"] > 0 {
				t.Errorf("reseller: %v, want 60 to 90 %% of customers", k)
			}
		case "hydra_a", "hydra_b", "stealth":
			if k["customer"]+k["self"] > 0 {
				t.Errorf("%s: %v, want a distiller only", g, k)
			}
		case "aggregator":
			if k["distiller"]+k["self"] > 0 {
				t.Errorf("aggregator: %v, want customers only", k)
			}
		default:
			if k["distiller"]+k["customer"] > 0 {
				t.Errorf("%s: %v, want self only", g, k)
			}
		}
	}
}

func TestHandOver(t *testing.T) {
	groups := groupOf(t)
	used := map[string][]time.Time{}
	for _, r := range allRequests(t) {
		used[r.Account] = append(used[r.Account], r.TS)
	}
	bans := map[string]int{}
	for _, act := range table(t, world(t), "actions.csv") {
		a, g := act["account_id"], groups[act["account_id"]]
		at, err := time.Parse(time.RFC3339, act["ts"])
		if err != nil {
			t.Fatal(err)
		}
		if act["action"] == "banned" && len(used[a]) > 0 && used[a][len(used[a])-1].After(at) {
			t.Errorf("%s is used after its ban", a)
		}
		pool := g == "hydra_a" || g == "hydra_b" || g == "reseller" || g == "stealth"
		if !pool || act["action"] != "banned" && act["action"] != "suspended" {
			continue
		}
		found, fresh := false, false
		for b, ts := range used {
			if groups[b] != g || b == a {
				continue
			}
			i := sort.Search(len(ts), func(i int) bool { return !ts[i].Before(at.Add(5 * time.Second)) })
			if i < len(ts) && ts[i].Before(at.Add(61*time.Second)) {
				found = true
				fresh = fresh || i == 0
			}
		}
		if !found || act["action"] == "banned" && !fresh {
			t.Errorf("%s %s at %s: no hand-over within 5 to 60 s (found %v, fresh %v)", g, act["action"], act["ts"], found, fresh)
		}
		if act["action"] == "banned" {
			bans[g]++
		}
	}
	for _, g := range []string{"hydra_a", "hydra_b", "reseller", "stealth"} {
		if bans[g] < 3 {
			t.Errorf("%s: %d bans, want at least 3", g, bans[g])
		}
	}
}

func TestPivotBalanceAndTasks(t *testing.T) {
	groups := groupOf(t)
	operator := map[string]bool{}
	for _, s := range table(t, world(t), "truth/truth_actors.csv") {
		operator[s["session_id"]] = s["kind"] == "distiller"
	}
	release := time.Date(2026, 5, 28, 16, 0, 0, 0, time.UTC)
	moved, all, prompts := map[string]int{}, map[string]int{}, map[string]int{}
	early := 0
	for _, r := range allRequests(t) {
		if r.Model == "atlas-5" && r.TS.Before(release) {
			early++
		}
		g := groups[r.Account]
		if g == "hydra_a" {
			prompts[r.Prompt]++
		}
		if r.TS.Before(release) || !r.TS.Before(release.Add(24*time.Hour)) {
			continue
		}
		key := g
		if operator[r.Session] {
			key = "distillers"
		}
		all[key]++
		if r.Model == "atlas-5" {
			moved[key]++
		}
	}
	if early > 0 {
		t.Errorf("%d requests use a model that is not out", early)
	}
	share := func(g string) int { return moved[g] * 100 / max(all[g], 1) }
	if s := share("distillers"); s < 42 || s > 53 {
		t.Errorf("%d %% of the distillers' traffic moved in a day, want 45 to 50", s)
	}
	if s := share("honest"); s > 15 {
		t.Errorf("%d %% of the honest traffic moved in a day", s)
	}
	if s := share("early_adopters"); s < 40 {
		t.Errorf("%d %% of the early adopters' traffic moved in a day", s)
	}
	for p, n := range prompts {
		if n > 1 {
			t.Fatalf("task %s was given out %d times", p, n)
		}
	}
}

func TestWhatIsShared(t *testing.T) {
	groups := groupOf(t)
	requestsFrom, users := map[string]map[string]int{}, map[string]map[string]bool{}
	templates := map[string]map[string]bool{}
	put := func(m map[string]map[string]bool, k, v string) {
		if m[k] == nil {
			m[k] = map[string]bool{}
		}
		m[k][v] = true
	}
	for _, r := range allRequests(t) {
		g := groups[r.Account]
		if requestsFrom[g] == nil {
			requestsFrom[g] = map[string]int{}
		}
		requestsFrom[g][r.IP]++
		put(users, r.IP, r.Account)
		if r.Template != "" {
			put(templates, r.Template, r.Account)
		}
	}
	// Institutions leave from the documentation ranges: three addresses for the
	// university, one for a class, a company, an agency.
	documentation := regexp.MustCompile(`^(192\.0\.2|198\.51\.100|203\.0\.113)\.`)
	institutions := func(g string) int {
		n := 0
		for ip := range requestsFrom[g] {
			if documentation.MatchString(ip) {
				n++
			}
		}
		return n
	}
	for g, want := range map[string]int{"university_nat": 3, "corporate_sso": 1, "agency": 1, "class": 2} {
		if n := institutions(g); n != want {
			t.Errorf("%s leaves from %d institutional addresses, want %d", g, n, want)
		}
	}
	both := 0
	for _, accounts := range users {
		pool, resident := false, false
		for a := range accounts {
			g := groups[a]
			pool = pool || strings.HasPrefix(g, "hydra") || g == "reseller"
			resident = resident || g == "residential_exit"
		}
		if pool && resident {
			both++
		}
	}
	if both < 5 {
		t.Errorf("%d exits are honest homes too, want at least 5", both)
	}
	whole := map[string]int{} // templates that nearly all of a group use, and nobody else
	sizes := map[string]int{}
	for _, g := range groups {
		sizes[g]++
	}
	for _, accounts := range templates {
		in := map[string]int{}
		for a := range accounts {
			in[groups[a]]++
		}
		if len(in) == 1 {
			for g, n := range in {
				if n*10 >= sizes[g]*9 {
					whole[g]++
				}
			}
		}
	}
	for g, want := range map[string]int{"hydra_a": 3, "stealth": 3, "class": 1, "framework_default": 1, "agency": 4, "judge_vendor": 2} {
		if whole[g] < want {
			t.Errorf("%d templates are common to %s alone, want %d", whole[g], g, want)
		}
	}
	devices := map[string][]string{}
	for _, a := range table(t, world(t), "accounts.csv") {
		devices[a["device_id"]] = append(devices[a["device_id"]], groups[a["account_id"]])
	}
	for _, on := range devices {
		if len(on) > 8 || len(on) > 1 && (on[0] == "stealth" || on[0] == "honest") {
			t.Errorf("a sign-up device has %v", on)
		}
	}
}

func TestPartnersFiles(t *testing.T) {
	uuid := regexp.MustCompile(`^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	var bundle struct {
		Type    string
		ID      string
		Objects []struct {
			Type, ID, Pattern string
			Revoked           bool
		}
	}
	read(t, "partner-stix.json", &bundle)
	seen, revoked, and, domains := map[string]bool{}, 0, 0, 0
	for _, o := range bundle.Objects {
		if !uuid.MatchString(o.ID) || seen[o.ID] || !strings.HasPrefix(o.ID, o.Type+"--") {
			t.Errorf("bad or repeated id %s of a %s", o.ID, o.Type)
		}
		seen[o.ID] = true
		if o.Revoked {
			revoked++
		}
		if strings.Contains(o.Pattern, " AND ") {
			and++
		}
		if strings.HasPrefix(o.Pattern, "[domain-name:value") {
			domains++
		}
	}
	if bundle.Type != "bundle" || !uuid.MatchString(bundle.ID) || revoked != 1 || and != 1 || domains != 1 || len(seen) < 15 {
		t.Errorf("bundle of %d objects, %d revoked, %d with AND, %d domains", len(seen), revoked, and, domains)
	}
	var event struct {
		Event struct {
			Attribute []struct {
				Value string
				IDs   bool `json:"to_ids"`
			}
		}
	}
	read(t, "partner-misp.json", &event)
	ids := map[bool]int{}
	for _, a := range event.Event.Attribute {
		ids[a.IDs]++
	}
	if ids[true] < 5 || ids[false] < 2 {
		t.Errorf("attributes by to_ids: %v", ids)
	}
}

func read(t *testing.T, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(world(t), name))
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}
