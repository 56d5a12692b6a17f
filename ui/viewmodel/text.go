package viewmodel

import (
	"errors"
	"fmt"
	"strings"

	"casebench/internal/fault"
)

// numberText is Thousands.
func numberText(n int64) string { return Thousands(n) }

// countText is Many.
func countText(n int64, noun string) string { return Many(n, noun) }

// shortText writes a number for a narrow place: "24,031", "412 k", "28.8 M".
func shortText(n int64) string {
	switch {
	case n < 100_000:
		return Thousands(n)
	case n < 1_000_000:
		return Thousands(n/1000) + " k"
	case n < 100_000_000:
		return fmt.Sprintf("%d.%d M", n/1_000_000, n/100_000%10)
	}
	return Thousands(n/1_000_000) + " M"
}

// sentence is a failure as a person reads it: what happened and what to do.
func sentence(err error) string {
	var f *fault.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &f):
		return strings.TrimSpace(f.Message + " " + inWindow(f.Hint))
	}
	return "Something went wrong that this program did not expect."
}
