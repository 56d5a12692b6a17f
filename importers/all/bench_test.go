package all_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"casebench/importers"
	"casebench/importers/all"
)

// benchRows is how many rows of each log are decoded at once: less than a chunk.
const benchRows = 19_000

// benchLogs are the same requests as each format writes them.
func benchLogs() []benchLog {
	var web, elb, iis, zeek, docker, cri, syslog bytes.Buffer
	iis.WriteString("#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query cs(User-Agent) sc-status time-taken\n")
	zeek.WriteString("#separator \\x09\n#path\tssl\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tcipher\tserver_name\tja3\tja4\n")
	for i := range benchRows {
		h := uint64(i) * 0x9e3779b97f4a7c15
		at := time.Unix(1715940303+int64(i/20), 0).UTC()
		ip := fmt.Sprintf("198.18.%d.%d", h>>40%256, h>>48%40)
		agent := fmt.Sprintf("python-httpx/0.27.%d (example; rv:%d)", h>>20%30, h>>30%9)
		line := fmt.Sprintf(`%s - - [%s] "POST /v1/messages?beta=%d HTTP/1.1" 200 %d "https://example.com/start" "%s"`,
			ip, at.Format("02/Jan/2006:15:04:05 -0700"), h%10, h%9000, agent)
		web.WriteString(line + "\n")
		fmt.Fprintf(&elb, `https %s app/example/50dc6c495c0c9188 %s:%d 10.0.0.1:80 0.001 0.%03d 0.000 200 200 %d %d "POST https://api.example.com:443/v1/messages HTTP/1.1" "%s" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/example/73e2d6bc24d8a067 "Root=1-%016x" "api.example.com" "-" 0 %s "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`+"\n",
			at.Format("2006-01-02T15:04:05.000000Z"), ip, 1024+h%60000, h%1000, h%3000, h%9000, agent, h, at.Format("2006-01-02T15:04:05.000000Z"))
		fmt.Fprintf(&iis, "%s %s POST /v1/messages beta=%d %s 200 %d\n", at.Format("2006-01-02 15:04:05"), ip, h%10, bytes.ReplaceAll([]byte(agent), []byte{' '}, []byte{'+'}), h%9000)
		fmt.Fprintf(&zeek, "%d.%06d\tC%016x\t%s\t%d\t198.51.100.5\t443\tTLSv13\tTLS_AES_128_GCM_SHA256\tapi.example.com\t353a03072e841d5004dfaa78561ccc%02x\tt13d1516h2_8daaf6152771_02713d6af%03x\n",
			at.Unix(), h%1000000, h, ip, 1024+h%60000, h>>20%200, h>>20%200)
		quoted, _ := json.Marshal(line + "\n")
		fmt.Fprintf(&docker, "{\"log\":%s,\"stream\":\"stdout\",\"time\":\"%s\"}\n", quoted, at.Format("2006-01-02T15:04:05.000000000Z"))
		fmt.Fprintf(&cri, "%s stdout F %s\n", at.Format("2006-01-02T15:04:05.000000000Z"), line)
		fmt.Fprintf(&syslog, "<190>%s web1 nginx: %s\n", at.Format("Jan _2 15:04:05"), line)
	}
	return []benchLog{{"weblog", web.Bytes()}, {"aws-elb", elb.Bytes()}, {"iis", iis.Bytes()}, {"zeek", zeek.Bytes()},
		{"docker", docker.Bytes()}, {"cri", cri.Bytes()}, {"syslog", syslog.Bytes()}}
}

type benchLog struct {
	id   string
	data []byte
}

// BenchmarkLogs decodes each log on one core, beside a regular expression that only
// cuts the combined form into its values.
func BenchmarkLogs(b *testing.B) {
	logs := benchLogs()
	for _, l := range logs {
		b.Run(l.id, func(b *testing.B) {
			imp, err := all.Registry().Find(l.id)
			if err != nil {
				b.Fatal(err)
			}
			r, err := imp.Open(importers.Head{Name: "x.log", Bytes: l.data[:importers.HeadBytes]}, nil)
			if err != nil {
				b.Fatal(err)
			}
			d := r.(importers.Rows).NewDecoder()
			b.SetBytes(int64(len(l.data)))
			b.ReportAllocs()
			for b.Loop() {
				batch, err := d.Decode(context.Background(), importers.Chunk{Raw: l.data})
				if err != nil || batch.Accepted() != benchRows {
					b.Fatal(err, batch.Rejects)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/event")
		})
	}
	b.Run("regexp", func(b *testing.B) {
		combined := regexp.MustCompile(`^(\S+) (\S+) (\S+) \[([^\]]+)\] "([^"]*)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$`)
		b.SetBytes(int64(len(logs[0].data)))
		b.ReportAllocs()
		for b.Loop() {
			for line := range bytes.Lines(logs[0].data) {
				if combined.FindSubmatchIndex(bytes.TrimSuffix(line, []byte{'\n'})) == nil {
					b.Fatal("no match")
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRows, "ns/event")
	})
}
