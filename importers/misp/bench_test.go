package misp_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"casebench/importers"
	"casebench/importers/misp"
)

// BenchmarkParse reads one event of 50,000 attributes.
func BenchmarkParse(b *testing.B) {
	var doc bytes.Buffer
	doc.WriteString(`{"Event":{"info":"large","Attribute":[`)
	for i := range 50_000 {
		fmt.Fprintf(&doc, `{"uuid":"00000000-0000-4000-8000-%012x","type":"ip-src","category":"Network activity","value":"2001:db8::%x",`+
			`"comment":"relay exit","to_ids":true,"timestamp":"1775001600","deleted":false,"distribution":"5","Tag":[]},`+"\n", i, i)
	}
	doc.WriteString(`{}],"Tag":[{"name":"tlp:amber"}]}}`)
	r, err := misp.Importer{}.Open(importers.Head{Name: "x.json"}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(doc.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.(importers.Document).Parse(context.Background(), doc.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
