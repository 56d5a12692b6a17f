package demo

import (
	"strings"
	"time"

	"casebench/internal/fault"
)

// Version is the version of the world. The world is frozen before linkage is
// tuned on it; a change of a single byte that it writes is a new version.
const Version = 1

// Options say which world to write.
type Options struct {
	Scale string // "s", "m" or "l"; "" is "s"
	Seed  uint64
}

// day is 24 hours in milliseconds, the world's unit of time.
const (
	second = int64(1000)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// worldEnd is the instant at which every world ends: the published campaign ran
// from 22 April to 5 June 2026.
var worldEnd = time.Date(2026, 6, 6, 0, 0, 0, 0, time.UTC)

// scale is a size of the world.
type scale struct {
	name     string
	accounts int
	requests int
	days     int
}

// scaleOf returns the named scale. The numbers of accounts and requests are
// exact; with the days they make about 26 requests an account and day, which is
// what 28.8 million exchanges of 25,000 accounts in 45 days come to.
func scaleOf(name string) (scale, error) {
	switch name {
	case "", "s":
		return scale{"s", 400, 200_000, 19}, nil
	case "m":
		return scale{"m", 5_000, 3_000_000, 23}, nil
	case "l":
		return scale{"l", 25_000, 28_800_000, 45}, nil
	}
	return scale{}, fault.New(fault.Usage, "There is no demo world of scale "+quoted(name)+".",
		"Choose s (400 accounts), m (5,000) or l (25,000).", nil)
}

// start is the first instant of the world, in milliseconds since 1970.
func (s scale) start() int64 { return s.end() - int64(s.days)*day }

func (s scale) end() int64 { return worldEnd.UnixMilli() }

// share is a part of the population, in tenths of a per cent, but never less
// than the least.
func (s scale) share(perMille, least int) int {
	return max(s.accounts*perMille/1000, least)
}

// weekday returns 0 for Monday to 6 for Sunday, in UTC.
func weekday(at int64) int {
	return int((at/day + 3) % 7) // 1970-01-01 was a Thursday
}

// quoted keeps what a person typed short and visible in a sentence.
func quoted(s string) string {
	if len(s) > 20 {
		s = strings.ToValidUTF8(s[:20], "") + "…"
	}
	return "“" + s + "”"
}
