package canon

import (
	"strconv"
	"strings"
	"time"
)

// Sample is the columns of a file in the order in which they were met, each with
// some of its values.
type Sample struct {
	Columns []SampleColumn
	at      map[string]int
}

// SampleColumn is one column of a Sample. Numbers holds those of the Values that
// the file writes as numbers.
type SampleColumn struct {
	Name    string
	Values  []string // not empty, at most sampleValues
	Numbers []float64
}

const (
	sampleValues  = 200
	sampleColumns = 2000
)

// Column makes sure that the sample has the column.
func (s *Sample) Column(name string) {
	if _, ok := s.at[name]; ok || len(s.Columns) >= sampleColumns {
		return
	}
	if s.at == nil {
		s.at = map[string]int{}
	}
	s.at[name] = len(s.Columns)
	s.Columns = append(s.Columns, SampleColumn{Name: name})
}

// Add adds a value of a column; an empty one adds the column alone.
func (s *Sample) Add(name, value string) {
	s.Column(name)
	i, ok := s.at[name]
	if !ok || value == "" || len(s.Columns[i].Values) >= sampleValues {
		return
	}
	c := &s.Columns[i]
	c.Values = append(c.Values, value)
	if isNumber([]byte(value)) {
		if f, err := strconv.ParseFloat(value, 64); err == nil {
			c.Numbers = append(c.Numbers, f)
		}
	}
}

// share returns how many of the column's values answer to is, from 0 to 1.
func (c *SampleColumn) share(is func(string) bool) float64 {
	if len(c.Values) == 0 {
		return 0
	}
	n := 0
	for _, v := range c.Values {
		if is(v) {
			n++
		}
	}
	return float64(n) / float64(len(c.Values))
}

// most is the share of values from which a column is said to be of a shape.
const most = 0.9

func (c *SampleColumn) looksTimed() bool {
	if c.share(func(v string) bool { _, _, ok := ParseTime([]byte(v), time.UTC); return ok }) >= most {
		return true
	}
	name := strings.ToLower(c.Name)
	named := strings.Contains(name, "time") || strings.HasSuffix(name, "_at") || strings.HasSuffix(name, "date")
	return named && len(c.Numbers) == len(c.Values) && ProposeUnit(c.Numbers) != 0
}

func (c *SampleColumn) looksAddressed() bool {
	return c.share(func(v string) bool {
		_, _, ok := Address(v)
		return ok && strings.ContainsAny(v, ".:")
	}) >= most
}

// looksAccounted goes by the name: any identifier may be an account.
func (c *SampleColumn) looksAccounted() bool {
	name := strings.ToLower(c.Name)
	for _, word := range [...]string{"account", "customer", "user", "client_id", "subscriber", "member", "principal"} {
		if strings.Contains(name, word) && !strings.Contains(name, "agent") {
			return len(c.Values) > 0
		}
	}
	return false
}
