package elb

import (
	"bytes"
	"math"
	"strconv"

	"casebench/importers/lines"
)

// parser reads entries. It belongs to one goroutine.
type parser struct {
	*kinds
	values [][]byte
	buf    []byte
}

func newParser() *parser { return &parser{kinds: newKinds()} }

// Begin implements lines.Parser: no header stands before a line.
func (p *parser) Begin(any) {}

// Parse implements lines.Parser.
func (p *parser) Parse(line []byte, r *lines.Row) (skip bool, why string) {
	k := p.kindOf(line)
	if k == nil {
		r.Begin(p.application.layout)
		return false, "The line does not begin as an entry of a load balancer does."
	}
	r.Begin(k.layout)
	if why := p.split(line); why != "" {
		return false, why
	}
	switch n := len(p.values); {
	case n < k.least:
		return false, "The entry has fewer values than the first generation had."
	case n > len(k.values)+unknown:
		return false, "The entry has more values than are read, " + strconv.Itoa(len(k.values)+unknown) + "."
	}
	for i, v := range p.values {
		if len(v) == 1 && v[0] == '-' {
			continue
		}
		if out := lines.Unescape(p.buf, v); len(v) > 0 && &out[0] != &v[0] {
			p.buf = out
			v = r.Keep(out)
		}
		r.Values[i] = v
	}
	return false, p.make(k, r)
}

// kindOf tells the kind by what a line begins with: a type and a time; a type, a
// version and a time; or a time.
func (p *parser) kindOf(line []byte) *kind {
	first, rest, _ := bytes.Cut(line, []byte{' '})
	second, _, _ := bytes.Cut(rest, []byte{' '})
	switch {
	case isTime(first):
		return &p.classic
	case !isTime(second):
		if string(first) == "tls" && len(second) == 3 && second[1] == '.' {
			return &p.network
		}
		return nil
	}
	switch string(first) {
	case "http", "https", "h2", "grpcs", "ws", "wss":
		return &p.application
	}
	return nil
}

// isTime reports whether v has the shape of the times in these logs.
func isTime(v []byte) bool {
	return len(v) >= 19 && v[4] == '-' && v[7] == '-' && v[10] == 'T' && v[13] == ':' && v[16] == ':'
}

// split cuts a line at its spaces, of which those between quotes are none.
func (p *parser) split(line []byte) (why string) {
	p.values = p.values[:0]
	for len(line) > 0 {
		v, rest := line, []byte(nil)
		if line[0] == '"' {
			end := closing(line)
			if end < 0 {
				return "A quote of the entry is not closed."
			}
			v, rest = line[1:end], line[end+1:]
			if len(rest) > 0 {
				rest = rest[1:]
			}
		} else if i := bytes.IndexByte(line, ' '); i >= 0 {
			v, rest = line[:i], line[i+1:]
		}
		if len(p.values) > len(applicationValues)+unknown {
			break
		}
		p.values = append(p.values, v)
		line = rest
	}
	return ""
}

// closing returns the index of the quote that ends the value at line[0]: one that no
// backslash stands before and a space or nothing behind.
func closing(line []byte) int {
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] == '"' && (i+1 == len(line) || line[i+1] == ' '):
			return i
		}
	}
	return -1
}

// make sets what is made of other values.
func (p *parser) make(k *kind, r *lines.Row) (why string) {
	put := func(at int, v []byte) {
		if at >= 0 && len(v) > 0 {
			r.Values[at] = v
		}
	}
	for _, at := range [...][2]int{{k.client, k.clientPort}, {k.target, k.targetPort}} {
		if v := r.Values[at[0]]; v != nil {
			r.Values[at[0]], r.Values[at[1]] = lines.SplitAddress(v)
		}
	}
	if k.request < 0 {
		return ""
	}
	if method, target, protocol, ok := lines.SplitRequest(r.Values[k.request]); ok {
		host, path, query := splitURL(target)
		put(k.method, method)
		put(k.protocol, protocol)
		put(k.host, host)
		put(k.endpoint, path)
		put(k.query, query)
		r.Values[k.request] = nil
	} else if string(bytes.TrimSpace(r.Values[k.request])) == "- - -" {
		r.Values[k.request] = nil // of a client that sent none
	}
	if status := r.Values[k.status]; status != nil && !threeDigits(status) {
		return "The value of elb_status_code is not a number of three digits."
	}
	put(k.millis, p.millis(k, r))
	return ""
}

func threeDigits(v []byte) bool {
	return len(v) == 3 && v[0]-'0' < 10 && v[1]-'0' < 10 && v[2]-'0' < 10
}

// millis adds the three times, none of which is there (-1) when the target never
// answered.
func (p *parser) millis(k *kind, r *lines.Row) []byte {
	sum := 0.0
	for _, at := range k.times {
		f, err := strconv.ParseFloat(string(r.Values[at]), 64)
		if err != nil || f < 0 || f > 1e9 {
			return nil
		}
		sum += f
	}
	return r.Keep(strconv.AppendInt(nil, int64(math.Round(sum*1000)), 10))
}

// splitURL divides scheme://host:port/path?query.
func splitURL(v []byte) (host, path, query []byte) {
	if _, behind, ok := bytes.Cut(v, []byte("://")); ok {
		host = behind
		if i := bytes.IndexAny(behind, "/?"); i >= 0 {
			host, v = behind[:i], behind[i:]
		} else {
			v = nil
		}
	}
	path, query, _ = bytes.Cut(v, []byte{'?'})
	return host, path, query
}
