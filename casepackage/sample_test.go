package casepackage_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"casebench/casefile"
	"casebench/casefile/audit"
	"casebench/casepackage"
)

var (
	start = time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC)
	now   = time.Date(2026, 6, 9, 14, 2, 0, 0, time.UTC)
)

func clock() time.Time { return now }

// signer is the same key in every test.
func signer(t testing.TB) casepackage.Signer {
	t.Helper()
	seed := sha256.Sum256([]byte("a key for tests only"))
	key, err := ssh.NewSignerFromKey(ed25519.NewKeyFromSeed(seed[:]))
	if err != nil {
		t.Fatal(err)
	}
	s, err := casepackage.NewSigner(key, "analyst@example.org")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func token(s string) string {
	m := hmac.New(sha256.New, []byte("the case's own key"))
	m.Write([]byte(s))
	return hex.EncodeToString(m.Sum(nil))[:32]
}

func seq[T any](all ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range all {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// chain makes an audit log of acts, a minute apart.
func chain(acts ...casefile.Act) []casefile.AuditEntry {
	var out []casefile.AuditEntry
	var head *casefile.AuditEntry
	for i, a := range acts {
		e := audit.Next(head, start.Add(time.Duration(i)*time.Minute), a)
		out, head = append(out, e), &e
	}
	return out
}

// withAudit puts a log into contents.
func withAudit(c *casepackage.Contents, entries []casefile.AuditEntry) {
	c.Audit = seq(entries...)
	c.Revision, c.Head = entries[len(entries)-1].Seq, entries[len(entries)-1].Hash
}

// small is a case as small as one can be and still have one of each thing.
func small() *casepackage.Contents {
	c := &casepackage.Contents{
		Case:    casefile.Case{ID: "4f1c22aa-0000-4000-8000-000000000001", Title: "Small", Created: start, By: "analyst"},
		Program: "casebench 0.1.0", Author: "Investigator A", CountingUnit: "request (one API call)",
		Population: 3, Events: 9, From: start, To: start.AddDate(0, 0, 2),
		Sources: []casefile.Source{{ID: 1, Name: "requests.jsonl", Table: "requests", Format: "jsonl", FormatVersion: 1, SHA256: token("s") + token("s"),
			Bytes: 900, Rows: 9, Accepted: 9, Imported: start, By: "analyst", State: casefile.SourceReady}},
		Accounts: []casepackage.Account{
			{Code: 1, Name: "acct_1", Token: token("a1"), Cluster: 1, Role: casefile.RoleCore, Via: 2, Events: 4, First: start, Last: start.Add(time.Hour)},
			{Code: 2, Name: "acct_2", Token: token("a2"), Cluster: 1, Role: casefile.RoleCore, Via: 1, Events: 5, First: start, Last: start.Add(time.Hour)},
		},
		Run: &casefile.Run{ID: 1, At: start, By: "analyst", Program: "casebench 0.1.0", Seed: 7, Model: []byte(`{"name":"m"}` + "\n"), ModelSum: token("m"),
			Signals: map[string]int{"payment": 1, "device": 1}, Sources: []uint32{1}, Accounts: 3, CandidatePairs: 1, LinkCount: 1, ClusterCount: 1, Result: token("r"),
			Suppressed: []casefile.SuppressedValue{{Signal: "user_agent", Class: "user agent", Value: 1, SharedBy: 3, Cap: 2, Reason: "hub"}}},
		Signals:  []casepackage.Signal{{ID: "payment", Version: 1, Family: casefile.FamilyPayment, Grade: casefile.GradeA, Title: "payment card", M: 0.9, Cap: 30}},
		Settings: casepackage.Settings{Prior: -9965, Threshold: 3000, Rho: 0.25},
		Links: []casefile.Link{{A: 1, B: 2, Weight: 2500, Strength: casefile.Strong, Families: []casefile.Family{casefile.FamilyDevice, casefile.FamilyPayment},
			Evidence: []casefile.Evidence{
				{Signal: "payment", Version: 1, Family: casefile.FamilyPayment, Grade: casefile.GradeA, Class: "payment card", Value: 1, Bits: 8000, RawBits: 8000, SharedBy: 2, Count: 2, First: start.UnixNano(), Last: start.UnixNano(), Rows: []casefile.Origin{{Source: 1, Row: 1}, {Source: 1, Row: 2}}},
				{Signal: "device", Version: 1, Family: casefile.FamilyDevice, Grade: casefile.GradeA, Class: "device", Value: 1, Bits: 4465, RawBits: 4465, SharedBy: 2, Count: 2, First: start.UnixNano(), Last: start.UnixNano()}},
			Suppressed: []casefile.Suppressed{{Signal: "user_agent", Class: "user agent", Value: 1, SharedBy: 3, Reason: "hub"}}}},
		Clusters: []casefile.Cluster{{ID: 1, Members: []casefile.Member{{Account: 1, Role: casefile.RoleCore, Via: 2, Bits: 2500}, {Account: 2, Role: casefile.RoleCore, Via: 1, Bits: 2500}},
			Strength: casefile.Strong, Pattern: casefile.Unclear, Families: []casefile.Family{casefile.FamilyDevice, casefile.FamilyPayment}, Score: 0.849788, Stability: 1, Requests: 9,
			From: start.UnixNano(), To: start.Add(time.Hour).UnixNano(), Assessment: casefile.Assessment{Level: casefile.LevelNone}}},
		Token:        func(signal string, code uint32) string { return token(fmt.Sprint(signal, code)) },
		Explanations: []casepackage.Explanation{{A: 1, B: 2, Text: "The two accounts paid with the same card."}},
		Annotations: []casefile.Annotation{
			{ID: 1, Target: casefile.AccountRef("acct_1"), Kind: casefile.KindFinding, Text: "Paid together.", By: "analyst", At: start},
			{ID: 2, Target: casefile.AccountRef("acct_2"), Kind: casefile.KindExculpatory, Text: "Says it is a shared office.", By: "analyst", At: start},
			{ID: 3, Target: casefile.AccountRef("acct_2"), Kind: casefile.KindPrivileged, Text: "Counsel doubts clause four.", By: "counsel", At: start},
		},
		Exhibits: []casepackage.Exhibit{
			{Exhibit: casefile.Exhibit{Number: 1, Target: casefile.EventRef(1, 1), Title: "First request", By: "analyst", At: start}, Name: "requests.jsonl", Source: 1,
				Rows: seq(casepackage.SourceRow{Origin: casefile.Origin{Source: 1, Row: 1, Offset: 0, Length: 9}, Raw: []byte(`{"a":"b"}`)})},
			{Exhibit: casefile.Exhibit{Number: 2, Target: casefile.AccountRef("acct_9"), Title: "gone", By: "analyst", At: start, Withdrawn: true}},
		},
	}
	c.Snapshot = &casepackage.Snapshot{
		Accounts: seq(casepackage.SnapshotAccount{Code: 1, Token: token("a1")}, casepackage.SnapshotAccount{Code: 2, Token: token("a2")}, casepackage.SnapshotAccount{Code: 3, Token: token("a3")}),
		Values: func(k casefile.ObservationKind) iter.Seq2[casepackage.SnapshotValue, error] {
			if k != casefile.ObservePayment {
				return nil
			}
			return seq(casepackage.SnapshotValue{Code: 1, Token: token("card"), Accounts: 2, Class: "a payment card, \"quoted\"", KnownShared: "", Public: false, Stop: false, Halt: true})
		},
		Observations: func(k casefile.ObservationKind) iter.Seq2[casefile.Observation, error] {
			if k != casefile.ObservePayment {
				return nil
			}
			return seq(casefile.Observation{Account: 1, Value: 1, Day: 0, Count: 1, First: start.UnixNano(), Last: start.UnixNano()},
				casefile.Observation{Account: 2, Value: 1, Day: 0, Count: 1, First: -5, Last: start.UnixNano()})
		},
		Events:  seq(casepackage.SnapshotEvent{Account: 1, At: start.UnixNano(), Template: 4}),
		Context: casepackage.SnapshotContext{Releases: []casepackage.SnapshotRelease{{At: start.UnixNano(), Kind: "model", Name: 2}}, Permissions: []casepackage.SnapshotPermission{{Org: 3, Kind: "bulk"}}},
	}
	withAudit(c, chain(
		casefile.Act{Verb: "new", Message: "Made the case.", By: "analyst"},
		casefile.Act{Verb: "annotate", Message: "Noted.", By: "counsel", Subject: []string{"account:acct_2"}, Details: map[string]string{"kind": "privileged"}, Reason: "Counsel doubts clause four."},
		casefile.Act{Verb: "exhibit", Message: "Made exhibit 1.", By: "analyst", Subject: []string{"event:1/1"}},
	))
	return c
}

// rich is a case as an investigator would hand one over: three clusters, honest
// look-alikes, exhibits, figures, notes. It is generated and holds nobody's data.
func rich() *casepackage.Contents {
	c := small()
	r := rand.New(rand.NewPCG(1, 2))
	c.Case.Title = "Linked accounts C-01: 118 accounts that act together"
	c.Role, c.Approved, c.Build = "senior analyst", "Reviewer B", "go1.26"
	c.Population, c.Events, c.To = 24031, 28811904, start.AddDate(0, 0, 45)
	c.Sources = nil
	for i, n := range []string{"requests-0422.jsonl.gz", "payments.csv", "accounts.csv", "actions.csv", "partner-stix.json"} {
		c.Sources = append(c.Sources, casefile.Source{ID: uint32(i + 1), Name: n, Table: []string{"requests", "payments", "accounts", "actions", "indicators"}[i], Format: "jsonl", FormatVersion: 1,
			SHA256: token(n) + token(n+"2"), Bytes: int64(r.IntN(1 << 30)), Rows: int64(r.IntN(3e7)), Rejected: int64(r.IntN(20)), Imported: start.AddDate(0, 0, 45).Add(time.Duration(i) * time.Minute),
			By: "Investigator A", State: casefile.SourceReady, From: start, To: start.AddDate(0, 0, 45), Custody: casefile.Custody{ReceivedFrom: "Gateway export"}, TLP: "amber+strict"})
	}
	c.Accounts, c.Links, c.Clusters, c.Explanations = nil, nil, nil, nil
	families := []casefile.Family{casefile.FamilyContent, casefile.FamilyDevice, casefile.FamilyPayment, casefile.FamilyTime}
	code := uint32(0)
	for k, size := range []int{118, 41, 22, 9} {
		cl := casefile.Cluster{ID: k + 1, Strength: []casefile.Strength{casefile.Strong, casefile.Strong, casefile.Moderate, casefile.Weak}[k],
			Pattern: []casefile.Pattern{casefile.OperatorLike, casefile.Unclear, casefile.PoolLike, casefile.Unclear}[k], Families: families[:4-k], Score: 0.998217, Stability: 0.994,
			Requests: int64(size) * 1156, From: start.UnixNano(), To: start.AddDate(0, 0, 45).UnixNano(),
			Assessment: casefile.Assessment{Level: []casefile.Level{casefile.LevelStrong, casefile.LevelNone, casefile.LevelModerate, casefile.LevelWeak}[k],
				For:     []casefile.Sign{{Signal: "template", Text: "three templates make 94 % of the requests"}, {Signal: "pivot", Text: "48 % of the traffic moved to a new model within 24 hours of its release; other accounts: 6 %"}},
				Against: []casefile.Sign{{Lookalike: "campus", Text: "eleven accounts share a campus network and its daily rhythm"}},
				Checked: []casefile.Checked{
					{Lookalike: "agency with one card", Would: "contract, client names, one office address", Found: "118 unrelated names, no agreed use on record, 40 exits", Result: "does not fit"},
					{Lookalike: "public benchmark run", Would: "public prompts, a short period", Found: "templates in no public list; 45 days", Result: "does not fit"},
					{Lookalike: "reseller's customers", Would: "many unrelated templates for each account", Found: "3 templates, 94 % of requests", Result: "cannot be told"},
					{Lookalike: "campus network", Would: "education programme, day rhythm", Found: "11 accounts fit", Result: "fits"}}}}
		first := code + 1
		for i := range size {
			code++
			role, via := casefile.RoleCore, first
			if i > size*2/3 {
				role = casefile.RoleMember
			}
			if i == 0 {
				via = first + 1
			}
			cl.Members = append(cl.Members, casefile.Member{Account: code, Role: role, Via: via, Bits: 21400})
			a := casepackage.Account{Code: code, Name: fmt.Sprintf("acct_%06x", r.IntN(1<<24)), Token: token(fmt.Sprint(code)), Cluster: k + 1, Role: role, Via: via,
				Events: int64(900 + r.IntN(500)), First: start.Add(time.Duration(r.IntN(1000)) * time.Minute), Last: start.AddDate(0, 0, 40).Add(time.Duration(r.IntN(7000)) * time.Minute), Status: "active", Terms: "2026-01-15, accepted at sign-up"}
			if k == 0 && i%11 == 5 {
				a.Bystander = "campus network and day rhythm fit"
			}
			c.Accounts = append(c.Accounts, a)
			if i > 0 {
				c.Links = append(c.Links, link(first, code, k))
			}
		}
		c.Clusters = append(c.Clusters, cl)
		c.Explanations = append(c.Explanations,
			casepackage.Explanation{A: first, B: first + 1, Text: "The two accounts paid with the same card, which only one other account has used, and one took over within a minute of the other being suspended, four times. Without the card the link would still be strong. Set aside: user agent, shared by 9,120 accounts."},
			casepackage.Explanation{A: first, B: first + 2, Text: "The two accounts showed the same device and sent requests of one private template."})
	}
	slices.SortFunc(c.Links, func(a, b casefile.Link) int { return slices.Compare([]uint32{a.A, a.B}, []uint32{b.A, b.B}) })
	c.Run.Accounts, c.Run.CandidatePairs = 24031, 1204118
	c.Run.Suppressed = append(c.Run.Suppressed, casefile.SuppressedValue{Signal: "address", Class: "an address used by requests", Value: 3, SharedBy: 1204, Cap: 480, Reason: "hub"},
		casefile.SuppressedValue{Signal: "template", Class: "a prompt template of a framework", Value: 9, SharedBy: 3412, Cap: 2400, Reason: "known_shared"})
	c.Signals = []casepackage.Signal{
		{ID: "payment", Version: 1, Family: casefile.FamilyPayment, Grade: casefile.GradeA, Title: "same payment card", M: 0.9, Cap: 480, Note: "agency, reseller and university cards are shared by honest accounts"},
		{ID: "handover", Version: 1, Family: casefile.FamilyTime, Grade: casefile.GradeA, Title: "hand-over after a halt", M: 0.3},
		{ID: "template", Version: 1, Family: casefile.FamilyContent, Grade: casefile.GradeA, Title: "private prompt template", M: 0.9, Cap: 3604},
		{ID: "address", Version: 1, Family: casefile.FamilyNetwork, Grade: casefile.GradeB, Title: "same address on the same day", M: 0.5, Cap: 480},
		{ID: "ja4", Version: 1, Family: casefile.FamilyClient, Grade: casefile.GradeC, Title: "TLS fingerprint", M: 0.5, Cap: 4806, Off: true}}
	c.Settings.ErrorRate = "pairwise precision 1.000 (upper bound of the error at 95 %: 0.0004) and recall 0.962 on 20 generated worlds with seeds not used in development; not measured on real accounts."
	c.Annotations = append(c.Annotations,
		casefile.Annotation{ID: 4, Target: casefile.Ref{Kind: casefile.RefCluster, ID: "1"}, Kind: casefile.KindFinding, Text: "The accounts of C-01 worked through one numbered task list in disjoint slices.", By: "Investigator A", At: now.Add(-time.Hour)},
		casefile.Annotation{ID: 5, Target: casefile.Ref{Kind: casefile.RefCluster, ID: "2"}, Kind: casefile.KindNote, Text: "=HYPERLINK(\"http://evil.example\") <script>alert(1)</script>", Tags: []string{"check"}, By: "Investigator A", At: now.Add(-time.Hour)})
	c.Decisions = []casefile.Decision{{ID: 1, A: 1, B: 2, Verdict: casefile.VerdictSame, Reason: "Card, device and hand-over agree.", By: "Reviewer B", At: now.Add(-2 * time.Hour)},
		{ID: 2, A: 1, B: 7, Verdict: casefile.VerdictDifferent, Reason: "Campus lab; staff confirmed.", By: "Reviewer B", At: now.Add(-2 * time.Hour)}}
	c.Permissions = []casepackage.Permission{{Org: "org_55", Kind: "bulk", Scope: "evaluation", From: start, Until: start.AddDate(1, 0, 0), Source: "contract register"}}
	c.Indicators = []casefile.Indicator{{ID: "indicator--1", Type: casefile.IndicatorIPv4, Value: "203.0.113.7", Usage: casefile.UsageMatch, TLP: "amber", Provider: "Partner lab", Confidence: 80}}
	c.Hits = []casepackage.Hit{{Indicator: "indicator--1", Accounts: []string{c.Accounts[0].Name, c.Accounts[3].Name}, Events: 61, First: start, Last: now}}
	c.Observables = []casepackage.Observable{{Type: casefile.IndicatorPayment, Value: "fp_1", Cluster: 1, Accounts: 12, First: start, Last: now, Marking: "green"},
		{Type: casefile.IndicatorIPv4, Value: "203.0.113.9", Cluster: 1, Accounts: 40, First: start, Last: now}, {Type: casefile.IndicatorDevice, Value: "dev_1", Cluster: 1, Accounts: 1, First: start, Last: now}}
	c.Figures = []casepackage.Figure{
		{ID: "FIG-01", Kind: "network", Title: "The network of all clusters", Caption: "190 of 24,031 accounts shown; hubs are set aside.", Recipe: `{"view":"all"}`, SVG: networkSVG(r, 190)},
		{ID: "FIG-02", Kind: "network", Cluster: 1, Title: "Cluster C-01", Caption: "118 of 118 accounts shown.", Recipe: `{"cluster":1}`, SVG: networkSVG(r, 118)},
		{ID: "FIG-03", Kind: "timeline", Title: "Requests of clusters a day", Caption: "Stacked by cluster; UTC days.", SVG: timelineSVG(r)}}
	c.Limits = []string{"Login records before 2026-04-22 were not exported."}
	return c
}

func link(a, b uint32, k int) casefile.Link {
	ev := []casefile.Evidence{
		{Signal: "payment", Version: 1, Family: casefile.FamilyPayment, Grade: casefile.GradeA, Class: "same payment card", Value: 3, Bits: 12600, RawBits: 12600, SharedBy: 3, Count: 2},
		{Signal: "handover", Version: 1, Family: casefile.FamilyTime, Grade: casefile.GradeA, Class: "hand-over after suspension", Bits: 8900, RawBits: 8900, SharedBy: 2, Count: 4},
		{Signal: "template", Version: 1, Family: casefile.FamilyContent, Grade: casefile.GradeA, Class: "private prompt template", Value: 5, Bits: 7300, RawBits: 7300, SharedBy: 118, Count: 1904},
		{Signal: "address", Version: 1, Family: casefile.FamilyNetwork, Grade: casefile.GradeB, Class: "same exits in the same hour", Value: 8, Bits: 2600, RawBits: 2600, SharedBy: 41, Count: 61}}
	ev = ev[:4-k]
	l := casefile.Link{A: a, B: b, Weight: -9965, Strength: casefile.Strong, Families: []casefile.Family{casefile.FamilyContent, casefile.FamilyPayment, casefile.FamilyTime},
		Evidence: ev, Suppressed: []casefile.Suppressed{{Signal: "user_agent", Class: "user agent", Value: 2, SharedBy: 9120, Reason: "hub"}}}
	for _, e := range ev {
		l.Weight += e.Bits
	}
	return l
}

func networkSVG(r *rand.Rand, n int) []byte {
	var b bytes.Buffer
	colours := []string{"#0B72B5", "#B8720A", "#0A8060", "#A8487F"}
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 360"><rect width="800" height="360" fill="#F4F6F9"/>`)
	for i := range n {
		k := i % 4
		x, y := 120+float64(k)*180+r.NormFloat64()*34, 180+r.NormFloat64()*52
		fmt.Fprintf(&b, `<line x1="%.0f" y1="%.0f" x2="%d" y2="180" stroke="#28303B" stroke-opacity=".15"/><circle cx="%.0f" cy="%.0f" r="3.4" fill="%s"/>`, x, y, 120+k*180, x, y, colours[k])
	}
	b.WriteString(`</svg>`)
	return b.Bytes()
}

func timelineSVG(r *rand.Rand) []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 180"><rect width="800" height="180" fill="#FFFFFF"/>`)
	for i := range 45 {
		h := 60 + r.IntN(80)
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="13" height="%d" fill="#0B72B5"/>`, 20+i*17, 160-h, h)
	}
	b.WriteString(`</svg>`)
	return b.Bytes()
}
