package query

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner reads the small pieces of a query. Whether a colon or a slash means
// something depends on where it stands, so there is no list of tokens.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) spaces() {
	for s.pos < len(s.text) {
		r, n := utf8.DecodeRuneInString(s.text[s.pos:])
		if !unicode.IsSpace(r) {
			return
		}
		s.pos += n
	}
}

func (s *scanner) end() bool { return s.pos >= len(s.text) }

// next returns the byte at the position, or 0 at the end.
func (s *scanner) next() byte {
	if s.end() {
		return 0
	}
	return s.text[s.pos]
}

// take moves over prefix when it stands here.
func (s *scanner) take(prefix string) bool {
	if strings.HasPrefix(s.text[s.pos:], prefix) {
		s.pos += len(prefix)
		return true
	}
	return false
}

// keyword moves over an upper-case word when it stands here alone.
func (s *scanner) keyword(word string) bool {
	rest := s.text[s.pos:]
	if !strings.HasPrefix(rest, word) {
		return false
	}
	if after := rest[len(word):]; after != "" {
		r, _ := utf8.DecodeRuneInString(after)
		if !unicode.IsSpace(r) && r != '(' && r != ')' && r != '"' {
			return false
		}
	}
	s.pos += len(word)
	return true
}

// run reads characters up to white space or one of the stops. A backslash takes
// the next character as it is; an asterisk divides the parts.
func (s *scanner) run(stops string) []string {
	parts, part := []string(nil), strings.Builder{}
	for !s.end() {
		r, n := utf8.DecodeRuneInString(s.text[s.pos:])
		if unicode.IsSpace(r) || strings.ContainsRune(stops, r) {
			break
		}
		if r == '!' && strings.HasPrefix(s.text[s.pos:], "!=") && strings.Contains(stops, "=") {
			break
		}
		s.pos += n
		switch {
		case r == '\\' && !s.end():
			_, n = utf8.DecodeRuneInString(s.text[s.pos:])
			part.WriteString(s.text[s.pos : s.pos+n])
			s.pos += n
		case r == '*':
			// Two in a row say no more than one.
			if part.Len() > 0 || len(parts) == 0 {
				parts = append(parts, part.String())
				part.Reset()
			}
		default:
			part.WriteRune(r)
		}
	}
	return append(parts, part.String())
}

// quoted reads a text in double quotes; the opening one stands here.
func (s *scanner) quoted() (string, error) {
	start := s.pos
	var b strings.Builder
	for s.pos++; !s.end(); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '"':
			s.pos++
			return b.String(), nil
		case c == '\\' && s.pos+1 < len(s.text):
			s.pos++
			b.WriteByte(s.text[s.pos])
		default:
			b.WriteByte(c)
		}
	}
	s.pos = len(s.text)
	return "", stop(s.text, s.pos, "a closing quotation mark", "The text begins at "+at(s.text, start)+".")
}

// regex reads an expression between slashes; the opening one stands here.
func (s *scanner) regex() (string, error) {
	start := s.pos
	var b strings.Builder
	for s.pos++; !s.end(); s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '/':
			s.pos++
			return b.String(), s.checkRegex(start, b.String())
		case c == '\\' && s.pos+1 < len(s.text):
			s.pos++
			if s.text[s.pos] != '/' {
				b.WriteByte(c)
			}
			b.WriteByte(s.text[s.pos])
		default:
			b.WriteByte(c)
		}
	}
	s.pos = len(s.text)
	return "", stop(s.text, s.pos, "a closing slash", "The expression begins at "+at(s.text, start)+".")
}

// maxRegex bounds the length of an expression; RE2 runs in linear time, with a
// factor that grows with the length of the expression.
const maxRegex = 1000

// maxProgram bounds what an expression is compiled to: with more steps a kilobyte of
// text can take longer than a person waits for a cancelled search.
const maxProgram = 4000

func (s *scanner) checkRegex(start int, source string) error {
	if source == "" {
		return stop(s.text, start+1, "a regular expression", `Write it between slashes, as in prompt:/step [0-9]+/.`)
	}
	if len(source) > maxRegex {
		return stop(s.text, start+1, "a regular expression of at most 1,000 bytes", "")
	}
	if _, err := regexp.Compile(source); err != nil {
		return s.badRegex(start+1, err)
	}
	if programSize(source) > maxProgram {
		return stop(s.text, start+1, "a simpler regular expression",
			"Repetitions such as {500} are counted as often as they say. Make them shorter, or look for a part of the text.")
	}
	return nil
}

// badRegex says what is wrong with an expression, and where.
func (s *scanner) badRegex(from int, err error) error {
	pos, what := from, ""
	var wrong *syntax.Error
	if errors.As(err, &wrong) {
		what = "What is wrong with it: " + string(wrong.Code) + ". "
		if at := strings.Index(s.text[from:], wrong.Expr); at > 0 {
			pos += at
		}
	}
	return stop(s.text, pos, "a regular expression in RE2 syntax", what+"There are no look-around and no back-references in RE2.")
}

// programSize returns how many steps an expression is compiled to. A text takes time
// in proportion to its length and to them.
func programSize(source string) int {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return 0
	}
	prog, err := syntax.Compile(re.Simplify())
	if err != nil {
		return 0
	}
	return len(prog.Inst)
}
