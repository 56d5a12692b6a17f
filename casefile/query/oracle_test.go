package query_test

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"casebench/casefile"
	"casebench/casefile/query"
)

// record is a row as plain texts, for the evaluator that is too simple to be
// wrong.
type record struct {
	table  casefile.Table
	source uint32
	number int64
	twice  bool
	fields map[string]string
}

// matches evaluates a query on one record, straight from LANGUAGE.md.
func (r record) matches(e query.Expr) bool {
	switch e := e.(type) {
	case query.All:
		return true
	case query.And:
		for _, t := range e.Terms {
			if !r.matches(t) {
				return false
			}
		}
		return true
	case query.Or:
		for _, t := range e.Terms {
			if r.matches(t) {
				return true
			}
		}
		return false
	case query.Not:
		return !r.matches(e.Term)
	case query.Word:
		return r.hasWord(e.Pattern)
	case query.Match:
		return r.hasField(e)
	}
	return false
}

func (r record) hasWord(p query.Pattern) bool {
	for _, name := range []string{"prompt_text", "tag_scores", "reason"} {
		if v, ok := r.fields[name]; ok && found(p, v) {
			return true
		}
	}
	if p.Regex != "" || len(p.Parts) > 1 || !strings.ContainsAny(p.Parts[0], "0123456789") {
		return false
	}
	for _, name := range []string{"request_id", "session_id", "prompt_hash", "completion_hash", "value"} {
		if v, ok := r.fields[name]; ok && r.is(name) && strings.EqualFold(v, p.Parts[0]) {
			return true
		}
	}
	return false
}

func (r record) is(column string) bool { return casefile.SchemaOf(r.table).Index(column) >= 0 }

func (r record) hasField(m query.Match) bool {
	name := m.Field.Name
	if m.Field.Extra {
		v, ok := r.fields["x."+name]
		return ok && textFits(m.Test, v, false)
	}
	switch name {
	case "source":
		return textFits(m.Test, strconv.Itoa(int(r.source)), false)
	case "table":
		return textFits(m.Test, r.table.String(), false)
	case "row":
		return numberFits(m.Test, float64(r.number))
	case "log_tag":
		name = "tags"
	}
	v, ok := r.fields[name]
	if !ok || !r.is(name) {
		return false
	}
	col := casefile.SchemaOf(r.table).Columns[casefile.SchemaOf(r.table).Index(name)]
	switch {
	case m.Test.Op == query.OpExists:
		return true
	case col.Kind == casefile.KindInt || col.Kind == casefile.KindFloat:
		n, _ := strconv.ParseFloat(v, 64)
		return numberFits(m.Test, n)
	case col.Kind == casefile.KindTime:
		return timeFits(m.Test, v)
	case col.Role == casefile.RoleAddress && m.Test.Op == query.OpHas && len(m.Test.Pattern.Parts) == 1:
		text := m.Test.Pattern.Parts[0]
		if p, err := netip.ParsePrefix(text); err == nil {
			return p.Contains(netip.MustParseAddr(v))
		}
		return text == v
	case name == "tags" && m.Test.Op == query.OpHas:
		for _, label := range append(strings.Split(v, ","), v) {
			if textFits(m.Test, label, false) {
				return true
			}
		}
		return false
	}
	return textFits(m.Test, v, name == "prompt_text")
}

// found looks for a pattern anywhere in a text.
func found(p query.Pattern, v string) bool {
	if p.Regex != "" {
		return regexp.MustCompile(p.Regex).MatchString(v)
	}
	v = strings.ToLower(v)
	for _, part := range p.Parts {
		_, rest, ok := strings.Cut(v, strings.ToLower(part))
		if !ok {
			return false
		}
		v = rest
	}
	return true
}

func textFits(t query.Test, v string, prose bool) bool {
	switch t.Op {
	case query.OpExists:
		return true
	case query.OpHas:
		if prose || t.Pattern.Regex != "" {
			return found(t.Pattern, v)
		}
		var parts []string
		for _, p := range t.Pattern.Parts {
			parts = append(parts, regexp.QuoteMeta(p))
		}
		return regexp.MustCompile(`(?is)^` + strings.Join(parts, ".*") + `$`).MatchString(v)
	case query.OpEqual:
		return v == t.Value
	case query.OpDiffers:
		return v != t.Value
	}
	n, err := strconv.ParseFloat(v, 64)
	return err == nil && numberFits(t, n) // the generator compares texts with numbers only
}

func numberFits(t query.Test, v float64) bool {
	number := func(s string) float64 { n, _ := strconv.ParseFloat(s, 64); return n }
	x := number(t.Value)
	switch t.Op {
	case query.OpExists:
		return true
	case query.OpHas:
		return v == number(t.Pattern.Parts[0])
	case query.OpEqual:
		return v == x
	case query.OpDiffers:
		return v != x
	case query.OpLess:
		return v < x
	case query.OpAtMost:
		return v <= x
	case query.OpMore:
		return v > x
	case query.OpAtLeast:
		return v >= x
	}
	r := t.Range
	return (r.Low == "" || v > number(r.Low) || v == number(r.Low) && !r.LowOut) &&
		(r.High == "" || v < number(r.High) || v == number(r.High) && !r.HighOut)
}

// timeFits compares texts: v is 2006-01-02T15:04:05Z, and a date is compared
// with the date alone.
func timeFits(t query.Test, v string) bool {
	order := func(operand string) int { return strings.Compare(v[:min(len(operand), len(v))], operand) }
	switch t.Op {
	case query.OpHas:
		return strings.HasPrefix(v, strings.TrimSuffix(t.Pattern.Parts[0], "Z"))
	case query.OpEqual:
		return order(t.Value) == 0
	case query.OpDiffers:
		return order(t.Value) != 0
	case query.OpLess:
		return order(t.Value) < 0
	case query.OpAtMost:
		return order(t.Value) <= 0
	case query.OpMore:
		return order(t.Value) > 0
	case query.OpAtLeast:
		return order(t.Value) >= 0
	}
	r := t.Range
	return (r.Low == "" || order(r.Low) > 0 || order(r.Low) == 0 && !r.LowOut) &&
		(r.High == "" || order(r.High) < 0 || order(r.High) == 0 && !r.HighOut)
}
