// Package all lists the importers that the program has. A test walks the folders
// beside it, so that none is forgotten.
package all

import (
	"casebench/importers"
	"casebench/importers/anthropic"
	"casebench/importers/azureopenai"
	"casebench/importers/bedrock"
	"casebench/importers/cloudflareai"
	"casebench/importers/cloudtrail"
	"casebench/importers/cri"
	"casebench/importers/csvlog"
	"casebench/importers/docker"
	"casebench/importers/elb"
	"casebench/importers/envoyai"
	"casebench/importers/helicone"
	"casebench/importers/iis"
	"casebench/importers/indicatorcsv"
	"casebench/importers/ioclist"
	"casebench/importers/jsonl"
	"casebench/importers/kongai"
	"casebench/importers/langfuse"
	"casebench/importers/litellm"
	"casebench/importers/misp"
	"casebench/importers/openai"
	"casebench/importers/openioc"
	"casebench/importers/openrouter"
	"casebench/importers/otlp"
	"casebench/importers/parquet"
	"casebench/importers/stix"
	"casebench/importers/syslog"
	"casebench/importers/vertex"
	"casebench/importers/weblog"
	"casebench/importers/zeek"
)

// Registry returns every importer.
func Registry() *importers.Registry {
	// What the lines inside of an envelope can be: one row comes of each.
	inside := []importers.Importer{elb.Importer{}, envoyai.Importer{}, jsonl.Importer{}, kongai.Importer{}, weblog.Importer{}}
	return importers.NewRegistry(
		anthropic.Importer{},
		azureopenai.Importer{},
		bedrock.Importer{},
		cloudflareai.Importer{},
		cloudtrail.Importer{},
		cri.Importer{Inside: inside},
		csvlog.Importer{},
		docker.Importer{Inside: inside},
		elb.Importer{},
		envoyai.Importer{},
		helicone.Importer{},
		iis.Importer{},
		indicatorcsv.Importer{},
		ioclist.Importer{},
		jsonl.Importer{},
		kongai.Importer{},
		langfuse.Importer{},
		litellm.Importer{},
		misp.Importer{},
		openai.Importer{},
		openioc.Importer{},
		openrouter.Importer{},
		otlp.Importer{},
		parquet.Importer{},
		stix.Importer{},
		syslog.Importer{Inside: inside},
		vertex.Importer{},
		weblog.Importer{},
		zeek.Importer{},
	)
}
