package parquet_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
)

// The samples are kept as files, so that what they are does not change with the
// library that wrote them; -samples writes them anew.
var samples = flag.Bool("samples", false, "write the samples anew")

type account struct {
	AccountID string    `parquet:"account_id,dict"`
	Email     *string   `parquet:"email"`
	CreatedAt time.Time `parquet:"created_at,timestamp(millisecond)"`
	SignupIP  string    `parquet:"signup_ip,optional"`
}

type client struct {
	IP    string `parquet:"ip,optional"`
	Agent string `parquet:"user_agent,optional"`
}

type request struct {
	RequestID [16]byte          `parquet:"request_id,uuid"`
	Account   string            `parquet:"account_id,optional,dict"`
	TS        int64             `parquet:"ts,optional,timestamp(microsecond:local)"`
	Client    *client           `parquet:"client"`
	TokensIn  uint32            `parquet:"tokens_in,delta"`
	Cost      int64             `parquet:"cost,decimal(4:12)"`
	Scores    []float64         `parquet:"scores,list"`
	Labels    map[string]string `parquet:"labels"`
	Day       int32             `parquet:"day,date"`
	Blob      []byte            `parquet:"blob,optional"`
	Tags      string            `parquet:"tags,json"`
	Text      string            `parquet:"prompt_text,optional"`
}

func text(s string) *string { return &s }

func write[T any](t *testing.T, rows []T, group int, options ...parquet.WriterOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[T](&b, options...)
	for len(rows) > 0 {
		n := min(group, len(rows))
		if _, err := w.Write(rows[:n]); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		rows = rows[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func accounts() []account {
	at := time.Date(2026, 5, 18, 6, 30, 0, 5e6, time.UTC)
	return []account{
		{"acct_001", text("ana@example.org"), at, "192.0.2.1"},
		{"acct_002", nil, at.Add(time.Hour), "2001:db8::7"},
		{"", text("nobody@example.org"), at, "192.0.2.2"},
		{"acct_003", text("ž\"\\\n@example.org"), at.Add(-24 * time.Hour), "not an address"},
	}
}

func requests() []request {
	ts := time.Date(2026, 5, 18, 0, 0, 0, 720_001_000, time.UTC).UnixMicro()
	return []request{
		{[16]byte{0x03, 0xfe, 0xb7, 15: 0xd4}, "acct_001", ts, &client{"198.51.100.7", "curl/8"}, 12, 12345, []float64{0.5, 1e-9}, map[string]string{"k": "v"}, 20591, []byte{0xff, 0}, "{\"a\": [1,\n2]}", "a line\nand another"},
		{[16]byte{0x03, 0xfe, 0xb7, 15: 0xd5}, "acct_002", ts + 1, nil, 4_000_000_000, -5, nil, nil, 0, nil, "no json", ""},
		{[16]byte{0x03, 0xfe, 0xb7, 15: 0xd6}, "", ts + 2, &client{}, 1, 0, nil, nil, -1, nil, "", ""},
	}
}

func TestSamples(t *testing.T) {
	if !*samples {
		t.Skip("the samples stay as they are without -samples")
	}
	type other struct {
		Colour string `parquet:"colour"`
		Weight int64  `parquet:"weight"`
	}
	for name, b := range map[string][]byte{
		"accounts": write(t, accounts(), 100, parquet.Compression(&parquet.Zstd)),
		"groups":   write(t, accounts(), 1, parquet.Compression(&parquet.Snappy)),
		"requests": write(t, requests(), 2, parquet.Compression(&parquet.Gzip), parquet.DataPageVersion(1)),
		"lz4":      write(t, requests(), 3, parquet.Compression(&parquet.Lz4Raw)),
		"unmapped": write(t, []other{{"blue", 1}, {"red", 2}}, 100),
	} {
		dir := filepath.Join("testdata", name)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "input.parquet"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
