package archive_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"casebench/importers"
	"casebench/importers/archive"
	"casebench/internal/fault"
	"casebench/internal/golden"
)

// walk tells of every member in a line, and of what ended the walk.
func walk(name string, data []byte) (lines []string, err error) {
	h, in, err := importers.Peek(importers.Input{Name: name, Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		return nil, err
	}
	if archive.Kind(h) == "" {
		return nil, errors.New("it is no archive")
	}
	err = archive.Walk(context.Background(), h, bytes.NewReader(data), in.Size, func(m archive.Member) error {
		line := m.Path
		if m.Reader != nil {
			n, err := io.Copy(io.Discard, m.Reader)
			line += fmt.Sprintf(": %d bytes", n)
			if m.Err = err; err == nil && n != m.Size {
				line += fmt.Sprintf(", not the %d stated", m.Size)
			}
		}
		if m.Err != nil {
			message, _, _ := strings.Cut(m.Err.Error(), ".: ")
			line += "; " + string(fault.KindOf(m.Err)) + ": " + message
		}
		if m.Left {
			line += " (left)"
		}
		for _, in := range m.Within {
			if in.Remark != "" {
				line += "; " + in.Remark
			}
		}
		lines = append(lines, line)
		return nil
	})
	return lines, err
}

func zipped(t *testing.T, files ...[2]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		e, err := w.CreateHeader(&zip.FileHeader{Name: f[0], Method: zip.Deflate, Modified: time.Date(2026, 4, 22, 10, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(e, f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func tarred(t *testing.T, headers []tar.Header, content string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range headers {
		if h.Typeflag == tar.TypeReg {
			h.Size = int64(len(content))
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			if _, err := io.WriteString(w, content); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func want(t *testing.T, got []string, err error, want ...string) {
	t.Helper()
	if err != nil {
		t.Error(err)
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNamesLeadNowhere(t *testing.T) {
	const out = "Its path leads out of the archive; it was read, and nothing was written there."
	got, err := walk("x.zip", zipped(t, [2]string{"logs/a.csv", "1"}, [2]string{"../../etc/passwd", "12"}, [2]string{"/abs/b", "123"},
		[2]string{`C:\logs\c`, "1"}, [2]string{"logs/a.csv", "another"}, [2]string{"a\x1b[2Jb", "1"}, [2]string{".hidden", "1"}, [2]string{"__MACOSX/x", "1"}, [2]string{"dir/", ""}))
	want(t, got, err, "logs/a.csv: 1 bytes", "etc/passwd: 2 bytes; "+out, "abs/b: 3 bytes; "+out, "logs/c: 1 bytes; "+out,
		"logs/(2)/a.csv: 7 bytes; The archive holds another file of this name.", "a\ufffd[2Jb: 1 bytes",
		".hidden; unsupported: .hidden is left alone, as in a folder. (left)", "__MACOSX/x; unsupported: __MACOSX/x is left alone, as in a folder. (left)")
}

func TestWhatIsNoFileIsSaid(t *testing.T) {
	data := tarred(t, []tar.Header{{Name: "d/", Typeflag: tar.TypeDir, Mode: 0o755}, {Name: "d/a", Typeflag: tar.TypeReg, Mode: 0o644},
		{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, {Name: "hard", Typeflag: tar.TypeLink, Linkname: "d/a"}, {Name: "pipe", Typeflag: tar.TypeFifo}}, "hello")
	const no = " in x.tar.gz is not read: it is a link or a device, and no file. (left)"
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	w.Write(data)
	w.Close()
	got, err := walk("x.tar.gz", gz.Bytes())
	want(t, got, err, "d/a: 5 bytes", "link; unsupported: link"+no, "hard; unsupported: hard"+no, "pipe; unsupported: pipe"+no)
}

func TestEncryptedMemberIsSaid(t *testing.T) {
	data := zipped(t, [2]string{"a", "1"}, [2]string{"b", "12"})
	at := bytes.LastIndex(data, []byte("PK\x01\x02"))
	data[at+8] |= 1 // in the central directory
	got, err := walk("x.zip", data)
	want(t, got, err, "a: 1 bytes", "b; unsupported: b in x.zip is not read: it is encrypted.")
}

func TestArchivesInArchives(t *testing.T) {
	data := zipped(t, [2]string{"a.csv", "x"})
	for i := range importers.MaxNested - 1 {
		data = zipped(t, [2]string{fmt.Sprintf("in%d.zip", i), string(data)}, [2]string{"b", "y"})
	}
	got, err := walk("x.zip", data)
	want(t, got, err, "in2.zip/in1.zip/in0.zip/a.csv: 1 bytes", "in2.zip/in1.zip/b: 1 bytes", "in2.zip/b: 1 bytes", "b: 1 bytes")
	got, err = walk("x.zip", zipped(t, [2]string{"in3.zip", string(data)}))
	if err != nil || len(got) != 4 || !strings.Contains(got[0], "an archive inside 4 others, which is the limit") {
		t.Errorf("one deeper: %q: %v", got, err)
	}
}

// The enclosures of a member say where it lay, by digests that anybody can take.
func TestEnclosures(t *testing.T) {
	inner := tarred(t, []tar.Header{{Name: "logs/a.csv", Typeflag: tar.TypeReg, Mode: 0o644, ModTime: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}}, "hello")
	data := zipped(t, [2]string{"in.tar", string(inner)})
	h, in, err := importers.Peek(importers.Input{Name: "out.zip", Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		t.Fatal(err)
	}
	err = archive.Walk(t.Context(), h, bytes.NewReader(data), in.Size, func(m archive.Member) error {
		sum := func(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
		if len(m.Within) != 2 || m.Within[0].SHA256 != sum(data) || m.Within[0].Name != "out.zip" || m.Within[0].Member != "in.tar" || m.Within[0].Modified != "2026-04-22T10:00:00Z" ||
			m.Within[1].SHA256 != sum(inner) || m.Within[1].Bytes != int64(len(inner)) || m.Within[1].Member != "logs/a.csv" || m.Within[1].Modified != "2026-04-01T00:00:00Z" {
			t.Errorf("%+v", m.Within)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// changing is a file that is another one at the second reading.
type changing struct {
	data  []byte
	reads int
}

func (c *changing) ReadAt(p []byte, off int64) (int, error) {
	if c.reads++; c.reads > 2 {
		c.data[len(c.data)/2] ^= 1
	}
	return bytes.NewReader(c.data).ReadAt(p, off)
}

func TestArchiveThatChangesIsNoticed(t *testing.T) {
	data := tarred(t, []tar.Header{{Name: "a", Typeflag: tar.TypeReg, Mode: 0o644}}, strings.Repeat("x", 1<<20))
	h, in, err := importers.Peek(importers.Input{Name: "x.tar", Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		t.Fatal(err)
	}
	var seen error
	err = archive.Walk(t.Context(), h, &changing{data: data}, in.Size, func(m archive.Member) error {
		if m.Reader != nil {
			_, seen = io.Copy(io.Discard, m.Reader)
		}
		return nil
	})
	if fault.KindOf(errors.Join(seen, err)) != fault.Conflict {
		t.Errorf("%v, %v", seen, err)
	}
}

func TestBombsMeetALimit(t *testing.T) {
	zeros := strings.Repeat("\x00", 64<<20)
	files := make([][2]string, 5)
	for i := range files {
		files[i] = [2]string{fmt.Sprint(i), zeros}
	}
	got, err := walk("x.zip", zipped(t, files...))
	if err != nil || len(got) != 5 || !strings.Contains(got[4], "more than 400 times its size, which is the limit") {
		t.Errorf("%q: %v", got, err)
	}
	many := make([][2]string, importers.MaxMembers+1)
	for i := range many {
		many[i] = [2]string{fmt.Sprintf(".%d", i), ""}
	}
	if _, err := walk("x.zip", zipped(t, many...)); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "more than 100000 files") {
		t.Error(err)
	}
}

func TestVisitorsErrorEndsTheWalk(t *testing.T) {
	data := zipped(t, [2]string{"in.zip", string(zipped(t, [2]string{"a", "x"}))}, [2]string{"b", "y"})
	h, in, err := importers.Peek(importers.Input{Name: "x.zip", Reader: bytes.NewReader(data), Size: int64(len(data))})
	if err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	calls := 0
	err = archive.Walk(t.Context(), h, bytes.NewReader(data), in.Size, func(archive.Member) error { calls++; return enough })
	if err != enough || calls != 1 {
		t.Errorf("%v after %d calls", err, calls)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := archive.Walk(ctx, h, bytes.NewReader(data), in.Size, func(archive.Member) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestRealFiles walks the archives of the corpora, among them broken ones: the golden
// says what each held.
func TestRealFiles(t *testing.T) {
	dir := os.Getenv("CASEBENCH_CORPORA")
	if dir == "" {
		t.Skip("CASEBENCH_CORPORA is not set: no real files to try")
	}
	var b strings.Builder
	for _, pattern := range []string{"go-archives/*/*", "zstd/*.zip", "plaso/syslog.zip"} {
		paths, err := filepath.Glob(filepath.Join(dir, "06-malformed", pattern))
		if err != nil || len(paths) == 0 {
			t.Fatal(pattern, err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			lines, err := walk(filepath.Base(path), data)
			fmt.Fprintf(&b, "%s: %d\n", filepath.Base(path), len(lines))
			for _, l := range lines[:min(len(lines), 12)] {
				fmt.Fprintf(&b, "\t%s\n", l)
			}
			if err != nil {
				message, _, _ := strings.Cut(err.Error(), ".: ")
				fmt.Fprintf(&b, "\t=> %s\n", message)
			}
		}
	}
	golden.Equal(t, "testdata/corpora.txt", []byte(b.String()))
}

func FuzzWalk(f *testing.F) {
	f.Add([]byte("PK\x03\x04"), true)
	f.Add([]byte("\x1f\x8b\x08\x00"), false)
	f.Fuzz(func(t *testing.T, data []byte, zipName bool) {
		name := "x.tar"
		if zipName {
			name = "x.zip"
		}
		_, _ = walk(name, data)
	})
}
