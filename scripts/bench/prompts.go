package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"time"
)

// What is planted among the prompts, all in lower case, since DuckDB's contains knows
// no other and ours asks for both.
const (
	often  = "the quarterly ledger" // in one prompt of a hundred
	seldom = "vermilion lighthouse" // in one of a hundred thousand
	never  = "obsidian ferry"
)

// writePrompts writes n requests with prompts as NDJSON, the same bytes for the same n:
// sentences of made-up words, some of them frequent and most of them rare, 40 to 400
// bytes long. The demo world has a prompt on one request of 250, which is too few for
// a search in text to be measured.
func writePrompts(ctx context.Context, to io.Writer, n int64) error {
	out := bufio.NewWriterSize(to, 1<<20)
	random := rand.New(rand.NewPCG(1, 28_800_000))
	words := vocabulary(random, 4000)
	at := time.Date(2026, 4, 22, 0, 0, 0, 0, time.UTC)
	step := 45 * 24 * time.Hour / time.Duration(n)
	var line []byte
	for i := range n {
		if i%(1<<14) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line = append(line[:0], `{"request_id":"p`...)
		line = strconv.AppendUint(line, random.Uint64(), 36)
		line = fmt.Appendf(line, `","account_id":"acct_%05d","ts":"`, random.IntN(25_000))
		line = at.Add(step*time.Duration(i)).AppendFormat(line, "2006-01-02T15:04:05.000Z")
		line = append(line, `","model":"atlas-5","prompt_text":"`...)
		line = sentence(line, random, words)
		line = append(line, "\"}\n"...)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}

// sentence appends one prompt.
func sentence(line []byte, random *rand.Rand, words []string) []byte {
	length := 40 + random.IntN(random.IntN(360)+1)
	planted := -1
	switch p := random.IntN(100_000); {
	case p == 0:
		planted = 1
	case p <= 1000:
		planted = 0
	}
	for begun := len(line); len(line)-begun < length; {
		if len(line) > begun {
			line = append(line, ' ')
		}
		switch {
		case planted >= 0 && len(line)-begun > length/2:
			line = append(line, [2]string{often, seldom}[planted]...)
			planted = -1
		case random.IntN(20) == 0:
			line = strconv.AppendInt(line, int64(random.IntN(1_000_000)), 10)
		default:
			// The product of two is frequent near the beginning of the list.
			line = append(line, words[random.IntN(random.IntN(len(words))+1)]...)
		}
	}
	if planted >= 0 {
		line = append(append(line, ' '), [2]string{often, seldom}[planted]...)
	}
	return line
}

// vocabulary makes up n words.
func vocabulary(random *rand.Rand, n int) []string {
	const onset, vowel = "bcdfghklmnprstvz", "aeiou"
	words := make([]string, n)
	for i := range words {
		var w []byte
		for range 1 + random.IntN(4) {
			w = append(w, onset[random.IntN(len(onset))], vowel[random.IntN(len(vowel))])
		}
		words[i] = string(w)
	}
	return words
}
