package weblog

import (
	"fmt"
	"strings"
)

// apacheNames are the directives of mod_log_config and mod_logio without argument.
var apacheNames = map[byte]string{'a': "client_addr", 'A': "local_addr", 'b': "body_bytes_sent", 'B': "body_bytes_sent",
	'D': "request_time_us", 'f': "filename", 'h': "remote_addr", 'H': "protocol", 'I': "bytes_received", 'k': "keepalive",
	'l': "remote_ident", 'L': "log_id", 'm': "method", 'O': "bytes_sent", 'p': "server_port", 'P': "pid", 'q': "query",
	'r': "request", 'R': "handler", 's': "status", 'S': "bytes_total", 'T': "request_time", 'u': "remote_user",
	'U': "endpoint", 'v': "server_name", 'V': "server_name", 'X': "connection_status"}

// apacheArguments are the directives that name something, with what begins the name.
var apacheArguments = map[byte]string{'i': "http_", 'o': "sent_http_", 'C': "cookie_", 'e': "", 'n': "note_", 'x': ""}

// apache compiles a LogFormat, alone or in its directive:
//
//	LogFormat "text" NAME
func (l *layout) apache(text string) error {
	for _, directive := range [...]string{"LogFormat", "CustomLog", "GlobalLog"} {
		if rest, ok := strings.CutPrefix(text, directive); ok && rest != "" && strings.ContainsAny(rest[:1], " \t") {
			words, err := configWords(rest)
			if err != nil {
				return err
			}
			at := 0
			if directive != "LogFormat" {
				at = 1
			}
			if len(words) <= at {
				return badLayout("the directive " + directive + " has no text")
			}
			text = words[at]
		}
	}
	text = strings.NewReplacer(`\"`, `"`, `\\`, `\`, `\t`, "\t").Replace(text)
	for text != "" {
		i := strings.IndexByte(text, '%')
		if i < 0 {
			l.literal(text)
			break
		}
		l.literal(text[:i])
		var err error
		if text, err = l.percent(text[i+1:]); err != nil {
			return err
		}
	}
	return l.client()
}

// percent compiles one directive and returns what follows it.
func (l *layout) percent(s string) (rest string, err error) {
	if rest, ok := strings.CutPrefix(s, "%"); ok {
		l.literal("%")
		return rest, nil
	}
	s = strings.TrimLeft(s, "<>!,0123456789")
	argument := ""
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		if argument, s, ok = strings.Cut(inner, "}"); !ok {
			return "", badLayout("a brace in it is not closed")
		}
	}
	if s == "" {
		return "", badLayout("a % stands before no directive")
	}
	if rest, ok := strings.CutPrefix(s, "^ti"); ok {
		l.value("trailer_" + underscored(argument))
		return rest, nil
	}
	if rest, ok := strings.CutPrefix(s, "^to"); ok {
		l.value("sent_trailer_" + underscored(argument))
		return rest, nil
	}
	if err := l.letter(s[0], argument); err != nil {
		return "", err
	}
	return s[1:], nil
}

// letter adds the value of a directive.
func (l *layout) letter(c byte, argument string) error {
	name, plain := apacheNames[c]
	prefix, named := apacheArguments[c]
	switch {
	case c == 't' && argument == "":
		l.literal("[")
		l.value("time_local")
		l.literal("]")
	case c == 't':
		name, ok := map[string]string{"sec": "time_sec", "msec": "time_msec", "usec": "time_usec", "begin:sec": "time_sec",
			"begin:msec": "time_msec", "begin:usec": "time_usec"}[argument]
		if !ok {
			return badLayout("of the forms of %{…}t it can read sec, msec and usec")
		}
		l.value(name)
	case c == 'T' && argument != "":
		name, ok := map[string]string{"s": "request_time", "ms": "request_time_ms", "us": "request_time_us"}[argument]
		if !ok {
			return badLayout("of the forms of %{…}T it can read s, ms and us")
		}
		l.value(name)
	case (c == 'a' || c == 'h') && argument == "c":
		l.value("peer_addr")
	case plain && (argument == "" || c == 'p' || c == 'P'):
		if argument != "" {
			name += "_" + underscored(argument)
		}
		l.value(name)
	case named && argument != "":
		l.value(prefix + underscored(argument))
	default:
		return badLayout(fmt.Sprintf("it has a directive that ends in %q, which is none of mod_log_config's", string(rune(c))))
	}
	return nil
}

// client makes %a the address, which %h need not be; %h is it where there is no %a.
func (l *layout) client() error {
	if l.slotOf("client_addr") < 0 {
		return nil
	}
	for i := range l.slots {
		switch l.slots[i].name {
		case "client_addr":
			l.slots[i].name = "remote_addr"
		case "remote_addr":
			l.slots[i].name = "remote_host"
		}
	}
	return nil
}

// underscored writes the name of a header or variable as nginx would.
func underscored(s string) string {
	return strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(s))
}
