package casework

import (
	"context"
	"fmt"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/fault"
)

// Detail is what the case knows of one thing, for a person who looks at it. One of
// the pointers is set, by the kind of the Ref.
type Detail struct {
	Ref       casefile.Ref          `json:"ref"`
	Account   *AccountDetail        `json:"account,omitempty"`
	Link      *LinkDetail           `json:"link,omitempty"`
	Cluster   *ClusterDetail        `json:"cluster,omitempty"`
	Event     *query.Row            `json:"event,omitempty"` // content is masked
	Source    *SourceDetail         `json:"source,omitempty"`
	Indicator *IndicatorDetail      `json:"indicator,omitempty"`
	Exhibit   *casefile.Exhibit     `json:"exhibit,omitempty"`
	Finding   *casefile.Annotation  `json:"finding,omitempty"`
	Said      []casefile.Annotation `json:"said"` // what people said of it, newest last, withdrawn included
}

// ClusterDetail is a cluster with what ties it to the rest.
type ClusterDetail struct {
	ClusterView
	Links  int   `json:"links"`  // between its accounts
	Events int64 `json:"events"` // requests of its accounts in all ready sources
}

// SourceDetail is a source with the samples that say how well it was read.
type SourceDetail struct {
	casefile.Source
	Rejects []casefile.Reject `json:"rejects"` // the first few
	Defects int               `json:"defects"` // items kept although something was wrong
}

// IndicatorDetail is an indicator with what it meets.
type IndicatorDetail struct {
	Parts []casefile.Indicator `json:"parts"`
	Hits  []HitView            `json:"hits"`
	Stale []HitView            `json:"stale"` // seen only outside the indicator's time
}

// rejectsShown is how many rejects a source's detail carries.
const rejectsShown = 5

// Detail looks one thing up by its Ref. It reads what was observed at import and
// what the newest run kept, never the log from end to end, and keeps what it looked
// up, so that it answers a click. What is not there is a fault of kind NotFound.
func (c *Casework) Detail(ctx context.Context, ref string) (Detail, error) {
	r, err := casefile.ParseRef(ref)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Ref: r}
	switch r.Kind {
	case casefile.RefAccount:
		d.Account, err = c.accountDetail(ctx, r.ID)
	case casefile.RefLink:
		d.Link, err = c.linkDetail(ctx, r.ID, r.Peer)
	case casefile.RefCluster:
		d.Cluster, err = c.clusterDetail(ctx, r)
	case casefile.RefEvent:
		d.Event, err = c.eventDetail(ctx, r)
	case casefile.RefSource:
		d.Source, err = c.sourceDetail(r.N)
	case casefile.RefIndicator:
		d.Indicator, err = c.indicatorDetail(ctx, r.ID)
	case casefile.RefExhibit:
		d.Exhibit, err = c.exhibit(r.N)
	case casefile.RefFinding:
		d.Finding, err = c.finding(r.N)
	}
	if err != nil {
		return Detail{}, err
	}
	d.Said, err = c.Annotations(ctx, ref)
	return d, err
}

func (c *Casework) clusterDetail(ctx context.Context, r casefile.Ref) (*ClusterDetail, error) {
	id := r.ID
	if r.Run > 0 {
		id += fmt.Sprintf("@%d", r.Run)
	}
	v, err := c.Cluster(ctx, id)
	if err != nil {
		return nil, err
	}
	d := &ClusterDetail{ClusterView: v}
	measures, _, err := c.measures(ctx)
	if err != nil {
		return nil, err
	}
	member := map[uint32]bool{}
	for _, m := range v.Accounts {
		code, err := c.accountCode(m.ID)
		if err != nil {
			return nil, err
		}
		member[code] = true
		if act := measures[code]; act != nil {
			d.Events += act.events
		}
	}
	ties, err := c.ties(ctx, v.Run)
	for _, t := range ties {
		if member[t.a] && member[t.b] {
			d.Links++
		}
	}
	return d, err
}

// eventDetail finds one row without a search.
func (c *Casework) eventDetail(ctx context.Context, r casefile.Ref) (*query.Row, error) {
	info, i, err := c.file.Find(r.N, r.Row)
	if err != nil {
		return nil, err
	}
	schema := casefile.SchemaOf(info.Table)
	view, err := c.file.Read(info, info.Columns, info.Extra)
	if err != nil {
		return nil, err
	}
	row := &query.Row{Table: info.Table, Origin: casefile.Origin{Source: r.N, Row: r.Row}}
	for k, n := range info.Columns {
		if err := c.appendCell(row, schema.Columns[n], &view.Columns[k], i); err != nil {
			return nil, err
		}
	}
	for k, name := range info.Extra {
		col := casefile.Column{Name: "extra." + name, Kind: casefile.KindText}
		if err := c.appendCell(row, col, &view.Extra[k], i); err != nil {
			return nil, err
		}
	}
	mask(row)
	return row, ctx.Err()
}

// appendCell adds a cell to a row, unless it is empty.
func (c *Casework) appendCell(row *query.Row, col casefile.Column, v *store.ColumnView, i int) error {
	if v.Form == casefile.FormNone || v.IsNull(i) {
		return nil
	}
	cell := query.Value{Name: col.Name, Kind: col.Kind}
	switch v.Form {
	case casefile.FormInts:
		cell.Int = v.Ints[i]
	case casefile.FormFloats:
		cell.Float = v.Floats[i]
	case casefile.FormTexts:
		cell.Text = string(v.Texts.At(i))
	case casefile.FormCodes:
		d, err := c.file.Dict(col.Domain)
		if err != nil {
			return err
		}
		cell.Text = d.Value(v.Code(i))
		if col.Domain == casefile.DomainAccount {
			cell.Text = casefile.AccountName(cell.Text)
		}
	}
	row.Values = append(row.Values, cell)
	return nil
}

func (c *Casework) sourceDetail(id uint32) (*SourceDetail, error) {
	d := &SourceDetail{Rejects: []casefile.Reject{}}
	err := c.file.View(func(tx *store.Tx) (err error) {
		if d.Source, err = tx.Source(id); err != nil {
			return err
		}
		rejects, err := tx.Rejects(id)
		if err != nil {
			return err
		}
		d.Rejects = append(d.Rejects, rejects[:min(len(rejects), rejectsShown)]...)
		defects, err := tx.Defects(id)
		d.Defects = len(defects)
		return err
	})
	return d, err
}

func (c *Casework) indicatorDetail(ctx context.Context, id string) (*IndicatorDetail, error) {
	d := &IndicatorDetail{Hits: []HitView{}, Stale: []HitView{}}
	err := c.file.View(func(tx *store.Tx) (err error) {
		d.Parts, err = tx.Indicator(id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(d.Parts) == 0 {
		return nil, fault.New(fault.NotFound, fmt.Sprintf("There is no indicator %q in this case.", id), "Import it again, or look at another.", nil)
	}
	m, err := c.Matched(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range m.Hits {
		if h.Indicator == id {
			d.Hits = append(d.Hits, h)
		}
	}
	for _, h := range m.Stale {
		if h.Indicator == id {
			d.Stale = append(d.Stale, h)
		}
	}
	return d, nil
}

func (c *Casework) exhibit(n uint32) (*casefile.Exhibit, error) {
	var e casefile.Exhibit
	err := c.file.View(func(tx *store.Tx) (err error) {
		e, err = tx.Exhibit(n)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &e, nil
}

func (c *Casework) finding(n uint32) (*casefile.Annotation, error) {
	var a casefile.Annotation
	err := c.file.View(func(tx *store.Tx) (err error) {
		a, err = tx.Annotation(n)
		return err
	})
	if err == nil && a.Kind != casefile.KindFinding {
		err = fault.New(fault.NotFound, fmt.Sprintf("Annotation %d is no finding.", n), "See the list of findings.", nil)
	}
	if err != nil {
		return nil, err
	}
	return &a, nil
}
