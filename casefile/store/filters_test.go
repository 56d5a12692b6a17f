package store_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cespare/xxhash/v2"
	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/query"
	"casebench/casefile/store"
	"casebench/internal/storetest"
)

// filteredCase makes a case of six blocks of requests, and returns the id of one of
// them.
func filteredCase(t *testing.T) (path, id string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "filtered.case")
	f, err := store.Create(path, casefile.Case{ID: "x"}, store.Options{Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	bringIn(t, f, count(0, 2400), 400)
	res, err := query.Run(context.Background(), f.Searchable(), query.Request{Query: mustParse(t, "request_id:*"), Skip: 300, Limit: 1})
	if err != nil || len(res.Rows) != 1 {
		t.Fatal(res, err)
	}
	v, _ := res.Rows[0].Value("request_id")
	return path, v.Text
}

func mustParse(t *testing.T, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// change rewrites values of the filters bucket, with sums that are right.
func change(t *testing.T, path string, to func(value []byte) []byte) (changed int) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("filters"))
		found := map[string][]byte{}
		err := b.ForEach(func(k, v []byte) error {
			found[string(k)] = to(bytes.Clone(v))
			return nil
		})
		for k, v := range found {
			changed++
			if v == nil {
				err = errors.Join(err, b.Delete([]byte(k)))
				continue
			}
			head := v[:len(v)-8]
			sum := xxhash.Sum64([]byte("filters\x00" + k + string(head)))
			err = errors.Join(err, b.Put([]byte(k), binary.LittleEndian.AppendUint64(bytes.Clone(head), sum)))
		}
		return err
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return changed
}

func countRowsOf(t *testing.T, path, text string) int64 {
	t.Helper()
	f, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n, err := query.Count(context.Background(), f.Searchable(), mustParse(t, text), query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A case without filters, as version 1 wrote them, or with damaged ones, gives the
// same answers; filters that lie are found by check.
func TestFiltersAreAnAid(t *testing.T) {
	path, id := filteredCase(t)
	queries := []string{"request_id:" + id, strings.ToUpper(id), `prompt:reasoning`, `prompt:"THE reasoning. 1"`, `extra.a.note:né*`, `request_id:*-4000-*`, `prompt:/[0-9]77/`, "request_id:none-such"}
	want := map[string]int64{}
	for _, q := range queries {
		want[q] = countRowsOf(t, path, q)
	}
	if want["request_id:"+id] == 0 || want[`prompt:"THE reasoning. 1"`] == 0 {
		t.Fatalf("the test has nothing to find: %v", want)
	}
	same := func(name string) {
		t.Helper()
		for _, q := range queries {
			if got := countRowsOf(t, path, q); got != want[q] {
				t.Errorf("%s: %s has %d rows, want %d", name, q, got, want[q])
			}
		}
	}
	if n := change(t, path, func(v []byte) []byte { v[2] = 77; return v }); n < 10 {
		t.Fatalf("only %d filters", n)
	}
	same("filters of another form")
	change(t, path, func([]byte) []byte { return nil })
	same("no filters")

	path, id = filteredCase(t)
	change(t, path, func(v []byte) []byte { // every bit gone: nothing can be anywhere
		clear(v[5 : len(v)-8])
		return v
	})
	if n := countRowsOf(t, path, "request_id:"+id); n != 0 {
		t.Fatalf("the search does not look at filters: %d rows", n)
	}
	f, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lies := 0
	for d := range f.Check(context.Background()) {
		if d.Bucket != "filters" {
			t.Errorf("check names %s %s: %s", d.Bucket, d.Key, d.Message)
		}
		lies++
	}
	if lies < 10 {
		t.Errorf("check found %d filters that lie", lies)
	}
}
