// Command apache2ndjson turns a web server's access log in the combined format
// into NDJSON that `workbench import` reads as the canonical table of requests.
//
//	go run ./scripts/apache2ndjson [FILE] > requests.jsonl
//
// One line in, one line out, so that line numbers agree: a line in the combined
// format becomes an object; any other is passed on as it is, which is no JSON and
// therefore kept by the import among its rejects, with its number and its raw
// bytes. The counts go to standard error.
//
// A web log knows no accounts. Each (address, user agent) pair becomes one
// stand-in account, "web-" and sixteen hex digits: enough to count with, not a
// claim about who it is.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "apache2ndjson:", err)
		os.Exit(1)
	}
}

func run(args []string, in io.Reader, out, report io.Writer) error {
	if len(args) > 1 {
		return fmt.Errorf("one log file, or none to read standard input; got %d", len(args))
	}
	if len(args) == 1 && args[0] != "-" {
		f, err := os.Open(args[0])
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	w := bufio.NewWriter(out)
	n, err := convert(in, w)
	if err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	_, err = fmt.Fprintf(report, "%d lines: %d in the combined format, %d passed on as they are\n", n.lines, n.good, n.lines-n.good)
	return err
}
