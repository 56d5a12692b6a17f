package query

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// needle is a text to be found in any letter case. Its two kinds agree but for
// the Kelvin sign and the long s, which an ASCII needle does not take for k and s.
type needle interface {
	size() int
	// index returns the first place of the needle in text and how many bytes it
	// takes there, or -1.
	index(text []byte) (at, n int)
	// at returns how many bytes the needle takes at place i, or -1.
	at(text []byte, i int) int
	// atEnd returns how many bytes it takes at the end, or -1.
	atEnd(text []byte) int
}

func newNeedle(s string) needle {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return newWideNeedle(s)
		}
	}
	return newASCIINeedle(s)
}

// asciiNeedle compares bytes.
type asciiNeedle struct {
	lower []byte
	rare  int  // place of its rarest byte
	a, b  byte // that byte in both cases
}

// commonness orders bytes from common to rare in English prose and JSON; bytes
// that are not named are rarer still.
const commonness = " etaoinsrhldcumfpgwybv\",.:0123456789_-kxjqz"

func newASCIINeedle(s string) *asciiNeedle {
	n := &asciiNeedle{lower: []byte(strings.ToLower(s))}
	best := -1
	for i, c := range n.lower {
		rank := strings.IndexByte(commonness, c)
		if rank < 0 {
			rank = len(commonness)
		}
		if rank > best {
			best, n.rare = rank, i
		}
	}
	if len(n.lower) > 0 {
		n.a = n.lower[n.rare]
		n.b = n.a
		if n.a >= 'a' && n.a <= 'z' {
			n.b = n.a - 'a' + 'A'
		}
	}
	return n
}

func (n *asciiNeedle) size() int { return len(n.lower) }

func (n *asciiNeedle) at(text []byte, i int) int {
	if i < 0 || i+len(n.lower) > len(text) {
		return -1
	}
	for j, c := range n.lower {
		t := text[i+j]
		if t >= 'A' && t <= 'Z' {
			t += 'a' - 'A'
		}
		if t != c {
			return -1
		}
	}
	return len(n.lower)
}

func (n *asciiNeedle) atEnd(text []byte) int { return n.at(text, len(text)-len(n.lower)) }

// index looks at the places of the rarest byte. The two cases are sought apart,
// and the farther one is remembered.
func (n *asciiNeedle) index(text []byte) (int, int) {
	if len(n.lower) == 0 {
		return 0, 0
	}
	nextA, nextB := -1, -1
	if n.b == n.a {
		nextB = len(text)
	}
	for from := 0; ; {
		if nextA < from {
			nextA = seek(text, from, n.a)
		}
		if nextB < from {
			nextB = seek(text, from, n.b)
		}
		hit := min(nextA, nextB)
		if hit >= len(text) {
			return -1, 0
		}
		if n.at(text, hit-n.rare) >= 0 {
			return hit - n.rare, len(n.lower)
		}
		from = hit + 1
	}
}

func seek(text []byte, from int, c byte) int {
	if at := bytes.IndexByte(text[from:], c); at >= 0 {
		return from + at
	}
	return len(text)
}

// wideNeedle compares characters under the simple foldings of Unicode, in which
// the cases of a letter may differ in length.
type wideNeedle struct {
	runes []rune   // folded
	first [][]byte // the ways to write the first of them
	bytes int
}

func newWideNeedle(s string) *wideNeedle {
	n := &wideNeedle{bytes: len(s)}
	for _, r := range s {
		n.runes = append(n.runes, folded(r))
	}
	for r := n.runes[0]; ; {
		n.first = append(n.first, utf8.AppendRune(nil, r))
		if r = unicode.SimpleFold(r); r == n.runes[0] {
			return n
		}
	}
}

// folded returns the least of the characters that differ from r in case only.
func folded(r rune) rune {
	least := r
	for o := unicode.SimpleFold(r); o != r; o = unicode.SimpleFold(o) {
		least = min(least, o)
	}
	return least
}

func (n *wideNeedle) size() int { return n.bytes }

func (n *wideNeedle) at(text []byte, i int) int {
	from := i
	for _, want := range n.runes {
		r, size := utf8.DecodeRune(text[i:])
		if size == 0 || folded(r) != want {
			return -1
		}
		i += size
	}
	return i - from
}

func (n *wideNeedle) atEnd(text []byte) int {
	i := len(text)
	for range n.runes {
		_, size := utf8.DecodeLastRune(text[:i])
		i -= size
	}
	if at := n.at(text, i); at == len(text)-i {
		return at
	}
	return -1
}

func (n *wideNeedle) index(text []byte) (int, int) {
	next := make([]int, len(n.first))
	for k := range next {
		next[k] = -1
	}
	for from := 0; ; {
		hit := len(text)
		for k, form := range n.first {
			if next[k] < from {
				next[k] = len(text)
				if at := bytes.Index(text[from:], form); at >= 0 {
					next[k] = from + at
				}
			}
			hit = min(hit, next[k])
		}
		if hit == len(text) {
			return -1, 0
		}
		if size := n.at(text, hit); size >= 0 {
			return hit, size
		}
		from = hit + 1
	}
}
