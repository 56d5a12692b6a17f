package linkagetest_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"casebench/casework/demo"
	"casebench/internal/progress"
	"casebench/linkage"
	"casebench/linkage/all"
	"casebench/linkage/linkagetest"
)

// measure makes a demo world, links it and compares the result with the truth.
func measure(t *testing.T, scale string, seed uint64, without ...string) linkagetest.Quality {
	t.Helper()
	dir := t.TempDir()
	if _, err := demo.Write(context.Background(), dir, demo.Options{Scale: scale, Seed: seed}, progress.Discard); err != nil {
		t.Fatal(err)
	}
	w, err := linkagetest.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := linkage.Run(context.Background(), w.Input(), linkage.DefaultModel(),
		linkage.Options{Seed: 1, Without: without, Signals: all.Signals()}, progress.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	return linkagetest.Measure(w, r)
}

// The bars of the contract, section 6, on two worlds of the small scale.
func TestQualityBars(t *testing.T) {
	for _, seed := range []uint64{101, 102} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			q := measure(t, "s", seed)
			t.Log(q.String())
			if p := q.Precision(); p < 0.99 {
				t.Errorf("pairwise precision of strong clusters is %.4f, want at least 0.99", p)
			}
			if r := q.Recall(); r < 0.90 {
				t.Errorf("pairwise recall of pools is %.4f, want at least 0.90", r)
			}
			for _, who := range q.Intruders {
				t.Errorf("an innocent account is in a strong cluster: %s", who)
			}
			for _, who := range q.Accused {
				t.Errorf("an honest operator is assessed as strong: %s", who)
			}
		})
	}
}

// TestQualityTable prints the table of docs/quality.md. It runs when told which worlds
// to measure, for instance CASEBENCH_QUALITY="s 101-120" or "m 101-104"; further
// words are signals to leave out.
func TestQualityTable(t *testing.T) {
	words := strings.Fields(os.Getenv("CASEBENCH_QUALITY"))
	if len(words) < 2 {
		t.Skip(`CASEBENCH_QUALITY is not set, for instance to "s 101-120"`)
	}
	from, to, _ := strings.Cut(words[1], "-")
	first, err := strconv.ParseUint(from, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	last := first
	if to != "" {
		if last, err = strconv.ParseUint(to, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	var sum linkagetest.Quality
	bad, accused := 0, 0
	fmt.Println("seed  precision  recall  recall/stealth  innocents in strong  operators strong:level      pool clusters level/pattern/size")
	for seed := first; seed <= last; seed++ {
		q := measure(t, words[0], seed, words[2:]...)
		fmt.Printf("%4d  %9.4f  %6.4f  %14.4f  %10d of %5d  %-26s  %s\n", seed, q.Precision(), q.Recall(), recallOf(&q, "stealth"),
			len(q.Intruders), q.Bystanders, strings.Join(brief(q.Operators), " "), strings.Join(q.PoolLevels, " "))
		for _, who := range q.Intruders {
			fmt.Println("      ", who)
		}
		sum.Pairs, sum.RightPairs = sum.Pairs+q.Pairs, sum.RightPairs+q.RightPairs
		sum.PoolPairs, sum.FoundPairs = sum.PoolPairs+q.PoolPairs, sum.FoundPairs+q.FoundPairs
		sum.Bystanders += q.Bystanders
		bad += len(q.Intruders)
		accused += len(q.Accused)
	}
	fmt.Printf("all: precision %.4f (%d of %d pairs wrong), recall %.4f; innocents in strong clusters %d of %d, 95 %% upper bound %.5f %%; honest operators assessed as strong: %d\n",
		sum.Precision(), sum.Pairs-sum.RightPairs, sum.Pairs, float64(sum.FoundPairs)/float64(max(1, sum.PoolPairs)), bad, sum.Bystanders, 100*upper(bad, sum.Bystanders), accused)
}

func recallOf(q *linkagetest.Quality, group string) float64 {
	for _, p := range q.Pools {
		if p.Group == group {
			return float64(p.Found) / float64(p.Pairs)
		}
	}
	return math.NaN()
}

// brief counts equal words.
func brief(words []string) []string {
	slices.Sort(words)
	var out []string
	for i := 0; i < len(words); {
		j := i
		for j < len(words) && words[j] == words[i] {
			j++
		}
		out = append(out, fmt.Sprintf("%s×%d", words[i], j-i))
		i = j
	}
	return out
}

// upper returns the upper end of the one-sided 95 % interval of Clopper and
// Pearson (Biometrika 26, 1934, doi:10.1093/biomet/26.4.404) for k of n, by
// bisection; for k = 0 it is close to 3/n.
func upper(k, n int) float64 {
	lo, hi := 0.0, 1.0
	for range 60 {
		p := (lo + hi) / 2
		tail, term := 0.0, math.Pow(1-p, float64(n))
		for i := 0; i <= k; i++ {
			tail += term
			term *= float64(n-i) / float64(i+1) * p / (1 - p)
		}
		if tail > 0.05 {
			lo = p
		} else {
			hi = p
		}
	}
	return hi
}

func TestUpperBound(t *testing.T) {
	// The rule of three, and a value of the usual tables.
	for _, c := range []struct {
		k, n int
		want float64
	}{{0, 1000, 0.00299}, {1, 20, 0.2161}} {
		if got := upper(c.k, c.n); math.Abs(got-c.want) > 0.0001 {
			t.Errorf("upper(%d, %d) = %.5f, want %.5f", c.k, c.n, got, c.want)
		}
	}
}
