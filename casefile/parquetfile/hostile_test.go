package parquetfile_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"casebench/casefile/parquetfile"
	"casebench/internal/fault"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
)

type pair struct {
	A string `parquet:"a,optional"`
	B int64  `parquet:"b"`
}

func pairs(t *testing.T, n int, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[pair](&b, options...)
	for i := range n {
		if _, err := w.Write([]pair{{fmt.Sprintf("value %d", i%7), int64(i)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func kindOf(t *testing.T, data []byte, want fault.Kind, says string) {
	t.Helper()
	if _, err := read(data); fault.KindOf(err) != want || !strings.Contains(fmt.Sprint(err), says) {
		t.Errorf("%v; want a fault of kind %s that says %q", err, want, says)
	}
}

func TestBrokenFiles(t *testing.T) {
	data := pairs(t, 1000, parquet.Compression(&parquet.Zstd))
	lines, err := read(data)
	if err != nil || !strings.HasPrefix(string(lines), "{\"a\":\"value 0\",\"b\":0}\n{\"a\":\"value 1\",\"b\":1}\n") {
		t.Fatalf("the sound file: %v\n%.100s", err, lines)
	}
	for _, cut := range []int{0, 3, 11, len(data) / 2, len(data) - 1} {
		kindOf(t, data[:cut], fault.Corrupt, "")
	}
	kindOf(t, append([]byte("PARE"), data[4:]...), fault.Unsupported, "encrypted")
	kindOf(t, append([]byte("CSV1"), data[4:]...), fault.Corrupt, "does not begin")

	big := bytes.Clone(data)
	binary.LittleEndian.PutUint32(big[len(big)-8:], 1<<31)
	kindOf(t, big, fault.Corrupt, "no footer")

	flipped := bytes.Clone(data)
	flipped[bytes.Index(flipped, []byte{0x28, 0xb5, 0x2f, 0xfd})+12] ^= 0xff // inside the first page
	kindOf(t, flipped, fault.Corrupt, "")
}

// A list of 2^28 row groups in a footer of a few bytes is refused before anybody
// makes room for it.
func TestAFooterThatClaimsTooMuch(t *testing.T) {
	footer := []byte{0x15, 2, 0x19, 0xfc}
	footer = binary.AppendUvarint(footer, 1<<28)
	footer = append(footer, make([]byte, 64)...)
	data := append([]byte("PAR1"), footer...)
	data = binary.LittleEndian.AppendUint32(data, uint32(len(footer)))
	kindOf(t, append(data, "PAR1"...), fault.Corrupt, "footer")
}

// A page that decompresses to more than its header says is refused before it is.
func TestAPageThatGrows(t *testing.T) {
	w, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	data := pairs(t, 100_000, parquet.Compression(&parquet.Zstd), parquet.DataPageVersion(1), parquet.PageBufferSize(64<<10))
	magic := []byte{0x28, 0xb5, 0x2f, 0xfd}
	at := bytes.Index(data, magic)
	bomb := w.EncodeAll(make([]byte, 512<<20), nil)
	grown := bytes.Clone(data)
	// The head of a frame of 512 MiB in place of the head of the page's.
	copy(grown[at:], bomb[:16])
	_, err = read(grown)
	if fault.KindOf(err) != fault.Corrupt || !strings.Contains(err.Error(), "decompresses to another size") {
		t.Errorf("a page that grows: %v", err)
	}
}

func TestTooManyColumns(t *testing.T) {
	group := parquet.Group{}
	for i := range parquetfile.MaxColumns + 1 {
		group[fmt.Sprintf("column_%05d", i)] = parquet.Optional(parquet.String())
	}
	var b bytes.Buffer
	if err := parquet.NewGenericWriter[any](&b, parquet.NewSchema("wide", group)).Close(); err != nil {
		t.Fatal(err)
	}
	kindOf(t, b.Bytes(), fault.Invalid, "more than 2000 columns")
}

func TestTooDeep(t *testing.T) {
	node := parquet.String()
	for range parquetfile.MaxDepth + 1 {
		node = parquet.Group{"x": node}
	}
	var b bytes.Buffer
	if err := parquet.NewGenericWriter[any](&b, parquet.NewSchema("deep", node)).Close(); err != nil {
		t.Fatal(err)
	}
	kindOf(t, b.Bytes(), fault.Invalid, "deeper than 32 levels")
}

// failing is a disk that breaks.
type failing struct {
	*bytes.Reader
	left int
}

var errDisk = errors.New("the disk broke")

func (f *failing) ReadAt(p []byte, off int64) (int, error) {
	if f.left--; f.left < 0 {
		return 0, errDisk
	}
	return f.Reader.ReadAt(p, off)
}

func TestADiskThatBreaksIsNoDamagedFile(t *testing.T) {
	data := pairs(t, 1000)
	for left := range 8 {
		in := &failing{bytes.NewReader(data), left}
		f, err := parquetfile.Open(in, int64(len(data)))
		if err == nil {
			lines := f.Lines(t.Context())
			_, err = io.ReadAll(lines)
			lines.Close()
		}
		if in.left >= 0 {
			break
		}
		if !errors.Is(err, errDisk) || fault.KindOf(err) == fault.Corrupt {
			t.Errorf("after %d reads: %v", left, err)
		}
	}
}
