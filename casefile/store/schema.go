package store

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// formatVersion is the version of the file format that this program writes.
const formatVersion = 3

// magic begins meta/1 of every case file.
const magic = "casebench-case\x00\x00"

// The buckets, as FORMAT.md names them.
const (
	bucketMeta        = "meta"
	bucketAudit       = "audit"
	bucketSources     = "sources"
	bucketGroups      = "groups"
	bucketBlocks      = "blocks"
	bucketColumns     = "columns"
	bucketNames       = "names"
	bucketDict        = "dict"
	bucketOriginals   = "originals"
	bucketObserved    = "observed"
	bucketRejects     = "rejects"
	bucketDefects     = "defects"
	bucketIndicators  = "indicators"
	bucketAnnotations = "annotations"
	bucketDecisions   = "decisions"
	bucketExhibits    = "exhibits"
	bucketRuns        = "runs"
	bucketLinks       = "links"
	bucketLinkIndex   = "linkindex"
	bucketClusters    = "clusters"
	bucketUndo        = "undo"
	bucketRedo        = "redo"
	bucketSettings    = "settings"

	// Since version 2.
	bucketLeaves   = "leaves"
	bucketFilters  = "filters"
	bucketSlots    = "slots"
	bucketHolds    = "holds"
	bucketSeals    = "seals"
	bucketViews    = "views"
	bucketSearches = "searches"

	// Since version 3.
	bucketReviews     = "reviews"
	bucketEnrichments = "enrichments"
	bucketEnriched    = "enriched"
)

// keyShapes gives the widths in bytes of the numbers in each bucket's keys.
func keyShapes() map[string][]int {
	return map[string][]int{
		bucketMeta: {1}, bucketAudit: {8}, bucketSources: {4}, bucketGroups: {4, 2},
		bucketBlocks: {4, 4}, bucketColumns: {4, 4, 2}, bucketNames: {2}, bucketDict: {1, 4},
		bucketOriginals: {4, 4}, bucketObserved: {4, 2, 1, 4, 4},
		bucketRejects: {4, 4}, bucketDefects: {4, 4}, bucketIndicators: {4, 4},
		bucketAnnotations: {4}, bucketDecisions: {4}, bucketExhibits: {4},
		bucketRuns: {4}, bucketLinks: {4, 4}, bucketLinkIndex: {4}, bucketClusters: {4, 4},
		bucketUndo: {8}, bucketRedo: {8}, bucketSettings: {8},
		bucketLeaves: {4, 4}, bucketFilters: {4, 4, 2}, bucketSlots: {4}, bucketHolds: {4},
		bucketSeals: {4}, bucketViews: {4}, bucketSearches: {4}, bucketReviews: {4},
		bucketEnrichments: {4}, bucketEnriched: {4, 1, 4},
	}
}

// buckets lists all buckets in the order in which Check visits them.
func buckets() []string {
	var out []string
	for version := uint32(1); version <= formatVersion; version++ {
		out = append(out, bucketsSince(version)...)
	}
	return out
}

// ofSource lists the buckets whose keys begin with a source's number, apart from
// the source itself.
func ofSource() []string {
	return []string{bucketGroups, bucketBlocks, bucketColumns, bucketOriginals, bucketObserved,
		bucketRejects, bucketDefects, bucketIndicators, bucketLeaves, bucketFilters}
}

// Columns that every block has besides those of its table.
const (
	columnExtra    = 0x8000
	columnRow      = 0xfff0
	columnGap      = 0xfff1
	columnLength   = 0xfff2
	columnHash     = 0xfff3
	columnDupGroup = 0xfff4

	maxNames = 0xf000 - columnExtra
)

func key8(n uint8) []byte   { return []byte{n} }
func key16(n uint16) []byte { return binary.BigEndian.AppendUint16(nil, n) }
func key32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func key64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func key3232(a, b uint32) []byte { return binary.BigEndian.AppendUint32(key32(a), b) }

func columnKey(source, block uint32, column uint16) []byte {
	return binary.BigEndian.AppendUint16(key3232(source, block), column)
}

func groupKey(source uint32, group uint16) []byte {
	return binary.BigEndian.AppendUint16(key32(source), group)
}

func dictKey(domain uint8, first uint32) []byte {
	return binary.BigEndian.AppendUint32(key8(domain), first)
}

func observedKey(source uint32, group uint16, kind uint8, run, page uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(append(groupKey(source, group), kind), run), page)
}

// keyName prints a key as its numbers: "3/0/12".
func keyName(bucket string, key []byte) string {
	var parts []string
	rest := key
	for _, w := range keyShapes()[bucket] {
		if len(rest) < w {
			break
		}
		n := uint64(0)
		for _, b := range rest[:w] {
			n = n<<8 | uint64(b)
		}
		parts, rest = append(parts, fmt.Sprint(n)), rest[w:]
	}
	if len(rest) > 0 || len(parts) == 0 {
		return fmt.Sprintf("%x", key)
	}
	return strings.Join(parts, "/")
}
