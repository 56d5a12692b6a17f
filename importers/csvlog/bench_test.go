package csvlog_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"testing"

	"casebench/importers"
	"casebench/importers/csvlog"
	"casebench/importers/delimited"
)

// logins makes n rows of about 150 bytes, one field in them quoted.
func logins(n int) []byte {
	var b bytes.Buffer
	b.WriteString("account_id,ts,ip,asn,country,user_agent,ja4,device_id,result\n")
	for i := range n {
		fmt.Fprintf(&b, "acct_%06d,2026-04-%02dT%02d:%02d:00Z,198.18.%d.%d,%d,DE,\"Mozilla/5.0 (X11, Linux %d)\",t13d1516h2_8daaf6152771_%012x,dev_%05d,ok\n",
			i%4000, 1+i%28, i%24, i%60, i%200, i%251, 64500+i%40, i%30, i%30, i%5000)
	}
	return b.Bytes()
}

const rows = 40_000

func BenchmarkDecode(b *testing.B) {
	data := logins(rows)
	r, err := csvlog.Importer{}.Open(importers.Head{Name: "logins.csv", Bytes: data[:importers.HeadBytes]}, nil)
	if err != nil {
		b.Fatal(err)
	}
	d := r.(importers.Rows).NewDecoder()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if batch, err := d.Decode(context.Background(), importers.Chunk{Raw: data}); err != nil || batch.Accepted() != rows {
			b.Fatal(err)
		}
	}
}

func BenchmarkSplit(b *testing.B) {
	data := logins(rows)
	b.SetBytes(int64(len(data)))
	d := delimited.Dialect{Comma: ','}
	var f delimited.Fields
	for b.Loop() {
		for at := 0; at < len(data); {
			r, _ := d.Next(data, at, true)
			d.Split(data[at:r.End], r.Quoted, &f)
			at = r.Next
		}
	}
}

// BenchmarkEncodingCSV splits the same rows, for comparison with BenchmarkSplit.
func BenchmarkEncodingCSV(b *testing.B) {
	data := logins(rows)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(data))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}
