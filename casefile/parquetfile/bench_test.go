package parquetfile_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"casebench/casefile/parquetfile"

	"github.com/parquet-go/parquet-go"
)

type event struct {
	Account string    `parquet:"account_id,dict"`
	TS      time.Time `parquet:"ts,timestamp(microsecond)"`
	IP      string    `parquet:"ip,optional,dict"`
	Agent   string    `parquet:"user_agent,optional,dict"`
	Model   string    `parquet:"model,dict"`
	In      int64     `parquet:"tokens_in"`
	Out     int64     `parquet:"tokens_out,optional"`
	Hash    string    `parquet:"prompt_hash,optional"`
}

// BenchmarkLines says what a row costs before it is read as a line.
func BenchmarkLines(b *testing.B) {
	const rows = 50_000
	var out bytes.Buffer
	w := parquet.NewGenericWriter[event](&out, parquet.Compression(&parquet.Zstd))
	at := time.Date(2026, 5, 18, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		e := event{fmt.Sprintf("acct_%06d", i%900), at.Add(time.Duration(i) * 7 * time.Millisecond), fmt.Sprintf("198.18.%d.%d", i%200, i%250),
			"python-requests/2.32", "atlas-4", int64(i * 31 % 4000), int64(i % 900), fmt.Sprintf("%016x", uint64(i)*0x9e3779b97f4a7c15)}
		if _, err := w.Write([]event{e}); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	data := out.Bytes()
	b.ReportAllocs()
	for b.Loop() {
		f, err := parquetfile.Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		lines := f.Lines(b.Context())
		n, err := io.Copy(io.Discard, lines)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(n)
		lines.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
