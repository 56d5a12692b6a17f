package query

import (
	"math"
	"net/netip"
	"strconv"
	"strings"

	"casebench/casefile"
)

// problem says why a test does not fit a field: what was expected, at the first
// operand or at the high end of a range.
type problem struct {
	expected, hint string
	high           bool
}

// check reports whether the test makes sense for the field. It must for one of
// the columns that go by the name; the others then do not match.
func check(f Field, t Test) *problem {
	if t.Op == OpExists || f.Extra {
		return nil
	}
	if f.Known() {
		return checkKnown(f, t)
	}
	var first *problem
	for _, c := range f.columns() {
		p := checkColumn(c, t)
		if p == nil {
			return nil
		}
		if first == nil {
			first = p
		}
	}
	return first
}

func checkColumn(c casefile.Column, t Test) *problem {
	switch c.Kind {
	case casefile.KindInt:
		_, p := numberInterval(t)
		return p
	case casefile.KindFloat:
		_, p := numberRange(t)
		return p
	case casefile.KindTime:
		_, p := timeInterval(t)
		return p
	}
	if text, ok := t.Pattern.plain(); ok && t.Op == OpHas && c.Role == casefile.RoleAddress && strings.Contains(text, "/") {
		if _, err := netip.ParsePrefix(text); err != nil {
			return &problem{expected: "an address or a prefix", hint: "Write a prefix as 203.0.113.0/24 or 2001:db8::/32."}
		}
	}
	return nil
}

func checkKnown(f Field, t Test) *problem {
	switch f.Name {
	case fieldRow:
		_, p := numberInterval(t)
		return p
	case fieldStarred:
		text, ok := operand(t)
		if !ok || !strings.EqualFold(text, "true") && !strings.EqualFold(text, "false") {
			return &problem{expected: "true or false", hint: "starred:true finds what somebody starred."}
		}
	case fieldTable:
		text, ok := t.Pattern.plain()
		if t.Op == OpHas && ok && casefile.SchemaOf(casefile.TableByName(text)) == nil {
			return &problem{expected: "the name of a table", hint: "Tables are " + tableList() + "."}
		}
	}
	return nil
}

func tableList() string {
	var names []string
	for _, t := range casefile.Tables() {
		names = append(names, t.String())
	}
	return strings.Join(names, ", ")
}

// operand returns the one plain value of a test that is not a range.
func operand(t Test) (string, bool) {
	switch t.Op {
	case OpHas:
		return t.Pattern.plain()
	case OpRange, OpExists:
		return "", false
	}
	return t.Value, true
}

// span64 is an interval of decimal numbers.
type span64 struct {
	Low, High       float64
	LowOut, HighOut bool
}

func (s span64) holds(v float64) bool {
	return (v > s.Low || v == s.Low && !s.LowOut) && (v < s.High || v == s.High && !s.HighOut)
}

// parseNumber reads a finite decimal number.
func parseNumber(s string) (float64, bool) {
	s = strings.TrimSpace(s)
	if s == "" || strings.ContainsAny(s, "xXpP_iInN") { // hexadecimal, infinities and the like are texts
		return 0, false
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil
}

// numberRange returns the numbers that a test asks for. OpDiffers asks for the
// complement of what is returned.
func numberRange(t Test) (span64, *problem) {
	all := span64{Low: math.Inf(-1), High: math.Inf(1)}
	bad := &problem{expected: "a number", hint: "The field holds numbers, as in tokens_out>=2000 or tokens_out:[100 TO 200]."}
	if t.Op == OpRange {
		out, ok := all, true
		if out.LowOut = t.Range.LowOut; t.Range.Low != "" {
			if out.Low, ok = parseNumber(t.Range.Low); !ok {
				return all, bad
			}
		}
		if out.HighOut = t.Range.HighOut; t.Range.High != "" {
			if out.High, ok = parseNumber(t.Range.High); !ok {
				bad.high = true
				return all, bad
			}
		}
		return out, nil
	}
	text, ok := operand(t)
	v, fine := parseNumber(text)
	if !ok || !fine {
		return all, bad
	}
	switch t.Op {
	case OpLess:
		return span64{Low: all.Low, High: v, HighOut: true}, nil
	case OpAtMost:
		return span64{Low: all.Low, High: v}, nil
	case OpMore:
		return span64{Low: v, High: all.High, LowOut: true}, nil
	case OpAtLeast:
		return span64{Low: v, High: all.High}, nil
	}
	return span64{Low: v, High: v}, nil
}

// numberInterval is numberRange for a column of integers. Operands that are
// whole keep all their digits.
func numberInterval(t Test) (interval, *problem) {
	r, p := numberRange(t)
	if p != nil {
		return nothing, p
	}
	lowText, highText := t.Range.Low, t.Range.High
	if t.Op != OpRange {
		lowText, _ = operand(t)
		highText = lowText
	}
	out := whole
	ok := true
	if !math.IsInf(r.Low, -1) {
		out.Low, ok = least(lowText, r.Low, r.LowOut)
	}
	if ok && !math.IsInf(r.High, 1) {
		out.High, ok = greatest(highText, r.High, r.HighOut)
	}
	if !ok {
		return nothing, nil
	}
	return out, nil
}

// least returns the smallest integer that is not below the end; ok is false when
// there is none in 64 bits.
func least(text string, v float64, out bool) (int64, bool) {
	if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
		if out {
			return after(n)
		}
		return n, true
	}
	up := math.Ceil(v)
	if out && up == v {
		up++
	}
	if up >= 1<<63 {
		return 0, false
	}
	return int64(max(up, -(1 << 63))), true
}

// greatest is the mirror of least.
func greatest(text string, v float64, out bool) (int64, bool) {
	if n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
		if out {
			return before(n)
		}
		return n, true
	}
	down := math.Floor(v)
	if out && down == v {
		down--
	}
	if down < -(1 << 63) {
		return 0, false
	}
	if down >= 1<<63 {
		return math.MaxInt64, true
	}
	return int64(down), true
}
