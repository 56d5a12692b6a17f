package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// peer is another program's way to read a whole file. Either DuckDB makes a table of
// what from says, or a program writes a line for each row.
type peer struct {
	name string   // of the program
	does string   // what it is asked to do, for the table
	from string   // for DuckDB: where the rows come from; %s is the path in quotes
	args []string // for a program: before the path
}

// errNoPeer says that a peer is not installed.
var errNoPeer = errors.New("not installed")

func duckLines() peer {
	return duck("read_json_auto(%s, format = 'newline_delimited')")
}

// duckTable reads lines of values; the options are those of read_csv.
func duckTable(options string) peer { return duck("read_csv(%s, " + options + ")") }

func duckParquet() peer { return duck("read_parquet(%s)") }

func duck(from string) peer {
	function, _, _ := strings.Cut(from, "(")
	return peer{name: "DuckDB", does: "DuckDB " + function, from: from}
}

// mlr has Miller read every field and write it again.
func mlr(flags ...string) peer {
	args := append(append([]string{"mlr"}, flags...), "cat")
	return peer{name: "Miller", does: strings.Join(args, " "), args: args}
}

// jqEach has jq parse the file and write what the path names, a line each.
func jqEach(path string) peer {
	return peer{name: "jq", does: "jq -c " + path, args: []string{"jq", "-c", path}}
}

// read has the peer read the file once, and says how many rows it found. The time of
// DuckDB is that of its work, without the start of node; its memory is of the process.
func (b *bench) read(p peer, path, scratch string) (usage, int64, error) {
	if p.from != "" {
		if b.peers == nil {
			return usage{}, 0, errNoPeer
		}
		if err := remove(scratch); err != nil {
			return usage{}, 0, err
		}
		var got loaded
		from := fmt.Sprintf(p.from, "'"+strings.ReplaceAll(path, "'", "''")+"'")
		u, err := b.peers.run(b.ctx, &got, nil, "duckdb.mjs", "load", from, scratch)
		u.seconds, u.cpu = got.Seconds, got.CPU
		return u, got.Rows, err
	}
	program, err := exec.LookPath(p.args[0])
	if err != nil {
		return usage{}, 0, errNoPeer
	}
	var lines lineCounter
	u, err := pour(b.ctx, &lines, nil, program, append(p.args[1:], path)...)
	return u, int64(lines), err
}

// lineCounter counts the lines that are written to it.
type lineCounter int64

func (c *lineCounter) Write(p []byte) (int, error) {
	*c += lineCounter(bytes.Count(p, []byte{'\n'}))
	return len(p), nil
}
