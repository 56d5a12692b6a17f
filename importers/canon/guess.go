package canon

import "casebench/casefile"

// Rows of a log repeat themselves, account by account: the same key, address and
// client again and again. What an account's last row held is therefore a good
// guess at what its next one holds, and to compare a guess with the bytes costs
// less than to find where they end and to look them up.

// guessRows is how many accounts a builder remembers at a time; a power of two.
const guessRows = 1 << 12

// guesses holds, for accounts by their code, the codes that a row of theirs last
// had, column by column. It decides nothing but how quickly a value is found.
type guesses struct {
	codes []uint32
	width int // columns of the table
	row   int // where the codes of the account of the row under way begin
}

func newGuesses(columns int) guesses {
	return guesses{codes: make([]uint32, columns), width: columns}
}

// reset forgets everything: codes are those of a block.
func (g *guesses) reset() {
	g.codes = g.codes[:g.width]
	clear(g.codes)
}

// begin begins a row whose account is not known yet.
func (g *guesses) begin() { g.row = 0 }

// account says whose row it is.
func (g *guesses) account(code uint32) {
	g.row = int(code&(guessRows-1)) * g.width
	for len(g.codes) < g.row+g.width {
		g.codes = append(g.codes, 0)
	}
}

// Guess returns what the field's value in this row probably is, as the file would
// write it, or "" when there is no telling. If it is, Same takes it over.
func (b *Builder) Guess(f *Field) string {
	if f.Holds != casefile.KindCode || b.setBy[f.col] != nil {
		return ""
	}
	c := b.columns[f.col]
	if code := b.guesses.codes[b.guesses.row+f.col]; code-1 < uint32(len(c.shown)) {
		return c.shown[code-1]
	}
	return ""
}

// Same sets the field to the text that Guess has just returned for it, which was
// not "".
func (b *Builder) Same(f *Field) {
	b.setBy[f.col] = f
	b.columns[f.col].setCode(b.row, b.guesses.codes[b.guesses.row+f.col])
}

// shown returns a text that stands in JSON and CSV as it is, whatever surrounds
// it, and "" for one that does not.
func shown(s string) string {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			return ""
		}
	}
	return s
}
