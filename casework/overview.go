package casework

import (
	"cmp"
	"context"
	"slices"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/graphview"
)

// Overview is what the case holds, in names and numbers: enough for a table of
// contents.
type Overview struct {
	Title      string                `json:"title"`
	Acts       uint64                `json:"acts"`  // recorded in the audit log
	Saved      time.Time             `json:"saved"` // when the last act was recorded
	Marking    casefile.Marking      `json:"tlp"`   // the strictest of the sources
	Sources    []casefile.Source     `json:"sources"`
	Run        uint32                `json:"run"` // 0: not linked yet
	Clusters   []ClusterBrief        `json:"clusters"`
	Tags       []TagCount            `json:"tags"`
	Findings   []casefile.Annotation `json:"findings"`
	Exhibits   []casefile.Exhibit    `json:"exhibits"`
	Indicators int                   `json:"indicators"`
	Accounts   int                   `json:"accounts"`
	Events     int64                 `json:"events"`
}

// ClusterBrief is a cluster in one line; the list has the largest first.
type ClusterBrief struct {
	ID       int               `json:"id"`
	Size     int               `json:"size"`
	Pattern  casefile.Pattern  `json:"pattern"`
	Strength casefile.Strength `json:"strength"`
	Token    graphview.Token   `json:"token"` // its colour everywhere
}

// TagCount is a tag and how many things carry it.
type TagCount struct {
	Tag   string `json:"tag"`
	Count int    `json:"count"`
}

// census is what takes looking through all blocks to count.
type census struct {
	accounts, indicators int
	events               int64
}

// Overview returns what the case holds. What is withdrawn is left out. It is cheap
// enough to be asked after every change.
func (c *Casework) Overview(ctx context.Context) (Overview, error) {
	o := Overview{Title: c.Case().Title, Clusters: []ClusterBrief{}, Tags: []TagCount{},
		Findings: []casefile.Annotation{}, Exhibits: []casefile.Exhibit{}, Sources: []casefile.Source{}}
	if err := c.file.View(func(tx *store.Tx) error { return o.small(tx) }); err != nil {
		return o, err
	}
	ranked, run, err := c.ranked()
	if err != nil {
		return o, err
	}
	o.Run = run.ID
	for rank := range ranked {
		k := &ranked[rank]
		o.Clusters = append(o.Clusters, ClusterBrief{k.ID, len(k.Members), k.Pattern, k.Strength, graphview.ClusterToken(rank)})
	}
	n, err := c.census(ctx)
	o.Accounts, o.Indicators, o.Events = n.accounts, n.indicators, n.events
	return o, err
}

// small reads what the case keeps in small lists.
func (o *Overview) small(tx *store.Tx) error {
	head, _, err := tx.Head()
	if err != nil {
		return err
	}
	o.Acts, o.Saved = head.Seq, head.Time
	sources, err := tx.Sources()
	if err != nil {
		return err
	}
	for _, s := range sources {
		if s.State != casefile.SourceReady {
			continue
		}
		o.Sources = append(o.Sources, s)
		if s.TLP.Rank() > o.Marking.Rank() {
			o.Marking = s.TLP
		}
	}
	exhibits, err := tx.Exhibits()
	if err != nil {
		return err
	}
	for _, e := range exhibits {
		if !e.Withdrawn {
			o.Exhibits = append(o.Exhibits, e)
		}
	}
	list, err := tx.Annotations()
	if err != nil {
		return err
	}
	o.annotations(list)
	return nil
}

// annotations counts tags, each once for one thing, and gathers findings.
func (o *Overview) annotations(list []casefile.Annotation) {
	type mark struct {
		tag string
		on  casefile.Ref
	}
	seen, counts := map[mark]bool{}, map[string]int{}
	for _, a := range list {
		if a.Withdrawn {
			continue
		}
		if a.Kind == casefile.KindFinding {
			o.Findings = append(o.Findings, a)
		}
		for _, t := range a.Tags {
			if m := (mark{t, a.Target}); !seen[m] {
				seen[m] = true
				counts[t]++
			}
		}
	}
	for t, n := range counts {
		o.Tags = append(o.Tags, TagCount{t, n})
	}
	slices.SortFunc(o.Tags, func(a, b TagCount) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Tag, b.Tag)) })
}

// census counts events, accounts and indicators, once until sources change.
func (c *Casework) census(ctx context.Context) (n census, err error) {
	c.kept.counting.Lock()
	defer c.kept.counting.Unlock()
	c.kept.mu.Lock()
	generation := c.kept.generation
	found := c.kept.census
	c.kept.mu.Unlock()
	if found != nil {
		return *found, nil
	}
	if n.events, err = query.Count(ctx, c.searchSource(), query.Everything(), query.Options{Workers: c.config.Workers, Gate: c.gate, Aside: true}); err != nil {
		return n, err
	}
	accounts, err := c.population(ctx)
	if err != nil {
		return n, err
	}
	n.accounts = len(accounts)
	err = c.file.View(func(tx *store.Tx) error {
		list, err := tx.Indicators()
		n.indicators = len(list)
		return err
	})
	if err != nil {
		return n, err
	}
	c.kept.mu.Lock()
	defer c.kept.mu.Unlock()
	if generation == c.kept.generation {
		c.kept.census = &n
	}
	return n, nil
}
