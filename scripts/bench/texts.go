package main

import (
	"io"
	"path/filepath"

	"casebench/casework"
)

func (b *bench) promptFiles(n int64) trio {
	dir := b.folder(n)
	return trio{filepath.Join(dir, "prompts.jsonl"), filepath.Join(dir, "prompts.case"), "", filepath.Join(dir, "prompts.duckdb")}
}

// prompts imports requests that have prompts into both. The files of the other
// requests are gone by then, so that the disk holds one set.
func (b *bench) prompts(n int64, t *table) error {
	old, f := b.requestFiles(n), b.promptFiles(n)
	if err := b.clear(old.source, old.plain, old.sealed, old.duck); err != nil {
		return err
	}
	b.say("write %s prompts", label(n))
	if _, _, err := b.once(f.source, func(out io.Writer) error { return writePrompts(b.ctx, out, n) }); err != nil {
		return err
	}
	return b.importBeside(n, f, t)
}

// texts asks both for what stands in the prompts.
func (b *bench) texts(n int64, t *table) error {
	a := &asking{bench: b, events: n, files: b.promptFiles(n)}
	if err := a.missing("prompts"); err != nil {
		return err
	}
	return a.all(promptQuestions(), t)
}

// promptQuestions look for what is frequent, rare, and not there; by substring, by an
// expression that holds a fixed text, and by one that holds none.
func promptQuestions() []question {
	var list []question
	for _, q := range []struct{ name, sql, ours string }{
		{"substring, 1 in 100", "contains(prompt_text, '" + often + "')", `"` + often + `"`},
		{"substring, 1 in 100,000", "contains(prompt_text, '" + seldom + "')", `"` + seldom + `"`},
		{"substring that is nowhere", "contains(prompt_text, '" + never + "')", `"` + never + `"`},
		{"expression with a fixed text", `regexp_matches(prompt_text, 'vermilion +light[a-z]+ [0-9]+')`, `/vermilion +light[a-z]+ [0-9]+/`},
		{"expression without", `regexp_matches(prompt_text, '[0-9]{6} [a-z]+ [0-9]{6}|(ba){3}')`, `/[0-9]{6} [a-z]+ [0-9]{6}|(ba){3}/`},
	} {
		list = append(list, question{q.name, "SELECT count(*) FROM requests WHERE " + q.sql,
			casework.QueryOptions{Expr: "prompt:" + q.ours, CountOnly: true}})
	}
	return list
}
