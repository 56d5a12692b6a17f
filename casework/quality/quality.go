// Package quality holds linkage against the known truth of a demo world.
//
// Truth says which group each account belongs to; Score compares the clusters of
// a run with it. Two questions are kept apart, as everywhere: are the accounts of
// a strong cluster one operator's (precision, recall, innocent accounts), and is
// an honest operator's use taken for harvesting (assessment).
//
// The package measures and judges nothing: the bars stand in the tests and in
// docs/quality.md.
package quality

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"casebench/casefile"
	"casebench/casework"
)

// Truth is the group and kind of every account of a world.
type Truth map[string]Group

// Group is a group of accounts of a world.
type Group struct{ Name, Kind string } // Kind: pool, decoy or honest

// operators are the decoys that are one honest operator: their accounts do act
// together, so a strong link between them is right, and only an assessment as
// harvesting would be wrong.
var operators = []string{"agency", "judge_vendor", "own_key_pool"}

// HonestOperator reports whether the group's accounts act for one honest operator.
func (g Group) HonestOperator() bool { return slices.Contains(operators, g.Name) }

// ReadTruth reads the truth of the world in dir.
func ReadTruth(dir string) (Truth, error) {
	f, err := os.Open(filepath.Join(dir, "truth", "truth.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read truth: %w", err)
	}
	t := Truth{}
	for _, r := range rows[1:] {
		t[r[0]] = Group{r[1], r[2]}
	}
	return t, nil
}

// Score is how a run's clusters compare with the truth.
type Score struct {
	StrongClusters int
	PairsStrong    int64    // pairs of accounts inside strong clusters
	PairsRight     int64    // of these, pairs of one pool or of one honest operator
	PairsPool      int64    // pairs of accounts of one pool, in the world
	PairsFound     int64    // of these, pairs inside one strong cluster
	Innocent       []string // "group: n" of decoys by innocence and honest accounts in strong clusters
	InnocentCount  int
	Operators      int      // honest operators' accounts in strong clusters: right, and not a fault
	AccusedHonest  []string // honest operators' clusters assessed as strong
	Pools          []Pool   // by name
	Assessed       int      // strong clusters of pools that are assessed as strong
}

// Pool is how much of one pool strong clusters hold.
type Pool struct {
	Name     string
	Accounts int
	Found    int // accounts in strong clusters
	Pairs    int64
	Together int64 // pairs inside one strong cluster
}

// Precision is the share of pairs in strong clusters that are right; 1 without pairs.
func (s *Score) Precision() float64 { return share(s.PairsRight, s.PairsStrong) }

// Recall is the share of the pools' pairs that a strong cluster holds.
func (s *Score) Recall() float64 { return share(s.PairsFound, s.PairsPool) }

func share(part, whole int64) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Of scores clusters against the truth.
func Of(truth Truth, clusters []casework.ClusterView) Score {
	var s Score
	pools := map[string]*Pool{}
	for _, g := range truth {
		if g.Kind == "pool" {
			p := pools[g.Name]
			if p == nil {
				p = &Pool{Name: g.Name}
				pools[g.Name] = p
			}
			p.Accounts++
		}
	}
	innocent := map[string]int{}
	for i := range clusters {
		if clusters[i].Strength == casefile.Strong {
			s.cluster(truth, &clusters[i], pools, innocent)
		}
	}
	for _, p := range pools {
		p.Pairs = pairs(p.Accounts)
		s.PairsPool += p.Pairs
		s.PairsFound += p.Together
		s.Pools = append(s.Pools, *p)
	}
	slices.SortFunc(s.Pools, func(a, b Pool) int { return slices.Compare([]byte(a.Name), []byte(b.Name)) })
	for name, n := range innocent {
		s.Innocent = append(s.Innocent, fmt.Sprintf("%s: %d", name, n))
		s.InnocentCount += n
	}
	slices.Sort(s.Innocent)
	return s
}

// cluster counts one strong cluster.
func (s *Score) cluster(truth Truth, k *casework.ClusterView, pools map[string]*Pool, innocent map[string]int) {
	s.StrongClusters++
	s.PairsStrong += pairs(len(k.Accounts))
	count := map[Group]int{}
	for _, a := range k.Accounts {
		count[truth[a.ID]]++
	}
	most, owner := 0, Group{}
	for g, n := range count {
		if n > most || n == most && g.Name < owner.Name {
			most, owner = n, g
		}
		switch {
		case g.Kind == "pool":
			s.PairsRight += pairs(n)
			pools[g.Name].Found += n
			pools[g.Name].Together += pairs(n)
		case g.HonestOperator():
			s.PairsRight += pairs(n)
			s.Operators += n
		default:
			innocent[g.Name] += n
		}
	}
	if k.Assessment.Level == casefile.LevelStrong {
		if owner.Kind == "pool" {
			s.Assessed++
		} else {
			s.AccusedHonest = append(s.AccusedHonest, fmt.Sprintf("cluster %d: %s", k.ID, owner.Name))
		}
	}
}

func pairs(n int) int64 { return int64(n) * int64(n-1) / 2 }
