package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"casebench/internal/fault"
)

// output is where a verb's answer goes: text or JSON on w, remarks on err.
type output struct {
	w, err      io.Writer
	json, quiet bool
	printed     bool
	code        int // exit code of a verb that ended well but not plainly
}

// answer is standard output that remembers the first error: an answer that nobody
// received must not end as if it had arrived.
type answer struct {
	io.Writer
	err error
}

func (c *answer) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n, err
}

// result prints v as the one JSON object when --json was given, else calls text.
func (o *output) result(v any, text func(w io.Writer)) error {
	o.printed = true
	if o.json {
		enc := json.NewEncoder(o.w)
		enc.SetEscapeHTML(false)
		return enc.Encode(v)
	}
	text(o.w)
	return nil
}

// remark prints a line on standard error unless --quiet.
func (o *output) remark(format string, args ...any) {
	if !o.quiet {
		fmt.Fprintf(o.err, format+"\n", args...)
	}
}

// finish prints what went wrong, if anything did, and returns the exit code.
func (o *output) finish(ctx context.Context, err error) int {
	if c, ok := o.w.(*answer); ok && err == nil && c.err != nil {
		err = fmt.Errorf("write the answer: %w", c.err)
		if d := fault.Disk(c.err); d != nil {
			err = fault.New(d.Kind, "The answer could not be written. "+d.Message, "What was done to the case is done; ask again with more room.", c.err)
		}
	}
	if err == nil {
		return o.code
	}
	if ctx.Err() != nil && !errors.As(err, new(*fault.Error)) {
		err = fault.New(fault.Cancelled, "Stopped; nothing half-done was kept.", "", context.Canceled)
	}
	return o.fail(err)
}

// failure is the JSON shape of any failure.
type failure struct {
	Error failureBody `json:"error"`
}

type failureBody struct {
	Kind    fault.Kind `json:"kind"`
	Message string     `json:"message"`
	Hint    string     `json:"hint"`
	Detail  string     `json:"detail"`
}

// fail prints err and returns its exit code. A verb whose result already says
// what is wrong returns a fault after printing it; then only the code is used.
func (o *output) fail(err error) int {
	if d := fault.Disk(err); d != nil {
		err = d
	}
	body := failureBody{Kind: fault.KindOf(err), Message: "Something failed that should not; the case file was not changed by it.", Detail: err.Error()}
	var f *fault.Error
	if errors.As(err, &f) {
		body.Message, body.Hint = f.Message, f.Hint
		body.Detail = ""
		if f.Err != nil {
			body.Detail = f.Err.Error()
		}
	}
	if o.json {
		if !o.printed {
			enc := json.NewEncoder(o.w)
			enc.SetEscapeHTML(false)
			if e := enc.Encode(failure{body}); e != nil {
				return exitFailed
			}
		}
		return exitCode(err)
	}
	fmt.Fprintln(o.err, clean(body.Message))
	if body.Hint != "" {
		fmt.Fprintln(o.err, clean(body.Hint))
	}
	if body.Detail != "" {
		fmt.Fprintln(o.err, "Detail: "+cleanLines(body.Detail))
	}
	return exitCode(err)
}

// table prints rows in columns. A column whose header begins with ">" is aligned right.
func table(w io.Writer, header []string, rows [][]string) {
	right := make([]bool, len(header))
	width := make([]int, len(header))
	for i, h := range header {
		right[i] = strings.HasPrefix(h, ">")
		header[i] = strings.TrimPrefix(h, ">")
		width[i] = len([]rune(header[i]))
	}
	for _, r := range rows {
		for i := range r {
			r[i] = clean(r[i])
			width[i] = max(width[i], len([]rune(r[i])))
		}
	}
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	line := func(cells []string) {
		for i, c := range cells {
			if i > 0 {
				fmt.Fprint(tw, "\t")
			}
			if right[i] {
				c = strings.Repeat(" ", width[i]-len([]rune(c))) + c
			}
			fmt.Fprint(tw, c)
		}
		fmt.Fprintln(tw)
	}
	line(header)
	for _, r := range rows {
		line(r)
	}
	if err := tw.Flush(); err != nil {
		fmt.Fprintln(w)
	}
}

// clean makes text from logs safe for a terminal: control characters, bidi
// overrides and other invisible marks are shown as escapes.
func clean(s string) string {
	safe := func(r rune) bool { return unicode.IsPrint(r) && r != unicode.ReplacementChar }
	if strings.IndexFunc(s, func(r rune) bool { return !safe(r) }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if safe(r) {
			b.WriteRune(r)
			continue
		}
		q := strconv.QuoteRuneToASCII(r)
		b.WriteString(q[1 : len(q)-1])
	}
	return b.String()
}

// cleanLines is clean for text of several lines.
func cleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return strings.Join(lines, "\n")
}

// thousands prints n with separators: 28,811,904.
func thousands[T int | int64 | uint32 | uint64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// clock prints an instant in UTC to the second, or "-" for none.
func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

// short prints the first digits of a hash.
func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12]
	}
	return hash
}

// bytesText prints a size.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1<<10:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	}
	return fmt.Sprintf("%d B", n)
}
