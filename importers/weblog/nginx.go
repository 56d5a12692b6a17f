package weblog

import (
	"strings"
)

// nginxNames are variables that are called as other servers' values are.
var nginxNames = map[string]string{"request_method": "method", "server_protocol": "protocol", "uri": "endpoint",
	"document_uri": "endpoint", "args": "query", "query_string": "query", "request_length": "bytes_received"}

// nginx compiles a log_format, alone or in its directive:
//
//	log_format NAME [escape=default|json|none] 'text' 'more text';
func (l *layout) nginx(text string) error {
	if rest, ok := strings.CutPrefix(text, "log_format"); ok && rest != "" && strings.ContainsAny(rest[:1], " \t\r\n") {
		var err error
		if text, err = l.directive(rest); err != nil {
			return err
		}
	}
	for text != "" {
		i := strings.IndexByte(text, '$')
		if i < 0 {
			l.literal(text)
			return nil
		}
		l.literal(text[:i])
		name, rest := variable(text[i+1:])
		if name == "" {
			return badLayout("a $ stands before no name")
		}
		if to, ok := nginxNames[name]; ok {
			name = to
		}
		l.value(name)
		text = rest
	}
	return nil
}

// variable cuts a name, in braces or not, off the front.
func variable(s string) (name, rest string) {
	if inner, ok := strings.CutPrefix(s, "{"); ok {
		name, rest, ok = strings.Cut(inner, "}")
		if !ok || strings.Trim(name, nameBytes) != "" {
			return "", s
		}
		return name, rest
	}
	end := len(s) - len(strings.TrimLeft(s, nameBytes))
	return s[:end], s[end:]
}

const nameBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

// directive reads what stands behind log_format and returns the text that it sets.
func (l *layout) directive(s string) (text string, err error) {
	words, err := configWords(s)
	if err != nil {
		return "", err
	}
	if len(words) > 0 && words[len(words)-1] == ";" {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		return "", badLayout("the directive log_format has no text")
	}
	words = words[1:]
	switch words[0] {
	case "escape=default":
		words = words[1:]
	case "escape=json":
		l.escape, words = escapeJSON, words[1:]
	case "escape=none":
		l.escape, words = escapeNone, words[1:]
	}
	return strings.Join(words, ""), nil
}

// configWords splits configuration text into its words. Quoted words may hold spaces,
// and a backslash in them guards what follows it.
func configWords(s string) (words []string, err error) {
	for s = strings.TrimLeft(s, " \t\r\n"); s != ""; s = strings.TrimLeft(s, " \t\r\n") {
		switch quote := s[0]; quote {
		case ';':
			words, s = append(words, ";"), s[1:]
		case '\'', '"':
			word, rest, ok := configQuoted(s[1:], quote)
			if !ok {
				return nil, badLayout("a quote in it is not closed")
			}
			words, s = append(words, word), rest
		default:
			end := strings.IndexAny(s, " \t\r\n;")
			if end < 0 {
				end = len(s)
			}
			words, s = append(words, s[:end]), s[end:]
		}
	}
	return words, nil
}

func configQuoted(s string, quote byte) (word, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == quote:
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == quote || s[i+1] == '\\'):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
