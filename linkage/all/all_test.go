package all_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
	"casebench/linkage/linkagetest"
)

var monday = time.Date(2026, 4, 20, 9, 0, 0, 0, time.UTC).UnixNano()

// Every signal that compares shared values: what it says of two accounts that
// share a value which nobody else has, and of many that share a common one.
func TestEverySharedValue(t *testing.T) {
	for _, c := range []struct {
		signal string
		kind   casefile.ObservationKind
		values []string // shared by the pair
		family casefile.Family
		grade  casefile.Grade // of the pair's
		common casefile.Grade // of what forty accounts share; "" when it is set aside
	}{
		{"payment", casefile.ObservePayment, []string{"v"}, casefile.FamilyPayment, "A", ""},
		{"billing", casefile.ObserveBilling, []string{"v"}, casefile.FamilyPayment, "B", ""},
		{"bin", casefile.ObserveBIN, []string{"v"}, casefile.FamilyPayment, "B", "C"},
		{"device", casefile.ObserveDevice, []string{"v"}, casefile.FamilyDevice, "A", ""},
		{"phone", casefile.ObservePhone, []string{"v"}, casefile.FamilyIdentity, "A", ""},
		{"phone_prefix", casefile.ObservePhonePrefix, []string{"v"}, casefile.FamilyIdentity, "C", "C"},
		{"email", casefile.ObserveEmail, []string{"v"}, casefile.FamilyIdentity, "A", ""},
		{"email_pattern", casefile.ObserveMailPattern, []string{"v"}, casefile.FamilyIdentity, "B", "C"},
		{"email_domain", casefile.ObserveMailDomain, []string{"v.example"}, casefile.FamilyIdentity, "B", "C"},
		{"address", casefile.ObserveAddress, []string{"192.0.2.1"}, casefile.FamilyNetwork, "C", ""},
		{"address", casefile.ObserveAddress, []string{"192.0.2.1", "198.51.100.1"}, casefile.FamilyNetwork, "B", ""},
		{"signup_address", casefile.ObserveSignupAddr, []string{"192.0.2.1"}, casefile.FamilyNetwork, "C", ""},
		{"prefix", casefile.ObservePrefix, []string{"192.0.2.0/24", "198.51.100.0/24"}, casefile.FamilyNetwork, "B", "C"},
		{"template", casefile.ObserveTemplate, []string{"v"}, casefile.FamilyContent, "B", "B"},
		{"template", casefile.ObserveTemplate, []string{"v", "w"}, casefile.FamilyContent, "A", "B"},
		{"end_user", casefile.ObserveEndUser, []string{"v"}, casefile.FamilyIdentity, "A", ""},
		{"tags", casefile.ObserveTags, []string{"v"}, casefile.FamilyContent, "B", ""},
		{"api_key", casefile.ObserveKey, []string{"v"}, casefile.FamilyIdentity, "A", ""},
		{"referrer", casefile.ObserveReferrer, []string{"v"}, casefile.FamilyIdentity, "B", ""},
		{"invited_by", casefile.ObserveInviter, []string{"v"}, casefile.FamilyIdentity, "B", ""},
		{"ja4", casefile.ObserveJA4, []string{"v"}, casefile.FamilyClient, "B", "C"},
		{"user_agent", casefile.ObserveAgent, []string{"v"}, casefile.FamilyClient, "B", "C"},
		{"sdk", casefile.ObserveSDK, []string{"v"}, casefile.FamilyClient, "B", "C"},
	} {
		t.Run(fmt.Sprint(c.signal, " ", len(c.values)), func(t *testing.T) {
			if e := evidence(t, c.signal, c.kind, c.values, 2); e == nil {
				t.Error("the pair has no evidence")
			} else if e.Family != c.family || e.Grade != c.grade || e.SharedBy != 2 {
				t.Errorf("the pair's evidence is %+v, want family %s and grade %s", e, c.family, c.grade)
			}
			e := evidence(t, c.signal, c.kind, c.values[:1], 40)
			switch {
			case e == nil && c.common != "":
				t.Errorf("a common value is set aside, want grade %s", c.common)
			case e != nil && e.Grade != c.common:
				t.Errorf("a common value has grade %s, want %q", e.Grade, c.common)
			}
		})
	}
}

// evidence lets so many of 500 accounts show the values and returns what one
// signal says of the first two, nil if nothing.
func evidence(t *testing.T, signal string, kind casefile.ObservationKind, values []string, sharing int) *casefile.Evidence {
	t.Helper()
	w := linkagetest.NewWorld()
	for i := range 500 { // so that account i has code i+1, whatever the values
		w.Account(fmt.Sprintf("acct%03d", i))
	}
	for i := range 500 {
		a := w.Account(fmt.Sprintf("acct%03d", i))
		w.Request(a, monday, "")
		if i >= sharing {
			continue
		}
		for _, v := range values {
			for range 10 {
				if kind == casefile.ObserveTemplate {
					w.Request(a, monday, v)
				} else {
					w.Observe(a, kind, v, monday)
				}
			}
		}
	}
	// A card, too, so that the pair is compared whatever the signal proposes.
	for _, name := range []string{"acct000", "acct001"} {
		w.Observe(w.Account(name), casefile.ObservePayment, "one card", monday)
	}
	model := linkage.DefaultModel()
	model.Lower = -100000
	r, err := linkage.Run(context.Background(), w.Input(), model, linkage.Options{Signals: all.Signals()}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Links {
		if r.Links[i].A != 1 || r.Links[i].B != 2 {
			continue
		}
		for j := range r.Links[i].Evidence {
			if e := &r.Links[i].Evidence[j]; e.Signal == signal && !(signal == "payment" && e.SharedBy == 2 && sharing > 2) {
				return e
			}
		}
	}
	return nil
}
