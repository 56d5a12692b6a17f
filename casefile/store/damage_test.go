package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"casebench/casefile"
	"casebench/casefile/store"
	"casebench/internal/fault"
	"casebench/internal/seedtest"
	"casebench/internal/storetest"
)

// fullCase makes a case that has something in every bucket, and closes it.
func fullCase(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "full.case")
	f, err := store.Create(path, casefile.Case{ID: "x", Title: "Full"}, store.Options{By: "Test Person", Now: storetest.Clock()})
	if err != nil {
		t.Fatal(err)
	}
	bringIn(t, f, append(count(0, 90), junk, blank), 40)
	bringIn(t, f, count(40, 80), 50)
	bringBatches(t, f, "", signIns(0, 0, "", someSignIns(60)))
	bringIndicators(t, f)
	_, err = f.Update(casefile.Act{Verb: "test", Message: "Things were put."}, func(tx *store.Tx) error {
		_, err := tx.PutAnnotation(casefile.Annotation{Target: casefile.EventRef(1, 1), Kind: casefile.KindNote, Text: "a note"})
		_, err2 := tx.PutDecision(casefile.Decision{A: 1, B: 2, Verdict: casefile.VerdictSame, Reason: "because"})
		_, err3 := tx.PutExhibit(casefile.Exhibit{Target: casefile.EventRef(1, 2), Title: "first"})
		_, err4 := tx.PutRun(casefile.Run{Seed: 1, Model: []byte(`{"t":1}`)}, sampleLinks(rand.New(rand.NewPCG(1, 1)), 600), sampleClusters(3))
		err5 := tx.Push(store.UndoStack, store.Step{Seq: 1, Kind: "withdraw", Command: []byte(`{}`)})
		err6 := tx.Push(store.RedoStack, store.Step{Seq: 1, Kind: "withdraw", Command: []byte(`{}`)})
		return errors.Join(err, err2, err3, err4, err5, err6)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SaveSetting("window.width", []byte("1600")); err != nil {
		t.Fatal(err)
	}
	storetest.CheckFile(t, f)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Whatever byte of a stored value is changed, Check names its bucket and its key.
func TestCheckNamesEveryChangedValue(t *testing.T) {
	path := fullCase(t)
	rng := rand.New(rand.NewPCG(seedtest.Of(t), 2))
	type place struct {
		bucket string
		key    string
	}
	var places []place
	edit := func(fn func(tx *bolt.Tx) error) {
		t.Helper()
		db, err := bolt.Open(path, 0o600, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(db.Update(fn), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	edit(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			return b.ForEach(func(k, _ []byte) error {
				if string(name) != "meta" {
					places = append(places, place{string(name), string(k)})
					seen[string(name)] = true
				}
				return nil
			})
		})
	})
	for _, bucket := range []string{"audit", "sources", "groups", "blocks", "columns", "names", "dict", "originals", "observed", "rejects",
		"filters", "defects", "indicators", "annotations", "decisions", "exhibits", "runs", "links", "linkindex", "clusters", "undo", "redo", "settings"} {
		if !seen[bucket] {
			t.Errorf("the case has nothing in %s: the test would not look there", bucket)
		}
	}
	rng.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	// Every bucket once, then as many others as time allows.
	tried, others := map[string]bool{}, 0
	for _, p := range places {
		if tried[p.bucket] {
			if others++; others > 60 {
				continue
			}
		}
		tried[p.bucket] = true
		var was []byte
		edit(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(p.bucket))
			was = append([]byte(nil), b.Get([]byte(p.key))...)
			now := append([]byte(nil), was...)
			now[rng.IntN(len(now))] ^= byte(1 + rng.IntN(255))
			return b.Put([]byte(p.key), now)
		})
		named := false
		var said []string
		f, err := store.Open(path, store.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		for d := range f.Check(context.Background()) {
			said = append(said, d.Bucket+" "+d.Key+": "+d.Message)
			named = named || d.Bucket == p.bucket && d.Key != "" && !d.Note
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if !named {
			t.Fatalf("a changed byte in %s %x was not named; Check said:\n%s", p.bucket, p.key, strings.Join(said, "\n"))
		}
		edit(func(tx *bolt.Tx) error { return tx.Bucket([]byte(p.bucket)).Put([]byte(p.key), was) })
	}
}

// An entry of the audit log that is changed with care, its checksum made good
// again, still breaks the chain.
func TestAuditChainHoldsAgainstForgery(t *testing.T) {
	path := fullCase(t)
	f, err := store.Open(path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.VerifyAudit(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := store.ForgeAudit(f, 3, func(e *casefile.AuditEntry) { e.By = "Somebody Else" }); err != nil {
		t.Fatal(err)
	}
	err = f.VerifyAudit(context.Background())
	if fault.KindOf(err) != fault.Verification || !strings.Contains(err.Error(), "entry 3") {
		t.Errorf("forged entry: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, p []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, p, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole, err := os.ReadFile(fullCase(t))
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(dir, "other.db")
	db, err := bolt.Open(other, 0o600, nil)
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	newer := write("newer.case", whole)
	if err := store.SetFormatForTest(newer, 1000); err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), whole...)
	for i := 2 * os.Getpagesize(); i < len(broken); i++ {
		broken[i] = 0xa5
	}
	for _, c := range []struct {
		name, path string
		kind       fault.Kind
		says       string
	}{
		{"missing", filepath.Join(dir, "missing.case"), fault.NotFound, "no case of that name"},
		{"empty", write("empty.case", nil), fault.Invalid, "not a case"},
		{"text", write("text.case", []byte(strings.Repeat("account_id,ts\n", 5000))), fault.Invalid, "not a case"},
		{"folder", dir, fault.Invalid, "not a case"},
		{"another database", other, fault.Invalid, "not a case"},
		{"newer", newer, fault.Unsupported, "newer version"},
		{"cut short", write("short.case", whole[:len(whole)/2]), fault.Corrupt, "cut short"},
		{"cut to its head", write("head.case", whole[:4*os.Getpagesize()]), fault.Corrupt, "cut short"},
		{"overwritten", write("broken.case", broken), fault.Corrupt, "damaged"},
	} {
		before, _ := os.ReadFile(c.path)
		f, err := store.Open(c.path, store.Options{})
		if err == nil {
			t.Errorf("%s: opened", c.name)
			if err := f.Close(); err != nil {
				t.Error(err)
			}
			continue
		}
		if fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %s %v, want %s … %s …", c.name, fault.KindOf(err), err, c.kind, c.says)
		}
		if after, _ := os.ReadFile(c.path); string(after) != string(before) {
			t.Errorf("%s: opening changed the file", c.name)
		}
	}
}

func TestOneProgramAtATime(t *testing.T) {
	f := storetest.New(t)
	_, err := store.Open(f.Path(), store.Options{Wait: time.Millisecond})
	if fault.KindOf(err) != fault.Locked || !strings.Contains(err.Error(), "open in another program") {
		t.Errorf("second open: %v", err)
	}
	_, err = store.Create(f.Path(), casefile.Case{}, store.Options{})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("create over a case: %v", err)
	}
}

func TestReadOnlyIsReadOnly(t *testing.T) {
	path := fullCase(t)
	f, err := store.Open(path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.Record(casefile.Act{Verb: "x"}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("record: %v", err)
	}
	if _, err := f.Begin(casefile.Source{}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("begin: %v", err)
	}
	err = f.View(func(tx *store.Tx) error {
		_, err := tx.PutAnnotation(casefile.Annotation{Text: "x"})
		return err
	})
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("put in a view: %v", err)
	}
}

// A disk without room stops an import with one sentence, and after Drop the case
// is what it was.
func TestFullDisk(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the limit on a file's size that stands for a full disk is set on Linux only")
	}
	if alone(t) {
		return
	}
	f := storetest.New(t)
	bringIn(t, f, count(0, 50), 20)
	list, whole := batches(count(100, 3000), 500)
	l, err := f.Begin(sourceOf(count(100, 3000), whole))
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	restore := limitFileSize(t, uint64(info.Size())+64<<10)
	err = func() error {
		if err := put(l, list...); err != nil {
			return err
		}
		_, err := l.Commit(context.Background(), sourceOf(count(100, 3000), whole))
		return err
	}()
	restore()
	if fault.KindOf(err) != fault.Full {
		t.Fatalf("full disk: %v", err)
	}
	if err := l.Drop("disk full"); err != nil {
		t.Fatal(err)
	}
	m := &model{sources: []modelSource{{1, count(0, 50), true}}}
	m.compare(t, f)
	bringIn(t, f, count(100, 300), 50)
}

// alone runs a test in a process of its own, and reports true when it did: a limit on
// the size of files would also meet the log that the test tool keeps of this one.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv("CASEBENCH_ALONE") != "" {
		return false
	}
	child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "CASEBENCH_ALONE=1")
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return true
}
