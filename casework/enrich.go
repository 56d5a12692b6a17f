package casework

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/importers/enrich"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// EnrichOptions is what is to be looked up, and where.
type EnrichOptions struct {
	Files    []string // databases and lists, one run each
	Suffixes bool     // registrable domains, by the public suffix list that the program carries
	Licence  string   // of the files, as the person states it
}

// EnrichResult is the runs that were recorded.
type EnrichResult struct {
	Runs []casefile.Enrichment `json:"enrichments"`
	Act  uint64                `json:"act,omitempty"` // of the last
}

// enrichable are the dictionaries that books are asked about, and as what.
func enrichable() map[casefile.Domain]enrich.Subject {
	return map[casefile.Domain]enrich.Subject{casefile.DomainAddress: enrich.Address, casefile.DomainMailDomain: enrich.Host}
}

// enrichedPage is how many values a page holds.
const enrichedPage = 1 << 13

// Enrich looks the case's addresses and mail domains, and the values of its
// indicators, up in datasets that the person brings. Each dataset is a run of its own,
// recorded with its digest; what it says is kept apart from what the logs said. Values
// that come in later are looked up by the next run.
func (c *Casework) Enrich(ctx context.Context, o EnrichOptions, p progress.Reporter) (r EnrichResult, err error) {
	r.Runs = []casefile.Enrichment{}
	var books []enrich.Book
	for _, path := range o.Files {
		b, err := openBook(path)
		if err != nil {
			return r, err
		}
		books = append(books, b)
	}
	if o.Suffixes {
		books = append(books, enrich.PublicSuffixes())
	}
	for _, b := range books {
		run, act, err := c.enrichBy(ctx, b, o, p)
		if err != nil {
			return r, err
		}
		r.Runs, r.Act = append(r.Runs, run), act
	}
	return r, nil
}

func openBook(path string) (enrich.Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.New(fault.NotFound, "The file "+path+" cannot be read.", "Check the path and its permissions.", err)
	}
	defer f.Close()
	return enrich.Open(path, f)
}

// enrichBy asks one book, and records what it said in one transaction.
func (c *Casework) enrichBy(ctx context.Context, b enrich.Book, o EnrichOptions, p progress.Reporter) (run casefile.Enrichment, act uint64, err error) {
	run = casefile.Enrichment{Dataset: b.Dataset(), By: c.config.By, At: c.config.now()()}
	if run.Dataset.SHA256 != "" {
		run.Licence = strings.TrimSpace(o.Licence)
	}
	type found struct {
		domain casefile.Domain
		pages  []casefile.EnrichedPage
	}
	var all []found
	for d := casefile.Domain(1); int(d) < casefile.Domains(); d++ {
		subject, ok := enrichable()[d]
		if !ok || !b.About(subject) {
			continue
		}
		pages, err := c.lookUp(ctx, b, d, subject, &run, p)
		if err != nil {
			return run, 0, err
		}
		all = append(all, found{d, pages})
	}
	pages, err := c.lookUpIndicators(ctx, b, &run)
	if err != nil {
		return run, 0, err
	}
	all = append(all, found{casefile.DomainNone, pages})
	act, err = c.file.Update(casefile.Act{}, func(tx *store.Tx) error {
		id, err := tx.PutEnrichment(run)
		if err != nil {
			return err
		}
		run.ID = id
		for _, f := range all {
			for n, page := range f.pages {
				if err := tx.PutEnriched(id, f.domain, uint32(n), page); err != nil {
					return err
				}
			}
		}
		tx.Describe(func(a *casefile.Act) {
			*a = casefile.Act{Verb: "enrich", By: c.config.By,
				Message: fmt.Sprintf("%d values were looked up in %s, which says something of %d.", run.Looked, run.Dataset.Title, run.Found),
				Details: map[string]string{"enrichment": fmt.Sprint(id), "dataset": run.Dataset.Name, "kind": run.Dataset.Kind,
					"version": run.Dataset.Version, "sha256": run.Dataset.SHA256, "licence": run.Licence}}
		})
		return nil
	})
	if err == nil {
		c.changed(TopicEnrichments)
	}
	return run, act, err
}

// factPages gathers facts into pages.
type factPages struct {
	pages []casefile.EnrichedPage
	index map[casefile.Fact]int // of the last page
	on    int                   // values on it
}

// fact returns the page to add to and the fact's place on it.
func (w *factPages) fact(f casefile.Fact) (*casefile.EnrichedPage, int) {
	if len(w.pages) == 0 || w.on == enrichedPage {
		w.pages, w.index, w.on = append(w.pages, casefile.EnrichedPage{}), map[casefile.Fact]int{}, 0
	}
	w.on++
	page := &w.pages[len(w.pages)-1]
	at, ok := w.index[f]
	if !ok {
		at = len(page.Facts)
		w.index[f], page.Facts = at, append(page.Facts, f)
	}
	return page, at
}

// lookUp asks a book about every value of a dictionary.
func (c *Casework) lookUp(ctx context.Context, b enrich.Book, d casefile.Domain, s enrich.Subject, run *casefile.Enrichment, p progress.Reporter) ([]casefile.EnrichedPage, error) {
	dict, err := c.file.Dict(d)
	if err != nil {
		return nil, err
	}
	var w factPages
	n := dict.Len()
	p.Phase("Look up "+run.Dataset.Title, int64(n))
	for code := uint32(1); code <= uint32(n); code++ {
		if code%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			p.Add(1024)
		}
		value := dict.Value(code)
		if value == "" {
			continue
		}
		run.Looked++
		f, ok, err := b.Look(s, value)
		if err != nil {
			return nil, err
		}
		if ok {
			run.Found++
			page, at := w.fact(f)
			page.Codes = append(page.Codes, casefile.EnrichedCode{Code: code, Fact: at})
		}
	}
	return w.pages, nil
}

// lookUpIndicators asks a book about the values of indicators.
func (c *Casework) lookUpIndicators(ctx context.Context, b enrich.Book, run *casefile.Enrichment) ([]casefile.EnrichedPage, error) {
	all, _, err := c.indicators()
	if err != nil {
		return nil, err
	}
	var w factPages
	for i := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		in := &all[i]
		subject, ok := subjectOf(in.Type)
		if !ok || !b.About(subject) || in.Value == "" {
			continue
		}
		run.Looked++
		f, ok, err := b.Look(subject, in.Value)
		if err != nil {
			return nil, err
		}
		if ok {
			run.Found++
			page, at := w.fact(f)
			page.Places = append(page.Places, casefile.EnrichedIn{Place: in.Place(), Fact: at})
		}
	}
	return w.pages, nil
}

func subjectOf(t casefile.IndicatorType) (enrich.Subject, bool) {
	switch t {
	case casefile.IndicatorIPv4, casefile.IndicatorIPv6:
		return enrich.Address, true
	case casefile.IndicatorDomain:
		return enrich.Host, true
	case casefile.IndicatorEmail:
		return enrich.Mail, true
	case casefile.IndicatorFile:
		return enrich.Digest, true
	}
	return "", false
}

// Enrichments lists the runs of datasets, withdrawn ones included.
func (c *Casework) Enrichments(context.Context) (list []casefile.Enrichment, err error) {
	err = c.file.View(func(tx *store.Tx) error {
		list, err = tx.Enrichments()
		return err
	})
	return list, err
}

// Said is a part of what a dataset says of a value.
type Said struct {
	Fact    casefile.Fact    `json:"fact"`
	Dataset casefile.Dataset `json:"dataset"`
}

// eachFact calls yield for what every standing run says, oldest run first.
func (c *Casework) eachFact(yield func(e *casefile.Enrichment, d casefile.Domain, p *casefile.EnrichedPage)) error {
	return c.file.View(func(tx *store.Tx) error {
		runs, err := tx.Enrichments()
		if err != nil {
			return err
		}
		for i := range runs {
			if runs[i].Withdrawn {
				continue
			}
			err := tx.Enriched(runs[i].ID, func(d casefile.Domain, p *casefile.EnrichedPage) error {
				yield(&runs[i], d, p)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// enriched marks the rows that hold a value of which a dataset says what is looked
// for. Where two runs of datasets speak of one value, either will do.
func (k *known) enriched(part string, match func(string) bool) (query.Marked, error) {
	m := query.Marked{Values: map[casefile.Domain][]uint32{}}
	err := k.c.eachFact(func(_ *casefile.Enrichment, d casefile.Domain, p *casefile.EnrichedPage) {
		good := make([]bool, len(p.Facts))
		for i := range p.Facts {
			text := p.Facts[i].Get(part)
			good[i] = text != "" && match(text)
		}
		for _, x := range p.Codes {
			if x.Fact >= 0 && x.Fact < len(good) && good[x.Fact] {
				m.Values[d] = append(m.Values[d], x.Code)
			}
		}
	})
	for d := range m.Values {
		slices.Sort(m.Values[d])
		m.Values[d] = slices.Compact(m.Values[d])
	}
	return m, err
}

// saidOf returns what standing runs say of the values of a dictionary that are asked
// for.
func (c *Casework) saidOf(d casefile.Domain, codes map[uint32]bool) (map[uint32][]Said, error) {
	out := map[uint32][]Said{}
	if len(codes) == 0 {
		return out, nil
	}
	err := c.eachFact(func(e *casefile.Enrichment, of casefile.Domain, p *casefile.EnrichedPage) {
		if of != d {
			return
		}
		for _, x := range p.Codes {
			if codes[x.Code] && x.Fact >= 0 && x.Fact < len(p.Facts) {
				out[x.Code] = append(out[x.Code], Said{p.Facts[x.Fact], e.Dataset})
			}
		}
	})
	return out, err
}

// listsOf returns the warninglists that name indicators.
func (c *Casework) listsOf() (map[casefile.ReviewOf][]string, error) {
	out := map[casefile.ReviewOf][]string{}
	err := c.eachFact(func(_ *casefile.Enrichment, d casefile.Domain, p *casefile.EnrichedPage) {
		for _, x := range p.Places {
			if x.Fact >= 0 && x.Fact < len(p.Facts) && p.Facts[x.Fact].List != "" {
				out[x.Place] = append(out[x.Place], p.Facts[x.Fact].List)
			}
		}
	})
	return out, err
}
