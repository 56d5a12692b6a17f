package importertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers"
	"casebench/internal/progress"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// Suite is what an importer is tested with.
type Suite struct {
	Importer importers.Importer
	// Dir holds one folder for each case: input.*, an optional mapping.json, and
	// the goldens want.items.jsonl and want.rejects.jsonl. A case whose golden is
	// want.error.txt is refused.
	Dir string
	// Lines says that records end at line ends, so that line ends may be changed.
	Lines bool
	// Apart says that the format is binary and not read from inside of a compressed
	// file: neither that nor a byte order mark is tried.
	Apart bool
	// Foreign are the folders of other importers' samples, none of which this one
	// may be certain of.
	Foreign []string
}

// Run runs the conformance suite: goldens; doors that add up; the same items
// again, with one worker and with four, from gzip and from zstd, with a byte
// order mark and with CRLF; a stop in the middle; and every kind of broken input,
// for which it is enough that nothing panics and no row is lost.
func Run(t *testing.T, s Suite) {
	inputs, err := filepath.Glob(filepath.Join(s.Dir, "*", "input.*"))
	if err != nil || len(inputs) == 0 {
		t.Fatalf("no cases in %s: %v", s.Dir, err)
	}
	for _, path := range inputs {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) { s.one(t, path) })
	}
	t.Run("certain of no other sample", s.foreign)
	t.Run("empty", func(t *testing.T) { s.survives(t, "empty"+s.Importer.Format().Extensions[0], nil, nil) })
}

// Read imports bytes under a name and checks what must hold for any input.
func Read(t testing.TB, imp importers.Importer, name string, data []byte, m *casefile.Mapping) (*Sink, casefile.Source, error) {
	t.Helper()
	sink := &Sink{}
	in := importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))}
	src, err := importers.Run(context.Background(), in, imp, m, sink, progress.Discard)
	if err != nil {
		return sink, src, err
	}
	if src.Accepted+src.Rejected+src.Skipped != src.Rows {
		t.Errorf("the doors do not add up: %d + %d + %d of %d rows", src.Accepted, src.Rejected, src.Skipped, src.Rows)
	}
	sum := sha256.Sum256(data)
	if src.SHA256 != hex.EncodeToString(sum[:]) || src.Bytes != int64(len(data)) {
		t.Errorf("source says %d bytes of SHA-256 %s", src.Bytes, src.SHA256)
	}
	if src.Compression == "" && !bytes.Equal(sink.Raw(), data) {
		t.Error("the batches together are not the input")
	}
	if src.Compression != "" && !bytes.Equal(sink.Original(), data) {
		t.Error("the parts together are not the input")
	}
	offset := int64(0)
	for _, b := range sink.Batches {
		if b.Offset != offset || b.Sum != sha256.Sum256(b.Raw) {
			t.Errorf("batch %d is at %d, want %d, or has another sum", b.Index, b.Offset, offset)
		}
		offset += int64(len(b.Raw))
	}
	return sink, src, nil
}

func (s *Suite) one(t *testing.T, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(path)
	m := readMapping(t, dir)
	name := filepath.Base(dir) + filepath.Ext(path)
	sink, src, err := Read(t, s.Importer, name, data, m)
	if err != nil {
		golden(t, filepath.Join(dir, "want.error.txt"), []byte(err.Error()+"\n"))
		s.broken(t, name, data, m)
		return
	}
	items, rejects := sink.Items(), sink.RejectLines()
	golden(t, filepath.Join(dir, "want.items.jsonl"), items)
	golden(t, filepath.Join(dir, "want.rejects.jsonl"), rejects)
	same := func(how, name string, data []byte) {
		t.Helper()
		got, _, err := Read(t, s.Importer, name, data, m)
		if err != nil {
			t.Errorf("%s: %v", how, err)
		} else if !bytes.Equal(got.Items(), items) || !bytes.Equal(got.RejectLines(), rejects) {
			t.Errorf("%s: the items differ", how)
		}
	}
	same("read again", name, data)
	if src.Mapping != nil {
		got, _, err := Read(t, s.Importer, name, data, src.Mapping)
		if err != nil || !bytes.Equal(got.Items(), items) || !bytes.Equal(got.RejectLines(), rejects) {
			t.Errorf("by the mapping that is stored with the source: the items differ (%v)", err)
		}
	}
	if !s.Apart {
		same("gzip", name+".gz", Gzip(data))
		same("zstd", name+".zst", Zstd(data))
		same("xz", name+".xz", XZ(data))
	}
	for _, workers := range []int{1, 4} {
		before := runtime.GOMAXPROCS(workers)
		same("other number of workers", name, data)
		runtime.GOMAXPROCS(before)
	}
	if !s.Apart {
		s.counts(t, name, data, m, src)
	}
	s.stopped(t, name, data, m)
	s.broken(t, name, data, m)
}

func readMapping(t *testing.T, dir string) *casefile.Mapping {
	b, err := os.ReadFile(filepath.Join(dir, "mapping.json"))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return parseMapping(t, b)
}

// counts checks that a byte order mark and CRLF change no count.
func (s *Suite) counts(t *testing.T, name string, data []byte, m *casefile.Mapping, want casefile.Source) {
	changed := map[string][]byte{}
	if len(importers.BOM(data)) == 0 && len(data) > 0 {
		changed["byte order mark"] = append([]byte("\xef\xbb\xbf"), data...)
	}
	if s.Lines && !bytes.Contains(data, []byte("\r")) {
		changed["CRLF"] = bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}
	for _, how := range []string{"byte order mark", "CRLF"} {
		b, ok := changed[how]
		if !ok {
			continue
		}
		_, got, err := Read(t, s.Importer, name, b, m)
		if err != nil || got.Accepted != want.Accepted || got.Rejected != want.Rejected || got.Skipped != want.Skipped {
			t.Errorf("%s: %d accepted, %d rejected, %d skipped (%v); want %d, %d, %d", how, got.Accepted, got.Rejected,
				got.Skipped, err, want.Accepted, want.Rejected, want.Skipped)
		}
	}
}

// stopped checks that a cancelled import says so.
func (s *Suite) stopped(t *testing.T, name string, data []byte, m *casefile.Mapping) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sink := &Sink{OnPut: func(int) error { cancel(); return ctx.Err() }}
	_, err := importers.Run(ctx, importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))}, s.Importer, m, sink, progress.Discard)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in the middle: %v", err)
	}
}

// broken reads the input damaged in every way that the suite knows.
func (s *Suite) broken(t *testing.T, name string, data []byte, m *casefile.Mapping) {
	for i := range 16 {
		s.survives(t, name, data[:len(data)*i/16], m)
	}
	middle := len(data) / 2
	s.survives(t, name, bytes.Join([][]byte{data[:middle], data[middle:]}, []byte{0}), m)
	s.survives(t, name, bytes.Join([][]byte{data[:middle], data[middle:]}, []byte("\xff\xfe")), m)
	first, _, _ := bytes.Cut(data, []byte("\n"))
	s.survives(t, name, first, m)
	packed := members(data) // one: between two, a cut cannot be told from the end
	for i := 1; i < 16; i++ {
		_, _, err := Read(t, s.Importer, name+".gz", packed[:len(packed)*i/16], m)
		if err == nil && len(packed)*i/16 > 3 {
			t.Errorf("a gzip cut at %d/16 was read", i)
		}
	}
}

// survives reads what may be refused; Read checks what must hold if it is not.
func (s *Suite) survives(t *testing.T, name string, data []byte, m *casefile.Mapping) {
	t.Helper()
	h, _, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err == nil {
		s.Importer.Sniff(h)
	}
	if _, _, err := Read(t, s.Importer, name, data, m); err != nil && strings.Contains(err.Error(), "panic") {
		t.Error(err)
	}
}

func (s *Suite) foreign(t *testing.T) {
	for _, dir := range s.Foreign {
		inputs, err := filepath.Glob(filepath.Join(dir, "*", "input.*"))
		if err != nil || len(inputs) == 0 {
			t.Fatalf("no samples in %s", dir)
		}
		for _, path := range inputs {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(filepath.Dir(path)) + filepath.Ext(path)
			h, _, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: -1})
			if err != nil {
				continue
			}
			if m := s.Importer.Sniff(h); m.Fit == importers.FitCertain {
				t.Errorf("%s is certain of %s: %s", s.Importer.Format().ID, path, m.Why)
			}
		}
	}
}

// Gzip compresses in two members, as tools that append do.
func Gzip(data []byte) []byte { return members(data[:len(data)/2], data[len(data)/2:]) }

func members(parts ...[]byte) []byte {
	var b bytes.Buffer
	for _, part := range parts {
		w := gzip.NewWriter(&b)
		_, err := w.Write(part)
		must(err)
		must(w.Close())
	}
	return b.Bytes()
}

// Zstd compresses.
func Zstd(data []byte) []byte {
	w, err := zstd.NewWriter(nil)
	must(err)
	defer w.Close()
	return w.EncodeAll(data, nil)
}

// XZ compresses in two streams.
func XZ(data []byte) []byte {
	var b bytes.Buffer
	for _, part := range [][]byte{data[:len(data)/2], data[len(data)/2:]} {
		w, err := xz.NewWriter(&b)
		must(err)
		_, err = w.Write(part)
		must(err)
		must(w.Close())
	}
	return b.Bytes()
}
