package packing_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"casebench/casefile/packing"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

// hello is "hello\n" as bzip2 1.0.8 packs it.
const hello = "425a6839314159265359c1c080e2000001410000100244a00030cd00c3462997177245385090c1c080e2"

func gz(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func xzed(t *testing.T, b []byte) []byte {
	var out bytes.Buffer
	w, err := xz.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zs(t *testing.T, b []byte) []byte {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return w.EncodeAll(b, nil)
}

func bz(t *testing.T) []byte {
	b, err := hex.DecodeString(hello)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func read(b []byte, how string) (string, error) {
	r, err := packing.Open(bytes.NewReader(b), how)
	if err != nil {
		return "", err
	}
	defer r.Close()
	out, err := io.ReadAll(r)
	return string(out), err
}

func TestEachLayer(t *testing.T) {
	text := []byte("hello\n")
	for _, c := range []struct {
		name, how string
		data      []byte
		want      string
	}{
		{"nothing", "", text, "hello\n"},
		{"gzip", "gzip", gz(text), "hello\n"},
		{"gzip in two members", "gzip", append(gz(text), gz(text)...), "hello\nhello\n"},
		{"zstd", "zstd", zs(t, text), "hello\n"},
		{"zstd in two frames", "zstd", append(zs(t, text), zs(t, text)...), "hello\nhello\n"},
		{"bzip2", "bzip2", bz(t), "hello\n"},
		{"bzip2 in two streams", "bzip2", append(bz(t), bz(t)...), "hello\nhello\n"},
		{"xz", "xz", xzed(t, text), "hello\n"},
		{"xz in two streams", "xz", append(xzed(t, text), xzed(t, text)...), "hello\nhello\n"},
		{"gzip in xz", "xz+gzip", xzed(t, gz(text)), "hello\n"},
		{"UTF-16, its mark kept", "utf-16le", []byte("\xff\xfeh\x00\xe9\x00"), "\ufeffhé"},
		{"UTF-16 from the other end", "utf-16be", []byte("\xfe\xff\x00h\xd8\x3d\xde\x00"), "\ufeffh😀"},
		{"half a surrogate pair, half a unit", "utf-16le", []byte("\x3d\xd8a\x00b"), "\ufffda\ufffd"},
		{"Windows-1252", "windows-1252", []byte("caf\xe9 \x80 \x81"), "café € \ufffd"},
		{"Windows-1252 in gzip", "gzip+windows-1252", gz([]byte("\xfea\xfe\x14\xfeb\xfe")), "þaþ\x14þbþ"},
	} {
		got, err := read(c.data, c.how)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
		if first := packing.Split(c.how); len(first) > 0 && !packing.IsText(first[0]) && packing.Of(c.data) != first[0] {
			t.Errorf("%s is recognised as %q", c.name, packing.Of(c.data))
		}
		if !packing.Known(c.how) || packing.Join(packing.Split(c.how)...) != c.how {
			t.Errorf("%s: the packing %q is not known", c.name, c.how)
		}
	}
}

func TestCutOffIsUnexpectedEOF(t *testing.T) {
	text := []byte(strings.Repeat("a line that is not the same as others, or nearly so\n", 50))
	for how, data := range map[string][]byte{"gzip": gz(text), "zstd": zs(t, text), "bzip2": bz(t), "xz": xzed(t, text)} {
		for _, n := range []int{len(data) - 1, len(data) / 2, 7} {
			if _, err := read(data[:n], how); !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("%s of %d of %d bytes: %v", how, n, len(data), err)
			}
		}
	}
}

func TestWindowHasALimit(t *testing.T) {
	data := xzed(t, []byte("hello\n"))
	data[12+1+1+2] = 40 // 4 GiB
	if _, err := read(data, "xz"); !errors.Is(err, packing.ErrWindow) {
		t.Errorf("xz: %v", err)
	}
	if _, err := read([]byte("\x28\xb5\x2f\xfd\x00\xa8"), "zstd"); err == nil {
		t.Error("zstd: a window of 2 GiB was granted")
	}
}

func TestUnknownLayerIsAnError(t *testing.T) {
	if _, err := read(nil, "gzip+rot13"); err == nil || packing.Known("rot13") {
		t.Error("rot13 is known")
	}
}

func TestWords(t *testing.T) {
	if got := packing.Words("gzip+utf-16le"); got != "gzip, text in UTF-16 (little-endian)" {
		t.Error(got)
	}
	for how, want := range map[string]string{"": "", "gzip": "gzip", "utf-16le": "", "xz+gzip+windows-1252": "xz+gzip", "parquet": "parquet"} {
		if got := packing.Compressions(how); got != want {
			t.Errorf("compressions of %q are %q", how, got)
		}
	}
	if packing.Text("gzip+utf-16le") != "utf-16le" || packing.Text("gzip") != "" || packing.Text("") != "" {
		t.Error("the encoding of the text is not told")
	}
}
