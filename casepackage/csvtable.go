package casepackage

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"casebench/casefile"
)

// table writes one CSV file in the package's dialect. The first error sticks.
type table struct {
	w   *csv.Writer
	row []string
	err error
}

func newTable(w io.Writer, columns ...string) *table {
	t := &table{w: csv.NewWriter(w)}
	t.raw(columns...)
	return t
}

// raw writes fields that are known to be harmless.
func (t *table) raw(fields ...string) {
	if t.err == nil {
		t.err = t.w.Write(fields)
	}
}

// add writes a row of strings (guarded), numbers, instants and other plain values.
func (t *table) add(values ...any) {
	t.row = t.row[:0]
	for _, v := range values {
		t.row = append(t.row, field(v))
	}
	t.raw(t.row...)
}

func (t *table) close() error {
	t.w.Flush()
	return errors.Join(t.err, t.w.Error())
}

func field(v any) string {
	switch v := v.(type) {
	case string:
		return guard(v)
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint32:
		return strconv.FormatUint(uint64(v), 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case casefile.Bits:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case time.Time:
		return instant(v)
	case fmt.Stringer:
		return guard(v.String())
	}
	return guard(fmt.Sprint(v))
}

// instant prints a time as the package writes it; the zero time is empty.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// nanos is an instant that a run stored as a number; 0 is none.
func nanos(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

// formulaMarks begin a cell that a spreadsheet might run, full-width forms included.
const formulaMarks = "=+-@\t\r＝＋－＠"

// guard makes text from anywhere harmless in a spreadsheet cell and readable in a
// terminal: no formula, no control characters, valid UTF-8.
func guard(s string) string {
	s = plain(s)
	lead := strings.TrimLeft(s, " \u00a0\ufeff")
	if lead == "" {
		return s
	}
	if r, _ := utf8.DecodeRuneInString(lead); strings.ContainsRune(formulaMarks, r) && !isNumber(s) {
		return "'" + s
	}
	return s
}

func isNumber(s string) bool {
	if strings.ContainsAny(s, "xXpP_") {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil && strings.ContainsAny(s, "0123456789")
}

// plain writes control characters, direction marks and broken UTF-8 as escapes.
func plain(s string) string {
	clean := utf8.ValidString(s)
	for _, r := range s {
		if hidden(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// hidden reports characters that change how text is read without being seen.
func hidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return false
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	}
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x200e || r == 0x200f || r == 0x2028 || r == 0x2029 ||
		r == 0xfffe || r == 0xffff
}

// appendCSV appends one field, quoted where RFC 4180 wants it.
func appendCSV(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\n\r") && s == strings.TrimSpace(s) {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}
