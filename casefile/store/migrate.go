package store

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
)

// FormatVersion is the version of the file format that this program writes. It
// reads all versions from 1.
const FormatVersion = formatVersion

// bucketsSince lists the buckets that a version of the format brought.
func bucketsSince(version uint32) []string {
	switch version {
	case 1:
		return []string{bucketMeta, bucketAudit, bucketSources, bucketGroups, bucketBlocks, bucketColumns,
			bucketNames, bucketDict, bucketOriginals, bucketObserved, bucketRejects, bucketDefects,
			bucketIndicators, bucketAnnotations, bucketDecisions, bucketExhibits, bucketRuns, bucketLinks,
			bucketLinkIndex, bucketClusters, bucketUndo, bucketRedo, bucketSettings}
	case 2:
		return []string{bucketLeaves, bucketFilters, bucketSlots, bucketHolds, bucketSeals, bucketViews, bucketSearches}
	case 3:
		return []string{bucketReviews, bucketEnrichments, bucketEnriched}
	}
	return nil
}

// format is the version of an open file. It goes up once, with the first write.
type format struct{ atomic.Uint32 }

// migrate brings a case of an earlier version to the one that this program writes,
// step by step, and records it. It stands at the beginning of the first transaction
// that writes to the case: a case that is only looked at keeps its bytes, and one
// whose migration is cut off is still a case of its old version.
func (f *File) migrate(b *bolt.Tx) error {
	if f.format.Load() == formatVersion {
		return nil
	}
	meta := b.Bucket([]byte(bucketMeta))
	if meta == nil {
		return nil // it is being made
	}
	head := append([]byte(nil), meta.Get(key8(1))...)
	if len(head) < len(magic)+8 {
		return nil // likewise
	}
	from := binary.LittleEndian.Uint32(head[len(magic):])
	if from >= formatVersion {
		return nil
	}
	for version := from + 1; version <= formatVersion; version++ {
		for _, name := range bucketsSince(version) {
			if _, err := b.CreateBucketIfNotExists([]byte(name)); err != nil {
				return fmt.Errorf("make bucket %s: %w", name, err)
			}
		}
	}
	binary.LittleEndian.PutUint32(head[len(magic):], formatVersion)
	if err := meta.Put(key8(1), head); err != nil {
		return fmt.Errorf("write header: %w", err)
	}
	tx := &Tx{f: f, b: b, at: f.now().UTC()}
	if err := tx.PutCase(f.Case()); err != nil {
		return err
	}
	details := map[string]string{"from": strconv.FormatUint(uint64(from), 10),
		"to": strconv.FormatUint(uint64(formatVersion), 10), "program": f.program}
	if from < 3 {
		if err := tx.acceptEarlier(details); err != nil {
			return err
		}
	}
	_, err := tx.record(casefile.Act{Verb: "case.migrate", Message: "The case was brought to a newer version of its format.", Details: details})
	return err
}

// migrated notes that the file has the version of this program.
func (f *File) migrated() {
	f.mu.Lock() // so that two changes of what the case says do not undo each other
	defer f.mu.Unlock()
	what := f.Case()
	what.Format = formatVersion
	f.what.Store(&what)
	f.format.Store(formatVersion)
}
