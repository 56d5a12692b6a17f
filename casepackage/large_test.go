package casepackage_test

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"os/exec"
	"testing"

	"casebench/casefile"
	"casebench/casepackage"
	"casebench/casepackage/bagit"
)

// More files than the old end record can count: the ZIP64 form, which the standard
// library reads as well.
func TestMoreThan65535Files(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("takes some seconds")
	}
	c := small()
	c.Exhibits = nil
	for i := range uint32(32800) {
		c.Exhibits = append(c.Exhibits, casepackage.Exhibit{Exhibit: casefile.Exhibit{Number: i + 1, Title: "row"}, Name: "r", Rows: seq(casepackage.SourceRow{Raw: []byte("x")})})
	}
	path := pack(t, c, casepackage.Options{})
	if r := verify(t, path, casepackage.VerifyOptions{}); !r.OK || r.Files < 65600 {
		t.Errorf("%d files: %+v", r.Files, r.First())
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) < 65600 {
		t.Errorf("the standard library sees %d files", len(z.File))
	}
}

// A file beyond 4 GiB, and others behind it.
func TestFileBeyond4GiB(t *testing.T) {
	if os.Getenv("CASEBENCH_LARGE") == "" {
		t.Skip("set CASEBENCH_LARGE; it needs 4.2 GB of disk")
	}
	const size = 1<<32 + 12345
	c := small()
	c.Exhibits = append(c.Exhibits[:1], casepackage.Exhibit{Exhibit: casefile.Exhibit{Number: 5, Title: "large"}, Name: "large.bin", Size: size,
		Original: func(context.Context) (io.ReadCloser, error) {
			return io.NopCloser(io.LimitReader(pattern{}, size)), nil
		}})
	path := pack(t, c, casepackage.Options{})
	if r := verify(t, path, casepackage.VerifyOptions{}); !r.OK || r.Bytes < size {
		t.Errorf("%+v", r.First())
	}
	if out, err := exec.Command("unzip", "-tq", path).CombinedOutput(); err != nil {
		t.Errorf("unzip: %v: %s", err, out)
	}
}

// A reader of bags that knows nothing of packages finds ours valid; and a bag that
// is no package is called what it is.
func TestPackagesAreBags(t *testing.T) {
	dir := unpack(t, pack(t, rich(), casepackage.Options{Profile: casepackage.Enforcement, Signer: signer(t)}))
	b, err := bagit.Read(t.Context(), os.DirFS(dir))
	if err != nil || b.Version != "1.0" || len(b.Warnings) != 0 {
		t.Errorf("%+v, %v", b, err)
	}
	other := t.TempDir()
	for name, text := range map[string]string{"bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "manifest-sha256.txt": ""} {
		if err := os.WriteFile(other+"/"+name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	r := verify(t, other, casepackage.VerifyOptions{})
	if bad := r.First(); bad == nil || bad.Name != "package" {
		t.Errorf("a bag that is no package: %+v", r.Checks)
	}
}
