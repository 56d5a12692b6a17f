package cri_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casebench/casefile"
	"casebench/importers/importertest"
)

// The shared log has lines of several programs. Those of one come in by its layout,
// with the time of the envelope, which is the only one that names itself a time.
func TestSharedLog(t *testing.T) {
	corpora := os.Getenv("CASEBENCH_CORPORA")
	if corpora == "" {
		t.Skip("CASEBENCH_CORPORA is not set: the shared logs are not in reach")
	}
	data, err := os.ReadFile(filepath.Join(corpora, "03-llm-logs", "web-cloud", "cri.log"))
	if err != nil {
		t.Fatal(err)
	}
	m := &casefile.Mapping{Inside: "weblog", Layout: `$remote_addr - - [$date] "$request" $http_user_agent`}
	sink, src, err := importertest.Read(t, importer(), "cri.log", data, m)
	if err != nil {
		t.Fatal(err)
	}
	// The first line is a part that the sixth ends.
	if src.Rows != 17 || src.Accepted != 12 || src.Rejected != 4 || src.Skipped != 1 {
		t.Errorf("%d rows, %d accepted, %d rejected, %d skipped\n%s", src.Rows, src.Accepted, src.Rejected, src.Skipped, sink.RejectLines())
	}
	if !strings.Contains(strings.Join(src.Assumed, "\n"), "Rows have the time of their envelope") || src.Mapping.Inside != "weblog" || src.Mapping.Columns["envelope.time"] != "ts" {
		t.Errorf("assumed %q, mapping %+v", src.Assumed, src.Mapping)
	}
	// What is stored with the source reads the file the same again.
	again, _, err := importertest.Read(t, importer(), "cri.log", data, src.Mapping)
	if err != nil || string(again.Items()) != string(sink.Items()) {
		t.Errorf("read by its stored mapping, the rows differ (%v)", err)
	}
}
