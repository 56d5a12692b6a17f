package bagit_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"casebench/casepackage/bagit"
)

// The Library of Congress's conformance suite: the folder's name is the verdict.
// Bags that are unsafe on one system only must be refused on every one.
func TestConformance(t *testing.T) {
	root := os.Getenv("CASEBENCH_CORPORA")
	if root == "" {
		t.Skip("set CASEBENCH_CORPORA to the folder of corpora")
	}
	bags, err := filepath.Glob(filepath.Join(root, "07-bagit-case", "bagit-conformance", "v*", "*", "*"))
	if err != nil || len(bags) < 30 {
		t.Fatalf("%d bags, %v", len(bags), err)
	}
	count := map[string]int{}
	for _, dir := range bags {
		version, verdict, name := filepath.Base(filepath.Dir(filepath.Dir(dir))), filepath.Base(filepath.Dir(dir)), filepath.Base(dir)
		t.Run(version+"/"+verdict+"/"+name, func(t *testing.T) {
			_, err := bagit.Read(t.Context(), os.DirFS(dir))
			var why *bagit.Invalid
			if err != nil && !errors.As(err, &why) {
				t.Fatalf("it cannot be read: %v", err)
			}
			count[verdict]++
			switch verdict {
			case "valid":
				if err != nil {
					t.Errorf("a valid bag is refused: %v", err)
				}
			case "invalid", "linux-only", "windows-only":
				if err == nil {
					t.Error("a bag that must be refused is accepted")
				} else {
					t.Log(err)
				}
			default:
				t.Logf("%s: %v", verdict, err)
			}
		})
	}
	t.Log(count)
}

// FuzzRead: no bag, whatever its tag files hold, makes the reader fail in another
// way than with a verdict.
func FuzzRead(f *testing.F) {
	f.Add("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "Payload-Oxum: 1.1\n", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881  data/x\n")
	f.Add("BagIt-Version: 0.97\nTag-File-Character-Encoding: ISO-8859-1", "a:b\n c\n", "*data/../x\r\n")
	f.Fuzz(func(t *testing.T, declaration, info, manifest string) {
		_, err := bagit.Read(t.Context(), fstest.MapFS{
			"bagit.txt":           {Data: []byte(declaration)},
			"bag-info.txt":        {Data: []byte(info)},
			"manifest-sha256.txt": {Data: []byte(manifest)},
			"fetch.txt":           {Data: []byte(info)},
			"data/x":              {Data: []byte("x")},
		})
		var why *bagit.Invalid
		if err != nil && !errors.As(err, &why) {
			t.Fatalf("%v", err)
		}
		if err == nil && !strings.Contains(manifest, "data/x") {
			t.Fatalf("a bag is valid whose manifest %q does not list its payload", manifest)
		}
	})
}
