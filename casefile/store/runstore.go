package store

import (
	"encoding/binary"
	"fmt"
	"slices"

	"casebench/casefile"
	"casebench/internal/fault"
)

// linkPage is how many links one stored value holds.
const linkPage = 512

// storedRun is what stands in `runs`.
type storedRun struct {
	Run        casefile.Run               `json:"run"`
	Model      []byte                     `json:"model,omitempty"`
	Suppressed []casefile.SuppressedValue `json:"suppressed,omitempty"`
}

func (s *storedRun) run() casefile.Run {
	s.Run.Model, s.Run.Suppressed = s.Model, s.Suppressed
	return s.Run
}

// Runs returns all linkage runs by number, withdrawn ones included.
func (tx *Tx) Runs() ([]casefile.Run, error) {
	stored, err := list[storedRun](tx, bucketRuns, nil)
	out := make([]casefile.Run, len(stored))
	for i := range stored {
		out[i] = stored[i].run()
	}
	return out, err
}

// Run returns one linkage run, or a fault of kind NotFound.
func (tx *Tx) Run(id uint32) (casefile.Run, error) {
	s, err := getByID[storedRun](tx, bucketRuns, "run", id)
	return s.run(), err
}

// NewestRun returns the newest run that is not withdrawn; ok is false if there is
// none.
func (tx *Tx) NewestRun() (run casefile.Run, ok bool, err error) {
	c := bucketOf(tx.b, bucketRuns).Cursor()
	for k, v := c.Last(); k != nil; k, v = c.Prev() {
		var s storedRun
		if err := tx.f.decodeJSON(bucketRuns, k, v, &s); err != nil {
			return run, false, err
		}
		if !s.Run.Withdrawn {
			return s.run(), true, nil
		}
	}
	return run, false, nil
}

// PutRun writes a new run with everything that it produced and returns its number.
// Links are kept sorted by (A, B); two links of one pair are refused. LinkCount and
// ClusterCount are set here.
func (tx *Tx) PutRun(run casefile.Run, links []casefile.Link, clusters []casefile.Cluster) (uint32, error) {
	id, err := tx.nextID(bucketRuns)
	if err != nil {
		return 0, err
	}
	links = slices.Clone(links)
	slices.SortFunc(links, compareLinks)
	for i := 1; i < len(links); i++ {
		if compareLinks(links[i-1], links[i]) == 0 {
			return 0, fmt.Errorf("put run: accounts %d and %d are linked twice", links[i].A, links[i].B)
		}
	}
	run.ID, run.LinkCount, run.ClusterCount = id, len(links), len(clusters)
	if err := tx.putJSON(bucketRuns, key32(id), storedRun{run, run.Model, run.Suppressed}); err != nil {
		return 0, err
	}
	var index []byte
	for page := uint32(0); len(links) > 0; page++ {
		n := min(len(links), linkPage)
		if err := tx.put(bucketLinks, key3232(id, page), appendLinks(nil, links[:n]), true); err != nil {
			return 0, err
		}
		index = binary.LittleEndian.AppendUint32(index, links[0].A)
		index = binary.LittleEndian.AppendUint32(index, links[0].B)
		links = links[n:]
	}
	if err := tx.put(bucketLinkIndex, key32(id), index, true); err != nil {
		return 0, err
	}
	for page := uint32(0); len(clusters) > 0; page++ {
		n := min(len(clusters), linkPage)
		if err := tx.putJSON(bucketClusters, key3232(id, page), clusters[:n]); err != nil {
			return 0, err
		}
		clusters = clusters[n:]
	}
	return id, nil
}

// SetRunWithdrawn withdraws a run or restores it; what it produced stays.
func (tx *Tx) SetRunWithdrawn(id uint32, withdrawn bool) error {
	s, err := getByID[storedRun](tx, bucketRuns, "run", id)
	if err != nil {
		return err
	}
	s.Run.Withdrawn = withdrawn
	return tx.putJSON(bucketRuns, key32(id), s)
}

// Links returns all links of a run, sorted by (A, B).
func (tx *Tx) Links(run uint32) ([]casefile.Link, error) {
	if _, err := tx.Run(run); err != nil {
		return nil, err
	}
	var out []casefile.Link
	err := tx.each(bucketLinks, key32(run), func(k, v []byte) error {
		page, err := tx.linkPage(k, v)
		out = append(out, page...)
		return err
	})
	return out, err
}

// EachLink calls f for every link of a run, sorted by (A, B), without the rows behind
// it and without what was set aside: what it takes to look at a million of them. The
// link and its lists are good until f returns, its texts for ever.
func (tx *Tx) EachLink(run uint32, f func(*casefile.Link) error) error {
	if _, err := tx.Run(run); err != nil {
		return err
	}
	return tx.each(bucketLinks, key32(run), func(k, v []byte) error {
		body, err := tx.f.codec.unwrap(bucketLinks, k, v)
		if err != nil {
			return err
		}
		var stopped error
		err = eachLink(body, func(l *casefile.Link) error {
			stopped = f(l)
			return stopped
		})
		if err != nil && stopped == nil {
			err = corrupt(bucketLinks, k, err)
		}
		return err
	})
}

func (tx *Tx) linkPage(key, value []byte) ([]casefile.Link, error) {
	body, err := tx.f.codec.unwrap(bucketLinks, key, value)
	if err != nil {
		return nil, err
	}
	links, err := readLinks(body)
	if err != nil {
		return nil, corrupt(bucketLinks, key, err)
	}
	return links, nil
}

// Link returns the link of two accounts, in any order, in a run; ok is false if
// the run has none. It reads one page.
func (tx *Tx) Link(run, a, b uint32) (link casefile.Link, ok bool, err error) {
	if a > b {
		a, b = b, a
	}
	index, err := tx.get(bucketLinkIndex, key32(run))
	if err != nil {
		return link, false, err
	}
	if index == nil {
		return link, false, missing("run", run)
	}
	page := -1
	for at := 0; at+8 <= len(index); at += 8 {
		first := casefile.Link{A: binary.LittleEndian.Uint32(index[at:]), B: binary.LittleEndian.Uint32(index[at+4:])}
		if compareLinks(first, casefile.Link{A: a, B: b}) > 0 {
			break
		}
		page++
	}
	if page < 0 {
		return link, false, nil
	}
	key := key3232(run, uint32(page))
	value := bucketOf(tx.b, bucketLinks).Get(key)
	if value == nil {
		return link, false, corrupt(bucketLinks, key, errMissing)
	}
	links, err := tx.linkPage(key, value)
	if err != nil {
		return link, false, err
	}
	i, ok := slices.BinarySearchFunc(links, casefile.Link{A: a, B: b}, compareLinks)
	if !ok {
		return link, false, nil
	}
	return links[i], true, nil
}

// Clusters returns the clusters of a run in the order in which they were put.
func (tx *Tx) Clusters(run uint32) ([]casefile.Cluster, error) {
	if _, err := tx.Run(run); err != nil {
		return nil, err
	}
	return pages[casefile.Cluster](tx, bucketClusters, key32(run))
}

// SetSourceWithdrawn sets the state of a ready or withdrawn source. Rows stay; nothing reads
// the rows of a withdrawn source.
func (tx *Tx) SetSourceWithdrawn(id uint32, withdrawn bool) error {
	s, err := tx.Source(id)
	if err != nil {
		return err
	}
	want := casefile.SourceReady
	if withdrawn {
		want = casefile.SourceWithdrawn
	}
	if s.State != casefile.SourceReady && s.State != casefile.SourceWithdrawn {
		return fault.New(fault.Conflict, fmt.Sprintf("Source %d was purged; its content is gone.", id), "Import the file again.", nil)
	}
	if s.State == want {
		return fault.New(fault.Conflict, fmt.Sprintf("Source %d is %s already.", id, want), "", nil)
	}
	s.State = want
	return tx.PutSource(s)
}
