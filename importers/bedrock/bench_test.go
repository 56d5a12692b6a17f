package bedrock_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"casebench/importers"
	"casebench/importers/bedrock"
)

// invocations writes n records of about 900 bytes.
func invocations(n int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, `{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-05-%02dT%02d:%02d:00Z","accountId":"111122223333",`+
			`"identity":{"arn":"arn:aws:iam::111122223333:user/user-%d"},"region":"eu-west-1","requestId":"%08x-0000-4000-8000-%012x","operation":"Converse",`+
			`"modelId":"anthropic.claude-3-haiku-20240307-v1:0","input":{"inputContentType":"application/json","inputBodyJson":{"messages":[{"role":"user",`+
			`"content":[{"text":"Write out the reasoning for case %d, step by step, and give the answer at the end in one line of plain text."}]}],`+
			`"inferenceConfig":{"maxTokens":500,"temperature":0.2}},"inputTokenCount":%d},"output":{"outputContentType":"application/json","outputBodyJson":`+
			`{"output":{"message":{"role":"assistant","content":[{"text":"The answer to %d is given after the steps, of which there are several."}]}},`+
			`"stopReason":"end_turn","metrics":{"latencyMs":%d},"usage":{"inputTokens":%d,"outputTokens":3,"totalTokens":45}},"outputTokenCount":3}}`+"\n",
			1+i%28, i%24, i%60, rng.IntN(400), rng.Uint32(), rng.Uint64()>>16, rng.IntN(700), 42, i, rng.IntN(9000), 42)
	}
	return b.Bytes()
}

func BenchmarkDecode(b *testing.B) {
	data := invocations(8000)
	r, err := bedrock.Importer{}.Open(importers.Head{Name: "x.jsonl", Bytes: data[:importers.HeadBytes]}, nil)
	if err != nil {
		b.Fatal(err)
	}
	d := r.(importers.Rows).NewDecoder()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		batch, err := d.Decode(context.Background(), importers.Chunk{Raw: data})
		if err != nil || batch.Accepted() != 8000 {
			b.Fatal(err, batch.Rejects)
		}
	}
}

// BenchmarkEncodingJSON decodes the same records into any, for comparison: what a
// reader of unknown records does without a schema.
func BenchmarkEncodingJSON(b *testing.B) {
	data := invocations(8000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		for line := range bytes.Lines(data) {
			var v any
			if err := json.Unmarshal(line, &v); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkCut finds the records of a list, which one goroutine does for all.
func BenchmarkCut(b *testing.B) {
	data := append([]byte("["), bytes.ReplaceAll(bytes.TrimRight(invocations(8000), "\n"), []byte("\n"), []byte(",\n"))...)
	r, err := bedrock.Importer{}.Open(importers.Head{Name: "x.json", Bytes: data[:importers.HeadBytes]}, nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if n := r.(importers.Rows).Cut(data, false); n < len(data)/2 {
			b.Fatal(n)
		}
	}
}
