package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// table is what one section prints: lines of the same columns, then remarks.
type table struct {
	head    []string
	rows    [][]string
	remarks []string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) remark(format string, args ...any) {
	t.remarks = append(t.remarks, fmt.Sprintf(format, args...))
}

func (t *table) print(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, cells := range append([][]string{t.head}, t.rows...) {
		for _, c := range cells {
			fmt.Fprintf(w, "  %s\t", c)
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, r := range t.remarks {
		if _, err := fmt.Fprintf(out, "  %s\n", r); err != nil {
			return err
		}
	}
	return nil
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
