package jsonl_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"casebench/importers"
	"casebench/importers/jsonl"
)

// events writes n request events of about 430 bytes with the key order and the
// share of absent keys of a gateway's export.
func events(n int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := range n {
		a := rng.IntN(400)
		fmt.Fprintf(&b, `{"request_id":"req_%024x","account_id":"acct_%06d","org_id":"org_%04d","api_key_id":"key_%06d",`+
			`"ts":"2026-04-%02dT%02d:%02d:%02d.%03dZ","ip":"198.18.%d.%d","asn":"%d","ja4":"t13d1516h2_8daaf6152771_%012x",`+
			`"user_agent":"python-httpx/0.27.%d","sdk":"py-1.%d","channel":"api","model":"atlas-%d","endpoint":"/v1/messages",`+
			`"tokens_in":%d,"tokens_out":%d,"max_tokens":4096,"temperature":0.%d,"latency_ms":%d,"status":"200",`+
			`"session_id":"s_%012x","template_hash":"%016x"`,
			rng.Uint64(), a, a/4, a, 1+i%28, i%24, i%60, rng.IntN(60), rng.IntN(1000), a%256, rng.IntN(256), 64500+a%40,
			a%30, a%9, a%5, a%6, rng.IntN(4000), rng.IntN(4000), rng.IntN(10), rng.IntN(9000), rng.Uint64()>>16, a%700)
		if a%3 == 0 {
			fmt.Fprintf(&b, `,"end_user":"eu_%d"`, rng.IntN(1000))
		}
		b.WriteString("}\n")
	}
	return b.Bytes()
}

func BenchmarkDecode(b *testing.B) {
	data := events(19000)
	r, err := jsonl.Importer{}.Open(importers.Head{Name: "requests.jsonl", Bytes: data[:importers.HeadBytes]}, nil)
	if err != nil {
		b.Fatal(err)
	}
	d := r.(importers.Rows).NewDecoder()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		batch, err := d.Decode(context.Background(), importers.Chunk{Raw: data})
		if err != nil || batch.Accepted() != 19000 {
			b.Fatal(err, batch.Rejects[:1])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/19000, "ns/event")
}

// BenchmarkEncodingJSON decodes the same events into a struct, for comparison.
func BenchmarkEncodingJSON(b *testing.B) {
	data := events(19000)
	type event struct {
		RequestID    string  `json:"request_id"`
		AccountID    string  `json:"account_id"`
		OrgID        string  `json:"org_id"`
		APIKeyID     string  `json:"api_key_id"`
		TS           string  `json:"ts"`
		IP           string  `json:"ip"`
		ASN          string  `json:"asn"`
		JA4          string  `json:"ja4"`
		UserAgent    string  `json:"user_agent"`
		SDK          string  `json:"sdk"`
		Channel      string  `json:"channel"`
		Model        string  `json:"model"`
		Endpoint     string  `json:"endpoint"`
		TokensIn     int64   `json:"tokens_in"`
		TokensOut    int64   `json:"tokens_out"`
		MaxTokens    int64   `json:"max_tokens"`
		Temperature  float64 `json:"temperature"`
		LatencyMS    int64   `json:"latency_ms"`
		Status       string  `json:"status"`
		SessionID    string  `json:"session_id"`
		TemplateHash string  `json:"template_hash"`
		EndUser      string  `json:"end_user"`
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		dec := json.NewDecoder(bytes.NewReader(data))
		for range 19000 {
			var e event
			if err := dec.Decode(&e); err != nil {
				b.Fatal(err)
			}
		}
	}
}
