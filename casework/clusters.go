package casework

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// ClustersResult is the clusters of one run.
type ClustersResult struct {
	Run      uint32        `json:"run"`
	Clusters []ClusterView `json:"clusters"`
}

// ClusterView is a cluster with its accounts by name.
type ClusterView struct {
	ID         int                 `json:"id"`
	Run        uint32              `json:"run"`
	Size       int                 `json:"size"`
	Strength   casefile.Strength   `json:"strength"`
	Pattern    casefile.Pattern    `json:"pattern"`
	Families   []casefile.Family   `json:"families"`
	Score      float64             `json:"score"`
	Stability  float64             `json:"stability"`
	Requests   int64               `json:"requests"`
	From       time.Time           `json:"from"`
	To         time.Time           `json:"to"`
	Assessment casefile.Assessment `json:"assessment"`
	Text       string              `json:"text,omitempty"`
	Accounts   []MemberView        `json:"accounts"`
}

// FamilyNames returns the families as words.
func (k *ClusterView) FamilyNames() []string {
	out := make([]string, len(k.Families))
	for i, f := range k.Families {
		out[i] = string(f)
	}
	return out
}

// MemberView is one account of a cluster.
type MemberView struct {
	ID   string              `json:"id"`
	Role casefile.MemberRole `json:"role"`
	Via  string              `json:"via"` // the account through which it is tied best
	Bits casefile.Bits       `json:"bits"`
}

// runData is a run with what it produced, read in one moment.
type runData struct {
	run      casefile.Run
	clusters []casefile.Cluster
}

// loadRun reads a run (0: the newest that stands).
func (c *Casework) loadRun(id uint32) (d runData, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		if id == 0 {
			var ok bool
			if d.run, ok, err = tx.NewestRun(); err == nil && !ok {
				err = fault.New(fault.NotFound, "No linkage run is in this case.", "Run `workbench link` first.", nil)
			}
		} else {
			d.run, err = tx.Run(id)
		}
		if err == nil {
			d.clusters, err = tx.Clusters(d.run.ID)
		}
		return err
	})
	return d, err
}

// Clusters returns the clusters of a run (0: the newest), largest first.
func (c *Casework) Clusters(ctx context.Context, run uint32) (ClustersResult, error) {
	d, err := c.loadRun(run)
	if err != nil {
		return ClustersResult{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return ClustersResult{}, err
	}
	r := ClustersResult{Run: d.run.ID, Clusters: make([]ClusterView, 0, len(d.clusters))}
	for i := range d.clusters {
		r.Clusters = append(r.Clusters, clusterView(d.run.ID, &d.clusters[i], name))
	}
	return r, ctx.Err()
}

// Cluster returns one cluster of the newest run, or of the run named as ID@RUN,
// in full.
func (c *Casework) Cluster(ctx context.Context, id string) (ClusterView, error) {
	id = strings.TrimPrefix(id, "cluster:")
	var run uint64
	if head, tail, ok := strings.Cut(id, "@"); ok {
		id = head
		run, _ = strconv.ParseUint(tail, 10, 32)
	}
	n, err := strconv.Atoi(id)
	if err != nil {
		return ClusterView{}, fault.New(fault.Usage, fmt.Sprintf("%q is not the id of a cluster.", id), "Cluster ids are numbers; see `workbench clusters`.", nil)
	}
	d, err := c.loadRun(uint32(run))
	if err != nil {
		return ClusterView{}, err
	}
	name, err := c.accountName()
	if err != nil {
		return ClusterView{}, err
	}
	for i := range d.clusters {
		k := &d.clusters[i]
		if k.ID != n {
			continue
		}
		h, err := c.hangOf(ctx, d.run.ID)
		if err != nil {
			return ClusterView{}, err
		}
		v := clusterView(d.run.ID, k, name)
		v.Text = h.texts[n]
		return v, ctx.Err()
	}
	return ClusterView{}, fault.New(fault.NotFound, fmt.Sprintf("There is no cluster %d in run %d.", n, d.run.ID), "See `workbench clusters`.", nil)
}

func clusterView(run uint32, k *casefile.Cluster, name func(uint32) string) ClusterView {
	v := ClusterView{ID: k.ID, Run: run, Size: len(k.Members), Strength: k.Strength, Pattern: k.Pattern, Families: k.Families,
		Score: k.Score, Stability: k.Stability, Requests: k.Requests, From: instant(k.From), To: instant(k.To),
		Assessment: k.Assessment, Accounts: make([]MemberView, 0, len(k.Members))}
	for _, m := range k.Members {
		via := ""
		if m.Via != 0 {
			via = name(m.Via)
		}
		v.Accounts = append(v.Accounts, MemberView{name(m.Account), m.Role, via, m.Bits})
	}
	return v
}

// instant turns stored nanoseconds into a time; 0 is the zero time.
func instant(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

// accountName returns a function from codes to printed account names.
func (c *Casework) accountName() (func(uint32) string, error) {
	d, err := c.file.Dict(casefile.DomainAccount)
	if err != nil {
		return nil, err
	}
	return func(code uint32) string {
		value := d.Value(code)
		if value == "" && code > 0 && int(code) <= d.Len() {
			return purgedAccount(code)
		}
		return casefile.AccountName(value)
	}, nil
}

// purgedAccount stands for the name of an account that only a source which was
// purged had.
func purgedAccount(code uint32) string { return fmt.Sprintf("(purged account %d)", code) }

// accountCode finds an account by its printed name.
func (c *Casework) accountCode(name string) (uint32, error) {
	name = strings.TrimPrefix(name, "account:")
	d, err := c.file.Dict(casefile.DomainAccount)
	if err != nil {
		return 0, err
	}
	for _, key := range casefile.AccountKeys(name) {
		if code, ok := d.Code(key); ok {
			return code, nil
		}
	}
	var code uint32
	if _, err := fmt.Sscanf(name, "(purged account %d)", &code); err == nil && code > 0 && int(code) <= d.Len() && d.Value(code) == "" {
		return code, nil
	}
	return 0, fault.New(fault.NotFound, fmt.Sprintf("There is no account %q in this case.", name), "See `workbench accounts`.", nil)
}
