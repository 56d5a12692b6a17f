package misp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/misp"
	"casebench/internal/fault"
)

// FuzzRead checks that what is read was valid JSON with addresses that cut values
// out of it, that doors add up, that invalid JSON is refused as such, and that
// nothing panics.
func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob("testdata/*/input.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("\xef\xbb\xbf{\"Attribute\":{\"type\":\"domain|ip\",\"value\":\"|\"}}"))
	f.Add([]byte(`{"response":[{"Attribute":[{"type":"ip-src|port","value":"|","timestamp":1e99,"deleted":"x"}]}`))
	f.Add([]byte(`{"Attribute":[{"uuid":true,"type":"0","value":true}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		valid := json.Valid(bytes.TrimPrefix(data, importers.BOM(data)))
		r, err := misp.Importer{}.Open(importers.Head{Name: "x.json"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		batches, err := r.(importers.Document).Parse(context.Background(), data)
		kind := fault.KindOf(err)
		switch {
		case err == nil && !valid:
			t.Error("invalid JSON was read")
		case kind == fault.Internal, valid && kind == fault.Corrupt, !valid && kind == fault.Unsupported:
			t.Errorf("valid JSON: %t, refused with: %v", valid, err)
		case err == nil:
			addresses(t, &importertest.Sink{Batches: batches})
			var together []byte
			for _, b := range batches {
				if b.Accepted()+len(b.Rejects)+b.Skipped != b.Rows {
					t.Errorf("%d accepted, %d rejected, %d skipped of %d rows", b.Accepted(), len(b.Rejects), b.Skipped, b.Rows)
				}
				together = append(together, b.Raw...)
			}
			if !bytes.Equal(together, data) {
				t.Error("the batches together are not the input")
			}
		}
	})
}
