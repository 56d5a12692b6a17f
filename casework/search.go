package casework

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/internal/fault"
)

// QueryOptions says what to look for and what to return.
type QueryOptions struct {
	Expr      string
	CountOnly bool
	By        string        // field to group by
	Bin       time.Duration // width of a histogram's bins
	Months    int           // the same in months of the calendar, in place of Bin
	Limit     int           // rows, or groups: then the most frequent, exactly
}

// QueryResult is what a search found.
type QueryResult struct {
	Expr         string         `json:"expr"` // as it was understood
	Count        int64          `json:"count"`
	Rows         []query.Row    `json:"rows"`
	Groups       []query.Group  `json:"groups"`
	Buckets      []query.Bucket `json:"buckets"`
	Distinct     int64          `json:"distinct,omitempty"` // how many groups there are, shown or not
	Without      int64          `json:"without,omitempty"`  // rows that have no value to be grouped by
	Untimed      int64          `json:"untimed,omitempty"`  // rows that are in no bucket
	Milliseconds float64        `json:"milliseconds"`
}

// counts reports whether groups or bins are asked for, and no rows.
func (o *QueryOptions) counts() bool { return o.By != "" || o.Bin > 0 || o.Months > 0 }

// Query searches events.
func (c *Casework) Query(ctx context.Context, o QueryOptions) (QueryResult, error) {
	q, err := query.Parse(o.Expr)
	if err != nil {
		return QueryResult{}, err
	}
	if f, ok := query.FieldByName(o.By); ok && isContent(f) {
		return QueryResult{}, fault.New(fault.Usage, "Rows cannot be grouped by what people wrote: the groups would show it.",
			"Group by template_hash or prompt_hash; `workbench reveal` shows a row, for a reason.", nil)
	}
	req := query.Request{Query: q, Options: c.asideOptions(ctx), By: o.By, Top: max(o.Limit, 0), Width: o.Bin, Months: o.Months, Limit: o.Limit}
	if o.CountOnly || o.counts() {
		req.Limit = 0
	}
	began := time.Now()
	res, err := query.Run(ctx, c.searchSource(), req)
	if err != nil {
		return QueryResult{}, err
	}
	for i := range res.Rows {
		mask(&res.Rows[i])
	}
	r := QueryResult{Expr: q.String(), Count: res.Count, Rows: res.Rows, Groups: res.Groups, Buckets: res.Buckets,
		Distinct: res.Distinct, Without: res.Without, Untimed: res.Untimed, Milliseconds: milliseconds(time.Since(began))}
	if r.Rows == nil {
		r.Rows = []query.Row{}
	}
	if r.Groups == nil {
		r.Groups = []query.Group{}
	}
	if r.Buckets == nil {
		r.Buckets = []query.Bucket{}
	}
	return r, nil
}

// milliseconds rounds to a hundredth.
func milliseconds(d time.Duration) float64 { return math.Round(d.Seconds()*1e5) / 100 }

// contentColumn is the column whose text is shown by Reveal alone.
const contentColumn = "prompt_text"

// mask puts the length of a prompt in its place: content is shown by Reveal
// alone, which records who looked and why.
func mask(r *query.Row) {
	for i := range r.Values {
		if v := &r.Values[i]; v.Name == contentColumn {
			v.Text = fmt.Sprintf("[masked: %d bytes]", len(v.Text))
		}
	}
}

// shownColumns are the fields of a row that a text table has room for.
var shownColumns = []string{"ts", "account_id", "ip", "model", "status", "tokens_in", "tokens_out", "template_hash",
	"action", "pay_fingerprint", "device_id", "email_domain", "name", "type", "value"}

// Table returns the rows as text, with the columns that some row has.
func (r *QueryResult) Table() (header []string, rows [][]string) { return TableOf(r.Rows) }

// TableOf returns rows as text, with the columns that some row has.
func TableOf(of []query.Row) (header []string, rows [][]string) {
	header = []string{"ref", "table"}
	for _, name := range shownColumns {
		for i := range of {
			if _, ok := of[i].Value(name); ok {
				header = append(header, name)
				break
			}
		}
	}
	for _, row := range of {
		cells := []string{casefile.EventRef(row.Origin.Source, row.Origin.Row).String(), row.Table.String()}
		for _, name := range header[2:] {
			v, _ := row.Value(name)
			text := v.String()
			if len(v.Name) == 0 {
				text = ""
			}
			cells = append(cells, text)
		}
		rows = append(rows, cells)
	}
	return header, rows
}

// searchSource is the case as the search sees it.
func (c *Casework) searchSource() query.Source { return c.file.Searchable() }

func (c *Casework) searchOptions(ctx context.Context) query.Options {
	return query.Options{Known: &known{c: c, ctx: ctx}, Workers: c.config.Workers, Gate: c.gate, Memory: c.memory}
}

// asideOptions are those of a search that lets the ones for rows go first: counts, and
// requests over time.
func (c *Casework) asideOptions(ctx context.Context) query.Options {
	o := c.searchOptions(ctx)
	o.Aside = true
	return o
}

// matchingAccounts returns the accounts that matching rows are about, in order, and
// the number of those rows.
func (c *Casework) matchingAccounts(ctx context.Context, expr string, all map[uint32]*measure) ([]uint32, map[uint32]int64, error) {
	q, err := query.Parse(expr)
	if err != nil {
		return nil, nil, err
	}
	counts, err := query.Accounts(ctx, c.searchSource(), q, c.asideOptions(ctx))
	if err != nil {
		return nil, nil, err
	}
	var codes []uint32
	for code := range counts {
		if all[code] != nil {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return codes, counts, nil
}

// known answers the search for what the case knows of rows beyond their columns.
type known struct {
	c   *Casework
	ctx context.Context
}

// Find implements query.Known.
func (k *known) Find(field string, match func(string) bool) (query.Marked, error) {
	switch field {
	case "source":
		return k.sources(match)
	case "cluster":
		return k.clusters(match)
	case "indicator":
		return k.indicators(match)
	}
	if part, ok := strings.CutPrefix(field, "enriched."); ok {
		return k.enriched(part, match)
	}
	return k.marks(field, match)
}

// Labels implements query.Known.
func (k *known) Labels(string) (map[uint32]string, error) {
	clusters, err := k.c.clusterOf()
	out := make(map[uint32]string, len(clusters))
	for code, id := range clusters {
		out[code] = itoa(id)
	}
	return out, err
}

func (k *known) clusters(match func(string) bool) (query.Marked, error) {
	clusters, err := k.c.clusterOf()
	var m query.Marked
	for code, id := range clusters {
		if match(itoa(id)) {
			m.Accounts = append(m.Accounts, code)
		}
	}
	slices.Sort(m.Accounts)
	return m, err
}

// sources marks the rows of sources whose name matches.
func (k *known) sources(match func(string) bool) (query.Marked, error) {
	list, err := k.c.sources()
	var m query.Marked
	for _, s := range list {
		if match(s.Name) {
			m.Sources = append(m.Sources, s.ID)
		}
	}
	return m, err
}

// indicators marks the rows that hold the value of a matching indicator.
func (k *known) indicators(match func(string) bool) (query.Marked, error) {
	found, err := k.c.Matched(k.ctx)
	if err != nil {
		return query.Marked{}, err
	}
	m := query.Marked{Values: map[casefile.Domain][]uint32{}}
	for _, h := range found.Hits {
		if !match(h.Indicator) && !match(h.Value) {
			continue
		}
		if err := k.values(h, m.Values); err != nil {
			return m, err
		}
	}
	return m, nil
}

// values adds the codes of the dictionary values that a hit stands for.
func (k *known) values(h HitView, into map[casefile.Domain][]uint32) error {
	for _, seen := range h.Seen {
		d := casefile.ObservationKindByName(seen).Domain()
		dict, err := k.c.file.Dict(d)
		if err != nil {
			return err
		}
		if code, ok := dict.Code(h.Value); ok {
			into[d] = append(into[d], code)
			continue
		}
		if d == casefile.DomainAddress && strings.Contains(h.Value, "/") {
			into[d] = append(into[d], within(dict, h.Value)...)
		}
	}
	return nil
}
