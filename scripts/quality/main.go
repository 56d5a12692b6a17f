// Command quality makes demo worlds, imports and links each, and prints how the
// clusters compare with the truth, as the table of docs/quality.md.
//
//	go run ./scripts/quality -scale s -from 101 -to 120
package main

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"time"

	"casebench/casework"
	"casebench/casework/demo"
	"casebench/casework/quality"
	"casebench/internal/progress"
)

func main() {
	scale := flag.String("scale", "s", "size of the worlds")
	from := flag.Uint64("from", 101, "first seed")
	to := flag.Uint64("to", 120, "last seed")
	flag.Parse()
	if err := table(context.Background(), *scale, *from, *to); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// totals are sums over worlds.
type totals struct {
	worlds, innocent, accounts, accused int
	strong, right, pool, found          int64
	pools                               map[string]*quality.Pool
	order                               []string
}

func table(ctx context.Context, scale string, from, to uint64) error {
	dir, err := os.MkdirTemp("", "quality")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Println("| seed | strong clusters | precision | recall | innocent in strong | honest operators assessed strong | by pool (accounts found) | link s |")
	fmt.Println("|---|---|---|---|---|---|---|---|")
	sum := totals{pools: map[string]*quality.Pool{}}
	for seed := from; seed <= to; seed++ {
		s, honest, seconds, err := world(ctx, filepath.Join(dir, fmt.Sprint(seed)), scale, seed)
		if err != nil {
			return fmt.Errorf("seed %d: %w", seed, err)
		}
		sum.add(&s, honest)
		var pools []string
		for _, p := range s.Pools {
			pools = append(pools, fmt.Sprintf("%s %d/%d", p.Name, p.Found, p.Accounts))
		}
		fmt.Printf("| %d | %d | %.4f | %.4f | %s | %s | %s | %.1f |\n", seed, s.StrongClusters, s.Precision(), s.Recall(),
			none(s.Innocent), none(s.AccusedHonest), strings.Join(pools, ", "), seconds)
	}
	sum.print()
	return nil
}

// world makes, imports and links one world.
func world(ctx context.Context, dir, scale string, seed uint64) (s quality.Score, honest int, seconds float64, err error) {
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "world")
	if _, err = demo.Write(ctx, path, demo.Options{Scale: scale, Seed: seed}, progress.Discard); err != nil {
		return s, 0, 0, err
	}
	truth, err := quality.ReadTruth(path)
	if err != nil {
		return s, 0, 0, err
	}
	for _, g := range truth {
		if g.Kind != "pool" && !g.HonestOperator() {
			honest++
		}
	}
	w, err := casework.New(filepath.Join(dir, "world.case"), "", casework.Config{By: "quality", Program: "quality"})
	if err != nil {
		return s, 0, 0, err
	}
	defer w.Close()
	if _, err = w.Import(ctx, casework.ImportOptions{Paths: []string{path}, Originals: "reference"}, progress.Discard); err != nil {
		return s, 0, 0, err
	}
	began := time.Now()
	if _, err = w.Link(ctx, casework.LinkOptions{Seed: 1}, progress.Discard); err != nil {
		return s, 0, 0, err
	}
	seconds = time.Since(began).Seconds()
	clusters, err := w.Clusters(ctx, 0)
	return quality.Of(truth, clusters.Clusters), honest, seconds, err
}

func (t *totals) add(s *quality.Score, honest int) {
	t.worlds++
	t.accounts += honest
	t.innocent += s.InnocentCount
	t.accused += len(s.AccusedHonest)
	t.strong, t.right = t.strong+s.PairsStrong, t.right+s.PairsRight
	t.pool, t.found = t.pool+s.PairsPool, t.found+s.PairsFound
	for _, p := range s.Pools {
		sum := t.pools[p.Name]
		if sum == nil {
			sum = &quality.Pool{}
			t.pools[p.Name] = sum
			t.order = append(t.order, p.Name)
		}
		sum.Accounts, sum.Found = sum.Accounts+p.Accounts, sum.Found+p.Found
		sum.Pairs, sum.Together = sum.Pairs+p.Pairs, sum.Together+p.Together
	}
}

func (t *totals) print() {
	fmt.Printf("\nAll %d worlds: precision %.4f, recall %.4f over pairs.\n", t.worlds, ratio(t.right, t.strong), ratio(t.found, t.pool))
	for _, name := range t.order {
		p := t.pools[name]
		fmt.Printf("  %-12s accounts found %d of %d (%.3f), pairs together %.3f\n", name, p.Found, p.Accounts,
			ratio(int64(p.Found), int64(p.Accounts)), ratio(p.Together, p.Pairs))
	}
	fmt.Printf("Innocent accounts in strong clusters: %d of %d (95 %% upper bound %.5f).\n", t.innocent, t.accounts, upper(t.innocent, t.accounts))
	fmt.Printf("Clusters of honest operators assessed as strong: %d.\n", t.accused)
}

func ratio(a, b int64) float64 {
	if b == 0 {
		return 1
	}
	return float64(a) / float64(b)
}

// upper is the one-sided 95 % upper bound of Clopper and Pearson (1934) for k of
// n, found by bisection of the binomial distribution function.
func upper(k, n int) float64 {
	if k >= n {
		return 1
	}
	lo, hi := float64(k)/float64(n), 1.0
	for range 60 {
		p := (lo + hi) / 2
		sum, term := 0.0, float64(n)*math.Log1p(-p)
		for i := 0; i <= k; i++ {
			sum += math.Exp(term)
			term += math.Log(float64(n-i)/float64(i+1)) + math.Log(p) - math.Log1p(-p)
		}
		if sum > 0.05 {
			lo = p
		} else {
			hi = p
		}
	}
	return hi
}

func none(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
