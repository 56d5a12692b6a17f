package viewmodel

import (
	"math"
	"unicode"

	"casebench/graphview"
)

// Strength is what is to be said of a passphrase, in plain words.
type Strength struct {
	Text  string
	Token graphview.Token
	Share float64 // 0 to 1, for a bar
}

// leastPassphrase is how many characters a passphrase of a case has at least. It keeps
// out what is guessed at once; what is strong is longer.
const leastPassphrase = 8

// StrengthOf judges a passphrase by how many guesses it would take somebody who has
// the file and knows nothing of the person. It cannot know of names and dates that
// others know.
func StrengthOf(passphrase string) Strength {
	n := len([]rune(passphrase))
	bits := bitsOf(passphrase)
	share := math.Min(1, bits/90)
	switch {
	case n == 0:
		return Strength{Text: "Five words that do not belong together are easy to keep in mind and hard to guess.", Token: graphview.Text2}
	case n < leastPassphrase:
		return Strength{"Too short: at least eight characters.", graphview.Bad, share}
	case bits < 45:
		return Strength{"Weak: who has the file can find it by trying. Add a word or two.", graphview.Bad, share}
	case bits < 70:
		return Strength{"Fair: it holds against one machine, not against many.", graphview.Warn, share}
	}
	return Strength{"Strong, if nobody can guess it from what is known of you.", graphview.Good, share}
}

// bitsOf counts what each character adds: much where it is of a kind of its own, little
// where it repeats or follows the one before.
func bitsOf(text string) float64 {
	var lower, upper, digit, other bool
	for _, r := range text {
		switch {
		case unicode.IsLower(r):
			lower = true
		case unicode.IsUpper(r):
			upper = true
		case unicode.IsDigit(r):
			digit = true
		default:
			other = true
		}
	}
	pool := 0.0
	for _, kind := range []struct {
		there bool
		size  float64
	}{{lower, 26}, {upper, 26}, {digit, 10}, {other, 20}} {
		if kind.there {
			pool += kind.size
		}
	}
	each := math.Log2(math.Max(pool, 2))
	if lower && !digit && !upper { // words: letters of a language tell the next one
		each = 2.6
	}
	bits, before, seen := 0.0, rune(-10), map[rune]int{}
	for _, r := range text {
		step := r - before
		switch {
		case step >= -1 && step <= 1:
			bits++
		case seen[r] > 3 && !unicode.IsSpace(r) && len(seen) < 6:
			bits++
		default:
			bits += each
		}
		seen[r]++
		before = r
	}
	return bits
}
