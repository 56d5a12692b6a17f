package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/internal/fault"
	"casebench/internal/progress"
)

// Repaired says what a repair saved and what it could not.
type Repaired struct {
	SHA256  string           `json:"sha256"` // of the damaged file
	Values  int              `json:"values"` // saved
	Sources []RepairedSource `json:"sources"`
	Losses  []Loss           `json:"losses"`
}

// RepairedSource is a source of a repaired case.
type RepairedSource struct {
	ID       uint32 `json:"id"`
	Name     string `json:"name"`
	Whole    bool   `json:"whole"`
	LostRows int64  `json:"lost_rows"`
	Original bool   `json:"original"` // the kept file is whole: it can be imported again
}

// repair is one repair under way.
type repair struct {
	*File  // the new case
	ctx    context.Context
	report Repaired
	broken bool // some page could not be read
	gone   map[string]bool
	codes  map[casefile.Domain][][2]uint32 // lost codes, from and to
}

func (r *repair) lost(bucket string, key []byte, format string, args ...any) {
	l := Loss{Bucket: bucket, What: fmt.Sprintf(format, args...)}
	if key != nil {
		l.Key = keyName(bucket, key)
	}
	r.gone[bucket] = true
	r.report.Losses = append(r.report.Losses, l)
}

// Repair saves what can be saved of a case into a new file at out, which must not be
// there, and returns the new case, opened, with what was lost. Only what proves itself
// by its sums is carried over: nothing is guessed. A source of which a part is lost
// keeps its number and its other rows, and says how many it lost. The act
// "case.repair" is recorded in the new case. The damaged file is not changed.
//
// It fails when nothing can be saved: the file is not a case, or is encrypted and
// no key opens it. On failure, cancel included, there is no new file.
func Repair(ctx context.Context, path, out string, o Options, p progress.Reporter) (_ *File, report Repaired, err error) {
	old, err := os.Open(path)
	if err != nil {
		return nil, Repaired{}, explained(err)
	}
	defer old.Close()
	if err := elsewhere(path); err != nil {
		return nil, Repaired{}, err
	}
	f, err := makeCase(out, Options{By: o.By, Program: o.Program, Now: o.Now}, func(f *File) error {
		r := &repair{File: f, ctx: ctx, gone: map[string]bool{}, codes: map[casefile.Domain][][2]uint32{}}
		err := r.run(old, o, p)
		report = r.report
		return err
	})
	return f, report, err
}

// elsewhere refuses a file that another program has open; any other failure to open
// it is what a repair is for.
func elsewhere(path string) error {
	db, err := openDatabase(path, time.Second, true)
	if err == nil {
		return db.Close()
	}
	if fault.KindOf(err) == fault.Locked {
		return err
	}
	return nil
}

func (r *repair) run(old *os.File, o Options, p progress.Reporter) error {
	info, err := old.Stat()
	if err != nil {
		return explained(err)
	}
	p.Phase("repair the case", 2*info.Size())
	progress.InBytes(p)
	if r.report.SHA256, err = sumOfFile(r.ctx, old, p); err != nil {
		return err
	}
	s := newSalvage(old, info.Size(), func(bucket string, page uint64) {
		r.broken = true
		if bucket == "" {
			bucket = "database"
		}
		r.lost(bucket, nil, "page %d could not be read", page)
	})
	if err := r.carryOver(s, p); err != nil {
		return err
	}
	if err := r.unlockDamaged(o.Secret); err != nil {
		return err
	}
	if r.broken {
		if err := r.gather(s); err != nil {
			return err
		}
	}
	for _, step := range []func() error{r.header, r.opened, r.auditLog, r.dictionaries, r.columnNames, r.drafts, r.sources, r.runs, r.history} {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	rows := int64(0)
	for _, s := range r.report.Sources {
		rows += s.LostRows
	}
	_, err = r.Record(casefile.Act{Verb: "case.repair", Message: "What could be saved of a damaged case was saved.",
		Details: map[string]string{"damaged_sha256": r.report.SHA256, "values": strconv.Itoa(r.report.Values),
			"losses": strconv.Itoa(len(r.report.Losses)), "lost_rows": strconv.FormatInt(rows, 10), "program": r.program}})
	return err
}

func sumOfFile(ctx context.Context, f io.ReaderAt, p progress.Reporter) (string, error) {
	h := sha256.New()
	buf := make([]byte, 1<<20)
	for at := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := f.ReadAt(buf, at)
		h.Write(buf[:n])
		at += int64(n)
		p.Add(int64(n))
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", explained(fmt.Errorf("read the damaged case: %w", err))
		}
	}
}

// carryOver copies every value that the trees lead to and whose sum holds.
func (r *repair) carryOver(s *salvage, p progress.Reporter) error {
	shapes := keyShapes()
	widths := map[string]int{}
	for name, shape := range shapes {
		for _, w := range shape {
			widths[name] += w
		}
	}
	sequences := map[string]uint64{}
	var pending []entry
	var failed error
	size, sealed, head := 0, false, []byte(nil)
	flush := func() {
		if failed == nil {
			failed = r.putRaw(pending)
		}
		pending, size = nil, 0
	}
	s.all(func(bucket string, n uint64) { sequences[bucket] = n }, func(bucket string, key, value []byte) {
		if failed != nil || r.ctx.Err() != nil {
			return
		}
		p.Add(int64(len(value)))
		if widths[bucket] == 0 || len(key) != widths[bucket] {
			r.lost(bucket, nil, "a value under a key that no case has")
			return
		}
		if bucket == bucketMeta && key[0] == 1 {
			head = append([]byte(nil), value...)
			return
		}
		if !holds(bucket, key, value) {
			r.lost(bucket, key, "the value is damaged")
			return
		}
		sealed = sealed || value[1]&flagSealed != 0
		pending = append(pending, entry{bucket, append([]byte(nil), key...), append([]byte(nil), value...)})
		if size += len(value); size >= txBytes {
			flush()
		}
	})
	flush()
	if err := errors.Join(failed, r.ctx.Err()); err != nil {
		return err
	}
	if r.report.Values == 0 {
		return fault.New(fault.Corrupt, "Nothing of this file can be saved: it holds no value of a case that is whole.", "Restore it from a copy.", nil)
	}
	return r.frame(sequences, head, sealed)
}

// holds reports whether a value has the sum that it names.
func holds(bucket string, key, value []byte) bool {
	n := len(value) - 8
	return n >= 2 && envelopeSum(bucket, key, value[:n]) == binary.LittleEndian.Uint64(value[n:])
}

func (r *repair) putRaw(some []entry) error {
	r.report.Values += len(some)
	return guarded(func() error {
		return r.db.Update(func(b *bolt.Tx) error {
			for _, e := range some {
				bucket, err := b.CreateBucketIfNotExists([]byte(e.bucket))
				if err == nil {
					err = bucket.Put(e.key, e.value)
				}
				if err != nil {
					return fmt.Errorf("write %s: %w", e.bucket, err)
				}
			}
			return nil
		})
	})
}

// frame makes the buckets, their numbers and meta/1.
func (r *repair) frame(sequences map[string]uint64, head []byte, sealed bool) error {
	if len(head) < len(magic)+8 || string(head[:len(magic)]) != magic {
		r.lost(bucketMeta, key8(1), "the header; it was made again")
		head = binary.LittleEndian.AppendUint32([]byte(magic), formatVersion)
		head = binary.LittleEndian.AppendUint32(head, 0)
	}
	if sealed {
		head[len(magic)+4] |= flagEncrypted
	}
	return guarded(func() error {
		return r.db.Update(func(b *bolt.Tx) error {
			for _, name := range buckets() {
				bucket, err := b.CreateBucketIfNotExists([]byte(name))
				if err != nil {
					return fmt.Errorf("make bucket %s: %w", name, err)
				}
				// Numbers that were given out are not given out again.
				n := sequences[name]
				if k, _ := bucket.Cursor().Last(); len(k) == 4 {
					n = max(n, uint64(binary.BigEndian.Uint32(k)))
				}
				if err := bucket.SetSequence(n); err != nil {
					return fmt.Errorf("number in %s: %w", name, err)
				}
			}
			return b.Bucket([]byte(bucketMeta)).Put(key8(1), head)
		})
	})
}

// strayBuckets are those whose values are written once under a key, so that one that
// no tree leads to any more can only be the one that stood there; everything else
// may be of an earlier time.
func strayBuckets() []string {
	return []string{bucketAudit, bucketSources, bucketBlocks, bucketColumns, bucketOriginals, bucketRejects, bucketDefects,
		bucketIndicators, bucketLeaves, bucketLinks, bucketLinkIndex, bucketClusters}
}

// gather looks for what stood below damaged pages. A source's record may be of a time
// before its last change; that is better than no source.
func (r *repair) gather(s *salvage) error {
	shapes := keyShapes()
	var pending []entry
	var failed error
	size := 0
	s.strays(func(key, value []byte) {
		for _, bucket := range strayBuckets() {
			if failed != nil || !r.gone[bucket] && !r.gone["database"] || !r.isStray(bucket, shapes[bucket], key, value) {
				continue
			}
			pending = append(pending, entry{bucket, append([]byte(nil), key...), append([]byte(nil), value...)})
			if size += len(value); size >= txBytes {
				failed = r.putRaw(pending)
				pending, size = nil, 0
			}
		}
	})
	return errors.Join(failed, r.putRaw(pending))
}

// isStray reports whether a value belongs into a bucket, and is not there.
func (r *repair) isStray(bucket string, shape []int, key, value []byte) bool {
	want := 0
	for _, w := range shape {
		want += w
	}
	if len(key) != want || !holds(bucket, key, value) || bucket == bucketColumns && binary.BigEndian.Uint16(key[8:]) == columnDupGroup {
		return false
	}
	if bucket == bucketSources {
		var rec sourceRecord
		if r.decodeJSON(bucket, key, value, &rec) != nil || rec.Source.State == casefile.SourceImporting {
			return false
		}
	}
	there := false
	err := r.view(func(b *bolt.Tx) error {
		there = bucketOf(b, bucket).Get(key) != nil
		return nil
	})
	return err == nil && !there
}
