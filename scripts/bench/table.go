package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// table is what one section prints: lines of the same columns, then remarks. It is
// Markdown, so that it can be pasted into docs/bench.md as it is.
type table struct {
	head    []string
	rows    [][]string
	remarks []string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// remark adds a line below the table, unless it stands there already.
func (t *table) remark(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(t.remarks, text) {
		t.remarks = append(t.remarks, text)
	}
}

func (t *table) print(out io.Writer) error {
	wide := make([]int, len(t.head))
	lines := append([][]string{t.head}, t.rows...)
	for _, cells := range lines {
		for i, c := range cells {
			wide[i] = max(wide[i], utf8.RuneCountInString(c))
		}
	}
	var text strings.Builder
	for n, cells := range lines {
		for i, c := range cells {
			fmt.Fprintf(&text, "| %s%s ", c, strings.Repeat(" ", wide[i]-utf8.RuneCountInString(c)))
		}
		text.WriteString("|\n")
		if n > 0 {
			continue
		}
		for _, w := range wide {
			text.WriteString("|" + strings.Repeat("-", w+2))
		}
		text.WriteString("|\n")
	}
	if len(t.remarks) > 0 {
		text.WriteString("\n")
	}
	for _, r := range t.remarks {
		text.WriteString("* " + r + "\n")
	}
	_, err := io.WriteString(out, text.String())
	return err
}

// absent stands where a peer was not measured.
const absent = "-"

func milliseconds(ms float64) string {
	if ms <= 0 {
		return absent
	}
	return fmt.Sprintf("%.1f ms", ms)
}

func seconds(s float64) string {
	if s <= 0 {
		return absent
	}
	return fmt.Sprintf("%.2f s", s)
}

func megabytes(bytes int64) string {
	if bytes <= 0 {
		return absent
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

// ratio is a/b with two decimals.
func ratio(a, b float64) string {
	if a <= 0 || b <= 0 {
		return absent
	}
	return fmt.Sprintf("%.2f ×", a/b)
}

func rate(n int64, s float64) string {
	if s <= 0 {
		return absent
	}
	return fmt.Sprintf("%.0f k/s", float64(n)/s/1000)
}

// median of a list that is not empty; the list is sorted on return.
func median(v []float64) float64 {
	slices.Sort(v)
	return v[len(v)/2]
}

// timed runs f and says how many seconds it took.
func timed(f func() error) (float64, error) {
	start := time.Now()
	err := f()
	return time.Since(start).Seconds(), err
}
