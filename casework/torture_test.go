package casework_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"casebench/casefile"
	"casebench/casework"
	"casebench/internal/progress"
)

// repeated gives text over and over, n bytes of it in all.
func repeated(text string, n int64) io.Reader { return io.LimitReader(&again{text: text}, n) }

type again struct {
	text string
	at   int
}

func (a *again) Read(p []byte) (int, error) {
	for i := 0; i < len(p); {
		n := copy(p[i:], a.text[a.at:])
		i += n
		a.at = (a.at + n) % len(a.text)
	}
	return len(p), nil
}

// zerosGzip is a gzip of n zeros: one stored stream of members of 64 MiB each, so
// that making it costs little.
func zerosGzip(t *testing.T, n int64) []byte {
	t.Helper()
	const member = 64 << 20
	var one, all bytes.Buffer
	w := gzip.NewWriter(&one)
	if _, err := io.Copy(w, repeated(strings.Repeat("\x00", 1<<16), member)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for range n / member {
		all.Write(one.Bytes())
	}
	return all.Bytes()
}

func inZip(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	e, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// highest watches how much memory the heap holds while f runs, and returns the most
// above what it held before.
func highest(f func()) uint64 {
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	runtime.GC()
	before, most := inUse(), uint64(0)
	done, watched := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(watched)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				most = max(most, inUse())
			}
		}
	}()
	f()
	close(done)
	<-watched
	return max(most, before) - before
}

// Every bomb and every strange file meets a limit that the sentence names, or is read
// with what is odd about it said, and never takes much memory.
func TestTorture(t *testing.T) {
	if testing.Short() {
		t.Skip("gigabytes go through; left out of -short")
	}
	const good = `{"account_id":"a1","ts":"2026-04-22T10:00:00Z","action":"ban"}` + "\n"
	line := func(member string) string { return strings.Replace(good, "{", "{"+member+",", 1) }
	bytesOf := func(s string) func() io.Reader { return func() io.Reader { return strings.NewReader(s) } }
	columns := func(n int) string {
		var b strings.Builder
		b.WriteString(`{"account_id":"a1","ts":"2026-04-22T10:00:00Z","action":"ban"`)
		for i := range n {
			fmt.Fprintf(&b, `,"c%d":%d`, i, i)
		}
		return b.String() + "}\n"
	}
	nested := func() io.Reader {
		data := []byte(good)
		for i := range 12 {
			data = inZip(t, fmt.Sprintf("in%d.zip", i), data)
		}
		return bytes.NewReader(data)
	}
	for _, c := range []struct {
		name, file string
		content    func() io.Reader
		says       string // in the error, a reject or an assumption; "" for nothing
		accepted   int64
		rejected   int64
	}{
		{"archives in archives", "nested.zip", nested, "an archive inside 4 others, which is the limit", 0, 0},
		{"ten gigabytes of zeros in a gzip", "zeros.jsonl.gz", func() io.Reader { return bytes.NewReader(zerosGzip(t, 10<<30)) }, "No format fits", 0, 0},
		{"the same in a zip", "zeros.zip", func() io.Reader { return bytes.NewReader(inZip(t, "actions.jsonl.gz", zerosGzip(t, 10<<30))) }, "No format fits", 0, 0},
		{"the same where a format is named", "named.gz", func() io.Reader { return bytes.NewReader(zerosGzip(t, 10<<30)) }, "more than 400 times its size, which is the limit", 0, 0},
		{"ten gigabytes of zeros behind a good row", "actions.jsonl.gz", func() io.Reader {
			var b bytes.Buffer
			w := gzip.NewWriter(&b)
			io.WriteString(w, good)
			w.Close()
			return io.MultiReader(&b, bytes.NewReader(zerosGzip(t, 10<<30)))
		}, "more than 400 times its size, which is the limit", 0, 0},
		{"a hundred thousand arrays, one in the other", "actions.jsonl", bytesOf(good + line(`"x":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)) + good),
			"deeper than 1000 levels, which is the limit", 2, 1},
		{"a hundred thousand that never close", "actions.jsonl", bytesOf(good + line(`"x":`+strings.Repeat("[", 100_000)) + good), "deeper than 1000 levels, which is the limit", 2, 1},
		{"a hundred thousand objects in a list", "actions.json", bytesOf("[" + good + "," + line(`"x":`+strings.Repeat(`{"y":`, 100_000)+"1"+strings.Repeat("}", 100_000)) + "]"),
			"deeper than 1000 levels, which is the limit", 1, 1},
		{"a million members", "actions.jsonl", bytesOf(good + columns(1_000_000) + good), "", 3, 0},
		{"a million columns", "actions.csv", bytesOf("account_id,ts,action" + strings.Repeat(",c", 1_000_000) + "\na1,2026-04-22T10:00:00Z,ban" + strings.Repeat(",1", 1_000_000) + "\n"),
			"the first line is longer than 64 KiB, which is the limit", 0, 0},
		{"a line of a gigabyte", "actions.jsonl", func() io.Reader {
			return io.MultiReader(strings.NewReader(good+`{"text":"`), repeated(strings.Repeat("x", 1<<16), 1<<30), strings.NewReader("\n"+good))
		}, "longer than 64 MiB, which is the limit", 2, 1},
		{"a quote that is never closed, for a gigabyte", "actions.csv", func() io.Reader {
			return io.MultiReader(strings.NewReader("account_id,ts,action\na1,2026-04-22T10:00:00Z,ban\na2,2026-04-22T10:00:00Z,\""), repeated(strings.Repeat("x", 1<<16), 1<<30),
				strings.NewReader("\na3,2026-04-22T10:00:00Z,ban\n"))
		}, "longer than 64 MiB, which is the limit", 2, 1},
		{"half a surrogate pair", "actions.jsonl", bytesOf(good + line(`"x":"\ud800"`)), "half a surrogate pair", 2, 0},
		{"a key said twice", "actions.jsonl", bytesOf(good + line(`"action":"limit"`)), "repeat a key", 2, 0},
		{"numbers that floats cannot hold", "actions.jsonl", bytesOf(good + line(`"big":9007199254740993`)), "", 2, 0},
		{"line ends of every kind", "actions.csv", bytesOf("account_id,ts,action\r\na1,2026-04-22T10:00:00Z,ban\na2,2026-04-22T10:00:00Z,ban\r\n\r\n\na3,2026-04-22T10:00:00Z,ban"), "", 3, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, c.file)
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(f, c.content()); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			w := imported(t)
			var r casework.ImportResult
			most := highest(func() {
				o := casework.ImportOptions{Paths: []string{path}}
				if c.file == "named.gz" {
					o.Format, o.Mapping = "jsonl", &casefile.Mapping{Table: "actions", Columns: map[string]string{"a": "account_id", "t": "ts", "b": "action"}}
				}
				r, err = w.Import(t.Context(), o, progress.Discard)
			})
			t.Logf("%d MiB above; %d accepted, %d rejected; %v", most>>20, r.Accepted, r.Rejected, err)
			if r.Accepted != c.accepted || r.Rejected != c.rejected {
				t.Errorf("%d accepted, %d rejected; want %d and %d", r.Accepted, r.Rejected, c.accepted, c.rejected)
			}
			if most > 768<<20 {
				t.Errorf("it took %d MiB", most>>20)
			}
			said := []string{fmt.Sprint(err)}
			for _, s := range r.Sources {
				said = append(said, s.Assumed...)
				if s.Error != nil {
					said = append(said, s.Error.Message)
				}
			}
			rejects, rerr := w.Rejects(t.Context(), 0, 10)
			if rerr != nil {
				t.Error(rerr)
			}
			for _, x := range rejects.Rejects {
				said = append(said, x.Reason)
			}
			if !strings.Contains(strings.Join(said, "\n"), c.says) {
				t.Errorf("nothing says %q:\n%s", c.says, strings.Join(said, "\n"))
			}
			s, err := w.Sources(t.Context(), true, progress.Discard)
			if err != nil || s.Damaged != "" {
				t.Errorf("%s: %v", s.Damaged, err)
			}
		})
	}
}
