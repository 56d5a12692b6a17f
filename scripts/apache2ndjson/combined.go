package main

import (
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// entry is one line of the combined log format:
//
//	%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"
//
// Text is kept as the log has it, escapes of the server included.
type entry struct {
	host, ident, user string
	when              time.Time
	request           string
	status, bytes     int64 // bytes is -1 where the log has "-"
	referer, agent    string
}

// clock is Apache's %t between its brackets.
const clock = "02/Jan/2006:15:04:05 -0700"

// parse reads one line without its line end. ok is false when it is not in the
// combined format to the last byte; nothing is guessed.
func parse(line string) (e entry, ok bool) {
	s := scanner{rest: line, ok: true}
	e.host = s.until(" ")
	e.ident = s.until(" ")
	e.user = s.until(" [")
	when := s.until("] ")
	e.request = s.quoted(" ")
	status := s.until(" ")
	size := s.until(" ")
	e.referer = s.quoted(" ")
	e.agent = s.quoted("")
	if !s.ok || s.rest != "" {
		return entry{}, false
	}
	var err error
	if e.when, err = time.Parse(clock, when); err != nil {
		return entry{}, false
	}
	if e.status, err = strconv.ParseInt(status, 10, 32); err != nil || len(status) != 3 {
		return entry{}, false
	}
	e.bytes = -1
	if size != "-" {
		if e.bytes, err = strconv.ParseInt(size, 10, 64); err != nil || e.bytes < 0 {
			return entry{}, false
		}
	}
	if _, err := netip.ParseAddr(e.host); err != nil {
		return entry{}, false
	}
	return e, true
}

// scanner takes fields off the front of a line and remembers a failure.
type scanner struct {
	rest string
	ok   bool
}

func (s *scanner) until(end string) string {
	field, rest, found := strings.Cut(s.rest, end)
	s.ok = s.ok && found && field != ""
	s.rest = rest
	return field
}

// quoted takes a field in double quotes, in which the server escapes quotes with a
// backslash, and what must follow it.
func (s *scanner) quoted(end string) string {
	if !strings.HasPrefix(s.rest, `"`) {
		s.ok = false
		return ""
	}
	for i := 1; i < len(s.rest); i++ {
		switch s.rest[i] {
		case '\\':
			i++
		case '"':
			field := s.rest[1:i]
			rest, found := strings.CutPrefix(s.rest[i+1:], end)
			s.ok = s.ok && found
			s.rest = rest
			return field
		}
	}
	s.ok = false
	return ""
}
