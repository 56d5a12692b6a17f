package weblog

import (
	"fmt"
	"slices"
	"strings"

	"casebench/importers/lines"
	"casebench/internal/fault"
)

// escape is how a server writes what would break a line.
type escape uint8

const (
	escapeLog  escape = iota // \x22, \", \\ and the letters of C
	escapeJSON               // as in JSON strings
	escapeNone
)

// slot is one value of a layout.
type slot struct {
	name  string
	after string // what stands behind it; "" at the end of a line
	quote bool   // it stands between double quotes
	list  bool   // commas and colons with spaces are part of it
}

// layout is how a line is written.
type layout struct {
	text   string // as it was stated
	before string // what a line begins with
	slots  []slot
	escape escape

	names *lines.Layout
	at    []int // of each slot among the names
	// Where the parts of a request line and a duration in milliseconds go, or -1.
	request, method, endpoint, query, protocol, millis int
	target                                             int // slot that is an address with its query, or -1
	duration                                           int // slot that is a duration, or -1
	perMilli                                           float64
}

// maxSlots is how many values a layout may have.
const maxSlots = 200

// known are layouts that have a name, in the words of nginx.
var known = [...]struct{ name, text string }{
	{"common", `$remote_addr $remote_ident $remote_user [$time_local] "$request" $status $body_bytes_sent`},
	{"combined", `$remote_addr $remote_ident $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"`},
	{"vhost_common", `$server_name:$server_port $remote_addr $remote_ident $remote_user [$time_local] "$request" $status $body_bytes_sent`},
	{"vhost_combined", `$server_name:$server_port $remote_addr $remote_ident $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"`},
	{"main", mainText},
}

// mainText is the log_format of the nginx.conf that nginx's own packages bring.
const mainText = `$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"`

// parseLayout compiles a layout: one that has a name, an nginx log_format or an
// Apache LogFormat, with or without the directive round it.
func parseLayout(text string) (*layout, error) {
	text = strings.TrimSpace(text)
	l := &layout{text: text}
	body, nginx := text, strings.Contains(text, "$")
	for _, k := range known {
		if k.name == text {
			body, nginx = k.text, true
		}
	}
	var err error
	switch {
	case nginx:
		err = l.nginx(body)
	case strings.Contains(body, "%"):
		err = l.apache(body)
	default:
		err = badLayout("it names no value")
	}
	if err != nil {
		return nil, err
	}
	return l, l.finish()
}

func badLayout(why string) error {
	return fault.New(fault.Invalid, "The layout cannot be read: "+why+".",
		`Copy the log_format of nginx or the LogFormat of Apache as it stands in the server's configuration.`, nil)
}

// literal adds text that stands in every line.
func (l *layout) literal(s string) {
	if n := len(l.slots); n > 0 {
		l.slots[n-1].after += s
		return
	}
	l.before += s
}

// value adds a value.
func (l *layout) value(name string) {
	l.slots = append(l.slots, slot{name: name})
}

// finish checks the slots and finds their places.
func (l *layout) finish() error {
	switch n := len(l.slots); {
	case n == 0:
		return badLayout("it names no value")
	case n > maxSlots:
		return badLayout(fmt.Sprintf("it names more than %d values, which is the limit", maxSlots))
	}
	for i := range l.slots {
		s := &l.slots[i]
		before := l.before
		if i > 0 {
			before = l.slots[i-1].after
		}
		if s.after == "" && i < len(l.slots)-1 {
			return badLayout("nothing stands between " + s.name + " and " + l.slots[i+1].name)
		}
		s.quote = strings.HasSuffix(before, `"`) && strings.HasPrefix(s.after, `"`)
		s.list = strings.HasPrefix(s.name, "upstream_") && !s.quote
	}
	return l.place()
}

// durations are values that count how long a request took, with how many of their
// units make a millisecond.
var durations = [...]struct {
	name     string
	perMilli float64
}{{"request_time_us", 1000}, {"request_time_ms", 1}, {"request_time", 0.001}}

// place gives every slot and every value that is made of one its place.
func (l *layout) place() error {
	var names []string
	has := func(name string) bool { return slices.Contains(names, name) }
	for i := range l.slots {
		name := l.slots[i].name
		for n := 2; has(name); n++ {
			name = fmt.Sprintf("%s_%d", l.slots[i].name, n)
		}
		l.slots[i].name = name
		l.at = append(l.at, len(names))
		names = append(names, name)
	}
	made := func(name string) int {
		if has(name) {
			return -1
		}
		names = append(names, name)
		return len(names) - 1
	}
	l.request, l.method, l.endpoint, l.query, l.protocol, l.millis, l.target, l.duration = -1, -1, -1, -1, -1, -1, -1, -1
	l.target = l.slotOf("request_uri")
	if l.request = l.slotOf("request"); l.request >= 0 {
		l.method, l.protocol = made("method"), made("protocol")
	}
	if l.request >= 0 || l.target >= 0 {
		l.endpoint, l.query = made("endpoint"), made("query")
	}
	for _, d := range durations {
		if i := l.slotOf(d.name); i >= 0 {
			if l.duration, l.perMilli = i, d.perMilli; d.perMilli != 1 {
				l.millis = made("request_time_ms")
			}
			break
		}
	}
	l.names = lines.NewLayout(names, "remote_user", "remote_addr", "http_user_agent")
	return nil
}

// slotOf returns the slot of that name, or -1.
func (l *layout) slotOf(name string) int {
	return slices.IndexFunc(l.slots, func(s slot) bool { return s.name == name })
}

// columns says which value feeds which column.
func (l *layout) columns() (columns map[string]string, unit string) {
	columns = map[string]string{"remote_addr": "ip", "http_user_agent": "user_agent", "status": "status",
		"endpoint": "endpoint", "request_time_ms": "latency_ms"}
	for _, id := range [...]string{"request_id", "unique_id", "log_id"} {
		if l.slotOf(id) >= 0 {
			columns[id] = "request_id"
			break
		}
	}
	for _, ja4 := range [...]string{"ja4", "ssl_ja4", "http_ssl_ja4", "http_x_ja4"} {
		if l.slotOf(ja4) >= 0 {
			columns[ja4] = "ja4"
			break
		}
	}
	for _, t := range [...]struct{ name, unit string }{{"msec", "s"}, {"time_usec", "us"}, {"time_msec", "ms"},
		{"time_iso8601", ""}, {"time_local", ""}, {"time_sec", "s"}} {
		if l.slotOf(t.name) >= 0 {
			columns[t.name] = "ts"
			return columns, t.unit
		}
	}
	return columns, ""
}
