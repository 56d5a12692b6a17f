package store

import (
	"encoding/json"
	"errors"
	"fmt"

	"casebench/casefile"
)

func (l *Loader) putSmall(p *packed) error {
	l.accepted += int64(casefile.IndicatorRows(p.indicators))
	for _, r := range p.rejects {
		r.Row += l.rows + 1
		r.Offset += p.offset
		l.rejects.items = append(l.rejects.items, r)
	}
	for _, d := range p.defects {
		d.Row += l.rows + 1
		l.defects.items = append(l.defects.items, d)
	}
	for _, i := range p.indicators {
		i.Origin.Source = l.src.ID
		i.Origin.Row += l.rows + 1
		i.Origin.Offset += p.offset
		l.indicators.items = append(l.indicators.items, i)
	}
	return errors.Join(l.rejects.write(l, smallPage), l.defects.write(l, smallPage), l.indicators.write(l, smallPage))
}

// pager collects small things into pages.
type pager[T any] struct {
	bucket string
	page   uint32
	count  int64
	items  []T
}

// write makes pages while there are at least so many items.
func (p *pager[T]) write(l *Loader, atLeast int) error {
	for len(p.items) >= atLeast && len(p.items) > 0 {
		n := min(len(p.items), smallPage)
		body, err := json.Marshal(p.items[:n])
		if err != nil {
			return fmt.Errorf("encode %s: %w", p.bucket, err)
		}
		key := key3232(l.src.ID, p.page)
		if !l.replaying() { // else it was written with the batch
			l.add(entry{p.bucket, key, l.f.codec.wrap(p.bucket, key, body, true)})
		}
		p.items, p.page, p.count = p.items[n:], p.page+1, p.count+int64(n)
	}
	return nil
}
