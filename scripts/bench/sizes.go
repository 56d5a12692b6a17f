package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// sizes reads a list of numbers of events such as "200k,1M,28.8M", smallest first.
func sizes(list string) ([]int64, error) {
	var out []int64
	for word := range strings.SplitSeq(list, ",") {
		number, unit := strings.TrimSpace(word), 1.0
		switch {
		case strings.HasSuffix(number, "k"):
			number, unit = number[:len(number)-1], 1e3
		case strings.HasSuffix(number, "M"):
			number, unit = number[:len(number)-1], 1e6
		}
		f, err := strconv.ParseFloat(number, 64)
		n := int64(f*unit + 0.5)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is not a number of events, as in 200k,1M,28.8M", word)
		}
		out = append(out, n)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// label is a number of events as sizes reads it.
func label(n int64) string {
	switch {
	case n%100_000 == 0 && n >= 1_000_000:
		return strconv.FormatFloat(float64(n)/1e6, 'f', -1, 64) + "M"
	case n%1000 == 0:
		return fmt.Sprintf("%dk", n/1000)
	}
	return fmt.Sprint(n)
}

// scaleFor is the smallest demo world with so many requests.
func scaleFor(n int64) (string, error) {
	for _, s := range []struct {
		name     string
		requests int64
	}{{"s", 200_000}, {"m", 3_000_000}, {"l", 28_800_000}} {
		if n <= s.requests {
			return s.name, nil
		}
	}
	return "", fmt.Errorf("the largest world has 28.8M requests, not %s", label(n))
}
