package chat

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Talk is what was said, in order. The zero value is ready to use.
type Talk struct {
	turns []turn
}

type turn struct{ role, text string }

// Say adds a turn. An empty text is none.
func (t *Talk) Say(role, text string) {
	if text != "" {
		t.turns = append(t.turns, turn{role, text})
	}
}

// Empty reports whether nothing was said.
func (t *Talk) Empty() bool { return len(t.turns) == 0 }

// String returns the talk as one text.
func (t *Talk) String() string {
	if len(t.turns) == 1 && (t.turns[0].role == "user" || t.turns[0].role == "") {
		return t.turns[0].text
	}
	var b strings.Builder
	for i, x := range t.turns {
		if i > 0 {
			b.WriteString("\n\n")
		}
		if x.role != "" {
			b.WriteString(x.role + ": ")
		}
		b.WriteString(x.text)
	}
	return b.String()
}

// Said returns what was said without the roles, for answers, whose role is known.
func (t *Talk) Said() string {
	texts := make([]string, len(t.turns))
	for i, x := range t.turns {
		texts[i] = x.text
	}
	return strings.Join(texts, "\n\n")
}

// Sum returns the SHA-256 of a text's canonical form in hexadecimal: UTF-8 in
// normal form C with line feeds for line ends. An empty text has none.
func Sum(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256(norm.NFC.Bytes([]byte(strings.ReplaceAll(text, "\r\n", "\n"))))
	return hex.EncodeToString(sum[:])
}

// Append adds the turns of another talk.
func (t *Talk) Append(other *Talk) { t.turns = append(t.turns, other.turns...) }
