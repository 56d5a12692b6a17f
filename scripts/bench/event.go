package main

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
)

// event is what a row tells of: one request that somebody made to a model. Names,
// domains and addresses are of the ranges that are reserved for tests and examples.
type event struct {
	n        int64 // counts from 1
	at       time.Time
	id       uint64
	account  int // of 25,000
	ip       string
	port     int
	agent    string
	in, out  int // tokens
	ms       int
	status   int
	prompt   string
	answer   string
	random   *rand.Rand
	words    []string
	agents   []string
	sentence []byte
}

func newEvent() *event {
	random := rand.New(rand.NewPCG(5, 20_260_422))
	e := &event{at: time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC), random: random, words: vocabulary(random, 4000)}
	for i := range 200 {
		e.agents = append(e.agents, fmt.Sprintf("example-sdk/1.%d python/3.%d", i%40, 9+i/40))
	}
	return e
}

// next draws the next event: a frequent account has a frequent address.
func (e *event) next() {
	r := e.random
	e.n++
	e.at = e.at.Add(time.Duration(1+r.IntN(60)) * time.Millisecond)
	e.id = r.Uint64()
	e.account = r.IntN(r.IntN(25_000) + 1)
	where := e.account*3 + r.IntN(3)
	e.ip = fmt.Sprintf("198.%d.%d.%d", 18+where>>16&1, where>>8&255, where&255)
	e.port = 1024 + r.IntN(60_000)
	e.agent = e.agents[e.account%len(e.agents)]
	e.in, e.out, e.ms = 5+r.IntN(4000), 1+r.IntN(1000), 80+r.IntN(9000)
	e.status = 200
	if r.IntN(20) == 0 {
		e.status = 429
	}
	e.prompt, e.answer = e.says(60), e.says(120)
}

// says is a sentence of made-up words, of so many bytes and up to as many more.
func (e *event) says(least int) string {
	e.sentence = e.sentence[:0]
	for length := least + e.random.IntN(least); len(e.sentence) < length; {
		if len(e.sentence) > 0 {
			e.sentence = append(e.sentence, ' ')
		}
		e.sentence = append(e.sentence, e.words[e.random.IntN(e.random.IntN(len(e.words))+1)]...)
	}
	return string(e.sentence)
}

// filler appends one value of an event.
type filler func(line []byte, e *event) []byte

// fields are the names that a row may have between « and ». No value holds a quote, a
// backslash, a comma, a tab or a line end, so that they need no escapes anywhere.
func fields() map[string]filler {
	text := func(of func(e *event) string) filler {
		return func(line []byte, e *event) []byte { return append(line, of(e)...) }
	}
	number := func(of func(e *event) int64) filler {
		return func(line []byte, e *event) []byte { return strconv.AppendInt(line, of(e), 10) }
	}
	clock := func(layout string) filler {
		return func(line []byte, e *event) []byte { return e.at.AppendFormat(line, layout) }
	}
	return map[string]filler{
		"n":       number(func(e *event) int64 { return e.n }),
		"account": func(line []byte, e *event) []byte { return fmt.Appendf(line, "%05d", e.account) },
		"hex":     func(line []byte, e *event) []byte { return fmt.Appendf(line, "%016x", e.id) },
		"uuid": func(line []byte, e *event) []byte {
			return fmt.Appendf(line, "%08x-%04x-4000-8000-%012x", uint32(e.id>>32), uint16(e.id>>16), e.n)
		},
		"ip":     text(func(e *event) string { return e.ip }),
		"port":   number(func(e *event) int64 { return int64(e.port) }),
		"agent":  text(func(e *event) string { return e.agent }),
		"plus":   text(func(e *event) string { return strings.ReplaceAll(e.agent, " ", "+") }),
		"in":     number(func(e *event) int64 { return int64(e.in) }),
		"out":    number(func(e *event) int64 { return int64(e.out) }),
		"total":  number(func(e *event) int64 { return int64(e.in + e.out) }),
		"ms":     number(func(e *event) int64 { return int64(e.ms) }),
		"s":      func(line []byte, e *event) []byte { return fmt.Appendf(line, "%d.%03d", e.ms/1000, e.ms%1000) },
		"status": number(func(e *event) int64 { return int64(e.status) }),
		"prompt": text(func(e *event) string { return e.prompt }),
		"answer": text(func(e *event) string { return e.answer }),
		"iso":    clock("2006-01-02T15:04:05.000Z"),
		"end": func(line []byte, e *event) []byte {
			return e.at.Add(time.Duration(e.ms)*time.Millisecond).AppendFormat(line, "2006-01-02T15:04:05.000Z")
		},
		"day":    clock("2006-01-02"),
		"clock":  clock("15:04:05"),
		"common": clock("02/Jan/2006:15:04:05 -0700"),
		"unix":   number(func(e *event) int64 { return e.at.Unix() }),
		"milli":  func(line []byte, e *event) []byte { return fmt.Appendf(line, "%03d", e.at.UnixMilli()%1000) },
		"nano":   number(func(e *event) int64 { return e.at.UnixNano() }),
		"later":  number(func(e *event) int64 { return e.at.UnixNano() + int64(e.ms)*1e6 }),
	}
}

// rowOf makes a row's writer of its text.
func rowOf(text string) (filler, error) {
	var parts []filler
	known := fields()
	for text != "" {
		before, rest, found := strings.Cut(text, "«")
		parts = append(parts, func(line []byte, _ *event) []byte { return append(line, before...) })
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "»")
		if known[name] == nil || !closed {
			return nil, fmt.Errorf("no event has %q", name)
		}
		parts, text = append(parts, known[name]), after
	}
	return func(line []byte, e *event) []byte {
		for _, part := range parts {
			line = part(line, e)
		}
		return line
	}, nil
}
