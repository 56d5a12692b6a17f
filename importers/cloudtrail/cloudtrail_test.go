package cloudtrail_test

import (
	"testing"

	"casebench/importers/cloudtrail"
	"casebench/importers/importertest"
)

func TestConformance(t *testing.T) {
	importertest.Run(t, importertest.Suite{Importer: cloudtrail.Importer{}, Dir: "testdata", Foreign: importertest.OthersThan("cloudtrail")})
}

// TestCorpora reads what lookup-events returned: the event inside says UTC, and the
// record around it an offset.
func TestCorpora(t *testing.T) {
	got := importertest.Corpus(t, cloudtrail.Importer{}, "03-llm-logs/web-cloud/aws_cloudtrail.jsonl", 6, 0, 0)
	got.Has(t, 0, map[string]string{"table": "actions", "action": "ec2.DescribeInstances", "ts": "2022-02-07T22:23:37Z",
		"account_id": "arn:aws:iam::012345678901:user/fakeusername", "extra.sourceIPAddress": "1.2.3.4"})
}

func FuzzRead(f *testing.F) { importertest.Fuzz(f, cloudtrail.Importer{}, "x.json") }
