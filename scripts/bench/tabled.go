package main

import (
	"io"
	"time"

	"github.com/parquet-go/parquet-go"
)

const requestRow = `{"request_id":"req_«hex»«n»","account_id":"acct_«account»","ts":"«iso»","ip":"«ip»","user_agent":"«agent»","channel":"api",` +
	`"model":"atlas-5","endpoint":"/v1/messages","tokens_in":«in»,"tokens_out":«out»,"latency_ms":«ms»,"status":«status»,"prompt_text":"«prompt»"}`

// tablesMade are tables that speak the program's own language.
func tablesMade() []made {
	return []made{
		{format: "jsonl", what: "requests with prompts", file: "requests.jsonl", row: requestRow + "\n",
			peers: []peer{duckLines(), mlr("--ijsonl", "--ojsonl"), jqEach(".")}},
		{format: "csv", what: "the same, with commas", file: "requests.csv",
			head:  "request_id,account_id,ts,ip,user_agent,channel,model,endpoint,tokens_in,tokens_out,latency_ms,status,prompt_text\n",
			row:   `req_«hex»«n»,acct_«account»,«iso»,«ip»,«agent»,api,atlas-5,/v1/messages,«in»,«out»,«ms»,«status»,"«prompt», «prompt»"` + "\n",
			peers: []peer{duckTable("header = true"), mlr("--icsv", "--ojsonl")}},
		{format: "csv", what: "the same, with tabs", file: "requests.tsv",
			head:  "request_id\taccount_id\tts\tip\tuser_agent\tchannel\tmodel\tendpoint\ttokens_in\ttokens_out\tlatency_ms\tstatus\tprompt_text\n",
			row:   "req_«hex»«n»\tacct_«account»\t«iso»\t«ip»\t«agent»\tapi\tatlas-5\t/v1/messages\t«in»\t«out»\t«ms»\t«status»\t«prompt»\n",
			peers: []peer{duckTable(`header = true, delim = '\t'`), mlr("--itsv", "--ojsonl")}},
		{format: "parquet", what: "the same, zstd", file: "requests.parquet", scale: 250, whole: parquetRequests, peers: []peer{duckParquet()}},
	}
}

// parquetRequest is one row of the Parquet file.
type parquetRequest struct {
	RequestID string    `parquet:"request_id,zstd"`
	Account   string    `parquet:"account_id,dict,zstd"`
	TS        time.Time `parquet:"ts,timestamp(millisecond),zstd"`
	IP        string    `parquet:"ip,dict,zstd"`
	Agent     string    `parquet:"user_agent,dict,zstd"`
	Channel   string    `parquet:"channel,dict,zstd"`
	Model     string    `parquet:"model,dict,zstd"`
	Endpoint  string    `parquet:"endpoint,dict,zstd"`
	In        int64     `parquet:"tokens_in,zstd"`
	Out       int64     `parquet:"tokens_out,zstd"`
	Latency   int64     `parquet:"latency_ms,zstd"`
	Status    int64     `parquet:"status,zstd"`
	Prompt    string    `parquet:"prompt_text,zstd"`
}

// parquetRequests writes groups of 100,000 rows.
func parquetRequests(to io.Writer, e *event, n int64) error {
	id, err := rowOf("req_«hex»«n»")
	if err != nil {
		return err
	}
	account, err := rowOf("acct_«account»")
	if err != nil {
		return err
	}
	w := parquet.NewGenericWriter[parquetRequest](to, parquet.MaxRowsPerRowGroup(100_000))
	rows := make([]parquetRequest, 0, 1000)
	for n > 0 {
		rows = rows[:0]
		for range min(n, int64(cap(rows))) {
			e.next()
			rows = append(rows, parquetRequest{string(id(nil, e)), string(account(nil, e)), e.at, e.ip, e.agent, "api", "atlas-5", "/v1/messages",
				int64(e.in), int64(e.out), int64(e.ms), int64(e.status), e.prompt})
		}
		if _, err := w.Write(rows); err != nil {
			return err
		}
		n -= int64(len(rows))
	}
	return w.Close()
}
