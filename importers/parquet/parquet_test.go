package parquet_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"casebench/casefile/parquetfile"
	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
	"casebench/importers/parquet"
	"casebench/internal/fault"
	"casebench/internal/progress"

	writer "github.com/parquet-go/parquet-go"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: parquet.Importer{}, Dir: "testdata", Apart: true,
		Foreign: []string{"../csvlog/testdata", "../jsonl/testdata", "../indicatorcsv/testdata", "../stix/testdata"}})
}

// many makes rows that differ, over several row groups, in more than one chunk.
func many(t *testing.T) []byte {
	const seed = 7
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, seed))
	base := requests()
	rows := make([]request, 30_000)
	for i := range rows {
		r := base[rng.IntN(len(base))]
		r.Account = fmt.Sprintf("acct_%03d", rng.IntN(500))
		r.TokensIn = rng.Uint32()
		r.Text = strings.Repeat("word ", rng.IntN(200))
		rows[i] = r
	}
	return write(t, rows, 7_001, writer.Compression(&writer.Zstd), writer.PageBufferSize(16<<10))
}

// What a Parquet file becomes is what its lines become as a JSON Lines file.
func TestTheSameAsItsLines(t *testing.T) {
	data := many(t)
	f, err := parquetfile.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	stream := f.Lines(context.Background())
	defer stream.Close()
	lines, err := io.ReadAll(stream)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(lines, []byte("\n")); n != 30_000 {
		t.Fatalf("%d lines of 30,000 rows", n)
	}
	want, _, err := importertest.Read(t, jsonl.Importer{}, "requests.jsonl", lines, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, src, err := importertest.Read(t, parquet.Importer{}, "requests.parquet", data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Raw(), lines) || len(got.Batches) < 2 {
		t.Errorf("the decoded stream is not the lines, or is one batch alone (%d)", len(got.Batches))
	}
	if !bytes.Equal(got.Items(), want.Items()) || !bytes.Equal(got.RejectLines(), want.RejectLines()) {
		t.Error("the items differ from those of the lines")
	}
	if src.Compression != importers.Parquet || src.DecodedBytes != int64(len(lines)) {
		t.Errorf("the source says %q and %d decoded bytes", src.Compression, src.DecodedBytes)
	}
}

// changing is a file that something else writes to while it is read.
type changing struct {
	*bytes.Reader
	later *bytes.Reader
	whole bool
}

func (c *changing) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.whole = c.whole || err == io.EOF
	return n, err
}

func (c *changing) ReadAt(p []byte, off int64) (int, error) {
	if c.whole {
		return c.later.ReadAt(p, off)
	}
	return c.Reader.ReadAt(p, off)
}

func TestAFileThatChangesIsNoticed(t *testing.T) {
	var rows []account
	for i := range 20_000 { // more than the head, which is read before the file is received
		rows = append(rows, account{AccountID: fmt.Sprintf("acct_%d", i), SignupIP: fmt.Sprintf("192.0.2.%d", i%255), Email: text(fmt.Sprintf("p%d@example.org", i*i))})
	}
	data := write(t, rows, len(rows))
	later := bytes.Replace(data, []byte("acct_19999"), []byte("acct_00000"), 1)
	if bytes.Equal(data, later) {
		t.Fatal("the sample does not hold what is to be changed")
	}
	in := importers.Input{Name: "accounts.parquet", Size: int64(len(data)),
		Reader: &changing{Reader: bytes.NewReader(data), later: bytes.NewReader(later)}}
	_, err := importers.Run(context.Background(), in, parquet.Importer{}, nil, &importertest.Sink{}, progress.Discard)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "accounts.parquet was changed while it was imported.") {
		t.Errorf("a file that changed: %v", err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	data := write(t, accounts(), 100)
	for name, c := range map[string]struct {
		in   importers.Input
		kind fault.Kind
		says string
	}{
		"a pipe":    {importers.Input{Name: "-", Reader: io.MultiReader(bytes.NewReader(data)), Size: -1}, fault.Unsupported, "can only be read from a file"},
		"gzip":      {importers.Input{Name: "a.parquet.gz", Reader: bytes.NewReader(importertest.Gzip(data)), Size: 1}, fault.Unsupported, "inside gzip"},
		"cut off":   {importers.Input{Name: "a.parquet", Reader: bytes.NewReader(data[:len(data)-9]), Size: int64(len(data) - 9)}, fault.Corrupt, "cut off"},
		"encrypted": {importers.Input{Name: "a.parquet", Reader: bytes.NewReader(append([]byte("PARE"), data[4:]...)), Size: int64(len(data))}, fault.Unsupported, "encrypted"},
	} {
		_, _, err := importers.Peek(c.in)
		if fault.KindOf(err) != c.kind || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	text := "PAR1,account_id\n1,acct_1\n"
	h, _, err := importers.Peek(importers.Input{Name: "a.csv", Reader: strings.NewReader(text), Size: int64(len(text))})
	if err != nil || h.Compression != "" {
		t.Errorf("text that begins with PAR1: %q, %v", h.Compression, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(write(&testing.T{}, accounts(), 2, writer.Compression(&writer.Zstd)))
	f.Add(write(&testing.T{}, requests(), 2, writer.Compression(&writer.Snappy)))
	f.Add(write(&testing.T{}, requests(), 3, writer.Compression(&writer.Lz4Raw)))
	f.Add(write(&testing.T{}, requests(), 3, writer.Compression(&writer.Gzip), writer.DataPageVersion(1)))
	f.Fuzz(func(t *testing.T, data []byte) {
		began := time.Now()
		if _, _, err := importertest.Read(t, parquet.Importer{}, "requests.parquet", data, nil); err != nil && fault.KindOf(err) == fault.Internal {
			t.Errorf("an internal error: %v", err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Logf("%d bytes took %s", len(data), took)
		}
	})
}
