package linkagetest_test

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/linkage"
	"casebench/linkage/all"
	"casebench/linkage/linkagetest"
)

func TestTune(t *testing.T) {
	for _, dir := range strings.Fields(os.Getenv("TUNE")) {
		b := time.Now()
		w, in := cached(t, dir)
		var err error
		fmt.Println(dir, "loaded", time.Since(b), len(in.Accounts), "accounts", len(w.Events), "requests")
		model := linkage.DefaultModel()
		if f := os.Getenv("MODEL"); f != "" {
			p, _ := os.ReadFile(f)
			if model, err = linkage.ParseModel(p); err != nil {
				t.Fatal(err)
			}
		}
		b = time.Now()
		r, err := linkage.Run(context.Background(), in, model, linkage.Options{Signals: all.Signals()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println("run", time.Since(b), "pairs", r.CandidatePairs, "links", len(r.Links), "clusters", len(r.Clusters), "suppressed", len(r.Suppressed))
		q := linkagetest.Measure(w, r)
		fmt.Println(q.String())
		for _, x := range q.Intruders {
			fmt.Println("  intruder", x)
		}
		weights(w, r)
		if os.Getenv("X") != "" {
			explainIntruders(w, r, &model)
		}
		if os.Getenv("V") == "" {
			continue
		}
		lab := func(a uint32) string { l := w.Truth[w.Names[a]]; return l.Group }
		for _, c := range r.Clusters {
			g := map[string]int{}
			for _, m := range c.Members {
				g[lab(m.Account)]++
			}
			fmt.Println(" cluster", c.ID, c.Strength, c.Pattern, c.Families, "size", len(c.Members), g, "score", c.Score, "stab", c.Stability, c.Assessment.Level)
			if os.Getenv("V") == "2" {
				for _, s := range c.Assessment.For {
					fmt.Println("    +", s.Text)
				}
				for _, s := range c.Assessment.Checked {
					fmt.Println("    ?", s.Lookalike, "|", s.Found, "|", s.Result)
				}
			}
		}
		type key struct {
			pair, strength, fam string
		}
		n := map[key]int{}
		for _, l := range r.Links {
			a, b := lab(l.A), lab(l.B)
			if a > b {
				a, b = b, a
			}
			if os.Getenv("V") == "3" && l.Strength == casefile.Strong && lab(l.A) != lab(l.B) {
				e := linkage.Explain(&l, linkage.Names{A: lab(l.A), B: lab(l.B)}, &model)
				fmt.Println("   X", e.Text)
			}
			n[key{a + "-" + b, string(l.Strength), fmt.Sprint(l.Families)}]++
		}
		for k, c := range n {
			fmt.Println("  links", k.pair, k.strength, k.fam, c)
		}
		_ = casefile.Strong
	}
}

func explainIntruders(w *linkagetest.World, r *linkage.Result, model *linkage.Model) {
	bad := map[uint32]bool{}
	for _, c := range r.Clusters {
		if c.Strength != casefile.Strong {
			continue
		}
		for _, m := range c.Members {
			if l := w.Truth[w.Names[m.Account]]; l.Kind != "pool" && l.Group != "agency" {
				bad[m.Account] = true
			}
		}
	}
	for _, l := range r.Links {
		if l.Strength == casefile.Strong && (bad[l.A] || bad[l.B]) {
			name := func(a uint32) string { return w.Names[a] + "/" + w.Truth[w.Names[a]].Group }
			fmt.Println("   X", linkage.Explain(&l, linkage.Names{A: name(l.A), B: name(l.B)}, model).Text)
			for _, e := range l.Evidence {
				fmt.Printf("      %+v\n", e)
			}
		}
	}
}

// TestCalibrate prints, for every signal, the share of pairs of one pool that
// agree on it.
func TestCalibrate(t *testing.T) {
	for _, dir := range strings.Fields(os.Getenv("CALIBRATE")) {
		w, err := linkagetest.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		model := linkage.DefaultModel()
		model.Lower = -100000
		model.MaxShown = 1
		r, err := linkage.Run(context.Background(), w.Input(), model, linkage.Options{Signals: all.Signals()}, nil)
		if err != nil {
			t.Fatal(err)
		}
		size := map[string]int{}
		for _, l := range w.Truth {
			if l.Kind == "pool" {
				size[l.Group]++
			}
		}
		agree := map[string]map[string]int{}
		for _, l := range r.Links {
			a, b := w.Truth[w.Names[l.A]], w.Truth[w.Names[l.B]]
			if a != b || a.Kind != "pool" {
				continue
			}
			for _, e := range l.Evidence {
				if e.Grade == casefile.GradeC {
					continue
				}
				if agree[e.Signal] == nil {
					agree[e.Signal] = map[string]int{}
				}
				agree[e.Signal][a.Group]++
			}
		}
		n := w.Input().Accounts
		true_ := 0
		for _, s := range size {
			true_ += s * (s - 1) / 2
		}
		fmt.Printf("%s lambda %.5f\n", dir, float64(true_)/float64(len(n)*(len(n)-1)/2))
		for _, s := range all.Signals() {
			id := s.Info().ID
			fmt.Printf("  %-15s", id)
			for _, g := range []string{"hydra_a", "hydra_b", "reseller", "stealth"} {
				fmt.Printf(" %s %.3f", g, float64(agree[id][g])/float64(size[g]*(size[g]-1)/2))
			}
			fmt.Println()
		}
	}
}

func weights(w *linkagetest.World, r *linkage.Result) {
	by := map[string][]float64{}
	for _, l := range r.Links {
		if len(l.Families) < 2 {
			continue
		}
		a, b := w.Truth[w.Names[l.A]], w.Truth[w.Names[l.B]]
		k := "other"
		if a == b && a.Kind == "pool" {
			k = a.Group
		} else if a == b && (a.Group == "class" || a.Group == "framework_default" || a.Group == "agency") {
			k = a.Group
		}
		by[k] = append(by[k], l.Weight.Float())
	}
	for _, k := range []string{"hydra_a", "hydra_b", "reseller", "stealth", "agency", "class", "framework_default", "other"} {
		v := by[k]
		slices.Sort(v)
		if n := len(v); n > 0 {
			fmt.Printf("   weights %s n %d: min %.1f 10%% %.1f 25%% %.1f 50%% %.1f 75%% %.1f max %.1f\n", k, n, v[0], v[n/10], v[n/4], v[n/2], v[3*n/4], v[n-1])
		}
	}
}

type cache struct {
	Names []string
	Truth map[string]linkagetest.Label
	Snap  linkage.Snapshot
}

func cached(t *testing.T, dir string) (*linkagetest.World, linkage.Input) {
	path := dir + "/cache.gob"
	var c cache
	if p, err := os.ReadFile(path); err == nil {
		if err := gob.NewDecoder(bytes.NewReader(p)).Decode(&c); err != nil {
			t.Fatal(err)
		}
		return &linkagetest.World{Names: c.Names, Truth: c.Truth}, c.Snap.Input()
	}
	w, err := linkagetest.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := linkage.Capture(context.Background(), w.Input(), linkage.DefaultModel())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(cache{w.Names, w.Truth, *s}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return w, s.Input()
}
