package envelope_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"casebench/importers"
	"casebench/importers/cri"
	"casebench/importers/docker"
	"casebench/importers/importertest"
	"casebench/importers/jsonl"
)

// line is a request of about n bytes.
func line(i, n int) string {
	return fmt.Sprintf(`{"request_id":"r-%d","account_id":"acct_%d","ts":"2024-05-17T10:05:03Z","ip":"192.0.2.10","model":"atlas-5","prompt_text":"%s"}`,
		i, i%7, strings.Repeat("a b ", n/4))
}

// Lines in parts come together over the places where a stream is cut, with those of
// the other stream between them; a row's address holds all of its parts.
func TestPartsOverChunks(t *testing.T) {
	const rows, size, piece = 400, 60_000, 16 << 10
	inside := []importers.Importer{jsonl.Importer{}}
	for name, c := range map[string]struct {
		importer importers.Importer
		part     func(b *bytes.Buffer, text string, part bool)
		other    string
	}{
		"cri": {cri.Importer{Inside: inside}, func(b *bytes.Buffer, text string, part bool) {
			fmt.Fprintf(b, "2024-05-17T10:05:03.1Z stdout %s %s\n", map[bool]string{true: "P", false: "F"}[part], text)
		}, "2024-05-17T10:05:03.1Z stderr F {\"request_id\":\"e\",\"account_id\":\"acct_e\",\"ts\":\"2024-05-17T10:05:03Z\",\"ip\":\"192.0.2.11\"}\n"},
		"docker": {docker.Importer{Inside: inside}, func(b *bytes.Buffer, text string, part bool) {
			if !part {
				text += "\n"
			}
			quoted, _ := json.Marshal(text)
			fmt.Fprintf(b, "{\"log\":%s,\"stream\":\"stdout\",\"time\":\"2024-05-17T10:05:03.1Z\"}\n", quoted)
		}, "{\"log\":\"{\\\"request_id\\\":\\\"e\\\",\\\"account_id\\\":\\\"acct_e\\\",\\\"ts\\\":\\\"2024-05-17T10:05:03Z\\\",\\\"ip\\\":\\\"192.0.2.11\\\"}\\n\",\"stream\":\"stderr\",\"time\":\"2024-05-17T10:05:03.1Z\"}\n"},
	} {
		var b bytes.Buffer
		parts := 0
		for i := range rows {
			text := line(i, size)
			for len(text) > piece {
				c.part(&b, text[:piece], true)
				b.WriteString(c.other)
				text, parts = text[piece:], parts+1
			}
			c.part(&b, text, false)
		}
		sink, src, err := importertest.Read(t, c.importer, "container.log", b.Bytes(), nil)
		if err != nil {
			t.Fatal(name, err)
		}
		if len(sink.Batches) < 2 {
			t.Fatalf("%s: %d batch: the test does not test what it should", name, len(sink.Batches))
		}
		if src.Accepted != int64(rows+parts) || src.Skipped != int64(parts) || src.Rejected != 0 || src.Rows != int64(rows+2*parts) {
			t.Errorf("%s: %d rows, %d accepted, %d skipped, %d rejected", name, src.Rows, src.Accepted, src.Skipped, src.Rejected)
		}
		first := sink.Batches[0].Blocks[0]
		if raw := sink.Batches[0].Raw[first.Offset[0]:][:first.Length[0]]; bytes.Count(raw, []byte("prompt_text")) != 1 || bytes.Count(raw, []byte("\n")) != 6 {
			t.Errorf("%s: the first row's bytes are %d lines", name, bytes.Count(raw, []byte("\n"))+1)
		}
	}
}

// A line in parts that never ends does not keep the rest of the file from being read.
func TestPartsThatNeverEnd(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("2024-05-17T10:05:03.1Z stderr P never ended\n")
	const rows = 200_000 // some 28 MiB
	for i := range rows {
		fmt.Fprintf(&b, "2024-05-17T10:05:03.1Z stdout F %s\n", line(i, 20))
	}
	_, src, err := importertest.Read(t, cri.Importer{Inside: []importers.Importer{jsonl.Importer{}}}, "container.log", b.Bytes(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if src.Accepted != rows || src.Rejected != 1 {
		t.Errorf("%d accepted, %d rejected, want %d and 1", src.Accepted, src.Rejected, rows)
	}
}
