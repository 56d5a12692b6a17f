package importers_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"casebench/importers"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
	"casebench/internal/progress"
)

// requests makes n request events of about 400 bytes.
func requests(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		h := uint64(i) * 0x9e3779b97f4a7c15
		fmt.Fprintf(&b, `{"request_id":"req_%016x","account_id":"acct_%06d","org_id":"org_%04d","api_key_id":"key_%06d","ts":"2026-04-%02dT%02d:%02d:%02d.%03dZ",`+
			`"ip":"198.18.%d.%d","asn":"%d","user_agent":"python-httpx/0.27.%d","channel":"api","model":"atlas-%d","endpoint":"/v1/messages",`+
			`"tokens_in":%d,"tokens_out":%d,"latency_ms":%d,"status":"200","session_id":"s_%012x","template_hash":"%016x"}`+"\n",
			h, h%400, h%100, h%400, 1+i%28, i%24, i%60, i%59, i%1000, h%40, h%250, 64500+h%40, h%30, h%5, h%4000, h%4001, h%9001, h>>16, h%700)
	}
	return b.Bytes()
}

// BenchmarkRun is the whole pipeline but for packing and storing: read, hash,
// cut, decode, hash each chunk.
func BenchmarkRun(b *testing.B) {
	const rows = 150_000
	data := requests(rows)
	for _, in := range []struct {
		name string
		data []byte
	}{{"requests.jsonl", data}, {"requests.jsonl.gz", importertest.Gzip(data)}, {"requests.jsonl.zst", importertest.Zstd(data)}} {
		b.Run(in.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				src, err := importers.Run(context.Background(), importers.Input{Name: in.name, Reader: bytes.NewReader(in.data), Size: -1},
					jsonl.Importer{}, nil, &countingSink{}, progress.Discard)
				if err != nil || src.Accepted != rows {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)*rows/b.Elapsed().Seconds(), "events/s")
		})
	}
}
