package elb

import (
	"bytes"
	"fmt"

	"casebench/casefile"
	"casebench/importers"
	"casebench/importers/lines"
	"casebench/internal/fault"
)

// Importer reads logs of load balancers.
type Importer struct{}

var (
	_ importers.Mapper    = Importer{}
	_ importers.Previewer = Importer{}
	_ lines.Parser        = (*parser)(nil)
)

// Format implements importers.Importer.
func (Importer) Format() importers.Format {
	return importers.Format{
		ID: "aws-elb", Title: "Access log of an AWS load balancer: application, classic, or network (TLS)", Version: 1,
		Extensions:  []string{".log", ".txt"},
		Proves:      "That the load balancer took a request from this address and port at this time, how long the target worked on it, and the TLS cipher.",
		CannotProve: "Who sent it or what was in it; AWS delivers such logs on a best-effort basis, so that entries can be missing.",
	}
}

// Sniff implements importers.Importer. Names of AWS resources say what wrote the log;
// entries of classic load balancers have none.
func (Importer) Sniff(h importers.Head) importers.Match {
	t := lines.Try(h, newParser(), nil)
	why := fmt.Sprintf("%d of the first %d lines are entries of a load balancer", t.Good, t.Good+t.Bad)
	switch {
	case t.Good < t.Bad || t.Good == 0:
		return importers.Match{Why: why}
	case bytes.Contains(h.Bytes, []byte(" arn:aws")) || bytes.Contains(h.Bytes, []byte(` "arn:aws`)):
		return importers.Match{Fit: importers.FitCertain, Why: why + ", with names of AWS resources"}
	}
	return importers.Match{Fit: importers.FitByShape, Why: why}
}

// log is how every file is read.
func log() *lines.Log {
	return &lines.Log{Columns: columns(), Prefix: "web-", Sentence: "each pair of address and user agent among them",
		Parser: func() lines.Parser { return newParser() }}
}

// Open implements importers.Importer.
func (Importer) Open(h importers.Head, m *casefile.Mapping) (importers.Reading, error) {
	if t := lines.Try(h, newParser(), nil); t.Good == 0 && t.Bad > 0 {
		return nil, fault.New(fault.Invalid, fmt.Sprintf("No line at the beginning of %s is an entry of a load balancer. %s", h.Name, t.Why),
			"See what the other formats say of it with `import --dry-run`.", nil)
	}
	return log().Open(h, m)
}

// Propose implements importers.Mapper.
func (Importer) Propose(h importers.Head, want *casefile.Mapping) (*importers.Proposal, error) {
	return log().Propose(h, want)
}

// Preview implements importers.Previewer.
func (Importer) Preview(h importers.Head, n int) (importers.Preview, error) {
	return log().Preview(h, n)
}
