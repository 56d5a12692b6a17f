package syslog

import (
	"bytes"
	"fmt"

	"casebench/importers/envelope"
)

// The places of what an envelope says.
const (
	atTime = iota
	atHost
	atProgram
	atPID
	atPriority
	atMsgID
	atData
)

// peeler takes envelopes off. It counts what it met.
type peeler struct {
	year         int
	stated, bare int64
	months       uint16 // that were met, by number
	buf          []byte
}

const notMessage = "The line does not begin as a syslog message does."

// Peel implements envelope.Peeler.
func (s *peeler) Peel(line []byte, p *envelope.Piece) (why string) {
	rest := line
	if priority, behind, ok := priorityOf(rest); ok {
		p.Values[atPriority], rest = priority, behind
		if len(rest) > 2 && rest[0] == '1' && rest[1] == ' ' {
			return s.modern(rest[2:], p)
		}
	}
	switch {
	case traditional(rest):
		s.time(rest[:15], p)
		rest = rest[16:]
	case len(rest) > 20 && rest[4] == '-' && rest[7] == '-' && rest[10] == 'T':
		var time []byte
		time, rest, _ = bytes.Cut(rest, []byte{' '})
		p.Values[atTime] = time
	default:
		return notMessage
	}
	return header(rest, p)
}

// priorityOf cuts <n> off the front.
func priorityOf(b []byte) (priority, rest []byte, ok bool) {
	if len(b) < 3 || b[0] != '<' {
		return nil, nil, false
	}
	end := bytes.IndexByte(b[:min(len(b), 5)], '>')
	if end < 2 || !digits(b[1:end]) {
		return nil, nil, false
	}
	return b[1:end], b[end+1:], true
}

func digits(b []byte) bool {
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return len(b) > 0
}

const months = "JanFebMarAprMayJunJulAugSepOctNovDec"

// monthOf returns the number of a month, or 0.
func monthOf(b []byte) int {
	if i := bytes.Index([]byte(months), b); i >= 0 && i%3 == 0 {
		return i/3 + 1
	}
	return 0
}

// traditional reports whether b begins with "Mmm dd hh:mm:ss ".
func traditional(b []byte) bool {
	return len(b) > 16 && b[3] == ' ' && b[6] == ' ' && b[9] == ':' && b[12] == ':' && b[15] == ' ' &&
		monthOf(b[:3]) > 0 && (b[4] == ' ' || b[4]-'0' < 4) && b[5]-'0' < 10
}

// time reads a traditional time: with the stated year as ISO, else as it is written.
func (s *peeler) time(b []byte, p *envelope.Piece) {
	if s.year == 0 {
		s.bare++
		p.Values[atTime] = b
		return
	}
	month := monthOf(b[:3])
	day := b[5:6]
	if b[4] != ' ' {
		day = b[4:6]
	}
	s.stated++
	s.months |= 1 << month
	s.buf = fmt.Appendf(s.buf[:0], "%04d-%02d-%02sT%s", s.year, month, day, b[7:15])
	p.Values[atTime] = p.Keep(s.buf)
}

// header reads host, program and pid: "host program[pid]: text".
func header(b []byte, p *envelope.Piece) (why string) {
	host, rest, ok := bytes.Cut(b, []byte{' '})
	if !ok || len(host) == 0 {
		return notMessage
	}
	tag, body, ok := bytes.Cut(rest, []byte(": "))
	if !ok || len(tag) == 0 || len(tag) > 100 || bytes.IndexByte(tag, ' ') >= 0 {
		return "The message names no program."
	}
	p.Values[atHost] = host
	if open := bytes.IndexByte(tag, '['); open > 0 && tag[len(tag)-1] == ']' {
		p.Values[atPID] = tag[open+1 : len(tag)-1]
		tag = tag[:open]
	}
	p.Values[atProgram] = tag
	p.Body = bytes.TrimLeft(body, " ")
	return ""
}

// modern reads RFC 5424 behind its version: TIME HOST PROGRAM PID MSGID DATA TEXT.
func (s *peeler) modern(b []byte, p *envelope.Piece) (why string) {
	for _, at := range [...]int{atTime, atHost, atProgram, atPID, atMsgID} {
		v, rest, ok := bytes.Cut(b, []byte{' '})
		if !ok || len(v) == 0 {
			return notMessage
		}
		if b = rest; len(v) != 1 || v[0] != '-' {
			p.Values[at] = v
		}
	}
	end := dataEnd(b)
	if end < 0 {
		return "The structured data of the message is not closed."
	}
	if data := b[:end]; string(data) != "-" {
		p.Values[atData] = data
	}
	p.Body = bytes.TrimPrefix(bytes.TrimPrefix(b[end:], []byte{' '}), []byte("\xef\xbb\xbf"))
	return ""
}

// dataEnd returns where structured data ends, or -1: "-", or elements in brackets,
// of which the values stand between quotes and may hold escaped ones.
func dataEnd(b []byte) int {
	if len(b) > 0 && b[0] == '-' {
		return 1
	}
	at := 0
	for at < len(b) && b[at] == '[' {
		quoted := false
		for at++; ; at++ {
			if at >= len(b) {
				return -1
			}
			switch c := b[at]; {
			case quoted && c == '\\':
				at++
			case c == '"':
				quoted = !quoted
			}
			if !quoted && at < len(b) && b[at] == ']' {
				break
			}
		}
		at++
	}
	if at == 0 || at < len(b) && b[at] != ' ' {
		return -1
	}
	return at
}

// Parted implements envelope.Peeler: a message is one line.
func (*peeler) Parted([]byte) bool { return false }
